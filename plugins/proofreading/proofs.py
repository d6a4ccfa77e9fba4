"""Reads sources one by one and all together, and says in order what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from guard.findings import Finding, in_order
from guard.frontmatter import read_front_matter

from .formulas import formula_remarks, without_formulas
from .manuscripts import read_manuscript
from .markup import markup_remarks
from .remarks import Remark, Rule
from .structure import structure_remarks
from .wording import wording_remarks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from guard.frontmatter import FrontMatter

    from .formulas import Reader
    from .remarks import Language


@dataclass(frozen=True, slots=True)
class Manners:
    """What the rules must know of the blog."""

    language: Language
    """Of the messages."""
    default_lang: str
    """Of an article that does not say its own."""
    unsized: Collection[str] = frozenset()
    """Names of the picture files that a page shows without width and height."""
    is_card: Callable[[str], bool] = lambda _: False
    """Tells whether an address alone in a paragraph becomes a card with a link."""
    formulas: Reader | None = None
    """Knows what is a formula; None where the blog has none."""


def proofread(sources: Iterable[tuple[str, str]], manners: Manners) -> tuple[Finding, ...]:
    r"""Return what is to be said of Markdown sources.

    Args:
        sources: paths as they are to be shown, and texts, with `\n` at the end of lines.
        manners: what the rules must know of the blog.
    """
    remarks: list[tuple[str, Remark]] = []
    titles: dict[tuple[str, str], str] = {}
    for path, text in sorted(sources):
        metadata = read_front_matter(text)
        remarks += ((path, remark) for remark in _source_remarks(text, metadata, manners))
        remarks += ((path, remark) for remark in _twice(path, metadata, titles, manners))
    return in_order(
        Finding(path, remark.line, remark.message(manners.language), blocking=remark.is_blocking)
        for path, remark in remarks
    )


def _source_remarks(text: str, metadata: FrontMatter, manners: Manners) -> Iterator[Remark]:
    # an empty line or `---` ends the metadata; anything else is text already
    ended_by = text.split("\n")[metadata.end - 1 : metadata.end]
    is_text = bool(ended_by and ended_by[0].strip() and not ended_by[0].startswith(("---", "...")))
    skipped = metadata.end - is_text
    manuscript = read_manuscript("\n".join(text.split("\n")[skipped:]), skipped + 1)
    remarks: list[Remark] = []
    if manners.formulas:
        asked = metadata.get("math")
        answer = asked.value if asked else ""
        remarks += formula_remarks(manuscript, manners.formulas, answer)
        manuscript = without_formulas(manuscript, manners.formulas, answer)
    return chain(
        _slug(metadata),
        _headline_image(metadata),
        remarks,
        manuscript.remarks,
        structure_remarks(manuscript),
        wording_remarks(manuscript, manners.is_card),
        markup_remarks(manuscript, manners.unsized, manners.is_card),
    )


def _slug(metadata: FrontMatter) -> Iterator[Remark]:
    slug, title = metadata.get("slug"), metadata.get("title")
    if slug is None:
        yield Remark(title.line if title else 1, Rule.SLUG_MISSING)
    elif not slug.value.isascii():
        yield Remark(slug.line, Rule.SLUG_NOT_ASCII, slug.value)


def _headline_image(metadata: FrontMatter) -> Iterator[Remark]:
    image, alt = metadata.get("image"), metadata.get("image_alt")
    if image and image.value and not (alt and alt.value):
        yield Remark(image.line, Rule.IMAGE_ALT, image.value)


def _twice(
    path: str, metadata: FrontMatter, titles: dict[tuple[str, str], str], manners: Manners
) -> Iterator[Remark]:
    title, lang = metadata.get("title"), metadata.get("lang")
    if title is None:
        return
    key = (" ".join(title.value.split()).casefold(), lang.value if lang else manners.default_lang)
    place = f"{path}:{title.line}"
    if key in titles:
        yield Remark(title.line, Rule.TITLE_TWICE, titles[key])
    titles.setdefault(key, place)
