"""Rules about pictures and about HTML that an author writes by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .manuscripts import Kind
from .remarks import Remark, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from .manuscripts import Manuscript

_CODE = re.compile(r"(`+)[^`\n]+?\1")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\((?P<src><[^>\n]+>|[^\s)]+)[^)\n]*\)")
_TAG = re.compile(
    r"<(?P<tag>img|iframe|script|embed|object|video|audio)\b(?P<rest>[^>]*)>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_STYLE = re.compile(r"<[a-zA-Z][^<>]*\sstyle\s*=", re.IGNORECASE)
_FOREIGN = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_MARKDOWN = re.compile(r"\s*(?P<mark>[-*+] \S|#{1,6} \S|\[[^\]]+\]\([^)\s]+\)|\*\*[^*\s][^*]*\*\*)")
_VERBATIM = re.compile(r"<(pre|script|style|svg|math|textarea)\b", re.IGNORECASE)


def markup_remarks(
    manuscript: Manuscript, unsized: Collection[str], is_card: Callable[[str], bool]
) -> Iterator[Remark]:
    """Yield what is wrong with pictures and HTML in a body.

    Args:
        manuscript: the body.
        unsized: names of the picture files that a page shows without width and height.
        is_card: tells whether a frame with an address becomes a card with a link.
    """
    lines = [line for line in manuscript.lines if line.kind in {Kind.TEXT, Kind.HTML}]
    text = "\n".join(_CODE.sub(lambda code: " " * len(code[0]), line.text) for line in lines)
    numbers = [line.number for line in lines]
    for place, rule, subject in _findings(text, unsized, is_card):
        yield Remark(numbers[text.count("\n", 0, place)], rule, subject)
    yield from _unread_markdown(manuscript)


def _findings(
    text: str, unsized: Collection[str], is_card: Callable[[str], bool]
) -> Iterator[tuple[int, Rule, str]]:
    for found in _IMAGE.finditer(text):
        source = found["src"].strip("<>")
        yield from ((found.start(), *rest) for rest in _picture(source, found["alt"], unsized))
    for found in _TAG.finditer(text):
        values = _attributes(found["rest"])
        source = values.get("src", "")
        if found["tag"].lower() == "img":
            sizes = () if {"width", "height"} <= values.keys() else unsized
            yield from (
                (found.start(), *rest) for rest in _picture(source, values.get("alt"), sizes)
            )
        elif _is_stopped(found["tag"].lower(), source) and not is_card(source):
            yield found.start(), Rule.POLICY, f"<{found['tag']}>"
    for found in _STYLE.finditer(text):
        yield found.start(), Rule.STYLE_ATTRIBUTE, ""


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): double or single or bare
        for name, double, single, bare in _ATTRIBUTE.findall(text)
    }


def _picture(source: str, alt: str | None, unsized: Collection[str]) -> Iterator[tuple[Rule, str]]:
    name = unquote(source.rpartition("/")[2])
    if _FOREIGN.match(source):
        yield Rule.IMAGE_FOREIGN, source
    elif name in unsized:
        yield Rule.IMAGE_SIZE, name
    if not alt:
        yield Rule.IMAGE_ALT, name


def _is_stopped(tag: str, source: str) -> bool:
    """Tell whether the policy of the pages (`default-src 'none'`) stops an element."""
    if tag in {"video", "audio"}:
        return bool(_FOREIGN.match(source))
    return True


def _unread_markdown(manuscript: Manuscript) -> Iterator[Remark]:
    """Find the first mark in each piece of HTML that an author may think is read."""
    is_reported, is_verbatim = False, False
    for line in manuscript.lines:
        if line.kind is not Kind.HTML:
            is_reported = is_verbatim = False
            continue
        is_verbatim = is_verbatim or bool(_VERBATIM.search(line.text))
        found = _MARKDOWN.match(line.text)
        if found and not is_reported and not is_verbatim:
            is_reported = True
            yield Remark(line.number, Rule.MARKDOWN_IN_HTML, found["mark"])
