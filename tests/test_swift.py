"""Work on every core: the same results in the same order, whatever happens to a process."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from sites import Site
from swift.cores import map_on_cores, usable_cores
from swift.reading import Converter

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger("work")
_FIRST = os.getpid()
_SIGNS = "abc 漢字。\n\n  #*_`[]()<>!|-=:^~1.&\\\"'{}"
_EXTENSIONS = ["markdown.extensions.extra", "markdown.extensions.toc", "markdown.extensions.meta"]

linux = pytest.mark.skipif(sys.platform != "linux", reason="forks are for Linux alone")


def _double(number: int) -> int:
    return 2 * number


def _process(_: int) -> int:
    return os.getpid()


def _grumble(number: int) -> int:
    logger.warning("item %s", number)
    return number


def _end_elsewhere(number: int) -> int:
    if number == 26 and os.getpid() != _FIRST:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _refuse(number: int) -> int:
    if number == 21:
        raise ValueError(number)
    return number


@given(st.integers(1, 5), st.integers(0, 90))
@settings(max_examples=25, deadline=None)
def test_results_come_in_the_order_of_the_items(cores: int, count: int) -> None:
    """However many processes work, the results are those of `map`."""
    assert [2 * number for number in range(count)] == list(
        map_on_cores(cores, _double, range(count))
    )


@linux
def test_several_processes_work() -> None:
    """Each core has its share, and the first process is one of them."""
    found = set(map_on_cores(3, _process, range(60)))
    assert 3 == len(found)
    assert os.getpid() in found


def test_few_items_stay_here() -> None:
    """A fork for a handful of items would cost more than it saves."""
    assert {os.getpid()} == set(map_on_cores(3, _process, range(5)))


@linux
def test_what_is_logged_elsewhere_is_said_here(caplog: pytest.LogCaptureFixture) -> None:
    """Each line of a fork's log comes once, in the order of the items."""
    list(map_on_cores(2, _grumble, range(40)))
    assert [f"item {number}" for number in range(40)] == caplog.messages


@linux
def test_a_lost_process_is_named_and_its_work_done_here(caplog: pytest.LogCaptureFixture) -> None:
    """When the system kills a fork, no result is missing and one line says around which item."""
    assert list(range(40)) == list(map_on_cores(2, _end_elsewhere, range(40)))
    (line,) = caplog.messages
    assert "25 … 29" in line


@linux
def test_without_room_for_a_process_one_does_it_all(caplog: pytest.LogCaptureFixture) -> None:
    """A system that gives no further process costs time, and no result."""

    def refuse() -> int:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    found = list(map_on_cores(3, _process, range(40), fork=refuse))
    assert [os.getpid()] * 40 == found
    (line,) = caplog.messages
    assert "set `CORES = 1`" in line


@linux
def test_what_fails_elsewhere_fails_here_in_its_turn() -> None:
    """The error of an item is raised when the results before it have been taken."""
    results = map_on_cores(2, _refuse, range(40))
    assert list(range(21)) == [next(results) for _ in range(21)]
    with pytest.raises(ValueError, match="21"):
        next(results)


@linux
def test_a_map_that_is_left_leaves_no_process() -> None:
    """Who takes only the first results waits for no other."""
    results = map_on_cores(2, _double, range(1000))
    assert 0 == next(results)
    results.close()  # type: ignore[attr-defined]  # of generators
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_wish_decides_how_many_cores_work() -> None:
    """One process where one is wished for; else as many as this one may use."""
    assert 1 == usable_cores(1)
    assert usable_cores(0) >= 1


@given(st.lists(st.text(_SIGNS, max_size=60), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_converter_forgets_the_last_file(texts: list[str]) -> None:
    """One converter for many files gives what a new one for each gives."""
    converter = Converter(
        {"MARKDOWN": {"extensions": _EXTENSIONS}, "FORMATTED_FIELDS": ["summary"]}
    )
    expected = [Markdown(extensions=_EXTENSIONS).convert(text) for text in texts]
    assert expected == [converter.convert_text(text).html for text in texts]


_ARTICLES = "".join(
    f"""-- content/{number}.md --
Title: 記事 *{number}*
Date: 2024-01-{number % 28 + 1:02} 10:{number % 60:02}
Slug: a{number}
Tags: 港, b{number % 3}
Summary: 要約 **{number}** です[^1]。

本文 {number} です[^1]。[参照][r]

[^1]: 注 {number}
[r]: https://example.org/{number}
"""
    for number in range(40)
)
_BROKEN = """-- content/broken.md --
Title: 壊れた
Date: いつか

本文。
"""


def test_a_site_is_the_same_on_one_core_and_on_three(tmp_path: Path) -> None:
    """Pages do not depend on the number of processes, nor on the plugin being there at all."""
    built = {}
    for name, chosen in (
        ("without", {"PLUGINS": []}),
        ("one", {"PLUGINS": ["swift"], "CORES": 1}),
        ("three", {"PLUGINS": ["swift"], "CORES": 3}),
    ):
        folder = tmp_path / name
        folder.mkdir()
        built[name] = Site(folder, _ARTICLES, {"COMMENTARY": ..., **chosen}).build()
    assert 0 == built["three"].code, built["three"].log
    assert built["without"].files() == built["one"].files() == built["three"].files()


def test_a_file_that_cannot_be_read_is_named_as_without_the_plugin(tmp_path: Path) -> None:
    """One bad article is named once, and the others are there."""
    chosen = {"COMMENTARY": ..., "PLUGINS": ["swift"], "CORES": 3}
    done = Site(tmp_path, _ARTICLES + _BROKEN, chosen).build()
    assert 1 == done.log.count("Could not process ./broken.md")
    assert 40 == len(list(done.output.glob("a[0-9]*.html")))
