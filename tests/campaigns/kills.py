"""Kill the writing of a blog's sections, again and again, and see that nothing was paid for twice.

`python tests/campaigns/kills.py --runs 500` makes 500 blogs. The process that writes for a blog is
killed at a step on disk (half a write, or right before or after any step) or at a random moment,
once or more often, and at last left in peace. Of some blogs two processes write at once.

After each death every sidecar that is there is whole, and no request is sent again whose answer
stood in the journal. At the end every article is complete, and as often as a request was sent more
than once, a process died before its answer had arrived.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "plugins")]

import commentary.providers.wire  # noqa: E402 - loaded once, before the forks
import commentary.replies  # noqa: E402
import commentary.rewriter  # noqa: E402
import commentary.writing  # noqa: E402, F401
from campaigns.killed_site import CONCURRENCY, Death, KilledSite  # noqa: E402

_MOST_DEATHS = 3
_PAIRS_IN = 10
"""Of so many blogs one is written for by two processes at once."""


class Server:
    """The counting server's process."""

    def __init__(self) -> None:
        path = os.pathsep.join((str(ROOT / "tests"), str(ROOT / "plugins")))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "campaigns.counting_server"],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = f"http://127.0.0.1:{self._line()}/ok/v1"

    def sent(self, run: str) -> Counter[str]:
        """Count the requests of a run."""
        if self.process.stdin is None:
            raise AssertionError("opened with a pipe")
        self.process.stdin.write(f"{run}\n")
        self.process.stdin.flush()
        return Counter(json.loads(self._line()))

    def close(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.communicate()

    def _line(self) -> str:
        if self.process.stdout is None:
            raise AssertionError("opened with a pipe")
        return self.process.stdout.readline().strip()


@dataclass(slots=True)
class Tally:
    """What came of all blogs."""

    deaths: int = 0
    requests: int = 0
    complaints: list[str] = field(default_factory=list)


def start(site: KilledSite, run: str, death: Death | None = None) -> int:
    """Fork a process that writes for a blog; return its id."""
    child = os.fork()
    if child:
        return child
    try:
        site.generate(run, death)
    except BaseException:  # noqa: BLE001 - the parent looks at the code
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def end(child: int) -> int:
    """Wait for a process; return its exit code, negative when a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Campaign:
    """Blogs, each killed in its own way.

    Args:
        server: who answers.
        folder: where blogs stand.
        seed: of all choices.
    """

    def __init__(self, server: Server, folder: Path, seed: int) -> None:
        self.server = server
        self.folder = folder
        self.random = random.Random(seed)  # noqa: S311 - choices, no secrets
        self.tally = Tally()
        self.steps, self.seconds, self.needed = self._reference()

    def run(self, number: int) -> None:
        """Kill the writing for one blog, and let it end."""
        site = KilledSite(self.folder / str(number), self.server.url, f"m{number}")
        if number % _PAIRS_IN == 0:
            self._write_twice(site, number)
        else:
            for life in range(self.random.randint(1, _MOST_DEATHS)):
                self._live(site, f"{number}-{life}", self._death(number, life))
        self._live(site, f"{number}-last", None)
        self._complain(number, site.unfinished())
        shutil.rmtree(site.root)

    def _reference(self) -> tuple[int, float, int]:
        """Write for a blog undisturbed: steps on disk, seconds, and requests that it takes."""
        site = KilledSite(self.folder / "reference", self.server.url, "reference")
        started = time.monotonic()
        steps = site.generate("reference")
        seconds = time.monotonic() - started
        sent = self.server.sent("reference")
        if site.unfinished() or set(sent.values()) != {1}:
            raise AssertionError("undisturbed, every request is sent once")
        return steps, seconds, sent.total()

    def _death(self, number: int, life: int) -> Death | None:
        """Go through all steps in turn, each half done and done; every third at any moment."""
        if (number + life) % 3 == 0:
            return None
        step = 1 + (number * 7 + life) % self.steps
        return Death(step, is_after=bool(self.random.getrandbits(1)))

    def _live(self, site: KilledSite, run: str, death: Death | None) -> None:
        before = site.standing()
        child = start(site, run, death)
        if not death and not run.endswith("last"):
            time.sleep(self.random.uniform(0, self.seconds))
            os.kill(child, signal.SIGKILL)
        self._look(site, run, end(child), before)

    def _look(self, site: KilledSite, run: str, code: int, before: Counter[str]) -> None:
        sent = self.server.sent(run)
        again = [key for key, count in sent.items() if count + before[key] > 1]
        if again:
            self._complain(run, [f"{len(again)} requests were sent again"])
        if code not in {0, -signal.SIGKILL}:
            self._complain(run, [f"ended with {code}"])
        self._complain(run, [f"{name} is torn" for name in site.torn()])
        self.tally.deaths += code == -signal.SIGKILL
        self.tally.requests += sent.total()

    def _write_twice(self, site: KilledSite, number: int) -> None:
        """Let two processes write at once, and kill one of them in every other blog."""
        runs = (f"{number}-left", f"{number}-right")
        children = [start(site, run) for run in runs]
        is_killed = bool(self.random.getrandbits(1))
        if is_killed:
            time.sleep(self.random.uniform(0, self.seconds))
            os.kill(children[0], signal.SIGKILL)
        codes = [end(child) for child in children]
        sent = sum((self.server.sent(run) for run in runs), Counter[str]())
        self.tally.deaths += codes.count(-signal.SIGKILL)
        self.tally.requests += sent.total()
        again = [key for key, count in sent.items() if count > 1]
        if again and not codes[0]:
            self._complain(number, [f"two at once sent {len(again)} requests twice"])
        if codes[1]:
            self._complain(number, [f"the undisturbed one of two ended with {codes[1]}"])

    def _complain(self, where: object, what: list[str]) -> None:
        self.tally.complaints += [f"{where}: {line}" for line in what]


def main() -> int:
    """Run the campaign, print what came of it, and return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=500, help="blogs")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    server = Server()
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="kills-") as folder:
            campaign = Campaign(server, Path(folder), arguments.seed)
            for number in range(1, arguments.runs + 1):
                campaign.run(number)
    finally:
        server.close()
    tally = campaign.tally
    lost = tally.requests - arguments.runs * campaign.needed
    print(
        f"{arguments.runs} blogs, {tally.deaths} processes killed, {campaign.steps} steps on disk "
        f"in an undisturbed run, {tally.requests} requests where {campaign.needed} a blog are "
        f"needed: {lost} died on their way, {len(tally.complaints)} complaints, "
        f"{time.monotonic() - started:.0f} s"
    )
    print("\n".join(tally.complaints[:20]))
    is_sound = 0 <= lost <= CONCURRENCY * tally.deaths
    return 0 if is_sound and not tally.complaints else 1


if __name__ == "__main__":
    sys.exit(main())
