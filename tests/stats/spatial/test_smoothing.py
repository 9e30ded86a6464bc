"""Rates over neighbourhoods are what adding up gives, islands keep their own, and deviates forget about size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.interval.count import count_limits
from newlyn.stats.small_area.poisson_gamma import empirical_bayes_rates
from newlyn.stats.spatial.moran import global_moran
from newlyn.stats.spatial.neighbours import Neighbours
from newlyn.stats.spatial.smoothing import local_empirical_bayes_rates, neighbourhood_rates, rate_deviates

ROW = Neighbours.from_pairs([[0, 1], [1, 2], [2, 3]], 5)

# SOURCE: sudden infant deaths and births in the 100 counties of North Carolina, 1979-1984, and which counties are
# beside each other: Cressie (1993), Statistics for Spatial Data, revised edition, Wiley, pp. 386-389, in the order of
# the file sids2 of PySAL.
DEATHS = """0 3 6 2 3 5 2 2 2 5 2 5 4 4 6 17 4 7 1 0 1 0 1 0 18 38 11 5 6 22 7 2 9 9 1 1 31 2 5 3 2 8 15 0 0 5 12 3 13
8 11 21 18 13 8 1 4 2 4 6 8 23 10 21 7 5 5 35 20 8 7 8 1 14 4 26 0 3 4 1 1 57 2 9 4 6 0 7 7 0 18 16 23 26 4 5 3 17 9
6"""
BIRTHS = """1364 542 3616 830 1606 1838 350 594 1190 2038 1253 5386 2074 1790 2753 4463 2275 3725 1775 676 899 977 1568
1863 15704 20543 5767 1616 4478 10432 5189 919 4359 4249 869 1849 20857 926 5400 1438 1683 7143 4314 1141 319 2215 5711
2398 4706 6427 6635 6883 9956 4780 2463 1059 2909 883 1178 2949 3543 8227 4789 5526 2817 1504 3534 30757 5669 1598 3039
3679 488 4225 1401 11455 673 1157 3447 631 1173 26370 650 5273 1875 1706 427 2777 3108 419 7595 2617 14655 9087 3339
2052 1602 4144 6917 2655"""
# The neighbours of each county that come after it in the file.
LATER = """1 17 18; 2 17; 9 17 22 24; 6 55; 5 8 15 27; 7 27; 7 16; 16 19 20; 14 15 23; 11 24; 11 13 26 28; 25 26; 13 14
23 29 36; 28 29; 23; 27 30 32 35; 19; 18 22 33 38 40; 21 33; 20; ; 31 33 42 45; 24 38 39; 30 36; 25 39 41; 26 41
46; 28 46 47; 35 43; 29 47; 36 47; 32 48 53; 34 45; 35 48 50; 40 42 51; 37 45 52; 43 50 56; 47 53 62; 52 54; 39
40 49 51 64 67 68; 41 49; 51; 46 49 69; 45 51 60 63; 44 56 86; 86; 52 60; 47 66 69; 59 62 66; 50 53 58 61; 68
70; 56 58 73 90; 64; 54 60 71; 61 62 78; 57 65 74; 86; 79 86 90; 65 72 77; 61 73; 62 66; 63 71 76; 73 78 87; 66
78 81; 64 75; 67 75; 74 77; 69 81 85 88; 68 75 83; 70 83; 70 84 88; 83 84; 74 76; 77 80; 82 87 90; ; ; ; 80 89;
81 87 95 96; 90; 89; 85 93 95; 87 90 92 94; 84; 88; 91 93; ; 92 96; 91; ; 94; 93; 94 96; 95 97; ; 96 97; 97 98
99; 99; 99;"""


def test_the_deviates_give_the_documented_moran() -> None:
    # SOURCE: documentation of PySAL (esda 2.9, Moran_Rate, row-standardised): I 0.1662, one-sided normal p 0.0042.
    links = [[i, int(j)] for i, row in enumerate(LATER.split(";")) for j in row.split()]
    counties = Neighbours.from_pairs(links, 100).row_standardised()
    deviates = rate_deviates(np.array(DEATHS.split(), float), np.array(BIRTHS.split(), float))
    found = global_moran(deviates, counties, null="normality")
    assert found.value == pytest.approx(0.1662, abs=5e-5)
    assert found.p / 2 == pytest.approx(0.0042, abs=5e-5)


def test_the_deviates_are_those_of_assuncao_and_reis_by_hand() -> None:
    x, n = np.array([0.0, 8, 80]), np.array([100.0, 400, 10_000])
    mean = 88 / 10_500
    between = np.sum(n * (x / n - mean) ** 2) / 10_500 - mean / 3_500
    assert rate_deviates(x, n) == pytest.approx((x / n - mean) / np.sqrt(between + mean / n))


def test_less_than_chance_between_areas_leaves_chance_alone() -> None:
    # Rates this near to each other leave a variance below nought, which only the smallest area's chance outweighs.
    x, n = np.array([10.0, 100, 2]), np.array([1000.0, 10_000, 101])
    mean = 112 / 11_101
    between = np.sum(n * (x / n - mean) ** 2) / 11_101 - mean * 3 / 11_101
    assert between + mean / n[1] < 0 < between + mean / n[2]
    expected = (x / n - mean) / np.sqrt([between + mean / n[0], mean / n[1], between + mean / n[2]])
    assert rate_deviates(x, n) == pytest.approx(expected)


def test_deviates_are_of_one_size_whatever_the_population() -> None:
    rng = np.random.default_rng(2)
    population = np.repeat([200.0, 20_000], 2000)
    deviates = rate_deviates(rng.poisson(population * 0.01), population)
    assert np.std(deviates[:2000]) == pytest.approx(1, abs=0.06)
    assert np.std(deviates[2000:]) == pytest.approx(1, abs=0.06)


def test_a_neighbourhood_is_the_area_and_those_beside_it_added_up() -> None:
    x, n = np.array([0, 9, 3, 20, 4]), np.array([100, 300, 200, 1000, 50])
    found = neighbourhood_rates(x, n, ROW)
    pooled, people = np.array([9, 12, 32, 23, 4]), np.array([400, 600, 1500, 1200, 50])
    assert found.value == pytest.approx(pooled / people)
    limits = count_limits(pooled).scaled(1 / people)
    assert found.lower.tolist() == limits.lower.tolist()
    assert found.upper.tolist() == limits.upper.tolist()
    assert found.statistic == "rate of the neighbourhood"


def test_weights_do_not_matter_to_a_neighbourhood() -> None:
    x, n = [0, 9, 3, 20, 4], [100, 300, 200, 1000, 50]
    for method in (neighbourhood_rates, local_empirical_bayes_rates):
        assert method(x, n, ROW).value.tolist() == method(x, n, ROW.row_standardised()).value.tolist()


def test_local_empirical_bayes_is_the_global_one_of_each_neighbourhood() -> None:
    x, n = np.array([0, 19, 3, 20, 4]), np.array([100, 300, 200, 1000, 50])
    found = local_empirical_bayes_rates(x, n, ROW)
    for area, around in enumerate([[0, 1], [0, 1, 2], [1, 2, 3], [2, 3], [4]]):
        alone = empirical_bayes_rates(x[around], n[around])
        at = around.index(area)
        assert found.value[area] == pytest.approx(alone.value[at])
        assert found.weight[area] == pytest.approx(alone.weight[at])
        assert found.posterior.upper[area] == pytest.approx(alone.posterior.upper[at], nan_ok=True)
    assert found.method == "Marshall, local empirical Bayes"


def test_islands_keep_their_own_rate() -> None:
    x, n = [0, 9, 3, 20, 4], [100, 300, 200, 1000, 50]
    assert neighbourhood_rates(x, n, ROW).value[4] == pytest.approx(0.08)
    assert local_empirical_bayes_rates(x, n, ROW).value[4] == pytest.approx(0.08)


def test_missing_areas_and_areas_of_nobody_are_left_out_of_neighbourhoods() -> None:
    x, n = [5, np.nan, 3, 20, 4], [100, 300, 200, 0, 50]
    for method in (neighbourhood_rates, local_empirical_bayes_rates):
        found = method(x, n, ROW)
        assert found.value[[0, 2]] == pytest.approx([0.05, 0.015])
        assert np.isnan(found.value[[1, 3]]).all()
    assert np.isnan(neighbourhood_rates(x, n, ROW).lower[[1, 3]]).all()


def test_rows_of_periods_are_worked_out_one_by_one() -> None:
    x, n = np.array([[0, 9, 3, 20, 4], [1, 2, 3, 4, 5]]), np.array([100, 300, 200, 1000, 50])
    for method in (neighbourhood_rates, local_empirical_bayes_rates):
        assert method(x, n, ROW).value[1].tolist() == method(x[1], n, ROW).value.tolist()


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=5, max_size=5), st.lists(st.integers(50, 5000), min_size=5, max_size=5))
def test_a_smoothed_rate_is_within_those_of_its_neighbourhood(events: list[int], people: list[int]) -> None:
    rate = np.array(events) / np.array(people)
    for method in (neighbourhood_rates, local_empirical_bayes_rates):
        found = method(events, people, ROW).value
        for area, around in enumerate([[0, 1], [0, 1, 2], [1, 2, 3], [2, 3], [4]]):
            assert rate[around].min() * (1 - 1e-9) <= found[area] <= rate[around].max() * (1 + 1e-9)


def test_what_is_no_rate_of_these_areas_is_refused() -> None:
    for method in (neighbourhood_rates, local_empirical_bayes_rates):
        with pytest.raises(InputError, match=r"a count cannot be negative"):
            method([-1, 2, 3, 4, 5], [1] * 5, ROW)
        with pytest.raises(InputError, match=r"events must hold one value for each of the 5 areas"):
            method([1, 2], [5, 5], ROW)
        with pytest.raises(InputError, match=r"level must be a proportion"):
            method([1] * 5, [5] * 5, ROW, level=95)
    with pytest.raises(InputError, match=r"population must be above nought; at position 1 it is 0"):
        rate_deviates([1, 2], [5, 0])
    with pytest.raises(InputError, match=r"events must have no missing values"):
        rate_deviates([1, np.nan], [5, 5])
    with pytest.raises(InputError, match=r"one row of areas with some events; got 0 in shape \(2,\)"):
        rate_deviates([0, 0], [5, 5])
    with pytest.raises(InputError, match=r"one row of areas with some events; got 3 in shape \(1, 2\)"):
        rate_deviates([[1, 2]], [[5, 5]])
