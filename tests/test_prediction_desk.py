"""Predictions at the author's desk: seen with their article, judged in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import open_chromium
from commentaries import CLAIM, predicting_reply
from fault_server import FaultServer
from test_review import Blog, opened
from workbench.review.prediction_views import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page


def form_of(page: Page, field: str) -> Locator:
    """Open the form with a field and return it."""
    form = page.locator(f"form:has([name={field}])").first
    form.locator("xpath=..").evaluate("details => { details.open = true }")
    return form


def told(page: Page, form: Locator) -> str:
    """Send a form and return what the desk says."""
    with page.expect_navigation():
        form.locator("button").click()
    return page.locator(".message").inner_text()


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Blog]:
    """Lay out a blog whose article predicts one thing."""
    with FaultServer(lambda _: predicting_reply(CLAIM)) as server:
        made = Blog(tmp_path, server)
        assert 0 == made.run("generate").returncode
        yield made


def test_both_languages_have_the_same_words() -> None:
    """Nothing is left untranslated."""
    assert list(WORDS["ja"]) == list(WORDS["en"])
    assert list(WORDS["ja"]["states"]) == list(WORDS["en"]["states"])  # type: ignore[call-overload]


@pytest.mark.browser
def test_a_prediction_is_judged_at_the_desk(blog: Blog) -> None:
    """The author's own chance and an answer with evidence reach the sidecar, nothing else does."""
    with (
        blog.desk() as address,
        open_chromium() as chromium,
        opened(chromium, address) as page,
    ):
        page.locator("a", has_text="市電").first.click()
        chance = form_of(page, "chance")
        chance.locator("[name=chance]").fill("70%")
        chance.locator("[name=why]").fill("予算の話を聞いて")
        assert "確からしさを記録しました。" == told(page, chance)

        answer = form_of(page, "evidence")
        answer.locator("[name=outcome]").select_option("yes")
        assert "needs `--evidence`" in told(page, answer)

        answer = form_of(page, "evidence")
        answer.locator("[name=outcome]").select_option("yes")
        answer.locator("[name=evidence]").fill("https://www.city.example/")
        assert "結果を記録しました。" == told(page, answer)
        assert "的中" in page.locator("section[aria-labelledby=predictions]").inner_text()

    assert "author_probability = 0.7" in blog.sidecar
    assert 'evidence = "https://www.city.example/"' in blog.sidecar
    assert 'resolved_by = "山田"' in blog.sidecar
