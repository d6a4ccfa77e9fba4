"""Connects the guard to Pelican's signals, and reports at the end of each run."""

from __future__ import annotations

import functools
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from blinker import signal
from pelican import signals

from . import checks
from . import contents as held
from .complaints import Complaints
from .findings import Finding, ThemeIncomplete, in_order, written

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from pelican import Pelican
    from pelican.generators import ArticlesGenerator, CachingGenerator, Generator

GUARD_FINISHED = "guard-finished"
"""Name of the signal that is sent once per run, with all of its `findings`."""

logger = logging.getLogger(__name__)
# At import, because Pelican imports all plugins, and complains of those it cannot, before it
# registers the first; until a run begins it only listens.
complaints = Complaints()
complaints.install()


@dataclass(slots=True)
class _State:
    run: checks.Run | None = None


_state = _State()
_unloaded: WeakKeyDictionary[Pelican, tuple[Finding, ...]] = WeakKeyDictionary()


def register() -> None:
    """Connect the guard to the signals of one build, in their order."""
    signals.initialized.connect(remember_plugins)
    signals.get_generators.connect(begin)
    signals.article_generator_init.connect(remember_articles)
    # the last signal before the output folder is emptied
    signals.static_generator_init.connect(check_theme)
    # before taxonomies are made, so that a page that is not written stands in none
    signals.article_generator_pretaxonomy.connect(check_articles)
    signals.page_generator_finalized.connect(check_pages)
    signals.article_generator_finalized.connect(check_summaries)
    signals.finalized.connect(finish)


def remember_plugins(sender: Pelican) -> None:
    """Keep what Pelican complained of while it loaded its plugins."""
    messages, complaints.plugins = complaints.plugins, []
    _unloaded[sender] = tuple(Finding("", None, text, blocking=True) for text in messages)


def begin(sender: Pelican) -> None:
    """Forget any earlier run; the first signal of each."""
    _state.run = checks.Run(sender, sender.settings, list(_unloaded.get(sender, ())))
    complaints.listen(on_crash=_report_crash)


def _step(check: Callable[[checks.Run, Any], None]) -> Callable[[Any], None]:
    """Make a receiver of a check that ends no build but by `ThemeIncomplete`."""

    @functools.wraps(check)
    def receiver(sender: Any) -> None:  # noqa: ANN401 - a generator, or a list of them
        run = _state.run
        if run is None:
            return
        try:
            check(run, sender)
        except ThemeIncomplete:
            raise
        except Exception as error:  # noqa: BLE001 - one of ours would end the build
            name = getattr(check, "__name__", "")
            message = f"the guard could not finish `{name}` ({error!r}); report this as a bug"
            run.findings.append(Finding("", None, message, blocking=True))

    return receiver


@_step
def remember_articles(run: checks.Run, generator: Generator) -> None:
    """Keep the generator whose templates will be used."""
    run.articles = generator


@_step
def check_theme(run: checks.Run, generator: Generator) -> None:
    """Stop the build, with nothing written, if the theme lacks something."""
    if not checks.check_theme(run, run.articles or generator):
        raise ThemeIncomplete(_blocking(_close()))


@_step
def check_articles(run: checks.Run, generator: ArticlesGenerator) -> None:
    """Look at all articles once they are read and before anything is made of them."""
    run.files = {**held.label_pages(generator.articles), **held.list_pages(run.settings)}
    _check_contents(run, generator, held.ARTICLES)
    checks.check_labels(run, generator.articles)


@_step
def check_pages(run: checks.Run, generator: CachingGenerator) -> None:
    """Look at all pages, against each other and against what articles already take."""
    run.files = {**held.period_pages(generator.context), **run.files}
    _check_contents(run, generator, held.PAGES)
    checks.check_unread(run, generator)


def _check_contents(run: checks.Run, generator: CachingGenerator, names: Collection[str]) -> None:
    checks.report_failures(run, generator, complaints.failures)
    checks.clean_contents(run, generator, names)
    checks.check_metadata(run, generator, names)
    checks.check_templates(run, generator, names)
    checks.check_outputs(run, generator, names)
    complaints.release({held.absolute(run.settings, path) for path in run.left_out})


@_step
def check_summaries(run: checks.Run, generator: Generator) -> None:
    """Look for summaries before sections are joined, which fixes the ones that Pelican cuts."""
    if generator is run.articles:
        checks.check_summaries(run, generator)


def finish(sender: Pelican) -> None:
    """Send the findings and log them; what blocks comes last, since it may end the build."""
    del sender
    findings = _close()
    for finding in findings:
        if not finding.blocking:
            logger.warning("%s", finding)
    if blocking := _blocking(findings):
        logger.error("%s", _summary(blocking))


def _close() -> tuple[Finding, ...]:
    """End the run under way and tell whoever listens what it found."""
    run, _state.run = _state.run, None
    complaints.release(())
    complaints.stop()
    if run is None:
        return ()
    findings = in_order(run.findings)
    signal(GUARD_FINISHED).send(run.pelican, findings=findings)
    return findings


def _blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.blocking)


def _summary(blocking: Collection[Finding]) -> str:
    return written(f"the build is not whole; findings to mend: {len(blocking)}", blocking)


def _report_crash() -> None:
    """Say what was found before the run died of something else."""
    if blocking := _blocking(_close()):
        # not an error: with `--fatal=errors` that would raise inside Pelican's own report
        logger.critical("%s", _summary(blocking))
