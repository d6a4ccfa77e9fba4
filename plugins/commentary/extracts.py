"""Sections without a model: the article's own sentences, chosen and labelled as such.

A conclusion is the author's own summing-up and what is central besides; an outlook is what the
author and the people quoted say of the future, with who says it. No section rather than a bad one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .phrasing import foresight, is_speech, is_whole, stands_alone, sums_up, tells_history
from .quotations import quotations
from .ranking import centrality, choose, similarity, vectors_of
from .sections import Form, Kind, Origin, Point, Reference, Section, Sentence
from .source import Role
from .texts import find_quote, split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Paragraph, Source

_FEWEST, _MOST = 3, 5
_FEWEST_CANDIDATES = 5
_CHARACTERS_PER_SENTENCE = {"ja": 600, "en": 1400}
_MOST_SUMMING_UP = 3
_FEWEST_OUTLOOK, _MOST_OUTLOOK = 2, 6
_LONGEST_REFERENCE = 60
_TITLE_WEIGHT = 0.8
_OPENING_BONUS = 0.2
_LEDE_BONUS = 0.3
_HISTORY_PENALTY = 0.4
_SURE_BONUS = 0.5
_WORDS = {
    "ja": ("本文にある見通し", "本文の要点", "{speaker}の発言"),
    "en": ("What the article says lies ahead", "Key points of the article", "{speaker}"),
}
_BACK_MATTER = (
    r"(?:主な|画像の?|おもな)?(?:出典|参考(?:文献|資料|リンク|情報|サイト|記事|図書)?|引用(?:元|文献)?|"
    r"(?:脚|補)?注釈?|補足|関連(?:記事|リンク|情報|投稿|資料)|リンク集?|訂正(?:履歴)?|追記|更新履歴|謝辞|"
    r"著者(?:紹介|について)|プロフィール|お知らせ|sources?|references?|(?:foot|end)?notes?|"
    r"further reading|(?:related |external |useful )?links|see also|bibliography|works cited|"
    r"(?:image |photo )?credits?|acknowledge?ments?|corrections?|updates?|about the author|"
    r"related (?:posts|articles))"
)
_BACK_MATTER_HEADING = re.compile(
    rf"[\s\d.．、]*{_BACK_MATTER}(?:(?:・|／|/|、|と|, | and | & ){_BACK_MATTER})*[\s:：]*",
    re.IGNORECASE,
)
_CUT = re.compile(r".{20,59}[、，,」』）)]|.{20,59}(?=\s)|.{20,59}[はがをにでとも](?=[^ぁ-ん])")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that might be chosen."""

    text: str
    paragraph: Paragraph
    speaker: str = ""
    """Who is quoted, empty for the author."""
    sums_up: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """All sentences of an article that might be chosen, and how central each of them is."""

    source: Source
    language: str
    candidates: list[_Candidate]
    vectors: list[dict[str, float]]
    scores: list[float]
    wants_conclusion: bool


def extract_sections(source: Source, kinds: tuple[Kind, ...]) -> tuple[Section, ...]:
    """Make the sections that the article gives of itself; no sentence stands in two of them."""
    language = re.split("[-_]", source.language)[0].lower()
    if language not in _WORDS or not kinds:
        return ()
    reading = _read(source, language, wants_conclusion=Kind.CONCLUSION in kinds)
    outlook = _outlook(reading) if Kind.OUTLOOK in kinds else None
    used = {sentence.text for sentence in outlook.sentences} if outlook else set()
    conclusion = _conclusion(reading, used) if reading.wants_conclusion else None
    return tuple(section for section in (outlook, conclusion) if section)


def _read(source: Source, language: str, *, wants_conclusion: bool) -> _Reading:
    body = [p for p in source.paragraphs if not _BACK_MATTER_HEADING.fullmatch(p.heading)]
    own = _own_sentences(body, language)
    quoted = [_Candidate(q.text, q.paragraph, q.speaker) for q in quotations(body, language) if own]
    first_of = {candidate.text: candidate for candidate in reversed([*own, *quoted])}
    candidates = list(reversed(first_of.values()))
    *vectors, title = vectors_of([*(c.text for c in candidates), source.title])
    scores = [
        score + _TITLE_WEIGHT * similarity(vector, title)
        for score, vector in zip(centrality(vectors), vectors, strict=True)
    ]
    return _Reading(source, language, candidates, vectors, scores, wants_conclusion)


def _own_sentences(body: list[Paragraph], language: str) -> list[_Candidate]:
    """List the author's sentences; only the last summing-up of an article counts as one."""
    own = [c for p in body if p.role is Role.PARAGRAPH for c in _sentences(p, language)]
    last = max((c.paragraph.number for c in own if c.sums_up), default=0)
    return [
        replace(c, sums_up=c.sums_up and c.paragraph.number == last)
        for c in own
        if not c.sums_up or c.paragraph.number == last or stands_alone(c.text, language)
    ]


def _outlook(reading: _Reading) -> Section | None:
    strengths = [
        0
        if c.sums_up and reading.wants_conclusion
        else foresight(c.text, reading.language, year=reading.source.date[:4])
        for c in reading.candidates
    ]
    pool = [index for index, strength in enumerate(strengths) if strength]
    scores = {index: reading.scores[index] + _SURE_BONUS * strengths[index] for index in pool}
    chosen = _pick(reading, scores, _MOST_OUTLOOK)
    speakers = dict.fromkeys(c.speaker for c in chosen if c.speaker)
    if len(chosen) < _FEWEST_OUTLOOK and not speakers:
        return None
    heading, _, by_speaker = _WORDS[reading.language]
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


def _conclusion(reading: _Reading, used: set[str]) -> Section | None:
    free = [
        index
        for index, candidate in enumerate(reading.candidates)
        if not candidate.speaker and candidate.text not in used
    ]
    given = tuple(i for i in free if reading.candidates[i].sums_up)[:_MOST_SUMMING_UP]
    before = [i for i in free if given and i <= given[-1]]
    pool = before if len(before) >= _FEWEST_CANDIDATES else free
    if len(pool) < _FEWEST_CANDIDATES:
        return None
    wanted = len(reading.source.text) // _CHARACTERS_PER_SENTENCE[reading.language]
    count = max(min(_MOST, max(_FEWEST, wanted)), len(given) + 2)
    scores = {index: reading.scores[index] + _place_bonus(reading, index) for index in pool}
    return Section(
        id="conclusion",
        kind=Kind.CONCLUSION,
        origin=Origin.EXTRACT,
        heading=_WORDS[reading.language][1],
        opening=tuple(_sentence(c) for c in _pick(reading, scores, count, given=given)),
    )


def _pick(
    reading: _Reading, scores: dict[int, float], count: int, *, given: tuple[int, ...] = ()
) -> list[_Candidate]:
    pool = list(scores)
    places = choose(
        [reading.vectors[index] for index in pool],
        list(scores.values()),
        count,
        given=tuple(pool.index(index) for index in given),
    )
    return [reading.candidates[pool[place]] for place in places]


def _place_bonus(reading: _Reading, index: int) -> float:
    """Prefer the lede and the openings of paragraphs to the telling of what came before."""
    candidate = reading.candidates[index]
    is_opening = candidate.paragraph.text.startswith(candidate.text)
    bonus = _OPENING_BONUS if is_opening else 0.0
    if candidate.paragraph.number == reading.candidates[0].paragraph.number:
        return bonus + _LEDE_BONUS
    is_history = tells_history(candidate.text, reading.source.date[:4])
    return -_HISTORY_PENALTY if is_history else bonus


def _sentences(paragraph: Paragraph, language: str) -> Iterator[_Candidate]:
    """Yield what can be chosen of a paragraph; after a summing-up also what leans on it."""
    left = 0
    for text in split_sentences(paragraph.text):
        left = _MOST_SUMMING_UP if sums_up(text) else left - 1
        if not is_whole(text, language) or is_speech(text):
            left = 0
        elif left > 0 or stands_alone(text, language):
            yield _Candidate(text, paragraph, sums_up=left > 0)


def _sentence(candidate: _Candidate) -> Sentence:
    """Make a chosen sentence rest on its paragraph, shown by its first words."""
    text, paragraph = candidate.text, candidate.paragraph
    quote = text
    if len(text) > _LONGEST_REFERENCE:
        cut = _CUT.match(text)
        quote = cut[0] if cut else text[:_LONGEST_REFERENCE]
    found = quote if find_quote(paragraph.text, quote) else text
    return Sentence(text, (Reference(paragraph.number, found),))
