"""Japanese done right: soft line breaks, phrases in headings, reading time, dates."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import TYPE_CHECKING

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.dates import with_names
from japanese.phrases import phrased, phrased_headings
from japanese.reading_time import reading_minutes
from japanese.soft_breaks import SoftBreaks
from sites import Site

if TYPE_CHECKING:
    from pathlib import Path

WBR = '<wbr aria-hidden="true">'


def rendered(text: str) -> str:
    """Return the HTML of a Markdown text, without the paragraph around it."""
    return re.sub(
        r"\A<p>|</p>\Z",
        "",
        markdown.markdown(text, extensions=["extra", SoftBreaks()], output_format="html"),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("東京の\n大阪", "東京の大阪", id="kanji and kana"),
        pytest.param("です。\n「はい」", "です。「はい」", id="full-width signs"),
        pytest.param("ｱｲｳ\nｴｵ", "ｱｲｳｴｵ", id="half-width kana"),
        pytest.param("東京の \n \t大阪", "東京の大阪", id="spaces around the break"),
        pytest.param("一\n二\n三", "一二三", id="several lines"),
        pytest.param("**東京\nの**\n大阪", "<strong>東京の</strong>大阪", id="border of strong"),
        pytest.param(
            "東京\n[大\n阪](/x)\nへ", '東京<a href="/x">大阪</a>へ', id="border of a link"
        ),
        pytest.param(
            "<ruby>東京<rt>とう</rt></ruby>\nへ",
            "<ruby>東京<rt>とう</rt></ruby>へ",
            id="ruby written as HTML",
        ),
        pytest.param("そう……\n次は", "そう……次は", id="ellipsis"),
        pytest.param("です。\n※注意", "です。※注意", id="reference mark"),
        pytest.param("𠮷野家の\n𩸽", "𠮷野家の𩸽", id="beyond the first plane"),
        pytest.param("東京\nTokyo", "東京\nTokyo", id="Japanese before Latin"),
        pytest.param("Tokyo\n東京", "Tokyo\n東京", id="Latin before Japanese"),
        pytest.param("one\ntwo", "one\ntwo", id="Latin"),
        pytest.param("“one”\n東京", "“one”\n東京", id="curly quotation marks"),
        pytest.param("서울\n부산", "서울\n부산", id="Hangul"),
        pytest.param("東京  \n大阪", "東京<br>\n大阪", id="hard break"),
        pytest.param("東京<br>\n大阪", "東京<br>\n大阪", id="hard break written as HTML"),
        pytest.param("`東京\n大阪`", "<code>東京\n大阪</code>", id="inline code"),
        pytest.param("東京\n`x`\n大阪", "東京\n<code>x</code>\n大阪", id="beside code"),
        pytest.param(
            "```\n東京\n大阪\n```", "<pre><code>東京\n大阪\n</code></pre>", id="fenced code"
        ),
        pytest.param(
            "    東京\n    大阪", "<pre><code>東京\n大阪\n</code></pre>", id="indented code"
        ),
        pytest.param(
            "> 東京\n> 大阪", "<blockquote>\n<p>東京大阪</p>\n</blockquote>", id="quotation"
        ),
        pytest.param(
            "- 東京\n  大阪\n- 京都", "<ul>\n<li>東京大阪</li>\n<li>京都</li>\n</ul>", id="list"
        ),
        pytest.param("東京\n\n大阪", "東京</p>\n<p>大阪", id="two paragraphs"),
        pytest.param("東京\nA & B\n大阪", "東京\nA &amp; B\n大阪", id="an escaped sign"),
        pytest.param(
            "![図](/x.png)\n東京", '<img alt="図" src="/x.png">\n東京', id="beside a picture"
        ),
    ],
)
def test_soft_breaks(source: str, expected: str) -> None:
    """A line break goes between two wide characters of one run of text, and nowhere else."""
    assert expected == rendered(source)


def test_soft_break_after_a_footnote_mark() -> None:
    """The number of a note is no part of the sentence, and the note's own lines are joined too."""
    result = rendered("東京です[^1]。\n大阪[^1]\nです。\n\n[^1]: 注の\n    本文")

    assert "</sup>。大阪<sup" in result
    assert "</sup>です。" in result
    assert "注の本文" in result


@given(
    st.lists(
        st.text("あ漢ー。「」Aa1 ,…가*_`[]()<>&", min_size=1, max_size=8), min_size=1, max_size=6
    )
)
def test_soft_breaks_change_nothing_but_white_space(lines: list[str]) -> None:
    """Whatever the text, the same characters remain in the same order."""
    source = "\n".join(lines)
    plain = markdown.markdown(source, extensions=["extra"])

    result = markdown.markdown(source, extensions=["extra", SoftBreaks()])

    assert "".join(plain.split()) == "".join(result.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日銀がマイナス金利政策を解除", "日銀が|マイナス金利政策を|解除"),
        ("市電の延伸を、可決", "市電の|延伸を、|可決"),
        ("OpenAIの経営陣がMicrosoftへ移る", "OpenAIの|経営陣が|Microsoftへ|移る"),
        ("The Bank of Japan raises rates", "The Bank of Japan raises rates"),
        ("A & <B> を比べる", "A &amp; &lt;B&gt; を|比べる"),
        ("", ""),
        ("🎉🎉🎉", "🎉🎉🎉"),
    ],
)
def test_phrases(text: str, expected: str) -> None:
    """A title may break between phrases, and nothing but that is added."""
    assert expected.replace("|", WBR) == phrased(text)


@given(st.text("日銀のをが、。「」Aa &<>🎉ー\n", max_size=40))
def test_phrases_add_no_text(text: str) -> None:
    """Without the marks a phrased title is the title, and no line begins with a closing sign."""
    result = phrased(text)

    assert text == html.unescape(result.replace(WBR, ""))
    assert not re.search(rf"{WBR}[、。」ー]", result)


def test_phrases_inside_a_content_touch_headings_only() -> None:
    """Ids, attributes, ruby, code and everything outside headings stay as they were."""
    content = (
        '<h2 id="市電の延伸を可決">市電の<strong>延伸</strong>を<ruby>可決<rt>かけつ</rt></ruby>'
        "した夜と<code>延伸の話</code>の問題</h2><p>市電の延伸を可決した夜</p>"
    )

    result = phrased_headings(content, "ja")

    assert content == result.replace(WBR, "")
    assert (
        f'<h2 id="市電の延伸を可決">市電の{WBR}<strong>延伸</strong>を{WBR}<ruby>可決<rt>' in result
    )
    assert "<code>延伸の話</code>" in result
    assert "<p>市電の延伸を可決した夜</p>" in result


def test_phrases_are_for_japanese_only() -> None:
    """A text in another language is handed back as it came."""
    assert "<h2>日銀の決定</h2>" == phrased_headings("<h2>日銀の決定</h2>", "zh")


@pytest.mark.parametrize(
    ("content", "minutes"),
    [
        pytest.param("", 1, id="nothing"),
        pytest.param(f"<p>{'あ' * 653}</p>", 1, id="one minute of Japanese"),
        pytest.param(f"<p>{'あ' * 654}</p>", 2, id="a little more"),
        pytest.param(f"<p>{'あ' * 980}</p>", 2, id="where words would give none"),
        pytest.param(f"<p>{'word ' * 238}</p>", 1, id="one minute of English"),
        pytest.param(f"<p>{'word ' * 477}</p>", 3, id="two minutes and a word"),
        pytest.param(f"<p>{'あ' * 653}{' word' * 238}</p>", 2, id="both"),
        pytest.param(f"<p>{'あ' * 600}</p><script>{'a b ' * 999}</script>", 1, id="scripts"),
        pytest.param("<ruby>漢<rt>かん</rt></ruby>" * 653, 1, id="a reading is read with its base"),
        pytest.param(f"<details>{'あ' * 9000}</details>", 1, id="folded away"),
        pytest.param("&lt;p&gt; " * 300, 2, id="signs written as references"),
    ],
)
def test_reading_minutes(content: str, minutes: int) -> None:
    """Characters and words are counted by their own measure, and the sum is rounded up."""
    assert minutes == reading_minutes(content)


NIGHT = dt.datetime(2026, 3, 7, 21, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("date_format", "language", "expected"),
    [
        ("%-d %B %Y", "en", "%-d March %Y"),
        ("%a, %d %b", "en-GB", "Sat, %d Mar"),
        ("%A %I:%M %p", "en", "Saturday %I:%M PM"),
        ("%Y年%B%-d日（%a）", "ja", "%Y年3月%-d日（土）"),
        ("%A%p%I時", "ja", "土曜日午後%I時"),
        ("%%B %B", "en", "%%B March"),
        ("%B", "fr", "%B"),
    ],
)
def test_names_in_dates(date_format: str, language: str, expected: str) -> None:
    """Names are written out in the two languages, numbers are left to `strftime`."""
    assert expected == with_names(date_format, NIGHT, language)


_SITE = """-- content/a.md --
Title: 日銀がマイナス金利政策を解除
Date: 2026-03-07 21:05
Modified: 2026-04-01 09:00
Slug: a
Lang: ja
Category: 経済
Summary: 要約の
    二行目です。

春の
夜でした[^1]。

[^1]: 三月の
    ことです。

## 今後の見通しを読む

本文です。
-- content/b.md --
Title: The end of negative rates
Date: 2026-03-07 21:05
Slug: b
Lang: en
Category: 経済
Summary: In short.

It was a night in spring[^1].

[^1]: In March.
-- theme/templates/article.html --
{{ article.phrased_title or article.title }}|{{ article.locale_date }}|{{ article.locale_modified }}|{{ article.reading_minutes }}|{{ article.summary }}
{{ article.content|phrased_headings(article.lang) }}
-- theme/templates/page.html --
-- theme/templates/index.html --
-- theme/static/x.txt --
-
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site of two articles with the plugin, and return its output."""
    settings: dict[str, object] = {
        "PLUGINS": ["japanese"],
        "COMMENTARY": ...,
        "THEME": "theme",
        "DIRECT_TEMPLATES": ["index"],
        "AUTHOR_SAVE_AS": "",
        "CATEGORY_SAVE_AS": "",
        "DEFAULT_DATE_FORMAT": "%Y年%-m月%-d日",
        "DATE_FORMATS": {"en": "%-d %B %Y"},
    }
    site = Site(tmp_path_factory.mktemp("japanese"), _SITE, settings)
    built = site.build("--fatal=errors", LC_ALL="C.UTF-8")
    assert 0 == built.code, built.log
    return built.output


def test_site_has_it_all(built: Path) -> None:
    """Title, dates, reading time, summary, text and headings come out right in a real build."""
    first, _, *rest = (built / "a.html").read_text(encoding="utf-8").partition("\n")

    assert (
        f"日銀が{WBR}マイナス金利政策を{WBR}解除|2026年3月7日|2026年4月1日|1|<p>要約の二行目です。</p>"
        == first
    )
    assert "<p>春の夜でした<sup" in rest[0]
    assert "三月のことです。" in rest[0]
    assert 'title="脚注1の本文へ戻る"' in rest[0]
    assert f"今後の{WBR}見通しを{WBR}読む</h2>" in rest[0]


def test_english_beside_it(built: Path) -> None:
    """An English article has the names of its months and no marks."""
    page = (built / "b-en.html").read_text(encoding="utf-8")

    assert page.startswith("The end of negative rates|7 March 2026||1|")
    assert 'title="Back to note 1 in the text"' in page


def test_feed_has_no_marks(built: Path) -> None:
    """The feed has titles and headings as they were written."""
    feed = (built / "all.atom.xml").read_text(encoding="utf-8")

    assert "日銀がマイナス金利政策を解除" in feed
    assert "今後の見通しを読む" in feed
    assert "wbr" not in feed
