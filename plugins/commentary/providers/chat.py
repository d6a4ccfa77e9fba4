"""A provider: ask a server that speaks Chat Completions, until there is a text or a clear error."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Protocol, TypeVar

from ..sections import Usage
from ..tokens import estimate_tokens
from .answers import is_json_object, is_success, read_answer
from .complaints import Asked, error_of
from .endpoint import checked
from .faults import Fault
from .kept import NoEntries, packed, request_key, unpacked
from .pace import Pace
from .requests import (
    CallOptions,
    checked_parameters,
    described,
    first_dialect,
    possible_dialects,
    request_body,
)
from .steps import Again, State, next_step

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx2
    import openai

    from ..prompts import Prompt
    from ..replies import Reply
    from .answers import Answer, Received
    from .endpoint import Endpoint
    from .kept import Entries
    from .requests import Dialect

_MOST_DEADLINES = 3
"""Deadlines that one `complete` may take, besides the longest wait a server may ask for."""
_SHORTEST = 0.001
_NOTHING_KEPT = NoEntries()
_T = TypeVar("_T")


class Provider(Protocol):
    """Somebody who answers prompts."""

    @property
    def host(self) -> str:
        """Name of the server."""

    @property
    def model(self) -> str:
        """Name of the model that is asked."""

    def complete(self, prompt: Prompt) -> Reply:
        """Answer a prompt, or raise a `ProviderError`."""

    def close(self) -> None:
        """Let go of connections; a later `complete` opens them again."""


class KeepingProvider(Provider, Protocol):
    """Somebody whose answers can be kept before anybody reads them."""

    def keeping(self, entries: Entries) -> Provider:
        """Return the same provider, for one that keeps answers and uses those that are kept."""


class OpenAIProvider:
    """Asks OpenAI or any server that speaks its Chat Completions; one serves many threads.

    Args:
        endpoint: where to ask.
        options: how to ask.
        clock: tells the seconds by which one `complete` is bounded.
        transport: takes the place of the network.
        pace: says when a call may begin, for all who ask the same model.

    Raises:
        SettingsError: endpoint or options cannot be used.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        options: CallOptions | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        transport: httpx2.BaseTransport | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._endpoint = checked(endpoint)
        self._options = options or CallOptions()
        checked_parameters(self._options.parameters)
        self._clock = clock
        self._pace = pace or Pace(time.monotonic)
        self._transport = transport
        self._dialect = first_dialect(self._endpoint, self._options.structured)
        self._client: openai.OpenAI | None = None
        self._lock = threading.Lock()

    @property
    def host(self) -> str:
        """Name of the server, without path, port and key."""
        return self._endpoint.host

    @property
    def model(self) -> str:
        """Name of the model that is asked."""
        return self._endpoint.model

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def keeping(self, entries: Entries) -> Provider:
        """Return the same provider, for one that keeps answers and uses those that are kept."""
        return _Keeping(self, entries)

    def use(self, act: Callable[[openai.OpenAI], _T]) -> _T:
        """Do something else with the connection than complete a prompt.

        Raises:
            ProviderError: nobody answered, or the server said no.
        """
        from .wire import caught  # noqa: PLC0415 - openai is slow to import: only when asking

        outcome = caught(lambda: act(self._opened()), self._endpoint.api_key)
        if isinstance(outcome, Fault):
            raise error_of(outcome, self._asked(""), Usage())
        return outcome

    def complete(self, prompt: Prompt, entries: Entries = _NOTHING_KEPT) -> Reply:
        """Ask until there is a text; the usage is the sum over all calls.

        Args:
            prompt: what is asked.
            entries: every answer that costs is kept there before it is read, and none is asked
                for again that is kept there.

        Raises:
            ProviderUnavailable: nobody answered in time.
            ProviderRefused: the server or the model said no.
            ReplyInvalid: an answer came and holds no text that can be used.
        """
        options = self._options
        left = _Left(_MOST_DEADLINES * options.deadline + options.longest_wait, self._clock())
        seed = "\x1f".join(message.text for message in prompt.messages)
        first = self._dialect
        state = self._first_state(prompt, entries)
        usage = Usage()
        while True:
            body = self._body(prompt, state)
            outcome = self._ask(body, left, entries)
            usage += outcome.usage
            step = next_step(outcome, state, options, seed=seed)
            if not isinstance(step, Again):
                outcome = step
                break
            if self._clock() + step.delay >= left.ends:
                break
            if step.delay:
                self._wait(step.delay, outcome)
            state = step.state
        if isinstance(outcome, Fault):
            raise error_of(outcome, self._asked(seed), usage)
        if state.dialect != first and is_json_object(outcome.text):
            self._remember(state.dialect)
        return self._reply(outcome, body, usage)

    def _wait(self, seconds: float, outcome: Answer | Fault) -> None:
        """Wait as a server asks; then the others that ask it wait as well."""
        if isinstance(outcome, Fault) and outcome.retry_after is not None:
            self._pace.close(seconds)
        self._pace.rest(seconds)

    def _first_state(self, prompt: Prompt, entries: Entries) -> State:
        """Begin in the dialect in which this was asked before a run was killed, if it was."""
        limit = self._options.max_output_tokens
        for dialect in (self._dialect, *possible_dialects(self._options.structured)):
            state = State(dialect, limit)
            if entries.has(self._key(self._body(prompt, state))):
                return state
        return State(self._dialect, limit)

    def _key(self, body: dict[str, object]) -> str:
        return request_key(self._endpoint.base_url, body)

    def _body(self, prompt: Prompt, state: State) -> dict[str, object]:
        return request_body(
            prompt,
            self._endpoint,
            options=self._options,
            dialect=state.dialect,
            limit=state.limit,
        )

    def _ask(self, body: dict[str, object], left: _Left, entries: Entries) -> Answer | Fault:
        key = self._key(body)
        kept = entries.take(key)
        if kept is None:
            entries.asks(key, body)
        received = self._send(body, left) if kept is None else unpacked(kept)
        if isinstance(received, Fault):
            return received
        if kept is None and is_success(received):
            entries.add(key, packed(received))
        return read_answer(received)

    def _send(self, body: dict[str, object], left: _Left) -> Received | Fault:
        from .wire import send  # noqa: PLC0415 - openai is slow to import: only when asking

        with self._pace.turn(estimate_tokens(str(body["messages"]))) as turn:
            left.ends += turn.waited  # a turn that is long in coming is nobody's failure
            seconds = min(self._options.deadline, max(_SHORTEST, left.ends - self._clock()))
            turn.received = send(self._opened(), body, seconds)
        return turn.received

    def _opened(self) -> openai.OpenAI:
        from .wire import make_client  # noqa: PLC0415 - as above

        with self._lock:
            if self._client is None:
                self._client = make_client(self._endpoint, self._transport)
            return self._client

    def _remember(self, dialect: Dialect) -> None:
        """Begin with what worked, the next time."""
        with self._lock:
            self._dialect = dialect

    def _reply(self, answer: Answer, body: dict[str, object], usage: Usage) -> Reply:
        from ..replies import Reply  # noqa: PLC0415 - imports pydantic, which is slow as well

        return Reply(
            text=answer.text,
            model=answer.model or self.model,
            usage=usage,
            request_id=answer.request_id,
            parameters=described(body),
        )

    def _asked(self, prompt: str) -> Asked:
        return Asked(
            host=self.host,
            model=self.model,
            limit=self._options.max_output_tokens,
            deadline=self._options.deadline,
            key=self._endpoint.api_key,
            prompt=prompt,
        )


class _Left:
    """The time that one `complete` has left."""

    def __init__(self, seconds: float, now: float) -> None:
        self.ends = now + seconds


class _Keeping:
    """A provider whose answers are kept."""

    def __init__(self, provider: OpenAIProvider, entries: Entries) -> None:
        self._provider = provider
        self._entries = entries
        self.host = provider.host
        self.model = provider.model

    def complete(self, prompt: Prompt) -> Reply:
        return self._provider.complete(prompt, self._entries)

    def close(self) -> None:
        """Leave the connections to whoever opened the provider."""
