"""How much people changed what a model had written before they accepted it.

A sidecar holds the accepted text and the digest of the generated one; the text itself is in Git,
where the sidecar was committed before it was changed.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commentary.errors import SidecarError
from commentary.sections import Origin, Verdict
from commentary.sidecars import load_sidecar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from commentary.sections import Section, Sidecar

    Versions = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One accepted section and what became of the generated text."""

    name: str
    section: str
    distance: float | None
    """Characters inserted, removed or replaced for each of the longer text; None if unknown."""
    sentences: float | None
    """Share of the generated sentences that the accepted text does not have as they were."""


def changes_of(sidecars: Iterable[tuple[str, Sidecar]], versions: Versions) -> tuple[Change, ...]:
    """Compare every accepted section that a model wrote with its first text.

    Args:
        sidecars: by the name of their file.
        versions: gives the committed texts of such a file, the newest first.
    """
    return tuple(
        _change(name, section, versions)
        for name, sidecar in sidecars
        for section in sidecar.sections
        if section.origin is Origin.MODEL
        and section.review
        and section.review.verdict is Verdict.ACCEPTED
        and section.review.text_digest == section.digest
    )


def git_versions(root: Path) -> Versions:
    """Return what reads the committed texts of a file; without Git there are none."""

    def versions(name: str) -> Iterator[str]:
        for commit in _git(root, "log", "--format=%H", "--", name).split():
            yield _git(root, "show", f"{commit}:./{name}")

    return versions


def edit_distance(before: str, after: str) -> int:
    """Count the characters to insert, remove or replace (Levenshtein 1966)."""
    if before == after:
        return 0
    row = list(range(len(after) + 1))
    for at, character in enumerate(before, start=1):
        diagonal, row[0] = row[0], at
        for column, other in enumerate(after, start=1):
            replaced = diagonal + (character != other)
            diagonal = row[column]
            row[column] = min(replaced, row[column] + 1, row[column - 1] + 1)
    return row[-1]


def _change(name: str, section: Section, versions: Versions) -> Change:
    generated = _generated(name, section, versions)
    if generated is None:
        return Change(name, section.id, None, None)
    before, after = _lines(generated), _lines(section)
    longer = max(len("".join(before)), len("".join(after)), 1)
    lost = sum(line not in set(after) for line in before)
    distance = edit_distance("\n".join(before), "\n".join(after))
    return Change(name, section.id, distance / longer, lost / max(1, len(before)))


def _generated(name: str, section: Section, versions: Versions) -> Section | None:
    if section.digest == section.generated_digest:
        return section
    for text in versions(name):
        try:
            sections = load_sidecar(text, path=name).sections
        except SidecarError:
            continue
        for old in sections:
            if old.id == section.id and old.digest == section.generated_digest:
                return old
    return None


def _lines(section: Section) -> list[str]:
    return [sentence.text for sentence in section.sentences]


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, and a name from the store
            ["git", *arguments],  # noqa: S607 - Git is found by PATH
            cwd=root,
            capture_output=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace") if not done.returncode else ""
