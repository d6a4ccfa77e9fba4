"""Text as such: white space, folding for comparison, sentences, language.

Everything works on Japanese and English; nothing here knows what an article is.
"""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""Characters that break feeds, or that a reader cannot see."""

_WIDE = "[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})[ \t]*\n[ \t]*(?={_WIDE})")
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


def without_control(text: str) -> str:
    """Remove control, invisible and bidirectional characters; tab and line feed stay."""
    return _CONTROL.sub("", text)


def tidy(text: str) -> str:
    """Fold white space as a reader sees it: none where a line breaks between wide characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", _BETWEEN_WIDE.sub("", text)).strip()


def fold(text: str) -> str:
    """Return a text as comparisons see it: NFKC, lower case, no spaces, no punctuation."""
    return _fold_with_positions(text)[0]


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Find words in a text, folding width, case, spaces and punctuation.

    Returns:
        Start and end in `text`, or None when the words are not there. A quote without any letter
        or digit is never found.
    """
    wanted = fold(quote)
    if not wanted:
        return None
    folded, positions = _fold_with_positions(text)
    at = folded.find(wanted)
    if at < 0:
        return None
    return positions[at][0], positions[at + len(wanted) - 1][1]


def split_sentences(text: str) -> tuple[str, ...]:
    """Cut a paragraph into sentences; what stands in brackets or quotation marks is not cut."""
    text = tidy(text)
    sentences: list[str] = []
    start = 0
    for end in _sentence_ends(text):
        sentence = text[start:end].strip()
        if sentence:
            sentences.append(sentence)
        start = end
    rest = text[start:].strip()
    return (*sentences, rest) if rest else tuple(sentences)


def language_of(text: str) -> str:
    """Tell `ja`, `zh`, `ko` from the rest, which counts as `en`."""
    if _HANGUL.search(text):
        return "ko"
    cjk = len(_CJK.findall(text))
    if not cjk or cjk * _LATIN_PER_CJK < len(_LATIN.findall(text)):
        return "en"
    return "ja" if len(_KANA.findall(text)) >= _KANA_SHARE * cjk else "zh"


def _fold_with_positions(text: str) -> tuple[str, list[tuple[int, int]]]:
    characters: list[str] = []
    positions: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        for character in unicodedata.normalize("NFKC", text[start:end]).casefold():
            if unicodedata.category(character)[0] in "LNMS":
                characters.append(character)
                positions.append((start, end))
    return "".join(characters), positions


def _clusters(text: str) -> list[tuple[int, int]]:
    """Cut a text into base characters with their combining marks, half-width voicing included."""
    spans: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if spans and (unicodedata.combining(character) or character in "ﾞﾟ"):
            spans[-1] = (spans[-1][0], index + 1)
        else:
            spans.append((index, index + 1))
    return spans


def _sentence_ends(text: str) -> list[int]:
    ends: list[int] = []
    closers: list[str] = []
    for index, character in enumerate(text):
        if closers and character == closers[-1]:
            closers.pop()
        elif character in _BRACKETS and _BRACKETS[character] in text[index:]:
            closers.append(_BRACKETS[character])
        elif not closers and _ends_here(text, index):
            ends.append(index + 1)
    return ends


def _ends_here(text: str, index: int) -> bool:
    character = text[index]
    following = text[index + 1 : index + 2]
    if character in _WIDE_ENDS:
        return following not in _WIDE_ENDS or not following
    if character in "\"'”’)" and index and text[index - 1] in ".!?":
        return _starts_sentence(text[index + 1 :])
    if character in "!?":
        return _starts_sentence(text[index + 1 :])
    return (
        character == "." and _starts_sentence(text[index + 1 :]) and not _abbreviates(text, index)
    )


def _starts_sentence(rest: str) -> bool:
    if not rest:
        return True
    return rest[0] == " " and bool(re.match(r" [\"'“‘(]?[A-Z0-9\u3041-\u9fff]", rest))


def _abbreviates(text: str, index: int) -> bool:
    word = text[:index].rsplit(" ", 1)[-1].lstrip("(\"'“‘").lower()
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
