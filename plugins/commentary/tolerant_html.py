"""HTML that is not plainly written becomes a tree too: by Beautiful Soup, as browsers mostly would."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import (
    CData,
    Comment,
    Declaration,
    Doctype,
    NavigableString,
    ProcessingInstruction,
    Tag,
)
from bs4.exceptions import ParserRejectedMarkup

from .html_tree import ROOT, CodeText, Element, HiddenText, Text

_NO_TEXT = (Comment, CData, Declaration, Doctype, ProcessingInstruction)
_PLAIN = (NavigableString, CData)


def tolerant_tree(html: str) -> Element:
    """Read the HTML of a body; the root has no tag of its own."""
    soup = _soup(html)
    lines = [0, *(found.end() for found in re.finditer("\n", html))]
    root = Element(ROOT, {}, None, None)
    waiting: list[tuple[Tag, Element]] = [(soup, root)]
    while waiting:
        tag, element = waiting.pop()
        for child in tag.contents:
            if isinstance(child, Tag):
                start = lines[(child.sourceline or 1) - 1] + (child.sourcepos or 0)
                waiting.append((child, Element(child.name, _flat(child), element, start)))
            elif isinstance(child, NavigableString):
                element.contents += _kept(child)
    return root


def _soup(html: str) -> BeautifulSoup:
    try:
        return BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:  # Python's parser gives up on `<![` and an unknown word
        return BeautifulSoup(html.replace("<![", "   "), "html.parser")


def _flat(tag: Tag) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else " ".join(value)
        for name, value in tag.attrs.items()
    }


def _kept(text: NavigableString) -> list[Text]:
    """Keep what is text in any sense; comments and declarations say nothing."""
    if type(text) is CData:
        return [HiddenText(text)]
    if isinstance(text, _NO_TEXT):
        return []
    return [Text(text) if type(text) in _PLAIN else CodeText(text)]
