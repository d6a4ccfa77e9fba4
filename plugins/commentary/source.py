"""An article as its author wrote it: title, numbered paragraphs, headings, digest.

The rendered body is read, never written back: `parse_source` also notes where in it ids and
sections can be inserted, so that no other byte of the author's HTML changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .html_texts import (
    HEADINGS,
    PROSE,
    WRAPPERS,
    is_code,
    is_footnotes,
    is_skipped,
    own_text_of,
    text_of,
)
from .html_tree import ROOT, Element, Text, read_tree
from .own_headings import is_sources, own_kinds
from .sections import Kind, digest_of
from .texts import language_of, squeeze, tidy, without_control

if TYPE_CHECKING:
    from collections.abc import Iterator


class Role(StrEnum):
    """What kind of block a paragraph was."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    ROW = "row"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered block of the rendered body."""

    number: int
    text: str
    role: Role
    heading: str
    """The heading it stands under, empty before the first."""
    anchor: str
    """Id of its element: the author's own, else `p` and the number; empty if it can have none."""
    insert_at: int | None = None
    """Offset in the rendered body where the id goes; None when the element has one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A paragraph that is only `[[outlook]]` or `[[conclusion]]`, in no list, quote or table."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """What the author wrote, and where something may be inserted into it."""

    title: str
    date: str
    """ISO day of the article."""
    language: str
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[str, ...]
    digest: str
    own_kinds: frozenset[Kind] = frozenset()
    """Kinds that the author wrote in the body."""
    marks: tuple[Mark, ...] = ()
    end: int = 0
    """Offset in the rendered body before the sources and footnotes that end it, else its length."""
    ids: frozenset[str] = frozenset()
    """Ids that the body has already."""

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def paragraph(self, number: int) -> Paragraph | None:
        """Return the paragraph of that number, or None."""
        return self.paragraphs[number - 1] if 0 < number <= len(self.paragraphs) else None


_ROLES = {
    "li": Role.ITEM, "dt": Role.ITEM, "dd": Role.ITEM, "blockquote": Role.QUOTE,
    "tr": Role.ROW, "figcaption": Role.CAPTION, "caption": Role.CAPTION,
}  # fmt: skip
_MARK = re.compile(r"(?i:<p)(?:\s[^<>]*)?>\s*\[\[(outlook|conclusion)\]\]\s*(?:(?i:</p)\s*>|\Z)")
_MARK_TEXT = re.compile(r"\s*\[\[(outlook|conclusion)\]\]\s*")
_AFTER_NAME = frozenset(" \t\r\n\f/>")
_UNSEEN = frozenset({"script", "style", "template", "noscript"})


def parse_source(
    html: str, *, title: str, date: str = "", language: str = "", subjects: tuple[str, ...] = ()
) -> Source:
    """Read the rendered body of an article.

    Args:
        html: the body as Markdown, reStructuredText or an HTML file gave it.
        title: plain text.
        date: ISO day.
        language: code of the article's language; found from the text when empty.
        subjects: outlook subjects the author named; part of what the digest stands for.
    """
    root = read_tree(html)
    reader = _Reader(html, frozenset(_ids(root)))
    reader.read(root)
    title = tidy(without_control(title))
    texts = [title, *subjects, own_text_of(root), *reader.texts]
    return Source(
        title=title,
        date=date,
        language=_code(language) or language_of(title + reader.all_text),
        paragraphs=tuple(reader.paragraphs),
        headings=tuple(reader.headings),
        digest=digest_of("\n".join(squeeze(text) for text in texts)),
        own_kinds=frozenset(own_kinds(tuple(reader.headings))),
        marks=tuple(reader.marks),
        end=_end(root, reader),
        ids=reader.ids,
    )


class _Reader:
    """Walks the body once, in reading order."""

    def __init__(self, html: str, ids: frozenset[str]) -> None:
        self.html = html
        self.ids = ids
        self.paragraphs: list[Paragraph] = []
        self.headings: list[str] = []
        self.marks: list[Mark] = []
        self.texts: list[str] = []

    @property
    def all_text(self) -> str:
        return "".join(paragraph.text for paragraph in self.paragraphs)

    def read(self, root: Element) -> None:
        """Read all blocks, without recursion: a page may nest deeper than Python may call."""
        waiting = root.children[::-1]
        while waiting:
            tag = waiting.pop()
            if not is_skipped(tag) and self._reads_on_in(tag):
                waiting += tag.children[::-1]

    def _reads_on_in(self, tag: Element) -> bool:
        """Take what the element itself says; tell whether there may be blocks inside it."""
        if tag.name in HEADINGS:
            self.headings.append(text_of(tag))
            self.texts.append(self.headings[-1])
        elif is_code(tag):
            self.texts.append(tag.text)
        elif tag.name == "tr":
            cells = [child for child in tag.children if child.name in {"th", "td"}]
            self._number(tag, " | ".join(text_of(cell) for cell in cells))
        elif tag.name in PROSE:
            if self._is_mark(tag):
                return False
            self._number(tag, own_text_of(tag))
            return True
        else:
            return True
        return False

    def _is_mark(self, tag: Element) -> bool:
        start = self.offset(tag)
        if tag.name != "p" or start is None or not _MARK_TEXT.fullmatch(tag.text):
            return False
        match = _MARK.match(self.html, start)
        if match is None or any(parent.name not in _TOP for parent in tag.parents):
            return False
        self.marks.append(Mark(Kind(match[1]), start, match.end()))
        return True

    def _number(self, tag: Element, text: str) -> None:
        text = text.strip()
        if not text.strip(" |"):
            return
        number = len(self.paragraphs) + 1
        anchor, insert_at = self._anchor(tag, number)
        heading = self.headings[-1] if self.headings else ""
        self.paragraphs.append(Paragraph(number, text, _role(tag), heading, anchor, insert_at))
        self.texts.append(text)

    def _anchor(self, tag: Element, number: int) -> tuple[str, int | None]:
        own = tag.attributes.get("id")
        if own:
            return own, None
        offset = self.offset(tag)
        if offset is None:
            return "", None
        anchor = f"p{number}"
        while anchor in self.ids:
            anchor += "-"
        return anchor, offset + 1 + len(tag.name)

    def offset(self, tag: Element) -> int | None:
        """Return where a start tag stands in the body, None when that cannot be told."""
        offset = tag.start
        if offset is None:
            return None
        end = offset + 1 + len(tag.name)
        is_there = self.html[offset:end].lower() == f"<{tag.name}"
        return offset if is_there and self.html[end : end + 1] in _AFTER_NAME else None


_TOP = WRAPPERS | {ROOT}
"""A mark stands in these only: a section in a list item or a quote would belong to it."""
_MAY_END_WITH_NOTES = WRAPPERS | {"p"}
"""The parser leaves a paragraph without `</p>` open."""
_IN_SOURCES = frozenset({"ul", "ol", "dl", "p"})


def _ids(root: Element) -> Iterator[str]:
    for item in root.descendants:
        if isinstance(item, Element) and "id" in item.attributes:
            yield item.attributes["id"]


def _code(language: str) -> str:
    """Return `ja` for `ja_JP` and `JA`."""
    return re.split("[-_]", language.strip().lower())[0]


def _role(tag: Element) -> Role:
    if any(parent.name == "blockquote" for parent in tag.parents):
        return Role.QUOTE
    parent = tag.parent.name if tag.parent else ""
    return _ROLES.get(tag.name) or _ROLES.get(parent, Role.PARAGRAPH)


def _end(root: Element, reader: _Reader) -> int:
    """Find where sections go: before sources and footnotes that end the body, in a wrapper too."""
    parent: Element | None = root
    while parent:
        offset, parent = _trailing_footnotes(parent, reader)
        if offset is not None:
            return offset
    return len(reader.html)


def _trailing_footnotes(parent: Element, reader: _Reader) -> tuple[int | None, Element | None]:
    """Return where the footnotes begin that end an element, and a wrapper that ends it instead."""
    offset: int | None = None
    for child in reversed(parent.contents):
        if _is_unseen(child):
            continue
        if not isinstance(child, Element) or not is_footnotes(child):
            sources = _start_of_sources(child, reader)
            if sources is not None or offset is not None or not isinstance(child, Element):
                return (offset if sources is None else sources), None
            return None, child if child.name in _MAY_END_WITH_NOTES else None
        offset = reader.offset(child)
    return offset, None


def _start_of_sources(last: Element | Text, reader: _Reader) -> int | None:
    """Return where a heading of sources begins, if nothing but it and its lists ends an element."""
    if not isinstance(last, Element):
        return None
    has_list = False
    for element in (last, *last.elements_before()):
        if element.name in _IN_SOURCES:
            has_list = has_list or element.name != "p"
            continue
        is_heading = element.name in HEADINGS and has_list and is_sources(text_of(element))
        return reader.offset(_outermost(element)) if is_heading else None
    return None


def _outermost(heading: Element) -> Element:
    """Return the wrapper that a heading begins, else the heading."""
    parent = heading.parent
    is_first = parent and parent.name in WRAPPERS and parent.children[0] is heading
    return parent if parent and is_first else heading


def _is_unseen(element: Element | Text) -> bool:
    if isinstance(element, Element):
        return element.name in _UNSEEN
    return not element.is_shown or not element.strip()
