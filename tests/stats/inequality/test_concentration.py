"""Concentration indices agree with the handbook, keep the sign of the family, and their limits hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.inequality.concentration import (
    concentration_curve,
    concentration_index,
    erreygers_index,
    wagstaff_index,
)
from newlyn.stats.rank import fractional_ranks

# SOURCE: O'Donnell, van Doorslaer, Wagstaff and Lindelow (2008), Analyzing health equity using household survey data,
# World Bank, chapter 8, table 8.1: under-five deaths in India, 1982-92, by wealth group.
BIRTHS = np.array([29_939, 28_776, 26_528, 24_689, 19_739])
DEATHS_PER_1000 = np.array([154.7, 152.9, 119.5, 86.9, 54.3])
WEALTH = [1, 2, 3, 4, 5]

BOUNDED = pytest.mark.parametrize("index", [wagstaff_index, erreygers_index])
UNITS = st.lists(st.tuples(st.integers(0, 20), st.integers(-5, 5), st.integers(1, 9)), min_size=3, max_size=30).filter(
    lambda units: 0 < sum(outcome for outcome, _, _ in units) < 20 * len(units)
)


def test_the_index_is_that_of_the_handbook() -> None:
    found = concentration_index(DEATHS_PER_1000, WEALTH, BIRTHS, higher_is="worse")
    assert -found.value == pytest.approx(-0.1694, abs=5e-5)
    assert found.reads == (
        "Above 0 means that the outcome, of which more is worse, is concentrated among the worse off."
    )


def test_the_curve_is_that_of_the_handbook() -> None:
    # SOURCE: as above, table 8.1, cumulative shares of births and of deaths, in whole per cent.
    curve = concentration_curve(DEATHS_PER_1000, WEALTH, BIRTHS)
    assert (curve.people * 100).round().tolist() == [0, 23, 45, 66, 85, 100]
    assert (curve.outcome * 100).round().tolist() == [0, 30, 59, 79, 93, 100]


def test_the_standard_error_is_kakwanis_written_out() -> None:
    # SOURCE: Kakwani, Wagstaff and van Doorslaer (1997), Journal of Econometrics 77: 87-103, the formula for grouped
    # data, term by term as in O'Donnell et al. (2008), chapter 8.
    share, mean = BIRTHS / BIRTHS.sum(), np.average(DEATHS_PER_1000, weights=BIRTHS)
    rate = DEATHS_PER_1000 / 1000
    rank = np.cumsum(share) - share / 2
    index = 2 / mean * (share * DEATHS_PER_1000 * rank).sum() - 1
    through = np.cumsum(share * DEATHS_PER_1000) / mean
    a = DEATHS_PER_1000 / mean * (2 * rank - 1 - index) + 2 - through - np.append(0, through[:-1])
    between = (share * a**2).sum() - (1 + index) ** 2
    within = (share * rate * (1 - rate) * (2 * rank - 1 - index) ** 2).sum() / (mean / 1000) ** 2
    of_groups = concentration_index(rate, WEALTH, BIRTHS, higher_is="worse")
    of_births = concentration_index(rate, WEALTH, BIRTHS, higher_is="worse", within_variance=rate * (1 - rate))
    # SOURCE: Binder and Kovačević (1995), Survey Methodology 21: 137-145: weighted scores, squared and added; the
    # formula above is the case of equal weights.
    assert of_groups.standard_error == pytest.approx(np.sqrt((share**2 * (a - 1 - index) ** 2).sum()))
    assert of_births.standard_error == pytest.approx(np.sqrt((between + within) / BIRTHS.sum()))


def test_grouped_children_are_as_sure_as_the_children_one_by_one() -> None:
    people, deaths = np.array([40, 60, 50]), np.array([20, 12, 5])
    one_by_one = np.concatenate([np.repeat([1, 0], [d, n - d]) for n, d in zip(people, deaths, strict=True)])
    rate = deaths / people
    grouped = concentration_index(rate, [1, 2, 3], people, higher_is="worse", within_variance=rate * (1 - rate))
    singly = concentration_index(one_by_one, np.repeat([1, 2, 3], people), higher_is="worse")
    assert grouped.value == pytest.approx(singly.value)
    assert grouped.standard_error == pytest.approx(singly.standard_error)


def test_the_regression_is_weighted_least_squares_of_outcome_on_rank() -> None:
    rng = np.random.default_rng(1)
    outcome, position, people = rng.gamma(2, size=60), rng.integers(0, 20, 60), rng.integers(1, 9, 60)
    rank = fractional_ranks(position, people)
    spread = np.average((rank - 0.5) ** 2, weights=people)
    scaled = 2 * spread * outcome / np.average(outcome, weights=people)
    design, weight = np.column_stack([np.ones(60), rank]), np.diag(people)
    inverse = np.linalg.inv(design.T @ weight @ design)
    slope = inverse @ design.T @ weight @ scaled
    left = (people * (scaled - design @ slope) ** 2).sum() / 58
    found = concentration_index(outcome, position, people, higher_is="better", standard_error="regression")
    assert found.value == pytest.approx(slope[1])
    assert found.standard_error == pytest.approx(np.sqrt(left * inverse[1, 1]))
    assert found.method == "convenient regression"


@pytest.mark.parametrize(("higher_is", "sign"), [("better", 1), ("worse", -1)])
def test_positive_is_to_the_disadvantage_of_the_worse_off(higher_is: str, sign: int) -> None:
    rich_have_more = {"outcome": [0.1, 0.2, 0.7], "position": [1, 2, 3], "higher_is": higher_is}
    for index in (concentration_index, wagstaff_index, erreygers_index):
        assert np.sign(index(**rich_have_more).value) == sign


def test_the_index_is_twice_the_area_between_the_curve_and_the_diagonal() -> None:
    rng = np.random.default_rng(2)
    outcome, position, people = rng.gamma(1, size=(3, 40)), rng.integers(0, 9, (3, 40)), rng.integers(0, 5, (3, 40))
    curve = concentration_curve(outcome, position, people)
    area = np.trapezoid(curve.outcome, curve.people, axis=-1)
    np.testing.assert_allclose(
        concentration_index(outcome, position, people, higher_is="better").value, 1 - 2 * area, atol=1e-12
    )


def test_all_with_the_richest_is_the_most_there_can_be() -> None:
    found = concentration_index([0, 0, 0, 1], [1, 2, 3, 4], higher_is="better")
    assert found.value == pytest.approx(0.75)
    assert wagstaff_index([0, 0, 0, 1], [1, 2, 3, 4], higher_is="better").value == pytest.approx(1)


# SOURCE: Wagstaff (2005), Health Economics 14: 429-432: for a binary outcome the index over 1 less the mean; Erreygers
# (2009), Journal of Health Economics 28: 504-515: 4 times the mean over the range, times the index.
def test_corrected_indices_are_the_index_times_what_their_authors_say() -> None:
    rng = np.random.default_rng(3)
    ill, position = (rng.random((4, 80)) < 0.3).astype(float), rng.normal(size=(4, 80))
    index, mean = concentration_index(ill, position, higher_is="worse").value, ill.mean(axis=-1)
    np.testing.assert_allclose(wagstaff_index(ill, position, higher_is="worse").value, index / (1 - mean))
    np.testing.assert_allclose(erreygers_index(ill, position, higher_is="worse").value, 4 * mean * index)


@BOUNDED
@given(UNITS)
def test_having_and_lacking_are_equally_unequal(index, units: list[tuple[int, int, int]]) -> None:
    outcome, position, people = np.array(units, float).T
    having = index(outcome, position, people, higher_is="better", highest=20)
    lacking = index(20 - outcome, position, people, higher_is="worse", highest=20)
    assert having.value == pytest.approx(lacking.value, abs=1e-12)
    assert having.standard_error == pytest.approx(lacking.standard_error, abs=1e-12)
    assert -1 - 1e-12 <= having.value <= 1 + 1e-12


@BOUNDED
def test_the_scale_of_a_bounded_outcome_does_not_matter(index) -> None:
    share = np.array([0.3, 0.1, 0.8, 0.6])
    given_as = index(share, WEALTH[:4], higher_is="better")
    scored = index(share * 50 - 20, WEALTH[:4], higher_is="better", lowest=-20, highest=30)
    assert scored.value == pytest.approx(given_as.value)
    assert scored.standard_error == pytest.approx(given_as.standard_error)


def test_an_equal_gain_for_all_leaves_erreygers_as_it_was() -> None:
    share = np.array([0.3, 0.1, 0.5])
    before, after = (erreygers_index(share + gain, [1, 2, 3], higher_is="better") for gain in (0, 0.4))
    assert after.value == pytest.approx(before.value)
    assert after.standard_error == pytest.approx(before.standard_error)


@given(UNITS, st.floats(0.1, 100), st.randoms(use_true_random=False))
def test_scale_order_and_copies_of_the_people_do_not_matter(
    units: list[tuple[int, int, int]], scale: float, chance
) -> None:
    outcome, position, people = np.array(units, float).T
    mixed = list(range(len(units)))
    chance.shuffle(mixed)
    one = concentration_index(outcome, position, people, higher_is="better")
    other = concentration_index(outcome[mixed] * scale, position[mixed] * 3 + 1, people[mixed] * 7, higher_is="better")
    assert one.value == pytest.approx(other.value, abs=1e-12)
    assert one.standard_error == pytest.approx(other.standard_error, abs=1e-9)
    assert one.lower <= one.value <= one.upper


def test_units_of_one_position_count_as_one() -> None:
    apart = concentration_index([1, 5, 2], [1, 1, 2], higher_is="better").value
    together = concentration_index([3, 2], [1, 2], [2, 1], higher_is="better").value
    assert apart == pytest.approx(together)
    curve = concentration_curve([1, 5, 2], [1, 1, 2])
    assert curve.outcome.tolist() == pytest.approx([0, 3 / 8, 6 / 8, 1])


@pytest.mark.parametrize(("index", "truth"), [(concentration_index, -1 / 6), (erreygers_index, -0.2)])
def test_limits_hold_their_level(index, truth: float) -> None:
    # A risk that falls in a straight line from 0.45 to 0.15: twice its mean with rank is 0.25, its mean 0.3.
    rng = np.random.default_rng(4)
    rank = rng.random((2000, 300))
    ill = (rng.random(rank.shape) < 0.45 - 0.3 * rank).astype(float)
    found = index(ill, rank, higher_is="better")
    assert ((found.lower <= truth) & (truth <= found.upper)).mean() == pytest.approx(0.95, abs=0.015)


def test_wagstaffs_limits_hold_their_level() -> None:
    rng = np.random.default_rng(5)
    rank = rng.random((2000, 300))
    ill = (rng.random(rank.shape) < 0.45 - 0.3 * rank).astype(float)
    found = wagstaff_index(ill, rank, higher_is="better")
    assert ((found.lower <= -1 / 6 / 0.7) & (found.upper >= -1 / 6 / 0.7)).mean() == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("index", [concentration_index, wagstaff_index, erreygers_index])
def test_units_that_stand_for_many_people_cost_certainty(index) -> None:
    rng = np.random.default_rng(6)
    outcome, people = rng.beta(2, 5, (1500, 300)), rng.gamma(1, size=(1500, 300))
    found = index(outcome, outcome + rng.normal(scale=0.2, size=outcome.shape), people, higher_is="better")
    assert found.standard_error.mean() == pytest.approx(found.value.std(), rel=0.07)


def test_missing_values_leave_their_row_missing_unless_nobody_is_there() -> None:
    outcome = [[1, 2, np.nan], [1, 2, np.nan], [1, 2, 3], [0, 0, 0]]
    position = [[1, 2, 3], [1, 2, 3], [np.nan, 1, 2], [1, 2, 3]]
    people = [[1, 1, 1], [1, 1, 0], [1, 1, 1], [1, 1, 1]]
    found = concentration_index(outcome, position, people, higher_is="better")
    assert np.isnan(found.value).tolist() == [True, False, True, True]
    assert np.isnan(found.upper).tolist() == [True, False, True, True]
    assert np.isnan(concentration_curve(outcome, position, people).outcome[:, 1]).tolist() == [True, False, True, True]


def test_a_variance_that_is_missing_where_nobody_is_does_no_harm() -> None:
    found = concentration_index([1, 2, 0], [1, 2, 3], [5, 5, 0], higher_is="better", within_variance=[1, 1, np.nan])
    assert np.isfinite(found.standard_error)


def test_one_unit_or_two_in_a_regression_say_nothing_of_chance() -> None:
    assert np.isnan(concentration_index([3], [1], higher_is="better").standard_error)
    two = concentration_index([3, 4], [1, 2], higher_is="better", standard_error="regression")
    assert np.isnan(two.standard_error)


@BOUNDED
def test_all_alike_at_the_bound_are_missing_or_equal(index) -> None:
    found = index([1, 1, 1], [1, 2, 3], higher_is="better")
    assert np.isnan(found.value) if index is wagstaff_index else found.value == pytest.approx(0, abs=1e-12)


def test_what_is_no_outcome_is_refused() -> None:
    with pytest.raises(InputError, match=r"outcome cannot be below 0; at position 1 it is -2\."):
        concentration_index([1, -2], [1, 2], higher_is="better")
    with pytest.raises(InputError, match=r"outcome cannot be above 1; at position 0 it is 1\.5\."):
        erreygers_index([1.5, 0], [1, 2], higher_is="better")
    with pytest.raises(
        InputError, match="outcome must be an array with units on its last axis; got the single number 3"
    ):
        concentration_index(3, 1, higher_is="better")
    with pytest.raises(InputError, match=r"lowest must be below highest, both finite; got 1 and 1\."):
        wagstaff_index([1, 1], [1, 2], higher_is="better", lowest=1, highest=1)


def test_words_that_are_not_known_are_refused() -> None:
    with pytest.raises(InputError, match="higher_is must be one of better, worse; got 'good'"):
        concentration_index([1, 2], [1, 2], higher_is="good")
    with pytest.raises(InputError, match="standard_error must be one of Kakwani, regression; got 'robust'"):
        concentration_index([1, 2], [1, 2], higher_is="better", standard_error="robust")
