"""The theme in a real Chromium: nothing overflows, text can be read, nothing foreign is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

from browser import open_chromium, serve
from themed import PAGES, build_themed_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    Scheme = Literal["light", "dark"]

pytestmark = pytest.mark.browser

_WIDTHS = (320, 390, 1280)
_SPACED = "* { line-height: 1.5; letter-spacing: 0.12em; word-spacing: 0.16em } p { margin: 2em 0 }"
# Whatever sticks out of the window, unless something around it scrolls.
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The lowest contrast of text on the background that is behind it, by WCAG's formula.
_CONTRAST = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = (c) => c.slice(0, 3).map(channel)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
  };
  const results = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const [a, b] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    results.push([Math.round(ratio * 100) / 100, element.outerHTML.slice(0, 80)]);
  }
  return results.sort((one, other) => one[0] - other[0])[0];
}"""
_SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], summary, [tabindex="0"]')]
  .filter((element) => element.checkVisibility() && !element.matches('p a, li > p a, .skip-link'))
  .map((element) => [element.getBoundingClientRect(), element.outerHTML.slice(0, 80)])
  .filter(([box]) => Math.min(box.width, box.height) < 24)
  .map(([box, html]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
_CHARACTERS = """() => {
  const paragraph = document.querySelector('.prose p[id]');
  return Math.floor(paragraph.clientWidth / parseFloat(getComputedStyle(paragraph).fontSize));
}"""

_BROKEN_IMAGES = """async () => {
  const decoded = [...document.images].map((image) => {
    image.loading = 'eager';
    return image.decode().then(() => 0, () => 1);
  });
  return (await Promise.all(decoded)).reduce((sum, failed) => sum + failed, 0);
}"""

_LINES_THAT_BEGIN_WITH_A_REFERENCE = """() => [...document.querySelectorAll('.refs > a')]
  .filter((element) => {
    const column = element.closest('p, li').getBoundingClientRect().left;
    return element.getBoundingClientRect().left < column + 8;
  }).length"""


# How far what follows the last section stands below the sheet that is drawn around it.
_GAP_BELOW_SECTIONS = """() => {
  const last = [...document.querySelectorAll('.commentary-section')].at(-1);
  const notes = document.createElement('div');
  notes.className = 'footnote';
  notes.textContent = '注';
  last.after(notes);
  const sheet = last.getBoundingClientRect().bottom + parseFloat(getComputedStyle(last).outlineOffset);
  return notes.getBoundingClientRect().top - sheet;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the themed site, with relative links."""
    built = build_themed_site(tmp_path_factory.mktemp("served"), SITEURL="", RELATIVE_URLS=True)
    with serve(built.output) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start one browser for the module."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Open a page that allows the scripts and styles of a test."""
    context = chromium.new_context(bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


in_both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])
every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_nothing_sticks_out(page: Page, address: str, name: str) -> None:
    """At every width, also with the wide spacing of WCAG 1.4.12, a page scrolls one way only."""
    page.goto(f"{address}/{PAGES[name]}")
    found: dict[int | str, int] = {}
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate(_OVERFLOW)
    page.add_style_tag(content=_SPACED)
    page.set_viewport_size({"width": 320, "height": 800})
    found["spaced"] = page.evaluate(_OVERFLOW)

    assert dict.fromkeys((*_WIDTHS, "spaced"), 0) == found


@in_both_schemes
@every_page
def test_text_stands_out(page: Page, address: str, name: str, scheme: Scheme) -> None:
    """All text has a contrast of at least 7 : 1 in both schemes."""
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/{PAGES[name]}")
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true })")
    ratio, where = page.evaluate(_CONTRAST)

    assert ratio >= 7, where


@pytest.mark.parametrize("width", _WIDTHS)
def test_footnotes_stand_below_the_last_section(page: Page, address: str, width: int) -> None:
    """The sheet around a section reaches beyond its text and covers nothing that follows."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/{PAGES['article']}")

    assert page.evaluate(_GAP_BELOW_SECTIONS) > 0


@every_page
def test_targets_can_be_hit(page: Page, address: str, name: str) -> None:
    """What can be clicked, and does not stand within a sentence, measures 24 pixels each way."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}/{PAGES[name]}")

    assert [] == page.evaluate(_SMALL_TARGETS)


@every_page
def test_no_complaint_and_no_foreign_request(chromium: Browser, address: str, name: str) -> None:
    """Under its own policy a page loads itself, its images and its icon; search alone a script."""
    complaints: list[str] = []
    requests: list[str] = []
    context = chromium.new_context()
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{address}/{PAGES[name]}")
    images = page.evaluate(_BROKEN_IMAGES)
    styled = page.evaluate("() => getComputedStyle(document.body).boxSizing")
    context.close()

    assert [] == complaints
    assert 0 == images
    assert "border-box" == styled
    assert all(url.startswith(address) for url in requests)
    files = [url for url in requests if url.endswith((".css", ".js", ".woff2"))]
    assert [f"{address}/theme/js/search/search.js"] * (name == "search") == files


@pytest.mark.parametrize(("width", "least", "most"), [(320, 16, 18), (390, 20, 23), (1280, 36, 40)])
def test_measure(page: Page, address: str, width: int, least: int, most: int) -> None:
    """A line has as many Japanese characters as can be read well at that width."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/{PAGES['article']}")

    assert least <= page.evaluate(_CHARACTERS) <= most


def test_wide_tables_scroll_by_keyboard(page: Page, address: str) -> None:
    """A table that is too wide takes the focus and moves with the arrow keys."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{address}/{PAGES['article']}")
    region = page.locator(".region")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.region').scrollLeft > 0")

    assert region.evaluate("(element) => element === document.activeElement")


def test_the_first_tab_skips_to_the_text(page: Page, address: str) -> None:
    """The first stop of the keyboard is a visible link that leads past the menu."""
    page.goto(f"{address}/{PAGES['article']}")
    page.keyboard.press("Tab")
    shown = page.evaluate("() => document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")

    assert shown
    assert "content" == page.evaluate("() => document.activeElement.id")


def test_no_line_begins_with_a_reference(page: Page, address: str) -> None:
    """At any width, the numbers stay on the line of the word before them."""
    page.goto(f"{address}/{PAGES['article']}")
    begins = 0
    for width in range(320, 720, 16):
        page.set_viewport_size({"width": width, "height": 800})
        begins += page.evaluate(_LINES_THAT_BEGIN_WITH_A_REFERENCE)

    assert 0 == begins


@pytest.mark.parametrize(("name", "word"), [("article", "段落"), ("translation", "paragraph")])
def test_references_are_named_for_the_ear(page: Page, address: str, name: str, word: str) -> None:
    """A screen reader says that a number is a paragraph's, in the language of the section."""
    page.goto(f"{address}/{PAGES[name]}")
    heard = page.locator("#outlook-1").get_by_role("link", name=re.compile(rf"{word}\s?\[2\]"))

    assert 1 <= heard.count()
    assert "[2]" == heard.first.text_content()


@in_both_schemes
def test_a_linked_paragraph_is_marked(page: Page, address: str, scheme: Scheme) -> None:
    """The paragraph that a reference leads to stands out from the others."""
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/{PAGES['article']}#p1")
    colours = page.evaluate(
        "() => ['#p1', '#p2'].map((id) => getComputedStyle(document.querySelector(id))"
        ".backgroundColor)"
    )

    assert colours[0] != colours[1]


def test_paper_has_the_text_and_its_labels(page: Page, address: str) -> None:
    """In print the menu goes, the labels of the sections stay."""
    page.goto(f"{address}/{PAGES['article']}")
    page.emulate_media(media="print")

    assert not page.locator(".site-header nav").is_visible()
    assert page.locator(".ai-label").first.is_visible()
