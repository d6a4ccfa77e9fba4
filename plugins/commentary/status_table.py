"""The state of every section, as rows, as a table, and as figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .authorship import Share, share_of, share_of_all
from .lifecycle import Status
from .sections import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .lifecycle import Standing
    from .report import ArticleState, BuildReport

STATUS_COLUMNS = ("article", "section", "state", "why")
"""What each of `status_rows` holds."""
_UNWANTED = "unwanted"
_SETTLED = (Status.ACCEPTED, Status.REJECTED, Origin.EXTRACT, _UNWANTED)


def status_rows(report: BuildReport) -> tuple[tuple[str, str, str, str], ...]:
    """Return one row for each section, and for each that is missing."""
    return tuple(row for article in report.articles for row in _status_rows(article))


def format_status(report: BuildReport) -> tuple[str, ...]:
    """Return the rows as a table."""
    rows = status_rows(report)
    if not rows:
        return ()
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return tuple(
        "  ".join(
            (*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3])
        ).rstrip()
        for row in rows
    )


def needs_person(report: BuildReport) -> bool:
    """Tell whether anything waits for a person: pending, edited, stale, missing or damaged."""
    return any(row[2] not in _SETTLED for row in status_rows(report))


def status_records(report: BuildReport) -> Iterator[dict[str, str | int]]:
    """Yield the rows with their columns' names, and for a model's section what people changed.

    `generated` counts the sentences that a model wrote, `changed` those of them that no longer
    stand as they were written, `added` those that a person wrote or reworded.
    """
    shares = {
        (article.name, standing.section.id): share_of(standing.section)
        for article in report.articles
        for standing in article.standings
    }
    for row in status_rows(report):
        record: dict[str, str | int] = dict(zip(STATUS_COLUMNS, row, strict=True))
        share = shares.get(row[:2], Share())
        if share.generated:
            record |= {
                "generated": share.generated,
                "changed": share.changed,
                "added": share.added,
            }
        yield record


def share_line(report: BuildReport, language: str) -> str:
    """Return how much of what models wrote people changed, empty where nothing was written."""
    sections = (s.section for article in report.articles for s in article.standings)
    share = share_of_all(sections)
    if share.part is None:
        return ""
    template = _SHARE["ja" if language.startswith("ja") else "en"]
    return template.format(share=share, percent=round(100 * share.part))


_SHARE = {
    "ja": "AIが書いた {share.generated} 文のうち、人が直したか除いた文 {share.changed}（{percent} %）",
    "en": "of {share.generated} sentences by AI, people changed or removed {share.changed} ({percent} %)",
}


def _status_rows(article: ArticleState) -> Iterable[tuple[str, str, str, str]]:
    if article.error:
        yield (article.name, "-", "damaged", str(article.error))
    for kind in article.missing:
        yield (article.name, kind, "missing", "")
    for standing in article.standings:
        yield (article.name, standing.section.id, _state(standing), _why(standing, article))
    if article.note and not article.standings and not article.unwanted:
        yield (article.name, "-", _UNWANTED, article.note)
    for identifier in article.unwanted:
        yield (article.name, identifier, _UNWANTED, "the author wants none of this kind")


def _state(standing: Standing) -> str:
    if standing.is_stale:
        return "stale"
    if standing.is_blocked and standing.status is not Status.REJECTED:
        return "blocked"
    return standing.section.origin if standing.section.origin is Origin.EXTRACT else standing.status


def _why(standing: Standing, article: ArticleState) -> str:
    reasons = [f"outdated: {', '.join(standing.outdated)}"] if standing.outdated else []
    if article.left_out and standing.section.origin is Origin.MODEL:
        reasons.append(f"written without {article.left_out}, which did not fit")
    reasons += [finding.message for finding in standing.findings]
    return "; ".join(reasons)
