"""What a second reader adds to the checks: errors it doubts, and sound sentences it doubts too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .counting import ALL_ERRORS, wilson
from .judging import SOUND_SENTENCE
from .reading import rounds_of
from .trials import Error

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .judging import Judged
    from .reading import Batch, Readings
    from .trials import Trial


@dataclass(frozen=True, slots=True)
class Detection:
    """One kind of text: who stops it."""

    what: str
    texts: int
    by_checks: int
    """Blocked by the checks that need no model."""
    judged: int
    """Of which the reader said something; it cannot see what has no paragraphs."""
    doubted: int
    """Of those, not supported as the reader says."""
    by_either: int
    unknown: int
    """Neither blocked nor judged."""

    @property
    def rate(self) -> float:
        """Share of the texts that either stops; what is unknown counts as missed."""
        return self.by_either / max(1, self.texts)

    @property
    def interval(self) -> tuple[float, float]:
        """In which the true rate lies with 95 % confidence, as Wilson computes it."""
        return wilson(self.by_either, self.texts)


def detections(judged: Iterable[Judged], readings: Readings) -> tuple[Detection, ...]:
    """Count who stops what, by kind, and over all errors; then the false alarms."""
    texts = tuple(judged)
    kinds = [(str(kind), {str(kind)}) for kind in (*Error, SOUND_SENTENCE)]
    kinds.insert(len(Error), (ALL_ERRORS, {str(kind) for kind in Error}))
    counted = (_count(what, [t for t in texts if t.what in of], readings) for what, of in kinds)
    return tuple(row for row in counted if row.texts)


def batches_of(trial: Trial, judged: Iterable[Judged]) -> tuple[Batch, ...]:
    """Return the calls that a reader is asked with about one article: the sound candidate first.

    The errors follow, as many calls as one sentence has errors: no two versions of it in one call.
    """
    texts = [one for one in judged if one.where.partition(":")[0] == trial.path]
    sound = ((p, p) for one in texts if one.what == SOUND_SENTENCE for p in one.pairs)
    wrong = (
        (p.sentence.references, p) for one in texts if one.what in set(Error) for p in one.pairs
    )
    return (*rounds_of(sound, trial.source), *rounds_of(wrong, trial.source))


def _count(what: str, texts: list[Judged], readings: Readings) -> Detection:
    said = [readings.doubts(one.pairs) if one.pairs else None for one in texts]
    pairs = list(zip(texts, said, strict=True))
    return Detection(
        what=what,
        texts=len(texts),
        by_checks=sum(one.is_blocked for one in texts),
        judged=sum(doubt is not None for doubt in said),
        doubted=sum(doubt is True for doubt in said),
        by_either=sum(one.is_blocked or doubt is True for one, doubt in pairs),
        unknown=sum(not one.is_blocked and doubt is None for one, doubt in pairs),
    )
