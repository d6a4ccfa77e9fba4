"""Ascending numbers as text that compresses well, and that a small script can read.

A byte-aligned text is what `gzip` and `brotli` are good at, and what every static host compresses;
base64 of the same numbers would hide their pattern, and many hosts send binary files as they are.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FIRST = 0x28
"""`(`: the digits run from here to `}`, without quotation marks, and space is left for the format."""
_BASE = 43
"""Half of the digits end a number, the other half say that more follows."""


def encode(numbers: Sequence[int]) -> str:
    """Return ascending numbers as the gaps between them.

    The first stands for itself; of each gap one is taken off, since none is 0.
    """
    gaps = (later - earlier - 1 for earlier, later in pairwise((-1, *numbers)))
    return encode_each(gaps)


def encode_rest(numbers: Sequence[int]) -> str:
    """Return what `encode` writes after the first of the numbers."""
    return encode_each(later - earlier - 1 for earlier, later in pairwise(numbers))


def encode_each(numbers: Iterable[int]) -> str:
    """Return numbers from 0 in any order, each on its own."""
    return "".join([_SHORT[n] if n < _FEW else _digits(n) for n in numbers])


def _digits(number: int) -> str:
    """Return one number, its lowest digit first."""
    digits = ""
    while number >= _BASE:
        digits += chr(_FIRST + _BASE + number % _BASE)
        number = number // _BASE - 1
    return digits + chr(_FIRST + number)


_FEW = 2_000
_SHORT = tuple(map(_digits, range(_FEW)))
"""Most gaps are small."""
