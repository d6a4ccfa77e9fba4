"""What an author's headline image gives its page, and the services that show previews."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import MIME, Facts
from .markup import FOLDER, candidates

_LEAST = (300, 157)
"""Smaller ones are not shown large: https://developer.x.com/en/docs/x-for-websites/cards"""


@dataclass(frozen=True, slots=True)
class Source:
    """One format of a picture."""

    mime: str
    candidates: tuple[tuple[str, int], ...]
    """Addresses relative to the site's, with their widths in pixels."""


@dataclass(frozen=True, slots=True)
class HeadlinePicture:
    """What a page shows above its title."""

    url: str
    """Relative to the site's address."""
    width: int
    height: int
    alt: str
    sources: tuple[Source, ...] = ()
    """Other formats of it, the best first."""


@dataclass(frozen=True, slots=True)
class HeadlineImage:
    """What a service that shows a preview of a link is told."""

    url: str
    width: int
    height: int
    alt: str
    mime: str


def headline_picture(facts: Facts, original: str, alt: str) -> HeadlinePicture:
    """Return what the page shows; `original` is the address of the file as it is."""
    fallback = facts.fallback
    if fallback is None:
        return HeadlinePicture(original, facts.width, facts.height, alt)
    sources = tuple(Source(MIME[e], tuple(candidates(facts, e))) for e in facts.endings[:-1])
    url = f"{FOLDER}/{fallback.name(facts.digest)}"
    return HeadlinePicture(url, fallback.width, fallback.height, alt, sources)


def headline_image(facts: Facts, original: str, alt: str) -> HeadlineImage | None:
    """Return what previews show; nothing for what services do not show, such as SVG."""
    if facts.width < _LEAST[0] or facts.height < _LEAST[1] or original.lower().endswith(".svg"):
        return None
    picture = headline_picture(facts, original, alt)
    mime = MIME.get(picture.url.rpartition(".")[2].lower())
    return HeadlineImage(picture.url, picture.width, picture.height, alt, mime) if mime else None
