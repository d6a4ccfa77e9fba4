"""Does each sentence rest on the paragraphs it names? Checks that need no model.

Each check is a function whose docstring is its rule; it yields findings. `check_grounding` runs
them all, `find_references` finds again what a sentence rests on after the article was edited.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .corrections import find_corrected
from .numbers import known_numbers, numbers_in
from .patterns import FILLER, HEDGES, MARKUP, NAME, QUOTED, TITLED, URL
from .sections import Basis, Finding, Kind, Origin, Severity
from .texts import find_quote, fold, language_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from .sections import Reference, Section, Sentence
    from .source import Paragraph, Source

_GRAM = {"ja": 12, "en": 24}
"""Characters without spaces; a Latin letter says about half of what a kanji or kana says."""
_LONGEST_RUN = {"ja": 60, "en": 120}
_MOST_CONTAINED = 0.35
_SHORTEST_QUOTE = {"ja": 4, "en": 12}
_KEPT_ARTICLES = 16


@dataclass(frozen=True, slots=True)
class Located:
    """A reference and the paragraph that has its words now, None when no paragraph has them."""

    reference: Reference
    paragraph: Paragraph | None


def check_grounding(section: Section, source: Source) -> tuple[Finding, ...]:
    """Run every check that the origin of a section asks for."""
    checks = _CHECKS[section.origin]
    return tuple(finding for check in checks for finding in check(section, source))


def find_references(sentence: Sentence, source: Source) -> tuple[Located, ...]:
    """Find each reference again by its quote, looking at its own paragraph first.

    A reference without a quote keeps its number as long as there is such a paragraph.
    """
    return tuple(Located(r, _find(r, source)) for r in sentence.references)


def changed_extracts(section: Section, source: Source) -> Iterator[Finding]:
    """Every sentence of an extract stands in the article as it is."""
    for sentence in section.sentences:
        paragraphs = (source.paragraph(r.paragraph) for r in sentence.references)
        if not any(p and sentence.text in p.text for p in paragraphs) and not find_quote(
            source.text, sentence.text
        ):
            yield _blocking("extract", "is no sentence of the article", sentence)


def missing_references(section: Section, _source: Source) -> Iterator[Finding]:
    """Every sentence of a model but an opinion names at least one paragraph, with a quote."""
    for sentence in section.sentences:
        if not sentence.references and sentence.basis is not Basis.OPINION:
            yield _blocking("references", "names no paragraph it rests on", sentence)
        if any(not reference.quote for reference in sentence.references):
            yield _blocking("references", "names a paragraph without words from it", sentence)


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
                yield _blocking("references", message, sentence)
            elif paragraph is None:
                yield _blocking("references", f"there is no paragraph p{number}", sentence)
            elif source.paragraph(number) is None:
                message = f"there is no paragraph p{number}; p{paragraph.number} says 「{quote}」"
                yield _advisory("references", message, sentence)


def misplaced_opinions(section: Section, _source: Source) -> Iterator[Finding]:
    """Only the last sentence of a conclusion may be an opinion, which needs no paragraph."""
    last = section.sentences[-1:] if section.kind is Kind.CONCLUSION else ()
    for sentence in section.sentences:
        if sentence.basis is Basis.OPINION and sentence not in last:
            message = "is an opinion, which only the last sentence of a conclusion may be"
            yield _blocking("opinions", message, sentence)


def unknown_numbers(section: Section, source: Source) -> Iterator[Finding]:
    """Every number occurs in the article with the same value; 1 is exempt."""
    known = known_numbers(f"{source.date}\n{_everything(source)}")
    for text in _texts(section):
        for number, written in sorted(numbers_in(text).items()):
            if number not in known:
                yield _blocking("numbers", f"{written!r} is not in the article", text)


def unknown_addresses(section: Section, source: Source) -> Iterator[Finding]:
    """No web or mail address stands in a section unless the article has it."""
    known = {_bare(url) for url in URL.findall(_everything(source))}
    for text in _texts(section):
        for url in map(_bare, URL.findall(text)):
            if url not in known:
                yield _blocking("addresses", f"{url!r} is not in the article", text)


def invented_quotes(section: Section, source: Source) -> Iterator[Finding]:
    """Words in quotation marks stand in the article exactly so."""
    article = _everything(source)
    for text in _texts(section):
        for groups in QUOTED.findall(text):
            quoted = "".join(groups)
            shortest = _SHORTEST_QUOTE["en" if quoted.isascii() else "ja"]
            if len(fold(quoted)) >= shortest and not find_quote(article, quoted):
                message = f"nobody says 「{quoted}」 in the article"
                yield _blocking("quotes", message, text)


def unknown_names(section: Section, source: Source) -> Iterator[Finding]:
    """Latin words with a capital, and katakana before 氏 or 社, occur in the article."""
    article = fold(_everything(source))
    for text in _texts(section):
        names = [match[0] for match in NAME.finditer(text) if not _begins_sentence(match)]
        for name in (*names, *TITLED.findall(text)):
            if fold(name) not in article:
                yield _advisory("names", f"{name!r} is not in the article", text)


def wrong_language(section: Section, source: Source) -> Iterator[Finding]:
    """A section is in the language of its article."""
    text = "".join(sentence.text for sentence in section.sentences)
    found = language_of(text)
    if text and found != source.language and source.language in ("ja", "en"):
        yield _blocking("language", f"is written in {found!r}, not in {source.language!r}")


def copied_text(section: Section, source: Source) -> Iterator[Finding]:
    """A section says it in its own words: few short runs, and no long one, of the article."""
    code = "ja" if source.language == "ja" else "en"
    size, longest = _GRAM[code], _LONGEST_RUN[code]
    known = _grams(source.text, size)
    own = [fold(URL.sub("", QUOTED.sub("", sentence.text))) for sentence in section.sentences]
    grams = [text[i : i + size] for text in own for i in range(len(text) - size + 1)]
    contained = sum(gram in known for gram in grams) / len(grams) if grams else 0.0
    if contained > _MOST_CONTAINED:
        message = (
            f"{contained:.0%} of it is copied from the article, more than {_MOST_CONTAINED:.0%}"
        )
        yield _blocking("copying", message)
    article = fold(source.text)
    for text, sentence in zip(own, section.sentences, strict=True):
        if any(text[i : i + longest] in article for i in range(len(text) - longest + 1)):
            message = f"repeats {longest} characters or more of the article"
            yield _blocking("copying", message, sentence)


def markup(section: Section, _source: Source) -> Iterator[Finding]:
    """Sentences and headings are plain text: no HTML, Markdown or template marks."""
    for text in _texts(section):
        if MARKUP.search(text):
            yield _blocking("markup", "holds markup; write plain text", text)


def repeated_headings(section: Section, source: Source) -> Iterator[Finding]:
    """No heading repeats another of the section or of the body."""
    seen = {fold(heading) for heading in source.headings}
    for heading in _headings(section):
        if fold(heading) in seen:
            yield _advisory("headings", f"the heading {heading!r} stands twice")
        seen.add(fold(heading))


def filler(section: Section, _source: Source) -> Iterator[Finding]:
    """No phrase that nobody would miss."""
    for sentence in section.sentences:
        if found := FILLER.search(sentence.text):
            yield _advisory("filler", f"says {found[0]!r}, which nobody would miss", sentence)


def unhedged(section: Section, source: Source) -> Iterator[Finding]:
    """A sentence that a model inferred about the future says that it is no certainty."""
    hedges = HEDGES.get(source.language)
    if section.kind is not Kind.OUTLOOK or hedges is None:
        return
    for sentence in section.sentences:
        if sentence.basis is Basis.INFERRED and not hedges.search(sentence.text):
            yield _advisory("hedging", "speaks with certainty", sentence)


_AUTHOR_CHECKS = (unknown_references,)
_MODEL_CHECKS = (
    missing_references,
    unknown_references,
    misplaced_opinions,
    unknown_numbers,
    unknown_addresses,
    invented_quotes,
    unknown_names,
    wrong_language,
    copied_text,
    markup,
    repeated_headings,
    filler,
    unhedged,
)
_CHECKS = {
    Origin.MODEL: _MODEL_CHECKS,
    Origin.AUTHOR: _AUTHOR_CHECKS,
    Origin.EXTRACT: (changed_extracts,),
}


def _blocking(rule: str, message: str, where: Sentence | str = "") -> Finding:
    return Finding(Severity.BLOCKING, rule, message, _text(where))


def _advisory(rule: str, message: str, where: Sentence | str = "") -> Finding:
    return Finding(Severity.ADVISORY, rule, message, _text(where))


def _text(where: Sentence | str) -> str:
    return where if isinstance(where, str) else where.text


def _headings(section: Section) -> Iterator[str]:
    yield section.heading
    yield from (point.heading for point in section.points)


def _texts(section: Section) -> Iterator[str]:
    """Yield all that a reader would read of a section."""
    yield from _headings(section)
    yield from (sentence.text for sentence in section.sentences)


def _everything(source: Source) -> str:
    return "\n".join((source.title, *source.headings, source.text))


def _bare(url: str) -> str:
    return url.rstrip(".,;:!?'").lower()


def _begins_sentence(match: re.Match[str]) -> bool:
    """Whether a word has its capital from its place only, as in English and no name like OpenAI."""
    before = match.string[: match.start()].rstrip(" \"'“‘(")
    after = match.string[match.end() : match.end() + 1]
    return (not before or before[-1] in ".!?:") and match[0][1:].islower() and after.isascii()


@lru_cache(maxsize=_KEPT_ARTICLES)
def _grams(text: str, size: int) -> frozenset[str]:
    folded = fold(text)
    return frozenset(folded[i : i + size] for i in range(len(folded) - size + 1))


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
