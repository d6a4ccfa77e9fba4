"""Which feeds a site has, how they are called and where they lie; templates see it as `feeds`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from . import atom, json_feed
from .settings import Format, Grouping
from .wording import language_name, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .settings import FeedSettings

_MIMES = {Format.ATOM: atom.MIME, Format.JSON: json_feed.MIME}
_ENDINGS = {Format.ATOM: ".atom.xml", Format.JSON: ".json"}
_WITHOUT_AI = "-without-ai"


class Term(Protocol):
    """A tag, category or author, as Pelican has it."""

    name: str
    slug: str

    @property
    def url(self) -> str:
        """Address of its page, below the site's."""


@dataclass(frozen=True, slots=True)
class FeedFile:
    """One feed in one format."""

    format: Format
    path: str
    """Below the output folder."""

    @property
    def url(self) -> str:
        """Address below the site's."""
        return quote(self.path)

    @property
    def mime(self) -> str:
        """Media type, for links."""
        return _MIMES[self.format]

    @property
    def label(self) -> str:
        """Name of the format."""
        return "Atom" if self.format is Format.ATOM else "JSON Feed"


@dataclass(frozen=True, slots=True)
class Channel:
    """One list of articles, in every format."""

    key: tuple[str, ...]
    """What the id is made of: `all`, `language/ja`, `tag/…`."""
    title: str
    """What the feed calls itself."""
    language: str
    home: str
    """Address of the page with the same articles, below the site's."""
    files: tuple[FeedFile, ...]
    has_ai_sections: bool = True
    term: str = ""
    """Name of the tag, category or author that it is about."""

    def name_for(self, reader: str) -> str:
        """Return what the page about feeds calls it, in the reader's language."""
        words = wording(reader)
        name = self.term or words.all_articles
        if self.key[0] == "language":
            name = words.in_language.format(language_name(self.language, reader))
        return name if self.has_ai_sections else words.without_ai.format(name)

    def name_language(self, reader: str) -> str:
        """Return the language of that name: a term keeps its own."""
        return self.language if self.term else reader


@dataclass(frozen=True, slots=True)
class SubscribePage:
    """The page about feeds in one language, in the shape in which templates know pages."""

    lang: str
    title: str
    summary: str
    url: str
    save_as: str
    translations: tuple[SubscribePage, ...] = ()
    status: str = "published"


@dataclass(frozen=True, slots=True)
class Catalog:
    """All feeds of a site."""

    general: tuple[Channel, ...]
    """Of the whole site and of each language, with and without AI-written sections."""
    groups: tuple[tuple[Grouping, tuple[Channel, ...]], ...]
    """Of each category, tag and author, by kind."""
    pages: tuple[SubscribePage, ...]
    """The pages about feeds, that of the default language first."""
    by_key: Mapping[tuple[str, ...], Channel]
    """Every feed, in the order of the page about them."""

    def of_language(self, language: str) -> Channel:
        """Return the feed for readers of a language: the whole site's if it has only one."""
        return self.by_key.get(("language", language), self.general[0])

    def of_term(self, term: Term | None) -> Channel | None:
        """Return the feed of a tag, category or author, if it has one."""
        return self.by_key.get((type(term).__name__.lower(), term.slug)) if term else None

    def page(self, language: str) -> SubscribePage | None:
        """Return the page about feeds in a language, or else in the default one."""
        same = (page for page in self.pages if page.lang == language)
        return next(same, self.pages[0] if self.pages else None)


@dataclass(frozen=True, slots=True)
class Site:
    """What the catalog has to know of a site."""

    name: str
    language: str
    languages: tuple[str, ...]
    """Of all its articles."""
    terms: Mapping[Grouping, Iterable[Term]]


def make_catalog(site: Site, settings: FeedSettings) -> Catalog:
    """List the feeds of a site in the order in which the page about them shows them."""
    general = tuple(_general(site, settings))
    groups = [(grouping, tuple(_terms(grouping, site, settings))) for grouping in settings.groups]
    listed = (*general, *(channel for _, channels in groups for channel in channels))
    return Catalog(
        general=general,
        groups=tuple((grouping, channels) for grouping, channels in groups if channels),
        pages=_pages(site, settings.page) if settings.page else (),
        by_key={channel.key: channel for channel in listed},
    )


def _general(site: Site, settings: FeedSettings) -> Iterable[Channel]:
    languages = site.languages if len(site.languages) > 1 else ()
    everything: tuple[tuple[str, ...], str, str, str] = (("all",), "all", site.name, site.language)
    lists = [everything]
    for language in languages:
        title = f"{site.name} ({language_name(language, language)})"
        lists.append((("language", language), language, title, language))
    for key, stem, title, language in lists:
        yield Channel(key, title, language, "", _files(stem, settings))
    for key, stem, title, language in lists:
        yield Channel(
            (*key, "without-ai"),
            wording(language).without_ai.format(title),
            language,
            "",
            _files(stem + _WITHOUT_AI, settings),
            has_ai_sections=False,
        )


def _terms(grouping: Grouping, site: Site, settings: FeedSettings) -> Iterable[Channel]:
    for term in sorted(site.terms.get(grouping, ()), key=lambda term: (term.slug, term.name)):
        if term.slug:  # else its file would have no name
            yield Channel(
                key=(grouping, term.slug),
                term=term.name,
                title=f"{term.name} | {site.name}",
                language=site.language,
                home=term.url,
                files=_files(f"{grouping}/{term.slug}", settings),
            )


def _files(stem: str, settings: FeedSettings) -> tuple[FeedFile, ...]:
    return tuple(
        FeedFile(format_, f"{settings.folder}/{stem}{_ENDINGS[format_]}")
        for format_ in settings.formats
    )


def _pages(site: Site, folder: str) -> tuple[SubscribePage, ...]:
    """Make the page of each language that the theme has words in, and link them to each other."""
    spoken = [language for language in site.languages if language.split("-")[0] in ("ja", "en")]
    languages = dict.fromkeys((site.language, *spoken))
    pages = [_page(language, folder, is_first=language == site.language) for language in languages]
    return tuple(
        SubscribePage(
            page.lang,
            page.title,
            page.summary,
            page.url,
            page.save_as,
            tuple(other for other in pages if other is not page),
        )
        for page in pages
    )


def _page(language: str, folder: str, *, is_first: bool) -> SubscribePage:
    words = wording(language)
    url = f"{folder}/" if is_first else f"{language}/{folder}/"
    return SubscribePage(language, words.page_title, words.page_summary, url, f"{url}index.html")
