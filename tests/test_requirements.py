"""The lock file fits the project's own requirements, offline."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>.+))?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
PYTHONS = ("3.11.7", "3.12.1", "3.13.0", "3.14.0")
MACHINES = ("linux x86_64", "linux aarch64", "darwin arm64", "darwin x86_64", "win32 AMD64")


@dataclass(frozen=True, slots=True)
class Pinned:
    """One entry of the lock file."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name as indexes write it."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> Version:
        """Return the one version that is allowed."""
        (specifier,) = self.requirement.specifier
        return Version(specifier.version)


def _entries() -> list[str]:
    joined = re.sub(r"\\\n\s*", "", TEXT)
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def _pinned() -> list[Pinned]:
    pins = []
    for entry in _entries():
        requirement, *hashes = re.split(r" +(?=--hash=)", entry)
        pins.append(Pinned(Requirement(requirement), tuple(hash_.strip() for hash_ in hashes)))
    return pins


@pytest.mark.parametrize("direct", DIRECT, ids=lambda text: re.split(r"[^\w-]", text)[0])
def test_every_dependency_is_pinned_within_its_range(direct: str) -> None:
    """What pyproject.toml asks for stands in the lock file in a version that it allows."""
    wanted = Requirement(direct)

    found = [p.version for p in _pinned() if p.name == canonicalize_name(wanted.name)]

    assert found
    assert [] == [str(version) for version in found if version not in wanted.specifier]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("machine", MACHINES)
def test_markers_choose_one_version_of_a_package(python: str, machine: str) -> None:
    """No interpreter and machine are asked for two versions of one package."""
    platform, architecture = machine.split()
    environment = {
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "sys_platform": platform,
        "platform_machine": architecture,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    chosen = [
        pinned.name
        for pinned in _pinned()
        if pinned.requirement.marker is None or pinned.requirement.marker.evaluate(environment)
    ]

    assert [] == sorted({name for name in chosen if chosen.count(name) > 1})
    assert {canonicalize_name(Requirement(text).name) for text in DIRECT} - {"tzdata"} <= {*chosen}


def test_every_line_is_a_pin_with_hashes() -> None:
    """No entry is a range, an option, an address or a path, and each has its hashes."""
    odd = [
        entry
        for entry in _entries()
        if not PIN.fullmatch(entry.split(" --hash=")[0].rstrip())
        or not all(HASH.fullmatch(part) for part in re.split(r" +(?=--hash=)", entry)[1:])
        or "--hash=" not in entry
    ]

    assert [] == odd


@pytest.mark.parametrize("trace", ["://", "--index", "--extra-index", "--find-links", "file:", "/"])
def test_no_index_and_no_path_is_named(trace: str) -> None:
    """The lock file works with whatever index its reader has, and tells nothing of a machine."""
    assert [] == [line for line in TEXT.splitlines() if trace in line]
