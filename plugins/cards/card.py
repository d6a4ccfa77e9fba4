"""What stands on a card, and the characters that its font has."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .palette import Palette

FONT = Path(__file__).parent / "font"
# selectors of variants, joiners and marks of direction: they have no shape of their own
_SHAPELESS = re.compile(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
# of JIS X 0208 the font lacks this one sign; the other is what the rest of the world writes
_SUBSTITUTES = str.maketrans({"≒": "≈"})


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that decides how a card looks."""

    title: str
    """Empty for a card that shows only where it comes from."""
    category: str
    day: str
    """As readers read it; empty for what has none."""
    site: str
    seed: str
    """What the scenery is drawn from: the address, which an edit of the title leaves."""
    palette: Palette


def set_text(text: str) -> str:
    """Return a text as the font can set it: composed, on one line, without shapeless signs."""
    composed = unicodedata.normalize("NFC", _SHAPELESS.sub("", text)).translate(_SUBSTITUTES)
    kept = (" " if c.isspace() else c for c in composed if c.isspace() or c.isprintable())
    return " ".join("".join(kept).split())


def missing_glyphs(text: str) -> str:
    """Return the characters of a text that the font has no glyph for, each once, in order."""
    return "".join(dict.fromkeys(c for c in text if c not in characters() and c != " "))


def settable(card: Card) -> Card:
    """Return the card with every text as it can be set, and without each that cannot be."""
    return replace(
        card,
        title=_complete(card.title),
        category=_complete(card.category),
        day=_complete(card.day),
        site=_complete(card.site),
    )


def _complete(text: str) -> str:
    text = set_text(text)
    return "" if missing_glyphs(text) else text


@cache
def characters() -> frozenset[str]:
    """Return every character that the fonts have a glyph for, the space left out."""
    return _listed("card") | latin_characters()


@cache
def latin_characters() -> frozenset[str]:
    """Return the characters that the second font has, which is Latin alone."""
    return _listed("latin")


def _listed(font: str) -> frozenset[str]:
    return frozenset((FONT / f"{font}.txt").read_text(encoding="utf-8")) - {"\n"}
