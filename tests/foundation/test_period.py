"""Periods read back what they write, end when people say they end, and are named as people name them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.foundation.period import Period

PERIODS = st.builds(Period, st.dates(date(1801, 1, 1), date(2999, 12, 31)), st.integers(0, 600))
FIRST_DAYS = st.builds(date, st.integers(1801, 2999), st.integers(1, 12), st.just(1))


@given(PERIODS)
def test_what_is_written_is_read_back(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert Period.parse(period.brief) == period


@given(PERIODS)
def test_the_brief_text_is_never_longer(period: Period) -> None:
    assert len(period.brief) <= len(str(period))


@given(PERIODS)
def test_a_period_does_not_end_before_it_starts(period: Period) -> None:
    assert period.end >= period.start


@given(FIRST_DAYS, st.integers(1, 60))
def test_the_next_period_starts_the_day_after_the_end(start: date, months: int) -> None:
    following = Period(start, months).end + timedelta(days=1)
    assert following.day == 1
    assert (following.year - start.year) * 12 + following.month - start.month == months


@given(FIRST_DAYS, st.integers(0, 60), FIRST_DAYS, st.integers(0, 60))
def test_periods_of_whole_months_that_are_named_alike_are_alike(
    start: date, months: int, other: date, others: int
) -> None:
    one, two = Period(start, months), Period(other, others)
    # A year that begins in another month than January is written 2019/20 whichever month it is.
    if one.months % 12 or one.months == 0:
        assert (one.label == two.label) == (one == two)


@pytest.mark.parametrize(
    ("text", "label", "brief", "end"),
    [
        ("2019", "2019", "2019", date(2019, 12, 31)),
        ("2019-01-01/P12M", "2019", "2019", date(2019, 12, 31)),
        ("2021-03-21", "21 March 2021", "2021-03-21", date(2021, 3, 21)),
        ("2023-07-01/P1M", "July 2023", "2023-07-01/P1M", date(2023, 7, 31)),
        ("2019-04-01/P1Y", "2019/20", "2019-04-01/P1Y", date(2020, 3, 31)),
        ("1999-09-01/P1Y", "1999/00", "1999-09-01/P1Y", date(2000, 8, 31)),
        ("2017-04-01/P3Y", "2017/18 to 2019/20", "2017-04-01/P3Y", date(2020, 3, 31)),
        ("2020-01-01/P3Y", "2020 to 2022", "2020-01-01/P3Y", date(2022, 12, 31)),
        ("2019-04-01/P3M", "April 2019 to June 2019", "2019-04-01/P3M", date(2019, 6, 30)),
        ("2020-01-31/P1M", "31 January 2020 to 28 February 2020", "2020-01-31/P1M", date(2020, 2, 28)),
        ("9999", "9999", "9999", date(9999, 12, 31)),
        ("0005-01-01/P1Y", "5", "0005", date(5, 12, 31)),
    ],
)
def test_periods_are_shown_as_people_write_them(text: str, label: str, brief: str, end: date) -> None:
    period = Period.parse(text)
    assert (period.label, period.brief, period.end) == (label, brief, end)


def test_calendar_years_and_single_days_have_makers() -> None:
    assert str(Period.year(2020, years=3)) == "2020-01-01/P3Y"
    assert str(Period.day(2021, 3, 21)) == "2021-03-21"


def test_periods_stand_in_order_of_time() -> None:
    assert sorted([Period.year(2020), Period.day(2019, 6, 30), Period.year(2019)]) == [
        Period.year(2019),
        Period.day(2019, 6, 30),
        Period.year(2020),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "next year", "2019-04", "2019/20", "2019-04-01/P1W", "2019-04-01/P0Y", "2019-04-01/P", "19-04-01",
     " 2019", "２０１９", "2019-01-01/P12345678M"],
)  # fmt: skip
def test_text_that_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"is not a period. Write a year, a date, or start/length"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["2021-02-29", "2021-13-01/P1Y", "0000", "9999-06-01/P1Y"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"is not a period: .*\."):
        Period.parse(text)
