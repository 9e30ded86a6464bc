"""Two rates compared agree with published examples, with SciPy and with statsmodels, and hold their level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binom, poisson
from statsmodels.stats.rates import confint_poisson_2indep, test_poisson_2indep

from newlyn.foundation.errors import InputError
from newlyn.stats.interval.two_rates import rate_difference, rate_ratio, two_rates_test

test_poisson_2indep.__test__ = False  # the peer's name begins as a test's does

METHODS = ("exact", "mid-p", "score")
COUNTS, POPULATIONS = st.integers(0, 5000), st.integers(1, 10**8)
SOME = st.integers(1, 5000)

# SOURCE: Boice and Monson (1977), breast cancer after repeated fluoroscopy, 41 cases in 28,010 person-years against 15
# in 19,017; Stata's manual, epitab: rate ratio 1.855759 (1.005684 to 3.6093, exact), two-sided mid-p 0.0355.
FLUOROSCOPY = (41, 28_010, 15, 19_017)
# SOURCE: OpenEpi 3, Compare Two Person-Time Rates, as printed at epiinformatics.com: 25 cases in 178,556
# person-years against 4 in 200,200, and the first of its strata, 17 in 100,025 against 3 in 122,268.
PRINTED = ([25, 17], [178_556, 100_025], [4, 3], [200_200, 122_268])


def test_the_exact_ratio_is_that_of_stata() -> None:
    found = rate_ratio(*FLUOROSCOPY)
    assert (found.value, found.lower, found.upper) == pytest.approx((1.855759, 1.005684, 3.6093), abs=5e-7)


@pytest.mark.parametrize(
    ("method", "lower", "upper"),
    [("exact", [2.420, 2.004], [27.71, 36.89]), ("mid-p", [2.616, 2.210], [23.57, 29.63])],
)
def test_the_ratio_is_that_of_openepi(method: str, lower: list[float], upper: list[float]) -> None:
    found = rate_ratio(*PRINTED, method=method)
    assert found.value == pytest.approx([7.008, 6.927], abs=5e-4)
    assert found.lower == pytest.approx(lower, abs=5e-4)
    assert found.upper == pytest.approx(upper, abs=5e-3)


@pytest.mark.parametrize(
    ("method", "p"),
    [("exact", [2.923e-5, 5.538e-4]), ("mid-p", [1.654e-5, 3.127e-4]), ("score", [2.506e-5, 3.231e-4])],
)
def test_the_test_is_that_of_openepi(method: str, p: list[float]) -> None:
    found = two_rates_test(*PRINTED, method=method)
    assert found.p == pytest.approx(p, rel=2e-4)
    assert found.null == "the two rates are equal"
    if method == "score":
        assert found.score == pytest.approx([4.214, 3.596], abs=5e-4)
    else:
        assert np.isnan(found.score).all()


def test_the_mid_p_value_is_that_of_stata() -> None:
    assert two_rates_test(*FLUOROSCOPY, method="mid-p").p == pytest.approx(0.0355, abs=5e-5)


def test_dodder_in_clover_seed_is_as_przyborowski_and_wilenski_judged_it() -> None:
    # SOURCE: Przyborowski and Wilenski (1940), Biometrika 31: 313-323: no dodder seed in one sample of purified clover
    # and three in another of the same size; one-sided p is one half to the power of three.
    assert two_rates_test(0, 100, 3, 100).p == pytest.approx(2 * 0.125)


# --- second opinions ---------------------------------------------------------------------------------------------


@given(COUNTS, POPULATIONS, COUNTS, POPULATIONS)
def test_the_exact_test_is_twice_the_smaller_binomial_tail(xa: int, na: int, xb: int, nb: int) -> None:
    share = na / (na + nb)
    lower, upper = binom.cdf(xa, xa + xb, share), binom.sf(xa - 1, xa + xb, share)
    assert two_rates_test(xa, na, xb, nb).p == pytest.approx(min(1, 2 * min(lower, upper)), rel=1e-7, abs=1e-300)


@given(st.integers(0, 300), st.integers(1, 10_000), st.integers(1, 300), st.integers(1, 10_000))
def test_mid_p_limits_are_where_the_mid_p_tail_is_as_it_should(xa: int, na: int, xb: int, nb: int) -> None:
    def tail(share: float) -> float:
        return binom.cdf(xa, xa + xb, share) - binom.pmf(xa, xa + xb, share) / 2 - 0.025

    share = brentq(tail, 0, 1, xtol=1e-14)
    assert rate_ratio(xa, na, xb, nb, method="mid-p").upper == pytest.approx(share / (1 - share) * nb / na, rel=1e-6)


@given(SOME, POPULATIONS, SOME, POPULATIONS)
def test_at_the_score_limits_statsmodels_has_the_normal_quantile(xa: int, na: int, xb: int, nb: int) -> None:
    ratio, difference = (
        rate_ratio(xa, na, xb, nb, method="score"),
        rate_difference(xa, na, xb, nb, per=1, method="score"),
    )
    for found, compare in ((ratio, "ratio"), (difference, "diff")):
        for limit, side in ((found.lower, 1), (found.upper, -1)):
            score = test_poisson_2indep(xa, na, xb, nb, value=float(limit), method="score", compare=compare).statistic
            assert score == pytest.approx(side * 1.959963984540054, abs=1e-6)


def test_the_score_difference_is_that_of_statsmodels() -> None:
    found = rate_difference(*FLUOROSCOPY, per=1000, method="score")
    expected = confint_poisson_2indep(*FLUOROSCOPY, method="score", compare="diff")
    assert (found.lower / 1000, found.upper / 1000) == pytest.approx(expected, abs=1e-8)


# --- properties --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@given(xa=SOME, na=POPULATIONS, xb=SOME, nb=POPULATIONS)
def test_the_limits_of_the_ratio_stand_on_both_sides_and_turn_upside_down_with_the_groups(
    method: str, xa: int, na: int, xb: int, nb: int
) -> None:
    found, swapped = rate_ratio(xa, na, xb, nb, method=method), rate_ratio(xb, nb, xa, na, method=method)
    assert 0 < found.lower < found.value < found.upper
    assert (swapped.lower, swapped.upper) == pytest.approx((1 / found.upper, 1 / found.lower), rel=1e-7)


@pytest.mark.parametrize("method", ["mover", "score"])
@given(xa=COUNTS, na=POPULATIONS, xb=COUNTS, nb=POPULATIONS)
def test_the_limits_of_the_difference_stand_on_both_sides_and_turn_round_with_the_groups(
    method: str, xa: int, na: int, xb: int, nb: int
) -> None:
    found, swapped = rate_difference(xa, na, xb, nb, method=method), rate_difference(xb, nb, xa, na, method=method)
    assert found.lower <= found.value <= found.upper
    assert (swapped.lower, swapped.upper) == pytest.approx((-found.upper, -found.lower), rel=1e-6)


@pytest.mark.parametrize("method", METHODS)
@given(xa=st.integers(0, 300), na=st.integers(1, 1000), xb=st.integers(1, 300), nb=st.integers(1, 1000))
def test_the_test_rejects_equality_where_the_limits_leave_out_one(
    method: str, xa: int, na: int, xb: int, nb: int
) -> None:
    limits, tested = rate_ratio(xa, na, xb, nb, method=method), two_rates_test(xa, na, xb, nb, method=method)
    if abs(tested.p - 0.05) > 1e-6:
        assert (tested.p < 0.05) == (limits.lower > 1 or limits.upper < 1)


@given(SOME, POPULATIONS, SOME, POPULATIONS, st.integers(2, 1000))
def test_populations_counted_otherwise_leave_the_ratio_and_scale_the_difference(
    xa: int, na: int, xb: int, nb: int, times: int
) -> None:
    assert rate_ratio(xa, na * times, xb, nb * times).upper == pytest.approx(rate_ratio(xa, na, xb, nb).upper, rel=1e-9)
    many, few = rate_difference(xa, na * times, xb, nb * times, per=times), rate_difference(xa, na, xb, nb, per=1)
    assert (many.lower, many.upper) == pytest.approx((few.lower, few.upper), rel=1e-9)


@given(SOME, POPULATIONS, SOME, POPULATIONS)
def test_mid_p_and_score_limits_lie_within_the_exact_ones(xa: int, na: int, xb: int, nb: int) -> None:
    exact, mid = (rate_ratio(xa, na, xb, nb, method=method) for method in ("exact", "mid-p"))
    assert exact.lower <= mid.lower * (1 + 1e-12)
    assert mid.upper * (1 - 1e-12) <= exact.upper


def _coverage(expected_a: float, expected_b: float) -> dict[str, float]:
    """How often the limits hold the true ratio of 1, or difference of 0 per person-year, over all likely tables."""
    xa, xb = np.arange(poisson.ppf(1 - 1e-9, expected_a) + 1)[:, None], np.arange(poisson.ppf(1 - 1e-9, expected_b) + 1)
    chance = poisson.pmf(xa, expected_a) * poisson.pmf(xb, expected_b)
    found = {method: rate_ratio(xa, expected_a, xb, expected_b, method=method) for method in METHODS}
    differences = {
        method: rate_difference(xa, expected_a, xb, expected_b, per=1, method=method) for method in ("mover", "score")
    }
    held = {
        name: (np.nan_to_num(one.lower, nan=0) <= 1) & (np.nan_to_num(one.upper, nan=np.inf) >= 1)
        for name, one in found.items()
    }
    held |= {f"{name} difference": (one.lower <= 0) & (one.upper >= 0) for name, one in differences.items()}
    return {name: float((inside * chance).sum()) for name, inside in held.items()}


@pytest.mark.parametrize(("expected_a", "expected_b"), [(8, 8), (5, 20), (12, 30), (40, 15)])
def test_the_limits_hold_their_level_exactly_worked_out_over_all_tables(expected_a: float, expected_b: float) -> None:
    covered = _coverage(expected_a, expected_b)
    assert covered["exact"] >= 0.95
    assert covered["mover difference"] >= 0.95
    assert covered["mid-p"] == pytest.approx(0.955, abs=0.015)
    assert covered["score"] == pytest.approx(0.95, abs=0.015)
    assert covered["score difference"] == pytest.approx(0.95, abs=0.015)


# --- nobody, nothing, missing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_no_events_in_a_group_or_in_either(method: str) -> None:
    found = rate_ratio([0, 4, 0], 10, [3, 0, 0], 10, method=method)
    assert (found.value[0], found.lower[0]) == (0, 0)
    assert 0 < found.upper[0] < 4
    assert np.isnan([found.value[1:], found.upper[1:]]).all()
    assert found.lower[1] > 0.5
    assert np.isnan(found.lower[2])
    tested = two_rates_test([0, 4, 0], 10, [3, 0, 0], 10, method=method)
    assert tested.p[2] == 1


@pytest.mark.parametrize("method", METHODS)
def test_missing_counts_and_nobody_at_risk_have_no_ratio_and_no_test(method: str) -> None:
    groups = ([np.nan, 1, 1, 0], [5, np.nan, 0, 5], [1, 1, 1, 0], [5, 5, 5, 0])
    found, tested = rate_ratio(*groups, method=method), two_rates_test(*groups, method=method)
    assert np.isnan([found.value, found.lower, found.upper, tested.p]).all()


@pytest.mark.parametrize("method", ["mover", "score"])
def test_missing_counts_and_nobody_at_risk_have_no_difference(method: str) -> None:
    found = rate_difference([np.nan, 1, 1, 0], [5, np.nan, 0, 5], [1, 1, 1, 0], [5, 5, 5, 0], method=method)
    assert np.isnan([found.value, found.lower, found.upper]).all()


@pytest.mark.parametrize(
    ("method", "lower", "upper"),
    [("exact", 0.02532, 5.57164), ("mid-p", 0.05002, 4.93186), ("score", 0.17652, 5.66493)],
)
def test_against_a_country_the_limits_are_those_of_the_place_alone(method: str, lower: float, upper: float) -> None:
    # SOURCE: limits of one event: Garwood (1936) exactly, and Rao's score; by mid-P as Rothman and others work it.
    found, swapped = rate_ratio(1, 1, 6e7, 6e7, method=method), rate_ratio(6e7, 6e7, 1, 1, method=method)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=1e-5)
    assert (swapped.lower, swapped.upper) == pytest.approx((1 / found.upper, 1 / found.lower), rel=1e-9)


def test_hardly_any_event_is_as_good_as_none_and_never_endless() -> None:
    for method in METHODS:
        found = rate_ratio([5, 1e-12], [1e-9, 1e12], [1e-12, 5], [1e12, 1e-9], method=method)
        assert not np.isinf([found.value, found.lower, found.upper]).any()
    for method in ("mover", "score"):
        found = rate_difference([5, 1e-12], [1e-9, 1e12], [1e-12, 5], [1e12, 1e-9], method=method)
        assert (found.lower <= found.value).all()
        assert (found.value <= found.upper).all()


def test_no_events_at_all_still_have_limits_of_their_difference() -> None:
    for method in ("mover", "score"):
        found = rate_difference(0, 1000, 0, 1000, per=1000, method=method)
        assert found.value == 0
        assert -4 < found.lower < 0 < found.upper < 4


def test_what_is_no_comparison_is_refused() -> None:
    with pytest.raises(InputError, match=r"a count_a cannot be negative; here it is -1\."):
        rate_ratio(-1, 5, 1, 5)
    with pytest.raises(InputError, match=r"a population_b cannot be negative; here it is -5\."):
        rate_difference(1, 5, 1, -5)
    with pytest.raises(InputError, match=r"method must be one of exact, mid-p, score; got 'wald'\."):
        rate_ratio(1, 5, 1, 5, method="wald")
    with pytest.raises(InputError, match=r"method must be one of exact, mid-p, score; got 'wald'\."):
        two_rates_test(1, 5, 1, 5, method="wald")
    with pytest.raises(InputError, match=r"method must be one of mover, score; got 'exact'\."):
        rate_difference(1, 5, 1, 5, method="exact")
    with pytest.raises(InputError, match=r"per must be above nought; here it is 0\."):
        rate_difference(1, 5, 1, 5, per=0)
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        rate_ratio(1, 5, 1, 5, method="mid-p", level=95)
    with pytest.raises(InputError, match=r"the arrays must be of one shape"):
        rate_ratio([1, 2], 5, [1, 2, 3], 5)


def test_a_difference_is_per_one_number() -> None:
    with pytest.raises(InputError, match=r"per must be one number; got \[1, 2\]\."):
        rate_difference(1, 10, 2, 10, per=[1, 2])
