"""The scenery of a card: three ridges and a low sun, made of the bytes of a digest.

Only sums and products decide, never a function of the platform's mathematics library: the same
seed gives the same points on every machine.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

SPANS = 6
"""A ridge is led through so many spans of equal width."""
_KNOTS = SPANS + 3
_STEP = 8
Point = tuple[int, int]
_Weights = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where scenery stands in a picture, in pixels."""

    width: int
    height: int
    sun_y: int
    radius: int
    ridges: tuple[tuple[int, int], ...]
    """Of each ridge, the highest and the lowest that its edge goes; the farthest first."""


@dataclass(frozen=True, slots=True)
class Sun:
    """A disc, in pixels."""

    x: int
    y: int
    radius: int


@dataclass(frozen=True, slots=True)
class Ridge:
    """A uniform cubic B-spline through a row of knots; it stays within their heights."""

    knots: tuple[int, ...]
    """Heights in pixels from the top; the first and the last stand outside the picture."""
    width: int

    def points(self) -> list[Point]:
        """Return the edge from left to right, a point every few pixels."""
        return [
            (x, round(_height(self.knots[span : span + 4], weights)))
            for x, span, weights in _steps(self.width)
        ]

    def curves(self) -> list[tuple[int, int, int, int]]:
        """Return each span as the heights of the four points of a cubic Bézier curve."""
        rows = (self.knots[at : at + 4] for at in range(SPANS))
        return [
            (
                round((one + 4 * two + three) / 6),
                round((2 * two + three) / 3),
                round((two + 2 * three) / 3),
                round((two + 4 * three + four) / 6),
            )
            for one, two, three, four in rows
        ]


@cache
def _steps(width: int) -> tuple[tuple[int, int, _Weights], ...]:
    """Return each point of an edge: its place, its span, and what the knots weigh there."""
    gap = width / SPANS
    spans = ((x, min(int(x / gap), SPANS - 1)) for x in range(0, width + 1, _STEP))
    return tuple((x, span, _weights(x / gap - span)) for x, span in spans)


def _weights(at: float) -> _Weights:
    rest = 1 - at
    return (
        rest * rest * rest,
        3 * at * at * at - 6 * at * at + 4,
        3 * rest * rest * rest - 6 * rest * rest + 4,
        at * at * at,
    )


def _height(knots: tuple[int, ...], weights: _Weights) -> float:
    one, two, three, four = knots
    first, second, third, fourth = weights
    return (first * one + second * two + third * three + fourth * four) / 6


@dataclass(frozen=True, slots=True)
class Scenery:
    """What is drawn, from the back to the front."""

    sun: Sun
    ridges: tuple[Ridge, ...]


def scenery(seed: str, frame: Frame) -> Scenery:
    """Lay out the scenery that belongs to a seed."""
    noise = hashlib.sha256(seed.encode("utf-8")).digest()
    left, right = frame.width * 58 // 100, frame.width * 88 // 100
    sun = Sun(left + (right - left) * noise[0] // 255, frame.sun_y, frame.radius)
    ridges = tuple(
        Ridge(_knots(noise[1 + at * _KNOTS : 1 + (at + 1) * _KNOTS], *reach), frame.width)
        for at, reach in enumerate(frame.ridges)
    )
    return Scenery(sun, ridges)


def _knots(noise: bytes, high: int, low: int) -> tuple[int, ...]:
    return tuple(low - (low - high) * byte // 255 for byte in noise)
