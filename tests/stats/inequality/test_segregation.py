"""Segregation indices obey their definitions, and what small numbers bring about is told from what is systematic."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.inequality.segregation import (
    dissimilarity,
    information_theory_index,
    interaction,
    isolation,
    multigroup_dissimilarity,
)
from newlyn.stats.inequality.segregation_chance import corrected_dissimilarity, dissimilarity_beyond_chance

TWO = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20).filter(
    lambda places: any(x for x, _ in places) and any(y for _, y in places)
)


def beyond_chance(minority, majority, *, draws: int = 999, seed: int = 1):
    return dissimilarity_beyond_chance(minority, majority, draws=draws, rng=np.random.default_rng(seed))


@given(TWO)
def test_dissimilarity_is_the_share_who_would_have_to_move(places: list[tuple[int, int]]) -> None:
    x, y = np.array(places, float).T
    found = dissimilarity(x, y)
    surplus = np.maximum(x - x.sum() * y / y.sum(), 0).sum()  # of the minority, beyond its share of each place
    assert found == pytest.approx(surplus / x.sum(), abs=1e-12)
    assert 0 <= found <= 1
    assert found == pytest.approx(dissimilarity(y, x))


@given(TWO)
def test_those_whom_one_meets_are_one_group_or_the_other(places: list[tuple[int, int]]) -> None:
    x, y = np.array(places).T
    assert isolation(x, x + y) + interaction(x, y, x + y) == pytest.approx(1)
    assert isolation(x, x + y) >= x.sum() / (x + y).sum() - 1e-12
    # As many meetings seen from one side as from the other.
    assert interaction(x, y, x + y) * x.sum() == pytest.approx(interaction(y, x, x + y) * y.sum())


@given(TWO)
def test_of_two_groups_the_index_of_many_is_that_of_two(places: list[tuple[int, int]]) -> None:
    x, y = np.array(places).T
    assert multigroup_dissimilarity(np.array(places)) == pytest.approx(dissimilarity(x, y), abs=1e-12)


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_order_of_places_and_groups_and_copies_of_people_do_not_matter(places, chance) -> None:
    count = np.array(places)
    mixed = list(range(len(places)))
    chance.shuffle(mixed)
    for index in (multigroup_dissimilarity, information_theory_index):
        found = index(count)
        np.testing.assert_allclose(index(count[mixed][:, [2, 0, 1]] * 5), found, atol=1e-12)
        assert np.isnan(found) or -1e-12 <= found <= 1 + 1e-12


@given(st.lists(st.tuples(*[st.integers(1, 30)] * 3), min_size=4, max_size=12))
def test_information_over_places_is_that_over_districts_and_that_within_them(places) -> None:
    # SOURCE: Theil and Finizza (1971), Journal of Mathematical Sociology 1: 187-193: the decomposition of H.
    count = np.array(places)

    def entropy(people: np.ndarray) -> float:
        share = people / people.sum()
        return float(-(share * np.log(share)).sum())

    districts = np.stack([count[:2].sum(axis=0), count[2:].sum(axis=0)])
    whole = entropy(count.sum(axis=0)) * count.sum()
    weights = [entropy(d) * d.sum() / whole for d in districts]
    within = [information_theory_index(part) for part in (count[:2], count[2:])]
    expected = information_theory_index(districts) + np.dot(weights, within)
    assert information_theory_index(count) == pytest.approx(expected, abs=1e-9)


def test_spread_alike_is_nought_and_wholly_apart_is_one() -> None:
    alike, apart = np.array([[10, 20], [20, 40]]), np.array([[10, 0], [0, 40]])
    for index in (multigroup_dissimilarity, information_theory_index):
        assert index(np.stack([alike, apart])).tolist() == pytest.approx([0, 1], abs=1e-12)
    assert dissimilarity([10, 0], [0, 40]) == 1
    assert isolation([10, 0], [10, 40]) == 1


def test_a_place_where_nobody_lives_makes_no_difference() -> None:
    assert dissimilarity([30, 10, 0], [20, 40, 0]) == pytest.approx(dissimilarity([30, 10], [20, 40]))
    assert isolation([30, 10, 0], [50, 50, 0]) == pytest.approx(0.5)
    assert information_theory_index([[30, 20], [10, 40], [0, 0]]) == pytest.approx(0.12823644)


def test_groups_without_anybody_and_missing_counts_leave_their_row_missing() -> None:
    x, y = [[1, 2], [0, 0], [1, np.nan]], [[3, 4], [3, 4], [3, 4]]
    assert np.isnan(dissimilarity(x, y)).tolist() == [False, True, True]
    assert np.isnan(isolation(x, np.array(x) + y)).tolist() == [False, True, True]
    assert np.isnan(interaction([1, 2], [3, 4], [[4, 6], [4, np.nan]])).tolist() == [False, True]
    tables = np.array([[[1, 2], [3, 4]], [[1, 0], [2, 0]], [[1, np.nan], [2, 3]]])
    assert np.isnan(multigroup_dissimilarity(tables)).tolist() == [False, True, True]
    assert np.isnan(information_theory_index(tables)).tolist() == [False, True, True]
    found = beyond_chance(x, y, draws=9)
    assert np.isnan([found.expected, found.systematic, found.p]).any(axis=0).tolist() == [False, True, True]
    limits = corrected_dissimilarity(x, y, draws=9, rng=np.random.default_rng(1))
    assert np.isnan([limits.value, limits.lower]).any(axis=0).tolist() == [False, True, True]


def test_chance_is_that_of_every_way_to_deal_people_out() -> None:
    # Three places of 3, 2 and 3, four of one group: each deal counted by the ways in which it can come about.
    size, few = np.array([3, 2, 3]), 4
    deals = [d for d in product(*(range(n + 1) for n in size)) if sum(d) == few]
    ways = np.array([np.prod([comb(n, k) for n, k in zip(size, d, strict=True)]) for d in deals]) / comb(8, 4)
    apart = np.array([dissimilarity(d, size - d) for d in deals])
    found = beyond_chance([3, 1, 0], size - [3, 1, 0], draws=4000)
    assert ways.sum() == pytest.approx(1)
    assert found.expected == pytest.approx((ways * apart).sum(), abs=0.01)
    assert found.p == pytest.approx(ways[apart >= found.dissimilarity - 1e-12].sum(), abs=0.02)


def test_the_systematic_part_is_what_exceeds_chance_of_what_could() -> None:
    # SOURCE: Carrington and Troske (1997), Journal of Business and Economic Statistics 15: 402-409.
    apart, even = beyond_chance([10, 0, 0, 0], [0, 10, 10, 10]), beyond_chance([5, 5, 5, 5], [5, 5, 5, 5])
    assert (apart.systematic, apart.p) == pytest.approx((1, 0.001))
    assert (even.systematic, even.p) == pytest.approx((-1, 1))
    some = beyond_chance([9, 3, 4, 2], [1, 7, 6, 8])
    assert some.systematic == pytest.approx((some.dissimilarity - some.expected) / (1 - some.expected))


def test_where_there_is_no_segregation_the_test_says_so_as_often_as_it_should() -> None:
    rng = np.random.default_rng(2)
    size = np.full(20, 10)
    few = rng.multivariate_hypergeometric(size, 60, size=400)
    found = dissimilarity_beyond_chance(few, size - few, draws=199, rng=rng)
    assert (found.p <= 0.05).mean() < 0.085  # 0.05, and three standard errors of 400 tries
    assert found.expected.mean() == pytest.approx(found.dissimilarity.mean(), abs=0.005)
    assert found.dissimilarity.mean() > 0.15  # what would be taken for segregation without it


def test_limits_hold_most_of_their_level_and_the_bias_of_small_numbers_goes() -> None:
    rng = np.random.default_rng(3)
    few, many = rng.dirichlet(np.ones(30)), np.full(30, 1 / 30)
    truth = np.abs(few - many).sum() / 2
    x, y = rng.multinomial(900, few, 300), rng.multinomial(3000, many, 300)
    found = corrected_dissimilarity(x, y, draws=199, rng=rng)
    bias = dissimilarity(x, y).mean() - truth
    assert abs(found.value.mean() - truth) < bias / 3
    assert 0.87 < ((found.lower <= truth) & (truth <= found.upper)).mean() < 0.98


@given(TWO)
def test_limits_stand_in_order_and_within_nought_and_one(places: list[tuple[int, int]]) -> None:
    x, y = np.array(places).T
    found = corrected_dissimilarity(x, y, draws=20, rng=np.random.default_rng(1))
    assert 0 <= found.lower <= found.value + 1e-12
    assert found.value - 1e-12 <= found.upper <= 1


def test_the_same_chance_gives_the_same_figures() -> None:
    assert beyond_chance([9, 3], [1, 7]).p == beyond_chance([9, 3], [1, 7]).p


def test_people_who_cannot_be_drawn_one_by_one_are_refused() -> None:
    with pytest.raises(InputError, match=r"a minority count must be a whole number; at position 1 it is 2\.5"):
        beyond_chance([1, 2.5], [3, 4])
    with pytest.raises(InputError, match=r"a majority count must be a whole number"):
        corrected_dissimilarity([1, 2], [3, 4.5], rng=np.random.default_rng(1))
    with pytest.raises(InputError, match=r"draws must be 1 or more; got 0\."):
        beyond_chance([1, 2], [3, 4], draws=0)
    with pytest.raises(InputError, match=r"rng must be a numpy.random.Generator"):
        dissimilarity_beyond_chance([1, 2], [3, 4], rng=1)
    with pytest.raises(InputError, match="level must be a proportion between 0 and 1"):
        corrected_dissimilarity([1, 2], [3, 4], rng=np.random.default_rng(1), level=95)


def test_what_are_no_counts_in_places_are_refused() -> None:
    with pytest.raises(InputError, match=r"a minority count cannot be negative; at position 1 it is -2\."):
        dissimilarity([1, -2], [3, 4])
    with pytest.raises(InputError, match=r"the arrays must be of one shape"):
        dissimilarity([1, 2], [3, 4, 5])
    with pytest.raises(InputError, match="minority must hold at least 1 values; got 0"):
        dissimilarity([], [])
    with pytest.raises(InputError, match=r"a count of the group cannot exceed its total; at position 0, 5 exceeds 4\."):
        isolation([5, 1], [4, 4])
    with pytest.raises(
        InputError, match="a count of the other group cannot exceed its total; at position 0, 5 exceeds 4"
    ):
        interaction([1, 1], [5, 1], [4, 4])
    with pytest.raises(
        InputError, match=r"count must be a table of places by groups on the last two axes; got shape \(2,\)"
    ):
        information_theory_index([1, 2])
