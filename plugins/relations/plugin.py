"""The Pelican adapter: gives every article `relations`, ready for the theme."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pelican import signals

from .profiles import Profile, title_terms
from .reading import Reading, shelve
from .series import series_name
from .series_pages import plan_pages, write_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pelican.contents import Article
    from pelican.generators import ArticlesGenerator
    from pelican.writers import Writer

    from .series import Clash
    from .series_pages import Key, SeriesPage

logger = logging.getLogger(__name__)

_LISTED = ("articles", "translations")
_UNLISTED = ("drafts", "drafts_translations", "hidden_articles", "hidden_translations")


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """A link to an article, and the tags that it shares, the rarest first."""

    article: Article
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicList:
    """A tag or category with other articles of it."""

    name: str
    url: str
    """Of its page; empty where Pelican writes none."""
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """One part of a series."""

    article: Article
    number: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class SeriesList:
    """The series of an article: all parts, and the one after it."""

    name: str
    parts: tuple[SeriesPart, ...]
    current: SeriesPart
    next: SeriesPart | None
    url: str = ""
    """Of its page; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What a theme can show around an article."""

    related: tuple[RelatedArticle, ...]
    topics: tuple[TopicList, ...]
    series: SeriesList | None
    previous: Article | None
    next: Article | None


def register() -> None:
    """Connect to the first signal at which status, drafts and translations are known.

    The pages of series are written when all articles are.
    """
    signals.article_generator_finalized.connect(relate)
    signals.article_writer_finalized.connect(write_series)


def relate(generator: ArticlesGenerator) -> None:
    """Give every article its relations; whatever happens, the articles are published."""
    bug = ""
    try:
        for problem in sorted(_relate(generator)):
            logger.warning("%s", problem)
    except Exception as error:
        logger.debug("relations failed", exc_info=True)
        bug = f"{type(error).__name__}: {error}"
    if bug:  # outside any `except`: with --fatal=errors this raises
        logger.error("articles lack relations because of %s; report this bug of `relations`", bug)


def write_series(generator: ArticlesGenerator, writer: Writer) -> None:
    """Write a page for each series that has an address."""
    pages: Mapping[Key, SeriesPage] = generator.context.get("series_pages", {})
    found: dict[SeriesPage, tuple[Article, ...]] = {}
    for article in _contents(generator, _LISTED).values():
        relations: Relations | None = vars(article).get("relations")
        page = pages.get(_series_key(article))
        if page and relations and relations.series:
            found[page] = tuple(part.article for part in relations.series.parts)
    rows = sorted(found.items(), key=lambda row: row[0].save_as)
    problems = list(write_pages(generator, writer, rows))
    for problem in problems:
        logger.error("%s", problem)


def _relate(generator: ArticlesGenerator) -> list[str]:
    """Relate published articles to each other, and a draft to what is published."""
    listed = _contents(generator, _LISTED)
    problems: list[str] = []
    profiles = {key: _profile(key, article, problems) for key, article in listed.items()}
    shelves = shelve(list(profiles.values()))
    urls = _term_urls(generator)
    pages, unplaced = plan_pages(generator, _series_names(listed, profiles))
    generator.context["series_pages"] = pages
    problems += unplaced
    everything = listed | _contents(generator, _UNLISTED)
    for key, article in everything.items():
        profile = profiles.get(key) or _profile(key, article, problems)
        shelf = shelves.get(profile.language)
        reading = shelf.reading_for(profile) if shelf else Reading()
        relations = _relations(article, reading, everything, urls)
        vars(article)["relations"] = _with_page(relations, pages.get(_series_key(article)))
    for shelf in shelves.values():
        problems += (_clash_line(clash, listed) for clash in shelf.clashes)
    return problems


def _series_key(article: Article) -> Key:
    return article.lang, series_name(_text(article.metadata.get("series")))


def _series_names(
    articles: Mapping[str, Article], profiles: Mapping[str, Profile]
) -> dict[Key, str]:
    """Name each series of two parts or more as its first published part does."""
    names: dict[Key, list[str]] = {}
    for key, _ in sorted(profiles.items(), key=lambda item: item[1].place):
        article = articles[key]
        if name := _text(article.metadata.get("series")):
            names.setdefault(_series_key(article), []).append(name)
    return {key: found[0] for key, found in names.items() if len(found) > 1}


def _with_page(relations: Relations, page: SeriesPage | None) -> Relations:
    if relations.series is None or page is None:
        return relations
    return replace(relations, series=replace(relations.series, url=page.url))


def _contents(generator: ArticlesGenerator, names: Iterable[str]) -> dict[str, Article]:
    found = [article for name in names for article in getattr(generator, name)]
    return {str(article.relative_source_path): article for article in found}


def _profile(key: str, article: Article, problems: list[str]) -> Profile:
    title = Markup(vars(article)["title"]).striptags()  # noqa: S704 - tags and entities come off
    metadata: Mapping[str, Any] = article.metadata
    return Profile(
        key=key,
        language=article.lang,
        moment=article.date.timestamp(),
        tags=frozenset(tag.slug for tag in getattr(article, "tags", ())),
        category=article.category.slug if hasattr(article, "category") else "",
        terms=title_terms(title),
        series=series_name(_text(metadata.get("series"))),
        series_index=_series_index(article, problems),
    )


def _series_index(article: Article, problems: list[str]) -> int | None:
    value = _text(article.metadata.get("series_index"))
    if not value:
        return None
    if value.isdecimal():
        return int(value)
    problems.append(
        f"{_place(article, 'series_index')}: `Series_Index: {value}` is no number, so the part "
        "stands where its date puts it; write a whole number such as 2"
    )
    return None


def _text(value: object) -> str:
    """Read a metadata field that may stand more than once: the first counts."""
    first = value[0] if isinstance(value, list) and value else value
    return "" if first is None else str(first).strip()


def _clash_line(clash: Clash, articles: Mapping[str, Article]) -> str:
    here, there = articles[clash.key], articles[clash.other]
    name = _text(here.metadata.get("series"))
    return (
        f"{_place(here, 'series')}: part {clash.number} of the series `{name}` is "
        f"{_place(there, 'series')} too; give one of them another `Series_Index:`"
    )


def _place(article: Article, key: str) -> str:
    """Write path and line of a metadata field, the path from the blog's folder."""
    path = Path(str(article.source_path))
    folder = Path(str(article.settings["PATH"])).resolve().parent
    resolved = path.resolve()
    shown = resolved.relative_to(folder) if resolved.is_relative_to(folder) else resolved
    field = re.compile(rf"\s{{0,3}}:?{key}:", re.IGNORECASE)
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    found = (number for number, line in enumerate(lines, start=1) if field.match(line))
    return f"{shown.as_posix()}:{next(found, 1)}"


def _term_urls(generator: ArticlesGenerator) -> dict[tuple[str, str], str]:
    """Map tags and categories to their pages: a translation's may have none."""
    settings = generator.settings
    tags = generator.tags if settings["TAG_SAVE_AS"] else ()
    categories = [category for category, _ in generator.categories]
    return {("tag", tag.slug): tag.url for tag in tags} | {
        ("category", category.slug): category.url
        for category in (categories if settings["CATEGORY_SAVE_AS"] else ())
    }


def _relations(
    article: Article,
    reading: Reading,
    articles: Mapping[str, Article],
    urls: Mapping[tuple[str, str], str],
) -> Relations:
    tags = {tag.slug: tag.name for tag in getattr(article, "tags", ())}
    names = {("tag", slug): name for slug, name in tags.items()}
    if hasattr(article, "category"):
        names["category", article.category.slug] = article.category.name
    return Relations(
        related=tuple(
            RelatedArticle(articles[each.key], tuple(tags[tag] for tag in each.tags))
            for each in reading.related
        ),
        topics=tuple(
            TopicList(
                names[topic.feature],
                urls.get(topic.feature, ""),
                tuple(articles[key] for key in topic.keys),
            )
            for topic in reading.topics
        ),
        series=_series(article, reading, articles),
        previous=articles.get(reading.previous or ""),
        next=articles.get(reading.next or ""),
    )


def _series(
    article: Article, reading: Reading, articles: Mapping[str, Article]
) -> SeriesList | None:
    parts = tuple(
        SeriesPart(articles[part.key], part.number, articles[part.key] is article)
        for part in reading.parts
    )
    place = next((place for place, part in enumerate(parts) if part.is_current), None)
    if place is None:
        return None
    following = parts[place + 1] if place + 1 < len(parts) else None
    return SeriesList(_text(article.metadata.get("series")), parts, parts[place], following)
