"""Does the article give the weekdays, seasons and months that a section gives?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from ..number_words import MONTHS, from_kanji
from ..numbers import numbers_in
from .shared import blocking, grounds_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source

_WEEKDAY = re.compile(
    r"([月火水木金土日])曜|[（(]([月火水木金土日])[）)]"
    r"|\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
)
_SEASON = re.compile(
    r"(?:の|[来今昨]|年)(春|夏|秋|冬)|\b(spring|summer|autumn|winter)\b(?! (?:back|from|up))"
)
_KANJI = "一二三四五六七八九十"
_MONTH = re.compile(
    rf"(?<![\d{_KANJI}])(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!曜)"
    rf"|\b({'|'.join(m for m in MONTHS if m not in ('May', 'March'))})\b"
    r"|(?:(?<=\d )|(?<=[Ii]n )|(?<=since )|(?<=until )|(?<=by )|(?<=of )|(?<=an )|(?<=a ))(May|March)\b"
    r"|\b(May|March)(?= \d)"
)
_SHORT = re.compile(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]?\b")
_ISO = re.compile(r"\b\d{4}[-/.](\d{1,2})(?:[-/.]\d{1,2})?\b|(?<!\d)(\d{1,2})/\d{1,2}(?!\d)")
_YEAR_BEFORE = re.compile(
    rf"(?:\d{{4}}|(?:令和|平成|昭和)(?:\d{{1,2}}|[{_KANJI}元]{{1,3}}))年?の?$"
)
_YEAR_AFTER = re.compile(r"(?: \d{1,2},)?(?: of)? (\d{4})\b")
_SEASON_OF = (
    "冬", "冬", "春", "春", "春", "夏", "夏", "夏", "秋", "秋", "秋", "冬",
)  # fmt: skip
_SEASON_NAMES = {"spring": "春", "summer": "夏", "autumn": "秋", "winter": "冬"}
_DAY_NAMES = dict(zip("Mon Tues Wednes Thurs Fri Satur Sun".split(), "月火水木金土日", strict=True))
_NEXT_MONTH = re.compile("来月|翌月|next month")
_KEPT_TEXTS = 256
_YEAR_MONTHS = 12


def unknown_dates(section: Section, source: Source) -> Iterator[Finding]:
    """Weekdays and months stand in the paragraphs a sentence names; seasons may follow from months.

    Title and headings may give them too, and the day of the article its month.
    """
    for text, paragraphs in grounds_of(section, source):
        plain = unicodedata.normalize("NFKC", text)
        for match, what in _dates_in(plain):
            day = source.date if _is_of(source.date[:4], match) else ""
            texts = (source.title, *source.headings, *(p.text for p in paragraphs))
            if what not in _known(day, texts):
                message = f"{match[0]!r} is not in the article, or not where the sentence says"
                yield blocking("dates", message, text)


def _is_of(year: str, match: re.Match[str]) -> bool:
    """Whether a month or season may be one of this year: no other year stands beside it."""
    before = _YEAR_BEFORE.search(match.string[: match.start()])
    beside = before or _YEAR_AFTER.match(match.string, match.end())
    return beside is None or year in map(str, numbers_in(beside[0]))


def _known(day: str, texts: tuple[str, ...]) -> set[str]:
    """Return what texts give, and the month of the article's own day and of the one after it."""
    known = set().union(*map(_given_by, texts))
    months = [int(what.split()[1]) for what in known if what.startswith("month ")]
    known.update(_SEASON_OF[month - 1] for month in months if 0 < month <= _YEAR_MONTHS)
    if dated := re.match(r"\d{4}-(\d\d)", day):
        known.add(f"month {int(dated[1])}")
        if any(map(_NEXT_MONTH.search, texts)):
            known.add(f"month {int(dated[1]) % _YEAR_MONTHS + 1}")
    return known


@lru_cache(maxsize=_KEPT_TEXTS)
def _given_by(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKC", text)
    given = {what for _, what in _dates_in(plain)}
    given.update(_month(str(m[1] or m[2])) for m in _ISO.finditer(plain))
    given.update(f"month {_short_month(m[1])}" for m in _SHORT.finditer(plain))
    given.update(season for season in "春夏秋冬" if season in plain)
    return frozenset(given)


def _dates_in(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield where each weekday, season and month stands, and it in one form for both languages."""
    for match in _WEEKDAY.finditer(text):
        day = next(filter(None, match.groups()))
        yield match, f"{_DAY_NAMES.get(day, day)}曜"
    for match in _SEASON.finditer(text):
        season = next(filter(None, match.groups()))
        yield match, _SEASON_NAMES.get(season, season)
    for match in _MONTH.finditer(text):
        yield match, _month(next(filter(None, match.groups())))


def _month(written: str) -> str:
    if written in MONTHS:
        return f"month {MONTHS[written]}"
    return f"month {int(written) if written.isdigit() else from_kanji(written)}"


def _short_month(written: str) -> int:
    return next(value for month, value in MONTHS.items() if month.startswith(written))
