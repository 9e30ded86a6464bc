"""Getis–Ord statistics agree with published scores and with every dealing, and find hot and cold."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from scipy.special import ndtr

from newlyn.foundation.errors import InputError
from newlyn.stats.spatial.getis_ord import global_getis_ord, local_getis_ord, permuted_getis_ord
from newlyn.stats.spatial.moran import local_moran
from newlyn.stats.spatial.neighbours import Neighbours

# SOURCE: documentation of PySAL (esda 2.9, G_Local and G): six points within a distance of 15 of each other.
POINTS = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
NEAR = np.linalg.norm(POINTS[:, None] - POINTS[None], axis=-1) <= 15
SIX = Neighbours.from_pairs(np.argwhere(np.triu(NEAR, 1)), 6)
VALUES = [2, 3, 3.2, 5, 8, 7]


def test_local_scores_are_the_documented_ones() -> None:
    plain, star = local_getis_ord(VALUES, SIX, star=False), local_getis_ord(VALUES, SIX)
    expected = [-1.0136729, -0.04361589, 1.31558703, -0.31412676, 1.15373986, 1.77833941]
    assert plain.score == pytest.approx(expected, abs=1e-8)
    expected = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    assert star.score == pytest.approx(expected, abs=1e-8)
    assert (plain.statistic, star.statistic) == ("Gi", "Gi*")


def test_the_overall_statistic_is_the_documented_one() -> None:
    # SOURCE: the same, G: 0.557 and a one-sided p-value of 0.173.
    found = global_getis_ord(VALUES, SIX)
    assert found.p / 2 == pytest.approx(0.173, abs=5e-4)
    assert found.score > 0


def test_the_overall_statistic_has_the_moments_of_every_dealing() -> None:
    values = np.array([3.0, 1, 4, 1, 5, 9, 2])
    neighbours = Neighbours.from_pairs(
        [[0, 1], [1, 2], [2, 0], [3, 4], [2, 5]], 7, weights=[1, 2, 1, 3, 1], mutual=False
    )
    matrix = neighbours.matrix.toarray()
    products = values.sum() ** 2 - np.sum(values**2)
    every = np.array([values[list(one)] @ matrix @ values[list(one)] for one in permutations(range(7))]) / products
    observed = values @ matrix @ values / products
    assert global_getis_ord(values, neighbours).score == pytest.approx((observed - every.mean()) / every.std())


def test_starred_scores_have_the_moments_of_every_dealing() -> None:
    # With the area among those dealt, Gi* is the weighed sum of values dealt to it and its neighbours.
    values = np.array([3.0, 1, 4, 1, 5, 9])
    neighbours = Neighbours.from_pairs([[0, 1], [0, 2], [3, 4]], 6, weights=[2, 2, 1])
    dealt = values[np.array(list(permutations(range(6))))]
    every = 2 * dealt[:, :3].sum(axis=1)
    found = local_getis_ord(values, neighbours)
    assert found.score[0] == pytest.approx((2 * (3 + 1 + 4) - every.mean()) / every.std())


def test_p_values_are_normal_and_adjusted() -> None:
    found = local_getis_ord(VALUES, SIX)
    assert found.p == pytest.approx(2 * ndtr(-np.abs(found.score)))
    assert found.adjusted_p.max() <= 1
    assert (found.adjusted_p >= found.p - 1e-12).all()


def test_weights_that_only_share_out_one_change_nothing() -> None:
    for star in (True, False):
        plain = local_getis_ord(VALUES, SIX, star=star)
        mean = local_getis_ord(VALUES, SIX.row_standardised(), star=star)
        assert plain.score == pytest.approx(mean.score)


def test_permutation_p_values_are_those_of_local_moran() -> None:
    hot = permuted_getis_ord(VALUES, SIX, rng=np.random.default_rng(3))
    moran = local_moran(VALUES, SIX, rng=np.random.default_rng(3))
    assert hot.p.tolist() == moran.p.tolist()
    assert hot.score.tolist() == local_getis_ord(VALUES, SIX).score.tolist()
    assert hot.method == "999 conditional permutations"


def test_hot_and_cold_are_told_apart() -> None:
    ring = Neighbours.from_pairs([[i, (i + step) % 60] for i in range(60) for step in (1, 2, 3)], 60)
    values = np.random.default_rng(4).normal(size=60)
    values[:10] += 5
    values[30:40] -= 5
    found = permuted_getis_ord(values, ring, permutations=9999, rng=np.random.default_rng(1))
    assert (found.score[3:7] > 2).all()
    assert (found.score[33:37] < -2).all()
    assert (found.adjusted_p[[4, 5, 34, 35]] < 0.05).all()
    assert not (found.adjusted_p[45:55] < 0.05).any()


def test_high_values_beside_each_other_score_above_nought_and_low_ones_below() -> None:
    row = Neighbours.from_pairs([[i, i + 1] for i in range(9)], 10)
    assert global_getis_ord([1, 1, 1, 1, 9, 9, 9, 1, 1, 1], row).score > 1
    assert global_getis_ord([9, 1, 9, 1, 9, 1, 9, 1, 9, 1], row).score < -1


def test_counts_in_the_millions_lose_nothing() -> None:
    small, large = (global_getis_ord(np.array(VALUES) * times, SIX).score for times in (1, 1e8))
    assert small == pytest.approx(large)


def test_an_area_without_neighbours_or_beside_all_others_has_no_score() -> None:
    with_island = Neighbours.from_pairs([[0, 1], [1, 2], [2, 3]], 5)
    for star in (True, False):
        found = local_getis_ord([1, 2, 3, 4, 9], with_island, star=star)
        assert np.isnan([found.score[4], found.p[4], found.adjusted_p[4]]).all()
        assert not np.isnan(found.score[:4]).any()
    everyone = Neighbours.from_lists([[j for j in range(5) if j != i] for i in range(5)])
    for star in (True, False):
        assert np.isnan(local_getis_ord([1, 2, 3, 4, 9], everyone, star=star).score).all()
    assert np.isnan(global_getis_ord([1, 2, 3, 4, 9], everyone).score)
    assert np.isnan(local_getis_ord([7, 7, 7, 7, 7], with_island).score).all()


def test_what_is_no_measure_of_gathering_is_refused() -> None:
    with pytest.raises(InputError, match=r"values must be nought or more.*; at position 1 it is -2"):
        global_getis_ord([1, -2, 3, 4, 5, 6], SIX)
    with pytest.raises(InputError, match=r"must differ between at least 4 areas .* 14 links and values from 2 to 2"):
        global_getis_ord([2] * 6, SIX)
    with pytest.raises(InputError, match=r"at least two areas must have values above nought"):
        global_getis_ord([0, 0, 5, 0, 0, 0], SIX)
    with pytest.raises(InputError, match=r"got 4 areas, 0 links and values from 1 to 4"):
        global_getis_ord([1, 2, 3, 4], Neighbours.from_pairs([], 4))
    with pytest.raises(InputError, match=r"values must have no missing values"):
        local_getis_ord([1, np.nan, 3, 4, 5, 6], SIX)
    with pytest.raises(InputError, match=r"permutations must be a whole number"):
        permuted_getis_ord(VALUES, SIX, permutations=0, rng=np.random.default_rng(1))
