"""A section becomes values that a template prints; every text in them is escaped already.

A theme may not escape by itself, so nothing unescaped leaves this module. What a model wrote is
plain text and nothing else; the author's own sections may have emphasis and links, which nh3 cleans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from .grounding import find_references
from .inline_markup import render_inline
from .lifecycle import Status
from .sections import Basis, Form, Kind, Origin
from .texts import without_control
from .wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .lifecycle import Standing
    from .sections import Provenance, Section, Sentence
    from .source import Paragraph, Source
    from .wording import Wording

_SOURCE_TYPES = "https://schema.org/"
_TRAINED = f"{_SOURCE_TYPES}TrainedAlgorithmicMediaDigitalSource"
_COMPOSITE = f"{_SOURCE_TYPES}CompositeWithTrainedAlgorithmicMediaDigitalSource"


@dataclass(frozen=True, slots=True)
class RenderedReference:
    """A link from a sentence to a paragraph."""

    number: int
    href: Markup
    label: Markup


@dataclass(frozen=True, slots=True)
class RenderedSentence:
    """One sentence with its links."""

    text: Markup
    basis: str
    basis_label: Markup
    references: tuple[RenderedReference, ...]


@dataclass(frozen=True, slots=True)
class RenderedPoint:
    """A sub-section or list item."""

    id: str
    heading: Markup
    sentences: tuple[RenderedSentence, ...]


@dataclass(frozen=True, slots=True)
class RenderedGround:
    """A paragraph that a section rests on, with the words that show it."""

    number: int
    href: Markup
    quotes: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class RenderedSection:
    """What `partials/section.html` prints."""

    id: str
    kind: Kind
    origin: str
    review: str
    disclosure: str
    """Value of `data-ai-disclosure`, empty for an extract and the author's own."""
    model: Markup
    language: str
    heading: Markup
    label: Markup
    form: str
    opening: tuple[RenderedSentence, ...]
    points: tuple[RenderedPoint, ...]
    closing: tuple[RenderedSentence, ...]
    grounds: tuple[RenderedGround, ...]
    grounds_title: Markup


@dataclass(frozen=True, slots=True)
class Commentary:
    """All that a page shows of an article's commentary: what `article.commentary` is."""

    sections: tuple[RenderedSection, ...]
    notice: Markup
    """The line near the headline, empty when no model wrote anything."""
    disclosure: str
    """The weakest value of the sections, empty when no model wrote anything."""
    source_type: str
    """`digitalSourceType` of the whole article, empty when no model wrote anything."""
    parts: tuple[Mapping[str, str], ...]
    """`hasPart` of the article's JSON-LD."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where on which page a section will stand."""

    link_to: Callable[[str], str]
    """Makes the complete link to an id of the page."""
    taken_ids: frozenset[str]
    """Ids that the page has already."""


def render_commentary(
    standings: Iterable[Standing],
    source: Source,
    *,
    provenances: Iterable[Provenance],
    place: Place,
) -> Commentary:
    """Prepare all published sections of one article, in the order of the page."""
    by_number = {provenance.number: provenance for provenance in provenances}
    sections = tuple(
        render_section(
            standing,
            source,
            provenance=by_number.get(standing.section.provenance or 0),
            place=place,
        )
        for standing in standings
    )
    by_model = [section for section in sections if section.disclosure]
    return Commentary(
        sections=sections,
        notice=_notice(by_model, source.language, place),
        disclosure=_weakest(section.disclosure for section in by_model),
        source_type=_COMPOSITE if by_model else "",
        parts=tuple(_part(section) for section in by_model),
    )


def render_section(
    standing: Standing, source: Source, *, provenance: Provenance | None, place: Place
) -> RenderedSection:
    """Prepare one section."""
    section, words = standing.section, wording(source.language)
    is_accepted = standing.status is Status.ACCEPTED
    page = _Page(
        source, place, words, render_inline if section.origin is Origin.AUTHOR else _escaped
    )
    identifier = _free_id(section.id, place.taken_ids)
    return RenderedSection(
        id=identifier,
        kind=section.kind,
        origin=section.origin,
        review="accepted" if is_accepted else "unreviewed",
        disclosure=_disclosure(section, is_accepted=is_accepted),
        model=_escaped(provenance.model) if provenance else Markup(),
        language=source.language,
        heading=_escaped(section.heading),
        label=_escaped(_label(standing, provenance, words)),
        form=section.form if section.points else Form.THEMES,
        opening=page.sentences(section.opening),
        points=tuple(
            RenderedPoint(f"{identifier}-{n}", _escaped(p.heading), page.sentences(p.sentences))
            for n, p in enumerate(section.points, start=1)
        ),
        closing=page.sentences(section.closing),
        grounds=page.grounds(section),
        grounds_title=_escaped(words.grounds_title),
    )


class _Page:
    """Renders sentences against one article."""

    def __init__(
        self, source: Source, place: Place, words: Wording, to_html: Callable[[str], Markup]
    ) -> None:
        self.source = source
        self.place = place
        self.words = words
        self.to_html = to_html

    def sentences(self, sentences: tuple[Sentence, ...]) -> tuple[RenderedSentence, ...]:
        return tuple(self._sentence(sentence) for sentence in sentences)

    def grounds(self, section: Section) -> tuple[RenderedGround, ...]:
        """Gather the quotes of a section by paragraph, in the order of the article."""
        quotes: dict[int, dict[str, None]] = {}
        for sentence in section.sentences:
            for located in find_references(sentence, self.source):
                if located.paragraph and located.paragraph.anchor:
                    words = quotes.setdefault(located.paragraph.number, {})
                    if located.reference.quote:
                        words[located.reference.quote] = None
        return tuple(
            RenderedGround(
                number, self._href(paragraph), tuple(_escaped(q) for q in quotes[number])
            )
            for number in sorted(quotes)
            if (paragraph := self.source.paragraph(number))
        )

    def _sentence(self, sentence: Sentence) -> RenderedSentence:
        located = find_references(sentence, self.source)
        found = {item.paragraph.number: item.paragraph for item in located if item.paragraph}
        return RenderedSentence(
            text=self.to_html(sentence.text),
            basis=sentence.basis,
            basis_label=_escaped(self._basis_label(sentence.basis)),
            references=tuple(
                RenderedReference(
                    number,
                    self._href(paragraph),
                    _escaped(self.words.reference.format(number=number)),
                )
                for number, paragraph in sorted(found.items())
                if paragraph.anchor
            ),
        )

    def _href(self, paragraph: Paragraph) -> Markup:
        return escape(self.place.link_to(paragraph.anchor))

    def _basis_label(self, basis: Basis) -> str:
        match basis:
            case Basis.STATED:
                return ""
            case Basis.INFERRED:
                return self.words.inferred
            case Basis.OPINION:
                return self.words.opinion


def _label(standing: Standing, provenance: Provenance | None, words: Wording) -> str:
    section = standing.section
    match section.origin:
        case Origin.AUTHOR:
            return ""
        case Origin.EXTRACT:
            return words.extract_label
        case Origin.MODEL if standing.status is Status.ACCEPTED and section.review:
            day = words.day(section.review.date)
            return words.accepted_label.format(reviewer=section.review.reviewer, day=day)
        case Origin.MODEL if provenance:
            is_edited = section.digest != section.generated_digest
            label = words.edited_label if is_edited else words.unreviewed_label
            day = words.day(provenance.generated_at.date())
            return label.format(model=provenance.model, day=day)
        case Origin.MODEL:
            return words.unreviewed_label_bare


def _disclosure(section: Section, *, is_accepted: bool) -> str:
    if section.origin is not Origin.MODEL:
        return ""
    return "ai-assisted" if is_accepted else "ai-autonomous"


def _weakest(values: Iterable[str]) -> str:
    given = set(values)
    return next((v for v in ("ai-autonomous", "ai-assisted") if v in given), "")


def _notice(sections: list[RenderedSection], language: str, place: Place) -> Markup:
    """Name the sections a model wrote, each with a link, in one sentence."""
    if not sections:
        return Markup()
    words = wording(language)
    links = escape(words.list_separator).join(
        Markup('<a href="{}">{}</a>').format(place.link_to(section.id), section.heading)
        for section in sections
    )
    accepted = sum(section.review == "accepted" for section in sections)
    sentence = words.notice_partly if accepted else words.notice_unreviewed
    if accepted == len(sections):
        sentence = words.notice_accepted
    before, _, after = sentence.partition("{sections}")
    return Markup('<p class="commentary-notice" data-commentary-notice>{}{}{}</p>\n').format(
        before, links, after
    )


def _part(section: RenderedSection) -> Mapping[str, str]:
    return {
        "@type": "WebPageElement",
        "@id": f"#{section.id}",
        "name": str(section.heading.unescape()),
        "digitalSourceType": _COMPOSITE if section.disclosure == "ai-assisted" else _TRAINED,
    }


def _free_id(wanted: str, taken: frozenset[str]) -> str:
    while wanted in taken:
        wanted += "-"
    return wanted


def _escaped(text: str) -> Markup:
    """Escape plain text; a brace could become a template or link mark of another plugin."""
    return Markup(escape(without_control(text)).replace("{", "&#123;"))  # noqa: S704 - escaped
