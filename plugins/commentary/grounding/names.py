"""Does the article name the people, places and companies that a section names?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ..patterns import COMMON_WORDS, DAY_OR_MONTH, NAME, ORGANISATION, PERSON, ROLES, TITLED
from ..texts import fold
from .shared import advisory, blocking, everything, headings_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source

_WORD = re.compile("[A-Za-zÀ-ɏ]+")
_KATAKANA = re.compile("[ァ-ヴー]{4,}")
_ACRONYMS = frozenset("AI CEO CFO CTO EU GDP IT OK PC TV UK UN US USA SNS".split())
_SUFFIXES = ("s", "es", "n", "an", "ian", "ese", "ish")
_SURE_ORGANISATIONS = ("町", "市", "県", "村", "図書館", "酒造", "漁協", "大学", "銀行")
_GENERIC = re.compile(
    "(?:.*(?:都市|朝市|下町|港町|門前町|宿場町|温泉町|農村|漁村|山村|選手村|近県|他県|歩道橋|陸橋)|"
    "(?:地方|中央|民間|投資|国立|公立|私立|市立|県立|町立|公共|学校|電子|有名|大手|地元|近隣|周辺|"
    "各地|海外|国内|女子|医科|総合|地域|消費|余剰|自動車|新規|都市|観光|複数|全国|最寄)"
    "(?:銀行|大学|図書館|交通|建設|電力|市|町|村|県|橋))"
)
_KEPT_ARTICLES = 16


def unknown_latin_names(section: Section, source: Source) -> Iterator[Finding]:
    """Words with a capital occur in the article.

    At the start of an English sentence and in a heading, where any word may have one, they are
    no near miss of a name. A plural, a possessive and a form such as `Japanese` for `Japan` count
    as the name itself; days and months are the matter of another check.
    """
    words = _words(everything(source))
    names = _capitals(everything(source)) if source.language == "en" else frozenset()
    headings = set(headings_of(section))
    for text in texts_of(section):
        for match in NAME.finditer(text):
            is_first = source.language == "en" and (text in headings or _begins_sentence(match))
            if (
                DAY_OR_MONTH.fullmatch(match[0])
                or _is_known(match[0], words)
                or (is_first and not _is_like_name(match, names))
            ):
                continue
            yield blocking("names", f"{match[0]!r} is not in the article", text)


def unknown_people(section: Section, source: Source) -> Iterator[Finding]:
    """A Japanese name before 氏, さん, 市長 and other titles, or katakana before 社, occurs in the article."""
    article = fold(everything(source))
    for text in texts_of(section):
        for name in (*_titled(text), *TITLED.findall(text)):
            if fold(name) not in article:
                yield blocking("names", f"{name!r} is not in the article", text)


def unknown_organisations(section: Section, source: Source) -> Iterator[Finding]:
    """A Japanese name that ends in 市, 銀行, 酒造 and the like occurs in the article.

    Where the ending may belong to a common noun (公共交通), the finding is an advice.
    """
    article = fold(everything(source))
    for text in texts_of(section):
        for found in ORGANISATION.findall(text):
            if fold(found) in article or _GENERIC.fullmatch(found):
                continue
            report = blocking if found.endswith(_SURE_ORGANISATIONS) else advisory
            yield report("names", f"{found!r} is not in the article", text)


def unknown_katakana(section: Section, source: Source) -> Iterator[Finding]:
    """Long katakana words, which are often names, occur in the article."""
    article = fold(everything(source))
    for text in texts_of(section):
        for found in _KATAKANA.findall(text):
            if fold(found) not in article:
                yield advisory("names", f"{found!r} is not in the article", text)


def known_people(source: Source) -> tuple[str, ...]:
    """Return the names of the article that a quotation can be attributed to."""
    text = everything(source)
    if source.language == "ja":
        return tuple(sorted(set(_titled(text))))
    return tuple(sorted(_capitals(text)))


def _titled(text: str) -> Iterator[str]:
    for found in PERSON.findall(text):
        name = ROLES.sub("", found)
        if name:
            yield name


def _is_known(name: str, words: frozenset[str]) -> bool:
    return (
        name in _ACRONYMS
        or name.casefold() in COMMON_WORDS
        or all(
            part in words or any(part.removesuffix(end) in words for end in _SUFFIXES)
            for part in (found.casefold() for found in _WORD.findall(name))
        )
    )


def _begins_sentence(match: re.Match[str]) -> bool:
    """Whether a word has its capital from its place only, as in English and no name like OpenAI."""
    before = match.string[: match.start()].rstrip(" \"'“‘(")
    return (not before or before[-1] in ".!?:") and match[0][1:].islower()


def _is_like_name(match: re.Match[str], names: frozenset[str]) -> bool:
    """Whether the first word of a sentence is a name: in the possessive, or almost one we know."""
    word = match[0]
    if word.casefold() in COMMON_WORDS:
        return False
    if re.match("['’]s ", match.string[match.end() :]):
        return True
    return any(_is_near(word.casefold(), name.casefold()) for name in names)


def _is_near(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > max(1, len(word) // 3):
        return False
    most = max(1, len(word) // 3) if word[0] == name[0] else 1
    return 0 < _distance(word, name) <= most


def _distance(first: str, second: str) -> int:
    """Count the letters to insert, remove or change."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        above, row = row, [i]
        for j, b in enumerate(second, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


@lru_cache(maxsize=_KEPT_ARTICLES)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


@lru_cache(maxsize=_KEPT_ARTICLES)
def _capitals(text: str) -> frozenset[str]:
    """Return the capital words that are names by their look: not only at the start of sentences."""
    found = (match[0] for match in NAME.finditer(text))
    lower = {word for word in _WORD.findall(text) if word.islower()}
    return frozenset(
        word
        for word in found
        if word[1:].islower() and word.casefold() not in COMMON_WORDS | lower and len(word) > 2  # noqa: PLR2004 - initials are no names
    )
