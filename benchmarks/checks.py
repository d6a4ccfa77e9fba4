"""How long all checks that need no model take on one long article with its sections.

The article is put together from those in `tests/evaluation/`, its sections from the sound candidates
beside them, until it has 5,000 characters. Every round clears what the checks remember of texts, as
if it had never seen the article; `again` is what a second look takes, such as that of `invoke status`.

Run it: `python benchmarks/checks.py [ROUNDS]`, 30 without a number.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins"))

from commentary.grounding import check_grounding
from commentary.sections import Kind, Origin, Point, Section, Sentence
from commentary.source import parse_source
from workbench.evaluation.trials import load_trials, sections_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commentary.source import Source
    from workbench.evaluation.trials import Trial

CHARACTERS = 5000
ROUNDS = 30


def main(rounds: int) -> None:
    """Print the median and the middle half of all rounds, for each language."""
    for language in ("ja", "en"):
        source, sections = long_article(language)
        written = sum(len(sentence.text) for section in sections for sentence in section.sentences)
        first = sorted(_rounds(source, sections, rounds, forget=True))
        again = sorted(_rounds(source, sections, rounds, forget=False))
        sys.stdout.write(
            f"{language}: article {len(source.text)} characters, sections {written}: "
            f"{_spread(first)}; again {_spread(again)}\n"
        )


def long_article(language: str) -> tuple[Source, tuple[Section, ...]]:
    """Return an article of the wanted length, with an outlook and a conclusion."""
    html, before = "", 0
    points: list[Point] = []
    endings: list[Sentence] = []
    for trial in (trial for trial in load_trials() if trial.source.language == language):
        html += "".join(f"<p>{p.text}</p>\n" for p in trial.source.paragraphs)
        outlook, conclusion = (tuple(_moved(trial, kind, before)) for kind in Kind)
        points.append(Point(trial.source.title[:16], outlook))
        endings += conclusion[:1]
        before += len(trial.source.paragraphs)
        source = parse_source(html, title=trial.source.title, date="2026-11-02", language=language)
        if len(source.text) >= CHARACTERS:
            break
    parts = Section("outlook-1", Kind.OUTLOOK, Origin.MODEL, "見通し", points=tuple(points))
    end = replace(parts, id="conclusion", kind=Kind.CONCLUSION, opening=tuple(endings), points=())
    return source, (parts, end)


def _moved(trial: Trial, kind: Kind, by: int) -> Iterator[Sentence]:
    """Yield the sentences of a candidate, resting on paragraphs so many further down."""
    for section in sections_of(trial):
        for sentence in section.sentences if section.kind is kind else ():
            grounds = tuple(replace(r, paragraph=r.paragraph + by) for r in sentence.references)
            yield replace(sentence, references=grounds)


def _rounds(
    source: Source, sections: tuple[Section, ...], rounds: int, *, forget: bool
) -> Iterator[float]:
    """Yield the milliseconds of processor time of each round, without the first, in which everything is imported."""
    for number in range(rounds + 1):
        if forget:
            _forget()
        begin = process_time()
        for section in sections:
            check_grounding(section, source)
        if number:
            yield (process_time() - begin) * 1000


def _forget() -> None:
    """Empty every cache of the plugin."""
    for name, module in list(sys.modules.items()):
        for value in list(vars(module).values()) if name.startswith("commentary.") else ():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _spread(times: list[float]) -> str:
    low, _, high = quantiles(times, n=4)
    return f"{median(times):.1f} ms ({low:.1f} to {high:.1f})"


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROUNDS)
