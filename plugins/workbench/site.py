"""Run Pelican on the blog and gather what its plugins reported."""

from __future__ import annotations

import json
import logging
import shutil
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from fnmatch import fnmatch
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

from .keeping.delivery import claim
from .keeping.turns import turn
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
        if self.broken_links or any(f.blocking for f in (*self.findings, *self.proofs)):
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
        values = _read(settings)
        overrides = _overrides(values, {"generate": "never"})
        result = build_site(settings, ("--output", folder, *overrides))
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
    overrides = _overrides(_read(settings), {"generate": "never"})
    result = build_site(settings, ("--output", str(output), *extra, *overrides[1:]))
    if result.pelican_code != OK:
        raise SettingsError("the site could not be built, for the reason above")


def publish_site(settings: Path, output: Path, *, leave_out_stale: bool) -> BuildResult:
    """Build frozen into a fresh folder, and put it in the place of `output` only if all is well.

    Raises:
        SettingsError: the settings cannot be read.
    """
    output = output.resolve()
    if output.exists() and not output.is_dir():
        raise SettingsError(f"{output.name} is a file, not a folder; move it away")
    values = _read(settings)
    builds = str(settings.parent / ".cache" / "build")
    with turn(builds, _say_that_it_waits):
        result = _publish(settings, values, output, leave_out_stale=leave_out_stale)
        if result.exit_code == OK:
            claim(str(output), f"{builds}/made")
    return result


def _say_that_it_waits() -> None:
    sys.stderr.write("another build is under way; waiting for its end\n")


def _publish(
    settings: Path, values: dict[str, Any], output: Path, *, leave_out_stale: bool
) -> BuildResult:
    fresh = output.with_name(f".{output.name}.fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    site_url = str(values["SITEURL"])
    changes: dict[str, object] = {"generate": "never", "frozen": True}
    overrides = _overrides(values, changes | ({"leave_out_stale": True} if leave_out_stale else {}))
    result = build_site(settings, ("--output", str(fresh), *overrides))
    if result.pelican_code == OK and fresh.is_dir():
        result.broken_links = tuple(broken_links(fresh, site_url))
    if result.exit_code == OK:
        _refuse_empty(result, values)
        _keep(output, fresh, values["OUTPUT_RETENTION"])
        _swap(fresh, output)
    shutil.rmtree(fresh, ignore_errors=True)
    return result


def _read(settings: Path) -> dict[str, Any]:
    values = read_settings_file(settings)
    load_settings(values.get("COMMENTARY"))
    return values


def _refuse_empty(result: BuildResult, values: dict[str, Any]) -> None:
    """Stop before an empty site takes the place of one with articles."""
    if result.report is not None and not result.report.articles:
        folders = ", ".join(f"{values['PATH']}/{path}" for path in values["ARTICLE_PATHS"])
        raise SettingsError(
            f"no article was found in {folders}, so nothing was published; "
            "mend `ARTICLE_PATHS`, or put the articles back"
        )


def _overrides(values: dict[str, Any], changes: dict[str, object]) -> tuple[str, ...]:
    """Return the arguments that change some keys of `COMMENTARY` for one build."""
    commentary = values.get("COMMENTARY")
    if commentary is None:
        return ()
    return "--extra-settings", f"COMMENTARY={json.dumps({**commentary, **changes})}"


def _keep(output: Path, fresh: Path, patterns: list[str]) -> None:
    """Copy what `OUTPUT_RETENTION` names from the old site, such as a repository."""
    for path in sorted(output.iterdir()) if output.is_dir() else ():
        if not any(fnmatch(path.name, pattern) for pattern in patterns):
            continue
        if path.is_dir():
            shutil.copytree(path, fresh / path.name, symlinks=True, dirs_exist_ok=True)
        else:
            shutil.copy2(path, fresh / path.name)


def _swap(fresh: Path, output: Path) -> None:
    old = output.with_name(f".{output.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.replace(old)
    try:
        fresh.replace(output)
    except OSError:
        if old.exists():
            old.replace(output)
        raise
    shutil.rmtree(old, ignore_errors=True)
