"""What one build leaves for the next, in one file that is either whole or not there."""

from __future__ import annotations

import marshal
import os
import sys
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .footprints import Row, Rows

_DIGEST = 16
# `marshal` reads a few megabytes in milliseconds, but only what the same Python wrote
_FORMAT = f"mitoshi build 1 {sys.implementation.cache_tag} {marshal.version}\n".encode()


@dataclass(frozen=True, slots=True)
class Memory:
    """A build that went well."""

    salt: bytes
    """Of the digests in `circumstances`."""
    circumstances: dict[str, str]
    zone: str
    """The blog's time zone."""
    tops: list[str]
    """Folders and files that were looked at."""
    leave_out: list[str]
    """Folders in them that were not."""
    moment: int
    """When the files were looked at, by the file system's clock, in nanoseconds."""
    inputs: dict[str, tuple[Row, bytes]]
    """Row and digest of each file."""
    output: str
    """The folder of the site."""
    pages: Rows
    """Every file in it."""
    told: list[str]
    """Warnings and errors of the build."""
    summary: list[str]
    code: int
    """With which the build ended."""


class Damaged(Exception):  # noqa: N818 - what the file is
    """The file is not whole, or of another version."""


def recall(path: str) -> Memory | None:
    """Read what the last build left; None if it left nothing.

    Raises:
        Damaged: what is there was not written by this version and this Python, or is not whole.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as in `footprints`
            content = file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Damaged from error
    head, body = content[: len(_FORMAT)], content[len(_FORMAT) + _DIGEST :]
    if head != _FORMAT or content[len(_FORMAT) :][:_DIGEST] != _sum(body):
        raise Damaged
    values: list[Any] = marshal.loads(body)  # noqa: S302 - ours: version and digest agree
    return Memory(*values)


def remember(path: str, memory: Memory) -> None:
    """Write it in one step."""
    body = marshal.dumps([getattr(memory, field.name) for field in fields(memory)])
    write_whole(path, _FORMAT + _sum(body) + body)


def write_whole(path: str, content: bytes) -> None:
    """Write a file so that there is the old or the new one, and nothing between."""
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - as in `footprints`
    passing = f"{path}.tmp"
    with open(passing, "wb") as file:  # noqa: PTH123 - as above
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(passing, path)  # noqa: PTH105 - as above


def _sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST).digest()
