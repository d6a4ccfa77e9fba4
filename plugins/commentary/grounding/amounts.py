"""Is every number in the article, and does it count the same there?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from ..numbers import known_numbers, numbers_in
from .shared import blocking, everything, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ..sections import Finding, Section
    from ..source import Source

_RELATIVE_YEARS = {
    2: re.compile(r"再来年"),
    1: re.compile(r"(?<!再)来年|来[春夏秋冬]|翌年|年明け|来月|\bnext (?:year|spring|summer|autumn|"
                  r"fall|winter|month|January|February|March|April|May|June)\b"),
    -1: re.compile(r"昨年|去年|昨[春夏秋冬]|前年|\blast (?:year|spring|summer|autumn|winter)\b|"
                   r"\ba year (?:ago|earlier)\b"),
    -2: re.compile(r"一昨年|おととし"),
}  # fmt: skip
_COUNTED = re.compile(
    r"(\d[\d,.]*[万億]?|[〇一二三四五六七八九十百千]+[万億]?)"
    r"(か月|カ月|年度|ヶ月|か国|年間|人|名|票|軒|件|個|台|本|基|機|店|校|社|円|ドル|ユーロ|倍|割|%|キロ|トン|"
    "メートル|センチ|メガワット|発|冊|席|歳|回|度|路線|議席|樽|頭|つ|年|月|日|時|分)?"
)
_SAME_COUNTER = {"名": "人", "票": "人", "軒": "人", "カ月": "か月", "ヶ月": "か月", "割": "%"}
_DATES = frozenset({"", "つ", "年", "年度", "年間", "月", "日", "時", "分"})
"""Counters that count anything, or belong to dates and hours: their numbers need no twin."""
_ROUNDED = 5
"""Percent below a tenth that may still be called nearly that tenth."""
_KEPT_TEXTS = 64


def unknown_numbers(section: Section, source: Source) -> Iterator[Finding]:
    """Every number occurs in the article with the same value; 1 is exempt.

    What `next year` means follows from the article's date.
    """
    article = everything(source)
    known = known_numbers(f"{source.date}\n{article}") | _relative_years(source.date, article)
    for text in texts_of(section):
        for number, written in sorted(numbers_in(text).items()):
            if number not in known and not _rounds(text, written, number, known):
                yield blocking("numbers", f"{written!r} is not in the article", text)


def _rounds(text: str, written: str, number: Decimal, known: frozenset[Decimal]) -> bool:
    """Whether 9割近く or 9割弱 says the 88 % of the article in round terms."""
    after = text.partition(written)[2]
    is_rough = written.endswith("割") and after.startswith(("近く", "弱"))
    return is_rough and any(0 < number - value < _ROUNDED for value in known)


def miscounted(section: Section, source: Source) -> Iterator[Finding]:
    """A Japanese number counts the same as in the article: 5基 is not its 5台."""
    if source.language != "ja":
        return
    known = _counted(everything(source))
    for text in texts_of(section):
        for value, counter in sorted(_counted(text)):
            have = {its for number, its in known if number == value}
            if counter not in _DATES and have and not have & {counter, ""}:
                others = "、".join(sorted(have))
                message = (
                    f"{value:f}{counter} is not in the article, which counts {value:f} {others}"
                )
                yield blocking("numbers", message, text)


def _relative_years(date: str, article: str) -> frozenset[Decimal]:
    year = date[:4]
    if not year.isdecimal():
        return frozenset()
    years = (str(int(year) + by) for by, said in _RELATIVE_YEARS.items() if said.search(article))
    return frozenset(number for text in years for number in numbers_in(text))


@lru_cache(maxsize=_KEPT_TEXTS)
def _counted(text: str) -> frozenset[tuple[Decimal, str]]:
    """Return each number with its counter, empty where it has none that tells."""
    found: set[tuple[Decimal, str]] = set()
    for match in _COUNTED.finditer(unicodedata.normalize("NFKC", text)):
        counter = match[2] or ""
        counter = _SAME_COUNTER.get(counter, counter)
        values = numbers_in(match[0]) or numbers_in(f"{match[1]}つ")
        found.update((value, counter) for value in values)
    return frozenset(found)
