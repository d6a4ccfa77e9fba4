"""Small corrections: is a quote still there when the author mended a typing error in it?"""

from __future__ import annotations

import re

from .texts import fold

_MOST_CHANGES = 2
_CORRECTABLE = re.compile(r"[\u3041-\u309fa-z]*")
"""Hiragana and small Latin letters; kanji, katakana, capitals and digits carry names and numbers."""
_NEGATIONS = re.compile(
    r"ない|なく|なか|なし|ません|ぬ|ず|まい|not|n't|never|nor|without|neither|cannot|un(?=[a-z])"
)
_SHORTEST = 8


def find_corrected(text: str, quote: str) -> bool:
    """Tell whether a text has a quote but for a correction of at most two characters.

    The correction may touch only hiragana or small Latin letters and must leave the number of
    negations as it is, so that no number, name or negation differs.
    """
    wanted, folded = fold(quote), fold(text)
    if len(wanted) < _SHORTEST:
        return False
    end = _best_end(folded, wanted)
    if end is None:
        return False
    candidates = (
        folded[max(0, end - length) : end]
        for length in range(len(wanted) - _MOST_CHANGES, len(wanted) + _MOST_CHANGES + 1)
    )
    return any(_is_correction(wanted, candidate, text) for candidate in candidates)


def _best_end(text: str, wanted: str) -> int | None:
    """Find where the closest stretch of a text ends (Sellers' algorithm), if it is close enough."""
    column = list(range(len(wanted) + 1))
    best, best_end = _MOST_CHANGES + 1, None
    for end, character in enumerate(text, start=1):
        previous = column
        column = [0]
        for row, letter in enumerate(wanted, start=1):
            change = previous[row - 1] + (letter != character)
            column.append(min(change, previous[row] + 1, column[row - 1] + 1))
        if column[-1] < best:
            best, best_end = column[-1], end
    return best_end


def _is_correction(before: str, after: str, text: str) -> bool:
    start = _common_length(before, after)
    rest_before, rest_after = before[start:], after[start:]
    end = _common_length(rest_before[::-1], rest_after[::-1])
    changed_before = rest_before[: len(rest_before) - end]
    changed_after = rest_after[: len(rest_after) - end]
    if max(len(changed_before), len(changed_after)) > _MOST_CHANGES:
        return False
    if not _CORRECTABLE.fullmatch(changed_before + changed_after):
        return False
    if _in_capitalised_word(text, after, start):
        return False
    return len(_NEGATIONS.findall(before)) == len(_NEGATIONS.findall(after))


def _common_length(first: str, second: str) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length


def _in_capitalised_word(text: str, folded: str, at: int) -> bool:
    """Whether the change lies in a Latin word that the text writes with a capital."""
    match = next((m for m in re.finditer(r"[a-z]+", folded) if m.start() <= at <= m.end()), None)
    return match is not None and any(
        fold(word) in match[0] for word in re.findall(r"\b[A-Z][A-Za-z]*", text)
    )
