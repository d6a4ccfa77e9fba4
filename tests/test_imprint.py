"""Who answers for an article: days, sources, corrections, error reports, authors, advice."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imprint.advice import Text, correction_findings, modified_findings, source_findings
from imprint.authors import Profile, load_profiles
from imprint.corrections import Correction, corrections_html, in_order, read_corrections
from imprint.days import find_days
from imprint.findings import Finding
from imprint.reports import report_url, template_problem
from imprint.sources import SourceItem, is_sources_title, mark_sources

NOVEMBER = dt.date(2026, 11, 20)


# --- days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月20日",
        "２０２６年１１月２０日",
        "令和8年11月20日",
        "2026-11-20",
        "2026/11/20",
        "2026.11.20",
        "20 November 2026",
        "20th Nov. 2026",
        "November 20, 2026",
        "nov 20 2026",
    ],
)
def test_days_are_read_as_authors_write_them(text: str) -> None:
    """Every usual spelling is the same day, wherever it stands."""
    (day,) = find_days(f"読んだ（{text}）。")

    assert NOVEMBER == day.date
    assert text == f"読んだ（{text}）。"[day.start : day.end]


@pytest.mark.parametrize(
    "text", ["2026年13月1日", "2026-02-30", "令和99999年1月1日", "第2026-11-201号", "1.2.3"]
)
def test_what_is_no_day_has_no_date(text: str) -> None:
    """A day that the calendar does not have is told apart from one; other numbers are no days."""
    assert all(day.date is None for day in find_days(text))


def test_the_first_year_of_an_era() -> None:
    """元年 is the year 1."""
    assert [dt.date(2019, 5, 1)] == [day.date for day in find_days("令和元年5月1日")]


# --- sources --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("出典", True),
        ("■ 参考文献", True),
        ("主な出典", True),
        ("Sources", True),
        ("References:", True),
        ("出典の信頼性", False),
        ("Sources of energy", False),
        ("参考", True),
    ],
)
def test_headings_of_sources(title: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    """A heading is taken only if it says nothing else."""
    assert expected == is_sources_title(title)


LISTED = '<p>本文</p>\n<h2 id="出典">出典</h2>\n<ul>\n<li>{}</li>\n</ul>'
OPENING = '<section class="sources flow" role="doc-bibliography" aria-labelledby="出典">\n'


def test_the_list_of_sources_is_marked_by_insertion() -> None:
    """An element stands around heading and list, and no byte of the author's is another."""
    html = LISTED.format('<a href="https://a.example/?a=1&amp;b=2">題名</a>') + "\n<p>後</p>"

    sources = mark_sources(html)

    assert sources
    expected = html.replace("<h2", f"{OPENING}<h2").replace("</ul>", "</ul>\n</section>")
    assert expected == sources.html
    assert (SourceItem(["https://a.example/?a=1&b=2"]),) == sources.items


@pytest.mark.parametrize(
    "text",
    [
        "題名（2026年11月20日閲覧）",
        "題名（閲覧日：2026年11月20日）",
        "題名、最終アクセス2026-11-20",
        "Title (accessed 20 November 2026)",
        "Title (read on 2026-11-20)",
        "Title, retrieved November 20, 2026",
        "Title（2024年3月19日、2026年11月20日閲覧）",
    ],
)
def test_days_of_access(text: str) -> None:
    """The day on which the author read a source becomes a `time`, and no other day does."""
    sources = mark_sources(LISTED.format(text))

    assert sources
    assert NOVEMBER == sources.items[0].accessed
    assert 1 == sources.html.count('<time datetime="2026-11-20">')
    assert LISTED.format(text) == re.sub(
        r"</?(?:time|section)\b[^>]*>\n?", "", sources.html
    ).replace("</ul>\n", "</ul>")


def test_days_of_publication_are_no_days_of_access() -> None:
    """The day in a title, or one that something else is said of, is not taken."""
    sources = mark_sources(LISTED.format("声明（2024年3月19日）、2024年12月27日、発言の確認に使用"))

    assert sources
    assert None is sources.items[0].accessed
    assert "<time" not in sources.html


def test_the_last_list_counts_and_footnotes_are_not_in_it() -> None:
    """Smaller headings divide the list; what follows it is left alone."""
    html = (
        "<h2>Sources</h2><p>none yet</p><h2>Text</h2><p>a</p><h2>Sources</h2><h3>Papers</h3>"
        '<ul><li><a href="https://a.example">a</a></li></ul><h3>Books</h3><ol><li>b<li>c</ol>'
        '<div class="footnote"><ol><li><a href="#fnref:1">↩</a></li></ol></div>'
    )

    sources = mark_sources(html)

    assert sources
    assert [["https://a.example"], [], []] == [item.links for item in sources.items]
    assert '<h2>Text</h2><p>a</p><section class="sources' in sources.html
    assert '</ol>\n</section><div class="footnote">' in sources.html


def test_a_list_inside_an_element_stays_inside() -> None:
    """Where heading and list stand in an element, the mark does too."""
    html = "<div><h2>出典</h2><ul><li>a</li></ul></div><ul><li>b</li></ul>"

    sources = mark_sources(html)

    assert sources
    assert 1 == len(sources.items)
    assert "</ul>\n</section></div>" in sources.html


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<h2>出典</h2><p>紙の資料</p>", id="no-list"),
        pytest.param("<p>出典</p><ul><li>a</li></ul>", id="no-heading"),
        pytest.param("<h2>出典</h2><ul><li>a", id="unclosed"),
        pytest.param("<h2>出典</h2></div><ul><li>a</li></ul>", id="other-element"),
        pytest.param("", id="empty"),
    ],
)
def test_bodies_without_a_list_of_sources(html: str) -> None:
    """Nothing is marked where heading and list are not both there."""
    assert None is mark_sources(html)


@given(
    st.lists(
        st.sampled_from(
            "<h2>出典</h2> <h2> </h2> <ul> </ul> <li> </li> <div> </div> <p> </p> <!-- --> & "
            "(accessed&#32;2026-11-20) 2026年11月20日閲覧 <a&#32;href=x> </a> \n".split(" ")
        ).map(lambda piece: piece.replace("&#32;", " ")),
        max_size=25,
    )
)
def test_marks_can_be_taken_out_again(pieces: list[str]) -> None:
    """Whatever the body is, removing what was inserted gives it back."""
    html = "".join(pieces)
    sources = mark_sources(html)
    if sources:
        bare = re.sub(r"<section [^>]*>\n|\n</section>|<time [^>]*>|</time>", "", sources.html)
        assert html == bare


# --- corrections ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            "2026-11-20 数字を改めました。",
            [Correction("correction", NOVEMBER, "数字を改めました。")],
            id="one",
        ),
        pytest.param(
            ["2026年11月20日：前半。", "後半。", "2026-11-21 次。"],
            [
                Correction("correction", NOVEMBER, "前半。後半。"),
                Correction("correction", dt.date(2026, 11, 21), "次。"),
            ],
            id="several-lines",
        ),
        pytest.param(
            "2026-11-20 one\n2026-11-21 two",
            [
                Correction("correction", NOVEMBER, "one"),
                Correction("correction", dt.date(2026, 11, 21), "two"),
            ],
            id="one-field-of-lines",
        ),
        pytest.param(
            ["2026-11-20 one", "two"], [Correction("correction", NOVEMBER, "one two")], id="words"
        ),
        pytest.param("no day", [Correction("correction", None, "no day")], id="no-day"),
        pytest.param("2026-02-30 x", [Correction("correction", None, "x")], id="impossible-day"),
        pytest.param(None, [], id="absent"),
        pytest.param("  ", [], id="empty"),
    ],
)
def test_corrections_are_read_from_metadata(value: object, expected: list[Correction]) -> None:
    """A line that begins with a day begins a correction; nothing that was written is lost."""
    assert expected == list(read_corrections("correction", value))


def test_corrections_without_a_day_stand_last() -> None:
    """None is lost, whatever holds them."""
    undated = Correction("correction", None, "a")
    older = Correction("correction", dt.date(2026, 11, 1), "b")
    newer = Correction("addition", NOVEMBER, "c")

    assert (newer, older, undated) == in_order(iter([undated, older, newer]))


def test_the_block_of_corrections() -> None:
    """Newest first, escaped, with links, in the words of the article's language."""
    corrections = in_order(
        [
            Correction(
                "correction", dt.date(2026, 11, 1), "a < [b & c](https://x.example/?a=1&b=2)"
            ),
            Correction("addition", NOVEMBER, "[x](javascript:alert)"),
        ]
    )

    html = corrections_html(corrections, "en", format_day=lambda day: f"day {day.day}")

    assert '<h2 id="corrections">Corrections and additions</h2>' in html
    newer = (
        '<li><time datetime="2026-11-20">day 20</time> <strong>Addition</strong>: [x](javascript:'
    )
    assert newer in html
    assert 'a &lt; <a href="https://x.example/?a=1&amp;b=2">b &amp; c</a></li>' in html
    assert html.index("Addition</strong>") < html.index("Correction</strong>")


# --- error reports --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "repository", "expected"),
    [
        pytest.param("", "", "", id="none"),
        pytest.param(
            "mailto:desk@x.example",
            "https://github.com/a/b",
            "mailto:desk@x.example?subject=A%20%26%20B&body=https%3A%2F%2Fblog.example%2Fa%2F",
            id="mail",
        ),
        pytest.param(
            "https://x.example/form?page={url}",
            "",
            "https://x.example/form?page=https://blog.example/a/",
            id="form",
        ),
        pytest.param("https://x.example/contact", "", "https://x.example/contact", id="plain"),
        pytest.param(
            "",
            "https://github.com/a/b.git",
            "https://github.com/a/b/issues/new?title=A%20%26%20B&body=https://blog.example/a/",
            id="github",
        ),
        pytest.param(
            "",
            "https://gitlab.example/a/b/",
            "https://gitlab.example/a/b/-/issues/new?issue[title]=A%20%26%20B"
            "&issue[description]=https://blog.example/a/",
            id="gitlab",
        ),
    ],
)
def test_error_reports_have_the_article_filled_in(
    template: str, repository: str, expected: str
) -> None:
    """A mail, a form or an issue begins with title and address of the article."""
    address = "https://blog.example/a/"

    assert expected == report_url(template, repository, title="A & B", address=address)


def test_a_title_with_braces_is_not_filled_in_again() -> None:
    """What stands in a title is text, even where it looks like a place to fill."""
    url = report_url("https://x.example/?t={title}&u={url}", "", title="{url}", address="a")

    assert "https://x.example/?t=%7Burl%7D&u=a" == url


@pytest.mark.parametrize(
    ("template", "words"),
    [
        pytest.param("desk@x.example", "write `mailto:desk@x.example`", id="mail"),
        pytest.param("x.example/form", "write `https://…`", id="host"),
        pytest.param(None, "is None", id="none"),
        pytest.param("javascript:alert(1)", "no complete address", id="script"),
    ],
)
def test_an_address_that_leads_nowhere_is_named(template: object, words: str) -> None:
    """What a browser would take for a page of the blog is a mistake in the settings."""
    assert words in template_problem(template)


@pytest.mark.parametrize("template", ["", "mailto:a@x.example", "https://x.example/{title}"])
def test_complete_addresses_are_fine(template: str) -> None:
    """Mail, web and nothing at all are what the setting is for."""
    assert "" == template_problem(template)


# --- authors --------------------------------------------------------------------------------


def test_profiles_are_read() -> None:
    """Every key is taken, and what is left out is empty."""
    given_profiles = {
        "著者": {
            "bio": " 一行目。\n 二行目。",
            "url": "https://x.example/",
            "image": "images/me.jpg",
            "links": {"Mastodon": "https://m.example/@a"},
            "organization": True,
        },
        "B": {},
    }

    profiles, problems = load_profiles(given_profiles)

    links = (("Mastodon", "https://m.example/@a"),)
    expected = Profile(
        "一行目。 二行目。", "https://x.example/", "images/me.jpg", links, organization=True
    )
    assert {"著者": expected, "B": Profile()} == profiles
    assert [] == problems


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param([], "`AUTHOR_PROFILES` is no dict", id="list"),
        pytest.param({"A": "x"}, '`AUTHOR_PROFILES["A"]` is no dict', id="text"),
        pytest.param({"A": {"boi": "x"}}, "did you mean `bio`?", id="near-key"),
        pytest.param({"A": {"zzz": "x"}}, "write one of `bio`", id="far-key"),
        pytest.param({"A": {"bio": 3}}, "`bio` is 3; write a text", id="number"),
        pytest.param({"A": {"url": "javascript:x"}}, "write a complete address", id="script"),
        pytest.param({"A": {"image": "../me.jpg"}}, "below `content/`", id="outside"),
        pytest.param({"A": {"image": "https://x.example/a.jpg"}}, "below `content/`", id="remote"),
        pytest.param({"A": {"links": ["x"]}}, "write a dict of names", id="links"),
        pytest.param({"A": {"links": {"x": "x"}}}, "write a complete address", id="link"),
        pytest.param({"A": {"organization": "yes"}}, "`True` or `False`", id="flag"),
    ],
)
def test_mistakes_in_profiles_are_named(value: object, words: str) -> None:
    """One line says what is wrong and what to write; the rest of the profile is used."""
    _, problems = load_profiles(value)

    (problem,) = problems
    assert words in problem


# --- advice ---------------------------------------------------------------------------------


def text(*lines: str, language: str = "ja") -> Text:
    """Make an article's file of lines."""
    return Text("content/a.md", language, lambda: "\n".join(lines))


def test_sources_without_a_day_are_advice_with_a_line() -> None:
    """One piece of advice for an article names the first source that lacks a day."""
    article = text(
        "Title: a", "", "[b](https://b.example)", "", "## 出典", "", "- https://b.example"
    )
    items = [SourceItem(["https://b.example"]), SourceItem(["https://c.example"], NOVEMBER)]

    (finding,) = source_findings(article, items)

    assert (7, True) == (finding.line, finding.is_advice)
    assert "without a day of access: 1 of 2" in finding.message


def test_no_sources_are_advice_and_whole_ones_are_none() -> None:
    """An article without a list is told how to begin one, in its language."""
    (finding,) = source_findings(text(language="en"), None)

    assert "`## Sources`" in finding.message
    assert finding.is_advice
    assert [] == list(source_findings(text(), [SourceItem(["https://b.example"], NOVEMBER)]))
    assert [] == list(source_findings(text(), [SourceItem([])])), "a book has no day of access"


def test_an_impossible_day_of_access_is_a_mistake() -> None:
    """A day that the calendar does not have is named with its line."""
    article = text("## 出典", "- [b](https://b.example)（2026年2月30日閲覧）")
    sources = mark_sources(
        '<h2>出典</h2><ul><li><a href="https://b.example">b</a>（2026年2月30日閲覧）</li></ul>'
    )

    assert sources
    (finding,) = source_findings(article, sources.items)
    assert (2, False) == (finding.line, finding.is_advice)
    assert "content/a.md:2: the day of access" in str(finding)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("Correction: x y", "does not begin with a day", id="no-day"),
        pytest.param("Correction: 2026-11-01 x", "is before the article's `Date:`", id="before"),
        pytest.param("Correction: 2062-11-20 x", "is in the future", id="future"),
        pytest.param("Correction: 2026-11-20", "has no text", id="no-text"),
    ],
)
def test_mistakes_in_corrections(line: str, words: str) -> None:
    """A correction that cannot be is named on its line."""
    corrections = read_corrections("correction", line.partition(": ")[2])

    (finding,) = correction_findings(
        text("Title: a", line), corrections, dt.date(2026, 11, 10), dt.date(2026, 11, 23)
    )

    assert 2 == finding.line
    assert words in finding.message
    assert not finding.is_advice


def test_a_sound_correction_is_no_finding() -> None:
    """The day of publication and the day of the build are both allowed."""
    corrections = read_corrections("addition", ["2026-11-10 a", "2026-11-23 b"])
    days = dt.date(2026, 11, 10), dt.date(2026, 11, 23)

    assert [] == list(correction_findings(text(), corrections, *days))


def test_a_change_before_publication_is_a_mistake() -> None:
    """`Modified:` may be the day of `Date:`, and not an earlier one."""
    article = text("Title: a", "Modified: 2026-11-19")

    (finding,) = modified_findings(article, NOVEMBER, dt.date(2026, 11, 19))

    assert "content/a.md:2: `Modified: 2026-11-19` is before `Date: 2026-11-20`" in str(finding)
    assert [] == list(modified_findings(article, NOVEMBER, NOVEMBER))
    assert [] == list(modified_findings(article, NOVEMBER, None))


def test_findings_of_settings_have_no_place() -> None:
    """Where no file is meant, the message stands alone."""
    assert "x" == str(Finding("", 0, "x"))
