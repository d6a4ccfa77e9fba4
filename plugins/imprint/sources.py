"""The list of sources at the end of a body: found, and marked by insertion alone.

The author writes a heading such as 出典 or Sources and below it a list. Of the author's bytes none
changes; what is inserted is an element around heading and list, and one around each day of access.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from .days import find_days

if TYPE_CHECKING:
    import datetime as dt

    from .days import Day

_HEADING = re.compile(
    r"<h(?P<level>[1-6])(?P<attributes>(?:\s[^<>]*)?)>(?P<text>.*?)</h(?P=level)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_ID = re.compile(r"""\sid=["']?(?P<id>[^\s"'<>]+)""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LISTS = frozenset({"ul", "ol"})
_CONTAINERS = frozenset(
    "article aside blockquote details div dl figure footer li main nav ol section table ul".split()
)
_DEPTH_OF_ITEMS = 2
"""A list and its item."""
_TITLE = re.compile(
    r"(?:主な|おもな)?(?:出典|引用元|情報源|参考(?:文献|資料|記事|情報|リンク)?|出典・参考(?:文献|資料)?)(?:一覧|リスト)?"
    r"|(?:list of )?(?:sources?|references|bibliography)|works cited|sources and references",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:(?:最終)?(?:閲覧|参照|アクセス|取得)(?:日|年月日)?"
    r"|(?:last )?(?:accessed|retrieved|read|visited|viewed)(?: on)?)\s*[:：]?\s*\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:に|現在)?(?:最終)?(?:閲覧|参照|アクセス|取得)|\s*(?:accessed|retrieved)", re.IGNORECASE
)


@dataclass(slots=True)
class SourceItem:
    """One line of the list."""

    links: list[str] = field(default_factory=list)
    """Addresses in it, unescaped."""
    accessed: dt.date | None = None
    """Day on which the author last read it."""
    is_impossible: bool = False
    """Whether the calendar does not have the day that stands there."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The list of a body, and the body with its marks."""

    html: str
    items: tuple[SourceItem, ...]


def is_sources_title(text: str) -> bool:
    """Tell whether a heading stands above a list of sources."""
    bare = unicodedata.normalize("NFKC", text).strip(" .:■●▼◆【】[]「」")
    return _TITLE.fullmatch(" ".join(bare.split())) is not None


def mark_sources(html: str) -> Sources | None:
    """Find the last list of sources and mark it; None if the body has none."""
    headings = list(_HEADING.finditer(html)) if "<li" in html else []
    for number in reversed(range(len(headings))):
        heading = headings[number]
        if not is_sources_title(_TAG.sub("", unescape(heading["text"]))):
            continue
        ends = (h.start() for h in headings[number + 1 :] if h["level"] <= heading["level"])
        reader = _Reader(html[heading.end() : next(ends, len(html))])
        if reader.end:
            return Sources(_marked(html, heading, reader), tuple(reader.items))
    return None


def _marked(html: str, heading: re.Match[str], reader: _Reader) -> str:
    found = _ID.search(heading["attributes"])
    name = f' aria-labelledby="{found["id"]}"' if found else ""
    opening = f'<section class="sources flow" role="doc-bibliography"{name}>\n'
    edits = ((heading.end() + at, text) for at, text in reader.edits)
    closing = (heading.end() + reader.end, "\n</section>")
    return _inserted(html, [(heading.start(), opening), *edits, closing])


def _inserted(html: str, edits: list[tuple[int, str]]) -> str:
    parts: list[str] = []
    position = 0
    for at, text in edits:
        parts += (html[position:at], text)
        position = at
    return "".join((*parts, html[position:]))


class _Reader(HTMLParser):
    """Reads what follows a heading, as far as it stands in the same element."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.items: list[SourceItem] = []
        self.edits: list[tuple[int, str]] = []
        self.end = 0
        """After the last list; 0 without any."""
        self._html = html
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self._open: list[str] = []
        self._is_over = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._is_over:
            return
        address = dict(attrs).get("href")
        if tag in _CONTAINERS:
            self._enter(tag)
        elif tag == "a" and address and self._is_in_item():
            self.items[-1].links.append(address)

    def handle_endtag(self, tag: str) -> None:
        if self._is_over or tag not in _CONTAINERS:
            return
        if tag not in self._open:
            self._is_over = True  # the element ended that the heading stands in
            return
        while self._open.pop() != tag:
            pass
        if not self._open and tag in _LISTS:
            self.end = self._html.find(">", self._position()) + 1

    def handle_data(self, data: str) -> None:
        if self._is_over or not self._is_in_item():
            return
        for day in find_days(data):
            if _is_access(data, day):
                self._take_day(self.items[-1], day)

    def _enter(self, tag: str) -> None:
        if tag == "li" and self._open[-1:] == ["li"]:
            self._open.pop()  # HTML lets an item begin where the one before has no end
        self._open.append(tag)
        if tag == "li" and len(self._open) == _DEPTH_OF_ITEMS:
            self.items.append(SourceItem())

    def _is_in_item(self) -> bool:
        return len(self._open) >= _DEPTH_OF_ITEMS and self._open[0] in _LISTS and bool(self.items)

    def _take_day(self, item: SourceItem, day: Day) -> None:
        item.accessed = day.date
        item.is_impossible = day.date is None
        if day.date:
            at = self._position()
            opening = f'<time datetime="{day.date.isoformat()}">'
            self.edits += ((at + day.start, opening), (at + day.end, "</time>"))

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _is_access(text: str, day: Day) -> bool:
    return bool(_BEFORE.search(text[: day.start]) or _AFTER.match(text, day.end))
