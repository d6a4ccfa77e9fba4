"""What a reader reads of a piece of HTML: the text of a block, without what is no prose."""

from __future__ import annotations

from .html_tree import Element, Text
from .texts import tidy, without_control

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
WRAPPERS = frozenset({"div", "section", "article", "main"})
PROSE = WRAPPERS | frozenset(
    "p li dt dd blockquote tr figcaption caption summary aside details center address".split()
)
"""Elements whose own text is a paragraph."""
_CONTAINERS = frozenset("ul ol dl table thead tbody tfoot td th figure pre hr".split())
_BLOCKS = HEADINGS | PROSE | _CONTAINERS
_NO_PROSE = frozenset(
    "script style template noscript iframe svg math nav form button select textarea object "
    "video audio canvas".split()
)
_NOT_READ_ALOUD = frozenset({"rt", "rp", *_NO_PROSE})
_BREAK = Text("\n")
_FOOTNOTES = frozenset({"footnote", "footnotes", "footnote-list", "citation-list"})
_FOOTNOTE_REFERENCES = frozenset({"footnote-ref", "footnote-reference", "citation-reference"})
_CODE = frozenset({"highlight", "codehilite", "highlighttable", "codehilitetable", "literal-block"})


def text_of(tag: Element) -> str:
    """Return the whole text of an element, as a reader sees it."""
    return _read(tag, whole=True)


def own_text_of(tag: Element) -> str:
    """Return the text of a block without the blocks inside it."""
    return _read(tag, whole=False)


def is_block(element: Element | Text) -> bool:
    """Tell blocks from text and inline elements."""
    return isinstance(element, Element) and (
        element.name in _BLOCKS or is_skipped(element) or is_code(element)
    )


def is_skipped(tag: Element) -> bool:
    """Tell lists of contents, footnotes, forms and the like, which are no paragraphs."""
    if tag.name in _NO_PROSE or "hidden" in tag.attributes or is_footnotes(tag):
        return True
    return "toc" in tag.classes or tag.classes >= {"contents", "topic"}


def is_footnotes(tag: Element) -> bool:
    """Tell the lists of footnotes of Python-Markdown and docutils."""
    return not _FOOTNOTES.isdisjoint(tag.classes) or tag.classes >= {"docutils", "citation"}


def is_code(tag: Element) -> bool:
    """Tell blocks of code from text that is only called a highlight."""
    if tag.name == "pre":
        return True
    return not _CODE.isdisjoint(tag.classes) and any(
        isinstance(item, Element) and item.name == "pre" for item in tag.descendants
    )


def is_text(element: Element | Text) -> bool:
    """Tell text that is shown from comments and declarations."""
    return isinstance(element, Text) and element.is_shown


def _read(tag: Element, *, whole: bool) -> str:
    """Read without recursion: a page may nest deeper than Python may call."""
    parts: list[str] = []
    waiting: list[Element | Text] = list(reversed(tag.contents))
    while waiting:
        element = waiting.pop()
        if isinstance(element, Text):
            if element.is_shown:
                parts.append(element)
        elif element.name == "br":
            parts.append("\n")
        elif element.name == "math" and element.attributes.get("display") != "block":
            parts.append(element.attributes.get("alttext", ""))
        elif _is_unread(element):
            continue
        elif not is_block(element):
            waiting += reversed(element.contents)
        elif whole:
            waiting += [_BREAK, *reversed(element.contents), _BREAK]
        else:
            parts.append("\n")
    return tidy(without_control("".join(parts)))


def _is_unread(tag: Element) -> bool:
    """Whether nobody would read this aloud: ruby, footnote marks, widgets."""
    if tag.name in _NOT_READ_ALOUD or "hidden" in tag.attributes:
        return True
    if not _FOOTNOTE_REFERENCES.isdisjoint(tag.classes):
        return True
    return tag.name == "sup" and tag.attributes.get("id", "").startswith("fnref")
