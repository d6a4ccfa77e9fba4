"""Pelican's own source distribution, which brings its tests and sample sites.

Run as a program, it downloads the release that `requirements.txt` pins. Tests only read what lies
there, and check its hash each time.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements.txt"
FOLDER = ROOT / ".cache" / "pelican-sdist"
COMMAND = "python tests/conformance_material.py"
_PINNED = re.compile(r"^pelican==(\S+)(?: *\\\n +--hash=sha256:[0-9a-f]{64})+", re.MULTILINE)
_DOWNLOAD = (
    # the sdist is built by the pinned backend, so nothing unpinned is fetched beside it
    "download --quiet --disable-pip-version-check --no-deps --no-binary :all: "
    "--no-build-isolation --require-hashes"
).split()


class MaterialError(Exception):
    """Pelican's source distribution is not there, or is not the pinned one."""


def find_archive() -> Path:
    """Return the pinned archive, or raise `MaterialError`."""
    _, version, hashes = _pin()
    archive = FOLDER / f"pelican-{version}.tar.gz"
    if not archive.is_file():
        raise MaterialError(f"`{archive.relative_to(ROOT)}` is missing; run `{COMMAND}` once")
    if hashlib.sha256(archive.read_bytes()).hexdigest() not in hashes:
        raise MaterialError(
            f"`{archive.relative_to(ROOT)}` is not the file that `requirements.txt` pins; "
            f"remove it and run `{COMMAND}`"
        )
    return archive


def unpack(folder: Path) -> Path:
    """Unpack the archive and return the folder with `pelican/` and `samples/` in it."""
    archive = find_archive()
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


def fetch() -> Path:
    """Return the archive, downloading it if it is not there yet."""
    try:
        return find_archive()
    except MaterialError:
        FOLDER.mkdir(parents=True, exist_ok=True)
        _download()
        return find_archive()


def _download() -> None:
    requirement, version, _ = _pin()
    with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
        wanted = Path(scratch, "pelican.txt")
        wanted.write_text(requirement, encoding="utf-8")
        command = [sys.executable, "-m", "pip", *_DOWNLOAD, "--dest", scratch, "-r", str(wanted)]
        if subprocess.run(command, check=False).returncode:
            raise MaterialError(
                "pip could not download Pelican's source distribution (see above); "
                f"run `{COMMAND}` again where the package index can be reached"
            )
        name = f"pelican-{version}.tar.gz"
        Path(scratch, name).replace(FOLDER / name)


def _pin() -> tuple[str, str, frozenset[str]]:
    match = _PINNED.search(REQUIREMENTS.read_text(encoding="utf-8"))
    if match is None:
        raise MaterialError("requirements.txt: no `pelican==` with hashes; make the file again")
    hashes = re.findall(r"sha256:([0-9a-f]+)", match[0])
    return match[0], match[1], frozenset(hashes)


if __name__ == "__main__":
    try:
        fetch()
    except MaterialError as error:
        sys.exit(f"error: {error}")
