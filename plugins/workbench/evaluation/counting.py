"""Rates of what was judged, by kind of error and language, with their intervals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from .judging import SOUND_SECTION, SOUND_SENTENCE
from .trials import Error

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .judging import Judged

ALL_ERRORS = "all errors"
_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: all texts of one kind in one language."""

    what: str
    language: str
    texts: int
    blocked: int
    rate: float
    interval: tuple[float, float]
    """In which the true rate lies with 95 % confidence, as Wilson computes it."""
    noticed: int
    """Texts with any finding, advisory ones included."""
    rules: tuple[tuple[str, int], ...]
    """Texts that a rule objected to, the busiest rule first."""


def rows(judged: Iterable[Judged]) -> tuple[Row, ...]:
    """Count what was judged, by kind and language and over both."""
    texts = tuple(judged)
    languages = sorted({one.language for one in texts})
    kinds = [(str(what), {str(what)}) for what in (*Error, SOUND_SENTENCE, SOUND_SECTION)]
    kinds.insert(len(Error), (ALL_ERRORS, {str(what) for what in Error}))
    counted = (
        _row(what, language, [t for t in texts if t.what in of and language in (t.language, "all")])
        for what, of in kinds
        for language in (*languages, "all")
    )
    return tuple(row for row in counted if row.texts)


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the ends of the interval of a share; all is possible as long as nothing was counted."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    spread = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2) ** 2 / total
    reach = sqrt(spread * (share * (1 - share) + spread / 4))
    low, high = ((share + spread / 2 + side) / (1 + spread) for side in (-reach, reach))
    return max(0.0, low), min(1.0, high)


def _row(what: str, language: str, texts: list[Judged]) -> Row:
    counts = Counter(rule for one in texts for rule in {f.rule for f in one.findings})
    blocked = sum(one.is_blocked for one in texts)
    noticed = sum(bool(one.findings) for one in texts)
    rules = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    share, interval = blocked / max(1, len(texts)), wilson(blocked, len(texts))
    return Row(what, language, len(texts), blocked, share, interval, noticed, rules)
