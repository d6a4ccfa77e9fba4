"""A fault becomes the error a caller sees: what, where, and what to do.

No message holds a key, a header or words of the prompt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import ProviderError, ProviderRefused, ProviderUnavailable, ReplyInvalid
from .faults import Fault, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..sections import Usage


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, as far as messages name it, and what they must not name."""

    host: str
    model: str
    limit: int
    deadline: float
    key: str = ""
    prompt: str = ""


def error_of(fault: Fault, asked: Asked, usage: Usage) -> ProviderError:
    """Turn a fault into the error a caller sees."""
    trouble = fault.trouble
    message = _message(fault, asked)
    if trouble in _UNAVAILABLE:
        return ProviderUnavailable(message, usage=usage)
    if trouble in _INVALID:
        return ReplyInvalid(
            message, problems=_PROBLEMS.get(trouble, ()), text=fault.text, usage=usage
        )
    return ProviderRefused(message, usage=usage, is_final=trouble in _FINAL)


_UNAVAILABLE = frozenset({Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.BUSY, Trouble.SERVER})
_INVALID = frozenset(
    {
        Trouble.HTML,
        Trouble.STREAMED,
        Trouble.NOT_JSON,
        Trouble.NO_ANSWER,
        Trouble.ENDLESS,
        Trouble.LENGTH,
        Trouble.SPENT,
        Trouble.CUT,
        Trouble.EMPTY,
    }
)
_FINAL = frozenset(
    {
        Trouble.KEY,
        Trouble.FORBIDDEN,
        Trouble.QUOTA,
        Trouble.MODEL,
        Trouble.PATH,
        Trouble.REDIRECT,
        Trouble.FORM,
        Trouble.LIMIT_NAME,
        Trouble.LIMIT_SIZE,
        Trouble.PARAMETER,
    }
)
_PROBLEMS: Mapping[Trouble, tuple[str, ...]] = {
    Trouble.LENGTH: ("The answer was cut off; write less.",),
    Trouble.CUT: ("The answer broke off; output the whole JSON.",),
    Trouble.EMPTY: ("The answer was empty; output the whole JSON.",),
}


def _message(fault: Fault, asked: Asked) -> str:
    what, remedy = _WORDS[fault.trouble]
    fields = {
        "host": asked.host,
        "model": asked.model,
        "limit": asked.limit,
        "deadline": f"{asked.deadline:g}",
        "parameter": _line(fault.parameter) or "a parameter",
        "wait": "" if fault.retry_after is None else f" in {fault.retry_after:.0f} s",
    }
    parts = [f"status {fault.status}" if fault.status else "", _line(fault.code)]
    parts.append(_detail(fault, asked))
    parts.append(f"request {_line(fault.request_id)}" if fault.request_id else "")
    facts = ", ".join(part for part in parts if part)
    shown = f" ({facts})" if facts else ""
    return without_secrets(f"{what.format(**fields)}{shown}; {remedy.format(**fields)}", asked.key)


_LONGEST_DETAIL = 300
_QUOTED_BYTES = 24


def _detail(fault: Fault, asked: Asked) -> str:
    """Return the server's words, unless they repeat the prompt: an article may be a draft."""
    words = _line(fault.detail)[:_LONGEST_DETAIL]
    return "" if _is_quoting(words, _line(asked.prompt)) else words


def _is_quoting(words: str, prompt: str) -> bool:
    """Tell whether any run of 24 bytes is the prompt's: eight Japanese characters, 24 Latin."""
    told, kept = words.encode("utf-8", "replace"), prompt.encode("utf-8", "replace")
    starts = range(len(told) - _QUOTED_BYTES + 1)
    return any(told[start : start + _QUOTED_BYTES] in kept for start in starts)


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


_SECRETS = (
    re.compile(r"sk-[\w*.…-]{4,}"),
    re.compile(r"(?i)\bbearer\s+[^\s,;)]+"),
    re.compile(r"(?i)\bapi[-_ ]?key[\"']?\s*[:=]\s*[^\s,;)]+"),
    re.compile(r"[^\s,;(]*\*{3,}[^\s,;)]*"),
)
_SHORTEST_KEY = 5


def without_secrets(text: str, key: str = "") -> str:
    """Replace whatever looks like a key, and the key itself."""
    text = without_key(text, key)
    for pattern in _SECRETS:
        text = pattern.sub("[removed]", text)
    return text


def without_key(text: str, key: str) -> str:
    """Replace the key itself; one of fewer than five characters is a local server's dummy."""
    return text.replace(key, "[removed]") if len(key) >= _SHORTEST_KEY else text


_LATER = "try again later"
_WORDS: Mapping[Trouble, tuple[str, str]] = {
    Trouble.UNREACHABLE: (
        "the connection to {host} failed",
        "check the network and `OPENAI_BASE_URL`, then try again",
    ),
    Trouble.TIMEOUT: (
        "{host} did not finish within {deadline} s",
        'try again, or raise `COMMENTARY["deadline"]`',
    ),
    Trouble.BUSY: ("{host} asks to come back later{wait}", _LATER),
    Trouble.SERVER: ("{host} failed", _LATER),
    Trouble.KEY: ("{host} does not accept the key", "check `OPENAI_API_KEY`"),
    Trouble.FORBIDDEN: (
        "the key has no access to `{model}` at {host}",
        "check the rights of the key and the region",
    ),
    Trouble.QUOTA: ("the quota at {host} is used up", "add credit there, or use another key"),
    Trouble.MODEL: (
        "{host} has no model `{model}`",
        'correct `COMMENTARY["model"]` or `COMMENTARY_MODEL`; models are shut down from time to time',
    ),
    Trouble.PATH: (
        "{host} has no chat completions at this address",
        "check `OPENAI_BASE_URL`; it probably lacks `/v1`",
    ),
    Trouble.REDIRECT: (
        "{host} sends the call elsewhere, which is not followed",
        "write the final address into `OPENAI_BASE_URL`",
    ),
    Trouble.FORM: (
        "{host} does not take the form of the answer",
        'set `COMMENTARY["structured"]` to "auto", or to "text"',
    ),
    Trouble.LIMIT_NAME: (
        "{host} takes no limit for the answer of `{model}`",
        "use another model or server",
    ),
    Trouble.LIMIT_SIZE: (
        "a limit of {limit} tokens is too high for `{model}` at {host}",
        'lower `COMMENTARY["max_output_tokens"]`',
    ),
    Trouble.CONTEXT: (
        "the article and the answer do not fit into the context of `{model}` at {host}",
        'use a model with a longer context, or lower `COMMENTARY["max_output_tokens"]`',
    ),
    Trouble.PARAMETER: (
        "`{model}` at {host} does not take `{parameter}`",
        'remove it from `COMMENTARY["parameters"]` or change its value',
    ),
    Trouble.FILTER: (
        "the content filter of {host} stopped the call",
        "write this article's sections by hand, or use another model",
    ),
    Trouble.REFUSAL: (
        "`{model}` declined to answer",
        "write this article's sections by hand, or use another model",
    ),
    Trouble.REQUEST: (
        "{host} refused the call",
        'check the model and `COMMENTARY["parameters"]`',
    ),
    Trouble.HTML: (
        "{host} answered with a web page",
        "check `OPENAI_BASE_URL`; it probably lacks `/v1`",
    ),
    Trouble.STREAMED: (
        "{host} answered with a stream of events that was not asked for",
        "use a server that honours `stream: false`",
    ),
    Trouble.NOT_JSON: (
        "the answer of {host} is no whole JSON",
        "try again; if it stays so, check `OPENAI_BASE_URL`",
    ),
    Trouble.NO_ANSWER: (
        "the answer of {host} holds no text of a model",
        "try again; if it stays so, check `OPENAI_BASE_URL`",
    ),
    Trouble.ENDLESS: (
        "the answer of {host} is longer than any answer is",
        "try again; if it stays so, check `OPENAI_BASE_URL`",
    ),
    Trouble.LENGTH: (
        "the answer of `{model}` was cut at the limit of {limit} tokens",
        'raise `COMMENTARY["max_output_tokens"]`; reasoning counts too',
    ),
    Trouble.SPENT: (
        "reasoning of `{model}` used up the limit of {limit} tokens before the answer began",
        'raise `COMMENTARY["max_output_tokens"]`, or ask for less reasoning',
    ),
    Trouble.CUT: ("the answer of `{model}` broke off", "try again"),
    Trouble.EMPTY: ("the answer of `{model}` is empty", "try again, or use another model"),
}
