"""The front matter of a sidecar: facts as TOML tables in a fixed order, and back.

Checked by hand and not by a validating library: every build reads every sidecar, and such a
library costs more to import than all the reading.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from .errors import SidecarError
from .sections import (
    SCHEMA,
    Form,
    Kind,
    Origin,
    Provenance,
    Review,
    Section,
    Sidecar,
    Usage,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_USAGE = ("input", "output", "cached", "reasoning")
_DEL = "\x7f"


def dump_tables(sidecar: Sidecar) -> Iterator[str]:
    """Yield the lines of the front matter, without its fences."""
    yield f"schema = {sidecar.schema}"
    yield f"language = {_text(sidecar.language)}"
    yield f"source_digest = {_text(sidecar.source_digest)}"
    for provenance in sidecar.provenances:
        yield from ("", "[[provenance]]", *_provenance_lines(provenance))
    for section in sidecar.sections:
        yield from ("", "[[sections]]", *_section_lines(section))


def load_tables(tables: Mapping[str, object], *, path: str, lines: Sequence[str] = ()) -> Sidecar:
    """Read the front matter; headings and sentences are still missing.

    Args:
        tables: what `tomllib` made of it.
        path: of the sidecar, for messages.
        lines: its text from the first line of the file on, to name the line of an error.

    Raises:
        SidecarError: a key is missing, unknown or of the wrong type, or an id stands twice.
    """
    table = _Table(tables, _Place(path, lines))
    schema = table.whole("schema")
    if schema > SCHEMA:
        raise table.error("schema", f"written by a newer version (schema {schema}); update first")
    sidecar = Sidecar(
        language=table.text("language"),
        source_digest=table.text("source_digest", default=""),
        provenances=tuple(_provenance(t) for t in table.tables("provenance")),
        sections=tuple(_section(t) for t in table.tables("sections")),
        schema=schema,
    )
    table.end()
    _check_ids(sidecar, table)
    return sidecar


def _provenance_lines(provenance: Provenance) -> Iterator[str]:
    yield f"number = {provenance.number}"
    yield f"model = {_text(provenance.model)}"
    yield f"model_asked = {_text(provenance.model_asked)}"
    yield f"host = {_text(provenance.host)}"
    yield f"prompt_digest = {_text(provenance.prompt_digest)}"
    yield f"source_digest = {_text(provenance.source_digest)}"
    yield f"generated_at = {provenance.generated_at.strftime('%Y-%m-%dT%H:%M:%SZ')}"
    yield f"attempts = {provenance.attempts}"
    counts = ", ".join(f"{name} = {getattr(provenance.usage, name)}" for name in _USAGE)
    yield f"usage = {{ {counts} }}"
    if provenance.request_id:
        yield f"request_id = {_text(provenance.request_id)}"
    if provenance.parameters:
        pairs = ", ".join(f"{_text(key)} = {_text(value)}" for key, value in provenance.parameters)
        yield f"parameters = {{ {pairs} }}"
    if provenance.findings:
        yield "findings = ["
        yield from (f"    {_text(finding)}," for finding in provenance.findings)
        yield "]"


def _section_lines(section: Section) -> Iterator[str]:
    yield f"id = {_text(section.id)}"
    yield f"kind = {_text(section.kind)}"
    yield f"origin = {_text(section.origin)}"
    yield f"form = {_text(section.form)}"
    if section.provenance is not None:
        yield f"provenance = {section.provenance}"
    if section.generated_digest:
        yield f"generated_digest = {_text(section.generated_digest)}"
    if section.review:
        yield from ("", "[sections.review]", *_review_lines(section.review))


def _review_lines(review: Review) -> Iterator[str]:
    yield f"verdict = {_text(review.verdict)}"
    yield f"reviewer = {_text(review.reviewer)}"
    yield f"date = {review.date.isoformat()}"
    yield f"text_digest = {_text(review.text_digest)}"
    if review.note:
        yield f"note = {_text(review.note)}"


def _text(value: str) -> str:
    """Write a TOML basic string; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace(_DEL, "\\u007f")


def _provenance(table: _Table) -> Provenance:
    provenance = Provenance(
        number=table.whole("number"),
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
    )
    table.end()
    return provenance


def _usage(table: _Table) -> Usage:
    usage = Usage(*(table.whole(name, default=0) for name in _USAGE))
    table.end()
    return usage


def _section(table: _Table) -> Section:
    section = Section(
        id=table.text("id"),
        kind=table.choice("kind", Kind),
        origin=table.choice("origin", Origin),
        heading="",
        form=table.choice("form", Form, default=Form.THEMES),
        provenance=table.whole("provenance") if table.has("provenance") else None,
        generated_digest=table.text("generated_digest", default=""),
        review=_review(table.table("review")) if table.has("review") else None,
    )
    table.end()
    return section


def _review(table: _Table) -> Review:
    review = Review(
        verdict=table.choice("verdict", Verdict),
        reviewer=table.text("reviewer"),
        date=table.day("date"),
        text_digest=table.text("text_digest"),
        note=table.text("note", default=""),
    )
    table.end()
    return review


def _check_ids(sidecar: Sidecar, table: _Table) -> None:
    ids = [section.id for section in sidecar.sections]
    for identifier in ids:
        if ids.count(identifier) > 1:
            raise table.error("sections", f"the id {identifier!r} stands twice; rename one")
    numbers = {provenance.number for provenance in sidecar.provenances}
    for section in sidecar.sections:
        if section.provenance is not None and section.provenance not in numbers:
            raise table.error(
                "sections",
                f"`{section.id}` names provenance {section.provenance}, which is not there",
            )


class _Place:
    """Where a table stands, to name the line of what is wrong in it."""

    def __init__(self, path: str, lines: Sequence[str], header: str = "", nth: int = 0) -> None:
        self.path = path
        self.lines = lines
        self.header = header
        self.nth = nth

    def line(self, key: str) -> int:
        """Return the line of a key, else of its table, else 1."""
        start = self._start()
        for number, text in enumerate(self.lines[start:], start=start + 1):
            if text.split("=")[0].strip() == key:
                return number
        return max(start, 1)

    def _start(self) -> int:
        headers = [i for i, text in enumerate(self.lines) if text.strip() == f"[[{self.header}]]"]
        return headers[self.nth] + 1 if self.nth < len(headers) else 0


class _Table:
    """One TOML table, read key by key; what was not asked for at the end is an error."""

    def __init__(self, values: Mapping[str, object], place: _Place) -> None:
        self.values = values
        self.place = place
        self.asked: set[str] = set()

    def has(self, key: str) -> bool:
        return key in self.values

    def text(self, key: str, *, default: str | None = None) -> str:
        return self._get(key, str, default)

    def whole(self, key: str, *, default: int | None = None) -> int:
        value = self._get(key, int, default)
        if isinstance(value, bool) or value < 0:
            raise self.error(key, f"`{key}` must be a whole number from 0")
        return value

    def day(self, key: str) -> dt.date:
        value = self._get(key, dt.date, None)
        if isinstance(value, dt.datetime):
            raise self.error(key, f"`{key}` must be a day such as 2026-11-23")
        return value

    def moment(self, key: str) -> dt.datetime:
        value = self._get(key, dt.datetime, None)
        return value.replace(tzinfo=value.tzinfo or dt.UTC, microsecond=0).astimezone(dt.UTC)

    def choice(self, key: str, choices: type[E], *, default: E | None = None) -> E:
        value = self._get(key, str, default)
        try:
            return choices(str(value))
        except ValueError:
            known = ", ".join(f"`{choice}`" for choice in choices)
            raise self.error(key, f"`{key}` is {value!r}; write one of {known}") from None

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.error(key, f"`{key}` must be a list of texts")
        return tuple(values)

    def pairs(self) -> Iterator[tuple[str, str]]:
        for key in self.values:
            yield key, self.text(key)

    def table(self, key: str) -> _Table:
        return _Table(self._get(key, dict, {}), self.place)

    def tables(self, key: str) -> Iterator[_Table]:
        for nth, value in enumerate(self._get(key, list, [])):
            if not isinstance(value, dict):
                raise self.error(key, f"`{key}` must be tables, written `[[{key}]]`")
            yield _Table(value, _Place(self.place.path, self.place.lines, key, nth))

    def end(self) -> None:
        for key in self.values:
            if key not in self.asked:
                near = difflib.get_close_matches(key, sorted(self.asked), n=1)
                hint = f"; did you mean `{near[0]}`?" if near else "; remove it"
                raise self.error(key, f"unknown key `{key}`{hint}")

    def error(self, key: str, message: str) -> SidecarError:
        return SidecarError(message, path=self.place.path, line=self.place.line(key))

    def _get(self, key: str, kind: type[T], default: T | None) -> T:
        self.asked.add(key)
        value = self.values.get(key, default)
        if value is None:
            raise self.error(key, f"`{key}` is missing; restore it from the last commit")
        if not isinstance(value, kind):
            raise self.error(key, f"`{key}` is of the wrong type")
        return value
