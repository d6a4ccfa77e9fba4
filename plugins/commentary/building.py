"""One build's commentary: read the sidecars, have what is missing made, decide what is shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Event
from typing import TYPE_CHECKING, Any, TypeAlias

from .costs import total_of
from .errors import CommentaryError
from .examples import Candidate, accepted_conclusions
from .extracts import extract_sections
from .journal import Forgetful
from .ledger_keeping import Kept, prediction_problems, publish_predictions
from .lifecycle import Now, is_published, standing_of, without_stale
from .pipeline import Generation, Studio, missing_kinds, plan
from .prompts import prompt_digest
from .purse import Purse
from .report import ArticleState, BuildReport
from .sections import Kind, Sidecar, Usage
from .writers import Writers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from .examples import Example
    from .journal import Keeping
    from .lifecycle import Standing
    from .pipeline import Article, Outcome
    from .prompts import Templates
    from .providers import KeepingProvider
    from .settings import Settings
    from .source import Source
    from .spending import SpendLog
    from .store import SidecarStore

    _Question = tuple[Sidecar, Source, Now]
    """All that the standings of a sidecar's sections depend on."""


Failures: TypeAlias = "dict[tuple[str, str], CommentaryError]"
"""Errors of the articles that failed in this process, by name and digest."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a build works with: everything that is not a value enters here."""

    settings: Settings
    store: SidecarStore
    templates: Callable[[str], Templates]
    """Prompt files by language."""
    provider_for: Callable[[str], KeepingProvider] | None
    """Makes the provider of a model; None when no model is configured."""
    now: Callable[[], dt.datetime]
    """The time in UTC."""
    journal: Keeping = field(default_factory=Forgetful)
    """Keeps answers until their sections stand."""
    purse: Purse = field(default_factory=Purse)
    """What may be spent."""
    log: SpendLog | None = None
    """What was spent; None where nobody notes it."""
    stop: Event = field(default_factory=Event)
    """Set when a person ends the run: nobody is asked any more."""
    others: tuple[Article, ...] = ()
    """Articles of the blog that are left alone; their accepted conclusions may be examples."""
    each: Callable[..., Iterable[Any]] = map
    """Maps functions over values: they depend on these alone, so their results may be kept ones."""
    rewrites_stale: bool = False
    """Whether stale sections that no person touched count as missing."""
    publishes: bool = False
    """Whether predictions that the pages show now are marked as public, on disk too."""
    on_plan: Callable[[int], None] = lambda _: None
    """Told how many articles a model will be asked for."""
    on_outcome: Callable[[Outcome], None] = lambda _: None
    """Told of each article that is done."""
    on_stop: Callable[[], None] = lambda: None
    """Told when a person ends the run, while calls are still under way."""


@dataclass(slots=True)
class _Build:
    """What is known of each article so far."""

    sidecars: dict[Path, Sidecar | None] = field(default_factory=dict)
    errors: dict[Path, CommentaryError] = field(default_factory=dict)
    asked: set[Path] = field(default_factory=set)
    standings: dict[Path, tuple[Standing, ...]] = field(default_factory=dict)
    """Of the sections of sidecars."""
    extracts: dict[Path, tuple[Standing, ...]] = field(default_factory=dict)


def build(
    articles: tuple[Article, ...], workshop: Workshop, *, failed_before: Failures
) -> tuple[dict[Path, Sidecar], BuildReport]:
    """Give every article what its author wants, as far as the settings let it.

    Args:
        articles: all whose pages may show sections.
        workshop: settings, store and provider.
        failed_before: errors of articles that failed in this process, by name and digest; they
            are not asked for again until they change. New failures are added.

    Returns:
        The sidecars by article, new ones included, and what was done.
    """
    state = _Build()
    for article in articles:
        _read(article, workshop, state)
    outcomes = _generate(articles, workshop, state, failed_before)
    _derive(articles, workshop, state)
    states = _with_predictions(
        articles,
        tuple(_state_of(article, workshop, state) for article in articles),
        workshop,
        state,
    )
    usage = sum((outcome.usage for outcome in outcomes), Usage())
    report = BuildReport(
        articles=states,
        calls=sum(outcome.calls for outcome in outcomes),
        usage=usage,
        cost=total_of(_bills(outcomes), workshop.settings.prices),
        has_no_model=workshop.provider_for is None and workshop.settings.may_generate,
        is_frozen=workshop.settings.frozen,
        leaves_out_stale=workshop.settings.leave_out_stale,
        requires_sections=workshop.settings.require_sections,
    )
    return {path: sidecar for path, sidecar in state.sidecars.items() if sidecar}, report


def examples_of(
    articles: Iterable[Article], sidecars: Mapping[Path, Sidecar | None], workshop: Workshop
) -> tuple[Example, ...]:
    """Return what may show a model how this blog concludes; nothing of a draft is among it."""
    found = [(article, sidecars.get(article.path)) for article in articles]
    found += [(other, _sidecar_of(other, workshop)) for other in workshop.others]
    candidates = (
        Candidate(article.name, article.source, sidecar)
        for article, sidecar in found
        if sidecar and article.is_listed
    )
    return accepted_conclusions(candidates, workshop.settings.reviewers)


def _sidecar_of(article: Article, workshop: Workshop) -> Sidecar | None:
    """Read the sidecar of an article that is not built; damage in it is told when it is."""
    try:
        return workshop.store.get(article.path)
    except CommentaryError:
        return None


def _read(article: Article, workshop: Workshop, state: _Build) -> None:
    try:
        state.sidecars[article.path] = _sidecar_now(article, workshop)
    except CommentaryError as error:
        state.errors[article.path] = error


def _sidecar_now(article: Article, workshop: Workshop) -> Sidecar | None:
    sidecar = workshop.store.get(article.path)
    if sidecar and workshop.rewrites_stale:
        return without_stale(sidecar, article.source)
    return sidecar


def _generate(
    articles: tuple[Article, ...],
    workshop: Workshop,
    state: _Build,
    failed_before: Failures,
) -> tuple[Outcome, ...]:
    if not workshop.provider_for or not workshop.settings.may_generate:
        return ()
    jobs = plan(articles, state.sidecars)
    state.asked.update(job.article.path for job in jobs)
    for job in jobs:
        if known := failed_before.get(_key(job.article)):
            state.errors[job.article.path] = known
    jobs = tuple(job for job in jobs if _key(job.article) not in failed_before)
    workshop.journal.settle(
        article.name
        for article in articles
        if article.path in state.sidecars and article.path not in state.asked
    )
    if not jobs:
        return ()
    workshop.on_plan(len(jobs))
    examples = examples_of(articles, state.sidecars, workshop)
    with Writers(workshop, examples, state.sidecars) as writers:
        outcomes = Generation(
            Studio(
                store=workshop.store,
                journal=workshop.journal,
                before=lambda article: _sidecar_now(article, workshop),
                writer_for=writers.writer_for,
                request_for=writers.request_for,
                stop=workshop.stop,
            ),
            concurrency=workshop.settings.concurrency,
            on_outcome=workshop.on_outcome,
            on_stop=workshop.on_stop,
        ).run(jobs)
    for outcome in outcomes:
        if outcome.sidecar:
            state.sidecars[outcome.job.article.path] = outcome.sidecar
        if outcome.error:
            state.errors[outcome.job.article.path] = outcome.error
            failed_before[_key(outcome.job.article)] = outcome.error
    return outcomes


def _key(article: Article) -> tuple[str, str]:
    return article.name, article.source.digest


def _derive(articles: tuple[Article, ...], workshop: Workshop, state: _Build) -> None:
    """Work out what is true of each sidecar's sections, and what articles give of themselves."""
    readable = [article for article in articles if article.path in state.sidecars]
    lacking = {
        article.path: (article.source, kinds)
        for article in readable
        if article.path not in state.asked
        and (kinds := missing_kinds(article, state.sidecars[article.path]))
    }
    questions = [_question(article, state.sidecars[article.path], workshop) for article in readable]
    standings = workshop.each(_standings, questions)
    state.standings = {a.path: found for a, found in zip(readable, standings, strict=True)}
    state.extracts = dict(
        zip(lacking, workshop.each(_extracts, list(lacking.values())), strict=True)
    )


def _state_of(article: Article, workshop: Workshop, state: _Build) -> ArticleState:
    error = state.errors.get(article.path)
    sidecar = state.sidecars.get(article.path)
    if article.path not in state.sidecars:
        return ArticleState(article.name, missing=article.kinds, error=error)
    standings = state.standings[article.path]
    unwanted = tuple(s.section.id for s in standings if s.section.kind not in article.allowed)
    standings = tuple(s for s in standings if s.section.kind in article.allowed)
    missing = missing_kinds(article, sidecar)
    extracts = state.extracts.get(article.path, ())
    standings += extracts
    published = tuple(s for s in standings if is_published(s, workshop.settings))
    counted = published if workshop.settings.require_sections else extracts
    given = {standing.section.kind for standing in counted}
    return ArticleState(
        name=article.name,
        standings=standings,
        published=published,
        missing=tuple(kind for kind in missing if kind not in given),
        note=article.note,
        unwanted=unwanted,
        error=error,
        left_out=_left_out(standings, sidecar),
        is_short=article.is_short,
    )


def _with_predictions(
    articles: tuple[Article, ...],
    states: tuple[ArticleState, ...],
    workshop: Workshop,
    state: _Build,
) -> tuple[ArticleState, ...]:
    """Publish what the pages predict from now on, and add all predictions to the states."""
    told = [
        _publish_predictions(article, known, workshop, state)
        for article, known in zip(articles, states, strict=True)
    ]
    found = ((article, kept) for article in articles if (kept := state.sidecars.get(article.path)))
    wrong: dict[Path, list[str]] = {}
    for article, problem in prediction_problems(found, workshop.store):
        wrong.setdefault(article.path, []).append(problem)
    return tuple(
        replace(known, prediction_problems=tuple(wrong.get(article.path, ())))
        for article, known in zip(articles, told, strict=True)
    )


def _publish_predictions(
    article: Article, known: ArticleState, workshop: Workshop, state: _Build
) -> ArticleState:
    sidecar = state.sidecars.get(article.path)
    if not sidecar or not sidecar.predictions:
        return known
    if not workshop.publishes:
        return replace(known, predictions=sidecar.predictions)
    shown = frozenset(standing.section.id for standing in known.published)
    sidecar, error = publish_predictions(
        Kept(article, sidecar, shown), workshop.settings, workshop.store, workshop.now()
    )
    state.sidecars[article.path] = sidecar
    return replace(known, predictions=sidecar.predictions, error=known.error or error)


def _left_out(standings: tuple[Standing, ...], sidecar: Sidecar | None) -> str:
    """Return what the writer of a section was not shown."""
    used = {standing.section.provenance for standing in standings}
    facts = sidecar.provenances if sidecar else ()
    return "; ".join(dict.fromkeys(p.left_out for p in facts if p.number in used and p.left_out))


def standings_of(
    article: Article, sidecar: Sidecar | None, workshop: Workshop
) -> tuple[Standing, ...]:
    """Derive everything about the sections of a sidecar, as the settings are now."""
    return _standings(_question(article, sidecar, workshop))


def _question(article: Article, sidecar: Sidecar | None, workshop: Workshop) -> _Question | None:
    if not sidecar:
        return None
    now = Now(
        prompt_digest(workshop.templates(article.source.language)),
        article.model or workshop.settings.model,
        workshop.settings.reviewers,
        workshop.settings.verify,
    )
    return sidecar, article.source, now


def _standings(question: _Question | None) -> tuple[Standing, ...]:
    if question is None:
        return ()
    sidecar, source, now = question
    return tuple(standing_of(section, sidecar, source, now=now) for section in sidecar.sections)


def _extracts(lacking: tuple[Source, tuple[Kind, ...]]) -> tuple[Standing, ...]:
    source, kinds = lacking
    sections = extract_sections(source, kinds)
    holder = Sidecar(source.language, source.digest, sections)
    return tuple(standing_of(section, holder, source) for section in sections)


def _bills(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, Usage]]:
    for outcome in outcomes:
        if outcome.calls:
            yield from outcome.spent or ((outcome.job.article.model, outcome.usage),)
