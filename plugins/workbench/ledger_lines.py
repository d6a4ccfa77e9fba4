"""Predictions as lines for a terminal, and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from commentary.predictions import Outcome

from .ledger import is_due, later_articles, state_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from commentary.predictions import Prediction

    from .desk import Desk
    from .ledger import Entry

_WORDS = {
    "ja": {
        "due": "答え合わせの時期が来た見通し {count} 件: {ids}。`invoke predictions --due` で一覧できます",
        "pending": "まだ公開していない見通し {count} 件: {ids}。"
        "`invoke accept --article …` で公開します",
        "none": "見通しはありません",
        "nothing_due": "答え合わせを待つ見通しはありません",
        "judged": "判定: {}",
        "source": "情報源: {}",
        "later": "後の記事: {}",
        "resolve": "記録: invoke resolve {} yes --evidence https://… --reviewer …",
        "chance": "{:.0%}",
    },
    "en": {
        "due": "predictions to be answered: {count} ({ids}). See `invoke predictions --due`",
        "pending": "predictions not public yet: {count} ({ids}). "
        "`invoke accept --article …` publishes them",
        "none": "there are no predictions",
        "nothing_due": "no prediction waits for an answer",
        "judged": "judged by: {}",
        "source": "source: {}",
        "later": "later articles: {}",
        "resolve": "record it: invoke resolve {} yes --evidence https://… --reviewer …",
        "chance": "{:.0%}",
    },
}
_SHOWN_IDS = 5


def listing(
    desk: Desk, entries: Iterable[Entry], *, today: dt.date, only_due: bool, language: str
) -> Iterator[str]:
    """Yield the predictions by day; of those that are due also how to judge them."""
    words = _WORDS[language]
    rows = sorted(entries, key=lambda e: (e.prediction.resolves_on, e.prediction.id))
    shown = [entry for entry in rows if not only_due or is_due(entry.prediction, today)]
    if not shown:
        yield words["nothing_due" if only_due and rows else "none"]
    for entry in shown:
        made = entry.prediction
        chances = [made.probability, made.author_probability]
        told = " ".join(words["chance"].format(chance) for chance in chances if chance is not None)
        parts = (str(made.resolves_on), state_of(made, today), made.id, told, made.statement)
        yield "  ".join(part for part in parts if part)
        if is_due(made, today):
            yield from (f"    {line}" for line in _help(desk, entry, words))


def due_lines(predictions: Iterable[Prediction], *, today: dt.date, language: str) -> Iterator[str]:
    """Yield what a build says of predictions: those that are due, those that are not public."""
    words, known = _WORDS[language], tuple(predictions)
    due = [p for p in known if is_due(p, today)]
    for key, found in (("due", due), ("pending", [p for p in known if not p.is_public])):
        if found:
            ids = ", ".join(p.id for p in found[:_SHOWN_IDS])
            more = f" (+{len(found) - _SHOWN_IDS})" if len(found) > _SHOWN_IDS else ""
            yield words[key].format(count=len(found), ids=ids + more)


def records(entries: Iterable[Entry], today: dt.date) -> Iterator[dict[str, Any]]:
    """Yield the predictions as JSON has them, with article and state."""
    for entry in entries:
        values = {"article": entry.name, "state": state_of(entry.prediction, today)}
        yield values | asdict(entry.prediction)


def counts(name: str, predictions: Iterable[Prediction], today: dt.date) -> dict[str, Any]:
    """Return what `status --json` says of an article's predictions."""
    states = Counter(state_of(prediction, today) for prediction in predictions)
    answered = sum(states[outcome] for outcome in Outcome)
    return {
        "article": name,
        "section": "predictions",
        "state": "due" if states["due"] else "open" if states["open"] else "settled",
        "why": "",
        "predictions": states.total(),
        "open": states["open"],
        "due": states["due"],
        "answered": answered,
        "pending": states["pending"],
    }


def _help(desk: Desk, entry: Entry, words: dict[str, str]) -> Iterator[str]:
    made = entry.prediction
    yield words["judged"].format(made.resolution_criteria)
    if source := " ".join(filter(None, (made.resolution_source, made.resolution_address))):
        yield words["source"].format(source)
    if later := later_articles(desk, entry):
        yield words["later"].format(", ".join(later))
    yield words["resolve"].format(made.id)
