"""The Pelican adapter: tells templates of the feeds, and writes them when all articles are known."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import PelicanTemplateNotFound
from pelican.utils import sanitised_join

from .atom import atom_entry, atom_feed
from .catalog import Catalog, Site, make_catalog
from .entries import Head
from .gathering import Gatherer, changed, has_control, line_of_id, source_of
from .identity import Naming, blog_identity, entry_ids, feed_id
from .json_feed import json_feed, json_item
from .settings import FeedSettings, Format, Grouping, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pelican.contents import Article
    from pelican.generators import ArticlesGenerator
    from pelican.writers import Writer

    from .catalog import Channel, FeedFile
    from .entries import Entry

logger = logging.getLogger(__name__)
_WRITERS: Mapping[Format, tuple[Callable[[Head, Iterable[str]], str], Callable[[Entry], str]]] = {
    Format.ATOM: (atom_feed, atom_entry),
    Format.JSON: (json_feed, json_item),
}


def register() -> None:
    """Connect to the moment when all terms are known, and to that after the articles are written.

    Then their content is rendered already, and a feed takes what the page has.
    """
    signals.initialized.connect(check_settings)
    signals.article_generator_finalized.connect(announce)
    signals.article_writer_finalized.connect(write_feeds)


def check_settings(sender: Any) -> None:  # noqa: ANN401 - the Pelican of this run
    """Stop before anything is read or removed if the settings are wrong."""
    load_settings(sender.settings.get("FEEDS"))


def announce(generator: ArticlesGenerator) -> None:
    """Give templates `feeds`, the catalog of all feeds."""
    settings = load_settings(generator.settings.get("FEEDS"))
    default = generator.settings["DEFAULT_LANG"]
    languages = {article.lang for article in (*generator.articles, *generator.translations)}
    site = Site(
        name=generator.settings["SITENAME"],
        language=default,
        languages=tuple(sorted(languages, key=lambda language: (language != default, language))),
        terms={
            Grouping.CATEGORY: [category for category, _ in generator.categories],
            Grouping.TAG: list(generator.tags),
            Grouping.AUTHOR: [author for author, _ in generator.authors],
        },
    )
    generator.context["feeds"] = make_catalog(site, settings)


def write_feeds(generator: ArticlesGenerator, writer: Writer) -> None:
    """Write every feed of the catalog, and the pages about them."""
    settings = load_settings(generator.settings.get("FEEDS"))
    catalog: Catalog = generator.context["feeds"]
    _write_pages(generator, writer, catalog)
    _Press(generator, settings, Path(writer.output_path)).print(catalog)


class _Press:
    """Writes the feeds of one build; each article is rendered once for each format."""

    def __init__(self, generator: ArticlesGenerator, settings: FeedSettings, output: Path) -> None:
        self.settings = settings
        self.output = output
        self.lists = _lists(generator)
        self.fronts: Mapping[str, Any] = generator.context.get("front_pages") or {}
        site_url = str(generator.settings["SITEURL"]).rstrip("/")
        self.identity = blog_identity(settings.identity, site_url)
        self.gatherer = Gatherer(
            site_url=site_url,
            ids=_ids(generator, self.identity),
            author_pages=frozenset(
                author.slug for author, _ in generator.authors if author.save_as
            ),
        )
        if kept := generator.settings.get("MAP_KEPT"):  # of `keepsakes`
            self.gatherer = replace(self.gatherer, kept=kept.of)
        self.site = generator.settings

    def print(self, catalog: Catalog) -> None:
        """Write every file, one format after the other: texts of one are kept at a time."""
        for format_ in self.settings.formats:
            texts: dict[tuple[str, bool], str] = {}
            for channel in catalog.by_key.values():
                for file in channel.files:
                    if file.format is format_:
                        self._write(file.path, self._feed(channel, file, texts))

    def _front(self, channel: Channel) -> str:
        """Return the address of the language's own front page, where the blog has one."""
        is_of_language = channel.key[0] == "language"
        front = self.fronts.get(channel.key[1]) if is_of_language else None
        return str(front.url) if front else ""

    def _feed(self, channel: Channel, file: FeedFile, texts: dict[tuple[str, bool], str]) -> str:
        key = channel.key if channel.has_ai_sections else channel.key[:-1]
        articles = self.lists.get(key, [])[: self.settings.entries]
        compose, render = _WRITERS[file.format]
        for article in articles:
            name = (source_of(article), channel.has_ai_sections)
            if name not in texts:
                entry = self.gatherer.entry(article, has_ai=channel.has_ai_sections)
                texts[name] = render(entry)
        listed = [texts[source_of(article), channel.has_ai_sections] for article in articles]
        return compose(self._head(channel, file, articles), listed)

    def _head(self, channel: Channel, file: FeedFile, articles: Sequence[Article]) -> Head:
        newest = max((changed(article) for article in articles), default=None)
        languages = {article.lang for article in articles}
        head = Head(
            id=feed_id(self.identity, *channel.key),
            url=self.gatherer.address(file.url),
            home=self.gatherer.address(channel.home or self._front(channel)),
            title=channel.title,
            language=languages.pop() if len(languages) == 1 else channel.language,
            subtitle=str(self.site.get("SITESUBTITLE") or ""),
            author=str(self.site.get("AUTHOR") or self.site["SITENAME"]),
        )
        return replace(head, updated=newest.isoformat()) if newest else head

    def _write(self, name: str, text: str) -> None:
        path = Path(sanitised_join(str(self.output), name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _lists(generator: ArticlesGenerator) -> dict[tuple[str, ...], list[Article]]:
    """Return the articles of each feed, the newest first, by the key of the feed."""
    listed = [*generator.articles, *generator.translations]
    listed.sort(key=lambda article: (-article.date.timestamp(), source_of(article)))
    rank = {source_of(article): number for number, article in enumerate(listed)}

    def newest_first(articles: Sequence[Article]) -> list[Article]:
        return sorted(articles, key=lambda article: rank[source_of(article)])

    lists: dict[tuple[str, ...], list[Article]] = {("all",): newest_first(generator.articles)}
    for article in listed:
        lists.setdefault(("language", article.lang), []).append(article)
    for grouping, terms in (
        (Grouping.CATEGORY, generator.categories),
        (Grouping.TAG, generator.tags.items()),
        (Grouping.AUTHOR, generator.authors),
    ):
        lists |= {(grouping, term.slug): newest_first(articles) for term, articles in terms}
    return lists


def _ids(generator: ArticlesGenerator, identity: str) -> dict[str, str]:
    """Return the id of every article, and name what is wrong with a wish for one."""
    articles = [*generator.articles, *generator.translations]
    ids, problems = entry_ids(
        (Naming(source_of(a), str(a.metadata.get("id", "")).strip()) for a in articles), identity
    )
    folder = Path(generator.settings["PATH"]).name
    by_source = {source_of(article): article for article in articles}
    for source, problem in problems:
        line = line_of_id(by_source[source])
        logger.warning("%s/%s:%s: %s", folder, source, line, problem)
    for source, article in by_source.items():
        if has_control(article):
            logger.warning(
                "%s/%s: has control characters, which no feed can hold; they were left out of the "
                "feeds, delete them from the file",
                folder,
                source,
            )
    return dict(ids)


def _write_pages(generator: ArticlesGenerator, writer: Writer, catalog: Catalog) -> None:
    """Write the page about feeds in each language, unless the theme has none or it is taken."""
    if not catalog.pages:
        return
    try:
        template = generator.get_template("subscribe")
    except PelicanTemplateNotFound:
        logger.warning(
            "the theme has no `subscribe.html`, so there is no page about the feeds; "
            'write the template, or set `FEEDS = {"page": ""}`'
        )
        return
    taken = {
        content.save_as: source
        for source, content in generator.context["generated_content"].items()
        if content is not None
    }
    for page in catalog.pages:
        if page.save_as in taken:
            logger.warning(
                "%s/%s: is written to `%s`, where the page about the feeds would be; change its "
                'slug, or name another place in `FEEDS["page"]`',
                Path(generator.settings["PATH"]).name,
                taken[page.save_as],
                page.save_as,
            )
        else:
            writer.write_file(
                page.save_as,
                template,
                generator.context,
                generator.settings["RELATIVE_URLS"],
                url=page.url,
                page=page,
            )
