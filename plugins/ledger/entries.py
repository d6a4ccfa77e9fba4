"""One prediction as the ledger knows it, and what it is on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


class Outcome(StrEnum):
    """What became of a prediction; only the first two are scored."""

    YES = "yes"
    NO = "no"
    AMBIGUOUS = "ambiguous"
    ANNULLED = "annulled"
    WITHDRAWN = "withdrawn"

    @property
    def is_scored(self) -> bool:
        """Whether what was said did or did not come true, beyond doubt."""
        return self in (Outcome.YES, Outcome.NO)


class State(StrEnum):
    """Where a prediction stands on the day of the build."""

    DUE = "due"
    OPEN = "open"
    ANSWERED = "answered"


class Role(StrEnum):
    """Whose prediction or probability it is."""

    AUTHOR = "author"
    MODEL = "model"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True, order=True)
class Voice:
    """Somebody who predicts: an author of the blog, a model, or a person whom an article quotes."""

    role: Role
    name: str
    """Empty for a model that nobody named."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A category or tag under which a prediction is listed."""

    kind: str
    """`category` or `tag`."""
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Post:
    """The article that a prediction stands in."""

    source: str
    """Its file, from the blog's folder: what a message names."""
    url: str
    """From the root of the site, without a slash before it; empty for an article that is gone."""
    title: str
    language: str
    authors: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What happened, and who says so."""

    outcome: Outcome
    known_on: dt.date | None = None
    entered_on: dt.date | None = None
    evidence: str = ""
    """An http(s) address, or nothing."""
    resolved_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a published prediction: nothing is reworded without one."""

    on: dt.date | None
    field: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A probability that somebody gave: more than 0 and less than 1."""

    voice: Voice
    probability: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One prediction."""

    key: str
    """Unique in the ledger, and the same in every build: the prediction's id, with the language
    behind it in a translation."""
    id: str
    post: Post
    statement: str
    quote: str
    made_on: dt.date
    resolves_on: dt.date
    voice: Voice
    kind: str = "inferred"
    """`stated` by somebody whom the article quotes, or `inferred`."""
    section: str = ""
    anchor: str = ""
    """Id of the sentence on its article's page, where another plugin gave it one."""
    references: tuple[str, ...] = ()
    timezone: str = ""
    precision: str = "day"
    forecasts: tuple[Forecast, ...] = ()
    """The prediction's own probability first, then the author's beside it."""
    criteria: str = ""
    resolution_source: str = ""
    resolution_address: str = ""
    digest: str = ""
    published_on: dt.date | None = None
    resolution: Resolution | None = None
    history: tuple[Change, ...] = ()

    @property
    def forecast(self) -> Forecast | None:
        """The probability that counts for the blog as a whole."""
        return self.forecasts[0] if self.forecasts else None

    @property
    def outcome(self) -> Outcome | None:
        """What became of it; nothing as long as nobody answered."""
        return self.resolution.outcome if self.resolution else None

    def state(self, today: dt.date) -> State:
        """Derive where it stands: due from its day on, as long as nobody answered."""
        if self.resolution:
            return State.ANSWERED
        return State.DUE if self.resolves_on <= today else State.OPEN


def in_order(entries: tuple[Entry, ...], today: dt.date) -> tuple[Entry, ...]:
    """Sort as the page lists: due, then open, each by day; then answered, the latest known first."""
    states = list(State)

    def place(entry: Entry) -> tuple[int, int, str]:
        state = entry.state(today)
        day = entry.resolves_on
        if entry.resolution:
            day = entry.resolution.known_on or entry.resolution.entered_on or day
        number = -day.toordinal() if state is State.ANSWERED else day.toordinal()
        return states.index(state), number, entry.key

    return tuple(sorted(entries, key=place))
