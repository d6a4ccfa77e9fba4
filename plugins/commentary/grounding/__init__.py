"""Does each sentence rest on the paragraphs it names? Checks that need no model.

Each check is a function whose docstring is its rule; it yields findings. `check_grounding` runs
them all, `leaked_prompt` needs the text that was sent as well, and `find_references` finds again what
a sentence rests on after the article was edited.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..authorship import is_the_authors
from ..own_links import without_links
from ..sections import Kind, Origin, Section, Sentence, Severity
from .amounts import unknown_numbers
from .copying import copied_sentences, copied_text
from .dates import unknown_dates
from .extent import counts, heading_sizes, lengths
from .form import filler, markup, repeated_headings, unknown_addresses
from .hedging import certainty, same_endings, unhedged
from .honesty import advice, says_of_itself, stutter
from .japanese_names import almost_names, unknown_bodies, unknown_katakana, unknown_people
from .leaks import leaked_instructions, leaked_prompt, obeyed_instructions, telltale_words
from .names import unknown_latin_names
from .quotes import invented_quotes
from .references import (
    Located,
    changed_extracts,
    find_references,
    misplaced_opinions,
    missing_references,
    unknown_references,
)
from .register import wrong_language, wrong_register
from .relations import opposite_ways, swapped_numbers
from .speakers import invented_predictions, misattributed_quotes, misplaced_people

if TYPE_CHECKING:
    from ..sections import Finding
    from ..source import Source

__all__ = ["Located", "check_grounding", "find_references", "leaked_prompt", "unknown_names"]

_MODEL_CHECKS = (
    missing_references,
    unknown_references,
    misplaced_opinions,
    unknown_numbers,
    unknown_dates,
    swapped_numbers,
    opposite_ways,
    unknown_addresses,
    invented_quotes,
    misattributed_quotes,
    invented_predictions,
    misplaced_people,
    unknown_latin_names,
    unknown_people,
    unknown_bodies,
    unknown_katakana,
    almost_names,
    wrong_language,
    wrong_register,
    copied_text,
    copied_sentences,
    leaked_instructions,
    obeyed_instructions,
    telltale_words,
    markup,
    says_of_itself,
    advice,
    stutter,
    repeated_headings,
    filler,
    heading_sizes,
    counts,
    lengths,
    certainty,
    unhedged,
    same_endings,
)
_NAME_CHECKS = (
    invented_quotes,
    unknown_latin_names,
    unknown_people,
    unknown_bodies,
    unknown_katakana,
    almost_names,
    obeyed_instructions,
    markup,
)
_CHECKS = {
    Origin.MODEL: _MODEL_CHECKS,
    Origin.AUTHOR: (unknown_references,),
    Origin.EXTRACT: (changed_extracts,),
}


def check_grounding(section: Section, source: Source) -> tuple[Finding, ...]:
    """Run every check that the origin of a section asks for.

    Links that a person put into a sentence of a model's section are read as their words.
    """
    checks = _CHECKS[section.origin]
    read, written = _as_read(section)
    findings = (finding for check in checks for finding in check(read, source))
    if not written:
        return tuple(findings)
    return tuple(replace(f, sentence=written.get(f.sentence, f.sentence)) for f in findings)


def _as_read(section: Section) -> tuple[Section, dict[str, str]]:
    """Return a section with a person's links read, and how each such sentence is written."""
    if section.origin is not Origin.MODEL:
        return section, {}
    read = {
        sentence.text: without_links(sentence.text)
        for sentence in section.sentences
        if is_the_authors(section, sentence) and without_links(sentence.text) != sentence.text
    }
    if not read:
        return section, {}

    def changed(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        return tuple(replace(s, text=read.get(s.text, s.text)) for s in sentences)

    points = tuple(replace(point, sentences=changed(point.sentences)) for point in section.points)
    opening, closing = changed(section.opening), changed(section.closing)
    plain = replace(section, opening=opening, points=points, closing=closing)
    return plain, {after: before for before, after in read.items()}


def unknown_names(statement: str, source: Source) -> tuple[str, ...]:
    """Return what a single statement has that the article has not: names, words in quotation marks."""
    section = Section("", Kind.OUTLOOK, Origin.MODEL, "", opening=(Sentence(statement),))
    findings = (finding for check in _NAME_CHECKS for finding in check(section, source))
    return tuple(f.message for f in findings if f.severity is Severity.BLOCKING)
