"""Where the ledger's pages and files stand, and how another page links to them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from .shelves import anchors_of, places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .entries import Entry
    from .shelves import Place, Shelf

FILES = ("predictions.json", "predictions.csv", "predictions.schema.json", "outlook.ics")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one language's ledger, all from the root of the site."""

    home: str
    """The file of the first page, such as `outlook/index.html`."""
    files: str
    """The folder of the files for programs, with a slash at its end: one for all languages."""
    anchors: Mapping[str, str]
    """The id of each entry on its page, by key."""
    pages: Mapping[str, int]
    """On which page of the whole ledger each entry stands, by key."""

    @property
    def folder(self) -> str:
        """Where all pages but the first stand, with a slash at its end."""
        return f"{self.home.removesuffix('.html').removesuffix('/index')}/"

    def file_of(self, place: Place) -> str:
        """Return the file of a page."""
        return f"{self.folder}{place.path}/index.html" if place.path else self.home

    def url_of(self, path: str) -> str:
        """Return the address of a page, or of the first one for an empty path."""
        return quote(f"{self.folder}{path}/") if path else quote(_shown(self.home))

    def entry(self, entry: Entry) -> str:
        """Return the address of an entry, on the pages that list all."""
        number = self.pages[entry.key]
        page = self.url_of(f"page/{number}" if number > 1 else "")
        return f"{page}#{quote(self.anchors[entry.key])}"


def addresses(home: str, files: str, everything: Shelf) -> Addresses:
    """Find the page and the id of every entry."""
    return Addresses(
        home=home,
        files=files,
        anchors=anchors_of(everything.entries),
        pages={
            entry.key: place.number for place in places_of(everything) for entry in place.entries
        },
    )


def file_addresses(folder: str) -> dict[str, str]:
    """Return the address of each file for programs, by its name."""
    return {name: quote(f"{folder}{name}") for name in FILES}


def relative(address: str, page: str) -> str:
    """Make an address relative to a page, both from the root of the site.

    A body with such links is right on its page, whatever the site's address is, and in a feed
    that completes them.
    """
    path, mark, anchor = address.partition("#")
    here = posixpath.dirname(page) or "."
    found = posixpath.relpath(path or ".", here)
    slash = "/" if path.endswith("/") or not path else ""
    return f"{found}{slash}{mark}{anchor}"


def taken_by(files: Iterable[str], taken: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the first of some files that something else is written to, and what that is."""
    return next(((name, taken[name]) for name in files if name in taken), None)


def _shown(file: str) -> str:
    return file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file
