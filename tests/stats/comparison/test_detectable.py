"""What would show, and how many people that takes, agree with each other, with other programs and with simulation."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from newlyn.foundation.errors import InputError
from newlyn.stats.comparison.detectable import (
    detectable_against,
    detectable_change,
    detectable_means,
    detectable_rates,
    detectable_shares,
)
from newlyn.stats.comparison.sample_size import (
    needed_against,
    needed_for_means,
    needed_for_rates,
    needed_for_shares,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # statsmodels 0.14 calls what pandas is about to drop
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import power_proportions_2indep

SHARES = st.floats(0.02, 0.98)
TOTALS = st.integers(20, 10**6)
POWERS = st.floats(0.5, 0.99)


# --- published values and parity -----------------------------------------------------------------------------------


def test_the_numbers_of_r_s_manual() -> None:
    # SOURCE: R, stats package, help page of power.prop.test: p1 = 0.50, p2 = 0.75, power = 0.90 needs n = 76.7 a group;
    # n = 50, p1 = 0.5, power = 0.90 finds p2 = 0.8026.
    assert round(float(needed_for_shares(0.50, 0.75, power=0.90)), 1) == 76.7
    assert round(0.5 + float(detectable_shares(0.5, 50, 50, power=0.9).rise), 4) == 0.8026


@given(SHARES, TOTALS, st.floats(0.2, 5), POWERS)
def test_the_difference_found_has_the_power_asked_for_by_statsmodels(
    share: float, total: int, ratio: float, power: float
) -> None:
    found = detectable_shares(share, total, total * ratio, power=power)
    for difference in (float(found.rise), -float(found.fall)):
        if np.isfinite(difference):
            # Asked for one side at half the level, statsmodels too leaves out a false finding the other way round.
            way = "smaller" if difference > 0 else "larger"
            theirs = power_proportions_2indep(
                -difference, share + difference, total, ratio, alpha=0.025, alternative=way
            )
            assert theirs.power == pytest.approx(power, abs=1e-6)


def test_means_are_those_of_statsmodels() -> None:
    theirs = NormalIndPower().solve_power(effect_size=1 / 3, power=0.8, alpha=0.05, ratio=2)
    # It adds the chance of a false finding the other way round, some millionths.
    assert needed_for_means(5, 15, ratio=2) == pytest.approx(theirs, rel=1e-5)
    assert detectable_means(15, theirs, 2 * theirs).rise == pytest.approx(5, rel=1e-5)


# --- there and back ------------------------------------------------------------------------------------------------


@given(SHARES, TOTALS, st.floats(0.2, 5), POWERS, st.floats(0.5, 4))
def test_what_is_found_with_so_many_people_needs_so_many(
    share: float, total: int, ratio: float, power: float, deff: float
) -> None:
    found = detectable_shares(share, total, total * ratio, power=power, deff=deff)
    for other in (share + found.rise, share - found.fall):
        if np.isfinite(other) and abs(other - share) > 1e-6:
            needed = needed_for_shares(share, np.clip(other, 0, 1), ratio=ratio, power=power, deff=deff)
            assert needed == pytest.approx(total, rel=1e-5)


@given(SHARES, TOTALS, POWERS, st.floats(0.5, 4))
def test_what_is_found_against_a_benchmark_needs_so_many(mark: float, total: int, power: float, deff: float) -> None:
    found = detectable_against(mark, total, power=power, deff=deff)
    for share in (mark + found.rise, mark - found.fall):
        if np.isfinite(share) and abs(share - mark) > 1e-6:
            needed = needed_against(np.clip(share, 0, 1), mark, power=power, deff=deff)
            assert needed == pytest.approx(total, rel=1e-5)


@given(st.floats(1, 1000), st.floats(1e3, 1e7), st.floats(0.2, 5), POWERS, st.floats(0.5, 4))
def test_what_is_found_in_rates_needs_so_many_person_years(
    rate: float, exposure: float, ratio: float, power: float, deff: float
) -> None:
    found = detectable_rates(rate, exposure, exposure * ratio, per=1e5, power=power, deff=deff)
    assert np.isfinite(found.rise)
    for other in (rate + found.rise, rate - found.fall):
        if np.isfinite(other) and abs(other - rate) > 1e-6 * rate:
            needed = needed_for_rates(rate, max(float(other), 0), ratio=ratio, per=1e5, power=power, deff=deff)
            assert needed == pytest.approx(exposure, rel=1e-5)


# --- properties ----------------------------------------------------------------------------------------------------


@given(SHARES, TOTALS, POWERS)
def test_those_who_have_not_rise_as_those_who_have_fall(share: float, total: int, power: float) -> None:
    have, have_not = (
        detectable_shares(share, total, 500, power=power),
        detectable_shares(1 - share, total, 500, power=power),
    )
    np.testing.assert_allclose(have.rise, have_not.fall, rtol=1e-6)


@pytest.mark.parametrize(
    "found",
    [
        lambda n, power, deff: detectable_shares(0.2, n, n, power=power, deff=deff),
        lambda n, power, deff: detectable_change(0.2, n, n, correlation=0.4, power=power, deff=deff),
        lambda n, power, deff: detectable_against(0.2, n, power=power, deff=deff),
        lambda n, power, deff: detectable_rates(0.2, n, n, power=power, deff=deff),
        lambda n, power, deff: detectable_means(0.2, n, n, power=power, deff=deff),
    ],
)
def test_more_people_and_less_power_show_smaller_differences(found: Callable[..., object]) -> None:
    for way in ("rise", "fall"):
        few, many = getattr(found(500, 0.8, 1), way), getattr(found(5000, 0.8, 1), way)
        assert many < few < getattr(found(500, 0.9, 1), way)
        assert getattr(found(5000, 0.8, 10), way) == pytest.approx(float(few), rel=1e-9)


def test_periods_that_go_together_show_smaller_changes() -> None:
    changes = [float(detectable_change(0.3, 800, 800, correlation=rho).fall) for rho in (0, 0.3, 0.6, 0.9)]
    assert changes == sorted(changes, reverse=True)
    assert changes[0] == float(detectable_shares(0.3, 800, 800).fall)


def test_a_correction_for_continuity_needs_more() -> None:
    plain, corrected = (needed_for_shares(0.1, 0.2, continuity=continuity) for continuity in (False, True))
    assert np.ceil(plain) == 199
    assert np.ceil(corrected) == 219


@pytest.mark.parametrize(("share", "other", "ratio"), [(0.1, 0.2, 1.0), (0.1, 0.2, 3.0), (0.6, 0.45, 0.4)])
def test_with_the_correction_the_test_that_corrects_has_its_power(share: float, other: float, ratio: float) -> None:
    n = needed_for_shares(share, other, ratio=ratio, continuity=True, level=0.95, power=0.8)
    pooled = (share + ratio * other) / (1 + ratio)
    if_none = np.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio) / n)
    if_true = np.sqrt((share * (1 - share) + other * (1 - other) / ratio) / n)
    correction = (1 + 1 / ratio) / (2 * n)
    assert (abs(share - other) - correction - stats.norm.ppf(0.975) * if_none) / if_true == pytest.approx(
        stats.norm.ppf(0.8), rel=1e-9
    )


def test_a_change_in_a_panel_is_found_as_often_as_was_promised() -> None:
    rng, draws, n, first, rho = np.random.default_rng(2), 20_000, 1_000, 0.3, 0.6
    second = first + float(detectable_change(first, n, n, correlation=rho).rise)
    both = first * second + rho * np.sqrt(first * (1 - first) * second * (1 - second))
    kept, lost, gained, _ = rng.multinomial(n, [both, first - both, second - both, 1 - first - second + both], draws).T
    pooled = (2 * kept + lost + gained) / (2 * n)
    z = (gained - lost) / n / np.sqrt(2 * pooled * (1 - pooled) * (1 - rho) / n)
    assert (z > stats.norm.ppf(0.975)).mean() == pytest.approx(0.8, abs=4 * np.sqrt(0.8 * 0.2 / draws) + 0.01)


# --- how often they are right --------------------------------------------------------------------------------------


def test_simulated_tests_find_the_difference_as_often_as_was_promised() -> None:
    rng, draws = np.random.default_rng(1), 20_000
    off = 4 * np.sqrt(0.8 * 0.2 / draws) + 0.01
    second = 0.2 + float(detectable_shares(0.2, 800, 1200).rise)
    x, y = rng.binomial(800, 0.2, draws), rng.binomial(1200, second, draws)
    pooled = (x + y) / 2000
    z = (y / 1200 - x / 800) / np.sqrt(pooled * (1 - pooled) * (1 / 800 + 1 / 1200))
    assert abs((abs(z) > 1.959964).mean() - 0.8) < off
    share = 0.2 - float(detectable_against(0.2, 900).fall)
    found = stats.chi2.sf((rng.binomial(900, share, draws) - 180) ** 2 / (900 * 0.16), 1) < 0.05
    assert abs(found.mean() - 0.8) < off
    rate = 120 + float(detectable_rates(120.0, 3.0, 4.0).rise)
    x, y = rng.poisson(360, draws), rng.poisson(4 * rate, draws)
    z = (y / 4 - x / 3) / np.sqrt((x + y) / 7 * (1 / 3 + 1 / 4))
    assert abs((abs(z) > 1.959964).mean() - 0.8) < off


# --- missing values, edges, refusals -------------------------------------------------------------------------------


def test_differences_that_would_never_show_are_missing() -> None:
    found = detectable_shares([0.01, 0.99, 0, 1], 30, 30)
    assert np.isnan(found.fall[[0, 2]]).all()
    assert np.isnan(found.rise[[1, 3]]).all()
    assert np.isfinite(found.rise[[0, 2]]).all()
    assert np.isfinite(found.fall[[1, 3]]).all()
    assert np.isnan(detectable_rates(0, 1000, 1000).fall)
    assert np.isfinite(detectable_rates(0, 1000, 1000).rise)


def test_missing_values_and_groups_of_nobody_have_no_answer() -> None:
    nan = np.nan
    for found in (
        detectable_shares([nan, 0.1, 0.1], [5, 0, nan], 50),
        detectable_change([nan, 0.1, 0.1], 50, [5, 0, nan]),
        detectable_against([nan, 0.1, 0.1], [5, 0, nan]),
        detectable_rates([nan, 1, 1], [5, 0, nan], 50),
        detectable_means([nan, 1, 1], [5, 0, nan], 50),
    ):
        assert np.isnan(found.rise).all()
        assert np.isnan(found.fall).all()
    assert np.isnan(needed_for_shares([nan, 0.1], [0.2, nan])).all()
    assert np.isnan(needed_for_means([nan], 1)).all()


def test_no_number_shows_what_is_not_there() -> None:
    assert np.isnan(needed_for_shares(0.2, 0.2))
    assert np.isnan(needed_against(0.2, 0.2))
    assert np.isnan(needed_for_rates(3, 3))
    assert np.isnan(needed_for_means(0, 3))


def test_shapes_go_together() -> None:
    assert detectable_shares(np.full((2, 3), 0.1), [100, 200, 300], 50).rise.shape == (2, 3)
    assert detectable_against([], 50).rise.shape == (0,)
    assert needed_for_rates(1, 2, ratio=[1, 2]).shape == (2,)


@pytest.mark.parametrize("power", [0.4, 1, 80])
def test_powers_that_are_none_are_refused(power: float) -> None:
    for refused in (lambda: detectable_shares(0.1, 9, 9, power=power), lambda: needed_against(0.1, 0.2, power=power)):
        with pytest.raises(InputError, match=r"power must be a proportion from 0\.5 to below 1, such as 0\.8; got"):
            refused()


def test_nonsense_is_refused() -> None:
    with pytest.raises(InputError, match=r"share must be a proportion from 0 to 1; here it is 2\."):
        detectable_shares(2, 9, 9)
    with pytest.raises(InputError, match=r"benchmark must be a proportion from 0 to 1; here it is 2\."):
        detectable_against(2, 9)
    with pytest.raises(InputError, match=r"a total cannot be negative; here it is -9\."):
        detectable_shares(0.2, 9, -9)
    with pytest.raises(InputError, match=r"correlation must be from 0 to below 1; got 1\."):
        detectable_change(0.2, 9, 9, correlation=1)
    with pytest.raises(InputError, match=r"deff must be above nought; here it is 0\."):
        detectable_means(1, 9, 9, deff=0)
    with pytest.raises(InputError, match=r"sd must be above nought; here it is 0\."):
        needed_for_means(1, 0)
    with pytest.raises(InputError, match=r"per must be above nought; here it is 0\."):
        needed_for_rates(1, 2, per=0)
    with pytest.raises(InputError, match=r"a rate cannot be negative; here it is -1\."):
        detectable_rates(-1, 9, 9)
    with pytest.raises(InputError, match=r"ratio must be above nought; here it is 0\."):
        needed_for_shares(0.1, 0.2, ratio=0)
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95"):
        detectable_against(0.2, 9, level=95)


def test_what_is_one_number_for_all_is_one_number() -> None:
    with pytest.raises(InputError, match=r"power must be one number; got 'high'\."):
        needed_for_shares(0.1, 0.2, power="high")
    with pytest.raises(InputError, match=r"power must be one number; got nan\."):
        detectable_shares(0.1, 9, 9, power=np.nan)
    with pytest.raises(InputError, match=r"correlation must be one number; got \[0\.1, 0\.2\]\."):
        detectable_change(0.2, 9, 9, correlation=[0.1, 0.2])
    with pytest.raises(InputError, match=r"per must be one number; got nan\."):
        detectable_rates(1, 9, 9, per=np.nan)
    with pytest.raises(InputError, match=r"per must be one number; got \[1, 2\]\."):
        needed_for_rates(1, 2, per=[1, 2])
