"""Sections by a provider's batches: half the price, within a day, in as many rounds as it takes.

A round uses what is answered, has what follows from it noted (the first draft, what is asked for
again, the second reader), and submits that. Nothing but the notes of what was submitted is kept
between rounds; answers go into the journal like any other.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from commentary.building import build
from commentary.deferring import DeferringJournal
from commentary.errors import BudgetSpent, Deferred, ProviderRefused, SettingsError
from commentary.providers import OpenAIProvider, batches
from commentary.providers.kept import packed
from commentary.tokens import estimate_tokens
from commentary.writers import NO_MODEL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commentary.building import Workshop
    from commentary.deferring import Waiting
    from commentary.report import BuildReport

    from .desk import Desk

_MARK_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that was submitted."""

    mark: str
    """By which the provider knows it too."""
    model: str
    requests: dict[str, tuple[str, str]]
    """Article and fingerprint of each request, by its name in the batch."""
    name: str = ""
    """The provider's; empty until it answered."""


@dataclass(slots=True)
class Round:
    """What a round did."""

    report: BuildReport
    submitted: int = 0
    """Requests, in new batches."""
    waiting: int = 0
    """Requests in batches that have not ended."""
    collected: int = 0
    """Answers."""
    notes: list[str] = field(default_factory=list)


class Notes:
    """What was submitted, on disk.

    Args:
        path: of the file; it is there while something is under way.
        workshop: by whose disk it is written.
    """

    def __init__(self, path: Path, workshop: Workshop) -> None:
        self.path = path
        self.disk = workshop.store.disk

    def read(self) -> list[Batch]:
        """Return the batches that were not collected.

        Raises:
            SettingsError: the file is damaged.
        """
        if not self.path.exists():
            return []
        try:
            values = json.loads(self.path.read_text(encoding="utf-8"))
            return [Batch(**value) for value in values]
        except (ValueError, TypeError):
            raise SettingsError(
                f"{self.path.parent.name}/{self.path.name} is damaged; remove it: what was "
                "submitted and not collected is then asked for once more"
            ) from None

    def write(self, found: list[Batch]) -> None:
        """Replace them, in one step."""
        if not found:
            self.disk.remove(self.path)
            return
        temporary = self.path.with_suffix(".tmp")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            self.disk.write(file, json.dumps([asdict(each) for each in found]).encode())
            self.disk.sync(file)
        finally:
            os.close(file)
        self.disk.rename(temporary, self.path)
        self.disk.sync_folder(self.path.parent)


def run_round(desk: Desk, *, rewrites_stale: bool) -> Round:
    """Collect what is answered, write what can be written, and submit what is missing.

    Raises:
        SettingsError: no model is configured, or the settings forbid it.
        ProviderError: the provider could not be reached, or takes no batches.
    """
    workshop = desk.workshop
    if not workshop.provider_for or not workshop.settings.may_generate:
        raise SettingsError(NO_MODEL)
    providers = _Providers(workshop.provider_for)
    try:
        notes = Notes(workshop.store.blog / ".commentary" / "batches.json", workshop)
        pending, collected, lines = _collect(notes, workshop, providers)
        journal = DeferringJournal(workshop.journal)
        deferring = replace(workshop, journal=journal, rewrites_stale=rewrites_stale)
        report = build(desk.articles, deferring, failed_before={})[1]
        known = {tuple(item) for batch in pending for item in batch.requests.values()}
        new = [each for each in journal.waiting if (each.article, each.key) not in known]
        affordable, lines = _affordable(new, workshop, lines)
        submitted = _submit(affordable, pending, notes, providers)
    finally:
        providers.close()
    waiting = sum(len(batch.requests) for batch in notes.read()) - submitted
    return Round(_without_deferred(report), submitted, waiting, collected, lines)


class _Providers:
    def __init__(self, make: Callable[[str], object]) -> None:
        self._make = make
        self._made: dict[str, OpenAIProvider] = {}

    def of(self, model: str) -> OpenAIProvider:
        if model not in self._made:
            made = self._make(model)
            if not isinstance(made, OpenAIProvider):
                raise SettingsError("this provider takes no batches")
            self._made[model] = made
        return self._made[model]

    def close(self) -> None:
        for provider in self._made.values():
            provider.close()


def _collect(
    notes: Notes, workshop: Workshop, providers: _Providers
) -> tuple[list[Batch], int, list[str]]:
    """Put answers into the journal; return what is under way, their number, and what to say."""
    pending: list[Batch] = []
    collected, lines = 0, []
    for batch in (all_batches := notes.read()):
        provider = providers.of(batch.model)
        name = batch.name or provider.use(lambda c, b=batch: batches.find(c, b.mark))  # type: ignore[misc]
        if not name:
            continue  # the process died before it was submitted
        found = provider.use(lambda c, n=name: batches.collect(c, n))  # type: ignore[misc]
        if not found.has_ended:
            pending.append(replace(batch, name=name))
            continue
        for request, received in found.answers.items():
            if request in batch.requests:
                article, key = batch.requests[request]
                with workshop.journal.of(article) as entries:
                    if not entries.has(key):  # collected before by a process that died
                        entries.add(key, packed(received))
                collected += 1
        lacking = len(batch.requests) - len(found.answers)
        if lacking:
            lines.append(f"batch {name} {found.status}: {lacking} requests go into the next")
    if pending != all_batches:
        notes.write(pending)
    return pending, collected, lines


def _affordable(
    new: list[Waiting], workshop: Workshop, lines: list[str]
) -> tuple[list[Waiting], list[str]]:
    """Return what fits into the budget, and what to say where that is not all."""
    for number, each in enumerate(new):
        meter = workshop.purse.meter(each.model, workshop.settings.max_output_tokens)
        try:
            meter.begin(estimate_tokens(str(each.body["messages"])))
        except BudgetSpent as spent:
            return new[:number], [*lines, str(spent)]
    return new, lines


def _submit(
    new: list[Waiting],
    pending: list[Batch],
    notes: Notes,
    providers: _Providers,
) -> int:
    by_model: dict[str, list[Waiting]] = defaultdict(list)
    for each in new:
        by_model[each.model].append(each)
    submitted = 0
    for model, requests in by_model.items():
        named = {f"{n}-{each.key[:_MARK_LENGTH]}": each for n, each in enumerate(requests)}
        for chunk in batches.chunks((name, each.body) for name, each in named.items()):
            items = {name: (named[name].article, named[name].key) for name in chunk}
            mark = sha256(b"".join(chunk.values())).hexdigest()[:_MARK_LENGTH]
            batch = Batch(mark, model, items)
            notes.write([*pending, batch])  # before it is submitted, so that it is found again
            try:
                name = providers.of(model).use(
                    lambda c, k=chunk, m=mark: batches.submit(c, k.values(), m)  # type: ignore[misc]
                )
            except ProviderRefused:
                notes.write(pending)
                raise
            pending.append(replace(batch, name=name))
            notes.write(pending)
            submitted += len(items)
    return submitted


def _without_deferred(report: BuildReport) -> BuildReport:
    """Leave out what is no failure but waits."""
    states = tuple(
        replace(state, error=None) if isinstance(state.error, Deferred) else state
        for state in report.articles
    )
    return replace(report, articles=states)
