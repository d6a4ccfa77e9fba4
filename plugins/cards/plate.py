"""A card's scenery without words, as SVG, for the page that has the title below it already.

It has no sky of its own: the page's is light or dark. A reader who cannot see it misses nothing. At less than a kilobyte it costs a page next to
nothing, and it is sharp at every size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .palette import SUN
from .scenery import SPANS, Frame, scenery

if TYPE_CHECKING:
    from .card import Card
    from .scenery import Ridge

FRAME = Frame(1200, 300, sun_y=112, radius=74, ridges=((66, 172), (140, 232), (204, 276)))


def plate(card: Card) -> str:
    """Return the scenery as an SVG document of 1200 × 300."""
    shapes = scenery(card.seed, FRAME)
    sun, colours = shapes.sun, card.palette
    tones = (colours.far, colours.middle, colours.accent)
    ridges = "".join(
        f'<path fill="{tone}" d="{_outline(ridge)}"/>'
        for ridge, tone in zip(shapes.ridges, tones, strict=True)
    )
    size = f"{FRAME.width} {FRAME.height}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">'
        f'<circle cx="{sun.x}" cy="{sun.y}" r="{sun.radius}" fill="{SUN}"/>{ridges}</svg>\n'
    )


def _outline(ridge: Ridge) -> str:
    gap = ridge.width // SPANS
    curves = ridge.curves()
    parts = [f"M0 {curves[0][0]}C"]
    for number, (_, first, second, end) in enumerate(curves):
        x = gap * number
        parts.append(f"{x + gap // 3} {first} {x + 2 * gap // 3} {second} {x + gap} {end} ")
    return f"{''.join(parts).rstrip()}V{FRAME.height}H0z"
