"""Years to close a gap: Fieller's limits hold their level, each answer is told honestly, and never is infinite."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from newlyn.foundation.errors import InputError
from newlyn.stats.direction.closing import gap_behind, years_to_close
from newlyn.stats.direction.trend import linear_trend

TIME = np.array([2015.0, 2016.0, 2017.5, 2019.0, 2022.0])
GAPS = arrays(np.float64, 5, elements=st.floats(-20, 20).map(lambda x: round(x, 4)))
TOLD = {"closing", "perhaps closing", "not closing", "widening"}


def _held(gap: np.ndarray, years: np.ndarray, level: float) -> np.ndarray:
    """Whether a line that meets nought in so many years is within the errors of this one, by its own t test."""
    x = TIME - TIME[-1]
    xtx = np.array([[5, x.sum()], [x.sum(), (x**2).sum()]])
    coefficients = np.linalg.solve(xtx, np.array([gap.sum(), (gap * x).sum()]))
    left = gap - coefficients[0] - coefficients[1] * x
    covariance = np.linalg.inv(xtx) * (left**2).sum() / 3
    at = coefficients[0] + coefficients[1] * years
    variance = covariance[0, 0] + 2 * years * covariance[0, 1] + years**2 * covariance[1, 1]
    return abs(at) - stats.t.ppf((1 + level) / 2, 3) * np.sqrt(np.maximum(variance, 0))


# --- what the limits are -------------------------------------------------------------------------------------------


@given(GAPS, st.sampled_from([0.8, 0.9, 0.95]))
def test_limits_are_where_a_t_test_of_no_gap_just_fails(gap: np.ndarray, level: float) -> None:
    found = years_to_close(gap, TIME, level=level)
    if found.status.item() not in TOLD or np.ptp(gap) < 0.1:
        return
    for limit in (float(found.years.lower), float(found.years.upper)):
        if np.isfinite(limit) and limit < 1e6:
            assert _held(gap, np.array(limit), level) == pytest.approx(0, abs=1e-5 * (1 + limit))
    years = np.linspace(0, 200, 401)
    within = _held(gap, years, level) <= 0
    inside = (years >= found.years.lower) & (years <= found.years.upper)
    near = np.min([abs(years - found.years.lower), abs(years - found.years.upper)], axis=0) < 0.01
    assert (within == inside)[~near].all()


@given(GAPS, st.sampled_from([0.8, 0.9, 0.95]))
def test_the_status_says_what_the_limits_of_gap_and_pace_do(gap: np.ndarray, level: float) -> None:
    found = years_to_close(gap, TIME, level=level)
    status, years = found.status.item(), found.years
    assert (status == "closed") == (found.gap.value <= 0)
    assert (status == "no clear gap") == (found.gap.lower <= 0 < found.gap.value)
    if status == "closing":
        assert found.pace.upper < 0
        assert 0 <= years.lower <= years.value <= years.upper
    elif status == "perhaps closing":
        assert found.pace.value < 0 <= found.pace.upper
        assert np.isfinite([years.lower, years.value]).all()
        assert years.upper == np.inf
    elif status == "not closing":
        assert found.pace.lower <= 0 <= found.pace.value
        assert years.value == years.upper == np.inf
    elif status == "widening":
        assert found.pace.lower > 0
        assert years.lower == years.value == years.upper == np.inf
    else:
        assert np.isnan([years.lower, years.value, years.upper]).all()


@given(GAPS, st.floats(0.01, 100), st.floats(0.1, 10))
def test_units_of_the_gap_change_no_years_and_units_of_time_change_them_in_proportion(
    gap: np.ndarray, by: float, slower: float
) -> None:
    plain = years_to_close(gap, TIME)
    scaled = years_to_close(gap * by, 2015 + (TIME - 2015) * slower)
    if plain.status == scaled.status and plain.status.item() in TOLD and abs(plain.pace.value) > 1e-6:
        for name in ("value", "lower", "upper"):
            ours, theirs = float(getattr(plain.years, name)), float(getattr(scaled.years, name))
            if not np.isfinite(ours) or ours < 1e4:
                assert theirs == pytest.approx(ours * slower, rel=1e-4)


def test_the_pace_is_the_slope_of_the_trend_and_the_gap_is_read_from_the_line() -> None:
    gap = [10, 9.1, 7.9, 7.0, 6.1]
    found, trend = years_to_close(gap, TIME), linear_trend(gap, TIME)
    assert found.pace.lower == trend.slope.lower
    assert found.gap.value == pytest.approx(np.polyval(np.polyfit(TIME - 2022, gap, 1), 0), rel=1e-9)
    assert found.years.value == pytest.approx(-found.gap.value / found.pace.value, rel=1e-12)


def test_a_gap_that_closes_without_any_scatter_has_one_answer() -> None:
    found = years_to_close([10, 8, 6, 4], range(4))
    assert found.years.value == pytest.approx(2)
    assert found.years.lower == pytest.approx(2)
    assert found.years.upper == pytest.approx(2)


def test_a_gap_that_never_changes_never_closes() -> None:
    found = years_to_close([3.0, 3.0, 3.0], range(3))
    assert found.status.item() == "not closing"
    assert found.years.lower == np.inf


# --- how often they are wrong --------------------------------------------------------------------------------------


@pytest.mark.parametrize("errors", ["residual", "known"])
def test_the_limits_hold_the_true_years_as_often_as_they_say(errors: str) -> None:
    rng = np.random.default_rng(1)
    true = 10 - 0.8 * (TIME - TIME[-1])  # gone in 12.5 years
    gap = true + rng.normal(0, 1.0, (40_000, 5))
    se = np.ones(gap.shape) if errors == "known" else None
    found = years_to_close(gap, TIME, se=se, errors=errors)
    assert np.isin(found.status, list(TOLD)).mean() > 0.99
    held = ((found.years.lower <= 12.5) & (found.years.upper >= 12.5)).mean()
    assert abs(held - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 40_000) + 0.003


def test_a_gap_that_does_not_close_is_seldom_said_to() -> None:
    rng = np.random.default_rng(2)
    gap = 10 + rng.normal(0, 1, (20_000, 5))
    found = years_to_close(gap, TIME)
    for wrong in ("closing", "widening"):
        assert abs((found.status == wrong).mean() - 0.025) < 4 * np.sqrt(0.025 / 20_000)


def test_a_wide_gap_that_is_uncertain_is_not_called_closed() -> None:
    gap = 5 + np.random.default_rng(3).normal(0, 4, (2_000, 5))
    found = years_to_close(gap, TIME)
    unclear = found.status == "no clear gap"
    assert unclear.mean() > 0.5
    assert (found.status == "closed").mean() < 0.1
    assert np.isnan(found.years.value[unclear]).all()


# --- gaps ----------------------------------------------------------------------------------------------------------


@given(GAPS, GAPS)
def test_who_is_behind_turns_with_which_way_is_good(value: np.ndarray, mark: np.ndarray) -> None:
    up, down = (gap_behind(value, mark, higher_is=way).value for way in ("better", "worse"))
    np.testing.assert_array_equal(up, -down)
    np.testing.assert_array_equal(up > 0, value < mark)


def test_standard_errors_of_either_side_are_put_together() -> None:
    assert gap_behind(1, 2, higher_is="better").se is None
    assert gap_behind(1, 2, higher_is="better", se=3).se == 3
    assert gap_behind(1, 2, higher_is="better", comparator_se=[4]).se == 4
    assert gap_behind(1, 2, higher_is="better", se=3, comparator_se=4).se == 5


# --- missing values, refusals --------------------------------------------------------------------------------------


def test_areas_with_fewer_than_three_periods_have_too_few_points() -> None:
    found = years_to_close([[1, 2, np.nan], [np.nan] * 3], range(3))
    assert found.status.tolist() == ["too few points"] * 2
    assert np.isnan(found.gap.value).all()
    assert years_to_close(np.empty((0, 4)), range(4)).status.shape == (0,)
    assert years_to_close(np.empty((2, 0)), []).status.tolist() == ["too few points"] * 2


def test_years_are_counted_from_the_latest_period_of_each_area() -> None:
    found = years_to_close([[10, 8, 6, 4], [10, 8, 6, np.nan]], range(4))
    np.testing.assert_allclose(found.years.value, [2, 3])


def test_nonsense_is_refused() -> None:
    with pytest.raises(InputError, match=r"higher_is must be one of better, worse; got 'up'\."):
        gap_behind(1, 2, higher_is="up")
    with pytest.raises(InputError, match=r"se cannot be negative; here it is -1\."):
        gap_behind(1, 2, higher_is="better", se=-1)
    with pytest.raises(InputError, match=r"comparator_se cannot be negative; here it is -1\."):
        gap_behind(1, 2, higher_is="better", comparator_se=-1)
    with pytest.raises(InputError, match=r"the arrays must be of one shape"):
        gap_behind([1, 2], [1, 2, 3], higher_is="better")
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95"):
        years_to_close([3, 2, 1], range(3), level=95)
    with pytest.raises(InputError, match=r"errors='known' needs the standard error of each value"):
        years_to_close([3, 2, 1], range(3), errors="known")
    with pytest.raises(InputError, match=r"time must rise from period to period"):
        years_to_close([3, 2, 1], [1, 1, 2])
