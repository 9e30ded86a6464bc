"""Funnels agree with the check values that UKHSA published for its own, figure by figure and area by area."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.check_values import read_columns

from newlyn.stats.control.funnel import LEVELS, funnel_of_proportions, funnel_of_ratios
from newlyn.stats.control.funnel_axis import denominators_to_draw
from newlyn.stats.control.funnel_limit import expected_on_limits, pooled_benchmark, proportion_control_limits

# SOURCE: UKHSA / OHID, PHEindicatormethods (commit 093fd288d8f8), check values of its funnels: R/sysdata.rda and
# tests/testthat/testdata_funnel_*.csv, read as data. Its axis variation is of the areas with denominators below 31,000
# (its test says so).

PROPORTIONS = [("test_funnel_inputs", "test_funnel_outputs"), ("funnel_prop_inputs", "funnel_prop_outputs")]
NARROW = ["test_funnel_outputs_axis_variation", "funnel_prop_outputs_with_axis_variation"]
RATIOS = [
    ("test_funnel_ratio_inputs", "test_funnel_ratio_outputs"),
    ("funnel_ratio_inputs", "funnel_ratio_outputs"),
]


@pytest.mark.parametrize(("given", "_"), PROPORTIONS)
def test_every_area_stands_where_ukhsa_has_it_by_its_proportion(check_values: Path, given: str, _: str) -> None:
    areas = read_columns(check_values / f"{given}.csv")
    funnel = funnel_of_proportions(areas["numerator"], areas["denominator"])
    assert funnel.standing.named.tolist() == areas["significance"].tolist()
    assert len(set(areas["significance"])) == 5


@pytest.mark.parametrize(("given", "_"), RATIOS)
def test_every_area_stands_where_ukhsa_has_it_by_its_ratio(check_values: Path, given: str, _: str) -> None:
    areas = read_columns(check_values / f"{given}.csv")
    funnel = funnel_of_ratios(areas["obs"], areas["expected"])
    assert funnel.standing.named.tolist() == areas["significance"].tolist()
    assert len(set(areas["significance"])) == 5


@pytest.mark.parametrize(("given", "drawn"), PROPORTIONS)
def test_the_limits_of_proportions_are_ukhsas_to_six_decimals(check_values: Path, given: str, drawn: str) -> None:
    areas = read_columns(check_values / f"{given}.csv")
    _has_limits(read_columns(check_values / f"{drawn}.csv"), areas["numerator"], areas["denominator"], 6)


@pytest.mark.parametrize("drawn", NARROW)
def test_the_limits_of_proportions_on_a_shorter_axis_are_ukhsas_to_eight_decimals(
    check_values: Path, drawn: str
) -> None:
    areas = read_columns(check_values / "test_funnel_inputs.csv")
    small = areas["denominator"] < 31_000
    _has_limits(read_columns(check_values / f"{drawn}.csv"), areas["numerator"][small], areas["denominator"][small], 8)


def _has_limits(drawn: dict[str, np.ndarray], count: np.ndarray, total: np.ndarray, decimals: int) -> None:
    sizes, lower2, upper2, lower3, upper3, baseline = list(drawn.values())[:6]
    assert denominators_to_draw(total).tolist() == sizes.tolist()
    benchmark = pooled_benchmark(count, total)
    near = {"rtol": 0, "atol": 0.51 * 10.0**-decimals}
    np.testing.assert_allclose(np.broadcast_to(100 * benchmark, baseline.shape), baseline, **near)
    for level, lower, upper in zip(LEVELS, (lower2, lower3), (upper2, upper3), strict=True):
        limits = proportion_control_limits(sizes, benchmark=benchmark, level=level).scaled(100)
        np.testing.assert_allclose(limits.lower, lower, **near)
        np.testing.assert_allclose(limits.upper, upper, **near)


@pytest.mark.parametrize(("given", "drawn"), RATIOS)
def test_the_funnel_of_a_ratio_is_ukhsas_count_by_count(check_values: Path, given: str, drawn: str) -> None:
    # UKHSA finds the expected events by a search that stops a millionth short of them, for one event some hundred
    # thousandths: its upper limits there end beside −log(1 − p), which is the answer. Six figures are what it has.
    expected = list(read_columns(check_values / f"{drawn}.csv").values())
    sizes = expected[0]
    areas = read_columns(check_values / f"{given}.csv")
    # Its series is laid out in 100 steps and leaves the last point off.
    assert denominators_to_draw(areas["expected"], points=101)[:-1].tolist() == sizes.tolist()
    columns = iter(expected[1:])
    for level in LEVELS:
        found = expected_on_limits(sizes, level=level)
        for side in (found.lower, found.upper):
            events, distance, ratio = (next(columns) for _ in range(3))
            for ours, published in ((side, events), (100 * sizes / side, ratio)):
                np.testing.assert_allclose(ours[1:], published[1:], rtol=1e-6)
                np.testing.assert_allclose(ours[0], published[0], rtol=5e-5)
            np.testing.assert_allclose((sizes / side - 1)[1:], distance[1:], rtol=0, atol=3e-5)
    assert next(columns, None) is None
