"""Periods as publishers write them: each form is read one way, and anything else is refused."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.written_period import (
    ACADEMIC,
    ACTIVE_LIVES,
    FINANCIAL,
    SCHOOL,
    iso_period,
    with_iso_periods,
)
from newlyn.foundation.errors import InputError, SourceError
from newlyn.foundation.period import Period


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2011", "2011-01-01/P1Y"),
        ("2019 revised", "2019-01-01/P1Y"),
        ("2017 - 19", "2017-01-01/P3Y"),
        ("2018 - 2020", "2018-01-01/P3Y"),
        ("1999 - 01", "1999-01-01/P3Y"),
        ("2020/21", "2020-04-01/P1Y"),
        ("2016-17", "2016-04-01/P1Y"),
        ("04/2022 - 03/2023", "2022-04-01/P1Y"),
        ("10/2022 - 12/2022", "2022-10-01/P3M"),
        ("16/11/2021 - 15/11/2022", "2021-11-16/P1Y"),
        ("Sep-23", "2023-09-01"),
        ("Financial year ending 2023", "2022-04-01/P1Y"),
        ("As at 31 January 2024", "2024-01-31"),
    ],
)
def test_each_way_of_writing_a_period_is_read(words, iso):
    assert iso_period(words) == iso


@pytest.mark.parametrize(
    ("start", "iso"),
    [
        (FINANCIAL, "2020-04-01/P1Y"),
        (ACADEMIC, "2020-08-01/P1Y"),
        (SCHOOL, "2020-09-01/P1Y"),
        (ACTIVE_LIVES, "2020-11-16/P1Y"),
    ],
)
def test_a_split_year_begins_when_its_subject_s_year_does(start, iso):
    assert iso_period("2020/21", year_starts=start) == iso


def test_a_run_of_split_years_is_as_long_as_its_years():
    assert iso_period("2020/21 - 24/25", year_starts=SCHOOL) == "2020-09-01/P5Y"


def test_spaces_around_the_dash_tell_a_run_of_years_from_a_split_year():
    assert Period.parse(iso_period("2016 - 17")).months == 24
    assert Period.parse(iso_period("2016-17")).months == 12


@pytest.mark.parametrize("words", ["", "last year", "2020/2021/22", "Q1 2020", "20/21"])
def test_words_of_no_known_form_are_refused(words):
    with pytest.raises(InputError, match="is not a period as publishers write them"):
        iso_period(words)


@given(st.integers(1980, 2050), st.integers(1, 12))
def test_a_run_of_calendar_years_ends_with_its_last_year(first, length):
    words = f"{first} - {(first + length - 1) % 100:02d}"
    assert Period.parse(iso_period(words)).end.year == first + length - 1


def test_a_column_is_read_row_by_row_with_the_year_of_each():
    named = pa.table({"period": ["2020/21", "2020/21"], ROW: pa.array([2, 3], pa.int32())})
    read = with_iso_periods(named, "made_up.csv", year_starts=lambda at: (ACADEMIC, SCHOOL)[at])
    assert read["period"].to_pylist() == ["2020-08-01/P1Y", "2020-09-01/P1Y"]


def test_a_period_that_cannot_be_read_is_named_with_its_file_and_row():
    named = pa.table({"period": ["2020", "soon"], ROW: pa.array([2, 3], pa.int32())})
    with pytest.raises(SourceError, match=r"made_up\.csv, row 3, column 'period': 'soon' is not a period"):
        with_iso_periods(named, "made_up.csv", year_starts=FINANCIAL)
