"""Do two numbers stand to each other as in the article, and does one go the same way?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from ..numbers import amounts_in
from ..sections import Basis
from .shared import blocking, cited_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ..sections import Finding, Section
    from ..source import Source

_NUMBER = r"[$£€¥]?[\d〇一二三四五六七八九十百千万億兆,.]*[\d〇一二三四五六七八九十百千万億兆]"
_FROM_TO = re.compile(
    rf"\bfrom ([^,;]{{0,12}}?{_NUMBER}[^,;.]{{0,24}}?) to ({_NUMBER}[^,;]{{0,16}})|"
    rf"({_NUMBER}[^\d、。]{{0,8}}?)から({_NUMBER}[^\d、。]{{0,6}})"
)
_PART_OF = re.compile(
    rf"({_NUMBER}[^\d、。]{{0,4}})(?:のうち|中、?)({_NUMBER}[^\d、。]{{0,4}})|"
    rf"({_NUMBER}) (?:out )?of (?:the |its |their |his |her )?({_NUMBER})\b"
)
_WAYS = (
    (
        re.compile("増|上昇|伸び|膨ら|高[くい]|多[くい]|上回|上が|拡大|値上げ|黒字"),
        re.compile("減|下落|縮|少な|低[くい]|安[くい]|下回|下が|割り込|縮小|値下げ|赤字|落ち"),
    ),
    (re.compile("賛成|可決"), re.compile("反対|否決")),
    (
        re.compile(
            r"\b(?:rose|rises?|risen|increas\w+|grew|grown?|grows|climb\w*|up|higher|gain\w*)\b"
        ),
        re.compile(
            r"\b(?:fell|falls?|fallen|drop\w*|declin\w+|shrank|shrunk|down|lower|lost|slump\w*)\b"
        ),
    ),
)
_CLAUSES = {"ja": re.compile("[^、。；\n]+"), "en": re.compile(r"(?:[^,;.\n]|[.,](?=\d))+")}


def swapped_numbers(section: Section, source: Source) -> Iterator[Finding]:
    """What goes from one number to another does so in the article, and no part exceeds its whole."""
    for sentence in section.sentences:
        steps = _steps(sentence.text)
        paragraphs = cited_by(sentence, source) if steps else ()
        known = frozenset().union(*(_steps(p.text) for p in paragraphs))
        for start, end in steps - known:
            if (end, start) in known:
                message = f"goes from {start:f} to {end:f}, where the article goes the other way"
                yield blocking("relations", message, sentence)
        for whole, part in _parts(sentence.text):
            if part > whole:
                yield blocking("relations", f"has {part:f} of {whole:f}", sentence)


def opposite_ways(section: Section, source: Source) -> Iterator[Finding]:
    """What is stated to rise by a number does not fall by it there, nor do votes change sides."""
    clauses = _CLAUSES.get(source.language)
    if clauses is None:
        return
    for sentence in section.sentences:
        if sentence.basis is not Basis.STATED:
            continue
        own = _ways_of_numbers(sentence.text, clauses)
        text = "\n".join(p.text for p in cited_by(sentence, source)) if own else ""
        ways = _ways_of_numbers(text, clauses)
        for value, way in own.items():
            its = ways.get(value, frozenset())
            if its and not its & way and {(of, not up) for of, up in way} & its:
                message = f"{value:f} goes the other way in the article"
                yield blocking("relations", message, sentence)


def _ways_of_numbers(
    text: str, clauses: re.Pattern[str]
) -> dict[Decimal, frozenset[tuple[int, bool]]]:
    """Tell for each number which ways its clauses go: up and down, for and against."""
    ways: dict[Decimal, frozenset[tuple[int, bool]]] = {}
    for clause in clauses.findall(unicodedata.normalize("NFKC", text)):
        going = frozenset(
            (of, is_up)
            for of, pair in enumerate(_WAYS)
            for is_up, pattern in zip((True, False), pair, strict=True)
            if pattern.search(clause)
        )
        for amount in amounts_in(clause) if going else ():
            ways[amount.value] = ways.get(amount.value, frozenset()) | going
    return ways


@lru_cache(maxsize=256)
def _steps(text: str) -> frozenset[tuple[Decimal, Decimal]]:
    """Return what goes from a number to another one."""
    return frozenset(_pairs(_FROM_TO, text))


def _parts(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield each whole and its part."""
    for match in _PART_OF.finditer(unicodedata.normalize("NFKC", text)):
        is_japanese = match[1] is not None
        one, two = (match[1], match[2]) if is_japanese else (match[4], match[3])
        wholes, parts = amounts_in(one), amounts_in(two)
        if wholes and parts and wholes[0].unit == parts[0].unit:
            yield wholes[0].value, parts[0].value


def _pairs(pattern: re.Pattern[str], text: str) -> Iterator[tuple[Decimal, Decimal]]:
    for match in pattern.finditer(unicodedata.normalize("NFKC", text)):
        first, second = (part for part in match.groups() if part is not None)
        starts, ends = amounts_in(first), amounts_in(second)
        if starts and ends:
            yield starts[-1].value, ends[0].value
