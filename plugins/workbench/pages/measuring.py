"""Build the blog, and measure one page of each kind."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .choice import choose, kind_of
from .chromium import chromium, look_at
from .goals import byte_budget
from .lighthouse import score_page
from .markup import markup_errors
from .serving import served
from .weights import page_weight, text_length

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Browser

    from .markup import MarkupError
    from .tools import Tools

_REFRESH = re.compile(r'<meta http-equiv="?refresh', re.IGNORECASE)
_NOT_INDEXED = re.compile(r'<meta name="?robots"? content="?[^">]*noindex', re.IGNORECASE)


@dataclass(slots=True)
class Measured:
    """One page, what was measured, and what stands behind the numbers."""

    kind: str
    page: PurePosixPath
    weight: int
    """Bytes of HTML, style and script, each gzipped."""
    characters: int
    measures: dict[str, float] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


def measure_site(
    build: Callable[[Path, str], None], tools: Tools, *, on_page: Callable[[str], None]
) -> list[Measured]:
    """Build a site into a fresh folder, serve it on this machine, and measure its pages.

    Args:
        build: called with the folder and the address it will have.
        tools: from `find_tools`.
        on_page: called with each kind of page before it is measured.
    """
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        output = Path(folder).resolve()
        with served(output) as origin, chromium(tools.chromium) as browser:
            build(output, origin)
            errors = markup_errors(tools, output)
            measured = []
            for kind, page in choose(_loads(output)).items():
                on_page(kind)
                measured.append(_measure(kind, page, output, errors))
                _look(measured[-1], browser, tools, output, origin)
            return measured


def _loads(output: Path) -> dict[PurePosixPath, float]:
    """Return the share of its budget that each page takes, but for those that only lead on."""
    loads = {}
    for path in output.rglob("*.html"):
        page, html = PurePosixPath(path.relative_to(output).as_posix()), path.read_text("utf-8")
        if not _REFRESH.search(html):
            loads[page] = page_weight(output, page) / byte_budget(text_length(html))
    return loads


def _measure(
    kind: str, page: PurePosixPath, output: Path, errors: Mapping[PurePosixPath, list[MarkupError]]
) -> Measured:
    """Measure what needs no browser; errors in the markup are those of all pages of the kind."""
    characters = text_length((output / page).read_text(encoding="utf-8"))
    measured = Measured(kind, page, page_weight(output, page), characters)
    measured.measures["weight"] = round(100 * measured.weight / byte_budget(characters))
    wrong = [(at, error) for at, found in errors.items() if kind_of(at) == kind for error in found]
    measured.measures["html"] = len(wrong)
    measured.complaints += [f"{at}:{error.line}: {error.message}" for at, error in wrong]
    return measured


def _look(measured: Measured, browser: Browser, tools: Tools, output: Path, origin: str) -> None:
    address = f"{origin}/{measured.page.as_posix().removesuffix('index.html')}"
    seen = look_at(browser, address, origin)
    score = score_page(tools, address)
    measured.measures |= seen.measures | dict(score.measures)
    measured.complaints += [*seen.complaints, *score.complaints]
    if _NOT_INDEXED.search((output / measured.page).read_text(encoding="utf-8")):
        del measured.measures["seo"]  # it asks search engines to leave it out
