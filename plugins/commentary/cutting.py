"""Take out of a section the sentences that a check objects to, if it stands without them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .phrasing import stands_alone
from .sections import Basis, Finding, Kind, Point, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .sections import Section, Sentence

_FEWEST_POINTS = 2
_FEWEST_SENTENCES = 3
"""Of a conclusion."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of a section, and why each sentence went."""

    section: Section
    reasons: tuple[Finding, ...]


def cut_failing(
    section: Section, check: Callable[[Section], tuple[Finding, ...]], language: str
) -> Cut | None:
    """Cut until the check is content.

    Args:
        section: with or without blocking findings.
        check: tells what is wrong with a section.
        language: of the article.

    Returns:
        None when what is wrong is no sentence, or when the section does not stand without it.
    """
    reasons: list[Finding] = []
    while blocking := _blocking(check(section)):
        cutter = _Cutter({finding.sentence: finding for finding in reversed(blocking)}, language)
        section = cutter.shorten(section)
        if not cutter.reasons or not stands(section):
            return None
        reasons += cutter.reasons
    return Cut(section, tuple(reasons))


def stands(section: Section) -> bool:
    """Tell whether a section is still one.

    An outlook needs two points, or one and an opening; a conclusion needs three sentences, one of
    them with its grounds.
    """
    if section.kind is Kind.OUTLOOK:
        return len(section.points) >= (1 if section.opening else _FEWEST_POINTS)
    is_grounded = any(sentence.references for sentence in section.sentences)
    return is_grounded and len(section.sentences) >= _FEWEST_SENTENCES


class _Cutter:
    """Goes through a section once and notes why each sentence goes."""

    def __init__(self, failing: Mapping[str, Finding], language: str) -> None:
        self.failing = failing
        self.language = language
        self.reasons: list[Finding] = []

    def shorten(self, section: Section) -> Section:
        opening = self._keep(section.opening)
        points = (Point(point.heading, self._keep(point.sentences)) for point in section.points)
        return replace(
            section,
            opening=opening,
            points=tuple(point for point in points if point.sentences),
            closing=self._keep(section.closing),
        )

    def _keep(self, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        kept: list[Sentence] = []
        is_after_cut = False
        for sentence in sentences:
            reason = self.failing.get(sentence.text)
            if reason is None and is_after_cut and self._leans(sentence):
                message = "leans on the sentence before it, which was cut"
                reason = Finding(Severity.BLOCKING, "context", message, sentence.text)
            is_after_cut = reason is not None
            if reason is None:
                kept.append(sentence)
            else:
                self.reasons.append(reason)
        return tuple(kept)

    def _leans(self, sentence: Sentence) -> bool:
        """Tell whether a "this" or "but" would now point elsewhere; an opinion is on the whole."""
        is_opinion = sentence.basis is Basis.OPINION
        return not is_opinion and not stands_alone(sentence.text, self.language)


def _blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)
