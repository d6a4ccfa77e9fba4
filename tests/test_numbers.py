"""Numbers are compared by value, however article and sentence write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.numbers import known_numbers, numbers_in
from examples import examples


@pytest.mark.parametrize(("text", "expected"), examples("numbers"))
def test_numbers_are_read_by_value(text: str, expected: str) -> None:
    """A text yields its numbers, each once."""
    assert expected == " ".join(f"{value:f}" for value in sorted(numbers_in(text)))


def test_a_number_comes_with_its_writing() -> None:
    """A finding can show the number as the sentence has it."""
    assert {Decimal(13_000_000_000): "$13 billion"} == numbers_in("It paid $13 billion for it.")


@pytest.mark.parametrize(
    ("article", "sentence"),
    [
        pytest.param("130億ドルを出資", "$13 billion went into it", id="hundred-millions"),
        pytest.param("社員770人のうち", "七百七十人", id="kanji"),
        pytest.param("2023年11月20日", "November 20, 2023", id="date"),
        pytest.param("2023-11-20", "2023年11月20日", id="iso-date"),
        pytest.param("令和5年", "2023", id="era"),
        pytest.param("7割が賛成", "70% agreed", id="tenths"),
        pytest.param("half of the staff", "社員の50%", id="half"),
        pytest.param("半数が", "2分の1が", id="half-as-fraction"),
        pytest.param("about 2/3 of them", "3分の2", id="slash"),
        pytest.param("two thirds of them", "2 of 3", id="parts-of-a-fraction"),
        pytest.param("第2四半期", "the 2nd quarter", id="ordinal"),
        pytest.param("the second quarter", "第2四半期", id="ordinal-word"),
        pytest.param("the 21st century", "21世紀", id="century"),
        pytest.param("売上は倍増", "2倍になった", id="doubled"),
        pytest.param("両社は", "2社は", id="both"),
        pytest.param("versions 5.6.0 and 5.6.1", "5.6.1 of 5.6", id="version"),
        pytest.param("午後2時30分", "14:30", id="afternoon"),
        pytest.param("午後2時", "2時ごろ", id="hour-as-written"),
        pytest.param("during 2020-21", "2021年", id="span-of-years"),
        pytest.param("半年の猶予", "6か月", id="half-a-year"),
        pytest.param("dozens of firms, a dozen", "12社", id="dozen"),
        pytest.param("0.75 point, 1.2兆円", "0.75ポイント、1兆2000億円", id="decimals"),
        pytest.param("GPT-4 and 5G", "GPT-4と5G", id="in-words"),
        pytest.param("5〜7%", "5% to 7%", id="range"),
        pytest.param("sales tripled", "3倍", id="tripled"),
    ],
)
def test_the_same_fact_written_differently_is_known(article: str, sentence: str) -> None:
    """A sentence may write a number in its own way."""
    assert set() == numbers_in(sentence).keys() - known_numbers(article)


@pytest.mark.parametrize(
    ("article", "sentence"),
    [
        pytest.param("130億ドル", "180億ドル", id="amount"),
        pytest.param("130億ドル", "130万ドル", id="unit"),
        pytest.param("$13 billion", "$13 million", id="scale"),
        pytest.param("770人", "700人", id="people"),
        pytest.param("2023年11月20日", "2023年11月21日", id="day"),
        pytest.param("2023年11月20日", "December 20, 2023", id="month"),
        pytest.param("2023年", "2024年", id="year"),
        pytest.param("令和5年", "令和6年", id="era"),
        pytest.param("7割", "8割", id="tenths"),
        pytest.param("7人", "7割", id="people-to-tenths"),
        pytest.param("two thirds", "three quarters of", id="fraction"),
        pytest.param("version 5.6.1", "version 5.6.2", id="version"),
        pytest.param("14:30", "14:45", id="minutes"),
        pytest.param("1.5倍", "15倍", id="decimal-point"),
        pytest.param("GPT-4", "GPT-5", id="in-a-word"),
        pytest.param("数十億ドル", "10億ドル", id="vague"),
        pytest.param("twenty-five", "twenty-six", id="words"),
        pytest.param("1990s", "1980s", id="decade"),
    ],
)
def test_a_changed_number_is_not_known(article: str, sentence: str) -> None:
    """A planted change of one number is noticed."""
    assert numbers_in(sentence).keys() - known_numbers(article)


@given(st.text(max_size=100))
def test_a_text_knows_its_own_numbers(text: str) -> None:
    """No text is at odds with itself, and none raises."""
    assert numbers_in(text).keys() <= known_numbers(text)


@given(st.integers(2, 10**15))
def test_ways_of_writing_agree(value: int) -> None:
    """Plain, with separators, full width and with kanji units: the same value."""
    large = f"{value // 10**4}万{value % 10**4}" if value >= 10**4 else str(value)
    wide = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for written in (f"{value}", f"{value:,}", wide, large.replace("万0", "万")):
        assert {Decimal(value)} <= numbers_in(f"約{written}円").keys()


@pytest.mark.parametrize("text", ["9" * 5000, "9." * 5000, "一" * 5000, "万" * 5000, "9割" * 5000])
def test_long_runs_do_no_harm(text: str) -> None:
    """Neither the limits of `int` nor those of `Decimal` are met."""
    assert isinstance(known_numbers(text), frozenset)
