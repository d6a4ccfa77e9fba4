"""Do the paragraphs that sentences name hold them up, and is each of them needed?

Citation recall and precision as Gao et al. define them for ALCE (Enabling Large Language Models to
Generate Text with Citations, EMNLP 2023, arXiv 2305.14627, section 3). Their judge is an English
entailment model; here it is the second reader, which reads Japanese as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commentary.sections import Basis, Support
from commentary.verification import Pair, pairs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from commentary.sections import Section
    from commentary.source import Source


@dataclass(frozen=True, slots=True)
class Citations:
    """How well some sections cite."""

    sentences: int
    """That need a paragraph: all but opinions."""
    supported: int
    """By their paragraphs taken together; one that names none is not."""
    references: int
    needed: int
    """That count for precision."""
    unknown: int = 0
    """Sentences left out of the figures, because the reader did not judge all of their pairs."""

    @property
    def recall(self) -> float:
        """Share of the sentences that the paragraphs they name support together."""
        return self.supported / self.sentences if self.sentences else 0.0

    @property
    def precision(self) -> float:
        """Share of the references that hold up their sentence or help to.

        One counts when its sentence is supported, and either it supports that alone, or the
        others do not without it.
        """
        return self.needed / self.references if self.references else 0.0

    def __add__(self, other: Citations) -> Citations:
        """Count the sentences of both."""
        return Citations(
            self.sentences + other.sentences,
            self.supported + other.supported,
            self.references + other.references,
            self.needed + other.needed,
            self.unknown + other.unknown,
        )


def questions_of(sections: tuple[Section, ...], source: Source) -> Iterator[tuple[object, Pair]]:
    """Yield the pairs that the figures need, each with its sentence: all, each alone, each left out."""
    for pair in pairs_of(sections, source):
        for question in dict.fromkeys((pair, *_alone(pair), *_without(pair))):
            yield pair.sentence, question


def citations_of(
    sections: tuple[Section, ...], source: Source, supports: Mapping[Pair, Support]
) -> Citations:
    """Count with the verdicts of a reader on `questions_of` the same sections."""
    pairs = pairs_of(sections, source)
    all_sentences = {sentence for section in sections for sentence in section.sentences}
    needing = sum(sentence.basis is not Basis.OPINION for sentence in all_sentences)
    known = [p for p in pairs if all(q in supports for q in (p, *_alone(p), *_without(p)))]
    held_up = [pair for pair in known if supports[pair] is Support.SUPPORTED]
    unknown = len(pairs) - len(known)
    return Citations(
        sentences=needing - unknown,
        supported=len(held_up),
        references=sum(len(pair.paragraphs) for pair in known),
        needed=sum(_needed(pair, supports) for pair in held_up),
        unknown=unknown,
    )


def _needed(pair: Pair, supports: Mapping[Pair, Support]) -> int:
    """Count the references of a supported sentence that hold it up alone or are missed."""
    if len(pair.paragraphs) == 1:
        return 1
    judged = zip(_alone(pair), _without(pair), strict=True)
    return sum(
        supports[alone] is Support.SUPPORTED or supports[rest] is not Support.SUPPORTED
        for alone, rest in judged
    )


def _alone(pair: Pair) -> tuple[Pair, ...]:
    return tuple(Pair(pair.sentence, (paragraph,)) for paragraph in pair.paragraphs)


def _without(pair: Pair) -> tuple[Pair, ...]:
    """Leave out one paragraph at a time; of a single one nothing would be left to ask about."""
    if len(pair.paragraphs) == 1:
        return ()
    rests = (tuple(p for p in pair.paragraphs if p != left) for left in pair.paragraphs)
    return tuple(Pair(pair.sentence, rest) for rest in rests)


def total(parts: Iterable[Citations]) -> Citations:
    """Sum the counts of several articles, so that each sentence weighs alike."""
    return sum(parts, Citations(0, 0, 0, 0))
