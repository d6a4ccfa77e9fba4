"""Cards on disk, each under the digest of all that decides how it looks."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from .card import FONT
from .plate import plate

if TYPE_CHECKING:
    from pathlib import Path

    from .card import Card

_LIBRARIES = ("budoux", "pillow")


class CardCache:
    """Draws what is not there; a card that is there costs a look at the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has_preview(self, card: Card) -> bool:
        """Tell whether the JPEG for link previews is drawn already."""
        return self._preview(card).exists()

    def preview(self, card: Card) -> Path:
        """Return the JPEG for link previews.

        Raises:
            OSError: it cannot be written.
        """
        path = self._preview(card)
        if not path.exists():
            # only here: a build in which every card is there does not read the font
            from .drawing import draw  # noqa: PLC0415

            _write(path, draw(card))
        return path

    def _preview(self, card: Card) -> Path:
        return self.folder / f"{_digest(card)}.jpg"

    def plate(self, card: Card) -> Path:
        """Return the SVG for the article's page.

        Raises:
            OSError: it cannot be written.
        """
        content = plate(card).encode("utf-8")
        path = self.folder / f"{hashlib.sha256(content).hexdigest()[:12]}.svg"
        if not path.exists():
            _write(path, content)
        return path


def _digest(card: Card) -> str:
    text = json.dumps(asdict(card), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{_edition()}{text}".encode()).hexdigest()[:12]


@cache
def _edition() -> str:
    """Return a digest of what draws: this package, its font, and the libraries it draws with."""
    digest = hashlib.sha256("".join(map(version, _LIBRARIES)).encode("utf-8"))
    sources = (*FONT.parent.glob("*.py"), *FONT.glob("*.txt"), *FONT.glob("*.woff2"))
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write in one step, so that a build that is broken off leaves no half of a card."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        file.write(content)
    os.replace(file.name, path)  # noqa: PTH105 - the name is what the file has
