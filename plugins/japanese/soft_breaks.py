"""A Markdown extension: a line break of the source between two Japanese characters is no space.

HTML keeps the line break, and browsers draw it as a space. It goes where a wide character stands
on both sides; Latin words, Korean, code and hard breaks keep theirs.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterator

    from markdown import Markdown

INLINE = frozenset(
    "a abbr b cite del em i ins mark q ruby rb rt rp s small span strong sub sup time u var".split()
)
VERBATIM = frozenset("pre code script style textarea kbd samp".split())
_NO_BLOCKS = INLINE | VERBATIM
_BARRIER = "\x1e"
"""Stands for what text may not be joined across; no source has it, for Markdown keeps none."""
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_RAW_TAG = re.compile(r"</?([a-zA-Z]+)\b[^>]*>\Z")
_QUOTES = ("Pi", "Pf")
# after inline markup (20) has become elements, before they are laid out (10)
_PRIORITY = 15


class SoftBreaks(Extension):
    """Takes the soft line breaks out of Japanese text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the step."""
        md.treeprocessors.register(_Joiner(md), "soft_breaks", _PRIORITY)


@dataclass(slots=True)
class _Run:
    """The text of one block as a reader meets it, and the places it comes from."""

    slots: list[tuple[ET.Element, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, element: ET.Element, name: str) -> None:
        """Add the `text` or `tail` of an element."""
        text = getattr(element, name)
        if text:
            self.slots.append((element, name))
            self.starts.append(self.length)
            self._append(text)

    def bar(self) -> None:
        """Let nothing be joined across this place."""
        self._append(_BARRIER)

    def _append(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def remove(self, spans: list[tuple[int, int]]) -> None:
        """Take spans of the text out of the places they come from; the last first."""
        for start, end in reversed(spans):
            for number in range(bisect_right(self.starts, start) - 1, len(self.slots)):
                element, name = self.slots[number]
                offset = self.starts[number]
                if offset >= end:
                    break
                text = getattr(element, name)
                before, after = text[: max(start - offset, 0)], text[max(end - offset, 0) :]
                setattr(element, name, before + after)


class _Joiner(Treeprocessor):
    """Joins the lines of each block."""

    def run(self, root: ET.Element) -> None:
        """Walk every block; its inline content is one run of text."""
        for block in [e for e in root.iter() if e.tag not in _NO_BLOCKS]:
            run = _Run()
            self._collect(block, run)
            text = "".join(run.pieces)
            if "\n" in text:
                run.remove(list(self._breaks(text)))

    def _collect(self, element: ET.Element, run: _Run) -> None:
        run.add(element, "text")
        for child in element:
            if child.tag not in INLINE:
                run.bar()
            elif not _is_footnote_mark(child):
                self._collect(child, run)
            run.add(child, "tail")

    def _breaks(self, text: str) -> Iterator[tuple[int, int]]:
        tags = [m.span() for m in HTML_PLACEHOLDER_RE.finditer(text) if self._is_inline_tag(m)]
        openings, endings = dict(tags), {end: start for start, end in tags}
        for found in _BREAK.finditer(text):
            start, end = found.span()
            before, after = start, end
            while before in endings:
                before = endings[before]
            while after in openings:
                after = openings[after]
            if before and after < len(text) and _joins(text[before - 1], text[after]):
                yield start, end

    def _is_inline_tag(self, placeholder: re.Match[str]) -> bool:
        """Tell whether raw HTML in the text is a tag that text may be joined across."""
        raw = self.md.htmlStash.rawHtmlBlocks[int(placeholder[1])]
        tag = _RAW_TAG.match(raw) if isinstance(raw, str) else None
        return tag is not None and tag[1].lower() in INLINE


def _is_footnote_mark(element: ET.Element) -> bool:
    """Tell whether an element is a footnote's number, which is no part of the sentence."""
    return element.tag == "sup" and element.get("id", "").startswith("fnref")


def _joins(before: str, after: str) -> bool:
    left, right = _width(before), _width(after)
    return "wide" in (left, right) and "narrow" not in (left, right)


@functools.cache
def _width(character: str) -> str:
    """Tell `wide` from `narrow`, and signs such as … and ※, which follow their neighbour."""
    width = unicodedata.east_asian_width(character)
    if width in "WFH":
        return "narrow" if "HANGUL" in unicodedata.name(character, "") else "wide"
    category = unicodedata.category(character)
    is_sign = width == "A" and category[0] in "PSN" and category not in _QUOTES
    return "either" if is_sign else "narrow"
