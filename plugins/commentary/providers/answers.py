"""The body of an answer becomes a text, or a fault; nothing about its shape is taken on trust."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack

from ..sections import Usage
from .faults import Fault, Trouble, classify
from .retrying import asked_delay, asked_retry

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Received:
    """An HTTP answer, free of the library that brought it."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    """Names in lower case."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote."""

    text: str
    model: str
    """Empty when the server did not say."""
    usage: Usage
    request_id: str = ""


class _Facts(TypedDict, total=False):
    code: str
    parameter: str
    detail: str
    usage: Usage
    text: str


_STATUS_OK = 200
_STATUS_OTHER = 300
_LONGEST_NAME = 200
_ENDED = frozenset({"stop", "eos", "eos_token", "end_turn", "stop_sequence"})
_CUT_AT_LIMIT = frozenset({"length", "max_tokens"})
_ERRORS = range(400, 600)
_THINKING = re.compile(r"<think>.*?</think>", re.DOTALL | re.IGNORECASE)


def is_success(received: Received) -> bool:
    """Tell whether a server says that it answered: such an answer is billed, whatever it holds."""
    return _STATUS_OK <= received.status < _STATUS_OTHER


def read_answer(received: Received) -> Answer | Fault:
    """Take the model's text out of an answer."""
    if not is_success(received):
        return fault_of(received)
    try:
        body = json.loads(received.body)
    except (ValueError, RecursionError):
        return _fault(received, _unreadable(received))
    if not isinstance(body, dict):
        return _fault(received, Trouble.NO_ANSWER)
    if body.get("error") and not body.get("choices"):
        return _error_in_success(received, body)
    return _completion(received, body)


def told_of(received: Received) -> tuple[str, Usage]:
    """Return which model an answer says it is of and what it took, without a look at its text."""
    try:
        body = json.loads(received.body)
    except (ValueError, RecursionError):
        return "", Usage()
    if not isinstance(body, dict):
        return "", Usage()
    return _word(body.get("model"))[:_LONGEST_NAME], _usage(body.get("usage"))


def fault_of(received: Received, trouble: Trouble | None = None) -> Fault:
    """Read the server's own words about a failure."""
    try:
        body = json.loads(received.body)
    except (ValueError, RecursionError):
        body = None
    error = _error_object(body)
    code, parameter = _word(error.get("code") or error.get("type")), _word(error.get("param"))
    detail = _server_words(body)
    if trouble is None:
        trouble = classify(received.status, code=code, parameter=parameter, detail=detail)
    if trouble is Trouble.REDIRECT:
        detail = _address(received.headers.get("location", ""))
    return _fault(received, trouble, code=code, parameter=parameter, detail=detail)


def is_json_object(text: str) -> bool:
    """Tell whether a text holds a JSON object once thinking and what surrounds it are cut off."""
    bare = _THINKING.sub("", text)
    try:
        found = json.loads(bare[bare.find("{") : bare.rfind("}") + 1])
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict)


def _unreadable(received: Received) -> Trouble:
    kind = received.headers.get("content-type", "").lower()
    start = received.body.lstrip()[:20].lower()
    if kind.startswith("text/event-stream") or start.startswith(b"data:"):
        return Trouble.STREAMED
    is_page = "html" in kind or start.startswith((b"<!doctype", b"<html"))
    return Trouble.HTML if is_page else Trouble.NOT_JSON


def _error_in_success(received: Received, body: Mapping[str, object]) -> Fault:
    """Read an error that came with status 200, as some gateways send it."""
    code = _word(_error_object(body).get("code"))
    status = int(code) if code.isascii() and code.isdecimal() else 0
    if status in _ERRORS:
        return fault_of(Received(status, received.body, received.headers))
    is_quota = classify(received.status, code=code) is Trouble.QUOTA
    return fault_of(received, Trouble.QUOTA if is_quota else Trouble.NO_ANSWER)


def _completion(received: Received, body: Mapping[str, object]) -> Answer | Fault:
    usage = _usage(body.get("usage"))
    choice = _first_choice(body)
    message = choice.get("message")
    if not isinstance(message, dict):
        return _fault(received, Trouble.NO_ANSWER, usage=usage)
    text = _text(message.get("content"))
    trouble = _trouble_of(text, choice.get("finish_reason"), refusal=message.get("refusal"))
    if trouble is not None:
        detail = _word(message.get("refusal")) if trouble is Trouble.REFUSAL else ""
        return _fault(received, trouble, usage=usage, text=text, detail=detail)
    return Answer(text, _word(body.get("model"))[:_LONGEST_NAME], usage, _request_id(received))


def _trouble_of(text: str, end: object, *, refusal: object) -> Trouble | None:
    if refusal:
        return Trouble.REFUSAL
    if end == "content_filter":
        return Trouble.FILTER
    if end in _CUT_AT_LIMIT:
        return Trouble.LENGTH if text.strip() else Trouble.SPENT
    if end not in _ENDED:
        return Trouble.CUT
    return None if text.strip() else Trouble.EMPTY


def _first_choice(body: Mapping[str, object]) -> Mapping[str, object]:
    choices = body.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}


def _text(content: object) -> str:
    """Join a text that some servers send in parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return "".join(text for text in texts if isinstance(text, str))


def _usage(usage: object) -> Usage:
    return Usage(
        input=_count(usage, "prompt_tokens"),
        output=_count(usage, "completion_tokens"),
        cached=_count(usage, "prompt_tokens_details", "cached_tokens"),
        reasoning=_count(usage, "completion_tokens_details", "reasoning_tokens"),
    )


def _count(value: object, *path: str) -> int:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if type(value) is int and value > 0 else 0


def _error_object(body: object) -> Mapping[str, object]:
    error = body.get("error", body) if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def _server_words(body: object) -> str:
    if not isinstance(body, dict):
        return ""
    error = body.get("error")
    if isinstance(error, str):
        return error
    message = _error_object(body).get("message") or body.get("detail") or ""
    if isinstance(message, list):
        return "; ".join(_field_problem(item) for item in message)
    return message if isinstance(message, str) else ""


def _field_problem(item: object) -> str:
    """Word one entry of a validator's list, without the input it repeats."""
    if not isinstance(item, dict):
        return ""
    place = item.get("loc")
    where = ".".join(str(step) for step in place) if isinstance(place, list) else ""
    return f"{where}: {_word(item.get('msg'))}"


def _address(location: str) -> str:
    return location.partition("?")[0].rpartition("@")[2]


def _word(value: object) -> str:
    return "" if value is None else str(value)


def _request_id(received: Received) -> str:
    given = received.headers.get("x-request-id", "")
    return "".join(c for c in given if c.isascii() and c.isprintable())[:_LONGEST_NAME]


def _fault(received: Received, trouble: Trouble, **facts: Unpack[_Facts]) -> Fault:
    return Fault(
        trouble,
        status=received.status,
        request_id=_request_id(received),
        retry_after=asked_delay(received.headers),
        should_retry=asked_retry(received.headers),
        **facts,
    )
