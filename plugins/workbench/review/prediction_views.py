"""Predictions at the desk: what the page of an article shows of them, and a person's two acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..desk import today_here
from ..ledger import Answer, Entry, amend, later_articles, resolve, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from commentary.predictions import Prediction

    from ..desk import Desk
    from ..revision import Shown

ACTS = ("resolve", "chance")
"""What a form of this view may ask for."""
WORDS: Mapping[str, Mapping[str, object]] = {
    "ja": {
        "heading": "見通し",
        "due_on": "期日 {day}",
        "states": {
            "pending": "未公開",
            "open": "未定",
            "due": "答え合わせの時期",
            "yes": "的中",
            "no": "外れ",
            "ambiguous": "どちらともいえない",
            "annulled": "前提が消えた",
            "withdrawn": "取り下げ",
        },
        "chance": "確からしさ {chance:.0%}",
        "own_chance": "自分の確からしさ",
        "why": "理由（公開後は履歴に残ります）",
        "save": "記録する",
        "judged": "判定の基準",
        "later": "後の記事",
        "answer": "答え合わせをする",
        "outcome": "結果",
        "evidence": "根拠のアドレス",
        "known_on": "分かった日（空なら今日）",
        "note": "メモ",
        "as": "判定者",
    },
    "en": {
        "heading": "Predictions",
        "due_on": "by {day}",
        "states": {
            "pending": "not public yet",
            "open": "open",
            "due": "due",
            "yes": "came true",
            "no": "did not",
            "ambiguous": "ambiguous",
            "annulled": "annulled",
            "withdrawn": "withdrawn",
        },
        "chance": "chance {chance:.0%}",
        "own_chance": "your own chance",
        "why": "why (once public, readers see it)",
        "save": "Record",
        "judged": "Judged by",
        "later": "Later articles",
        "answer": "Answer it",
        "outcome": "Outcome",
        "evidence": "Address that shows it",
        "known_on": "Known on (empty: today)",
        "note": "Note",
        "as": "Judged by",
    },
}
_DONE = {
    "ja": {"resolve": "結果を記録しました。", "chance": "確からしさを記録しました。"},
    "en": {"resolve": "The answer is recorded.", "chance": "Your chance is recorded."},
}
OUTCOMES = ("yes", "no", "ambiguous", "annulled", "withdrawn")


@dataclass(frozen=True, slots=True)
class PredictionView:
    """A prediction as the desk shows it."""

    prediction: Prediction
    state: str
    later: tuple[str, ...]
    """Articles after it that speak of the same, of one that is due."""


def prediction_values(desk: Desk, shown: Shown, language: str) -> dict[str, object]:
    """Return what the view's template needs, the predictions that are due first."""
    views = sorted(_views(desk, shown), key=lambda view: view.state != "due")
    return {"predictions": views, "p": WORDS[language], "outcomes": OUTCOMES}


def act_on(desk: Desk, act: str, field: Callable[[str], str], language: str) -> str:
    """Record what a form says, and return what the person is told.

    Args:
        desk: the blog.
        act: one of `ACTS`.
        field: gives what was entered by its name.
        language: of the person.

    Raises:
        SettingsError: what was entered cannot be recorded.
        EditedError: the sidecar was changed at the same moment.
    """
    identifier, today = field("prediction"), today_here()
    if act == "chance":
        change = ("author_probability", field("chance"))
        told = amend(desk, identifier, change, why=field("why"), today=today)
    else:
        names = ("outcome", "reviewer", "evidence", "known_on", "note")
        told = resolve(desk, identifier, Answer(*map(field, names)), today)
    list(told)  # carries it out; its lines are for a terminal
    return str(_DONE[language][act])


def _views(desk: Desk, shown: Shown) -> Iterator[PredictionView]:
    today, article = today_here(), shown.article
    for prediction in shown.sidecar.predictions:
        state = state_of(prediction, today)
        entry = Entry(prediction, article.path, article.name, article)
        later = later_articles(desk, entry) if state == "due" else ()
        yield PredictionView(prediction, state, later)
