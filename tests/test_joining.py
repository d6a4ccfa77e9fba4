"""Sections and ids are inserted; no byte of the author's changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.joining import join, without_marks
from commentary.sections import Kind
from commentary.source import parse_source
from strategies import bodies

OUTLOOK = "<section>OUT</section>"
CONCLUSION = "<section>CON</section>"
BOTH = {Kind.CONCLUSION: CONCLUSION, Kind.OUTLOOK: OUTLOOK}


def joined(html: str, fragments: dict[Kind, str], notice: str = "") -> str:
    """Return a body with its sections."""
    return join(html, parse_source(html, title="題"), fragments=fragments, notice=notice)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            "<h2>A</h2>\n<p class='x'>B</p>\n",
            f"<h2>A</h2>\n<p id=\"p1\" class='x'>B</p>\n\n{OUTLOOK}{CONCLUSION}",
            id="behind-the-body",
        ),
        pytest.param(
            '<p>A</p><div class="footnote"><hr></div>',
            f'<p id="p1">A</p>\n{OUTLOOK}{CONCLUSION}<div class="footnote"><hr></div>',
            id="before-footnotes",
        ),
        pytest.param(
            "<p>[[outlook]]</p><p id=a>A</p>",
            f"{OUTLOOK}<p id=a>A</p>\n{CONCLUSION}",
            id="at-a-mark",
        ),
        pytest.param(
            "<p>[[conclusion]]</p><p>[[outlook]]</p>", f"{CONCLUSION}{OUTLOOK}", id="at-both-marks"
        ),
        pytest.param(
            "<p>[[outlook]]</p><p>A</p><p>[[outlook]]</p>",
            f'{OUTLOOK}<p id="p1">A</p>\n{CONCLUSION}',
            id="first-of-two-marks",
        ),
        pytest.param("", f"\n{OUTLOOK}{CONCLUSION}", id="empty"),
    ],
)
def test_sections_stand_where_the_author_wants_them(html: str, expected: str) -> None:
    """At a mark, else behind the body and before footnotes, the outlook first."""
    assert expected == joined(html, BOTH)


def test_a_mark_without_its_section_leaves_no_trace() -> None:
    """What was not written is not announced."""
    assert "<p>A</p>" == joined("<p>A</p><p>[[outlook]]</p>", {})


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>A</p>\n<p> [[outlook]]\n</p>", "<p>A</p>\n", id="mark"),
        pytest.param("<p>[[conclusion]]</p>B", "B", id="other-kind"),
        pytest.param("<p>see [[outlook]]</p>", "<p>see [[outlook]]</p>", id="within-text"),
        pytest.param("<p>A</p>", "<p>A</p>", id="none"),
    ],
)
def test_marks_can_be_taken_off_an_article_that_cannot_be_read(html: str, expected: str) -> None:
    """A mark is for programs, so a reader never meets one."""
    assert expected == without_marks(html)


def test_a_body_without_sections_stays_as_it_is() -> None:
    """Ids come with sections only."""
    assert "<p>A</p>" == joined("<p>A</p>", {})


def test_the_notice_stands_at_the_top() -> None:
    """The line that names AI comes before everything."""
    page = joined("<p>A</p>", {Kind.OUTLOOK: OUTLOOK}, "<p>AI</p>")
    assert f'<p>AI</p><p id="p1">A</p>\n{OUTLOOK}' == page


_BEGIN, _END = "\ue000", "\ue001"
_INSERTED = re.compile(rf' id="p\d+-*"|{_BEGIN}[^{_END}]*{_END}')
_MARKED = {kind: f"{_BEGIN}{kind}{_END}" for kind in Kind}


@given(
    bodies.filter(lambda html: _BEGIN not in html and _END not in html),
    st.sampled_from([{}, _MARKED, {Kind.OUTLOOK: _MARKED[Kind.OUTLOOK]}]),
)
def test_without_what_was_inserted_the_body_is_the_authors(
    html: str, fragments: dict[Kind, str]
) -> None:
    """Taking ids, sections and one line feed out again gives every byte, but for the marks."""
    source = parse_source(html, title="題")
    page = join(html, source, fragments=fragments, notice=f"{_BEGIN}AI{_END}")
    authors = html
    for mark in reversed(source.marks):
        authors = authors[: mark.start] + authors[mark.end :]
    left = _INSERTED.sub("", page)
    assert authors.replace("\n", "") == left.replace("\n", "")
    assert left.count("\n") - authors.count("\n") in (0, 1)


@given(bodies)
def test_ids_reach_the_paragraphs_they_name(html: str) -> None:
    """In the joined page, the paragraph of an id has the words of that number."""
    source = parse_source(html, title="題")
    again = parse_source(join(html, source, fragments={Kind.OUTLOOK: ""}), title="題")
    assert [(p.text, p.role) for p in again.paragraphs] == [
        (p.text, p.role) for p in source.paragraphs
    ]
    assert [p.anchor for p in again.paragraphs] == [p.anchor for p in source.paragraphs]
