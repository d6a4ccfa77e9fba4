"""How many predictions stand where, and the scores of all and of each who gave probabilities."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .entries import Outcome, State
from .scores import scores_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from .entries import Entry, Voice
    from .scores import Pair, Scores


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of some predictions."""

    total: int
    open: int
    due: int
    """Not answered although the day has come."""
    outcomes: Mapping[Outcome, int]
    """Those that occur, in the order of `Outcome`."""

    @property
    def unscored(self) -> int:
        """Answered, but by neither yes nor no."""
        return sum(number for outcome, number in self.outcomes.items() if not outcome.is_scored)

    @property
    def answered(self) -> int:
        """Predictions with any outcome."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Row:
    """One who gave probabilities."""

    voice: Voice
    tally: Tally
    """Of the predictions that got a probability of this voice."""
    scores: Scores | None


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """What the page says of all predictions."""

    tally: Tally
    scores: Scores | None
    """Of the probability that counts for the blog, one a prediction."""
    rows: tuple[Row, ...]
    """Those with the most answers first: an order that ranks nobody by a score."""


def tally_of(entries: Iterable[Entry], today: dt.date) -> Tally:
    """Count where predictions stand on a day."""
    listed = tuple(entries)
    states = Counter(entry.state(today) for entry in listed)
    outcomes = Counter(entry.outcome for entry in listed)
    return Tally(
        total=len(listed),
        open=states[State.OPEN],
        due=states[State.DUE],
        outcomes={each: outcomes[each] for each in Outcome if outcomes[each]},
    )


def scoreboard_of(entries: Iterable[Entry], today: dt.date) -> Scoreboard:
    """Score everything that is answered by yes or no and had a probability."""
    listed = tuple(entries)
    by_voice: defaultdict[Voice, list[tuple[Entry, float]]] = defaultdict(list)
    for entry in listed:
        for forecast in entry.forecasts:
            by_voice[forecast.voice].append((entry, forecast.probability))
    rows = [
        Row(voice, tally_of((entry for entry, _ in own), today), scores_of(_pairs(own)))
        for voice, own in by_voice.items()
    ]
    first = [(entry, entry.forecast.probability) for entry in listed if entry.forecast]
    return Scoreboard(
        tally=tally_of(listed, today),
        scores=scores_of(_pairs(first)),
        rows=tuple(sorted(rows, key=lambda row: (-_count(row), row.voice))),
    )


def _pairs(forecasts: Iterable[tuple[Entry, float]]) -> list[Pair]:
    """Keep what can be scored: probability, and whether the statement came true."""
    return [
        (probability, entry.outcome is Outcome.YES)
        for entry, probability in forecasts
        if entry.outcome and entry.outcome.is_scored
    ]


def _count(row: Row) -> int:
    return row.scores.count if row.scores else 0
