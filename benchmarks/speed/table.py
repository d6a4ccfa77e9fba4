"""The figures as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .figures import Case
from .goals import GOALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .figures import Figures, Spread
    from .goals import Goal

_SECONDS = (Case.COLD, Case.EDITED, Case.UNCHANGED)
_WORK = (Case.COLD_WORK, Case.EDITED_WORK, Case.UNCHANGED_WORK)
_NONE = "–"


def result_lines(
    figures: Figures, labels: Mapping[str, str], facts: Mapping[str, str]
) -> Iterator[str]:
    """Yield the lines of the whole page.

    Args:
        figures: all that was measured.
        labels: of those that ran, by name.
        facts: of the machine and the versions, name and value.
    """
    yield "# Speed, measured"
    yield ""
    yield "Medians of all rounds; in brackets the least and the most. Written by `invoke bench`."
    yield ""
    yield from (f"- {name}: {value}" for name, value in facts.items())
    yield from ("", "## Goals", "", *goal_lines(figures))
    for size in figures.sizes:
        yield from ("", f"## {size:,} posts", "", *_size_lines(figures, labels, size))
    if len(figures.sizes) > 1:
        yield from ("", "## Growth", "", *_growth_lines(figures, labels))


def goal_lines(figures: Figures) -> Iterator[str]:
    """Yield the table of what was to be reached, two columns for each number of posts."""
    sizes = figures.sizes
    heads = (part for size in sizes for part in (f"{size:,} posts", "goal"))
    yield from _table(
        ("ours", *heads),
        ((goal.label, *_goal_cells(goal, figures, sizes)) for goal in GOALS),
    )


def _goal_cells(goal: Goal, figures: Figures, sizes: Sequence[int]) -> Iterator[str]:
    for size in sizes:
        most = goal.most.get(size)
        yield _shown(goal.reached(figures, size))
        yield f"≤ {most:g}" if most is not None else _NONE


def _size_lines(figures: Figures, labels: Mapping[str, str], size: int) -> Iterator[str]:
    seconds = (f"{case}, s" for case in (*_SECONDS, *_WORK))
    heads = ("generator", *seconds, "memory, MB", "pages", "cold / Hugo")
    yield from _table(
        heads,
        (
            (
                labels[peer],
                *(_shown(figures.spread(peer, size, case)) for case in (*_SECONDS, *_WORK)),
                _plain(figures.spread(peer, size, Case.PEAK), 1e-6),
                _plain(figures.spread(peer, size, Case.PAGES), 1),
                _shown(figures.ratio(peer, "hugo", size, Case.COLD)),
            )
            for peer in figures.peers
            if figures.amounts(peer, size, Case.COLD)
        ),
    )


def _growth_lines(figures: Figures, labels: Mapping[str, str]) -> Iterator[str]:
    few, many = figures.sizes[0], figures.sizes[-1]
    yield f"How seconds and memory grow from {few:,} to {many:,} posts: 1 is in step with the posts."
    yield ""
    rows = (
        (
            labels[peer],
            *(_exponent(figures.exponent(peer, case)) for case in (*_SECONDS, Case.PEAK)),
        )
        for peer in figures.peers
    )
    yield from _table(("generator", *_SECONDS, "memory"), rows)
    yield from ("", "![Seconds of a cold build by number of posts](speed.svg)")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|---{'|---:' * (len(heads) - 1)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _shown(spread: Spread | None) -> str:
    if spread is None:
        return _NONE
    return f"{spread.middle:.2f} ({spread.least:.2f}–{spread.most:.2f})"


def _plain(spread: Spread | None, by: float) -> str:
    return _NONE if spread is None else f"{spread.middle * by:,.0f}"


def _exponent(amount: float | None) -> str:
    return _NONE if amount is None else f"{amount:.2f}"
