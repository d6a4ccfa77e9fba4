"""What the checks have in common: findings, the texts they look at, runs of characters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..sections import Finding, Severity
from ..texts import fold, has_quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Section, Sentence
    from ..source import Paragraph, Source

_KEPT_ARTICLES = 16


def blocking(rule: str, message: str, where: Sentence | str = "") -> Finding:
    """Return a finding that keeps the section off the page."""
    return Finding(Severity.BLOCKING, rule, message, text_of(where))


def advisory(rule: str, message: str, where: Sentence | str = "") -> Finding:
    """Return a finding for the reviewer."""
    return Finding(Severity.ADVISORY, rule, message, text_of(where))


def headings_of(section: Section) -> Iterator[str]:
    """Yield the headings of a section and of its points."""
    yield section.heading
    yield from (point.heading for point in section.points)


def texts_of(section: Section) -> Iterator[str]:
    """Yield all that a reader would read of a section."""
    yield from headings_of(section)
    yield from (sentence.text for sentence in section.sentences)


def grounds_of(section: Section, source: Source) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    """Yield each text of a section with the paragraphs it may speak of.

    A sentence speaks of those that it names, by number or by words; a heading, an opinion and a
    sentence whose grounds are lost may speak of all.
    """
    yield from ((heading, source.paragraphs) for heading in headings_of(section))
    for sentence in section.sentences:
        yield sentence.text, cited_by(sentence, source) or source.paragraphs


def cited_by(sentence: Sentence, source: Source) -> tuple[Paragraph, ...]:
    """Return the paragraphs that a sentence names, or that have the words it names them for."""
    found: dict[int, Paragraph] = {}
    for reference in sentence.references:
        named = source.paragraph(reference.paragraph)
        if named:
            found[named.number] = named
        if reference.quote and not (named and has_quote(named.text, reference.quote)):
            found |= {p.number: p for p in source.paragraphs if has_quote(p.text, reference.quote)}
    return tuple(found[number] for number in sorted(found))


def everything(source: Source) -> str:
    """Return title, headings and paragraphs of an article."""
    return "\n".join((source.title, *source.headings, source.text))


@lru_cache(maxsize=_KEPT_ARTICLES)
def grams_of(text: str, size: int) -> frozenset[str]:
    """Return all runs of a length, of the folded text."""
    folded = fold(text)
    return frozenset(folded[i : i + size] for i in range(len(folded) - size + 1))


def text_of(where: Sentence | str) -> str:
    """Return the words that a finding is about."""
    return where if isinstance(where, str) else where.text
