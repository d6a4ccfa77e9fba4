"""Numbers written in words: English number words and fractions, kanji numerals, eras, months."""

from __future__ import annotations

import re
from decimal import Decimal

UNITS = {
    word: value
    for value, word in enumerate("one two three four five six seven eight nine".split(), start=1)
}
TEENS = {
    word: value
    for value, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        start=10,
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1
    )
}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}
MONTHS = {
    month: value
    for value, month in enumerate(
        "January February March April May June July August September October November "
        "December".split(),
        start=1,
    )
}
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}

_VALUES: dict[str, int | Decimal] = {
    **UNITS, **TEENS, **TENS, **ORDINALS,
    "half": Decimal("0.5"), "a": 1, "an": 1,
}  # fmt: skip
_ARTICLES = frozenset({"a", "an"})
_FACTORS = {"hundred": 100, "dozen": 12}
DENOMINATORS = {"third": 3, "quarter": 4, "fourth": 4} | dict(list(ORDINALS.items())[4:])

_BELOW = (
    rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join((*UNITS, *ORDINALS))}))?"
    rf"|{'|'.join(TEENS)}|{'|'.join(UNITS)})\b"
)
_GROUP = rf"(?:(?:{_BELOW}|an?)[ -](?:hundred|dozen)\b(?:[ ](?:and[ ])?{_BELOW})?|{_BELOW})"
_SCALE = rf"(?:{'|'.join(SCALES)})\b"
WORDS = (
    rf"\b(?i:(?:half[ -]an?|an?|{_GROUP})[ -]{_SCALE}(?:[ ](?:and[ ])?{_GROUP}(?:[ ]{_SCALE})?)*"
    rf"|{_GROUP})"
)
"""English number words, without naked ordinals: `second` is a time as well."""

PARTS = (
    rf"\b(?i:(?P<count>an?|{'|'.join(UNITS)}|\d)(?P<joint>[ -])"
    rf"(?P<denominator>{'|'.join(DENOMINATORS)})(?P<plural>s?)\b"
    r"(?P<of>\ (?:of|more|less|fewer|higher|lower|larger|smaller|cheaper|dearer|longer|shorter)\b)?)"
)
ODDS = (
    rf"\b(?i:(?P<odds_above>one|1|two|three|four)(?:\ out\ of|\ in)"
    rf"\ (?P<odds_below>\d{{1,3}}|{_GROUP}))(?!\ (?:years|months|weeks|days|hours|minutes)\b)"
    r"(?!,?\d)"
    r"|(?P<odds_of>\d{1,3}|[二三四五六七八九十]{1,3})(?P<odds_counter>件|人|つ|軒|校|社|世帯|回|台|店)に(?:1|一)(?P=odds_counter)"
)
"""`one in five`; `two in 2019` is none, as its end is no number of three digits."""
MULTIPLES = {"double": 2, "doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5} | {
    f"{word}fold": value for word, value in {**UNITS, "ten": 10}.items()
}
FOLD = (
    r"\b(?i:(?:doubl|tripl|trebl|quadrupl|quintupl)(?:es?|ed|ing)|(?:"
    + "|".join([*UNITS, "ten"])
    + r")fold)\b"
)
ORDINAL = (
    rf"(?<!\ba\ )(?<!\ban\ )(?<!nother\ )\b(?i:{'|'.join(list(ORDINALS)[3:])})\b(?!\ of\b)"
    r"|(?<=\b[Tt]he\ )third(?=\ [a-z])(?!\ of\b)"
)
"""`second` is a time, `first` an order, and `a third try` one more."""
HALF_DOZEN = r"\b(?i:half)[ -](?:a[ -])?dozen\b"
SPANS = {"decade": Decimal(10), "century": Decimal(100), "year and a half": Decimal("1.5")}
SPAN = r"\b(?i:an?|one)\ (?P<span_word>(?i:decade|century|year\ and\ a\ half))\b(?!-)"
HALF = (
    r"(?<!first\ )(?<!second\ )(?<!last\ )(?<!latter\ )(?<!other\ )\b(?i:half)\b(?!-)(?!\ past)(?!\ (?:open|closed|empty|full|done)\b)"
    r"(?!\ (?:an?\ )?dozen)(?!\ (?:an?\ )?(?:year|month|day|hour|century|decade|time))|(?<!過)半数|半分"
)


def from_words(text: str) -> Decimal:
    """Read English number words such as `two hundred and fifty thousand`."""
    total = part = Decimal(0)
    for word in re.findall("[a-z]+", text.lower()):
        if word in SCALES:
            total += part * SCALES[word]
            part = Decimal(0)
        elif word in _FACTORS:
            part *= _FACTORS[word]
        elif word not in _ARTICLES or not part:  # half a million
            part += _VALUES.get(word, 0)
    return total + part


def from_kanji(text: str) -> Decimal:
    """Read kanji numerals, by place (`二〇二三`) or by unit (`千二百万`)."""
    if not set(text) & {*SMALL, *LARGE}:
        return Decimal("".join(str(DIGITS[character]) for character in text))
    total = part = digit = 0
    for character in text:
        if character in DIGITS:
            digit = digit * 10 + DIGITS[character]
        elif character in SMALL:
            part += (digit or 1) * SMALL[character]
            digit = 0
        else:
            total += (part + digit or 1) * LARGE[character]
            part = digit = 0
    return Decimal(total + part + digit)


def is_fraction(match: re.Match[str]) -> bool:
    """Tell `two thirds` and `a quarter of` from `a third company` and `three quarters in a row`."""
    if match["of"] or match["joint"] == "-":
        return True
    is_quarter = match["denominator"].lower() == "quarter"
    return not is_quarter and (bool(match["plural"]) or match["count"].lower() == "one")
