"""When to ask again after a fault that may pass, and how long to wait. No clock is read here."""

from __future__ import annotations

import hashlib
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import TYPE_CHECKING

from .faults import Fault, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST_WAIT = 0.5
_LONGEST_BACK_OFF = 8.0
_SPREAD = 0.25
_PASSING = frozenset({Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.BUSY, Trouble.SERVER})


def delay_before(fault: Fault, *, retry: int, seed: str, longest: float) -> float | None:
    """Return the seconds to wait before asking again, or None where that is pointless.

    Args:
        fault: what came of the last call.
        retry: how often was asked again before; 0 the first time.
        seed: whatever differs between articles, so that they do not all come back at once.
        longest: seconds; a server that wants to be left alone for longer is not waited for.
    """
    if not _may_pass(fault):
        return None
    if fault.retry_after is None:
        return _back_off(retry, seed)
    return fault.retry_after if fault.retry_after <= longest else None


def asked_delay(headers: Mapping[str, str]) -> float | None:
    """Read how long the server wants to be left alone: milliseconds, seconds or a date.

    A date is compared with the server's own clock, as told in the same answer.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after", "")
    seconds = _number(value)
    return _until(value, headers.get("date", "")) if seconds is None else seconds


def asked_retry(headers: Mapping[str, str]) -> bool | None:
    """Read whether the server says that asking again makes sense."""
    return {"true": True, "false": False}.get(headers.get("x-should-retry", "").strip().lower())


def _may_pass(fault: Fault) -> bool:
    if fault.trouble is Trouble.QUOTA or fault.should_retry is False:
        return False
    return fault.trouble in _PASSING or fault.should_retry is True


def _back_off(retry: int, seed: str) -> float:
    """Double from half a second to eight, less up to a quarter that depends on the seed."""
    byte = hashlib.sha256(f"{seed}\x1f{retry}".encode("utf-8", "replace")).digest()[0]
    return min(_FIRST_WAIT * 2.0**retry, _LONGEST_BACK_OFF) * (1 - _SPREAD * byte / 255)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None


def _until(then: str, now: str) -> float | None:
    try:
        return max(0.0, (parsedate_to_datetime(then) - parsedate_to_datetime(now)).total_seconds())
    except (TypeError, ValueError):
        return None
