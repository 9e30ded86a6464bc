from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.publish import number


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_count_reads_back_as_the_same_number(value: int) -> None:
    assert int(number.count(value).replace(",", "")) == value


@given(st.floats(min_value=0, max_value=1))
def test_a_percentage_is_within_its_rounding_of_the_share(share: float) -> None:
    shown = number.percent(share)
    if shown.startswith("less"):
        assert 0 < share < 0.0005
    elif shown.startswith("more"):
        assert 0.9995 <= share < 1
    else:
        assert abs(float(shown.rstrip("%")) - share * 100) <= 0.0500001


def test_nought_and_all_are_said_only_when_exact() -> None:
    assert [number.percent(share) for share in (0.0, 1e-9, 1 - 1e-9, 1.0)] == [
        "0%",
        "less than 0.1%",
        "more than 99.9%",
        "100%",
    ]


def test_a_missing_number_is_not_published_and_never_nought() -> None:
    assert {number.count(None), number.percent(None), number.decimal(None)} == {"not published"}


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_number_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(InputError, match="Use None for what is not published"):
        number.count(value)


def test_a_percentage_given_as_a_share_is_refused() -> None:
    with pytest.raises(InputError, match=r"got 8\.6\. Divide a percentage by 100"):
        number.percent(8.6)


@given(st.floats(min_value=0.001, max_value=0.95))
def test_a_fraction_in_words_is_close_to_the_share(share: float) -> None:
    top, bottom = number.one_in(share).removeprefix("about ").replace(",", "").split(" in ")
    assert abs(int(top) / int(bottom) - share) <= 0.06
    assert int(top) / int(bottom) == pytest.approx(share, rel=0.25)


def test_one_of_something_is_singular() -> None:
    assert number.several(1, "neighbourhood") == "1 neighbourhood"
    assert number.several(0, "neighbourhood") == "0 neighbourhoods"


def test_an_unknown_day_is_said_to_be_unknown() -> None:
    assert number.day(None) == "date not known"
    with pytest.raises(InputError, match="is not a period"):
        number.day("yesterday!")


def test_no_names_join_to_nothing() -> None:
    assert number.joined([]) == ""
    assert number.joined(["Ash"]) == "Ash"
