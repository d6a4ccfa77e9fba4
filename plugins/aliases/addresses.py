"""What an author writes in `Aliases:` becomes a path on the site, or a reason why it cannot; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEPARATORS = re.compile(r"[,;、，；\n]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_BARRED = re.compile(r"[\x00-\x1f\x7f\\<>:\"|*]")
# A last part such as `old.php`; not `v1.2`, which is the name of a folder.
_ENDING = re.compile(r"\.(?P<kind>[a-z][a-z0-9]{0,5})\Z", re.IGNORECASE)
_PAGES = ("html", "htm", "xhtml")


@dataclass(frozen=True, slots=True)
class OldAddress:
    """An address at which the site once had a page."""

    path: str
    """From the site's root, with a slash in front, in letters as they are read."""
    save_as: str
    """The file that a server looks for there; empty if a page in that file would not be read."""

    @property
    def url(self) -> str:
        """The path as a server sees it."""
        return quote(self.path)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An alias that cannot be used."""

    alias: str
    why: str
    """What is wrong and what to do."""

    def __str__(self) -> str:
        """Write both as one line."""
        return f"`Aliases: {self.alias}` {self.why}"


def split_aliases(value: object) -> tuple[str, ...]:
    """Cut the metadata into aliases: commas, semicolons and lines divide them."""
    values: Iterable[object] = value if isinstance(value, list | tuple) else (value,)
    parts = (part.strip() for each in values for part in _SEPARATORS.split(str(each)))
    return tuple(dict.fromkeys(part for part in parts if part))


def read_alias(alias: str, site_url: str) -> OldAddress | Refusal:
    """Read one alias.

    Args:
        alias: as the author wrote it: a path, or a complete address on this site.
        site_url: the site's own address; empty in a local build.
    """
    own = f"{site_url.rstrip('/')}/"
    text = alias.removeprefix(own) if site_url else alias
    if _SCHEME.match(text):
        return Refusal(alias, "leads off the site; write the path alone, such as `/old/post/`")
    parts = urlsplit(text)
    if parts.query or parts.fragment:
        return Refusal(alias, "has a `?` or `#`, which no file can answer; write the path alone")
    try:
        path = unquote_to_bytes(parts.path).decode("utf-8")
    except UnicodeDecodeError:
        return Refusal(alias, "is not encoded as UTF-8; write its letters as they are read")
    fault = _fault(path)
    return Refusal(alias, fault) if fault else _old_address(path)


def same_file(save_as: str) -> str:
    """Make files comparable as macOS and Windows compare them."""
    name = unicodedata.normalize("NFC", save_as.replace("\\", "/"))
    return unicodedata.normalize("NFC", name.casefold())


def _fault(path: str) -> str:
    names = path.strip("/").split("/")
    if _BARRED.search(path):
        return "has a sign that no file name can have everywhere; write another path"
    if ".." in names or "." in names:
        return "has `..` or `.` in it; write the whole path from the site's root"
    folders = names if path.endswith("/") else names[:-1]
    if any(_is_page(name) for name in folders):
        return "has a folder called like a page; remove what follows the page's name"
    if "" in names:
        empty = names == [""]
        return (
            "is the front page, which is there already; remove it"
            if empty
            else "has two slashes in a row; write the path with one"
        )
    return ""


def _old_address(path: str) -> OldAddress:
    path = f"/{path.lstrip('/')}"
    ending = _ENDING.search(path)
    if path.endswith("/") or not ending:
        return OldAddress(path, f"{path.strip('/')}/index.html")
    return OldAddress(path, path.lstrip("/") if _is_page(path) else "")


def _is_page(name: str) -> bool:
    ending = _ENDING.search(name)
    return ending is not None and ending["kind"].lower() in _PAGES
