"""What a reader reads of a piece of HTML: the text of a block, without what is no prose."""

from __future__ import annotations

from bs4.element import (
    CData,
    Comment,
    Declaration,
    Doctype,
    NavigableString,
    PageElement,
    ProcessingInstruction,
    Tag,
)

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
_NO_TEXT = (Comment, CData, Declaration, Doctype, ProcessingInstruction)
_BREAK = NavigableString("\n")
_FOOTNOTES = frozenset({"footnote", "footnotes", "footnote-list", "citation-list"})
_FOOTNOTE_REFERENCES = frozenset({"footnote-ref", "footnote-reference", "citation-reference"})
_CODE = frozenset({"highlight", "codehilite", "highlighttable", "codehilitetable", "literal-block"})


def text_of(tag: Tag) -> str:
    """Return the whole text of an element, as a reader sees it."""
    return _read(tag, whole=True)


def own_text_of(tag: Tag) -> str:
    """Return the text of a block without the blocks inside it."""
    return _read(tag, whole=False)


def is_block(element: PageElement) -> bool:
    """Tell blocks from text and inline elements."""
    return isinstance(element, Tag) and (
        element.name in _BLOCKS or is_skipped(element) or is_code(element)
    )


def is_skipped(tag: Tag) -> bool:
    """Tell lists of contents, footnotes, forms and the like, which are no paragraphs."""
    if tag.name in _NO_PROSE or tag.has_attr("hidden") or is_footnotes(tag):
        return True
    classes = _classes(tag)
    return "toc" in classes or {"contents", "topic"} <= classes


def is_footnotes(tag: Tag) -> bool:
    """Tell the lists of footnotes of Python-Markdown and docutils."""
    classes = _classes(tag)
    return not _FOOTNOTES.isdisjoint(classes) or {"docutils", "citation"} <= classes


def is_code(tag: Tag) -> bool:
    """Tell blocks of code from text that is only called a highlight."""
    if tag.name == "pre":
        return True
    return not _CODE.isdisjoint(_classes(tag)) and tag.find("pre") is not None


def is_text(element: PageElement) -> bool:
    """Tell text that is shown from comments and declarations."""
    return isinstance(element, NavigableString) and not isinstance(element, _NO_TEXT)


def _read(tag: Tag, *, whole: bool) -> str:
    """Read without recursion: a page may nest deeper than Python may call."""
    parts: list[str] = []
    waiting: list[PageElement] = list(reversed(tag.contents))
    while waiting:
        element = waiting.pop()
        if not isinstance(element, Tag):
            if is_text(element):
                parts.append(str(element))
        elif element.name == "br":
            parts.append("\n")
        elif _is_unread(element):
            continue
        elif not is_block(element):
            waiting += reversed(element.contents)
        elif whole:
            waiting += [_BREAK, *reversed(element.contents), _BREAK]
        else:
            parts.append("\n")
    return tidy(without_control("".join(parts)))


def _is_unread(tag: Tag) -> bool:
    """Whether nobody would read this aloud: ruby, footnote marks, widgets."""
    if tag.name in _NOT_READ_ALOUD or tag.has_attr("hidden"):
        return True
    if not _FOOTNOTE_REFERENCES.isdisjoint(_classes(tag)):
        return True
    return tag.name == "sup" and str(tag.get("id", "")).startswith("fnref")


def _classes(tag: Tag) -> set[str]:
    classes = tag.get("class") or ()
    return set(classes.split() if isinstance(classes, str) else classes)
