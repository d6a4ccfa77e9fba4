"""The Pelican adapter: a generator that writes the index and a search page in each language."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import Generator, PelicanTemplateNotFound

from .files import files_of, in_parts
from .folders import write_files
from .reading import Unread, read_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pelican import Pelican
    from pelican.contents import Content
    from pelican.urlwrappers import Tag
    from pelican.writers import Writer

logger = logging.getLogger(__name__)

DEFAULT_SAVE_AS = "search/index.html"
_TEMPLATE = "search"
_MOST_TAGS = 12


def register() -> None:
    """Connect the receiver; Pelican makes the generator after those of articles and pages."""
    signals.get_generators.connect(get_generators)


def get_generators(_: Pelican) -> type[Generator]:
    """Name the generator."""
    return SearchGenerator


class SearchGenerator(Generator):
    """Makes the published articles and pages searchable; drafts and hidden ones are not read."""

    def generate_context(self) -> None:
        """Tell every template where to search, by language: `search_urls`."""
        save_as = str(self.settings.get("SEARCH_SAVE_AS", DEFAULT_SAVE_AS) or "")
        default = str(self.settings["DEFAULT_LANG"])
        languages = {default, *(content.lang for content in self._contents())}
        pages = {
            language: save_as if language == default else f"{language}/{save_as}"
            for language in sorted(languages if save_as else ())
        }
        problem = self._problem(pages)
        if problem:
            logger.error("search_index: %s", problem)
        self._pages = {} if problem else pages
        self._folder = save_as.removesuffix(".html").removesuffix("/index")
        self.context["search_urls"] = {
            language: name.removesuffix("index.html") for language, name in self._pages.items()
        }

    def generate_output(self, writer: Writer) -> None:
        """Write the pages, and in the folder of the first the index."""
        if not self._pages:
            return
        for language, name in self._pages.items():
            writer.write_file(
                name,
                self.get_template(_TEMPLATE),  # type: ignore[no-untyped-call]  # of Pelican
                self.context,
                relative_urls=self.settings["RELATIVE_URLS"],
                page_language=language,
                search_folder=self._folder,
                search_tags=_frequent(self.context["tags"]),
            )
        texts = [_unread(content) for content in sorted(self._contents(), key=_order)]
        read = _map_of(self.settings)(read_html, in_parts(texts))
        write_files(Path(self.output_path) / self._folder, files_of(read))

    def _problem(self, pages: Mapping[str, str]) -> str:
        """Return why the pages cannot be written; nothing if they can."""
        for content in self._contents():
            if content.save_as in pages.values():
                return (
                    f"{content.get_relative_source_path()}: is written to `{content.save_as}`, "
                    "where the search page stands, so the site has no search; change its `Slug:`, "
                    "or `SEARCH_SAVE_AS` in the settings"
                )
        try:
            self.get_template(_TEMPLATE)  # type: ignore[no-untyped-call]  # of Pelican
        except PelicanTemplateNotFound:
            return (
                f"the theme has no `{_TEMPLATE}.html`, so the site has no search; write it, or "
                "take `search_index` out of `PLUGINS`"
            )
        return ""

    def _contents(self) -> list[Content]:
        originals = [*self.context["articles"], *self.context["pages"]]
        return [version for content in originals for version in (content, *content.translations)]


def _frequent(tags: Iterable[tuple[Tag, list[Content]]]) -> list[tuple[Tag, int]]:
    """Return the tags of the most articles, with their numbers."""
    counted = [(tag, len(articles)) for tag, articles in tags]
    return sorted(counted, key=lambda item: (-item[1], item[0].name))[:_MOST_TAGS]


def _order(content: Content) -> tuple[str, str]:
    """Sort pages first, then articles, the oldest first."""
    date = content.date.isoformat() if hasattr(content, "date") else ""
    return date, content.save_as


def _map_of(settings: Mapping[str, Any]) -> Callable[..., Iterable[Any]]:
    """Return a map: `keepsakes` has what a build made before, `swift` works on every core."""
    found: Callable[..., Iterable[Any]] = (
        settings.get("MAP_KEPT") or settings.get("MAP_ON_CORES") or map
    )
    return found


def _unread(content: Content) -> Unread:
    return Unread(
        title=str(content.metadata["title"]),
        url=str(content.url),
        date=str(getattr(content, "locale_date", "")),
        language=str(content.lang),
        summary=str(content.metadata.get("summary", "")),
        keywords=tuple(str(term) for term in _keywords(content)),
        body=str(content._content),  # noqa: SLF001 - not for a page: links stay as they are
    )


def _keywords(content: Content) -> Iterator[object]:
    yield from getattr(content, "tags", ())
    if hasattr(content, "category"):
        yield content.category
    series = content.metadata.get("series")
    if series:
        yield series[0] if isinstance(series, list) else series
