"""How long a text takes to read: Japanese by its characters, other scripts by their words."""

from __future__ import annotations

import html
import math
import re

CHARACTERS_A_MINUTE = 653
"""Japanese, silent reading: Kobayashi and Kawashima 2018, a mean over adults."""
WORDS_A_MINUTE = 238
"""English, silent reading of non-fiction: Brysbaert 2019, a mean over 190 studies."""

# Readings of ruby are read with their base, the numbers of notes hardly; grounds are folded away.
_UNREAD = re.compile(
    r"<(script|style|rt|rp|details|template)\b.*?</\1>"
    r"|<sup\b[^>]*(?:fnref|class=\"refs\")[^>]*>.*?</sup>"
    r"|<a\b[^>]*footnote-backref[^>]*>.*?</a>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_WIDE_RUN = re.compile(
    "[\u3001-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]+"
)
_WORD = re.compile(r"\w[\w'’.,-]*")


def reading_minutes(markup: str) -> int:
    """Return the minutes that a piece of HTML takes, rounded up, at least one."""
    text = html.unescape(_TAG.sub(" ", _UNREAD.sub("", markup)))
    rest, runs = _WIDE_RUN.subn(" ", text)
    characters = len(text) - len(rest) + runs
    words = len(_WORD.findall(rest))
    return max(1, math.ceil(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE))
