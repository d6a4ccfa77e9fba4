"""The limits of a model server: so many requests and tokens in a minute, as its headers tell.

The minute may be made short. `bucket` refills all the time, `window` gives all of it again when the
minute is over; `silent` is a bucket whose answers say nothing of it.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from fault_server import USAGE, failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fault_server import Canned

Style = Literal["bucket", "window", "silent"]


class Limiter:
    """Counts what is asked for, and refuses what is too much.

    Args:
        requests: in a minute.
        tokens: in a minute; each call takes as many as the server says it used.
        minute: seconds.
        style: how what was used comes back.
    """

    def __init__(
        self, requests: int, tokens: int, *, minute: float = 60.0, style: Style = "bucket"
    ) -> None:
        self.most = {"requests": float(requests), "tokens": float(tokens)}
        self.minute = minute
        self.style = style
        self.admitted = self.refused = 0
        self._left = dict(self.most)
        self._since = time.monotonic()
        self._lock = threading.Lock()

    def refill(self) -> None:
        """Give all of it again, and begin to count."""
        with self._lock:
            self._left, self._since = dict(self.most), time.monotonic()
            self.admitted = self.refused = 0

    def admit(self, _: bytes) -> Canned | None:
        """Count a call, or refuse it."""
        cost = {"requests": 1.0, "tokens": float(USAGE["total_tokens"])}
        with self._lock:
            self._refill()
            if any(self._left[thing] < cost[thing] for thing in cost):
                self.refused += 1
                return self._refusal(cost)
            self.admitted += 1
            for thing, amount in cost.items():
                self._left[thing] -= amount
        return None

    def labelled(self, answer: Canned) -> Canned:
        """Add the headers to an answer."""
        if self.style == "silent":
            return answer
        with self._lock:
            self._refill()
            return replace(answer, headers={**answer.headers, **self._headers()})

    def ideal_seconds(self, calls: int) -> float:
        """Return how long so many calls take at least, when the minute has just begun."""
        amounts = {"requests": float(calls), "tokens": float(calls * USAGE["total_tokens"])}
        if self.style == "window":
            return max(
                self.minute * (-(-amounts[thing] // self.most[thing]) - 1) for thing in amounts
            )
        return max(self.minute * (amounts[t] - self.most[t]) / self.most[t] for t in amounts)

    def _refill(self) -> None:
        now = time.monotonic()
        passed = now - self._since
        if self.style == "window":
            if passed >= self.minute:
                self._left, self._since = dict(self.most), now - passed % self.minute
            return
        for thing, most in self.most.items():
            self._left[thing] = min(most, self._left[thing] + most * passed / self.minute)
        self._since = now

    def _resets_in(self, thing: str) -> float:
        if self.style == "window":
            return self.minute - (time.monotonic() - self._since)
        return self.minute * (self.most[thing] - self._left[thing]) / self.most[thing]

    def _headers(self) -> Mapping[str, str]:
        headers: dict[str, str] = {}
        for thing, most in self.most.items():
            headers[f"x-ratelimit-limit-{thing}"] = f"{most:.0f}"
            headers[f"x-ratelimit-remaining-{thing}"] = f"{int(self._left[thing])}"
            headers[f"x-ratelimit-reset-{thing}"] = f"{1000 * self._resets_in(thing):.0f}ms"
        return headers

    def _refusal(self, cost: Mapping[str, float]) -> Canned:
        thing = next(thing for thing in cost if self._left[thing] < cost[thing])
        wait = self._resets_in(thing)
        if self.style != "window":
            wait = self.minute * (cost[thing] - self._left[thing]) / self.most[thing]
        canned = failure(429, "Rate limit reached", code="rate_limit_exceeded")
        told = {} if self.style == "silent" else self._headers()
        headers = {"retry-after-ms": f"{1000 * wait:.0f}", **told}
        return replace(canned, headers=headers, body=json.dumps(json.loads(canned.body)))
