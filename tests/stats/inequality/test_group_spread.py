"""Groups in no order are measured from the best of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from newlyn.foundation.errors import InputError
from newlyn.stats.inequality.group_spread import spread_between_groups

figures = arrays(float, 5, elements=st.floats(1, 1000).map(lambda x: float(f"{x:.6g}")))
people = arrays(float, 5, elements=st.integers(1, 10**6).map(float))


# SOURCE: WHO healthequal 1.0.1, data set OrderedSample (births attended by skilled health personnel, %, by wealth
# fifth) and reference page of parisk: the average is 7.627362 behind the richest fifth, which also fares best.
FIFTHS = [75.60530, 91.01997, 96.03959, 97.04223, 99.22405]
BIRTHS = [2072.436, 2112.204, 1983.059, 2052.124, 1884.510]


def test_the_mean_distance_from_the_best_is_that_of_the_world_health_organization() -> None:
    found = spread_between_groups(FIFTHS, BIRTHS, higher_is="better")
    assert float(found.to_best) == pytest.approx(7.627362, abs=5e-6)
    assert (float(found.best), float(found.worst)) == (99.22405, 75.60530)
    assert float(found.absolute) == pytest.approx(23.61875)
    assert float(found.relative) == pytest.approx(99.22405 / 75.60530)


def test_where_higher_is_worse_the_best_is_the_lowest() -> None:
    found = spread_between_groups([8, 12, 9], [100, 50, 50], higher_is="worse")
    assert (float(found.best), float(found.worst), float(found.absolute), float(found.relative)) == (8, 12, 4, 1.5)
    assert float(found.to_best) == 1.25


@given(figures, people, st.permutations(range(5)), st.sampled_from(["better", "worse"]))
def test_the_order_of_the_groups_does_not_matter(
    value: np.ndarray, population: np.ndarray, order: list[int], higher_is: str
) -> None:
    one = spread_between_groups(value, population, higher_is=higher_is)
    other = spread_between_groups(value[order], population[order], higher_is=higher_is)
    assert (float(one.absolute), float(one.relative)) == (float(other.absolute), float(other.relative))
    assert float(one.to_best) == pytest.approx(float(other.to_best))


@given(figures, people, st.sampled_from(["better", "worse"]))
def test_nobody_is_farther_from_the_best_than_the_worst(
    value: np.ndarray, population: np.ndarray, higher_is: str
) -> None:
    found = spread_between_groups(value, population, higher_is=higher_is)
    assert 0 <= found.to_best <= found.absolute * (1 + 1e-12)
    assert found.relative >= 1


def test_groups_without_people_drop_out_and_missing_figures_make_an_area_missing() -> None:
    found = spread_between_groups(
        [[8, 12, 1], [8, np.nan, 9], [8, 12, np.nan], [8, 9, 1], [8, 9, 1]],
        [[100, 100, 0], [1, 1, 1], [100, 100, 0], [1, 0, 0], [1, np.nan, 1]],
        higher_is="worse",
    )
    assert found.to_best.tolist()[::2][:2] == [2, 2]
    assert np.isnan([found.best, found.worst, found.absolute, found.relative, found.to_best])[:, [1, 3, 4]].all()


def test_the_ratio_is_missing_where_a_figure_is_not_above_nought() -> None:
    found = spread_between_groups([0, 4], [1, 1], higher_is="worse")
    assert float(found.absolute) == 4
    assert np.isnan(found.relative)


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(InputError, match=r"value must hold at least 2 values; got 1\."):
        spread_between_groups([1], [1], higher_is="worse")
    with pytest.raises(InputError, match=r"a population cannot be negative; at position 1 it is -1\."):
        spread_between_groups([1, 2], [1, -1], higher_is="worse")
    with pytest.raises(InputError, match=r"higher_is must be one of better, worse; got 'good'\."):
        spread_between_groups([1, 2], [1, 1], higher_is="good")
    with pytest.raises(InputError, match=r"of one shape, or of one value each; got value \(2,\), population \(3,\)\."):
        spread_between_groups([1, 2], [1, 1, 1], higher_is="worse")
