"""What a page of the desk shows: values out of an article's commentary, and nothing that acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commentary.authorship import is_the_authors
from commentary.costs import total_of
from commentary.grounding import find_references
from commentary.sections import Severity, Usage
from commentary.status_table import state_of
from commentary.texts import find_quote

from ..history import difference, is_accepted, is_generated, last

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from commentary.lifecycle import Standing
    from commentary.report import ArticleState
    from commentary.sections import Finding, Provenance, Section, Sentence
    from commentary.source import Source

    from ..history import Version
    from ..revision import Shown

WAITING = {"pending", "edited", "stale", "blocked", "damaged", "missing"}
"""States that ask for a person."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """An article in the list."""

    name: str
    title: str
    states: tuple[str, ...]
    """Of its sections, in the order of the page."""

    @property
    def waiting(self) -> int:
        """How many sections ask for a person."""
        return sum(state in WAITING for state in self.states)


@dataclass(frozen=True, slots=True)
class GroundView:
    """A paragraph that a sentence rests on, cut where the quote stands in it."""

    number: int
    before: str
    quote: str
    after: str
    is_lost: bool = False
    """Whether no paragraph has the quoted words."""


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with what it rests on and what is wrong with it."""

    number: int
    text: str
    basis: str
    is_own: bool
    """Whether a person wrote or reworded it."""
    grounds: tuple[GroundView, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """Sentences in a row: opening, a point, or closing."""

    heading: str
    numbers: str
    """Of those of its sentences that are not a person's, as `2 3`."""
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    """What the calls for a section cost."""

    model: str
    day: str
    calls: int
    usage: Usage
    cost: str
    """US dollars, or empty when a price is not known."""
    rewritings: int


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as the desk shows it."""

    id: str
    heading: str
    origin: str
    state: str
    outdated: tuple[str, ...]
    parts: tuple[PartView, ...]
    findings: tuple[Finding, ...]
    """Of the section as a whole."""
    bill: Bill | None
    difference: tuple[str, ...]
    """Lines with `+`, `-` or a space before them."""
    difference_day: str
    is_difference_to_accepted: bool


def queue(states: Iterable[ArticleState], titles: Mapping[str, str]) -> tuple[QueueItem, ...]:
    """Return the articles that have or lack sections, those that ask for a person first."""
    items = tuple(
        QueueItem(
            state.name,
            titles.get(state.name, state.name),
            tuple(_states(state)),
        )
        for state in states
    )
    shown = (item for item in items if item.states)
    return tuple(sorted(shown, key=lambda item: (item.waiting == 0, item.name)))


def section_views(shown: Shown, history: Sequence[Version]) -> tuple[SectionView, ...]:
    """Return the sections of an article, in the order of the page."""
    return tuple(_section(standing, shown, history) for standing in shown.standings)


def _states(state: ArticleState) -> Iterator[str]:
    if state.error:
        yield "damaged"
    yield from ("missing" for _ in state.missing)
    yield from (state_of(standing) for standing in state.standings)


def _section(standing: Standing, shown: Shown, history: Sequence[Version]) -> SectionView:
    section = standing.section
    views = iter(_sentences(standing, shown.article.source))
    parts = [("", section.opening)]
    parts += [(point.heading, point.sentences) for point in section.points]
    parts.append(("", section.closing))
    compared, day, is_accepted_text = _compared(section, history)
    texts = {sentence.text for sentence in section.sentences}
    return SectionView(
        id=section.id,
        heading=section.heading,
        origin=section.origin,
        state=state_of(standing),
        outdated=tuple(standing.outdated),
        parts=tuple(
            _part(heading, [next(views) for _ in given]) for heading, given in parts if given
        ),
        findings=tuple(f for f in standing.findings if f.sentence not in texts),
        bill=_bill(section, shown.sidecar.provenances),
        difference=tuple(compared),
        difference_day=day,
        is_difference_to_accepted=is_accepted_text,
    )


def _part(heading: str, sentences: list[SentenceView]) -> PartView:
    numbers = " ".join(str(s.number) for s in sentences if not s.is_own)
    return PartView(heading, numbers, tuple(sentences))


def _sentences(standing: Standing, source: Source) -> Iterator[SentenceView]:
    section = standing.section
    for number, sentence in enumerate(section.sentences, start=1):
        yield SentenceView(
            number=number,
            text=sentence.text,
            basis=sentence.basis,
            is_own=is_the_authors(section, sentence),
            grounds=tuple(_grounds(sentence, source)),
            findings=tuple(f for f in standing.findings if f.sentence == sentence.text),
        )


def _grounds(sentence: Sentence, source: Source) -> Iterator[GroundView]:
    for located in find_references(sentence, source):
        reference, paragraph = located.reference, located.paragraph
        if paragraph is None:
            yield GroundView(reference.paragraph, "", reference.quote, "", is_lost=True)
            continue
        start, end = find_quote(paragraph.text, reference.quote) or (0, 0)
        text = paragraph.text
        yield GroundView(paragraph.number, text[:start], text[start:end], text[end:])


def _compared(section: Section, history: Sequence[Version]) -> tuple[list[str], str, bool]:
    """Return what differs from the text that was accepted last, else from the generated one."""
    for wanted in (is_accepted, is_generated):
        found = last(history, section.id, wanted)
        if found:
            before, version = found
            return difference(before, section), version.day, wanted is is_accepted
    return [], "", False


def _bill(section: Section, provenances: Sequence[Provenance]) -> Bill | None:
    first = next((p for p in provenances if p.number == section.provenance), None)
    if first is None:
        return None
    mark = f"asked again: {section.id},"
    again = [p for p in provenances if any(f.startswith(mark) for f in p.findings)]
    calls = [first, *again]
    cost = total_of((facts.model, facts.usage) for facts in calls)
    return Bill(
        model=first.model,
        day=first.generated_at.date().isoformat(),
        calls=sum(facts.attempts for facts in calls),
        usage=sum((facts.usage for facts in calls), Usage()),
        cost="" if cost is None else f"${cost:.4f}",
        rewritings=len(again),
    )


def is_blocking(finding: Finding) -> bool:
    """Tell whether a finding keeps its section off the page."""
    return finding.severity is Severity.BLOCKING
