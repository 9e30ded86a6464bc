"""Newcombe's difference of two proportions agrees with his table; the test of equality with chi-squared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2_contingency
from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

from newlyn.foundation.errors import InputError
from newlyn.stats.interval.difference import newcombe_difference, two_proportions_test
from newlyn.stats.interval.proportion import wilson_limits
from newlyn.stats.interval.score import miettinen_nurminen_difference

test_proportions_2indep.__test__ = False  # the peer's name begins as a test's does


@st.composite
def two_groups(draw: st.DrawFn, *, largest: int = 10**6) -> tuple[int, int, int, int]:
    na, nb = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return draw(st.integers(0, na)), na, draw(st.integers(0, nb)), nb


@given(two_groups())
def test_the_limits_stand_on_both_sides_of_the_difference_and_within_minus_one_and_one(
    groups: tuple[int, int, int, int],
) -> None:
    found = newcombe_difference(*groups)
    assert -1 <= found.lower <= found.value <= found.upper <= 1


@given(two_groups())
def test_the_groups_swapped_turn_the_difference_round(groups: tuple[int, int, int, int]) -> None:
    xa, na, xb, nb = groups
    found, swapped = newcombe_difference(xa, na, xb, nb), newcombe_difference(xb, nb, xa, na)
    assert (swapped.value, swapped.lower, swapped.upper) == pytest.approx((-found.value, -found.upper, -found.lower))


@given(two_groups(largest=500))
def test_statsmodels_gives_the_same_limits(groups: tuple[int, int, int, int]) -> None:
    found = newcombe_difference(*groups)
    expected = confint_proportions_2indep(*groups, method="newcomb", compare="diff")
    assert (found.lower, found.upper) == pytest.approx(expected, abs=1e-12)


def test_against_a_proportion_that_is_known_well_the_limits_are_those_of_the_other() -> None:
    found, alone = newcombe_difference(30, 100, 4 * 10**11, 10**12), wilson_limits(30, 100)
    assert (found.lower, found.upper) == pytest.approx((alone.lower - 0.4, alone.upper - 0.4), abs=1e-6)


def test_the_limits_hold_their_level_exactly_worked_out_over_all_tables() -> None:
    na, nb = 20, 30
    xa, xb = np.arange(na + 1)[:, None], np.arange(nb + 1)
    found = newcombe_difference(xa, na, xb, nb)
    covered = []
    for pa in np.linspace(0.05, 0.95, 10):
        for pb in np.linspace(0.05, 0.95, 10):
            inside = (found.lower <= pa - pb) & (pa - pb <= found.upper)
            covered.append((inside * binom.pmf(xa, na, pa) * binom.pmf(xb, nb, pb)).sum())
    assert np.mean(covered) == pytest.approx(0.955, abs=0.01)
    assert min(covered) > 0.9


def test_missing_counts_and_shares_of_nobody_have_no_difference() -> None:
    found = newcombe_difference([np.nan, 1, 1], [5, 5, 5], [1, 1, 0], [5, np.nan, 0])
    assert np.isnan([found.value, found.lower, found.upper]).all()


def test_what_it_is_called_says_so() -> None:
    found = newcombe_difference(1, 5, 2, 5, level=0.9)
    assert (found.statistic, found.method, found.level) == ("difference of proportions", "Newcombe hybrid score", 0.9)


def test_one_pair_may_be_compared_with_many() -> None:
    assert newcombe_difference([1, 2, 3], 10, 40, 100).lower.shape == (3,)


def test_groups_of_other_lengths_are_refused() -> None:
    with pytest.raises(
        InputError, match=r"the arrays must be of one shape, or of one value each; got .*\(2,\).*\(3,\)"
    ):
        newcombe_difference([1, 2], 10, [1, 2, 3], 10)


@pytest.mark.parametrize("compare", [newcombe_difference, two_proportions_test])
def test_counts_that_are_none_are_refused_by_the_name_of_their_group(compare: object) -> None:
    with pytest.raises(InputError, match=r"a count_a cannot be negative; at position 0 it is -1\."):
        compare([-1], [5], [1], [5])
    with pytest.raises(InputError, match=r"a count_b cannot exceed its total_b; at position 0, 6 exceeds 5\."):
        compare([1], [5], [6], [5])


# --- the test of equality ----------------------------------------------------------------------------------------


@given(two_groups(largest=1000))
def test_the_score_is_that_of_statsmodels(groups: tuple[int, int, int, int]) -> None:
    xa, na, xb, nb = groups
    found = two_proportions_test(*groups)
    if 0 < xa < na and 0 < xb < nb:  # else the peer divides by nought on its way
        expected = test_proportions_2indep(*groups, method="score", compare="diff", correction=True)
        assert (found.score, found.p) == pytest.approx((expected.statistic, expected.pvalue), abs=1e-10)


def test_the_square_of_the_score_is_chi_squared_by_egon_pearson() -> None:
    table = np.array([[7, 27], [1, 33]])
    found = two_proportions_test(7, 34, 1, 34)
    assert found.score**2 == pytest.approx(chi2_contingency(table, correction=False).statistic * 67 / 68)
    assert found.method == "Score test, N - 1"
    assert found.null == "the two proportions are equal"


@given(two_groups(largest=200), st.sampled_from([0.8, 0.95, 0.99]))
def test_it_rejects_equality_where_the_score_limits_leave_out_nought(
    groups: tuple[int, int, int, int], level: float
) -> None:
    limits, tested = miettinen_nurminen_difference(*groups, level=level), two_proportions_test(*groups)
    if min(abs(limits.lower), abs(limits.upper)) > 1e-9:
        assert (tested.p < 1 - level) == (limits.lower > 0 or limits.upper < 0)


def test_where_all_are_alike_nothing_speaks_against_equality() -> None:
    found = two_proportions_test([0, 10], [10, 10], [0, 20], [20, 20])
    assert found.score.tolist() == [0, 0]
    assert found.p.tolist() == [1, 1]


def test_a_missing_group_has_no_test() -> None:
    found = two_proportions_test([np.nan, 0, 0.2], [5, 0, 0.4], [1, 1, 0], [5, 5, 0.5])
    assert np.isnan([found.score, found.p]).all()
