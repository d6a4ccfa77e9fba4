"""Earlier versions of a sidecar, from Git where there is one: what was generated, what was accepted."""

from __future__ import annotations

import difflib
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from commentary.errors import SidecarError
from commentary.lifecycle import Status, status_of
from commentary.sections import Origin
from commentary.sidecars import load_sidecar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from commentary.sections import Section

_FORMAT = "%H %cs"
_MOST_VERSIONS = 200
_MOST_TEXTS = 10


@dataclass(frozen=True, slots=True)
class Version:
    """A sidecar's sections as they were committed."""

    commit: str
    """Its hash; empty for the file as it is now."""
    day: str
    """Of the commit, as `2026-11-23`."""
    sections: tuple[Section, ...]


def versions(path: Path) -> Iterator[Version]:
    """Yield the committed versions of a sidecar, the newest first; nothing without Git.

    A renamed file is followed. A version that cannot be read is passed over.
    """
    listed = _git(path.parent, "log", "--follow", f"--max-count={_MOST_VERSIONS}", f"--format={_FORMAT}",
                  "--name-only", "--", path.name)  # fmt: skip
    lines = [line for line in listed.splitlines() if line]
    for head, name in zip(lines[::2], lines[1::2], strict=False):
        commit, day = head.split()
        text = _committed(path.parent, commit, name)
        try:
            yield Version(commit, day, load_sidecar(text, path=name).sections)
        except (SidecarError, IndexError):
            continue


def committed_texts(path: Path) -> Iterator[str]:
    """Yield a file's committed texts, the newest first; nothing without Git."""
    listed = _git(path.parent, "log", f"--max-count={_MOST_TEXTS}", "--format=%H", "--", path.name)
    for commit in listed.split():
        yield _git(path.parent, "show", f"{commit}:./{path.name}")


def last(
    found: Iterable[Version], identifier: str, wanted: Callable[[Section], bool]
) -> tuple[Section, Version] | None:
    """Return the newest version of a section that is as wanted, None where there is none."""
    return next(
        (
            (section, version)
            for version in found
            for section in version.sections
            if section.id == identifier and wanted(section)
        ),
        None,
    )


def is_accepted(section: Section) -> bool:
    """Tell whether a person accepted exactly this text."""
    return status_of(section) is Status.ACCEPTED and section.review is not None


def is_generated(section: Section) -> bool:
    """Tell whether this is a text as a model wrote it."""
    return section.origin is Origin.MODEL and section.generated_digest == section.digest


def section_lines(section: Section) -> list[str]:
    """Return a section as lines to compare: headings and sentences, without their grounds."""
    lines = [f"## {section.heading}", *(s.text for s in section.opening)]
    for point in section.points:
        lines += [f"### {point.heading}", *(s.text for s in point.sentences)]
    return lines + [s.text for s in section.closing]


def difference(before: Section, after: Section) -> list[str]:
    """Return the lines of both, each with `-`, `+` or a space before it; empty when alike."""
    one, other = section_lines(before), section_lines(after)
    if one == other:
        return []
    compared = difflib.ndiff(one, other)
    return [line[0] + line[2:] for line in compared if not line.startswith("?")]


def changes_since_generated(section: Section, committed: Sequence[Version]) -> list[str]:
    """Return the lines that differ from the model's text, or one that says why there are none."""
    if section.origin is not Origin.MODEL:
        return ["no model wrote it"]
    if is_generated(section):
        return ["stands as it was generated"]
    found = last(committed, section.id, is_generated)
    if found is None:
        return ["was changed by a person; Git has no version as it was generated"]
    return difference(found[0], section)


@lru_cache(maxsize=_MOST_VERSIONS)
def _committed(folder: Path, commit: str, name: str) -> str:
    """Return a file of a commit; it never changes, and the desk asks at each page it shows."""
    return _git(folder, "show", f"{commit}:{name}")


def _git(folder: Path, *arguments: str) -> str:
    """Return what Git prints, empty when there is no Git, no repository or no such file."""
    try:
        done = subprocess.run(  # noqa: S603 - arguments of this module
            ["git", "-c", "core.quotePath=off", *arguments],  # noqa: S607 - wherever it is
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
