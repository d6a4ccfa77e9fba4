"""The author's desk: who may use it, what it shows, and the way from the queue to an accepted text."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser import open_chromium
from commentaries import ARTICLE, good_reply
from fault_server import FaultServer
from sites import ROOT
from workbench.review.access import Access
from workbench.review.wording import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, Page


SIDECAR = "content/posts/tram.commentary.md"
NEW = "一度は見送られた計画です。"
FIRST = "長く止まっていた路線の話は、28人の賛成で前へ進みました。"
SETTINGS = """
COMMENTARY = {**COMMENTARY, "minimum_characters": 10, "reviewers": ["山田"], "verify": False, "model": "m"}
"""


def answer(request: Mapping[str, object]) -> str:
    """Write sections, or the one sentence that is asked for again."""
    if '"name": "sentences"' in json.dumps(request.get("response_format")):
        reference = {"paragraph": 5, "quote": "一度は費用を理由に見送られました"}
        sentence = {"number": 1, "text": NEW, "basis": "stated", "references": [reference]}
        return json.dumps({"sentences": [sentence]})
    return good_reply()


class Blog:
    """A copy of the project with one article, and a server in place of a model."""

    def __init__(self, root: Path, server: FaultServer) -> None:
        self.root = root
        for name in ("plugins", "theme"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
            shutil.copy(ROOT / name, root / name)
        with (root / "pelicanconf.py").open("a", encoding="utf-8") as file:
            file.write(SETTINGS)
        self.article = root / "content/posts/tram.md"
        self.article.parent.mkdir(parents=True)
        self.article.write_text(ARTICLE.partition("\n")[2], encoding="utf-8")
        self.environment = {
            **os.environ,
            "LANG": "ja_JP.UTF-8",
            "LC_ALL": "",
            "BROWSER": "true",
            "OPENAI_BASE_URL": server.url("ok"),
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def sidecar(self) -> str:
        """The text of the sidecar."""
        return (self.root / SIDECAR).read_text(encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a task."""
        return subprocess.run(
            [sys.executable, "-m", "invoke", *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
        )

    @contextmanager
    def desk(self) -> Iterator[str]:
        """Open the desk, and return the address it shows."""
        with subprocess.Popen(
            [sys.executable, "-m", "invoke", "review"],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert process.stdout is not None
            try:
                yield process.stdout.readline().strip()
            finally:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(timeout=60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    """Stand in for a model."""
    with FaultServer(answer) as opened:
        yield opened


@pytest.fixture
def blog(tmp_path: Path, server: FaultServer) -> Blog:
    """Lay out a blog whose article has sections by the model."""
    made = Blog(tmp_path, server)
    assert made.run("generate").returncode == 0
    return made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start one browser for the module."""
    with open_chromium() as browser:
        yield browser


@contextmanager
def opened(chromium: Browser, address: str, **options: object) -> Iterator[Page]:
    """Open the desk as the author does, and collect what the console says."""
    context = chromium.new_context(reduced_motion="reduce", **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    yield page
    context.close()


def test_both_languages_have_the_same_words() -> None:
    """Nothing is left untranslated."""
    ja, en = WORDS["ja"], WORDS["en"]

    assert list(ja) == list(en)
    for name, words in ja.items():
        other = en[name]
        assert type(words) is type(other)
        if isinstance(words, dict) and isinstance(other, dict) and name != "key_list":
            assert list(words) == list(other)


def test_a_token_works_once() -> None:
    """Who reads the address over a shoulder comes too late."""
    access = Access(8000, "token", "session", "preview")

    assert [False, True, False] == [access.redeem(t) for t in ("guess", "token", "token")]


@pytest.mark.parametrize(
    ("origin", "host", "site", "is_known"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "same-origin", True),
        ("http://localhost:8000", "localhost:8000", "", True),
        ("null", "127.0.0.1:8000", "same-origin", True),
        ("http://127.0.0.1:8000", "localhost:8000", "", False),
        ("http://127.0.0.1:9000", "127.0.0.1:8000", "same-site", False),
        ("https://evil.example", "127.0.0.1:8000", "cross-site", False),
        ("http://evil.example:8000", "evil.example:8000", "same-origin", False),
        ("null", "127.0.0.1:8000", "cross-site", False),
        ("null", "127.0.0.1:8000", "", False),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "cross-site", False),
        ("", "127.0.0.1:8000", "", False),
    ],
)
def test_only_pages_of_the_desk_may_act(
    origin: str,
    host: str,
    site: str,
    is_known: bool,  # noqa: FBT001 - a table
) -> None:
    """Another origin, a rebound name or no origin changes nothing."""
    assert is_known == Access(8000, "t", "s", "p").knows_origin(origin, host, site)


def status_of(address: str, *, data: bytes | None = None, **headers: str) -> int:
    """Return how a request without the browser's cookie is answered."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, data=data, headers=named)  # noqa: S310 - this machine
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310 - this machine
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_strangers_are_turned_away(blog: Blog, chromium: Browser) -> None:
    """Without the cookie, with a wrong host or from another page, nothing is shown or done."""
    with blog.desk() as address:
        root = address.partition("?")[0]
        before = blog.sidecar
        form = b"act=drop&section=conclusion&number=1&version="
        act = f"{root}act/content/posts/tram.md"

        assert 403 == status_of(root)
        assert 403 == status_of(f"{root}?token=guess")
        assert 403 == status_of(f"{root}article/content/posts/tram.md")
        assert 403 == status_of(f"{root}static/desk.css")
        assert 403 == status_of(f"{root}preview/guess/site/index.html")
        assert 403 == status_of(act, data=form, Origin=root.rstrip("/"))
        with opened(chromium, address) as page:
            cookies = page.context.cookies()
            cookie = "; ".join(f"{c['name']}={c['value']}" for c in cookies)
            assert [(True, "Strict")] == [(c["httpOnly"], c["sameSite"]) for c in cookies]
            assert 403 == status_of(root, Cookie=cookie, Host="evil.example")
            assert 403 == status_of(act, data=form, Cookie=cookie, Origin="https://evil.example")
            assert 403 == status_of(act, data=form, Cookie=cookie)
        assert 403 == status_of(address), "the token was used up"
        assert before == blog.sidecar


@pytest.mark.browser
def test_from_the_queue_to_an_accepted_section(blog: Blog, chromium: Browser) -> None:
    """An author reads, rewords, asks again, and accepts; the sidecar has exactly what was seen."""
    with blog.desk() as address, opened(chromium, address) as page:
        page.get_by_role("link", name="市電の延伸を市議会が可決").first.click()
        conclusion = page.locator('[data-section="conclusion"]')
        assert "総事業費は120億円です" in conclusion.locator("mark").all_inner_texts()

        second = conclusion.locator('[data-sentence="2"]')
        second.get_by_text("直す").click()
        second.get_by_role("textbox").fill("120億円という費用への不安は残ります。")
        second.get_by_role("button", name="保存").click()
        assert "保存しました" in page.get_by_role("status").inner_text()
        assert "著者の文" in conclusion.locator('[data-sentence="2"]').inner_text()

        first = conclusion.locator('[data-sentence="1"]')
        first.get_by_text("書き直させる").first.click()
        first.get_by_label("注文").fill("短く")
        first.get_by_role("button", name="書き直させる").click()
        assert NEW == conclusion.locator('[data-sentence="1"] .text').inner_text()

        conclusion.get_by_role("button", name="この節を承認").click()
        assert "承認しました" in page.get_by_role("status").inner_text()
        assert "承認済み" in conclusion.locator(".facts").inner_text()

    assert NEW in blog.sidecar
    assert "120億円という費用への不安は残ります。" in blog.sidecar
    assert 'reviewer = "山田"' in blog.sidecar
    assert "AIが書いた 6 文のうち、人が直したか除いた文 1" in blog.run("status").stdout


@pytest.mark.browser
def test_everything_by_keyboard(blog: Blog, chromium: Browser) -> None:
    """Move, edit, drop, accept and reject without a mouse."""
    with blog.desk() as address, opened(chromium, address) as page:
        page.keyboard.press("n")
        page.goto(page.url + "article/content/posts/tram.md")
        page.keyboard.press("j")
        assert "1" == page.evaluate("document.activeElement.dataset.sentence")
        page.keyboard.press("e")
        page.keyboard.press("End")
        page.keyboard.press("Escape")
        assert "1" == page.evaluate("document.activeElement.dataset.sentence")
        for _ in range(10):
            page.keyboard.press("j")
        page.keyboard.press("x")
        page.wait_for_selector(".message.done")
        assert 2 == page.locator('[data-section="conclusion"] [data-sentence]').count()
        page.keyboard.press("d")
        page.keyboard.type("言い過ぎ")
        page.keyboard.press("Enter")
        page.wait_for_selector(".state.rejected")

    assert 'note = "言い過ぎ"' in blog.sidecar


@pytest.mark.browser
def test_an_edit_in_an_editor_meanwhile_is_not_lost(blog: Blog, chromium: Browser) -> None:
    """What the person typed at the desk comes back, and what stands in the file stands."""
    with blog.desk() as address, opened(chromium, address) as page:
        page.goto(page.url + "article/content/posts/tram.md")
        path = blog.root / SIDECAR
        path.write_text(blog.sidecar.replace(FIRST, NEW), encoding="utf-8")
        first = page.locator('[data-section="conclusion"] [data-sentence="1"]')
        first.get_by_text("直す").click()
        first.get_by_role("textbox").fill("机で打った文です。")
        first.get_by_role("button", name="保存").click()

        assert "was changed since it was shown" in page.get_by_role("status").inner_text()
        assert "机で打った文です。" == page.locator(".message textarea").input_value()

    assert NEW in blog.sidecar
    assert "机で打った文です。" not in blog.sidecar


@pytest.mark.browser
def test_the_preview_cannot_act(blog: Blog, chromium: Browser) -> None:
    """A script in the article does not run in the frame, and the page is as it will look."""
    blog.article.write_text(
        blog.article.read_text(encoding="utf-8")
        + "\n<script>parent.document.title = 'broken'; fetch('/act/content/posts/tram.md')</script>\n",
        encoding="utf-8",
    )
    with blog.desk() as address, opened(chromium, address) as page:
        page.goto(page.url + "article/content/posts/tram.md")
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.get_by_text("できあがりを見る").first.click()
        frame = page.frame_locator("iframe")
        frame.locator("h1").wait_for(timeout=60_000)

        assert "市電の延伸を市議会が可決" in frame.locator("h1").inner_text()
        assert "結論" in frame.locator("main").inner_text()
        assert "broken" != page.title()
        assert not [url for url in requests if "/act/" in url]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_desk_is_for_everyone(blog: Blog, chromium: Browser, scheme: str, width: int) -> None:
    """Axe finds nothing, nothing sticks out, and no other host is asked."""
    size = {"width": width, "height": 844}
    with (
        blog.desk() as address,
        opened(chromium, address, color_scheme=scheme, viewport=size, bypass_csp=True) as page,
    ):
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(re.sub(r"(//[^/]+).*", r"\1", request.url)))
        page.goto(page.url + "article/content/posts/tram.md")
        page.evaluate(
            "document.querySelectorAll('main details:not(.preview)').forEach(d => d.open = true)"
        )
        found = Axe().run(page).response["violations"]
        sticks_out = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    assert [] == [(rule["id"], rule["nodes"][0]["html"]) for rule in found]
    assert 0 == sticks_out
    assert 1 == len(hosts)


@pytest.mark.browser
def test_without_scripts_every_act_is_a_form(blog: Blog, chromium: Browser) -> None:
    """The desk works with JavaScript off."""
    with blog.desk() as address, opened(chromium, address, java_script_enabled=False) as page:
        page.goto(page.url + "article/content/posts/tram.md")
        page.locator('[data-section="conclusion"]').get_by_role(
            "button", name="この節を承認"
        ).click()

        assert "承認しました" in page.get_by_role("status").inner_text()


def test_without_a_terminal_the_commands_are_listed(blog: Blog) -> None:
    """Nobody is asked who cannot answer."""
    done = blog.run("review", "--terminal")

    assert 2 == done.returncode
    assert "invoke accept --article" in done.stderr


def test_history_says_what_a_person_changed(blog: Blog) -> None:
    """With Git, the generated and the present text are compared."""
    for command in (["init", "-q"], ["add", "content"], ["commit", "-qm", "generated"]):
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *command],
            cwd=blog.root,
            check=True,
        )
    path = blog.root / SIDECAR
    path.write_text(blog.sidecar.replace(FIRST, NEW), encoding="utf-8")
    shown = blog.run("review", "--history").stdout

    assert f"-{FIRST}" in shown
    assert f"+{NEW}" in shown
    assert "outlook-1\n  stands as it was generated" in shown
