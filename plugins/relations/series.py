"""Articles that their authors call parts of one series, in order."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .profiles import Profile


@dataclass(frozen=True, slots=True)
class Part:
    """One article of a series."""

    key: str
    number: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Two parts of a series with one number."""

    key: str
    other: str
    name: str
    number: int


def series_name(value: str) -> str:
    """Make spellings of one name equal: width, case and white space do not matter."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def group_series(profiles: Iterable[Profile]) -> Mapping[str, tuple[Part, ...]]:
    """Map each series of one language to its parts, in the order of their numbers.

    A part without a number of its own follows the one that was published before it.
    """
    members: defaultdict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        if profile.series:
            members[profile.series].append(profile)
    return {name: _numbered(members[name]) for name in sorted(members)}


def find_clashes(parts: Mapping[str, tuple[Part, ...]]) -> list[Clash]:
    """Find numbers that a series has twice."""
    return [
        Clash(second.key, first.key, name, second.number)
        for name, row in parts.items()
        for first, second in pairwise(row)
        if first.number == second.number
    ]


def _numbered(members: list[Profile]) -> tuple[Part, ...]:
    parts: list[Part] = []
    last = 0
    for profile in sorted(members, key=lambda each: each.place):
        last = last + 1 if profile.series_index is None else profile.series_index
        parts.append(Part(profile.key, last))
    return tuple(sorted(parts, key=lambda part: part.number))
