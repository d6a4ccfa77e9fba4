"""What a model offers as predictions, and whether each can be judged at all: no model is needed.

What fails is left out with its reason; the section it was taken from stands.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .due_dates import last_day, spans_in
from .grounding import unknown_names
from .loanwords import is_loanword
from .numbers import known_numbers, numbers_in
from .patterns import DAY_OR_MONTH, NAME
from .predictions import (
    GREATEST_PROBABILITY,
    LEAST_PROBABILITY,
    Harm,
    Precision,
    PredictionKind,
)
from .texts import fold, has_quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .sections import Section, Sentence
    from .source import Paragraph, Source

MOST_YEARS = 10
"""A claim about a later day is nobody's to judge."""
REFUSED = {
    Harm.MARKETS: re.compile(
        r"株価|為替|円相場|円安|円高|時価総額|利回り|日経平均|相場|ビットコイン|暗号資産の価格"
        r"|\b(?:share|stock|bond|oil|gold) prices?\b|\bexchange rates?\b|\bmarket cap|\byields?\b"
        r"|\bNikkei\b|\bS&P\b|\bDow Jones\b|\bbitcoin\b|\bshares (?:will )?(?:rise|fall|close)",
        re.IGNORECASE,
    ),
    Harm.MEDICINE: re.compile(
        r"病状|容体|余命|治療|診断|副作用|有効性|服用|投薬|死者|感染者|治癒"
        r"|\bpatients?\b|\btreatments?\b|\bdiagnos|\bprognosis\b|\bsymptoms?\b|\bside effects?\b"
        r"|\binfections?\b|\bcured?\b|\bdeath toll\b",
        re.IGNORECASE,
    ),
    Harm.LAW: re.compile(
        r"判決|有罪|無罪|逮捕|起訴|訴訟|裁判|敗訴|勝訴|量刑|実刑"
        r"|\bverdicts?\b|\bconvict|\bguilty\b|\bacquit|\bindict|\barrest|\blawsuits?\b"
        r"|\bsentenced\b|\bcourts? (?:will |to )?(?:rule|find)",
        re.IGNORECASE,
    ),
}
"""Outlooks by which a reader could come to harm, by their category, and words that tell them."""
_SHORTEST_CLAIM = 10
_HEDGED = re.compile(
    r"可能性|かもしれ|でしょう|だろう|おそれ|恐れ|見込|と予想|とみられ|と見られ|期待され"
    r"|\b(?:(?-i:may)|might|could|likely|possibly|perhaps|probably|should)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"どの程度|どれほど|どれくらい|どのよう|なぜ|大きく|大幅|十分|かなり|著しく|注目|活発|進展|影響"
    r"|\b(?:how|why|to what extent|significant\w*|substantial\w*|considerabl\w*|meaningful\w*"
    r"|major|impact\w*|influenc\w*|improv\w*)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"べき|勧め|薦め|買い時|売り時|買っておく|売っておく|検討してください"
    r"|\b(?:should|ought to|recommend\w*|advis\w*|buy now|sell now)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:^|[、。は])(?:彼|彼女|彼ら|同氏|同社|同党|両者|両社|これ|それ(?!ぞれ)|この|その|ここ|そこ|当社)"
    r"|^(?:he|she|it|they|this|that|these|those|his|her|its|their|both|there)\b"
    r"|\b(?:the (?:former|latter)|said company)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|org|net|jp|gov)\b", re.IGNORECASE)
_DATED = re.compile(
    r"\d{4}年(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|第?[1-4]四半期"
    r"|\b(?:19|20|21)\d\d(?:-\d\d-\d\d)?\b|\bQ[1-4]\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{1,2}\b|\b\d{1,2} (?=(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b)"
)
_ACTORS = re.compile(r"[ァ-ヺー]{3,}|[一-龥々]{2,}|[A-Z][\w&.-]+|[a-z]{5,}")
_NAMES = re.compile(r"(?!The |A |An )[A-Z][\w&-]*(?:(?: of| the| and)? [A-Z][\w&-]*)*")
_WIDE = re.compile(r"[ァ-ヺー]{3,}|[一-龥々]{2,}")
_NO_ACTORS = frozenset(
    fold(word)
    for word in "年内 来年 今年 来月 年末 今後 将来 以内 時点 時期 発表 公表 開始 実施 決定 可能 期日 "
    "within after before their there which about until would first start begin announce".split()
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A prediction as a model offers it."""

    statement: str
    quote: str
    kind: PredictionKind
    speaker: str
    """Who says it in the article, for a stated one."""
    resolves_on: dt.date
    precision: Precision
    probability: float
    criteria: str
    source: str
    """Which public source will tell, in words."""
    category: str = ""
    """One of `REFUSED`, in the model's own judgement."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a claim is held against."""

    source: Source
    sections: tuple[Section, ...]
    """The outlooks as they stand."""
    made_on: dt.date
    refused: tuple[Harm, ...]
    """Categories out of `REFUSED`."""

    @property
    def dated(self) -> dt.date:
        """The day of the article, from which relative dates are read."""
        try:
            return dt.date.fromisoformat(self.source.date)
        except ValueError:
            return self.made_on


def objections(claim: Claim, ground: Ground) -> Iterator[str]:
    """Yield why a claim is no prediction that a reader can hold anyone to."""
    yield from _wording(claim)
    yield from _harm(claim, ground.refused)
    yield from _grounds(claim, ground)
    yield from _days(claim, ground)


def settled_day(claim: Claim, ground: Ground) -> tuple[dt.date, Precision]:
    """Return by when a claim is judged: the end of the span its quote names, else of its own."""
    spans = spans_in(claim.quote, ground.dated)
    if len(spans) == 1:
        return spans[0].last, spans[0].precision
    return last_day(claim.resolves_on, claim.precision), claim.precision


def found_in(claim: Claim, sections: tuple[Section, ...]) -> tuple[Section, Sentence] | None:
    """Return the outlook and the sentence that a claim quotes."""
    for section in sections:
        for sentence in section.sentences:
            if has_quote(sentence.text, claim.quote):
                return section, sentence
    return None


def said_in(claim: Claim, source: Source) -> Paragraph | None:
    """Return the paragraph that has a stated claim's words, where its speaker is named with them.

    The name stands in that paragraph or in one of its two neighbours.
    """
    speaker = fold(claim.speaker)
    if claim.kind is not PredictionKind.STATED or not speaker:
        return None
    for index, paragraph in enumerate(source.paragraphs):
        near = source.paragraphs[max(0, index - 1) : index + 2]
        is_named = any(speaker in fold(neighbour.text) for neighbour in near)
        if is_named and has_quote(paragraph.text, claim.quote):
            return paragraph
    return None


def names_in(statement: str) -> tuple[str, ...]:
    """Return the words of a claim that may be names: capitals, katakana, runs of kanji."""
    names = (name for name in _NAMES.findall(statement) if not DAY_OR_MONTH.fullmatch(name))
    wide = (word for word in _WIDE.findall(statement) if not is_loanword(word))
    kept = (name for name in (*names, *wide) if fold(name) not in _NO_ACTORS)
    return tuple(dict.fromkeys(kept))


def _wording(claim: Claim) -> Iterator[str]:
    if len(claim.statement) < _SHORTEST_CLAIM or claim.statement[-1] in "?？":
        yield "the claim is no statement"
    if match := _HEDGED.search(claim.statement):
        yield f"the claim is hedged ({match[0]!r}), so that nothing could prove it wrong"
    if match := _PRONOUN.search(claim.statement):
        yield f"the claim does not stand alone ({match[0]!r})"
    if match := _VAGUE.search(claim.statement) or _VAGUE.search(claim.criteria):
        yield f"it cannot be answered yes or no ({match[0]!r})"
    if len(claim.criteria) < _SHORTEST_CLAIM:
        yield "nothing says how it is judged"
    for text in (claim.statement, claim.criteria, claim.source):
        if match := _ADDRESS.search(text):
            yield f"only a person adds an address ({match[0]!r})"
    if match := _ADVICE.search(claim.statement) or _ADVICE.search(claim.criteria):
        yield f"it gives advice ({match[0]!r})"
    if not LEAST_PROBABILITY <= claim.probability <= GREATEST_PROBABILITY:
        yield f"the probability {claim.probability} is not from 0.01 to 0.99"


def _harm(claim: Claim, refused: tuple[Harm, ...]) -> Iterator[str]:
    for category in refused:
        words = REFUSED[category].search(f"{claim.statement}\n{claim.criteria}")
        if words or claim.category == category:
            why = f" ({words[0]!r})" if words else ""
            yield f"it is about {category}{why}, which `refused_predictions` leaves out"


def _grounds(claim: Claim, ground: Ground) -> Iterator[str]:
    if not said_in(claim, ground.source) and not found_in(claim, ground.sections):
        yield "its quote stands neither in the outlook nor, with its speaker, in the article"
    article = "\n".join((ground.source.title, *ground.source.headings, ground.source.text))
    yield from (f"in the claim, {what}" for what in unknown_names(claim.statement, ground.source))
    if not _names_actor(claim.statement, article):
        yield "the claim names nobody and nothing of the article"
    known = known_numbers(f"{article}\n{claim.quote}")
    for number, written in numbers_in(_DATED.sub(" ", claim.statement)).items():
        if number not in known:
            yield f"the claim has a number that the article has not ({written!r})"


def _names_actor(statement: str, article: str) -> bool:
    folded = fold(article)
    names = (*_ACTORS.findall(statement), *(match[0] for match in NAME.finditer(statement)))
    return any(fold(name) in folded and fold(name) not in _NO_ACTORS for name in names)


def _days(claim: Claim, ground: Ground) -> Iterator[str]:
    day, _ = settled_day(claim, ground)
    latest = max(ground.dated, ground.made_on)
    if day <= latest:
        yield f"its day, {day}, is not after {latest}, when it was made"
    elif day.year - ground.dated.year > MOST_YEARS:
        yield f"its day, {day}, is more than {MOST_YEARS} years ahead"
    for text in (claim.quote, claim.statement):
        spans = spans_in(text, ground.dated)
        if spans and not any(span.first <= claim.resolves_on <= span.last for span in spans):
            named = ", ".join(f"{span.first} to {span.last}" for span in spans)
            yield f"its day, {claim.resolves_on}, is not in what the text names ({named})"
            return
