"""One file of kept results, each under the digest of what it was made of.

A result that is not there, or not whole, is made again: the file may be lost at any time. It is
SQLite's, so that an edit of one article writes one row, and a build that is killed leaves the rows
of the last one.
"""

from __future__ import annotations

import pickle  # only what this program wrote, as the digest of the program says
import sqlite3
from contextlib import suppress
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_DIGEST = 16


class _Spelling(pickle.Pickler):
    """Writes equal values with equal bytes, also those that were kept themselves.

    Without references to what came before: else values differ where one has a text twice and the
    other two equal texts. And sets in order: theirs changes with Python's seed.
    """

    def __init__(self, file: BytesIO, protocol: int) -> None:
        super().__init__(file, protocol)
        self.fast = True

    def persistent_id(self, value: object) -> object:
        """Return what is written in the place of a set; None for what is written as it is."""
        if isinstance(value, set | frozenset):
            return [type(value).__name__, *sorted(value, key=repr)]
        return None


class Cabinet:
    """The results that are kept."""

    def __init__(self, path: Path, program: bytes) -> None:
        """Open the file; one that cannot be read is begun anew.

        Args:
            path: of the file; its folder is made.
            program: digest of all that makes results; what another program left is dropped.

        Raises:
            OSError: the folder cannot be made.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._program = program
        try:
            self._rows = _opened(path, program)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._rows = _opened(path, program)
        self._known: set[bytes] = {key for (key,) in self._rows.execute("SELECT key FROM kept")}
        self._used: set[bytes] = set()

    def key(self, *made_of: object) -> bytes:
        """Return the digest of values; equal digests mean equal values.

        Raises:
            pickle.PicklingError, TypeError, AttributeError: a value is none that can be written.
        """
        written = BytesIO()
        _Spelling(written, pickle.HIGHEST_PROTOCOL).dump(made_of)
        return blake2b(written.getbuffer(), digest_size=_DIGEST, key=self._program).digest()

    def has(self, key: bytes) -> bool:
        """Tell whether there is a result under a key, and keep it for another build."""
        self._used.add(key)
        return key in self._known

    def get(self, key: bytes) -> tuple[Any] | None:
        """Return a result, in a tuple; None if it is not whole."""
        try:
            found = self._rows.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.DatabaseError:
            return None
        if not found or found[0][:_DIGEST] != _sum(key, found[0][_DIGEST:]):
            return None
        return (pickle.loads(found[0][_DIGEST:]),)  # noqa: S301 - the digest agrees, so it is ours

    def put(self, key: bytes, result: object) -> None:
        """Keep a result."""
        written = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
        row = (key, _sum(key, written) + written)
        try:
            self._rows.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", row)
        except sqlite3.DatabaseError:  # a full disk: it is made again
            return
        self._known.add(key)

    def commit(self) -> None:
        """Write what was put, so that no other build has to wait for the end of this one."""
        with suppress(sqlite3.DatabaseError):  # as above
            self._rows.commit()

    def close(self) -> None:
        """Drop what no article asked for, and close the file."""
        gone = [(key,) for key in self._known - self._used]
        with suppress(sqlite3.DatabaseError):  # as above
            self._rows.executemany("DELETE FROM kept WHERE key = ?", gone)
            self._rows.commit()
        self._rows.close()


def _opened(path: Path, program: bytes) -> sqlite3.Connection:
    rows = sqlite3.connect(path, timeout=0.5, check_same_thread=False)
    # what a crash of the machine spoils, the digest of each row tells
    rows.execute("PRAGMA synchronous = OFF")
    rows.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
    rows.execute("CREATE TABLE IF NOT EXISTS program (digest BLOB)")
    if rows.execute("SELECT digest FROM program").fetchall() != [(program,)]:
        rows.execute("DELETE FROM kept")
        rows.execute("DELETE FROM program")
        rows.execute("INSERT INTO program VALUES (?)", (program,))
        rows.commit()
    return rows


def _sum(key: bytes, written: bytes) -> bytes:
    return blake2b(written, digest_size=_DIGEST, key=key).digest()
