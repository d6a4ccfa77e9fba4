"""What the checks say of each candidate, sound and planted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commentary.grounding import check_grounding
from commentary.sections import Severity
from commentary.verification import pairs_of

from .trials import TUNED, planted_in, sections_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from commentary.sections import Finding, Section
    from commentary.source import Source
    from commentary.verification import Pair

    from .trials import Trial

    Check = Callable[[Section, Source], tuple[Finding, ...]]

SOUND_SENTENCE = "sound sentence"
SOUND_SECTION = "sound section"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the checks said of one text; of a planted error, what they say only because of it."""

    what: str
    """The kind of error, or `sound sentence`, or `sound section` for findings on a whole one."""
    language: str
    where: str
    text: str
    findings: tuple[Finding, ...]
    split: str = TUNED
    pairs: tuple[Pair, ...] = ()
    """What a second reader would be asked about; of a planted error, only what it made new."""

    @property
    def is_blocked(self) -> bool:
        """Whether a finding keeps it off the page."""
        return any(finding.severity is Severity.BLOCKING for finding in self.findings)


def judge(trials: Iterable[Trial], check: Check = check_grounding) -> tuple[Judged, ...]:
    """Run the checks on every candidate, sound and planted."""
    return tuple(one for trial in trials for one in _judge(trial, check))


def _judge(trial: Trial, check: Check) -> Iterator[Judged]:
    sections = sections_of(trial)
    told = tuple(f for section in sections for f in check(section, trial.source))
    yield from _sound(trial, sections, check)
    known = frozenset(pairs_of(sections, trial.source))
    for edit in trial.edits:
        planted = sections_of(planted_in(trial, edit))
        found = (finding for section in planted for finding in check(section, trial.source))
        pairs = (pair for pair in pairs_of(planted, trial.source) if pair not in known)
        yield Judged(
            what=edit.error,
            language=trial.source.language,
            where=f"{trial.path}:{edit.line}",
            text=str(edit),
            findings=_added(told, found),
            split=trial.split,
            pairs=tuple(pairs),
        )


def _sound(trial: Trial, sections: tuple[Section, ...], check: Check) -> Iterator[Judged]:
    place = (trial.source.language, trial.path)
    for section in sections:
        found = check(section, trial.source)
        sentences = [sentence.text for sentence in section.sentences]
        for text in sentences:
            own = tuple(finding for finding in found if finding.sentence == text)
            asked = pairs_of((section,), trial.source)
            pairs = tuple(pair for pair in asked if pair.sentence.text == text)
            yield Judged(SOUND_SENTENCE, *place, text, own, trial.split, pairs)
        rest = tuple(finding for finding in found if finding.sentence not in sentences)
        yield Judged(SOUND_SECTION, *place, section.heading, rest, trial.split)


def _added(told: Iterable[Finding], found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out what the checks say of the sound candidate just so, whatever sentence it names."""
    known = Counter((finding.rule, finding.message) for finding in told)
    added: list[Finding] = []
    for finding in found:
        known[finding.rule, finding.message] -= 1
        if known[finding.rule, finding.message] < 0:
            added.append(finding)
    return tuple(added)
