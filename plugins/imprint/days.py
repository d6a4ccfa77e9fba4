"""Days as authors write them in a running text, Japanese or English."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_FIRST_YEAR_OF_REIWA = 2019
_DAY = re.compile(
    r"(?<!\d)(?:"
    r"(?:令和\s*(?P<era>元|\d{1,2})|(?P<y1>\d{4}))\s*年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日"
    r"|(?P<y2>\d{4})(?P<sign>[-/.])(?P<m2>\d{1,2})(?P=sign)(?P<d2>\d{1,2})(?!\d)"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('n3')},?\s+(?P<y3>\d{{4}})(?!\d)"
    rf"|\b{_MONTH.format('n4')}\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{{4}})(?!\d)"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a text, and where it stands."""

    start: int
    end: int
    date: dt.date | None
    """None for a day that the calendar does not have."""


def find_days(text: str) -> Iterator[Day]:
    """Yield the days of a text, such as `2026年11月20日`, `2026-11-20` or `20 November 2026`."""
    for found in _DAY.finditer(text):
        yield Day(found.start(), found.end(), _date(found))


def _date(found: re.Match[str]) -> dt.date | None:
    groups = {
        name[0]: value for name, value in found.groupdict().items() if value and name != "era"
    }
    month = int(groups["m"]) if "m" in groups else _MONTHS.index(groups["n"][:3].lower()) + 1
    try:
        return dt.date(_year(found["era"], groups.get("y")), month, int(groups["d"]))
    except ValueError:
        return None


def _year(era: str | None, western: str | None) -> int:
    if era is None:
        return int(western or 0)
    return _FIRST_YEAR_OF_REIWA if era == "元" else _FIRST_YEAR_OF_REIWA - 1 + int(era)
