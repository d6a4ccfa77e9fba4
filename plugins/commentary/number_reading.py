"""Finding numbers in a text and reading each by its kind: digits, kanji, words, fractions, days.

`numbers` says what they are worth to the rest.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from .number_words import (
    DENOMINATORS,
    ERAS,
    FOLD,
    HALF,
    HALF_DOZEN,
    LARGE,
    MONTHS,
    MULTIPLES,
    ODDS,
    ORDINAL,
    ORDINALS,
    PARTS,
    SCALES,
    SMALL,
    SPAN,
    SPANS,
    SUFFIXES,
    WORDS,
    from_kanji,
    from_words,
    is_fraction,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NOON = 12
_KANJI = "〇一二三四五六七八九十百千"
_NUMERAL = f"[{_KANJI}][{_KANJI}万億兆]{{0,30}}"
_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,40})(?:\.\d{1,40})?"
_UNIT = "(?:[十百千]?[万億兆]|[百千])"
_WHOLE = rf"(?:{_AMOUNT}[万億]?|{_NUMERAL})"
_TO = "(?:[〜~–-]|から|ないし|\\ to\\ )"
_COUNTERS = (
    "四半期|つ|人|名|社|年|月|日|時|分|秒|週|度|回|件|個|台|本|枚|機|基|隻|国|県|市|区|町|村|円|ドル|ユーロ|"
    "倍|位|番|点|歳|代|世紀|[かカヶヵ][月国所年]|頁|章|節|条|項|号|階|種|行|字|文|票|席|両|戸|棟|校|店|"
    "桁|段|連|者|氏|議席|パーセント|ポイント|キロ|メートル|トン|グラム"
)
_MONTH = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_BEFORE_MAY = r"(?:(?<=\b[Ii]n )|(?<=\bby )|(?<=\bof )|(?<=since )|(?<=until )|(?<=last )|(?<=\d ))"
_KINDS = {
    "idiom": "十分(?![間後前の以ほ程])|二度と|二人三脚|三つ巴|一長一短|二転三転",
    "vague": rf"[数何幾][十百千万億兆][{_KANJI}万億兆]*|(?<![一-鿿])[数何幾]\d+{_UNIT}?|十数",
    "day": r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day_of_month>\d{1,2})(?![\d.])",
    "version": r"\d{1,9}(?:\.\d{1,9}){2,9}",
    "era": rf"(?P<reign>{'|'.join(ERAS)})(?P<reign_year>元|\d{{1,2}}|[{_KANJI}]{{1,3}})年",
    "fraction": rf"(?P<below>{_WHOLE})分の(?P<above>{_WHOLE})",
    "tenths": rf"(?:(?P<tenth_from>[\d{_KANJI}])(?:{_TO}|[、・]))?(?P<tenth>{_WHOLE})\ ?割"
    rf"(?:(?P<hundredth>[\d{_KANJI}])分)?",
    "hour": rf"午後(?P<hour_ja>\d{{1,2}}|[{_KANJI}]{{1,3}})(?=時|:)"
    r"|(?P<hour_en>\d{1,2})(?=(?::\d\d)?\ ?[Pp]\.?[Mm]\b)",
    "part": PARTS,
    "odds": ODDS,
    "slashed": r"(?<![\d/.])(?P<slash_above>\d{1,2})(?:⁄|/(?=\d{1,3}(?:\ of\b|の|が|を|以上|にあた|超|強|弱)))"
    r"(?P<slash_below>\d{1,3})(?![\d/])",
    "half_dozen": HALF_DOZEN,
    "fold": FOLD,
    "ordinal": ORDINAL,
    "span": SPAN,
    "digits": rf"(?P<currency>[$€£¥])?(?:(?P<lower>{_AMOUNT}){_TO}[$€£¥]?)?(?P<amount>{_AMOUNT})"
    rf"(?:(?P<units>\ ?{_UNIT}(?:{_AMOUNT}{_UNIT}?)*)"
    rf"|[ -]?(?P<scale>(?i:{'|'.join(SCALES)}))(?![a-z])"
    r"|(?P<suffix>(?i:bn|mn|tn|[kmb]))(?![a-zA-Z]))?",
    "kanji": rf"{_NUMERAL}(?=\ ?(?:{_COUNTERS}))|(?<=第){_NUMERAL}|[一二三四五六七八九十百千][{_KANJI}]{{0,9}}[万億兆]"
    rf"[{_KANJI}万億兆]{{0,30}}|[一二三四五六七八九][十百千][{_KANJI}]{{0,9}}",
    "date_word": rf"\b(?P<name>{'|'.join(m for m in MONTHS if m != 'May')})\b"
    rf"|\b(?P<short>{_MONTH})\b(?=\.?\ \d)|(?<=\d\ )(?P<after>{_MONTH})\b"
    rf"|{_BEFORE_MAY}(?P<may>May)\b|\b(?P<may_day>May)(?=\ \d)",
    "words": WORDS,
    "half": HALF,
}
_MAY_BEGIN = (
    r"(?=[\d$£€¥〇一二三四五六七八九十百千万億兆数何幾令平昭大明午半]|(?<![A-Za-z])[A-Za-z])"
)
"""Where a number may begin; most characters of a Japanese text are none of these."""
NUMBER = re.compile(
    _MAY_BEGIN
    + "(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items())
    + ")"
)
_MONTH_NUMBERS = {month[:3]: value for month, value in MONTHS.items()}


def _no_number(_match: re.Match[str]) -> Iterator[Decimal]:
    return iter(())


def _from_day(match: re.Match[str]) -> Iterator[Decimal]:
    yield from (Decimal(match[name]) for name in ("year", "month", "day_of_month"))


def _from_version(match: re.Match[str]) -> Iterator[Decimal]:
    """Give 5.6.1 a value of its own, other than that of 5.6.2."""
    first, *rest = match[0].split(".")
    yield Decimal(f"{first}." + "".join(f"{part:0>9}" for part in rest) + "1")


def _from_era(match: re.Match[str]) -> Iterator[Decimal]:
    years = Decimal(1) if match["reign_year"] == "元" else _read(match["reign_year"])
    yield ERAS[match["reign"]] + years


def _from_fraction(match: re.Match[str]) -> Iterator[Decimal]:
    yield from share_of(_read(match["above"]), _read(match["below"]))


def _from_tenths(match: re.Match[str]) -> Iterator[Decimal]:
    if match["tenth_from"]:
        yield 10 * _read(match["tenth_from"])
    yield 10 * _read(match["tenth"]) + _read(match["hundredth"] or "0")


def _from_hour(match: re.Match[str]) -> Iterator[Decimal]:
    hour = _read(match["hour_ja"] or match["hour_en"])
    yield hour + _NOON if hour < _NOON else hour


def _from_digits(match: re.Match[str]) -> Iterator[Decimal]:
    factor = Decimal(1)
    if match["scale"]:
        factor = Decimal(SCALES[match["scale"].lower()])
    elif match["suffix"] and (match["currency"] or len(match["suffix"]) > 1):
        factor = Decimal(SUFFIXES[match["suffix"].lower()])
    units = (match["units"] or "").strip()
    if match["lower"]:
        first_unit = re.match("[十百千万億兆]*", units)
        yield (_read(match["lower"] + (first_unit[0] if first_unit else "")) * factor).normalize()
    yield (_read(match["amount"] + units) * factor).normalize()


def _from_part(match: re.Match[str]) -> Iterator[Decimal]:
    if is_fraction(match):
        below = Decimal(DENOMINATORS[match["denominator"].lower()])
        yield from share_of(count_of_parts(match), below)
    else:
        yield count_of_parts(match)


def count_of_parts(match: re.Match[str]) -> Decimal:
    """Read the upper number of a fraction in words."""
    count = match["count"]
    return Decimal(count) if count.isdigit() else from_words(count)


def _half_dozen(_match: re.Match[str]) -> Iterator[Decimal]:
    yield Decimal(6)


def _from_odds(match: re.Match[str]) -> Iterator[Decimal]:
    if match["odds_of"]:
        yield from share_of(Decimal(1), _read(match["odds_of"]))
        return
    yield from share_of(small_number(match["odds_above"]), small_number(match["odds_below"]))


def _from_slashed(match: re.Match[str]) -> Iterator[Decimal]:
    yield from share_of(Decimal(match["slash_above"]), Decimal(match["slash_below"]))


def _from_fold(match: re.Match[str]) -> Iterator[Decimal]:
    word = match[0].lower()
    yield next((Decimal(value) for begin, value in MULTIPLES.items() if word.startswith(begin)))


def _from_ordinal(match: re.Match[str]) -> Iterator[Decimal]:
    yield Decimal(ORDINALS[match[0].lower()])


def _from_span(match: re.Match[str]) -> Iterator[Decimal]:
    yield SPANS[match["span_word"].lower()]


def small_number(text: str) -> Decimal:
    """Read digits or an English number word."""
    return Decimal(text) if text.isdigit() else from_words(text)


def _from_numeral(match: re.Match[str]) -> Iterator[Decimal]:
    yield from_kanji(match[0])


def _from_month(match: re.Match[str]) -> Iterator[Decimal]:
    yield Decimal(_MONTH_NUMBERS[match[0][:3]])


def _from_words(match: re.Match[str]) -> Iterator[Decimal]:
    yield from_words(match[0]).normalize()


def _half(_match: re.Match[str]) -> Iterator[Decimal]:
    yield Decimal(50)


READERS: Mapping[str, Callable[[re.Match[str]], Iterator[Decimal]]] = {
    "idiom": _no_number,
    "vague": _no_number,
    "day": _from_day,
    "version": _from_version,
    "era": _from_era,
    "fraction": _from_fraction,
    "tenths": _from_tenths,
    "hour": _from_hour,
    "part": _from_part,
    "odds": _from_odds,
    "slashed": _from_slashed,
    "half_dozen": _half_dozen,
    "fold": _from_fold,
    "ordinal": _from_ordinal,
    "span": _from_span,
    "digits": _from_digits,
    "kanji": _from_numeral,
    "date_word": _from_month,
    "words": _from_words,
    "half": _half,
}


def share_of(above: Decimal, below: Decimal) -> Iterator[Decimal]:
    """Yield a fraction in percent, six digits of it."""
    if below:
        yield Decimal(f"{above / below * 100:.6g}").normalize()


def _read(text: str) -> Decimal:
    """Read `1兆2,000億`, `3.5万`, `5千` or 千二百 by its units."""
    if text[0] in _KANJI:
        return from_kanji(text)
    total = part = Decimal(0)
    for digits, small, large in re.findall(r"(\d[\d,]*(?:\.\d+)?)([十百千]?)([万億兆]?)", text):
        part += Decimal(digits.replace(",", "")) * SMALL.get(small, 1)
        if large:
            total, part = total + part * LARGE[large], Decimal(0)
    return total + part
