"""Addresses become the files of a sitemap (sitemaps.org/protocol.html); pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

MOST = 50_000
"""The protocol's limit of addresses in one file."""
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPENING = f'<urlset xmlns="{_SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml">'


@dataclass(frozen=True, slots=True)
class Location:
    """One page; addresses are complete."""

    url: str
    changed: dt.datetime | None = None
    """When its author last changed it, where that is known."""
    versions: tuple[tuple[str, str], ...] = ()
    """Languages and addresses of the same page in all its languages, itself among them."""
    default: str = ""
    """The address for readers of any other language."""


def sitemap_files(
    locations: Iterable[Location], address: str, *, most: int = MOST
) -> Mapping[str, str]:
    """Return the text of `sitemap.xml`, and of the files it lists if one cannot hold all.

    Args:
        locations: every page that a search engine may show.
        address: of the site, with a slash at its end.
        most: addresses in one file.
    """
    ordered = sorted(locations, key=lambda location: location.url)
    pieces = [ordered[start : start + most] for start in range(0, len(ordered), most)]
    if len(pieces) <= 1:
        return {"sitemap.xml": _url_set(ordered)}
    named = {f"sitemap-{number}.xml": piece for number, piece in enumerate(pieces, start=1)}
    index = [f"<sitemap><loc>{escape(address + name)}</loc></sitemap>" for name in named]
    opening = f'{_DECLARATION}<sitemapindex xmlns="{_SCHEMA}">'
    files = {"sitemap.xml": "\n".join((opening, *index, "</sitemapindex>\n"))}
    return files | {name: _url_set(piece) for name, piece in named.items()}


def robots_text(address: str) -> str:
    """Return a `robots.txt` that allows everything and says where the sitemap is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n"


def _url_set(locations: Sequence[Location]) -> str:
    return "\n".join((_DECLARATION + _OPENING, *map(_url, locations), "</urlset>\n"))


def _url(location: Location) -> str:
    changed = f"<lastmod>{location.changed.isoformat()}</lastmod>" if location.changed else ""
    links = [*location.versions]
    if links and location.default:
        links.append(("x-default", location.default))
    others = "".join(
        f'\n<xhtml:link rel="alternate" hreflang={quoteattr(language)} href={quoteattr(url)}/>'
        for language, url in links
    )
    return f"<url><loc>{escape(location.url)}</loc>{changed}{others}</url>"
