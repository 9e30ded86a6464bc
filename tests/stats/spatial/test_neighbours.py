"""Neighbours come in three forms and mean the same, and whatever is no set of neighbours is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.geography.neighbour import Neighbours as OnTheMap
from newlyn.stats.spatial.neighbours import Neighbours, spatial_lag

ROW = Neighbours.from_pairs([[0, 1], [1, 2]], 4)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    areas = draw(st.integers(2, 15))
    both = st.tuples(st.integers(0, areas - 1), st.integers(0, areas - 1)).filter(lambda pair: pair[0] < pair[1])
    return areas, draw(st.lists(both, unique=True, max_size=30))


def test_pairs_lists_and_rows_say_the_same() -> None:
    lists = Neighbours.from_lists([[1], [0, 2], [1], []])
    rows = Neighbours.from_rows([0, 1, 3, 4, 4], [1, 2, 0, 1])
    for other in (lists, rows):
        assert other.starts.tolist() == ROW.starts.tolist() == [0, 1, 3, 4, 4]
        assert other.beside.tolist() == ROW.beside.tolist() == [1, 0, 2, 1]
        assert other.weights.tolist() == [1, 1, 1, 1]


def test_neighbours_on_the_map_come_in_on_one_line() -> None:
    found = OnTheMap(np.array(["A", "B", "C"]), np.array([0, 1, 3, 4]), np.array([1, 0, 2, 1]))
    assert Neighbours.from_rows(found.ends, found.beside).matrix.toarray().tolist() == found.matrix.toarray().tolist()


def test_islands_are_allowed_and_counted() -> None:
    assert ROW.areas == 4
    assert ROW.count.tolist() == [1, 2, 1, 0]
    assert ROW.islands.tolist() == [3]
    assert Neighbours.from_pairs([], 3).islands.tolist() == [0, 1, 2]


def test_links_of_one_direction_are_not_symmetric() -> None:
    assert ROW.is_symmetric
    assert not Neighbours.from_pairs([[0, 1], [1, 2]], 3, mutual=False).is_symmetric
    assert Neighbours.from_pairs([[0, 1], [1, 2]], 3, weights=[2, 5]).is_symmetric
    assert Neighbours.from_pairs([], 3).is_symmetric


def test_rows_are_even_where_each_area_weighs_its_neighbours_alike() -> None:
    assert ROW.is_even
    assert ROW.row_standardised().is_even
    assert not Neighbours.from_pairs([[0, 1], [1, 2]], 3, weights=[2, 5]).is_even
    assert Neighbours.from_pairs([], 3).is_even


@settings(deadline=None)
@given(graphs())
def test_row_standardised_weights_add_up_to_one(graph: tuple[int, list[tuple[int, int]]]) -> None:
    areas, pairs = graph
    found = Neighbours.from_pairs(pairs, areas).row_standardised()
    whole = np.asarray(found.matrix.sum(axis=1))
    assert whole[found.count > 0] == pytest.approx(1)
    assert (whole[found.islands] == 0).all()


@settings(deadline=None)
@given(graphs(), st.integers(0, 2**32 - 1))
def test_the_lag_is_the_sum_over_the_neighbours_one_by_one(graph: tuple[int, list[tuple[int, int]]], seed: int) -> None:
    areas, pairs = graph
    rng = np.random.default_rng(seed)
    weights, values = rng.uniform(0.1, 3, len(pairs)), rng.normal(size=(2, areas))
    lag = spatial_lag(values, Neighbours.from_pairs(pairs, areas, weights=weights))
    for area in range(areas):
        terms = [
            weight * values[:, i + j - area] for (i, j), weight in zip(pairs, weights, strict=True) if area in (i, j)
        ]
        assert lag[:, area] == pytest.approx(np.sum(terms, axis=0) if terms else [np.nan] * 2, nan_ok=True)


def test_the_lag_of_an_island_and_beside_a_missing_value_is_missing() -> None:
    assert spatial_lag([1, 2, np.nan, 5], ROW).tolist()[0] == 2
    assert np.isnan(spatial_lag([1, 2, np.nan, 5], ROW)[[1, 3]]).all()


def test_what_is_no_set_of_neighbours_is_refused() -> None:
    for starts in ([1, 2], [0], [0, 2, 1, 2], [0, 1, 1]):
        with pytest.raises(InputError, match=r"starts must be where each row begins, from 0 to the number of links"):
            Neighbours.from_rows(starts, [1, 0])
    with pytest.raises(InputError, match=r"pairs must be of shape \(m, 2\), two positions in each; got \(1, 3\)"):
        Neighbours.from_pairs([[0, 1, 2]], 3)
    for areas in (-1, 2.5):
        with pytest.raises(InputError, match=rf"areas must be a whole number of at least 1; got {areas}\."):
            Neighbours.from_pairs([], areas)
    with pytest.raises(InputError, match=r"pairs must be whole numbers; got 0\.5"):
        Neighbours.from_pairs([[0, 0.5]], 3)
    with pytest.raises(InputError, match=r"an area cannot be its own neighbour; area 2 is"):
        Neighbours.from_pairs([[0, 1], [2, 2]], 3)
    with pytest.raises(InputError, match=r"linked only once; 0 to 1 is given twice"):
        Neighbours.from_pairs([[0, 1], [1, 0]], 3)
    with pytest.raises(InputError, match=r"a position from 0 to 2; got 3"):
        Neighbours.from_pairs([[0, 3]], 3)
    with pytest.raises(InputError, match=r"a position from 0 to 1; got -1"):
        Neighbours.from_lists([[-1], []])
    with pytest.raises(InputError, match=r"weights must be above nought; at position 1 it is 0"):
        Neighbours.from_pairs([[0, 1], [1, 2]], 3, weights=[1, 0])
    with pytest.raises(InputError, match=r"weights must have no missing values"):
        Neighbours.from_pairs([[0, 1]], 3, weights=[np.nan])
    with pytest.raises(InputError, match=r"weights must be one for each of the 2 links; got \(3,\)"):
        Neighbours.from_lists([[1], [0]]).from_rows([0, 1, 2], [1, 0], [1, 1, 1])


def test_values_that_are_not_one_for_each_area_are_refused() -> None:
    with pytest.raises(InputError, match=r"values must hold one value for each of the 4 areas .* shape \(3,\)"):
        spatial_lag([1, 2, 3], ROW)
    with pytest.raises(InputError, match=r"values must hold one value for each of the 4 areas"):
        spatial_lag(1, ROW)
    with pytest.raises(InputError, match=r"one row of at least 3 areas; got an array of shape \(2, 4\)"):
        ROW.one_row([[1, 2, 3, 4], [1, 2, 3, 4]])
    with pytest.raises(InputError, match=r"one row of at least 3 areas; got an array of shape \(2,\)"):
        Neighbours.from_pairs([[0, 1]], 2).one_row([1, 2])
    with pytest.raises(InputError, match=r"values must have no missing values"):
        ROW.one_row([1, 2, np.nan, 4])
