"""Differences and ratios recovered from two estimates agree with statsmodels, and compare like with like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.rates import confint_poisson_2indep

from newlyn.foundation.errors import InputError
from newlyn.stats.estimate import Estimate
from newlyn.stats.interval.recovery import recovered_difference, recovered_ratio
from newlyn.stats.rate.crude import proportion, rate
from newlyn.stats.rate.mean import mean

COUNTS = st.integers(0, 10_000)


def _rates(xa: int, xb: int) -> tuple[Estimate, Estimate]:
    return rate(xa, 1000, per=1, method="exact"), rate(xb, 2000, per=1, method="exact")


@given(COUNTS, COUNTS)
def test_the_difference_of_two_rates_is_that_of_statsmodels(xa: int, xb: int) -> None:
    found = recovered_difference(*_rates(xa, xb))
    if xa and xb:  # for no events the peer's lower limit is missing
        expected = confint_poisson_2indep(xa, 1000, xb, 2000, method="mover", compare="diff", method_mover="exact-c")
        assert (found.lower, found.upper) == pytest.approx(expected, rel=1e-9)


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_the_ratio_of_two_rates_is_that_of_statsmodels(xa: int, xb: int) -> None:
    found = recovered_ratio(*_rates(xa, xb))
    expected = confint_poisson_2indep(xa, 1000, xb, 2000, method="mover", compare="ratio", method_mover="exact-c")
    assert (found.lower, found.upper) == pytest.approx(expected, rel=1e-6)


def test_even_limits_recover_the_root_of_the_sum_of_squares() -> None:
    a = Estimate(np.array(10.0), np.array(7.0), np.array(13.0), "mean", "Even", 0.95)
    b = Estimate(np.array(4.0), np.array(0.0), np.array(8.0), "mean", "Even", 0.95)
    found = recovered_difference(a, b)
    assert (found.value, found.lower, found.upper) == (6, 1, 11)


@given(COUNTS, COUNTS)
def test_the_limits_stand_on_both_sides_and_turn_round_with_the_groups(xa: int, xb: int) -> None:
    a, b = _rates(xa, xb)
    found, swapped = recovered_difference(a, b), recovered_difference(b, a)
    assert found.lower <= found.value <= found.upper
    assert (swapped.value, swapped.lower, swapped.upper) == pytest.approx((-found.value, -found.upper, -found.lower))


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_the_limits_of_the_ratio_turn_upside_down_with_the_groups(xa: int, xb: int) -> None:
    a, b = _rates(xa, xb)
    found, swapped = recovered_ratio(a, b), recovered_ratio(b, a)
    assert 0 < found.lower <= found.value <= found.upper
    assert (swapped.lower, swapped.upper) == pytest.approx((1 / found.upper, 1 / found.lower), rel=1e-9)


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.floats(0.001, 1e6))
def test_the_unit_scales_the_difference_and_leaves_the_ratio(xa: int, xb: int, by: float) -> None:
    a, b = _rates(xa, xb)
    scaled = [replace(one, value=one.value * by, lower=one.lower * by, upper=one.upper * by) for one in (a, b)]
    assert recovered_ratio(*scaled).upper == pytest.approx(recovered_ratio(a, b).upper, rel=1e-9)
    difference = recovered_difference(a, b)
    assert recovered_difference(*scaled).lower == pytest.approx(by * difference.lower, rel=1e-9, abs=by * 1e-12)


def test_against_what_is_known_exactly_the_limits_are_those_of_the_other() -> None:
    a = proportion(30, 100)
    known = replace(a, value=np.array(0.4), lower=np.array(0.4), upper=np.array(0.4))
    difference, ratio = recovered_difference(a, known), recovered_ratio(a, known)
    assert (difference.lower, difference.upper) == pytest.approx((a.lower - 0.4, a.upper - 0.4))
    assert (ratio.lower, ratio.upper) == pytest.approx((a.lower / 0.4, a.upper / 0.4))


def test_nought_and_missing_in_ratios() -> None:
    found = recovered_ratio(proportion([0, 3, 0, np.nan], [10] * 4), proportion([3, 0, 0, 1], [10] * 4))
    assert found.value[0] == found.lower[0] == 0
    assert found.upper[0] > 0
    assert np.isnan([found.value[1:], found.upper[1:]]).all()
    assert found.lower[1] > 0
    assert np.isnan(found.lower[2:]).all()


def test_the_names_say_what_is_compared_and_how() -> None:
    a, b = _rates(5, 6)
    difference, ratio = recovered_difference(a, b), recovered_ratio(a, b)
    assert (difference.statistic, difference.method) == ("difference of rate per 1", "MOVER, Exact")
    assert (ratio.statistic, ratio.method, ratio.level) == ("ratio of rate per 1", "MOVER-R, Exact", 0.95)


@pytest.mark.parametrize("compare", [recovered_difference, recovered_ratio])
def test_unlike_things_are_refused(compare: object) -> None:
    with pytest.raises(
        InputError, match=r"of one statistic and level; got rate per 1 at 0\.95 and rate per 1 at 0\.9\."
    ):
        compare(rate(1, 5, per=1), rate(1, 5, per=1, level=0.9))
    with pytest.raises(InputError, match=r"got rate per 1 at 0\.95 and proportion at 0\.95\."):
        compare(rate(1, 5, per=1), proportion(1, 5))
    with pytest.raises(InputError, match=r"the arrays must be of one shape"):
        compare(proportion([1, 2], 5), proportion([1, 2, 3], 5))


def test_a_ratio_of_what_may_be_below_nought_is_refused() -> None:
    with pytest.raises(InputError, match=r"a estimate or limit cannot be negative; here it is -1\.48414\."):
        recovered_ratio(mean([0, 1, 2]), mean([1, 2, 3]))
