"""The calibration plot as numbers: where each band stands in a drawing of fixed size.

What was said runs to the right from 50 to 100 %, how often it was right upward from 0 to 100 %.
The theme draws; a reader who sees no drawing has the same numbers in a table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .scores import Band

WIDTH, HEIGHT = 320, 300
"""Of the drawing, in its own units: so that on a phone of 320 px a letter keeps its size."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 308, 12, 250


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on an axis."""

    at: float
    percent: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A band: a dot, a line for its interval, and its count."""

    x: float
    y: float
    radius: float
    low: float
    high: float
    """Ends of the interval; `low` stands lower on the page and is the greater number."""
    band: Band


@dataclass(frozen=True, slots=True)
class Plot:
    """All places of a drawing."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    diagonal: tuple[float, float, float, float]
    """Where what was said is as often right as it says: x and y of both ends."""
    dots: tuple[Dot, ...]


def plot_of(bands: Iterable[Band]) -> Plot:
    """Place every band; areas of dots grow with their counts."""
    listed = tuple(bands)
    most = max((band.count for band in listed), default=1)
    return Plot(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=_BOTTOM,
        across=tuple(Tick(_x(percent / 100), percent) for percent in range(50, 101, 10)),
        upward=tuple(Tick(_y(percent / 100), percent) for percent in range(0, 101, 25)),
        diagonal=(_x(0.5), _y(0.5), _x(1), _y(1)),
        dots=tuple(
            Dot(
                x=_x(band.mean),
                y=_y(band.frequency),
                radius=round(3 + 5 * math.sqrt(band.count / most), 1),
                low=_y(band.interval.low),
                high=_y(band.interval.high),
                band=band,
            )
            for band in listed
        ),
    )


def _x(share: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * (share - 0.5) * 2, 1)


def _y(share: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * share, 1)
