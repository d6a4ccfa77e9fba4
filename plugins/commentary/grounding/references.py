"""Does a section quote what stands in the article, and does every sentence say where?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..corrections import find_corrected
from ..sections import Basis, Kind
from ..texts import has_quote
from .shared import advisory, blocking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Reference, Section, Sentence
    from ..source import Paragraph, Source


@dataclass(frozen=True, slots=True)
class Located:
    """A reference and the paragraph that has its words now, None when no paragraph has them."""

    reference: Reference
    paragraph: Paragraph | None


def find_references(sentence: Sentence, source: Source) -> tuple[Located, ...]:
    """Find each reference again by its quote, looking at its own paragraph first.

    A reference without a quote keeps its number as long as there is such a paragraph.
    """
    return tuple(Located(r, _find(r, source)) for r in sentence.references)


def changed_extracts(section: Section, source: Source) -> Iterator[Finding]:
    """Every sentence of an extract stands in the article as it is."""
    for sentence in section.sentences:
        paragraphs = (source.paragraph(r.paragraph) for r in sentence.references)
        if not any(p and sentence.text in p.text for p in paragraphs) and not has_quote(
            source.text, sentence.text
        ):
            yield blocking("extract", "is no sentence of the article", sentence)


def missing_references(section: Section, _source: Source) -> Iterator[Finding]:
    """Every sentence of a model but an opinion names at least one paragraph, with a quote."""
    for sentence in section.sentences:
        if not sentence.references and sentence.basis is not Basis.OPINION:
            yield blocking("references", "names no paragraph it rests on", sentence)
        if any(not reference.quote for reference in sentence.references):
            yield blocking("references", "names a paragraph without words from it", sentence)


def unknown_references(section: Section, source: Source) -> Iterator[Finding]:
    """Every quote stands in the article; a reference without one names a paragraph it has.

    A quote that stands elsewhere does no harm: the article may have lost paragraphs since.
    """
    for sentence in section.sentences:
        for located in find_references(sentence, source):
            reference, paragraph = located.reference, located.paragraph
            number, quote = reference.paragraph, reference.quote
            if paragraph is None and quote:
                message = f"p{number} does not say 「{quote}」, nor does any other paragraph"
                yield blocking("references", message, sentence)
            elif paragraph is None:
                yield blocking("references", f"there is no paragraph p{number}", sentence)
            elif source.paragraph(number) is None:
                message = f"there is no paragraph p{number}; p{paragraph.number} says 「{quote}」"
                yield advisory("references", message, sentence)


def misplaced_opinions(section: Section, _source: Source) -> Iterator[Finding]:
    """Only the last sentence of a conclusion may be an opinion, which needs no paragraph."""
    last = section.sentences[-1:] if section.kind is Kind.CONCLUSION else ()
    for sentence in section.sentences:
        if sentence.basis is Basis.OPINION and sentence not in last:
            message = "is an opinion, which only the last sentence of a conclusion may be"
            yield blocking("opinions", message, sentence)


def _find(reference: Reference, source: Source) -> Paragraph | None:
    named = source.paragraph(reference.paragraph)
    if not reference.quote or (named and has_quote(named.text, reference.quote)):
        return named
    by_distance = sorted(
        source.paragraphs, key=lambda p: (abs(p.number - reference.paragraph), p.number)
    )
    for paragraph in by_distance:
        if has_quote(paragraph.text, reference.quote):
            return paragraph
    for paragraph in by_distance:
        if find_corrected(paragraph.text, reference.quote):
            return paragraph
    return None
