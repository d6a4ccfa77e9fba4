"""The Pelican adapter: hooks into Markdown, each article's dates and titles, and the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, PagesGenerator

from .dates import with_names
from .phrases import phrased, phrased_headings
from .reading_time import reading_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import Generator

_SOFT_BREAKS = f"{__package__}.soft_breaks:SoftBreaks"
_BACKLINKS = f"{__package__}.backlinks:Backlinks"
_LISTS = {
    ArticlesGenerator: "articles translations hidden_articles hidden_translations drafts "
    "drafts_translations",
    PagesGenerator: "pages translations hidden_pages hidden_translations draft_pages "
    "draft_translations",
}


def register() -> None:
    """Connect the receivers, in the order of a build."""
    signals.initialized.connect(extend_markdown)
    signals.generator_init.connect(add_filter)
    signals.content_object_init.connect(name_dates)
    # after whatever joins something to the articles
    signals.all_generators_finalized.connect(measure)


def extend_markdown(sender: Pelican) -> None:
    """Add the Markdown extensions; a copy, because Pelican's default is shared by all sites."""
    settings: dict[str, Any] = sender.settings
    markdown = dict(settings["MARKDOWN"])
    configs = {
        **markdown.pop("extension_configs", {}),
        _SOFT_BREAKS: {},
        _BACKLINKS: {"language": settings["DEFAULT_LANG"]},
    }
    settings["MARKDOWN"] = {**markdown, "extension_configs": configs}


def add_filter(generator: Generator) -> None:
    """Give one generator's templates the filter for headings inside a content."""
    generator.env.filters["phrased_headings"] = phrased_headings


def name_dates(content: Content) -> None:
    """Write the dates anew, with names of months that no locale decides."""
    settings: dict[str, Any] = content.settings
    if isinstance(settings["DATE_FORMATS"].get(content.lang), tuple):  # the author named a locale
        return
    for key in ("date", "modified"):
        date = getattr(content, key, None)
        if date is not None:
            date_format = with_names(content.date_format, date, content.lang)
            setattr(content, f"locale_{key}", date.strftime(date_format))


def measure(generators: Iterable[Any]) -> None:
    """Set `phrased_title` on what is Japanese, and `reading_minutes` on every article.

    The body is read where Pelican keeps it: its `content` would be remembered from then on.
    """
    for content in _contents(generators):
        if content.lang.startswith("ja"):
            content.phrased_title = phrased(str(content.title))
        if isinstance(content, Article):
            minutes = reading_minutes(content._content or "")  # noqa: SLF001 - see above
            setattr(content, "reading_minutes", minutes)  # noqa: B010 - Pelican's class lacks it


def _contents(generators: Iterable[Any]) -> Iterator[Any]:
    for generator in generators:
        for kind, names in _LISTS.items():
            if isinstance(generator, kind):
                for name in names.split():
                    yield from getattr(generator, name)
