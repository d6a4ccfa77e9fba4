"""Does each sentence rest on the paragraphs it names? Checks that need no model.

Each check is a function whose docstring is its rule; it yields findings. `check_grounding` runs
them all, `find_references` finds again what a sentence rests on after the article was edited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .corrections import find_corrected
from .numbers import numbers_in
from .sections import Basis, Finding, Kind, Origin, Severity
from .texts import find_quote, fold, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .sections import Reference, Section, Sentence
    from .source import Paragraph, Source

_GRAM = 12
_MOST_CONTAINED = 0.35
_LONGEST_RUN = 60
_SHORTEST_QUOTE = 4
_URL = re.compile(r"(?:https?://|www\.)[^\s<>「」（）()]+", re.IGNORECASE)
_QUOTED = re.compile(r"「([^「」]*)」|『([^『』]*)』|“([^“”]*)”")
_MARKUP = re.compile(
    r"</?[a-z][^>]*>|\[[^\]]*\]\([^)]*\)|```|^#+ |\{\{|\{%|\{(?:static|filename|attach)\}",
    re.IGNORECASE,
)
_HEDGES = {
    "ja": re.compile(
        "でしょう|だろう|可能性|かもしれ|見込|予想|期待|考えられ|思われ|とみられ|見通し|見られ|"
        "推測|恐れ|おそれ|うる|得る|得ます|求められ|焦点|注目|かどうか|次第|左右|見方|予定|方針|課題"
    ),
    "en": re.compile(
        r"\b(may|might|could|would|can|likely|unlikely|possibl[ey]|probabl[ey]|perhaps|expect\w*|"
        r"appear\w*|seem\w*|suggest\w*|if|whether|depend\w*|plan\w*|intend\w*|aim\w*|should|"
        r"remain\w*|chance|risk|uncertain\w*)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Located:
    """A reference and the paragraph that has its words now, None when no paragraph has them."""

    reference: Reference
    paragraph: Paragraph | None


def check_grounding(section: Section, source: Source) -> tuple[Finding, ...]:
    """Run every check on a section; an extract is the author's own words and needs none."""
    if section.origin is Origin.EXTRACT:
        return ()
    checks = _MODEL_CHECKS if section.origin is Origin.MODEL else _AUTHOR_CHECKS
    return tuple(finding for check in checks for finding in check(section, source))


def find_references(sentence: Sentence, source: Source) -> tuple[Located, ...]:
    """Find each reference again by its quote, looking at its own paragraph first.

    A reference without a quote keeps its number as long as there is such a paragraph.
    """
    return tuple(Located(r, _find(r, source)) for r in sentence.references)


def missing_references(section: Section, _source: Source) -> Iterator[Finding]:
    """Every sentence of a model but an opinion names at least one paragraph, with a quote."""
    for sentence in section.sentences:
        if not sentence.references and sentence.basis is not Basis.OPINION:
            yield _blocking("references", "names no paragraph it rests on", sentence)
        if any(not reference.quote for reference in sentence.references):
            yield _blocking("references", "names a paragraph without words from it", sentence)


def unknown_references(section: Section, source: Source) -> Iterator[Finding]:
    """Every quote stands in the article; a reference without one names a paragraph it has."""
    for sentence in section.sentences:
        for located in find_references(sentence, source):
            number, quote = located.reference.paragraph, located.reference.quote
            if located.paragraph is None and quote:
                message = f"p{number} does not say 「{quote}」, nor does any other paragraph"
                yield _blocking("references", message, sentence)
            elif located.paragraph is None:
                yield _blocking("references", f"there is no paragraph p{number}", sentence)


def unknown_numbers(section: Section, source: Source) -> Iterator[Finding]:
    """Every number of a sentence occurs in the article with the same value; 1 is exempt."""
    known = numbers_in(f"{source.title}\n{source.date}\n{source.text}")
    for sentence in section.sentences:
        for number, written in sorted(numbers_in(sentence.text).items()):
            if number not in known:
                message = f"{written!r} is not in the article"
                yield _blocking("numbers", message, sentence)


def unknown_addresses(section: Section, source: Source) -> Iterator[Finding]:
    """No web address stands in a sentence unless the article has it."""
    for sentence in section.sentences:
        for url in _URL.findall(sentence.text):
            if url not in source.text:
                yield _blocking("addresses", f"{url!r} is not in the article", sentence)


def invented_quotes(section: Section, source: Source) -> Iterator[Finding]:
    """Words in quotation marks stand in the article exactly so."""
    for sentence in section.sentences:
        for groups in _QUOTED.findall(sentence.text):
            quoted = "".join(groups)
            is_long = len(fold(quoted)) >= _SHORTEST_QUOTE
            if is_long and not find_quote(f"{source.title}\n{source.text}", quoted):
                yield _blocking("quotes", f"nobody says 「{quoted}」 in the article", sentence)


def wrong_language(section: Section, source: Source) -> Iterator[Finding]:
    """A section is in the language of its article."""
    text = "".join(sentence.text for sentence in section.sentences)
    found = language_of(text)
    if found != source.language and source.language in ("ja", "en"):
        yield _blocking("language", f"is written in {found!r}, not in {source.language!r}")


def copied_text(section: Section, source: Source) -> Iterator[Finding]:
    """A section says it in its own words: few 12-character runs, and no long one, of the article."""
    article = fold(source.text)
    known = {article[i : i + _GRAM] for i in range(len(article) - _GRAM + 1)}
    own = [fold(_QUOTED.sub("", sentence.text)) for sentence in section.sentences]
    grams = [text[i : i + _GRAM] for text in own for i in range(len(text) - _GRAM + 1)]
    contained = sum(gram in known for gram in grams) / len(grams) if grams else 0.0
    if contained > _MOST_CONTAINED:
        message = (
            f"{contained:.0%} of it is copied from the article, more than {_MOST_CONTAINED:.0%}"
        )
        yield _blocking("copying", message)
    for text, sentence in zip(own, section.sentences, strict=True):
        if any(text[i : i + _LONGEST_RUN] in article for i in range(len(text) - _LONGEST_RUN + 1)):
            message = f"repeats {_LONGEST_RUN} characters or more of the article"
            yield _blocking("copying", message, sentence)


def markup(section: Section, _source: Source) -> Iterator[Finding]:
    """Sentences and headings are plain text: no HTML, Markdown or template marks."""
    texts = [section.heading, *(point.heading for point in section.points)]
    for text in texts:
        if _MARKUP.search(text):
            yield _blocking("markup", f"the heading {text!r} holds markup")
    for sentence in section.sentences:
        if _MARKUP.search(sentence.text):
            yield _blocking("markup", "holds markup", sentence)


def repeated_headings(section: Section, source: Source) -> Iterator[Finding]:
    """No heading repeats another of the section or of the body."""
    seen = {fold(heading) for heading in source.headings}
    for heading in (section.heading, *(point.heading for point in section.points)):
        if fold(heading) in seen:
            yield Finding(Severity.ADVISORY, "headings", f"the heading {heading!r} stands twice")
        seen.add(fold(heading))


def unhedged(section: Section, source: Source) -> Iterator[Finding]:
    """A sentence that a model inferred about the future says that it is no certainty."""
    hedges = _HEDGES.get(source.language)
    if section.kind is not Kind.OUTLOOK or hedges is None:
        return
    for sentence in section.sentences:
        if sentence.basis is Basis.INFERRED and not hedges.search(sentence.text):
            yield Finding(Severity.ADVISORY, "hedging", "speaks with certainty", sentence.text)


_AUTHOR_CHECKS = (unknown_references,)
_MODEL_CHECKS = (
    missing_references,
    unknown_references,
    unknown_numbers,
    unknown_addresses,
    invented_quotes,
    wrong_language,
    copied_text,
    markup,
    repeated_headings,
    unhedged,
)


def _blocking(rule: str, message: str, sentence: Sentence | None = None) -> Finding:
    return Finding(Severity.BLOCKING, rule, message, sentence.text if sentence else "")


def _find(reference: Reference, source: Source) -> Paragraph | None:
    named = source.paragraph(reference.paragraph)
    if not reference.quote:
        return named
    by_distance = sorted(
        source.paragraphs, key=lambda p: (abs(p.number - reference.paragraph), p.number)
    )
    for paragraph in by_distance:
        if find_quote(paragraph.text, reference.quote):
            return paragraph
    for paragraph in by_distance:
        if find_corrected(paragraph.text, reference.quote):
            return paragraph
    return None
