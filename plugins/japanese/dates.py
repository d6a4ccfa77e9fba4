"""Dates in Japanese and English by the formats of the settings, whatever locale is installed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NAME = re.compile(r"%(?:-?([aAbBp])|.)")


def with_names(date_format: str, date: dt.datetime, language: str) -> str:
    """Put the names of month, day and half of the day into a `strftime` format.

    What remains in it are numbers, which no locale changes. A language other than Japanese and
    English is left to `strftime`.
    """
    names = {"ja": _japanese, "en": _english}.get(language.partition("-")[0].lower())
    if names is None:
        return date_format
    return _NAME.sub(lambda m: names(m[1], date) if m[1] else m[0], date_format)


def _japanese(directive: str, date: dt.datetime) -> str:
    day = "月火水木金土日"[date.weekday()]
    return {
        "a": day,
        "A": f"{day}曜日",
        "b": f"{date.month}月",
        "B": f"{date.month}月",
        "p": "午前" if date.hour < 12 else "午後",  # noqa: PLR2004 - noon
    }[directive]


def _english(directive: str, date: dt.datetime) -> str:
    month, day = _MONTHS[date.month - 1], _DAYS[date.weekday()]
    return {
        "a": day[:3],
        "A": day,
        "b": month[:3],
        "B": month,
        "p": "AM" if date.hour < 12 else "PM",  # noqa: PLR2004 - noon
    }[directive]
