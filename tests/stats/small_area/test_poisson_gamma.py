"""Rates drawn towards all areas: the published moments, the gamma posterior, and the edges where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma

from newlyn.foundation.errors import InputError
from newlyn.stats.small_area.poisson_gamma import (
    empirical_bayes_rates,
    empirical_bayes_ratios,
    poisson_gamma_posterior,
)

# SOURCE: lip cancer in the 56 counties of Scotland, 1975-1980, observed and expected cases: Clayton and Kaldor (1987),
# Biometrics 43: 671-681, Table 1, with expected cases to one decimal.
OBSERVED = """9 39 11 9 15 8 26 7 6 20 13 5 3 8 17 9 2 7 9 7 16 31 11 7 19 15 7 10 16 11 5 3 7 8 11 9 11 8 6 4 10 8 2 6
19 3 2 3 28 6 1 1 1 1 0 0"""
EXPECTED = """1.4 8.7 3.0 2.5 4.3 2.4 8.1 2.3 2.0 6.6 4.4 1.8 1.1 3.3 7.8 4.6 1.1 4.2 5.5 4.4 10.5 22.7 8.8 5.6 15.5
12.5 6.0 9.0 14.4 10.2 4.8 2.9 7.0 8.5 12.3 10.1 12.7 9.4 7.2 5.3 18.8 15.8 4.3 14.6 50.7 8.2 5.6 9.3 88.7 19.6 3.4
3.6 5.7 7.0 4.2 1.8"""
LIP = np.array(OBSERVED.split(), float), np.array(EXPECTED.split(), float)


@st.composite
def rates(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    size = draw(st.integers(2, 20))
    people = np.array(draw(st.lists(st.integers(1, 10_000), min_size=size, max_size=size)), float)
    return np.array([draw(st.integers(0, 2 * int(n))) for n in people], float), people


def test_moments_are_those_of_marshall_by_hand() -> None:
    # Overall 88 / 10,500; mean size 3,500; variance of rates by people less overall rate over mean size.
    x, n = np.array([0.0, 8, 80]), np.array([100.0, 400, 10_000])
    mean = 88 / 10_500
    between = (100 * mean**2 + 400 * (0.02 - mean) ** 2 + 10_000 * (0.008 - mean) ** 2) / 10_500 - mean / 3_500
    weight = between / (between + mean / n)
    shrunken = empirical_bayes_rates(x, n)
    assert shrunken.between == pytest.approx([between] * 3)
    assert shrunken.value == pytest.approx(mean + weight * (x / n - mean))


def test_ratios_solve_the_equations_of_clayton_and_kaldor() -> None:
    observed, expected = LIP
    shrunken = empirical_bayes_ratios(observed, expected)
    mean, between = shrunken.towards[0], shrunken.between[0]
    shape, rate = mean**2 / between, mean / between
    assert shrunken.value == pytest.approx((observed + shape) / (expected + rate))
    assert mean == pytest.approx(shrunken.value.mean(), rel=1e-9)
    wide = np.sum((1 + rate / expected) * (shrunken.value - mean) ** 2) / (len(observed) - 1)
    assert between == pytest.approx(wide, rel=1e-9)


def test_ratios_are_where_going_round_the_equations_ends() -> None:
    observed, expected = LIP
    shape, rate = 1.0, 1.0
    for _ in range(500):
        estimate = (observed + shape) / (expected + rate)
        mean = estimate.mean()
        between = np.sum((1 + rate / expected) * (estimate - mean) ** 2) / (len(observed) - 1)
        shape, rate = mean**2 / between, mean / between
    assert empirical_bayes_ratios(observed, expected).value == pytest.approx(estimate, rel=1e-6)


def test_the_posterior_is_the_gamma_distribution() -> None:
    shrunken = poisson_gamma_posterior([0, 3, 40], [2, 2, 50], 1.5, 0.5, level=0.9)
    shape, rate = 1.5**2 / 0.5 + np.array([0, 3, 40]), 1.5 / 0.5 + np.array([2, 2, 50])
    truth = gamma(shape, scale=1 / rate)
    assert shrunken.value == pytest.approx(truth.mean())
    assert shrunken.posterior_error == pytest.approx(truth.std())
    assert shrunken.posterior.lower == pytest.approx(truth.ppf(0.05))
    assert shrunken.posterior.upper == pytest.approx(truth.ppf(0.95))


@settings(deadline=None)
@given(rates())
def test_a_rate_is_drawn_towards_the_overall_rate_and_not_past_it(given_rates: tuple[np.ndarray, np.ndarray]) -> None:
    x, n = given_rates
    shrunken = empirical_bayes_rates(x, n)
    low, high = np.minimum(x / n, shrunken.towards), np.maximum(x / n, shrunken.towards)
    assert (shrunken.value >= low * (1 - 1e-12)).all()
    assert (shrunken.value <= high * (1 + 1e-12)).all()
    assert ((shrunken.weight >= 0) & (shrunken.weight <= 1)).all()
    limited = shrunken.between > 0
    assert np.isnan(shrunken.posterior.lower[~limited]).all()


@settings(deadline=None)
@given(rates(), st.integers(2, 1000))
def test_rates_per_more_people_are_drawn_alike(given_rates: tuple[np.ndarray, np.ndarray], times: int) -> None:
    x, n = given_rates
    here, there = empirical_bayes_rates(x, n), empirical_bayes_rates(x, n * times)
    np.testing.assert_allclose(here.value, there.value * times, rtol=1e-6, atol=1e-9)


@settings(deadline=None)
@given(rates())
def test_ratios_always_have_an_answer(given_rates: tuple[np.ndarray, np.ndarray]) -> None:
    shrunken = empirical_bayes_ratios(*given_rates)
    assert (shrunken.value >= 0).all()
    assert (shrunken.between >= 0).all()


def test_each_group_has_its_own_overall_rate() -> None:
    x, n, group = np.array([1, 20, 3, 9, 2, 7.0]), np.array([90, 90, 70, 80, 100, 60.0]), np.array([5, 3, 5, 3, 5, 3])
    together = empirical_bayes_rates(x, n, group=group)
    for code in (3, 5):
        alone = empirical_bayes_rates(x[group == code], n[group == code])
        assert together.value[group == code] == pytest.approx(alone.value)


def test_chance_alone_leaves_the_overall_rate_without_limits() -> None:
    for shrunken in (
        empirical_bayes_rates([5, 5, 5], [100, 101, 99]),
        empirical_bayes_ratios([5, 5, 5], [5, 5.1, 4.9]),
    ):
        assert np.ptp(shrunken.value) < 1e-12
        assert shrunken.between.tolist() == [0, 0, 0]
        assert np.isnan(shrunken.posterior.lower).all()


def test_no_events_at_all_are_a_rate_of_nought() -> None:
    assert empirical_bayes_rates([0, 0], [10, 20]).value.tolist() == [0, 0]
    assert empirical_bayes_ratios([0, 0], [10, 20]).value.tolist() == [0, 0]
    assert empirical_bayes_rates([0, 0], [10, 20]).weight.tolist() == [0, 0]


def test_missing_areas_and_areas_of_nobody_stay_missing_and_change_nothing_for_the_others() -> None:
    for method in (empirical_bayes_rates, empirical_bayes_ratios):
        with_them = method([9, np.nan, 2, 4, 3], [4, 5, np.nan, 9, 0])
        assert np.isnan(with_them.value[[1, 2, 4]]).all()
        assert np.isnan(with_them.towards[[1, 2, 4]]).all()
        assert with_them.value[[0, 3]] == pytest.approx(method([9, 4], [4, 9]).value)
    assert np.isnan(poisson_gamma_posterior([1], [0], 1, 1).value).all()


def test_posterior_limits_hold_their_level_where_the_model_is_true() -> None:
    rng = np.random.default_rng(9)
    expected = rng.uniform(2, 40, 2000)
    truth = rng.gamma(4, 0.25, 2000)
    observed = rng.poisson(expected * truth)
    for shrunken in (empirical_bayes_rates(observed, expected), empirical_bayes_ratios(observed, expected)):
        held = np.mean((shrunken.posterior.lower <= truth) & (truth <= shrunken.posterior.upper))
        assert held == pytest.approx(0.95, abs=0.015)
        assert shrunken.between[0] == pytest.approx(0.25, rel=0.15)


def test_what_is_no_rate_is_refused() -> None:
    with pytest.raises(InputError, match=r"a count cannot be negative; at position 0 it is -1"):
        empirical_bayes_rates([-1, 2], [5, 5])
    with pytest.raises(InputError, match=r"a number of expected events cannot be negative"):
        empirical_bayes_ratios([1, 2], [5, -5])
    with pytest.raises(InputError, match=r"one row of areas; got an array of shape \(1, 2\)"):
        empirical_bayes_ratios([[1, 2]], [[5, 5]])
    with pytest.raises(InputError, match=r"complete for at least 2 areas; they are for 1"):
        empirical_bayes_ratios([1, np.nan], [5, 5])
    with pytest.raises(InputError, match=r"a variance between areas cannot be negative"):
        poisson_gamma_posterior([1], [5], 1, -1)
    with pytest.raises(InputError, match=r"a mean cannot be negative"):
        poisson_gamma_posterior([1], [5], -1, 1)
    with pytest.raises(InputError, match=r"level must be a proportion"):
        poisson_gamma_posterior([1], [5], 1, 1, level=95)
    with pytest.raises(InputError, match=r"events must hold at least 1"):
        empirical_bayes_rates([], [])


@pytest.mark.parametrize("vast", [1e12, 1e18, 1e40])
def test_one_ratio_far_above_all_others_is_worked_out(vast: float) -> None:
    found = empirical_bayes_ratios([vast, 39, 11, 0, 2], [1.4, 8.7, 3.0, 4.2, 12.3])
    assert np.isfinite(found.value).all()
    assert found.value.mean() == pytest.approx(found.towards[0], rel=1e-6)
