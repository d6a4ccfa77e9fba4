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
    def answered(self) -> int:
        """Predictions with any outcome."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Row:
    """One who gave probabilities."""

    voice: Voice
    waiting: int
    """Probabilities of predictions that are not answered."""
    unscored: int
    """Probabilities of predictions that were answered without a yes or no."""
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
    pairs: defaultdict[Voice, list[Pair]] = defaultdict(list)
    waiting: Counter[Voice] = Counter()
    unscored: Counter[Voice] = Counter()
    for entry in listed:
        for forecast in entry.forecasts:
            pairs[forecast.voice]  # so that the one who waits for all answers has a row
            if entry.outcome is None:
                waiting[forecast.voice] += 1
            elif entry.outcome.is_scored:
                happened = entry.outcome is Outcome.YES
                pairs[forecast.voice].append((forecast.probability, happened))
            else:
                unscored[forecast.voice] += 1
    rows = [
        Row(voice, waiting[voice], unscored[voice], scores_of(own)) for voice, own in pairs.items()
    ]
    own = [
        (entry.forecast.probability, entry.outcome is Outcome.YES)
        for entry in listed
        if entry.forecast and entry.outcome and entry.outcome.is_scored
    ]
    return Scoreboard(
        tally=tally_of(listed, today),
        scores=scores_of(own),
        rows=tuple(sorted(rows, key=lambda row: (-_count(row), row.voice))),
    )


def _count(row: Row) -> int:
    return row.scores.count if row.scores else 0
