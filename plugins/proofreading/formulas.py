"""Rules about formulas; where an article has some, no other rule looks at what stands in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from .manuscripts import Kind
from .remarks import Remark, Rule
from .wording import CODE, HIDDEN, covered, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .manuscripts import Manuscript


class Formula(Protocol):
    """Where a formula stands in a text, and what is wrong with it."""

    @property
    def start(self) -> int:
        """Offset of its first sign."""

    @property
    def end(self) -> int:
        """Offset behind its last sign."""

    @property
    def fault(self) -> str:
        """Why it cannot be set; empty if it can."""


class Reader(Protocol):
    """Knows what is a formula on the blog."""

    def is_asked_for(self, value: str) -> bool:
        """Tell whether the metadata `Math` of an article says yes."""

    def formulas(self, text: str) -> Iterable[Formula]:
        """List the formulas of a text in which code is hidden."""

    def likely(self, text: str) -> int | None:
        """Return where a text that did not ask for formulas seems to have one."""


def formula_remarks(manuscript: Manuscript, reader: Reader, asked: str) -> Iterator[Remark]:
    """Yield what is wrong with the formulas of a body.

    Args:
        manuscript: the body.
        reader: knows what a formula is.
        asked: value of the metadata `Math`.
    """
    text = _readable(manuscript)
    first = manuscript.lines[0].number if manuscript.lines else 1

    def line(place: int) -> int:
        return first + text.count("\n", 0, place)

    if not reader.is_asked_for(asked):
        place = reader.likely(text)
        if place is not None:
            yield Remark(line(place), Rule.FORMULA_UNASKED, text[place:].split("\n")[0][:40])
        return
    for formula in reader.formulas(text):
        if formula.fault:
            subject = " ".join(text[formula.start : formula.end].split())
            yield Remark(line(formula.start), Rule.FORMULA, f"{subject}`: `{formula.fault}")


def without_formulas(manuscript: Manuscript, reader: Reader, asked: str) -> Manuscript:
    """Cover the formulas of a body, so that their signs are taken for no marks."""
    if not reader.is_asked_for(asked):
        return manuscript
    text = text_of(manuscript)
    for formula in reader.formulas(_readable(manuscript)):
        veiled = "".join(c if c == "\n" else HIDDEN for c in text[formula.start : formula.end])
        text = text[: formula.start] + veiled + text[formula.end :]
    lines = zip(manuscript.lines, text.split("\n"), strict=True)
    return replace(
        manuscript,
        lines=tuple(
            replace(line, text=shown) if line.kind is Kind.TEXT else line for line, shown in lines
        ),
    )


def _readable(manuscript: Manuscript) -> str:
    return "\n\n".join(covered(part, CODE) for part in text_of(manuscript).split("\n\n"))
