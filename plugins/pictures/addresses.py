"""Which file of the blog an author's address means."""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_BRACED = re.compile(r"[{|](?:static|attach|filename)[|}](.*)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Blog:
    """What an address is read against."""

    site_url: str
    static_paths: tuple[str, ...]
    """Folders and files below `content` that stand on the site under the same path."""


def file_of(address: str, folder: str, blog: Blog) -> str | None:
    """Return the path below `content` that an address of an `<img>` means, or none.

    Args:
        address: as it stands in the HTML, entities and all.
        folder: that of the source, below `content`.
        blog: for addresses without `{static}`. A relative one of these means a file beside the
            page, wherever that will be: none.
    """
    address = html.unescape(address).strip()
    braced = _BRACED.match(address)
    if braced:
        return _path(braced[1], folder)
    if blog.site_url and address.startswith(f"{blog.site_url}/"):
        address = address.removeprefix(blog.site_url)
    if not address.startswith("/") or address.startswith("//"):
        return None
    path = _path(address, "")
    return path if path and _lies_in(path, blog.static_paths) else None


def file_named(name: str, folder: str) -> tuple[str, ...]:
    """Return the paths below `content` that an `Image:` may mean, the likeliest first."""
    braced = _BRACED.match(name.strip())
    address = braced[1] if braced else name.strip()
    if urlsplit(address).scheme or address.startswith("//"):
        return ()
    places = ("", folder) if not braced else (folder,)
    paths = (_path(address, place) for place in places)
    return tuple(dict.fromkeys(path for path in paths if path))


def _path(address: str, folder: str) -> str | None:
    """Join as Pelican does: from `content` after a slash, else from the source's folder."""
    name = unquote(urlsplit(address).path)
    joined = name.lstrip("/") if name.startswith("/") else posixpath.join(folder, name)
    path = posixpath.normpath(joined)
    return None if not name.strip("/") or path.startswith("..") else path


def _lies_in(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/".lstrip("/")) for folder in folders)
