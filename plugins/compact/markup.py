"""Quotes and white space that HTML does not need come off; what a browser makes of it is the same.

Quotes go where the value has none of the signs that the HTML standard keeps for them (13.1.2.3,
"Unquoted attribute value syntax"). White space goes where a block begins or ends beside it, since
no browser draws it there. Text, `pre`, `textarea`, `script`, `style`, comments and tags that end
in `/>` stay as they are.
"""

from __future__ import annotations

import re

_ATTRIBUTES = r"""(?:[^"'<>]|"[^"]*"|'[^']*')*"""
_PIECE = re.compile(
    rf"""(?P<whole><!--.*?-->|<(?P<name>pre|textarea|script|style|svg|math)\b{_ATTRIBUTES}>.*?</(?P=name)\s*>)
    |<(?P<end>/?)(?P<tag>[a-z][a-z0-9-]*)(?P<attributes>{_ATTRIBUTES})>""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s"'<>/=]+)="(?P<value>[^"]*)"|'[^']*'|"[^"]*\"""")
_PLAIN = re.compile(r"""[^\s"'=<>`]+""")
_SPACE = " \t\n\f\r"
"""What HTML takes for white space; a full-width space is a letter."""
_BLOCKS = frozenset(
    """address article aside base blockquote body caption col colgroup dd details div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li link
    main meta nav ol p pre script search section style summary table tbody td template tfoot th
    thead title tr ul""".split()
)


def compacted(html: str) -> str:
    """Return HTML that means the same in fewer bytes.

    Args:
        html: a page, or a part of one that begins and ends outside tags.
    """
    out: list[str] = []
    place, was_block = 0, False
    for found in _PIECE.finditer(html):
        is_block = (found["name"] or found["tag"] or "").lower() in _BLOCKS
        out.append(_between(html[place : found.start()], was_block or is_block))
        out.append(found["whole"] or _tag(found))
        place, was_block = found.end(), is_block
    return "".join(out) + html[place:]


def _between(text: str, is_beside_block: bool) -> str:  # noqa: FBT001 - what the caller just found
    return "" if is_beside_block and not text.strip(_SPACE) else text


def _tag(found: re.Match[str]) -> str:
    attributes = found["attributes"]
    if found["end"] or attributes.endswith("/"):
        return found[0]
    return f"<{found['tag']}{_ATTRIBUTE.sub(_attribute, attributes)}>"


def _attribute(found: re.Match[str]) -> str:
    if found["value"] is None or not _PLAIN.fullmatch(found["value"]):
        return found[0]
    return f"{found['name']}={found['value']}"
