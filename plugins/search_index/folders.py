"""The files of an index on disk: what changed is written, what is no longer part of it removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_OWNED = ("terms", "texts")
"""Folders that hold nothing but the index."""


def write_files(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Make a folder hold these files, given as names and contents.

    A file whose bytes stay is not touched, so that what copies the site by day of change copies
    little.
    """
    for name in _OWNED:
        (folder / name).mkdir(parents=True, exist_ok=True)
    wanted: set[str] = set()
    for name, content in files:
        wanted.add(name)
        _write(folder / name, content.encode("utf-8"))
    for owned in _OWNED:
        for path in (folder / owned).iterdir():
            if f"{owned}/{path.name}" not in wanted:
                path.unlink()


def _write(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)
