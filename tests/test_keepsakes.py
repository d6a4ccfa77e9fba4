"""What is kept from build to build: the same results, and never those of something else."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from itertools import count
from typing import TYPE_CHECKING

import pytest

from keepsakes.cabinet import Cabinet
from keepsakes.mapping import KeptMap
from keepsakes.program import program_digest
from sites import ROOT, Site

if TYPE_CHECKING:
    from pathlib import Path

POST = """\
-- content/{name}.md --
Title: 記事 {name}
Date: 2026-01-0{day} 08:00
Slug: {name}
Summary: 要約

市議会は11月2日、路面電車の延伸を12対3で可決しました。{name}の工事は来年の春に始まる見通しです。
"""
LOUD = "loud"
_worked: list[object] = []
_numbers = count()
"""Pelican says the same words only once."""


def double(item: str) -> str | None:
    """Work, and note it; an item may be one that warns, or that has no result."""
    _worked.append(item)
    if item == LOUD:
        logging.getLogger(__name__).warning("heard %d", next(_numbers))
    return None if item == "none" else item * 2


def mapped(path: Path, *items: str, program: bytes = b"1") -> list[object]:
    """Map items as one build does, and return those that were worked on."""
    _worked.clear()
    kept = KeptMap(Cabinet(path, program))
    expected = [None if item == "none" else item * 2 for item in items]
    assert expected == list(kept(double, items))
    kept.close()
    return list(_worked)


def test_second_build_works_on_what_is_new(tmp_path: Path) -> None:
    """Results come in order, kept or not."""
    path = tmp_path / "folder/kept"

    assert ["a", "b"] == mapped(path, "a", "b")
    assert ["c"] == mapped(path, "b", "c", "a")


def test_single_result_is_kept_for_this_build_and_the_next(tmp_path: Path) -> None:
    """What is asked for one by one is worked on once."""
    _worked.clear()
    for _ in range(2):
        kept = KeptMap(Cabinet(tmp_path / "kept", b"1"))
        assert ["aa", "bb", "aa"] == [kept.of(double, item) for item in "aba"]
        kept.close()

    assert ["a", "b"] == _worked


@pytest.mark.parametrize("item", [LOUD, "none"])
def test_single_result_that_warns_or_is_none_is_made_again(tmp_path: Path, item: str) -> None:
    """One by one, too, a warning is heard each time."""
    _worked.clear()
    kept = KeptMap(Cabinet(tmp_path / "kept", b"1"))

    assert kept.of(double, item) == kept.of(double, item)
    assert [item, item] == _worked


def test_fork_works_by_itself(tmp_path: Path) -> None:
    """The file belongs to the process that opened it."""
    kept = KeptMap(Cabinet(tmp_path / "kept", b"1"))
    _worked.clear()
    child = os.fork()
    if not child:
        is_right = kept.of(double, "a") == "aa"
        os._exit(0 if is_right else 1)

    assert 0 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert "aa" == kept.of(double, "a")
    assert ["a"] == _worked


def test_many_results_are_written_as_they_come(tmp_path: Path) -> None:
    """What is done before something warns is kept; what warns and what follows is not."""
    path = tmp_path / "kept"
    items = [*"abcdefghijklmnopqrst", LOUD, "z"]

    assert items == mapped(path, *items)
    assert [*"qrst", LOUD, "z"] == mapped(path, *items)


@pytest.mark.parametrize("item", [LOUD, "none"])
def test_what_has_to_be_heard_again_is_not_kept(tmp_path: Path, item: str) -> None:
    """A warning belongs to every build, and no result may be one that is tried again."""
    assert [item] == mapped(tmp_path / "kept", item)
    assert [item] == mapped(tmp_path / "kept", item)


def test_a_warning_that_was_said_before_is_heard_too(tmp_path: Path) -> None:
    """Where a filter drops what this process said already, the result is no more kept than at first."""

    def drop(record: logging.LogRecord) -> bool:
        del record
        return False

    speaker = logging.getLogger(__name__)
    speaker.addFilter(drop)
    try:
        assert [LOUD] == mapped(tmp_path / "kept", LOUD)
    finally:
        speaker.removeFilter(drop)
    assert [LOUD] == mapped(tmp_path / "kept", LOUD)


def test_result_of_another_program_is_dropped(tmp_path: Path) -> None:
    """A change of any module may change any result."""
    mapped(tmp_path / "kept", "a")

    assert ["a"] == mapped(tmp_path / "kept", "a", program=b"2")
    assert ["a"] == mapped(tmp_path / "kept", "a")


def test_what_no_build_asked_for_is_dropped(tmp_path: Path) -> None:
    """The file does not grow with every edit."""
    mapped(tmp_path / "kept", "a")
    mapped(tmp_path / "kept", "b")

    assert ["a"] == mapped(tmp_path / "kept", "a")


@pytest.mark.parametrize("spoil", [b"no database", b""], ids=["foreign", "empty"])
def test_file_that_is_none_is_begun_anew(tmp_path: Path, spoil: bytes) -> None:
    """Damage costs time and nothing else."""
    mapped(tmp_path / "kept", "a")
    (tmp_path / "kept").write_bytes(spoil * 100)

    assert ["a"] == mapped(tmp_path / "kept", "a")
    assert [] == mapped(tmp_path / "kept", "a")


def test_damaged_result_is_made_again(tmp_path: Path) -> None:
    """One wrong bit in a row that the database thinks is sound."""
    path = tmp_path / "kept"
    mapped(path, "long text " * 10)
    content = path.read_bytes()
    assert b"long text long" in content
    path.write_bytes(content.replace(b"long text long", b"lonk text long"))

    assert ["long text " * 10] == mapped(path, "long text " * 10)


def test_file_that_changes_meanwhile_is_not_kept(tmp_path: Path) -> None:
    """Its result would stand under the digest of what it was before."""
    source = tmp_path / "a.md"

    def convert(path: str, *, then: str) -> str:
        text = source.read_text(encoding="utf-8")
        source.write_text(then, encoding="utf-8")
        return text + path

    def read(then: str) -> str:
        kept = KeptMap(Cabinet(tmp_path / "kept", b"1"))
        (found,) = kept.files(lambda path: convert(path, then=then), [str(source)], "made of")
        kept.close()
        return found.removesuffix(str(source))

    source.write_text("1", encoding="utf-8")
    assert "1" == read(then="2")
    source.write_text("1", encoding="utf-8")
    assert "1" == read(then="1")
    assert "1" == read(then="never read")
    assert "1" == source.read_text(encoding="utf-8")


def test_settings_are_part_of_what_a_file_becomes(tmp_path: Path) -> None:
    """The same bytes under other settings are converted again."""
    source = tmp_path / "a.md"
    source.write_text("1", encoding="utf-8")
    cabinet = Cabinet(tmp_path / "kept", b"1")
    for number in (1, 2, 1):
        assert [number] == list(
            KeptMap(cabinet).files({str(source): number}.get, [str(source)], number)
        )
    cabinet.close()


def test_equal_values_have_one_key_whatever_the_seed(tmp_path: Path) -> None:
    """Sets have an order of their own in each process, and texts may be one object or two."""
    code = """
import sys
from pathlib import Path
from keepsakes.cabinet import Cabinet
text = "".join(["a", "b"])
cabinet = Cabinet(Path(sys.argv[1]), b"1")
print(cabinet.key(frozenset("xyzuvw"), [text, text]).hex())
print(cabinet.key(frozenset("xyzuvw"), ["".join(["a", "b"]), text]).hex())
print(cabinet.key(set("xyzuvw"), [text, text]).hex())
"""
    keys = [
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "kept")],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "plugins")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]

    assert keys[0] == keys[1]
    assert (True, False) == (keys[0][0] == keys[0][1], keys[0][0] == keys[0][2])


def test_digest_of_the_program_is_that_of_its_modules(tmp_path: Path) -> None:
    """A byte of any module, or its name, makes another program."""
    found = {program_digest(tmp_path)}
    for name, text in (("a.py", "1"), ("a.py", "2"), ("b/c.py", "2"), ("b/c.py", "")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        found.add(program_digest(tmp_path))
    (tmp_path / "notes.txt").write_text("no module", encoding="utf-8")

    assert 5 == len(found)
    assert program_digest(tmp_path) in found


def test_site_is_the_same_with_keepsakes_and_without(tmp_path: Path) -> None:
    """Three builds in a row, the second from what was kept, the third after an edit."""
    plugins = ["swift", "keepsakes", "commentary", "japanese"]
    text = "".join(POST.format(name=f"p{day}", day=day) for day in range(1, 6))
    kept = Site(tmp_path / "kept", text, {"PLUGINS": plugins})
    bare = Site(tmp_path / "bare", text, {"PLUGINS": ["commentary", "japanese"]})
    first, second = kept.build().files(), kept.build().files()
    plain = bare.build().files()
    for site in (kept, bare):
        site.write(POST.format(name="p3", day=3).replace("12対3", "11対4"))

    assert plain == first == second
    assert (tmp_path / "kept/.cache/keepsakes").stat().st_size > 0
    assert bare.build().files() == kept.build().files() != first


def test_functions_of_the_settings_keep_templates_out(tmp_path: Path) -> None:
    """What such a function gives of a constant is compiled into the template."""
    site = Site(tmp_path, POST.format(name="p1", day=1), {"PLUGINS": ["keepsakes"]})
    theme = tmp_path / "theme/templates/article.html"
    theme.parent.mkdir(parents=True)
    theme.write_text("{{ 'x'|shout }}", encoding="utf-8")
    settings = tmp_path / "pelicanconf.py"
    begin = settings.read_text(encoding="utf-8")
    shown = []
    for sign in ("!", "?"):
        more = f"THEME = 'theme'\nJINJA_FILTERS = {{'shout': lambda text: text + {sign!r}}}\n"
        settings.write_text(begin + more, encoding="utf-8")
        shown.append(site.build().html("p1.html"))

    assert ["x!", "x?"] == shown
