"""Everything of the measure that asks a model: what it would cost, then doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commentary.costs import total_of
from commentary.prompts import Wish, build_prompt
from commentary.replies import reply_schema
from commentary.second_reader import SecondReader
from commentary.sections import Usage
from commentary.tokens import estimate_tokens

from .citations import citations_of, questions_of, total
from .detection import batches_of
from .fresh import KINDS, Fresh, Studio, write_all
from .kept_answers import KeptAnswers
from .reading import Readings, ask, rounds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal
    from pathlib import Path

    from commentary.building import Workshop
    from commentary.prompts import Prompt

    from .citations import Citations
    from .judging import Judged
    from .reading import Batch
    from .trials import Trial

_TOKENS_PER_VERDICT = 60
"""A number, a word and often a short reason."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is left to ask; answers that are kept cost nothing."""

    calls: int
    bills: tuple[tuple[str, Usage], ...]
    """The most tokens by model."""

    @property
    def cost(self) -> Decimal | None:
        """US dollars, None where a price is not known."""
        return total_of(self.bills)

    def __str__(self) -> str:
        """Say it in one line."""
        usage = sum((part for _, part in self.bills), Usage())
        cost = "cost unknown" if self.cost is None else f"at most about ${self.cost:.2f}"
        return (
            f"to ask: at least {self.calls} calls, at most about {usage.input} tokens in and "
            f"{usage.output} out, {cost}"
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model said and wrote."""

    readings: Readings
    """Of the corpus' candidates."""
    fresh: tuple[Fresh, ...]
    citations: Citations
    """Of the fresh sections, judged by the second reader."""
    spent: tuple[tuple[str, Usage], ...]
    """Tokens by model, those that were spent now."""
    calls: int


class Interview:
    """Asks the blog's model and its second reader about some articles of the corpus.

    Args:
        workshop: the blog's settings, prompts and provider.
        folder: where answers are kept.

    Raises:
        SettingsError: endpoint or options cannot be used.
    """

    def __init__(self, workshop: Workshop, folder: Path) -> None:
        settings = workshop.settings
        options = f"{settings.structured} {settings.max_output_tokens} {settings.parameters}"
        if workshop.provider_for is None:
            raise AssertionError("an interview needs somebody to ask")
        make = workshop.provider_for
        reader = settings.verify_model or settings.model
        self.workshop = workshop
        self.writer = KeptAnswers(make(settings.model), folder, options)
        self.reader = self.writer
        if reader != settings.model:
            self.reader = KeptAnswers(make(reader), folder, options)

    def close(self) -> None:
        """Let go of connections."""
        self.writer.close()
        self.reader.close()

    def estimate(self, trials: tuple[Trial, ...], judged: tuple[Judged, ...]) -> Estimate:
        """Count what is not kept yet: the writing with its second readings, and the corpus."""
        settings = self.workshop.settings
        unwritten = [p for p in map(self._first_prompt, trials) if not self.writer.find(p)]
        unread = [b for b in _batches(trials, judged) if not self.reader.find(self._question(b))]
        tokens = sum(map(_tokens, unwritten))
        most = settings.max_output_tokens * settings.attempts * len(unwritten)
        written = Usage(tokens * settings.attempts, most)
        verdicts = _TOKENS_PER_VERDICT * sum(len(batch.pairs) for batch in unread)
        read = Usage(sum(_tokens(self._question(batch)) for batch in unread), verdicts)
        # a second reading and the questions about citations see about what the writer saw
        citing = Usage(2 * tokens, most if settings.verify else 0)
        bills = ((self.writer.model, written), (self.reader.model, read + citing))
        calls = len(unwritten) * (3 if settings.verify else 2) + len(unread)
        return Estimate(calls, bills if calls else ())

    def ask(self, trials: tuple[Trial, ...], judged: tuple[Judged, ...]) -> Asked:
        """Ask about everything; what fails is counted and takes nothing else with it."""
        at_once = self.workshop.settings.concurrency
        readings = ask(_batches(trials, judged), self._reader_for, at_once=at_once)
        fresh = write_all(trials, self._studio())
        verdicts = ask(_questions(fresh), self._reader_for, at_once=at_once)
        cited = (citations_of(one.sections, one.source, verdicts.supports) for one in fresh)
        readings.errors += verdicts.errors
        read = (self.reader.model, readings.usage + verdicts.usage)
        return Asked(
            readings,
            fresh,
            total(cited),
            spent=(read, *(bill for one in fresh for bill in one.spent)),
            calls=readings.calls + verdicts.calls + sum(one.calls for one in fresh),
        )

    def _studio(self) -> Studio:
        settings = self.workshop.settings
        return Studio(
            self.writer,
            self.workshop.templates,
            reader_for=self._reader_for if settings.verify else None,
            now=self.workshop.now,
            attempts=settings.attempts,
            at_once=settings.concurrency,
        )

    def _reader_for(self, language: str) -> SecondReader:
        return SecondReader(self.reader, self.workshop.templates(language).verify)

    def _first_prompt(self, trial: Trial) -> Prompt:
        templates = self.workshop.templates(trial.source.language)
        schema = reply_schema(KINDS)
        return build_prompt(trial.source, Wish(KINDS), templates=templates, schema=schema)

    def _question(self, batch: Batch) -> Prompt:
        return batch.prompt(self.workshop.templates(batch.language).verify)


def _batches(trials: tuple[Trial, ...], judged: tuple[Judged, ...]) -> Iterator[Batch]:
    for trial in trials:
        yield from batches_of(trial, judged)


def _questions(fresh: Iterable[Fresh]) -> Iterator[Batch]:
    for one in fresh:
        yield from rounds_of(questions_of(one.sections, one.source), one.source)


def _tokens(prompt: Prompt) -> int:
    return estimate_tokens("".join(message.text for message in prompt.messages))
