"""Is all that changed in an article since a section was written one mended typing error?

The sidecar keeps a digest of the article and not its text, so the old text comes from Git: of
each committed version that differs in so little, the present HTML is changed back, and the
digest then proves that this is the text the section was written for. Without Git, or without
such a version, the section counts as outdated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commentary.corrections import is_correction
from commentary.lifecycle import Outdated, written_for

from .history import committed_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from commentary.lifecycle import Standing
    from commentary.pipeline import Article
    from commentary.report import ArticleState, BuildReport
    from commentary.sections import Sidecar
    from commentary.source import Source

_MOST_CHANGES = 2
"""Characters that a correction may touch."""
_CONTEXT = 6
"""Characters on each side by which the place is found in the HTML."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """An article's HTML, and how it is read."""

    html: str
    parse: Callable[[str], Source]


def without_corrected(
    report: BuildReport,
    articles: Iterable[Article],
    sidecars: Mapping[Path, Sidecar],
    rendered: Mapping[str, Rendered],
) -> BuildReport:
    """Return a report in which no section is outdated by one small correction of its article.

    Args:
        report: with the states of the articles, in their order.
        articles: those.
        sidecars: by the article's path.
        rendered: by the article's name.
    """

    def state_of(article: Article, state: ArticleState) -> ArticleState:
        sidecar, page = sidecars.get(article.path), rendered.get(article.name)
        if not (sidecar and page):
            return state
        standings = (mended(standing, article, sidecar, page) for standing in state.standings)
        return replace(state, standings=tuple(standings))

    pairs = zip(articles, report.articles, strict=True)
    return replace(report, articles=tuple(state_of(*pair) for pair in pairs))


def mended(standing: Standing, article: Article, sidecar: Sidecar, page: Rendered) -> Standing:
    """Return a standing that is not outdated by one small correction of its article."""
    if Outdated.BODY not in standing.outdated:
        return standing
    digest = written_for(standing.section, sidecar)
    for source in _earlier(article, page):
        if source.digest == digest and _is_corrected(source, article.source):
            reasons = tuple(r for r in standing.outdated if r is not Outdated.BODY)
            return replace(standing, outdated=reasons)
    return standing


def _earlier(article: Article, rendered: Rendered) -> Iterator[Source]:
    now = article.path.read_text(encoding="utf-8", errors="replace")
    for text in committed_texts(article.path):
        places = _change(text, now)
        if places and rendered.html.count(places[1]) == 1:
            yield rendered.parse(rendered.html.replace(places[1], places[0]))


def _change(before: str, after: str) -> tuple[str, str] | None:
    """Return the only place where two texts differ, with what stands around it, as both have it."""
    most = min(len(before), len(after))
    start = next((n for n in range(most) if before[n] != after[n]), most)
    left = most - start
    tail = next((n for n in range(left) if before[-1 - n] != after[-1 - n]), left)
    ends = len(before) - tail, len(after) - tail
    if before == after or max(ends) - start > _MOST_CHANGES:
        return None
    first = max(0, start - _CONTEXT, before.rfind("\n", 0, start) + 1)
    around = _after(before, ends[0])
    return before[first : ends[0]] + around, after[first : ends[1]] + around


def _after(text: str, end: int) -> str:
    return text[end : end + _CONTEXT].partition("\n")[0]


def _is_corrected(before: Source, after: Source) -> bool:
    """Whether one paragraph alone differs, by a correction."""
    if (before.title, before.headings) != (after.title, after.headings):
        return False
    pairs = [(b.text, a.text) for b, a in zip(before.paragraphs, after.paragraphs, strict=False)]
    changed = [(old, new) for old, new in pairs if old != new]
    is_same_count = len(before.paragraphs) == len(after.paragraphs)
    return is_same_count and len(changed) == 1 and is_correction(*changed[0])
