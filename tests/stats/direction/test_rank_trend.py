"""Trends by ranks agree with published tables and SciPy, and hold their level whatever the errors."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from newlyn.foundation.errors import InputError
from newlyn.stats.direction.rank_trend import mann_kendall, sen_slope

FEW_VALUES = arrays(np.float64, st.integers(3, 12), elements=st.integers(-5, 5).map(float))
LISTS = st.lists(st.floats(-1e3, 1e3).map(lambda x: round(x, 3)), min_size=3, max_size=14)


# --- published values ----------------------------------------------------------------------------------------------


def test_exact_p_values_are_those_of_kendall_s_table() -> None:
    # SOURCE: Kendall (1975), Rank Correlation Methods, Appendix Table 1, as printed in Gilbert (1987), Table A18: the
    # chance of S or more, for n = 4: 0, 2, 4, 6; for n = 5: 0, 2, …, 10.
    printed = {4: [0.625, 0.375, 0.167, 0.042], 5: [0.592, 0.408, 0.242, 0.117, 0.042, 0.0083]}
    for n, chances in printed.items():
        orders = np.array(list(permutations(range(n))), dtype=float)
        found = mann_kendall(orders)
        for s, chance in zip(range(0, 20, 2), chances, strict=False):
            at = np.flatnonzero(found.s == s)[0]
            decimals = 4 if chance < 0.01 else 3
            assert round(min(found.test.p[at] / 2, 1), decimals) == chance or (s == 0 and found.test.p[at] == 1)


def test_every_order_of_values_is_as_likely_as_the_exact_p_says() -> None:
    for n in (3, 4, 5, 6):
        found = mann_kendall(np.array(list(permutations(range(n))), dtype=float))
        for score in np.unique(abs(found.s)):
            p = found.test.p[abs(found.s) == score][0]
            assert p == pytest.approx((abs(found.s) >= score).mean(), rel=1e-12)


def test_fourteen_values_with_a_tie_are_those_worked_by_hand() -> None:
    # SOURCE: J. Little, MannKendallByHand.txt, College of the Holy Cross (Montserrat seminar): S = 54, Z = 2.9058.
    found = mann_kendall([12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7])
    assert found.s == 54
    assert round(float(found.test.score), 4) == 2.9058


# --- parity --------------------------------------------------------------------------------------------------------


def test_exact_p_values_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    for n in range(3, 11):
        y = rng.normal(size=(20, n))
        found = mann_kendall(y)
        for at, row in enumerate(y):
            theirs = stats.kendalltau(np.arange(n), row, method="exact")
            assert found.test.p[at] == pytest.approx(theirs.pvalue, rel=1e-9)
            assert found.tau[at] == pytest.approx(theirs.statistic, rel=1e-9)


@given(FEW_VALUES)
def test_tau_and_the_correction_for_ties_are_those_of_scipy(y: np.ndarray) -> None:
    found = mann_kendall(y)
    if np.unique(y).size == 1:
        assert np.isnan(found.tau)
        return
    theirs = stats.kendalltau(np.arange(y.size), y, method="asymptotic")
    assert found.tau == pytest.approx(theirs.statistic, abs=1e-9)
    if np.isfinite(found.test.score) and abs(found.s) > 1:
        # SciPy makes no correction for continuity: its z, made smaller in proportion, is ours.
        z = stats.norm.isf(theirs.pvalue / 2)
        assert abs(found.test.score) == pytest.approx(z * (abs(found.s) - 1) / abs(found.s), rel=1e-6)


def test_the_slope_is_that_of_scipy_and_its_limits_within_one_slope_of_those_there() -> None:
    rng = np.random.default_rng(2)
    for n in (11, 15, 30):
        time = np.cumsum(rng.uniform(0.5, 2, n))
        y = rng.normal(size=n)
        found, theirs = sen_slope(y, time), stats.theilslopes(y, time)
        assert found.value == pytest.approx(theirs.slope, rel=1e-9)
        before, after = np.triu_indices(n, 1)
        slopes = np.sort((y[after] - y[before]) / (time[after] - time[before]))
        for ours, there in ((found.lower, theirs.low_slope), (found.upper, theirs.high_slope)):
            at = np.searchsorted(slopes, there)
            assert slopes[max(at - 1, 0)] - 1e-12 <= ours <= slopes[min(at + 1, slopes.size - 1)] + 1e-12


# --- properties ----------------------------------------------------------------------------------------------------


@given(LISTS)
def test_only_the_order_of_values_matters(y: list[float]) -> None:
    plain, bent = mann_kendall(y), mann_kendall(np.array(y) ** 3 + 2 * np.array(y))
    assert plain.s == bent.s
    np.testing.assert_array_equal(plain.test.p, bent.test.p)


@given(LISTS)
def test_time_run_backwards_turns_the_trend_round(y: list[float]) -> None:
    forth, back = mann_kendall(y), mann_kendall(y[::-1])
    assert forth.s == -back.s
    assert forth.test.p == back.test.p
    slope, other = sen_slope(y, range(len(y))), sen_slope(y[::-1], range(len(y)))
    assert slope.value == pytest.approx(-float(other.value), abs=1e-9)
    np.testing.assert_allclose(slope.lower, -other.upper, atol=1e-9)


@given(LISTS, st.floats(-5, 5))
def test_a_line_laid_over_the_values_is_added_to_the_slope(y: list[float], pace: float) -> None:
    time = np.arange(len(y)) * 1.0
    plain, tilted = sen_slope(y, time), sen_slope(np.array(y) + pace * time, time)
    assert tilted.value == pytest.approx(float(plain.value) + pace, abs=1e-8)


@given(LISTS, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_limits_straddle_the_slope(y: list[float], level: float) -> None:
    found = sen_slope(y, range(len(y)), level=level)
    if np.isfinite(found.lower):
        assert found.lower <= found.value <= found.upper


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=10, unique=True), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_exact_limits_leave_out_nought_just_when_the_exact_test_is_clear(y: list[int], level: float) -> None:
    found, tested = sen_slope(y, range(len(y)), level=level), mann_kendall(y)
    if np.isfinite(found.lower):
        assert (found.lower > 0 or found.upper < 0) == (tested.test.p <= 1 - level)


@given(st.lists(st.floats(-100, 100), min_size=5, max_size=9), st.floats(-1e6, 1e6))
def test_one_wild_value_never_moves_the_slope_beyond_those_without_it(y: list[float], wild: float) -> None:
    time = np.arange(len(y) + 1.0)
    calm = sen_slope(y, time[:-1])
    found = sen_slope([*y, wild], time)
    before, after = np.triu_indices(len(y), 1)
    slopes = (np.array(y)[after] - np.array(y)[before]) / (after - before)
    assert slopes.min() - 1e-9 <= found.value <= slopes.max() + 1e-9
    assert np.isfinite(calm.value)


# --- how often they are wrong --------------------------------------------------------------------------------------


@pytest.mark.parametrize("periods", [5, 8, 10, 15])
def test_false_alarms_are_as_rare_as_the_level_says_for_wild_errors_too(periods: int) -> None:
    rng = np.random.default_rng(3)
    y = rng.standard_t(1.5, (20_000, periods))
    alarms = (mann_kendall(y).test.p < 0.05).mean()
    assert alarms < 0.05 + 4 * np.sqrt(0.05 * 0.95 / 20_000)
    assert alarms > 0.01


@pytest.mark.parametrize("periods", [5, 8, 15])
def test_the_limits_of_the_slope_hold_its_true_value_as_often_as_they_say(periods: int) -> None:
    rng = np.random.default_rng(4)
    time = np.cumsum(rng.uniform(0.5, 2, periods))
    y = 0.7 * time + rng.standard_t(3, (8_000, periods))
    found = sen_slope(y, time)
    held = ((found.lower <= 0.7) & (found.upper >= 0.7)).mean()
    assert held > 0.95 - 4 * np.sqrt(0.95 * 0.05 / 8_000) - 0.005
    assert held < 0.99


# --- missing values, edges, refusals -------------------------------------------------------------------------------


def test_missing_periods_are_passed_over() -> None:
    y, nan = [3.0, 1.0, 4.0, 5.0, 9.0, 2.0], np.nan
    whole, gaps = mann_kendall(y), mann_kendall([3, nan, 1, 4, nan, 5, 9, 2, nan])
    assert (whole.s, whole.test.p, whole.periods) == (gaps.s, gaps.test.p, gaps.periods)
    time = np.array([1, 3, 4, 6, 7, 8.0])
    slope = sen_slope(y, time)
    holed = sen_slope([3, nan, 1, 4, nan, 5, 9, 2, nan], [1, 2, 3, 4, 5, 6, 7, 8, 9])
    for name in ("value", "lower", "upper"):
        assert getattr(slope, name) == pytest.approx(float(getattr(holed, name)), rel=1e-12)


def test_areas_with_fewer_than_three_periods_are_missing() -> None:
    y = [[1, 2, np.nan], [np.nan] * 3]
    assert np.isnan([mann_kendall(y).s, mann_kendall(y).test.p, mann_kendall(y).tau]).all()
    assert np.isnan(sen_slope(y, range(3)).value).all()
    assert np.isnan(mann_kendall(np.empty((2, 0))).test.p).all()
    assert np.isnan(sen_slope(np.empty((2, 0)), []).value).all()
    assert np.isnan(sen_slope([[1.0]], [2020]).value).all()
    assert mann_kendall(np.empty((0, 5))).s.shape == (0,)


def test_limits_are_missing_where_no_order_of_so_few_values_would_be_clear() -> None:
    found = sen_slope([1, 2, 3, 4], range(4))
    assert found.value == 1
    assert np.isnan([found.lower, found.upper]).all()
    assert np.isfinite(sen_slope([1, 2, 3, 4], range(4), level=0.9).lower)


def test_values_that_are_all_the_same_have_no_trend() -> None:
    found = mann_kendall(np.full((2, 12), 4.0))
    assert found.test.p.tolist() == [1, 1]
    assert np.isnan(found.tau).all()
    assert sen_slope(np.full(12, 4.0), range(12)).value == 0


def test_leading_axes_are_kept() -> None:
    y = np.random.default_rng(5).normal(size=(2, 3, 6))
    assert mann_kendall(y).test.p.shape == sen_slope(y, range(6)).lower.shape == (2, 3)


def test_what_is_no_series_is_refused() -> None:
    with pytest.raises(InputError, match=r"time must hold one number for each period"):
        mann_kendall(3.0)
    with pytest.raises(InputError, match=r"value must be finite; at position 1 it is inf\."):
        mann_kendall([1, np.inf, 2])
    with pytest.raises(InputError, match=r"time must rise from period to period; 2021 is followed by 2020\."):
        sen_slope([1, 2], [2021, 2020])
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95"):
        sen_slope([1, 2, 3], range(3), level=95)
