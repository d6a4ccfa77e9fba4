"""Are the feeds of a built site ones that readers' programs can take?"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # the site's own files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ATOM = "{http://www.w3.org/2005/Atom}"
_JSON_FEED = "https://jsonfeed.org/version/"
_REQUIRED = ("id", "title", "updated")
"""Of a feed and of each entry: RFC 4287, sections 4.1.1 and 4.1.2."""
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
"""RFC 3339, as RFC 4287 asks for in section 3.3."""


def feed_faults(output: Path) -> Iterator[str]:
    """Yield `file:line: what is wrong` for each feed that is malformed or lacks what it must have.

    Every XML and JSON file of the site must be well-formed; those that are feeds (Atom, RSS, JSON
    Feed) must have what their formats require.
    """
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if path.suffix == ".xml":
            yield from (f"{name}:{fault}" for fault in _xml_faults(path))
        elif path.suffix == ".json":
            yield from (f"{name}:{fault}" for fault in _json_faults(path.read_bytes()))


def _xml_faults(path: Path) -> Iterator[str]:
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - the site's own files
    except ET.ParseError as error:
        yield f"{error.position[0]}: is not well-formed XML ({error}); mend what it was made of"
        return
    if root.tag == f"{_ATOM}feed":
        yield from (f"1: {fault}" for fault in _atom_faults(root))
    elif root.tag == "rss":
        yield from (f"1: {fault}" for fault in _rss_faults(root))


def _atom_faults(feed: ET.Element) -> Iterator[str]:
    yield from _lacking(feed, "the feed")
    entries = feed.findall(f"{_ATOM}entry")
    has_author = feed.find(f"{_ATOM}author") is not None
    for number, entry in enumerate(entries, start=1):
        what = f"entry {number} ({_text(entry, 'title') or 'without a title'})"
        yield from _lacking(entry, what)
        if not has_author and entry.find(f"{_ATOM}author") is None:
            yield f"{what} has no author, and neither has the feed; set `AUTHOR`"
        if entry.find(f"{_ATOM}content") is None and entry.find(f"{_ATOM}link") is None:
            yield f"{what} has neither content nor a link"
    yield from _twice(_text(entry, "id") for entry in entries)


def _lacking(element: ET.Element, what: str) -> Iterator[str]:
    for name in _REQUIRED:
        count = len(element.findall(f"{_ATOM}{name}"))
        if count != 1:
            yield f"{what} has {count} elements `{name}` where Atom wants one"
    updated = _text(element, "updated")
    if updated and not _is_date_time(updated):
        yield f"{what} was updated at {updated!r}, which is no time as Atom writes it"


def _rss_faults(root: ET.Element) -> Iterator[str]:
    channel = root.find("channel")
    for name in ("title", "link", "description"):
        if channel is None or channel.find(name) is None:
            yield f"the feed has no `{name}`, which RSS wants"
    for number, item in enumerate(root.iter("item"), start=1):
        if item.find("title") is None and item.find("description") is None:
            yield f"item {number} has neither title nor description"


def _json_faults(content: bytes) -> Iterator[str]:
    try:
        feed = json.loads(content)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        yield f"{line}: is not well-formed JSON ({error}); mend what it was made of"
        return
    if not (isinstance(feed, dict) and str(feed.get("version", "")).startswith(_JSON_FEED)):
        return
    items = feed.get("items")
    if not feed.get("title") or not isinstance(items, list):
        yield "1: the feed lacks `title` or `items`, which JSON Feed wants"
        return
    for number, item in enumerate(items, start=1):
        if not isinstance(item.get("id"), str) or not item["id"]:
            yield f"1: item {number} has no `id` that is a text"
        if not {"content_html", "content_text"} & item.keys():
            yield f"1: item {number} has neither `content_html` nor `content_text`"
    yield from (f"1: {fault}" for fault in _twice(str(item.get("id", "")) for item in items))


def _twice(identities: Iterable[str]) -> Iterator[str]:
    for identity, count in Counter(identities).items():
        if identity and count > 1:
            yield f"the id {identity!r} stands {count} times; readers would see one entry"


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(f"{_ATOM}{name}") or "").strip()


def _is_date_time(text: str) -> bool:
    if not _DATE_TIME.fullmatch(text):
        return False
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
