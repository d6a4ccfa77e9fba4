"""What can go wrong with a call, as a value.

Servers word the same trouble differently; `classify` reads status, code and message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ..sections import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping


class Trouble(StrEnum):
    """Kinds of fault that are told apart, because the remedy differs."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    BUSY = "busy"
    SERVER = "server"
    KEY = "key"
    FORBIDDEN = "forbidden"
    QUOTA = "quota"
    MODEL = "model"
    PATH = "path"
    REDIRECT = "redirect"
    FORM = "form"
    LIMIT_NAME = "limit_name"
    LIMIT_SIZE = "limit_size"
    CONTEXT = "context"
    PARAMETER = "parameter"
    FILTER = "filter"
    REFUSAL = "refusal"
    REQUEST = "request"
    HTML = "html"
    STREAMED = "streamed"
    NOT_JSON = "not_json"
    NO_ANSWER = "no_answer"
    ENDLESS = "endless"
    LENGTH = "length"
    SPENT = "spent"
    CUT = "cut"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Fault:
    """One call that gave nothing usable."""

    trouble: Trouble
    status: int = 0
    """HTTP status; 0 when nobody answered."""
    code: str = ""
    parameter: str = ""
    detail: str = ""
    """The server's words, as they came."""
    request_id: str = ""
    usage: Usage = field(default_factory=Usage)
    text: str = ""
    """The answer as far as it came."""
    retry_after: float | None = None
    """Seconds after which the server wants to be asked again."""
    should_retry: bool | None = None
    """What the server says about asking again, if it says anything."""


_FORM_WORDS = re.compile(
    r"response_format|json_schema|json_object|json mode|json schema|structured output|grammar",
    re.IGNORECASE,
)
_LIMIT_WORDS = re.compile(r"max_completion_tokens|max_tokens", re.IGNORECASE)
_CONTEXT_WORDS = re.compile(
    r"context[ _](?:length|size|window)|prompt is too long|too many (?:input )?tokens",
    re.IGNORECASE,
)
_TOO_LARGE = re.compile(
    r"too (?:large|high|big|many)|at most|exceed|less than|maximum (?:value|allowed)|range",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"unsupported|not supported|unrecogni[sz]ed|unknown|unexpected|not permitted|not allowed"
    r"|extra input|does not support|not available",
    re.IGNORECASE,
)
_MODEL_WORDS = re.compile(r"\bmodel\b|deployment", re.IGNORECASE)
_QUOTA_CODES = frozenset(
    {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "quota_exceeded"}
)
_MODEL_CODES = frozenset({"model_not_found", "invalid_model", "DeploymentNotFound"})
_PARAMETER_CODES = frozenset({"unsupported_parameter", "unsupported_value", "unknown_parameter"})
_BY_CODE: Mapping[str, Trouble] = {
    "content_filter": Trouble.FILTER,
    "content_policy_violation": Trouble.FILTER,
    "context_length_exceeded": Trouble.CONTEXT,
    **dict.fromkeys(sorted(_MODEL_CODES), Trouble.MODEL),
}
_BAD_REQUEST = frozenset({400, 422})
_BY_STATUS: Mapping[int, Trouble] = {
    401: Trouble.KEY,
    402: Trouble.QUOTA,
    403: Trouble.FORBIDDEN,
    405: Trouble.PATH,
    408: Trouble.BUSY,
    409: Trouble.BUSY,
    413: Trouble.CONTEXT,
    429: Trouble.BUSY,
}


def classify(status: int, *, code: str = "", parameter: str = "", detail: str = "") -> Trouble:
    """Name the trouble behind a status that is no success."""
    if code in _QUOTA_CODES:
        return Trouble.QUOTA
    if status == 404:  # noqa: PLR2004 - a status reads best as its number
        is_model = code in _MODEL_CODES or bool(_MODEL_WORDS.search(detail))
        return Trouble.MODEL if is_model else Trouble.PATH
    if status in _BAD_REQUEST:
        return _bad_request(code, parameter, detail)
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:  # noqa: PLR2004 - as above
        return Trouble.FORM if _FORM_WORDS.search(detail) else Trouble.SERVER
    return Trouble.REDIRECT if 300 <= status < 400 else Trouble.REQUEST  # noqa: PLR2004 - as above


def _bad_request(code: str, parameter: str, detail: str) -> Trouble:
    """Tell apart what a bad request is about; the order matters, the first that fits counts."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    if parameter == "model":
        return Trouble.MODEL
    if _CONTEXT_WORDS.search(detail):
        return Trouble.CONTEXT
    subject = parameter or detail
    if _FORM_WORDS.search(subject):
        return Trouble.FORM
    if _LIMIT_WORDS.search(subject):
        return _limit_trouble(code, detail)
    return _other_parameter(code, parameter, detail)


def _other_parameter(code: str, parameter: str, detail: str) -> Trouble:
    if code in _PARAMETER_CODES or (parameter and not parameter.startswith("messages")):
        return Trouble.PARAMETER
    # A server that refuses without a word may well mean the form of the answer.
    return Trouble.REQUEST if detail or code else Trouble.FORM


def _limit_trouble(code: str, detail: str) -> Trouble:
    if code == "invalid_value":
        return Trouble.LIMIT_SIZE
    if code in _PARAMETER_CODES or _UNKNOWN.search(detail):
        return Trouble.LIMIT_NAME
    return Trouble.LIMIT_SIZE if _TOO_LARGE.search(detail) else Trouble.LIMIT_NAME
