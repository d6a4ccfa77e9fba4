"""HTML as Python's parser reads it, several times as fast where it is plainly written.

Markdown writes plain HTML: every tag whole, every attribute in double quotation marks. One regular
expression finds all of it. Where anything else stands, Python's own parser reads the whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from html.parser import HTMLParser

_TAG = re.compile(
    r"""<(?:/([a-zA-Z][a-zA-Z0-9-]*)\s*
    |([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z_:][\w:.-]*+(?:="[^"<>]*")?)*+)\s*(/?))>""",
    re.ASCII | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r'\s([a-zA-Z_:][\w:.-]*)(?:="([^"]*)")?', re.ASCII)
# Inside these, newer versions of Python's parser know no tags, and older ones in two of them.
_RAW = re.compile(
    r"<(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)\b",
    re.IGNORECASE,
)

Attributes = list[tuple[str, str | None]]


def plain_tags(html: str) -> list[re.Match[str]] | None:
    """Find all tags of a plainly written piece of HTML, in order; None where it is not plain.

    Groups: 1 the name of an end tag; of a start tag 2 the name, 3 the attributes as they stand,
    4 the slash at its end. All as written: names may have capitals.
    """
    found = list(_TAG.finditer(html))
    if len(found) != html.count("<") or _RAW.search(html):
        return None
    return found


def attributes_of(text: str) -> Attributes:
    """Read group 3 of a tag as Python's parser does: names in small letters, values unescaped."""
    return list(_attributes(text)) if text else []


def read(parser: HTMLParser, html: str) -> None:
    """Do what `parser.feed(html)` and `parser.close()` do, for a parser that unescapes text.

    Positions (`getpos`, `get_starttag_text`) are not kept.
    """
    tags = plain_tags(html)
    if tags is None:
        parser.feed(html)
        parser.close()
        return
    position = 0
    for tag in tags:
        start = tag.start()
        if start > position:
            parser.handle_data(_text(html[position:start]))
        position = tag.end()
        end, name, attributes, slash = tag.groups()
        if end:
            parser.handle_endtag(end.lower())
        elif slash:
            parser.handle_startendtag(name.lower(), attributes_of(attributes))
        else:
            parser.handle_starttag(name.lower(), attributes_of(attributes))
    if position < len(html):
        parser.handle_data(_text(html[position:]))


def _text(html: str) -> str:
    return unescape(html) if "&" in html else html


@lru_cache(maxsize=4_096)
def _attributes(text: str) -> tuple[tuple[str, str | None], ...]:
    return tuple(_each(text))


def _each(text: str) -> Iterator[tuple[str, str | None]]:
    for found in _ATTRIBUTE.finditer(text):
        value = found[2]
        yield found[1].lower(), value if value is None else _text(value)
