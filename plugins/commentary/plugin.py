"""The Pelican adapter: articles in, joined sections out, one report at the end."""

from __future__ import annotations

import datetime as dt
import logging
import os
import threading
import time
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from blinker import signal
from pelican import signals

from .building import Failures, Workshop, build
from .costs import total_of
from .disk import Disk
from .environment import blog_root, read_environment
from .errors import CommentaryError, Stopped
from .joining import join
from .journal import Journal
from .ledger_entries import anchors_in, count_statements, entries_of
from .ledger_keeping import orphaned_entries
from .pelican_articles import (
    Found,
    contents_of,
    find_articles,
    map_of,
    show,
    show_predictions,
    withdraw,
)
from .prompt_files import read_templates
from .providers import CallOptions, Endpoint, OpenAIProvider, Pace
from .purse import Purse
from .record import record_of
from .rendering import Commentary, Place, render_commentary
from .report import BuildReport, problems
from .section_templates import SectionTemplate
from .settings import load_settings
from .spending import SpendLog
from .store import SidecarStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican.generators import ArticlesGenerator

    from .environment import Environment
    from .pipeline import Outcome
    from .prompts import Templates
    from .report import ArticleState
    from .sections import Kind, Sentence, Sidecar
    from .settings import Settings

logger = logging.getLogger(__name__)

FINISHED = signal("commentary-finished")
"""Sent once a build with its `BuildReport` as `report`."""
PROGRESS = signal("commentary-progress")
"""Sent with `total` before a model is asked, with `outcome` after each article; with `waits`, in
seconds, when a server wants to be left alone or its limit is reached; with `is_stopping` on Ctrl-C."""
_PAUSE = 0.1

_failed: Failures = {}
"""Articles that a model failed for in this process: a watcher that rebuilds pays once."""


def register() -> None:
    """Connect to the first signal at which status, drafts and translations are known.

    It is also the last before other plugins read `.content`, and comes after Pelican saved its
    caches, so that a section never enters one.
    """
    signals.article_generator_finalized.connect(join_sections)


def join_sections(generator: ArticlesGenerator) -> None:
    """Give every article its sections; whatever happens, the articles are published."""
    if "COMMENTARY" not in generator.settings:
        return
    try:
        report = _run(generator)
    except CommentaryError as error:
        _withdraw_all(generator)
        report = BuildReport(error=error)
    except Exception as error:  # an exception here would end or loop the whole build
        logger.debug("commentary failed", exc_info=True)
        _withdraw_all(generator)
        report = BuildReport(error=CommentaryError(_bug(error)))
    FINISHED.send(generator, report=report)
    lines = problems(report)
    if lines:  # once, last and outside any `except`: with --fatal=errors this raises
        logger.error("commentary: %s", "\n".join(lines))


def workshop_for(settings: Settings, environment: Environment, content: Path) -> Workshop:
    """Put together what a build works with."""
    root = blog_root(content)
    folder = root / settings.prompts if settings.prompts else None
    read = cache(lambda language: _templates(language, folder, root, settings))
    options = CallOptions(
        deadline=settings.deadline,
        longest_wait=settings.longest_wait,
        max_output_tokens=settings.max_output_tokens,
        structured=settings.structured,
        parameters=settings.parameters,
    )

    stop = threading.Event()
    kept = root / ".commentary"
    log = SpendLog(kept / "spent", kept / "journal", disk=Disk(), now=_now)
    purse = Purse(
        settings.prices,
        monthly=Decimal(str(settings.monthly_budget)) if settings.monthly_budget else None,
        spent_this_month=lambda: _spent_this_month(log, settings),
    )

    def provider_for(model: str) -> OpenAIProvider:
        endpoint = Endpoint(model, environment.api_key, environment.base_url)
        meter = purse.meter(model, settings.max_output_tokens)
        pace = Pace(time.monotonic, stop=stop, on_wait=_tell_wait, meter=meter)
        return OpenAIProvider(endpoint, options, pace=pace)

    def pause() -> None:
        if stop.wait(_PAUSE):
            raise Stopped("stopped while another run writes for this article; run it again")

    return Workshop(
        settings=settings,
        store=SidecarStore(content, root),
        templates=read,
        provider_for=provider_for if environment.has_endpoint and settings.model else None,
        now=_now,
        journal=Journal(kept / "journal", note=log.note, pause=pause),
        purse=purse,
        log=log,
        stop=stop,
        on_plan=_announce,
        on_outcome=_tell,
        on_stop=_tell_stop,
    )


def _templates(language: str, folder: Path | None, root: Path, settings: Settings) -> Templates:
    templates = read_templates(language, folder, root=root)
    return templates if settings.predictions else replace(templates, predictions="")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - one of the two places with a clock


def _spent_this_month(log: SpendLog, settings: Settings) -> Decimal | None:
    month = f"{_now():%Y-%m}"
    bills = [(e.model, e.usage) for e in log.expenses() if e.month == month]
    return total_of(bills, settings.prices) if bills else Decimal(0)


def _withdraw_all(generator: ArticlesGenerator) -> None:
    for content, _ in contents_of(generator):
        withdraw(content)


def _announce(total: int) -> None:
    PROGRESS.send(None, total=total)


def _tell(outcome: Outcome) -> None:
    PROGRESS.send(None, outcome=outcome)


def _tell_stop() -> None:
    PROGRESS.send(None, is_stopping=True)


def _tell_wait(seconds: float) -> None:
    PROGRESS.send(None, waits=seconds)


def _run(generator: ArticlesGenerator) -> BuildReport:
    started = time.monotonic()
    content = Path(generator.path)
    environment = read_environment(os.environ, blog_root(content))
    settings = load_settings(
        generator.settings["COMMENTARY"], model=environment.model, generate=environment.generate
    )
    found = find_articles(generator, settings)
    workshop = replace(
        workshop_for(settings, environment, content), publishes=True, each=map_of(generator)
    )
    sidecars, report = build(
        tuple(item.article for item in found.articles), workshop, failed_before=_failed
    )
    template = SectionTemplate(generator.env)
    states = tuple(
        _joined(item, state, sidecars.get(item.article.path), template)
        for item, state in zip(found.articles, report.articles, strict=True)
    )
    generator.context["ai_record"] = record_of(
        (state, sidecar.provenances if (sidecar := sidecars.get(item.article.path)) else ())
        for item, state in zip(found.articles, states, strict=True)
        if item.content.status == "published"
    )
    generator.context["orphaned_predictions"] = orphaned_entries(workshop.store)
    return replace(report, articles=(*states, *found.refused), seconds=time.monotonic() - started)


def _joined(
    item: Found, state: ArticleState, sidecar: Sidecar | None, template: SectionTemplate
) -> ArticleState:
    """Join one article's sections; if they cannot be rendered, it alone goes without."""
    try:
        _join(item, state, sidecar, template)
    except CommentaryError as error:
        return replace(state, published=(), error=error)
    return state


def _join(
    item: Found, state: ArticleState, sidecar: Sidecar | None, template: SectionTemplate
) -> None:
    _tell_predictions(item, state, sidecar, {})
    show(item.content, None)
    source, body = item.article.source, item.content._content  # noqa: SLF001 - see `Found`
    without_marks = join(body, source, fragments={})
    item.content._content = without_marks  # noqa: SLF001 - so that no mark stays if a section fails
    if not state.published:
        return
    predictions = sidecar.predictions if sidecar else ()
    sections = [standing.section for standing in state.published]
    places = anchors_in(sections, predictions, source.ids)
    commentary = render_commentary(
        state.published,
        source,
        provenances=sidecar.provenances if sidecar else (),
        place=_place(item, {(name, sentence): at for name, sentence, at in places.values()}),
    )
    fragments = _fragments(commentary, template)
    item.keep_summary(without_marks)
    item.content._content = join(  # noqa: SLF001 - the attribute all of Pelican's plugins change
        body, source, fragments=fragments, notice=str(commentary.notice)
    )
    show(item.content, commentary)
    _tell_predictions(item, state, sidecar, {name: at for name, (_, _, at) in places.items()})


def _tell_predictions(
    item: Found, state: ArticleState, sidecar: Sidecar | None, anchors: Mapping[str, str]
) -> None:
    """Give an article what it predicts, also where no section of it is shown any more."""
    listed = item.content.status == "published"
    entries = entries_of(sidecar, is_listed=listed, anchors=anchors)
    shown = (standing.section for standing in state.published)
    count = count_statements(shown, sidecar.predictions if sidecar else ())
    show_predictions(item.content, entries, count)


def _fragments(commentary: Commentary, template: SectionTemplate) -> Mapping[Kind, str]:
    fragments: dict[Kind, str] = {}
    for section in commentary.sections:
        fragments[section.kind] = fragments.get(section.kind, "") + template.render(section)
    return fragments


def _place(item: Found, anchors: Mapping[tuple[str, Sentence], str]) -> Place:
    # Pelican makes `{filename}` the article's own address: relative in a page, complete in a feed
    page = "{filename}/" + quote(str(item.content.get_relative_source_path()))
    return Place(lambda anchor: f"{page}#{anchor}", item.article.source.ids, anchors)


def _bug(error: Exception) -> str:
    return (
        f"no section was added because of {type(error).__name__}: {error}; this is a bug in the "
        "plugin, run again with `--debug` for where, and report it"
    )
