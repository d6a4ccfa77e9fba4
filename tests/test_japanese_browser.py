"""Japanese in a real Chromium: marked titles are read and copied whole, ruby and vertical text fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser import open_chromium
from themed import build_themed_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TITLE = "港と駅を結ぶ市電の延伸を市議会が可決した夜と、そのあとに残る費用の問題"
_PLUGINS = ["hand_made_sections", "contents", "japanese", "stylesheet"]
_RUBY = "<ruby>漢字<rt>かんじ</rt></ruby>と仮名です。"
_PLAIN = "漢字と仮名です。"
_BODY = f"""<main class="wrapper"><article class="article"><div class="prose flow">
<h2 id="plain-heading">{_PLAIN}</h2><h2 id="ruby-heading">{_RUBY}</h2>
<p id="plain">{_PLAIN * 12}</p><p id="ruby">{_RUBY * 12}</p>
<div class="tategaki" id="vertical"><p>{_PLAIN * 60}</p></div><p id="below">{_PLAIN}</p>
</div></article></main>"""
_COPIED = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector('h1'));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  const copied = getSelection().toString();
  getSelection().removeAllRanges();
  return copied;
}"""
_LINES = """() => {
  const text = document.querySelector('h1');
  const lines = new Map();
  for (const node of text.childNodes) {
    for (let i = 0; i < (node.data ?? '').length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const top = Math.round(range.getBoundingClientRect().top);
      lines.set(top, (lines.get(top) ?? '') + node.data[i]);
    }
  }
  return [...lines.values()];
}"""
_BOX = "(id) => document.getElementById(id).getBoundingClientRect().toJSON()"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Keep one browser for all tests."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the article of a themed site as HTML."""
    root = tmp_path_factory.mktemp("japanese-browser")
    return build_themed_site(root, PLUGINS=_PLUGINS).html("full.html")


@pytest.fixture(scope="module")
def sheet(article: str) -> str:
    """Return the theme's sheet."""
    found = re.search(r"<style>.*?</style>", article, re.DOTALL)
    assert found
    return found[0]


def test_marked_title_is_copied_found_and_named_as_written(browser: Browser, article: str) -> None:
    """Neither a selection, nor a search in the page, nor a screen reader meets the marks."""
    page = browser.new_page()
    page.set_content(article)
    assert 5 < page.locator("h1 wbr").count()

    assert TITLE == page.evaluate(_COPIED)
    assert page.evaluate("() => window.find('市電の延伸を市議会が')")
    assert page.get_by_role("heading", level=1, name=TITLE, exact=True).count() == 1
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_lines_of_a_title_begin_with_a_phrase(browser: Browser, article: str, width: int) -> None:
    """No line of the title begins inside a word or with a particle."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(article)
    marked = page.locator("h1").inner_html()
    phrases = re.split(r"<wbr[^>]*>", marked)

    lines = page.evaluate(_LINES)

    assert TITLE == "".join(lines)
    assert 1 < len(lines)
    assert all(line.startswith(tuple(phrases)) for line in lines)
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_ruby_does_not_move_lines(browser: Browser, sheet: str, width: int) -> None:
    """Text and headings are as high with readings as without."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(f'<!DOCTYPE html><html lang="ja">{sheet}{_BODY}')

    for plain, ruby in (("plain", "ruby"), ("plain-heading", "ruby-heading")):
        assert page.evaluate(_BOX, plain)["height"] == page.evaluate(_BOX, ruby)["height"]
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_vertical_text_stays_in_its_column(browser: Browser, sheet: str, width: int) -> None:
    """It is higher than wide lines are, keeps its distance above and below, and scrolls inside."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(f'<!DOCTYPE html><html lang="ja">{sheet}{_BODY}')
    above, vertical, below = (page.evaluate(_BOX, name) for name in ("ruby", "vertical", "below"))

    assert 300 < vertical["height"]
    assert above["bottom"] + 16 < vertical["top"]
    assert vertical["bottom"] + 16 < below["top"]
    assert width == page.evaluate("() => document.documentElement.scrollWidth")
    page.close()
