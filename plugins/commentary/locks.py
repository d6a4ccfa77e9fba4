"""One holder at a time for an open file, among all threads and processes of a machine.

The system lets go of a lock when its holder dies, so that none is ever left behind.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    _FAR = 2**30
    """Windows forbids others to read what is locked; nobody reads there."""

    def take(file: int) -> bool:
        """Lock an open file; False when somebody else holds it."""
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def take(file: int) -> bool:
        """Lock an open file; False when somebody else holds it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
