"""What `invoke evaluate` does: measure without a model, then, if there is one, with it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import chain
from typing import TYPE_CHECKING

from commentary.costs import total_of
from commentary.sections import Origin, Usage
from commentary.settings import Generate

from .changes import changes_of, git_versions
from .counting import rows
from .detection import detections
from .judging import judge
from .measures import Written, measures_of
from .reading import recorded
from .tables import (
    format_changes,
    format_detections,
    format_fresh,
    format_judged,
    format_measures,
)
from .trials import load_trials, sections_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ..desk import Desk
    from .asking import Asked, Interview
    from .judging import Judged
    from .trials import Trial

BY_HAND = "judged by hand, as one without mistakes would: a bound and no forecast"


@dataclass(frozen=True, slots=True)
class Options:
    """How the command is called."""

    splits: tuple[str, ...] = ()
    """Parts of the corpus; all when empty."""
    articles: int = 0
    """So many of them are asked about, spread over the corpus; 0 for all."""
    only_estimates: bool = False
    is_agreed: bool = False
    """Whether the cost is agreed to already."""


def evaluate(
    desk: Desk, options: Options, *, confirm: Callable[[str], str], as_json: bool = False
) -> Iterator[str]:
    """Yield the tables of the corpus, of the blog's sections, and of its model if it has one.

    Args:
        desk: the blog.
        options: which articles, and what may be asked.
        confirm: asks a person whether the cost is right; `y` is yes.
        as_json: whether all of it is one JSON text.
    """
    trials = chosen_trials(options)
    judged = judge(trials)
    rest = chain(of_blog(desk), with_model(desk, trials, options, confirm=confirm))
    if as_json:
        yield json_of(judged, rest)
        return
    yield from without_model(trials, judged)
    yield from rest


def chosen_trials(options: Options) -> tuple[Trial, ...]:
    """Return the articles of the wanted splits."""
    return tuple(t for t in load_trials() if not options.splits or t.split in options.splits)


def without_model(trials: tuple[Trial, ...], judged: tuple[Judged, ...]) -> Iterator[str]:
    """Yield all that the corpus says of the checks."""
    by_hand = recorded(pair for one in judged for pair in one.pairs)
    candidates = (Written(trial.source, sections_of(trial)) for trial in trials)
    yield from format_judged(judged)
    yield from format_detections(BY_HAND, detections(judged, by_hand))
    yield from format_measures(
        "sound candidates, which are short by design", measures_of(candidates)
    )


def of_blog(desk: Desk) -> Iterator[str]:
    """Yield what the blog's own sections look like, and what people changed in them."""
    store = desk.workshop.store
    found = [(article, store.get(article.path)) for article in desk.articles]
    held = [(article, sidecar) for article, sidecar in found if sidecar]
    for origin in (Origin.MODEL, Origin.AUTHOR):
        written = (
            Written(a.source, tuple(s for s in sidecar.sections if s.origin is origin))
            for a, sidecar in held
        )
        yield from format_measures(
            f"sections in this blog, origin {origin}", measures_of(w for w in written if w.sections)
        )
    named = [(store.name_of(store.path_of(a.path)), sidecar) for a, sidecar in held]
    yield from format_changes(changes_of(named, git_versions(store.blog)))


def with_model(
    desk: Desk, trials: tuple[Trial, ...], options: Options, *, confirm: Callable[[str], str]
) -> Iterator[str]:
    """Yield what the configured model costs and does, or why it is not asked.

    Args:
        desk: the blog.
        trials: articles of the corpus.
        options: how many of them, and whether the cost is agreed to.
        confirm: asks a person a question.
    """
    settings = desk.workshop.settings
    yield ""
    if not desk.workshop.provider_for or settings.generate is Generate.NEVER:
        yield _NOBODY
        return
    from .asking import Interview  # noqa: PLC0415 - brings openai's types, which few runs need

    some = spread(trials, options.articles)
    judged = judge(some)
    interview = Interview(desk.workshop, store_of_answers(desk))
    try:
        estimate = interview.estimate(some, judged)
        yield f"{len(some)} articles, {settings.model}, {estimate}"
        if options.only_estimates:
            return
        is_agreed = options.is_agreed or not estimate.calls
        if is_agreed or confirm("ask? [y/N] ").strip().lower() == "y":
            yield from _asked(interview, some, judged)
        else:
            yield "nothing was asked; `--yes` agrees beforehand"
    finally:
        interview.close()


def store_of_answers(desk: Desk) -> Path:
    """Return the folder of kept answers; `invoke clean` empties it."""
    return desk.workshop.store.blog / ".cache" / "evaluation"


def spread(trials: tuple[Trial, ...], count: int) -> tuple[Trial, ...]:
    """Choose so many evenly, so that both languages are among few; all for 0 or too many."""
    if not 0 < count < len(trials):
        return trials
    return tuple(trials[number * len(trials) // count] for number in range(count))


def json_of(judged: Iterable[Judged], lines: Iterable[str] = ()) -> str:
    """Return the table and every text for programs, and what else was said as lines."""
    texts = tuple(judged)
    details = [
        {
            "what": one.what,
            "language": one.language,
            "split": one.split,
            "where": one.where,
            "text": one.text,
            "findings": [asdict(finding) for finding in one.findings],
        }
        for one in texts
    ]
    by_hand = recorded(pair for one in texts for pair in one.pairs)
    splits = sorted({one.split for one in texts})
    held = {
        "table": [asdict(row) for row in rows(texts)],
        "splits": {s: [asdict(r) for r in rows(t for t in texts if t.split == s)] for s in splits},
        "judged_by_hand": [asdict(row) for row in detections(texts, by_hand)],
        "texts": details,
        "lines": list(lines),
    }
    return json.dumps(held, ensure_ascii=False, indent=2)


_NOBODY = (
    "no model was asked: none is configured, or generating is forbidden "
    "(`COMMENTARY_MODEL` with `OPENAI_API_KEY` or `OPENAI_BASE_URL`)"
)


def _asked(
    interview: Interview, trials: tuple[Trial, ...], judged: tuple[Judged, ...]
) -> Iterator[str]:
    asked = interview.ask(trials, judged)
    model, reader = interview.writer.model, interview.reader.model
    yield from format_detections(f"{reader}, asked now", detections(judged, asked.readings))
    yield from format_fresh(model, asked.fresh, asked.citations)
    written = (Written(one.source, one.sections) for one in asked.fresh if one.sections)
    yield from format_measures(f"written afresh by {model}", measures_of(written))
    yield from ("", *dict.fromkeys(asked.readings.errors), _bill(asked))


def _bill(asked: Asked) -> str:
    usage = sum((part for _, part in asked.spent), Usage())
    cost = total_of(asked.spent)
    return (
        f"asked: {asked.calls} questions, kept answers included; spent {usage.input} tokens in, "
        f"{usage.output} out, {'cost unknown' if cost is None else f'${cost:.4f}'}"
    )
