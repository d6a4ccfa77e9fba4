"""Small corrections: is a quote still there when the author mended a typing error in it?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from .numbers import numbers_in
from .texts import fold, fold_with_positions

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_CHANGES = 2
_CORRECTABLE = re.compile(r"[\u3041-\u309fa-z]*")
"""Hiragana and small Latin letters; kanji, katakana and digits carry names and numbers."""
_NEGATIONS = re.compile(
    r"ない|なく|なか|なし|ません|ぬ|ず|まい|n[o']t\b|\b(?:never|nor|no|without|neither|cannot)\b|"
    r"\b(?:un|in|im|il|ir)(?=[a-z]{3})",
    re.IGNORECASE,
)
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_SHORTEST = 8
_NEGATION_LENGTH = 3


def find_corrected(text: str, quote: str) -> bool:
    """Tell whether a text has a quote but for one correction of at most two characters.

    The correction may touch only hiragana or small Latin letters and must leave numbers and
    negations as they are, so that no number, name or negation differs.
    """
    folded, wanted = fold(text), fold(quote)
    if len(wanted) < _SHORTEST:
        return False
    return any(
        _is_correction(_Stretch(quote, 0, len(wanted)), _Stretch(text, start, end))
        for start, end in _windows(folded, wanted)
    )


def is_correction(before: str, after: str) -> bool:
    """Tell whether two whole texts differ by one such correction, or only in what `fold` removes."""
    old, new = fold(before), fold(after)
    if old == new:
        return numbers_in(before).keys() == numbers_in(after).keys()
    return _is_correction(_Stretch(before, 0, len(old)), _Stretch(after, 0, len(new)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a text, by its place in the folded text."""

    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        """How comparisons see it."""
        return fold(self.text)[self.start : self.end]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the stretch stands in the text itself."""
        folded, starts, ends = fold_with_positions(self.text)
        first = starts[min(self.start + start, len(folded) - 1)]
        return first, max(first, ends[self.start + end - 1]) if end else first


def _windows(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield where a text may have the wanted one: one half of it is there as it is."""
    half = (len(wanted) - _MOST_CHANGES) // 2
    starts = set(_occurrences(text, wanted[:half]))
    for at in _occurrences(text, wanted[-half:]):
        first = at + half - len(wanted)
        starts.update(range(first - _MOST_CHANGES, first + _MOST_CHANGES + 1))
    for start in sorted(starts):
        for length in range(len(wanted) - _MOST_CHANGES, len(wanted) + _MOST_CHANGES + 1):
            if start >= 0 and start + length <= len(text):
                yield start, start + length


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _is_correction(before: _Stretch, after: _Stretch) -> bool:
    old, new = before.folded, after.folded
    start = _common_length(old, new)
    tail = _common_length(old[start:][::-1], new[start:][::-1])
    removed, added = old[start : len(old) - tail], new[start : len(new) - tail]
    if max(len(removed), len(added)) > _MOST_CHANGES or not _CORRECTABLE.fullmatch(removed + added):
        return False
    if _is_in_name(before, start, start + len(removed)) or _is_in_name(
        after, start, start + len(added)
    ):
        return False
    now = _shown(after, is_open=not tail)
    return (
        len(_NEGATIONS.findall(before.text)) == len(_NEGATIONS.findall(now))
        and numbers_in(before.text).keys() == numbers_in(now).keys()
    )


def _common_length(first: str, second: str) -> int:
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _is_in_name(stretch: _Stretch, start: int, end: int) -> bool:
    """Whether a change touches a Latin word that is written with a capital."""
    first, last = stretch.original(start, end)
    return any(
        word.start() <= last and first <= word.end() and not word[0].islower()
        for word in _LATIN_WORD.finditer(stretch.text)
    )


def _shown(stretch: _Stretch, *, is_open: bool) -> str:
    """Return the stretch as written; behind a change at its end a negation may follow."""
    first, last = stretch.original(0, stretch.end - stretch.start)
    return stretch.text[first : last + (_NEGATION_LENGTH if is_open else 0)]
