"""Exact limits hold their level exactly, agree with SciPy and statsmodels over wide grids, and are what they say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binom, binomtest, chi2, poisson
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from newlyn.foundation.errors import InputError
from newlyn.stats.estimate import Limits
from newlyn.stats.interval.count import EXACT_BELOW, byar_limits, count_limits, exact_poisson_limits
from newlyn.stats.interval.proportion import agresti_coull_limits, clopper_pearson_limits, wilson_limits

LEVELS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.998, 0.9999]
PROPORTION = [wilson_limits, clopper_pearson_limits, agresti_coull_limits]
COUNT = [exact_poisson_limits, byar_limits, count_limits]
SIZES = [1, 2, 3, 5, 10, 29, 100, 1000, 10**6]


def every_count(most: int) -> tuple[np.ndarray, np.ndarray]:
    """Each count with each total up to the most."""
    total, count = np.meshgrid(np.arange(1, most + 1), np.arange(most + 1), indexing="ij")
    return count[count <= total], total[count <= total]


def coverage(limits: Limits, chances: np.ndarray, truths: np.ndarray) -> np.ndarray:
    """How probable it is that the limits hold each truth: the chances of the counts whose limits do, added up."""
    held = (limits.lower <= truths[:, None]) & (truths[:, None] <= limits.upper)
    return (chances * held).sum(axis=1)


@pytest.mark.parametrize("level", LEVELS)
def test_clopper_pearson_limits_are_quantiles_of_the_beta_distribution(level: float) -> None:
    count, total = every_count(80)
    limits, tail = clopper_pearson_limits(count, total, level=level), (1 - level) / 2
    lower = np.where(count == 0, 0, beta.ppf(tail, np.maximum(count, 1), total - count + 1))
    upper = np.where(count == total, 1, beta.isf(tail, count + 1, np.maximum(total - count, 1)))
    assert limits.lower == pytest.approx(lower, rel=1e-9, abs=1e-300)
    assert limits.upper == pytest.approx(upper, rel=1e-9)


@pytest.mark.parametrize(("method", "ours"), [("exact", clopper_pearson_limits), ("wilson", wilson_limits)])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.998])
def test_limits_are_those_that_scipy_gives_of_a_binomial_test(
    method: str, ours: Callable[..., Limits], level: float
) -> None:
    for count, total in [(0, 1), (1, 1), (0, 20), (1, 29), (15, 148), (81, 263), (148, 148), (999, 1000), (3, 10**6)]:
        limits = ours(count, total, level=level)
        theirs = binomtest(count, total).proportion_ci(level, method=method)
        # SciPy searches for the exact limits and stops within 2e-12 of them.
        assert limits.lower == pytest.approx(theirs.low, rel=1e-9, abs=3e-12)
        assert limits.upper == pytest.approx(theirs.high, rel=1e-9, abs=3e-12)


@pytest.mark.parametrize(
    ("method", "ours"),
    [("beta", clopper_pearson_limits), ("wilson", wilson_limits), ("agresti_coull", agresti_coull_limits)],
)
@pytest.mark.parametrize("level", LEVELS)
def test_limits_of_a_proportion_are_those_of_statsmodels(
    method: str, ours: Callable[..., Limits], level: float
) -> None:
    count, total = every_count(40)
    limits, (lower, upper) = ours(count, total, level=level), proportion_confint(count, total, 1 - level, method=method)
    assert limits.lower == pytest.approx(np.clip(lower, 0, 1), rel=1e-8, abs=1e-15)
    assert limits.upper == pytest.approx(np.clip(upper, 0, 1), rel=1e-8)


@pytest.mark.parametrize("level", LEVELS)
def test_exact_poisson_limits_are_quantiles_of_chi_squared(level: float) -> None:
    count = np.unique(np.concatenate([np.arange(200), np.logspace(2, 9, 60).round()]))
    limits, tail = exact_poisson_limits(count, level=level), (1 - level) / 2
    lower = np.where(count == 0, 0, chi2.ppf(tail, 2 * np.maximum(count, 1)) / 2)
    assert limits.lower == pytest.approx(lower, rel=1e-9)
    assert limits.upper == pytest.approx(chi2.isf(tail, 2 * count + 2) / 2, rel=1e-9)


def test_exact_poisson_limits_are_those_of_statsmodels() -> None:
    for count in (1, 7, 65, 1045):
        limits = exact_poisson_limits(count)
        assert (limits.lower, limits.upper) == pytest.approx(confint_poisson(count, 1, method="exact-c"), rel=1e-9)


# SOURCE: Newcombe (1998), Two-sided confidence intervals for the single proportion: comparison of seven methods,
# Statistics in Medicine 17: 857-872, Table I, method 5 (exact), four decimals.
@pytest.mark.parametrize(
    ("count", "total", "lower", "upper"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_clopper_pearson_limits_are_those_of_newcombe(count: int, total: int, lower: float, upper: float) -> None:
    limits = clopper_pearson_limits(count, total)
    assert (limits.lower, limits.upper) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize("total", SIZES)
def test_at_a_clopper_pearson_limit_the_tail_is_what_the_level_leaves(total: int) -> None:
    count = np.unique(np.linspace(0, total, 41).round())
    limits = clopper_pearson_limits(count, total)
    assert binom.sf(count[1:] - 1, total, limits.lower[1:]) == pytest.approx(0.025, rel=1e-8)
    assert binom.cdf(count[:-1], total, limits.upper[:-1]) == pytest.approx(0.025, rel=1e-8)


def test_at_an_exact_poisson_limit_the_tail_is_what_the_level_leaves() -> None:
    count = np.unique(np.logspace(0, 8, 200).round())
    limits = exact_poisson_limits(count)
    assert poisson.sf(count - 1, limits.lower) == pytest.approx(0.025, rel=1e-7)
    assert poisson.cdf(count, limits.upper) == pytest.approx(0.025, rel=1e-7)


@pytest.mark.parametrize("total", [1, 2, 5, 10, 30, 100, 300])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_clopper_pearson_limits_never_hold_less_than_their_level(total: int, level: float) -> None:
    count, truths = np.arange(total + 1), np.linspace(0, 1, 2001)
    found = coverage(
        clopper_pearson_limits(count, total, level=level), binom.pmf(count, total, truths[:, None]), truths
    )
    assert found.min() >= level - 1e-12


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_exact_poisson_limits_never_hold_less_than_their_level(level: float) -> None:
    count, truths = np.arange(200), np.linspace(0, 60, 3001)
    found = coverage(exact_poisson_limits(count, level=level), poisson.pmf(count, truths[:, None]), truths)
    assert found.min() >= level - 1e-12


def test_wilson_limits_do_hold_less_at_times_which_the_check_above_would_notice() -> None:
    count, truths = np.arange(31), np.linspace(0, 1, 2001)
    chances = binom.pmf(count, 30, truths[:, None])
    assert 0.8 < coverage(wilson_limits(count, 30), chances, truths).min() < 0.95


@pytest.mark.parametrize("total", [20, 50, 100])
def test_over_all_shares_wilson_limits_hold_their_level_and_agresti_coull_a_little_more(total: int) -> None:
    # SOURCE: Brown, Cai and DasGupta (2001), Statistical Science 16: 101-133, section 4: mean coverage of Wilson's
    # interval is close to the level, and that of Agresti and Coull's slightly above it.
    count, truths = np.arange(total + 1), np.linspace(0.0005, 0.9995, 1000)
    chances = binom.pmf(count, total, truths[:, None])
    wilson, agresti = (
        coverage(ours(count, total), chances, truths).mean() for ours in (wilson_limits, agresti_coull_limits)
    )
    assert wilson == pytest.approx(0.95, abs=0.005)
    assert 0.95 < agresti < 0.97
    assert wilson < agresti


def test_byar_limits_hold_nearly_their_level_from_ten_events_on() -> None:
    count, truths = np.arange(400), np.linspace(10, 200, 2000)
    found = coverage(byar_limits(count), poisson.pmf(count, truths[:, None]), truths)
    assert found.mean() == pytest.approx(0.95, abs=0.012)
    assert found.min() > 0.93


def test_agresti_coull_limits_are_centred_on_wilsons_and_never_narrower() -> None:
    count, total = every_count(60)
    wilson, agresti = wilson_limits(count, total), agresti_coull_limits(count, total)
    inside = (agresti.lower > 0) & (agresti.upper < 1)
    assert (agresti.lower + agresti.upper)[inside] == pytest.approx((wilson.lower + wilson.upper)[inside])
    assert (agresti.lower <= wilson.lower + 1e-12).all()
    assert (agresti.upper >= wilson.upper - 1e-12).all()


def test_agresti_and_coulls_own_example_of_two_more_successes_and_failures() -> None:
    # SOURCE: Agresti and Coull (1998), The American Statistician 52: 119-126: at 95% the limits are nearly the simple
    # ones after two successes and two failures are added, because 1.96 squared is nearly 4.
    share = (np.arange(3, 18) + 2) / 24
    simple = 1.96 * np.sqrt(share * (1 - share) / 24)
    limits = agresti_coull_limits(np.arange(3, 18), 20)
    assert limits.lower == pytest.approx(share - simple, abs=0.005)
    assert limits.upper == pytest.approx(share + simple, abs=0.005)


def test_exact_limits_of_few_among_very_many_are_those_of_a_poisson_count() -> None:
    count = np.arange(50)
    among, alone = clopper_pearson_limits(count, 10**9), exact_poisson_limits(count)
    assert among.lower * 1e9 == pytest.approx(alone.lower, rel=1e-6)
    assert among.upper * 1e9 == pytest.approx(alone.upper, rel=1e-6)


def test_limits_of_a_count_are_exact_below_ten_and_byars_from_ten_on() -> None:
    count = np.concatenate([np.arange(20), [9.5, 9.999, 10.001, np.nan]])
    found, exact, byar = count_limits(count), exact_poisson_limits(count), byar_limits(count)
    few = count < EXACT_BELOW
    assert EXACT_BELOW == 10
    assert (found.lower[few].tolist(), found.upper[few].tolist()) == (
        exact.lower[few].tolist(),
        exact.upper[few].tolist(),
    )
    many = count >= EXACT_BELOW
    assert (found.lower[many].tolist(), found.upper[many].tolist()) == (
        byar.lower[many].tolist(),
        byar.upper[many].tolist(),
    )
    assert np.isnan([found.lower[-1], found.upper[-1]]).all()


def test_limits_of_a_count_do_not_fall_where_the_method_changes() -> None:
    found = count_limits(np.arange(1, 30))
    assert (np.diff(found.lower) > 0).all()
    assert (np.diff(found.upper) > 0).all()


@pytest.mark.parametrize("ours", PROPORTION)
@given(st.data(), st.floats(0.5, 0.9999))
def test_limits_of_a_proportion_stand_on_both_sides_within_nought_and_one(
    ours: Callable[..., Limits], data: st.DataObject, level: float
) -> None:
    total = data.draw(st.integers(1, 10**9))
    count = data.draw(st.integers(0, total))
    limits = ours([count], [total], level=level)
    assert 0 <= limits.lower[0] <= count / total <= limits.upper[0] <= 1


@pytest.mark.parametrize("ours", PROPORTION)
@pytest.mark.parametrize("level", LEVELS)
def test_limits_of_those_who_have_and_have_not_mirror_each_other(ours: Callable[..., Limits], level: float) -> None:
    count, total = every_count(50)
    have, have_not = ours(count, total, level=level), ours(total - count, total, level=level)
    assert have.lower == pytest.approx(1 - have_not.upper, abs=1e-12)


@pytest.mark.parametrize("ours", PROPORTION)
def test_more_who_have_it_have_higher_limits(ours: Callable[..., Limits]) -> None:
    limits = ours(np.arange(101), 100)
    assert (np.diff(limits.lower) >= 0).all()
    assert (np.diff(limits.upper) >= 0).all()


@pytest.mark.parametrize("ours", COUNT)
@given(st.integers(0, 10**9) | st.floats(0.001, 1e9), st.floats(0.5, 0.9999))
def test_limits_of_a_count_stand_on_both_sides_and_not_below_nought(
    ours: Callable[..., Limits], count: float, level: float
) -> None:
    limits = ours([count], level=level)
    assert 0 <= limits.lower[0] <= count <= limits.upper[0]


@pytest.mark.parametrize("ours", COUNT)
def test_a_higher_level_of_a_count_has_wider_limits(ours: Callable[..., Limits]) -> None:
    count = np.arange(1, 100)
    found = [ours(count, level=level) for level in LEVELS]
    for low, high in pairwise(found):
        assert (high.lower <= low.lower).all()
        assert (high.upper > low.upper).all()


def test_nobody_and_everybody_have_exact_ends() -> None:
    for ours in PROPORTION:
        limits = ours([0, 7, 0], [7, 7, 10**9])
        assert (limits.lower[0], limits.upper[1], limits.lower[2]) == (0, 1, 0)
    # With nobody counted the exact upper limit has a closed form: 1 - tail to the power of 1 ÷ total.
    assert clopper_pearson_limits(0, 20).upper == pytest.approx(1 - 0.025 ** (1 / 20), rel=1e-12)
    assert exact_poisson_limits(0).upper == pytest.approx(-np.log(0.025), rel=1e-12)


@pytest.mark.parametrize("ours", PROPORTION)
def test_a_missing_count_or_total_and_a_share_of_nobody_have_no_limits(ours: Callable[..., Limits]) -> None:
    limits = ours([np.nan, 1, 0], [5, np.nan, 0])
    assert np.isnan([limits.lower, limits.upper]).all()


@pytest.mark.parametrize("ours", COUNT)
def test_a_missing_count_has_no_limits(ours: Callable[..., Limits]) -> None:
    limits = ours([np.nan, 0])
    assert np.isnan([limits.lower[0], limits.upper[0]]).all()
    assert limits.lower[1] == 0


@pytest.mark.parametrize("ours", PROPORTION)
def test_a_count_above_its_total_and_a_negative_one_are_refused(ours: Callable[..., Limits]) -> None:
    with pytest.raises(InputError, match=r"a count cannot exceed its total; at position 1, 6 exceeds 5\."):
        ours([1, 6], [5, 5])
    with pytest.raises(InputError, match=r"a count cannot be negative; at position 0 it is -1\."):
        ours([-1], [5])
    with pytest.raises(InputError, match=r"a total cannot be negative; at position 0 it is -5\."):
        ours([1], [-5])
    with pytest.raises(InputError, match=r"one shape, or of one value each; got count \(3,\), total \(2,\)\."):
        ours([1, 1, 1], [5, 5])


@pytest.mark.parametrize("ours", COUNT)
def test_a_negative_and_an_endless_count_are_refused(ours: Callable[..., Limits]) -> None:
    with pytest.raises(InputError, match=r"a count cannot be negative; at position 1 it is -2\."):
        ours([1, -2])
    with pytest.raises(InputError, match=r"count must be finite; here it is inf\."):
        ours(np.inf)


@pytest.mark.parametrize("ours", PROPORTION + COUNT)
def test_a_percentage_is_refused_as_a_level(ours: Callable[..., Limits]) -> None:
    given_counts = ([1], [2]) if ours in PROPORTION else ([1],)
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        ours(*given_counts, level=95)


@pytest.mark.parametrize(
    ("ours", "name"),
    [
        (wilson_limits, "Wilson"),
        (clopper_pearson_limits, "Clopper–Pearson"),
        (agresti_coull_limits, "Agresti–Coull"),
        (exact_poisson_limits, "Exact"),
        (byar_limits, "Byar"),
        (count_limits, "Byar, exact below 10"),
    ],
)
def test_limits_say_how_they_were_worked_out(ours: Callable[..., Limits], name: str) -> None:
    limits = ours(*(([1], [2]) if ours in PROPORTION else ([1],)), level=0.9)
    assert (limits.method, limits.level) == (name, 0.9)
