"""Ranks articles by what they share, through an inverted index: no article meets all others.

Each tag, category and term keeps the articles that have it, in order of time. An article looks
only at the few before and after itself in each of these rows, so the work grows with the number
of articles and not with its square.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .profiles import Profile

# Choices of ours, not measurements: a shared tag is the author's word that two articles belong
# together, a category holds too many to say much, and a term of the title may be chance.
_WEIGHTS = {"tag": 1.0, "category": 0.25, "term": 0.3}
_FEWEST_TERMS = 2
"""Without a shared tag, one term of the title alone relates nothing."""
_HALF_LIFE = 365 * 86_400.0
"""Seconds after which distance in time has taken half of what it can take."""
_WINDOW = 12
"""Articles looked at on each side of a row."""
_SHORT_LIST = 12
"""Articles whose shared features are counted in full."""

Kind = Literal["tag", "category", "term"]
Feature = tuple[Kind, str]
_Row = list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Related:
    """An article that is close to another, and the tags they share, the rarest first."""

    key: str
    tags: tuple[str, ...]


class Index:
    """The articles of one language, by what they have."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._profiles = {profile.key: profile for profile in profiles}
        self._rows: defaultdict[Feature, _Row] = defaultdict(list)
        self._features: dict[str, frozenset[Feature]] = {}
        for profile in sorted(self._profiles.values(), key=lambda each: each.place):
            features = _features(profile)
            self._features[profile.key] = frozenset(features)
            for feature in features:
                self._rows[feature].append(profile.place)
        self._weights = {
            feature: _WEIGHTS[feature[0]] * math.log((len(self._profiles) + 1) / len(row))
            for feature, row in self._rows.items()
        }

    def related(self, profile: Profile, *, most: int, without: Collection[str]) -> list[Related]:
        """Give the articles closest to one, the closest first.

        The weight of what two share is the logarithm of how rare it is; half of the sum fades
        with the distance in time.

        Args:
            profile: of this language; it need not be in the index.
            most: length of the list.
            without: keys that may not be in it.
        """
        features = _features(profile)
        rough = self._rough_scores(profile, features)
        for key in (*without, profile.key):
            rough.pop(key, None)
        short = nsmallest(_SHORT_LIST, ((-score, key) for key, score in rough.items()))
        others = [self._profiles[key] for _, key in short]
        scored = [
            (-self._score(profile, features, other), other.key)
            for other in others
            if _is_related(profile, other)
        ]
        return [Related(key, self._shared_tags(profile, key)) for _, key in sorted(scored)[:most]]

    def newest(self, feature: Feature, *, most: int, without: Collection[str]) -> list[str]:
        """Give the newest articles that have a feature."""
        keys = (key for _, key in reversed(self._rows.get(feature, ())) if key not in without)
        return list(islice(keys, most))

    def size(self, feature: Feature) -> int:
        """Count the articles that have a feature."""
        return len(self._rows.get(feature, ()))

    def _rough_scores(self, profile: Profile, features: Sequence[Feature]) -> dict[str, float]:
        """Add up what the articles in the windows share; one may stand outside some of them."""
        shared: dict[tuple[float, str], float] = {}
        for feature in features:
            row = self._rows.get(feature, ())
            here = bisect_left(row, profile.place)
            for place in row[max(here - _WINDOW, 0) : here + _WINDOW + 1]:
                shared[place] = shared.get(place, 0.0) + self._weights[feature]
        return {
            key: weight * _nearness(moment - profile.moment)
            for (moment, key), weight in shared.items()
        }

    def _score(self, profile: Profile, features: Sequence[Feature], other: Profile) -> float:
        theirs = self._features[other.key]
        shared = sum(self._weights[each] for each in features if each in theirs)
        return shared * _nearness(other.moment - profile.moment)

    def _shared_tags(self, profile: Profile, key: str) -> tuple[str, ...]:
        shared = profile.tags & self._profiles[key].tags
        return tuple(sorted(shared, key=lambda tag: (self.size(("tag", tag)), tag)))


def _features(profile: Profile) -> tuple[Feature, ...]:
    """List them in one order, so that sums of weights come out the same each time."""
    category: tuple[Feature, ...] = (("category", profile.category),) if profile.category else ()
    tags: list[Feature] = [("tag", tag) for tag in sorted(profile.tags)]
    terms: list[Feature] = [("term", term) for term in sorted(profile.terms)]
    return (*tags, *category, *terms)


def _is_related(profile: Profile, other: Profile) -> bool:
    has_tag = not profile.tags.isdisjoint(other.tags)
    return has_tag or len(profile.terms & other.terms) >= _FEWEST_TERMS


def _nearness(seconds: float) -> float:
    """Fade from 1 for the same moment to a half for any other age."""
    return 0.5 + 0.5 * math.exp2(-abs(seconds) / _HALF_LIFE)
