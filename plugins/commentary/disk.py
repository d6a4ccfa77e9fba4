"""The steps by which files change; a process may end between any two of them.

Each is a method of its own, so that a test can end a process there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Disk:
    """The file system."""

    def write(self, file: int, content: bytes) -> None:
        """Write all of it to an open file.

        Raises:
            OSError: the disk is full.
        """
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]

    def sync(self, file: int) -> None:
        """Return when what was written would survive a loss of power."""
        os.fsync(file)

    def truncate(self, file: int, length: int) -> None:
        """Cut an open file."""
        os.ftruncate(file, length)

    def rename(self, before: Path, after: Path) -> None:
        """Put a file in the place of another, in one step."""
        before.replace(after)

    def remove(self, path: Path) -> None:
        """Remove a file; one that is gone already is no error."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in a folder would survive a loss of power, where that is told."""
        with suppress(OSError):  # Windows opens no folder
            file = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(file)
            finally:
                os.close(file)
