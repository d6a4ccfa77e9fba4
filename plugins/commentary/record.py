"""How a blog uses AI, counted from its sidecars and from what its pages show, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .authorship import Share, share_of_all
from .lifecycle import Status
from .sections import Origin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from .lifecycle import Standing
    from .report import ArticleState
    from .sections import Provenance


@dataclass(frozen=True, slots=True)
class Record:
    """What can be said of the published articles."""

    articles: int = 0
    with_ai: int = 0
    """Articles whose page shows a section that a model wrote."""
    by_model: int = 0
    """Sections on pages that a model wrote, also those that a person changed since."""
    reviewed: int = 0
    """Those of them whose exact text a person accepted."""
    extracts: int = 0
    """Sections on pages that are sentences of the article itself."""
    by_author: int = 0
    """Sections on pages that a person wrote."""
    rejected: int = 0
    """Sections in sidecars that a person rejected."""
    share: Share = field(default_factory=Share)
    """Of the sentences that models wrote in the sections on pages."""
    models: tuple[str, ...] = ()
    """That wrote sections on pages, as their providers named them."""
    last_written: dt.date | None = None
    """The newest day (UTC) on which a model wrote one of the sections on pages."""
    last_reviewed: dt.date | None = None
    """The newest day on which a person accepted one of them."""


def record_of(articles: Iterable[tuple[ArticleState, Iterable[Provenance]]]) -> Record:
    """Count what stands.

    Args:
        articles: the published ones, each with the origins that its sidecar tells.
    """
    pairs = tuple((state, {each.number: each for each in known}) for state, known in articles)
    shown = [standing for state, _ in pairs for standing in state.published]
    written = [standing for standing in shown if _is_a_models(standing)]
    reviewed = [standing for standing in written if standing.status is Status.ACCEPTED]
    sources = [
        known[standing.section.provenance]
        for state, known in pairs
        for standing in state.published
        if _is_a_models(standing) and standing.section.provenance in known
    ]
    origins = Counter(standing.section.origin for standing in shown)
    return Record(
        articles=len(pairs),
        with_ai=sum(any(map(_is_a_models, state.published)) for state, _ in pairs),
        by_model=len(written),
        reviewed=len(reviewed),
        extracts=origins[Origin.EXTRACT],
        by_author=origins[Origin.AUTHOR],
        rejected=sum(s.status is Status.REJECTED for state, _ in pairs for s in state.standings),
        share=share_of_all(standing.section for standing in written),
        models=tuple(sorted({source.model for source in sources})),
        last_written=max((source.generated_at.date() for source in sources), default=None),
        last_reviewed=max(
            (s.section.review.date for s in reviewed if s.section.review), default=None
        ),
    )


def _is_a_models(standing: Standing) -> bool:
    return standing.section.origin is Origin.MODEL
