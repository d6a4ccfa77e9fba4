"""All generators in turn, round after round: from nothing, after one edit, and with nothing changed.

They take turns within a round, so that a slow minute of the machine is slow for all of them.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from commentary.errors import SettingsError

from .figures import Case, Measured
from .measuring import cost_of, peak_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from corpus_texts import Post

    from .measuring import Cost
    from .peers import Peer
    from .tools import Tools

PER_PAGE = 10
_WORK = {
    Case.COLD: Case.COLD_WORK,
    Case.EDITED: Case.EDITED_WORK,
    Case.UNCHANGED: Case.UNCHANGED_WORK,
}


@dataclass(frozen=True, slots=True)
class Lane:
    """One generator's own folder, with its sources in it."""

    peer: Peer
    folder: Path
    tools: Tools
    posts: Sequence[Post]
    kept: frozenset[str]
    """Names that stand in the folder before anything was built."""

    def clear(self) -> None:
        """Remove all that a build made, caches too."""
        for path in self.folder.iterdir():
            if path.name in self.kept:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def run(self) -> Cost:
        """Build, and return what it took."""
        return cost_of(self.peer.command(self.tools), self.folder)

    def edit(self, number: int) -> None:
        """Add a paragraph to one post, another each time, that no other page shows."""
        source = self.folder / self.peer.posts / f"{self._edited(number).slug}.md"
        text = source.read_text(encoding="utf-8")
        source.write_text(f"{text}\n{_mark(number)}\n", encoding="utf-8", newline="\n")

    def check_pages(self) -> int:
        """Count the pages.

        Raises:
            SettingsError: there is not one for each post, or the pages of the index are missing.
        """
        made = len(list(self.folder.glob(self.peer.pages.format(slug="*"))))
        pages = sum(1 for _ in (self.folder / self.peer.index).rglob("*.html"))
        wanted = len(self.posts)
        if made != wanted or pages < wanted + ceil(wanted / PER_PAGE):
            raise SettingsError(
                f"{self.peer.label} made {made} pages of posts and {pages} in all from {wanted} "
                f"posts, so its seconds say nothing; look into {self.folder}"
            )
        return pages

    def check_edit(self, number: int) -> None:
        """See to it that the page has what was added.

        Raises:
            SettingsError: it does not.
        """
        slug = self._edited(number).slug
        shown = self.folder.glob(self.peer.pages.format(slug=slug))
        if not any(_mark(number) in page.read_text(encoding="utf-8") for page in shown):
            raise SettingsError(f"{self.peer.label} did not take the edit of {slug} into its page")

    def _edited(self, number: int) -> Post:
        return self.posts[(len(self.posts) // 2 + number) % len(self.posts)]


def _mark(number: int) -> str:
    return f"Added in round {number}."


def open_lane(peer: Peer, posts: Sequence[Post], folder: Path, tools: Tools) -> Lane:
    """Write a generator's sources into a folder of its own, instead of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    peer.prepare(posts, folder, tools)
    return Lane(peer, folder, tools, posts, frozenset(path.name for path in folder.iterdir()))


def run_rounds(
    lanes: Sequence[Lane], rounds: int, *, on_run: Callable[[str], None]
) -> list[Measured]:
    """Let all lanes run, and count the memory in a round of its own.

    Args:
        lanes: in the order of the turns.
        rounds: how often each runs.
        on_run: called with a line for each that has run.

    Raises:
        SettingsError: a generator failed, or did not make its pages.
    """
    found = []
    for number in range(rounds):
        for lane in lanes:
            lane.clear()
            costs = _run_cases(lane, number)
            name, size = lane.peer.name, len(lane.posts)
            for case, cost in costs.items():
                found.append(Measured(name, size, case, cost.seconds))
                found.append(Measured(name, size, _WORK[case], cost.processor))
            found.append(Measured(name, size, Case.PAGES, lane.check_pages()))
            shown = ", ".join(
                f"{case} {cost.seconds:.2f} s ({cost.processor:.2f})"
                for case, cost in costs.items()
            )
            on_run(f"{size} posts, round {number + 1}, {lane.peer.label}: {shown}")
    return found


def run_cold(
    lanes: Sequence[Lane], rounds: int, *, on_run: Callable[[str], None]
) -> list[Measured]:
    """Let all lanes build from nothing only, and count the processor's seconds.

    Raises:
        SettingsError: a generator failed, or did not make its pages.
    """
    found = []
    for number in range(rounds):
        for lane in lanes:
            lane.clear()
            cost = lane.run()
            lane.check_pages()
            found.append(Measured(lane.peer.name, len(lane.posts), Case.COLD_WORK, cost.processor))
            on_run(f"round {number + 1}, {lane.peer.label}: {cost.processor:.2f} processor seconds")
    return found


def _run_cases(lane: Lane, number: int) -> dict[Case, Cost]:
    lane.clear()
    costs = {Case.COLD: lane.run()}
    lane.check_pages()
    lane.edit(number)
    costs[Case.EDITED] = lane.run()
    lane.check_edit(number)
    costs[Case.UNCHANGED] = lane.run()
    lane.check_edit(number)
    return costs


def run_for_memory(lanes: Sequence[Lane]) -> list[Measured]:
    """Build each lane once more from nothing, and watch its memory."""
    found = []
    for lane in lanes:
        lane.clear()
        peak = peak_of(lane.peer.command(lane.tools), lane.folder)
        if peak is not None:
            found.append(Measured(lane.peer.name, len(lane.posts), Case.PEAK, peak))
    return found
