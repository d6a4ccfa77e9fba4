"""What a real browser shows of a page: at every width, in light and dark."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from .goals import GOALS, SCHEMES, WIDTHS
from .lighthouse import CHROMIUM_ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser, Page

_SCRIPT = Path(__file__).with_name("measures.js")
_PICTURES = (".avif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SPACED = "* { line-height: 1.5; letter-spacing: 0.12em; word-spacing: 0.16em } p { margin: 2em 0 }"
"""The text spacing of WCAG 2.2's 1.4.12."""


@dataclass(slots=True)
class Seen:
    """What was seen of one page."""

    measures: dict[str, float] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Start the system's Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this task needs it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


def look_at(browser: Browser, address: str, origin: str) -> Seen:
    """Open a page as a reader and as a tester does, and measure what is seen.

    Args:
        browser: from `chromium`.
        address: of the page.
        origin: of the site; requests to others are foreign.
    """
    seen = Seen()
    _read(browser, address, origin, seen)
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    page.add_script_tag(path=_SCRIPT)
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true })")
    _shapes(page, seen)
    _schemes(page, seen)
    context.close()
    return seen


def _read(browser: Browser, address: str, origin: str, seen: Seen) -> None:
    """Load the page under its own policy, and note what it asks for and what the console says."""
    requests: list[str] = []
    console: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address, wait_until="networkidle")
    context.close()
    foreign = [url for url in requests if not url.startswith((origin, "data:"))]
    seen.measures["requests"] = count_requests(url for url in requests if url not in foreign)
    seen.measures["foreign"] = len(foreign)
    seen.measures["console"] = len(console)
    seen.complaints += [f"console: {line}" for line in console]
    seen.complaints += [f"foreign request: {url}" for url in foreign]


def count_requests(addresses: Iterable[str]) -> int:
    """Return how many files a page needs; its pictures count as one, the headline image."""
    files = [address for address in addresses if not address.startswith("data:")]
    pictures = [file for file in files if file.endswith(_PICTURES)]
    return len(files) - len(pictures) + bool(pictures)


def _shapes(page: Page, seen: Seen) -> None:
    overflow = 0
    smallest: list[tuple[float, str]] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        overflow = max(overflow, page.evaluate("() => measures.overflow()"))
        smallest.append(tuple(page.evaluate("() => measures.smallestTarget()")))
        characters = page.evaluate("() => measures.charactersPerLine()")
        if characters and width != WIDTHS[0]:
            seen.measures[f"line {width}"] = characters
    page.set_viewport_size({"width": WIDTHS[0], "height": 844})
    style = page.add_style_tag(content=_SPACED)
    overflow = max(overflow, page.evaluate("() => measures.overflow()"))
    style.evaluate("(element) => element.remove()")
    seen.measures["overflow"] = overflow
    size, element = min(smallest)
    seen.measures["target"] = size
    if not GOALS["target"].is_met_by(size):
        seen.complaints.append(f"small target, {size:g} px: {element}")


def _schemes(page: Page, seen: Seen) -> None:
    lowest: list[tuple[float, str]] = []
    violations: dict[str, str] = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=cast("Literal['light', 'dark']", scheme))
        lowest.append(tuple(page.evaluate("() => measures.lowestContrast()")))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            violations |= {
                f"{rule['id']} at {width} px, {scheme}": rule["nodes"][0]["html"]
                for rule in _axe(page)
            }
    seen.measures["axe"] = len(violations)
    seen.complaints += [f"axe {where}: {html[:120]}" for where, html in violations.items()]
    seen.measures["contrast"], element = min(lowest)
    if not GOALS["contrast"].is_met_by(seen.measures["contrast"]):
        seen.complaints.append(f"low contrast: {element}")


def _axe(page: Page) -> list[dict[str, Any]]:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only this task needs it

    options = {"runOnly": _RULES, "resultTypes": ["violations"]}
    return cast("list[dict[str, Any]]", Axe().run(page, options=options).response["violations"])
