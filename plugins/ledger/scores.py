"""How good probabilities were, once it is known what happened.

All scores are of pairs: a probability `p` between 0 and 1, and an outcome `o`, 1 if what was said
came true and 0 if not. Every score is a plain number; nothing here knows a page.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Pair = tuple[float, bool]
"""A probability, and whether it happened."""

FEW = 20
"""Below so many answers, scores say little about anybody."""
_NORMAL_95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""
_HALF = 0.5
_ALL = 100
_BANDS = ((50, 60), (60, 70), (70, 80), (80, 90), (90, 100))
"""In per cent; the lower end belongs to the band, and 100 to the last."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where a value may really lie, with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The parts of a Brier score: reliability - resolution + uncertainty + within."""

    reliability: float
    """How far the frequencies of the bands are from what was said of them; 0 is best."""
    resolution: float
    """How far the frequencies of the bands are from the mean; more is better."""
    uncertainty: float
    """What the questions themselves bring: 0.25 if half of them came true."""
    within: float
    """What rounding to bands leaves over; 0 if all probabilities of a band are equal."""


@dataclass(frozen=True, slots=True)
class Band:
    """Probabilities of about the same size, on the side of what was held more likely."""

    low: int
    high: int
    """Both ends in per cent, from 50 to 100."""
    count: int
    hits: int
    """How often what was held more likely happened."""
    mean: float
    """Of the probabilities; between 0.5 and 1."""
    interval: Interval
    """Of the frequency of hits."""

    @property
    def frequency(self) -> float:
        """The share of hits, between 0 and 1."""
        return self.hits / self.count


@dataclass(frozen=True, slots=True)
class Scores:
    """All that is said of some pairs; there is at least one."""

    count: int
    came_true: int
    brier: float
    brier_interval: Interval | None
    """Nothing below `FEW` pairs, where the mean of squares is too far from a normal one."""
    log: float
    skill_half: float
    """Against somebody who always says 50 %."""
    skill_base: float | None
    """Against somebody who always says the share that came true; nothing if that is 0 or 1, since
    such a forecast would have been perfect."""
    parts: Decomposition
    bands: tuple[Band, ...]

    @property
    def base_rate(self) -> float:
        """The share that came true."""
        return self.came_true / self.count

    @property
    def is_few(self) -> bool:
        """Whether there are too few for the numbers to mean much."""
        return self.count < FEW


def scores_of(pairs: Sequence[Pair]) -> Scores | None:
    """Score some pairs; none have no score."""
    if not pairs:
        return None
    brier = brier_score(pairs)
    came_true = sum(happened for _, happened in pairs)
    base = came_true / len(pairs)
    reference = base * (1 - base)
    return Scores(
        count=len(pairs),
        came_true=came_true,
        brier=brier,
        brier_interval=_mean_interval([(p - o) ** 2 for p, o in pairs]),
        log=log_score(pairs),
        skill_half=1 - brier / _HALF**2,
        skill_base=1 - brier / reference if reference else None,
        parts=decompose(pairs),
        bands=tuple(calibration(pairs)),
    )


def brier_score(pairs: Sequence[Pair]) -> float:
    """Return the mean of (p - o)², from 0 (best) to 1; always saying 50 % gives 0.25.

    This is the one-sided form for two outcomes. The original (G. W. Brier, Verification of
    Forecasts Expressed in Terms of Probability, Monthly Weather Review 78, 1950) sums over both
    outcomes and gives twice as much.
    """
    return math.fsum((p - o) ** 2 for p, o in pairs) / len(pairs)


def log_score(pairs: Sequence[Pair]) -> float:
    """Return the mean of -ln(probability of what happened), from 0 (best); 50 % gives 0.693.

    I. J. Good, Rational Decisions, Journal of the Royal Statistical Society B 14, 1952.
    """
    return -math.fsum(math.log(p if happened else 1 - p) for p, happened in pairs) / len(pairs)


def decompose(pairs: Sequence[Pair]) -> Decomposition:
    """Split the Brier score by bands of a tenth: [0, 0.1), [0.1, 0.2) … [0.9, 1].

    Reliability, resolution, uncertainty: A. H. Murphy, A New Vector Partition of the Probability
    Score, Journal of Applied Meteorology 12, 1973. What differs within a band: D. B. Stephenson,
    C. A. S. Coelho, I. T. Jolliffe, Two Extra Components in the Brier Score Decomposition, Weather
    and Forecasting 23, 2008. With it the sum is exact.
    """
    total = len(pairs)
    base = sum(happened for _, happened in pairs) / total
    reliability = resolution = 0.0
    for band in _by_tenth(pairs):
        mean = math.fsum(p for p, _ in band) / len(band)
        frequency = sum(happened for _, happened in band) / len(band)
        reliability += len(band) * (mean - frequency) ** 2 / total
        resolution += len(band) * (frequency - base) ** 2 / total
    uncertainty = base * (1 - base)
    within = brier_score(pairs) - (reliability - resolution + uncertainty)
    return Decomposition(reliability, resolution, uncertainty, within)


def calibration(pairs: Iterable[Pair]) -> Iterable[Band]:
    """Yield the bands that have pairs, folded: 30 % for a thing is 70 % against it."""
    folded = [(p, happened) if p >= _HALF else (1 - p, not happened) for p, happened in pairs]
    for low, high in _BANDS:
        own = [(p, hit) for p, hit in folded if _is_within(p, low, high)]
        if own:
            hits = sum(hit for _, hit in own)
            mean = math.fsum(p for p, _ in own) / len(own)
            yield Band(low, high, len(own), hits, mean, wilson(hits, len(own)))


def wilson(hits: int, count: int) -> Interval:
    """Return the 95 % interval of a frequency; `count` is at least 1.

    E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal of
    the American Statistical Association 22, 1927. It stays between 0 and 1 for any count.
    """
    z2 = _NORMAL_95**2
    share = hits / count
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    spread = math.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    half = _NORMAL_95 / (1 + z2 / count) * spread
    # at none and all, the formula gives 0 and 1, which rounding must not miss
    low = 0.0 if hits == 0 else middle - half
    high = 1.0 if hits == count else middle + half
    return Interval(low, high)


def _mean_interval(values: Sequence[float]) -> Interval | None:
    """Return the normal 95 % interval of a mean: mean ± 1.96 · s / √n, within 0 and 1."""
    count = len(values)
    if count < FEW:
        return None
    mean = math.fsum(values) / count
    variance = math.fsum((value - mean) ** 2 for value in values) / (count - 1)
    half = _NORMAL_95 * math.sqrt(variance / count)
    return Interval(max(0.0, mean - half), min(1.0, mean + half))


def _is_within(p: float, low: int, high: int) -> bool:
    # rounded, because 1 - 0.3 is a little less than 0.7
    percent = round(p * 100, 9)
    return low <= percent < high or percent == high == _ALL


def _by_tenth(pairs: Iterable[Pair]) -> Iterable[list[Pair]]:
    tenths: defaultdict[int, list[Pair]] = defaultdict(list)
    for p, happened in pairs:
        tenths[min(9, math.floor(round(p * 10, 9)))].append((p, happened))
    return tenths.values()
