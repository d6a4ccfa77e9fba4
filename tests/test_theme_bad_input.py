"""What authors write at the edges: nothing sticks out of a narrow window or breaks the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import open_chromium, serve
from themed import build_themed_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

_ADDRESS = "https://example.org/" + "a1b2c3d4e5" * 28
_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
_BODIES = {
    "long-title": "一つの文だけの記事です。",
    "emoji": "🎉🎊",
    "wide-table": "|" + "見出しの列|" * 12 + "\n|" + "---|" * 12 + "\n|" + "値123456|" * 12,
    "long-code": "```\n" + "x" * 400 + "\n```\n\n`" + "y" * 120 + "`",
    "address": f"{_ADDRESS}\n\n[{_ADDRESS}]({_ADDRESS})\n\n## {_WORD}\n\n{_WORD}",
    "nested": "> 外\n>\n> > 中\n> >\n> > > 内 `コード`\n> > >\n> > > - 項目\n\n"
    + "".join(f"{'    ' * depth}- 深さ{depth}の項目\n" for depth in range(9)),
    "very-long": "\n\n".join(f"## 見出し{n}\n\n" + "長い記事の一文です。" * 100 for n in range(60)),
}
_TITLES = {
    "long-title": "とても長い題名" * 17 + "。",
    "emoji": "🎉🎊🥳👨‍👩‍👧‍👦🏳️‍🌈",
    "address": _WORD + " " + _ADDRESS[:120],
}
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What a line of text loses when it is cut off or lies under another is not seen by the width alone.
_OUTSIDE = """() => [...document.querySelectorAll('main *')].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !element.closest('.region, pre');
}).map((element) => element.outerHTML.slice(0, 80))"""


def _article(slug: str, body: str) -> str:
    tags = ", ".join(f"タグ{n:03}" for n in range(400)) if slug == "emoji" else "港"
    return (
        f"-- content/posts/{slug}.md --\nTitle: {_TITLES.get(slug, slug)}\nDate: 2024-05-01 09:00\n"
        f"Slug: {slug}\nLang: ja\nAuthor: {_WORD}\nCategory: {_WORD}\nTags: {tags}\n"
        f"Summary: {_TITLES.get(slug, '要約です。')}\n\n{body}\n"
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site of such articles."""
    articles = "".join(_article(slug, body) for slug, body in _BODIES.items())
    folder = tmp_path_factory.mktemp("edges")
    built = build_themed_site(folder, articles, SITEURL="", RELATIVE_URLS=True)
    with serve(built.output) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start one browser for the module."""
    with open_chromium() as browser:
        yield browser


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", [*_BODIES, "index", "tags", "categories", "archives"])
def test_nothing_sticks_out(chromium: Browser, address: str, name: str, width: int) -> None:
    """Whatever an article holds, the page scrolls one way only and no element leaves it."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/{name}.html")
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true })")
    overflow, outside = page.evaluate(_OVERFLOW), page.evaluate(_OUTSIDE)
    context.close()

    assert [] == outside
    assert 0 == overflow
