"""What sections look like beside the shape that they shall have: lengths, doubt, endings, ease."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import fmean, median
from typing import TYPE_CHECKING

from commentary.grounding import check_grounding
from commentary.sections import Basis, Form, Kind, Origin

from .readability import reading_ease

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from commentary.sections import Section, Sentence
    from commentary.source import Source

_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Written:
    """Sections and the article that they were written for."""

    source: Source
    sections: tuple[Section, ...]

    def of(self, kind: Kind) -> tuple[Section, ...]:
        """Return the sections of one kind."""
        return tuple(section for section in self.sections if section.kind is kind)


@dataclass(frozen=True, slots=True)
class Measure:
    """One property of many texts."""

    name: str
    language: str
    counted: int
    """Texts that it was taken of."""
    value: float
    """The median of a length, the mean of a score, a share from 0 to 1."""
    unit: str
    within: float | None = None
    """Share of them that are inside the bounds; None where there are none."""
    bounds: tuple[int, int] | None = None


_BOUNDS = {
    "heading": {"ja": (8, 20), "en": (2, 7)},
    "theme": {"ja": (90, 150), "en": (40, 70)},
    "list item": {"ja": (100, 130), "en": (40, 70)},
    "conclusion": {"ja": (180, 330), "en": (80, 140)},
    "sentences of a conclusion": {"ja": (4, 5), "en": (4, 5)},
    "points of an outlook": {"ja": (3, 5), "en": (3, 5)},
}
"""What the prompt files ask for: characters in Japanese, words in English, else a count."""
_COUNTS = ("sentences of a conclusion", "points of an outlook")


def measures_of(written: Iterable[Written]) -> tuple[Measure, ...]:
    """Measure texts by language; what no text has is left out."""
    texts = tuple(written)
    measures: list[Measure] = []
    for language in sorted({text.source.language for text in texts}):
        own = [text for text in texts if text.source.language == language]
        measures += _lengths(own, language)
        measures += _shares(own, language)
    return tuple(measures)


def length_of(text: str, language: str) -> int:
    """Count the characters of a Japanese text and the words of any other."""
    return len(text) if language == "ja" else len(_WORD.findall(text))


def _lengths(texts: list[Written], language: str) -> list[Measure]:
    unit = "characters" if language == "ja" else "words"
    found = {name: [n for text in texts for n in count(text)] for name, count in _COUNTED.items()}
    return [
        _length(name, language, sizes, "each" if name in _COUNTS else unit)
        for name, sizes in found.items()
        if sizes
    ]


def _length(name: str, language: str, sizes: list[int], unit: str) -> Measure:
    bounds = _BOUNDS[name].get(language)
    within = fmean(bounds[0] <= size <= bounds[1] for size in sizes) if bounds else None
    return Measure(name, language, len(sizes), median(sizes), unit, within, bounds)


def _headings(text: Written) -> list[int]:
    points = [point.heading for section in text.sections for point in section.points]
    headings = [*points, *(section.heading for section in text.of(Kind.OUTLOOK))]
    return [length_of(heading, text.source.language) for heading in headings]


def _points(text: Written, form: Form) -> list[int]:
    outlooks = [section for section in text.of(Kind.OUTLOOK) if section.form is form]
    return [_size(p.sentences, text) for section in outlooks for p in section.points]


def _size(sentences: Iterable[Sentence], text: Written) -> int:
    joint = "" if text.source.language == "ja" else " "
    return length_of(joint.join(sentence.text for sentence in sentences), text.source.language)


_COUNTED: dict[str, Callable[[Written], list[int]]] = {
    "heading": _headings,
    "points of an outlook": lambda t: [len(s.points) for s in t.of(Kind.OUTLOOK)],
    "theme": lambda t: _points(t, Form.THEMES),
    "list item": lambda t: _points(t, Form.LIST),
    "sentences of a conclusion": lambda t: [len(s.sentences) for s in t.of(Kind.CONCLUSION)],
    "conclusion": lambda t: [_size(s.sentences, t) for s in t.of(Kind.CONCLUSION)],
}


def _shares(texts: list[Written], language: str) -> list[Measure]:
    outlooks = [(s, text.source) for text in texts for s in text.of(Kind.OUTLOOK)]
    inferred = [s for o, _ in outlooks for s in o.sentences if s.basis is Basis.INFERRED]
    asked = ((replace(section, origin=Origin.MODEL), source) for section, source in outlooks)
    rules = [f.rule for section, source in asked for f in check_grounding(section, source)]
    scores = [
        score
        for text in texts
        for section in text.sections
        if (score := reading_ease(_joined(section), language)) is not None
    ]
    unsure = [1 - rules.count(rule) / len(inferred) for rule in _HEDGING if inferred]
    measures = [
        Measure(name, language, len(inferred), share, "share")
        for name, share in zip(_HEDGING.values(), unsure, strict=False)
    ]
    if scores:
        measures.append(Measure("reading ease", language, len(scores), fmean(scores), "score"))
    return measures


_HEDGING = {
    "hedging": "inferences that are hedged",
    "endings": "inferences that end unlike the one before",
}
"""By the rule of the check that objects otherwise, to a person's section as to a model's."""


def _joined(section: Section) -> str:
    return "\n".join(sentence.text for sentence in section.sentences)
