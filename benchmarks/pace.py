"""How well a model server's time and limits are used: `python benchmarks/pace.py`.

A server on this machine answers after a fixed time, first without limits, then with so many
requests and tokens in a minute, which is made short. Printed is the time taken against the shortest
possible, the share of the rate that was used, and how many calls were refused.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "plugins")]

from commentary.prompts import Message, Prompt, Role  # noqa: E402
from commentary.providers import CallOptions, Endpoint, OpenAIProvider  # noqa: E402
from fault_server import USAGE, FaultServer  # noqa: E402
from limiter import Limiter, Style  # noqa: E402

_MINUTE = 6.0
_LATENCY = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """What came of asking."""

    seconds: float
    calls: int
    refused: int = 0
    ideal: float = 0.0

    @property
    def share(self) -> float:
        """Of the shortest possible time in the time taken."""
        return self.ideal / self.seconds


def without_limits(calls: int, concurrency: int, latency: float = 0.3) -> Run:
    """Ask a server that answers after a fixed time."""
    with FaultServer(latency=latency) as server:
        seconds = _ask(server, calls, concurrency)
    return Run(seconds, calls, ideal=latency * -(-calls // concurrency))


def with_limits(calls: int, concurrency: int, limiter: Limiter) -> Run:
    """Ask a server that refuses what is too much.

    The shortest possible time is what the limits allow, and one answer's time for the last call.
    """
    with FaultServer(latency=_LATENCY) as server:
        server.limiter = limiter
        seconds = _ask(server, calls, concurrency)
    return Run(seconds, calls, limiter.refused, limiter.ideal_seconds(calls) + _LATENCY)


def _ask(server: FaultServer, calls: int, concurrency: int) -> float:
    options = CallOptions(deadline=60, max_output_tokens=100)
    with (
        closing(OpenAIProvider(Endpoint("m", "", server.url()), options)) as provider,
        ThreadPoolExecutor(concurrency) as pool,
    ):
        provider.complete(_prompt(-1))  # what is imported and opened once
        if server.limiter:
            server.limiter.refill()
        started = time.monotonic()
        for _ in pool.map(provider.complete, map(_prompt, range(calls))):
            pass
        return time.monotonic() - started


def _prompt(number: int) -> Prompt:
    messages = (Message(Role.SYSTEM, "Be brief."), Message(Role.USER, f"記事 {number}"))
    return Prompt(messages, "commentary", {"type": "object"}, "sha256:0")


def limiters(scale: float = 1.0) -> dict[str, Limiter]:
    """Return servers whose requests or whose tokens are what is scarce, by their names."""
    rate, plenty = round(120 * scale), 100_000
    tokens = rate * USAGE["total_tokens"]
    return {
        f"{style}, {scarce}": Limiter(
            rate if scarce == "requests" else plenty,
            tokens if scarce == "tokens" else plenty * USAGE["total_tokens"],
            minute=_MINUTE * scale,
            style=style,
        )
        for style in get_args(Style)
        for scarce in ("requests", "tokens")
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="how well a server's time and limits are used")
    parser.add_argument("--calls", type=int, default=400)
    arguments = parser.parse_args()
    run = without_limits(160, 8)
    print(f"no limits, 160 calls of 0.3 s, 8 at once: {run.seconds / run.ideal:.3f} of N·L/c")
    for name, limiter in limiters().items():
        run = with_limits(arguments.calls, 16, limiter)
        print(
            f"{name}: {run.calls} calls in {run.seconds:.1f} s, ideal {run.ideal:.1f} s: "
            f"{100 * run.share:.1f} % of the rate, {run.refused} refused "
            f"({100 * run.refused / run.calls:.2f} %)"
        )


if __name__ == "__main__":
    main()
