"""How good the checks are: sound texts that they should pass, planted errors that they should not.

A trial is an article and, beside it, a text file with one sound candidate and the edits that plant
errors in it; `tests/evaluation/README.txt` describes the form.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from math import sqrt
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING

from markdown import Markdown

from commentary.errors import LocatedError
from commentary.grounding import check_grounding
from commentary.sections import (
    Basis,
    Finding,
    Kind,
    Origin,
    Point,
    Reference,
    Section,
    Sentence,
    Severity,
)
from commentary.source import Source, parse_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Check = Callable[[Section, Source], tuple[Finding, ...]]

CORPUS = Path(__file__).parents[2] / "tests" / "evaluation" / "articles"
TUNED = "tuned"
SOUND_SENTENCE = "sound sentence"
SOUND_SECTION = "sound section"

_CONFIDENCE = 0.95
_PLANTED_BELOW = "\n---\n"
_BECOMES = " → "
_FURTHER = " ;; "
_BASES = {"=": Basis.STATED, "~": Basis.INFERRED, "*": Basis.OPINION}
_REFERENCE = re.compile(r"  (\d+)(?: (.+))?")
_HEADING = re.compile(r"# (outlook|conclusion) (.+)")
_LINE = "{:14}  {:8}  {:>5}  {:>7}  {:>6}  {:>16}  {:>11}  {}"
_COLUMNS = ("what", "language", "texts", "blocked", "rate", "interval", "any finding", "rules")

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


@dataclass(frozen=True, slots=True)
class Trial:
    """An article, a sound candidate for it as its file has it, and the errors planted in that."""

    path: str
    source: Source
    sound: str
    edits: tuple[Edit, ...] = ()
    split: str = TUNED


@dataclass(frozen=True, slots=True)
class Judged:
    """What the checks said of one text; of a planted error, what they say only because of it."""

    what: str
    """The kind of error, or `sound sentence`, or `sound section` for findings on a whole one."""
    language: str
    where: str
    text: str
    findings: tuple[Finding, ...]

    @property
    def is_blocked(self) -> bool:
        """Whether a finding keeps it off the page."""
        return any(finding.severity is Severity.BLOCKING for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: all texts of one kind in one language."""

    what: str
    language: str
    texts: int
    blocked: int
    rate: float
    interval: tuple[float, float]
    """In which the true rate lies with 95 % confidence, as Wilson computes it."""
    noticed: int
    """Texts with any finding, advisory ones included."""
    rules: tuple[tuple[str, int], ...]
    """Texts that a rule objected to, the busiest rule first."""


def load_trials(folder: Path = CORPUS) -> tuple[Trial, ...]:
    """Read all articles of a folder with their candidates, by name."""
    return tuple(_load(path) for path in sorted(folder.glob("*.md"), key=lambda p: p.name))


def judge(trials: Iterable[Trial], check: Check = check_grounding) -> tuple[Judged, ...]:
    """Run the checks on every candidate, sound and planted."""
    return tuple(one for trial in trials for one in _judge(trial, check))


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


def rows(judged: Iterable[Judged]) -> tuple[Row, ...]:
    """Count what was judged, by kind and language and over both."""
    texts = tuple(judged)
    languages = sorted({one.language for one in texts})
    kinds = [(str(what), {str(what)}) for what in (*Error, SOUND_SENTENCE, SOUND_SECTION)]
    kinds.insert(len(Error), ("all errors", {str(what) for what in Error}))
    counted = (
        _row(what, language, [t for t in texts if t.what in of and language in (t.language, "all")])
        for what, of in kinds
        for language in (*languages, "all")
    )
    return tuple(row for row in counted if row.texts)


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the ends of the interval of a share; all is possible as long as nothing was counted."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    spread = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2) ** 2 / total
    reach = sqrt(spread * (share * (1 - share) + spread / 4))
    low, high = ((share + spread / 2 + side) / (1 + spread) for side in (-reach, reach))
    return max(0.0, low), min(1.0, high)


def format_judged(judged: Iterable[Judged]) -> list[str]:
    """Return the table, the errors that were not blocked, and all findings on sound texts."""
    texts = tuple(judged)
    missed = [one for one in texts if one.what in set(Error) and not one.is_blocked]
    alarms = [(one, f) for one in texts if one.what not in set(Error) for f in one.findings]
    return [
        *(_LINE.format(*cells).rstrip() for cells in (_COLUMNS, *map(_cells, rows(texts)))),
        *("", f"errors not blocked: {len(missed)}"),
        *(f"{one.where}: {one.what}: {one.text}" for one in missed),
        *("", f"findings on sound texts: {len(alarms)}"),
        *(f"{one.where}: {f.severity}: {f.rule}: {f.message}: {one.text}" for one, f in alarms),
    ]


def as_json(judged: Iterable[Judged]) -> str:
    """Return the same for programs."""
    texts = tuple(judged)
    table, details = [asdict(row) for row in rows(texts)], [asdict(one) for one in texts]
    return json.dumps({"table": table, "texts": details}, ensure_ascii=False, indent=2)


def main(arguments: list[str]) -> None:
    """Print how the checks do on the corpus, or on one `--split=NAME`; `--json` for programs."""
    named = {text.removeprefix("--split=") for text in arguments if text.startswith("--split=")}
    judged = judge(trial for trial in load_trials() if not named or trial.split in named)
    lines = [as_json(judged)] if "--json" in arguments else format_judged(judged)
    sys.stdout.write("\n".join(lines) + "\n")


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


def _judge(trial: Trial, check: Check) -> Iterator[Judged]:
    language = trial.source.language
    told: list[Finding] = []
    for section in sections_of(trial):
        found = check(section, trial.source)
        told += found
        sentences = [sentence.text for sentence in section.sentences]
        for text in sentences:
            own = tuple(finding for finding in found if finding.sentence == text)
            yield Judged(SOUND_SENTENCE, language, trial.path, text, own)
        rest = tuple(finding for finding in found if finding.sentence not in sentences)
        yield Judged(SOUND_SECTION, language, trial.path, section.heading, rest)
    for edit in trial.edits:
        planted = sections_of(planted_in(trial, edit))
        added = _added(told, [f for section in planted for f in check(section, trial.source)])
        shown = "; ".join(f"{before!r}{_BECOMES}{after!r}" for before, after in edit.changes)
        yield Judged(edit.error, language, f"{trial.path}:{edit.line}", shown, added)


def _added(told: Iterable[Finding], found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out what the checks say of the sound candidate just so, whatever sentence it names."""
    known = Counter((finding.rule, finding.message) for finding in told)
    added: list[Finding] = []
    for finding in found:
        known[finding.rule, finding.message] -= 1
        if known[finding.rule, finding.message] < 0:
            added.append(finding)
    return tuple(added)


def _row(what: str, language: str, texts: list[Judged]) -> Row:
    counts = Counter(rule for one in texts for rule in {f.rule for f in one.findings})
    blocked = sum(one.is_blocked for one in texts)
    noticed = sum(bool(one.findings) for one in texts)
    rules = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    share, interval = blocked / max(1, len(texts)), wilson(blocked, len(texts))
    return Row(what, language, len(texts), blocked, share, interval, noticed, rules)


def _cells(row: Row) -> tuple[object, ...]:
    low, high = row.interval
    rules = " ".join(f"{rule} {count}" for rule, count in row.rules)
    shares = (f"{row.rate:.1%}", f"{low:.1%} to {high:.1%}")
    return (row.what, row.language, row.texts, row.blocked, *shares, row.noticed, rules)


if __name__ == "__main__":
    main(sys.argv[1:])
