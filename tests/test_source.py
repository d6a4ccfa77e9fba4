"""An article is read alike from Markdown, reStructuredText and HTML, and never written back."""

from __future__ import annotations

import re
from typing import Any

import markdown
import pytest
from docutils.core import publish_parts  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given
from pelican.readers import PelicanHTMLTranslator, PelicanHTMLWriter

from commentary import source as module
from commentary.html_tree import read_tree
from commentary.own_headings import own_kinds
from commentary.sections import Kind
from commentary.source import Role, Source, parse_source
from commentary.texts import squeeze
from examples import examples
from strategies import bodies


def read(html: str, **facts: Any) -> Source:
    """Return the source of a body."""
    return parse_source(html, **{"title": "題", **facts})


def texts(html: str) -> list[str]:
    """Return the texts of all paragraphs."""
    return [paragraph.text for paragraph in read(html).paragraphs]


def from_markdown(text: str) -> str:
    """Render as Pelican does by default."""
    return markdown.markdown(text, extensions=["extra", "codehilite", "meta"])


def from_rest(text: str) -> str:
    """Render as Pelican does."""
    writer = PelicanHTMLWriter()
    writer.translator_class = PelicanHTMLTranslator
    settings = {"initial_header_level": "2", "syntax_highlight": "short", "input_encoding": "utf-8"}
    parts: dict[str, str] = publish_parts(text, writer=writer, settings_overrides=settings)
    return parts["body"]


MARKDOWN = """\
市電の延伸が決まりました[^1]。

## 事の経緯

- 計画は**2019年**に出ました。
- 反対もありました。

    - 費用が理由です。

> 町が変わります。

| 年 | 人 |
|----|----|
| 2019 | 770 |

    print("code")

終わりです。

[^1]: 脚注です。
"""
REST = """\
市電の延伸が決まりました [1]_。

事の経緯
--------

- 計画は **2019年** に出ました。
- 反対もありました。

  - 費用が理由です。

..

    町が変わります。

==== ====
年   人
==== ====
2019 770
==== ====

.. code-block:: python

    print("code")

終わりです。

.. [1] 脚注です。
"""
HTML = """\
<P>市電の延伸が決まりました<sup id="fnref1"><a href="#f">1</a></sup>。</P>
<h2>事の経緯</h2>
<ul><li>計画は<b>2019年</b>に出ました。</li><li>反対もありました。
<ul><li>費用が理由です。</li></ul></li></ul>
<blockquote>町が変わります。</blockquote>
<table><tr><th>年</th><th>人</th></tr><tr><td>2019</td><td>770</td></tr></table>
<pre>print("code")</pre>
<p>終わりです。
<div class="footnotes"><p>脚注です。</div>
"""
PARAGRAPHS = [
    ("市電の延伸が決まりました。", Role.PARAGRAPH, ""),
    ("計画は2019年に出ました。", Role.ITEM, "事の経緯"),
    ("反対もありました。", Role.ITEM, "事の経緯"),
    ("費用が理由です。", Role.ITEM, "事の経緯"),
    ("町が変わります。", Role.QUOTE, "事の経緯"),
    ("年|人", Role.ROW, "事の経緯"),
    ("2019 | 770", Role.ROW, "事の経緯"),
    ("終わりです。", Role.PARAGRAPH, "事の経緯"),
]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(from_markdown(MARKDOWN), id="markdown"),
        pytest.param(from_rest(REST), id="rest"),
        pytest.param(HTML, id="html"),
    ],
)
def test_an_article_numbers_alike_in_every_format(html: str) -> None:
    """Paragraphs, items, quotes and rows count; headings, code and footnotes do not."""
    article = read(html)
    found = [(squeeze(p.text), p.role, p.heading) for p in article.paragraphs]
    assert PARAGRAPHS == found
    assert ("事の経緯",) == article.headings
    assert "脚注" in html[article.end :]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<ul><li>A<ul><li>B</li></ul>C</li></ul>", ["A C", "B"], id="nested-list"),
        pytest.param("<li><p>A</p><p>B</p></li>", ["A", "B"], id="loose-items"),
        pytest.param("<dl><dt>A</dt><dd>B</dd></dl>", ["A", "B"], id="definitions"),
        pytest.param("<p>A<br>B</p>", ["A B"], id="break"),
        pytest.param("<p>市<br/>電</p>", ["市電"], id="break-in-japanese"),
        pytest.param(
            "<p><ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby>字</p>", ["漢字"], id="ruby"
        ),
        pytest.param("<pre>A</pre><p>B <code>c</code></p>", ["B c"], id="code"),
        pytest.param(
            '<div class="highlight"><pre>A</pre></div><p><span class="highlight">B</span></p>',
            ["B"],
            id="highlight",
        ),
        pytest.param(
            '<table class="highlighttable"><tr><td><pre>1</pre></td></tr></table>', [], id="lines"
        ),
        pytest.param(
            "<table><caption>A</caption><thead><tr><th>B</th></tr></thead><tbody><tr><td><p>C</p>"
            "<p>D</p></td><td></td></tr></tbody><tr><td></td></tr></table>",
            ["A", "B", "C D |"],
            id="table",
        ),
        pytest.param("<figure><img><figcaption>A</figcaption></figure>", ["A"], id="caption"),
        pytest.param("<div>A<p>B</p>C</div>", ["A C", "B"], id="text-beside-blocks"),
        pytest.param("<details><summary>A</summary><p>B</p></details>", ["A", "B"], id="details"),
        pytest.param('<div class="toc"><ul><li>A</li></ul></div><p>B</p>', ["B"], id="toc"),
        pytest.param('<div class="contents topic"><p>A</p></div>', [], id="rest-contents"),
        pytest.param('<div class="contents"><p>A</p></div>', ["A"], id="contents-of-a-theme"),
        pytest.param("<p hidden>A</p><p>B<span hidden>C</span></p>", ["B"], id="hidden"),
        pytest.param("<p>A<script>B</script><!-- C --></p>", ["A"], id="script-and-comment"),
        pytest.param("<form><p>A</p></form><nav><p>B</p></nav>", [], id="form"),
        pytest.param(
            '<p>A <a class="footnote-reference" href="#f">[1]</a></p>', ["A"], id="reference"
        ),
        pytest.param("<p>H<sub>2</sub>O, x<sup>2</sup></p>", ["H2O, x2"], id="sub-and-sup"),
        pytest.param(
            '<table class="docutils citation"><tr><td>[A]</td></tr></table>', [], id="citation"
        ),
        pytest.param("<p>A\u202eB\u200b\x07</p>", ["AB"], id="invisible-characters"),
        pytest.param("bare <b>text</b><p>A</p>", ["A"], id="bare-text"),
        pytest.param("<p> </p><p>&nbsp;</p><p><img></p>", [], id="empty"),
        pytest.param('<x-note class="a"><p>A</p></x-note>', ["A"], id="unknown-element"),
        pytest.param("<div>" * 3000 + "<p>" + "<b>" * 3000 + "A", ["A"], id="deep"),
    ],
)
def test_what_a_reader_reads_is_numbered(html: str, expected: list[str]) -> None:
    """Blocks count in reading order, by what a reader sees of them."""
    assert expected == texts(html)


def test_roles_follow_what_surrounds_a_paragraph() -> None:
    """A loose item is an item, a paragraph in a quotation part of the quotation."""
    html = "<li><p>A</p></li><blockquote><ul><li>B</li></ul></blockquote><figcaption><p>C</p></figcaption><caption>D</caption>"
    roles = [paragraph.role for paragraph in read(html).paragraphs]
    assert [Role.ITEM, Role.QUOTE, Role.CAPTION, Role.CAPTION] == roles


def test_a_paragraph_is_found_by_its_number() -> None:
    """Numbers begin at 1 and end with the last paragraph."""
    article = read("<p>A</p><p>B</p>")
    found = [article.paragraph(number) for number in (-1, 0, 1, 2, 3)]
    assert [None, None, "A", "B", None] == [p.text if p else None for p in found]
    assert "A\nB" == article.text


@pytest.mark.parametrize(
    ("html", "anchors"),
    [
        pytest.param("<p>A</p><p>B</p>", ["p1", "p2"], id="numbers"),
        pytest.param('<p id="x">A</p><p>B</p>', ["x", "p2"], id="own"),
        pytest.param('<p>A</p><p id="p1">B</p>', ["p1-", "p1"], id="taken"),
        pytest.param('<p>A</p><b id="p1"></b><b id="p1-"></b>', ["p1--"], id="taken-twice"),
        pytest.param('<p id="">A</p>', ["p1"], id="empty-id"),
    ],
)
def test_every_paragraph_has_an_anchor_of_its_own(html: str, anchors: list[str]) -> None:
    """An author's id is kept, and one that is taken is not given again."""
    assert anchors == [paragraph.anchor for paragraph in read(html).paragraphs]


@given(bodies)
def test_no_html_is_too_broken(html: str) -> None:
    """Any text is read: paragraphs are numbered without a gap, and ids go right behind a name."""
    article = read(html)
    assert [p.number for p in article.paragraphs] == list(range(1, len(article.paragraphs) + 1))
    for paragraph in article.paragraphs:
        assert paragraph.text == paragraph.text.strip() != ""
        if paragraph.insert_at is not None:
            assert re.search(r"<[a-z]+\Z", html[: paragraph.insert_at], re.IGNORECASE)
            assert re.match(r"[\s/>]", html[paragraph.insert_at :])
    assert 0 <= article.end <= len(html)


def test_a_declaration_that_nobody_knows_hides_no_paragraph() -> None:
    """The parser refuses `<![foo`; ids still go where they belong."""
    html = "<p>A</p><![foo[x]]><p>B</p>"
    article = read(html)
    assert ["A", "B"] == [paragraph.text for paragraph in article.paragraphs]
    assert ["<p", "<p"] == [html[: p.insert_at or 0][-2:] for p in article.paragraphs]


def test_an_element_that_stands_elsewhere_gets_no_id() -> None:
    """Where the parser and the text disagree, nothing is inserted."""
    reader = module._Reader("<div>A</div>", frozenset())  # noqa: SLF001 - no text gets there yet
    reader.read(read_tree("<p>A</p>"))
    assert [("", None)] == [(p.anchor, p.insert_at) for p in reader.paragraphs]


@pytest.mark.parametrize(
    ("html", "marks"),
    [
        pytest.param("<p>A</p><p>[[outlook]]</p>", ["<p>[[outlook]]</p>"], id="paragraph"),
        pytest.param(
            "<P class='x'>\n[[conclusion]] </P >",
            ["<P class='x'>\n[[conclusion]] </P >"],
            id="case",
        ),
        pytest.param(
            "<div class='section'><p>[[outlook]]</p></div>", ["<p>[[outlook]]</p>"], id="div"
        ),
        pytest.param("<p>[[outlook]]", ["<p>[[outlook]]"], id="unclosed"),
        pytest.param("<p>see [[outlook]]</p>", [], id="within-text"),
        pytest.param("<p>[[outlook]][[conclusion]]</p>", [], id="two-in-one"),
        pytest.param("<blockquote><p>[[outlook]]</p></blockquote>", [], id="quote"),
        pytest.param("<ul><li><p>[[outlook]]</p></li></ul>", [], id="item"),
        pytest.param("<li>[[outlook]]</li>", [], id="no-paragraph"),
        pytest.param("<table><tr><td><p>[[outlook]]</p></td></tr></table>", [], id="cell"),
        pytest.param("<pre><p>[[outlook]]</p></pre>", [], id="code"),
        pytest.param("<p><em>[[outlook]]</em></p>", [], id="emphasis"),
        pytest.param("<p><!-- </p> -->[[outlook]]</p>", [], id="comment"),
        pytest.param("<p>[[summary]]</p>", [], id="other"),
    ],
)
def test_a_mark_is_a_paragraph_of_its_own(html: str, marks: list[str]) -> None:
    """Only a paragraph of the body itself is a mark; elsewhere it is text."""
    article = read(html)
    assert marks == [html[mark.start : mark.end] for mark in article.marks]
    assert not (marks and "[[" in article.text)


@pytest.mark.parametrize(
    ("html", "rest"),
    [
        pytest.param("<p>A</p>\n", "", id="none"),
        pytest.param('<p>A</p><div class="footnote"><p>1</p></div>\n', "<div", id="markdown"),
        pytest.param('<p>A</p><aside class="footnote-list">1</aside>', "<aside", id="html5"),
        pytest.param(
            '<div class="section"><p>A</p><table class="footnote"></table><table class="footnote">'
            "</table></div>",
            '<table class="footnote"></table><table',
            id="two-in-a-wrapper",
        ),
        pytest.param('<div class="footnote">1</div><p>A</p>', "", id="not-last"),
        pytest.param('<div class="footnote">1</div>text', "", id="text-behind"),
        pytest.param(
            '<p>A</p><div class="footnote">1</div><!-- B --><script>C</script>', "<div", id="unseen"
        ),
        pytest.param(
            '<div><p>A</p></div><div class="footnote">1</div>', '<div class="f', id="beside"
        ),
        pytest.param("<p>A</p><h2>出典</h2><ul><li>1</li></ul>\n", "<h2", id="sources"),
        pytest.param(
            '<p>A</p><h2>Sources</h2>\n<p>B</p><ol><li>1</li></ol><div class="footnote">1</div>',
            "<h2",
            id="sources-and-footnotes",
        ),
        pytest.param(
            '<p>A</p><div class="section"><h2>参考文献</h2><ul><li>1</li></ul></div>',
            '<div class="section"',
            id="sources-in-a-wrapper",
        ),
        pytest.param(
            "<h2>出典</h2><ul><li>1</li></ul><h2>後</h2><p>A</p>", "", id="sources-before"
        ),
        pytest.param("<p>A</p><h2>出典</h2><p>1</p>", "", id="sources-without-a-list"),
        pytest.param("<p>A</p><h2>出典の話</h2><ul><li>1</li></ul>", "", id="other-heading"),
        pytest.param("<p>A</p><ul><li>1</li></ul>", "", id="list-alone"),
        pytest.param("", "", id="empty"),
    ],
)
def test_sections_go_before_trailing_sources_and_footnotes(html: str, rest: str) -> None:
    """Where the body ends with sources or footnotes, what is added stands before them."""
    end = read(html).end
    assert html[end:].startswith(rest)
    assert (end == len(html)) == (rest == "")


DIGESTED = "<p class='a'>市電の\n延伸は120億円です。</p>\n<h2>経緯</h2>\n<p>The tram grows.</p><pre>x = 1</pre>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("\n", "\r\n", id="line-ends"),
        pytest.param("市電の\n延伸", "市電の延伸", id="wrapping"),
        pytest.param("120億円", "120\n億円", id="wrapping-beside-latin"),
        pytest.param("The tram", "The \n  tram", id="spaces"),
        pytest.param(" class='a'", " id='b' class='c'", id="attributes"),
        pytest.param(
            "<p>The tram grows.</p>", "<p>The <b>tram</b> grows.</p><!-- x -->", id="tags"
        ),
        pytest.param("延伸", "延\u200b伸", id="invisible"),
        pytest.param("<pre>", "<p>[[outlook]]</p><pre>", id="mark"),
    ],
)
def test_the_digest_stands_for_the_words(old: str, new: str) -> None:
    """White space, line ends, tags and attributes do not move it."""
    assert read(DIGESTED).digest == read(DIGESTED.replace(old, new)).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("120", "180", id="number"),
        pytest.param("経緯", "背景", id="heading"),
        pytest.param("x = 1", "x = 2", id="code"),
        pytest.param("です", "でした", id="words"),
        pytest.param("tram grows", "tramgrows", id="space-between-words"),
        pytest.param("<h2>", "text<h2>", id="bare-text"),
    ],
)
def test_the_digest_moves_with_the_words(old: str, new: str) -> None:
    """What a reader reads is what the digest stands for."""
    assert read(DIGESTED).digest != read(DIGESTED.replace(old, new)).digest


@pytest.mark.parametrize("facts", [{"title": "別の題"}, {"subjects": ("路線",)}])
def test_title_and_subjects_belong_to_the_digest(facts: dict[str, Any]) -> None:
    """Another title or subject is another wish."""
    assert read(DIGESTED).digest != read(DIGESTED, **facts).digest


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("", "ja", id="found"),
        pytest.param("en", "en", id="given"),
        pytest.param(" ja_JP ", "ja", id="region"),
        pytest.param("zh-Hant", "zh", id="script"),
    ],
)
def test_the_language_is_given_or_found(language: str, expected: str) -> None:
    """A code counts by its first part; without one the text tells."""
    assert expected == read("<p>市電の延伸です。</p>", language=language).language


def test_facts_are_kept() -> None:
    """Title and day come back, the title as one visible line."""
    article = read("<p>A</p>", title=" 市電の\n延伸\u202e ", date="2026-11-02")
    assert ("市電の延伸", "2026-11-02") == (article.title, article.date)


@pytest.mark.parametrize(("headings", "expected"), examples("own_headings"))
def test_an_authors_own_sections_are_known_by_their_headings(headings: str, expected: str) -> None:
    """What the author already concluded or looked ahead to is not added a second time."""
    for heading in headings.split("\n"):
        assert expected == " ".join(sorted(set(own_kinds((heading,))))), heading


def test_own_kinds_come_from_the_headings_of_the_body() -> None:
    """A heading counts, a paragraph of the same words does not."""
    assert {Kind.CONCLUSION} == read("<h2>まとめ</h2><p>今後の展望</p>").own_kinds
