"""Pelican's own tests, run in a copy with one plugin among the installed ones."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from conformance_sites import run

if TYPE_CHECKING:
    from pathlib import Path

Outcomes = Mapping[str, str]
_ARGUMENTS = (
    # `test_testsuite.py` only asks whether warnings are errors, which they are not here
    "-q pelican/tests -p no:cacheprovider --deselect pelican/tests/test_testsuite.py "
    "--junitxml=report.xml"
).split()


def run_suite(material: Path, folder: Path, plugin: Path | None) -> Outcomes:
    """Run the tests, the plugin standing where Pelican finds installed ones."""
    for name in ("pelican", "samples"):
        shutil.copytree(material / name, folder / name)
    shutil.copy(material / "pyproject.toml", folder)
    namespace = folder / "ns" / "pelican" / "plugins"
    namespace.mkdir(parents=True)
    if plugin is not None:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(plugin, namespace / plugin.name, ignore=ignored)
    variables = {"PYTHONPATH": str(folder / "ns"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = run([sys.executable, "-m", "pytest", *_ARGUMENTS], folder, **variables)
    report = folder / "report.xml"
    assert report.is_file(), done.stdout + done.stderr
    return _read_outcomes(report)


def changed(before: Outcomes, after: Outcomes) -> set[str]:
    """Return the tests that ended otherwise, or were there only once."""
    names = before.keys() | after.keys()
    return short({name for name in names if before.get(name) != after.get(name)})


def short(names: set[str]) -> set[str]:
    """Return the names of tests without their classes."""
    return {name.rpartition("::")[2] for name in names}


def _read_outcomes(report: Path) -> Outcomes:
    """Return how each test ended."""
    cases = ET.parse(report).iter("testcase")  # noqa: S314 - pytest wrote it just now
    kinds = ("failure", "error", "skipped")
    return {
        f"{case.get('classname')}::{case.get('name')}": next(
            (kind for kind in kinds if case.find(kind) is not None), "passed"
        )
        for case in cases
    }
