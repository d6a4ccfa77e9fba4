"""Run Pelican on the blog and gather what its plugins reported."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pelican
from blinker import signal
from pelican.settings import read_settings

from commentary.plugin import FINISHED, PROGRESS
from commentary.report import OK, PERSON_NEEDED, USAGE_ERROR, BuildReport, exit_code
from guard.plugin import GUARD_FINISHED

from .links import broken_links

if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.findings import Finding


@dataclass(slots=True)
class BuildResult:
    """What a build did."""

    report: BuildReport | None = None
    """None when the commentary plugin is not loaded or was not reached."""
    findings: tuple[Finding, ...] = ()
    """Of the guard."""
    pelican_code: int = OK
    broken_links: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """The worst of all: settings, then the model, then a person."""
        codes = [exit_code(self.report)] if self.report else []
        if self.broken_links or any(finding.blocking for finding in self.findings):
            codes.append(PERSON_NEEDED)
        codes.append(self.pelican_code)
        return USAGE_ERROR if USAGE_ERROR in codes else max(codes)


@dataclass(slots=True)
class _Listener:
    """Takes what the plugins send; the caller holds it, since signals hold weak references."""

    on_progress: Callable[..., None]
    result: BuildResult = field(default_factory=BuildResult)

    def take_report(self, _: object, report: BuildReport) -> None:
        self.result.report = report

    def take_findings(self, _: object, findings: tuple[Finding, ...]) -> None:
        self.result.findings = findings

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
    """
    listener = _Listener(on_progress)
    with ExitStack() as connections:
        for sent, take in (
            (FINISHED, listener.take_report),
            (signal(GUARD_FINISHED), listener.take_findings),
            (PROGRESS, listener.take_progress),
        ):
            connections.enter_context(sent.connected_to(take))
        try:
            pelican.main(["--settings", str(settings), *arguments])
        except SystemExit as stop:
            listener.result.pelican_code = stop.code if isinstance(stop.code, int) else 1
    return listener.result


def check_site(settings: Path) -> BuildResult:
    """Build into a folder that is thrown away, asking no model, and look at the result."""
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        arguments = ("--output", folder, *_overrides(settings, {"generate": "never"}))
        result = build_site(settings, arguments)
        if result.pelican_code == OK:
            result.broken_links = tuple(broken_links(Path(folder)))
    return result


def publish_site(settings: Path, output: Path, *, leave_out_stale: bool) -> BuildResult:
    """Build frozen into a fresh folder, and put it in the place of `output` only if all is well."""
    fresh = output.with_name(f".{output.name}.fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    site_url = str(read_settings(str(settings))["SITEURL"])
    overrides = _overrides(settings, {"leave_out_stale": leave_out_stale})
    result = build_site(settings, ("--fatal", "errors", "--output", str(fresh), *overrides))
    if result.pelican_code == OK and fresh.is_dir():
        result.broken_links = tuple(broken_links(fresh, site_url))
    if result.exit_code == OK:
        _swap(fresh, output)
    else:
        shutil.rmtree(fresh, ignore_errors=True)
    return result


def _overrides(settings: Path, changes: dict[str, object]) -> tuple[str, ...]:
    """Return the arguments that change some keys of `COMMENTARY` for one build."""
    commentary = read_settings(str(settings)).get("COMMENTARY") or {}
    return "--extra-settings", f"COMMENTARY={json.dumps({**commentary, **changes})}"


def _swap(fresh: Path, output: Path) -> None:
    old = output.with_name(f".{output.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.replace(old)
    fresh.replace(output)
    shutil.rmtree(old, ignore_errors=True)
