"""What the blog's builds shall reach, as ratios, for 1,000 and for 10,000 posts."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the fields of dataclasses name it
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .figures import Case, Spread

if TYPE_CHECKING:
    from .figures import Figures

OWN, BARE, PLAIN, HUGO = "mitoshi", "bare", "plain", "hugo"


@dataclass(frozen=True, slots=True)
class Goal:
    """One row: our amount over another's, or ours alone."""

    label: str
    case: Case
    other: str
    """Whom it is divided by; empty for an amount of our own."""
    most: Mapping[int, float]
    """The goal, by number of posts."""

    def reached(self, figures: Figures, size: int) -> Spread | None:
        """Return what was measured; none when one of both did not run."""
        if not self.other:
            return figures.spread(OWN, size, self.case)
        return figures.ratio(OWN, self.other, size, self.case)


GOALS = (
    Goal("cold build, against Hugo", Case.COLD, HUGO, {1_000: 2.2, 10_000: 2.0}),
    Goal(
        "cold build, against plain Pelican with the same theme",
        Case.COLD,
        PLAIN,
        {1_000: 0.40, 10_000: 0.30},
    ),
    Goal(
        "one post edited, against Hugo's full rebuild",
        Case.EDITED,
        HUGO,
        {1_000: 0.6, 10_000: 0.12},
    ),
    Goal(
        "nothing changed, against Hugo's full rebuild",
        Case.UNCHANGED,
        HUGO,
        {1_000: 0.5, 10_000: 0.08},
    ),
    Goal(
        "`invoke serve`, save to reloaded page, seconds",
        Case.RELOAD,
        "",
        {1_000: 0.2, 10_000: 0.4},
    ),
    Goal("peak memory, against Hugo", Case.PEAK, HUGO, {1_000: 0.6, 10_000: 0.35}),
    Goal("plugins on against off, same theme", Case.COLD, BARE, {1_000: 1.15, 10_000: 1.15}),
)
