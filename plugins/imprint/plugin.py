"""The Pelican adapter: gives every article its `imprint`, and the site its list of corrections."""

from __future__ import annotations

import datetime as dt
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from blinker import signal
from markupsafe import Markup
from pelican import signals

from .advice import Text, correction_findings, modified_findings, source_findings
from .authors import Profile, load_profiles
from .corrections import KINDS, Correction, corrections_html, in_order, read_corrections
from .findings import Finding
from .reports import report_url, template_problem
from .sources import SourceItem, mark_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pelican.contents import Article
    from pelican.generators import ArticlesGenerator

IMPRINT_FINISHED = "imprint-finished"
"""Name of the signal that is sent once a pass over the articles, with its `findings`."""

logger = logging.getLogger(__name__)

_LISTED = ("articles", "translations")
_UNLISTED = ("drafts", "drafts_translations", "hidden_articles", "hidden_translations")


@dataclass(frozen=True, slots=True)
class AuthorCard:
    """An author as a theme shows one."""

    name: str
    page: str
    """Address of the list of the author's articles; empty where Pelican writes none."""
    profile: Profile


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a theme can say of an article's making."""

    corrections: tuple[Correction, ...]
    sources: tuple[SourceItem, ...]
    authors: tuple[AuthorCard, ...]
    """Those that the settings have a profile of."""
    report_url: str
    """Where to report an error in this article; empty without such an address."""


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One line of the site's list of corrections."""

    article: Article
    correction: Correction
    locale_date: str


@dataclass(slots=True)
class _Pass:
    """One pass over the articles."""

    settings: Mapping[str, Any]
    folder: str
    """Name of the content folder."""
    cards: dict[str, AuthorCard]
    today: dt.date
    findings: list[Finding]


def register() -> None:
    """Connect to the signal at which `commentary` joins its sections.

    In `PLUGINS` this stands after it: corrections come last in the text, and are no paragraphs
    that a section could rest on.
    """
    signals.article_generator_finalized.connect(add_imprints)


def add_imprints(generator: ArticlesGenerator) -> None:
    """Give every article its imprint; whatever happens, the articles are published."""
    try:
        findings = _add_imprints(generator)
    except Exception as error:
        logger.debug("imprint failed", exc_info=True)
        bug = f"{type(error).__name__}: {error}; this is a bug in the plugin `imprint`, report it"
        findings = (Finding("", 0, f"sources and corrections are not whole because of {bug}"),)
    signal(IMPRINT_FINISHED).send(generator, findings=findings)
    if mistakes := [str(finding) for finding in findings if not finding.is_advice]:
        # once, last and outside any `except`: with --fatal=errors this raises
        logger.error("imprint: %s", "\n".join(mistakes))


def _add_imprints(generator: ArticlesGenerator) -> tuple[Finding, ...]:
    settings = generator.settings
    run = _Pass(settings, Path(str(settings["PATH"])).resolve().name, {}, _today(settings), [])
    run.cards = _author_cards(generator, run.findings)
    if problem := template_problem(settings.get("ERROR_REPORT_URL", "")):
        run.findings.append(Finding("", 0, problem))
    rows: list[CorrectionRow] = []
    for article in _contents(generator, _LISTED):
        imprint = _add_imprint(article, run, is_listed=True)
        rows += (CorrectionRow(article, c, _shown(article, c.date)) for c in imprint.corrections)
    for article in _contents(generator, _UNLISTED):
        _add_imprint(article, run, is_listed=False)
    generator.context["corrections"] = _newest_first(rows)
    generator.context["author_cards"] = run.cards
    return tuple(sorted(set(run.findings)))


def _contents(generator: ArticlesGenerator, names: Iterable[str]) -> list[Article]:
    return [article for name in names for article in getattr(generator, name)]


def _today(settings: Mapping[str, Any]) -> dt.date:
    """Give the day of the build where the blog is at home."""
    zone = ZoneInfo(settings["TIMEZONE"])
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if fixed.isdecimal():
        return dt.datetime.fromtimestamp(int(fixed), zone).date()
    return dt.datetime.now(zone).date()  # noqa: TID251 - the clock of this plugin


def _author_cards(generator: ArticlesGenerator, findings: list[Finding]) -> dict[str, AuthorCard]:
    settings = generator.settings
    profiles, problems = load_profiles(settings.get("AUTHOR_PROFILES", {}))
    folder = Path(str(settings["PATH"]))
    for name, profile in profiles.items():
        if profile.image and not (folder / profile.image).is_file():
            place = f'`AUTHOR_PROFILES["{name}"]`'
            problems.append(
                f"{place}: there is no `{folder.name}/{profile.image}`; add the picture"
            )
    findings += (Finding("", 0, problem) for problem in problems)
    pages = {author.name: author.url for author, _ in generator.authors}
    if not settings["AUTHOR_SAVE_AS"]:
        pages = {}
    return {
        name: AuthorCard(name, pages.get(name, ""), profile) for name, profile in profiles.items()
    }


def _add_imprint(article: Article, run: _Pass, *, is_listed: bool) -> Imprint:
    # Pelican dates a draft without `Date:` at the end of time
    published = article.date.date() if "date" in article.metadata else dt.date.min
    corrections = in_order(
        each for kind in KINDS for each in read_corrections(kind, article.metadata.get(kind))
    )
    sources = mark_sources(article._content)  # noqa: SLF001 - `.content` would be remembered
    if sources:
        article._content = sources.html  # noqa: SLF001 - as all of Pelican's plugins do
    if corrections:
        _append(article, corrections)
    text = Text(
        f"{run.folder}/{article.relative_source_path}", article.lang, lambda: _text_of(article)
    )
    modified = article.modified.date() if hasattr(article, "modified") else None
    run.findings += modified_findings(text, published, modified)
    run.findings += correction_findings(text, corrections, published, run.today)
    if is_listed:
        run.findings += source_findings(text, sources.items if sources else None)
    _set_modified(article, corrections)
    imprint = Imprint(
        corrections=corrections,
        sources=sources.items if sources else (),
        authors=_cards_of(article, run.cards),
        report_url=_report_url(article, run.settings),
    )
    vars(article)["imprint"] = imprint
    return imprint


def _append(article: Article, corrections: Iterable[Correction]) -> None:
    block = corrections_html(corrections, article.lang, format_day=lambda day: _shown(article, day))
    article._content = f"{article._content}\n{block}"  # noqa: SLF001 - as above


def _set_modified(article: Article, corrections: Iterable[Correction]) -> None:
    """Make the last change the newest of `Modified:` and the corrections; none before the article."""
    moments = [_midnight(article, each.date) for each in corrections if each.date]
    if hasattr(article, "modified"):
        moments.append(article.modified)
        del article.modified, article.locale_modified
    moments = [moment for moment in moments if moment.date() >= article.date.date()]
    if moments:
        article.modified = max(*moments, article.date)
        article.locale_modified = article.modified.strftime(article.date_format)


def _midnight(article: Article, day: dt.date) -> dt.datetime:
    """Give a day in Pelican's own kind of date, which knows more formats."""
    moment: dt.datetime = article.date.replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0
    )
    return moment


def _shown(article: Article, day: dt.date | None) -> str:
    return _midnight(article, day).strftime(article.date_format) if day else ""


def _cards_of(article: Article, cards: Mapping[str, AuthorCard]) -> tuple[AuthorCard, ...]:
    names = [author.name for author in getattr(article, "authors", ())]
    return tuple(cards[name] for name in names if name in cards)


def _report_url(article: Article, settings: Mapping[str, Any]) -> str:
    template = settings.get("ERROR_REPORT_URL", "")
    return report_url(
        "" if template_problem(template) else template,
        settings.get("REPOSITORY_URL", ""),
        title=Markup(vars(article)["title"]).striptags(),  # noqa: S704 - tags and entities come off
        address=f"{settings['SITEURL']}/{article.url}",
    )


def _newest_first(rows: Iterable[CorrectionRow]) -> list[CorrectionRow]:
    ordered = sorted(rows, key=lambda row: str(row.article.relative_source_path))
    dated = [row for row in ordered if row.correction.date]
    dated.sort(key=lambda row: row.correction.date or dt.date.min, reverse=True)
    return [*dated, *(row for row in ordered if not row.correction.date)]


def _text_of(article: Article) -> str:
    """Read the author's file again, for the lines of what is to be mended."""
    path = Path(str(article.source_path))
    return path.read_text(encoding="utf-8-sig", errors="replace")
