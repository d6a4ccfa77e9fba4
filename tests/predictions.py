"""Predictions for tests: tables as the blog keeps them, and a ledger whose calibration is known."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from ledger.entries import Entry, Post, Subject
from ledger.reading import Reading

TODAY = dt.date(2027, 1, 15)
"""The day of builds in tests: `SOURCE_DATE_EPOCH` is 1800000000."""
POST = Post(
    source="content/posts/full.md",
    url="full.html",
    title="港と駅を結ぶ市電",
    language="ja",
    authors=("編集部",),
    subjects=(Subject("category", "交通", "交通"), Subject("tag", "港", "港")),
)


def table(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a published prediction by the author that nobody answered, with what differs."""
    values: dict[str, Any] = {
        "id": f"tram-{number}",
        "public": True,
        "section": "outlook-1",
        "statement": f"市電は第{number}期に港まで延びる。",
        "quote": "計画は進むでしょう。",
        "references": ["p1"],
        "kind": "inferred",
        "speaker": "author",
        "made_on": dt.date(2024, 3, 2),
        "resolves_on": dt.date(2028, 3, 31),
        "timezone": "Asia/Tokyo",
        "precision": "day",
        "probability": 0.7,
        "probability_by": "author",
        "author_probability": None,
        "resolution_criteria": "港の停留所が営業を始めたか",
        "resolution_source": "市交通局の発表",
        "resolution_address": None,
        "digest": "sha256:0",
        "published_on": dt.date(2024, 3, 2),
        "resolution": None,
        "history": [],
        "anchor": None,
    }
    return values | changes


def answered(outcome: str = "yes", **changes: Any) -> dict[str, Any]:
    """Return what stands in a table under `resolution`."""
    values: dict[str, Any] = {
        "outcome": outcome,
        "known_on": dt.date(2026, 4, 1),
        "entered_on": dt.date(2026, 4, 2),
        "evidence": "https://transport.example/opening",
        "resolved_by": "編集部",
        "note": "",
    }
    return values | changes


def read(*tables: object, post: Post = POST) -> Reading:
    """Read tables of one article."""
    reading = Reading(TODAY, "ja")
    reading.add(tables, post)
    return reading


def entries(*tables: object) -> tuple[Entry, ...]:
    """Return the entries of tables that have nothing wrong."""
    reading = read(*tables)
    assert [] == reading.problems
    return tuple(reading.entries.values())


def calibrated(count: int, *, slope: float = 1.0, seed: int = 7) -> list[dict[str, Any]]:
    """Return answered predictions that come true as often as a known line says.

    Args:
        count: how many.
        slope: of the line through (0.5, 0.5): 1 is calibrated, less than 1 too sure of itself.
        seed: of the random numbers; the same one gives the same predictions.
    """
    numbers = random.Random(seed)  # noqa: S311 - no secret
    tables = []
    for number in range(1, count + 1):
        probability = round(numbers.uniform(0.02, 0.98), 2)
        happened = numbers.random() < 0.5 + slope * (probability - 0.5)
        tables.append(
            table(
                number,
                probability=probability,
                speaker=f"model:m-{number % 2}",
                probability_by="model",
                resolves_on=dt.date(2025, 1, 1) + dt.timedelta(days=number % 365),
                resolution=answered("yes" if happened else "no"),
            )
        )
    return tables
