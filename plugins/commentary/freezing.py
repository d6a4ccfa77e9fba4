"""What may happen to a prediction: it is frozen, amended in the open, answered; never unsaid.

The digest of first publication covers claim, criteria, day and both probabilities. Later changes
are entries of the history, from which what was promised first can be worked out again: a change
that is no entry no longer fits the digest.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from .errors import SettingsError
from .predictions import (
    AUTHOR,
    GREATEST_PROBABILITY,
    LEAST_PROBABILITY,
    Change,
    Giver,
    Outcome,
)
from .sections import Verdict, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .predictions import Prediction, Resolution
    from .sections import Sidecar

PROMISED = (
    "statement",
    "resolution_criteria",
    "resolves_on",
    "probability",
    "author_probability",
)
"""Fields that the digest covers and `amend` may change."""
_NUMBERS = ("probability", "author_probability")
_NO_PLACE_IN_ID = re.compile(r"[^\w.-]+")


def frozen(prediction: Prediction, today: dt.date) -> Prediction:
    """Publish a prediction as it stands; one that is public already stays as it is."""
    if prediction.is_public:
        return prediction
    promised = [text_of(prediction, field) for field in PROMISED]
    return replace(prediction, digest=_digest(promised), published_on=today)


def silent_change(prediction: Prediction) -> str:
    """Say what of a public prediction was changed without an entry in its history, else nothing."""
    if not prediction.is_public:
        return ""
    for field in PROMISED:
        texts = [c for c in prediction.history if c.field == field]
        is_chain = all(first.after == second.before for first, second in pairwise(texts))
        if texts and not (is_chain and texts[-1].after == text_of(prediction, field)):
            return f"`{field}` is not what the last entry of its history says"
    first = [_first(prediction, field) for field in PROMISED]
    if _digest(first) != prediction.digest:
        return "claim, criteria, day or probability were changed after publication"
    return ""


def amended(
    prediction: Prediction, field: str, value: str, *, why: str, today: dt.date
) -> Prediction:
    """Change what was promised, with an entry in the history once it is public.

    Args:
        prediction: as it stands.
        field: one of `PROMISED`.
        value: the new one as text, a day as `2027-03-31`, a probability as `0.7`.
        why: for readers; needed once it is public.
        today: the day of the change.

    Raises:
        SettingsError: the field or value is none, a reason is lacking, or it is answered already.
    """
    if prediction.resolution:
        raise SettingsError(f"{prediction.id} is answered; what it said cannot change any more")
    if field not in PROMISED:
        raise SettingsError(f"{field!r} cannot be amended; name one of {', '.join(PROMISED)}")
    changed = _with_value(prediction, field, value.strip())
    if not prediction.is_public:
        return changed
    if not why.strip():
        raise SettingsError(f"{prediction.id} is public: say `--why` it changes, readers see it")
    before, after = text_of(prediction, field), text_of(changed, field)
    if before == after:
        raise SettingsError(f"{prediction.id}: `{field}` is {after!r} already")
    entry = Change(today, field, before, after, why.strip())
    return replace(changed, history=(*prediction.history, entry))


def resolved(prediction: Prediction, resolution: Resolution) -> Prediction:
    """Record an answer; an earlier one becomes an entry of the history.

    Raises:
        SettingsError: it is not public, lacks evidence, or its days cannot be.
    """
    where = prediction.id
    if not prediction.is_public:
        raise SettingsError(f"{where} is not public yet; accept it first, or remove it by hand")
    if resolution.outcome in (Outcome.YES, Outcome.NO) and not resolution.evidence:
        raise SettingsError(f"{where}: `{resolution.outcome}` needs `--evidence` with an address")
    if resolution.known_on < prediction.made_on:
        raise SettingsError(
            f"{where} was made on {prediction.made_on}; `--known-on {resolution.known_on}` is before"
        )
    if resolution.known_on > resolution.entered_on:
        raise SettingsError(f"{where}: `--known-on {resolution.known_on}` is in the future")
    history = prediction.history
    if prediction.resolution:
        before, after = _in_words(prediction.resolution), _in_words(resolution)
        why = resolution.note or "judged again"
        history += (Change(resolution.entered_on, "resolution", before, after, why),)
    return replace(prediction, resolution=resolution, history=history)


def is_withheld(prediction: Prediction, sidecar: Sidecar) -> bool:
    """Tell whether it was rejected with its section before anybody could read it."""
    if prediction.is_public:
        return False
    section = next((s for s in sidecar.sections if s.id == prediction.section), None)
    review = section.review if section else None
    return review is not None and review.verdict is Verdict.REJECTED


def is_the_authors(prediction: Prediction) -> bool:
    """Tell whether the author of the blog made it, not a model and nobody in the article."""
    return prediction.speaker == AUTHOR


def lasting(sidecar: Sidecar) -> tuple[Prediction, ...]:
    """Return the predictions that stay when an article's sections are written anew.

    A model's that nobody was shown goes with its section.
    """
    standing = {section.id for section in sidecar.sections}
    return tuple(
        p for p in sidecar.predictions if p.is_public or is_the_authors(p) or p.section in standing
    )


def keeping(before: Iterable[Prediction], after: Iterable[Prediction]) -> tuple[Prediction, ...]:
    """Return what a program may write in the place of `before`: it loses and changes nothing.

    Args:
        before: as they stand in the file.
        after: as the program has them; only new ones, and first publications, count.
    """
    new = {prediction.id: prediction for prediction in after}
    kept = []
    for old in before:
        other = new.pop(old.id, None)
        is_lost = other is None and not (old.is_public or is_the_authors(old))
        if not is_lost:
            kept.append(other if other and _is_published_form(old, other) else old)
    return (*kept, *new.values())


def lost(before: Iterable[Prediction], after: Iterable[Prediction]) -> tuple[str, ...]:
    """Return the ids of public predictions that are no longer there."""
    given = {prediction.id for prediction in after}
    return tuple(p.id for p in before if p.is_public and p.id not in given)


def free_ids(stem: str, taken: Iterable[str], count: int) -> tuple[str, ...]:
    """Return ids for new predictions of an article: its file's name and the next numbers."""
    base = _NO_PLACE_IN_ID.sub("-", stem).strip("-") or "prediction"
    numbers = re.compile(re.escape(base) + r"-(\d{1,6})")
    used = [int(match[1]) for identifier in taken if (match := numbers.fullmatch(identifier))]
    first = max(used, default=0) + 1
    return tuple(f"{base}-{number}" for number in range(first, first + count))


def text_of(prediction: Prediction, field: str) -> str:
    """Return a promised field as the history writes it; empty for none."""
    value = getattr(prediction, field)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _is_published_form(old: Prediction, other: Prediction) -> bool:
    """Whether the only difference is that it was frozen."""
    return replace(other, digest="", published_on=None) == old and not old.is_public


def _digest(promised: Iterable[str]) -> str:
    return digest_of("\x1f".join(promised))


def _first(prediction: Prediction, field: str) -> str:
    entries = (change for change in prediction.history if change.field == field)
    entry = next(entries, None)
    return entry.before if entry else text_of(prediction, field)


def _with_value(prediction: Prediction, field: str, value: str) -> Prediction:
    if field in _NUMBERS:
        changed: dict[str, object] = {field: probability_of(value)}
        if field == "probability":
            changed["probability_by"] = prediction.probability_by or Giver.AUTHOR
        return replace(prediction, **changed)  # type: ignore[arg-type]  # the field's own type
    if field == "resolves_on":
        day = day_of(value)
        if day <= prediction.made_on:
            raise SettingsError(f"{value} is not after {prediction.made_on}, when it was made")
        return replace(prediction, resolves_on=day)
    if not value:
        raise SettingsError(f"`{field}` cannot be empty")
    return replace(prediction, **{field: value})  # type: ignore[arg-type]  # a text's field


def day_of(text: str) -> dt.date:
    """Read a day such as 2027-03-31.

    Raises:
        SettingsError: there is no such day.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{text!r} is no day; write it as 2027-03-31") from None


def probability_of(text: str) -> float:
    """Read a probability, `0.7` or `70%`.

    Raises:
        SettingsError: it is no number from 0.01 to 0.99.
    """
    plain = text.replace("％", "%").strip()
    try:
        value = float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        value = 0.0
    if not LEAST_PROBABILITY <= value <= GREATEST_PROBABILITY:
        raise SettingsError(
            f"{text!r} is no probability: write a number from {LEAST_PROBABILITY} to "
            f"{GREATEST_PROBABILITY}; nothing about the future is certain"
        )
    return value


def _in_words(resolution: Resolution) -> str:
    parts = (resolution.outcome, f"known {resolution.known_on}", resolution.evidence)
    return ", ".join((*filter(None, parts), f"judged by {resolution.resolved_by}"))
