"""The real SDK against a server that fails on request: every way a call can go wrong."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from openai.types.chat import ChatCompletion

from commentary.errors import (
    ProviderError,
    ProviderRefused,
    ProviderUnavailable,
    ReplyInvalid,
)
from commentary.prompts import Message, Prompt, Role
from commentary.providers import CallOptions, Endpoint, OpenAIProvider
from commentary.sections import Usage
from fakes import patient
from fault_server import DEFAULT_TEXT, SCENARIOS, FaultServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEY = "sk-loopbackonly0123456789"
ONE = Usage(11, 7)
NONE = Usage()


def prompt(article: str = "記事の本文。") -> Prompt:
    """Return a small prompt about an article."""
    messages = (Message(Role.SYSTEM, "Be brief."), Message(Role.USER, article))
    return Prompt(messages, "commentary", {"type": "object"}, "sha256:0")


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    """One server for the file; every test that counts has a scenario of its own."""
    with FaultServer() as found:
        yield found


def provider_for(
    server: FaultServer, scenario: str, waits: list[float], deadline: float = 5
) -> OpenAIProvider:
    """Return a provider that notes its waits instead of waiting."""
    endpoint = Endpoint("m", KEY, server.url(scenario))
    options = CallOptions(deadline=deadline, max_output_tokens=100)
    return OpenAIProvider(endpoint, options, pace=patient(waits))


ANSWERED = {
    "ok": (1, [], ONE),
    "nousage": (1, [], NONE),
    "r429s": (3, [1.0, 1.0], ONE),
    "r429date": (2, [2.0], ONE),
    "r429ms": (2, [0.3], ONE),
    "e500x2": (3, ["back-off", "back-off"], ONE),
    "rst1": (2, ["back-off"], ONE),
    "inbody429": (2, ["back-off"], ONE),
    "fenced": (1, [], ONE),
    "think": (1, [], ONE),
    "schemabad": (1, [], ONE),
    "prose": (3, [], Usage(33, 21)),
    "lengthonce": (2, [], Usage(22, 14)),
    "noschema": (2, [], ONE),
    "noformat": (3, [], ONE),
    "schema500": (2, [], ONE),
    "oldlimit": (1, [], ONE),
    "newlimit": (2, [], ONE),
}


@pytest.mark.parametrize(("scenario", "wanted"), ANSWERED.items(), ids=ANSWERED)
def test_calls_that_end_in_a_text(
    server: FaultServer, scenario: str, wanted: tuple[int, list[object], Usage]
) -> None:
    """What passes is waited for or avoided, and the tokens of every call are counted."""
    waits: list[float] = []
    before = server.count(scenario)
    with closing(provider_for(server, scenario, waits)) as provider:
        reply = provider.complete(prompt())

    advised = [wait if wait in {0.3, 1.0, 2.0} else "back-off" for wait in waits]
    assert wanted == (server.count(scenario) - before, advised, reply.usage)
    assert ("loopback-1", "req_loopback") == (reply.model, reply.request_id)


FAILED: Mapping[str, tuple[type[ProviderError], bool, int, str]] = {
    "r429long": (ProviderUnavailable, False, 1, "asks to come back later in 3600 s"),
    "quota": (ProviderRefused, True, 1, "quota at 127.0.0.1 is used up"),
    "quota_noretry": (ProviderRefused, True, 1, "quota at 127.0.0.1 is used up"),
    "e500": (ProviderUnavailable, False, 3, "failed (status 500"),
    "e503html": (ProviderUnavailable, False, 3, "failed (status 503, request req_loopback)"),
    "e400": (ProviderRefused, True, 1, "does not take `temperature`"),
    "e401": (ProviderRefused, True, 1, "check `OPENAI_API_KEY`"),
    "e401key": (ProviderRefused, True, 1, "check `OPENAI_API_KEY`"),
    "e403": (ProviderRefused, True, 1, "Country not supported"),
    "e404": (ProviderRefused, True, 1, "probably lacks `/v1`"),
    "e404model": (ProviderRefused, True, 1, "has no model `m`"),
    "context": (ProviderRefused, False, 1, "do not fit into the context"),
    "rst": (ProviderUnavailable, False, 3, "the connection to 127.0.0.1 failed"),
    "rstmid": (ProviderUnavailable, False, 3, "the connection to 127.0.0.1 failed"),
    "trunc": (ProviderUnavailable, False, 3, "the connection to 127.0.0.1 failed"),
    "badjson": (ReplyInvalid, False, 1, "no whole JSON"),
    "html200": (ReplyInvalid, False, 1, "probably lacks `/v1`"),
    "notobj": (ReplyInvalid, False, 1, "holds no text"),
    "endless": (ReplyInvalid, False, 1, "longer than any answer"),
    "empty": (ReplyInvalid, False, 1, "holds no text"),
    "nochoices": (ReplyInvalid, False, 1, "holds no text"),
    "refusal": (ProviderRefused, False, 1, "declined to answer"),
    "length": (ReplyInvalid, False, 2, "cut at the limit of 100 tokens"),
    "spent": (ReplyInvalid, False, 2, "reasoning of `m` used up the limit"),
    "filter": (ProviderRefused, False, 1, "content filter"),
    "nofinish": (ReplyInvalid, False, 1, "broke off"),
    "blank": (ReplyInvalid, False, 1, "is empty"),
    "inbodyerr": (ReplyInvalid, False, 1, "upstream failed"),
    "redir": (ProviderRefused, True, 1, "not followed"),
    "redirhost": (ProviderRefused, True, 1, "not followed"),
    "sse_cut": (ReplyInvalid, False, 1, "stream of events"),
}


@pytest.mark.parametrize(("scenario", "wanted"), FAILED.items(), ids=FAILED)
def test_calls_that_end_in_an_error(
    server: FaultServer, scenario: str, wanted: tuple[type[ProviderError], bool, int, str]
) -> None:
    """Each fault becomes one of three errors, after the right number of calls, with its remedy."""
    kind, is_final, calls, words = wanted
    before = server.count(scenario)
    with (
        closing(provider_for(server, scenario, [])) as provider,
        pytest.raises(ProviderError) as found,
    ):
        provider.complete(prompt())

    error = found.value
    assert (kind, is_final) == (type(error), error.is_final)
    assert calls == server.count(scenario) - before
    assert words in str(error)
    assert [] == [part for part in (KEY, "sk-", "記事", server.url(scenario)) if part in str(error)]


SPENT = {"refusal": ONE, "filter": ONE, "nofinish": ONE, "length": Usage(22, 14), "e401": NONE}


@pytest.mark.parametrize(("scenario", "usage"), SPENT.items(), ids=SPENT)
def test_tokens_of_failed_calls_are_counted(
    server: FaultServer, scenario: str, usage: Usage
) -> None:
    """An error says what was spent all the same."""
    with (
        closing(provider_for(server, scenario, [])) as provider,
        pytest.raises(ProviderError) as found,
    ):
        provider.complete(prompt())

    assert usage == found.value.usage


@pytest.mark.parametrize("scenario", ["hang", "drip", "driphead"])
def test_a_deadline_is_the_time_for_the_whole_answer(server: FaultServer, scenario: str) -> None:
    """A server that is silent or sends a byte now and then is left after three deadlines."""
    before, start = server.count(scenario), time.monotonic()
    with (
        closing(provider_for(server, scenario, [], deadline=0.4)) as provider,
        pytest.raises(ProviderUnavailable, match=r"did not finish within 0\.4 s"),
    ):
        provider.complete(prompt())

    assert 3 == server.count(scenario) - before
    assert 1.1 <= time.monotonic() - start < 4


def test_a_cut_answer_is_kept_and_a_full_one_asked_with_a_higher_limit() -> None:
    """After an answer that was cut, the limit is doubled once."""
    with FaultServer() as server:
        with (
            closing(provider_for(server, "length", [])) as provider,
            pytest.raises(ReplyInvalid) as found,
        ):
            provider.complete(prompt())
        limits = [request.body["max_tokens"] for request in server.requests]

    assert [100, 200] == limits
    assert '{"answer": "o' == found.value.text
    assert found.value.problems


def test_nobody_there() -> None:
    """A server that is switched off is told from one that fails."""
    with FaultServer() as server:
        endpoint = Endpoint("m", KEY, server.url())
    waits: list[float] = []
    provider = OpenAIProvider(endpoint, pace=patient(waits))
    with closing(provider), pytest.raises(ProviderUnavailable, match="connection to"):
        provider.complete(prompt())

    assert 2 == len(waits)


def test_one_provider_serves_many_threads() -> None:
    """Sixteen articles asked by eight threads each get their own answer."""

    def respond(request: Mapping[str, object]) -> str:
        messages = request["messages"]
        assert isinstance(messages, list)
        return json.dumps({"answer": messages[-1]["content"]})

    articles = [f"記事{number}" for number in range(16)]
    with FaultServer(respond, latency=0.02) as server, ThreadPoolExecutor(8) as pool:
        with closing(provider_for(server, "ok", [])) as provider:
            replies = list(pool.map(provider.complete, [prompt(article) for article in articles]))
        count = server.count()

    assert articles == [json.loads(reply.text)["answer"] for reply in replies]
    assert 16 == count


def test_a_closed_provider_opens_again(server: FaultServer) -> None:
    """Closing lets go of connections and spoils nothing."""
    provider = provider_for(server, "ok", [])
    with closing(provider):
        first = provider.complete(prompt())
        provider.close()
        second = provider.complete(prompt())

    assert [DEFAULT_TEXT] * 2 == [first.text, second.text]


def test_what_stands_in_for_a_model_speaks_as_the_api_does() -> None:
    """The server's good answer passes the SDK's strict check, so the other tests mean something."""
    with FaultServer() as server:
        with closing(provider_for(server, "ok", [])) as provider:
            provider.complete(prompt())
        (logged,) = server.requests
        body = server.good(logged).body

    assert "loopback-1" == ChatCompletion.model_validate(json.loads(body)).model
    assert f"Bearer {KEY}" == logged.headers["authorization"]


def test_every_scenario_is_used() -> None:
    """No scenario of the server stands unused."""
    assert set(SCENARIOS) == {*ANSWERED, *FAILED, "hang", "drip", "driphead", "okkey"}
