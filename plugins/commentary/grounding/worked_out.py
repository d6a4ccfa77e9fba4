"""What follows from the numbers of an article: rounded ones, years, sums, shares."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from ..numbers import amounts_in
from ..units import DATES, PERCENT, POINTS, TIMES, YEAR, YEARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..numbers import Amount

_AT_LEAST = (
    re.compile(
        r"(?:more than|over|above|at least|just over|exceed\w*|passed|topped) (?:the )?[$£€¥]?$",
        re.IGNORECASE,
    ),
    re.compile(r"[^、。，,\d]{0,8}?(?:を?超|を?上回|以上|強|余り|あまり|台)"),
)
_AT_MOST = (
    re.compile(
        r"(?:nearly|almost|fewer than|less than|under|below|up to|close to|short of)"
        r" (?:the )?[$£€¥]?$",
        re.IGNORECASE,
    ),
    re.compile(r"[^、。，,\d]{0,8}?(?:近|弱|未満|を?割り|を?下回|に届か|に満た|足らず|以下)"),
)
_ABOUT = (
    re.compile(
        r"(?:(?:about|around|roughly|some|approximately) (?:the )?[$£€¥]?|[約ほぼ]|およそ)$",
        re.IGNORECASE,
    ),
    re.compile(r"[^、。，,\d]{0,6}?(?:ほど|程度|前後)|(?: [a-z]+){0,2} or so\b"),
)
_NEAR = Decimal("0.1")
_NEAR_PERCENT = 5
_ROUND_DIGITS = 2
_AGO = re.compile(r"年?(?:以上|余り|あまり|近く|ほど)?前| ?years? ago")
_BACK = re.compile(r"年?(?:以上)?前|年ぶり| ?years? (?:ago|earlier|before)")
_WELL_OVER = Decimal("1.5")
_LATER = re.compile(r" ?years? later|年後")
_MONTHS = 12
_AGAINST = re.compile("(?: votes?)? (?:to|against) |対")
_PER_MONTH = re.compile(r"[^,.]{0,12} (?:a|per) month")
_REST = re.compile(r"(?:残[りる]?|ほか|他)[のは]?$|\b(?:remaining|other) $", re.IGNORECASE)
_ONE_OF = re.compile(r"\bone of (?:the |its |their )?$")
_MONTHLY = re.compile("月に?$|毎月$")
_SAME_RATIO = Decimal("0.08")
_ALL = 100
_HALF = Decimal("0.5")
_MANY = 50
"""A share of fewer is a number that many other ways lead to."""
_SAME_SHARE = Decimal("0.01")


def is_rounded(amount: Amount, known: Iterable[Decimal]) -> bool:
    """Whether a round number says that it is one, and the article has the exact one near it.

    A share in percent may be one without saying so: 33 % for a third.
    """
    if amount.unit == PERCENT and any(
        value % 1 and abs(value - amount.value) < _HALF for value in known
    ):
        return True
    digits = amount.value.normalize().as_tuple().digits
    if len(digits) > _ROUND_DIGITS:
        return False
    low, high = _sides(amount)
    most = _NEAR_PERCENT if amount.unit == PERCENT else amount.value * _NEAR
    return any(
        (low and 0 < amount.value - value <= most) or (high and 0 < value - amount.value <= most)
        for value in known
    )


def follows_as_years(amount: Amount, text: str, years: set[Decimal], today: str) -> bool:
    """Whether years and spans of the article give a year, or how long it is between two years.

    Args:
        amount: a number of a sentence.
        text: the paragraphs it may speak of.
        years: the years they name, in words too.
        today: four digits of the year of the article.
    """
    now = {Decimal(today)} if today.isdecimal() else set()
    if amount.unit == YEAR:
        return amount.value in years or any(
            year + span == amount.value for year in years | now for span in _spans(text)
        )
    if amount.unit == "months":
        return amount.value / _MONTHS in map(abs, _spans(text))
    if amount.unit != YEARS:
        return False
    if amount.value in map(abs, _spans(text)):
        return True
    if _AGO.match(amount.after):
        most = amount.value * (_WELL_OVER if _sides(amount)[1] else 1)
        return any(amount.value <= then - year <= most for then in now for year in years)
    ends = years if _LATER.match(amount.after) else years | now
    return any(abs(a - b) == amount.value for a, b in combinations(ends, 2))


def _spans(text: str) -> list[Decimal]:
    """Return the spans that a text names, in years, below zero when they lead back."""
    return [
        (amount.value if amount.unit == YEARS else amount.value / _MONTHS)
        * (-1 if _BACK.match(amount.after) else 1)
        for amount in amounts_in(text)
        if amount.unit in (YEARS, "months")
    ]


def working(amount: Amount, texts: Iterable[str]) -> str:
    """Show how two numbers of one paragraph that count the same give a third, empty if they do not."""
    if amount.unit in DATES or amount.unit == YEARS:
        return ""
    is_about = (
        any(_sides(amount)) and len(amount.value.normalize().as_tuple().digits) <= _ROUND_DIGITS
    )
    for text in texts:
        for value, shown in _results(amount.unit, amounts_in(text)):
            gap = abs(value - amount.value)
            if gap == 0 or (is_about and gap <= amount.value * _NEAR):
                return shown
    return ""


def is_rest(amount: Amount, known: Mapping[Decimal, frozenset[str]]) -> bool:
    """Whether a share is called the rest, and the article gives the other part of the whole."""
    if amount.unit != PERCENT or not _REST.search(amount.before):
        return False
    return any(
        PERCENT in units and abs(_ALL - value - amount.value) < _SAME_SHARE
        for value, units in known.items()
    )


def _sides(amount: Amount) -> tuple[bool, bool]:
    """Tell whether the exact number may be below, and whether it may be above."""
    at_least, at_most, about = (
        bool(before.search(amount.before) or after.match(amount.after))
        for before, after in (_AT_LEAST, _AT_MOST, _ABOUT)
    )
    return at_most or about, at_least or about


def _results(unit: str, amounts: tuple[Amount, ...]) -> Iterator[tuple[Decimal, str]]:
    counts = [a for a in amounts if a.unit not in DATES and a.unit != YEARS]
    for first, second in combinations(counts, 2):
        if first.unit == second.unit:
            yield from _of_pair(unit, first, second)
        elif PERCENT in (first.unit, second.unit):
            share, whole = (first, second) if first.unit == PERCENT else (second, first)
            if unit in ("", whole.unit) and whole.value >= _MANY:
                part = (share.value * whole.value / _ALL).quantize(Decimal(1))
                yield part, f"{share.written} of {whole.written}"
    for one in counts:
        if _ONE_OF.search(one.before):
            yield one.value - 1, f"{one.written} but one"
        if _MONTHLY.search(one.before) or _PER_MONTH.match(one.after):
            yield one.value * _MONTHS, f"{_MONTHS} x {one.written}"


def _of_pair(unit: str, first: Amount, second: Amount) -> Iterator[tuple[Decimal, str]]:
    high, low = sorted((first, second), key=lambda a: a.value, reverse=True)
    if unit == TIMES and low.value:
        ratio = high.value / low.value
        whole = ratio.quantize(Decimal(1))
        if abs(ratio - whole) <= whole * _SAME_RATIO:
            yield whole, f"{high.written} / {low.written}"
    if first.unit == PERCENT:
        if unit == POINTS:
            yield high.value - low.value, f"{high.written} - {low.written}"
    elif first.unit and unit in ("", first.unit):
        yield high.value - low.value, f"{high.written} - {low.written}"
        yield high.value + low.value, f"{high.written} + {low.written}"
    elif not first.unit and _AGAINST.match(first.after) and first.after.find(second.written) > 0:
        yield high.value + low.value, f"{high.written} + {low.written}"
