"""Counting by sorted sums gives what dealing one by one gives, and the draws that it rests on are fair."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from newlyn.foundation.errors import InputError
from newlyn.stats.spatial.neighbours import Neighbours
from newlyn.stats.spatial.permutation import Draws, _tails_of_products, _tails_of_sums, lag_moments, permuted_tails

ROW = Neighbours.from_pairs([[0, 1], [1, 2], [2, 3], [3, 4]], 5)


def one_by_one(values: np.ndarray, neighbours: Neighbours, drawn: np.ndarray) -> tuple[list[int], list[int]]:
    """Strike the area out of each sequence, deal it the first that are left, weigh, add and compare."""
    above, below = [0] * neighbours.areas, [0] * neighbours.areas
    for area in range(neighbours.areas):
        row = slice(neighbours.starts[area], neighbours.starts[area + 1])
        weights = neighbours.weights[row]
        observed = sum(weights * values[neighbours.beside[row]])
        for sequence in drawn.T:
            others = [other for other in sequence if other != area][: len(weights)]
            dealt = sum(weights * values[others])
            above[area] += dealt >= observed - 1e-9
            below[area] += dealt <= observed + 1e-9
    return above, below


@st.composite
def maps(draw: st.DrawFn) -> tuple[Neighbours, np.ndarray]:
    areas = draw(st.integers(3, 14))
    links = draw(st.lists(st.sampled_from(list(combinations(range(areas), 2))), unique=True, min_size=1))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind = draw(st.sampled_from(["plain", "mean", "weighed", "one way"]))
    weights = rng.uniform(0.1, 2, len(links)) if kind == "weighed" else None
    neighbours = Neighbours.from_pairs(links, areas, weights=weights, mutual=kind != "one way")
    # Few different whole numbers make ties, which are counted on both sides.
    values = draw(st.sampled_from([rng.integers(0, 3, areas).astype(float), rng.normal(1e4, 1, areas)]))
    return neighbours.row_standardised() if kind == "mean" else neighbours, values


@settings(max_examples=60, deadline=None)
@given(maps(), st.integers(0, 2**32 - 1))
def test_counts_are_those_of_dealing_one_by_one(given_map: tuple[Neighbours, np.ndarray], seed: int) -> None:
    neighbours, values = given_map
    tails = permuted_tails(values, neighbours, permutations=40, rng=np.random.default_rng(seed))
    drawn = Draws.of(neighbours, 40, np.random.default_rng(seed)).areas
    above, below = one_by_one(values, neighbours, drawn)
    linked = neighbours.count > 0
    assert tails.above[linked].tolist() == np.array(above)[linked].tolist()
    assert tails.below[linked].tolist() == np.array(below)[linked].tolist()
    assert np.isnan(tails.above[~linked]).all()


def test_counts_are_those_of_dealing_one_by_one_where_sequences_are_picked_and_not_shuffled() -> None:
    rng = np.random.default_rng(5)
    ring = Neighbours.from_pairs([[i, (i + step) % 60] for i in range(60) for step in (1, 2)], 60)
    weighed = Neighbours(ring.starts, ring.beside, rng.uniform(0.5, 1, len(ring.beside)))
    values = rng.integers(0, 4, 60).astype(float)
    for neighbours in (ring, ring.row_standardised(), weighed):
        tails = permuted_tails(values, neighbours, permutations=200, rng=np.random.default_rng(1))
        above, below = one_by_one(values, neighbours, Draws.of(neighbours, 200, np.random.default_rng(1)).areas)
        assert tails.above.tolist() == above
        assert tails.below.tolist() == below


def test_weighed_and_plain_ways_of_counting_agree_on_plain_weights() -> None:
    plain = Neighbours.from_pairs([[i, (i + step) % 50] for i in range(50) for step in (1, 3)], 50)
    for values in (np.random.default_rng(2).normal(size=50), np.arange(50.0) % 3):
        drawn = Draws.of(plain, 500, np.random.default_rng(4)).areas
        for quick, slow in zip(
            _tails_of_sums(values, plain, drawn), _tails_of_products(values, plain, drawn), strict=True
        ):
            assert quick.tolist() == slow.tolist()


def test_areas_are_taken_in_blocks_where_there_are_many_permutations(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    weighed = Neighbours.from_pairs([[i, (i + 1) % 9] for i in range(9)], 9, weights=rng.uniform(1, 2, 9))
    values = rng.normal(size=9)
    whole = permuted_tails(values, weighed, permutations=100, rng=np.random.default_rng(4))
    monkeypatch.setattr("newlyn.stats.spatial.permutation.AT_ONCE", 250)
    parts = permuted_tails(values, weighed, permutations=100, rng=np.random.default_rng(4))
    assert whole.above.tolist() == parts.above.tolist()


@pytest.mark.parametrize(("areas", "count"), [(5, 3), (12, 3)])
def test_every_ordered_choice_is_drawn_as_often(areas: int, count: int) -> None:
    # A star whose middle has so many neighbours asks for sequences one longer; 5 areas are shuffled, 12 picked.
    star = Neighbours.from_pairs([[0, i] for i in range(1, count)], areas)
    drawn = Draws.of(star, 60_000, np.random.default_rng(7)).areas
    assert drawn.shape == (count, 60_000)
    seen = Counter(map(tuple, drawn.T.tolist()))
    assert set(seen) == set(permutations(range(areas), count))
    assert chisquare(list(seen.values())).pvalue > 0.001


def test_p_values_are_even_where_nothing_is_to_be_seen() -> None:
    rng = np.random.default_rng(11)
    ring = Neighbours.from_pairs([[i, (i + 1) % 40] for i in range(40)], 40)
    p = np.array([permuted_tails(rng.normal(size=40), ring, permutations=199, rng=rng).two_sided for _ in range(400)])
    for level in (0.05, 0.2, 0.5):
        assert np.mean(p <= level) == pytest.approx(level, abs=0.012)


def test_moments_are_those_of_every_possible_dealing() -> None:
    values = np.array([3.0, 1, 4, 1, 5, 9])
    neighbours = Neighbours.from_pairs([[0, 1], [0, 2], [0, 5], [3, 4]], 6, weights=[1, 2, 0.5, 3])
    moments = lag_moments(values, neighbours)
    for area in range(6):
        row = slice(neighbours.starts[area], neighbours.starts[area + 1])
        others = [i for i in range(6) if i != area]
        every = [
            np.dot(neighbours.weights[row], values[list(dealt)])
            for dealt in permutations(others, int(row.stop - row.start))
        ]
        assert moments.expected[area] == pytest.approx(np.mean(every))
        assert moments.variance[area] == pytest.approx(np.var(every))
        assert moments.lag[area] == pytest.approx(np.dot(neighbours.weights[row], values[neighbours.beside[row]]))


@settings(deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(0.001, 1000))
def test_scores_do_not_depend_on_the_unit(shift: float, scale: float) -> None:
    values = np.array([3.0, 1, 4, 1, 5])
    assert lag_moments(shift + scale * values, ROW).score == pytest.approx(lag_moments(values, ROW).score, rel=1e-3)


def test_an_area_beside_all_others_or_among_equals_has_no_score() -> None:
    everyone = Neighbours.from_pairs(list(combinations(range(4), 2)), 4).row_standardised()
    assert np.isnan(lag_moments([1, 2, 3, 5], everyone).score).all()
    assert lag_moments([1, 2, 3, 5], everyone).variance.tolist() == [0] * 4
    assert np.isnan(lag_moments([0.1, 0.1, 0.1, 0.1, 5], ROW).score[4])


def test_an_island_has_no_answer_and_does_not_disturb() -> None:
    with_island = Neighbours.from_pairs([[0, 1], [1, 2]], 4)
    tails = permuted_tails([1, 2, 3, 9], with_island, rng=np.random.default_rng(1))
    assert np.isnan([tails.above[3], tails.two_sided[3], tails.one_sided[3]]).all()
    assert not np.isnan(tails.above[:3]).any()
    nobody = permuted_tails([1, 2, 3], Neighbours.from_pairs([], 3), rng=np.random.default_rng(1))
    assert np.isnan(nobody.two_sided).all()


def test_equal_values_are_ties_on_both_sides() -> None:
    tails = permuted_tails([0.1] * 5, ROW, permutations=99, rng=np.random.default_rng(1))
    assert tails.above.tolist() == tails.below.tolist() == [99] * 5
    assert tails.two_sided.tolist() == [1] * 5


def test_what_is_no_number_of_permutations_is_refused() -> None:
    for wrong in (0, -1, 99.0, True):
        with pytest.raises(InputError, match=r"permutations must be a whole number of at least 1, such as 999; got"):
            permuted_tails([1, 2, 3, 4, 5], ROW, permutations=wrong, rng=np.random.default_rng(1))
    with pytest.raises(InputError, match=r"rng must be a numpy\.random\.Generator"):
        permuted_tails([1, 2, 3, 4, 5], ROW, rng=1)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"values must have no missing values"):
        permuted_tails([1, 2, np.nan, 4, 5], ROW, rng=np.random.default_rng(1))
    with pytest.raises(InputError, match=r"at least 3 areas"):
        lag_moments([1, 2], Neighbours.from_pairs([[0, 1]], 2))
