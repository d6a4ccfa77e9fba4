"""A text becomes the terms that it is found by.

`theme/static/js/search/search-terms.js` does the same to what a reader types, and a test compares the two
on random strings. So the rules are written with what both languages have in common: explicit
ranges of characters, and no table that grows with a version of Unicode.

A text has two forms. The *literal* one ignores width, capitals, accents, and whether kana are
hiragana or katakana. The *folded* one also ignores long-vowel marks, the size of small kana, dots
between katakana, common variants of kanji, and the English plural.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from operator import add

KANJI = "々-〇㐀-鿿豈-﫿\U00020000-\U0003ffff"
_KANA = "ぁ-ゖゝゞァ-ヺー-ヿㇰ-ㇿ"
_LETTERS = "0-9a-zß-öø-ɏͰ-῿가-힣"
_RUN = re.compile(f"([{KANJI}{_KANA}]+)|[{_LETTERS}]+")
_WIDE = re.compile(f"[{KANJI}{_KANA}]{{2,}}")
_WORD = re.compile(f"[{_LETTERS}]+")
_HANGUL = re.compile("[가-힣]")
_BORDER = re.compile(f"(?=([{KANJI}{_KANA}][{_LETTERS}]|[{_LETTERS}][{KANJI}{_KANA}]))")
_LONE = re.compile(f"(?<![{KANJI}{_KANA}{_LETTERS}])[{KANJI}{_KANA}](?![{KANJI}{_KANA}{_LETTERS}])")
_KANJI = re.compile(f"[{KANJI}]")

_ACCENTS = re.compile("[\u0300-\u036f]")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}

_DOT = re.compile("(?<=[ァ-ヿ])・(?=[ァ-ヿ])")
_COUNTER = re.compile(f"(?<=[0-9{KANJI}])[ヵヶカケ](?=[{KANJI}])")
_VU = (("ゔぁ", "ば"), ("ゔぃ", "び"), ("ゔぇ", "べ"), ("ゔぉ", "ぼ"), ("ゔ", "ぶ"))
_SIMPLE = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎゕゖ髙﨑邊邉澤濱廣國學櫻齋齊嶋冨眞藏惠龍瀧檜舘",
    "あいうえおつやゆよわかか高崎辺辺沢浜広国学桜斎斉島富真蔵恵竜滝桧館",
    "ー",
)
_PLURALS = (
    (re.compile("(?<=[a-z]{2})ies$"), "y"),
    (re.compile("(?<=ss|sh|ch|zz)es$|(?<=x)es$"), ""),
    (re.compile("(?<=[a-z]{2}[a-hj-rtv-z])s$"), ""),
)


def normalise(text: str) -> str:
    """Return a text without differences of width, capitals, accents and grouped digits."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", bare).lower())


def literal(normalised: str) -> str:
    """Return a normalised text with katakana as hiragana."""
    return normalised.translate(_HIRAGANA)


def fold(normalised: str) -> str:
    """Return a normalised text without what may be written in more than one way."""
    text = literal(_COUNTER.sub("か", _DOT.sub("", normalised)))
    for written, plain in _VU:
        text = text.replace(written, plain)
    return text.translate(_SIMPLE)


@lru_cache(maxsize=65_536)  # a site has some ten thousand words, again and again
def singular(word: str) -> str:
    """Return an English word without the ending of the plural; others as they are."""
    if not word.endswith("s"):
        return word
    for ending, singular_ending in _PLURALS:
        if ending.search(word):
            return ending.sub(singular_ending, word)
    return word


def groups(text: str, *, is_folded: bool = False) -> list[list[str]]:
    """Return the terms of each unbroken stretch of letters, in reading order.

    Japanese gives each pair of neighbouring characters, other letters give the whole word, and
    where the two touch, the pair across the border. A character that stands alone gives itself.

    Args:
        text: what `literal` or `fold` returned.
        is_folded: whether it was `fold`.
    """
    found: list[tuple[str, list[str]]] = []
    end = -1
    last = ""
    for run in _RUN.finditer(text):
        letters = run.group()
        if run.start() == end:
            found[-1][1].append(last + letters[0])
        else:
            found.append((letters[0], []))
        if run[1]:
            found[-1][1].extend(map(add, letters, letters[1:]))
        else:
            found[-1][1].append(singular(letters) if is_folded else letters)
        end, last = run.end(), letters[-1]
    return [terms or [letter] for letter, terms in found]


def terms(text: str, *, is_folded: bool = False) -> set[str]:
    """Return the terms of all `groups`, each once; their order would cost most of the time."""
    if _HANGUL.search(text):  # counts as kanji or as letters, by where a stretch begins
        return set(chain.from_iterable(groups(text, is_folded=is_folded)))
    words = set(_WORD.findall(text))
    found = set(map(singular, words)) if is_folded else words
    if not text.isascii():
        found.update(_BORDER.findall(text), _LONE.findall(text))
        for run in _WIDE.findall(text):
            found.update(map(add, run, run[1:]))
    return found


def folded_terms(folded: str, plain: str, exact: set[str]) -> set[str]:
    """Return the terms that only the folded form of a text has.

    Args:
        folded: what `fold` returned.
        plain: what `literal` returned.
        exact: its terms.
    """
    if folded == plain:  # then the plural is all that may differ
        return {singular(term) for term in exact} - exact
    return terms(folded, is_folded=True) - exact


def kanji(text: str) -> set[str]:
    """Return the kanji of a text, which are terms of their own where one asks for one alone."""
    return set(_KANJI.findall(text))
