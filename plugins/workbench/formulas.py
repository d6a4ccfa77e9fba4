"""What the proofs ask about formulas, answered by the plugin that sets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulas import dollars
from formulas.mathml import fault

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class FormulaAt:
    """A formula in a text."""

    start: int
    end: int
    fault: str


class FormulaReader:
    """Finds formulas and tries to set them."""

    def is_asked_for(self, value: str) -> bool:
        """Tell whether the metadata `Math` of an article says yes."""
        return dollars.is_asked_for([value])

    def formulas(self, text: str) -> Iterator[FormulaAt]:
        """Yield the formulas of a text in which code is hidden."""
        for found in dollars.formulas(text):
            problem = fault(found.latex, is_displayed=found.is_displayed)
            yield FormulaAt(found.start, found.end, problem)

    def likely(self, text: str) -> int | None:
        """Return where a text that did not ask for formulas seems to have one."""
        found = dollars.likely_formula(text)
        return found.start() if found else None
