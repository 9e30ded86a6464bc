"""Disparity ratios agree with published examples and statsmodels, and turn over when groups change places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table2x2

from newlyn.foundation.errors import InputError
from newlyn.stats.interval.difference import two_proportions_test
from newlyn.stats.representation.disparity import disparity_ratio, group_disparities, relative_rate_index
from newlyn.stats.representation.fisher import fisher_test

GROUPS = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 100)), min_size=2, max_size=8)


def test_heart_attacks_without_aspirin_are_those_of_agresti() -> None:
    # SOURCE: Agresti (2002), Categorical Data Analysis, 2nd ed., Table 2.3 and p. 73: 189 of 11,034 on placebo and 104
    # of 11,037 on aspirin; relative risk 1.82 with 95% limits 1.43 to 2.30.
    found = disparity_ratio(189, 11034, 104, 11037, method="log")
    assert [float(found.value), float(found.lower), float(found.upper)] == pytest.approx([1.82, 1.43, 2.30], abs=0.007)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 50), st.integers(1, 50))
def test_log_limits_are_those_of_statsmodels(xa: int, more: int, xb: int, others: int) -> None:
    found = disparity_ratio(xa, xa + more, xb, xb + others, method="log")
    theirs = Table2x2([[xa, more], [xb, others]])
    assert float(found.value) == pytest.approx(theirs.riskratio)
    assert (float(found.lower), float(found.upper)) == pytest.approx(theirs.riskratio_confint())


@given(
    st.integers(1, 50), st.integers(1, 50), st.integers(1, 50), st.integers(1, 50), st.sampled_from(["score", "log"])
)
def test_groups_that_change_places_turn_the_ratio_over(xa: int, more: int, xb: int, others: int, method: str) -> None:
    one = disparity_ratio(xa, xa + more, xb, xb + others, method=method)
    other = disparity_ratio(xb, xb + others, xa, xa + more, method=method)
    assert float(one.value) == pytest.approx(1 / float(other.value))
    assert float(one.lower) == pytest.approx(1 / float(other.upper), rel=1e-6)


@pytest.mark.parametrize("method", ["score", "log"])
def test_limits_of_the_ratio_hold_their_level(method: str) -> None:
    rng = np.random.default_rng(1)
    found = disparity_ratio(rng.binomial(60, 0.45, 4000), 60, rng.binomial(150, 0.3, 4000), 150, method=method)
    assert ((found.lower <= 1.5) & (found.upper >= 1.5)).mean() == pytest.approx(0.95, abs=0.012)


def test_limits_of_the_relative_rate_index_are_worked_by_hand_and_hold_their_level() -> None:
    found = relative_rate_index(60, 1000, 200, 10_000)
    reach = np.exp(1.959963984540054 * np.sqrt(1 / 60 + 1 / 200))
    assert [float(found.value), float(found.lower), float(found.upper)] == pytest.approx([3, 3 / reach, 3 * reach])
    rng = np.random.default_rng(2)
    drawn = relative_rate_index(rng.poisson(60, 4000), 1000, rng.poisson(200, 4000), 10_000)
    assert ((drawn.lower <= 3) & (drawn.upper >= 3)).mean() == pytest.approx(0.95, abs=0.012)


def test_where_nobody_has_the_outcome_limits_on_the_log_scale_are_missing() -> None:
    none, nobody = disparity_ratio([0, 3], 10, [3, 0], 10, method="log"), relative_rate_index([0, 3], 10, [3, 0], 10)
    for found in (none, nobody):
        assert found.value[0] == 0
        assert np.isnan([found.lower[0], found.upper[0], found.value[1], found.upper[1]]).all()
    assert float(disparity_ratio(0, 10, 3, 10).upper) > 0


@settings(max_examples=25)
@given(GROUPS, st.data())
def test_the_others_may_stand_in_any_order(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    x, more = np.array(rows).T
    reference = data.draw(st.integers(0, len(rows) - 1))
    order = np.array(data.draw(st.permutations(range(len(rows)))))
    plain = group_disparities(x, x + more, reference=reference)
    mixed = group_disparities(x[order], (x + more)[order], reference=int(np.flatnonzero(order == reference)[0]))
    assert mixed.ratio.value == pytest.approx(plain.ratio.value[order])
    assert mixed.comparison.p == pytest.approx(plain.comparison.p[order], nan_ok=True)
    assert mixed.comparison.word.tolist() == plain.comparison.word[order].tolist()


def test_the_reference_group_is_one_and_nought_without_limits() -> None:
    found = group_disparities([[40, 30, np.nan]], [[400, 150, 100]], reference=0)
    assert [found.ratio.value[0, 0], found.difference.value[0, 0], found.odds_ratio.value[0, 0]] == [1, 0, 1]
    assert np.isnan([found.ratio.lower[0, 0], found.difference.upper[0, 0], found.p[0, 0]]).all()
    assert found.comparison.word.tolist() == [["not compared", "higher", "not compared"]]
    assert found.rate[0, 1] == 0.2
    assert np.isnan(found.ratio.value[0, 2])


@pytest.mark.parametrize(
    ("test", "p"),
    [
        ("score", two_proportions_test(7, 10, 40, 100).p),
        ("fisher", fisher_test(7, 10, 40, 100).p),
        ("mid-p", fisher_test(7, 10, 40, 100, mid=True).p),
    ],
)
def test_p_values_are_those_of_the_test_asked_for(test: str, p: np.ndarray) -> None:
    found = group_disparities([40, 7], [100, 10], reference=0, test=test)
    assert found.p[1] == pytest.approx(float(p))


def test_words_allow_for_how_many_groups_there_are() -> None:
    x, n = np.array([100] + [61] * 1 + [50] * 10), np.array([1000] + [450] + [500] * 10)
    few = group_disparities(x[:2], n[:2], reference=0, higher_is="worse")
    many = group_disparities(x, n, reference=0, higher_is="worse")
    assert few.comparison.verdict.tolist() == ["not compared", "worse"]
    assert many.comparison.verdict[1] == "similar"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: disparity_ratio(6, 5, 1, 5), r"cannot exceed its total_a; here, 6 exceeds 5"),
        (lambda: disparity_ratio(6, 5, 1, 5, method="log"), r"a count_a cannot exceed its total_a; here, 6 exceeds 5"),
        (lambda: disparity_ratio(1, 5, 1, 5, method="x"), r"method must be one of score, log; got 'x'"),
        (lambda: relative_rate_index(1, 0, 1, 5), r"base_a must be above nought; here it is 0"),
        (lambda: relative_rate_index(-1, 5, 1, 5), r"a count_a cannot be negative; here it is -1"),
        (lambda: relative_rate_index(1, 5, 1, 5, level=95), r"level must be a proportion between 0 and 1"),
        (lambda: group_disparities([1, 2], [5, 5], reference=2), r"reference must be a position from 0 to 1; got 2"),
        (lambda: group_disparities([1], [5], reference=0), r"count must hold at least 2 values; got 1"),
        (lambda: group_disparities([1, 2], [5, 5], reference=0, test="x"), r"test must be one of score, fisher, mid-p"),
        (lambda: group_disparities([1, 2], [5, 5], reference=0, adjust="x"), r"adjust must be one of"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
