"""The articles and their sidecars outside a build: generate, status, accept, reject, prune."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator
from pelican.log import init as init_log

from commentary.building import build, examples_of
from commentary.costs import total_of
from commentary.environment import blog_root, read_environment
from commentary.errors import SettingsError, SidecarError
from commentary.lifecycle import accept, refuse_stranger, reject, without_stale
from commentary.pelican_articles import find_articles
from commentary.pipeline import plan
from commentary.plugin import PROGRESS, workshop_for
from commentary.prompts import build_prompt
from commentary.replies import reply_schema
from commentary.sections import Usage
from commentary.settings import Generate, load_settings
from commentary.tokens import estimate_tokens
from commentary.writers import NO_MODEL, shown_to_model, wish_of
from guard.plugin import finish

from .ledger import public_predictions, publish_accepted
from .revision import Revision, refuse_unfit
from .settings_file import read_settings_file
from .small_corrections import Rendered, without_corrected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from commentary.building import Workshop
    from commentary.examples import Example
    from commentary.pipeline import Article, Job
    from commentary.report import BuildReport
    from commentary.sections import Section, Sidecar
    from commentary.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """The blog as the tasks see it."""

    articles: tuple[Article, ...]
    workshop: Workshop
    content: Path
    language: str
    pages: Mapping[str, str] = field(default_factory=dict)
    """Where each article's page stands below the output folder, by the article's name."""
    rendered: Mapping[str, Rendered] = field(default_factory=dict)
    """Each article's HTML, by the article's name."""


def open_desk(settings_file: Path, *, named: tuple[str, ...] = ()) -> Desk:
    """Read all articles as a build would, without writing a page or asking a model.

    Args:
        settings_file: Pelican's settings file.
        named: articles asked for by name, as paths from here or from the content folder; when
            any is named, only those are returned.

    Raises:
        SettingsError: the settings are wrong, or no article has such a name.
    """
    init_log(level="ERROR")
    pelican_settings = read_settings_file(settings_file)
    mapping = pelican_settings.pop("COMMENTARY", None)
    content = Path(pelican_settings["PATH"])
    environment = read_environment(os.environ, blog_root(content))
    settings = load_settings(mapping, model=environment.model, generate=environment.generate)
    names = frozenset(_name(name, content) for name in named)
    found = find_articles(_articles_generator(pelican_settings), settings, named=names)
    articles = tuple(item.article for item in found.articles)
    _refuse_unknown(names, articles)
    others = tuple(article for article in articles if names and article.name not in names)
    return Desk(
        tuple(article for article in articles if not names or article.name in names),
        replace(workshop_for(settings, environment, content), others=others),
        content,
        str(pelican_settings["DEFAULT_LANG"]),
        {item.article.name: item.content.save_as for item in found.articles},
        {item.article.name: Rendered(item.body, item.parse) for item in found.articles},
    )


def today_here() -> dt.date:
    """Return the day on which a person judges."""
    return dt.datetime.now().astimezone().date()  # noqa: TID251 - the clock of the tasks


def generate(desk: Desk, *, rewrites_stale: bool, on_progress: Callable[..., None]) -> BuildReport:
    """Have a model write what is missing.

    Args:
        desk: the articles.
        rewrites_stale: whether stale sections that no person touched are written again.
        on_progress: called with `total`, then with each `outcome`.

    Raises:
        SettingsError: no model is configured, or the settings forbid it.
    """
    settings = desk.workshop.settings
    if settings.generate is Generate.NEVER:
        raise SettingsError(
            'generating is forbidden by `COMMENTARY["generate"]` or `COMMENTARY_GENERATE`; '
            "change or unset it"
        )
    if not desk.workshop.provider_for:
        raise SettingsError(NO_MODEL)
    workshop = replace(
        desk.workshop,
        rewrites_stale=rewrites_stale,
        publishes=True,
        on_plan=lambda total: on_progress(total=total),
        on_outcome=lambda outcome: on_progress(outcome=outcome),
    )
    with PROGRESS.connected_to(lambda _, **what: on_progress(**what)):
        return build(desk.articles, workshop, failed_before={})[1]


def status(desk: Desk) -> BuildReport:
    """Derive the state of every section; nothing is asked or written."""
    workshop = replace(desk.workshop, provider_for=None)
    sidecars, report = build(desk.articles, workshop, failed_before={})
    return without_corrected(report, desk.articles, sidecars, desk.rendered)


def dry_run(desk: Desk, *, rewrites_stale: bool) -> Iterator[str]:
    """Yield what would be sent: one line an article with tokens and cost, then the sum."""
    settings = desk.workshop.settings
    sidecars = {article.path: desk.workshop.store.get(article.path) for article in desk.articles}
    if rewrites_stale:
        sidecars = {
            article.path: without_stale(sidecar, article.source) if sidecar else None
            for article in desk.articles
            for sidecar in (sidecars[article.path],)
        }
    total, whole = Usage(), list[tuple[str, Usage]]()
    examples = examples_of(desk.articles, sidecars, desk.workshop)
    for job in plan(desk.articles, sidecars):
        tokens = estimate_tokens(_prompt_text(desk, job, examples))
        bills = _bills(tokens, job, settings)
        spent = sum((part for _, part in bills), Usage())
        total += spent
        readings = " and as many second readings" if settings.verify else ""
        yield (
            f"{job.article.name}: {', '.join(job.kinds)}; about {tokens} tokens in for each of at "
            f"most {settings.attempts} attempts{readings}, at most {spent.output} out, "
            f"at most {_price(bills, settings)}"
        )
        whole += bills
    yield (
        f"in all: at most about {total.input} tokens in and {total.output} out, "
        f"at most {_price(whole, settings)}"
    )


def required(articles: list[str]) -> tuple[str, ...]:
    """Return the named articles.

    Raises:
        SettingsError: none is named; nobody judges a whole blog by mistake.
    """
    if not articles:
        raise SettingsError("name the article with `--article content/posts/foo.md`")
    return tuple(articles)


def revision(desk: Desk) -> Revision:
    """Return the acts of a person on single sections of the desk's articles."""
    return Revision(desk.articles, desk.workshop, today=today_here)


def accept_sections(desk: Desk, *, reviewer: str, section: str) -> Iterator[str]:
    """Accept all sections of the desk's articles, or one by its id; yield what was accepted.

    Raises:
        SettingsError: nobody of that name may review, or there is no such section.
    """

    def accepted(item: Section, sidecar: Sidecar, article: Article) -> Section:
        refuse_unfit(item, sidecar, article)
        settings = desk.workshop.settings
        return accept(item, reviewer=reviewer, today=today_here(), settings=settings)

    refuse_stranger(reviewer, desk.workshop.settings)
    yield from _judge(desk, section, accepted)
    yield from publish_accepted(desk, section, today_here())


def reject_sections(desk: Desk, *, reviewer: str, section: str, note: str) -> Iterator[str]:
    """Reject all sections of the desk's articles, or one by its id; yield what was rejected.

    Raises:
        SettingsError: nobody of that name may review, or there is no such section.
    """

    def rejected(item: Section, *_: object) -> Section:
        settings = desk.workshop.settings
        return reject(item, reviewer=reviewer, today=today_here(), settings=settings, note=note)

    return _judge(desk, section, rejected)


def prune(desk: Desk, *, ask: Callable[[str], str]) -> Iterator[str]:
    """Remove orphaned sidecars, each only on the answer `y`; yield what was removed."""
    for path, home in orphans(desk):
        name = desk.workshop.store.name_of(path)
        hint = f" (looks like {home}; renaming the sidecar to match keeps it)" if home else ""
        if public := public_predictions(desk, path):
            yield (
                f"kept {name}{hint}: {public} public predictions stand in it, and what was "
                "predicted is not removed"
            )
            continue
        if ask(f"remove {name}{hint}? [y/N] ").strip().lower() == "y":
            desk.workshop.store.remove(path)
            yield f"removed {name}"


def orphan_names(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield the name of each sidecar without its article, and its likely new home."""
    for path, home in orphans(desk):
        yield desk.workshop.store.name_of(path), home


def orphans(desk: Desk) -> Iterator[tuple[Path, str]]:
    """Yield each sidecar without its article, and the article that looks like its new home."""
    homes: dict[str, list[str]] = defaultdict(list)
    for article in desk.articles:
        if not desk.workshop.store.path_of(article.path).exists():
            homes[article.source.digest].append(article.name)
    for path in desk.workshop.store.orphans():
        try:
            digest = desk.workshop.store.read(path).source_digest
        except SidecarError:
            digest = ""
        yield path, next(iter(homes.get(digest, ())), "")


def _judge(
    desk: Desk, section: str, judged: Callable[[Section, Sidecar, Article], Section]
) -> Iterator[str]:
    for article in desk.articles:
        sidecar = desk.workshop.store.get(article.path)
        ids = [item.id for item in sidecar.sections] if sidecar else []
        if sidecar is None or (section and section not in ids):
            known = ", ".join(ids) or "none; run `invoke generate` first"
            wanted = f"section {section!r}" if section else "sidecar"
            raise SettingsError(f"{article.name} has no {wanted}; its sections: {known}")
        sections = tuple(
            judged(item, sidecar, article) if section in ("", item.id) else item
            for item in sidecar.sections
        )
        desk.workshop.store.put(article.path, replace(sidecar, sections=sections))
        for item in sections:
            if item.review and section in ("", item.id):
                yield f"{article.name}: {item.id} {item.review.verdict}"


def _articles_generator(settings: dict[str, object]) -> ArticlesGenerator:
    site = Pelican(settings)
    signals.get_generators.send(site)  # the guard begins with its signal
    context = dict(settings)
    context |= {
        "generated_content": {},
        "static_links": set(),
        "static_content": {},
        "localsiteurl": settings["SITEURL"],
    }
    generator = ArticlesGenerator(
        context=context,
        settings=settings,
        path=site.path,
        theme=site.theme,
        output_path=site.output_path,
    )
    generator.generate_context()
    finish(site)
    return generator


def _name(given: str, content: Path) -> str:
    """Return the name of an article given by its path from here or from the content folder."""
    for path in (Path(given), content / given):
        if path.exists() and path.resolve().is_relative_to(content.resolve()):
            return path.resolve().relative_to(blog_root(content)).as_posix()
    return given


def _refuse_unknown(names: frozenset[str], articles: tuple[Article, ...]) -> None:
    known = {article.name for article in articles}
    for name in sorted(names - known):
        raise SettingsError(
            f"there is no article {name!r}; name it by its path, such as "
            f"{min(known, default='content/posts/foo.md')!r}"
        )


def _prompt_text(desk: Desk, job: Job, examples: tuple[Example, ...]) -> str:
    source = job.article.source
    wish = wish_of(job, examples)
    templates = desk.workshop.templates(source.language)
    prompt = build_prompt(
        shown_to_model(job, wish, desk.workshop),
        wish,
        templates=templates,
        schema=reply_schema(job.kinds, predicts=bool(templates.predictions)),
    )
    return "".join(message.text for message in prompt.messages)


def _bills(tokens: int, job: Job, settings: Settings) -> list[tuple[str, Usage]]:
    """Return the most tokens by model; a reading sees about as much as a writer does."""
    usage = Usage(tokens * settings.attempts, settings.max_output_tokens * settings.attempts)
    model = job.article.model or settings.model
    return [(model, usage), *([(settings.verify_model or model, usage)] if settings.verify else ())]


def _price(bills: list[tuple[str, Usage]], settings: Settings) -> str:
    cost = total_of(bills, settings.prices)
    return "cost unknown" if cost is None else f"${cost:.4f}"
