"""Cards in a real Chromium: nothing foreign is asked for, and the card is a link that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import open_chromium, serve
from themed import build_themed_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

_PLUGINS = ["contents", "embeds", "japanese", "stylesheet"]
_POST = """Title: 会見を見る
Date: 2024-04-01 09:00
Slug: cards
Lang: ja
Author: 編集部
Category: 交通
Summary: 動画と投稿と地図です。

[市長の会見の録画](https://youtu.be/abcdefghijk)

https://x.com/example/status/12345

<iframe src="https://www.openstreetmap.org/export/embed.html?bbox=139.7,35.6,139.8,35.7"></iframe>

<blockquote class="twitter-tweet"><p>貼り付けた投稿です。</p></blockquote>
<script async src="https://platform.twitter.com/widgets.js"></script>
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the themed site with a post of cards, and return its output."""
    root = tmp_path_factory.mktemp("cards")
    post = root / "content/posts/cards.md"
    post.parent.mkdir(parents=True)
    post.write_text(_POST, encoding="utf-8")
    return build_themed_site(root, PLUGINS=_PLUGINS, SITEURL="", RELATIVE_URLS=True).output


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Keep one browser for all tests."""
    with open_chromium() as browser:
        yield browser


@pytest.mark.parametrize("has_script", [True, False])
def test_cards_ask_nobody(browser: Browser, site: Path, *, has_script: bool) -> None:
    """With and without JavaScript the page loads from its own site only, and nothing complains."""
    page = browser.new_page(java_script_enabled=has_script, viewport={"width": 320, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    with serve(site) as address:
        page.goto(f"{address}/cards.html", wait_until="networkidle")

        assert [] == [url for url in asked if not url.startswith(address)]
        for name in ("市長の会見の録画 動画 · youtu.be", "@exampleさんの投稿 x.com"):
            assert 1 == page.get_by_role("link", name=name, exact=True).count()
        assert 3 == page.locator("a[data-embed]").count()
    page.close()


def test_cards_fit(browser: Browser, site: Path) -> None:
    """On the narrowest screen a card is a target one can hit, inside the column of the text."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    with serve(site) as address:
        page.goto(f"{address}/cards.html")
        boxes = [card.bounding_box() for card in page.locator("a[data-embed]").all()]

    assert all(box and 44 <= box["height"] and box["x"] + box["width"] <= 304 for box in boxes)
    page.close()
