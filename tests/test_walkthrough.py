"""The whole way, from a new post to a signed page, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from browser import open_chromium
from walkthrough import STEPS, VIEWS, walk

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser


def test_from_a_new_post_to_a_signed_page(tmp_path: Path) -> None:
    """Every step is photographed, and the page that is published says who checked what."""
    with open_chromium() as browser:
        steps = list(walk(tmp_path / "pictures", tmp_path / "blog", browser))

    assert list(STEPS) == steps
    assert len(STEPS) * len(VIEWS) == len(list((tmp_path / "pictures").glob("*.png")))
    html = (tmp_path / "blog/output/posts/tram/index.html").read_text(encoding="utf-8")
    sections = BeautifulSoup(html, "html.parser").select("[data-commentary]")
    assert [("model", "accepted", "ai-assisted")] * 2 == [
        (s["data-origin"], s["data-review"], s["data-ai-disclosure"]) for s in sections
    ]
    assert all("山田が内容を確認しました" in section.get_text() for section in sections)
