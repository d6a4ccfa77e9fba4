"""Links of a built site that lead nowhere on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CANDIDATES = re.compile(r",\s+")
_ATTRIBUTES = ("href", "src", "poster")


class _Page(HTMLParser):
    """Collects the links and ids of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[int, str]] = []
        self.ids: set[str] = {"", "top"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag links to and what it is called."""
        line = self.getpos()[0]
        for name, value in attrs:
            if not value:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.add(value)
            elif name in _ATTRIBUTES:
                self.links.append((line, value.strip()))
            elif name == "srcset":
                candidates = (part.split() for part in _CANDIDATES.split(value))
                self.links += [(line, words[0]) for words in candidates if words]


@dataclass(frozen=True, slots=True)
class _Site:
    """A built site, and its public address."""

    output: Path
    url: str

    def target(self, page: Path, link: str) -> tuple[Path | None, str]:
        """Return the file that a link means and its fragment; no file when it leaves the site.

        Raises:
            ValueError: the link is no address, or leads out of the folder.
        """
        if self.url and (link == self.url or link.startswith((f"{self.url}/", f"{self.url}#"))):
            link = urlsplit(self.url).path + (link.removeprefix(self.url) or "/")
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None, ""
        path, fragment = unquote(parts.path), unquote(parts.fragment.partition(":~:")[0])
        target = self._file(page, path).resolve() if path else page
        if not target.is_relative_to(self.output):
            raise ValueError("leads out of the site")
        return (target / "index.html" if target.is_dir() else target), fragment

    def _file(self, page: Path, path: str) -> Path:
        if not path.startswith("/"):
            return page.parent / path
        root = urlsplit(self.url).path.rstrip("/")
        if root and not path.startswith(f"{root}/"):
            raise ValueError(f"leaves {self.url}")
        return self.output / path.removeprefix(root).lstrip("/")


def broken_links(output: Path, site_url: str = "") -> Iterator[str]:
    """Yield `page:line: what is missing` for each file or id that a link means and the site lacks.

    Args:
        output: the built site.
        site_url: its public address; links that begin with it are the site's own.
    """
    site = _Site(output.resolve(), site_url.rstrip("/"))
    pages = {path: _read(path) for path in sorted(site.output.rglob("*.html"))}
    places: dict[tuple[str, str], list[str]] = {}
    for path, page in pages.items():
        name = path.relative_to(site.output).as_posix()
        for line, link in page.links:
            problem = _problem(site, path, link, pages)
            if problem:
                places.setdefault((link, problem), []).append(f"{name}:{line}")
    for (link, problem), (first, *others) in places.items():
        more = f" (and {len(others)} more places)" if others else ""
        yield f"{first}: {link!r} {problem}{more}"


def _problem(site: _Site, page: Path, link: str, pages: dict[Path, _Page]) -> str:
    try:
        target, fragment = site.target(page, link)
        is_there = target is None or target.is_file()
    except (ValueError, OSError) as error:
        return f"is no good address ({error}); mend the link"
    if not is_there:
        return "leads nowhere; mend the link or add the file"
    if target in pages and fragment not in pages[target].ids:
        return "names an id that the page does not have; mend the link"
    return ""


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8", errors="replace"))
    page.close()
    return page
