"""What a page has to reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMES = ("light", "dark")
WIDTHS = (320, 390, 1280)
"""Of the window, in CSS pixels: WCAG 2.2's 1.4.10 Reflow, a phone, a desktop."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The bounds of one measure; a bound that is `None` does not hold anyone."""

    measure: str
    least: float | None = None
    most: float | None = None
    unit: str = ""

    def is_met_by(self, value: float) -> bool:
        """Return whether a value keeps both bounds."""
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )

    def __str__(self) -> str:
        """Return the bounds as they stand in a table, such as `≤ 3` or `34–40`."""
        if self.least is not None and self.most is not None and self.least < self.most:
            return f"{self.least:g}–{self.most:g}{self.unit}"
        if self.least is None:
            return f"≤ {self.most:g}{self.unit}" if self.most else "0"
        return f"{self.least:g}" if self.least == self.most else f"≥ {self.least:g}{self.unit}"


GOALS = {
    goal.measure: goal
    for goal in (
        Goal("weight", most=100, unit=" %"),
        Goal("requests", most=3),
        Goal("foreign", most=0),
        Goal("html", most=0),
        Goal("axe", most=0),
        Goal("console", most=0),
        Goal("contrast", least=7),
        Goal("overflow", most=0, unit=" px"),
        Goal("target", least=24, unit=" px"),
        Goal("line 390", least=20, most=23),
        Goal("line 1280", least=34, most=40),
        Goal("LCP", most=1200, unit=" ms"),
        Goal("CLS", most=0),
        Goal("TBT", most=50, unit=" ms"),
        Goal("perf", least=100, most=100),
        Goal("a11y", least=100, most=100),
        Goal("best", least=100, most=100),
        Goal("seo", least=100, most=100),
        Goal("agent", least=100, most=100),
    )
}
"""By measure. `weight` is the share of `byte_budget`; `foreign` counts requests to other hosts;
`html`, `axe` and `console` count errors; `contrast` and `target` are the lowest of a page, `line`
is in full-width characters; the last five are Lighthouse's scores."""


_SHORT, _LONG = 4_000, 10_000
"""Characters of a usual and of a long article."""


def byte_budget(characters: int) -> int:
    """Return how many bytes a page may weigh: HTML, style and script, each gzipped.

    9,000 bytes up to 4,000 characters of text, 14,000 up to 10,000, and in proportion beyond.
    14 kB are what a server sends before it waits for the first answer (RFC 6928: ten segments of
    1,460 bytes).
    """
    if characters <= _SHORT:
        return 9_000
    return 14_000 * max(_LONG, characters) // _LONG


def missed(measures: Mapping[str, float]) -> list[str]:
    """Return the measures that do not reach their goal."""
    return [name for name, value in measures.items() if not GOALS[name].is_met_by(value)]
