"""A prompt becomes the body of a request, in the dialect a server understands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from ..errors import SettingsError
from ..prompts import Role
from ..settings import Structured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..prompts import Prompt
    from .endpoint import Endpoint


class Rung(StrEnum):
    """A way to demand JSON, from the strictest down."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    TEXT = "text"


class LimitName(StrEnum):
    """What a server calls the limit of one answer."""

    COMPLETION = "max_completion_tokens"
    ANY = "max_tokens"


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How to ask, whatever the article."""

    deadline: float = 180.0
    """Seconds that one answer may take; one `complete` asks for three times as long at most."""
    longest_wait: float = 120.0
    """Seconds that a server may want to be left alone, on top of that."""
    max_output_tokens: int = 8000
    """Limit of one answer, reasoning included."""
    structured: Structured = Structured.AUTO
    parameters: tuple[tuple[str, object], ...] = ()
    """Sent as they are, such as `("reasoning_effort", "low")`."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server was found to understand."""

    rung: Rung
    limit_name: LimitName


_RESERVED = frozenset({"messages", "model", "n", "response_format", "stream", *LimitName})
_RUNGS: Mapping[Structured, Rung] = {
    Structured.AUTO: Rung.SCHEMA,
    Structured.SCHEMA: Rung.SCHEMA,
    Structured.OBJECT: Rung.OBJECT,
    Structured.TEXT: Rung.TEXT,
}
_DEMAND = "Answer with one JSON object and nothing else. It must fit this JSON Schema:"


def checked_parameters(parameters: tuple[tuple[str, object], ...]) -> None:
    """Refuse parameters that the provider sets itself or that are no JSON.

    Raises:
        SettingsError: naming the parameter.
    """
    for name, value in parameters:
        if name in _RESERVED:
            raise SettingsError(
                f'`COMMENTARY["parameters"]` must not set `{name}`: the program does; remove it'
            )
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError):
            raise SettingsError(
                f'`COMMENTARY["parameters"]["{name}"]` cannot be written as JSON; use texts, '
                "numbers, lists and dicts"
            ) from None


def first_dialect(endpoint: Endpoint, structured: Structured) -> Dialect:
    """Guess what a server understands, from its host."""
    name = LimitName.COMPLETION if endpoint.has_own_dialect else LimitName.ANY
    return Dialect(_RUNGS[structured], name)


def possible_dialects(structured: Structured) -> tuple[Dialect, ...]:
    """Return all dialects in which a server may have been asked."""
    rungs = tuple(Rung) if structured is Structured.AUTO else (_RUNGS[structured],)
    return tuple(Dialect(rung, name) for rung in rungs for name in LimitName)


def next_rung(rung: Rung) -> Rung | None:
    """Return the way to demand JSON that asks less of the server, if there is one."""
    match rung:
        case Rung.SCHEMA:
            return Rung.OBJECT
        case Rung.OBJECT:
            return Rung.TEXT
        case Rung.TEXT:
            return None
        case _:
            assert_never(rung)


def other_name(name: LimitName) -> LimitName:
    """Return the other word for the limit."""
    return LimitName.ANY if name is LimitName.COMPLETION else LimitName.COMPLETION


def request_body(
    prompt: Prompt, endpoint: Endpoint, *, options: CallOptions, dialect: Dialect, limit: int
) -> dict[str, object]:
    """Build the whole JSON of a request.

    `stream` is sent though false: some servers stream unless they are told.
    """
    body: dict[str, object] = {
        "model": endpoint.model,
        "messages": _messages(prompt, dialect.rung),
        "stream": False,
        dialect.limit_name.value: limit,
    }
    if dialect.rung is not Rung.TEXT:
        body["response_format"] = _response_format(prompt, dialect.rung)
    if endpoint.has_own_dialect:
        body["store"] = False
    return body | dict(options.parameters)


def described(body: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return what is worth keeping of a request besides model and messages."""
    kept = {name: value for name, value in body.items() if name not in _UNTOLD}
    form = body.get("response_format")
    kept["response_format"] = form["type"] if isinstance(form, dict) else Rung.TEXT.value
    return tuple(sorted((name, _plain(value)) for name, value in kept.items()))


_UNTOLD = frozenset({"model", "messages", "stream"})


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _messages(prompt: Prompt, rung: Rung) -> list[dict[str, str]]:
    messages = [{"role": m.role.value, "content": _sendable(m.text)} for m in prompt.messages]
    if rung is Rung.SCHEMA:
        return messages
    demand = f"{_DEMAND}\n{json.dumps(prompt.schema, ensure_ascii=False)}"
    first = messages[0] if messages else {}
    if first.get("role") != Role.SYSTEM.value:
        return [{"role": Role.SYSTEM.value, "content": demand}, *messages]
    described_first = {**first, "content": f"{first['content']}\n\n{demand}"}
    return [described_first, *messages[1:]]


def _sendable(text: str) -> str:
    """Replace lone surrogates, which an entity such as `&#xD800;` makes and UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _response_format(prompt: Prompt, rung: Rung) -> dict[str, object]:
    if rung is Rung.OBJECT:
        return {"type": rung.value}
    form = {"name": prompt.schema_name, "strict": True, "schema": prompt.schema}
    return {"type": rung.value, "json_schema": form}
