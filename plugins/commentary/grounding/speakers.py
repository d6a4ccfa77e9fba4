"""Does somebody say what a section has them say?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..patterns import DAY_OR_MONTH, QUOTED
from ..sections import Basis
from ..texts import fold, has_quote, split_sentences
from .japanese_names import people_in, titled_names
from .names import latin_names
from .shared import advisory, blocking, cited_by, everything

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section, Sentence
    from ..source import Source

SHORTEST_QUOTE = {"ja": 4, "en": 8}
"""Letters of words in quotation marks from which on somebody must have said them."""

_PREDICTS = {
    "ja": re.compile(
        r"(?:だろう|でしょう|はずだ|まい)と(?:も|は)?(?:[^、。「」]{0,8}(?:話|語|述べ|言[いうっ]|説明|見|み[てる]|予|考|期待))|"
        r"(?:予測|予想|予言)(?:し(?!た(?:うえ|上))|する)|見込[むんみ](?!(?:まれ|み))|見通しを|"
        r"(?:来年|再来年|年以内|年後|いずれ|までに|半分に|倍に)[^。「」]{0,24}と(?:見|み)て"
    ),
    "en": re.compile(
        r"\b(?:expects|predict(?:s|ed)|forecasts?|foresees|anticipates|prophesies|"
        r"(?:is|are) (?:sure|confident|certain|convinced) (?:that|of))\b"
    ),
}
_GOES_ON = re.compile('[「『“"]|(?:He|She|They|But (?:he|she|they)|同氏|氏は|さらに|また|そのうえ)')
_PASSIVE = re.compile("(?:予測|予想)され|見込まれ")
_AHEAD = {
    "ja": re.compile(
        "だろう|でしょう|見込|予想|予測|見通|はず|恐れ|おそれ|かもしれ|可能性|警告|期待|かねな|今後|将来|来年|来春|"
        "年後|いずれ|つもり|目指|予定|計画|(?:れば|なら)[、「]?"
    ),
    "en": re.compile(
        r"\b(?:will|would|won['’]t|expect\w*|predict\w*|forecast\w*|may|might|could|going to|likely|hope\w*|"
        r"fear\w*|warn\w*|next (?:year|month|spring|summer|autumn|winter)|soon|plan\w*|promis\w*|"
        r"aim\w*|if)\b|['’]ll\b",
        re.IGNORECASE,
    ),
}


def misattributed_quotes(section: Section, source: Source) -> Iterator[Finding]:
    """Who is named beside a quotation is named there in the article too, or in the words before."""
    for sentence in section.sentences:
        named = _named(QUOTED.sub("", sentence.text), source)
        for groups in QUOTED.findall(sentence.text) if named else ():
            quoted = "".join(groups)
            around = _around(quoted, source)
            if around and not any(name in around for name in named):
                message = f"「{quoted}」 is not what {named[0]!r} says in the article"
                yield blocking("quotes", message, sentence)


def invented_predictions(section: Section, source: Source) -> Iterator[Finding]:
    """Nobody is made to predict: where they are named, or what is cited, the article looks ahead."""
    predicts, ahead = _PREDICTS.get(source.language), _AHEAD.get(source.language)
    if predicts is None or ahead is None:
        return
    for sentence in section.sentences:
        text = _PASSIVE.sub("", QUOTED.sub("", sentence.text))
        found = predicts.search(text)
        if found and not any(map(ahead.search, _said_by(text, found, sentence, source))):
            message = f"says {found[0]!r} of somebody who predicts nothing in the article"
            yield blocking("speakers", message, sentence)


def misplaced_people(section: Section, source: Source) -> Iterator[Finding]:
    """Who is named stands in a paragraph that the sentence names, or right before one.

    Those of whom title, headings or the first paragraph speak may be named anywhere. An inference
    may bring two people together, which is for a person to judge.
    """
    first = source.paragraphs[0].text if source.paragraphs else ""
    always = "\n".join((source.title, *source.headings, first))
    for sentence in section.sentences:
        numbers = {p.number for p in cited_by(sentence, source)}
        near = [p.text for p in source.paragraphs if numbers & {p.number, p.number + 1}]
        for name in _named(QUOTED.sub("", sentence.text), source) if numbers else ():
            if name not in always and not any(name in text for text in near):
                message = f"{name!r} is not named in the paragraphs it rests on"
                report = blocking if sentence.basis is Basis.STATED else advisory
                yield report("names", message, sentence)


def _said_by(text: str, found: re.Match[str], sentence: Sentence, source: Source) -> Iterator[str]:
    """Yield what the article has of the one who is said to predict; all that is cited of nobody."""
    names = _named(text, source)
    if source.language == "en":
        names = [name for name in names if name in text[: found.start()]]
    if not names:
        yield from (p.text for p in cited_by(sentence, source))
        return
    name = max(names, key=text[: found.end()].rfind)
    for paragraph in source.paragraphs:
        is_theirs = False
        for said in split_sentences(paragraph.text):
            is_theirs = name in said or (is_theirs and bool(_GOES_ON.match(said)))
            if is_theirs:
                yield said


def _named(text: str, source: Source) -> list[str]:
    """Return the people of the article whom a sentence names, as it names them."""
    if source.language == "ja":
        people = people_in(text)
        article = everything(source) if people else ""
        return [name for name in people if name in article]
    names = latin_names(everything(source))
    return sorted(n for n in names if n in text and not DAY_OR_MONTH.fullmatch(n))


def _around(quoted: str, source: Source) -> str:
    """Return what surrounds the words in the article: from where somebody is named to their end."""
    shortest = SHORTEST_QUOTE["en" if quoted.isascii() else "ja"]
    if len(fold(quoted)) < shortest:
        return ""
    found = [index for index, p in enumerate(source.paragraphs) if has_quote(p.text, quoted)]
    return "\n".join(_spoken(index, quoted, source) for index in found)


def _spoken(index: int, quoted: str, source: Source) -> str:
    """Return the sentence with the words if it names somebody, else the paragraph and the one before."""
    text = source.paragraphs[index].text
    for sentence in split_sentences(text) if source.language == "ja" else ():
        if has_quote(sentence, quoted) and titled_names(QUOTED.sub("", sentence)):
            return sentence
    return "\n".join(p.text for p in source.paragraphs[max(0, index - 1) : index + 1])
