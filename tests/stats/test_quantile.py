"""Quantiles of areas: who is where, which end is filled first, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.quantile import mhclg_quantiles, population_quantiles, quantiles_of_ranks, ukhsa_quantiles

VALUES = st.lists(st.integers(-9, 9), min_size=1, max_size=60)
NUMBERS = st.integers(2, 12)
WAYS = pytest.mark.parametrize("cut", [ukhsa_quantiles, mhclg_quantiles])


@WAYS
def test_areas_that_divide_evenly_have_as_many_in_each_quantile(cut) -> None:
    assert np.bincount(cut(np.arange(40), 10, highest_first=True).astype(int)).tolist() == [0, *[4] * 10]


def test_the_two_publishers_fill_opposite_ends_when_areas_do_not_divide_evenly() -> None:
    values = np.arange(10)
    assert np.bincount(ukhsa_quantiles(values, 4, highest_first=False).astype(int)).tolist() == [0, 3, 2, 3, 2]
    assert np.bincount(mhclg_quantiles(values, 4, highest_first=False).astype(int)).tolist() == [0, 2, 3, 2, 3]


@given(VALUES, NUMBERS)
def test_without_ties_one_publisher_is_the_other_seen_from_the_far_end(values: list[int], number: int) -> None:
    each = np.arange(len(values))
    ukhsa, mhclg = ukhsa_quantiles(each, number, highest_first=True), mhclg_quantiles(each, number, highest_first=False)
    np.testing.assert_array_equal(ukhsa, number + 1 - mhclg)


@WAYS
@given(VALUES, NUMBERS, st.booleans())
def test_quantiles_keep_the_order_of_values_and_equal_values_share_one(cut, values, number, highest) -> None:
    found = cut(values, number, highest_first=highest)
    if len(values) < number:
        assert np.isnan(found).all()
        return
    order = np.argsort(np.array(values) * (-1 if highest else 1), kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    assert len({(v, q) for v, q in zip(values, found.tolist(), strict=True)}) == len(set(values))
    assert found.min() >= 1
    assert found.max() <= number


@WAYS
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-5, 5)), min_size=1, max_size=50), NUMBERS)
def test_groups_at_once_are_as_one_group_after_another(cut, pairs, number) -> None:
    group, values = np.array(pairs).T
    together = cut(values, number, highest_first=True, group=group)
    for code in np.unique(group):
        alone = cut(values[group == code], number, highest_first=True)
        np.testing.assert_array_equal(together[group == code], alone)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5), st.integers(0, 9)), min_size=1, max_size=50), NUMBERS)
def test_groups_of_people_at_once_are_as_one_group_after_another(triples, number) -> None:
    group, values, people = np.array(triples).T
    together = population_quantiles(values, people, number, highest_first=False, group=group)
    for code in np.unique(group):
        own = group == code
        alone = population_quantiles(values[own], people[own], number, highest_first=False)
        np.testing.assert_array_equal(together[own], alone)


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(1, 9)), min_size=2, max_size=40), st.integers(2, 6))
def test_an_area_is_in_the_quantile_of_its_middle_resident(pairs: list[tuple[int, int]], number: int) -> None:
    values, people = np.array(pairs).T
    found = population_quantiles(values, people, number, highest_first=False)
    if len(values) < number:
        assert np.isnan(found).all()
        return
    for value, quantile in zip(values, found, strict=True):
        middle = 2 * people[values < value].sum() + people[values == value].sum()  # twice the people up to there
        assert quantile - 1 < middle * number / (2 * people.sum()) <= quantile


@given(VALUES, NUMBERS, st.integers(1, 1000))
def test_areas_of_one_size_without_ties_are_cut_by_people_within_one_area_of_being_cut_by_number(
    values: list[int], number: int, size: int
) -> None:
    each = np.arange(len(values))
    if len(values) < number:
        return
    people = np.bincount(
        population_quantiles(each, np.full(len(values), size), number, highest_first=True).astype(int),
        minlength=number + 1,
    )[1:]
    assert people.max() - people.min() <= 1


@WAYS
def test_a_missing_value_has_no_quantile_and_is_not_counted(cut) -> None:
    found = cut([5, np.nan, 3, 1, np.nan], 3, highest_first=True)
    np.testing.assert_array_equal(found, [1, np.nan, 2, 3, np.nan])


def test_people_of_missing_areas_do_not_count() -> None:
    found = population_quantiles([4, 3, 2, 1], [10, np.nan, 10, 0], 2, highest_first=True)
    np.testing.assert_array_equal(found, [1, np.nan, 2, 2])
    assert np.isnan(population_quantiles([1, 2, 3], [0, 0, 0], 2, highest_first=True)).all()


def test_no_areas_have_no_quantiles() -> None:
    assert ukhsa_quantiles([], 4, highest_first=True).shape == (0,)
    assert population_quantiles([], [], 4, highest_first=True).shape == (0,)


def test_ranks_are_cut_among_all_that_were_ranked_and_a_tie_counts_as_the_better() -> None:
    np.testing.assert_array_equal(quantiles_of_ranks([1, 10.5, 11, 100, np.nan], 10, areas=100), [1, 1, 2, 10, np.nan])


@pytest.mark.parametrize("number", [1, 0, -3, 2.5, True])
def test_fewer_than_two_quantiles_are_refused(number: float) -> None:
    with pytest.raises(InputError, match=r"number must be a whole number"):
        ukhsa_quantiles([1, 2], number, highest_first=True)


def test_a_group_without_a_number_for_each_area_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"group must be whole numbers, one for each of the 2 units; got int64 of shape"
    ):
        mhclg_quantiles([1, 2], 2, highest_first=True, group=[1, 1, 1])
    with pytest.raises(InputError, match=r"group must be whole numbers.*return_inverse"):
        mhclg_quantiles([1, 2], 2, highest_first=True, group=["a", "b"])


def test_a_direction_that_is_neither_true_nor_false_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"highest_first must be True or False, once or for each of the 2 areas; got <U4"
    ):
        mhclg_quantiles([1, 2], 2, highest_first="high")


def test_a_direction_that_differs_within_a_group_is_refused_with_the_group() -> None:
    with pytest.raises(InputError, match="both True and False in group 8"):
        mhclg_quantiles([1, 2, 3], 2, highest_first=[True, False, True], group=[7, 8, 8])


def test_rows_of_areas_are_refused() -> None:
    with pytest.raises(
        InputError, match=r"values must be one number for each unit, in one dimension; got shape \(1, 2\)"
    ):
        mhclg_quantiles([[1, 2]], 2, highest_first=True)


def test_a_rank_beyond_the_areas_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"a rank must be from 1 to the number of areas, 100; at position 1 it is 101\."
    ):
        quantiles_of_ranks([1, 101], 10, areas=100)
