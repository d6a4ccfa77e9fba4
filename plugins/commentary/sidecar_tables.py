"""The front matter of a sidecar: facts as TOML tables in a fixed order, and back.

Checked by hand and not by a validating library: every build reads every sidecar, and such a
library costs more to import than all the reading.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from .prediction_tables import load_predictions, prediction_lines
from .sections import (
    SCHEMA,
    Doubt,
    Form,
    Kind,
    Origin,
    Provenance,
    Review,
    Section,
    Sidecar,
    Support,
    Usage,
    Verdict,
)
from .toml_tables import Place, Table
from .toml_texts import toml_text as _text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_USAGE = ("input", "output", "cached", "reasoning")


def dump_tables(sidecar: Sidecar) -> Iterator[str]:
    """Yield the lines of the front matter, without its fences."""
    yield f"schema = {sidecar.schema}"
    yield f"language = {_text(sidecar.language)}"
    yield f"source_digest = {_text(sidecar.source_digest)}"
    for provenance in sidecar.provenances:
        yield from ("", "[[provenance]]", *_provenance_lines(provenance))
    for section in sidecar.sections:
        yield from ("", "[[sections]]", *_section_lines(section))
    for prediction in sidecar.predictions:
        yield from ("", "[[predictions]]", *prediction_lines(prediction))


def load_tables(tables: Mapping[str, object], *, path: str, lines: Sequence[str] = ()) -> Sidecar:
    """Read the front matter; headings and sentences are still missing.

    Args:
        tables: what `tomllib` made of it.
        path: of the sidecar, for messages.
        lines: its text from the first line of the file on, to name the line of an error.

    Raises:
        SidecarError: a key is missing, unknown or of the wrong type, or an id stands twice.
    """
    table = Table(tables, Place(path, lines))
    schema = table.whole("schema", least=1)
    if schema > SCHEMA:
        raise table.error("schema", f"written by a newer version (schema {schema}); update first")
    numbers: set[int] = set()
    ids: set[str] = set()
    sidecar = Sidecar(
        language=table.text("language"),
        source_digest=table.text("source_digest", default=""),
        provenances=tuple(_provenance(t, numbers) for t in table.tables("provenance")),
        sections=tuple(_section(t, ids, numbers) for t in table.tables("sections")),
        schema=schema,
        predictions=tuple(load_predictions(table.tables("predictions"))),
    )
    table.end()
    return sidecar


def _provenance_lines(provenance: Provenance) -> Iterator[str]:
    yield f"number = {provenance.number}"
    yield f"model = {_text(provenance.model)}"
    yield f"model_asked = {_text(provenance.model_asked)}"
    yield f"host = {_text(provenance.host)}"
    yield f"prompt_digest = {_text(provenance.prompt_digest)}"
    yield f"source_digest = {_text(provenance.source_digest)}"
    moment = provenance.generated_at.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None)
    yield f"generated_at = {moment.isoformat()}Z"
    yield f"attempts = {provenance.attempts}"
    counts = ", ".join(f"{name} = {getattr(provenance.usage, name)}" for name in _USAGE)
    yield f"usage = {{ {counts} }}"
    if provenance.request_id:
        yield f"request_id = {_text(provenance.request_id)}"
    if provenance.parameters:
        pairs = ", ".join(f"{_text(key)} = {_text(value)}" for key, value in provenance.parameters)
        yield f"parameters = {{ {pairs} }}"
    if provenance.left_out:
        yield f"left_out = {_text(provenance.left_out)}"
    if provenance.findings:
        yield "findings = ["
        yield from (f"    {_text(finding)}," for finding in provenance.findings)
        yield "]"
    if provenance.verified_by:
        yield f"verified_by = {_text(provenance.verified_by)}"
    if provenance.doubts:
        yield "doubts = ["
        yield from (f"    {_doubt_line(doubt)}," for doubt in provenance.doubts)
        yield "]"


def _doubt_line(doubt: Doubt) -> str:
    values = ("sentence", doubt.sentence), ("support", doubt.support), ("reason", doubt.reason)
    return "{ " + ", ".join(f"{key} = {_text(value)}" for key, value in values) + " }"


def _section_lines(section: Section) -> Iterator[str]:
    yield f"id = {_text(section.id)}"
    yield f"kind = {_text(section.kind)}"
    yield f"origin = {_text(section.origin)}"
    yield f"form = {_text(section.form)}"
    if section.provenance is not None:
        yield f"provenance = {section.provenance}"
    if section.generated_digest:
        yield f"generated_digest = {_text(section.generated_digest)}"
    if section.generated_marks:
        yield f"generated_marks = [{', '.join(map(_text, section.generated_marks))}]"
    if section.review:
        yield from ("", "[sections.review]", *_review_lines(section.review))


def _review_lines(review: Review) -> Iterator[str]:
    yield f"verdict = {_text(review.verdict)}"
    yield f"reviewer = {_text(review.reviewer)}"
    yield f"date = {review.date.isoformat()}"
    yield f"text_digest = {_text(review.text_digest)}"
    if review.note:
        yield f"note = {_text(review.note)}"


def _provenance(table: Table, numbers: set[int]) -> Provenance:
    """Read a table; `numbers` are those of the tables above it and grows by its own."""
    provenance = Provenance(
        number=table.unique("number", table.whole("number"), numbers),
        model=table.text("model"),
        model_asked=table.text("model_asked"),
        host=table.text("host"),
        prompt_digest=table.text("prompt_digest"),
        source_digest=table.text("source_digest"),
        generated_at=table.moment("generated_at"),
        attempts=table.whole("attempts", default=1),
        usage=_usage(table.table("usage")),
        request_id=table.text("request_id", default=""),
        parameters=tuple(table.table("parameters").pairs()),
        findings=table.texts("findings"),
        verified_by=table.text("verified_by", default=""),
        doubts=tuple(_doubt(doubt) for doubt in table.tables("doubts")),
        left_out=table.text("left_out", default=""),
    )
    table.end()
    return provenance


def _doubt(table: Table) -> Doubt:
    doubt = Doubt(
        sentence=table.text("sentence"),
        support=table.choice("support", Support),
        reason=table.text("reason", default=""),
    )
    table.end()
    return doubt


def _usage(table: Table) -> Usage:
    usage = Usage(*(table.whole(name, default=0) for name in _USAGE))
    table.end()
    return usage


def _section(table: Table, ids: set[str], numbers: set[int]) -> Section:
    """Read a table; `ids` are those of the tables above it and grows by its own."""
    section = Section(
        id=table.unique("id", table.text("id"), ids),
        kind=table.choice("kind", Kind),
        origin=table.choice("origin", Origin),
        heading="",
        form=table.choice("form", Form, default=Form.THEMES),
        provenance=table.whole("provenance") if table.has("provenance") else None,
        generated_digest=table.text("generated_digest", default=""),
        generated_marks=table.texts("generated_marks"),
        review=_review(table.table("review")) if table.has("review") else None,
    )
    table.end()
    if section.provenance is not None and section.provenance not in numbers:
        message = f"there is no `[[provenance]]` with the number {section.provenance}; restore it"
        raise table.error("provenance", message)
    return section


def _review(table: Table) -> Review:
    review = Review(
        verdict=table.choice("verdict", Verdict),
        reviewer=table.text("reviewer"),
        date=table.day("date"),
        text_digest=table.text("text_digest"),
        note=table.text("note", default=""),
    )
    table.end()
    return review
