"""The ledger for programs: JSON with a schema, and a table as CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from .entries import Change, Entry, Forecast, Resolution, Voice

VERSION = 1
"""Of the JSON's shape; a change that breaks a reader raises it."""
# A spreadsheet takes a cell that begins so for a formula, which texts of others must not become.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "id language article statement quote kind by_role by made_on resolves_on precision state "
    "outcome known_on evidence resolved_by probability probability_by_role probability_by "
    "author_probability resolution_criteria resolution_source resolution_address digest "
    "published_on changes"
).split()


def predictions_json(entries: Iterable[Entry], *, site: str, home: str, today: dt.date) -> str:
    """Write all entries; the keys are those of `predictions.schema.json`.

    Args:
        entries: in any order.
        site: name of the blog.
        home: its address with a slash at its end; a lone `/` for a site without one.
        today: the day of the build, which states depend on.
    """
    listed = sorted(entries, key=lambda entry: entry.key)
    document = {
        "$schema": "predictions.schema.json",
        "version": VERSION,
        "site": site,
        "home": home,
        "as_of": today.isoformat(),
        "predictions": [_prediction(entry, home, today) for entry in listed],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def predictions_csv(entries: Iterable[Entry], *, home: str, today: dt.date) -> str:
    """Write one line an entry, with a byte order mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    table = csv.DictWriter(text, _COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for entry in sorted(entries, key=lambda entry: entry.key):
        cells = _row(entry, home, today)
        table.writerow({name: _cell(value) for name, value in cells.items()})
    return text.getvalue()


def _prediction(entry: Entry, home: str, today: dt.date) -> dict[str, Any]:
    return {
        "id": entry.id,
        "key": entry.key,
        "language": entry.post.language,
        "article": _article(entry, home),
        "section": entry.section or None,
        "statement": entry.statement,
        "quote": entry.quote,
        "references": list(entry.references),
        "kind": entry.kind,
        "by": _voice(entry.voice),
        "made_on": entry.made_on.isoformat(),
        "resolves_on": entry.resolves_on.isoformat(),
        "timezone": entry.timezone or None,
        "precision": entry.precision,
        "forecasts": [_forecast(forecast) for forecast in entry.forecasts],
        "resolution_criteria": entry.criteria,
        "resolution_source": entry.resolution_source,
        "resolution_address": entry.resolution_address or None,
        "digest": entry.digest or None,
        "published_on": _iso(entry.published_on),
        "state": entry.state(today),
        "resolution": _resolution(entry.resolution) if entry.resolution else None,
        "history": [_change(change) for change in entry.history],
    }


def _article(entry: Entry, home: str) -> dict[str, str] | None:
    if not entry.post.url:
        return None
    return {"url": home + entry.post.url, "title": entry.post.title}


def _voice(voice: Voice) -> dict[str, str | None]:
    return {"role": voice.role, "name": voice.name or None}


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {"by": _voice(forecast.voice), "probability": forecast.probability}


def _resolution(resolution: Resolution) -> dict[str, str | None]:
    return {
        "outcome": resolution.outcome,
        "known_on": _iso(resolution.known_on),
        "entered_on": _iso(resolution.entered_on),
        "evidence": resolution.evidence or None,
        "resolved_by": resolution.resolved_by or None,
        "note": resolution.note or None,
    }


def _change(change: Change) -> dict[str, str | None]:
    return {
        "on": _iso(change.on),
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "why": change.why or None,
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _row(entry: Entry, home: str, today: dt.date) -> dict[str, object]:
    first, second = (*entry.forecasts, None, None)[:2]
    answer = entry.resolution
    return {
        "id": entry.id,
        "language": entry.post.language,
        "article": home + entry.post.url if entry.post.url else "",
        "statement": entry.statement,
        "quote": entry.quote,
        "kind": entry.kind,
        "by_role": entry.voice.role,
        "by": entry.voice.name,
        "made_on": entry.made_on,
        "resolves_on": entry.resolves_on,
        "precision": entry.precision,
        "state": entry.state(today),
        "outcome": answer.outcome if answer else "",
        "known_on": (answer.known_on or "") if answer else "",
        "evidence": answer.evidence if answer else "",
        "resolved_by": answer.resolved_by if answer else "",
        "probability": first.probability if first else "",
        "probability_by_role": first.voice.role if first else "",
        "probability_by": first.voice.name if first else "",
        "author_probability": second.probability if second else "",
        "resolution_criteria": entry.criteria,
        "resolution_source": entry.resolution_source,
        "resolution_address": entry.resolution_address,
        "digest": entry.digest,
        "published_on": entry.published_on or "",
        "changes": len(entry.history),
    }


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
