"""Means lie within Student's limits; groups and weights give what rows and repetition would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import t, ttest_1samp

from newlyn.foundation.errors import InputError
from newlyn.stats.rate.mean import grouped_mean, mean, weighted_mean

VALUES = st.floats(-1e6, 1e6, allow_subnormal=False)


@given(arrays(float, st.integers(2, 30), elements=VALUES), st.floats(0.5, 0.999))
def test_the_limits_are_those_of_scipys_t_test(values: np.ndarray, level: float) -> None:
    if np.ptp(values) > 1e-3:
        found, expected = mean(values, level=level), ttest_1samp(values, 0).confidence_interval(level)
        assert found.value == pytest.approx(values.mean(), abs=1e-6)
        assert (found.lower, found.upper) == pytest.approx((expected.low, expected.high), rel=1e-9, abs=1e-6)


def test_students_own_example_is_his() -> None:
    # SOURCE: Student (1908), The probable error of a mean, Biometrika 6: 1-25, illustration I (Cushny and Peebles):
    # ten differences in hours of sleep, their mean 1.58. The limits at 95% by hand: 2.262 × 1.23 / √10.
    found = mean([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    assert found.value == pytest.approx(1.58)
    assert found.upper - found.value == pytest.approx(2.262 * 1.23 / 10**0.5, abs=0.001)
    assert (found.statistic, found.method, found.level) == ("mean", "Student's t", 0.95)


@given(arrays(float, 12, elements=VALUES), st.floats(-1e6, 1e6), st.floats(0.01, 100))
def test_limits_move_and_stretch_with_the_values(values: np.ndarray, by: float, times: float) -> None:
    one, other = mean(values), mean(values * times + by)
    moved = (one.lower * times + by, one.upper * times + by)
    assert (other.lower, other.upper) == pytest.approx(moved, rel=1e-9, abs=1e-4)


def test_small_differences_between_large_numbers_keep_their_spread() -> None:
    found = mean([1e9, 1e9 + 1, 1e9 + 2])
    grouped = grouped_mean([1e9, 1e9 + 1, 1e9 + 2], [0, 0, 0])
    assert found.upper - found.value == pytest.approx(2.4841, abs=1e-4)
    assert grouped.upper[0] - grouped.value[0] == pytest.approx(2.4841, abs=1e-4)


def test_the_mean_is_taken_along_the_axis_that_is_named() -> None:
    values = np.arange(24.0).reshape(2, 3, 4) ** 1.5
    for axis in (0, 1, 2, -1):
        found = mean(values, axis=axis)
        assert found.value == pytest.approx(values.mean(axis))
        assert found.upper.shape == values.mean(axis).shape
    assert mean(values, axis=1).upper[1, 2] == pytest.approx(float(mean(values[1, :, 2]).upper))


@given(st.lists(st.tuples(VALUES, st.integers(0, 4)), min_size=1, max_size=40))
def test_the_mean_of_a_group_is_that_of_its_values_alone(rows: list[tuple[float, int]]) -> None:
    values, group = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    found = grouped_mean(values, group, groups=5)
    for code in range(5):
        if not (group == code).any():
            assert np.isnan([found.value[code], found.lower[code], found.upper[code]]).all()
            continue
        alone = mean(values[group == code])
        assert found.value[code] == pytest.approx(float(alone.value), rel=1e-9, abs=1e-6)
        assert found.upper[code] == pytest.approx(float(alone.upper), rel=1e-9, abs=1e-3, nan_ok=True)


@given(arrays(float, 8, elements=st.floats(-100, 100)), st.floats(0.1, 10))
def test_equal_weights_give_the_mean_and_its_limits(values: np.ndarray, weight: float) -> None:
    found, plain = weighted_mean(values, weight), mean(values)
    assert (found.value, found.lower, found.upper) == pytest.approx(
        (float(plain.value), float(plain.lower), float(plain.upper)), rel=1e-9, abs=1e-6
    )


@given(
    arrays(float, 8, elements=st.floats(-100, 100)),
    arrays(float, 8, elements=st.floats(0.1, 10)),
    st.floats(0.001, 1000),
)
def test_weights_count_in_proportion_and_those_of_nought_not_at_all(
    values: np.ndarray, weights: np.ndarray, times: float
) -> None:
    found = weighted_mean(values, weights)
    scaled = weighted_mean(values, weights * times)
    more = weighted_mean([*values, 1e6], [*weights, 0])
    for other in (scaled, more):
        assert (other.value, other.lower, other.upper) == pytest.approx(
            (float(found.value), float(found.lower), float(found.upper)), rel=1e-9, abs=1e-6
        )


def test_the_variance_of_a_weighted_mean_is_that_of_gatz_and_smith() -> None:
    # SOURCE: Gatz and Smith (1995), Atmospheric Environment 29: 1185-1193, the expression of Cochran (1977) in full,
    # of which the docstring's is the sum.
    x, p = np.array([4.0, 6.0, 8.0, 10.0, 3.0]), np.array([1.0, 1.0, 2.0, 4.0, 0.5])
    n, centre = 5, (x * p).sum() / p.sum()
    own = p * x - p.mean() * centre
    variance = (
        n
        / ((n - 1) * p.sum() ** 2)
        * ((own**2).sum() - 2 * centre * ((p - p.mean()) * own).sum() + centre**2 * ((p - p.mean()) ** 2).sum())
    )
    found = weighted_mean(x, p)
    assert found.value == pytest.approx(centre)
    assert found.upper - found.value == pytest.approx(t.ppf(0.975, 4) * variance**0.5)
    assert (found.statistic, found.method) == ("weighted mean", "Student's t, Cochran's variance")


def test_the_limits_hold_the_true_mean_as_often_as_they_say() -> None:
    rng = np.random.default_rng(4)
    values, weights = rng.normal(5, 2, size=(20_000, 12)), rng.uniform(1, 3, size=(20_000, 12))
    for found in (mean(values), weighted_mean(values, weights)):
        assert np.mean((found.lower <= 5) & (found.upper >= 5)) == pytest.approx(0.95, abs=0.01)


def test_one_value_is_its_mean_and_has_no_limits() -> None:
    for found in (mean([3.0]), grouped_mean([3.0], [0]), weighted_mean([3.0, 9.0], [2, 0])):
        assert found.value == 3
        assert np.isnan([found.lower, found.upper]).all()


def test_equal_values_have_limits_at_their_mean() -> None:
    found = mean([2.0, 2.0, 2.0])
    assert (found.lower, found.value, found.upper) == (2, 2, 2)


def test_missing_values_make_their_mean_missing_and_no_other() -> None:
    rows, groups = mean([[1, np.nan], [1, 2]]), grouped_mean([1, np.nan, 1, 2], [0, 0, 1, 1])
    weighted = weighted_mean([[1, np.nan], [1, 2], [1, 2], [1, 2]], [[1, 1], [1, 1], [1, np.nan], [0, 0]])
    for found in (rows, groups):
        assert np.isnan([found.value, found.lower, found.upper]).tolist() == [[True, False]] * 3
    assert np.isnan([weighted.value, weighted.upper]).tolist() == [[True, False, True, True]] * 2


def test_no_values_in_any_group_are_no_groups() -> None:
    assert grouped_mean([], []).value.shape == (0,)
    assert np.isnan(grouped_mean([], [], groups=3).value).tolist() == [True] * 3


def test_what_has_no_mean_is_refused() -> None:
    with pytest.raises(InputError, match=r"values must hold at least 1 values; got 0\."):
        mean([])
    with pytest.raises(InputError, match=r"values must hold at least 1 values; got 1\."):
        mean(3.0)
    with pytest.raises(InputError, match=r"values must hold at least 1 values; got 0\."):
        weighted_mean([], [])
    with pytest.raises(InputError, match=r"a weight cannot be negative; at position 1 it is -1\."):
        weighted_mean([1, 2], [1, -1])
    with pytest.raises(InputError, match=r"values must be finite; at position 1 it is inf\."):
        mean([1, np.inf])
    with pytest.raises(InputError, match=r"the arrays must be of one shape"):
        weighted_mean([1, 2], [1, 2, 3])
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        mean([1, 2], level=95)


def test_groups_that_are_none_are_refused() -> None:
    with pytest.raises(
        InputError, match=r"values and group must be two arrays of one length; got shapes \(2,\) and \(3,\)\."
    ):
        grouped_mean([1, 2], [0, 1, 2])
    with pytest.raises(InputError, match=r"two arrays of one length; got shapes \(1, 2\) and \(1, 2\)\."):
        grouped_mean([[1, 2]], [[0, 1]])
    with pytest.raises(InputError, match=r"a group cannot be negative; at position 0 it is -1\."):
        grouped_mean([1, 2], [-1, 0])
    with pytest.raises(InputError, match=r"a group must be a whole number from 0; at position 1 it is 0\.5\."):
        grouped_mean([1, 2], [0, 0.5])
    with pytest.raises(InputError, match=r"group must be below 3, the number of groups; at position 1 it is 3\."):
        grouped_mean([1, 2], [0, 3], groups=3)
    with pytest.raises(InputError, match=r"group must have no missing values"):
        grouped_mean([1, 2], [0, np.nan])
    with pytest.raises(InputError, match=r"a number of groups cannot be negative; here it is -1\."):
        grouped_mean([], [], groups=-1)
    with pytest.raises(InputError, match=r"a number of groups must be a whole number from 0; here it is 2\.5\."):
        grouped_mean([1], [0], groups=2.5)
    with pytest.raises(InputError, match=r"a number of groups must be below 10,000,000: .*; here it is 1e\+12\."):
        grouped_mean([1], [0], groups=10**12)


def test_an_axis_that_is_none_is_refused() -> None:
    for axis in (2, -3):
        with pytest.raises(InputError, match=rf"axis must be one of the 2 of values; got {axis}\."):
            mean([[1, 2], [3, 4]], axis=axis)
    with pytest.raises(InputError, match=r"axis must be a whole number; got 0\.5\."):
        mean([[1, 2], [3, 4]], axis=0.5)
    with pytest.raises(InputError, match=r"groups must be one number; got \[1, 2\]\."):
        grouped_mean([1], [0], groups=[1, 2])
