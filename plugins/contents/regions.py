"""Wide tables, code, formulas and vertical text get a region that a keyboard can reach and scroll.

Marks are inserted into the text of the HTML, which is otherwise left as it is: the author's bytes
are not parsed and written back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup, escape

from .tags import Attributes, attributes_of, plain_tags

_OPENING = '<div class="region" role="group" tabindex="0" aria-label="{}">'
# Python-Markdown's alignment; a policy without inline styles would drop it.
_ALIGNMENT = re.compile(r'\sstyle="text-align: (left|center|right);?"')

_WIDE = frozenset({"tategaki", "formula"})
_MAY_SCROLL = re.compile("<(?:table|pre)|tategaki|formula", re.IGNORECASE)
_MARKED = frozenset({"table", "pre", "td", "th"})


def regions(html: str, label: str) -> Markup:
    """Wrap each table in a focusable group called `label`; make `pre` and other wide text focusable."""
    if not _MAY_SCROLL.search(html):
        return Markup(html)  # noqa: S704 - the content as Pelican made it
    marker = _Marker(html, opening=_OPENING.format(escape(label)))
    marker.read()
    if marker.depth:  # an unclosed table: a wrapper around it would never end either
        return Markup(html)  # noqa: S704 - the content as Pelican made it
    return Markup(_edited(html, marker.edits))  # noqa: S704 - the same, with fixed marks


@dataclass(frozen=True, slots=True)
class _Edit:
    """Put `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def _edited(html: str, edits: list[_Edit]) -> str:
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += (html[position : edit.start], edit.text)
        position = edit.end
    return "".join((*pieces, html[position:]))


def _scrolls(tag: str, attributes: dict[str, str | None]) -> bool:
    """Tell whether an element may be wider than its column, and no keyboard can reach it yet."""
    is_wide = not _WIDE.isdisjoint((attributes.get("class") or "").split())
    return (tag == "pre" or is_wide) and "tabindex" not in attributes


class _Marker(HTMLParser):
    """Notes what to insert where, in reading order."""

    def __init__(self, html: str, *, opening: str) -> None:
        super().__init__(convert_charrefs=True)
        self.edits: list[_Edit] = []
        self.depth = 0
        self._html = html
        self._opening = opening
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]

    def read(self) -> None:
        """Read all tags."""
        tags = plain_tags(self._html)
        if tags is None:
            self.feed(self._html)
            self.close()
        for tag in tags or ():
            end, name, attributes, _ = tag.groups()
            if end:
                self._end(end.lower(), tag.start())
            elif name.lower() in _MARKED or "tategaki" in attributes or "formula" in attributes:
                self._begin(name.lower(), attributes_of(attributes), tag.start(), tag.group())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs, self._position(), self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._end(tag, self._position())

    def _begin(self, tag: str, attributes: Attributes, start: int, text: str) -> None:
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self._insert(start, self._opening)
        elif _scrolls(tag, dict(attributes)):
            self._insert(start + len(f"<{tag}"), ' tabindex="0"')
        elif tag in {"td", "th"}:
            self._align(start, text)

    def _end(self, tag: str, start: int) -> None:
        if tag != "table" or not self.depth:
            return
        self.depth -= 1
        if not self.depth:
            end = self._html.find(">", start) + 1
            self._insert(end, "</div>")

    def _align(self, start: int, text: str) -> None:
        found = _ALIGNMENT.search(text)
        if found:
            place = start + found.start(), start + found.end()
            self.edits.append(_Edit(*place, f' data-align="{found[1]}"'))

    def _insert(self, position: int, text: str) -> None:
        self.edits.append(_Edit(position, position, text))

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
