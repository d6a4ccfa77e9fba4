"""What was measured, as lines for a terminal."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from .counting import rows, wilson
from .trials import TUNED, Error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .changes import Change
    from .citations import Citations
    from .counting import Row
    from .detection import Detection
    from .fresh import Fresh
    from .judging import Judged
    from .measures import Measure

_LINE = "{:14}  {:8}  {:>5}  {:>7}  {:>6}  {:>16}  {:>11}  {}"
_COLUMNS = ("what", "language", "texts", "blocked", "rate", "interval", "any finding", "rules")
_READER_LINE = "{:14}  {:>5}  {:>7}  {:>7}  {:>7}  {:>9}  {:>6}  {:>16}  {:>8}"
_READER_COLUMNS = (
    *("what", "texts", "checks", "judged", "doubted", "together", "rate", "interval", "unjudged"),
)
_MEASURE_LINE = "{:41}  {:8}  {:>5}  {:>7}  {:12}  {}"
_MEASURE_COLUMNS = ("what", "language", "texts", "value", "unit", "within")


def format_judged(judged: Iterable[Judged]) -> list[str]:
    """Return a table for each split, the errors not blocked, and all findings on sound texts."""
    texts = tuple(judged)
    missed = [one for one in texts if one.what in set(Error) and not one.is_blocked]
    alarms = [(one, f) for one in texts if one.what not in set(Error) for f in one.findings]
    return [
        *_split_tables(texts),
        *("", f"errors not blocked, which takes a reader: {len(missed)}"),
        *(f"{one.where}: {one.what}: {one.text}" for one in missed),
        *("", f"findings on sound texts: {len(alarms)}"),
        *(f"{one.where}: {f.severity}: {f.rule}: {f.message}: {one.text}" for one, f in alarms),
    ]


def format_detections(reader: str, table: Iterable[Detection]) -> list[str]:
    """Return what a second reader adds, kind by kind."""
    lines = (
        _READER_LINE.format(
            *(row.what, row.texts, row.by_checks, row.judged, row.doubted, row.by_either),
            *(f"{row.rate:.1%}", _interval(row.interval), row.unknown),
        )
        for row in table
    )
    return [
        "",
        f"checks and second reader: {reader}",
        _READER_LINE.format(*_READER_COLUMNS),
        *lines,
    ]


def format_measures(what: str, measures: Iterable[Measure]) -> list[str]:
    """Return lengths, hedges, endings and ease of some texts."""
    lines = [
        _MEASURE_LINE.format(
            *(one.name, one.language, one.counted),
            f"{one.value:.1%}" if one.unit == "share" else f"{one.value:.1f}",
            one.unit,
            f"{one.within:.0%} in {one.bounds[0]} to {one.bounds[1]}"
            if one.within is not None and one.bounds
            else "",
        ).rstrip()
        for one in measures
    ]
    if not lines:
        return ["", f"{what}: there are none"]
    return ["", what, _MEASURE_LINE.format(*_MEASURE_COLUMNS), *lines]


def format_changes(changes: Iterable[Change]) -> list[str]:
    """Return how much people changed before they accepted."""
    all_changes = tuple(changes)
    known = [c for c in all_changes if c.distance is not None and c.sentences is not None]
    if not all_changes:
        return ["", "changed before it was accepted: no section of a model was accepted so far"]
    lines = [
        f"{change.name}: {change.section}: "
        + (
            "the generated text is not in Git"
            if change.distance is None or change.sentences is None
            else f"{change.distance:.1%} of the characters, {change.sentences:.1%} of the sentences"
        )
        for change in all_changes
    ]
    if known:
        mean = fmean(change.distance or 0.0 for change in known)
        lines.append(f"mean of {len(known)} sections: {mean:.1%} of the characters")
    return ["", "changed before it was accepted", *lines]


def format_fresh(model: str, fresh: Iterable[Fresh], citations: Citations) -> list[str]:
    """Return how what a model wrote now fares with the checks and the second reader."""
    texts = tuple(fresh)
    written = [text for text in texts if text.sections]
    in_form = [text for text in texts if text.first is not None]
    clean = [text for text in in_form if not _blocking(text)]
    sections = sum(len(text.sections) for text in written)
    blocked = sum(len(text.blocked) for text in written)
    return [
        "",
        f"written afresh by {model}",
        _share("articles with sections", len(written), len(texts)),
        _share("first answers in the right form", len(in_form), len(texts)),
        _share("first answers that the checks pass", len(clean), len(texts)),
        _share("sections kept off the page", blocked, sections),
        f"sentences cut: {sum(text.cut for text in written)}",
        _share("citation recall", citations.supported, citations.sentences),
        _share("citation precision", citations.needed, citations.references),
        f"sentences the reader did not judge: {citations.unknown}",
        *(f"{text.path}: {text.error}" for text in texts if text.error),
    ]


def _split_tables(texts: tuple[Judged, ...]) -> Iterator[str]:
    for split in sorted({one.split for one in texts}, key=lambda name: (name != TUNED, name)):
        own = [one for one in texts if one.split == split]
        articles = len({one.where.partition(":")[0] for one in own})
        yield f"checks alone, {articles} articles: {split}"
        for cells in (_COLUMNS, *map(_cells, rows(own))):
            yield _LINE.format(*cells).rstrip()
        yield ""


def _cells(row: Row) -> tuple[object, ...]:
    rules = " ".join(f"{rule} {count}" for rule, count in row.rules)
    shares = (f"{row.rate:.1%}", _interval(row.interval))
    return (row.what, row.language, row.texts, row.blocked, *shares, row.noticed, rules)


def _interval(ends: tuple[float, float]) -> str:
    low, high = ends
    return f"{low:.1%} to {high:.1%}"


def _share(what: str, hits: int, total: int) -> str:
    if not total:
        return f"{what}: none to count"
    return f"{what}: {hits} of {total}, {hits / total:.1%} ({_interval(wilson(hits, total))})"


def _blocking(text: Fresh) -> bool:
    return any(finding.severity == "blocking" for finding in text.first or ())
