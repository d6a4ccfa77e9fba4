"""A Markdown source as lines that know what they are, as Python-Markdown with `extra` reads them.

It is no parser: it tells text from code and HTML, so that a rule never speaks of what is no text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby
from typing import TYPE_CHECKING

from .remarks import Remark, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ITEM = re.compile(r"(?P<indent> *)(?:[-*+]|[0-9]{1,9}\.) +\S")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})[^`\n]*\Z")
_INDENTED_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})[^`\n]*\Z")
_OPENING = re.compile(r" {0,3}<(?P<tag>[a-zA-Z][\w-]*)\b(?P<rest>[^>]*)>?")
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body canvas details dialog div dl fieldset figcaption figure "
    "footer form header hgroup iframe main math menu nav noscript object ol output p pre script "
    "section style summary svg table tfoot ul video".split()
)
_END_TAG = re.compile(r"\s*</[a-zA-Z][\w-]*\s*>\s*\Z")
STANDS_ALONE = re.compile(r" {0,3}(?:#{1,6}(?!#)|(?:[-*_] *){3,}\Z|=+\Z)")
"""Headings and rules, below which anything may begin."""
CODE_INDENT = 4


class Kind(Enum):
    """What a line is."""

    TEXT = auto()
    BLANK = auto()
    CODE = auto()
    HTML = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the metadata."""

    number: int
    text: str
    """Without the signs of quotations, tabs as spaces."""
    kind: Kind
    depth: int = 0
    """Of the quotation it stands in."""
    is_listed: bool = False
    """Whether it belongs to a list."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The body of a source, line by line, and what was found in telling the lines apart."""

    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]

    def blocks(self) -> Iterator[Sequence[Line]]:
        """Yield the lines of text that follow each other without an empty one."""
        for (is_text, _), lines in groupby(
            self.lines, key=lambda line: (line.kind is Kind.TEXT, line.depth)
        ):
            if is_text:
                yield tuple(lines)


def read_manuscript(body: str, first: int) -> Manuscript:
    """Tell the lines of a body apart.

    Args:
        body: what stands below the metadata.
        first: the number of its first line in the file.
    """
    reader = _Reader([line.expandtabs(4) for line in body.split("\n")], first)
    return Manuscript(tuple(_listed(reader.read())), tuple(reader.remarks))


class _Reader:
    """Goes through the lines once; each method takes as many as belong together."""

    def __init__(self, texts: list[str], first: int) -> None:
        self.remarks: list[Remark] = []
        self._texts = texts
        self._first = first
        self._at = 0

    def read(self) -> Iterator[Line]:
        """Yield every line."""
        while self._at < len(self._texts):
            text = self._texts[self._at]
            tag = _OPENING.match(text)
            if found := _FENCE.match(text):
                yield from self._fenced(found["fence"])
            elif _END_TAG.match(text):
                yield self._take(Kind.HTML)
            elif text.lstrip().startswith("<!--"):
                yield from self._comment()
            elif tag and tag["tag"].lower() in _BLOCK_TAGS:
                yield from self._html(tag["tag"].lower(), is_markdown="markdown=" in tag["rest"])
            elif (found := _INDENTED_FENCE.match(self._unquoted(text)[0])) and text.strip():
                yield from self._broken_fence(found["fence"])
            else:
                yield self._take()

    def _take(self, kind: Kind | None = None) -> Line:
        text, depth = self._unquoted(self._texts[self._at])
        number = self._first + self._at
        self._at += 1
        if kind is None:
            kind = Kind.TEXT if text.strip(" ") else Kind.BLANK
        return Line(number, text, kind, depth)

    def _unquoted(self, text: str) -> tuple[str, int]:
        quote = _QUOTE.match(text)
        return (text[quote.end() :], quote[0].count(">")) if quote else (text, 0)

    def _remark(self, rule: Rule, subject: str) -> None:
        self.remarks.append(Remark(self._first + self._at, rule, subject))

    def _fenced(self, fence: str) -> Iterator[Line]:
        end = self._find(lambda text: text.rstrip() == fence)
        if end is None:
            self._remark(Rule.FENCE_OPEN, fence)
        yield from self._take_until(end, Kind.CODE)

    def _broken_fence(self, fence: str) -> Iterator[Line]:
        self._remark(Rule.FENCE_INDENTED, fence)
        end = self._find(lambda text: self._unquoted(text)[0].strip() == fence)
        yield from self._take_until(end, Kind.CODE)

    def _comment(self) -> Iterator[Line]:
        self._remark(Rule.COMMENT, "<!--")
        is_closed = "-->" in self._texts[self._at]
        end = self._at if is_closed else self._find(lambda text: "-->" in text)
        if end is None:
            self._remark(Rule.CLOSED_NEVER, "<!--")
        yield from self._take_until(end, Kind.HTML)

    def _html(self, tag: str, *, is_markdown: bool) -> Iterator[Line]:
        end = self._end_of(tag)
        if end is None:
            self._remark(Rule.CLOSED_NEVER, f"<{tag}>")
            yield from self._take_until(None, Kind.CODE)  # what it is cannot be known
        elif not is_markdown:
            yield from self._take_until(end, Kind.HTML)
        else:  # its inside is read on; the end tag is HTML again
            yield self._take(Kind.HTML)

    def _end_of(self, tag: str) -> int | None:
        """Find the line on which an element ends, counting those of the same name inside it."""
        tags = re.compile(rf"<(/?){tag}\b", re.IGNORECASE)
        depth = 0
        for at in range(self._at, len(self._texts)):
            for found in tags.finditer(self._texts[at]):
                depth += -1 if found[1] else 1
            if depth <= 0:
                return at
        return None

    def _find(self, ends: Callable[[str], bool]) -> int | None:
        places = range(self._at + 1, len(self._texts))
        return next((at for at in places if ends(self._texts[at])), None)

    def _take_until(self, end: int | None, kind: Kind) -> Iterator[Line]:
        last = len(self._texts) - 1 if end is None else end
        while self._at <= last:
            yield self._take(kind)


def _listed(lines: Iterable[Line]) -> Iterator[Line]:
    """Note which lines belong to a list, and which are code by their indent."""
    is_listed, goes_on = False, False
    for line in lines:
        if line.kind is Kind.TEXT and not goes_on:
            indent = indent_of(line.text)
            is_item = ITEM.match(line.text) is not None
            is_listed = (is_listed and indent > 0) or (is_item and indent < CODE_INDENT)
            is_deep = indent >= CODE_INDENT * (2 if is_listed else 1)
            kind = Kind.CODE if is_deep and not (is_listed and is_item) else Kind.TEXT
            read = replace(line, kind=kind, is_listed=is_listed)
        else:
            read = replace(line, is_listed=is_listed and line.kind is Kind.TEXT)
        goes_on = read.kind is Kind.TEXT and not STANDS_ALONE.match(read.text)
        yield read


def indent_of(text: str) -> int:
    """Count the spaces that a line begins with."""
    return len(text) - len(text.lstrip(" "))
