"""The predictions of a blog outside a build: list, look up, publish, amend, answer."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commentary.claims import names_in
from commentary.errors import CommentaryError, SettingsError, SidecarError
from commentary.freezing import amended, day_of, resolved, silent_change
from commentary.ledger_keeping import with_accepted
from commentary.lifecycle import refuse_stranger
from commentary.prediction_tables import WEB_ADDRESS
from commentary.predictions import Outcome, Resolution
from commentary.texts import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from commentary.pipeline import Article
    from commentary.predictions import Prediction
    from commentary.sections import Sidecar

    from .desk import Desk

_MOST_LATER = 5
_FEWEST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A prediction and where it stands."""

    prediction: Prediction
    path: Path
    """Of the article; of one that is gone, as it was called."""
    name: str
    """How messages call the article, or the sidecar that lost its own."""
    article: Article | None
    """None for an orphaned sidecar."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person enters, as it was typed."""

    outcome: str
    reviewer: str
    evidence: str = ""
    known_on: str = ""
    """A day; empty for today."""
    note: str = ""


def entries(desk: Desk) -> Iterator[Entry]:
    """Yield all predictions, of orphaned sidecars too; damaged sidecars are left to `status`."""
    store = desk.workshop.store
    for article in (*desk.articles, *desk.workshop.others):
        yield from _entries(_read(desk, article.path), article.path, article.name, article)
    for path in store.orphans():
        lost = path.with_name(path.name.removesuffix(".commentary.md") + ".md")
        yield from _entries(_read(desk, lost), lost, store.name_of(path), None)


def find(desk: Desk, identifier: str) -> Entry:
    """Return the prediction of an id.

    Raises:
        SettingsError: there is none of that id, or more than one.
    """
    known = list(entries(desk))
    found = [entry for entry in known if entry.prediction.id == identifier]
    if not found:
        ids = [entry.prediction.id for entry in known]
        near = difflib.get_close_matches(identifier, ids, n=1)
        hint = f"did you mean {near[0]}?" if near else "`invoke predictions` lists them"
        raise SettingsError(f"there is no prediction {identifier!r}; {hint}")
    if len(found) > 1:
        names = " and ".join(entry.name for entry in found)
        raise SettingsError(f"{identifier} stands in {names}; rename the newer one first")
    return found[0]


def is_due(prediction: Prediction, today: dt.date) -> bool:
    """Tell whether a public prediction waits for its answer."""
    return prediction.is_public and not prediction.resolution and prediction.resolves_on <= today


def state_of(prediction: Prediction, today: dt.date) -> str:
    """Return its outcome, else `due`, `open`, or `pending` where it is not public yet."""
    if not prediction.is_public:
        return "pending"
    if prediction.resolution:
        return prediction.resolution.outcome
    return "due" if is_due(prediction, today) else "open"


def later_articles(desk: Desk, entry: Entry) -> tuple[str, ...]:
    """Return articles after a prediction that speak of the same actors, the nearest in matter first."""
    actors = [fold(name) for name in names_in(entry.prediction.statement)]
    least = min(_FEWEST_SHARED, len(actors))
    found: list[tuple[int, str, str]] = []
    for article in (*desk.articles, *desk.workshop.others):
        source = article.source
        if article.name == entry.name or source.date <= entry.prediction.made_on.isoformat():
            continue
        text = fold(f"{source.title}\n{source.text}")
        shared = sum(actor in text for actor in actors)
        if shared >= least > 0:
            found.append((-shared, source.date, article.name))
    return tuple(name for _, _, name in sorted(found)[:_MOST_LATER])


def resolve(desk: Desk, identifier: str, answer: Answer, today: dt.date) -> Iterator[str]:
    """Record a person's answer; yield what was recorded.

    Raises:
        SettingsError: there is no such prediction, nobody of that name may judge, the outcome,
            address or day cannot be, or evidence lacks.
        SidecarError: the sidecar is damaged.
        EditedError: the sidecar was changed at the same moment.
    """
    refuse_stranger(answer.reviewer, desk.workshop.settings)
    entry = find(desk, identifier)
    resolution = Resolution(
        outcome=_outcome(answer.outcome),
        known_on=day_of(answer.known_on) if answer.known_on else today,
        entered_on=today,
        resolved_by=answer.reviewer,
        evidence=_address(answer.evidence),
        note=answer.note.strip(),
    )
    _refuse_silent_change(entry)
    made = resolved(entry.prediction, resolution)
    _store(desk, entry, made)
    yield f"{entry.name}: {identifier} is answered: {resolution.outcome}"
    if entry.prediction.resolution:
        yield f"the earlier answer, {entry.prediction.resolution.outcome}, stays in its history"


def amend(
    desk: Desk, identifier: str, change: tuple[str, str], *, why: str, today: dt.date
) -> Iterator[str]:
    """Change what a prediction promises, visibly once it is public; yield what was changed.

    Args:
        desk: the blog.
        identifier: of the prediction.
        change: field and new value.
        why: for readers.
        today: the day of the change.

    Raises:
        SettingsError: there is no such prediction or field, the value cannot be, it is answered,
            or a reason lacks.
        EditedError: the sidecar was changed at the same moment.
    """
    entry = find(desk, identifier)
    _refuse_silent_change(entry)
    field, value = change
    _store(desk, entry, amended(entry.prediction, field, value, why=why, today=today))
    public = "; readers see it in its history" if entry.prediction.is_public else ""
    yield f"{entry.name}: `{field}` of {identifier} is changed{public}"


def publish_accepted(desk: Desk, section: str, today: dt.date) -> Iterator[str]:
    """Publish the predictions of accepted sections and the author's own; yield which.

    Args:
        desk: whose articles were accepted.
        section: id of the one that was; empty for all.
        today: the day of it.
    """
    store = desk.workshop.store
    for article in desk.articles:
        sidecar = store.get(article.path)
        if sidecar is None:
            continue
        ids = frozenset(item.id for item in sidecar.sections if section in ("", item.id))
        kept, public, left_out = with_accepted(sidecar, ids, article.source, today)
        if public:
            store.put(article.path, kept)
        yield from (f"{article.name}: prediction {name} is public from now on" for name in public)
        yield from (f"{article.name}: not published: prediction {why}" for why in left_out)


def public_predictions(desk: Desk, path: Path) -> int:
    """Count the public predictions in a sidecar; none in a damaged one, which only a person reads."""
    try:
        return sum(p.is_public for p in desk.workshop.store.read(path).predictions)
    except SidecarError:
        return 0


def day_of_build(environ: Mapping[str, str], now: dt.datetime) -> dt.date:
    """Return the day that decides what is due: `SOURCE_DATE_EPOCH`'s, else that of `now`.

    Args:
        environ: environment variables.
        now: a moment with its zone.
    """
    fixed = environ.get("SOURCE_DATE_EPOCH", "").strip()
    if fixed.isdecimal():
        return dt.datetime.fromtimestamp(int(fixed), now.tzinfo).date()
    return now.date()


def _entries(
    sidecar: Sidecar | None, path: Path, name: str, article: Article | None
) -> Iterator[Entry]:
    for prediction in sidecar.predictions if sidecar else ():
        yield Entry(prediction, path, name, article)


def _read(desk: Desk, article: Path) -> Sidecar | None:
    try:
        return desk.workshop.store.get(article)
    except CommentaryError:
        return None


def _refuse_silent_change(entry: Entry) -> None:
    if what := silent_change(entry.prediction):
        raise SettingsError(
            f"{entry.name}: {entry.prediction.id}: {what}; restore the lines in its sidecar from "
            "the last commit first"
        )


def _store(desk: Desk, entry: Entry, made: Prediction) -> None:
    store = desk.workshop.store
    seen = store.version(entry.path)
    sidecar = store.get(entry.path)
    if sidecar is None:
        raise SettingsError(f"{entry.name} is gone; run the command again")
    predictions = tuple(made if p.id == made.id else p for p in sidecar.predictions)
    store.replace(entry.path, replace(sidecar, predictions=predictions), seen=seen)


def _outcome(word: str) -> Outcome:
    try:
        return Outcome(word.strip().lower())
    except ValueError:
        known = ", ".join(Outcome)
        raise SettingsError(f"{word!r} is no outcome; write one of {known}") from None


def _address(text: str) -> str:
    address = text.strip()
    if address and not WEB_ADDRESS.fullmatch(address):
        raise SettingsError(f"{text!r} is no address; `--evidence https://…` shows the answer")
    return address
