"""The ledger cut into pages: all of it, and by subject, by who predicted, and by what came of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .entries import State, Voice, in_order

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from .entries import Entry

PER_PAGE = 50
_UNFIT = re.compile(r"[^\w.]+")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Predictions that have something in common."""

    kind: str
    """`all`, `category`, `tag`, `author`, `model`, `speaker`, or `outcome`."""
    name: str
    """As readers know it; of an outcome its value, or the state of what has none."""
    path: str
    """Below the ledger's folder, such as `tag/港`; empty for all."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One page of a shelf."""

    shelf: Shelf
    number: int
    """From 1."""
    last: int
    entries: tuple[Entry, ...]

    @property
    def path(self) -> str:
        """Its folder below the ledger's; empty for the first page of all."""
        further = f"page/{self.number}" if self.number > 1 else ""
        return "/".join(part for part in (self.shelf.path, further) if part)


def shelves_of(entries: Iterable[Entry], today: dt.date) -> tuple[Shelf, ...]:
    """Sort entries onto shelves; the first holds all of them."""
    ordered = in_order(tuple(entries), today)
    groups: dict[tuple[str, str, str], dict[str, Entry]] = {}
    for entry in ordered:
        for feature in _features(entry, today):
            groups.setdefault(feature, {})[entry.key] = entry
    slugs: dict[tuple[str, str, str], str] = {}
    for kind in {feature[0] for feature in groups}:
        own = sorted(feature for feature in groups if feature[0] == kind)
        slugs |= zip(own, unique_slugs(slug for _, slug, _ in own), strict=True)
    shelves = [
        Shelf(feature[0], feature[2], f"{feature[0]}/{slugs[feature]}", tuple(group.values()))
        for feature, group in sorted(groups.items())
    ]
    return (Shelf("all", "", "", ordered), *shelves)


def places_of(shelf: Shelf) -> Iterator[Place]:
    """Cut a shelf into pages; an empty one has one."""
    last = max(1, -(-len(shelf.entries) // PER_PAGE))
    for number in range(1, last + 1):
        start = (number - 1) * PER_PAGE
        yield Place(shelf, number, last, shelf.entries[start : start + PER_PAGE])


def anchors_of(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Give each entry, by its key, an id that HTML takes and no other entry has."""
    keys = sorted(entry.key for entry in entries)
    return dict(zip(keys, unique_slugs(keys), strict=True))


def unique_slugs(names: Iterable[str]) -> tuple[str, ...]:
    """Make names fit to stand in an address, in their order; equal ones get a number."""
    taken: dict[str, None] = {}
    for name in names:
        plain = _UNFIT.sub("-", unicodedata.normalize("NFKC", name).lower()).strip("-.") or "-"
        slug, number = plain, 1
        while slug in taken:
            number += 1
            slug = f"{plain}-{number}"
        taken[slug] = None
    return tuple(taken)


def _features(entry: Entry, today: dt.date) -> Iterator[tuple[str, str, str]]:
    """Yield kind, slug and name of the shelves that an entry stands on."""
    for subject in entry.post.subjects:
        yield subject.kind, subject.slug, subject.name
    for voice in {entry.voice, *(forecast.voice for forecast in entry.forecasts)}:
        yield voice.role, _slug(voice), voice.name
    state = entry.state(today)
    value = entry.outcome if state is State.ANSWERED and entry.outcome else state
    yield "outcome", value, value


def _slug(voice: Voice) -> str:
    return voice.name or "unnamed"
