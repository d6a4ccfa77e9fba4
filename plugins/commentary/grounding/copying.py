"""Does a section say it in its own words?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..patterns import QUOTED, URL
from ..texts import fold
from .shared import blocking, grams_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
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
    size, longest = _GRAM[code], _LONGEST_RUN[code]
    known = grams_of(source.text, size)
    own = [fold(URL.sub("", QUOTED.sub("", sentence.text))) for sentence in section.sentences]
    grams = [text[i : i + size] for text in own for i in range(len(text) - size + 1)]
    contained = sum(gram in known for gram in grams) / len(grams) if grams else 0.0
    if contained > _MOST_CONTAINED:
        message = (
            f"{contained:.0%} of it is copied from the article, more than {_MOST_CONTAINED:.0%}"
        )
        yield blocking("copying", message)
    article = fold(source.text)
    for text, sentence in zip(own, section.sentences, strict=True):
        if any(text[i : i + longest] in article for i in range(len(text) - longest + 1)):
            message = f"repeats {longest} characters or more of the article"
            yield blocking("copying", message, sentence)


def copied_sentences(section: Section, source: Source) -> Iterator[Finding]:
    """No sentence is mostly made of runs of the article; quotations do not count."""
    size = _GRAM["ja" if source.language == "ja" else "en"]
    known = grams_of(source.text, size)
    for sentence in section.sentences:
        text = fold(URL.sub("", QUOTED.sub("", sentence.text)))
        grams = [text[i : i + size] for i in range(len(text) - size + 1)]
        share = sum(gram in known for gram in grams) / len(grams) if grams else 0.0
        if len(grams) >= _FEWEST_GRAMS and share > _MOST_OF_A_SENTENCE:
            yield blocking("copying", f"copies {share:.0%} of its words from the article", sentence)
