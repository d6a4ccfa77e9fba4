"""The provider without a network: what is sent, what is made of every answer, what is never said."""

from __future__ import annotations

import json
import traceback
from contextlib import closing
from typing import TYPE_CHECKING

import httpx2
import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import ConfigDict, TypeAdapter, ValidationError

from commentary.errors import ProviderError, ProviderRefused
from commentary.prompts import Message, Prompt, Role
from commentary.providers import CallOptions, Endpoint, OpenAIProvider
from commentary.sections import Usage
from commentary.settings import Structured
from fakes import patient
from fault_server import completion

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY = "sk-verysecret0123456789"
OWN = Endpoint("model-1", KEY)
LOCAL = Endpoint("model-1", base_url="http://localhost:8080/v1")
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
PROMPT = Prompt(
    messages=(Message(Role.SYSTEM, "Be brief."), Message(Role.USER, "これは未公開の記事です。")),
    schema_name="commentary",
    schema=SCHEMA,
    digest="sha256:0",
)
GOOD = httpx2.Response(200, text=completion('{"answer": "ok"}'))


class Script:
    """A transport that gives prepared answers, the last one for ever, and keeps the requests."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.bodies: list[dict[str, object]] = []
        self.waits: list[float] = []

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        self.bodies.append(json.loads(request.content))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(
            answer.status_code, headers=dict(answer.headers), content=answer.content
        )

    def provider(
        self, endpoint: Endpoint = LOCAL, options: CallOptions | None = None
    ) -> OpenAIProvider:
        transport = httpx2.MockTransport(self.handle)
        return OpenAIProvider(endpoint, options, pace=patient(self.waits), transport=transport)


def error(status: int, message: str = "", **facts: object) -> httpx2.Response:
    """Return an error as OpenAI words it."""
    return httpx2.Response(status, json={"error": {"message": message, **facts}})


def failing(
    script: Script, endpoint: Endpoint = LOCAL, options: CallOptions | None = None
) -> ProviderError:
    """Return the error that a script ends in."""
    with (
        closing(script.provider(endpoint, options)) as provider,
        pytest.raises(ProviderError) as found,
    ):
        provider.complete(PROMPT)
    return found.value


def problems_of(body: object) -> list[str]:
    """Check a request against the SDK's own type, lazily read messages included."""
    checked_type = CompletionCreateParamsNonStreaming
    checked_type.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined] # pydantic's own way to configure a TypedDict
    try:
        found = TypeAdapter(checked_type).validate_python(body)
        list(found["messages"])
    except ValidationError as problem:
        return [str(item["loc"]) for item in problem.errors()]
    return []


def test_the_request_to_openai_is_exactly_this() -> None:
    """OpenAI gets a strict schema, its own name of the limit, and the wish not to store."""
    script = Script(GOOD)
    with closing(script.provider(OWN)) as provider:
        reply = provider.complete(PROMPT)

    assert [
        {
            "model": "model-1",
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "これは未公開の記事です。"},
            ],
            "stream": False,
            "max_completion_tokens": 8000,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "commentary", "strict": True, "schema": SCHEMA},
            },
            "store": False,
        }
    ] == script.bodies
    assert (
        ("max_completion_tokens", "8000"),
        ("response_format", "json_schema"),
        ("store", "false"),
    ) == reply.parameters
    assert ("loopback-1", Usage(11, 7)) == (reply.model, reply.usage)


ENDPOINTS = {
    "own": OWN,
    "local": LOCAL,
    "azure": Endpoint("d", KEY, "https://r.openai.azure.com/openai/v1/"),
}


@pytest.mark.parametrize("structured", list(Structured), ids=str)
@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=ENDPOINTS)
def test_requests_fit_the_type_of_the_sdk(endpoint: Endpoint, structured: Structured) -> None:
    """No request holds a field, role or form that the SDK does not know."""
    options = CallOptions(structured=structured, parameters=(("reasoning_effort", "low"),))
    script = Script(GOOD)
    with closing(script.provider(endpoint, options)) as provider:
        provider.complete(PROMPT)

    assert [[]] == [problems_of(body) for body in script.bodies]
    assert "low" == script.bodies[0]["reasoning_effort"]


@pytest.mark.parametrize(
    "change",
    [{"color": "red"}, {"messages": [{"role": "robot", "content": ""}]}, {"model": 7}],
    ids=["unknown-field", "bad-role", "wrong-type"],
)
def test_the_check_of_requests_finds_faults(change: dict[str, object]) -> None:
    """The comparison with the SDK's type is able to fail."""
    body = {"model": "m", "messages": [], "stream": False, **change}

    assert [] != problems_of(body)


def test_another_server_gets_the_older_name_of_the_limit_and_a_placeholder_key() -> None:
    """Without a key a local server is asked with a key that says nothing."""
    script = Script(GOOD)
    seen: list[str] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.headers["authorization"])
        return script.handle(request)

    provider = OpenAIProvider(LOCAL, transport=httpx2.MockTransport(handle))
    with closing(provider):
        provider.complete(PROMPT)

    assert ["Bearer none"] == seen
    assert (8000, False) == (script.bodies[0]["max_tokens"], "store" in script.bodies[0])


def forms(bodies: Iterable[dict[str, object]]) -> list[str]:
    """Return the demanded form of each request."""
    found = [body.get("response_format") for body in bodies]
    return [str(form["type"]) if isinstance(form, dict) else "text" for form in found]


LADDERS = {
    "named-in-400": (error(400, "response_format json_schema is not supported"), 2),
    "named-in-parameter": (error(400, "Invalid value", param="response_format"), 2),
    "422-of-a-validator": (
        httpx2.Response(422, json={"detail": [{"loc": ["body", "response_format"], "msg": "no"}]}),
        2,
    ),
    "500-of-a-grammar": (error(500, "failed to parse grammar"), 2),
    "400-without-a-word": (httpx2.Response(400, text=""), 2),
    "200-but-prose": (httpx2.Response(200, text=completion("Sure, here it is.")), 2),
}


@pytest.mark.parametrize(("first", "calls"), LADDERS.values(), ids=LADDERS)
def test_a_server_that_takes_no_schema_is_asked_for_an_object(
    first: httpx2.Response, calls: int
) -> None:
    """One step down the ladder, with the schema in the prompt, and remembered."""
    script = Script(first, GOOD)
    with closing(script.provider()) as provider:
        provider.complete(PROMPT)
        provider.complete(PROMPT)

    assert ["json_schema", *["json_object"] * calls] == forms(script.bodies)
    assert "additionalProperties" in str(script.bodies[1]["messages"])
    assert [] == script.waits


def test_the_ladder_ends_with_plain_text() -> None:
    """A server that knows no form at all is asked in words alone."""
    script = Script(error(400, "unknown response_format"), error(400, "response_format"), GOOD)
    with closing(script.provider()) as provider:
        reply = provider.complete(PROMPT)

    assert ["json_schema", "json_object", "text"] == forms(script.bodies)
    assert ("response_format", "text") in reply.parameters


def test_a_fixed_form_is_never_left() -> None:
    """Whoever demands a schema gets an error instead of something less."""
    script = Script(error(400, "response_format is not supported"))
    found = failing(script, options=CallOptions(structured=Structured.SCHEMA))

    assert (ProviderRefused, True, 1) == (type(found), found.is_final, len(script.bodies))
    assert '`COMMENTARY["structured"]`' in str(found)


def test_the_other_name_of_the_limit_is_tried_once_and_remembered() -> None:
    """A server that takes only the newer name is asked with it from then on."""
    script = Script(
        error(400, "Unsupported parameter: 'max_tokens'", code="unsupported_parameter"), GOOD
    )
    with closing(script.provider()) as provider:
        provider.complete(PROMPT)
        provider.complete(PROMPT)

    names = [sorted(name for name in body if name.startswith("max")) for body in script.bodies]
    assert [["max_tokens"], ["max_completion_tokens"], ["max_completion_tokens"]] == names


REFUSALS = {
    "401": (error(401, "no"), "does not accept the key", True),
    "402": (error(402, "no credit"), "quota", True),
    "403": (error(403, "no"), "has no access", True),
    "404-path": (httpx2.Response(404, text="<html>"), "probably lacks `/v1`", True),
    "404-model": (error(404, 'model "model-1" not found'), "no model `model-1`", True),
    "quota": (error(429, "quota", code="insufficient_quota"), "used up", True),
    "quota-in-200": (error(200, "quota", code="insufficient_quota"), "used up", True),
    "parameter": (
        error(400, "Unsupported value", code="unsupported_value", param="temperature"),
        "does not take `temperature`",
        True,
    ),
    "value": (error(400, "Invalid", param="reasoning_effort"), "take `reasoning_effort`", True),
    "messages": (error(400, "Invalid", param="messages[0]"), "refused the call", False),
    "too-large": (httpx2.Response(413), "do not fit", False),
    "too-many-by-code": (
        error(400, "Invalid value", code="invalid_value", param="max_tokens"),
        "8000 tokens is too high",
        True,
    ),
    "too-many": (error(400, "max_tokens is too large: 8000"), "8000 tokens is too high", True),
    "context": (error(400, "maximum context length is 4096"), "do not fit", False),
    "context-code": (error(400, "long", code="context_length_exceeded"), "do not fit", False),
    "filter": (error(400, "policy", code="content_filter"), "content filter", False),
    "other": (error(400, "something else"), "refused the call (status 400, something", False),
    "redirect": (httpx2.Response(308, headers={"Location": "/v2"}), "not followed", True),
}


@pytest.mark.parametrize(("answer", "words", "is_final"), REFUSALS.values(), ids=REFUSALS)
def test_what_a_server_refuses_is_told_once(
    answer: httpx2.Response, words: str, *, is_final: bool
) -> None:
    """A refusal is not asked again, says what to do, and whether the next article may fare better."""
    script = Script(answer)
    found = failing(script)

    assert (ProviderRefused, is_final) == (type(found), found.is_final)
    assert words in str(found)
    assert (1, []) == (len(script.bodies), script.waits)


@pytest.mark.parametrize(
    "answer",
    [
        error(401, f"Incorrect API key provided: {KEY}. Bearer {KEY}; api-key: {KEY}"),
        error(
            400,
            "cannot handle: これは未公開の記事です。 and what follows"
            + PROMPT.messages[1].text * 3,
        ),
        httpx2.ConnectError(f"cannot send Authorization: Bearer {KEY}"),
        httpx2.Response(429, headers={"x-request-id": KEY, "Retry-After": "999"}),
    ],
    ids=["key-in-401", "article-in-400", "key-in-connection", "key-in-request-id"],
)
def test_no_secret_shows(answer: httpx2.Response | Exception) -> None:
    """Neither key nor article stands in the error, its traceback, its chain or the provider."""
    script = Script(answer)
    found = failing(script, OWN)
    told = "".join(traceback.format_exception(found)) + repr(vars(found)) + repr(OWN)

    assert (None, None) == (found.__cause__, found.__context__)
    assert [] == [word for word in ("verysecret", KEY, "未公開") if word in told]
