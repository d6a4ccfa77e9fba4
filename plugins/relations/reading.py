"""Puts together what stands below one article, so that nothing is offered twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .nearness import Index
from .series import Clash, find_clashes, group_series

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .nearness import Feature, Related
    from .profiles import Profile
    from .series import Part

MOST_RELATED = 3
MOST_TOPICS = 2
MOST_IN_TOPIC = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag or the category of an article, and the newest others that have it."""

    feature: Feature
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read beside one article; keys are paths of sources."""

    related: tuple[Related, ...] = ()
    topics: tuple[Topic, ...] = ()
    parts: tuple[Part, ...] = ()
    """Of its series, this article included; empty where it is the only one."""
    previous: str | None = None
    next: str | None = None


class Shelf:
    """All published articles of one language."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._profiles = sorted(profiles, key=lambda profile: profile.place)
        self._places = {profile.key: place for place, profile in enumerate(self._profiles)}
        self._index = Index(self._profiles)
        self._series = group_series(self._profiles)

    @property
    def clashes(self) -> list[Clash]:
        """Numbers that a series has twice."""
        return find_clashes(self._series)

    def reading_for(self, profile: Profile) -> Reading:
        """Choose for one article, which may be a draft that the shelf does not hold."""
        parts = self._parts(profile)
        taken = {profile.key, *(part.key for part in parts)}
        related = tuple(self._index.related(profile, most=MOST_RELATED, without=taken))
        taken.update(each.key for each in related)
        previous, following = self._neighbours(profile)
        return Reading(related, self._topics(profile, taken), parts, previous, following)

    def _parts(self, profile: Profile) -> tuple[Part, ...]:
        parts = self._series.get(profile.series, ())
        if profile.series and profile.key not in self._places:
            known = [self._profiles[self._places[part.key]] for part in parts]
            parts = group_series([*known, profile])[profile.series]
        return parts if len(parts) > 1 else ()

    def _topics(self, profile: Profile, taken: set[str]) -> tuple[Topic, ...]:
        wishes: list[Feature] = [("tag", tag) for tag in profile.tags]
        wishes.sort(key=lambda wish: (self._index.size(wish), wish))
        topics: list[Topic] = []
        # the category last: it is the widest of them
        for wish in (*wishes, ("category", profile.category)):
            keys = self._index.newest(wish, most=MOST_IN_TOPIC, without=taken)
            if keys and len(topics) < MOST_TOPICS:
                topics.append(Topic(wish, tuple(keys)))
                taken.update(keys)
        return tuple(topics)

    def _neighbours(self, profile: Profile) -> tuple[str | None, str | None]:
        place = self._places.get(profile.key)
        if place is None:
            return None, None
        return self._key_at(place - 1), self._key_at(place + 1)

    def _key_at(self, place: int) -> str | None:
        return self._profiles[place].key if 0 <= place < len(self._profiles) else None


def shelve(profiles: Sequence[Profile]) -> Mapping[str, Shelf]:
    """Keep the languages apart: a reader of one is offered nothing in another."""
    languages = sorted({profile.language for profile in profiles})
    return {
        language: Shelf(profile for profile in profiles if profile.language == language)
        for language in languages
    }
