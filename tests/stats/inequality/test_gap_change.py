"""A gap that closes is told apart by who moved, and the two parts add up to the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.estimate import Estimate
from newlyn.stats.inequality.gap import Gap, estimate_with_error, gap_between
from newlyn.stats.inequality.gap_change import change_in_gap

FIGURES = st.floats(1, 1000).map(lambda x: float(f"{x:.6g}"))
WORDS = st.sampled_from(["better", "worse"])


def known(value: float | np.ndarray, se: float = 0.2) -> Estimate:
    return estimate_with_error(value, se, statistic="life expectancy")


def gap(worse_off: float | np.ndarray, better_off: float | np.ndarray, higher_is: str = "better") -> Gap:
    return gap_between(known(worse_off), known(better_off), higher_is=higher_is)


def test_a_gap_closes_because_the_worse_off_rose_or_the_better_off_fell() -> None:
    rose = change_in_gap(gap(74, 83), gap(75, 83))
    assert (float(rose.absolute.value), float(rose.by_worse_off.value), float(rose.by_better_off.value)) == (-1, -1, 0)
    fell = change_in_gap(gap(74, 83), gap(74, 82))
    assert (float(fell.absolute.value), float(fell.by_worse_off.value), float(fell.by_better_off.value)) == (-1, 0, -1)
    assert rose.relative.value < 1
    assert fell.relative.value < 1
    assert rose.reads.startswith("An absolute change below 0, and a relative change below 1, mean that the gap closed.")


def test_where_higher_is_worse_a_fall_of_the_worse_off_closes_the_gap() -> None:
    found = change_in_gap(gap(500, 300, "worse"), gap(450, 290, "worse"))
    assert float(found.absolute.value) == -40
    assert (float(found.by_worse_off.value), float(found.by_better_off.value)) == (-50, 10)
    assert float(found.relative.value) == pytest.approx((450 / 290) / (500 / 300))


@given(FIGURES, FIGURES, FIGURES, FIGURES, WORDS)
def test_the_two_parts_add_up_to_the_change(a: float, b: float, c: float, d: float, higher_is: str) -> None:
    found = change_in_gap(gap(a, b, higher_is), gap(c, d, higher_is))
    assert float(found.by_worse_off.value + found.by_better_off.value) == pytest.approx(
        float(found.absolute.value), abs=1e-9
    )
    for part in (found.absolute, found.by_worse_off, found.by_better_off):
        assert part.lower < part.value < part.upper


@given(FIGURES, FIGURES, WORDS)
def test_a_gap_that_stayed_has_not_changed(worse_off: float, better_off: float, higher_is: str) -> None:
    one = gap(worse_off, better_off, higher_is)
    found = change_in_gap(one, one)
    assert (float(found.absolute.value), float(found.by_worse_off.value), float(found.by_better_off.value)) == (0, 0, 0)
    assert float(found.relative.value) == pytest.approx(1)


def test_the_standard_error_of_the_change_is_that_of_four_figures() -> None:
    found = change_in_gap(gap(74, 83), gap(74.5, 83.2))
    assert float(found.absolute.upper - found.absolute.value) == pytest.approx(1.959963985 * 0.4)


def test_limits_hold_the_true_change_as_often_as_they_say() -> None:
    rng, times = np.random.default_rng(1), 20_000
    a, b, c, d = (rng.normal(true, 0.2, times) for true in (74, 83, 74.6, 83.1))
    found = change_in_gap(gap(a, b), gap(c, d))
    truth = {
        "absolute": -0.5,
        "relative": (83.1 / 74.6) / (83 / 74),
        "by_worse_off": -0.6,
        "by_better_off": 0.1,
    }
    for name, true in truth.items():
        estimate = getattr(found, name)
        held = np.mean((estimate.lower <= true) & (true <= estimate.upper))
        assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / times)), name


def test_a_missing_figure_makes_its_change_missing() -> None:
    found = change_in_gap(
        gap(np.array([74, np.nan]), np.array([83.0, 83])), gap(np.array([75.0, 75]), np.array([83.0, 83]))
    )
    assert np.isnan(found.absolute.value).tolist() == np.isnan(found.relative.lower).tolist() == [False, True]
    assert not np.isnan(found.by_better_off.value).any()


def test_gaps_that_mean_different_things_are_refused() -> None:
    with pytest.raises(InputError, match=r"mean the same by a higher figure; got better before and worse after\."):
        change_in_gap(gap(74, 83), gap(500, 300, "worse"))
    other = gap_between(
        *(estimate_with_error(one, 0.2, statistic="life expectancy", level=0.998) for one in (74, 83)),
        higher_is="better",
    )
    with pytest.raises(InputError, match=r"of one statistic and level; got absolute gap at 0\.998 and absolute gap at"):
        change_in_gap(gap(74, 83), other)
