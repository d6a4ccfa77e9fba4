"""Before and between calls: what is refused unsent, how long is waited, which proxy is taken."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import httpx2
import pytest

from commentary.errors import (
    ProviderError,
    ProviderRefused,
    ProviderUnavailable,
    ReplyInvalid,
    SettingsError,
)
from commentary.prompts import Message, Prompt, Role
from commentary.providers import CallOptions, Endpoint, OpenAIProvider
from commentary.providers.answers import Answer, Received, read_answer
from commentary.providers.faults import Fault, Trouble
from commentary.providers.retrying import delay_before
from fakes import patient
from fault_server import DEFAULT_TEXT, FaultServer, completion

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "sk-loopbackonly0123456789"


UNUSABLE = {
    "no-model": (Endpoint(" ", KEY), "no model is named"),
    "no-key": (Endpoint("m", " "), "set `OPENAI_API_KEY`"),
    "no-key-in-a-region": (Endpoint("m", "", "https://jp.api.openai.com/v1"), "no key for jp."),
    "key-with-newline": (Endpoint("m", "sk-one\nsk-two"), "white space"),
    "key-beyond-ascii": (Endpoint("m", "sk-鍵"), "outside ASCII"),
    "no-scheme": (Endpoint("m", KEY, "localhost:8080/v1"), "no URL with a scheme"),
    "bad-port": (Endpoint("m", KEY, "https://h:port/v1"), "no URL with a scheme"),
    "unencrypted": (Endpoint("m", KEY, "http://192.168.0.7/v1"), "write `https://`"),
    "password": (Endpoint("m", KEY, "https://u:hunter2@h/v1"), "user name or password"),
    "query": (Endpoint("m", KEY, "https://h/v1?x=1"), "holds `?`"),
    "whole-call": (Endpoint("m", KEY, "https://h/v1/chat/completions"), "end it before"),
}


@pytest.mark.parametrize(("endpoint", "words"), UNUSABLE.values(), ids=UNUSABLE)
def test_an_endpoint_that_cannot_work_is_refused_at_once(endpoint: Endpoint, words: str) -> None:
    """The message says what is wrong, before anything is sent and without the key or password."""
    with pytest.raises(SettingsError) as found:
        OpenAIProvider(endpoint)

    assert words in str(found.value)
    assert [] == [word for word in ("loopbackonly", "sk-", "hunter2") if word in str(found.value)]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("model", "x", "must not set `model`"), ("stop", {1}, "cannot be written as JSON")],
    ids=["reserved", "no-json"],
)
def test_parameters_that_cannot_be_sent_are_refused(name: str, value: object, words: str) -> None:
    """What the program sets itself, and what is no JSON, is named at once."""
    with pytest.raises(SettingsError, match=words):
        OpenAIProvider(Endpoint("m", KEY), CallOptions(parameters=((name, value),)))


def test_importing_the_provider_imports_nothing_slow() -> None:
    """A build that asks no model does not pay for openai, httpx2 and pydantic."""
    code = (
        "import sys, commentary.providers\n"
        "print(sorted({'openai', 'httpx2', 'pydantic'} & set(sys.modules)))"
    )
    path = repr([entry for entry in sys.path if entry])
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path}\n{code}"],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )

    assert "[]" == done.stdout.strip()


WAITS = {
    "seconds": ({"retry-after": "7"}, 7.0),
    "milliseconds-first": ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
    "date": (
        {
            "date": "Fri, 02 Jan 2026 03:04:05 GMT",
            "retry-after": "Fri, 02 Jan 2026 03:04:25 GMT",
        },
        20.0,
    ),
    "date-in-the-past": (
        {
            "date": "Fri, 02 Jan 2026 03:04:05 GMT",
            "retry-after": "Fri, 02 Jan 2026 03:04:01 GMT",
        },
        0.0,
    ),
    "longest": ({"retry-after": "120"}, 120.0),
    "too-long": ({"retry-after": "121"}, None),
    "told-not-to": ({"x-should-retry": "false", "retry-after": "1"}, None),
}


@pytest.mark.parametrize(("headers", "wait"), WAITS.values(), ids=WAITS)
def test_a_busy_server_is_left_alone_as_long_as_it_says(
    headers: dict[str, str], wait: float | None
) -> None:
    """Seconds, milliseconds and dates are honoured, up to two minutes."""
    fault = read_answer(Received(429, b"", headers))

    assert isinstance(fault, Fault)
    assert wait == delay_before(fault, retry=0, seed="s", longest=120.0)


@pytest.mark.parametrize("advice", ["", "soon", "-1", "nan", "inf", "Fri, 99 Foo"])
def test_advice_that_cannot_be_read_is_no_advice(advice: str) -> None:
    """A server's nonsense leads to the usual wait, not to none and not to an endless one."""
    fault = read_answer(Received(503, b"", {"retry-after": advice}))

    assert isinstance(fault, Fault)
    assert delay_before(Fault(Trouble.SERVER), retry=0, seed="s", longest=120.0) == delay_before(
        fault, retry=0, seed="s", longest=120.0
    )


@pytest.mark.parametrize(("retry", "longest"), [(0, 0.5), (1, 1.0), (4, 8.0), (9, 8.0)], ids=str)
def test_waits_double_up_to_eight_seconds(retry: int, longest: float) -> None:
    """Each is up to a quarter shorter, differs between articles and not between runs."""
    fault = Fault(Trouble.UNREACHABLE)
    waits = [
        delay_before(fault, retry=retry, seed=str(number), longest=120.0) for number in range(20)
    ]

    assert waits == [
        delay_before(fault, retry=retry, seed=str(number), longest=120.0) for number in range(20)
    ]
    assert [] == [wait for wait in waits if wait is None or not 0.75 * longest <= wait <= longest]
    assert len(set(waits)) > 10


def test_a_server_may_ask_for_another_try() -> None:
    """`x-should-retry: true` makes a refusal pass, yet never a used-up quota."""
    headers = {"x-should-retry": "true"}
    refused = read_answer(Received(400, b'{"error": {"message": "busy"}}', headers))
    used_up = read_answer(Received(429, b'{"error": {"code": "insufficient_quota"}}', headers))

    assert isinstance(refused, Fault)
    assert isinstance(used_up, Fault)
    assert delay_before(refused, retry=0, seed="s", longest=120.0) is not None
    assert delay_before(used_up, retry=0, seed="s", longest=120.0) is None


def test_a_text_in_parts_is_joined() -> None:
    """Some gateways send a list where the API sends a text."""
    parts = [{"type": "text", "text": DEFAULT_TEXT[:5]}, {"text": DEFAULT_TEXT[5:]}, {}, "x"]
    body = json.loads(completion(""))
    body["choices"][0]["message"]["content"] = parts
    answer = read_answer(Received(200, json.dumps(body).encode(), {}))

    assert isinstance(answer, Answer)
    assert DEFAULT_TEXT == answer.text


PROMPT = Prompt((Message(Role.USER, "a\ud800b"),), "commentary", {"type": "object"}, "sha256:0")


def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server elsewhere is asked through the proxy, which here refuses the tunnel."""
    with FaultServer() as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        endpoint = Endpoint("m", KEY, "https://models.invalid/v1")
        provider = OpenAIProvider(endpoint, pace=patient([]))
        with closing(provider), pytest.raises(ProviderUnavailable, match="connection to models"):
            provider.complete(PROMPT)
        found = {(request.method, request.path) for request in proxy.requests}

    assert {("CONNECT", "models.invalid:443")} == found


def test_this_machine_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A local model is reached though the environment names a proxy; a lone surrogate is no bar."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with FaultServer() as server:
        provider = OpenAIProvider(Endpoint("m", KEY, server.url("noformat")))
        with closing(provider):
            reply = provider.complete(PROMPT)
        messages = server.requests[-1].body["messages"]

    assert DEFAULT_TEXT == reply.text
    assert isinstance(messages, list)
    assert ["system", "user"] == [message["role"] for message in messages]
    assert "a?b" == messages[1]["content"]


def test_variables_that_no_header_can_hold_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that the SDK stumbles over ends in a message instead of a bare Unicode error."""
    monkeypatch.setenv("OPENAI_ORG_ID", "組織")
    with FaultServer() as server:
        provider = OpenAIProvider(Endpoint("m", KEY, server.url()))
        with closing(provider), pytest.raises(SettingsError, match="OPENAI_ORG_ID") as found:
            provider.complete(PROMPT)

        assert 0 == server.count()
    assert found.value.__context__ is None


def asked_of(
    answers: list[httpx2.Response], *, key: str = KEY, clock: Callable[[], float] = lambda: 0.0
) -> tuple[ProviderError, int]:
    """Return the error that prepared answers end in, the last one given for ever, and the calls."""
    calls: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        calls.append(request)
        answer = answers[min(len(calls), len(answers)) - 1]
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    transport = httpx2.MockTransport(handle)
    endpoint = Endpoint("m", key, "https://models.invalid/v1")
    provider = OpenAIProvider(endpoint, pace=patient([]), clock=clock, transport=transport)
    with closing(provider), pytest.raises(ProviderError) as found:
        provider.complete(PROMPT)
    return found.value, len(calls)


def test_the_name_of_the_limit_is_changed_only_once() -> None:
    """A server that takes neither name is not asked for ever."""
    answer = httpx2.Response(400, json={"error": "Unknown field max_tokens, max_completion_tokens"})
    error, calls = asked_of([answer])

    assert (ProviderRefused, 2) == (type(error), calls)
    assert "takes no limit" in str(error)


def test_a_limit_that_cannot_be_raised_leaves_the_answer_cut() -> None:
    """The error is about the cut, which can be mended, not about a limit that nobody set."""
    cut = httpx2.Response(200, text=completion('{"a', finish="length"))
    error, calls = asked_of([cut, httpx2.Response(400, json={"error": "max_tokens is too large"})])

    assert (ReplyInvalid, 2) == (type(error), calls)
    assert "cut at the limit of 8000 tokens" in str(error)


def test_one_article_takes_three_deadlines_and_the_longest_wait_at_most() -> None:
    """What the server asks for is not waited for once the time is over."""
    busy = httpx2.Response(429, headers={"Retry-After": "100"})
    seconds = iter([0.0, 0.0, 0.0, 400.0, 561.0, 700.0, 700.0])
    error, calls = asked_of([busy], clock=lambda: next(seconds))

    assert (ProviderUnavailable, 2) == (type(error), calls)


def test_a_key_of_any_form_is_taken_out() -> None:
    """A key that looks like an ordinary word is known to the provider all the same."""
    answer = httpx2.Response(401, json={"error": "nobody is called plainword7"})
    error, _ = asked_of([answer], key="plainword7")

    assert "nobody is called [removed]" in str(error)
