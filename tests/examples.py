"""Example files: a title, an input and what is expected, each followed by a line with a dot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

_FOLDER = Path(__file__).parent / "examples"
_PARTS = 3


def examples(name: str) -> list[ParameterSet]:
    """Return the examples of `examples/<name>.md` as parameters, the titles as their ids.

    Text above the first `## ` is for readers. A line that is only `.` ends a part.
    """
    lines = (_FOLDER / f"{name}.md").read_text(encoding="utf-8").splitlines()
    first = next(index for index, line in enumerate(lines) if line.startswith("## "))
    parts: list[str] = []
    current: list[str] = []
    for line in lines[first:]:
        if line == ".":
            parts.append("\n".join(current).strip("\n"))
            current = []
        else:
            current.append(line)
    if any(line.strip() for line in current) or len(parts) % _PARTS:
        raise ValueError(f"`{name}.md` ends within an example; add the missing `.` lines")
    return [
        pytest.param(given, expected, id=title.strip().removeprefix("## "))
        for title, given, expected in zip(*[iter(parts)] * _PARTS, strict=True)
    ]
