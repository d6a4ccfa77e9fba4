"""What an article is compared by: its language, time, tags, category and the terms of its title."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LATIN = re.compile(r"[a-z0-9][a-z0-9.+#-]*[a-z0-9+#]")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
_KANJI = re.compile(r"[一-鿿々〇]{2,}")
_AMOUNT = re.compile(r"\d[\d,.]*[年月日時分秒回目人件社万億兆円割]*")
_SHORTEST_WORD = 4
"""English words below this length, `the` and `for` among them, name nothing."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One article as the others see it."""

    key: str
    """Path of its source; breaks ties."""
    language: str
    moment: float
    """Seconds since 1970."""
    tags: frozenset[str] = frozenset()
    """Slugs."""
    category: str = ""
    terms: frozenset[str] = frozenset()
    series: str = ""
    """Name of its series; empty without one."""
    series_index: int | None = None
    """Number that the author gave it there."""

    @property
    def place(self) -> tuple[float, str]:
        """What orders the articles of a language: time, then path."""
        return self.moment, self.key


def title_terms(title: str) -> frozenset[str]:
    """Take the terms out of a title that two articles on one subject are likely to share.

    These are runs of katakana, Latin words that have a digit or four letters or are written in
    capitals, and pairs of neighbouring kanji: names of people, places and things are made of them,
    and no dictionary is needed. Full-width forms count as their half-width ones.
    """
    text = unicodedata.normalize("NFKC", title)
    names = {word for word in _LATIN.findall(text.lower()) if _may_name(word, text)}
    runs = _KANJI.findall(_AMOUNT.sub(" ", text))
    pairs = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    return frozenset(names | pairs | set(_KATAKANA.findall(text)))


def _may_name(word: str, text: str) -> bool:
    if word.isdigit():
        return False
    is_long = len(word) >= _SHORTEST_WORD
    return is_long or any(sign.isdigit() for sign in word) or word.upper() in text
