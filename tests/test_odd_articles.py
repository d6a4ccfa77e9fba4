"""Articles that are hardly prose, and replies that are hardly answers: checked like any other."""

from __future__ import annotations

import pytest

from commentary.grounding import check_grounding
from commentary.sections import Reference, Sentence
from commentary.source import Source, parse_source
from grounding_samples import JA, rules, section


def article(html: str, language: str = "ja") -> Source:
    """Return an article of this body."""
    return parse_source(html, title="題", date="2026-11-02", language=language)


def checked(text: str, source: Source, language: str = "ja") -> list[str]:
    """Return the rules that a sentence about all paragraphs breaks."""
    references = tuple(Reference(p.number, p.text[:20]) for p in source.paragraphs)
    made = section(Sentence(text, references), language=language)
    return rules(check_grounding(made, source))


@pytest.mark.parametrize(
    ("html", "sound", "wrong", "rule"),
    [
        pytest.param(
            "<blockquote><p>橋は町の背骨だ。</p></blockquote><blockquote><p>船は4隻ある。</p></blockquote>",
            "「橋は町の背骨だ」という声があります。", "「橋は町の心臓だ」という声があります。", "quotes!",
            id="all-quotes",
        ),
        pytest.param(
            "<table><tr><th>路線</th><th>本数</th></tr><tr><td>浜線</td><td>48</td></tr></table>",
            "浜線は48本です。", "浜線は46本です。", "numbers!", id="all-table",
        ),
        pytest.param(
            "<pre><code>print(42)</code></pre><p>値は42です。</p>",
            "値は42です。", "値は24です。", "numbers!", id="code",
        ),
        pytest.param(
            "<p>船は4隻あります。</p><p>The fleet has four ships and 90 sailors.</p>",
            "4隻の船に90人の船員がいます。", "4隻の船に80人の船員がいます。", "numbers!",
            id="two-languages",
        ),
        pytest.param(
            "<div>船は<b>4</b>隻、<span>乗組員は90人</span>です。</div>",
            "乗組員は90人です。", "乗組員は19人です。", "numbers!", id="html-only",
        ),
        pytest.param(
            "<p>船⛵️は4️⃣隻、乗組員👩‍✈️は90人です🎉。</p>",
            "乗組員は90人です。", "乗組員は80人です。", "numbers!", id="emoji",
        ),
        pytest.param(
            "<p><ruby>早川<rp>（</rp><rt>はやかわ</rt><rp>）</rp></ruby>さんは船を4隻持ちます。</p>",
            "早川さんは船を4隻持っています。", "早瀬さんは船を4隻持っています。", "names!", id="ruby",
        ),
        pytest.param(
            "<p>船の名は<bdo dir='rtl'>سفينة</bdo>で、4隻あります。</p>",
            "船は4隻です。", "船は14隻です。", "numbers!", id="right-to-left",
        ),
        pytest.param(
            "<p>費用は１億２千３百万円、負担は三分の二、株は0.5割、年は令和八年、比は2:1、率は½です。</p>",
            "費用は1.23億円、負担は2/3の割合、割引は5％、年は2026年、半分を分けます。",
            "費用は1.32億円です。", "numbers!", id="every-notation",
        ),
    ],
)  # fmt: skip
def test_articles_that_are_hardly_prose(html: str, sound: str, wrong: str, rule: str) -> None:
    """What stands there may be said, and what does not is found."""
    source = article(html)
    assert [] == [found for found in checked(sound, source) if found.endswith("!")]
    assert rule in checked(wrong, source)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("費用は130億円です。" * 6000, "length!", id="100-kB"),
        pytest.param("<script>alert(1)</script>費用が問われます。", "markup!", id="script"),
        pytest.param("<p>費用が<br>問われます。</p>", "markup!", id="html"),
        pytest.param("費用は1\u200b8\u200b0億円です。", "numbers!", id="invisible"),
        pytest.param("{{ article.content }}が問われます。", "markup!", id="template"),
        pytest.param("費用は百八十億円です。", "numbers!", id="kanji"),
        pytest.param("費用は１８０億円です。", "numbers!", id="wide"),
        pytest.param("費用は0.018兆円です。", "numbers!", id="trillions"),
    ],
)
def test_replies_that_are_hardly_answers(text: str, rule: str) -> None:
    """They are findings, and nothing raises."""
    assert rule in checked(text, JA)


def test_paragraphs_that_do_not_exist_are_named() -> None:
    """A reference to p999 is a finding that says so."""
    made = section(Sentence("費用が問われます。", (Reference(999, "費用の話は続く"),)))
    messages = [f.message for f in check_grounding(made, JA) if f.rule == "references"]
    assert ["p999 does not say 「費用の話は続く」, nor does any other paragraph"] == messages
