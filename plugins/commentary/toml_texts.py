"""Texts as TOML's basic strings, each in one line."""

from __future__ import annotations

import json
import re

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def toml_text(value: str) -> str:
    """Write a TOML basic string in one line; JSON's escapes are TOML's.

    Half a surrogate pair, which only a broken server sends, has no place in UTF-8.
    """
    quoted = json.dumps(_SURROGATE.sub("\ufffd", value), ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
