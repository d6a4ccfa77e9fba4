"""Extracts: which sentences of an article are shown again when no model writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentary.extracts import extract_sections
from commentary.sections import Form, Kind, Origin
from commentary.source import parse_source
from commentary.texts import find_quote

if TYPE_CHECKING:
    from commentary.sections import Section
    from commentary.source import Source

KINDS = tuple(Kind)
BRIDGE = """<p>川東市は3月2日、老朽化した中央橋を架け替えると発表しました。
橋は1961年に架けられ、一日に2万台が渡ります。</p>
<h2>出来事の概要</h2>
<p>新しい橋は今の橋の北側に造り、歩道の幅を3メートルに広げます。
市は2031年の開通を目指しています。それまでは今の橋を使い続けます。</p>
<p>市長は会見で、工事の難しさを次のように述べました。</p>
<blockquote><p>川底の岩は硬く、工事は長引く可能性があります</p><p>森田葵、川東市長、2026年3月2日</p>
</blockquote>
<p>商店街の人たちは、工事中の人通りを心配しています。バスの経路をどう変えるのでしょうか。</p>
<h2>事の経緯</h2>
<p>架け替えは2012年にも計画されましたが、費用を理由に見送られました。
市は2024年の点検で、橋脚のひび割れを見つけました。</p>
<p>要約すると、橋の傷みが進み、費用を待つ余裕がなくなりました。その判断を後押ししたのは点検です。</p>
<p>橋の周りの渋滞は、工事の間にひどくなるでしょう。国の補助が決まれば、市の負担は半分で済む見込みです。</p>
<h2>出典</h2>
<p>市の発表資料は、今後も更新される予定です。</p>
"""
FERRY = """<p>The island council of Norra voted on Monday to replace its old ferry with an electric one.
The present ship has crossed the strait since 1978.</p>
<h2>What happened</h2>
<p>The new ferry will carry sixty cars and run on batteries charged at night. However, it is slow.
Ticket prices stay as they are for the first year.</p>
<p>The harbour master was asked about winter:</p>
<blockquote><p>We may have to stop the service for a few days when the ice is thick.</p>
<p>Ann Berg, harbour master, 4 May 2026</p></blockquote>
<h2>How it came about</h2>
<p>A first plan failed in 2019 because no yard made an offer. Islanders then wrote 900 letters to the
ministry. The repair bill for the old ship grew every spring.</p>
<p>In short, the island pays more now to pay less later. That is the bet of the council.</p>
<p>Fuel costs are likely to fall by half. Some skippers could lose their work.</p>
<h2>Sources</h2><p>The council will publish the minutes next week.</p>
"""


def article(html: str, title: str = "", date: str = "2026-03-03", language: str = "") -> Source:
    """Read a body as an article of 2026."""
    return parse_source(html, title=title, date=date, language=language)


BRIDGE_ARTICLE = article(BRIDGE, "老朽化した中央橋を架け替え")
FERRY_ARTICLE = article(FERRY, "Norra votes for an electric ferry")


def made(source: Source, kind: Kind) -> Section:
    """Return the section of a kind when both are wanted."""
    return next(section for section in extract_sections(source, KINDS) if section.kind is kind)


def texts(section: Section) -> list[str]:
    """Return the sentences of a section in the order of the page."""
    return [sentence.text for sentence in section.sentences]


def test_japanese_outlook_has_forecasts_and_who_is_quoted() -> None:
    """The author's forecasts open the outlook; a quoted one stands under the speaker's name."""
    outlook = made(BRIDGE_ARTICLE, Kind.OUTLOOK)
    assert [
        "市は2031年の開通を目指しています。",
        "橋の周りの渋滞は、工事の間にひどくなるでしょう。",
        "国の補助が決まれば、市の負担は半分で済む見込みです。",
    ] == [sentence.text for sentence in outlook.opening]
    assert [("森田葵の発言", "川底の岩は硬く、工事は長引く可能性があります")] == [
        (point.heading, sentence.text) for point in outlook.points for sentence in point.sentences
    ]
    assert (Form.LIST, Origin.EXTRACT, "本文にある見通し") == (
        outlook.form,
        outlook.origin,
        outlook.heading,
    )


def test_english_outlook_has_forecasts_and_who_is_quoted() -> None:
    """The same for English, where the line under the quote names the speaker."""
    outlook = made(FERRY_ARTICLE, Kind.OUTLOOK)
    assert [
        "The new ferry will carry sixty cars and run on batteries charged at night.",
        "Fuel costs are likely to fall by half.",
        "Some skippers could lose their work.",
    ] == [sentence.text for sentence in outlook.opening]
    assert ["Ann Berg"] == [point.heading for point in outlook.points]


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        pytest.param(
            BRIDGE_ARTICLE,
            [
                "要約すると、橋の傷みが進み、費用を待つ余裕がなくなりました。",
                "その判断を後押ししたのは点検です。",
            ],
            id="ja",
        ),
        pytest.param(
            FERRY_ARTICLE,
            [
                "In short, the island pays more now to pay less later.",
                "That is the bet of the council.",
            ],
            id="en",
        ),
    ],
)
def test_conclusion_ends_with_the_summing_up_of_the_author(
    source: Source, ending: list[str]
) -> None:
    """What the author sums up is kept whole, with the lede before it."""
    found = texts(made(source, Kind.CONCLUSION))
    assert source.paragraphs[0].text.startswith(found[0])
    assert ending == found[-len(ending) :]
    assert set(found).isdisjoint(texts(made(source, Kind.OUTLOOK)))


def test_only_wanted_kinds_are_made() -> None:
    """A kind that is not asked for is not made, and none at all when none is."""
    assert ["conclusion"] == [s.id for s in extract_sections(FERRY_ARTICLE, (Kind.CONCLUSION,))]
    assert ["outlook-1"] == [s.id for s in extract_sections(FERRY_ARTICLE, (Kind.OUTLOOK,))]
    assert () == extract_sections(FERRY_ARTICLE, ())


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="empty"),
        pytest.param("<p>市は3月2日、中央橋を架け替えると発表しました。</p>", id="one sentence"),
        pytest.param("<pre><code>bridge will open</code></pre>", id="code"),
        pytest.param("<ul><li>新しい橋は来年に開く予定です。</li></ul>" * 9, id="lists"),
        pytest.param(
            "<blockquote><p>新しい橋は来年に開く予定です。</p><p>— 林健</p></blockquote>" * 9,
            id="quotes",
        ),
        pytest.param(
            "<table><tr><td>新しい橋は来年に開く予定です。</td></tr></table>" * 9, id="rows"
        ),
        pytest.param(
            "<h2>参考文献</h2>" + "<p>新しい橋は来年に開く予定です。</p>" * 9, id="sources"
        ),
        pytest.param("<h2>Notes and Links</h2>" + "<p>It will open in May.</p>" * 9, id="notes"),
        pytest.param("<p>Will the bridge open in May or in June?</p>" * 9, id="questions"),
        pytest.param("<p>大桥将于明年开通。</p>" * 9, id="another language"),
    ],
)
def test_article_without_material_gets_no_section(html: str) -> None:
    """No section is better than a bad one."""
    assert () == extract_sections(article(html), KINDS)


def test_heading_that_only_begins_like_notes_keeps_its_sentences() -> None:
    """「注目の点」 is no list of notes."""
    html = "<h2>注目の点</h2><p>新しい橋は来年に開く予定です。周りの渋滞は長く続くでしょう。</p>"
    (outlook,) = extract_sections(article(html), (Kind.OUTLOOK,))
    assert ["新しい橋は来年に開く予定です。", "周りの渋滞は長く続くでしょう。"] == texts(outlook)


def test_same_sentence_twice_is_shown_once() -> None:
    """What the article repeats, the section does not."""
    html = "<p>橋は来年に開く予定だと市は伝えています。周りの渋滞は長く続くでしょう。</p>" * 3
    found = [text for section in extract_sections(article(html), KINDS) for text in texts(section)]
    assert len(set(found)) == len(found)


def test_language_with_a_region_is_known() -> None:
    """`en-GB` is English."""
    british = article(FERRY, language="en-GB")
    assert ["outlook-1", "conclusion"] == [s.id for s in extract_sections(british, KINDS)]


SENTENCES = [
    *(f"{text}。" for text in re.sub("<.*?>|\n", "", BRIDGE).split("。")),
    *(f"{text}. " for text in re.sub("<.*?>", "", FERRY).split(".")),
    "「橋は古い」", "— 林健", "、2026", "ｶﾞ", "か\u3099", "😀", "{{", "&amp;", "\n",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SENTENCES) | st.text(max_size=9), min_size=2).map("".join)
BLOCKS = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "p", "blockquote", "h2"]), TEXTS)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(blocks=st.lists(BLOCKS, min_size=2), language=st.sampled_from(["", "ja", "en"]))
def test_extracts_are_words_of_the_article(blocks: list[str], language: str) -> None:
    """On any text: nothing is raised, and every sentence stands as it is in the paragraph it names."""
    source = article("".join(blocks), language=language)
    sections = extract_sections(source, KINDS)
    assert extract_sections(source, KINDS) == sections
    for sentence in (sentence for section in sections for sentence in section.sentences):
        (reference,) = sentence.references
        paragraph = source.paragraph(reference.paragraph)
        assert paragraph is not None
        assert sentence.text in paragraph.text
        assert find_quote(paragraph.text, reference.quote)
        assert sentence.text.startswith(reference.quote)
