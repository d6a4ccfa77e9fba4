"""Does somebody say what stands in quotation marks, and the one who is named?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..patterns import QUOTED
from ..texts import find_quote, fold
from .names import known_people
from .shared import blocking, everything, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source

_SHORTEST_QUOTE = {"ja": 4, "en": 8}


def invented_quotes(section: Section, source: Source) -> Iterator[Finding]:
    """Words in quotation marks stand in the article exactly so."""
    article = everything(source)
    for text in texts_of(section):
        for groups in QUOTED.findall(text):
            quoted = "".join(groups)
            shortest = _SHORTEST_QUOTE["en" if quoted.isascii() else "ja"]
            if len(fold(quoted)) >= shortest and not find_quote(article, quoted):
                message = f"nobody says 「{quoted}」 in the article"
                yield blocking("quotes", message, text)


def misattributed_quotes(section: Section, source: Source) -> Iterator[Finding]:
    """Who is named beside a quotation stands where the article has it, or one paragraph before."""
    names = known_people(source)
    for sentence in section.sentences:
        named = [name for name in names if name in QUOTED.sub("", sentence.text)]
        for groups in QUOTED.findall(sentence.text):
            around = _around("".join(groups), source)
            if named and around and not any(name in around for name in named):
                message = f"「{''.join(groups)}」 is not what {named[0]!r} says in the article"
                yield blocking("quotes", message, sentence)


def _around(quoted: str, source: Source) -> str:
    """Return the paragraphs that have the words, each with the one before it."""
    shortest = _SHORTEST_QUOTE["en" if quoted.isascii() else "ja"]
    if len(fold(quoted)) < shortest:
        return ""
    at = [i for i, p in enumerate(source.paragraphs) if find_quote(p.text, quoted)]
    return "\n".join(p.text for i in at for p in source.paragraphs[max(0, i - 1) : i + 1])
