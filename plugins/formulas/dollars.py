r"""Where formulas stand in a text: `$…$` in a line, `$$…$$` for one of its own.

Sums of money are not taken for them: a formula begins and ends without a space, and no digit
follows its last sign, so that "$5 and $10" has none; Japanese stands in braces, as in
`\text{…}`, so that 「$5か$10です。$x$」 has one. A sign behind a backslash is a sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HELD = "\x02\x03"
"""Markdown puts these around what it has read already, such as code."""
_WIDE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f"
_BRACES = r"\{[^{}$\n]*\}"
DISPLAYED = rf"(?<![\\$])\$\$(?!\$)(?P<displayed>(?:\\.|[^\\${_HELD}])+?)\$\$(?!\$)"
# the ways through it exclude each other: many braces cost no second look
_SIGN = rf"(?:\\.|{_BRACES}|(?!{_BRACES})[^\\$\n{_HELD}{_WIDE}])"
IN_LINE = rf"(?<![\\$])\$(?![\s$])(?P<in_line>{_SIGN}+?)(?<!\s)\$(?![\d$])"
_FORMULA = re.compile(f"{DISPLAYED}|{IN_LINE}")
_LIKELY = re.compile(rf"{DISPLAYED}|(?<![\\$])\$(?![\s$])[^$\n]*?\\[a-zA-Z]+[^$\n]*\$(?!\d)")
_YES = frozenset({"true", "yes", "on", "1"})


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of a text."""

    start: int
    end: int
    """Offsets of its dollar signs, the last one included."""
    latex: str
    is_displayed: bool


def is_asked_for(values: Iterable[str]) -> bool:
    """Tell whether the metadata `Math` of an article says yes."""
    return any(value.strip().lower() in _YES for value in values)


def formulas(text: str) -> Iterator[Formula]:
    """Yield the formulas of Markdown in which code is hidden already."""
    for found in _FORMULA.finditer(text):
        latex = found["displayed"] or found["in_line"]
        is_displayed = found["displayed"] is not None
        # an empty line ends a paragraph, and with it whatever was not closed
        if not re.search(r"\n\s*\n", latex):
            yield Formula(found.start(), found.end(), latex.strip(), is_displayed)


def likely_formula(text: str) -> re.Match[str] | None:
    """Find the first place that is hardly money, in a text that did not ask for formulas."""
    return _LIKELY.search(text)
