"""Is a katakana name the Latin one? Compared by their consonants, as an ear would.

ノルトリート and Noordriet agree: n, r, t, r, t.
"""

from __future__ import annotations

import re
import unicodedata

_KANA = {
    "k": "カキクケコガギグゲゴヵヶ", "s": "サシスセソザジズゼゾチツヂヅ", "t": "タテトダデド",
    "n": "ナニヌネノンマミムメモ", "h": "ハヒフヘホ", "b": "バビブベボパピプペポヴ", "r": "ラリルレロ",
}  # fmt: skip
_OF_KANA = {kana: sound for sound, row in _KANA.items() for kana in row} | {"w": "w"}
_OF_LATIN = {
    **dict.fromkeys("kgq", "k"), **dict.fromkeys("szj", "s"), **dict.fromkeys("td", "t"),
    **dict.fromkeys("nm", "n"), **dict.fromkeys("hf", "h"), **dict.fromkeys("bpv", "b"),
    **dict.fromkeys("rl", "r"), "c": "k", "w": "w", "x": "ks",
}  # fmt: skip
_SOFT = (("ck", "k"), ("ch", "s"), ("sh", "s"), ("ph", "f"), ("th", "t"), ("ce", "se"), ("ci", "si"),
         ("cy", "sy"), ("wh", "w"), ("ew", "eu"), ("ow", "ou"), ("aw", "au"))  # fmt: skip
_GLIDE = re.compile("ウ[ァィェォ]|[ワヮ]")
_DOUBLED = re.compile(r"(.)\1+")
_FEWEST_SOUNDS = 2
_LONG = 4


def is_spelling_of(katakana: str, latin: str) -> bool:
    """Tell whether a word in katakana and one in Latin letters sound alike."""
    one, two = _sounds_of_kana(katakana), _sounds_of_latin(latin)
    if min(len(one), len(two)) < _FEWEST_SOUNDS or one[0] != two[0]:
        return False
    return distance(one, two) <= int(min(len(one), len(two)) >= _LONG)


def distance(first: str, second: str) -> int:
    """Count the letters to insert, remove or change to make one word of the other."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        above, row = row, [i]
        for j, b in enumerate(second, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


def _sounds_of_kana(word: str) -> str:
    return _DOUBLED.sub(r"\1", "".join(_OF_KANA.get(kana, "") for kana in _GLIDE.sub("w", word)))


def _sounds_of_latin(word: str) -> str:
    letters = unicodedata.normalize("NFD", word).lower()
    for written, spoken in _SOFT:
        letters = letters.replace(written, spoken)
    return _DOUBLED.sub(r"\1", "".join(_OF_LATIN.get(letter, "") for letter in letters))
