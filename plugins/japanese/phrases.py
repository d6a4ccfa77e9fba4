"""Japanese headings break between phrases: `<wbr>` where a reader would pause.

A `<wbr>` has no width and no text, so that what is copied or searched for is the heading as it was
written. Chromium takes one for a space in the name that a screen reader gets, hence `aria-hidden`.
"""

from __future__ import annotations

import functools
import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import budoux
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

_BREAK = '<wbr aria-hidden="true">'
_HEADING = re.compile(r"(<(h[12])\b[^>]*>)(.*?)(</\2>)", re.DOTALL | re.IGNORECASE)
_TOKEN = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^>]*>|<!--.*?-->|&#?\w+;|.", re.DOTALL)
_WHOLE = frozenset({"ruby", "code", "kbd", "samp", "math", "svg"})
"""Elements that are not broken inside."""
_WIDE = re.compile("[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]")
_NO_START = frozenset(
    "、。，．！？：；」』）］｝】〉》〕ー々・…‥ぁぃぅぇぉっゃゅょァィゥェォッャュョ％"
)
_NO_END = frozenset("「『（［｛【〈《〔＃￥")


@functools.cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


def phrased(text: str) -> Markup:
    """Escape a text and mark where it may break."""
    breaks = [0, *_breaks(text), len(text)]
    phrases = [escape(text[start:end]) for start, end in pairwise(breaks)]
    return Markup(_BREAK).join(phrases)  # noqa: S704 - a constant


def phrased_headings(content: str, language: str) -> Markup:
    """Mark where the headings of a piece of HTML may break; nothing else of it changes."""
    if language.partition("-")[0].lower() == "ja":
        content = _HEADING.sub(lambda m: m[1] + _phrased_html(m[3]) + m[4], content)
    return Markup(content)  # noqa: S704 - the content as Pelican made it, with fixed marks


def _phrased_html(markup: str) -> str:
    tokens = list(_tokens(markup))
    breaks = set(_breaks("".join(character for _, character, _ in tokens)))
    pieces, position = [], 0
    for token, character, may_break in tokens:
        # before the first token at that place, which may be the tag that opens an element
        if may_break and position in breaks:
            breaks.discard(position)
            pieces.append(_BREAK)
        pieces.append(token)
        position += len(character)
    return "".join(pieces)


def _tokens(markup: str) -> Iterator[tuple[str, str, bool]]:
    """Yield tags and characters, the character each one shows, and whether a break may precede."""
    whole = ""
    for found in _TOKEN.finditer(markup):
        token, closing, name = found[0], found[1], (found[2] or "").lower()
        is_tag = bool(name) or token.startswith("<!--")
        yield token, "" if is_tag else _shown(token, whole), not whole and not closing
        if name in _WHOLE and not closing and not whole:
            whole = name
        elif closing and name == whole:
            whole = ""


def _shown(token: str, whole: str) -> str:
    # one character for each, so that places agree
    return "\ufffc" if whole and whole != "ruby" else html.unescape(token)[:1] or " "


def _breaks(text: str) -> Iterator[int]:
    """Yield the places between two phrases of a text."""
    position = 0
    for phrase in _parser().parse(text)[:-1] if _WIDE.search(text) else ():
        position += len(phrase)
        before, after = text[position - 1], text[position]
        is_japanese = bool(_WIDE.match(before) or _WIDE.match(after))
        if is_japanese and _may_part(before, after):
            yield position


def _may_part(before: str, after: str) -> bool:
    is_space = before.isspace() or after.isspace()
    return not is_space and before not in _NO_END and after not in _NO_START
