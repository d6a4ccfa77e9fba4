"""What to do after a call: done, once more and how, or give up. Nothing is sent from here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..settings import Structured
from .answers import Answer, is_json_object
from .faults import Fault, Trouble
from .requests import next_rung, other_name
from .retrying import delay_before

if TYPE_CHECKING:
    from .requests import CallOptions, Dialect

_MOST_RETRIES = 2
_MOST_TOLD_RETRIES = 8
"""Where a server says when to come back: others may use the same key, and be quicker."""
_RAISE = 2


@dataclass(frozen=True, slots=True)
class State:
    """How the next call is made, and which second chances are used up."""

    dialect: Dialect
    limit: int
    retries: int = 0
    is_swapped: bool = False
    """Whether the other name of the limit was tried."""
    cut: Fault | None = None
    """The answer that was cut at the lower limit, once the limit was raised."""


@dataclass(frozen=True, slots=True)
class Again:
    """Make one more call."""

    state: State
    delay: float = 0.0


def next_step(
    outcome: Answer | Fault, state: State, options: CallOptions, *, seed: str
) -> Answer | Fault | Again:
    """Decide what follows a call: a text or a fault ends it."""
    structured = options.structured
    if isinstance(outcome, Answer):
        lower = _lower(state, structured)
        return outcome if lower is None or is_json_object(outcome.text) else lower
    return _changed(outcome, state, structured) or _repeated(
        outcome, state, options.longest_wait, seed
    )


def _changed(fault: Fault, state: State, structured: Structured) -> Again | None:
    """Return the call that avoids what the server stumbled over."""
    if fault.trouble is Trouble.FORM:
        return _lower(state, structured)
    if fault.trouble is Trouble.LIMIT_NAME and not state.is_swapped:
        return _swapped(state)
    if fault.trouble in _TOO_SHORT and state.cut is None:
        return Again(replace(state, limit=state.limit * _RAISE, cut=fault))
    return None


def _repeated(fault: Fault, state: State, longest: float, seed: str) -> Fault | Again:
    """Return the same call once more, where the fault may pass."""
    if fault.trouble in _TOO_LONG and state.cut is not None:
        return state.cut
    delay = delay_before(fault, retry=state.retries, seed=seed, longest=longest)
    is_told = fault.trouble is Trouble.BUSY and fault.retry_after is not None
    if delay is None or state.retries >= (_MOST_TOLD_RETRIES if is_told else _MOST_RETRIES):
        return fault
    return Again(replace(state, retries=state.retries + 1), delay)


_TOO_SHORT = frozenset({Trouble.LENGTH, Trouble.SPENT})
_TOO_LONG = frozenset({Trouble.LIMIT_SIZE, Trouble.CONTEXT})


def _lower(state: State, structured: Structured) -> Again | None:
    rung = next_rung(state.dialect.rung) if structured is Structured.AUTO else None
    return Again(replace(state, dialect=replace(state.dialect, rung=rung))) if rung else None


def _swapped(state: State) -> Again:
    name = other_name(state.dialect.limit_name)
    dialect = replace(state.dialect, limit_name=name)
    return Again(replace(state, dialect=dialect, is_swapped=True))
