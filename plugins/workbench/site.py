"""Run Pelican on the blog and gather what its plugins reported."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import pelican
from blinker import signal
from pelican import signals

from commentary.errors import SettingsError
from commentary.plugin import FINISHED, PROGRESS
from commentary.report import (
    OK,
    PERSON_NEEDED,
    USAGE_ERROR,
    BuildReport,
    combined,
    exit_code,
)
from commentary.settings import load_settings
from guard.plugin import GUARD_FINISHED
from imprint.plugin import IMPRINT_FINISHED

from .links import broken_links
from .manuscripts import proofread_blog
from .settings_file import read_settings_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pelican import Pelican

    from guard.findings import Finding
    from imprint.findings import Finding as Remark
    from proofreading.remarks import Language


if TYPE_CHECKING:
    _TextHandler = logging.StreamHandler[TextIO]
else:
    _TextHandler = logging.StreamHandler


@dataclass(slots=True)
class BuildResult:
    """What a build did."""

    reports: list[BuildReport] = field(default_factory=list)
    """One for each pass over the articles; none when the plugin was not reached."""
    findings: tuple[Finding, ...] = ()
    """Of the guard."""
    advice: tuple[str, ...] = ()
    """What an author might do to a sound page, one line each."""
    pelican_code: int = OK
    broken_links: tuple[str, ...] = ()
    proofs: tuple[Finding, ...] = ()
    """Of the Markdown itself."""
    articles: set[str] = field(default_factory=set)
    """Addresses of what a reader can find: neither drafts nor hidden ones."""
    objections: tuple[str, ...] = ()
    """What keeps a site that was built from being published."""
    notes: tuple[str, ...] = ()
    """What was done with the site, one line each."""
    errors: int = 0
    """Lines of the level ERROR and above that Pelican and the plugins wrote."""
    told: tuple[str, ...] = ()
    """All lines of the level WARNING and above."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Pelican's, as the arguments and the plugins left them; none if it did not start."""

    @property
    def report(self) -> BuildReport | None:
        """What all passes did together."""
        return combined(self.reports)

    @property
    def exit_code(self) -> int:
        """The worst of all: settings, then the model, then a person."""
        codes = [exit_code(report) for report in self.reports]
        if (
            self.broken_links
            or self.objections
            or any(f.blocking for f in (*self.findings, *self.proofs))
        ):
            codes.append(PERSON_NEEDED)
        codes.append(self.pelican_code or (PERSON_NEEDED if self.errors else OK))
        return USAGE_ERROR if USAGE_ERROR in codes else max(codes)


class _Lines(_TextHandler):
    """Writes the log unwrapped, so that `path:line:` stays whole, and counts the errors.

    Where the root has a handler, Pelican adds none; it ends with 0 after most errors.
    """

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        self.errors = 0
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Write, count, and keep what a build that finds nothing changed tells again."""
        self.errors += record.levelno >= logging.ERROR
        if record.levelno >= logging.WARNING:
            self.told.append(self.format(record))
        super().emit(record)


@dataclass(slots=True)
class _Listener:
    """Takes what the plugins send; the caller holds it, since signals hold weak references."""

    on_progress: Callable[..., None]
    result: BuildResult = field(default_factory=BuildResult)
    first: object = None
    """The Pelican that was started; sub-sites start more."""
    is_whole: bool = False

    def take_report(self, _: object, report: BuildReport) -> None:
        self.result.reports.append(report)

    def take_articles(self, generator: Any) -> None:  # noqa: ANN401 - Pelican has no types
        shown = (*generator.articles, *generator.translations)
        self.result.articles.update(article.url for article in shown)

    def take_findings(self, _: object, findings: tuple[Finding, ...]) -> None:
        self.result.findings = findings

    def take_remarks(self, _: object, findings: tuple[Remark, ...]) -> None:
        self.result.advice = tuple(str(each) for each in findings if each.is_advice)

    def take_start(self, sender: Pelican) -> None:
        self.result.settings = self.result.settings or sender.settings
        self.first = self.first or sender

    def take_end(self, sender: object) -> None:
        self.is_whole = self.is_whole or sender is self.first

    def take_progress(self, _: object, **what: object) -> None:
        self.on_progress(**what)


def _ignore(**_: object) -> None:
    """Show no progress."""


def build_site(
    settings: Path, arguments: tuple[str, ...] = (), *, on_progress: Callable[..., None] = _ignore
) -> BuildResult:
    """Build the site.

    Args:
        settings: Pelican's settings file.
        arguments: further arguments of the `pelican` command.
        on_progress: called with `total` and then with each `outcome` while a model writes.

    Raises:
        SettingsError: the settings file cannot be run.
    """
    read_settings_file(settings)  # one line if it is wrong; Pelican would print a trace
    listener = _Listener(on_progress)
    with ExitStack() as connections:
        for sent, take in (
            (FINISHED, listener.take_report),
            (signal(GUARD_FINISHED), listener.take_findings),
            (signal(IMPRINT_FINISHED), listener.take_remarks),
            (PROGRESS, listener.take_progress),
            (signals.article_generator_finalized, listener.take_articles),
            (signals.initialized, listener.take_start),
            (signals.finalized, listener.take_end),
        ):
            connections.enter_context(sent.connected_to(take))
        lines = _Lines()
        logging.getLogger().addHandler(lines)
        connections.callback(logging.getLogger().removeHandler, lines)
        try:
            pelican.main(["--settings", str(settings), *arguments])
        except SystemExit as stop:
            listener.result.pelican_code = stop.code if isinstance(stop.code, int) else 1
        else:  # Pelican swallows Ctrl-C
            listener.result.pelican_code = OK if listener.is_whole else PERSON_NEEDED
    listener.result.errors, listener.result.told = lines.errors, tuple(lines.told)
    return listener.result


def check_site(settings: Path, language: Language = "en") -> BuildResult:
    """Build into a folder that is thrown away, asking no model, and look at sources and result."""
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        values = read_settings(settings)
        changed = commentary_overrides(values, {"generate": "never"})
        result = build_site(settings, ("--output", folder, *changed))
        is_built = result.pelican_code == OK
        if is_built:
            result.broken_links = tuple(broken_links(Path(folder)))
        result.proofs = proofread_blog(values, Path(folder) if is_built else None, language)
    return result


def build_preview(settings: Path, output: Path) -> None:
    """Build into a folder as a reader will see it, asking no model; its links are relative.

    Raises:
        SettingsError: the site cannot be built.
    """
    _build_quietly(settings, output, {"SITEURL": "", "RELATIVE_URLS": True})


def build_for(settings: Path, output: Path, address: str) -> None:
    """Build into a folder as it will be served at an address, asking no model.

    Raises:
        SettingsError: the site cannot be built, so that nothing can be measured.
    """
    _build_quietly(settings, output, {"SITEURL": address, "RELATIVE_URLS": False})


def _build_quietly(settings: Path, output: Path, changes: dict[str, object]) -> None:
    extra = ["--extra-settings", *(f"{key}={json.dumps(value)}" for key, value in changes.items())]
    changed = commentary_overrides(read_settings(settings), {"generate": "never"})
    result = build_site(settings, ("--output", str(output), *extra, *changed[1:]))
    if result.pelican_code != OK:
        raise SettingsError("the site could not be built, for the reason above")


def read_settings(settings: Path) -> dict[str, Any]:
    """Return Pelican's settings, with `COMMENTARY` checked.

    Raises:
        SettingsError: they cannot be read or used.
    """
    values = read_settings_file(settings)
    load_settings(values.get("COMMENTARY"))
    return values


def commentary_overrides(values: dict[str, Any], changes: dict[str, object]) -> tuple[str, ...]:
    """Return the arguments that change some keys of `COMMENTARY` for one build."""
    commentary = values.get("COMMENTARY")
    if commentary is None:
        return ()
    return "--extra-settings", f"COMMENTARY={json.dumps({**commentary, **changes})}"
