"""By which day a text about the future can be judged: 年内, 来年3月, by the end of 2027.

Read from the day of the article, never from the day of the build. What only a calendar of its own
would tell (春, `soon`) is not read.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .number_words import MONTHS
from .predictions import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_DEADLINE = re.compile(r"\s*(?:以降|以後|より後|から|初め|前に|より前|or later|onwards)")
_BEFORE_SPAN = re.compile(r"\b(?:since|after|from|before|until) (?:the )?$")
_YEAR_WORDS = {"年内": 0, "今年": 0, "本年": 0, "年末": 0, "来年": 1, "再来年": 2}
_FISCAL_WORDS = {"年度内": 0, "今年度": 0, "本年度": 0, "来年度": 1}
_MONTH_WORDS = {"今月": 0, "来月": 1, "翌月": 1, "this month": 0, "next month": 1}
_ENGLISH_YEARS = {"this year": 0, "the year": 0, "next year": 1, "the year after next": 2}
_MONTH_NAMES = "|".join(MONTHS)
_FIRST_FISCAL_MONTH = 4
_MONTHS_IN_QUARTER = 3
_MONTHS_IN_YEAR = 12
_JAPANESE = re.compile(
    r"(?P<year>(?:19|20|21)\d\d)年(?P<fiscal>度)?(?:の?第?(?P<quarter>[1-4])四半期"
    r"|の?(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>\d{1,2})日)?)?"
    r"|(?P<fiscal_word>年度内|今年度|本年度|来年度)"
    r"|(?P<word>再来年|来年|今年|本年|年内|年末)(?:の?(?P<its_month>1[0-2]|[1-9])月)?"
    r"|(?P<month_word>今月|来月|翌月)"
)
_ENGLISH = re.compile(
    rf"\b(?P<name>{_MONTH_NAMES})(?: (?P<day>\d{{1,2}}),?)?,? (?P<its_year>20\d\d|21\d\d)\b"
    rf"|\b(?P<day_first>\d{{1,2}}) (?P<name_after>{_MONTH_NAMES}) (?P<year_after>20\d\d|21\d\d)\b"
    r"|\bQ(?P<quarter>[1-4]) (?P<quarter_year>20\d\d|21\d\d)\b"
    r"|\b(?:in|by|during|within|of) (?P<year>20\d\d|21\d\d)\b"
    r"|\b(?P<word>this year|next year|the year after next)\b|(?<=end of )(?P<the>the year)\b"
    r"|\b(?P<month_word>this month|next month)\b"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days that a text names."""

    first: dt.date
    last: dt.date
    precision: Precision


def spans_in(text: str, day: dt.date) -> tuple[Span, ...]:
    """Return the spans of a text that end after a day, each once, in the order of the text.

    Args:
        text: Japanese or English.
        day: from which 来年 and `next year` are counted.
    """
    plain = unicodedata.normalize("NFKC", text)
    found = (*_spans(_JAPANESE, plain, day), *_spans(_ENGLISH, plain, day))
    return tuple(dict.fromkeys(span for span in found if span.last > day))


def last_day(day: dt.date, precision: Precision) -> dt.date:
    """Return the last day of the month, quarter or year that a day lies in, else the day."""
    match precision:
        case Precision.DAY:
            return day
        case Precision.MONTH:
            return _month(day.year, day.month).last
        case Precision.QUARTER:
            return _quarter(day.year, (day.month - 1) // _MONTHS_IN_QUARTER + 1).last
        case Precision.YEAR:
            return _year(day.year).last


def _spans(pattern: re.Pattern[str], text: str, day: dt.date) -> Iterator[Span]:
    for match in pattern.finditer(text):
        is_open = _NO_DEADLINE.match(text, match.end()) or _BEFORE_SPAN.search(
            text[: match.start()]
        )
        if is_open:
            continue
        try:
            span = _span(match.groupdict(), day)
        except ValueError:  # 31 February
            continue
        if span:
            yield span


def _span(parts: dict[str, str | None], day: dt.date) -> Span | None:
    given = {name: part for name, part in parts.items() if part}
    if month := given.get("name") or given.get("name_after"):
        year = int(given.get("its_year") or given["year_after"])
        return _day_or_month(year, MONTHS[month], given.get("day") or given.get("day_first"))
    if "quarter" in given:
        year = int(given.get("quarter_year") or given["year"])
        return _quarter(year, int(given["quarter"]))
    if "year" in given:
        return _of_year(given)
    return _relative(given, day)


def _of_year(given: dict[str, str]) -> Span:
    year = int(given["year"])
    if "month" in given:
        return _day_or_month(year, int(given["month"]), given.get("day"))
    return _fiscal(year) if "fiscal" in given else _year(year)


def _relative(given: dict[str, str], day: dt.date) -> Span | None:
    if word := given.get("month_word"):
        ahead = day.month - 1 + _MONTH_WORDS[word]
        return _month(day.year + ahead // _MONTHS_IN_YEAR, ahead % _MONTHS_IN_YEAR + 1)
    if word := given.get("fiscal_word"):
        current = day.year - (day.month < _FIRST_FISCAL_MONTH)
        return _fiscal(current + _FISCAL_WORDS[word])
    word = given.get("word") or given.get("the") or ""
    year = day.year + {**_YEAR_WORDS, **_ENGLISH_YEARS}[word]
    if "its_month" in given:
        return _month(year, int(given["its_month"]))
    return _year(year)


def _day_or_month(year: int, month: int, day: str | None) -> Span:
    if not day:
        return _month(year, month)
    exact = dt.date(year, month, int(day))
    return Span(exact, exact, Precision.DAY)


def _month(year: int, month: int) -> Span:
    last = calendar.monthrange(year, month)[1]
    return Span(dt.date(year, month, 1), dt.date(year, month, last), Precision.MONTH)


def _quarter(year: int, number: int) -> Span:
    last = _month(year, number * _MONTHS_IN_QUARTER).last
    first = dt.date(year, number * _MONTHS_IN_QUARTER - 2, 1)
    return Span(first, last, Precision.QUARTER)


def _year(year: int) -> Span:
    return Span(dt.date(year, 1, 1), dt.date(year, 12, 31), Precision.YEAR)


def _fiscal(year: int) -> Span:
    """Return a fiscal year of Japan, April to March."""
    return Span(dt.date(year, 4, 1), dt.date(year + 1, 3, 31), Precision.YEAR)
