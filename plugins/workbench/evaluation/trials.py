"""The corpus: articles, a sound candidate for each, and the errors planted in it.

A trial is an article and, beside it, a text file with one sound candidate and the edits that plant
errors in it; `tests/evaluation/README.txt` describes the form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from markdown import Markdown

from commentary.errors import LocatedError
from commentary.sections import Basis, Kind, Origin, Point, Reference, Section, Sentence
from commentary.source import Source, parse_source

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[3] / "tests" / "evaluation" / "articles"
TUNED = "tuned"
"""The split that the checks were made with; an article may name another."""

_PLANTED_BELOW = "\n---\n"
_BECOMES = " → "
_FURTHER = " ;; "
_BASES = {"=": Basis.STATED, "~": Basis.INFERRED, "*": Basis.OPINION}
_REFERENCE = re.compile(r"  (\d+)(?: (.+))?")
_HEADING = re.compile(r"# (outlook|conclusion) (.+)")

Error = StrEnum(
    "Error",
    "NUMBER SWAP NAME DATE REVERSAL QUOTE ADDRESS SPEAKER LANGUAGE REGISTER CERTAINTY COPY LEAK "
    "PARAGRAPH",
)
"""What is wrong with a planted error; `tests/evaluation/README.txt` tells each kind."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A declared change that makes a sound candidate wrong."""

    error: Error
    changes: tuple[tuple[str, str], ...]
    """Words of the candidate, each standing there once, and what they become."""
    line: int = 1

    def __str__(self) -> str:
        """Return the changes as the file has them, quoted."""
        return "; ".join(f"{before!r}{_BECOMES}{after!r}" for before, after in self.changes)


@dataclass(frozen=True, slots=True)
class Trial:
    """An article, a sound candidate for it as its file has it, and the errors planted in that."""

    path: str
    source: Source
    sound: str
    edits: tuple[Edit, ...] = ()
    split: str = TUNED
    """The part of the corpus that it belongs to."""


def load_trials(folder: Path = CORPUS) -> tuple[Trial, ...]:
    """Read all articles of a folder with their candidates, by name."""
    return tuple(_load(path) for path in sorted(folder.glob("*.md"), key=lambda p: p.name))


def planted_in(trial: Trial, edit: Edit) -> Trial:
    """Return a trial whose candidate has the error; its words must stand there exactly once."""
    text = trial.sound
    for before, after in edit.changes:
        if text.count(before) != 1:
            message = f"{before!r} stands {text.count(before)} times above; make it unique"
            raise LocatedError(message, path=trial.path, line=edit.line)
        text = text.replace(before, after)
    return replace(trial, sound=text)


def sections_of(trial: Trial) -> tuple[Section, ...]:
    """Read the sections of a trial's candidate."""
    lines = trial.sound.splitlines()
    heads = [number for number, line in enumerate(lines) if not number or line.startswith("# ")]
    return tuple(
        _section(lines, start, end, trial.path)
        for start, end in zip(heads, [*heads[1:], len(lines)], strict=True)
    )


def _load(path: Path) -> Trial:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    html = Markdown(extensions=["markdown.extensions.extra"]).convert(body)
    source = parse_source(html, title=fields["Title"], date=fields["Date"], language=fields["Lang"])
    beside = path.with_suffix(".txt")
    sound, _, planted = beside.read_text(encoding="utf-8").partition(_PLANTED_BELOW)
    begin = sound.count("\n") + _PLANTED_BELOW.count("\n") + 1
    edits = tuple(_edits(planted, begin, beside.name))
    return Trial(beside.name, source, sound, edits, fields.get("Split", TUNED))


def _edits(text: str, begin: int, path: str) -> Iterator[Edit]:
    """Read `kind: before → after`, with ` ;; ` between several changes of one error."""
    for number, line in enumerate(text.splitlines(), start=begin):
        name, _, rest = line.partition(": ")
        changes = [change.partition(_BECOMES) for change in rest.split(_FURTHER)]
        if name not in set(Error) or not all(becomes for _, becomes, _ in changes):
            raise LocatedError("expected `kind: before → after`", path=path, line=number)
        yield Edit(Error(name), tuple((before, after) for before, _, after in changes), number)


def _section(lines: list[str], start: int, end: int, path: str) -> Section:
    head = _HEADING.fullmatch(lines[start])
    groups: list[tuple[str, list[Sentence]]] = [("", [])]
    for number, line in enumerate(lines[start + 1 : end], start=start + 2):
        reference = _REFERENCE.fullmatch(line)
        sentences = groups[-1][1]
        if line.startswith("## "):
            groups.append((line[3:], []))
        elif line[:1] in _BASES and line[1:2] == " ":
            sentences.append(Sentence(line[2:], (), _BASES[line[0]]))
        elif reference and sentences:
            ground = Reference(int(reference[1]), reference[2] or "")
            last = sentences[-1]
            sentences[-1] = replace(last, references=(*last.references, ground))
        elif line.strip():
            raise LocatedError(f"cannot read {line!r}", path=path, line=number)
    if head is None:
        raise LocatedError("expected `# outlook` or `# conclusion`", path=path, line=start + 1)
    return Section(
        id=head[1],
        kind=Kind(head[1]),
        origin=Origin.MODEL,
        heading=head[2],
        opening=tuple(groups[0][1]),
        points=tuple(Point(heading, tuple(sentences)) for heading, sentences in groups[1:]),
    )
