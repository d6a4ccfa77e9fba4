"""What can be wrong with the theme's style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class StylesheetError(Exception):
    """A fault in a CSS file, at a line of it."""

    exitcode = 2
    """Pelican ends with it: the theme, like a setting, has to be put right first."""

    def __init__(self, message: str, *, path: Path, line: int) -> None:
        super().__init__(f"{path.as_posix()}:{line}: {message}")
        self.path = path
        self.line = line
