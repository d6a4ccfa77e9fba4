"""Who is quoted in an article: words in a block of quotation, with a name that is beyond doubt.

The name stands in the last line of the block, behind a dash, or in the line that introduces it.
Words that nobody is named for are left out: they are not the author's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from .phrasing import is_balanced, is_in, is_whole
from .source import Role
from .texts import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Paragraph

_LONGEST_WORDS = {"ja": 160, "en": 320}
"""Characters of a quoted paragraph that is shown whole; of a longer one, single sentences."""
_LONGEST_ATTRIBUTION = 90
_ENDS_OF_WORDS = '。.!?！？」』”"'
_SAYS_NEXT = re.compile(
    r"[:：]$|(?:次の|以下の)(?:よう|とおり|通り)|こう(?:述べ|語|話|説明|書|答え|評|続け|記)"
)
_SPEAKER = {
    "ja": re.compile(
        r"([ァ-ヺー・＝]{2,24}|(?![同両各])[一-龥々ヶ]{1,8}|[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)*)"
        r"(氏|さん|(?:最高経営責任者|会長|社長|総裁|教授|大臣|首相|大統領|長官|代表|所長|知事|市長|CEO))"
        r"(?=は|が|も|によると)"
    ),
    "en": re.compile(
        r"((?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+)(?:,(?: [^,.]{3,60},)?)? "
        r"(?:said|says|wrote|writes|told|argued|argues|warned|noted|added|explained|put|puts)\b|"
        r"\b(?:said|says|wrote|according to) ((?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+)"
    ),
}
_DASHED = re.compile(r"(?:^|(?<=[。.!?！？」』”\"'’]))\s*[—–―-]{1,3}\s*([^\s—–―。][^—–―。]{1,80})$")
_PARENTHESES = re.compile(r"（[^（）]*）|\([^()]*\)")
_ATTRIBUTION = re.compile(r"[^、,]{2,40}[、,].*(?:19|20)\d\d")
_NAME = re.compile(
    r"(?:(?:[A-Z][\w.'’&-]*|of|the|for|and|de|der|van|von) ?)+|(?=.*[^\x00-\x7f])[^。「」はがをに]{2,40}"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a named person or body is quoted with."""

    text: str
    paragraph: Paragraph
    speaker: str


def quotations(body: list[Paragraph], language: str) -> Iterator[Quotation]:
    """Yield what is quoted of people who are named."""
    before: Paragraph | None = None
    for is_quote, group in groupby(body, key=lambda p: p.role is Role.QUOTE):
        paragraphs = list(group)
        if is_quote:
            for paragraph, words, speaker in _attributed(paragraphs, before, language):
                for text in _texts(words, language):
                    yield Quotation(text, paragraph, speaker)
        before = paragraphs[-1]


def _attributed(
    group: list[Paragraph], before: Paragraph | None, language: str
) -> list[tuple[Paragraph, str, str]]:
    """Give each quoted paragraph its speaker, named after it or else in the line before it."""
    done: list[tuple[Paragraph, str, str]] = []
    waiting: list[tuple[Paragraph, str]] = []
    for paragraph in group:
        words, name = _split_attribution(paragraph.text)
        waiting += [(paragraph, words)] if words else []
        if name:
            done += [(quoted, text, name) for quoted, text in waiting]
            waiting = []
    name = _introduced(before, language) if not done else ""
    return done + [(quoted, text, name) for quoted, text in waiting if name]


def _split_attribution(text: str) -> tuple[str, str]:
    """Cut a quoted paragraph into words and the name of who said them; either may be empty."""
    if match := _DASHED.search(text):
        name = _name(match[1])
        return (text[: match.start()].strip(), name) if name else (text, "")
    is_line = len(text) <= _LONGEST_ATTRIBUTION and text[-1] not in _ENDS_OF_WORDS
    name = _name(text) if is_line and _ATTRIBUTION.match(text) else ""
    return ("", name) if name else (text, "")


def _name(line: str) -> str:
    """Return the name a line begins with, empty when that does not look like one."""
    name = re.split("[、,（(]", line)[0].strip(" 　。.")
    return name if _NAME.fullmatch(name) else ""


def _introduced(before: Paragraph | None, language: str) -> str:
    """Name who is about to speak, when the line before a quote says so of one person."""
    if before is None or before.role is not Role.PARAGRAPH:
        return ""
    line = _PARENTHESES.sub("", split_sentences(before.text)[-1])
    if not _SAYS_NEXT.search(line):
        return ""
    names = {"".join(filter(None, match.groups())) for match in _SPEAKER[language].finditer(line)}
    return names.pop() if len(names) == 1 else ""


def _texts(words: str, language: str) -> Iterator[str]:
    if not is_in(words, language):
        return
    if len(words) <= _LONGEST_WORDS[language] and is_balanced(words):
        yield words
    else:
        yield from (text for text in split_sentences(words) if is_whole(text, language))
