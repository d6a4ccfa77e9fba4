"""The guard's pure parts: why a file was not read, what collides, what a theme lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from guard.collisions import (
    Holder,
    Label,
    Output,
    explain_clash,
    explain_merge,
    file_key,
    find_clashes,
    find_merges,
    is_nameless,
)
from guard.encodings import Problem, decoded
from guard.findings import Finding, ThemeIncomplete, in_order
from guard.frontmatter import read_front_matter, why_unseen
from guard.sources import Failure, control_finding, diagnose, line_of
from guard.templates import Fault, Theme, find_faults, required_templates

if TYPE_CHECKING:
    from collections.abc import Mapping

MISSING_TITLE = Failure("missing", "title")
MISSING_BOTH = Failure("missing", "date,title")


def finding(path: str = "a.md", line: int | None = 1, *, blocking: bool = True) -> Finding:
    """Make a finding of which only the place matters."""
    return Finding(path, line, "is odd", blocking=blocking)


PLACES = {
    "line": (finding(), "a.md:1: is odd"),
    "file": (finding(line=None), "a.md: is odd"),
    "settings": (finding(path="", line=None), "is odd"),
}


@pytest.mark.parametrize(("found", "line"), PLACES.values(), ids=PLACES)
def test_finding_is_one_line_with_its_place(found: Finding, line: str) -> None:
    """A place that is not known is left out."""
    assert line == str(found)


def test_findings_are_ordered_by_place_and_told_once() -> None:
    """The order of reading, which changes from run to run, does not show."""
    first, second = finding(line=None), finding(line=3)
    assert (first, second) == in_order([second, first, second])


def test_incomplete_theme_ends_pelican_with_two() -> None:
    """The exception carries its findings, its text, and the exit code Pelican reads."""
    error = ThemeIncomplete((finding(),))
    assert 2 == error.exitcode
    assert "a.md:1: is odd" in str(error)


ENCODINGS = {
    "Shift_JIS": ("見出し\n本文です。", "cp932", 1, "looks like Shift_JIS"),
    "EUC-JP": ("Title: a\n見出しと本文です。", "euc_jp", 2, "looks like EUC-JP"),
    "UTF-16": ("見出し", "utf-16", 1, "is UTF-16"),
    "Latin-1": ("one\ntwo\ncafé ", "latin-1", 3, "byte 12 (0xE9) is not UTF-8; save"),
}


@pytest.mark.parametrize(
    ("text", "codec", "line", "message"), ENCODINGS.values(), ids=ENCODINGS.keys()
)
def test_other_encodings_are_named_with_line(
    text: str, codec: str, line: int, message: str
) -> None:
    """The author learns what the file seems to be, not only what it is not."""
    problem = decoded(text.encode(codec))
    assert isinstance(problem, Problem)
    assert line == problem.line
    assert message in problem.message


def test_byte_order_mark_is_no_text_but_counts_as_bytes() -> None:
    """A place after the mark is counted from the beginning of the file."""
    assert "題" == decoded(b"\xef\xbb\xbf" + "題".encode())
    problem = decoded(b"\xef\xbb\xbfa\xff")
    assert isinstance(problem, Problem)
    assert "byte 5 (0xFF)" in problem.message


@given(st.binary())
def test_any_bytes_become_text_or_a_problem_with_a_remedy(raw: bytes) -> None:
    """No file makes the guard itself fail."""
    result = decoded(raw)
    assert isinstance(result, str) or "; " in result.message


@given(st.text())
def test_any_text_has_a_reason_for_missing_keys(text: str) -> None:
    """Whatever stands in a file, the finding names its place and what to do."""
    raw = text.encode("utf-8", "surrogatepass")
    found = diagnose("a.md", raw, [MISSING_BOTH])
    assert found.blocking
    assert str(found).startswith("a.md")
    assert found.line is None or 0 < found.line <= text.count("\n") + text.count("\r") + 2


def test_front_matter_knows_its_lines() -> None:
    """Continued values belong to the field above; the body does not count."""
    metadata = read_front_matter("---\nTitle: a\nTags: b\n    c\nDate: d\n---\nSlug: x\n")
    assert [("title", 2), ("tags", 3), ("date", 5)] == [(f.key, f.line) for f in metadata.fields]
    assert (6, True) == (metadata.end, metadata.opened)
    assert metadata.get("slug") is None


UNSEEN = {
    "no colon": ("Title a\nDate: b\n\nText", (1, "`Title a` has no colon")),
    "full width": ("Title：a\n\nText", (1, "full-width colon")),
    "indented": ("     Title: a\n\nText", (1, "white space")),
    "empty line first": ("Date: b\n\nTitle: a\n\nText", (3, "ended at line 2")),
    "yaml list": ("Date: b\nTags:\n- c\nTitle: a\n\nText", (3, "line 4 counts as text")),
    "never closed": ("---\nDate: b\nText", (3, "never closed")),
}


@pytest.mark.parametrize(("text", "expected"), UNSEEN.values(), ids=UNSEEN)
def test_what_hides_a_title_is_found(text: str, expected: tuple[int, str]) -> None:
    """The author wrote one, but not so that Pelican sees it."""
    line, message = expected
    found = why_unseen(read_front_matter(text), text, ["title"])
    assert found is not None
    assert line == found[0]
    assert message in found[1]


def test_nothing_hides_a_title_that_is_not_there() -> None:
    """A file without one is told so, without a guess."""
    text = "Date: b\n\nText about a title: none.\n"
    assert why_unseen(read_front_matter(text), text, ["title"]) is None
    found = diagnose("a.md", text.encode(), [MISSING_TITLE])
    assert "a.md:1: no `Title:` in the metadata; add a line `Title: …` at its top" == str(found)


FOREIGN = {"rst": ("a.rst", "a heading as first line"), "html": ("a.html", "<title>")}


@pytest.mark.parametrize(("path", "remedy"), FOREIGN.values(), ids=FOREIGN)
def test_remedy_is_in_the_language_of_the_file(path: str, remedy: str) -> None:
    """A title is written otherwise in reStructuredText and HTML."""
    assert remedy in diagnose(path, b"text", [MISSING_TITLE]).message


RAISED = {
    "date": ("ValueError: '2026-13-45' is not a valid date", 2, "`Date: 2026-13-45`"),
    "plugin": ("KeyError in `seo`: 'image'", None, "ended in KeyError in `seo`: 'image'"),
}


@pytest.mark.parametrize(("error", "line", "message"), RAISED.values(), ids=RAISED)
def test_exceptions_are_told_apart(error: str, line: int | None, message: str) -> None:
    """A date has a line; a plugin's failure is not the author's."""
    raw = b"Title: a\nDate: 2026-13-45\n\nText"
    found = diagnose("a.md", raw, [Failure("raised", error)])
    assert line == found.line
    assert message in found.message


@pytest.mark.parametrize("cause", ["status", "outside"])
def test_line_of_the_cause_is_given(cause: Literal["status", "outside"]) -> None:
    """Both have a line of their own in the metadata."""
    raw = b"Title: a\nStatus: x\nSave_as: ../b\n\nText"
    found = diagnose("a.md", raw, [Failure(cause, "x")])
    assert {"status": 2, "outside": 3}[cause] == found.line


LINES = {
    "markdown": ("a.md", "Title: t\nSlug: s\n\nText", 2),
    "rst": ("a.rst", "Title\n#####\n\n:slug: s\n", 4),
    "html": ("a.html", '<html><head>\n<meta name="slug" content="s">', 2),
    "absent": ("a.md", "Title: t\n\nSlug: s", None),
}


@pytest.mark.parametrize(("path", "text", "line"), LINES.values(), ids=LINES)
def test_metadata_is_found_in_each_kind_of_source(path: str, text: str, line: int | None) -> None:
    """Findings point at the line to change."""
    assert line == line_of(path, text, "slug")


def test_control_characters_are_counted_and_the_first_is_placed() -> None:
    """Columns and lines begin with one."""
    found = control_finding("a.md", "ab\ncd\x0be\x00\n", 2)
    assert str(found).startswith("a.md:2: control character U+000B in column 3 and 1 more left out")


def output(source: str, save_as: str, when: float = 0, *, override: bool = False) -> Output:
    """Make an output whose slug is its file's stem."""
    slug = save_as.rpartition("/")[2].removesuffix(".html")
    return Output(source=source, save_as=save_as, slug=slug, when=when, is_override=override)


SAME = {
    "case": ("Posts/A.html", "posts/a.html"),
    "composed": ("が.html", "が.html"),
    "backslash": ("a\\b.html", "a/b.html"),
    "dot": ("./a.html", "a.html"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_files_that_are_one_on_some_disk_are_one(one: str, other: str) -> None:
    """A site that builds on Linux is to build on macOS and Windows."""
    assert file_key(one) == file_key(other)


NAMELESS = {".html": True, "posts//index.html": True, "a/": True, "a/index.html": False}


@pytest.mark.parametrize(("save_as", "expected"), NAMELESS.items(), ids=NAMELESS)
def test_hole_of_an_empty_slug_is_seen(save_as: str, *, expected: bool) -> None:
    """The file's path shows where the slug should stand."""
    assert expected is is_nameless(save_as)


@given(st.permutations([("b", 2.0), ("a", 2.0), ("c", 1.0)]))
def test_oldest_source_keeps_the_file(order: list[tuple[str, float]]) -> None:
    """The path decides between equal dates, and the order of reading never."""
    clashes, files = find_clashes([output(name, "x.html", when) for name, when in order], {})
    assert ["a", "b"] == [clash.source for clash in clashes]
    assert "c" == files["x.html"].name


def test_list_page_gives_way_only_to_what_names_its_file() -> None:
    """`Save_as: index.html` is how an author replaces the index."""
    taken = {"index.html": Holder("the list page `index`", "index.html", is_list=True)}
    wanted, _ = find_clashes([output("a", "index.html", override=True)], taken)
    unwanted, _ = find_clashes([output("a", "index.html")], taken)
    assert () == wanted
    assert "the list page `index` already has `index.html`" in explain_clash(unwanted[0])


def test_clash_of_case_says_so() -> None:
    """The two names look different to the author."""
    clashes, _ = find_clashes([output("a", "A.html"), output("b", "a.html")], {})
    assert "the same as `A.html` where file names ignore case" in explain_clash(clashes[0])


def test_names_with_one_slug_are_found_per_kind() -> None:
    """A tag and a category may share a slug; a name used twice is no clash."""
    labels = [
        Label("tag", "C++", "c", "b.md"),
        Label("tag", "C", "c", "a.md"),
        Label("tag", "C", "c", "c.md"),
        Label("category", "C", "c", "a.md"),
    ]
    (merge,) = find_merges(labels)
    assert ("tag", ("C", "C++"), "b.md") == (merge.kind, merge.names, merge.source)
    assert "`TAG_REGEX_SUBSTITUTIONS`" in explain_merge(merge)


def faults(templates: Mapping[str, str], *wanted: str) -> list[Fault]:
    """Check a theme given as a mapping."""
    theme = Theme(Environment(loader=DictLoader(templates), autoescape=True), (".html",), None)
    return list(find_faults(theme, {f"`{name}`": (name,) for name in wanted}))


REFERENCES = {
    "extends": '{% extends "lost.html" %}',
    "import": '{% import "lost.html" as x %}',
    "from": '{% from "lost.html" import x %}',
    "include": '{% include "lost.html" %}',
    "list": '{% include ["lost.html", "gone.html"] %}',
}


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES)
def test_reference_to_a_missing_template_is_found(text: str) -> None:
    """However deep it stands."""
    found = faults({"a.html": '{% include "b.html" %}', "b.html": f"\n{text}"}, "a")
    assert [2] == [fault.line for fault in found]
    assert "`lost.html`" in found[0].message


HARMLESS = {
    "optional": '{% include "lost.html" ignore missing %}',
    "one of": '{% include ["lost.html", "b.html"] %}',
    "dynamic": "{% include name %}",
    "itself": '{% include "a.html" %}',
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_reference_that_may_work_is_no_fault(text: str) -> None:
    """What only the run can know is left to it, and a circle ends."""
    assert [] == faults({"a.html": text, "b.html": ""}, "a")


def test_template_error_is_found_with_its_line() -> None:
    """Also in a template that is only included."""
    found = faults({"a.html": '{% include "b.html" %}', "b.html": "\n\n{% endif %}"}, "a")
    assert [3] == [fault.line for fault in found]
    assert "the template has an error" in found[0].message


def test_settings_decide_which_templates_are_required() -> None:
    """An empty `…_SAVE_AS` switches a kind of page off."""
    settings = {
        "DIRECT_TEMPLATES": ["index", "tags"],
        "TAGS_SAVE_AS": "",
        "ARTICLE_SAVE_AS": "{slug}.html",
        "TAG_SAVE_AS": "",
        "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}.html",
    }
    stems = required_templates(settings).values()
    assert [("article",), ("period_archives", "archives"), ("index",)] == list(stems)
