"""Tells whether files changed: by what the file system says of them, and by their bytes in doubt."""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

Row: TypeAlias = "tuple[int, int, int, int, int]"
"""Size in bytes, times of content and of node in nanoseconds, node, device."""
Rows: TypeAlias = "dict[str, Row]"
"""By path."""

TICK = 20_000_000
"""Nanoseconds: Linux stamps files by a clock that ticks each 1 to 10 ms."""
_COARSE = 2_000_000_000
"""Nanoseconds: the tick of FAT; others that know whole seconds only have a shorter one."""
_SKIPPED = frozenset(
    ".git .hg .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis "
    ".import_linter_cache .tox .nox __pycache__ node_modules".split()
)
"""Folders that hold nothing a page is made of."""
_PASSING = (".log", ".pyc", ".swp", ".swx", ".tmp", "~")
"""Ends of names of files that come and go beside the work."""


def look(tops: Collection[str], leave_out: Collection[str] = ()) -> Rows:
    """Return what the file system says of every file in some folders, links followed.

    Args:
        tops: folders, or single files; one that is missing has no rows.
        leave_out: folders in them that are left alone.
    """
    rows: Rows = {}
    for top in tops:
        if os.path.isdir(top):  # noqa: PTH112 - `pathlib` costs more than the rest of this module
            _look(top, frozenset(leave_out), rows, ())
        else:
            _add(top, rows)
    return rows


def _look(folder: str, leave_out: frozenset[str], rows: Rows, above: tuple[str, ...]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_PASSING):
                continue
            if not entry.is_dir():
                _add(entry.path, rows, entry.stat)
            elif entry.name not in _SKIPPED and entry.path not in leave_out:
                if not entry.is_symlink():
                    _look(entry.path, leave_out, rows, above)
                elif (real := os.path.realpath(entry.path)) not in above:
                    _look(entry.path, leave_out, rows, (*above, real))


def _add(path: str, rows: Rows, stat: Callable[[], os.stat_result] | None = None) -> None:
    try:
        rows[path] = row_of(stat() if stat else os.stat(path))  # noqa: PTH116 - as above
    except OSError:  # a link to nothing is a file that is not there
        return


def row_of(found: os.stat_result) -> Row:
    """Return what tells a file from another one of its name."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev


def is_fresh(row: Row, moment: int) -> bool:
    """Tell whether a file may have changed after it was looked at without its times showing it.

    Git calls such entries racy. A time in the future is one of a wrong clock, and says nothing.

    Args:
        row: of a file.
        moment: by the file system's clock, in nanoseconds, before the file was looked at.
    """
    newest = max(row[1], row[2])
    tick = TICK if newest % 1_000_000_000 else _COARSE
    return newest + tick >= moment


def digests(rows: Mapping[str, Row], known: Mapping[str, tuple[Row, bytes]]) -> dict[str, bytes]:
    """Return the digest of each file's bytes; those of `known` whose rows agree are taken over.

    A file that cannot be read has the empty digest, which equals none.
    """
    return {
        path: known[path][1] if path in known and known[path][0] == row else digest_of(path)
        for path, row in rows.items()
    }


def digest_of(path: str) -> bytes:
    """Return the BLAKE2 digest of a file's bytes; empty if it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            return blake2b(file.read(), digest_size=16).digest()
    except OSError:
        return b""


def changes(
    rows: Mapping[str, Row], known: Mapping[str, tuple[Row, bytes]], moment: int
) -> Iterator[str]:
    """Yield each path that came, went, or has other bytes than at a moment.

    Args:
        rows: as files are now.
        known: rows and digests as they were.
        moment: by the file system's clock, in nanoseconds, before `known` was looked at.
    """
    yield from sorted(rows.keys() ^ known.keys())
    for path, row in rows.items():
        if path in known:
            before, digest = known[path]
            if (row != before or is_fresh(row, moment)) and digest_of(path) != digest:
                yield path
