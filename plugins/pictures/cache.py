"""Renditions on disk, each under the digest of the image it was made of."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .facts import Facts, Rendition
from .vector import svg_size

if TYPE_CHECKING:
    from pathlib import Path

EDITION = 1
"""Raised with every change of what is made of an image."""


class PictureCache:
    """Makes what is not there; an image whose renditions are there is only read for its digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def facts(self, source: Path) -> Facts:
        """Return what is known of an image, and see to it that its renditions are there.

        Raises:
            OSError: the source cannot be read, or the cache not written.
        """
        content = source.read_bytes()
        digest = hashlib.sha256(b"%d:%b" % (EDITION, content)).hexdigest()[:12]
        if source.suffix.lower() == ".svg":
            size = svg_size(content.decode("utf-8", errors="replace")) or (0, 0)
            return Facts(digest, *size)
        return self._remembered(digest) or self._made(digest, content)

    def path(self, name: str) -> Path:
        """Return where a rendition stands."""
        return self.folder / name

    def _remembered(self, digest: str) -> Facts | None:
        try:
            values: dict[str, Any] = json.loads(self._record(digest).read_text(encoding="utf-8"))
            renditions = tuple(Rendition(**one) for one in values.pop("renditions"))
            facts = Facts(**values, renditions=renditions)
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return None
        is_whole = all(self.path(one.name(digest)).is_file() for one in renditions)
        return facts if is_whole else None

    def _made(self, digest: str, content: bytes) -> Facts:
        # only here: a build in which every picture is there loads nothing to make one
        from .scaling import ImageError, scale  # noqa: PLC0415

        try:
            scaled = scale(content)
        except ImageError as error:
            facts = Facts(digest, problem=str(error))
        else:
            for rendition, file in scaled.files:
                write(self.path(rendition.name(digest)), file)
            made = tuple(rendition for rendition, _ in scaled.files)
            facts = Facts(digest, scaled.width, scaled.height, made)
        record = json.dumps(asdict(facts), ensure_ascii=False)
        write(self._record(digest), record.encode("utf-8"))
        return facts

    def _record(self, digest: str) -> Path:
        return self.folder / f"{digest}.json"


def write(path: Path, content: bytes) -> None:
    """Write in one step, also where the name is a link to a file that shall stay as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        file.write(content)
    os.replace(file.name, path)  # noqa: PTH105 - the name is what the file has
