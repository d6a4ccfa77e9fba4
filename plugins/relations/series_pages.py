"""Each series of two parts or more has a page: its parts in order, at an address of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pelican.generators import PelicanTemplateNotFound
from pelican.utils import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pelican.contents import Article
    from pelican.generators import ArticlesGenerator
    from pelican.writers import Writer

DEFAULT_SAVE_AS = "series/{slug}/index.html"
_TEMPLATE = "series"

Key = tuple[str, str]
"""Language, and the name as `series_name` gives it."""


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """Where the page of a series is written, and what it is called."""

    name: str
    language: str
    save_as: str

    @property
    def url(self) -> str:
        """Address below the site's."""
        return quote(self.save_as.removesuffix("index.html"))


def plan_pages(
    generator: ArticlesGenerator, names: Mapping[Key, str]
) -> tuple[Mapping[Key, SeriesPage], list[str]]:
    """Give each series an address, and say which two would share one.

    Args:
        generator: its settings name the address, its theme may have no such page.
        names: of all series, as their first parts write them.
    """
    pattern = str(generator.settings.get("SERIES_SAVE_AS", DEFAULT_SAVE_AS) or "")
    if not names or not pattern or not _has_template(generator):
        return {}, []
    pages: dict[Key, SeriesPage] = {}
    taken: dict[str, str] = {}
    problems: list[str] = []
    for key, name in sorted(names.items()):
        save_as = _save_as(pattern, key[0], name, generator.settings)
        if not save_as:
            problems.append(f"the series `{name}` has no letter or digit for an address; rename it")
        elif save_as in taken:
            problems.append(
                f"the series `{name}` and `{taken[save_as]}` would both be written to `{save_as}`, "
                "so the first has no page; change one of the names"
            )
        else:
            taken[save_as] = name
            pages[key] = SeriesPage(name, key[0], save_as)
    return pages, problems


def write_pages(
    generator: ArticlesGenerator,
    writer: Writer,
    pages: Sequence[tuple[SeriesPage, Sequence[Article]]],
) -> Iterator[str]:
    """Write the pages; yield why one is not written."""
    taken = {
        content.save_as: str(source)
        for source, content in generator.context["generated_content"].items()
        if content is not None
    }
    for page, articles in pages:
        if page.save_as in taken:
            folder = Path(str(generator.settings["PATH"])).resolve().name
            yield (
                f"{folder}/{taken[page.save_as]}: is written to `{page.save_as}`, where the series "
                f"`{page.name}` stands; change its `Slug:`, or `SERIES_SAVE_AS` in the settings"
            )
            continue
        writer.write_file(
            page.save_as,
            generator.get_template(_TEMPLATE),
            generator.context,
            relative_urls=generator.settings["RELATIVE_URLS"],
            page_language=page.language,
            series_page=page,
            series_articles=articles,
        )


def _has_template(generator: ArticlesGenerator) -> bool:
    try:
        generator.get_template(_TEMPLATE)
    except PelicanTemplateNotFound:
        return False
    return True


def _save_as(pattern: str, language: str, name: str, settings: Mapping[str, Any]) -> str:
    slug = slugify(
        name,
        regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"],
        use_unicode=bool(settings["SLUGIFY_USE_UNICODE"]),
    )
    path = pattern.format(slug=slug, lang=language)
    is_default = language == settings["DEFAULT_LANG"] or "{lang}" in pattern
    return "" if not slug else path if is_default else f"{language}/{path}"
