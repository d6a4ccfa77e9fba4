"""The h2 and h3 of a piece of HTML as a small tree, for a list of contents.

It reads what a browser would be given, so sections that were joined late are listed too. Text is
returned unescaped: the template escapes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from .tags import plain_tags, read

_LEVELS = {"h2": 2, "h3": 3}
_READ = frozenset({"section", *_LEVELS})
# In plain HTML no other tag, and no text outside a heading, says anything.
_TELLING = re.compile(
    r"</?section\b[^>]*>|<h[23](?![\w-])[^>]*>.*?(?:</h[23]\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
# A reading or a footnote's number belongs to the page, not to a list of its headings.
_SILENT_TAGS = frozenset({"rt", "rp", "script", "style"})
_SILENT_CLASSES = frozenset({"footnote-ref", "headerlink"})
# What cannot stand in a heading ends one that was never closed.
_BLOCKS = frozenset(
    "article aside blockquote details div dl figure h1 h2 h3 h4 h5 h6 hr nav ol p pre section "
    "table ul".split()
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading, with the lower ones that follow it."""

    level: int
    id: str
    text: str
    children: tuple[Heading, ...] = ()
    is_by_ai: bool = False
    """It stands in a section whose markup says that AI wrote it."""


def contents(html: str) -> tuple[Heading, ...]:
    """List the h2 that have an id, each with the h3 below it."""
    collector = _Collector()
    if plain_tags(html) is not None:
        html = "".join(_TELLING.findall(html))
    read(collector, html)
    collector.end_heading()
    return _nested(collector.headings)


def _nested(headings: list[Heading]) -> tuple[Heading, ...]:
    tree: list[Heading] = []
    for heading in headings:
        if tree and tree[-1].level < heading.level:
            above = tree[-1]
            tree[-1] = replace(above, children=(*above.children, heading))
        else:
            tree.append(heading)
    return tuple(tree)


class _Collector(HTMLParser):
    """Gathers headings in reading order; an unclosed or broken tag costs at most one heading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[Heading] = []
        self._open: tuple[int, str] | None = None
        self._text: list[str] = []
        self._silent = ""
        self._sections: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_heading()
        if not self._open and tag not in _READ:
            return
        values = {name: value or "" for name, value in attrs}
        if tag == "section":
            self._sections.append("data-ai-disclosure" in values)
        if tag in _LEVELS and values.get("id"):
            self._open = (_LEVELS[tag], values["id"])
        elif self._open and not self._silent:
            self._read_inline(tag, values)

    def handle_endtag(self, tag: str) -> None:
        # HTML lets the end of its ruby close an `rt`
        if tag in {self._silent, "ruby"}:
            self._silent = ""
        elif tag in _LEVELS:
            self.end_heading()
        elif tag == "section" and self._sections:
            self._sections.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._text.append(data)

    def end_heading(self) -> None:
        """Keep the heading that is open, if it says anything."""
        text = " ".join("".join(self._text).split())
        if self._open and text:
            level, identifier = self._open
            self.headings.append(Heading(level, identifier, text, is_by_ai=any(self._sections)))
        self._open, self._silent = None, ""
        self._text.clear()

    def _read_inline(self, tag: str, values: dict[str, str]) -> None:
        classes = set(values.get("class", "").split())
        if tag in _SILENT_TAGS or classes & _SILENT_CLASSES:
            self._silent = tag
        elif tag == "img":
            self._text.append(values.get("alt", ""))
        elif tag == "br":
            self._text.append(" ")
