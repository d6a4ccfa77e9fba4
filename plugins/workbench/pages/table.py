"""What was measured, as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .goals import GOALS, missed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .measuring import Measured

_MISSED = "!"


def format_pages(pages: Sequence[Measured]) -> list[str]:
    """Return a table, goals first and one line a kind of page, and what stands behind a miss."""
    names = [name for name in GOALS if any(name in page.measures for page in pages)]
    head = ["page", "characters", "bytes", *names]
    goals = ["goal", "", "", *(str(GOALS[name]) for name in names)]
    rows = [
        [page.kind, str(page.characters), str(page.weight), *(_cell(page, name) for name in names)]
        for page in pages
    ]
    return [*_aligned([head, goals, *rows]), *_reasons(pages)]


def all_reach(pages: Iterable[Measured]) -> bool:
    """Return whether every page reaches every goal."""
    return not any(missed(page.measures) for page in pages)


def _cell(page: Measured, name: str) -> str:
    value = page.measures.get(name)
    if value is None:
        return "-"
    mark = "" if GOALS[name].is_met_by(value) else _MISSED
    return f"{round(value, 3):g}{mark}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _reasons(pages: Iterable[Measured]) -> list[str]:
    return [
        line
        for page in pages
        if (failed := missed(page.measures))
        for line in (f"{page.page}: {', '.join(failed)}", *(f"  {c}" for c in page.complaints))
    ]
