"""Sections without a model: the article's own sentences, chosen and labelled as such.

A conclusion is made of central sentences that do not repeat each other; an outlook of what the
author and the people quoted say of the future, with who says it. No section rather than a bad one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .ranking import centrality, choose
from .sections import Form, Kind, Origin, Point, Reference, Section, Sentence
from .source import Role
from .texts import split_sentences

if TYPE_CHECKING:
    from .source import Paragraph, Source

_LENGTHS = {"ja": (18, 160), "en": (40, 320)}
_FEWEST, _MOST = 3, 5
_CHARACTERS_PER_SENTENCE = {"ja": 600, "en": 1400}
_MOST_OUTLOOK = 6
_FEWEST_OUTLOOK = 2
_LONGEST_QUOTE = 60
_SUMMING_UP = re.compile(r"要約すると|まとめると|つまり|In short|To sum up|In sum\b|Taken together")
_SUMMING_UP_FACTOR = 1.6
_REFERENCE_HEADINGS = re.compile(
    r"出典|参考|注|脚注|関連(記事|リンク)?|訂正|追記|sources?|references?|notes?|further reading|links?",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"(しかし|だが|ただし|ただ|一方|そのため|このため|そして|また|さらに|なお|これ|それ|あれ|ここ|そこ|"
    r"この|その|あの|こう|そう|彼|同氏|同社|同じ|例えば|たとえば|ところが|すると|従って|したがって|とはいえ|"
    r"いずれ|後者|前者|もっとも|とくに|特に|加えて|"
    r"(?:however|but|and|so|this|that|these|those|it|its|he|she|they|his|her|their|then|yet|still|"
    r"also|therefore|thus|instead|meanwhile|moreover|such|both|neither|another|for example|"
    r"by contrast|as a result|there)\b)",
    re.IGNORECASE,
)
_FUTURE = {
    "ja": re.compile(
        "でしょう|だろう|可能性が(?!消|な)|かもしれ|見込みで|見込まれ|見込んで|見通しで|見通しを|予想され|"
        "とみられ|予定で(?!した|あった)|予定だ(?!った)|計画で(?!した)|計画だ(?!った)|目指す|目指して|方針で|"
        "方針だ(?!った)|今後|来年|来年度|再来年|将来"
    ),
    "en": re.compile(
        r"\b(?:will|may|might|could|likely|unlikely|expects?|plans? to|intends? to|aims? to|"
        r"is expected|are expected|is due|are due|remains to be seen|in the coming|next year)\b"
    ),
}
_PAST = {
    "ja": re.compile(
        "(でした|だった|ていた|ていました|なかった|ませんでした|ました|かった)。?」?$|でしょうか|だろうか"
    ),
    "en": re.compile(
        r"\b(?:was|were|had been) (?:expected|due|likely|planned)\b|\bcould(?:n't| not)? have\b|"
        r"\bmight have\b|\bwould\b|\?"
    ),
}
_MAY_THE_MONTH = re.compile(r"\bMay\b(?= \d)|(?<=\d )May\b|(?<=[Ii]n )May\b|(?<=[Ss]ince )May\b")
_SPEAKER = {
    "ja": re.compile(
        r"(?:^|[。、」]\s*)((?:[^。、「」\s]{1,24}の)?[^。、「」\s]{2,18}?(?:氏|さん|会長|社長|総裁|教授|大臣|"
        r"首相|大統領|長官|代表|CEO))(?:は|が|も|によると)"
    ),
    "en": re.compile(
        r"((?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+)(?:, [^,.]{3,60},)? (?:said|says|wrote|writes|told|"
        r"argued|warned|noted|added|explained)|"
        r"(?:said|says|wrote|according to) ((?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+)"
    ),
}
_DASH = re.compile(r"(?:^|[\n ])[—–―-]{1,2}\s*([^—–―]{2,60})$")
_WORDS = {
    "ja": ("本文にある見通し", "本文の要点", "{speaker}の発言"),
    "en": ("What the article says lies ahead", "Key points of the article", "{speaker}"),
}
_BRACKETS = ("「」", "『』", "（）", "()", "“”")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that might be chosen."""

    text: str
    paragraph: Paragraph
    speaker: str = ""


def extract_sections(source: Source, kinds: tuple[Kind, ...]) -> tuple[Section, ...]:
    """Make the sections that the article gives of itself; no sentence stands in two of them."""
    sections: list[Section] = []
    used: frozenset[str] = frozenset()
    for kind in Kind:
        if kind in kinds and source.language in _WORDS:
            section = _outlook(source) if kind is Kind.OUTLOOK else _conclusion(source, used)
            if section:
                sections.append(section)
                used |= {sentence.text for sentence in section.sentences}
    return tuple(sections)


def _outlook(source: Source) -> Section | None:
    candidates = [c for c in _candidates(source, with_quotes=True) if _looks_ahead(c, source)]
    texts = [candidate.text for candidate in candidates]
    chosen = [candidates[i] for i in choose(texts, centrality(texts), _MOST_OUTLOOK)]
    if len(chosen) < _FEWEST_OUTLOOK:
        return None
    heading, _, by_speaker = _WORDS[source.language]
    speakers = dict.fromkeys(c.speaker for c in chosen if c.speaker)
    return Section(
        id="outlook-1",
        kind=Kind.OUTLOOK,
        origin=Origin.EXTRACT,
        heading=heading,
        form=Form.LIST if speakers else Form.THEMES,
        opening=tuple(_sentence(c) for c in chosen if not c.speaker),
        points=tuple(
            Point(
                by_speaker.format(speaker=speaker),
                tuple(_sentence(c) for c in chosen if c.speaker == speaker),
            )
            for speaker in speakers
        ),
    )


def _conclusion(source: Source, used: frozenset[str]) -> Section | None:
    candidates = [c for c in _candidates(source, with_quotes=False) if c.text not in used]
    if len(candidates) <= _FEWEST:
        return None
    texts = [candidate.text for candidate in candidates]
    scores = [
        score * (_SUMMING_UP_FACTOR if _SUMMING_UP.search(text) else 1.0)
        for score, text in zip(centrality(texts), texts, strict=True)
    ]
    wanted = len(source.text) // _CHARACTERS_PER_SENTENCE[source.language]
    chosen = choose(texts, scores, min(_MOST, max(_FEWEST, wanted)))
    return Section(
        id="conclusion",
        kind=Kind.CONCLUSION,
        origin=Origin.EXTRACT,
        heading=_WORDS[source.language][1],
        opening=tuple(_sentence(candidates[i]) for i in chosen),
    )


def _candidates(source: Source, *, with_quotes: bool) -> list[_Candidate]:
    roles = (Role.PARAGRAPH, Role.QUOTE) if with_quotes else (Role.PARAGRAPH,)
    return [
        _Candidate(text, paragraph, speaker)
        for paragraph in source.paragraphs
        if paragraph.role in roles and not _REFERENCE_HEADINGS.match(paragraph.heading)
        for speaker in (_speaker(paragraph, source),)
        if speaker is not None
        for text in split_sentences(_DASH.sub("", paragraph.text))
        if _stands_alone(text, source.language)
    ]


def _stands_alone(text: str, language: str) -> bool:
    shortest, longest = _LENGTHS[language]
    if not shortest <= len(text) <= longest or _LEANING.match(text.lstrip('「『“"')):
        return False
    if text.rstrip('」』”"')[-1:] not in ("。", ".", "！", "!"):
        return False
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _BRACKETS)


def _looks_ahead(candidate: _Candidate, source: Source) -> bool:
    text = _MAY_THE_MONTH.sub("", candidate.text)
    is_future = _FUTURE[source.language].search(text)
    return bool(is_future) and not _PAST[source.language].search(text)


def _speaker(paragraph: Paragraph, source: Source) -> str | None:
    """Name who says a paragraph: empty for the author, None for a quote nobody is named for."""
    if paragraph.role is not Role.QUOTE:
        return ""
    if match := _DASH.search(paragraph.text):
        return match[1].strip(" 　。.")
    before = source.paragraph(paragraph.number - 1)
    if before is None:
        return None
    if before.role is Role.QUOTE:
        return _speaker(before, source)
    found = list(_SPEAKER.get(source.language, _SPEAKER["en"]).finditer(before.text))
    return next((group for group in found[-1].groups() if group), None) if found else None


def _sentence(candidate: _Candidate) -> Sentence:
    quote = candidate.text[:_LONGEST_QUOTE]
    return Sentence(candidate.text, (Reference(candidate.paragraph.number, quote),))
