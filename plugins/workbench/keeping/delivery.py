"""Brings a built site to the folder where it is served, and takes away what is no longer made.

A file with the same bytes is left alone, so that whatever copies or watches the folder sees only
what changed. Files that no build made are the author's, and stay.
"""

from __future__ import annotations

import os
import shutil
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from .memory import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def deliver(fresh: str, output: str, record: str, more: Iterable[str] = ()) -> list[str]:
    """Make `output` what `fresh` is, which is gone afterwards.

    Killed at any moment, it leaves a record of all that is the site's, so that the next build
    finishes the work.

    Args:
        fresh: the folder of a finished build.
        output: where it shall stand.
        record: the file that keeps the names of what builds made.
        more: files in `output` that count as made by earlier builds, too.

    Returns:
        Files in `output` that no build made, by name; empty where that was known before.
    """
    made = set(names(fresh))
    owned = recorded(record)
    strange = sorted(set(names(output)) - made) if owned is None else []
    before = (owned or set()) | set(more)
    _write_record(record, before | made)
    for name in sorted(before - made):
        _remove(output, name)
    if not os.path.isdir(output):  # noqa: PTH112 - as in `footprints`
        os.replace(fresh, output)  # noqa: PTH105 - as above
    for name in names(fresh):
        _move(f"{fresh}/{name}", f"{output}/{name}")
    shutil.rmtree(fresh, ignore_errors=True)
    _write_record(record, made)
    return strange


def claim(output: str, record: str, but: str = "") -> None:
    """Count all files of a folder but one as made by a build."""
    _write_record(record, set(names(output)) - {but})


def recorded(record: str) -> set[str] | None:
    """Return the names of what builds made; None if that is not known."""
    try:
        with open(record, encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123 - as above
            return {name for name in file.read().split("\0") if _is_inside(name)}
    except OSError:
        return None


def names(folder: str) -> Iterator[str]:
    """Yield every file below a folder, with slashes; links are not followed."""
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            entries = list(os.scandir(f"{folder}/{below}"))
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{below}{entry.name}/")
            else:
                yield f"{below}{entry.name}"


def without_retained(found: Iterable[str], patterns: Iterable[str]) -> Iterator[str]:
    """Leave out what `OUTPUT_RETENTION` names, by the first part of a path."""
    kept = tuple(patterns)
    for name in found:
        if not any(fnmatch(name.partition("/")[0], pattern) for pattern in kept):
            yield name


def _is_inside(name: str) -> bool:
    """Tell whether a name from the record can only be a file below the output folder."""
    return bool(name) and not name.startswith("/") and ".." not in name.split("/")


def _write_record(record: str, made: set[str]) -> None:
    write_whole(record, "\0".join(sorted(made)).encode(errors="surrogateescape"))


def _remove(output: str, name: str) -> None:
    try:
        os.unlink(f"{output}/{name}")  # noqa: PTH108 - as above
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return
    while name := os.path.dirname(name):  # noqa: PTH120 - as above
        try:
            os.rmdir(f"{output}/{name}")  # noqa: PTH106 - as above
        except OSError:  # something else is in it
            return


def _move(source: str, target: str) -> None:
    if _is_same(source, target):
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - as above
    os.replace(source, target)  # noqa: PTH105 - as above


def _is_same(source: str, target: str) -> bool:
    """Tell whether two plain files have the same bytes."""
    if os.path.islink(source) or os.path.islink(target):  # noqa: PTH114 - as above
        return False
    try:
        with open(source, "rb") as new, open(target, "rb") as old:  # noqa: PTH123 - as above
            is_as_long = os.fstat(new.fileno()).st_size == os.fstat(old.fileno()).st_size
            return is_as_long and new.read() == old.read()
    except OSError:
        return False
