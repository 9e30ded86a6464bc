"""Moran's I has the moments of every dealing, finds what is there, and its local parts add up to the whole."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.spatial.moran import _dealt, global_moran, local_moran, permuted_moran
from newlyn.stats.spatial.neighbours import Neighbours
from newlyn.stats.spatial.permutation import permuted_tails


def chessboard(side: int) -> Neighbours:
    at = np.arange(side * side).reshape(side, side)
    across, down = np.stack([at[:, :-1], at[:, 1:]], -1), np.stack([at[:-1], at[1:]], -1)
    return Neighbours.from_pairs(np.concatenate([across.reshape(-1, 2), down.reshape(-1, 2)]), side * side)


BOARD = chessboard(12)

# SOURCE: de Smith, Goodchild and Longley (2015), Geospatial Analysis, 5th edition, figure 5-31: ten cells and their
# values; the quadrants are those of the documentation of PySAL (esda 2.9, Moran_Local, weights row-standardised).
CELLS = Neighbours.from_lists(
    [[1, 3], [0, 4], [3, 6], [0, 2, 4, 7], [1, 3, 5, 8], [4, 9], [2, 7], [3, 6, 8], [4, 7, 9], [5, 8]]
)
CELL_VALUES = [2.24, 3.10, 4.55, -5.15, -4.39, 0.46, 5.54, 9.02, -2.09, -3.06]
CELL_QUADRANTS = ["HL", "HL", "HL", "LH", "LL", "LL", "HH", "HL", "LL", "LL"]


def test_quadrants_are_those_of_the_documented_example() -> None:
    found = local_moran(CELL_VALUES, CELLS.row_standardised(), rng=np.random.default_rng(1))
    assert found.quadrant.tolist() == CELL_QUADRANTS


@pytest.mark.parametrize("weights", [None, [1, 2, 0.5, 3, 1, 4]])
def test_randomisation_has_the_moments_of_every_dealing(weights: list[float] | None) -> None:
    neighbours = Neighbours.from_pairs(
        [[0, 1], [1, 2], [2, 0], [3, 4], [4, 5], [2, 5]], 7, weights=weights, mutual=False
    )
    values = np.array([3.0, 1, 4, 1, 5, 9, 2])
    found = global_moran(values, neighbours)
    every = global_moran(values[np.array(list(permutations(range(7))))], neighbours).value
    assert found.expected == pytest.approx(np.mean(every))
    assert found.variance == pytest.approx(np.var(every))
    assert found.score == pytest.approx((found.value - np.mean(every)) / np.std(every))


def test_normality_has_the_moments_of_normal_values() -> None:
    board = chessboard(5)
    drawn = global_moran(np.random.default_rng(4).normal(size=(20_000, 25)), board, null="normality")
    assert np.mean(drawn.value) == pytest.approx(drawn.expected[0], abs=0.003)
    assert np.var(drawn.value) == pytest.approx(drawn.variance[0], rel=0.03)
    assert np.mean(drawn.p < 0.05) == pytest.approx(0.05, abs=0.006)


def test_a_slope_is_alike_and_a_chessboard_unlike() -> None:
    slope = np.arange(144) // 12
    assert global_moran(slope, BOARD).score > 10
    assert global_moran((slope + np.arange(144)) % 2, BOARD).value == pytest.approx(-1)
    assert permuted_moran(slope, BOARD, rng=np.random.default_rng(1)).p == pytest.approx(2 / 1000)


def test_permutation_and_normal_p_values_agree_where_both_are_right() -> None:
    values = np.random.default_rng(6).normal(size=144) + np.arange(144) / 120
    by_chance = permuted_moran(values, BOARD, permutations=9999, rng=np.random.default_rng(2))
    by_moments = global_moran(values, BOARD)
    assert by_chance.p == pytest.approx(by_moments.p, abs=0.01)
    assert by_chance.score == by_moments.score
    assert by_chance.method == "9,999 permutations"


def test_permutation_p_values_are_even_where_nothing_is_to_be_seen() -> None:
    rng = np.random.default_rng(3)
    board = chessboard(5)
    p = [permuted_moran(rng.normal(size=25), board, permutations=99, rng=rng).p for _ in range(600)]
    assert np.mean(np.array(p) <= 0.1) == pytest.approx(0.1, abs=0.03)


def test_dealing_takes_links_of_one_direction_and_of_both_for_what_they_are() -> None:
    values = np.random.default_rng(2).gamma(1, size=30)
    pairs = [[i, (i * i + 1) % 30] for i in range(30) if (i * i + 1) % 30 != i]
    one_way = Neighbours.from_pairs(pairs, 30, weights=np.arange(1.0, len(pairs) + 1), mutual=False)
    z, source = values - values.mean(), np.random.default_rng(3)
    rows = np.random.default_rng(3).permuted(np.tile(z, (50, 1)), axis=1)
    assert _dealt(z, one_way, 50, source) == pytest.approx(global_moran(rows, one_way).value)


def test_dealing_in_blocks_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(6).normal(size=144)
    whole = permuted_moran(values, BOARD, rng=np.random.default_rng(2))
    monkeypatch.setattr("newlyn.stats.spatial.moran.AT_ONCE", 1000)
    assert permuted_moran(values, BOARD, rng=np.random.default_rng(2)).p == whole.p


def test_local_parts_add_up_to_the_whole() -> None:
    values = np.random.default_rng(7).gamma(2, size=144)
    for neighbours in (BOARD, BOARD.row_standardised()):
        local = local_moran(values, neighbours, rng=np.random.default_rng(1))
        assert np.sum(local.value) / neighbours.weights.sum() == pytest.approx(global_moran(values, neighbours).value)


def test_planted_clusters_and_an_outlier_are_found_and_told_apart() -> None:
    values = np.random.default_rng(8).normal(size=(12, 12))
    values[:4, :4] += 6
    values[7:, 7:] -= 6
    values[10, 10] = 4
    found = local_moran(values.ravel(), BOARD.row_standardised(), permutations=9999, rng=np.random.default_rng(1))
    quadrant, clear = found.quadrant.reshape(12, 12), (found.adjusted_p < 0.05).reshape(12, 12)
    assert (quadrant[1:3, 1:3] == "HH").all()
    assert clear[1:3, 1:3].all()
    assert quadrant[8, 8] == "LL"
    assert quadrant[10, 10] == "HL"
    assert clear[[8, 10], [8, 10]].all()
    assert not clear[5:7, 1:6].any()


def test_p_values_are_those_of_the_shared_counts_and_adjusted() -> None:
    values = np.random.default_rng(9).normal(size=144)
    found = local_moran(values, BOARD, rng=np.random.default_rng(5))
    tails = permuted_tails(values, BOARD, rng=np.random.default_rng(5))
    assert found.p.tolist() == tails.two_sided.tolist()
    assert found.one_sided_p.tolist() == tails.one_sided.tolist()
    assert (found.adjusted_p >= found.p - 1e-12).all()
    assert found.permutations == 999


def test_an_area_at_the_mean_is_like_no_neighbours() -> None:
    row = Neighbours.from_pairs([[i, i + 1] for i in range(20)], 21)
    values = np.linspace(-1, 1, 21) + 0.1
    values[[9, 11]], values[[0, 20]] = 1.1, [-1.1, 0.3]
    values[10] = np.delete(values, 10).mean()
    found = local_moran(values, row, rng=np.random.default_rng(1))
    assert permuted_tails(values, row, rng=np.random.default_rng(1)).two_sided[10] < 0.05
    assert (found.p[10], found.one_sided_p[10], found.adjusted_p[10]) == (1, 1, 1)
    assert found.p[9] < 1


def test_scores_are_those_of_many_permutations() -> None:
    values = np.random.default_rng(10).gamma(1, size=144)
    neighbours = BOARD.row_standardised()
    found = local_moran(values, neighbours, permutations=1, rng=np.random.default_rng(1))
    z, rng = values - values.mean(), np.random.default_rng(2)
    for area in (0, 50, 143):
        others = np.delete(z, area)
        dealt = rng.permuted(np.tile(others, (20_000, 1)), axis=1)[:, : neighbours.count[area]].mean(axis=1)
        local = z[area] * dealt / np.mean(z**2)
        assert found.score[area] == pytest.approx((found.value[area] - local.mean()) / local.std(), abs=0.05)


@settings(max_examples=30, deadline=None)
@given(st.floats(-1000, 1000), st.floats(0.01, 1000), st.integers(0, 2**32 - 1))
def test_the_unit_does_not_matter(shift: float, scale: float, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, 50, 144).astype(float)
    here, there = global_moran(values, BOARD), global_moran(shift + scale * values, BOARD)
    assert there.score == pytest.approx(here.score, rel=1e-6, abs=1e-6)
    local = [local_moran(one, BOARD, rng=np.random.default_rng(1)) for one in (values, shift + scale * values)]
    np.testing.assert_allclose(local[0].p, local[1].p)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(25)))
def test_the_order_of_the_areas_does_not_matter(order: list[int]) -> None:
    board, values = chessboard(5), np.random.default_rng(1).normal(size=25)
    place = np.argsort(order)
    moved = Neighbours.from_pairs(np.column_stack([place[board.here], place[board.beside]]), 25, mutual=False)
    assert global_moran(values[order], moved).score == pytest.approx(global_moran(values, board).score)
    there, here = (
        local_moran(x, n, rng=np.random.default_rng(1)) for x, n in ((values[order], moved), (values, board))
    )
    assert there.value == pytest.approx(here.value[order])
    assert there.quadrant.tolist() == here.quadrant[order].tolist()


def test_islands_have_no_local_answer_and_count_among_the_areas() -> None:
    with_island = Neighbours.from_pairs([[0, 1], [1, 2], [2, 3]], 5)
    found = local_moran([1, 2, 3, 4, 9], with_island, rng=np.random.default_rng(1))
    assert np.isnan([found.value[4], found.score[4], found.p[4], found.one_sided_p[4], found.adjusted_p[4]]).all()
    assert found.quadrant[4] == ""
    assert global_moran([1, 2, 3, 4, 9], with_island).expected == -1 / 4


def test_where_everyone_is_beside_everyone_there_is_no_score() -> None:
    everyone = Neighbours.from_lists([[j for j in range(5) if j != i] for i in range(5)])
    found = global_moran([1, 2, 3, 4, 9], everyone)
    assert found.value == pytest.approx(-1 / 4)
    assert np.isnan([found.score, found.p]).all()


def test_what_has_no_pattern_is_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(InputError, match=r"values must differ between areas to have a pattern; every one is 7\."):
        global_moran([7] * 144, BOARD)
    with pytest.raises(InputError, match=r"every one is 7 in one of the rows"):
        global_moran([[7] * 144, list(range(144))], BOARD)
    for method in (permuted_moran, local_moran):
        with pytest.raises(InputError, match=r"values must differ between areas"):
            method([7] * 144, BOARD, rng=rng)
        with pytest.raises(InputError, match=r"values must have no missing values"):
            method([np.nan] * 144, BOARD, rng=rng)
        with pytest.raises(InputError, match=r"permutations must be a whole number"):
            method(range(144), BOARD, permutations=0, rng=rng)
        with pytest.raises(InputError, match=r"rng must be"):
            method(range(144), BOARD, rng=1)
    with pytest.raises(InputError, match=r"values must have no missing values"):
        global_moran([np.nan] * 144, BOARD)
    with pytest.raises(InputError, match=r"null must be one of randomisation, normality; got 'chance'"):
        global_moran(range(144), BOARD, null="chance")
    with pytest.raises(InputError, match=r"at least 4 areas with links between them; got 3 areas and 2 links"):
        global_moran([1, 2, 3], Neighbours.from_pairs([[0, 1]], 3))
    with pytest.raises(InputError, match=r"got 4 areas and 0 links"):
        permuted_moran([1, 2, 3, 4], Neighbours.from_pairs([], 4), rng=rng)
