"""Connects the guard to Pelican: what it looks at when, and what it reports at the end of a run."""

from __future__ import annotations

import functools
import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import pelican
from blinker import signal
from jinja2 import ChoiceLoader, FileSystemLoader
from pelican import signals

from . import contents as held
from .collisions import Holder, explain_clash, explain_merge, find_clashes, find_merges
from .complaints import Complaints
from .findings import Finding, ThemeIncomplete, in_order, written
from .sources import Failure, control_finding, diagnose, line_of
from .templates import Fault, Theme, find_faults, required_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import Generator

GUARD_FINISHED = "guard-finished"
"""Name of the signal sent once per run, with all of its `findings`."""
THEMES = Path(pelican.__file__).resolve().parent / "themes"
LINES_OF = {"tag": ("tags",), "category": ("category",), "author": ("authors", "author")}

logger = logging.getLogger(__name__)
# At import, because Pelican imports all plugins, and complains of those it cannot, before it
# registers the first; until a run begins the filter only listens.
complaints = Complaints()
complaints.install()


@dataclass(slots=True)
class _Run:
    """What is known of the run under way."""

    pelican: Pelican
    settings: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    """Sources already reported as left out."""
    files: dict[str, Holder] = field(default_factory=dict)
    articles: Generator | None = None
    theme: Theme | None = None


@dataclass(slots=True)
class _State:
    run: _Run | None = None


_state = _State()
_unloaded: WeakKeyDictionary[Pelican, tuple[Finding, ...]] = WeakKeyDictionary()


def register() -> None:
    """Connect the guard to the signals of one build, in their order."""
    signals.initialized.connect(remember_plugins)
    signals.get_generators.connect(begin)
    signals.article_generator_init.connect(remember_articles)
    signals.static_generator_init.connect(check_theme)
    # before taxonomies are made, so that a page that is not written stands in none
    signals.article_generator_pretaxonomy.connect(check_articles)
    signals.page_generator_finalized.connect(check_pages)
    signals.all_generators_finalized.connect(check_summaries)
    signals.finalized.connect(finish)


def remember_plugins(sender: Pelican) -> None:
    """Keep what Pelican complained of while it loaded its plugins."""
    names, complaints.plugins = complaints.plugins, []
    _unloaded[sender] = tuple(Finding("", None, text, blocking=True) for text in names)


def begin(sender: Pelican) -> None:
    """Forget any earlier run; the first signal of each."""
    _state.run = _Run(sender, sender.settings)
    _state.run.findings.extend(_unloaded.get(sender, ()))
    complaints.listen(on_crash=_report_crash)


def finish(sender: Pelican) -> None:
    """Send the findings, then log them; what blocks comes last, since it may end the build."""
    del sender
    findings = _close()
    for finding in findings:
        if not finding.blocking:
            logger.warning("%s", finding)
    blocking = [finding for finding in findings if finding.blocking]
    if blocking:
        logger.error("%s", _summary(blocking))


def _close() -> tuple[Finding, ...]:
    run, _state.run = _state.run, None
    complaints.release(())
    complaints.stop()
    if run is None:
        return ()
    findings = in_order(run.findings)
    signal(GUARD_FINISHED).send(run.pelican, findings=findings)
    return findings


def _summary(blocking: Collection[Finding]) -> str:
    return written(f"the build is not whole, {len(blocking)} finding(s) to mend", blocking)


def _report_crash() -> None:
    """Say what was found before the run died of something else."""
    blocking = [finding for finding in _close() if finding.blocking]
    if blocking:
        # not an error: with `--fatal=errors` it would raise inside Pelican's own report
        logger.critical("%s", _summary(blocking))


def _step(check: Callable[[_Run, Any], None]) -> Callable[[Any], None]:
    """Make a receiver of a check that ends no build but by `ThemeIncomplete`."""

    @functools.wraps(check)
    def receiver(sender: Any) -> None:  # noqa: ANN401 - generators, or a list of them
        run = _state.run
        if run is None:
            return
        try:
            check(run, sender)
        except ThemeIncomplete:
            raise
        except Exception as error:  # noqa: BLE001 - an exception here would end the build
            name = getattr(check, "__name__", "")
            message = f"the guard could not finish `{name}` ({error!r}); report this as a bug"
            run.findings.append(Finding("", None, message, blocking=True))

    return receiver


@_step
def remember_articles(run: _Run, generator: Generator) -> None:
    """Keep the generator whose templates will be used."""
    run.articles = generator


@_step
def check_theme(run: _Run, generator: Generator) -> None:
    """Stop the build if the theme lacks something; the last signal before output is deleted."""
    source = run.articles or generator
    run.theme = _theme(run.settings, source)
    required = required_templates(run.settings)
    faults = [*find_faults(run.theme, required), *_page_faults(run.settings, run.theme)]
    if not faults:
        return
    run.findings.extend(_theme_finding(run.settings, fault) for fault in faults)
    raise ThemeIncomplete(tuple(finding for finding in _close() if finding.blocking))


def _theme(settings: dict[str, Any], generator: Generator) -> Theme:
    theme = Path(settings["THEME"]).expanduser().resolve()
    is_bundled = THEMES in theme.parents
    simple = None if is_bundled else THEMES / "simple" / "templates"
    return Theme(generator.env, settings["TEMPLATE_EXTENSIONS"], simple)


def _page_faults(settings: dict[str, Any], theme: Theme) -> Iterable[Fault]:
    """Check `TEMPLATE_PAGES`, whose templates lie beside the articles."""
    pages = settings["TEMPLATE_PAGES"]
    if not pages or theme.environment.loader is None:
        return ()
    loader = ChoiceLoader([FileSystemLoader(settings["PATH"]), theme.environment.loader])
    beside = replace(theme, environment=theme.environment.overlay(loader=loader), extensions=("",))
    return find_faults(beside, {f"`TEMPLATE_PAGES` ({name})": (name,) for name in pages})


def _theme_finding(settings: dict[str, Any], fault: Fault) -> Finding:
    path = fault.file or str(Path(settings["THEME"], "templates"))
    return Finding(held.shown(settings, path), fault.line, fault.message, blocking=True)


@_step
def check_articles(run: _Run, generator: Generator) -> None:
    """Look at all articles once they are read and before anything is made of them."""
    _check_sources(run, generator, held.ARTICLES)
    _check_outputs(run, generator, held.ARTICLES, held.list_pages(run.settings))
    _check_labels(run, generator.articles)


@_step
def check_pages(run: _Run, generator: Generator) -> None:
    """Look at all pages, against each other and against what articles already take."""
    _check_sources(run, generator, held.PAGES)
    _check_outputs(run, generator, held.PAGES, held.taxonomy_pages(generator.context))


@_step
def check_summaries(run: _Run, generators: Iterable[Generator]) -> None:
    """Name the articles whose summary Pelican would cut from the text."""
    for generator in generators:
        if generator is run.articles:
            for article in held.all_contents(generator, ("articles", "translations")):
                if "summary" not in article.metadata and not hasattr(article, "_summary"):
                    _add_summary_finding(run, article)


def _add_summary_finding(run: _Run, article: Content) -> None:
    message = (
        "no `Summary:`, so lists show the beginning of the text, which Pelican cuts badly in "
        "Japanese; add a line `Summary: …` of 80 to 120 characters"
    )
    path = held.shown(run.settings, held.source_of(article))
    run.findings.append(Finding(path, None, message, blocking=False))


def _check_sources(run: _Run, generator: Generator, names: Collection[str]) -> None:
    _report_failures(run, generator)
    for content in held.all_contents(generator, names):
        removed = held.clean(content)
        if removed:
            path = held.source_of(content)
            text = held.text_of(run.settings, path)
            finding = control_finding(held.shown(run.settings, path), text, removed)
            run.findings.append(finding)
            _forget(generator, path)
    faulty = list(_with_faulty_template(run, held.all_contents(generator, names)))
    _leave_out(run, generator, names, faulty)


def _forget(generator: Generator, path: str) -> None:
    """Keep a cleaned source out of Pelican's cache, or the next build would find nothing."""
    own = str(Path(path))
    for name in (own, str(Path(".")) + own[:0] + _SEPARATOR + own):
        generator.cache_data(name, None)


def _report_failures(run: _Run, generator: Generator) -> None:
    causes: dict[str, list[Failure]] = {}
    for name, failures in complaints.failures.items():
        causes.setdefault(held.below(run.settings, name), []).extend(failures)
    for path, content in generator.context["generated_content"].items():
        if content is None and path not in run.known:
            run.known.add(path)
            run.findings.append(_failure_finding(run.settings, path, causes.get(path, [])))


def _failure_finding(settings: dict[str, Any], path: str, failures: list[Failure]) -> Finding:
    name = held.shown(settings, path)
    try:
        raw = Path(settings["PATH"], path).read_bytes()
    except OSError as error:
        message = f"cannot be opened ({error.strerror}); mend its permissions or its link"
        return Finding(name, None, message, blocking=True)
    return diagnose(name, raw, failures)
