"""What can be said of a source: the rules, which of them block, and the words in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Literal

Language = Literal["ja", "en"]


class Rule(StrEnum):
    """One thing that is looked for."""

    BULLET_SIGNS = auto()
    CLOSED_NEVER = auto()
    COMMENT = auto()
    EMPHASIS_SPACED = auto()
    FENCE_INDENTED = auto()
    FENCE_OPEN = auto()
    FOOTNOTE_UNDEFINED = auto()
    FOOTNOTE_UNUSED = auto()
    FORMULA = auto()
    FORMULA_UNASKED = auto()
    FULL_WIDTH_LINK = auto()
    FULL_WIDTH_MARK = auto()
    HASH_TAG = auto()
    HEADING_GLUED = auto()
    HEADING_TOP = auto()
    IMAGE_ALT = auto()
    IMAGE_FOREIGN = auto()
    IMAGE_SIZE = auto()
    INDENT_LINE = auto()
    INDENT_MARK = auto()
    INDENT_PARAGRAPH = auto()
    INVISIBLE = auto()
    LIST_GLUED = auto()
    LIST_NESTING = auto()
    MARKDOWN_IN_HTML = auto()
    NUMBER_FULL_WIDTH = auto()
    POLICY = auto()
    REFERENCE = auto()
    SLUG_MISSING = auto()
    SLUG_NOT_ASCII = auto()
    STRIKE = auto()
    STYLE_ATTRIBUTE = auto()
    TABLE_GLUED = auto()
    TABLE_SWALLOWS = auto()
    TITLE_TWICE = auto()
    UNDERSCORES = auto()
    URL_BARE = auto()


ADVICE = frozenset(
    {
        Rule.COMMENT,
        Rule.FORMULA_UNASKED,
        Rule.HEADING_GLUED,
        Rule.HEADING_TOP,
        Rule.IMAGE_ALT,
        Rule.IMAGE_SIZE,
        Rule.INDENT_PARAGRAPH,
        Rule.INVISIBLE,
        Rule.MARKDOWN_IN_HTML,
        Rule.NUMBER_FULL_WIDTH,
        Rule.SLUG_MISSING,
        Rule.SLUG_NOT_ASCII,
        Rule.STRIKE,
        Rule.STYLE_ATTRIBUTE,
        Rule.TITLE_TWICE,
        Rule.URL_BARE,
    }
)
"""Rules that change no exit code: the page is as its marks mean it, but could be better."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One place of a source that a rule speaks of."""

    line: int
    rule: Rule
    subject: str = ""
    """What stands there, or what it is about."""

    @property
    def is_blocking(self) -> bool:
        """Whether the page would show something else than the author wrote."""
        return self.rule not in ADVICE

    def message(self, language: Language) -> str:
        """Say what is wrong and what to do."""
        shown = self.subject if len(self.subject) <= _LONGEST else f"{self.subject[:_LONGEST]}…"
        return WORDS[self.rule][language].replace("{}", shown)


_LONGEST = 40
# fmt: off
WORDS: dict[Rule, dict[Language, str]] = {
    Rule.BULLET_SIGNS: {
        "ja": "`{}`で始まる行が続いていますが、改行は残らず一行につながります。行頭を`- `にし、前に空行を入れてください",
        "en": "lines that begin with `{}` run together into one; begin each with `- `, below an empty line",
    },
    Rule.CLOSED_NEVER: {
        "ja": "`{}`が閉じられていないため、ここから先がMarkdownとして読まれません。閉じるタグを書いてください",
        "en": "`{}` is never closed, so nothing below it is read as Markdown; write its end tag",
    },
    Rule.COMMENT: {
        "ja": "HTMLのコメントは、ページのソースとフィードに載ります。消すか、`[//]: # (覚え書き)`と書いてください",
        "en": "an HTML comment reaches the page's source and the feed; delete it, or write `[//]: # (note)`",
    },
    Rule.EMPHASIS_SPACED: {
        "ja": "`{}`は強調になりません。半角の`**`を、間に空白を入れず言葉に付けてください",
        "en": "`{}` is no emphasis; put half-width `**` right against the words, without a space",
    },
    Rule.FENCE_INDENTED: {
        "ja": "字下げや引用の中の`{}`はコードの囲みになりません。行頭に置くか、四つの空白の字下げでコードを書いてください",
        "en": "an indented or quoted `{}` fences no code; put it at the start of the line, or indent the code by four spaces instead",
    },
    Rule.FENCE_OPEN: {
        "ja": "`{}`で始まるコードが閉じられていません。コードの下に同じ`{}`だけの行を書いてください",
        "en": "the code that `{}` opens is never closed; put a line with the same `{}` below it",
    },
    Rule.FOOTNOTE_UNDEFINED: {
        "ja": "脚注`[^{}]`の本文がなく、印がそのまま表示されます。`[^{}]: …`の行を書いてください",
        "en": "the footnote `[^{}]` has no text, and the mark shows as it is; write a line `[^{}]: …`",
    },
    Rule.FOOTNOTE_UNUSED: {
        "ja": "脚注`[^{}]`を指す印が本文にありません。印を入れるか、この行を消してください",
        "en": "nothing refers to the footnote `[^{}]`; put its mark into the text, or delete the line",
    },
    Rule.FORMULA: {
        "ja": "数式`{}`を組めないため、そのままコードとして表示されます。LaTeXの書き方を直してください",
        "en": "the formula `{}` cannot be set and is shown as code; mend its LaTeX",
    },
    Rule.FORMULA_UNASKED: {
        "ja": "`{}`は数式にならず、記号がそのまま表示されます。数式なら、記事の頭に`Math: true`と書いてください",
        "en": "`{}` is no formula here, and its signs show as they are; if it is one, write `Math: true` among the metadata",
    },
    Rule.FULL_WIDTH_LINK: {
        "ja": "`{}`は全角の括弧のためリンクになりません。`[文字](アドレス)`と半角で書いてください",
        "en": "`{}` is no link because of its full-width brackets; write `[text](address)`",
    },
    Rule.FULL_WIDTH_MARK: {
        "ja": "全角の`{}`は見出しになりません。半角の`#`と空白で書いてください",
        "en": "the full-width `{}` makes no heading; write half-width `#` and a space",
    },
    Rule.HASH_TAG: {
        "ja": "`{}`は大見出しになります。見出しなら`## `で、そうでなければ`\\#`と書いてください",
        "en": "`{}` becomes a heading of the first level; write `## ` if you mean one, else `\\#`",
    },
    Rule.HEADING_GLUED: {
        "ja": "`{}`の記号の後に空白がありません。GitHubなどでは見出しになりませんので、空白を入れてください",
        "en": "`{}` has no space behind its signs, and is no heading on GitHub and elsewhere; add one",
    },
    Rule.HEADING_TOP: {
        "ja": "題名がすでにページの大見出しです。`#`一つの見出しは`##`にしてください",
        "en": "the title is the page's heading of the first level already; write `##` instead of `#`",
    },
    Rule.IMAGE_ALT: {
        "ja": "画像`{}`に代替テキストがありません。見えない人にも伝わる言葉を書いてください",
        "en": "the picture `{}` has no alternative text; say what it shows to those who cannot see it",
    },
    Rule.IMAGE_FOREIGN: {
        "ja": "よそのサイトの画像`{}`は表示されません（ページの方針が止めます）。`content/images/`に置いてください",
        "en": "`{}` is on another site, and the page's policy keeps it from being shown; copy it to `content/images/`",
    },
    Rule.IMAGE_SIZE: {
        "ja": "画像`{}`に幅と高さがなく、読み込みのときに文章が動きます。`width`と`height`を書いてください",
        "en": "the picture `{}` has no width and height, so the text jumps when it loads; write `width` and `height`",
    },
    Rule.INDENT_LINE: {
        "ja": "全角の空白で始まる行は、前の行につながります。新しい段落なら、前に空行を入れてください",
        "en": "this line begins with a full-width space, but belongs to the paragraph above; put an empty line between them",
    },
    Rule.INDENT_MARK: {
        "ja": "全角の空白の後の`{}`は記号として働きません。空白を消してください",
        "en": "`{}` behind a full-width space is no mark; delete the space",
    },
    Rule.INDENT_PARAGRAPH: {
        "ja": "段落の頭の全角の空白は、表示のときに消えます（このファイルに{}か所）。書かずにおけます",
        "en": "the full-width space at the head of a paragraph is dropped ({} times in this file); leave it out",
    },
    Rule.INVISIBLE: {
        "ja": "見えない文字{}があり、検索やリンクの妨げになります。打ち直してください",
        "en": "the invisible {} keeps words from being found and links from working; type the text anew",
    },
    Rule.LIST_GLUED: {
        "ja": "段落のすぐ下の`{}`は箇条書きになりません。前に空行を入れてください",
        "en": "`{}` right below a paragraph is no list; put an empty line above it",
    },
    Rule.LIST_NESTING: {
        "ja": "`{}`の字下げが足りず、上の項目と同じ段になります。空白四つで字下げしてください",
        "en": "`{}` is not indented enough and stands on the level above; indent it by four spaces for each level",
    },
    Rule.MARKDOWN_IN_HTML: {
        "ja": 'HTMLの中の`{}`はMarkdownとして読まれません。囲むタグに`markdown="1"`を付けてください',
        "en": '`{}` inside HTML is not read as Markdown; give the tag around it `markdown="1"`',
    },
    Rule.NUMBER_FULL_WIDTH: {
        "ja": "`{}`は番号付きの箇条書きになります。そのつもりなら半角で、違うなら`１）`などと書いてください",
        "en": "`{}` begins a numbered list; write half-width digits if you mean one, else `１）` or the like",
    },
    Rule.POLICY: {
        "ja": "`{}`はページの方針が止めるため働きません。アドレスだけの段落か、リンクにしてください",
        "en": "`{}` does nothing, because the page's policy stops it; write the address in a paragraph of its own, or a link",
    },
    Rule.REFERENCE: {
        "ja": "`{}`の行き先がなく、括弧がそのまま表示されます。`[名前]: アドレス`の行を書いてください",
        "en": "`{}` leads nowhere, and its brackets show as they are; write a line `[name]: address`",
    },
    Rule.SLUG_MISSING: {
        "ja": "`Slug:`がないため、題名がそのままアドレスになり、題名を直すとアドレスも変わります。英数字で書いてください",
        "en": "no `Slug:`, so the address is made of the title and changes with it; write one in ASCII letters and digits",
    },
    Rule.SLUG_NOT_ASCII: {
        "ja": "`Slug: {}`は、共有すると長い記号の列になります。英数字とハイフンで書いてください",
        "en": "`Slug: {}` becomes a long row of signs when the address is shared; write ASCII letters, digits and hyphens",
    },
    Rule.STRIKE: {
        "ja": "`{}`は取り消し線になりません。`<del>…</del>`と書いてください",
        "en": "`{}` strikes nothing out; write `<del>…</del>`",
    },
    Rule.STYLE_ATTRIBUTE: {
        "ja": "`style`属性はページの方針が止めるため効きません。テーマのクラスを使ってください",
        "en": "the page's policy drops `style` attributes; use a class of the theme",
    },
    Rule.TABLE_GLUED: {
        "ja": "段落のすぐ下の`{}`は表になりません。前に空行を入れてください",
        "en": "`{}` right below a paragraph is no table; put an empty line above it",
    },
    Rule.TABLE_SWALLOWS: {
        "ja": "表のすぐ下の`{}`は表の行になります。前に空行を入れてください",
        "en": "`{}` right below a table becomes a row of it; put an empty line above it",
    },
    Rule.TITLE_TWICE: {
        "ja": "題名が{}と同じです。どちらかを変えて、読者が区別できるようにしてください",
        "en": "has the same title as {}; change one, so that readers can tell them apart",
    },
    Rule.UNDERSCORES: {
        "ja": "`{}`は日本語に接していると強調にならず、下線がそのまま表示されます。`**`を使ってください",
        "en": "`{}` is no emphasis beside Japanese, and its underscores show as they are; use `**`",
    },
    Rule.URL_BARE: {
        "ja": "`{}`はリンクになりません。`<アドレス>`または`[文字](アドレス)`と書いてください",
        "en": "`{}` is no link; write `<address>` or `[text](address)`",
    },
}
# fmt: on
