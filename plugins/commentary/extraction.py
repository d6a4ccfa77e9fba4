"""The claims of a model's answer become predictions, or reasons why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from .claims import Ground, found_in, objections, said_in, settled_day
from .freezing import free_ids
from .predictions import MODEL_PREFIX, Giver, Harm, Prediction, PredictionKind
from .sections import Kind, Section
from .texts import fold, has_quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .claims import Claim
    from .source import Source

_FALLBACK = "UTC"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an article's predictions are called, and what they may be about."""

    stem: str = "prediction"
    """Beginning of their ids."""
    timezone: str = _FALLBACK
    """Whose days are meant."""
    refused: tuple[Harm, ...] = tuple(Harm)
    """Categories that are left out."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came of an answer's claims."""

    predictions: tuple[Prediction, ...]
    dropped: tuple[str, ...]
    """Why each of the others is none."""


def day_in(moment: dt.datetime, timezone: str) -> dt.date:
    """Return the day of a moment in a zone; UTC's where there is no such zone."""
    try:
        return moment.astimezone(ZoneInfo(timezone)).date()
    except (ValueError, KeyError, OSError):
        return moment.astimezone(dt.UTC).date()


def extract_predictions(
    claims: Iterable[Claim],
    ground: Ground,
    terms: Terms,
    *,
    model: str,
    before: tuple[Prediction, ...],
) -> Extracted:
    """Check claims and give each that holds an id of its own.

    Args:
        claims: of one answer.
        ground: article and outlooks, these as they will be kept.
        terms: of the article.
        model: that answered.
        before: predictions that the article has already; their ids are not given again.
    """
    good: list[Claim] = []
    dropped: list[str] = []
    seen: set[tuple[str, dt.date]] = set()
    for claim in claims:
        reasons = list(objections(claim, ground))
        key = fold(claim.statement), settled_day(claim, ground)[0]
        if not reasons and key in seen:
            reasons = ["it stands there twice"]
        if reasons:
            dropped.append(f"{claim.statement} → {'; '.join(reasons)}")
        else:
            seen.add(key)
            good.append(claim)
    ids = free_ids(terms.stem, [prediction.id for prediction in before], len(good))
    pairs = zip(good, ids, strict=True)
    made = (_prediction(claim, identifier, ground, terms, model) for claim, identifier in pairs)
    return Extracted(tuple(made), tuple(dropped))


def missing_quote(prediction: Prediction, section: Section | None, source: Source) -> bool:
    """Tell whether the words a prediction was taken from no longer stand anywhere."""
    if not prediction.quote:
        return False
    sentences = section.sentences if section else ()
    texts = [sentence.text for sentence in sentences]
    if prediction.kind is PredictionKind.STATED:
        texts += [paragraph.text for paragraph in source.paragraphs]
    return not any(has_quote(text, prediction.quote) for text in texts)


def _prediction(
    claim: Claim, identifier: str, ground: Ground, terms: Terms, model: str
) -> Prediction:
    """Make a prediction; one called stated whose words nobody said is the model's own."""
    said = said_in(claim, ground.source)
    found = found_in(claim, ground.sections)
    numbers = [said.number] if said else []
    if not said and found:
        numbers = [reference.paragraph for reference in found[1].references]
    day, precision = settled_day(claim, ground)
    outlooks = [section for section in ground.sections if section.kind is Kind.OUTLOOK]
    return Prediction(
        id=identifier,
        statement=claim.statement,
        made_on=ground.made_on,
        resolves_on=day,
        resolution_criteria=claim.criteria,
        section=(found[0] if found else outlooks[0]).id,
        quote=claim.quote,
        references=tuple(f"p{number}" for number in dict.fromkeys(numbers)),
        kind=PredictionKind.STATED if said else PredictionKind.INFERRED,
        speaker=claim.speaker if said else f"{MODEL_PREFIX}{model}",
        timezone=terms.timezone,
        precision=precision,
        probability=round(claim.probability, 2),
        probability_by=Giver.MODEL,
        resolution_source=claim.source,
    )
