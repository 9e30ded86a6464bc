"""Score limits are where the score test turns; they agree with published tables and with statsmodels."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm
from statsmodels.stats.proportion import test_proportions_2indep

from newlyn.foundation.errors import InputError
from newlyn.stats.estimate import Estimate
from newlyn.stats.interval.score import (
    miettinen_nurminen_difference,
    miettinen_nurminen_odds_ratio,
    miettinen_nurminen_ratio,
)
from newlyn.stats.interval.two_rates import rate_difference, rate_ratio

test_proportions_2indep.__test__ = False  # the peer's name begins as a test's does

Groups = tuple[int, int, int, int]
ALL = (miettinen_nurminen_difference, miettinen_nurminen_ratio, miettinen_nurminen_odds_ratio)
Z = float(norm.ppf(0.975))


@st.composite
def two_groups(draw: st.DrawFn, *, largest: int = 10**6, inside: bool = False) -> Groups:
    least = int(inside)
    na, nb = draw(st.integers(1 + least, largest)), draw(st.integers(1 + least, largest))
    return draw(st.integers(least, na - least)), na, draw(st.integers(least, nb - least)), nb


# --- the difference ----------------------------------------------------------------------------------------------


def _score_of_difference(groups: Groups, difference: float) -> Decimal:
    """The score in sixty digits, with the likeliest proportions found by halving the slope of the likelihood."""
    with localcontext() as context:
        context.prec = 60
        xa, na, xb, nb, d = (Decimal(one) for one in (*groups, difference))
        low, high, hair = max(Decimal(0), -d), min(Decimal(1), 1 - d), Decimal(10) ** -50
        for _ in range(170):
            b = (low + high) / 2
            slope = sum(x / max(p, hair) - (n - x) / max(1 - p, hair) for x, n, p in ((xa, na, b + d), (xb, nb, b)))
            low, high = (b, high) if slope > 0 else (low, b)
        a, n = b + d, na + nb
        variance = (a * (1 - a) / na + b * (1 - b) / nb) * n / (n - 1)
        return (xa / na - xb / nb - d) / variance.sqrt()


@given(two_groups(largest=10**8, inside=True))
def test_at_the_limits_of_the_difference_the_score_is_the_normal_quantile(groups: Groups) -> None:
    found = miettinen_nurminen_difference(*groups)
    # A hair aside of each limit the score lies on either side of the quantile: the limit is within 1e-9.
    for limit, side in ((float(found.lower), 1), (float(found.upper), -1)):
        before, after = max(limit - 1e-9, -1), min(limit + 1e-9, 1)
        if -1 < before < after < 1:
            assert _score_of_difference(groups, after) < side * Z < _score_of_difference(groups, before)


@given(two_groups())
def test_the_limits_of_the_difference_stand_on_both_sides_of_it_and_within_minus_one_and_one(groups: Groups) -> None:
    found = miettinen_nurminen_difference(*groups)
    assert -1 <= found.lower <= found.value <= found.upper <= 1


def test_the_difference_of_a_trial_is_that_of_fagerland_and_others() -> None:
    # SOURCE: Fagerland, Lydersen and Laake (2017), Statistical Analysis of Contingency Tables, chapter 4, the data of
    # Ritland and others (2007): 0 of 16 against 15 of 72, -0.3164 to -0.0056.
    found = miettinen_nurminen_difference(0, 16, 15, 72)
    assert (found.lower, found.upper) == pytest.approx((-0.3164, -0.0056), abs=5e-5)


def test_all_against_nobody_reaches_one_exactly() -> None:
    found = miettinen_nurminen_difference([10, 0], [10, 5], [0, 5], [20, 5])
    assert found.upper[0] == pytest.approx(1, abs=1e-12)
    assert found.lower[1] == pytest.approx(-1, abs=1e-12)


def _mean_coverage(method: Callable[..., Estimate], truth: Callable[[float, float], float]) -> float:
    na, nb = 15, 25
    xa, xb = np.arange(na + 1)[:, None], np.arange(nb + 1)
    found = method(xa, na, xb, nb)
    lower = np.where(np.isnan(found.lower), -np.inf, found.lower)
    upper = np.where(np.isnan(found.upper), np.inf, found.upper)
    covered = []
    for pa in np.linspace(0.05, 0.95, 10):
        for pb in np.linspace(0.05, 0.95, 10):
            inside = (lower <= truth(pa, pb)) & (truth(pa, pb) <= upper)
            covered.append((inside * binom.pmf(xa, na, pa) * binom.pmf(xb, nb, pb)).sum())
    assert min(covered) > 0.9
    return float(np.mean(covered))


@pytest.mark.parametrize(
    ("method", "truth"),
    [
        (miettinen_nurminen_difference, lambda a, b: a - b),
        (miettinen_nurminen_ratio, lambda a, b: a / b),
        (miettinen_nurminen_odds_ratio, lambda a, b: a * (1 - b) / (b * (1 - a))),
    ],
)
def test_the_limits_hold_their_level_exactly_worked_out_over_all_tables(
    method: Callable[..., Estimate], truth: Callable[[float, float], float]
) -> None:
    assert _mean_coverage(method, truth) == pytest.approx(0.955, abs=0.01)


# --- ratios ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "compare"), [(miettinen_nurminen_ratio, "ratio"), (miettinen_nurminen_odds_ratio, "odds-ratio")]
)
@given(groups=two_groups(largest=10_000, inside=True))
def test_at_the_limits_of_ratios_statsmodels_has_the_normal_quantile(
    method: Callable[..., Estimate], compare: str, groups: Groups
) -> None:
    found = method(*groups)
    for limit, side in ((found.lower, 1), (found.upper, -1)):
        score = test_proportions_2indep(*groups, value=float(limit), method="score", compare=compare).statistic
        # Where a limit is far out the two differ by the rounding of their cubic equations, 1e-8 at most as seen.
        assert score == pytest.approx(side * Z, abs=1e-7)


@pytest.mark.parametrize("method", ALL[1:])
@given(groups=two_groups(inside=True))
def test_the_limits_of_ratios_stand_on_both_sides_of_them(method: Callable[..., Estimate], groups: Groups) -> None:
    found = method(*groups)
    assert 0 < found.lower <= found.value <= found.upper


@pytest.mark.parametrize("method", ALL[1:])
@given(groups=two_groups(inside=True))
def test_the_groups_swapped_turn_ratios_upside_down(method: Callable[..., Estimate], groups: Groups) -> None:
    xa, na, xb, nb = groups
    found, swapped = method(xa, na, xb, nb), method(xb, nb, xa, na)
    upside_down = (1 / found.value, 1 / found.upper, 1 / found.lower)
    assert (swapped.value, swapped.lower, swapped.upper) == pytest.approx(upside_down, rel=1e-9)


@given(two_groups())
def test_the_groups_swapped_turn_the_difference_round(groups: Groups) -> None:
    xa, na, xb, nb = groups
    found, swapped = miettinen_nurminen_difference(xa, na, xb, nb), miettinen_nurminen_difference(xb, nb, xa, na)
    turned = (-found.value, -found.upper, -found.lower)
    assert (swapped.value, swapped.lower, swapped.upper) == pytest.approx(turned, abs=1e-9)


@given(two_groups(inside=True))
def test_those_who_have_not_have_the_odds_ratio_upside_down(groups: Groups) -> None:
    xa, na, xb, nb = groups
    have, have_not = miettinen_nurminen_odds_ratio(*groups), miettinen_nurminen_odds_ratio(na - xa, na, nb - xb, nb)
    assert (have_not.lower, have_not.upper) == pytest.approx((1 / have.upper, 1 / have.lower), rel=1e-8)


@pytest.mark.parametrize("method", ALL)
@given(groups=two_groups(inside=True), levels=st.tuples(st.floats(0.5, 0.94), st.floats(0.95, 0.9999)))
def test_a_higher_level_never_brings_the_limits_nearer(
    method: Callable[..., Estimate], groups: Groups, levels: tuple[float, float]
) -> None:
    low, high = (method(*groups, level=level) for level in levels)
    assert high.lower <= low.lower + abs(low.lower) * 1e-9 + 1e-9
    assert high.upper >= low.upper - abs(low.upper) * 1e-9 - 1e-9


def test_rare_events_in_large_populations_keep_their_digits() -> None:
    # So rare that people are Poisson: the limits are those of two rates.
    groups = (12, 2e9, 5, 1e9)
    poisson = rate_ratio(*groups, method="score")
    for method in ALL[1:]:
        found = method(*groups)
        assert (found.lower, found.upper) == pytest.approx((poisson.lower, poisson.upper), rel=1e-7)
    difference, rates = miettinen_nurminen_difference(*groups), rate_difference(*groups, per=1e9, method="score")
    assert (difference.lower * 1e9, difference.upper * 1e9) == pytest.approx((rates.lower, rates.upper), rel=1e-6)


# --- nobody ------------------------------------------------------------------------------------------------------


def test_nobody_in_the_first_group_is_a_ratio_of_nought_with_an_upper_limit() -> None:
    for method in ALL[1:]:
        found = method(0, 10, 3, 10)
        assert (found.value, found.lower) == (0, 0)
        assert 0 < found.upper < 2


def test_nobody_in_the_second_group_leaves_a_lower_limit_alone() -> None:
    for method in ALL[1:]:
        found = method(5, 56, 0, 29)
        assert np.isnan([found.value, found.upper]).all()
        assert found.lower > 0.5


def test_nobody_in_either_group_says_nothing_of_their_ratio() -> None:
    for method in ALL[1:]:
        found = method(0, 10, 0, 10)
        assert np.isnan([found.value, found.lower, found.upper]).all()


def test_everybody_in_the_first_group_has_endless_odds_but_a_ratio() -> None:
    odds, ratio = miettinen_nurminen_odds_ratio(10, 10, 3, 10), miettinen_nurminen_ratio(10, 10, 3, 10)
    assert np.isnan([odds.value, odds.upper]).all()
    assert odds.lower > 1
    assert 1 < ratio.lower < ratio.value < ratio.upper < np.inf
    nobody_spared = miettinen_nurminen_odds_ratio(3, 10, 10, 10)
    assert (nobody_spared.value, nobody_spared.lower) == (0, 0)


@pytest.mark.parametrize("method", ALL)
def test_missing_and_empty_groups_make_all_missing(method: Callable[..., Estimate]) -> None:
    found = method([np.nan, 1, 0, 0.2], [5, np.nan, 5, 0.4], [1, 1, 0, 0.1], [5, 5, 0, 0.4])
    assert np.isnan([found.value, found.lower, found.upper]).all()


@pytest.mark.parametrize("method", ALL)
def test_shapes_are_kept_and_nothing_is_something(method: Callable[..., Estimate]) -> None:
    assert method([[1, 2], [3, 4]], 10, 5, [10, 20]).upper.shape == (2, 2)
    assert method([], [], [], []).upper.shape == (0,)


@pytest.mark.parametrize("method", ALL)
def test_counts_that_are_none_are_refused_by_the_name_of_their_group(method: Callable[..., Estimate]) -> None:
    with pytest.raises(InputError, match=r"a count_a cannot exceed its total_a; at position 0, 6 exceeds 5\."):
        method([6], [5], [1], [5])
    with pytest.raises(InputError, match=r"a count_b cannot be negative; at position 0 it is -1\."):
        method([1], [5], [-1], [5])
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        method([1], [5], [1], [5], level=95)
    with pytest.raises(InputError, match=r"the arrays must be of one shape"):
        method([1, 2], 10, [1, 2, 3], 10)
