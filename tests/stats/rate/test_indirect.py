"""Expected events add up over ages; observed over expected lies within the limits of the count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.rate.crude import rate
from newlyn.stats.rate.indirect import expected_events, indirectly_standardised_rate, indirectly_standardised_ratio

BANDS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 10**7)), min_size=1, max_size=19)


@given(BANDS)
def test_the_reference_expects_of_itself_what_it_has(bands: list[tuple[int, int]]) -> None:
    count, population = np.array(bands).T
    assert expected_events(count, population, population) == pytest.approx(count.sum(), rel=1e-12)


@given(BANDS)
def test_what_is_expected_of_two_places_is_expected_of_them_together(bands: list[tuple[int, int]]) -> None:
    count, population = np.array(bands).T
    one, other = population // 3, population // 7
    apart = expected_events(count, population, [one, other])
    assert apart.sum() == pytest.approx(expected_events(count, population, one + other), rel=1e-12)


def test_as_many_events_as_expected_make_one() -> None:
    found = indirectly_standardised_ratio(40, 40)
    assert found.value == 1
    assert found.lower < 1 < found.upper
    assert found.statistic == "indirectly standardised ratio"


@given(st.integers(0, 10_000), st.floats(0.01, 1e6), st.floats(0.1, 1000))
def test_the_ratio_is_a_rate_of_events_per_expected_one(observed: int, expected: float, per: float) -> None:
    found, as_rate = indirectly_standardised_ratio(observed, expected, per=per), rate(observed, expected, per=per)
    assert (found.value, found.lower, found.upper) == (as_rate.value, as_rate.lower, as_rate.upper)
    assert found.lower <= found.value <= found.upper


def test_the_rate_of_the_reference_itself_is_its_crude_rate() -> None:
    count, population = np.array([10, 40, 300]), np.array([50_000, 40_000, 30_000])
    expected = expected_events(count, population, population)
    found = indirectly_standardised_rate(count.sum(), expected, count.sum() / population.sum(), per=1000)
    crude = rate(count.sum(), population.sum(), per=1000)
    assert (found.value, found.lower, found.upper) == pytest.approx((crude.value, crude.lower, crude.upper))
    assert found.statistic == "indirectly standardised rate per 1000"


def test_each_place_may_have_its_own_reference_rate() -> None:
    found = indirectly_standardised_rate([5, 5], [10, 10], [0.01, 0.02], per=100)
    assert found.value == pytest.approx([0.5, 1])


def test_nothing_expected_and_missing_counts_have_no_ratio() -> None:
    for found in (
        indirectly_standardised_ratio([1, 0, np.nan, 1], [0, 0, 5, np.nan]),
        indirectly_standardised_rate([1, 0, np.nan, 1], [0, 0, 5, np.nan], 0.01),
    ):
        assert np.isnan([found.value, found.lower, found.upper]).all()


def test_a_band_without_a_reference_is_missing_only_where_somebody_is_in_it() -> None:
    found = expected_events([10, 0], [100, 0], [[50, 0], [50, 1], [np.nan, 0]])
    assert found[0] == 5
    assert np.isnan(found[1:]).all()
    assert np.isnan(expected_events([10, np.nan], [100, 100], [50, 5]))


def test_periods_and_places_keep_their_shape() -> None:
    assert expected_events(np.ones(19), np.ones(19), np.ones((4, 5, 19))).shape == (4, 5)
    assert indirectly_standardised_ratio(np.ones((4, 5)), 2).upper.shape == (4, 5)


def test_what_cannot_be_standardised_is_refused() -> None:
    with pytest.raises(InputError, match=r"a reference_count cannot be negative; at position 0 it is -1\."):
        expected_events([-1, 2], [10, 10], [5, 5])
    with pytest.raises(InputError, match=r"a reference_population cannot be negative; at position 0 it is -10\."):
        expected_events([1, 2], [-10, 10], [5, 5])
    with pytest.raises(InputError, match=r"a population cannot be negative; at position 1 it is -5\."):
        expected_events([1, 2], [10, 10], [5, -5])
    with pytest.raises(InputError, match=r"population must hold at least 1 values; got 0\."):
        expected_events([], [], [])
    with pytest.raises(
        InputError, match=r"the arrays must be of one shape, .* reference_count \(2,\).* population \(3,\)\."
    ):
        expected_events([1, 2], [10, 10], [5, 5, 5])
    with pytest.raises(InputError, match=r"a number of observed events cannot be negative; here it is -1\."):
        indirectly_standardised_ratio(-1, 5)
    with pytest.raises(InputError, match=r"a number of expected events cannot be negative; here it is -5\."):
        indirectly_standardised_ratio(1, -5)
    with pytest.raises(InputError, match=r"a reference rate cannot be negative; here it is -0\.1\."):
        indirectly_standardised_rate(1, 5, -0.1)
    with pytest.raises(InputError, match=r"per must be above nought; here it is 0\."):
        indirectly_standardised_ratio(1, 5, per=0)
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        indirectly_standardised_rate(1, 5, 0.1, level=95)


def test_it_is_per_one_number() -> None:
    with pytest.raises(InputError, match=r"per must be one number; got \[1, 2\]\."):
        indirectly_standardised_ratio([1, 2], [3, 4], per=[1, 2])
    with pytest.raises(InputError, match=r"per must be one number; got nan\."):
        indirectly_standardised_rate([1, 2], [3, 4], 0.1, per=np.nan)
