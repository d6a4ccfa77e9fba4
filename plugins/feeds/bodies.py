"""An article's HTML as a feed reader can use it: complete addresses, no scripts, text only XML has.

The HTML is changed tag by tag and otherwise stays byte for byte what the page has.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from html import escape, unescape
from urllib.parse import urljoin

# Possessive (`*+`), so that a quotation mark without its partner costs no second look.
_PIECE = re.compile(
    r"""<!--.*?(?:-->|\Z)
    |<(?P<dropped>script|style)\b.*?(?:</(?P=dropped)\s*>|\Z)
    |<(?![a-z0-9]++>)  # a tag of nothing but its name stays
    (?P<name>[a-z][^\s/>]*+)(?P<attributes>(?:[^"'>]|"[^"]*"|'[^']*')*+)>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ADDRESS = re.compile(
    r"""(?P<before>\s(?P<name>href|src|srcset|poster|cite|data)\s*=\s*)
    (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""",
    re.IGNORECASE | re.VERBOSE,
)
_CANDIDATE = re.compile(r"(?P<before>\A\s*|,\s+)(?P<address>[^\s,]+)")
_AI_SECTION = re.compile(r"<section\b[^>]*\sdata-ai-disclosure=[^>]*>")
_SECTION_EDGE = re.compile(r"<(?P<end>/?)section\b[^>]*>")
_NOTICE = re.compile(r"<p\b[^>]*\sdata-commentary-notice\b[^>]*>.*?</p>\n?", re.DOTALL)
# The characters that XML 1.0, production 2, leaves out.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def both_bodies(article: tuple[str, str]) -> tuple[str, str]:
    """Return a body for the feeds with all sections, and one for those without AI.

    Args:
        article: the body and the address of its page, as for `feed_body`.
    """
    body = without_control(feed_body(*article))[0]
    return body, without_ai_sections(body)


def feed_body(html: str, page: str) -> str:
    """Make every address of a body complete and leave scripts, style sheets and comments out.

    Args:
        html: the body as the page has it.
        page: the page's own address, against which the others are read.
    """
    return _PIECE.sub(partial(_piece, page), html)


def without_ai_sections(html: str) -> str:
    """Leave out the sections that a model wrote, and the line that announces them.

    They are known by the attributes that every theme's `section.html` has to print; sections of
    the author's own and extracts have none of them, and stay.
    """
    while found := _AI_SECTION.search(html):
        html = html[: found.start()].rstrip("\n") + html[_end_of_section(html, found.end()) :]
    return _NOTICE.sub("", html)


def without_control(text: str) -> tuple[str, int]:
    """Take out what no XML can hold; return the rest and how much was taken out."""
    return _NO_XML.subn("", text)


def _end_of_section(html: str, position: int) -> int:
    depth = 1
    for edge in _SECTION_EDGE.finditer(html, position):
        depth += -1 if edge["end"] else 1
        if depth == 0:
            return edge.end()
    return len(html)


def _piece(page: str, piece: re.Match[str]) -> str:
    if piece["name"] is None:
        return ""
    attributes = piece["attributes"]
    if "=" not in attributes:
        return piece.group()
    return f"<{piece['name']}{_ADDRESS.sub(partial(_attribute, page), attributes)}>"


def _attribute(page: str, attribute: re.Match[str]) -> str:
    value = next(v for v in attribute.group("double", "single", "bare") if v is not None)
    plain = unescape(value).strip()
    if attribute["name"].lower() == "srcset":
        complete = _CANDIDATE.sub(
            lambda found: found["before"] + _complete(page, found["address"]), plain
        )
    else:
        complete = _complete(page, plain)
    return attribute.group() if complete == plain else f'{attribute["before"]}"{escape(complete)}"'


@lru_cache(maxsize=1_024)  # a sentence after another leads to the same paragraph
def _complete(page: str, address: str) -> str:
    try:
        return urljoin(page, address)
    except ValueError:  # such as `http://[`, which leads nowhere on the page either
        return address
