"""Which sentences of a section a person wrote or changed, and what share of a model's text stood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .sections import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .sections import Section, Sentence


@dataclass(frozen=True, slots=True)
class Share:
    """How much of what a model wrote people changed."""

    generated: int = 0
    """Sentences that a model wrote."""
    changed: int = 0
    """Those of them that no longer stand as they were written: reworded, or taken out."""
    added: int = 0
    """Sentences in the same sections that a person wrote or reworded."""

    @property
    def part(self) -> float | None:
        """The changed part, from 0 to 1; None where no model wrote anything."""
        return self.changed / self.generated if self.generated else None

    def __add__(self, other: Share) -> Share:
        """Sum both, field by field."""
        return Share(
            self.generated + other.generated,
            self.changed + other.changed,
            self.added + other.added,
        )


def is_the_authors(section: Section, sentence: Sentence) -> bool:
    """Tell whether a person wrote or reworded a sentence of a section.

    Where a sidecar keeps no marks of what was generated, an unchanged section is the model's, and
    of a changed one nothing is known of single sentences.
    """
    if section.origin is Origin.AUTHOR:
        return True
    return bool(section.generated_marks) and sentence.text_mark not in section.generated_marks


def share_of(section: Section) -> Share:
    """Count what a model wrote in a section and what of it people changed."""
    if section.origin is not Origin.MODEL or not section.generated_marks:
        return Share()
    written = Counter(section.generated_marks)
    standing = Counter(sentence.text_mark for sentence in section.sentences)
    return Share(
        generated=written.total(),
        changed=(written - standing).total(),
        added=(standing - written).total(),
    )


def share_of_all(sections: Iterable[Section]) -> Share:
    """Sum the shares of several sections."""
    return sum((share_of(section) for section in sections), Share())
