"""The predictions in a model's answer: each is read by itself, and a bad one costs no other.

pydantic comes with openai and is as slow to import, so only a run that asks a model imports this.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .claims import Claim
from .json_objects import find_object
from .predictions import Harm, Precision, PredictionKind
from .texts import tidy, without_control

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_CLAIMS = 12
_SHOWN = 60
PREDICTIONS = "predictions"
"""The key of an answer that holds them."""


class _WireClaim(BaseModel):
    """One prediction as a model sends it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    statement: Annotated[str, Field(max_length=400)]
    quote: Annotated[str, Field(max_length=600)]
    kind: Literal["stated", "inferred"]
    speaker: Annotated[str, Field(max_length=120)]
    resolves_on: str
    precision: Literal["day", "month", "quarter", "year"]
    resolution_criteria: Annotated[str, Field(max_length=400)]
    resolution_source: Annotated[str, Field(max_length=200)]
    probability: float
    category: Literal["none", "markets", "medicine", "law"]


def parse_claims(text: str) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """Return the predictions of an answer, and what is wrong with those that cannot be read.

    An answer without any, as small models and edited prompts give, has nothing wrong with it.
    """
    try:
        found = find_object(text, dict.fromkeys(("outlooks", "conclusion", PREDICTIONS)).keys())
    except (ValueError, RecursionError):
        return (), ()  # what reads the sections says so
    items = (found.get(PREDICTIONS) if isinstance(found, dict) else None) or []
    if not isinstance(items, list):
        return (), ("`predictions` is no list",)
    claims: list[Claim] = []
    problems: list[str] = []
    for item in items[:_MOST_CLAIMS]:
        try:
            claims.append(_claim(item))
        except ValidationError as error:
            detail = error.errors()[0]
            where = ".".join(map(str, detail["loc"])) or PREDICTIONS
            problems.append(f"{_named(item)} `{where}`: {detail['msg']}")
        except ValueError as error:
            problems.append(f"{_named(item)} `resolves_on`: {error}")
    if len(items) > _MOST_CLAIMS:
        problems.append(f"only the first {_MOST_CLAIMS} of {len(items)} were read")
    return tuple(claims), tuple(problems)


def claim_schema() -> Mapping[str, object]:
    """Return the JSON schema of one prediction: flat, everything required, nothing additional."""
    string = {"type": "string"}
    properties: dict[str, object] = {
        "statement": string,
        "quote": string,
        "kind": {"type": "string", "enum": [str(kind) for kind in PredictionKind]},
        "speaker": string,
        "resolves_on": string,
        "precision": {"type": "string", "enum": [str(precision) for precision in Precision]},
        "resolution_criteria": string,
        "resolution_source": string,
        "probability": {"type": "number"},
        "category": {"type": "string", "enum": ["none", *map(str, Harm)]},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _claim(item: object) -> Claim:
    wire = _WireClaim.model_validate(item)
    return Claim(
        statement=_line(wire.statement),
        quote=_line(wire.quote),
        kind=PredictionKind(wire.kind),
        speaker=_line(wire.speaker),
        resolves_on=dt.date.fromisoformat(wire.resolves_on),
        precision=Precision(wire.precision),
        probability=wire.probability,
        criteria=_line(wire.resolution_criteria),
        source=_line(wire.resolution_source),
        category=wire.category,
    )


def _line(text: str) -> str:
    return tidy(without_control(text))


def _named(item: object) -> str:
    statement = item.get("statement") if isinstance(item, dict) else item
    return f"{str(statement)[:_SHOWN]!r}:"
