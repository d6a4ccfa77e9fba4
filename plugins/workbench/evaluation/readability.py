"""How easy a text is to read, by published formulas that need only its characters.

They compare texts of one kind and one language with each other. They see no meaning, so a good
score is no proof, and the Japanese and the English scale have nothing to do with each other.
"""

from __future__ import annotations

import re

from commentary.texts import split_sentences

_RUNS = {
    "latin": re.compile("[A-Za-zＡ-Ｚａ-ｚ]+"),
    "hiragana": re.compile("[ぁ-ゖ]+"),
    "kanji": re.compile("[一-鿿㐀-䶿々〆ヶ]+"),
    "katakana": re.compile("[ァ-ヴー]+"),
}
_CHARACTER = re.compile(r"[^\W_]|[々〆ヶー]")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*|\d[\d.,]*")
_VOWELS = re.compile("[aeiouyà-ɏ]+")
_SILENT = re.compile("(?:[^l]e|[^aeioudt]ed|[^aeiouscxzg]es)$")


def reading_ease(text: str, language: str) -> float | None:
    """Return the score of a text, higher for easier; None without a sentence or a formula."""
    if not split_sentences(text):
        return None
    return {"ja": tateisi, "en": flesch}.get(language, lambda _: None)(text)


def tateisi(text: str) -> float:
    """Return the ease of a Japanese text; 50 is the mean of what it was fitted to, 10 its spread.

    The short form of Tateisi, Ono and Yamada, "A Computer Readability Formula of Japanese Texts
    for Machine Scoring", COLING 1988 (C88-2135), in characters:

        115.79 - 0.12 ls - 1.37 la + 7.4 lh - 23.18 lc - 5.4 lk - 4.67 cp

    `ls` is the mean length of a sentence; `la`, `lh`, `lc`, `lk` are those of a run of Latin
    letters, hiragana, kanji and katakana, and `cp` is the number of `、` for each sentence.
    """
    sentences = split_sentences(text)
    lengths = {kind: _mean_length(runs.findall(text)) for kind, runs in _RUNS.items()}
    return (
        115.79
        - 0.12 * len(_CHARACTER.findall(text)) / len(sentences)
        - 1.37 * lengths["latin"]
        + 7.4 * lengths["hiragana"]
        - 23.18 * lengths["kanji"]
        - 5.4 * lengths["katakana"]
        - 4.67 * text.count("、") / len(sentences)
    )


def flesch(text: str) -> float:
    """Return the ease of an English text, about 0 to 100; plain English is around 60.

    Flesch, "A New Readability Yardstick", Journal of Applied Psychology 32 (1948):

        206.835 - 1.015 words per sentence - 84.6 syllables per word

    Syllables are counted by their vowels without a dictionary, within about a tenth.
    """
    words = _WORD.findall(text) or [""]
    syllables = sum(map(syllables_of, words))
    return 206.835 - 1.015 * len(words) / len(split_sentences(text)) - 84.6 * syllables / len(words)


def syllables_of(word: str) -> int:
    """Count groups of vowels, without a silent `e`; at least one."""
    word = word.lower()
    return max(1, len(_VOWELS.findall(word)) - bool(_SILENT.search(word)))


def _mean_length(runs: list[str]) -> float:
    return sum(map(len, runs)) / len(runs) if runs else 0.0
