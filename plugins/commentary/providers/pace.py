"""When the next call may begin, for all threads that ask one model.

Calls begin as fast as the server lets them and no faster: what it says of its limits is believed,
a call that it refuses holds all others back, and one that says nothing of limits but refuses is
asked by fewer threads. Nobody is asked twice at the same time for the same thing.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from ..errors import Stopped
from ..sections import Usage
from .answers import Received, is_success, told_of
from .limits import Limit, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .faults import Fault

_AT_FIRST = 8
"""Calls at the same time until the first answer tells of limits."""
_SUCCESSES_FOR_MORE = 100
"""After a refusal without headers, so many answers allow one more call at the same time."""
_LEARNING = 0.2
"""Weight of the newest answer in what calls cost."""
_RAISE = 1.5
_EXPECTED_OUTPUT = 2000.0
_LONGEST_NAP = 0.2
_WORTH_TELLING = 5.0
_BUSY = 429
_STOPPED = "stopped before the model was asked; run it again to go on"


@dataclass(slots=True)
class Turn:
    """One call that may be made now."""

    cost: float
    """Tokens that it is expected to take."""
    prompt: float
    aside: Decimal
    """Money that was set aside for it."""
    began: float
    waited: float = 0.0
    received: Received | Fault | None = None


class Meter(Protocol):
    """Counts what is spent on a model."""

    def begin(self, prompt_tokens: int) -> Decimal:
        """Set aside what a call may cost."""

    def end(self, aside: Decimal, usage: Usage) -> None:
        """Put back what it did not cost."""


class _Free:
    def begin(self, _: int) -> Decimal:
        return Decimal(0)

    def end(self, _: Decimal, __: Usage) -> None:
        pass


class Pace:
    """Lets threads ask, each when it is its turn.

    Args:
        clock: tells seconds.
        stop: nobody is let through once it is set.
        on_wait: told the seconds, when there is nothing to do but wait for a while.
        meter: counts what is spent, and ends the run when nothing is left.
        wait: passes the time before a call is repeated; what it returns is true when stopped.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        stop: threading.Event | None = None,
        on_wait: Callable[[float], None] = lambda _: None,
        wait: Callable[[float], object] | None = None,
        meter: Meter | None = None,
    ) -> None:
        self._clock = clock
        self._stop = stop or threading.Event()
        self._on_wait = on_wait
        self._meter = meter or _Free()
        self._wait = wait or self._stop.wait
        self._changed = threading.Condition()
        self._requests, self._tokens = Limit(), Limit()
        self._under_way: list[Turn] = []
        self._most: float = _AT_FIRST
        self._is_free = True
        """Whether the server never refused a call without telling its limits."""
        self._closed_until = float("-inf")
        self._told_until = float("-inf")
        self._refused_at = float("-inf")
        self._input_factor, self._output = 1.0, _EXPECTED_OUTPUT

    @contextmanager
    def turn(self, prompt_tokens: int) -> Iterator[Turn]:
        """Wait until a call may be made; whoever makes it puts what came of it into the turn.

        Raises:
            Stopped: a person ended the run.
            BudgetSpent: nothing is left to spend.
        """
        turn = self._begin(prompt_tokens)
        try:
            yield turn
        finally:
            self._end(turn)

    def close(self, seconds: float) -> None:
        """Let nobody through for a while, because the server asks for that."""
        with self._changed:
            now = self._clock()
            self._closed_until = max(self._closed_until, now + seconds)
            self._tell(now, seconds)

    def rest(self, seconds: float) -> None:
        """Wait.

        Raises:
            Stopped: a person ended the run.
        """
        if self._wait(seconds):
            raise Stopped(_STOPPED)

    def _begin(self, prompt_tokens: int) -> Turn:
        started = self._clock()
        with self._changed:
            while True:
                if self._stop.is_set():
                    raise Stopped(_STOPPED)
                now = self._clock()
                cost = self._input_factor * prompt_tokens + self._output
                delay = self._delay(now, cost)
                if delay <= 0:
                    break
                self._tell(now, delay)
                self._changed.wait(min(delay, _LONGEST_NAP))
            aside = self._meter.begin(prompt_tokens)
            turn = Turn(cost, prompt_tokens, aside, now, now - started)
            self._under_way.append(turn)
            self._requests.spend(1)
            self._tokens.spend(cost)
        return turn

    def _delay(self, now: float, cost: float) -> float:
        if len(self._under_way) >= self._most:
            return _LONGEST_NAP
        return max(
            self._closed_until - now, self._requests.wait(now, 1), self._tokens.wait(now, cost)
        )

    def _tell(self, now: float, delay: float) -> None:
        """Say once for all threads that there is a wait."""
        if delay >= _WORTH_TELLING and now + delay > self._told_until + 1:
            self._told_until = now + delay
            self._on_wait(delay)

    def _end(self, turn: Turn) -> None:
        with self._changed:
            self._under_way.remove(turn)
            used = Usage()
            if isinstance(turn.received, Received):
                _, used = told_of(turn.received)
                self._learn(turn, turn.received, used)
            is_untold = isinstance(turn.received, Received) and is_success(turn.received)
            if used != Usage() or not is_untold:  # else it counts as what it may have cost
                self._meter.end(turn.aside, used)
            self._changed.notify_all()

    def _learn(self, turn: Turn, received: Received, used: Usage) -> None:
        now, headers = self._clock(), received.headers
        is_told = False
        for thing, limit, under_way in (
            ("requests", self._requests, float(len(self._under_way))),
            ("tokens", self._tokens, sum(other.cost for other in self._under_way)),
        ):
            news = told(headers, thing)
            if news:
                is_told = True
                limit.tell(news, now, under_way=under_way)
        if received.status == _BUSY:
            self._refused(turn, now, is_told=is_told)
        elif is_success(received):
            self._answered(turn, used)

    def _refused(self, turn: Turn, now: float, *, is_told: bool) -> None:
        if turn.began < self._refused_at:
            return  # began before the last refusal, which taught the same
        self._refused_at = now
        if is_told:
            self._output *= _RAISE  # calls cost more than it seemed
        else:
            self._is_free = False
            self._most = max(1.0, min(self._most, len(self._under_way) + 1) / 2)

    def _answered(self, turn: Turn, used: Usage) -> None:
        if self._is_free:
            self._most = float("inf")
        else:
            self._most += 1 / _SUCCESSES_FOR_MORE
        if used.input and turn.prompt:
            self._input_factor += _LEARNING * (used.input / turn.prompt - self._input_factor)
        if used.output:
            self._output += _LEARNING * (used.output - self._output)
