"""Entries become JSON Feed 1.1 (jsonfeed.org/version/1.1).

Like Atom's, every item is written once and then stands in each feed that has it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .entries import Author, Entry, Head

MIME = "application/feed+json"
_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(head: Head, items: Iterable[str]) -> str:
    """Return the file of a feed.

    Args:
        head: the feed's own facts.
        items: what `json_item` made of each article, newest first.
    """
    facts = {
        "version": _VERSION,
        "title": head.title,
        "home_page_url": head.home,
        "feed_url": head.url,
        "description": head.subtitle,
        "authors": [{"name": head.author}] if head.author else [],
        "language": head.language,
    }
    opening = _dumped(facts).removesuffix("}")
    listed = ",\n".join(items)
    return f'{opening}, "items": [\n{listed}\n]}}\n'


def json_item(entry: Entry) -> str:
    """Return one item as JSON."""
    return _dumped(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.html,
            "image": entry.picture.url if entry.picture else "",
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [_author(author) for author in entry.authors],
            "tags": list(dict.fromkeys(entry.terms)),
            "language": entry.language,
        }
    )


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name} | ({"url": author.url} if author.url else {})


def _dumped(facts: Mapping[str, object]) -> str:
    """Write what is known; the format has no empty members but `items`."""
    return json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False)
