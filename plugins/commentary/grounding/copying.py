"""Does a section say it in its own words?"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ..patterns import QUOTED, URL
from ..texts import fold
from .shared import blocking, grams_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section, Sentence
    from ..source import Source

_GRAM = {"ja": 12, "en": 24}
"""Characters without spaces; a Latin letter says about half of what a kanji or kana says."""
_LONGEST_RUN = {"ja": 60, "en": 120}
_MOST_CONTAINED = 0.35
_MOST_OF_A_SENTENCE = 0.6
_FEWEST_GRAMS = 20


def copied_text(section: Section, source: Source) -> Iterator[Finding]:
    """A section says it in its own words: few short runs, and no long one, of the article."""
    code = "ja" if source.language == "ja" else "en"
    known = grams_of(source.text, _GRAM[code])
    own = [(s, _shared(_own_words(s), known, _GRAM[code])) for s in section.sentences]
    shared = [flag for _, flags in own for flag in flags]
    contained = sum(shared) / len(shared) if shared else 0.0
    if contained > _MOST_CONTAINED:
        message = (
            f"{contained:.0%} of it is copied from the article, more than {_MOST_CONTAINED:.0%}"
        )
        yield blocking("copying", message)
    longest = _LONGEST_RUN[code]
    for sentence, flags in own:
        runs = [sum(run) for is_shared, run in groupby(flags, key=bool) if is_shared]
        if max(runs, default=0) > longest - _GRAM[code]:
            message = f"repeats {longest} characters or more of the article"
            yield blocking("copying", message, sentence)


def copied_sentences(section: Section, source: Source) -> Iterator[Finding]:
    """No sentence is mostly made of runs of the article; quotations do not count."""
    size = _GRAM["ja" if source.language == "ja" else "en"]
    known = grams_of(source.text, size)
    for sentence in section.sentences:
        flags = _shared(_own_words(sentence), known, size)
        share = sum(flags) / len(flags) if flags else 0.0
        if len(flags) >= _FEWEST_GRAMS and share > _MOST_OF_A_SENTENCE:
            yield blocking("copying", f"copies {share:.0%} of its words from the article", sentence)


def _own_words(sentence: Sentence) -> str:
    return fold(URL.sub("", QUOTED.sub("", sentence.text)))


def _shared(text: str, known: frozenset[str], size: int) -> list[bool]:
    """Tell of each run of a length whether it is one of those."""
    return [text[i : i + size] in known for i in range(len(text) - size + 1)]
