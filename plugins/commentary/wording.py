"""Words that pages show around sections, in the page's language. They state facts only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Wording:
    """All words of one language."""

    unreviewed_label: str
    unreviewed_label_bare: str
    edited_label: str
    accepted_label: str
    extract_label: str
    notice_unreviewed: str
    notice_partly: str
    notice_accepted: str
    list_separator: str
    reference: str
    grounds_title: str
    inferred: str
    opinion: str
    months: tuple[str, ...] = ()

    def day(self, day: dt.date) -> str:
        """Write a day as the language does."""
        if self.months:
            return f"{day.day} {self.months[day.month - 1]} {day.year}"
        return f"{day.year}年{day.month}月{day.day}日"


_JA = Wording(
    unreviewed_label="この節はAIが書き、著者は未確認です。（{model}、{day}）",
    unreviewed_label_bare="この節はAIが書き、著者は未確認です。",
    edited_label="この節はAIが書き、人が手を入れたもので、確認の記録はまだありません。（{model}、{day}）",
    accepted_label="この節はAIが下書きし、{reviewer}が内容を確認しました。（{day}）",
    extract_label="この節は本文の文を機械的に抜き出したものです。AIによる文章ではありません。",
    notice_unreviewed="この記事にはAIが書き、著者が確認していない節があります（{sections}）。",
    notice_partly="この記事にはAIが書いた節があります（{sections}）。著者が確認していない節を含みます。",
    notice_accepted="この記事にはAIが下書きし、人が内容を確認した節があります（{sections}）。",
    list_separator="、",
    reference="根拠：第{number}段落",
    grounds_title="根拠の段落",
    inferred="推測",
    opinion="意見",
)
_EN = Wording(
    unreviewed_label="AI wrote this section; the author has not checked it. ({model}, {day})",
    unreviewed_label_bare="AI wrote this section; the author has not checked it.",
    edited_label=(
        "AI wrote this section and a person changed it; nobody has signed it off. ({model}, {day})"
    ),
    accepted_label="AI drafted this section; {reviewer} checked what it says. ({day})",
    extract_label="This section is made of sentences taken from the article. No AI wrote it.",
    notice_unreviewed=(
        "Parts of this page were written by AI and not checked by the author ({sections})."
    ),
    notice_partly=(
        "Parts of this page were written by AI ({sections}), "
        "some of them not checked by the author."
    ),
    notice_accepted="Parts of this page were drafted by AI and checked by a person ({sections}).",
    list_separator=", ",
    reference="Rests on paragraph {number}",
    grounds_title="The paragraphs it rests on",
    inferred="inferred",
    opinion="opinion",
    months=tuple(
        "January February March April May June July August September October November "
        "December".split()
    ),
)


def wording(language: str) -> Wording:
    """Return the words of a language; English where there are none."""
    return _JA if language.startswith("ja") else _EN
