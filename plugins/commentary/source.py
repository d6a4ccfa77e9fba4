"""An article as its author wrote it: title, numbered paragraphs, headings, digest.

The rendered body is read, never written back: `parse_source` also notes where in it ids and
sections can be inserted, so that no other byte of the author's HTML changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import (
    CData,
    Comment,
    Declaration,
    Doctype,
    NavigableString,
    ProcessingInstruction,
    Tag,
)

from .sections import Kind, digest_of
from .texts import language_of, tidy

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
    """A paragraph that is only `[[outlook]]` or `[[conclusion]]`."""

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
    """Offset in the rendered body before a trailing list of footnotes, else its length."""
    ids: frozenset[str] = frozenset()
    """Ids that the body has already."""

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def paragraph(self, number: int) -> Paragraph | None:
        """Return the paragraph of that number, or None."""
        return self.paragraphs[number - 1] if 0 < number <= len(self.paragraphs) else None


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ROLES = {
    "p": Role.PARAGRAPH, "li": Role.ITEM, "dt": Role.ITEM, "dd": Role.ITEM,
    "blockquote": Role.QUOTE, "tr": Role.ROW, "figcaption": Role.CAPTION,
    "caption": Role.CAPTION, "summary": Role.PARAGRAPH, "div": Role.PARAGRAPH,
    "section": Role.PARAGRAPH, "article": Role.PARAGRAPH, "aside": Role.PARAGRAPH,
    "main": Role.PARAGRAPH, "details": Role.PARAGRAPH, "center": Role.PARAGRAPH,
}  # fmt: skip
_CONTAINERS = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "figure", "pre"})
_BLOCKS = _HEADINGS | _ROLES.keys() | _CONTAINERS
_SKIPPED = frozenset(
    "script style template noscript iframe svg math nav form button select textarea object "
    "video audio canvas".split()
)
_UNREAD = frozenset({"rt", "rp", *_SKIPPED})
_UNREAD_STRINGS = (Comment, CData, Declaration, Doctype, ProcessingInstruction)
_SKIPPED_CLASSES = frozenset({"toc", "footnote", "footnotes", "footnote-list", "contents"})
_CODE_CLASSES = frozenset({"highlight", "codehilite", "literal-block"})
_FOOTNOTE_REFERENCES = frozenset({"footnote-ref", "footnote-reference"})
_MARK = re.compile(r"\[\[(outlook|conclusion)\]\]")
_NUMBERING = re.compile(r"^[\s\d０-９.．、)）第章節IVXⅠ-Ⅻ]+")
_OWN_CONCLUSION = re.compile(
    r"(結論|まとめ|おわりに|最後に|conclusions?|summing up)", re.IGNORECASE
)
_OWN_OUTLOOK = re.compile(
    r"(今後|将来)の.*|.*の将来の.*|展望|見通し|(the )?(future )?outlook( for .*)?", re.IGNORECASE
)


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
    soup = BeautifulSoup(html, "html.parser")
    reader = _Reader(html, frozenset(_ids(soup)))
    reader.read(soup)
    texts = [title, *subjects, *reader.texts]
    return Source(
        title=title,
        date=date,
        language=language or language_of(title + reader.all_text),
        paragraphs=tuple(reader.paragraphs),
        headings=tuple(reader.headings),
        digest=digest_of("\n".join("".join(tidy(text).split()) for text in texts)),
        own_kinds=frozenset(own_kinds(tuple(reader.headings))),
        marks=tuple(reader.marks),
        end=_end(soup, reader),
        ids=reader.ids,
    )


def own_kinds(headings: tuple[str, ...]) -> Iterator[Kind]:
    """Yield the kinds of section that these headings of the author stand for."""
    for heading in headings:
        bare = _NUMBERING.sub("", heading).strip(" 　:：")
        if _OWN_CONCLUSION.fullmatch(bare):
            yield Kind.CONCLUSION
        elif _OWN_OUTLOOK.fullmatch(bare):
            yield Kind.OUTLOOK


class _Reader:
    """Walks the body once, in reading order."""

    def __init__(self, html: str, ids: frozenset[str]) -> None:
        self.html = html
        self.ids = ids
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", html))]
        self.paragraphs: list[Paragraph] = []
        self.headings: list[str] = []
        self.marks: list[Mark] = []
        self.texts: list[str] = []

    @property
    def all_text(self) -> str:
        return "".join(paragraph.text for paragraph in self.paragraphs)

    def read(self, parent: Tag) -> None:
        for child in parent.children:
            if isinstance(child, Tag) and not _is_skipped(child):
                self._read_tag(child)

    def _read_tag(self, tag: Tag) -> None:
        if tag.name in _HEADINGS:
            self.headings.append(tidy(_text(tag)))
            self.texts.append(self.headings[-1])
        elif tag.name == "pre" or _has_class(tag, _CODE_CLASSES):
            self.texts.append(tag.get_text())
        elif tag.name == "tr":
            self._number(tag, " | ".join(tidy(_text(cell)) for cell in tag.find_all(["th", "td"])))
        elif tag.name in _ROLES:
            if not self._note_mark(tag):
                self._number(tag, tidy(_own_text(tag)))
                self.read(tag)
        else:
            self.read(tag)

    def _note_mark(self, tag: Tag) -> bool:
        match = _MARK.fullmatch(tag.get_text().strip()) if tag.name == "p" else None
        start = self.offset(tag)
        if not match or start is None:
            return False
        close = self.html.find("</p>", start)
        end = close + len("</p>") if close >= 0 else self.html.find("]]", start) + 2
        self.marks.append(Mark(Kind(match[1]), start, end))
        return True

    def _number(self, tag: Tag, text: str) -> None:
        if not text.strip(" |"):
            return
        number = len(self.paragraphs) + 1
        anchor, insert_at = self._anchor(tag, number)
        heading = self.headings[-1] if self.headings else ""
        role = Role.QUOTE if tag.find_parent("blockquote") else _ROLES[tag.name]
        self.paragraphs.append(Paragraph(number, text, role, heading, anchor, insert_at))
        self.texts.append(text)

    def _anchor(self, tag: Tag, number: int) -> tuple[str, int | None]:
        own = tag.get("id")
        if isinstance(own, str) and own:
            return own, None
        offset = self.offset(tag)
        if offset is None:
            return "", None
        anchor = f"p{number}"
        while anchor in self.ids:
            anchor += "-"
        return anchor, offset + 1 + len(tag.name)

    def offset(self, tag: Tag) -> int | None:
        """Return where a start tag stands in the body, None when that cannot be told."""
        if tag.sourceline is None or tag.sourcepos is None:
            return None
        offset = self.line_starts[tag.sourceline - 1] + tag.sourcepos
        opening = self.html[offset : offset + 1 + len(tag.name)].lower()
        return offset if opening == f"<{tag.name}" else None


def _end(soup: BeautifulSoup, reader: _Reader) -> int:
    """Find where sections go: before footnotes that end the body."""
    end = len(reader.html)
    for child in reversed(list(soup.children)):
        if isinstance(child, Tag):
            if not _has_class(child, _SKIPPED_CLASSES - {"toc", "contents"}):
                break
            offset = reader.offset(child)
            end = end if offset is None else offset
        elif str(child).strip() and not isinstance(child, _UNREAD_STRINGS):
            break
    return end


def _ids(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(id=True):
        yield str(tag["id"])


def _is_skipped(tag: Tag) -> bool:
    return tag.name in _SKIPPED or _has_class(tag, _SKIPPED_CLASSES)


def _has_class(tag: Tag, names: frozenset[str]) -> bool:
    classes = tag.get("class") or ()
    return not names.isdisjoint([classes] if isinstance(classes, str) else classes)


def _text(tag: Tag) -> str:
    return "".join(_strings(tag, whole=True))


def _own_text(tag: Tag) -> str:
    """Return the text of a block without the blocks inside it."""
    return "".join(_strings(tag, whole=False))


def _strings(tag: Tag, *, whole: bool) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name == "br":
                yield "\n"
            elif _is_unread(child):
                continue
            elif whole or (child.name not in _BLOCKS and not _has_class(child, _CODE_CLASSES)):
                yield from _strings(child, whole=whole)
            else:
                yield "\n"
        elif isinstance(child, NavigableString) and not isinstance(child, _UNREAD_STRINGS):
            yield str(child)


def _is_unread(tag: Tag) -> bool:
    """Whether a reader of the sentence would not read this aloud: ruby, footnote marks, widgets."""
    if tag.name in _UNREAD or _has_class(tag, _FOOTNOTE_REFERENCES):
        return True
    return tag.name == "sup" and str(tag.get("id", "")).startswith("fnref")
