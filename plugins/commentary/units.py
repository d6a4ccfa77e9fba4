"""What a number counts: people, yen, percent, years; one name for all ways of writing it.

A unit is told from the words right beside the number. English counts with any noun, so most English
numbers have no unit here; a number without one may count anything.
"""

from __future__ import annotations

import re

PERCENT = "%"
YEAR = "calendar year"
MONTH = "calendar month"
DAY = "day of the month"
HOUR = "hour"
YEARS = "years"
TIMES = "times"
POINTS = "points"
PART = "place or part"
"""What `third` and the two numbers of `two thirds` count."""
DATES = frozenset({YEAR, MONTH, DAY, HOUR})
"""Units of a place in time; a number of anything else is never one of these."""
CURRENCIES = frozenset({"dollars", "euros", "pounds", "yen"})

_SIGNS = {"$": "dollars", "£": "pounds", "€": "euros", "¥": "yen"}
_NAMES = {
    PERCENT: "% パーセント percent per\\ cent",
    POINTS: "ポイント percentage\\ points? points?",
    "dollars": "ドル dollars?",
    "euros": "ユーロ euros?",
    "pounds": "ポンド",
    "yen": "円 yen",
    "people": "人 名 票",
    "months": "か月 カ月 ヶ月 months?",
    "countries": "か国 カ国 ヶ国",
    "places": "か所 カ所 ヶ所",
    YEARS: "年間 年ぶり 年(?=[前後もほ以未目続越]) (?:(?:school|full|more|further|straight|consecutive)\\ )?years? yrs?",
    "weeks": "週間 weeks?",
    "days": "日間 日(?=の間|のあいだ|も|ぶり|以) days?",
    "hours": "時間 hours?",
    "minutes": "分間 分(?!の) minutes?",
    "seconds": "秒 seconds?",
    TIMES: "倍 times(?!\\ (?:in|out)\\ ) -?fold",
    "km": "キロメートル km kilomet(?:re|er)s?",
    "kg": "キログラム kg",
    "metres": "メートル met(?:re|er)s?",
    "tonnes": "トン tonnes? tons?",
    "kW": "キロワット kW",
    "MW": "メガワット MW",
    "square metres": "平方メートル square\\ met(?:re|er)s?",
    "square km": "平方キロメートル 平方キロ square\\ (?:km|kilomet(?:re|er)s?)",
    "cubic metres": "立方メートル cubic\\ met(?:re|er)s?",
    "hectares": "ヘクタール hectares? ha",
    "miles": "マイル (?:nautical\\ )?miles?",
    **{word: word for word in (
        "県 種類 枚 点 両 戸 棟 便 往復 世帯 家族 都市 軒 件 個 台 本 基 機 隻 店 校 社 キロ センチ 発 冊 席 床 歳 回 度 路線 議席 樽 頭 つ 四半期".split()
    )},
}  # fmt: skip
_WORDS = [(word, unit) for unit, words in _NAMES.items() for word in re.split(r"(?<!\\) ", words)]
_AFTER = re.compile(
    r"[ -]?(?:"
    + "|".join(
        rf"(?P<u{index}>{word}{'(?![A-Za-z])' if word[0].isascii() and word[0] != '%' else ''})"
        for index, (word, _) in enumerate(sorted(_WORDS, key=lambda item: -len(item[0])))
    )
    + r"|(?P<year>年)|(?P<month>月)|(?P<day>日)|(?P<hour>時|:\d\d))"
)
_SORTED = [unit for _, unit in sorted(_WORDS, key=lambda item: -len(item[0]))]
_MONTH_NAME = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b"
_BEFORE_MONTH = re.compile(rf"(?:st|nd|rd|th)?(?: of)? {_MONTH_NAME}")
_AFTER_MONTH = re.compile(rf"{_MONTH_NAME}\.? (?:the )?$")
_BARE_YEAR = re.compile(r"(?:1[4-9]|20|21)\d\d")
_FEWEST_OF_A_YEAR = 1000
_MOST_OF_A_DAY = 31


def unit_of(text: str, start: int, end: int, currency: str) -> str:
    """Name what the number between two places of a text counts, empty when nothing tells.

    Args:
        text: folded to NFKC.
        start: where the number begins.
        end: where it ends.
        currency: the sign before it, if any.
    """
    if currency:
        return _SIGNS[currency]
    digits = text[start:end]
    if found := _AFTER.match(text, end):
        return _named(found, digits)
    if _BARE_YEAR.fullmatch(digits):
        return YEAR
    is_short = digits.isdigit() and int(digits) <= _MOST_OF_A_DAY
    if is_short and (
        _BEFORE_MONTH.match(text, end) or _AFTER_MONTH.search(text, max(0, start - 14), start)
    ):
        return DAY
    return ""


def _named(found: re.Match[str], digits: str) -> str:
    name = str(found.lastgroup)
    if name == "year":
        return YEAR if len(digits) == len(str(_FEWEST_OF_A_YEAR)) else YEARS
    return {"month": MONTH, "day": DAY, "hour": HOUR}.get(name) or _SORTED[int(name[1:])]
