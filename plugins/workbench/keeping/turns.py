"""One build at a time: a second one waits, and says so."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def turn(folder: str, tell: Callable[[], None]) -> Iterator[None]:
    """Hold a folder's lock; the system takes it back from a process that is killed.

    Args:
        folder: is made where it is missing.
        tell: called once if another process holds the lock, before waiting for it.
    """
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as in `footprints`
    with open(os.path.join(folder, "lock"), "wb") as file:  # noqa: PTH118, PTH123 - as above
        if not _take(file, waits=False):
            tell()
            while not _take(file, waits=True):  # Windows waits ten seconds only
                pass
        yield


def _take(file: BinaryIO, *, waits: bool) -> bool:
    """Lock a file; it is free again when it is closed."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except OSError:
        return False
    return True
