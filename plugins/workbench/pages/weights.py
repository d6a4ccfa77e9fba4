"""How many bytes a page is before and after compression, and how much text it has."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

_SPACE = re.compile(r"\s+")
_ROOT = "http://site.invalid/"


def page_weight(output: Path, page: PurePosixPath) -> int:
    """Return the bytes of a page with the style sheets and scripts it loads, each gzipped."""
    html = (output / page).read_text(encoding="utf-8")
    return sum(_gzipped(path) for path in (output / page, *_parts(html, output, page)))


def text_length(html: str) -> int:
    """Return the number of characters that a reader can read in the main part, without spaces."""
    soup = BeautifulSoup(html, "html.parser")
    main = soup.find("main") or soup
    for hidden in main.find_all(["script", "style", "template"]):
        hidden.decompose()
    return len(_SPACE.sub("", main.get_text()))


def _parts(html: str, output: Path, page: PurePosixPath) -> list[Path]:
    """Return the site's own style sheets and scripts that a page names."""
    soup = BeautifulSoup(html, "html.parser")
    named = [tag["src"] for tag in soup.find_all("script", src=True)]
    named += [tag["href"] for tag in soup.find_all("link", href=True) if _is_sheet(tag)]
    files = (_file(str(address), output, page) for address in named)
    return [path for path in dict.fromkeys(files) if path is not None]


def _is_sheet(link: Tag) -> bool:
    return bool({"stylesheet", "modulepreload"} & set(link.get_attribute_list("rel")))


def _file(address: str, output: Path, page: PurePosixPath) -> Path | None:
    here = urljoin(_ROOT, page.as_posix())
    path = output / unquote(urlsplit(urljoin(here, address)).path).lstrip("/")
    return path if path.is_file() else None


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), mtime=0))
