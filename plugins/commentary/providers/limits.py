"""What a server lets one ask in a time, learned from the headers of its answers. No clock is here.

Two kinds of server are told apart. One refills what may be asked all the time; the seconds until
all is there again then follow from what is lacking. The other gives all of it again at once when
its window ends. Until it is known which one it is, it counts as the second, which asks later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MINUTE = 60.0
_ALIKE = 1.3
"""Two lengths of a refill that differ by less are one."""
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)?")


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer's headers say of one thing that is limited."""

    limit: float
    remaining: float
    resets_in: float
    """Seconds until all of it is there again."""


def told(headers: Mapping[str, str], thing: str) -> Told | None:
    """Read `x-ratelimit-…-requests` or `-tokens`; None where a server says nothing of it.

    Args:
        headers: names in lower case.
        thing: `requests` or `tokens`.
    """
    remaining = _number(headers.get(f"x-ratelimit-remaining-{thing}"))
    if remaining is None:
        return None
    limit = _number(headers.get(f"x-ratelimit-limit-{thing}"))
    resets_in = duration(headers.get(f"x-ratelimit-reset-{thing}", ""))
    return Told(
        max(remaining, limit or 0.0), remaining, _MINUTE if resets_in is None else resets_in
    )


def duration(text: str) -> float | None:
    """Read `6m0s`, `120ms`, `1.5s` or bare seconds; None where it is nothing of the kind."""
    text = text.strip()
    parts = list(_DURATION.finditer(text))
    if not parts or "".join(part.group() for part in parts) != text:
        return None
    return sum(float(part[1]) * _UNITS[part[2] or "s"] for part in parts)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None


@dataclass(slots=True)
class Limit:
    """How much of one thing may be asked now, and when there will be more."""

    limit: float = inf
    remaining: float = inf
    """When it was told, less what was asked for since."""
    told_at: float = 0.0
    resets_in: float = 0.0
    period: float | None = None
    """Seconds in which a whole limit is refilled; None for a window."""
    lacked: float = 0.0
    """What was lacking when `measured` was."""
    measured: float = 0.0

    def tell(self, news: Told, now: float, *, under_way: float) -> None:
        """Take over what a server says.

        Args:
            news: of the headers.
            now: seconds of any clock.
            under_way: what was asked for and not answered yet; the server may or may not have
                counted it.
        """
        self.limit, self.resets_in, self.told_at = news.limit, news.resets_in, now
        self.remaining = news.remaining - under_way
        self._measure(news)

    def spend(self, cost: float) -> None:
        """Note that so much is asked for."""
        self.remaining -= cost

    def wait(self, now: float, cost: float) -> float:
        """Return the seconds until so much may be asked for; what is above the limit waits for all."""
        if self.remaining == inf:
            return 0.0
        lacking = min(cost, self.limit) - self.remaining
        if lacking <= 0:
            return 0.0
        passed = now - self.told_at
        if self.period is not None:
            return max(0.0, lacking * self.period / self.limit - passed)
        if passed >= self.resets_in:  # the window is over: all is there again
            self.remaining, self.told_at, self.resets_in = self.limit, now, self.resets_in or 1.0
            return 0.0
        return self.resets_in - passed

    def _measure(self, news: Told) -> None:
        """See, each time twice as much is lacking, whether the refill took twice as long."""
        lacking = news.limit - news.remaining
        if lacking <= 0 or news.resets_in <= 0:
            return
        measured = news.resets_in * news.limit / lacking
        if self.lacked and lacking >= 2 * self.lacked:
            is_alike = max(measured, self.measured) <= _ALIKE * min(measured, self.measured)
            self.period = measured if is_alike else None
        elif self.lacked and lacking > self.lacked / 2:
            return
        self.lacked, self.measured = lacking, measured
