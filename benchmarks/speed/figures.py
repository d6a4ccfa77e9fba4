"""What was measured, and what follows from it: medians, ratios, growth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import log
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Case(StrEnum):
    """What a figure counts."""

    COLD = "cold"
    """Seconds of a build from nothing."""
    EDITED = "edited"
    """Seconds of a build after one post was edited."""
    UNCHANGED = "unchanged"
    """Seconds of a build after which nothing is different."""
    COLD_WORK = "cold, processor"
    """Processor seconds of the process and all it waited for; steadier than time on a busy machine."""
    EDITED_WORK = "edited, processor"
    UNCHANGED_WORK = "unchanged, processor"
    PEAK = "peak"
    """Bytes that the process and its children held at most."""
    PAGES = "pages"
    """HTML files of the whole site."""
    RELOAD = "reload"
    """Seconds from saving a post to its text in the browser."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of one run."""

    peer: str
    size: int
    """Posts."""
    case: Case
    amount: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several runs, and how far they lie apart."""

    middle: float
    least: float
    most: float


class Figures:
    """All figures of one bench, in the order of the runs."""

    def __init__(self, measured: Iterable[Measured]) -> None:
        self.measured = tuple(measured)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of posts that were measured, the smallest first."""
        return tuple(sorted({each.size for each in self.measured}))

    @property
    def peers(self) -> tuple[str, ...]:
        """Names of those that ran, in the order of their turns."""
        return tuple(dict.fromkeys(each.peer for each in self.measured))

    def amounts(self, peer: str, size: int, case: Case) -> tuple[float, ...]:
        """Return one amount for each round."""
        return tuple(
            each.amount
            for each in self.measured
            if (each.peer, each.size, each.case) == (peer, size, case)
        )

    def spread(self, peer: str, size: int, case: Case) -> Spread | None:
        """Return the middle of all rounds; none when it was not measured."""
        return _spread(self.amounts(peer, size, case))

    def ratio(self, peer: str, other: str, size: int, case: Case) -> Spread | None:
        """Divide round by round, since a slow round is slow for both."""
        pairs = zip(self.amounts(peer, size, case), self.amounts(other, size, case), strict=False)
        return _spread([one / two for one, two in pairs if two])

    def exponent(self, peer: str, case: Case) -> float | None:
        """Return how an amount grows with the posts: 1 is in step with them, 2 with their square.

        It is taken between the smallest and the largest size, from the medians.
        """
        middles = [(size, self.spread(peer, size, case)) for size in self.sizes]
        points = [(size, found.middle) for size, found in middles if found and found.middle > 0]
        if len(points) < 2:
            return None
        (few, small), (many, large) = points[0], points[-1]
        return log(large / small) / log(many / few)


def _spread(amounts: Sequence[float]) -> Spread | None:
    return Spread(median(amounts), min(amounts), max(amounts)) if amounts else None
