"""Sections that a model writes for the corpus now, by the blog's own prompts and settings."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commentary.errors import ProviderError, ReplyInvalid
from commentary.grounding import check_grounding
from commentary.prompts import Wish
from commentary.replies import parse_reply
from commentary.sections import Kind, Section, Severity, Usage
from commentary.writing import Request, Writer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from commentary.prompts import Prompt, Templates
    from commentary.providers import Provider
    from commentary.replies import Reply
    from commentary.second_reader import SecondReader
    from commentary.sections import Finding
    from commentary.source import Source

    from .trials import Trial

KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Fresh:
    """What came of one article."""

    path: str
    source: Source
    sections: tuple[Section, ...] = ()
    """As a sidecar would hold them."""
    first: tuple[Finding, ...] | None = None
    """What the checks said of the first answer; None when that was not in the right form."""
    last: tuple[Finding, ...] = ()
    """What they say of the sections."""
    cut: int = 0
    """Sentences that were taken out."""
    calls: int = 0
    spent: tuple[tuple[str, Usage], ...] = ()
    error: str = ""
    """Why there are no sections."""

    @property
    def blocked(self) -> tuple[Section, ...]:
        """Sections that would stay off the page."""
        texts = {f.sentence for f in self.last if f.severity is Severity.BLOCKING}
        return tuple(s for s in self.sections if texts & {one.text for one in s.sentences})


@dataclass(frozen=True, slots=True)
class Studio:
    """Who writes, and how."""

    provider: Provider
    templates: Callable[[str], Templates]
    reader_for: Callable[[str], SecondReader] | None
    """Who reads after it in a language; None when the settings want nobody to."""
    now: Callable[[], dt.datetime]
    attempts: int
    at_once: int


@dataclass(slots=True)
class _Overheard:
    """A provider whose answers can be read afterwards."""

    provider: Provider
    answers: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.provider.host

    @property
    def model(self) -> str:
        return self.provider.model

    def complete(self, prompt: Prompt) -> Reply:
        reply = self.provider.complete(prompt)
        self.answers.append(reply.text)
        return reply

    def close(self) -> None:
        self.provider.close()


def write_all(trials: Iterable[Trial], studio: Studio) -> tuple[Fresh, ...]:
    """Have the sections of all articles written, in the order of the articles."""
    with ThreadPoolExecutor(studio.at_once) as pool:
        return tuple(pool.map(lambda trial: _write(trial, studio), trials))


def _write(trial: Trial, studio: Studio) -> Fresh:
    source, overheard = trial.source, _Overheard(studio.provider)
    writer = Writer(
        overheard,
        studio.templates,
        reader=studio.reader_for(source.language) if studio.reader_for else None,
        now=studio.now,
        attempts=studio.attempts,
    )
    try:
        written = writer.write(Request(source, Wish(KINDS), None))
    except ProviderError as error:
        spent = ((studio.provider.model, error.usage or Usage()),)
        return Fresh(trial.path, source, calls=error.calls, spent=spent, error=str(error))
    sections = written.sidecar.sections
    told = written.sidecar.provenances[-1].findings
    return Fresh(
        trial.path,
        source,
        sections,
        first=_first(overheard.answers[0], source),
        last=_checked(sections, source),
        cut=sum(line.startswith("cut: ") for line in told),
        calls=written.calls,
        spent=written.spent,
    )


def _first(answer: str, source: Source) -> tuple[Finding, ...] | None:
    try:
        return _checked(parse_reply(answer, KINDS), source)
    except ReplyInvalid:
        return None


def _checked(sections: tuple[Section, ...], source: Source) -> tuple[Finding, ...]:
    return tuple(finding for section in sections for finding in check_grounding(section, source))
