"""Rendered sections and paragraph ids go into the author's HTML by insertion only.

Every byte of the author's stays as it is, but for the paragraphs that are only a mark such as
`[[outlook]]`: the section stands in their place, or nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .sections import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .source import Source


_MARK = re.compile(r"<p\b[^>]*>\s*\[\[(?:outlook|conclusion)\]\]\s*</p>")


def join(html: str, source: Source, *, fragments: Mapping[Kind, str], notice: str = "") -> str:
    """Return the body with its sections.

    Args:
        html: the body that `source` was read from.
        source: for the places.
        fragments: HTML of the sections of each kind; a kind without any is left out.
        notice: HTML of the line near the headline.
    """
    edits = [
        (paragraph.insert_at, paragraph.insert_at, f' id="{paragraph.anchor}"')
        for paragraph in source.paragraphs
        if paragraph.insert_at is not None and fragments
    ]
    placed = set[Kind]()
    for mark in source.marks:
        is_first = mark.kind not in placed
        edits.append((mark.start, mark.end, fragments.get(mark.kind, "") if is_first else ""))
        placed.add(mark.kind)
    rest = "".join(fragments[kind] for kind in Kind if kind in fragments and kind not in placed)
    if rest:
        edits.append((source.end, source.end, f"\n{rest}"))
    return notice + _apply(html, edits)


def without_marks(html: str) -> str:
    """Remove paragraphs that are only a mark, without reading the rest of the body."""
    return _MARK.sub("", html) if "[[" in html else html


def _apply(html: str, edits: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    position = 0
    for start, end, text in sorted(edits):
        parts += (html[position:start], text)
        position = end
    return "".join((*parts, html[position:]))
