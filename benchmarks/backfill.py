"""Sections for a whole archive, from a server with limits: `python benchmarks/backfill.py`.

A thousand articles are written for by a process of its own, once undisturbed and once killed five
times on the way. Printed are calls, seconds, the share of the server's rate that was used, the
process' memory, and how many calls were made twice.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "plugins")]

from campaigns.killed_site import NOW, article_of  # noqa: E402
from commentaries import good_reply  # noqa: E402
from commentary.building import Workshop, build  # noqa: E402
from commentary.journal import Journal  # noqa: E402
from commentary.prompt_files import read_templates  # noqa: E402
from commentary.providers import CallOptions, Endpoint, OpenAIProvider  # noqa: E402
from commentary.settings import Settings  # noqa: E402
from commentary.store import SidecarStore  # noqa: E402
from fault_server import USAGE, FaultServer  # noqa: E402
from limiter import Limiter  # noqa: E402

if TYPE_CHECKING:
    from commentary.pipeline import Article

_LATENCY = 0.5
_CONCURRENCY = 16
_DEATHS = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="sections for an archive, from a limited server")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rate", type=int, default=300, help="requests a minute")
    arguments = parser.parse_args()
    for deaths in (0, _DEATHS):
        _measure(arguments.articles, arguments.rate, deaths)


def _measure(count: int, rate: int, deaths: int) -> None:
    limiter = Limiter(rate, rate * USAGE["total_tokens"], minute=60.0)
    with (
        tempfile.TemporaryDirectory(prefix="backfill-") as folder,
        FaultServer(lambda _: good_reply(), latency=_LATENCY) as server,
    ):
        server.limiter = limiter
        content = Path(folder) / "content"
        content.mkdir()
        articles = tuple(article_of(content, number, str(number)) for number in range(count))
        ideal = max(0.0, limiter.ideal_seconds(count)) + _LATENCY
        limiter.refill()
        started, megabytes = time.monotonic(), 0.0
        for life in range(deaths + 1):
            child = _start(articles, content, server.url())
            if life < deaths:
                time.sleep(ideal / (deaths + 1) * random.uniform(0.6, 1.0))  # noqa: S311 - no secret
                os.kill(child, signal.SIGKILL)
            _, status, usage = os.wait4(child, 0)
            megabytes = max(megabytes, usage.ru_maxrss / 1024)
        seconds = time.monotonic() - started
        done = len(list(content.glob("*.commentary.md")))
    print(
        f"{count} articles, {rate} requests a minute, killed {deaths} times: {done} written, exit "
        f"code {os.waitstatus_to_exitcode(status)}, {limiter.admitted} calls "
        f"({limiter.admitted - count} whose answer died with a process, {limiter.refused} "
        f"refused), {seconds:.0f} s, ideal {ideal:.0f} s: {100 * ideal / seconds:.1f} %, "
        f"at most {megabytes:.0f} MB"
    )


def _start(articles: tuple[Article, ...], content: Path, url: str) -> int:
    """Fork a process that writes what is missing; return its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        code = _write(articles, content, url)
    finally:
        os._exit(code)


def _write(articles: tuple[Article, ...], content: Path, url: str) -> int:
    options = CallOptions(deadline=60, longest_wait=120, max_output_tokens=100)
    workshop = Workshop(
        settings=Settings(model="m", verify=False, concurrency=_CONCURRENCY),
        store=SidecarStore(content),
        templates=read_templates,
        provider_for=lambda name: OpenAIProvider(Endpoint(name, "", url), options),
        now=lambda: NOW,
        journal=Journal(content.parent / ".commentary" / "journal"),
    )
    report = build(articles, workshop, failed_before={})[1]
    return 1 if any(state.error for state in report.articles) else 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
