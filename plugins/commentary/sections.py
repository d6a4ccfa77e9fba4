"""The values everything else speaks in: sections, where they came from, what people said of them.

Nothing here reads, writes or decides; states are computed in `lifecycle`.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the fields of dataclasses name it
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .predictions import Prediction

SCHEMA = 1
"""Version of the sidecar's form."""


class Kind(StrEnum):
    """What a section is for, in the order of the page."""

    OUTLOOK = "outlook"
    CONCLUSION = "conclusion"


class Origin(StrEnum):
    """Who wrote a section."""

    MODEL = "model"
    EXTRACT = "extract"
    AUTHOR = "author"


class Form(StrEnum):
    """How the points of a section are set."""

    THEMES = "themes"
    LIST = "list"


class Basis(StrEnum):
    """How a sentence relates to the paragraphs it rests on."""

    STATED = "stated"
    INFERRED = "inferred"
    OPINION = "opinion"


class Verdict(StrEnum):
    """A person's judgement of a section."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Severity(StrEnum):
    """What a finding does: a blocking one keeps the section off the page."""

    BLOCKING = "blocking"
    ADVISORY = "advisory"


class Support(StrEnum):
    """What a second reader says of a sentence and the paragraphs it names."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Reference:
    """A paragraph a sentence rests on, and the words in it that show it."""

    paragraph: int
    """Number in the article as it was when the section was written, from 1."""
    quote: str = ""
    """Verbatim words of that paragraph; by them it is found again after an edit."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a section: one line of the sidecar."""

    text: str
    references: tuple[Reference, ...] = ()
    basis: Basis = Basis.STATED

    @property
    def text_mark(self) -> str:
        """Short fingerprint of the text alone: twelve hexadecimal digits."""
        return digest_of(self.text).removeprefix("sha256:")[:12]

    @property
    def digest(self) -> str:
        """Fingerprint of text, basis and quotes; the numbers shift when an article grows."""
        quotes = (reference.quote for reference in self.references)
        return digest_of("\x1f".join((self.text, self.basis, *quotes)))


@dataclass(frozen=True, slots=True)
class Point:
    """A sub-section with a heading, or a list item with a label."""

    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check."""

    severity: Severity
    rule: str
    """Name of the check, for example `numbers`."""
    message: str
    """What is wrong, with the words concerned."""
    sentence: str = ""
    """Text of the sentence concerned, empty when it is the whole section."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a second reader found of one sentence, as long as that is unchanged."""

    sentence: str
    """`Sentence.digest`."""
    support: Support
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A person's verdict, bound to exactly one text."""

    verdict: Verdict
    reviewer: str
    date: dt.date
    text_digest: str
    """`Section.digest` of what the person saw."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One generated part of an article."""

    id: str
    """`outlook-1`, `outlook-2` … or `conclusion`; unique in the sidecar."""
    kind: Kind
    origin: Origin
    heading: str
    form: Form = Form.THEMES
    opening: tuple[Sentence, ...] = ()
    points: tuple[Point, ...] = ()
    closing: tuple[Sentence, ...] = ()
    """Sentences after the points, such as a caveat."""
    provenance: int | None = None
    """Number of the `Provenance` in the same sidecar; none for an extract or the author's own."""
    generated_digest: str = ""
    """`digest` of what was generated; differs from `digest` once a person changed the text."""
    generated_marks: tuple[str, ...] = ()
    """`text_mark` of each sentence a model wrote, also of those that a person changed since."""
    review: Review | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in reading order."""
        of_points = tuple(s for point in self.points for s in point.sentences)
        return self.opening + of_points + self.closing

    @property
    def digest(self) -> str:
        """Fingerprint of exactly the text, references and quotes, as `sha256:` and 64 digits."""
        parts = [self.kind, self.form, self.heading]
        for mark, sentences in self._groups():
            parts.append(mark)
            for sentence in sentences:
                parts += ["s", sentence.text, sentence.basis]
                parts += [f"p{r.paragraph} {r.quote}" for r in sentence.references]
        return digest_of("\x1f".join(parts))

    def _groups(self) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
        points = tuple((f"# {point.heading}", point.sentences) for point in self.points)
        return (("opening", self.opening), *points, ("closing", self.closing))


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, summed over all attempts."""

    input: int = 0
    output: int = 0
    cached: int = 0
    """Part of `input` that the provider had in its prompt cache."""
    reasoning: int = 0
    """Part of `output` that was thought and not written."""

    def __add__(self, other: Usage) -> Usage:
        """Sum both, field by field."""
        return Usage(
            self.input + other.input,
            self.output + other.output,
            self.cached + other.cached,
            self.reasoning + other.reasoning,
        )


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the sections of one writing call came from: facts only."""

    number: int
    model: str
    """The model that answered, as the provider named it."""
    model_asked: str
    host: str
    """Host name of the endpoint, without path, user or key."""
    prompt_digest: str
    source_digest: str
    generated_at: dt.datetime
    """UTC, whole seconds."""
    attempts: int = 1
    usage: Usage = field(default_factory=Usage)
    request_id: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    findings: tuple[str, ...] = ()
    """What the checks said at the time, one line each."""
    verified_by: str = ""
    """The model that was the second reader, as the provider named it; empty when nobody was."""
    doubts: tuple[Doubt, ...] = ()
    """What it found of sentences that could not be cut."""
    left_out: str = ""
    """Paragraphs that the model was not shown, such as `p41-p97`; empty when it saw them all."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """All commentary of one article."""

    language: str
    source_digest: str
    """Digest of the article when the sidecar was last written."""
    sections: tuple[Section, ...] = ()
    provenances: tuple[Provenance, ...] = ()
    schema: int = SCHEMA
    predictions: tuple[Prediction, ...] = ()
    """In the order they were added; public ones stay, also when their section is gone."""


def digest_of(text: str) -> str:
    """Return the fingerprint of a text: `sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
