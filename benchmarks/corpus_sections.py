"""Sidecars for the made-up posts: sentences of ours in the place of what a model would write.

They name the model `fixture` and the host `localhost`: no model wrote them, and they are not published.
Two thirds stand as written by it, of which some are accepted; a fifth is the author's own; the rest
has no sidecar, so that the build makes an extract.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from commentary.sections import (
    Basis,
    Form,
    Kind,
    Origin,
    Point,
    Provenance,
    Reference,
    Review,
    Section,
    Sentence,
    Sidecar,
    Usage,
    Verdict,
)

if TYPE_CHECKING:
    from corpus_texts import Paragraph, Post

REVIEWER = "査読者"
_TEXTS = {
    "ja": {
        "outlook": "{noun}の将来の展望",
        "conclusion": "結論",
        "point": "{actor}の選択|{noun}の行方|{matter}の進み方|負担の分け方|次の合意",
        "inferred": "{actor}が{noun}の{matter}を続けるなら、周りの判断も変わっていくでしょう。"
        "|{noun}に関する話し合いは、{matter}の進み方しだいで長引く可能性があります。"
        "|この先も{actor}の動きが、ほかの地域の手本になるかもしれません。"
        "|{matter}の成果が見えれば、{noun}への支持は広がると予想されます。"
        "|反対に{matter}が滞れば、{actor}は計画を練り直すことになりそうです。"
        "|{noun}を使う人が増えるかどうかは、{matter}の中身に左右されるでしょう。"
        "|{actor}にとって{noun}は、避けて通れない課題であり続ける可能性があります。"
        "|当面は{noun}の{matter}をめぐり、少しずつ歩み寄る展開も考えられます。",
        "stated": "{actor}は{noun}の{matter}という課題に向き合いました。"
        "|{noun}の{matter}は、{actor}にとって大きな節目になりました。"
        "|{actor}の説明からは、{noun}を重く見る姿勢が読み取れます。",
        "caveat": "以上は今わかっていることからの推測であり、事情が変われば見通しも変わる可能性があります。",
        "opinion": "この動きがどこへ向かうのかを、私は引き続き見ていきたいと考えています。",
    },
    "en": {
        "outlook": "Outlook for {noun}",
        "conclusion": "Conclusion",
        "point": "The choice before {actor}|Where {noun} may go|Pace of the {matter}|Who will carry the cost|The next agreement",
        "inferred": "If {actor} goes on with {noun}, others will probably think again as well."
        "|The talks on {noun} may well last longer, depending on how the {matter} goes."
        "|What {actor} does could become a pattern for other regions."
        "|Support for {noun} is likely to grow once the {matter} shows results."
        "|Should the {matter} stall, {actor} might have to draw up a new plan."
        "|How many people turn to {noun} will probably depend on the {matter}."
        "|For {actor}, the question of {noun} may not go away."
        "|For the time being, small steps towards each other over {noun} seem possible.",
        "stated": "With the {matter} of {noun}, {actor} took up a hard question."
        "|The {matter} of {noun} marks a turn for {actor}."
        "|What {actor} said shows how much weight it gives to {noun}.",
        "caveat": "All of this is inferred from what is known today, and it may change.",
        "opinion": "I think it is worth watching where this goes.",
    },
}
_CLAUSE = {"ja": re.compile("[^、。]{8,40}"), "en": re.compile(r"\b[^,.]{20,70}(?=[,. ])")}


def make_sidecar(post: Post) -> Sidecar | None:
    """Return the sections of a post; every tenth has none."""
    place = post.number // 2 % 10  # the languages take turns
    if place == 9:
        return None
    made = (_outlook(post), _conclusion(post))
    if place in {3, 7}:
        return Sidecar(post.language, "", made)
    written = tuple(_as_written(section) for section in made)
    if place == 5:
        written = tuple(_as_accepted(section, post.date.date()) for section in written)
    return Sidecar(post.language, "", written, (_provenance(post),))


def _outlook(post: Post) -> Section:
    texts = _TEXTS[post.language]
    inferred = _shifted(texts["inferred"].split("|"), post.number)
    count = 3 + post.number // 2 % 3
    headings = texts["point"].split("|")
    about = post.opening
    points = tuple(
        Point(
            _filled(headings[at], about[at]),
            tuple(_sentence(inferred[at + offset], about, at, Basis.INFERRED) for offset in (0, 3)),
        )
        for at in range(count)
    )
    return Section(
        id="outlook-1",
        kind=Kind.OUTLOOK,
        origin=Origin.AUTHOR,
        heading=_filled(texts["outlook"], about[0]),
        form=Form.LIST if post.number // 2 % 4 == 1 else Form.THEMES,
        opening=(_sentence(inferred[6], about, 6, Basis.INFERRED),),
        points=points,
        closing=(_sentence(texts["caveat"], about, 7, Basis.INFERRED),),
    )


def _conclusion(post: Post) -> Section:
    texts = _TEXTS[post.language]
    stated = (
        _sentence(text, post.opening, at, Basis.STATED)
        for at, text in enumerate(texts["stated"].split("|"))
    )
    return Section(
        id="conclusion",
        kind=Kind.CONCLUSION,
        origin=Origin.AUTHOR,
        heading=texts["conclusion"],
        opening=(*stated, Sentence(texts["opinion"], (), Basis.OPINION)),
    )


def _sentence(text: str, about: tuple[Paragraph, ...], at: int, basis: Basis) -> Sentence:
    """Fill a sentence with the words of a paragraph, and quote what shows it there."""
    grounds = (at, 0) if at % 3 == 1 else (at,)
    references = tuple(Reference(n + 1, _quote(about[n])) for n in grounds)
    return Sentence(_filled(text, about[at]), references, basis)


def _quote(paragraph: Paragraph) -> str:
    """Return the clause that holds most of the words by which the paragraph is spoken of."""
    pattern = _CLAUSE["en" if paragraph.text.isascii() else "ja"]
    clauses = [match[0].strip() for match in pattern.finditer(paragraph.text)]
    named = (paragraph.actor, paragraph.noun, paragraph.matter)
    return max(clauses, key=lambda clause: sum(word in clause for word in named))


def _as_written(section: Section) -> Section:
    section = replace(section, origin=Origin.MODEL, provenance=1)
    marks = tuple(sentence.text_mark for sentence in section.sentences)
    return replace(section, generated_digest=section.digest, generated_marks=marks)


def _as_accepted(section: Section, day: dt.date) -> Section:
    return replace(section, review=Review(Verdict.ACCEPTED, REVIEWER, day, section.digest))


def _provenance(post: Post) -> Provenance:
    return Provenance(
        number=1,
        model="fixture",
        model_asked="fixture",
        host="localhost",
        prompt_digest="",
        source_digest="",
        generated_at=post.date.replace(tzinfo=dt.UTC),
        usage=Usage(3_000, 1_200),
    )


def _filled(text: str, about: Paragraph) -> str:
    return text.format(actor=about.actor, noun=about.noun, matter=about.matter)


def _shifted(texts: list[str], by: int) -> list[str]:
    by //= 2
    return [texts[(at + by) % len(texts)] for at in range(len(texts))]
