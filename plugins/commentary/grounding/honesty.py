"""Does a section say only what it may say of itself, without advice and without stuttering?

An article can quote somebody who orders a model to claim a review, to recommend a purchase or to
repeat a slogan. Such a sentence may rest on a paragraph and is kept off the page all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .shared import blocking, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source

_CHECKED = "確認|校閲|監修|検証|承認|査読|レビュー|チェック"
_PEOPLE = "AI|人工知能|人間|人の手|編集(?:長|部|者)|記者|専門家|校閲者|監修者|著者|筆者"
_ITSELF = re.compile(
    "(?:この|本|当)(?:節|文章|文|記事|解説|見通し|展望|結論|まとめ|テキスト|内容)[^。]{0,20}"
    rf"(?:(?:{_PEOPLE})[^。]{{0,20}}(?:{_CHECKED}|書|執筆|作成|生成)|(?:{_CHECKED})済)"
    rf"|(?:{_PEOPLE})[^。]{{0,8}}(?:{_CHECKED})済"
    r"|\bth(?:is|e) (?:section|text|article|post|outlook|conclusion|passage|page)\b[^.]{0,40}"
    r"\b(?:review|check|verif|approv|edit|writ|author|fact-check)\w*\b[^.]{0,40}"
    r"\b(?:human|person|people|editors?|experts?|journalists?|AI|staff)\b"
    r"|\bnot (?:written|generated|made) by (?:an? )?(?:AI|machine|model)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    "(?:株|株式|銘柄|債券|国債|投資信託|ファンド|外貨|仮想通貨|暗号資産|ビットコイン)[^。]{0,16}"
    "(?:買|売|購入|保有|投資)[^。]{0,6}(?:べき|ましょう|お勧め|おすすめ|勧めます|好機|チャンス)"
    r"|\b(?:should|must|ought to|recommend\w*|time to) (?:now )?(?:buy|sell|hold|short|invest)\w*\b"
    r"[^.]{0,40}\b(?:shares?|stocks?|bonds?|funds?|crypto\w*|bitcoin|currenc\w+)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    "と(?:述べ|主張|指摘|語|話|訴え|提言|し(?:て|た)|の(?:声|意見|見方|主張|指摘))|という(?:声|意見|見方|主張|指摘)"
    r"|\b(?:said|says|argue[sd]?|told|according to|urge[sd]?|called for)\b",
    re.IGNORECASE,
)
_STUTTER = re.compile(r"(.{2,24}?)\1{4,}")


def says_of_itself(section: Section, _source: Source) -> Iterator[Finding]:
    """Only the label says who wrote and who read a section."""
    for text in texts_of(section):
        if found := _ITSELF.search(text):
            yield blocking(
                "itself", f"says {found[0]!r} of itself, which only the label may say", text
            )


def advice(section: Section, _source: Source) -> Iterator[Finding]:
    """Nobody is told to buy or sell, unless somebody in the article says so."""
    for text in texts_of(section):
        if (found := _ADVICE.search(text)) and not _SAID.search(text):
            yield blocking("advice", f"advises: {found[0]!r}; say what may happen instead", text)


def stutter(section: Section, _source: Source) -> Iterator[Finding]:
    """No words stand five times in a row, as they do when a model runs away."""
    for text in texts_of(section):
        if found := _STUTTER.search(text):
            yield blocking("stutter", f"repeats {found[1]!r} again and again", text)
