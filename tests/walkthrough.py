"""From a new post to the published page, as its author sees it.

`PYTHONPATH=plugins python tests/walkthrough.py FOLDER` shows it.

The tasks and the desk are the real ones, in a real Chromium; a server on this machine stands in
for the model. Each step is photographed for a telephone and a desk, light and dark.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from browser import open_chromium, serve
from commentaries import ARTICLE
from fault_server import FaultServer
from test_review import Blog, answer, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

TITLE = "市電の延伸を市議会が可決"
STEPS = ("queue", "article", "editing", "changed", "accepted", "published", "end-of-page", "ai")
VIEWS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


def walk(folder: Path, root: Path, chromium: Browser) -> Iterator[str]:
    """Go the whole way; yield each step when it is photographed.

    Args:
        folder: where the pictures go, as `1-queue-390-light.png`.
        root: an empty folder for a blog.
        chromium: a browser.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with FaultServer(answer) as server:
        blog = Blog(root, server)
        blog.article.unlink()
        _succeed(blog, "new", TITLE, "--slug", "tram")
        _write(blog)
        _succeed(blog, "generate")
        with blog.desk() as address, opened(chromium, address) as page:
            for step in _at_the_desk(page):
                photograph(page, folder, step)
                yield step
    with serve(root / "output") as address:
        blog.environment["SITEURL"] = address
        _succeed(blog, "publish")
        with opened(chromium, f"{address}/posts/tram/") as page:
            yield from _as_a_reader(page, folder, address)


def photograph(page: Page, folder: Path, step: str) -> None:
    """Take a picture of what is on the screen, in each width and scheme."""
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        name = f"{STEPS.index(step) + 1}-{step}-{width}-{scheme}.png"
        page.screenshot(path=folder / name, full_page=step in {"article", "editing", "accepted"})


def _write(blog: Blog) -> None:
    """Fill the skeleton in, as the author does in an editor."""
    skeleton = blog.article.read_text(encoding="utf-8")
    head = skeleton.partition("\n\n")[0].splitlines()
    kept = [line for line in head if not line.startswith(("Status:", "Summary:", "Tags:", "Date:"))]
    day = ["Date: 2026-11-02 09:30", "Summary: 市議会は市電の延伸を可決しました。"]
    body = ARTICLE.partition("\n\n")[2]
    blog.article.write_text("\n".join([*kept, *day]) + f"\n\n{body}", encoding="utf-8")


def _at_the_desk(page: Page) -> Iterator[str]:
    yield "queue"
    page.get_by_role("link", name=TITLE).first.click()
    yield "article"
    conclusion = page.locator('[data-section="conclusion"]')
    second = conclusion.locator('[data-sentence="2"]')
    second.get_by_text("直す").click()
    second.get_by_role("textbox").fill("120億円という費用への不安は残ります。")
    yield "editing"
    second.get_by_role("button", name="保存").click()
    first = conclusion.locator('[data-sentence="1"]')
    first.get_by_text("書き直させる").first.click()
    first.get_by_label("注文").fill("短く")
    first.get_by_role("button", name="書き直させる").click()
    page.get_by_role("status").wait_for()
    yield "changed"
    for section in ("conclusion", "outlook-1"):
        part = page.locator(f'[data-section="{section}"]')
        part.get_by_role("button", name="この節を承認").click()
    page.get_by_role("status").wait_for()
    yield "accepted"


def _as_a_reader(page: Page, folder: Path, address: str) -> Iterator[str]:
    photograph(page, folder, "published")
    yield "published"
    page.locator('[data-commentary="conclusion"]').scroll_into_view_if_needed()
    photograph(page, folder, "end-of-page")
    yield "end-of-page"
    page.goto(f"{address}/ai/")
    photograph(page, folder, "ai")
    yield "ai"


def _succeed(blog: Blog, *arguments: str) -> None:
    done = blog.run(*arguments)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place, open_chromium() as browser:
        for photographed in walk(Path(sys.argv[1]), Path(place), browser):
            sys.stdout.write(f"{photographed}\n")
