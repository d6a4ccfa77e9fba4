"""What the ledger says within articles and in the calendar, in Japanese and English.

Pages of its own take their words from the theme. These stand in feeds and files too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .entries import Outcome, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .tallies import Tally


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language."""

    title: str
    total: str
    separator: str
    counts: Mapping[Outcome | State, str]
    """Parts of the sentence above an outlook, each with one number."""
    marks: Mapping[Outcome | State, str]
    """Behind a sentence of an outlook."""
    calendar: str
    event: str
    criteria: str
    source: str

    def banner(self, tally: Tally) -> str:
        """Say in one sentence what became of an article's predictions."""
        counted: tuple[tuple[Outcome | State, int], ...]
        counted = (*tally.outcomes.items(), (State.DUE, tally.due), (State.OPEN, tally.open))
        parts = [self.counts[what].format(n) for what, n in counted if n]
        return self.total.format(tally.total) + self.separator.join(parts)


_JAPANESE = Wording(
    title="この見通しの答え合わせ",
    total="：{}件中",
    separator="、",
    counts={
        Outcome.YES: "{}件が的中",
        Outcome.NO: "{}件が外れ",
        Outcome.AMBIGUOUS: "{}件は判定できず",
        Outcome.ANNULLED: "{}件は無効",
        Outcome.WITHDRAWN: "{}件は取り下げ",
        State.DUE: "{}件は判定待ち",
        State.OPEN: "{}件は未定",
    },
    marks={
        Outcome.YES: "的中",
        Outcome.NO: "外れ",
        Outcome.AMBIGUOUS: "判定できず",
        Outcome.ANNULLED: "無効",
        Outcome.WITHDRAWN: "取り下げ",
        State.DUE: "判定待ち",
        State.OPEN: "未定",
    },
    calendar="見通しの答え合わせ",
    event="判定日：{}",
    criteria="判定の基準：{}",
    source="判定に使う資料：{}",
)
_ENGLISH = Wording(
    title="How this outlook turned out",
    total=": predictions {}; ",
    separator="; ",
    counts={
        Outcome.YES: "came true {}",
        Outcome.NO: "did not {}",
        Outcome.AMBIGUOUS: "could not be judged {}",
        Outcome.ANNULLED: "void {}",
        Outcome.WITHDRAWN: "withdrawn {}",
        State.DUE: "to be judged {}",
        State.OPEN: "open {}",
    },
    marks={
        Outcome.YES: "came true",
        Outcome.NO: "did not",
        Outcome.AMBIGUOUS: "undecided",
        Outcome.ANNULLED: "void",
        Outcome.WITHDRAWN: "withdrawn",
        State.DUE: "to be judged",
        State.OPEN: "open",
    },
    calendar="Predictions to be judged",
    event="To be judged: {}",
    criteria="Criteria: {}",
    source="Source: {}",
)


def wording(language: str) -> Wording:
    """Return the words for a language such as `ja` or `en-GB`; English stands in for others."""
    return _JAPANESE if language.partition("-")[0] == "ja" else _ENGLISH
