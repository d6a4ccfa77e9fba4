"""The filters on finished HTML: the list of contents, and the regions that scroll."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contents.headings import Heading, _Collector, _nested, contents
from contents.regions import regions

_PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<h2>", "</h2>", "</h4>", "</H3 >", "<h3/>", "<br>", "a", "&amp;", ">"),
        *('<h2 id="a">', '<h3 id="b">', '<h4 id="c">', '<H2 ID="d">', '<h2-x id="e">', "</h2-x>"),
        *("<section>", '<section data-ai-disclosure="x">', "</section>", "<section-a>"),
        *("<ruby>", "</ruby>", "<rt>", "</rt>", '<img alt="b">', '<a class="headerlink">', "</a>"),
        *("<!--", "-->", "<", "<script>", "</script>"),
    ]
)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_what_is_passed_over_says_nothing(html: str) -> None:
    """The list is what Python's own parser finds when it reads everything."""
    collector = _Collector()
    collector.feed(html)
    collector.close()
    collector.end_heading()
    assert _nested(collector.headings) == contents(html)


def test_h3_stand_below_their_h2() -> None:
    """Each h2 is listed with the h3 that follow it, in the order of the page."""
    html = '<h2 id="a">A</h2><h3 id="b">B</h3><h3 id="c">C</h3><h2 id="d">D</h2>'

    expected = (
        Heading(2, "a", "A", (Heading(3, "b", "B"), Heading(3, "c", "C"))),
        Heading(2, "d", "D"),
    )
    assert expected == contents(html)


def test_h3_before_any_h2_stands_alone() -> None:
    """An h3 with nothing above it is listed on the first level."""
    html = '<h3 id="a">A</h3><h2 id="b">B</h2>'

    assert (Heading(3, "a", "A"), Heading(2, "b", "B")) == contents(html)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        pytest.param("今後の<strong>展望</strong>", "今後の展望", id="inline-elements"),
        pytest.param("A &amp; &lt;B&gt;", "A & <B>", id="entities-are-read"),
        pytest.param("<ruby>展望<rp>（</rp><rt>てんぼう</rt><rp>）</rp></ruby>", "展望", id="ruby"),
        pytest.param("<ruby>展<rt>てん<rt>x</ruby>望", "展望", id="rt-closed-by-its-ruby"),
        pytest.param(
            '結論<sup><a class="footnote-ref" href="#f">1</a></sup>', "結論", id="footnote"
        ),
        pytest.param('結論<a class="headerlink" href="#x">¶</a>', "結論", id="permalink"),
        pytest.param('<img src="x" alt="図">の説明', "図の説明", id="alternative-text"),
        pytest.param("一行目<br>\n  二行目", "一行目 二行目", id="line-break"),
    ],
)
def test_text_of_a_heading(inner: str, text: str) -> None:
    """The text is what a reader reads, without readings, marks and white space."""
    assert (Heading(2, "a", text),) == contents(f'<h2 id="a">{inner}</h2>')


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="nothing"),
        pytest.param("<h2>A</h2>", id="no-id"),
        pytest.param('<h2 id="">A</h2>', id="empty-id"),
        pytest.param('<h2 id="a"> </h2>', id="no-text"),
        pytest.param('<h1 id="a">A</h1><h4 id="b">B</h4>', id="other-levels"),
        pytest.param('<pre>&lt;h2 id="a"&gt;A&lt;/h2&gt;</pre>', id="shown-as-code"),
        pytest.param('<!-- <h2 id="a">A</h2> -->', id="comment"),
    ],
)
def test_what_is_not_listed(html: str) -> None:
    """A heading that cannot be linked to, or says nothing, is left out."""
    assert () == contents(html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param('<h2 id="a">A<p>text</p>', (Heading(2, "a", "A"),), id="never-closed"),
        pytest.param('<h2 id="a">A', (Heading(2, "a", "A"),), id="end-of-text"),
        pytest.param(
            '<h2 id="a">A<h2 id="b">B</h2>',
            (Heading(2, "a", "A"), Heading(2, "b", "B")),
            id="next-heading-ends-it",
        ),
        pytest.param('</h2></div><h2 id="a">A</h2>', (Heading(2, "a", "A"),), id="stray-ends"),
        pytest.param(
            '<h2 id="a"><rt>x</h2><h2 id="b">B</h2>', (Heading(2, "b", "B"),), id="open-rt"
        ),
    ],
)
def test_broken_html_costs_at_most_one_heading(html: str, expected: tuple[Heading, ...]) -> None:
    """An author's unclosed tag does not swallow the headings after it."""
    assert expected == contents(html)


@given(st.text(alphabet='<>/"= abh23id&;p\n'))
def test_any_text_is_survived(html: str) -> None:
    """No text raises, and every heading found has an id and a text."""
    assert all(heading.id and heading.text for heading in contents(html))


def test_a_table_can_be_reached_and_scrolled() -> None:
    """A table gets one focusable group with a name, and stays as it is."""
    expected = (
        'x<div class="region" role="group" tabindex="0" aria-label="&#34;表&#34; &amp; 図">'
        "<table><tr><td>1</td></tr></table ></div>y"
    )
    assert expected == regions("x<table><tr><td>1</td></tr></table >y", '"表" & 図')


def test_a_table_in_a_table_gets_no_region_of_its_own() -> None:
    """Only the outermost table scrolls."""
    html = "<table><tr><td><table></table></td></tr></table>"

    assert 1 == regions(html, "表").count("<div")


def test_alignment_becomes_data() -> None:
    """Markdown's inline style, which the page's policy forbids, becomes an attribute."""
    html = '<table>\n<td style="text-align: right;">1</td>\n<th style="color: red">2</th></table>'

    assert '<td data-align="right">1</td>\n<th style="color: red">2</th>' in regions(html, "表")


def test_code_can_be_reached() -> None:
    """A code block gets a place in the tab order, unless it has one."""
    expected = '<pre tabindex="0" class="a"><code>x</code></pre>\n<pre tabindex="-1"></pre>'
    html = '<pre class="a"><code>x</code></pre>\n<pre tabindex="-1"></pre>'

    assert expected == regions(html, "表")


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>文</p>\r\n<p>&lt;table&gt;</p>", id="nothing-to-mark"),
        pytest.param("<table><tr><td>1", id="unclosed-table"),
        pytest.param("</table><p>x</p>", id="stray-end"),
        pytest.param("<!-- <table></table> -->", id="comment"),
    ],
)
def test_everything_else_stays_byte_for_byte(html: str) -> None:
    """HTML without a whole table or code is returned as it came."""
    assert html == regions(html, "表")
