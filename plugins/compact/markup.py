"""Quotes, white space and end tags that HTML does not need come off; a browser sees the same page.

Quotes go where the value has none of the signs that the HTML standard keeps for them (13.1.2.3,
"Unquoted attribute value syntax"). White space goes where a block begins or ends beside it, since
no browser draws it there. The end tags of paragraphs, list items and cells go where what follows
ends them (13.1.2.4, "Optional tags"). Text, `pre`, `textarea`, `script`, `style`, comments and tags that end
in `/>` stay as they are.
"""

from __future__ import annotations

import re

_ATTRIBUTES = r"""(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+"""
_PIECE = re.compile(
    rf"""<(?:!--.*?(?:-->|\Z)
    |(?P<whole>(?i:pre|textarea|script|style|svg|math))\b{_ATTRIBUTES}>.*?(?:</(?i:(?P=whole))\s*>|\Z)
    |(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>{_ATTRIBUTES})>)""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s"'<>/=]+)="(?P<value>[^"]*)"|'[^']*'|"[^"]*\"""")
_PLAIN = re.compile(r"""[^\s"'=<>`]+""")
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
        tag = (found["end"] or "") + (found["whole"] or found["tag"] or "").lower()
        text = _between(html[place : found.start()], last, tag)
        if not text and last[:1] == "/" and tag in _ENDERS.get(last[1:], ()):
            out.pop()
        out += (text, _tag(found) if found["attributes"] else found[0])
        place, last = found.end(), tag
    return "".join(out) + html[place:]


def _between(text: str, before: str, after: str) -> str:
    is_beside_block = bool(_BLOCKS & {before.removeprefix("/"), after.removeprefix("/")})
    return "" if is_beside_block and not text.strip(_SPACE) else text


def _tag(found: re.Match[str]) -> str:
    attributes = found["attributes"]
    if found["end"] or '"' not in attributes or attributes.endswith("/"):
        return found[0]
    return f"<{found['tag']}{_ATTRIBUTE.sub(_attribute, attributes)}>"


def _attribute(found: re.Match[str]) -> str:
    if found["value"] is None or not _PLAIN.fullmatch(found["value"]):
        return found[0]
    return f"{found['name']}={found['value']}"
