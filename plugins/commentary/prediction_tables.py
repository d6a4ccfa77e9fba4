"""Predictions as the TOML tables of a sidecar, in a fixed order, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .predictions import (
    AUTHOR,
    GREATEST_PROBABILITY,
    LEAST_PROBABILITY,
    Change,
    Giver,
    Outcome,
    Precision,
    Prediction,
    PredictionKind,
    Resolution,
)
from .toml_texts import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .toml_tables import Table

WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
_ID = re.compile(r"[^\s\[\]\"'`]+")
_NEED_EVIDENCE = (Outcome.YES, Outcome.NO)


def prediction_lines(prediction: Prediction) -> Iterator[str]:
    """Yield the lines of a `[[predictions]]` table, without its header; empty keys are left out."""
    p = prediction
    yield f"id = {toml_text(p.id)}"
    yield from _texts(section=p.section, statement=p.statement, quote=p.quote)
    if p.references:
        yield f"references = [{', '.join(map(toml_text, p.references))}]"
    yield from _texts(kind=p.kind, speaker=p.speaker)
    yield f"made_on = {p.made_on.isoformat()}"
    yield f"resolves_on = {p.resolves_on.isoformat()}"
    yield from _texts(timezone=p.timezone, precision=p.precision)
    if p.probability is not None:
        yield f"probability = {p.probability!r}"
    yield from _texts(probability_by=p.probability_by or "")
    if p.author_probability is not None:
        yield f"author_probability = {p.author_probability!r}"
    yield from _texts(
        resolution_criteria=p.resolution_criteria,
        resolution_source=p.resolution_source,
        resolution_address=p.resolution_address,
        digest=p.digest,
    )
    if p.published_on:
        yield f"published_on = {p.published_on.isoformat()}"
    if p.resolution:
        yield from ("", "[predictions.resolution]", *_resolution_lines(p.resolution))
    for change in p.history:
        yield from ("", "[[predictions.history]]", *_change_lines(change))


def load_predictions(tables: Iterable[Table]) -> Iterator[Prediction]:
    """Read all `[[predictions]]` tables of a sidecar.

    Raises:
        SidecarError: a key is missing, unknown or of the wrong type, an id stands twice, a
            probability is none, or the days contradict each other.
    """
    ids: set[str] = set()
    for table in tables:
        prediction = _prediction(table, ids)
        table.end()
        _refuse_contradiction(prediction, table)
        yield prediction


def _texts(**pairs: str) -> Iterator[str]:
    for key, value in pairs.items():
        if value:
            yield f"{key} = {toml_text(value)}"


def _resolution_lines(resolution: Resolution) -> Iterator[str]:
    yield f"outcome = {toml_text(resolution.outcome)}"
    yield f"known_on = {resolution.known_on.isoformat()}"
    yield f"entered_on = {resolution.entered_on.isoformat()}"
    yield from _texts(evidence=resolution.evidence)
    yield f"resolved_by = {toml_text(resolution.resolved_by)}"
    yield from _texts(note=resolution.note)


def _change_lines(change: Change) -> Iterator[str]:
    yield f"on = {change.on.isoformat()}"
    for key in ("field", "before", "after", "why"):
        yield f"{key} = {toml_text(getattr(change, key))}"


def _prediction(table: Table, ids: set[str]) -> Prediction:
    """Read a table; `ids` are those of the tables above it and grows by its own."""
    identifier = table.text("id")
    if not _ID.fullmatch(identifier):
        raise table.error("id", f"the id {identifier!r} has a space, quote or bracket; write `a-1`")
    probability = _probability(table, "probability")
    giver = table.choice("probability_by", Giver) if table.has("probability_by") else None
    return Prediction(
        id=table.unique("id", identifier, ids),
        section=table.text("section", default=""),
        statement=_filled(table, "statement"),
        quote=table.text("quote", default=""),
        references=table.texts("references"),
        kind=table.choice("kind", PredictionKind, default=PredictionKind.INFERRED),
        speaker=table.text("speaker", default=AUTHOR) or AUTHOR,
        made_on=table.day("made_on"),
        resolves_on=table.day("resolves_on"),
        timezone=table.text("timezone", default=""),
        precision=table.choice("precision", Precision, default=Precision.DAY),
        probability=probability,
        probability_by=giver,
        author_probability=_probability(table, "author_probability"),
        resolution_criteria=_filled(table, "resolution_criteria"),
        resolution_source=table.text("resolution_source", default=""),
        resolution_address=_address(table, "resolution_address"),
        digest=table.text("digest", default=""),
        published_on=table.day("published_on") if table.has("published_on") else None,
        resolution=_resolution(table.table("resolution")) if table.has("resolution") else None,
        history=tuple(_change(change) for change in table.tables("history")),
    )


def _filled(table: Table, key: str) -> str:
    value = table.text(key)
    if not value.strip():
        raise table.error(key, f"`{key}` is empty; write it")
    return value


def _probability(table: Table, key: str) -> float | None:
    return table.share(key, least=LEAST_PROBABILITY, greatest=GREATEST_PROBABILITY)


def _address(table: Table, key: str) -> str:
    value = table.text(key, default="")
    if value and not WEB_ADDRESS.fullmatch(value):
        raise table.error(key, f"`{key}` is {value!r}; write a complete address, `https://…`")
    return value


def _resolution(table: Table) -> Resolution:
    resolution = Resolution(
        outcome=table.choice("outcome", Outcome),
        known_on=table.day("known_on"),
        entered_on=table.day("entered_on"),
        evidence=_address(table, "evidence"),
        resolved_by=_filled(table, "resolved_by"),
        note=table.text("note", default=""),
    )
    table.end()
    if resolution.outcome in _NEED_EVIDENCE and not resolution.evidence:
        message = f"the outcome `{resolution.outcome}` needs `evidence`, the address that shows it"
        raise table.error("outcome", message)
    if resolution.known_on > resolution.entered_on:
        raise table.error("known_on", "`known_on` is after `entered_on`; mend one of them")
    return resolution


def _change(table: Table) -> Change:
    change = Change(table.day("on"), *(table.text(k) for k in ("field", "before", "after", "why")))
    table.end()
    return change


def _refuse_contradiction(prediction: Prediction, table: Table) -> None:
    if prediction.resolves_on <= prediction.made_on:
        message = "`resolves_on` is not after `made_on`: what is past is no prediction; mend one"
        raise table.error("resolves_on", message)
    resolution = prediction.resolution
    if resolution and resolution.known_on < prediction.made_on:
        message = f"it was answered on {resolution.known_on}, before it was made; mend `known_on`"
        raise table.error("made_on", message)
    if bool(prediction.digest) != prediction.is_public:
        message = "`digest` and `published_on` are set together, when it is first published; "
        raise table.error("id", message + "restore both from the last commit, or remove both")
