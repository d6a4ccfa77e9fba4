"""Does an outlook leave the doubt that there is?"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ..patterns import HEDGES
from ..sections import Basis, Kind
from .shared import advisory, blocking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source

_CERTAIN = re.compile(
    "必ず(?!し)|間違いな|間違いあり|に違い(?:な|あり)|疑いな|疑いあり|疑いよう|確実(?!で(?:は|も)|と(?:は|まで)|性)|絶対に|決まってい|"
    r"永く|永久に|\b(?<!not )(?<!less )(?<!far from )certain(?:ly)?\b|\bbound to\b|\bno doubt\b|"
    r"\b(?:un)?doubtless\b|\bundoubtedly\b|\bdefinitely\b|\bguaranteed?\b|\bsure to\b|"
    r"\bwithout (?:a )?doubt\b|\bwithout question\b|\bcannot fail\b|\bfor good\b|\bonce and for all\b|\binevitabl[ey]\b",
    re.IGNORECASE,
)
_PLAIN_FUTURE = re.compile(r"\b(?:will|(?:is|are) going to|won['’]t)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[^,;:—]+")
_CONDITION = re.compile(r"(?:If|Unless|When|Once|Should|As long as)\b")
_WHOLE_CLAUSE = 12
_ENDING = re.compile(
    "(でしょう|だろう|可能性があ(?:ります|る)|かもしれ(?:ません|ない)|(?:予想|期待)され(?:ます|る)|"
    "見込まれ(?:ます|る)|考えられ(?:ます|る)|焦点(?:になり|となり)(?:ます|そうです))。?$"
)


def certainty(section: Section, source: Source) -> Iterator[Finding]:
    """What a model inferred about the future is not said to be certain."""
    if section.kind is not Kind.OUTLOOK:
        return
    hedges = HEDGES.get(source.language)
    for sentence in section.sentences:
        if sentence.basis is not Basis.INFERRED:
            continue
        found = _CERTAIN.search(sentence.text)
        if not found and hedges:
            found = _plain_future(sentence.text, hedges)
        if found:
            message = f"says {found[0]!r}, which is more than anyone can know"
            yield blocking("certainty", message, sentence)


def unhedged(section: Section, source: Source) -> Iterator[Finding]:
    """A sentence that a model inferred about the future says that it is no certainty.

    In its main clause: `if it may rain, the roof leaks` does not.
    """
    hedges = HEDGES.get(source.language)
    if section.kind is not Kind.OUTLOOK or hedges is None:
        return
    for sentence in section.sentences:
        if sentence.basis is Basis.INFERRED and not hedges.search(_main_clause(sentence.text)):
            yield blocking("hedging", "speaks of the future without any doubt", sentence)


def same_endings(section: Section, _source: Source) -> Iterator[Finding]:
    """No two neighbouring sentences of an outlook end in the same hedge."""
    if section.kind is not Kind.OUTLOOK:
        return
    for sentences in (section.opening, *(point.sentences for point in section.points)):
        for first, second in pairwise(sentences):
            before, after = _ENDING.search(first.text), _ENDING.search(second.text)
            if before and after and before[1] == after[1]:
                yield advisory("endings", f"ends in {after[1]!r} like the one before", second)


def _plain_future(text: str, hedges: re.Pattern[str]) -> re.Match[str] | None:
    """Return a future without doubt in its own clause: an `if` before the comma hedges nothing."""
    for clause in _CLAUSE.findall(text):
        if (found := _PLAIN_FUTURE.search(clause)) and not hedges.search(clause):
            return found
    return None


def _main_clause(text: str) -> str:
    """Return what follows a condition at the beginning, and the end of a Japanese sentence."""
    if _CONDITION.match(text):
        return text.partition(", ")[2] or text
    before, comma, last = text.rstrip("。").rpartition("、")
    return last if comma and len(last) >= _WHOLE_CLAUSE else before + comma + last
