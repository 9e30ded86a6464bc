"""Overdispersion is found where there is some and not where there is none, and adjusted limits allow for it."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, norm
from scipy.stats.mstats import winsorize

from newlyn.foundation.errors import InputError
from newlyn.stats.control.overdispersion import (
    Scores,
    adjusted_limits,
    adjusted_scores,
    overdispersion,
    proportion_scores,
    ratio_scores,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # statsmodels 0.14 uses what pandas 3 warns of
    from statsmodels.stats.meta_analysis import combine_effects

EXPECTED = np.array([12.0, 30, 44, 80, 150, 230, 410, 900])
COUNT = np.array([20.0, 21, 60, 70, 180, 200, 520, 800])


def _plain(value: np.ndarray, target: np.ndarray, error: np.ndarray) -> Scores:
    return Scores(value, target, error, np.asarray)


def test_without_extremes_drawn_in_the_variance_between_areas_is_dersimonian_and_lairds() -> None:
    # SOURCE: statsmodels 0.14, combine_effects with method_re="chi2": its Q is taken around the weighted mean.
    scores = ratio_scores(COUNT, EXPECTED, scale="log")
    weight = 1 / scores.error**2
    mean = (weight * scores.value).sum() / weight.sum()
    found = overdispersion(_plain(scores.value, np.full(8, mean), scores.error), share=0)
    theirs = combine_effects(scores.value, scores.error**2, method_re="chi2")
    assert found.between[0] == pytest.approx(theirs.tau2, rel=1e-12)
    assert found.between[0] > 0.01


def test_the_factor_is_the_mean_square_of_winsorised_scores() -> None:
    # SOURCE: scipy.stats.mstats, which draws in whole scores: of eleven at a share of 0.2, two at either end.
    z = np.array([-9.0, -3, -1.2, -1, -0.2, 0, 0.4, 1, 2, 5, 30])
    found = overdispersion(_plain(z, np.zeros(11), np.ones(11)), share=0.2)
    assert found.factor[0] == pytest.approx((np.asarray(winsorize(z, (0.2, 0.2))) ** 2).mean())
    trimmed = overdispersion(_plain(z, np.zeros(11), np.ones(11)), share=0.2, extremes="trimmed")
    assert trimmed.factor[0] == pytest.approx((z[2:-2] ** 2).mean())


def test_the_test_is_of_all_scores_as_they_are() -> None:
    scores = ratio_scores(COUNT, EXPECTED)
    found = overdispersion(scores)
    assert found.test.score[0] == pytest.approx((scores.z**2).sum())
    assert found.test.p[0] == pytest.approx(chi2.sf((scores.z**2).sum(), 8))


def test_chance_alone_is_not_taken_for_more() -> None:
    rng = np.random.default_rng(347)
    expected = rng.uniform(30, 900, (200, 150))
    found = overdispersion(ratio_scores(rng.poisson(expected), expected))
    # The mean square of normal scores with a tenth at each end drawn in to ±1.2816.
    ends = norm.ppf(0.9)
    inner = 0.8 - 2 * ends * norm.pdf(ends)
    assert found.factor.mean() == pytest.approx(inner + 0.2 * ends**2, abs=0.01)
    assert (found.between == 0).mean() > 0.97
    assert overdispersion(ratio_scores(rng.poisson(expected), expected), share=0).factor.mean() == pytest.approx(
        1, abs=0.02
    )


def test_the_variance_that_areas_were_made_with_is_found_again() -> None:
    rng = np.random.default_rng(351)
    expected = rng.uniform(100, 1500, (100, 400))
    truth = np.exp(0.15 * rng.standard_normal(expected.shape))
    found = overdispersion(ratio_scores(rng.poisson(expected * truth), expected, scale="log"), share=0)
    assert np.sqrt(found.between.mean()) == pytest.approx(0.15, abs=0.01)


def test_adjusted_limits_hold_their_level_where_areas_truly_differ() -> None:
    rng = np.random.default_rng(99)
    expected = rng.uniform(60, 1500, 20_000)
    count = rng.poisson(expected * (1 + 0.1 * rng.standard_normal(expected.size)))
    scores = ratio_scores(count, expected)
    found = overdispersion(scores, share=0)
    assert (np.abs(scores.z) > 1.96).mean() > 0.25
    assert (np.abs(adjusted_scores(scores, found)) > 1.96).mean() == pytest.approx(0.05, abs=0.007)
    limits = adjusted_limits(scores, found)
    ratio = count / expected
    assert ((ratio < limits.lower) | (ratio > limits.upper)).mean() == pytest.approx(0.05, abs=0.007)


@given(st.sampled_from(["additive", "multiplicative"]), st.sampled_from(["none", "square root", "log"]))
def test_an_area_is_outside_the_adjusted_limits_exactly_when_its_adjusted_score_is(how: str, scale: str) -> None:
    scores = ratio_scores(COUNT, EXPECTED, scale=scale)
    found = overdispersion(scores)
    z = adjusted_scores(scores, found, how=how)
    limits = adjusted_limits(scores, found, how=how, level=0.8)
    ratio = COUNT / EXPECTED
    assert ((ratio > limits.upper) == (z > norm.ppf(0.9))).all()
    assert ((ratio < limits.lower) == (z < norm.ppf(0.1))).all()
    assert (np.abs(z) < np.abs(scores.z)).all()


def test_areas_closer_than_chance_are_not_drawn_closer() -> None:
    scores = ratio_scores(EXPECTED, EXPECTED)
    found = overdispersion(scores)
    assert found.factor.tolist() == found.between.tolist() == [0]
    for how in ("additive", "multiplicative"):
        assert adjusted_scores(scores, found, how=how).tolist() == scores.z.tolist()


def test_limits_to_draw_are_those_of_areas_of_that_size() -> None:
    found = overdispersion(ratio_scores(COUNT, EXPECTED))
    drawn = adjusted_limits(ratio_scores(EXPECTED, EXPECTED), found)
    np.testing.assert_allclose(drawn.upper, adjusted_limits(ratio_scores(COUNT, EXPECTED), found).upper)
    assert drawn.method == "Additive random effects"


@pytest.mark.parametrize("scale", ["none", "arcsine", "logit"])
def test_scores_of_proportions_agree_near_the_benchmark_and_come_back_from_their_scale(scale: str) -> None:
    count, total = np.array([2950.0, 3000, 3080]), np.array([10_000.0] * 3)
    scores = proportion_scores(count, total, benchmark=0.3, scale=scale)
    assert scores.z == pytest.approx((count / total - 0.3) / np.sqrt(0.21 / total), rel=0.02, abs=1e-9)
    np.testing.assert_allclose(scores.back(scores.value), count / total)


@pytest.mark.parametrize("scale", ["none", "square root", "log"])
def test_scores_of_ratios_agree_near_the_benchmark_and_come_back_from_their_scale(scale: str) -> None:
    count, expected = np.array([11_900.0, 12_000, 12_150]), np.array([10_000.0] * 3)
    scores = ratio_scores(count, expected, benchmark=1.2, scale=scale)
    near = {"none": 1, "square root": np.sqrt(1.2), "log": 1}[scale]
    wanted = (count - 12_000) / np.sqrt(12_000)
    assert scores.z == pytest.approx(wanted, rel=0.2 if near != 1 else 0.02, abs=1e-9)
    np.testing.assert_allclose(scores.back(scores.value), count / expected)


@pytest.mark.parametrize("benchmark", [0.2, 1, 3])
def test_the_spread_of_root_ratios_is_that_of_chance_at_every_benchmark(benchmark: float) -> None:
    rng = np.random.default_rng(3)
    z = ratio_scores(rng.poisson(500 * benchmark, 20_000), 500, benchmark=benchmark).z
    assert z.std() == pytest.approx(1, abs=0.02)


def test_without_a_benchmark_proportions_are_held_against_all_areas_together() -> None:
    scores = proportion_scores([[10, 30, 20]], [[100, 100, 100]], scale="none")
    assert scores.target.tolist() == [[0.2, 0.2, 0.2]]


def test_nobody_and_everybody_have_scores_on_the_arcsine_scale() -> None:
    assert np.isfinite(proportion_scores([0, 20], [20, 20], benchmark=0.5).z).all()


def test_a_missing_area_has_no_score_and_keeps_the_overdispersion_from_being_told() -> None:
    scores = ratio_scores([5, np.nan, 3], [5, 5, 0])
    assert np.isnan(scores.z).tolist() == [False, True, True]
    with pytest.raises(InputError, match=r"the scores must have no missing values, because .*; 2 of 3 are missing"):
        overdispersion(scores)


@given(st.permutations(range(8)))
def test_the_order_of_the_areas_does_not_matter(order: list[int]) -> None:
    straight, mixed = (overdispersion(ratio_scores(COUNT[o], EXPECTED[o])) for o in (np.arange(8), np.array(order)))
    assert mixed.factor[0] == pytest.approx(straight.factor[0])
    assert mixed.between[0] == pytest.approx(straight.between[0])


def test_each_row_of_areas_has_its_own_overdispersion() -> None:
    both = overdispersion(ratio_scores([COUNT, EXPECTED], [EXPECTED, EXPECTED]))
    assert both.factor.shape == (2, 1)
    assert both.factor[1, 0] == 0 < both.factor[0, 0]


def test_what_cannot_be_scored_is_refused() -> None:
    with pytest.raises(InputError, match=r"scale must be one of none, square root, log; got 'root'\."):
        ratio_scores([1], [1], scale="root")
    with pytest.raises(InputError, match=r"scale must be one of none, arcsine, logit; got 'probit'\."):
        proportion_scores([1], [2], scale="probit")
    with pytest.raises(InputError, match=r"above nought on the scale log; use the square root; at position 1 it is 0"):
        ratio_scores([1, 0], [1, 1], scale="log")
    with pytest.raises(InputError, match=r"within 0 and 1 on the scale logit; at position 0 it is 0\."):
        proportion_scores([0, 1], [2, 2], benchmark=0.5, scale="logit")
    with pytest.raises(InputError, match=r"benchmark must be above nought; here it is 0\."):
        ratio_scores([1], [1], benchmark=0)
    with pytest.raises(InputError, match=r"benchmark must be strictly between 0 and 1, or chance has no part"):
        proportion_scores([0, 0], [5, 5])


def test_what_makes_no_overdispersion_is_refused() -> None:
    scores = ratio_scores(COUNT, EXPECTED)
    with pytest.raises(InputError, match=r"share must be a proportion from 0 to below 0\.5, such as 0\.1; got 0\.5\."):
        overdispersion(scores, share=0.5)
    with pytest.raises(InputError, match=r"extremes must be one of winsorised, trimmed; got 'clipped'\."):
        overdispersion(scores, extremes="clipped")
    with pytest.raises(InputError, match=r"the scores must hold at least 2 values; got 1\."):
        overdispersion(ratio_scores([1], [1]))
    with pytest.raises(InputError, match=r"how must be one of additive, multiplicative; got 'both'\."):
        adjusted_scores(scores, overdispersion(scores), how="both")
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        adjusted_limits(scores, overdispersion(scores), level=95)
