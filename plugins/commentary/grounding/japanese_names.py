"""Does the article have the Japanese names that a section has?

Without a dictionary of words: by titles, by the last part of names of places and bodies, by katakana
that is no everyday word, and by likeness to a name that the article has.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from ..loanwords import is_loanword
from ..patterns import BODY, GENERIC, PERSON, ROLES, SURE_BODIES, TITLED
from ..spellings import is_spelling_of
from ..texts import fold
from .names import lone_spellings
from .shared import advisory, blocking, everything, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source

_WIDE = "[一-鿿々ヶァ-ヴー]"
_KATAKANA = re.compile("[ァ-ヴー]{3,}")
_COINED = re.compile("[「『]([^「」『』。、！？]{4,12})[」』]")
_ENDS_LIKE_NAME = re.compile(f"{_WIDE}$")
_PARTICLES = frozenset("はがをにでのともやへか、。」』）・からまよりだ")
_DIRECTIONS = frozenset("東西南北上下")
_DOUBTFUL = frozenset(("港", "橋", "病院", "交通", "建設", "電力", "開発"))
_SHORTEST_STEM = 3
_SHORTEST_PREFIX = 2
_SHORTEST_SUFFIX = 3
_KEPT_ARTICLES = 16


def unknown_people(section: Section, source: Source) -> Iterator[Finding]:
    """A Japanese name before 氏, さん, 市長 and other titles, or katakana before 社, is in the article."""
    if source.language != "ja":
        return
    article = everything(source)
    folded, titled = fold(article), titled_names(article)
    for text in texts_of(section):
        for name in (*_titled(text), *TITLED.findall(text)):
            if not _is_person(name, folded, titled) and not _is_spelled(name, article):
                yield blocking("names", f"{name!r} is not in the article", text)


def unknown_bodies(section: Section, source: Source) -> Iterator[Finding]:
    """A Japanese name that ends in 市, 銀行, 病院 and the like occurs in the article.

    It is an error where the ending is sure to belong to a name, or the article has one almost like
    it; elsewhere, as in 公共交通, an advice.
    """
    if source.language != "ja":
        return
    article = everything(source)
    folded, known = fold(article), _bodies(article)
    for text in texts_of(section):
        for stem, ending in BODY.findall(unicodedata.normalize("NFKC", text)):
            name = stem + ending
            if fold(name) in folded or GENERIC.fullmatch(name):
                continue
            is_near = any(_is_near_stem(stem, its) for its, end in known if end == ending)
            if is_near or ending in SURE_BODIES:
                yield blocking("names", f"{name!r} is not in the article", text)
            elif len(stem) > 1 and ending in _DOUBTFUL:
                yield advisory("names", f"{name!r} is not in the article", text)


def unknown_katakana(section: Section, source: Source) -> Iterator[Finding]:
    """Katakana that is no everyday word occurs in the article, or sounds like a Latin name of it."""
    if source.language != "ja":
        return
    article = everything(source)
    folded = fold(article)
    for text in texts_of(section):
        for found in _KATAKANA.findall(unicodedata.normalize("NFKC", text)):
            if fold(found) in folded or is_loanword(found) or _is_spelled(found, article):
                continue
            yield blocking("names", f"{found!r} is not in the article", text)


def almost_names(section: Section, source: Source) -> Iterator[Finding]:
    """No name of the article stands there with another first or last part (みのりの風 for みのりの帆)."""
    if source.language != "ja":
        return
    article = unicodedata.normalize("NFKC", everything(source))
    probes = _probes(article)
    for text in texts_of(section):
        plain = unicodedata.normalize("NFKC", text)
        for name, part in probes:
            if part in plain and (found := _changed(name, part, plain, article)):
                yield blocking("names", f"{found!r} is not in the article, but {name!r} is", text)
                break


@lru_cache(maxsize=_KEPT_ARTICLES)
def titled_names(article: str) -> frozenset[str]:
    """Return the names of an article that stand before a title."""
    return frozenset(_titled(article))


def people_in(text: str) -> tuple[str, ...]:
    """Return the names in a text that stand before a title, as it has them."""
    return tuple(_titled(text))


def _titled(text: str) -> Iterator[str]:
    for found in PERSON.findall(text):
        name = ROLES.sub("", found)
        if name:
            yield name


def _is_person(name: str, folded: str, titled: frozenset[str]) -> bool:
    """Whether a name stands in the article, and is not the first half of a family name."""
    if len(name) == 1:
        whole = [its for its in titled if its.startswith(name)]
        if whole and not any(len(its) != len("森崎") for its in whole):
            return False
    return fold(name) in folded


def _is_spelled(name: str, article: str) -> bool:
    return any(
        is_spelling_of(part, latin)
        for part in _KATAKANA.findall(name)
        for latin in lone_spellings(article)[1]
    )


@lru_cache(maxsize=_KEPT_ARTICLES)
def _bodies(article: str) -> frozenset[tuple[str, str]]:
    bodies = set(BODY.findall(unicodedata.normalize("NFKC", article)))
    inner = (BODY.fullmatch(stem) for stem, _ in bodies)
    return frozenset(bodies | {(match[1], match[2]) for match in inner if match})


def _is_near_stem(stem: str, known: str) -> bool:
    """Whether 青峰 is almost 青嶺, 川西 almost 川東, or 西 the other one of 東."""
    if len(stem) == len(known) == 1:
        return {stem, known} <= _DIRECTIONS
    if abs(len(stem) - len(known)) > 1 or min(len(stem), len(known)) == 1:
        return False
    return stem[0] == known[0] or stem[-1] == known[-1]


@lru_cache(maxsize=_KEPT_ARTICLES)
def _probes(article: str) -> tuple[tuple[str, str], ...]:
    """Return each long name with those of its beginnings and ends that only it has."""
    names = {part for stem, end in _bodies(article) for part in (stem, stem + end)}
    names.update(c for c in _COINED.findall(article) if _ENDS_LIKE_NAME.search(c))
    return tuple(
        (name, part)
        for name in sorted(name for name in names if len(name) >= _SHORTEST_STEM)
        for part in _parts(name)
        if article.count(part) == article.count(name)
    )


def _parts(name: str) -> Iterator[str]:
    for size in range(len(name) - 1, max(_SHORTEST_PREFIX, len(name) // 2) - 1, -1):
        yield name[:size]
    if len(name) > _SHORTEST_SUFFIX:
        yield name[1:]


def _changed(name: str, part: str, text: str, article: str) -> str:
    """Return what stands in a text in the place of a name, empty when nothing does."""
    if name in text:
        return ""
    if name.endswith(part):
        found = re.search(f"{_WIDE}{re.escape(part)}", text)
        return found[0] if found and found[0] not in article else ""
    for match in re.finditer(re.escape(part), text):
        after = text[match.end() : match.end() + 1]
        if after and after not in _PARTICLES and part + after not in article:
            return part + after
    return ""
