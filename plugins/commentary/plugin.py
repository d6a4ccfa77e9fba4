"""The Pelican adapter: articles in, joined sections out, one report at the end."""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from blinker import signal
from pelican import signals

from .building import Failures, Workshop, build
from .environment import blog_root, read_environment
from .errors import CommentaryError
from .joining import join
from .pelican_articles import Found, contents_of, find_articles, map_of, show, withdraw
from .prompt_files import read_templates
from .providers import CallOptions, Endpoint, OpenAIProvider
from .record import record_of
from .rendering import Commentary, Place, render_commentary
from .report import BuildReport, problems
from .section_templates import SectionTemplate
from .settings import load_settings
from .store import SidecarStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican.generators import ArticlesGenerator

    from .environment import Environment
    from .pipeline import Outcome
    from .report import ArticleState
    from .sections import Kind, Sidecar
    from .settings import Settings

logger = logging.getLogger(__name__)

FINISHED = signal("commentary-finished")
"""Sent once a build with its `BuildReport` as `report`."""
PROGRESS = signal("commentary-progress")
"""Sent with `total` before a model is asked, and with `outcome` after each article."""

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
    read = cache(lambda language: read_templates(language, folder, root=root))
    options = CallOptions(
        deadline=settings.deadline,
        max_output_tokens=settings.max_output_tokens,
        structured=settings.structured,
        parameters=settings.parameters,
    )

    def provider_for(model: str) -> OpenAIProvider:
        return OpenAIProvider(Endpoint(model, environment.api_key, environment.base_url), options)

    return Workshop(
        settings=settings,
        store=SidecarStore(content, root),
        templates=read,
        provider_for=provider_for if environment.has_endpoint and settings.model else None,
        now=lambda: dt.datetime.now(dt.UTC),  # noqa: TID251 - one of the two places with a clock
        on_plan=_announce,
        on_outcome=_tell,
    )


def _withdraw_all(generator: ArticlesGenerator) -> None:
    for content, _ in contents_of(generator):
        withdraw(content)


def _announce(total: int) -> None:
    PROGRESS.send(None, total=total)


def _tell(outcome: Outcome) -> None:
    PROGRESS.send(None, outcome=outcome)


def _run(generator: ArticlesGenerator) -> BuildReport:
    started = time.monotonic()
    content = Path(generator.path)
    environment = read_environment(os.environ, blog_root(content))
    settings = load_settings(
        generator.settings["COMMENTARY"], model=environment.model, generate=environment.generate
    )
    found = find_articles(generator, settings)
    workshop = replace(workshop_for(settings, environment, content), each=map_of(generator))
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
    show(item.content, None)
    source, body = item.article.source, item.content._content  # noqa: SLF001 - see `Found`
    without_marks = join(body, source, fragments={})
    item.content._content = without_marks  # noqa: SLF001 - so that no mark stays if a section fails
    if not state.published:
        return
    commentary = render_commentary(
        state.published,
        source,
        provenances=sidecar.provenances if sidecar else (),
        place=_place(item),
    )
    fragments = _fragments(commentary, template)
    item.keep_summary(without_marks)
    item.content._content = join(  # noqa: SLF001 - the attribute all of Pelican's plugins change
        body, source, fragments=fragments, notice=str(commentary.notice)
    )
    show(item.content, commentary)


def _fragments(commentary: Commentary, template: SectionTemplate) -> Mapping[Kind, str]:
    fragments: dict[Kind, str] = {}
    for section in commentary.sections:
        fragments[section.kind] = fragments.get(section.kind, "") + template.render(section)
    return fragments


def _place(item: Found) -> Place:
    # Pelican makes `{filename}` the article's own address: relative in a page, complete in a feed
    page = "{filename}/" + quote(str(item.content.get_relative_source_path()))
    return Place(lambda anchor: f"{page}#{anchor}", item.article.source.ids)


def _bug(error: Exception) -> str:
    return (
        f"no section was added because of {type(error).__name__}: {error}; this is a bug in the "
        "plugin, run again with `--debug` for where, and report it"
    )
