"""Projections agree with least squares elsewhere, hold what comes as often as they say, and tell how far they reach."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from newlyn.foundation.errors import InputError
from newlyn.stats.direction.projection import project_trend
from newlyn.stats.direction.trend import linear_trend

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # statsmodels 0.14 calls what pandas is about to drop
    import statsmodels.api as sm

TIME = np.array([2015.0, 2016.0, 2017.5, 2019.0, 2022.0])
AT = np.array([2020.0, 2023.0, 2029.0])
SHARES = arrays(np.float64, 5, elements=st.floats(0.01, 0.99))


def _with_constant(time: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(time.size), time - 2015])


# --- parity --------------------------------------------------------------------------------------------------------


def test_value_and_limits_are_those_of_ordinary_least_squares() -> None:
    y = np.random.default_rng(1).normal(50, 3, 5)
    theirs = sm.OLS(y, _with_constant(TIME)).fit().get_prediction(_with_constant(AT)).summary_frame(0.1)
    ours = project_trend(y, TIME, AT, level=0.9).value
    for name, column in (("value", "mean"), ("lower", "obs_ci_lower"), ("upper", "obs_ci_upper")):
        np.testing.assert_allclose(getattr(ours, name), theirs[column], rtol=1e-9)


def test_with_standard_errors_a_future_value_is_as_sure_as_those_of_the_past() -> None:
    rng = np.random.default_rng(2)
    se, y = rng.uniform(0.5, 2, 5), rng.normal(50, 20, 5)
    fit = sm.WLS(y, _with_constant(TIME), weights=1 / se**2).fit()
    theirs = fit.get_prediction(_with_constant(AT), weights=(1 / se**2).mean()).summary_frame()
    ours = project_trend(y, TIME, AT, se=se).value
    np.testing.assert_allclose(ours.value, theirs["mean"], rtol=1e-9)
    np.testing.assert_allclose(ours.upper, theirs["obs_ci_upper"], rtol=1e-9)


def test_the_log_scale_is_the_trend_of_logarithms() -> None:
    y = np.array([10.0, 12, 13, 18, 30])
    plain, logs = project_trend(y, TIME, AT, scale="log"), project_trend(np.log(y), TIME, AT)
    np.testing.assert_allclose(np.log(plain.value.upper), logs.value.upper, rtol=1e-12)


@pytest.mark.parametrize(("scale", "steepness"), [("log", 1 / 0.3), ("logit", 1 / (0.3 * 0.7))])
def test_standard_errors_are_carried_over_to_the_scale(scale: str, steepness: float) -> None:
    there = {"log": np.log, "logit": lambda x: np.log(x / (1 - x))}[scale]
    y = np.full(5, 0.3)
    ours = project_trend(y, TIME, AT, se=0.01, scale=scale).value
    plain = project_trend(there(y), TIME, AT, se=0.01 * steepness).value
    np.testing.assert_allclose(there(ours.upper), plain.upper, rtol=1e-9)


# --- properties ----------------------------------------------------------------------------------------------------


@given(SHARES, st.floats(0.5, 0.99))
def test_shares_stay_between_nought_and_one_on_the_logit_scale(y: np.ndarray, damping: float) -> None:
    found = project_trend(y, TIME, [2023, 2100], scale="logit", damping=damping).value
    for one in (found.lower, found.value, found.upper):
        assert ((one >= 0) & (one <= 1)).all()
    assert (found.lower <= found.value).all()
    assert (found.value <= found.upper).all()


@given(SHARES)
def test_limits_widen_the_further_one_looks(y: np.ndarray) -> None:
    found = project_trend(y, TIME, np.arange(2022, 2050)).value
    assert (np.diff(found.upper - found.lower) >= -1e-12).all()


@given(SHARES, st.floats(0.1, 0.99))
def test_a_damped_trend_goes_the_same_way_but_never_as_far(y: np.ndarray, damping: float) -> None:
    at = np.arange(2022, 2060.0)
    plain, damped = project_trend(y, TIME, at).value.value, project_trend(y, TIME, at, damping=damping).value.value
    assert (abs(damped - plain[0]) <= abs(plain - plain[0]) + 1e-12).all()
    slope = float(linear_trend(y, TIME).slope.value)
    assert abs(damped[-1] - plain[0]) <= abs(slope) * damping / (1 - damping) + 1e-9


@given(SHARES)
def test_within_the_series_damping_changes_nothing(y: np.ndarray) -> None:
    plain, damped = (project_trend(y, TIME, TIME, damping=damping) for damping in (1.0, 0.5))
    np.testing.assert_array_equal(plain.value.value, damped.value.value)
    assert (plain.extrapolation == 0).all()


# --- how often they are wrong --------------------------------------------------------------------------------------


def test_what_comes_falls_within_the_limits_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    y = 3 + 0.7 * TIME + rng.normal(0, 2, (20_000, 5))
    comes = 3 + 0.7 * 2026 + rng.normal(0, 2, 20_000)
    found = project_trend(y, TIME, 2026).value
    held = ((found.lower[:, 0] <= comes) & (comes <= found.upper[:, 0])).mean()
    assert abs(held - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 20_000)


# --- reach, missing values, refusals -------------------------------------------------------------------------------


def test_how_far_out_is_told_in_lengths_of_the_series() -> None:
    found = project_trend([[1, 2, 3, 4, 5], [np.nan, 2, 3, 4, np.nan]], range(5), [4, 6, 12])
    np.testing.assert_allclose(found.extrapolation, [[0, 0.5, 2], [0.5, 1.5, 4.5]])


def test_the_latest_period_of_each_area_is_where_damping_begins() -> None:
    found = project_trend([[0, 1, 2, 3.0], [0, 1, 2, np.nan]], range(4), [3, 4], damping=0.5).value.value
    np.testing.assert_allclose(found, [[3, 3.5], [2.5, 2.75]])


def test_areas_with_fewer_than_three_periods_are_missing() -> None:
    found = project_trend([[1, 2, np.nan], [np.nan] * 3], range(3), [4, 5])
    assert np.isnan(found.value.value).all()
    assert found.value.value.shape == (2, 2)
    assert np.isnan(found.extrapolation[1]).all()
    assert project_trend(np.empty((0, 3)), range(3), [4]).value.value.shape == (0, 1)
    assert np.isnan(project_trend(np.empty((2, 0)), [], [4]).value.value).all()


def test_missing_shares_have_no_logit_and_are_passed_over() -> None:
    found = project_trend([0.2, np.nan, 0.4, 0.5], range(4), [5], se=[0.1, 0.1, np.nan, 0.1], scale="logit")
    assert found.periods == 2


def test_values_without_a_logarithm_are_refused() -> None:
    with pytest.raises(InputError, match=r"value must be above nought on the log scale; at position 0 it is 0\."):
        project_trend([0, 1, 2], range(3), 5, scale="log")
    for value in (0, 1, 1.2):
        with pytest.raises(InputError, match=r"value must be strictly between 0 and 1 on the logit scale; at position"):
            project_trend([value, 0.1, 0.2], range(3), 5, scale="logit")


def test_nonsense_is_refused() -> None:
    with pytest.raises(InputError, match=r"scale must be one of linear, log, logit; got 'sqrt'\."):
        project_trend([1, 2, 3], range(3), 5, scale="sqrt")
    for damping in (0, -1, 1.1):
        with pytest.raises(InputError, match=r"damping must be above 0 and at most 1; got"):
            project_trend([1, 2, 3], range(3), 5, damping=damping)
    with pytest.raises(InputError, match=r"at must have no missing values"):
        project_trend([1, 2, 3], range(3), [5, np.nan])
    with pytest.raises(InputError, match=r"at must be one list of times for all areas; got an array of shape \(1, 2\)"):
        project_trend([1, 2, 3], range(3), [[5, 6]])
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95"):
        project_trend([1, 2, 3], range(3), 5, level=95)
    with pytest.raises(InputError, match=r"se must be above nought"):
        project_trend([1, 2, 3], range(3), 5, se=0)


def test_damping_is_one_number() -> None:
    with pytest.raises(InputError, match=r"damping must be one number; got None\."):
        project_trend([1, 2, 3], range(3), [4], damping=None)
