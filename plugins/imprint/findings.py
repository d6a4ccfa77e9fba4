"""What an author should know of an article's imprint, as values; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend, or one piece of advice, with the place to look at."""

    path: str
    """Relative to the blog's folder, with slashes; empty for the settings."""
    line: int
    """From 1; 0 where no line is meant."""
    message: str
    """What is wrong, and what to do."""
    is_advice: bool = False
    """Whether the page is sound without it."""

    def __str__(self) -> str:
        """Write the finding as one line."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message
