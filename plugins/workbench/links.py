"""Links of a built site that lead nowhere on it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ATTRIBUTES = ("href", "src", "poster")


class _Page(HTMLParser):
    """Collects the links and ids of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[int, str]] = []
        self.ids: set[str] = set()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag links to and what it is called."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in _ATTRIBUTES and value:
                self.links.append((self.getpos()[0], value))
            elif name == "srcset" and value:
                self.links += [(self.getpos()[0], part.split()[0]) for part in value.split(",")]


def broken_links(output: Path, site_url: str = "") -> Iterator[str]:
    """Yield `page:line: what is missing` for each link to a file or id that the site lacks.

    Args:
        output: the built site.
        site_url: its public address; links that begin with it are the site's own.
    """
    pages = {path: _read(path) for path in sorted(output.rglob("*.html"))}
    for path, page in pages.items():
        for line, link in page.links:
            target, fragment = _target(path, link, output, site_url)
            if target is None:
                continue
            name = path.relative_to(output).as_posix()
            if not target.is_file():
                yield f"{name}:{line}: {link!r} leads nowhere; mend the link or add the file"
            elif fragment and target in pages and fragment not in pages[target].ids:
                yield f"{name}:{line}: {link!r} names an id that the page does not have"


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8", errors="replace"))
    page.close()
    return page


def _target(page: Path, link: str, output: Path, site_url: str) -> tuple[Path | None, str]:
    if site_url and link.startswith(site_url):
        link = link.removeprefix(site_url) or "/"
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None, ""
    path = unquote(parts.path)
    fragment = unquote(parts.fragment)
    if not path:
        return page, fragment
    target = output / path.lstrip("/") if path.startswith("/") else page.parent / path
    target = target.resolve()
    return (target / "index.html" if path.endswith("/") or target.is_dir() else target), fragment
