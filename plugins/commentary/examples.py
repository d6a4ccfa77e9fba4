"""Conclusions that a person stands for, as examples of how a blog writes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from .lifecycle import Status, status_of
from .sections import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .sections import Section, Sidecar
    from .source import Source

_MOST = 3
_MOST_CHARACTERS = 1500
"""A longer conclusion costs more than it shows."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article whose conclusion may be an example."""

    name: str
    source: Source
    sidecar: Sidecar


@dataclass(frozen=True, slots=True)
class Example:
    """One conclusion as a text."""

    name: str
    """Of its article."""
    language: str
    text: str


def accepted_conclusions(
    candidates: Iterable[Candidate], reviewers: tuple[str, ...]
) -> tuple[Example, ...]:
    """Return all accepted conclusions, those of the newest articles first, then by name.

    Args:
        candidates: articles that readers can find; no draft enters another article's prompt.
        reviewers: those whose acceptance counts.
    """
    by_name = sorted(candidates, key=lambda candidate: candidate.name)
    newest = sorted(by_name, key=lambda candidate: candidate.source.date, reverse=True)
    return tuple(
        Example(candidate.name, candidate.source.language, text)
        for candidate in newest
        for section in candidate.sidecar.sections
        if section.kind is Kind.CONCLUSION and _is_accepted(section, reviewers)
        if 0 < len(text := _text(section, candidate.source.language)) <= _MOST_CHARACTERS
    )


def examples_for(name: str, language: str, accepted: tuple[Example, ...]) -> tuple[str, ...]:
    """Return the texts of up to three of them, of the same language and not of the article itself."""
    fitting = (e.text for e in accepted if e.language == language and e.name != name)
    return tuple(islice(fitting, _MOST))


def _is_accepted(section: Section, reviewers: tuple[str, ...]) -> bool:
    is_known = section.review is None or section.review.reviewer in reviewers
    return is_known and status_of(section) is Status.ACCEPTED


def _text(section: Section, language: str) -> str:
    joint = "" if language == "ja" else " "
    return joint.join(sentence.text for sentence in section.sentences)
