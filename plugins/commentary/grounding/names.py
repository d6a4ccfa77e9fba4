"""Does the article have the names in Latin letters that a section has?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ..loanwords import is_loanword
from ..numbers import numbers_in
from ..patterns import COMMON_WORDS, DAY_OR_MONTH, MASS_NOUN_ENDS, MASS_NOUNS, NAME, TITLES
from ..spellings import distance, is_spelling_of
from .shared import blocking, everything, headings_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source

_WORD = re.compile("[A-Za-zÀ-ɏ]+")
_CAPITAL = re.compile("(?:[OD]['’])?[A-ZÀ-Þ][A-Za-zÀ-ɏ]+")
_ACRONYMS = frozenset("AI CEO CFO CTO EU GDP IT OK PC TV UK UN US USA SNS".split())
_SUFFIXES = ("s", "es", "n", "an", "ian", "ese", "ish")
_PEOPLES = ("ian", "ish", "ese")
_POSSESSIVE = re.compile("['’]s ")
_SPEAKS = re.compile(r" (?:says|said|thinks|believes|argues|adds|calls|warns|wants|hopes|fears)\b")
_ACTS = re.compile(
    r" (?:accepts|adds|agrees|argues|asks|believes|blames|buys|calls|complains|defends|describes|"
    r"estimates|explains|finds|gets|gives|goes|has|insists|is|joins|keeps|knows|leaves|lets|loses|"
    r"makes|opposes|owns|pays|proposes|puts|reads|reckons|rejects|remains|reminds|says|seeks|sees|"
    r"sells|speaks|supports|suggests|takes|tells|thinks|wants|warns|was|wins|writes|"
    r"(?:answers|charges|counts|doubts|expects|faces|fears|forecasts|frames|holds|hopes|leads|needs|"
    r"notes|objects|offers|plans|points|predicts|promises|replies|runs|stands|works)"
    r"(?! (?:may|might|could|would|will|can|are|were|have|had|should|must|and|of)\b))\b"
)
"""Verbs of one who acts; of those that are plural nouns too, not before another verb."""
_ACTED = re.compile(
    r" (?:may|might|could|would|will|can|should|must|had|said|fell|rose|won|lost|took|came|went|"
    r"made|gave|found|kept|held|left|saw|told|paid|met|ran|stood|sold|wrote|spoke|led|put)\b"
)
"""Forms that a plural may have before it."""
_PAIRED = re.compile(
    r"([ァ-ヴー・＝]{2,})[（(]([A-Za-zÀ-ɏ .'-]+)[)）]|([A-ZÀ-Þ][A-Za-zÀ-ɏ .'-]+)[（(]([ァ-ヴー・＝]{2,})[)）]"
)
_KATAKANA = re.compile("[ァ-ヴー]{2,}")
_FEWEST_LETTERS = 3
_KEPT_ARTICLES = 16


def unknown_latin_names(section: Section, source: Source) -> Iterator[Finding]:
    """Words with a capital occur in the article, or a katakana name of it sounds like them.

    At the start of an English sentence and in a heading, where any word may have one, they do not
    stand where only a name can. A plural, a possessive and a form such as `Japanese` for `Japan`
    count as the name itself; days and months are the matter of another check.
    """
    article = everything(source)
    words = _words(article)
    headings = set(headings_of(section))
    for text in texts_of(section):
        for match in NAME.finditer(text):
            if DAY_OR_MONTH.fullmatch(match[0]):
                continue
            is_first = source.language == "en" and (text in headings or _begins_sentence(match))
            if is_first:
                is_wrong = _is_like_name(match, article)
            else:
                is_wrong = not (_is_known(match[0], words) or _is_spelled(match[0], article))
            if is_wrong:
                yield blocking("names", f"{match[0]!r} is not in the article", text)


def latin_names(article: str) -> frozenset[str]:
    """Return the names of an English article that stand not only at the start of sentences."""
    return _capitals(article)


@lru_cache(maxsize=_KEPT_ARTICLES)
def lone_spellings(article: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the katakana names without a Latin spelling in the article, and the reverse."""
    paired = " ".join("".join(filter(None, m.groups())) for m in _PAIRED.finditer(article))
    katakana = {word for word in _KATAKANA.findall(article) if not is_loanword(word)}
    latin = {word for word in _CAPITAL.findall(article) if not word.isupper()}
    return (
        frozenset(word for word in katakana if word not in paired),
        frozenset(word for word in latin if word not in paired),
    )


def _is_known(name: str, words: frozenset[str]) -> bool:
    return (
        name in _ACRONYMS
        or (name.endswith(_PEOPLES) and any(w.startswith(name[:3].casefold()) for w in words))
        or name.casefold() in COMMON_WORDS
        or all(
            part in words or any(part.removesuffix(end) in words for end in _SUFFIXES)
            for part in (found.casefold() for found in _WORD.findall(name))
        )
    )


def _is_spelled(name: str, article: str) -> bool:
    return any(is_spelling_of(katakana, name) for katakana in lone_spellings(article)[0])


def _begins_sentence(match: re.Match[str]) -> bool:
    """Whether a word has its capital from its place only, as in English and no name like OpenAI."""
    before = match.string[: match.start()].rstrip(" \"'“‘(")
    return (not before or before[-1] in ".!?:") and match[0][1:].islower()


def _is_like_name(match: re.Match[str], article: str) -> bool:
    """Whether the first word of a sentence is a name that the article does not have.

    It is one in the possessive, before a verb without an article of its own (`Walsh finds`), in the
    place of the first half of a name we know (`Fenwick Systems`), or almost a name we know.
    """
    word, text = match[0], match.string
    folded = word.casefold()
    names = _capitals(article)
    if folded in COMMON_WORDS:
        return bool(_SPEAKS.match(text, match.end())) and any(
            distance(folded, name.casefold()) == 1 for name in names
        )
    if _is_known(word, _words(article)) or numbers_in(word):
        return False
    is_alone = not folded.endswith("s") and _ACTED.match(text, match.end())
    is_alone = is_alone or _ACTS.match(text, match.end()) or _POSSESSIVE.match(text, match.end())
    if is_alone and not _is_mass_noun(folded):
        return True
    return _replaces_half(match, article) or any(
        _is_near(folded, name.casefold()) for name in names
    )


def _is_mass_noun(word: str) -> bool:
    """Whether an English noun stands without an article: `storage may`, `printing costs`."""
    return word in MASS_NOUNS or word.endswith(MASS_NOUN_ENDS)


def _replaces_half(match: re.Match[str], article: str) -> bool:
    """Whether the next word has always another name before it in the article."""
    following = re.match(rf" ({_CAPITAL.pattern})", match.string[match.end() :])
    if not following or match[0].casefold() in TITLES:
        return False
    before = set(re.findall(rf"([\w'’]+) {re.escape(following[1])}\b", article))
    return bool(before) and all(_CAPITAL.fullmatch(word) for word in before)


def _is_near(word: str, name: str) -> bool:
    if word[0] != name[0]:
        return word != name and (word[1:] == name[1:] or word[1:] == name or word == name[1:])
    most = max(1, len(word) // 3)
    return abs(len(word) - len(name)) <= most and 0 < distance(word, name) <= most


@lru_cache(maxsize=_KEPT_ARTICLES)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


@lru_cache(maxsize=_KEPT_ARTICLES)
def _capitals(text: str) -> frozenset[str]:
    """Return the capital words that are names by their look: not only at the start of sentences."""
    lower = {word for word in _WORD.findall(text) if word.islower()}
    return frozenset(
        word
        for word in (match[0] for match in NAME.finditer(text))
        if word[1:].islower()
        and word.casefold() not in COMMON_WORDS | lower
        and len(word) >= _FEWEST_LETTERS
    )
