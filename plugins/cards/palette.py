"""The colours of cards: one accent for each category, dark enough to be read on paper.

Paper, ink and sun are those of the theme's light scheme (`theme/static/css/tokens.css`). Each
accent has a contrast of 7:1 or more with the paper, in both directions, by the formula of
WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio); the tests compute it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PAPER, INK, INK_SOFT, SUN = "#fbfaf6", "#1c2026", "#454b54", "#d9622f"
# deep colours of the day's two ends; neighbours in the list are far apart in hue
ACCENTS = (
    "#1a4474", "#6b2f3a", "#1f5148", "#57406f", "#64491c", "#1d4d63",
    "#7a3320", "#3d5226", "#3b4480", "#733060", "#2c4f3d", "#4a4658",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one card, as `#rrggbb`."""

    accent: str
    far: str
    """Of the ridge farthest away."""
    middle: str


def palettes(categories: Iterable[str]) -> dict[str, Palette]:
    """Give each category its accent; two share one only if there are more of them than accents.

    The name decides, and where two names want the same, the first in the order of the alphabet
    has it, so that the order of the articles does not matter.
    """
    taken: dict[str, int] = {}
    for name in sorted(set(categories)):
        wanted = hashlib.sha256(name.encode("utf-8")).digest()[0]
        places = [(wanted + step) % len(ACCENTS) for step in range(len(ACCENTS))]
        taken[name] = next((p for p in places if p not in taken.values()), places[0])
    return {name: palette(ACCENTS[place]) for name, place in taken.items()}


def palette(accent: str) -> Palette:
    """Derive the colours of a card from its accent."""
    return Palette(accent, far=_mixed(accent, PAPER, 22), middle=_mixed(accent, PAPER, 52))


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of `#rrggbb`, each from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _mixed(one: str, other: str, percent: int) -> str:
    """Return a colour with so much of one, and of the other for the rest."""
    mixed = (
        (a * percent + b * (100 - percent) + 50) // 100
        for a, b in zip(channels(one), channels(other), strict=True)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)
