"""Entries become Atom (RFC 4287), with pictures as Media RSS has them.

Every entry is written once and then stands, letter by letter, in each feed that has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .entries import Entry, Head, Picture

MIME = "application/atom+xml"
_OPENING = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
)


def atom_feed(head: Head, entries: Iterable[str]) -> str:
    """Return the file of a feed.

    Args:
        head: the feed's own facts.
        entries: what `atom_entry` made of each article, newest first.
    """
    facts = [
        _element("id", head.id),
        _element("title", head.title),
        _element("subtitle", head.subtitle) if head.subtitle else "",
        _element("updated", head.updated),
        _empty("link", rel="self", type=MIME, href=head.url),
        _empty("link", rel="alternate", type="text/html", href=head.home),
        f"<author>{_element('name', head.author or head.title)}</author>",
    ]
    lines = [fact for fact in facts if fact]
    opening = f"{_OPENING} xml:lang={quoteattr(head.language)}>"
    return "\n".join([opening, *lines, *entries, "</feed>\n"])


def atom_entry(entry: Entry) -> str:
    """Return one `entry` element."""
    parts = [
        _element("id", entry.id),
        _element("title", entry.title),
        # one, and not one for each language: readers take the last for the article's own
        _empty("link", rel="alternate", type="text/html", hreflang=entry.language, href=entry.url),
        _element("published", entry.published.isoformat()),
        _element("updated", entry.updated.isoformat()),
        *(_author(author.name, author.url) for author in entry.authors),
        *(_empty("category", term=term) for term in entry.terms),
        _thumbnail(entry.picture) if entry.picture else "",
        _element("summary", entry.summary) if entry.summary else "",
        f'<content type="html">{escape(entry.html)}</content>',
    ]
    body = "\n".join(part for part in parts if part)
    return f"<entry xml:lang={quoteattr(entry.language)}>\n{body}\n</entry>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _empty(name: str, **attributes: str) -> str:
    pairs = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{pairs}/>"


def _author(name: str, url: str) -> str:
    uri = _element("uri", url) if url else ""
    return f"<author>{_element('name', name)}{uri}</author>"


def _thumbnail(picture: Picture) -> str:
    sizes = {"width": picture.width, "height": picture.height}
    known = {name: str(size) for name, size in sizes.items() if size}
    return _empty("media:thumbnail", url=picture.url, **known)
