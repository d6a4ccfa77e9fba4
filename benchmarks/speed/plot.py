"""A plot of seconds by number of posts as SVG, both axes by powers of ten."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from .figures import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .figures import Figures

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 70, 260, 30, 60
_COLOURS = "#b3261e #e08a00 #8a6d00 #0b57d0 #5f6368 #188038 #8430ce #00838f".split()
_GAP = 18
"""Least pixels between two names at the right."""


def plot_lines(figures: Figures, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the drawing: a line for each generator, named at its end."""
    plot = _Plot(figures)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13" role="img">'
    )
    yield "<title>Seconds of a cold build by number of posts</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    yield from plot.grid()
    for (peer, points, y), colour in zip(plot.placed(), _COLOURS * 2, strict=False):
        path = " ".join(f"{plot.x(size):.1f},{plot.y(sec):.1f}" for size, sec in points)
        size, seconds = points[-1]
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for each, value in points:
            at = f'cx="{plot.x(each):.1f}" cy="{plot.y(value):.1f}"'
            yield f'<circle {at} r="3.5" fill="{colour}"/>'
        end = f'x1="{plot.x(size):.1f}" y1="{plot.y(seconds):.1f}"'
        near = WIDTH - RIGHT + 14
        yield f'<line {end} x2="{near}" y2="{y:.1f}" stroke="{colour}" stroke-width=".7"/>'
        text = escape(f"{labels[peer]}: {seconds:.2g} s")
        yield f'<text x="{near + 4}" y="{y + 4:.1f}" fill="{colour}">{text}</text>'
    yield "</svg>"


class _Plot:
    """Where a number of posts and an amount of seconds lie on the paper."""

    def __init__(self, figures: Figures) -> None:
        self.series = [(peer, _points(figures, peer)) for peer in figures.peers]
        self.series = [(peer, points) for peer, points in self.series if points]
        seconds = [value for _, points in self.series for _, value in points]
        self.sizes = figures.sizes
        self.low, self.high = floor(log10(min(seconds))), ceil(log10(max(seconds)))
        self.first, self.last = log10(self.sizes[0]), log10(self.sizes[-1])

    def x(self, size: int) -> float:
        part = (log10(size) - self.first) / ((self.last - self.first) or 1)
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def y(self, seconds: float) -> float:
        part = (log10(seconds) - self.low) / ((self.high - self.low) or 1)
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def grid(self) -> Iterator[str]:
        end = WIDTH - RIGHT
        for power in range(self.low, self.high + 1):
            y = self.y(10.0**power)
            yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{end}" y2="{y:.1f}" stroke="#ddd"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
        for size in self.sizes:
            x, floor_y = self.x(size), HEIGHT - BOTTOM
            yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{floor_y}" stroke="#ddd"/>'
            yield f'<text x="{x:.1f}" y="{floor_y + 20}" text-anchor="middle">{size:,}</text>'
        middle = (LEFT + end) / 2
        yield f'<text x="{middle:.0f}" y="{HEIGHT - 14}" text-anchor="middle">posts</text>'

    def placed(self) -> Iterator[tuple[str, Sequence[tuple[int, float]], float]]:
        """Yield each series with the height of its name, the slowest first, none over another."""
        lowest = float(TOP)
        for peer, points in sorted(self.series, key=lambda one: -one[1][-1][1]):
            lowest = max(lowest, self.y(points[-1][1]))
            yield peer, points, lowest
            lowest += _GAP


def _points(figures: Figures, peer: str) -> list[tuple[int, float]]:
    spreads = ((size, figures.spread(peer, size, Case.COLD)) for size in figures.sizes)
    return [(size, spread.middle) for size, spread in spreads if spread]
