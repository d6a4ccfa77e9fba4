"""What is known of one image file, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass

MIME = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
"""By the ending of a file's name."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file made of an image."""

    ending: str
    width: int
    height: int

    def name(self, digest: str) -> str:
        """Return the name of the file."""
        return f"{digest}-{self.width}.{self.ending}"


@dataclass(frozen=True, slots=True)
class Facts:
    """One image as a reader sees it: upright, its size in pixels."""

    digest: str
    width: int = 0
    height: int = 0
    """Zero, both of them, where the file does not say."""
    renditions: tuple[Rendition, ...] = ()
    """The best format first, of each the narrowest first; none where the file is good as it is."""
    problem: str = ""
    """What is wrong with the file and what to do; empty for one that can be shown."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The formats there are; the last is the one that every browser knows."""
        return tuple(dict.fromkeys(rendition.ending for rendition in self.renditions))

    @property
    def fallback(self) -> Rendition | None:
        """The widest rendition in the format that every browser knows."""
        return self.renditions[-1] if self.renditions else None
