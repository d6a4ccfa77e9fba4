"""What goes wrong around the desk: locked files, a full disk, a kill, two branches, an old page."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from builders import section, sentence, sidecar
from commentary.errors import SidecarError
from commentary.report import OK, PERSON_NEEDED, USAGE_ERROR
from commentary.sidecars import dump_sidecar
from commentary.store import SidecarStore
from sites import ROOT
from test_tasks import NAME, SIDECAR, Blog, blog, model, written

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["blog", "model", "written"]  # fixtures

ARTICLE = f"content/{NAME}"
FIRST = "長く止まっていた路線の話は、28人の賛成で前へ進みました。"
OUTLOOK = "ただし、反対派が心配するように出費がかさむかもしれません。"
OWN = "この町の歩みを、私は静かに見ていきます。"
OTHER = "ただし、出費がかさむという心配が当たるかもしれません。"
WRITER = """
import pathlib, sys
sys.path[:0] = ["plugins", "tests"]
from builders import section, sentence, sidecar
from commentary.store import SidecarStore
article = pathlib.Path(sys.argv[1])
store = SidecarStore(article.parent)
print("ready", flush=True)
for turn in range(10**9):
    kept = sidecar(section(sentence("文です。" * (1 + turn % 2 * 20000))))
    store.replace(article, kept, seen=store.version(article))
"""


def git(blog: Blog, *arguments: str) -> tuple[int, str]:
    """Run Git in a blog."""
    who = (
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@blog.example",
        "-c",
        "merge.conflictStyle=merge",
    )
    done = subprocess.run(
        ["git", *who, *arguments], cwd=blog.root, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def branch(blog: Blog, name: str, old: str = "", new: str = "", reviewer: str = "") -> None:
    """Do something to the sidecar on a branch of its own, and commit it."""
    git(blog, "checkout", "-q", "-b", name, "main")
    path = blog.root / SIDECAR
    if old:
        assert old in blog.sidecar()
        path.write_text(blog.sidecar().replace(old, new), encoding="utf-8")
    if reviewer:
        ran = blog.run("accept", "--article", ARTICLE, "--reviewer", reviewer)
        assert OK == ran.code, ran.text
    git(blog, "commit", "-qam", name)
    git(blog, "checkout", "-q", "main")


def states(blog: Blog) -> list[str]:
    """Return the state of each section, as the table has it."""
    rows = [line.split() for line in blog.run("status").text.splitlines() if "tram.md" in line]
    return [row[2] for row in rows]


@pytest.fixture
def committed(written: Blog) -> Blog:
    """Lay out a blog with a commit, in which two people may review."""
    written.settings(reviewers=["山田", "佐藤"])
    git(written, "init", "-q", "--initial-branch=main")
    git(written, "add", "content")
    git(written, "commit", "-qm", "generated")
    return written


def test_two_people_at_different_sentences_merge(committed: Blog) -> None:
    """One sentence is one line: both texts are there after the merge, and nobody accepted them."""
    branch(committed, "morning", FIRST, OWN, reviewer="")
    branch(committed, "evening", OUTLOOK, OTHER)

    first, second = git(committed, "merge", "-q", "morning"), git(committed, "merge", "evening")

    assert (OK, OK) == (first[0], second[0]), first[1] + second[1]
    assert OWN in committed.sidecar()
    assert OTHER in committed.sidecar()
    assert ["edited", "edited"] == states(committed)


def test_acceptance_here_and_edit_there_is_no_acceptance(committed: Blog) -> None:
    """Git merges both without a word; the label is not on a text that nobody accepted whole."""
    branch(committed, "morning", reviewer="山田")
    branch(committed, "evening", FIRST, OWN)

    merged = [git(committed, "merge", "-q", name)[0] for name in ("morning", "evening")]
    build = committed.run("build")

    assert [OK, OK] == merged
    assert ["accepted", "edited"] == states(committed)
    assert OK == build.code, build.text
    conclusion = committed.page().partition('data-commentary="conclusion"')[2]
    assert 'data-review="unreviewed"' in conclusion.partition(">")[0]
    assert OWN in conclusion


def test_two_verdicts_on_one_section_are_a_conflict_that_is_named(committed: Blog) -> None:
    """Every command says which lines, whose they are and what to do; nothing is written."""
    branch(committed, "morning", reviewer="山田")
    branch(committed, "evening", reviewer="佐藤")
    assert OK == git(committed, "merge", "-q", "morning")[0]
    assert OK != git(committed, "merge", "-q", "evening")[0]
    before = committed.sidecar()
    line = before.splitlines().index("<<<<<<< HEAD") + 1

    ran = {
        "status": committed.run("status"),
        "build": committed.run("build"),
        "accept": committed.run("accept", "--article", ARTICLE, "--reviewer", "山田"),
        "publish": committed.run("publish"),
    }

    for name, result in ran.items():
        assert f"{SIDECAR}:{line}: two branches changed this" in result.text, name
        assert "reviewer: 山田" in result.text
        assert "reviewer: 佐藤" in result.text
    assert [OK, PERSON_NEEDED, PERSON_NEEDED] == [
        ran[name].code for name in ("status", "accept", "publish")
    ]
    assert before == committed.sidecar()


def test_stale_section_cannot_be_accepted(written: Blog) -> None:
    """The article no longer says it; the message names the sentence, and the file stays."""
    text = written.article.read_text(encoding="utf-8")
    written.article.write_text(text.replace("120億円", "200億円"), encoding="utf-8")
    before = written.sidecar()

    ran = written.run("accept", "--article", ARTICLE, "--reviewer", "山田")
    written.article.write_text(text, encoding="utf-8")

    assert USAGE_ERROR == ran.code
    assert "`conclusion` cannot be accepted" in ran.text
    assert before == written.sidecar()


def test_locked_sidecar_stays(written: Blog) -> None:
    """A rename would pass by a read-only file; ours does not."""
    path = written.root / SIDECAR
    before = written.sidecar()
    path.chmod(0o444)

    ran = written.run("accept", "--article", ARTICLE, "--reviewer", "山田")

    assert PERSON_NEEDED == ran.code
    assert f"{SIDECAR}:1: is read-only, so nothing was written" in ran.text
    assert before == written.sidecar()


def test_full_disk_is_named_and_leaves_the_file(written: Blog) -> None:
    """Where no more bytes fit, the old text stands whole and nothing lies about."""
    before = written.sidecar()
    ran = subprocess.run(
        [sys.executable, "-m", "invoke", "accept", "--article", ARTICLE, "--reviewer", "山田"],
        cwd=written.root,
        env={**os.environ, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)),
    )

    assert PERSON_NEEDED == ran.returncode
    assert f"{SIDECAR}: File too large; free space" in ran.stderr
    assert before == written.sidecar()
    assert [] == list(written.article.parent.glob(".commentary-*"))


def test_killed_in_the_middle_the_file_is_one_or_the_other(tmp_path: Path) -> None:
    """However often a writer is killed, the sidecar is whole."""
    article = tmp_path / "tram.md"
    article.write_text("Title: x\n", encoding="utf-8")
    store = SidecarStore(tmp_path)
    texts = {dump_sidecar(sidecar(section(sentence("文です。" * n)))) for n in (1, 20001)}
    chance = random.Random(1)  # noqa: S311 - no secret
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(article)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.05 + chance.random() / 10)
            writer.send_signal(signal.SIGKILL)
        assert store.path_of(article).read_text(encoding="utf-8") in texts


def test_a_locked_file_is_refused_whoever_asks(tmp_path: Path) -> None:
    """A program's writing is refused like a person's."""
    article = tmp_path / "tram.md"
    article.write_text("Title: x\n", encoding="utf-8")
    store = SidecarStore(tmp_path)
    path = store.put(article, sidecar(section()))
    path.chmod(0o444)

    with pytest.raises(SidecarError, match="is read-only"):
        store.put(article, sidecar(section(sentence("120億円です。"))))
    with pytest.raises(SidecarError, match="is read-only"):
        store.replace(article, sidecar(section()), seen=store.version(article))
