"""What comes back from a model becomes sections, or a list of what is wrong with it.

The schema sent and the types that check the answer say the same; a test compares them.
pydantic comes with openai and is as slow to import, so only a run that asks a model imports this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from .errors import ReplyInvalid
from .json_objects import find_object
from .reply_claims import PREDICTIONS, claim_schema
from .sections import (
    Basis,
    Form,
    Kind,
    Origin,
    Point,
    Reference,
    Section,
    Sentence,
    Usage,
)
from .texts import tidy, without_control

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

_MOST_SENTENCES = 12
_MOST_POINTS = 12
_MOST_SUBJECTS = 5
_MOST_CHOSEN = 3
"""Subjects that a model may choose; an author may name more."""
_MOST_CHARACTERS = 100_000
_SHOWN_PROBLEMS = 8


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a model as it came."""

    text: str
    model: str
    """The model that answered, as the server named it."""
    usage: Usage
    request_id: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    """What was sent besides the messages, such as the form of the answer and its limit."""


class Wire(BaseModel):
    """What a model sends: exactly these keys and types."""

    model_config = ConfigDict(extra="forbid", strict=True)


_Form = TypeVar("_Form", bound=Wire)


def _line(text: str) -> str:
    """Make one visible line of a text, or refuse it."""
    line = tidy(without_control(text))
    if not line:
        raise ValueError("it is empty")
    return line


_Heading = Annotated[str, Field(max_length=120), AfterValidator(_line)]


class _WireReference(Wire):
    paragraph: Annotated[int, Field(ge=1, le=100_000)]
    quote: Annotated[str, Field(max_length=400), AfterValidator(_line)]


class WireSentence(Wire):
    """One sentence as a model sends it."""

    text: Annotated[str, Field(max_length=600), AfterValidator(_line)]
    basis: Literal["stated", "inferred", "opinion"]
    references: Annotated[list[_WireReference], Field(max_length=8)]


class _WirePoint(Wire):
    heading: _Heading
    sentences: Annotated[list[WireSentence], Field(min_length=1, max_length=_MOST_SENTENCES)]


class _WireOutlook(Wire):
    heading: _Heading
    form: Literal["themes", "list"]
    opening: Annotated[list[WireSentence], Field(max_length=_MOST_SENTENCES)]
    points: Annotated[list[_WirePoint], Field(min_length=1, max_length=_MOST_POINTS)]
    closing: Annotated[list[WireSentence], Field(max_length=_MOST_SENTENCES)]


class _WireConclusion(Wire):
    heading: _Heading
    sentences: Annotated[list[WireSentence], Field(min_length=1, max_length=_MOST_SENTENCES)]


class _WirePlanned(Wire):
    subject: _Heading
    form: Literal["themes", "list"]
    paragraphs: Annotated[list[int], Field(max_length=100)]


class _WireReply(Wire):
    plan: Annotated[list[_WirePlanned], Field(max_length=_MOST_SUBJECTS)] = []
    outlooks: Annotated[list[_WireOutlook], Field(max_length=_MOST_SUBJECTS)] = []
    conclusion: _WireConclusion | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_predictions(cls, answer: dict[str, object]) -> dict[str, object]:
        """Leave to `reply_claims` what must not cost a section."""
        return {key: value for key, value in answer.items() if key != PREDICTIONS}


def reply_schema(kinds: tuple[Kind, ...], *, predicts: bool = False) -> Mapping[str, object]:
    """Return the JSON schema of a reply with these kinds of section.

    With `predicts`, an outlook comes with the predictions in it.

    Flat, without `$ref`, lengths and ranges: some servers refuse them, so they are checked here.
    """
    properties: dict[str, object] = {}
    if Kind.OUTLOOK in kinds:
        properties["plan"] = array_schema(_PLANNED)  # first: what is planned is then written
        properties["outlooks"] = array_schema(_OUTLOOK)
    if Kind.CONCLUSION in kinds:
        properties["conclusion"] = _CONCLUSION
    if Kind.OUTLOOK in kinds and predicts:
        properties[PREDICTIONS] = array_schema(claim_schema())  # last: they quote what is written
    return object_schema(properties)


def parse_reply(
    text: str, kinds: tuple[Kind, ...], subjects: tuple[str, ...] = ()
) -> tuple[Section, ...]:
    """Turn the text of a reply into sections of exactly these kinds, in the order of the page.

    Args:
        text: the answer.
        kinds: that were asked for.
        subjects: of the outlook that the author named.

    Raises:
        ReplyInvalid: not JSON, another shape, a wanted kind is missing, or the outlooks are not
            those that were planned or asked for.
    """
    wire = validated(text, _WireReply)
    sections = tuple(_sections(wire))
    given = {section.kind for section in sections}
    missing = [kind for kind in kinds if kind not in given]
    surplus = [kind for kind in given if kind not in kinds]
    problems = tuple(f"`{kind}` is missing." for kind in missing)
    problems += tuple(f"`{kind}` was not asked for; leave it out." for kind in sorted(surplus))
    if Kind.OUTLOOK in kinds and not missing:
        problems += tuple(_unplanned(wire, subjects))
    if problems:
        raise ReplyInvalid(
            f"the model's answer does not have the sections asked for: {' '.join(problems)}",
            problems=problems,
            text=text,
        )
    return sections


def _unplanned(wire: _WireReply, subjects: tuple[str, ...]) -> Iterator[str]:
    """Compare the outlooks with the plan of the answer, and with what the author asked for."""
    written = len(wire.outlooks)
    if wire.plan and [p.form for p in wire.plan] != [o.form for o in wire.outlooks]:
        yield "`outlooks` differ from `plan`: one for each planned subject, in its form and order."
    if subjects and written != len(subjects):
        yield f"The author named {len(subjects)} subjects, but there are {written} `outlooks`."
    if not subjects and written > _MOST_CHOSEN:
        yield f"There are {written} `outlooks`; choose {_MOST_CHOSEN} subjects at most."


def validated(text: str, form: type[_Form]) -> _Form:
    """Read the JSON object in an answer.

    Raises:
        ReplyInvalid: it is too long, not JSON, or of another shape.
    """
    if len(text) > _MOST_CHARACTERS:
        raise ReplyInvalid(
            f"the model's answer has {len(text)} characters, more than {_MOST_CHARACTERS}",
            problems=("The answer was far too long; keep to the lengths asked for.",),
        )
    try:
        return form.model_validate(find_object(text, form.model_fields.keys()))
    except ValidationError as error:
        problems = tuple(_problem(detail) for detail in error.errors()[:_SHOWN_PROBLEMS])
    except (ValueError, RecursionError) as error:
        problems = (f"The answer is not one JSON object: {error}.",)
    raise ReplyInvalid(
        f"the model's answer is not in the form asked for: {problems[0]}",
        problems=problems,
        text=text,
    )


def _problem(detail: ErrorDetails) -> str:
    where = ".".join(str(step) for step in detail["loc"])
    return f"`{where}`: {detail['msg']}."


def _sections(wire: _WireReply) -> Iterator[Section]:
    for number, outlook in enumerate(wire.outlooks, start=1):
        yield Section(
            id=f"outlook-{number}",
            kind=Kind.OUTLOOK,
            origin=Origin.MODEL,
            heading=outlook.heading,
            form=Form(outlook.form),
            opening=sentences_of(outlook.opening),
            points=tuple(Point(p.heading, sentences_of(p.sentences)) for p in outlook.points),
            closing=sentences_of(outlook.closing),
        )
    if wire.conclusion:
        yield Section(
            id="conclusion",
            kind=Kind.CONCLUSION,
            origin=Origin.MODEL,
            heading=wire.conclusion.heading,
            opening=sentences_of(wire.conclusion.sentences),
        )


def sentences_of(sentences: Sequence[WireSentence]) -> tuple[Sentence, ...]:
    """Turn checked sentences into ours."""
    return tuple(
        Sentence(sentence.text, _references(sentence.references), Basis(sentence.basis))
        for sentence in sentences
    )


def _references(references: list[_WireReference]) -> tuple[Reference, ...]:
    unique = dict.fromkeys(Reference(r.paragraph, r.quote) for r in references)
    return tuple(unique)


def object_schema(properties: Mapping[str, object]) -> dict[str, object]:
    """Return the schema of an object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def array_schema(items: object) -> dict[str, object]:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


_STRING: Mapping[str, object] = {"type": "string"}


def sentence_schema(**before: object) -> dict[str, object]:
    """Return the schema of a sentence, with further keys before its own."""
    reference = object_schema({"paragraph": {"type": "integer"}, "quote": _STRING})
    return object_schema(
        {
            **before,
            "text": _STRING,
            "basis": {"type": "string", "enum": [str(basis) for basis in Basis]},
            "references": array_schema(reference),
        }
    )


_SENTENCE = sentence_schema()
_POINT = object_schema({"heading": _STRING, "sentences": array_schema(_SENTENCE)})
_OUTLOOK = object_schema(
    {
        "heading": _STRING,
        "form": {"type": "string", "enum": [str(form) for form in Form]},
        "opening": array_schema(_SENTENCE),
        "points": array_schema(_POINT),
        "closing": array_schema(_SENTENCE),
    }
)
_PLANNED = object_schema(
    {
        "subject": _STRING,
        "form": {"type": "string", "enum": [str(form) for form in Form]},
        "paragraphs": array_schema({"type": "integer"}),
    }
)
_CONCLUSION = object_schema({"heading": _STRING, "sentences": array_schema(_SENTENCE)})
