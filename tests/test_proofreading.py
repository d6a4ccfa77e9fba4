"""What the proofs say of a source, shown to be real by what Markdown makes of it."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.soft_breaks import SoftBreaks
from proofreading.proofs import Manners, proofread
from proofreading.remarks import ADVICE, WORDS, Rule

HEAD = "Title: 題\nDate: 2026-03-07\nSlug: a\n\n"
ENGLISH = Manners("en", "ja")


def said(body: str, manners: Manners = ENGLISH) -> list[tuple[int, Rule]]:
    """Return line, counted from the body's first, and rule of what is said of a body."""
    rules = {rule: WORDS[rule]["en"].split("{}")[0][:12] for rule in Rule}
    findings = proofread([("a.md", HEAD + body)], manners)
    found = []
    for finding in findings:
        parts = [
            rule
            for rule in Rule
            if all(part in finding.message for part in WORDS[rule]["en"].split("{}"))
        ]
        assert 1 == len(parts), (finding, rules)
        assert finding.blocking == (parts[0] not in ADVICE)
        found.append((finding.line - 4 if finding.line else 0, parts[0]))
    return found


def rendered(body: str) -> str:
    """Return what a build makes of a body."""
    return markdown.markdown(body, extensions=["extra", "toc", SoftBreaks()], output_format="html")


@pytest.mark.parametrize(
    ("rule", "line", "broken", "mended", "sign"),
    [
        (Rule.LIST_GLUED, 2, "段落です。\n- 一\n- 二", "段落です。\n\n- 一\n- 二", "<li>一</li>"),
        (Rule.LIST_GLUED, 2, "段落です。\n1. 一\n2. 二", "段落です。\n\n1. 一\n2. 二", "<ol>"),
        (Rule.LIST_GLUED, 2, "> 段落です。\n> - 一", "> 段落です。\n>\n> - 一", "<li>一</li>"),
        (
            Rule.LIST_GLUED,
            3,
            '<div markdown="1">\n段落です。\n- 一\n</div>',
            '<div markdown="1">\n段落です。\n\n- 一\n</div>',
            "<li>一</li>",
        ),
        (Rule.LIST_NESTING, 2, "- 一\n  - 二", "- 一\n    - 二", "<li>一<ul>"),
        (Rule.LIST_NESTING, 2, "1. 一\n   - 二", "1. 一\n    - 二", "<ul>"),
        (
            Rule.LIST_NESTING,
            3,
            "- 一\n    - 二\n      - 三",
            "- 一\n    - 二\n        - 三",
            "二<ul>",
        ),
        (Rule.BULLET_SIGNS, 1, "・一\n・二\n・三", "- 一\n- 二\n- 三", "<li>二</li>"),
        (
            Rule.BULLET_SIGNS,
            2,
            "次の二つです。\n１．一\n２．二",
            "次の二つです。\n\n1. 一\n2. 二",
            "<ol>",
        ),
        (
            Rule.INDENT_LINE,
            2,
            "一つ目です。\n　二つ目です。",
            "一つ目です。\n\n二つ目です。",
            "<p>二つ",
        ),
        (Rule.INDENT_MARK, 1, "　- 項目", "- 項目", "<li>"),
        (Rule.INDENT_MARK, 1, "　## 見出し", "## 見出し", "<h2"),
        (Rule.FULL_WIDTH_MARK, 1, "＃＃ 見出し", "## 見出し", "<h2"),
        (Rule.HASH_TAG, 1, "#経済 の話です。", "\\#経済 の話です。", "<p>#経済"),
        (
            Rule.TABLE_GLUED,
            2,
            "表です。\n| a | b |\n|---|---|",
            "表です。\n\n| a | b |\n|---|---|",
            "<table>",
        ),
        (
            Rule.TABLE_SWALLOWS,
            3,
            "| a | b |\n|---|---|\n## 次",
            "| a | b |\n|---|---|\n\n## 次",
            "<h2",
        ),
        (Rule.UNDERSCORES, 1, "これは__強調__です。", "これは**強調**です。", "<strong>強調"),
        (Rule.UNDERSCORES, 1, "_強調_です。", "**強調**です。", "<strong>強調"),
        (Rule.UNDERSCORES, 1, "新しい__A__です。", "新しい**A**です。", "<strong>A"),
        (Rule.EMPHASIS_SPACED, 1, "これは** 強調 **です。", "これは**強調**です。", "<strong>"),
        (Rule.EMPHASIS_SPACED, 1, "これは＊＊強調＊＊です。", "これは**強調**です。", "<strong>"),
        (
            Rule.FULL_WIDTH_LINK,
            1,
            "[公式]（https://a.example/）",
            "[公式](https://a.example/)",
            "<a ",
        ),
        (
            Rule.FULL_WIDTH_LINK,
            1,
            "［公式］（https://a.example/）",
            "[公式](https://a.example/)",
            "<a ",
        ),
        (
            Rule.URL_BARE,
            1,
            "出典はhttps://a.example/です。",
            "出典は<https://a.example/>です。",
            "<a ",
        ),
        (Rule.FOOTNOTE_UNDEFINED, 1, "本文[^1]です。", "本文[^1]です。\n\n[^1]: 注", "<sup"),
        (Rule.REFERENCE, 1, "[公式][a]です。", "[公式][a]です。\n\n[a]: https://a.example/", "<a "),
        (Rule.FENCE_OPEN, 3, "本文\n\n```\nx = 1", "本文\n\n```\nx = 1\n```", "<pre>"),
        (Rule.FENCE_INDENTED, 1, "  ```\nx\ny\n  ```", "```\nx\ny\n```", "<pre>"),
        (Rule.FENCE_INDENTED, 3, "- 一\n\n    ```\n    x\n    ```", "- 一\n\n        x", "<pre>"),
        (Rule.CLOSED_NEVER, 1, "<div>\n箱\n\n- 一", "<div>\n箱\n</div>\n\n- 一", "<li>一"),
        (Rule.STRIKE, 1, "値段は~~百円~~です。", "値段は<del>百円</del>です。", "<del>"),
        (
            Rule.MARKDOWN_IN_HTML,
            2,
            "<div>\n- 一\n</div>",
            '<div markdown="1">\n- 一\n</div>',
            "<li>一",
        ),
    ],
)
def test_damage_is_named_and_real(
    rule: Rule, line: int, broken: str, mended: str, sign: str
) -> None:
    """A page lacks what the author meant, the line is named, and the remedy is one."""
    assert sign not in rendered(broken)
    assert sign in rendered(mended)
    assert [(line, rule)] == said(broken)
    assert [] == said(mended)


@pytest.mark.parametrize(
    ("rule", "line", "body"),
    [
        (Rule.COMMENT, 3, "本文\n\n<!-- あとで直す -->"),
        (Rule.HEADING_GLUED, 1, "##見出し"),
        (Rule.HEADING_TOP, 1, "# 見出し"),
        (Rule.INDENT_PARAGRAPH, 1, "　一つ目です。\n\n　二つ目です。"),
        (Rule.NUMBER_FULL_WIDTH, 1, "１. 一"),
        (Rule.FOOTNOTE_UNUSED, 3, "本文\n\n[^2]: 注"),
        (Rule.IMAGE_ALT, 1, "![]({static}/images/a.png)"),
        (Rule.IMAGE_ALT, 2, "<figure>\n<img src='a.png'>\n</figure>"),
        (Rule.IMAGE_FOREIGN, 1, "![図](https://other.example/a.png)"),
        (Rule.INVISIBLE, 1, "検索\u200bできない"),
        (Rule.INVISIBLE, 1, "か\u3099くせい"),
        (Rule.POLICY, 1, "<iframe src='https://other.example/'></iframe>"),
        (Rule.POLICY, 3, "本文\n\n<script async src='https://other.example/x.js'></script>"),
        (Rule.STYLE_ATTRIBUTE, 1, "<span style='color: red'>赤</span>です。"),
    ],
)
def test_what_markdown_cannot_show(rule: Rule, line: int, body: str) -> None:
    """Findings about what only readers, browsers or other programs meet."""
    assert [(line, rule)] == said(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("```\n段落\n- 一\n__強調__です\n##x\n```", id="fenced code"),
        pytest.param("段落\n\n    これは__強調__です\n    - 一\n\n段落", id="indented code"),
        pytest.param("関数`__init__を`と`a_強調_です`です。", id="inline code"),
        pytest.param("<pre>\n段落\n- 一\n##x\n</pre>", id="HTML"),
        pytest.param("- 一\n- 二\n\n    続きの段落\n\n- 三", id="list with paragraphs"),
        pytest.param("- 一\n    - 二\n        - 三\n- 四", id="nested list"),
        pytest.param("- 一\n\n        code __強調__です\n", id="code in a list"),
        pytest.param("## 見出し\n- 一", id="list below a heading"),
        pytest.param("本文\n***\n- 一", id="list below a rule"),
        pytest.param("In the year\n1998. It was late.", id="sentence with a number"),
        pytest.param("変数foo_bar_bazとMAX_VALUEです。", id="names with underscores"),
        pytest.param("これは _強調_ です。", id="underscores with spaces"),
        pytest.param("[a_b](https://a.example/x_y_z)の話", id="underscores in a target"),
        pytest.param("<https://a.example/__x__/>の話", id="underscores in an address"),
        pytest.param("**一**と**二**の話", id="two emphases in a line"),
        pytest.param("**一** と **二** の話", id="two emphases with spaces"),
        pytest.param("**`x`**と**[一](/a)**の話", id="code and links in emphasis"),
        pytest.param("３割の人が、1.5倍になったと言います。", id="numbers at the beginning"),
        pytest.param("・一つだけ", id="one sign of a list"),
        pytest.param("・一  \n・二", id="hard breaks"),
        pytest.param("※注意です。", id="one reference mark"),
        pytest.param("[一](/a) [二](/b)と[三]です。", id="links side by side"),
        pytest.param(
            "本文[^1]です。\n\n[^1]: 注は\n    <https://a.example/>にあります。", id="footnote"
        ),
        pytest.param("| a | b |\n|---|---|\n| `x|y` | 2 |\n\n本文", id="table"),
        pytest.param("a | b の話\nと続く", id="bar in the text"),
        pytest.param("![図](a.png){: .wide }", id="picture with attributes"),
        pytest.param("<figure>\n<img src='a.png' alt='図'>\n</figure>", id="figure"),
        pytest.param(
            "<details markdown='1'>\n<summary>続き</summary>\n\n- 一\n\n</details>", id="details"
        ),
        pytest.param("> 引用です。\n> 続きです。\n\n本文", id="quotation"),
        pytest.param("用語\n:   説明です。", id="definition list"),
        pytest.param("*[NISA]: 少額投資非課税制度\n\nNISAの話", id="abbreviation"),
        pytest.param("\\# 見出しではない", id="escaped sign"),
        pytest.param("C#と#1の話", id="number sign inside a line"),
    ],
)
def test_sound_text_is_left_alone(body: str) -> None:
    """What Markdown reads as its author means it gives no finding."""
    assert [] == said(body)


def test_address_alone_that_becomes_a_card_is_left_alone() -> None:
    """An address that the blog makes a card of needs no marks, and neither does its frame."""
    manners = Manners("en", "ja", is_card=lambda address: "video.example" in address)

    assert [] == said("https://video.example/1", manners)
    assert [] == said("<iframe src='https://video.example/1'></iframe>", manners)
    assert [(1, Rule.URL_BARE)] == said("見よ https://video.example/1", manners)


def test_pictures_without_a_size_are_named_where_they_stand() -> None:
    """Only those are named that a page shows without one."""
    manners = Manners("en", "ja", unsized={"a.png"})

    assert [(3, Rule.IMAGE_SIZE)] == said("![図](b.png)\n\n![図](/images/a.png)", manners)
    assert [(1, Rule.IMAGE_SIZE)] == said('<p><img src="a.png" alt="図"></p>', manners)
    assert [] == said('<p><img src="a.png" alt="図" width="8" height="6"></p>', manners)


def test_metadata() -> None:
    """Titles and slugs are compared across the blog, and a headline image needs its words."""
    sources = [
        ("a.md", "Title: 同じ題\nSlug: a\nImage: x.png\n\n本文"),
        ("b.md", "Title:  同じ題\nSlug: 題\n\n本文"),
        ("c.md", "Title: 同じ題\nLang: en\nSlug: c\n\nText"),
        ("d.md", "Title: 別の題\n\n本文"),
    ]

    found = [(f.path, f.line, f.blocking) for f in proofread(sources, ENGLISH)]

    assert [("a.md", 3, False), ("b.md", 1, False), ("b.md", 2, False), ("d.md", 1, False)] == found


def test_text_right_below_the_metadata_is_read() -> None:
    """A line that ends the metadata without an empty one is text, and counts from its own line."""
    (finding,) = proofread([("a.md", "Title: 題\nSlug: a\n本文\n- 一")], ENGLISH)

    assert 4 == finding.line


def test_messages_exist_in_both_languages() -> None:
    """Each rule has its words in Japanese and English, with as many places for what it found."""
    assert set(Rule) == set(WORDS)
    for words in WORDS.values():
        assert words["ja"].count("{}") == words["en"].count("{}")
        assert words["ja"] != words["en"]


def test_messages_are_in_the_language_that_is_asked_for() -> None:
    """The same finding in Japanese."""
    (finding,) = proofread([("a.md", HEAD + "段落\n- 一")], Manners("ja", "ja"))

    assert "a.md:6: 段落のすぐ下の`- 一`は箇条書きになりません。前に空行を入れてください" == str(
        finding
    )


@given(st.text("あ・１#-*_`~<>[]()|!:/ \n　＃div^", max_size=80))
def test_any_text_can_be_read(body: str) -> None:
    """No text makes the proofs fail, and every finding names a line of the file."""
    text = HEAD + body

    for finding in proofread([("a.md", text)], ENGLISH):
        assert finding.line is not None
        assert 1 <= finding.line <= text.count("\n") + 1


@given(st.text("あ・１#-*_~<>[]()|!:/ \n　＃^", max_size=80))
def test_code_is_never_spoken_of(body: str) -> None:
    """Whatever stands inside a fence is left alone."""
    assert [] == said(f"```\n{body}\n```")
