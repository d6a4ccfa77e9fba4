"""What the guard found, as values, and how they are written; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person must know, with the place to look at."""

    path: str
    """Relative to the folder above `PATH`, with slashes; empty for the settings themselves."""
    line: int | None
    message: str
    """What is wrong, and what to do."""
    blocking: bool
    """Whether the build counts as failed."""

    def __str__(self) -> str:
        """Write the finding as one line."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}" if place else self.message


class ThemeIncomplete(Exception):  # noqa: N818 - the state of the theme, not of a call
    """The theme lacks what the build needs; nothing was written."""

    exitcode = 2
    """What Pelican's command line ends with."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(written("the build has not begun, and nothing was written", findings))
        self.findings = findings


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by place and drop what is said twice."""
    return tuple(sorted(set(findings), key=lambda f: (f.path, f.line or 0, f.message)))


def written(heading: str, findings: Iterable[Finding]) -> str:
    """Write findings below a heading, one a line."""
    return "\n".join([f"{heading}:", *map(str, findings)])
