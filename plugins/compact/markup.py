"""Quotes, white space and end tags that HTML does not need come off; a browser sees the same page.

Quotes go where the value has none of the signs that the HTML standard keeps for them (13.1.2.3,
"Unquoted attribute value syntax"). White space goes where a block begins or ends beside it, since
no browser draws it there. The end tags of paragraphs, list items and cells go where what follows
ends them (13.1.2.4, "Optional tags"). Text, `pre`, `textarea`, `script`, `style`, comments and tags that end
in `/>` stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ATTRIBUTES = r"""(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+"""
_PIECE = re.compile(
    rf"""<(?:!--.*?(?:-->|\Z)
    |(?P<whole>(?i:pre|textarea|script|style|svg|math))\b{_ATTRIBUTES}>.*?(?:</(?i:(?P=whole))\s*>|\Z)
    |(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>{_ATTRIBUTES})>)""",
    re.DOTALL | re.VERBOSE,
)
# A value without quotes, or with those that it came with.
_VALUE = re.compile(r"""(?<=[^\s"'<>/=]=)"([^\s"'=<>`]+)"|('[^']*'|"[^"]*")""")
_SPACE = " \t\n\f\r"
"""What HTML takes for white space; a full-width space is a letter."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _words(
    """address article aside base blockquote body caption col colgroup dd details div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li link
    main meta nav ol p pre script search section style summary table tbody td template tfoot th
    thead title tr ul"""
)
_BESIDE_BLOCK = _BLOCKS | {f"/{name}" for name in _BLOCKS}
"""Tags, beginnings and ends."""
_PARAGRAPH_ENDERS = _words(
    """address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header hr main nav ol p pre search section table ul /article /aside /blockquote
    /body /dd /details /div /figcaption /figure /footer /form /header /li /main /nav /section /td
    /th"""
)
_ENDERS = {
    "p": _PARAGRAPH_ENDERS,
    "li": _words("li /ol /ul"),
    "td": _words("td th /tr"),
    "th": _words("td th /tr"),
    "tr": _words("tr /tbody /thead /table"),
}
"""By element: the tags before which its own end tag says nothing."""


def compacted(html: str) -> str:
    """Return HTML that means the same in fewer bytes.

    Args:
        html: a page, or a part of one that begins and ends outside tags.
    """
    out: list[str] = []
    place, last = 0, ""
    for found in _PIECE.finditer(html):
        start = found.start()
        whole, end, name, attributes = found.groups()
        tag = f"{end or ''}{whole or name or ''}".lower()
        text = _between(html[place:start], last, tag) if start > place else ""
        if not text and last[:1] == "/" and tag in _ENDERS.get(last[1:], ()):
            out.pop()
        out += (text, _tag(name, attributes) if attributes and not end else found[0])
        place, last = found.end(), tag
    return "".join(out) + html[place:]


def _between(text: str, before: str, after: str) -> str:
    is_beside_block = before in _BESIDE_BLOCK or after in _BESIDE_BLOCK
    return "" if is_beside_block and not text.strip(_SPACE) else text


@lru_cache(maxsize=4_096)
def _tag(name: str, attributes: str) -> str:
    if '"' not in attributes or attributes.endswith("/"):
        return f"<{name}{attributes}>"
    values = _VALUE.sub(r"\1\2", attributes)
    return f"<{name}{values}>"
