"""Confidence limits agree with published tables, straddle the estimate, and refuse what is no count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from newlyn.foundation.errors import InputError
from newlyn.stats.interval.count import byar_limits
from newlyn.stats.interval.proportion import wilson_limits

LEVELS = st.floats(0.5, 0.9999)
COUNTS = st.integers(0, 10**9)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    total = draw(st.integers(1, 10**9))
    return draw(st.integers(0, total)), total


# SOURCE: Newcombe (1998), Two-sided confidence intervals for the single proportion: comparison of seven methods,
# Statistics in Medicine 17: 857-872, Table I, method 3 (Wilson, no continuity correction), four decimals.
@pytest.mark.parametrize(
    ("count", "total", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_limits_are_those_of_newcombe(count: int, total: int, lower: float, upper: float) -> None:
    limits = wilson_limits([count], [total])
    assert (limits.lower[0], limits.upper[0]) == pytest.approx((lower, upper), abs=5e-5)


def test_byar_limits_are_near_the_exact_ones() -> None:
    # SOURCE: exact limits of a Poisson count (Garwood 1936, Biometrika 28: 437-442) by way of chi-squared. Breslow
    # and Day (1987, p. 69) call Byar's approximation accurate even for small counts; a hundredth of an event at the
    # lower end and of the limit at the upper is how near it comes from five events upwards.
    count = np.array([5, 10, 20, 50, 100, 1000])
    limits = byar_limits(count)
    assert limits.lower == pytest.approx(chi2.ppf(0.025, 2 * count) / 2, abs=0.02)
    assert limits.upper == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2, rel=0.001)


def test_byar_limits_of_ten_events_are_those_of_the_handbooks() -> None:
    # SOURCE: exact limits of 10 events, 4.795 to 18.390 (Garwood 1936); Byar's differ in the third decimal.
    limits = byar_limits([10])
    assert (limits.lower[0], limits.upper[0]) == pytest.approx((4.795, 18.390), abs=0.01)


@given(shares(), LEVELS)
def test_wilson_limits_stand_on_both_sides_of_the_share_and_within_nought_and_one(
    pair: tuple[int, int], level: float
) -> None:
    count, total = pair
    limits = wilson_limits([count], [total], level=level)
    assert 0 <= limits.lower[0] <= count / total <= limits.upper[0] <= 1


@given(shares(), LEVELS)
def test_wilson_limits_of_those_who_have_and_have_not_mirror_each_other(pair: tuple[int, int], level: float) -> None:
    count, total = pair
    have, have_not = wilson_limits([count], [total], level=level), wilson_limits([total - count], [total], level=level)
    assert have.lower[0] == pytest.approx(1 - have_not.upper[0], abs=1e-12)


@given(shares(), st.integers(2, 50))
def test_the_same_share_of_more_people_is_surer(pair: tuple[int, int], times: int) -> None:
    count, total = pair
    few, many = wilson_limits([count], [total]), wilson_limits([count * times], [total * times])
    assert many.upper[0] - many.lower[0] < few.upper[0] - few.lower[0] + 1e-12


@given(COUNTS, LEVELS)
def test_byar_limits_stand_on_both_sides_of_the_count_and_not_below_nought(count: int, level: float) -> None:
    limits = byar_limits([count], level=level)
    assert 0 <= limits.lower[0] <= count <= limits.upper[0]


@given(COUNTS, st.integers(1, 1000), LEVELS)
def test_more_events_have_higher_limits(count: int, more: int, level: float) -> None:
    limits = byar_limits([count, count + more], level=level)
    assert limits.lower[0] <= limits.lower[1]
    assert limits.upper[0] < limits.upper[1]


@given(shares(), st.tuples(st.floats(0.5, 0.94), st.floats(0.95, 0.9999)))
def test_a_higher_level_never_brings_the_limits_nearer(pair: tuple[int, int], levels: tuple[float, float]) -> None:
    count, total = pair
    low, high = (wilson_limits([count], [total], level=level) for level in levels)
    assert high.lower[0] <= low.lower[0] + 1e-12
    assert high.upper[0] >= low.upper[0] - 1e-12


def test_nobody_and_everybody_have_exact_limits() -> None:
    limits = wilson_limits([0, 7, 0], [7, 7, 10**9])
    assert limits.lower[0] == 0
    assert limits.upper[1] == 1
    assert limits.lower[2] == 0
    assert byar_limits([0]).lower[0] == 0


def test_missing_counts_have_missing_limits() -> None:
    wilson, byar = wilson_limits([np.nan, 1], [5, np.nan]), byar_limits([np.nan])
    assert np.isnan([*wilson.lower, *wilson.upper, *byar.lower, *byar.upper]).all()


def test_a_share_of_nobody_has_no_limits() -> None:
    assert np.isnan(wilson_limits([0], [0]).lower).all()


def test_one_total_may_stand_for_many_counts() -> None:
    assert wilson_limits([1, 2, 3], 10).lower.shape == (3,)


def test_a_negative_count_is_refused_with_its_position() -> None:
    with pytest.raises(InputError, match=r"a count cannot be negative; at position 1 it is -2\."):
        wilson_limits([1, -2], [5, 5])
    with pytest.raises(InputError, match=r"a count cannot be negative; at position 0 it is -1\."):
        byar_limits([-1])


def test_a_count_above_its_total_is_refused_with_its_position() -> None:
    with pytest.raises(InputError, match=r"cannot exceed its total; at position 1, 6 exceeds 5"):
        wilson_limits([1, 6], [5, 5])


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, float("nan")])
def test_a_percentage_is_refused_as_a_level(level: float) -> None:
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got"):
        wilson_limits([1], [2], level=level)
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1"):
        byar_limits([1], level=level)
