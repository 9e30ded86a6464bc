"""Slopes and tests for trend agree with published values and other programs, hold their level, and refuse nonsense."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from newlyn.foundation.errors import InputError
from newlyn.stats.direction.trend import chi_square_rate_trend, chi_square_trend, direction_of, linear_trend

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # statsmodels 0.14 calls what pandas is about to drop
    import statsmodels.api as sm

TIME = np.array([2015.0, 2016.0, 2017.5, 2019.0, 2022.0])
VALUES = arrays(np.float64, 5, elements=st.floats(-1e4, 1e4).map(lambda x: round(x, 6)))


# --- parity --------------------------------------------------------------------------------------------------------


def test_the_slope_is_that_of_scipy() -> None:
    y = np.random.default_rng(1).normal(50, 3, (6, 5))
    ours = linear_trend(y, TIME)
    for at, row in enumerate(y):
        theirs = stats.linregress(TIME, row)
        assert ours.slope.value[at] == pytest.approx(theirs.slope, rel=1e-9)
        assert ours.se[at] == pytest.approx(theirs.stderr, rel=1e-9)
        assert ours.test.p[at] == pytest.approx(theirs.pvalue, rel=1e-9)


def test_the_limits_are_those_of_ordinary_least_squares() -> None:
    y = np.random.default_rng(2).normal(50, 3, 5)
    theirs = sm.OLS(y, sm.add_constant(TIME - 2015)).fit().conf_int(0.1)[1]
    ours = linear_trend(y, TIME, level=0.9).slope
    assert (ours.lower, ours.upper) == pytest.approx(tuple(theirs), rel=1e-9)


def test_weights_are_those_of_weighted_least_squares_when_the_scatter_is_wide() -> None:
    rng = np.random.default_rng(3)
    se = rng.uniform(0.5, 2, 5)
    y = rng.normal(50, 20, 5)
    theirs = sm.WLS(y, sm.add_constant(TIME - 2015), weights=1 / se**2).fit()
    assert theirs.scale > 1
    ours = linear_trend(y, TIME, se=se)
    assert ours.slope.value == pytest.approx(theirs.params[1], rel=1e-9)
    assert ours.se == pytest.approx(theirs.bse[1], rel=1e-9)
    assert ours.test.p == pytest.approx(theirs.pvalues[1], rel=1e-8)


def test_a_lucky_fit_is_not_surer_than_the_standard_errors() -> None:
    se = np.full(5, 2.0)
    smooth = linear_trend([1, 2.01, 3, 4.02, 5], range(5), se=se)
    assert smooth.se == pytest.approx(2 / np.sqrt(10), rel=1e-12)
    assert smooth.slope.method == "Least squares, t"


def test_known_errors_give_normal_limits_whatever_the_scatter() -> None:
    se = np.full(5, 2.0)
    found = linear_trend([1, 20, 3, -40, 5], range(5), se=se, errors="known")
    half = 1.959963984540054 * 2 / np.sqrt(10)
    assert found.slope.upper - found.slope.value == pytest.approx(half, rel=1e-12)
    assert found.test.method == "z"


# --- published values ----------------------------------------------------------------------------------------------


def test_the_trend_of_the_carriers_is_that_of_armitage() -> None:
    # SOURCE: Armitage (1955), Biometrics 11: 375-386, Table 1: chi-squared 7.89 on 2 degrees of freedom, worked by
    # hand (7.885 unrounded), of which 7.19 on one for the trend.
    found = chi_square_trend([19, 29, 24], [516, 589, 293], [1, 2, 3], fewest=3)
    assert round(float(found.test.score), 2) == 7.19
    assert found.test.score + found.departure.score == pytest.approx(7.89, abs=0.006)


def test_the_trend_of_the_smokers_is_that_of_r() -> None:
    # SOURCE: Fleiss (1981), Statistical Methods for Rates and Proportions, p. 139; R 4.4, prop.trend.test(smokers,
    # patients): X-squared = 8.2249, df = 1, p-value = 0.004132.
    found = chi_square_trend([83, 90, 129, 70], [86, 93, 136, 82], [1, 2, 3, 4], fewest=3)
    assert round(float(found.test.score), 4) == 8.2249
    assert round(float(found.test.p), 6) == 0.004132


# --- definitions ---------------------------------------------------------------------------------------------------


def test_the_departure_and_the_trend_make_up_the_chi_squared_of_the_table() -> None:
    x, n = np.array([30, 25, 41, 38, 60]), np.array([200, 180, 220, 190, 260])
    found = chi_square_trend(x, n, TIME)
    whole = stats.chi2_contingency(np.array([x, n - x]), correction=False)
    assert found.test.score + found.departure.score == pytest.approx(whole.statistic, rel=1e-9)
    assert found.departure.p == pytest.approx(stats.chi2.sf(found.departure.score, 3), rel=1e-9)


def test_the_rate_trend_and_its_departure_make_up_the_chi_squared_of_the_counts() -> None:
    x, n = np.array([30, 25, 41, 38, 60]), np.array([2.0, 1.8, 2.2, 1.9, 2.6])
    found = chi_square_rate_trend(x, n, TIME)
    whole = stats.chisquare(x, x.sum() * n / n.sum())
    assert found.test.score + found.departure.score == pytest.approx(whole.statistic, rel=1e-9)


def test_rare_shares_have_the_trend_of_rates() -> None:
    x, n = np.array([30, 25, 41, 38, 60]), np.full(5, 1e9)
    share, rate = chi_square_trend(x, n, TIME), chi_square_rate_trend(x, n, TIME, per=1000)
    assert share.test.score == pytest.approx(rate.test.score, rel=1e-6)
    assert rate.slope == pytest.approx(1000 * share.slope, rel=1e-12)


# --- properties ----------------------------------------------------------------------------------------------------


@given(VALUES, st.floats(-50, 50), st.floats(0.01, 100))
def test_a_shift_changes_no_slope_and_a_scale_scales_it(y: np.ndarray, shift: float, scale: float) -> None:
    whole, moved = linear_trend(y, TIME).slope, linear_trend(y * scale + shift, TIME).slope
    near = 1e-9 * (1 + np.abs(y).max()) * scale
    assert moved.value == pytest.approx(whole.value * scale, abs=near)
    assert moved.upper == pytest.approx(whole.upper * scale, abs=100 * near)


@given(VALUES)
def test_time_run_backwards_turns_the_slope_round(y: np.ndarray) -> None:
    forth, back = linear_trend(y, TIME), linear_trend(y[::-1], -TIME[::-1])
    assert back.slope.value == pytest.approx(-forth.slope.value, abs=1e-8)
    assert back.slope.lower == pytest.approx(-forth.slope.upper, abs=1e-6)


@given(VALUES, st.floats(0.5, 0.999))
def test_limits_straddle_the_slope_and_leave_nought_out_just_when_the_test_is_clear(
    y: np.ndarray, level: float
) -> None:
    found = linear_trend(y, TIME, level=level)
    assert found.slope.lower <= found.slope.value <= found.slope.upper
    if abs(found.test.p - (1 - level)) > 1e-6:
        assert (found.slope.lower > 0 or found.slope.upper < 0) == (found.test.p < 1 - level)


@given(st.floats(-1e6, 1e6))
def test_a_series_that_never_changes_has_no_trend(value: float) -> None:
    found = linear_trend(np.full(5, value), TIME)
    assert found.slope.value == 0
    assert found.test.p == 1
    assert direction_of(found.slope.value, found.test.p).word.tolist() == "no clear change"


@given(st.lists(st.integers(0, 40), min_size=5, max_size=5), st.integers(2, 20))
def test_more_people_with_the_same_shares_make_the_trend_surer(x: list[int], times: int) -> None:
    few, many = (chi_square_trend(np.array(x) * k, np.full(5, 40 * k), TIME) for k in (1, times))
    assert many.test.score == pytest.approx(few.test.score * times, rel=1e-9, abs=1e-9)
    assert many.slope == pytest.approx(few.slope, abs=1e-12)


@given(st.lists(st.integers(0, 40), min_size=5, max_size=5))
def test_those_who_have_not_have_the_opposite_trend(x: list[int]) -> None:
    have, have_not = chi_square_trend(x, np.full(5, 40), TIME), chi_square_trend(40 - np.array(x), np.full(5, 40), TIME)
    assert have.slope == pytest.approx(-have_not.slope, abs=1e-12)
    assert have.test.score == pytest.approx(have_not.test.score, abs=1e-9)


# --- how often they are wrong --------------------------------------------------------------------------------------


def test_the_limits_of_a_slope_hold_its_true_value_as_often_as_they_say() -> None:
    rng = np.random.default_rng(7)
    y = 3 + 0.7 * TIME + rng.normal(0, 2, (20_000, 5))
    found = linear_trend(y, TIME).slope
    held = ((found.lower <= 0.7) & (found.upper >= 0.7)).mean()
    assert abs(held - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 20_000)


def test_limits_with_true_standard_errors_hold_their_level_known_and_more_when_judged_by_scatter_too() -> None:
    rng = np.random.default_rng(8)
    se = np.array([1.0, 2.0, 0.5, 1.5, 1.0])
    y = 3 + 0.7 * TIME + rng.normal(0, se, (20_000, 5))
    held = {}
    for errors in ("known", "residual"):
        found = linear_trend(y, TIME, se=np.broadcast_to(se, y.shape), errors=errors).slope
        held[errors] = ((found.lower <= 0.7) & (found.upper >= 0.7)).mean()
    assert abs(held["known"] - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 20_000)
    assert held["residual"] > 0.95


def test_the_scatter_is_believed_where_standard_errors_are_too_small() -> None:
    rng = np.random.default_rng(9)
    y = 0.7 * TIME + rng.normal(0, 3, (20_000, 5))
    known, residual = (linear_trend(y, TIME, se=1.0, errors=errors).slope for errors in ("known", "residual"))
    assert ((known.lower <= 0.7) & (known.upper >= 0.7)).mean() < 0.6
    assert ((residual.lower <= 0.7) & (residual.upper >= 0.7)).mean() > 0.945


@pytest.mark.parametrize("level", [0.95, 0.99])
def test_false_alarms_are_as_rare_as_the_level_says(level: float) -> None:
    rng = np.random.default_rng(10)
    x = rng.binomial(400, 0.3, (20_000, 5))
    alarms = (chi_square_trend(x, 400, TIME).test.p < 1 - level).mean()
    events = rng.poisson(60, (20_000, 5))
    rate_alarms = (chi_square_rate_trend(events, 1.0, TIME).test.p < 1 - level).mean()
    for found in (alarms, rate_alarms):
        assert abs(found - (1 - level)) < 4 * np.sqrt(level * (1 - level) / 20_000) + 0.002


# --- missing values, edges, refusals -------------------------------------------------------------------------------


def test_a_missing_period_is_passed_over() -> None:
    whole = linear_trend([1.0, 2.5, 2.0, 4.0], [1, 2, 4, 5])
    gap = linear_trend([1.0, 2.5, np.nan, 2.0, 4.0], [1, 2, 3, 4, 5])
    assert gap.slope.value == pytest.approx(float(whole.slope.value), rel=1e-12)
    assert gap.test.p == pytest.approx(float(whole.test.p), rel=1e-12)
    assert gap.periods == 4


def test_a_period_without_its_standard_error_is_missing() -> None:
    found = linear_trend([1.0, 2.5, 9.0, 2.0], range(4), se=[1, 1, np.nan, 1])
    assert found.periods == 3
    assert found.slope.value == pytest.approx(
        float(linear_trend([1.0, 2.5, 2.0], [0, 1, 3], se=1.0).slope.value), rel=1e-12
    )


def test_areas_with_fewer_than_three_periods_are_missing() -> None:
    found = linear_trend([[1, 2, np.nan], [np.nan] * 3], range(3))
    assert np.isnan([found.slope.value, found.slope.lower, found.test.p]).all()
    assert found.periods.tolist() == [2, 0]
    assert direction_of(found.slope.value, found.test.p).word.tolist() == ["too few points"] * 2


def test_no_periods_and_no_areas_are_answered() -> None:
    assert np.isnan(linear_trend(np.empty((2, 0)), []).slope.value).all()
    assert linear_trend(np.empty((0, 4)), range(4)).slope.value.shape == (0,)
    assert np.isnan(chi_square_trend(np.empty((2, 0)), np.empty((2, 0)), []).test.p).all()


def test_a_perfect_line_has_no_doubt_in_it() -> None:
    found = linear_trend([0, 1, 2, 3], range(4))
    assert found.slope.lower == found.slope.upper == 1
    assert np.isnan(found.test.score)
    assert found.test.p == 0


def test_leading_axes_are_kept() -> None:
    y = np.random.default_rng(4).normal(size=(2, 3, 5))
    assert linear_trend(y, TIME).slope.value.shape == (2, 3)
    assert direction_of(y, np.full(y.shape, 0.01)).word.shape == y.shape


def test_nobody_and_everybody_have_no_trend() -> None:
    none, all_of_them = chi_square_trend(np.zeros(5), np.full(5, 9), TIME), chi_square_trend([9] * 5, [9] * 5, TIME)
    assert none.test.score == all_of_them.test.score == 0
    assert none.test.p == all_of_them.test.p == 1


def test_a_period_of_nobody_is_missing() -> None:
    assert chi_square_trend([1, 2, 0, 4, 6, 5], [9, 9, 0, 9, 9, 9], range(6)).periods == 5
    assert np.isnan(chi_square_rate_trend([1, 2, 0, 4, 6], [9, 9, 0, 9, 9], range(5)).test.p)


def test_a_direction_of_exactly_no_change_is_no_change_however_sure() -> None:
    assert direction_of(0.0, 0.0).code == 0


def test_what_is_better_decides_the_verdict_but_not_the_word() -> None:
    for higher_is, verdict in ((None, "rising"), ("better", "improving"), ("worse", "worsening")):
        found = direction_of(1.0, 0.01, higher_is=higher_is)
        assert (found.code, found.word.item(), found.verdict.item()) == (1, "rising", verdict)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ([2020, 2020, 2021], r"time must rise from period to period; 2020 is followed by 2020\."),
        ([2020, 2021], r"time must hold one number for each period, .* got time \(2,\) for value \(3,\)\."),
        ([2020, np.nan, 2021], r"time must have no missing values"),
        ([[1, 2, 3]], r"time must hold one number for each period"),
    ],
)
def test_times_that_are_no_times_are_refused(time: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        linear_trend([1, 2, 3], time)


def test_a_single_number_is_no_series() -> None:
    with pytest.raises(InputError, match=r"time must hold one number for each period, .* got time \(1,\) for value"):
        linear_trend(3.0, [2020])


def test_errors_that_are_no_errors_are_refused() -> None:
    with pytest.raises(InputError, match=r"se must be above nought; at position 1 it is 0\."):
        linear_trend([1, 2, 3], range(3), se=[1, 0, 1])
    with pytest.raises(InputError, match=r"errors must be one of residual, known; got 'guessed'\."):
        linear_trend([1, 2, 3], range(3), errors="guessed")
    with pytest.raises(InputError, match=r"errors='known' needs the standard error of each value"):
        linear_trend([1, 2, 3], range(3), errors="known")
    with pytest.raises(InputError, match=r"the arrays must be of one shape"):
        linear_trend([1, 2, 3], range(3), se=[1, 1])


def test_a_percentage_is_refused_as_a_level_of_a_trend() -> None:
    for refused in (lambda: linear_trend([1, 2, 3], range(3), level=95), lambda: direction_of(1, 0.5, level=95)):
        with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95"):
            refused()


def test_counts_that_are_no_counts_are_refused() -> None:
    with pytest.raises(InputError, match=r"a count cannot exceed its total; at position 0, 3 exceeds 2"):
        chi_square_trend([3, 1, 1, 1, 1], [2] * 5, TIME)
    with pytest.raises(InputError, match=r"a population cannot be negative; at position 0 it is -2"):
        chi_square_rate_trend([3, 1, 1, 1, 1], [-2] * 5, TIME)
    with pytest.raises(InputError, match=r"per must be above nought; here it is 0"):
        chi_square_rate_trend([3, 1, 1, 1, 1], [2] * 5, TIME, per=0)
    with pytest.raises(InputError, match=r"fewest must be 3 or more, because two periods .* got 2\."):
        chi_square_trend([3, 1], [5, 5], [1, 2], fewest=2)


def test_readings_of_nonsense_are_refused() -> None:
    with pytest.raises(InputError, match=r"p must be a proportion from 0 to 1; here it is 2"):
        direction_of(1, 2)
    with pytest.raises(InputError, match=r"higher_is must be one of better, worse; got 'good'"):
        direction_of(1, 0.5, higher_is="good")


def test_what_is_one_number_for_all_is_one_number() -> None:
    with pytest.raises(InputError, match=r"fewest must be a whole number; got 3\.5\."):
        chi_square_trend([1, 2, 3], [9, 9, 9], range(3), fewest=3.5)
    with pytest.raises(InputError, match=r"per must be one number; got \[1, 2\]\."):
        chi_square_rate_trend([1, 2, 3], [9, 9, 9], range(3), per=[1, 2])
