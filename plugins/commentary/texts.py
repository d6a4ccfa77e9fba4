"""Text as such: white space, folding for comparison, sentences, language.

Everything works on Japanese and English; nothing here knows what an article is.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\ud800-\udfff\ufff9-\ufffb\ufffe\uffff"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""Characters that break feeds, or that a reader cannot see."""

_WIDE = "[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})[ \t]*(?:\n[ \t]*)+(?={_WIDE})")
_BESIDE_WIDE = re.compile(rf"(?<={_WIDE}) | (?={_WIDE})")
_SPACES = re.compile(r"\s+")
_BRACKETS = {"「": "」", "『": "』", "（": "）", "(": ")", "“": "”", "【": "】", "〈": "〉"}
_WIDE_ENDS = "。！？"
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr inc ltd co corp vs etc e.g i.e u.s u.k u.n no dept gov gen sen rep "
    "jan feb mar apr jun jul aug sep sept oct nov dec approx fig".split()
)
_KANA = re.compile("[\u3041-\u30ff]")
_CJK = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile("[A-Za-z]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LATIN_PER_CJK = 6
_KANA_SHARE = 0.15
_LOOSE_SIGNS = "~|^`\u2212"
"""Symbols that an input method or a table's cells swap for others; no content."""
_NEXT_WORD = re.compile(r"\Z| [\"'“‘(]?([^\W_])")
_NUMERAL = re.compile(r"[\d〇一二三四五六七八九十百千]")
_NUMERALS = re.compile(rf"{_NUMERAL.pattern[:-1]}.]{{2}}")
_INSIDE_NUMBER = re.compile(r"[\d][.,．，][\d]")
_DOT_INSIDE = re.compile(r"(?<=\d)[.．](?=\d)")
_DOTS = ".．"
_KEPT_CLUSTERS = 16_384
_KEPT_TEXTS = 256
_KEPT_FOLDED = 1024


def without_control(text: str) -> str:
    """Remove control, invisible and bidirectional characters; tab and line feed stay."""
    return _CONTROL.sub("", text)


def tidy(text: str) -> str:
    """Fold white space as a reader sees it: none where a line breaks between wide characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", _BETWEEN_WIDE.sub("", text)).strip()


def squeeze(text: str) -> str:
    """Return a text that re-wrapping does not change: no white space beside wide characters."""
    return _BESIDE_WIDE.sub("", tidy(text))


@lru_cache(maxsize=_KEPT_FOLDED)
def fold(text: str) -> str:
    """Return a text as comparisons see it: NFKC, lower case, no spaces, no punctuation.

    A decimal point stays, so that 1.5 and 15 differ.
    """
    folded = _DOT_INSIDE.sub("\x01", text).translate(_FOLDING) if "\x01" not in text else "\0"
    return fold_with_positions(text)[0] if "\0" in folded else folded


def has_quote(text: str, quote: str) -> bool:
    """Tell whether `find_quote` would find words in a text, without asking where."""
    folded, wanted = fold(text), fold(quote)
    at = folded.find(wanted) if wanted else -1
    if at < 0:
        return False
    end = at + len(wanted)
    is_near_number = _NUMERALS.match(folded[at - 1 : at] + wanted[:1]) or _NUMERALS.match(
        wanted[-1:] + folded[end : end + 1]
    )
    return is_near_number is None or find_quote(text, quote) is not None


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Find words in a text, folding width, case, spaces and punctuation.

    Returns:
        Start and end in `text`, or None when the words are not there. A quote without any letter
        or digit is never found, nor is one that cuts a number of the text in two.
    """
    wanted = fold(quote)
    if not wanted or wanted not in fold(text):
        return None
    folded, starts, ends = fold_with_positions(text)
    at = folded.find(wanted)
    while at >= 0:
        start, end = starts[at], ends[at + len(wanted) - 1]
        if not (_cuts_number(text, start) or _cuts_number(text, end)):
            return start, end
        at = folded.find(wanted, at + 1)
    return None


def split_sentences(text: str) -> tuple[str, ...]:
    """Cut a paragraph into sentences; what stands in brackets or quotation marks is not cut."""
    text = tidy(text)
    sentences: list[str] = []
    start = 0
    for end in (*_sentence_ends(text), len(text)):
        sentence = text[start:end].strip()
        if sentence:
            sentences.append(sentence)
        start = end
    return tuple(sentences)


def language_of(text: str) -> str:
    """Tell `ja`, `zh`, `ko` from the rest, which counts as `en`."""
    if _HANGUL.search(text):
        return "ko"
    cjk = len(_CJK.findall(text))
    if not cjk or cjk * _LATIN_PER_CJK < len(_LATIN.findall(text)):
        return "en"
    return "ja" if len(_KANA.findall(text)) >= _KANA_SHARE * cjk else "zh"


@lru_cache(maxsize=_KEPT_TEXTS)
def fold_with_positions(text: str) -> tuple[str, array[int], array[int]]:
    """Fold a text and tell for each character of the result where in it that starts and ends."""
    characters: list[str] = []
    starts, ends = array("L"), array("L")
    for start, end in _clusters(text):
        folded = _folded_cluster(text[start:end])
        if not folded and text[start] in _DOTS and start and _INSIDE_NUMBER.match(text, start - 1):
            folded = "."
        characters.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
    return "".join(characters), starts, ends


@lru_cache(maxsize=_KEPT_CLUSTERS)
def _folded_cluster(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return "".join(character for character in folded if _is_content(character))


class _Folding(dict[int, str]):
    """What each character folds to by itself; NUL for one that belongs to the one before it."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_mark = character > "\u02ff" and _continues(character)
        self[code] = "\0" if is_mark or not code else _folded_cluster(character)
        return self[code]


_FOLDING = _Folding({1: "."})


def _is_content(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LNMS" and category != "Sk" and character not in _LOOSE_SIGNS


def _clusters(text: str) -> list[tuple[int, int]]:
    """Cut a text into base characters with their combining marks, half-width voicing included."""
    spans: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if spans and character > "\u02ff" and _continues(character):
            spans[-1] = (spans[-1][0], index + 1)
        else:
            spans.append((index, index + 1))
    return spans


def _continues(character: str) -> bool:
    return bool(unicodedata.combining(character)) or character in "ﾞﾟ"


def _cuts_number(text: str, at: int) -> bool:
    """Whether the place between two characters lies inside a number."""
    before, after = text[max(0, at - 1) : at], text[at : at + 1]
    if _NUMERAL.match(before) and _NUMERAL.match(after):
        return True
    return any(_INSIDE_NUMBER.match(text, start) for start in (at - 2, at - 1) if start >= 0)


def _sentence_ends(text: str) -> list[int]:
    last = {closing: text.rfind(closing) for closing in _BRACKETS.values()}
    ends: list[int] = []
    closers: list[str] = []
    for index, character in enumerate(text):
        if character in closers:
            while closers.pop() != character:  # a bracket left open inside it closes with it
                pass
        elif last.get(_BRACKETS.get(character, ""), -1) > index:
            closers.append(_BRACKETS[character])
        elif not closers and _ends_here(text, index):
            ends.append(index + 1)
    return ends


def _ends_here(text: str, index: int) -> bool:
    character = text[index]
    if character in _WIDE_ENDS:
        return text[index + 1 : index + 2] not in tuple(_WIDE_ENDS)
    if character in "\"'”’)" and text[max(0, index - 1) : index] in (".", "!", "?"):
        return _starts_sentence(text, index + 1)
    if character in "!?":
        return _starts_sentence(text, index + 1)
    return character == "." and _starts_sentence(text, index + 1) and not _abbreviates(text, index)


def _starts_sentence(text: str, at: int) -> bool:
    match = _NEXT_WORD.match(text, at)
    return match is not None and not (match[1] or "").islower()


def _abbreviates(text: str, index: int) -> bool:
    word = text[text.rfind(" ", 0, index) + 1 : index].lstrip("(\"'“‘").lower()
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
