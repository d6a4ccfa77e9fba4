"""A provider: ask a server that speaks Chat Completions, until there is a text or a clear error."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Protocol

from ..sections import Usage
from .answers import is_json_object, read_answer
from .complaints import Asked, error_of
from .endpoint import checked
from .faults import Fault
from .requests import CallOptions, checked_parameters, described, first_dialect, request_body
from .retrying import LONGEST_WAIT
from .steps import Again, State, next_step

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx2
    import openai

    from ..prompts import Prompt
    from ..replies import Reply
    from .answers import Answer
    from .endpoint import Endpoint
    from .requests import Dialect

_MOST_DEADLINES = 3
"""Deadlines that one `complete` may take, besides the longest wait a server may ask for."""
_SHORTEST = 0.001


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


class OpenAIProvider:
    """Asks OpenAI or any server that speaks its Chat Completions; one serves many threads.

    Args:
        endpoint: where to ask.
        options: how to ask.
        sleep: waits between calls.
        clock: tells the seconds by which one `complete` is bounded.
        transport: takes the place of the network.

    Raises:
        SettingsError: endpoint or options cannot be used.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        options: CallOptions | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._endpoint = checked(endpoint)
        self._options = options or CallOptions()
        checked_parameters(self._options.parameters)
        self._sleep = sleep
        self._clock = clock
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

    def complete(self, prompt: Prompt) -> Reply:
        """Ask until there is a text; the usage is the sum over all calls.

        Raises:
            ProviderUnavailable: nobody answered in time.
            ProviderRefused: the server or the model said no.
            ReplyInvalid: an answer came and holds no text that can be used.
        """
        ends = self._clock() + _MOST_DEADLINES * self._options.deadline + LONGEST_WAIT
        seed = "\x1f".join(message.text for message in prompt.messages)
        first = self._dialect
        state = State(first, self._options.max_output_tokens)
        usage = Usage()
        while True:
            body = self._body(prompt, state)
            outcome = self._ask(body, ends)
            usage += outcome.usage
            step = next_step(outcome, state, structured=self._options.structured, seed=seed)
            if not isinstance(step, Again):
                outcome = step
                break
            if self._clock() + step.delay >= ends:
                break
            if step.delay:
                self._sleep(step.delay)
            state = step.state
        if isinstance(outcome, Fault):
            raise error_of(outcome, self._asked(seed), usage)
        if state.dialect != first and is_json_object(outcome.text):
            self._remember(state.dialect)
        return self._reply(outcome, body, usage)

    def _body(self, prompt: Prompt, state: State) -> dict[str, object]:
        return request_body(
            prompt,
            self._endpoint,
            options=self._options,
            dialect=state.dialect,
            limit=state.limit,
        )

    def _ask(self, body: dict[str, object], ends: float) -> Answer | Fault:
        from .wire import send  # noqa: PLC0415 - openai is slow to import: only when asking

        seconds = min(self._options.deadline, max(_SHORTEST, ends - self._clock()))
        received = send(self._opened(), body, seconds)
        return received if isinstance(received, Fault) else read_answer(received)

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
