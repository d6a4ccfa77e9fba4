"""The tasks as a user runs them: in a blog of their own, by exit code and by what they print."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from commentaries import ARTICLE, bad_reply, good_reply, is_reading, pairs_shown, verdicts
from fault_server import FaultServer
from sites import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAME = "posts/tram.md"
SIDECAR = "content/posts/tram.commentary.md"
OK, PERSON_NEEDED, USAGE_ERROR, MODEL_FAILED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Ran:
    """What a task left."""

    code: int
    text: str


class Blog:
    """A copy of the project with one article."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("plugins", "theme"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
            shutil.copy(ROOT / name, root / name)
        self.article = root / "content" / NAME
        self.article.parent.mkdir(parents=True)
        self.article.write_text(ARTICLE.partition("\n")[2], encoding="utf-8")
        self.settings(minimum_characters=10, reviewers=["山田"])

    def settings(self, **commentary: object) -> None:
        """Change keys of `COMMENTARY`."""
        with (self.root / "pelicanconf.py").open("a", encoding="utf-8") as file:
            file.write(f"\nCOMMENTARY = {{**COMMENTARY, **{commentary!r}}}\n")

    def run(self, *arguments: str, answers: str = "", **variables: str) -> Ran:
        """Run `invoke` with arguments."""
        done = subprocess.run(
            [sys.executable, "-m", "invoke", *arguments],
            cwd=self.root,
            env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "", **variables},
            input=answers,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Ran(done.returncode, done.stdout + done.stderr)

    def page(self) -> str:
        """Return the article's page, with the quotes that `compact` takes off."""
        html = (self.root / "output/posts/tram/index.html").read_text(encoding="utf-8")
        return re.sub(r'\b(id|data-[a-z-]+)=([^\s">]+)', r'\1="\2"', html)

    def sidecar(self) -> str:
        """Return the sidecar's text."""
        return (self.root / SIDECAR).read_text(encoding="utf-8")


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Blog]:
    """Lay out a blog, and see afterwards that no task wrote to the author's file."""
    made = Blog(tmp_path)
    yield made
    if made.article.exists():
        assert made.article.read_text(encoding="utf-8") == ARTICLE.partition("\n")[2]


@pytest.fixture
def model() -> Iterator[dict[str, str]]:
    """Give the variables that configure a model which answers well."""
    with FaultServer(
        lambda r: verdicts(pairs_shown(r)) if is_reading(r) else good_reply()
    ) as server:
        yield {"OPENAI_BASE_URL": server.url(), "COMMENTARY_MODEL": "local"}


@pytest.fixture
def written(blog: Blog, model: dict[str, str]) -> Blog:
    """Lay out a blog whose article has both sections."""
    assert OK == blog.run("generate", **model).code
    return blog


def test_build_without_key_succeeds_and_says_what_it_did(blog: Blog) -> None:
    """The summary counts, and says in one line that no model is configured."""
    ran = blog.run("build")

    assert OK == ran.code, ran.text
    assert "articles: 1. Sections: 0 by AI" in ran.text
    assert 1 == ran.text.count("no model is configured")
    assert 'data-origin="extract"' in blog.page()
    assert not (blog.root / SIDECAR).exists()


def test_summary_is_in_the_users_language(blog: Blog) -> None:
    """A Japanese locale reads Japanese."""
    assert "記事 1 本" in blog.run("build", LANG="ja_JP.UTF-8").text


def test_build_with_a_model_reports_progress_and_cost(blog: Blog, model: dict[str, str]) -> None:
    """Each article is a line; calls, tokens and an honest `unknown` stand in the summary."""
    ran = blog.run("build", **model)

    assert OK == ran.code, ran.text
    assert f"[1/1] content/{NAME}: 2 call(s)" in ran.text
    assert "model calls: 2, tokens 22 in / 14 out, cost unknown" in ran.text


@pytest.mark.parametrize(
    ("settings", "variables", "code", "message"),
    [
        pytest.param(
            {"modell": "x"}, {}, USAGE_ERROR, "did you mean `model`?", id="unknown setting"
        ),
        pytest.param(
            {}, {"COMMENTARY_GENERATE": "nevr"}, USAGE_ERROR, "COMMENTARY_GENERATE", id="variable"
        ),
        pytest.param(
            {"model": "m"},
            {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"},
            MODEL_FAILED,
            f"content/{NAME}: ",
            id="nobody there",
        ),
        pytest.param(
            {"model": "m"},
            {"OPENAI_BASE_URL": "http://example.org/v1", "OPENAI_API_KEY": "sk-1"},
            USAGE_ERROR,
            "https",
            id="key in the clear",
        ),
    ],
)
def test_build_ends_with_the_right_code_and_a_site(
    blog: Blog,
    settings: dict[str, object],
    variables: dict[str, str],
    code: int,
    message: str,
) -> None:
    """Whatever is wrong with settings or model, the article is published and the cause named."""
    blog.settings(**settings)

    ran = blog.run("build", **variables)

    assert code == ran.code, ran.text
    assert message in " ".join(ran.text.split())
    assert "市議会は11月2日" in blog.page()


def test_damaged_sidecar_is_named_and_kept(written: Blog) -> None:
    """Path and line are given, the article is published, the file stays."""
    damaged = written.sidecar().replace('kind = "outlook"', 'kind = "outlok"')
    (written.root / SIDECAR).write_text(damaged, encoding="utf-8")

    ran = written.run("build")

    assert PERSON_NEEDED == ran.code
    assert f"{SIDECAR}:" in "".join(ran.text.split())
    assert "市議会は11月2日" in written.page()
    assert damaged == written.sidecar()


def test_unfit_answer_needs_a_person(blog: Blog) -> None:
    """What a check keeps off the page makes the exit code 1."""
    with FaultServer(lambda _: bad_reply()) as server:
        ran = blog.run("build", OPENAI_BASE_URL=server.url(), COMMENTARY_MODEL="local")

    assert PERSON_NEEDED == ran.code
    assert "180億" in ran.text


def test_status_lists_every_section(written: Blog) -> None:
    """As a table, as JSON, and as an exit code."""
    rows = json.loads(written.run("status", "--json").text)

    assert [("outlook-1", "pending"), ("conclusion", "pending")] == [
        (row["section"], row["state"]) for row in rows
    ]
    assert NAME in written.run("status").text
    assert OK == written.run("status").code
    assert PERSON_NEEDED == written.run("status", "--check").code


def test_accepted_sections_wear_the_reviewers_name(written: Blog) -> None:
    """Acceptance is shown until the text changes."""
    assert OK == written.run("accept", "--article", NAME, "--reviewer", "山田").code
    assert OK == written.run("status", "--check").code
    written.run("build")
    assert 'data-ai-disclosure="ai-assisted"' in written.page()
    assert "山田が内容を確認しました" in written.page()

    edited = written.sidecar().replace("前へ進みました", "動き始めました")
    (written.root / SIDECAR).write_text(edited, encoding="utf-8")
    written.run("build")
    assert "動き始めました" in written.page()
    conclusion = written.page().partition('data-commentary="conclusion"')[2][:200]
    assert 'data-ai-disclosure="ai-autonomous"' in conclusion


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("--article", NAME, "--reviewer", "佐藤"), "may not review", id="stranger"),
        pytest.param(("--reviewer", "山田"), "name the article", id="no article"),
        pytest.param(("--article", "nope.md", "--reviewer", "山田"), "no article", id="unknown"),
        pytest.param(
            ("--article", NAME, "--reviewer", "山田", "--section", "x"),
            "its sections: outlook-1",
            id="part",
        ),
    ],
)
def test_accept_refuses_with_the_remedy(
    written: Blog, arguments: tuple[str, ...], message: str
) -> None:
    """Exit code 2, one line, and nothing is written."""
    before = written.sidecar()

    ran = written.run("accept", *arguments)

    assert USAGE_ERROR == ran.code
    assert message in ran.text
    assert "Traceback" not in ran.text
    assert before == written.sidecar()


def test_blocked_section_cannot_be_accepted(written: Blog) -> None:
    """What a check keeps off the page is mended or rejected, not signed."""
    wrong = written.sidecar().replace("120億円という", "180億円という")
    (written.root / SIDECAR).write_text(wrong, encoding="utf-8")

    ran = written.run("accept", "--article", NAME, "--reviewer", "山田", "--section", "conclusion")

    assert USAGE_ERROR == ran.code
    assert "180億" in ran.text
    assert wrong == written.sidecar()
    assert PERSON_NEEDED == written.run("status", "--check").code


@pytest.mark.parametrize(
    ("line", "text", "gone"),
    [
        pytest.param("Commentary: none\nSlug:", "", ("outlook", "conclusion"), id="none"),
        pytest.param("Commentary: outlook\nSlug:", "", ("conclusion",), id="narrower"),
        pytest.param("Slug:", "\n## 結論\n\n私の結論です。\n", ("conclusion",), id="own heading"),
    ],
)
def test_author_may_change_their_mind(
    written: Blog, line: str, text: str, gone: tuple[str, ...]
) -> None:
    """A section that is not wanted any more is left out, though the sidecar has it."""
    before = written.article.read_text(encoding="utf-8")
    written.article.write_text(before.replace("Slug:", line) + text, encoding="utf-8")

    ran = written.run("build")
    rows = json.loads(written.run("status", "--json").text)
    page = written.page()
    written.article.write_text(before, encoding="utf-8")

    assert OK == ran.code, ran.text
    assert not [kind for kind in gone if f'data-commentary="{kind}"' in page]
    assert set(gone) == {
        row["section"].partition("-")[0] for row in rows if row["state"] == "unwanted"
    }


def test_interrupted_publish_keeps_the_old_site(written: Blog) -> None:
    """Ctrl-C, which Pelican swallows, neither publishes half a site nor ends with 0."""
    assert OK == written.run("publish").code
    before = written.page()
    (written.root / "plugins/stop.py").write_text(
        "from pelican import signals\n"
        "def stop(*_, **__):\n"
        "    raise KeyboardInterrupt\n"
        "def register():\n"
        "    signals.content_written.connect(stop)\n",
        encoding="utf-8",
    )
    with (written.root / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write("\nPLUGINS = [*PLUGINS, 'stop']\n")

    ran = written.run("publish")

    assert PERSON_NEEDED == ran.code
    assert before == written.page()


def test_rejected_section_leaves_no_trace(written: Blog) -> None:
    """It is off the page and out of the feed, and kept in the sidecar with its note."""
    path = f"content/{NAME}"
    arguments = ("--section", "conclusion", "--reviewer", "山田", "--note", "弱い")
    assert OK == written.run("reject", "--article", path, *arguments).code

    written.run("build")

    assert "前へ進みました" not in written.page()
    feed = (written.root / "output/feeds/all.atom.xml").read_text(encoding="utf-8")
    assert "前へ進みました" not in feed
    assert "港への路線の将来の展望" in feed
    assert 'note = "弱い"' in written.sidecar()


def test_dry_run_shows_what_would_be_sent(blog: Blog, model: dict[str, str]) -> None:
    """Tokens and cost are told, and nobody is asked."""
    ran = blog.run("generate", "--dry-run", **model)

    assert OK == ran.code
    assert f"{NAME}: outlook, conclusion; about" in ran.text
    assert not (blog.root / SIDECAR).exists()


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        pytest.param({}, "no model is configured", id="no model"),
        pytest.param({"COMMENTARY_GENERATE": "never"}, "generating is forbidden", id="forbidden"),
    ],
)
def test_generate_says_why_it_cannot(blog: Blog, variables: dict[str, str], message: str) -> None:
    """Without a model, or against the settings, it ends with exit code 2."""
    ran = blog.run("generate", **variables)

    assert USAGE_ERROR == ran.code
    assert message in ran.text


def test_draft_is_asked_for_only_by_name(blog: Blog, model: dict[str, str]) -> None:
    """A draft leaves the machine only when its author says so."""
    text = ARTICLE.partition("\n")[2]
    draft = blog.article.with_name("draft.md")
    draft.write_text(text.replace("Slug: tram", "Slug: draft\nStatus: draft"), encoding="utf-8")

    blog.run("build", **model)
    assert not draft.with_name("draft.commentary.md").exists()

    assert OK == blog.run("generate", "--article", "posts/draft.md", **model).code
    assert draft.with_name("draft.commentary.md").exists()


def test_new_post_is_a_draft_that_builds(blog: Blog) -> None:
    """The skeleton has all metadata; a second one of the same slug is refused."""
    ran = blog.run("new", "GPSの精度", "--slug", "gps")
    path = blog.root / "content/posts/gps.md"

    assert OK == ran.code
    assert "Title: GPSの精度\n" in path.read_text(encoding="utf-8")
    assert "Status: draft\n" in path.read_text(encoding="utf-8")
    assert USAGE_ERROR == blog.run("new", "別の題", "--slug", "gps").code
    assert USAGE_ERROR == blog.run("new", "題", "--slug", "日本語").code
    assert OK == blog.run("build").code
    assert not (blog.root / "output/posts/gps").exists()


def test_prune_removes_only_on_yes(written: Blog) -> None:
    """A renamed article is recognised, and its sidecar stays unless a person says otherwise."""
    written.article.rename(written.article.with_name("bus.md"))

    assert "looks like content/posts/bus.md" in written.run("status").text
    written.run("prune", answers="n\n")
    assert (written.root / SIDECAR).exists()
    written.run("prune", answers="y\n")
    assert not (written.root / SIDECAR).exists()


def test_check_finds_broken_links(blog: Blog) -> None:
    """A link to a page that is not there is named, and nothing is built."""
    page = blog.root / "content/pages/about.md"
    page.parent.mkdir()
    page.write_text("Title: 紹介\nSlug: about\n\n[無い](/nowhere/)\n", encoding="utf-8")

    ran = blog.run("check")

    assert PERSON_NEEDED == ran.code
    assert "'/nowhere/' leads nowhere" in ran.text
    assert not (blog.root / "output").exists()


def test_check_proofreads_the_sources(blog: Blog) -> None:
    """Damage ends with 1 and its line, advice does not; sidecars and what is sound are left alone."""
    page = blog.root / "content/pages/about.md"
    page.parent.mkdir()
    head = "Title: 紹介\nSlug: about\n\n出典はhttps://example.org/aです。\n\n"
    page.write_text(head + "次の二つです。\n- 一\n- 二\n", encoding="utf-8")
    page.with_name("b.commentary.md").write_text("本文\n- 一\n", encoding="utf-8")

    ran = blog.run("check", LC_ALL="ja_JP.UTF-8")
    page.write_text(head, encoding="utf-8")
    mended = blog.run("check", LC_ALL="ja_JP.UTF-8")

    assert PERSON_NEEDED == ran.code
    assert "content/pages/about.md:7: 段落のすぐ下の`- 一`は" in ran.text
    assert "content/pages/about.md:4: `https://example.org/a`はリンクになりません" in ran.text
    assert "b.commentary.md" not in ran.text
    assert OK == mended.code, mended.text
    assert "content/pages/about.md:4: `https://example.org/a`はリンクになりません" in mended.text


def test_advice_is_for_check_and_not_for_every_build(blog: Blog) -> None:
    """An article without sources is advice: `check` says so and ends with 0, `build` is silent."""
    advice = f"content/{NAME}: no list of sources"

    checked = blog.run("check")

    assert OK == checked.code, checked.text
    assert advice in checked.text
    assert advice not in blog.run("build").text


def test_publish_builds_frozen(written: Blog, model: dict[str, str]) -> None:
    """The public address is in the pages, extracts are not, and no model is asked."""
    other = written.article.with_name("bus.md")
    text = ARTICLE.partition("\n")[2].replace("Slug: tram", "Slug: bus")
    other.write_text(text, encoding="utf-8")

    ran = written.run("publish", SITEURL="https://blog.example", **model)

    assert OK == ran.code, ran.text
    assert "https://blog.example/posts/tram/" in written.page()
    bus = (written.root / "output/posts/bus/index.html").read_text(encoding="utf-8")
    assert "data-commentary" not in bus
    assert not other.with_name("bus.commentary.md").exists()


def test_failed_publish_keeps_the_old_site(written: Blog) -> None:
    """Stale sections stop it unless they are left out by wish."""
    assert OK == written.run("publish").code
    before = written.page()
    text = written.article.read_text(encoding="utf-8")
    written.article.write_text(text.replace("120億円", "200億円"), encoding="utf-8")

    stopped = written.run("publish")
    kept = written.page()
    allowed = written.run("publish", "--leave-out-stale")
    written.article.write_text(text, encoding="utf-8")

    assert PERSON_NEEDED == stopped.code
    assert "stale" in stopped.text
    assert before == kept
    assert OK == allowed.code, allowed.text
    assert 'data-commentary="conclusion"' not in written.page()


def test_interrupted_generation_keeps_what_came(blog: Blog) -> None:
    """Ctrl-C ends with 130 and says what is kept; the next run pays for the rest only."""

    def respond(request: Mapping[str, object]) -> str:
        return verdicts(pairs_shown(request)) if is_reading(request) else good_reply()

    with FaultServer(respond, latency=4.0) as server:
        model = {"OPENAI_BASE_URL": server.url(), "COMMENTARY_MODEL": "local"}
        # what a shell starts in the background ignores Ctrl-C, and so would what it starts
        command = "import signal, runpy; signal.signal(signal.SIGINT, signal.default_int_handler); "
        command += "runpy.run_module('invoke', run_name='__main__')"
        running = subprocess.Popen(
            [sys.executable, "-c", command, "generate"],
            cwd=blog.root,
            env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "", **model},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        while not server.count():
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        text, _ = running.communicate(timeout=60)
        assert (130, 1) == (running.returncode, server.count()), text
        assert "stopped; what is written is kept" in text
        assert OK == blog.run("generate", **model).code
        assert 2 == server.count()
