"""Statements about the future that a day will answer: values only, as a sidecar keeps them.

Nothing here reads, writes or decides: `freezing` says what may change, `ledger_entries` what the
rest of the blog is told. A prediction is *public* once it was frozen: `published_on` is set then,
and with it the digest of what was promised.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the fields of dataclasses name it
from dataclasses import dataclass
from enum import StrEnum

AUTHOR = "author"
"""The speaker of what the blog's author predicts."""
MODEL_PREFIX = "model:"
"""Before the name of a model that speaks."""
LEAST_PROBABILITY, GREATEST_PROBABILITY = 0.01, 0.99


class PredictionKind(StrEnum):
    """Whether somebody in the article said it, or the outlook's writer infers it."""

    STATED = "stated"
    INFERRED = "inferred"


class Precision(StrEnum):
    """How exactly the day is meant: `resolves_on` is the last day of such a span."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Giver(StrEnum):
    """Who gave a probability."""

    AUTHOR = "author"
    MODEL = "model"
    SOURCE = "source"


class Outcome(StrEnum):
    """How a prediction was answered; only the first two count towards a score."""

    YES = "yes"
    NO = "no"
    AMBIGUOUS = "ambiguous"
    ANNULLED = "annulled"
    WITHDRAWN = "withdrawn"


class Harm(StrEnum):
    """Subjects by which a reader who relies on a prediction could come to harm."""

    MARKETS = "markets"
    MEDICINE = "medicine"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Resolution:
    """A person's answer."""

    outcome: Outcome
    known_on: dt.date
    """When the world knew."""
    entered_on: dt.date
    """When it was written down here."""
    resolved_by: str
    evidence: str = ""
    """Address of what shows it; yes and no have one."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a prediction's history."""

    on: dt.date
    field: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """A claim about the future, how and when it will be judged, and what came of it."""

    id: str
    """Unique in the blog, and never given again."""
    statement: str
    """Stands alone, without pronouns."""
    made_on: dt.date
    resolves_on: dt.date
    """The last day by which it can be judged."""
    resolution_criteria: str
    """A question that is answered yes or no."""
    section: str = ""
    """Id of the section it was taken from; empty for one that the author added."""
    quote: str = ""
    """Verbatim words of that section, or of the article for a stated one."""
    references: tuple[str, ...] = ()
    """Paragraphs it rests on, as `p12`, numbered as when it was made."""
    kind: PredictionKind = PredictionKind.INFERRED
    speaker: str = AUTHOR
    """A person's name, `author`, or `model:` and a name."""
    timezone: str = ""
    """Name of the zone whose days are meant, such as `Asia/Tokyo`; empty for UTC."""
    precision: Precision = Precision.DAY
    probability: float | None = None
    """From 0.01 to 0.99; None when nobody gave one."""
    probability_by: Giver | None = None
    author_probability: float | None = None
    """The author's number beside the model's."""
    resolution_source: str = ""
    """Which public source will tell, in words."""
    resolution_address: str = ""
    """Its address; only a person adds one."""
    digest: str = ""
    """Of claim, criteria and day when first published; empty before."""
    published_on: dt.date | None = None
    resolution: Resolution | None = None
    history: tuple[Change, ...] = ()
    """What was changed after publication, oldest first; only ever added to."""

    @property
    def is_public(self) -> bool:
        """Whether readers were shown it, so that it is never removed or silently reworded."""
        return self.published_on is not None
