"""Places and ties, held against SciPy, and places as shares of people."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from newlyn.foundation.errors import InputError
from newlyn.stats.rank import best_places, fractional_ranks, mean_places

NUMBERS = st.lists(st.integers(-5, 5), max_size=40)
UNITS = st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 9)), min_size=1, max_size=30)


@given(NUMBERS)
def test_places_are_those_that_scipy_gives(values: list[int]) -> None:
    assert best_places(values).tolist() == rankdata(values, method="min").tolist()
    assert mean_places(values).tolist() == rankdata(values, method="average").tolist()


@given(NUMBERS)
def test_mean_places_lose_nothing_to_ties(values: list[int]) -> None:
    n = len(values)
    assert np.isclose(mean_places(values).sum(), n * (n + 1) / 2)


@given(st.lists(st.tuples(st.integers(-2, 3), st.integers(-5, 5)), max_size=40))
def test_places_within_groups_are_those_of_each_group_alone(pairs: list[tuple[int, int]]) -> None:
    group, values = np.array(pairs, dtype=int).reshape(-1, 2).T
    found = best_places(values, group=group)
    for code in np.unique(group):
        assert found[group == code].tolist() == rankdata(values[group == code], method="min").tolist()


@pytest.mark.parametrize("places", [best_places, mean_places])
def test_a_missing_value_has_no_place(places) -> None:
    with pytest.raises(InputError, match="values must have no missing values"):
        places([1, np.nan])


@given(UNITS)
def test_fractional_ranks_have_a_mean_of_one_half(units: list[tuple[int, int]]) -> None:
    values, people = np.array(units).T
    found = fractional_ranks(values, people)
    if people.sum() == 0:
        assert np.isnan(found).all()
        return
    assert np.average(found, weights=people) == pytest.approx(0.5)
    assert ((found >= 0) & (found <= 1)).all()


@given(UNITS, st.randoms(use_true_random=False))
def test_fractional_ranks_do_not_depend_on_the_order_given(units: list[tuple[int, int]], chance) -> None:
    values, people = np.array(units).T
    mixed = list(range(len(units)))
    chance.shuffle(mixed)
    np.testing.assert_allclose(fractional_ranks(values[mixed], people[mixed]), fractional_ranks(values, people)[mixed])


@given(NUMBERS.filter(len))
def test_unweighted_fractional_ranks_are_the_mean_places_less_one_half(values: list[int]) -> None:
    np.testing.assert_allclose(fractional_ranks(values), (rankdata(values) - 0.5) / len(values))


def test_rows_are_ranked_by_themselves_and_a_missing_value_leaves_only_its_row_missing() -> None:
    found = fractional_ranks([[1, 2], [2, 1], [np.nan, 1]])
    np.testing.assert_array_equal(found, [[0.25, 0.75], [0.75, 0.25], [np.nan, np.nan]])


def test_a_unit_without_people_drops_out_even_where_its_value_is_missing() -> None:
    np.testing.assert_array_equal(fractional_ranks([np.nan, 2, 1], [0, 1, 1]), [np.nan, 0.75, 0.25])


def test_no_units_are_refused() -> None:
    with pytest.raises(InputError, match="values must hold at least 1 values; got 0"):
        fractional_ranks([])
