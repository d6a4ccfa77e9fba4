"""What others may import: one name, one function, and nothing slow on the way to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import commentary

ROOT = Path(__file__).parent.parent
PLUGINS = ROOT / "plugins"
SLOW = ("openai", "httpx2", "pydantic", "genai_prices")


def run(code: str, *arguments: str, path: Path | None = None) -> list[str]:
    """Run Python in the project's folder, with one folder on its path; return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(path) if path else ""}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout.split()


def test_package_offers_its_registration_only() -> None:
    """Pelican needs `register`; everything else is for the package itself and the workbench."""
    assert ["register"] == commentary.__all__


@pytest.mark.parametrize("settings", ["pelicanconf.py", "publishconf.py"])
def test_one_process_has_one_commentary(settings: str) -> None:
    """Tasks and Pelican import the same modules: two copies would have two classes of each name."""
    code = """
import sys
import tasks
from workbench import console, desk, preview, site
from pelican import Pelican
from pelican.settings import read_settings
Pelican(read_settings(sys.argv[1]))
print(*(name for name in sys.modules if name.split(".")[-1] == "commentary"))
"""
    assert ["commentary"] == run(code, settings)


def test_package_works_under_the_name_of_an_installed_plugin(tmp_path: Path) -> None:
    """The same folder, put where installed plugins stand, registers itself under their name."""
    folder = tmp_path / "pelican" / "plugins"
    shutil.copytree(PLUGINS / "commentary", folder / "commentary")
    code = """
import sys
import pelican
pelican.__path__.append(sys.argv[1])
from pelican import signals
from pelican.plugins import commentary
commentary.register()
(receiver,) = signals.article_generator_finalized.receivers_for(None)
print(receiver.__module__, "commentary" in sys.modules)
"""
    printed = run(code, str(tmp_path / "pelican"))

    assert ["pelican.plugins.commentary.plugin", "False"] == printed


def test_every_module_imports_under_the_name_of_an_installed_plugin(tmp_path: Path) -> None:
    """No module of the package names another by an absolute name."""
    shutil.copytree(PLUGINS / "commentary", tmp_path / "pelican" / "plugins" / "commentary")
    code = """
import importlib, pkgutil, sys
import pelican
pelican.__path__.append(sys.argv[1])
package = importlib.import_module("pelican.plugins.commentary")
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(*(name for name in sys.modules if name.split(".")[0] == "commentary"))
"""
    assert [] == run(code, str(tmp_path / "pelican"))


def test_import_is_spared_what_only_asking_needs() -> None:
    """A build that asks nobody does not pay for the libraries that ask."""
    code = f"""
import sys
import commentary
print(*(name for name in {SLOW!r} if name in sys.modules))
"""
    assert [] == run(code, path=PLUGINS)


def test_slow_libraries_are_there_all_the_same() -> None:
    """The test above would hold without the libraries too; they are installed."""
    assert [] == [name for name in SLOW if find_spec(name) is None]


def test_layers_hold() -> None:
    """Every import contract of the project is kept."""
    code = """
from importlinter.cli import lint_imports
raise SystemExit(lint_imports(no_cache=True, no_logo=True))
"""
    assert ["0", "broken."] == run(code, path=PLUGINS)[-2:]
