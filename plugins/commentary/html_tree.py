"""HTML as a light tree of elements and texts, with the place of each start tag.

Markdown writes plain HTML, which one expression cuts into tags; where tags are open, crossed or
written otherwise, Beautiful Soup reads the whole, as browsers mostly would.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = "[document]"
_TAG = re.compile(
    r"""<(?:/([a-zA-Z][a-zA-Z0-9-]*)\s*
    |([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z_:][\w:.-]*+(?:="[^"<>]*")?)*+)\s*(/?))>""",
    re.ASCII | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r'\s([a-zA-Z_:][\w:.-]*)(?:="([^"]*)")?', re.ASCII)
# What stands inside these is no HTML, or is kept apart by Beautiful Soup.
_RAW = re.compile(
    r"<(?:script|style|textarea|title|template|xmp|iframe|noembed|noframes|noscript|plaintext|rt|rp)\b",
    re.IGNORECASE,
)
_RARE = re.compile("&(?!(?:amp|lt|gt|quot|nbsp|copy|hellip|mdash|ndash|#39|#160|#8617);)")
"""References to characters that Beautiful Soup may read otherwise than `html.unescape`."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OTHER_VOID = frozenset(
    "basefont bgsound command frame image isindex keygen menuitem nextid param spacer".split()
)
"""Void for Beautiful Soup alone."""
_NOTHING: frozenset[str] = frozenset()


class Text(str):
    """A piece of text that stands in the page."""

    __slots__ = ()
    is_shown = True
    is_plain = True
    """It is part of what `Element.text` gives."""


class CodeText(Text):
    """Text of a script, a style sheet, a template or a reading."""

    __slots__ = ()
    is_plain = False


class HiddenText(Text):
    """Text of a section marked as characters, which HTML does not show."""

    __slots__ = ()
    is_shown = False


class Element:
    """An element with its attributes and what it contains."""

    __slots__ = ("attributes", "classes", "contents", "name", "parent", "start")

    def __init__(
        self, name: str, attributes: dict[str, str], parent: Element | None, start: int | None
    ) -> None:
        self.name = name
        self.attributes = attributes
        self.contents: list[Element | Text] = []
        self.parent = parent
        self.start = start
        """Offset of the start tag in the HTML; None where that cannot be told."""
        self.classes = frozenset(attributes["class"].split()) if "class" in attributes else _NOTHING
        if parent is not None:
            parent.contents.append(self)

    @property
    def children(self) -> list[Element]:
        """The elements directly in it."""
        return [child for child in self.contents if isinstance(child, Element)]

    @property
    def parents(self) -> Iterator[Element]:
        """What it stands in, from the inside to the root."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent

    @property
    def descendants(self) -> Iterator[Element | Text]:
        """Everything in it, in the order of the HTML."""
        waiting = self.contents[::-1]
        while waiting:
            item = waiting.pop()
            yield item
            if isinstance(item, Element):
                waiting += item.contents[::-1]

    @property
    def text(self) -> str:
        """All text in it, as it stands."""
        return "".join(
            item for item in self.descendants if isinstance(item, Text) and item.is_plain
        )

    def elements_before(self) -> Iterator[Element]:
        """Yield its siblings before it, the nearest first."""
        siblings = self.parent.children if self.parent else []
        place = next((at for at, child in enumerate(siblings) if child is self), 0)
        return reversed(siblings[:place])


def read_tree(html: str) -> Element:
    """Read the HTML of a body; the root has no tag of its own."""
    plain = _plain_tree(html)
    if plain is not None:
        return plain
    # only here: reading Beautiful Soup itself costs a build of a small blog a tenth of its time
    from .tolerant_html import tolerant_tree  # noqa: PLC0415

    return tolerant_tree(html)


def _plain_tree(html: str) -> Element | None:
    """Read what is plainly written: every tag whole, every element closed where it was opened."""
    tags = list(_TAG.finditer(html))
    if len(tags) != html.count("<") or _RAW.search(html) or _RARE.search(html):
        return None
    root = here = Element(ROOT, {}, None, None)
    position = 0
    for tag in tags:
        start = tag.start()
        if start > position:
            here.contents.append(_text(html[position:start], here))
        position = tag.end()
        end, name, attributes, slash = tag.groups()
        if end:
            if here.name != end.lower() or here.parent is None:
                return None
            here = here.parent
            continue
        name = name.lower()
        element = Element(name, _attributes(attributes), here, start)
        if name in _OTHER_VOID or (slash and name not in _VOID):
            return None
        if name not in _VOID:
            here = element
    if position < len(html):
        here.contents.append(_text(html[position:], here))
    return root if here is root else None


def _text(html: str, parent: Element) -> Text:
    """Read a text; of white space Beautiful Soup keeps one character, but in code."""
    text = unescape(html) if "&" in html else html
    if text.strip(" \t\n\r\f") or parent.name == "pre":
        return Text(text)
    is_code = any(above.name == "pre" for above in parent.parents)
    return Text(text if is_code else "\n" if "\n" in text else " ")


def _attributes(text: str) -> dict[str, str]:
    return (
        {found[1].lower(): unescape(found[2] or "") for found in _ATTRIBUTE.finditer(text)}
        if text
        else {}
    )
