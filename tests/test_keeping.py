"""A build that knows the last one: it does nothing where nothing changed, and never too little."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

import edit_sequences
from sites import ROOT
from test_tasks import OK, PERSON_NEEDED, Blog
from workbench.keeping.circumstances import circumstances, differences
from workbench.keeping.delivery import claim, deliver, recorded
from workbench.keeping.footprints import changes, digests, look
from workbench.keeping.memory import Damaged, Memory, recall, remember

if TYPE_CHECKING:
    from pathlib import Path

SAME = "nothing has changed since the last build"
MEMORY = Memory(b"salt", {}, "UTC", ["/a"], [], 1, {}, "/a/output", {}, [], [], 0)
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def lay(folder: Path, **files: str) -> Path:
    """Write files into a folder; `__` in a name is a slash."""
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def seen(folder: Path, moment: int) -> list[str]:
    """Change nothing, and name what is taken for changed."""
    rows = look([str(folder)])
    known = {path: (rows[path], digest) for path, digest in digests(rows, {}).items()}
    return list(changes(look([str(folder)]), known, moment))


@pytest.mark.parametrize("moment", [0, sys.maxsize], ids=["fresh", "settled"])
def test_file_that_is_as_it_was_has_not_changed(tmp_path: Path, moment: int) -> None:
    """By its row alone when that is beyond doubt, by its bytes when not."""
    assert [] == seen(lay(tmp_path, a="1", b__c="2"), moment)


def test_change_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    """A tool that restores the time of a file cannot restore that of its node."""
    path = lay(tmp_path, a="1") / "a"
    before = path.stat()
    rows = look([str(tmp_path)])
    known = {name: (rows[name], digest) for name, digest in digests(rows, {}).items()}
    path.write_text("2")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert [str(path)] == list(changes(look([str(tmp_path)]), known, sys.maxsize))


def test_change_within_a_tick_of_the_clock_is_seen(tmp_path: Path) -> None:
    """A row that cannot tell two contents apart is not believed: the bytes decide."""
    path = lay(tmp_path, a="1") / "a"
    rows = look([str(tmp_path)])
    known = {name: (rows[name], b"of another content") for name in rows}

    assert [] == list(changes(rows, known, sys.maxsize))
    assert [str(path)] == list(changes(rows, known, rows[str(path)][1]))


def test_files_that_come_and_go_beside_the_work_are_no_change(tmp_path: Path) -> None:
    """An editor's swap file, a log and a cache of byte code make no page."""
    lay(tmp_path, a="1")
    rows = look([str(tmp_path)])
    lay(tmp_path, **{".a.swp": "", "build.log": "", "__pycache____a.py": ""})
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/x.pyc").write_text("")

    assert rows.keys() | {str(tmp_path / "/a.py")} >= look([str(tmp_path)]).keys()


def test_link_in_a_circle_ends(tmp_path: Path) -> None:
    """A folder that holds itself is looked at as often as Pelican could need it, and no more."""
    lay(tmp_path, a__b="1")
    (tmp_path / "a/again").symlink_to(tmp_path / "a")

    assert {"a/b", "a/again/b"} == {
        str(p.removeprefix(f"{tmp_path}/")) for p in look([str(tmp_path)])
    }


def test_memory_comes_back_as_it_was(tmp_path: Path) -> None:
    """What one build writes the next one reads."""
    path = str(tmp_path / "memory")
    remember(path, MEMORY)

    assert MEMORY == recall(path)


@pytest.mark.parametrize("place", [0, 5, -1], ids=["version", "python", "content"])
def test_damaged_memory_is_refused(tmp_path: Path, place: int) -> None:
    """One wrong bit anywhere, and the file says nothing."""
    path = tmp_path / "memory"
    remember(str(path), MEMORY)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

    with pytest.raises(Damaged):
        recall(str(path))


def test_missing_memory_is_none(tmp_path: Path) -> None:
    """A first build has nothing to go by."""
    assert None is recall(str(tmp_path / "memory"))


@pytest.mark.parametrize(
    ("variables", "now", "expected"),
    [
        ({"A": "1"}, NOON, []),
        ({"A": "2"}, NOON, ["`A`"]),
        ({"A": "1", "OPENAI_API_KEY": "k"}, NOON, ["`OPENAI_API_KEY`"]),
        ({"A": "1", "SHLVL": "3"}, NOON, []),
        ({"A": "1"}, NOON + dt.timedelta(hours=1), []),
        ({"A": "1"}, NOON + dt.timedelta(hours=3), ["the day"]),
    ],
    ids=["same", "variable", "key", "window", "hour", "day in Tokyo"],
)
def test_what_differs_is_named(
    variables: dict[str, str], now: dt.datetime, expected: list[str]
) -> None:
    """The day counts where the blog is at home, and no value is kept that could be a key."""
    before = circumstances({"A": "1"}, NOON, "Asia/Tokyo", b"salt")
    after = circumstances(variables, now, "Asia/Tokyo", b"salt")

    assert expected == differences(before, after)
    assert "k" not in after.values()


def test_delivery_moves_what_changed_and_removes_what_is_gone(tmp_path: Path) -> None:
    """A page with the same bytes is not touched, and the author's own file stays."""
    output, record = tmp_path / "output", str(tmp_path / "made")
    deliver(str(lay(tmp_path / "one", same="1", other="1", gone__page="1")), str(output), record)
    lay(output, CNAME="blog.example")
    before = (output / "same").stat()
    strange = deliver(str(lay(tmp_path / "two", same="1", other="2")), str(output), record)

    assert [] == strange
    assert {"same": b"1", "other": b"2", "CNAME": b"blog.example"} == edit_sequences.files(output)
    assert before == (output / "same").stat()
    assert not (output / "gone").exists()
    assert {"same", "other"} == recorded(record)


def test_folder_of_unknown_origin_is_kept_and_named(tmp_path: Path) -> None:
    """What is not known to be made is not removed; a folder that is claimed is known."""
    output, record = lay(tmp_path / "output", old="1"), str(tmp_path / "made")
    strange = deliver(str(lay(tmp_path / "one", new="1")), str(output), record)
    claim(str(output), record)
    deliver(str(lay(tmp_path / "two", new="1")), str(output), record)

    assert ["old"] == strange
    assert {"new": b"1"} == edit_sequences.files(output)


@pytest.mark.parametrize(("old", "new"), [("a", "a__b"), ("a__b", "a")])
def test_page_may_become_a_folder_and_back(tmp_path: Path, old: str, new: str) -> None:
    """What stood in the way is removed first."""
    output, record = tmp_path / "output", str(tmp_path / "made")
    deliver(str(lay(tmp_path / "one", **{old: "1"})), str(output), record)
    deliver(str(lay(tmp_path / "two", **{new: "2"})), str(output), record)

    assert {new.replace("__", "/"): b"2"} == edit_sequences.files(output)


def test_record_cannot_name_a_file_outside(tmp_path: Path) -> None:
    """A record that somebody wrote by hand removes nothing beside the site."""
    (tmp_path / "made").write_text("a\0../b\0/etc/c\0", encoding="utf-8")

    assert {"a"} == recorded(str(tmp_path / "made"))


def test_second_build_waits_for_the_first_and_says_so(tmp_path: Path) -> None:
    """Only when the first has ended, however it did, the second one begins."""
    code = """
import sys
from workbench.keeping.turns import turn
with turn(sys.argv[1], lambda: print("waiting", flush=True)):
    print("mine", flush=True)
    sys.stdin.read()
"""
    begin = partial(
        subprocess.Popen,
        [sys.executable, "-c", code, str(tmp_path / "folder")],
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with begin() as first:
        assert first.stdout
        assert "mine\n" == first.stdout.readline()
        with begin() as second:
            assert second.stdout
            assert "waiting\n" == second.stdout.readline()
            first.kill()
            assert "mine\n" == second.communicate()[0]


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Lay out a blog with one article."""
    return Blog(tmp_path)


@pytest.fixture
def built(blog: Blog) -> Blog:
    """Build a blog once."""
    assert OK == blog.run("build").code
    return blog


def test_second_build_does_nothing_and_says_so(built: Blog) -> None:
    """It prints the summary again, imports nothing heavy, and leaves every file alone."""
    before = {path: path.stat().st_mtime_ns for path in built.root.rglob("output/**/*")}
    again = built.run("build")
    code = "import sys, tasks\ntry:\n tasks.build(__import__('invoke').Context())\nfinally:\n print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code],
        cwd=built.root,
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert (OK, True) == (again.code, SAME in again.text and "articles: 1" in again.text)
    assert SAME in modules
    assert not {"pelican", "commentary", "jinja2", "markdown", "openai"} & set(modules.split())
    assert before == {path: path.stat().st_mtime_ns for path in built.root.rglob("output/**/*")}


def test_full_build_is_done_whatever_is_known(built: Blog) -> None:
    """`--full` is the way out of any doubt."""
    assert SAME not in built.run("build", "--full").text
    assert SAME in built.run("build").text


def test_warnings_are_told_again_with_the_same_code(blog: Blog) -> None:
    """A post without metadata is named by each build, also by one that has nothing to do."""
    (blog.root / "content/posts/bad.md").write_text("No metadata.\n", encoding="utf-8")
    first, second = blog.run("build"), blog.run("build")

    assert (PERSON_NEEDED, PERSON_NEEDED) == (first.code, second.code)
    assert SAME in second.text
    errors = [line for line in first.text.splitlines() if line.startswith("ERROR")]
    assert errors
    assert set(errors) <= set(second.text.splitlines())


def test_changed_page_of_the_site_is_built_again(built: Blog) -> None:
    """The output counts like any source, so that it cannot drift from what was written."""
    page = built.root / "output/posts/tram/index.html"
    before = page.read_bytes()
    page.write_bytes(b"spoilt")
    ran = built.run("build")

    assert SAME not in ran.text
    assert before == page.read_bytes()


def test_cache_that_cannot_be_written_is_named(blog: Blog) -> None:
    """One line with the remedy, and the code that a person is needed."""
    (blog.root / ".cache").write_text("no folder", encoding="utf-8")
    ran = blog.run("build")

    assert PERSON_NEEDED == ran.code
    assert ".cache/build: " in ran.text
    assert "mend permissions" in ran.text
    assert "Traceback" not in ran.text


def test_deleted_post_leaves_no_page(built: Blog) -> None:
    """What a build no longer makes is gone from the site."""
    page = built.root / "output/posts/tram/index.html"
    assert page.exists()
    built.article.unlink()
    built.run("build")

    assert not page.exists()


def test_model_that_was_not_reached_is_asked_again(built: Blog) -> None:
    """A build that lacks what a model would write is never one with nothing to do."""
    variables = {"COMMENTARY_MODEL": "local", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    first, second = built.run("build", **variables), built.run("build", **variables)

    assert first.code == second.code != OK
    assert SAME not in second.text


def test_failed_build_keeps_the_pages_and_is_tried_again(built: Blog) -> None:
    """A template that cannot be read stops the build before it touches the site."""
    page = built.page()
    template = built.root / "theme/templates/article.html"
    text = template.read_text(encoding="utf-8")
    template.write_text("{% nonsense %}", encoding="utf-8")
    assert OK != built.run("build").code
    assert page == built.page()
    assert OK != built.run("build").code
    template.write_text(text, encoding="utf-8")

    assert OK == built.run("build").code


@pytest.mark.parametrize("start", [0, 10, 20])
def test_build_that_knows_the_last_one_equals_a_cold_one(start: int) -> None:
    """Whatever is edited, deleted, spoilt or killed: the same bytes as from nothing."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/edit_sequences.py"), "10", "--start", str(start)],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'plugins'}{os.pathsep}{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    expected = "".join(f"{number}: well\n" for number in range(start, start + 10))

    assert (0, expected) == (done.returncode, done.stdout)
