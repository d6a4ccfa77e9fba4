"""The digest of the program: what it kept is of no use once any of its parts is another one."""

from __future__ import annotations

import os
import sys
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PACKAGES = (".dist-info", ".egg-info", ".egg-link", ".pth", ".py")


def program_digest(plugins: Path) -> bytes:
    """Return a digest of Python, its installed packages and every module in the plugins' folder.

    A package counts by the name of its folder of facts, which has the version, and that folder's
    time; the plugins' modules count by their bytes.
    """
    digest = blake2b(f"{sys.version} {sys.flags}".encode(), digest_size=16)
    for line in _packages(sys.path):
        digest.update(line.encode())
    for path in sorted(plugins.rglob("*.py")):
        digest.update(f"\0{path.relative_to(plugins).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.digest()


def _packages(folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        if not folder.endswith(("site-packages", "dist-packages")) or not os.path.isdir(folder):  # noqa: PTH112 - paths are text on `sys.path`
            continue
        with os.scandir(folder) as entries:
            installed = [entry for entry in entries if entry.name.endswith(_PACKAGES)]
            yield from sorted(f"{each.path} {each.stat().st_mtime_ns}\n" for each in installed)
