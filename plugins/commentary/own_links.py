"""Links that a person put into a sentence: `[words](https://…)`, and no other markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\((https?://[^\s()<>\"'`{}]+)\)")


def without_links(text: str) -> str:
    """Return a sentence as a reader reads it: of each link the words alone."""
    return _LINK.sub(r"\1", text)


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a sentence in order, each with the address it leads to, mostly empty."""
    at = 0
    for link in _LINK.finditer(text):
        if link.start() > at:
            yield text[at : link.start()], ""
        yield link[1], link[2]
        at = link.end()
    if text[at:]:
        yield text[at:], ""
