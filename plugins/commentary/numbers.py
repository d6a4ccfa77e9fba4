"""Numbers of a text by value, however they are written: 1,200 · １２００ · 千二百 · 0.12万 · 1.2 thousand."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = {d: n for n, d in enumerate("〇一二三四五六七八九")}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_MONTHS = {
    month: number
    for number, month in enumerate(
        "january february march april may june july august september october november "
        "december".split(),
        start=1,
    )
}
_COUNTERS = (
    "つ|人|名|社|年|月|日|時|分|秒|週|度|回|件|個|台|本|枚|機|基|隻|国|県|市|区|町|村|円|ドル|ユーロ|"
    "割|倍|位|番|点|歳|代|世紀|か月|カ月|ヶ月|ヵ月|年間|割合|頁|章|節|条|項|号|階|種|行|字|文|票|席|"
    "パーセント|ポイント|キロ|メートル|トン|グラム|分の"
)
_NUMBER = re.compile(
    rf"""
    (?P<era>令和|平成|昭和)(?P<era_year>元|\d+)年
  | (?P<digits>\d[\d,]*(?:\.\d+)?)(?P<units>(?:[十百千]?[万億兆]|[百千](?=[円人年社台個件]))(?:\d[\d,]*(?:\.\d+)?[十百千]?[万億兆]?)*)?
    (?:[ -]?(?P<scale>thousand|million|billion|trillion)\b)?
  | (?P<kanji>[〇一二三四五六七八九十百千][〇一二三四五六七八九十百千万億兆]*)(?=(?:{_COUNTERS}))
  | \b(?P<month>{"|".join(m for m in _MONTHS if m != "may")})\b
  | \b(?P<word>{"|".join(_WORDS)})(?:-(?P<unit>one|two|three|four|five|six|seven|eight|nine))?\b
    (?:[ ](?P<word_scale>hundred|thousand|million|billion|trillion)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FRACTIONS = {
    re.compile(r"\bhalf\b|半数|半分"): (Decimal(2),),
    re.compile(r"\b(?:two|2)[ -]thirds\b"): (Decimal(2), Decimal(3)),
    re.compile(r"\b(?:one|a)[ -]third\b"): (Decimal(3),),
    re.compile(r"\bthree[ -]quarters\b"): (Decimal(3), Decimal(4)),
    re.compile(r"\b(?:one|a)[ -]quarter\b"): (Decimal(4),),
}
_LIST_MARKS = re.compile(r"^\s*\d+[.)]\s|https?://\S+", re.MULTILINE)
_EXEMPT = (Decimal(0), Decimal(1))


def numbers_in(text: str) -> dict[Decimal, str]:
    """Return each value in a text with its first way of writing; 0 and 1 are left out.

    An era year counts as the year of the common era, an English month as its number, `二分の一`
    as its two numbers. List numbers and web addresses are no numbers.
    """
    text = _LIST_MARKS.sub(" ", unicodedata.normalize("NFKC", text)).lower()
    found: dict[Decimal, str] = {}
    for match in _NUMBER.finditer(text):
        for value in _values(match):
            if value not in _EXEMPT:
                found.setdefault(value, match[0].strip())
    for pattern, values in _FRACTIONS.items():
        if fraction := pattern.search(text):
            for value in values:
                found.setdefault(value, fraction[0])
    return found


def _values(match: re.Match[str]) -> Iterator[Decimal]:
    if match["era"]:
        years = 1 if match["era_year"] == "元" else int(match["era_year"])
        yield Decimal(_ERAS[match["era"]] + years)
    elif match["digits"]:
        yield from _from_digits(match)
    elif match["kanji"]:
        yield _from_kanji(match["kanji"])
    elif match["month"]:
        yield Decimal(_MONTHS[match["month"].lower()])
    else:
        yield _from_word(match)


def _from_digits(match: re.Match[str]) -> Iterator[Decimal]:
    value = _decimal(match["digits"])
    if match["units"]:
        value = _with_units(match["digits"] + match["units"])
    if match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    yield value.normalize()


def _with_units(text: str) -> Decimal:
    """Read `1兆2,000億`, `3.5万` or `5千` by its units."""
    total = Decimal(0)
    for digits, small, large in re.findall(r"(\d[\d,]*(?:\.\d+)?)([十百千]?)([万億兆]?)", text):
        total += _decimal(digits) * _SMALL.get(small, 1) * _LARGE.get(large, 1)
    return total


def _from_kanji(text: str) -> Decimal:
    if not set(text) & {*_SMALL, *_LARGE}:
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    total = part = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = digit * 10 + _DIGITS[character]
        elif character in _SMALL:
            part += (digit or 1) * _SMALL[character]
            digit = 0
        else:
            total += (part + digit or 1) * _LARGE[character]
            part = digit = 0
    return Decimal(total + part + digit)


def _from_word(match: re.Match[str]) -> Decimal:
    value = _WORDS[match["word"].lower()]
    if match["unit"]:
        value += _WORDS[match["unit"].lower()]
    scale = (match["word_scale"] or "").lower()
    return Decimal(value * (100 if scale == "hundred" else _SCALES.get(scale, 1)))


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits.replace(",", ""))
    except InvalidOperation:  # a lone run of thousands separators
        return Decimal(0)
