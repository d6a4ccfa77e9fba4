"""A text becomes lines of placed characters: size, breaks, spacing between characters.

Lengths are in em here unless a name says pixels; nothing is drawn, and the font is asked only for
the width of a character.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from .phrases import clusters, phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_OPENING, _CLOSING = frozenset("（〔［｛〈《「『【"), frozenset("、。，．）〕］｝〉》」』】")
_HALF = 0.5
"""Full-width brackets and stops fill half of their square."""
_BORDER = 0.125
"""Between Japanese and Latin, as `text-autospace` of CSS Text 4 has it."""
_WIDE_FROM = "\u3000"


@dataclass(frozen=True, slots=True)
class Step:
    """One size a title may be set in."""

    pixels: int
    lines: int
    """So many fit."""


@dataclass(frozen=True, slots=True)
class Face:
    """What the font says of its characters."""

    advance: Callable[[str], float]
    """Width of a character."""
    kerning: Mapping[str, float]
    """By two characters: how much wider they stand than by their widths."""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters, each with its distance from the start of the line."""

    glyphs: tuple[tuple[str, float], ...]
    width: float

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(character for character, _ in self.glyphs)


@dataclass(frozen=True, slots=True)
class Block:
    """A text set in one size."""

    pixels: int
    lines: tuple[Line, ...]


def set_block(text: str, steps: Sequence[Step], width: int, face: Face) -> Block:
    """Set a text in the largest size in which it fits; in the smallest, cut it if it must be.

    Args:
        text: on one line.
        steps: from the largest to the smallest.
        width: of a line, in pixels.
        face: of the font.
    """
    pieces = phrases(text)
    if not pieces:
        return Block(steps[0].pixels, ())
    set_text = cache(lambda part: set_line(part, face))  # sizes and breaks try the same parts
    for step in steps:
        room = _Room(width / step.pixels, step.lines, set_text)
        if all(room.holds(piece) for piece in pieces) and (lines := _broken(pieces, room)):
            return Block(step.pixels, lines)
    narrow = [part for piece in pieces for part in _fitting(piece, room)]
    return Block(step.pixels, _broken(narrow, room) or _cut(narrow, room))


def set_line(text: str, face: Face) -> Line:
    """Place the characters of one line; spaces at its ends say nothing."""
    text = text.strip()
    at = -_HALF if text[:1] in _OPENING else 0.0
    glyphs = [(text[0], at)] if text else []
    for pair in pairwise(text):
        at += face.advance(pair[0]) + _between(*pair) + face.kerning.get("".join(pair), 0.0)
        glyphs.append((pair[1], at))
    return Line(tuple(glyphs), at + face.advance(text[-1]) if text else 0.0)


def _between(left: str, right: str) -> float:
    if left in _CLOSING:
        return -_HALF if right in _CLOSING or right in _OPENING else 0.0
    if left in _OPENING:
        return -_HALF if right in _OPENING else 0.0
    is_border = (left >= _WIDE_FROM) != (right >= _WIDE_FROM)
    return _BORDER if is_border and (left + right).isalnum() else 0.0


@dataclass(frozen=True, slots=True)
class _Room:
    """What a block is set into."""

    measure: float
    lines: int
    set_text: Callable[[str], Line]

    def holds(self, text: str) -> bool:
        return self.set_text(text).width <= self.measure


def _fitting(piece: str, room: _Room) -> Iterator[str]:
    """Cut a piece that is too long for a line, at any character where the rules leave no place."""
    if room.holds(piece):
        yield piece
        return
    for cluster in clusters(piece):
        yield from (cluster,) if room.holds(cluster) else cluster


def _broken(pieces: Sequence[str], room: _Room) -> tuple[Line, ...] | None:
    """Break into as few lines as do, each about as long as the others; nothing if none do."""
    tries = (_balanced(pieces, count, room) for count in range(1, room.lines + 1))
    return next((lines for lines in tries if lines), None)


def _balanced(pieces: Sequence[str], count: int, room: _Room) -> tuple[Line, ...] | None:
    """Break into exactly so many lines, with the least sum of the squares of what is left over."""
    best: dict[int, tuple[float, tuple[Line, ...]]] = {0: (0.0, ())}
    for _ in range(count):
        found: dict[int, tuple[float, tuple[Line, ...]]] = {}
        for start, (cost, lines) in best.items():
            for end, line in _lines_from(pieces, start, room):
                total = cost + (room.measure - line.width) ** 2
                if end not in found or total < found[end][0]:
                    found[end] = total, (*lines, line)
        best = found
    return best[len(pieces)][1] if len(pieces) in best else None


def _lines_from(pieces: Sequence[str], start: int, room: _Room) -> Iterator[tuple[int, Line]]:
    """Yield each line that can begin at a piece, with the piece that the next begins at."""
    for end in range(start + 1, len(pieces) + 1):
        line = room.set_text("".join(pieces[start:end]))
        if line.width > room.measure:
            return
        yield end, line


def _cut(pieces: Sequence[str], room: _Room) -> tuple[Line, ...]:
    """Fill the lines one after the other, and end the last with an ellipsis."""
    lines: list[Line] = []
    start = 0
    while len(lines) < room.lines - 1:
        *_, (start, line) = _lines_from(pieces, start, room)
        lines.append(line)
    rest = "".join(pieces[start:])
    while rest and not room.holds(f"{rest}…"):
        rest = rest[:-1].rstrip()
    return (*lines, room.set_text(f"{rest.rstrip('、。・')}…"))
