"""Builds of Pelican's sample sites, and of a Japanese one, with and without our plugins."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
_KEPT = ("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE")
_FIXED = """import runpy

globals().update(runpy.run_path({base!r}) if {base!r} else {{}})
DEFAULT_DATE = (2012, 3, 2, 14, 1, 1)
LOCALE = "C"
TIMEZONE = "UTC"
THEME_TEMPLATES_OVERRIDES = ["templates"]
"""
# the feed of a site without articles holds the time of the build
_NO_FEED = "FEED_ALL_ATOM = None\n"


@dataclass(frozen=True, slots=True)
class ContentSet:
    """A folder of articles and pages, and the settings it is built with."""

    path: str
    """Below the source distribution."""
    base: str = ""
    """A settings file there, or none."""
    settings: str = ""
    """Further settings."""


SETS = {
    "samples": ContentSet("samples/content"),
    "samples-custom": ContentSet("samples/content", "samples/pelican.conf.py"),
    "samples-french": ContentSet("samples/content", "samples/pelican.conf_FR.py"),
    "mixed": ContentSet("pelican/tests/mixed_content"),
    "nested": ContentSet("pelican/tests/nested_content"),
    "simple": ContentSet("pelican/tests/simple_content"),
    "pages": ContentSet(
        "pelican/tests/TestPages",
        settings=f"PAGE_PATHS, ARTICLE_PATHS = [''], ['nothing']\n{_NO_FEED}",
    ),
    "cyclic-links": ContentSet("pelican/tests/cyclic_intersite_links"),
    "parse-error": ContentSet("pelican/tests/parse_error", settings=_NO_FEED),
}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left."""

    code: int
    files: dict[str, bytes]
    log: str

    def differences(self, other: Built) -> list[str]:
        """Name what is not the same in another build."""
        names = sorted(self.files.keys() | other.files.keys())
        codes = [] if self.code == other.code else [f"exit code {self.code} and {other.code}"]
        return codes + [name for name in names if self.files.get(name) != other.files.get(name)]


def build_set(material: Path, chosen: ContentSet, folder: Path, *, plugins: str) -> Built:
    """Build a content set of the source distribution."""
    base = str(material / chosen.base) if chosen.base else ""
    settings = _FIXED.format(base=base) + chosen.settings
    return build(material / chosen.path, folder, settings=settings, plugins=plugins)


def build(content: Path, folder: Path, *, settings: str, plugins: str) -> Built:
    """Build a site in a process of its own, under fixed conditions, into a folder."""
    template = folder / "templates" / "custom.html"  # some of the pages ask for it
    template.parent.mkdir(parents=True)
    template.write_text('{% extends "page.html" %}', encoding="utf-8")
    written = folder / "settings.py"
    written.write_text(f"{settings}\n{plugins}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pelican", str(content), "--settings", str(written)]
    output = folder / "output"
    done = run([*command, "--output", str(output), "--log-handler", "plain"], folder)
    files = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }
    return Built(done.returncode, files, done.stdout + done.stderr)


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a program with an environment that is the same everywhere."""
    fixed = {
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "1800000000",
        "TZ": "UTC",
    }
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return subprocess.run(
        command,
        cwd=folder,
        env={**kept, **fixed, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
