"""Is every number in the paragraphs that a sentence names, and does it count the same there?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ..numbers import amounts_in, known_amounts
from ..source import Role
from ..units import CURRENCIES, DATES, DAY, MONTH, PART, PERCENT, TIMES, YEAR, YEARS
from .shared import advisory, blocking, grounds_of
from .worked_out import follows_as_years, is_rest, is_rounded, working

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from ..numbers import Amount
    from ..sections import Finding, Section
    from ..source import Paragraph, Source

_RELATIVE_YEARS = {
    2: re.compile(r"再来年"),
    1: re.compile(r"(?<!再)来年|来[春夏秋冬]|翌年|年明け|来月|\bnext (?:year|spring|summer|autumn|"
                  r"fall|winter|month|January|February|March|April|May|June)\b"),
    -1: re.compile(r"昨年|去年|昨[春夏秋冬]|前年|\blast (?:year|spring|summer|autumn|winter)\b|"
                   r"\ba year (?:ago|earlier)\b"),
    -2: re.compile(r"一昨年|おととし"),
}  # fmt: skip
_SAME = ({"", "つ", "個", "件"}, {YEAR, YEARS}, {"度", "回", "times"})
"""Units that writers exchange."""
_ORDINAL = re.compile("(?:st|nd|rd|th)\\b|[/-]")
_THING = re.compile(r"[かヶカのつ人]{0,2}([一-鿿]|[ァ-ヴー]{2,})")
_ENGLISH_THINGS = re.compile(r"\W*([a-z]+)(?:\W+([a-z]+))?", re.IGNORECASE)
_STEM = 4
_DEFINITE = re.compile(r"(?:\bthe|\ball|\bthese|\bthose|この|その|全)\ ?$", re.IGNORECASE)
_FEW = 12
_TRIPLE = 3
"""Up to here `twice` and the like say it without a number."""
_KEPT_GROUNDS = 128
_LARGE = 1000
"""From here on a number without a unit is hardly another count by chance."""


def unknown_numbers(section: Section, source: Source) -> Iterator[Finding]:
    """Every number stands in a paragraph that its sentence names, and counts the same; 1 is exempt.

    Title, headings and day of the article may give it too. Rounding that says so (9割近く for 88 %)
    and years that follow from other years (`next year`, `four years ago`) are the same fact; a sum,
    a difference or a share of numbers in one paragraph, and a number of the same things in another
    paragraph, are an advice to look.
    """
    for text, paragraphs in grounds_of(section, source):
        amounts = amounts_in(text)
        known = _known(paragraphs, source) if amounts else {}
        seen: set[Decimal] = set()
        for amount in amounts:
            if amount.value not in seen and not _is_known(amount, known, paragraphs, source):
                seen.add(amount.value)
                yield _finding(amount, paragraphs, source, text)


def _known(paragraphs: tuple[Paragraph, ...], source: Source) -> Mapping[Decimal, frozenset[str]]:
    """Return the numbers of paragraphs, title and headings with what they count."""
    return _known_in((source.title, *source.headings, *(p.text for p in paragraphs)))


@lru_cache(maxsize=_KEPT_GROUNDS)
def _known_in(texts: tuple[str, ...]) -> Mapping[Decimal, frozenset[str]]:
    known: dict[Decimal, frozenset[str]] = {}
    for text in texts:
        for value, units in known_amounts(text).items():
            known[value] = known.get(value, units) | units
    return known


def _finding(
    amount: Amount, paragraphs: tuple[Paragraph, ...], source: Source, text: str
) -> Finding:
    written = repr(amount.written)
    if made := working(amount, [p.text for p in paragraphs]):
        return advisory("numbers", f"{written} is not in the article, but may be {made}", text)
    texts = (source.title, *source.headings, *(p.text for p in source.paragraphs))
    elsewhere = [a for part in texts for a in amounts_in(part) if a.value == amount.value]
    if any(_counts_the_same(amount, other) for other in elsewhere):
        message = f"{written} stands in another paragraph than those it names"
        return advisory("numbers", message, text)
    units = {a.unit for a in elsewhere if a.unit not in (amount.unit, *DATES)}
    if amount.unit and units and "" not in units:
        message = f"{written} counts {amount.unit}, where the article counts {min(units)}"
    elif elsewhere:
        message = f"{written} is not in the paragraphs it names, but in another"
    else:
        message = f"{written} is not in the article"
    return blocking("numbers", message, text)


def _counts_the_same(amount: Amount, other: Amount) -> bool:
    """Whether two equal numbers are of the same things, or one is of `the four` known before."""
    if amount.unit != other.unit and amount.unit and other.unit:
        return False
    if amount.value <= _FEW and _DEFINITE.search(amount.before):
        return not other.unit
    return bool(_things(amount.after) & _things(other.after))


def _things(after: str) -> set[str]:
    """Return the beginnings of what may be counted: of the next two words in English."""
    if found := _THING.match(after):
        return {found[1]}
    found = _ENGLISH_THINGS.match(after)
    words = found.groups("") if found else ()
    return {word[:_STEM].casefold() for word in words if len(word) >= _STEM}


def _is_known(
    amount: Amount,
    known: Mapping[Decimal, frozenset[str]],
    paragraphs: tuple[Paragraph, ...],
    source: Source,
) -> bool:
    is_table = any(p.role is Role.ROW for p in paragraphs)
    if any(_agree(amount, unit, is_table=is_table) for unit in known.get(amount.value, ())):
        return True
    day = known_amounts(source.date)
    if amount.unit in DATES and amount.unit in day.get(amount.value, ()):
        return True
    text = "\n".join(p.text for p in paragraphs)
    years = {value for value, units in known.items() if YEAR in units} | _relative(source, text)
    return (
        is_rounded(amount, known)
        or is_rest(amount, known)
        or follows_as_years(amount, text, years, source.date[:4])
    )


def _agree(amount: Amount, unit: str, *, is_table: bool) -> bool:
    """Whether a number of the article may be the one of a sentence, by what both count."""
    if amount.unit == unit or any({amount.unit, unit} <= same for same in _SAME):
        return True
    if unit == PART:
        return not amount.unit or amount.unit == "四半期" or amount.after[1:2] == "目"
    if unit in (MONTH, DAY) and not amount.unit:
        return bool(_ORDINAL.match(amount.after))
    is_loose = not {amount.unit, unit}.isdisjoint({"", "つ"})
    return is_loose and (is_table or _may_lack_unit(amount))


def _may_lack_unit(amount: Amount) -> bool:
    """Whether prose may give an amount without saying there what it counts."""
    if amount.unit == PERCENT:
        return False
    if amount.unit == TIMES:
        return amount.value <= _TRIPLE
    return amount.unit not in CURRENCIES or amount.value >= _LARGE


def _relative(source: Source, text: str) -> set[Decimal]:
    year = source.date[:4]
    if not year.isdecimal():
        return set()
    return {
        value
        for by, said in _RELATIVE_YEARS.items()
        if said.search(text)
        for value in known_amounts(str(int(year) + by))
    }
