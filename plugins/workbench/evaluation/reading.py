"""What a second reader says of the corpus: one that was recorded, or a model that is asked now.

A pair is judged or not; what is not judged counts neither as doubted nor as supported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commentary.errors import LocatedError, ProviderError
from commentary.sections import Support, Usage
from commentary.verification import Pair, parse_supports, verification_prompt

from .trials import CORPUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from commentary.prompts import Prompt
    from commentary.second_reader import SecondReader
    from commentary.source import Source

BY_HAND = CORPUS.parent / "judged-by-hand"
_RECORDED = re.compile(r"(supported|unsupported|contradicted) \[((?:p\d+ ?)+)\] (.+)")


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of one article that one call asks about."""

    language: str
    date: str
    """ISO day of the article."""
    pairs: tuple[Pair, ...]

    def prompt(self, instructions: str) -> Prompt:
        """Return what a reader is asked."""
        return verification_prompt(self.pairs, instructions, date=self.date)


@dataclass(slots=True)
class Readings:
    """What a second reader said."""

    reader: str
    """A model's name, or how else the verdicts came about."""
    supports: dict[Pair, Support] = field(default_factory=dict)
    calls: int = 0
    usage: Usage = field(default_factory=Usage)
    errors: list[str] = field(default_factory=list)
    """Why calls brought no verdicts, each reason as often as it happened."""

    def doubts(self, pairs: Iterable[Pair]) -> bool | None:
        """Tell whether one of the pairs is not supported; None when that is not known."""
        found = [self.supports.get(pair) for pair in pairs]
        if any(support not in (None, Support.SUPPORTED) for support in found):
            return True
        return None if None in found else False


def rounds_of(pairs: Iterable[tuple[object, Pair]], source: Source) -> tuple[Batch, ...]:
    """Deal pairs out to calls so that no call shows two versions of one thing.

    Beside each other they would give the wrong one away, which no article does.

    Args:
        pairs: each with the place that it is a version of, such as the line of a sentence.
        source: the article.
    """
    calls: list[list[Pair]] = []
    taken: dict[object, int] = defaultdict(int)
    for place, pair in pairs:
        at = taken[place]
        taken[place] += 1
        if at == len(calls):
            calls.append([])
        calls[at].append(pair)
    return tuple(Batch(source.language, source.date, tuple(dict.fromkeys(call))) for call in calls)


def ask(
    batches: Iterable[Batch], reader_for: Callable[[str], SecondReader], *, at_once: int
) -> Readings:
    """Ask a second reader about all batches, each with a call of its own.

    Args:
        batches: what to ask.
        reader_for: who is asked in a language.
        at_once: calls at the same time.
    """

    def answered(batch: Batch) -> tuple[Mapping[Pair, Support], Usage, str]:
        reader = reader_for(batch.language)
        try:
            reply = reader.provider.complete(batch.prompt(reader.instructions))
            judged = parse_supports(reply.text, batch.pairs)
        except ProviderError as error:
            return {}, error.usage or Usage(), str(error)
        supports = (support for support, _ in judged)
        return dict(zip(batch.pairs, supports, strict=True)), reply.usage, ""

    asked = tuple(batches)
    readings = Readings(reader_for(asked[0].language).provider.model if asked else "")
    with ThreadPoolExecutor(at_once) as pool:
        for supports, usage, error in pool.map(answered, asked):
            readings.calls += 1
            readings.usage += usage
            readings.supports.update(supports)
            readings.errors += [error] if error else []
    return readings


def recorded(pairs: Iterable[Pair], folder: Path = BY_HAND) -> Readings:
    """Return the verdicts that come with the corpus, for those of the pairs that have one.

    A planted error is doubted there and a sound sentence supported, unless reading the sentence
    with its paragraphs and nothing else, as `verify.en.md` and `verify.ja.md` say, showed
    otherwise. It is what a reader without mistakes would say, so a bound and no forecast.

    Raises:
        LocatedError: a line of a file is no verdict.
    """
    marks = {mark: support for path in sorted(folder.glob("*.txt")) for mark, support in _of(path)}
    found = {pair: marks[mark] for pair in pairs if (mark := mark_of(pair)) in marks}
    return Readings("judged by hand", found)


def mark_of(pair: Pair) -> str:
    """Return how the recorded verdicts name a pair: the paragraphs' numbers and the sentence."""
    numbers = " ".join(f"p{paragraph.number}" for paragraph in pair.paragraphs)
    return f"[{numbers}] {pair.sentence.text}"


def _of(path: Path) -> Iterable[tuple[str, Support]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match = _RECORDED.fullmatch(line)
        if line and not match:
            raise LocatedError(
                "expected `supported`, `unsupported` or `contradicted`, then `[p1 p2] sentence`",
                path=path.name,
                line=number,
            )
        if match:
            yield f"[{match[2]}] {match[3]}", Support(match[1])
