"""The values that both formats are written from; every address in them is complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an article."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The headline image of an article."""

    url: str
    mime: str
    width: int | None = None
    """In pixels, like `height`."""
    height: int | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article; all texts but `html` are plain."""

    id: str
    url: str
    language: str
    title: str
    summary: str
    html: str
    """The whole body, labels of generated sections included."""
    published: dt.datetime
    """With a zone, like `updated`."""
    updated: dt.datetime
    authors: tuple[Author, ...] = ()
    terms: tuple[str, ...] = ()
    """Names of its category and tags."""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself."""

    id: str
    url: str
    home: str
    """The page that shows the same articles."""
    title: str
    language: str
    subtitle: str = ""
    author: str = ""
    updated: str = "1970-01-01T00:00:00+00:00"
    """When an entry changed last, as RFC 3339 has it; the default is for a feed without entries."""
