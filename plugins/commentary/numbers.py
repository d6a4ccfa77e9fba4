"""Numbers of a text by value, however they are written: 1,200 · １２００ · 千二百 · 0.12万 · 1.2 thousand.

A share counts in percent (7割 = 70, half = 50, two thirds = 66.6667), an era year as the year of the
common era, a month as its number, an hour after noon in 24 hours.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from .number_reading import NUMBER, READERS, count_of_parts, share_of, small_number
from .number_words import DENOMINATORS, ORDINALS, from_kanji, is_fraction
from .units import DAY, HOUR, MONTH, PART, PERCENT, TIMES, YEAR, YEARS, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KEPT_TEXTS = 256
_NEARBY = 24
_EXEMPT = frozenset({Decimal(0), Decimal(1)})

_IMPLYING = {
    r"\b(?:twice|doubl\w+|both|pair|couple)\b|両|双方|倍増|二分": 2,
    r"\btripl\w+\b": 3,
    r"\bdozen": 12,
    "半年": 6,
    r"半数|半分|\bhalf\b": 2,
}
_IMPLIED = tuple(
    (re.compile(pattern, re.IGNORECASE), Decimal(value)) for pattern, value in _IMPLYING.items()
)
_ANY_IMPLIED = re.compile("|".join(_IMPLYING), re.IGNORECASE)
_ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)})\b", re.IGNORECASE)
_ONE_PART = re.compile(r"\b(?:a|one)[ -](third|quarter|fourth|fifth|sixth|tenth)\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(\d\d)\d\d[-–/](\d\d)\b(?![-/]\d)")
_LIST_MARKS = re.compile(r"^\s*\d{1,2}[.)]\s|(?:https?://|www\.)\S+", re.MULTILINE)
_KANJI_DECIMAL = re.compile(
    "([一二三四五六七八九])・([〇一二三四五六七八九])(?=倍|割|万|億|キロ|トン|%|度)"
)
_UNITS = {
    "day": YEAR, "era": YEAR, "fraction": PERCENT, "tenths": PERCENT, "hour": HOUR, "odds": PERCENT,
    "slashed": PERCENT, "fold": TIMES, "span": YEARS, "date_word": MONTH, "half": PERCENT,
}  # fmt: skip
"""What numbers of a kind count whatever stands beside them."""
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/⁄](\d{1,3})(?!\d)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a text: its value, what it counts, and how it is written there."""

    value: Decimal
    unit: str
    """A name of `units`, empty when nothing tells."""
    written: str
    before: str
    """Some words before it, which may say `about` or `more than`."""
    after: str
    """Some words behind it."""


@lru_cache(maxsize=_KEPT_TEXTS)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the numbers of a text in their order; 0 and 1 are left out.

    List numbers and web addresses are no numbers, nor is the vague 数十.
    """
    return tuple(amount for match in _matches(text) for amount in _read_amounts(match))


def numbers_in(text: str) -> Mapping[Decimal, str]:
    """Return each value in a text with its first way of writing; 0 and 1 are left out."""
    found: dict[Decimal, str] = {}
    for amount in amounts_in(text):
        found.setdefault(amount.value, amount.written)
    return found


def known_numbers(text: str) -> frozenset[Decimal]:
    """Return all values that a text supports: what it says and what follows from how it says it.

    `the second` supports 2位, `doubled` 2倍, 5.6.1 also 5.6, `2020-21` also 2021.
    """
    return frozenset(known_amounts(text))


@lru_cache(maxsize=_KEPT_TEXTS)
def known_amounts(text: str) -> Mapping[Decimal, frozenset[str]]:
    """Return the same values with all that they count in the text, empty where nothing tells."""
    known: dict[Decimal, frozenset[str]] = {}
    for amount in amounts_in(text):
        known[amount.value] = known.get(amount.value, frozenset()) | {amount.unit}
    implied = ((_implied_by(text), ""), (_parts_in(text), PART), (_shares_in(text), PERCENT))
    for values, unit in implied:
        for value in values:
            known[value] = known.get(value, frozenset()) | {unit}
    return known


def _implied_by(text: str) -> Iterator[Decimal]:
    plain = _plain(text)
    for match in _ANY_IMPLIED.finditer(plain):
        yield from (value for pattern, value in _IMPLIED if pattern.match(match[0]))
    yield from (Decimal(first + second) for first, second in _YEARS.findall(plain))
    for whole, tenth in _KANJI_DECIMAL.findall(plain):
        yield from_kanji(whole) + from_kanji(tenth) / 10
    for above, below in _SLASHED.findall(plain):
        yield from share_of(Decimal(above), Decimal(below))
    for match in _matches(text):
        if match.lastgroup == "hour":
            yield from _digits_of(match[0])
        if match.lastgroup == "version":
            yield Decimal(".".join(match[0].split(".")[:2])).normalize()
            yield from _digits_of(match[0])


def _parts_in(text: str) -> Iterator[Decimal]:
    """Yield ordinals, and the two numbers of each fraction: `two thirds` is two of three."""
    for word in _ORDINAL.findall(_plain(text)):
        yield Decimal(ORDINALS[word.lower()])
    for match in _matches(text):
        if match.lastgroup in ("fraction", "odds", "slashed"):
            yield from _digits_of(match[0])
        if match.lastgroup == "part":
            yield Decimal(DENOMINATORS[match["denominator"].lower()])
            yield count_of_parts(match)
        if match.lastgroup == "odds" and not match["odds_of"]:
            yield from (small_number(match[name]) for name in ("odds_above", "odds_below"))


@lru_cache(maxsize=_KEPT_TEXTS)
def _matches(text: str) -> tuple[re.Match[str], ...]:
    return tuple(NUMBER.finditer(_plain(text)))


def _shares_in(text: str) -> Iterator[Decimal]:
    """Yield what `a quarter` is worth where it may also be a place in a row."""
    for word in _ONE_PART.findall(_plain(text)):
        yield from share_of(Decimal(1), Decimal(DENOMINATORS[word.lower()]))


def _digits_of(text: str) -> Iterator[Decimal]:
    yield from (Decimal(digits) for digits in re.findall(r"\d{1,9}", text))


def _read_amounts(match: re.Match[str]) -> Iterator[Amount]:
    kind = str(match.lastgroup)
    units: tuple[str, ...] = (YEAR, MONTH, DAY) if kind == "day" else (_unit(kind, match),)
    values = tuple(READERS[kind](match))
    before = match.string[max(0, match.start() - _NEARBY) : match.start()]
    after = match.string[match.end() : match.end() + _NEARBY]
    for index, value in enumerate(values):
        if value not in _EXEMPT:
            unit = units[min(index, len(units) - 1)]
            yield Amount(value, unit, match[0].strip(), before, after)


def _unit(kind: str, match: re.Match[str]) -> str:
    if kind in _UNITS:
        return _UNITS[kind]
    if kind == "part" and is_fraction(match):
        return PERCENT
    return unit_of(match.string, match.start(), match.end(), match["currency"] or "")


@lru_cache(maxsize=_KEPT_TEXTS)
def _plain(text: str) -> str:
    return _LIST_MARKS.sub(" ", unicodedata.normalize("NFKC", text))
