"""By which day a text can be judged, counted from the day of its article."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.due_dates import last_day, spans_in
from commentary.predictions import Precision

DAY = dt.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "last", "precision"),
    [
        ("年内に発表する", "2026-12-31", "year"),
        ("今年の12月に始まる", "2026-12-31", "month"),
        ("来年には開業する", "2027-12-31", "year"),
        ("来年3月に決まる", "2027-03-31", "month"),
        ("再来年までに終わる", "2028-12-31", "year"),
        ("来月、採決する", "2026-12-31", "month"),
        ("年度内に結論を出す", "2027-03-31", "year"),
        ("来年度の予算に入る", "2028-03-31", "year"),
        ("2028年に始まる", "2028-12-31", "year"),
        ("2028年2月に始まる", "2028-02-29", "month"),
        ("２０２８年２月１０日に始まる", "2028-02-10", "day"),
        ("2027年第1四半期に出す", "2027-03-31", "quarter"),
        ("2027年度に始まる", "2028-03-31", "year"),
        ("by the end of the year", "2026-12-31", "year"),
        ("some time next year", "2027-12-31", "year"),
        ("in 2028", "2028-12-31", "year"),
        ("by the end of 2028", "2028-12-31", "year"),
        ("in March 2027", "2027-03-31", "month"),
        ("on March 10, 2027", "2027-03-10", "day"),
        ("on 10 March 2027", "2027-03-10", "day"),
        ("in Q2 2027", "2027-06-30", "quarter"),
        ("next month", "2026-12-31", "month"),
    ],
)
def test_a_span_ends_on_its_last_day(text: str, last: str, precision: str) -> None:
    """A month, quarter or year is over when its last day is."""
    (span,) = spans_in(text, DAY)
    assert (dt.date.fromisoformat(last), precision) == (span.last, span.precision)


@pytest.mark.parametrize(
    "text",
    [
        "2019年に公表された",
        "2028年以降に始まる",
        "2027年2月31日に始まる",
        "いつか始まる",
        "since 2028",
        "from March 2027",
        "soon",
        "in 2025",
    ],
)
def test_what_names_no_last_day_to_come_is_no_span(text: str) -> None:
    """What is past, open to one side or in no calendar tells no day to wait for."""
    assert () == spans_in(text, DAY)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(Precision))
def test_the_last_day_is_its_own(day: dt.date, precision: Precision) -> None:
    """It never lies before the day, and is the last day of its own span."""
    last = last_day(day, precision)
    assert day <= last == last_day(last, precision)
    assert precision is Precision.DAY or (last + dt.timedelta(1)).day == 1


@given(st.text(max_size=40), st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_any_text_can_be_read(text: str, day: dt.date) -> None:
    """Nothing breaks it, and whatever it finds lies ahead."""
    assert all(span.last > day and span.first <= span.last for span in spans_in(text, day))
