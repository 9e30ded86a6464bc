"""Crossings are found for all areas at once, wherever they lie in their brackets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.stats.interval.bracket import Bracket


@given(st.floats(-1, 1), st.floats(0.01, 100))
def test_a_straight_line_is_crossed_where_it_is_nought(at: float, slope: float) -> None:
    found = Bracket(np.array([-1.0]), np.array([1.0])).crossing(lambda x: slope * (at - x))
    assert found[0] == pytest.approx(at, abs=1e-14)


def test_each_area_has_its_own_bracket_and_crossing() -> None:
    found = Bracket(np.array([0.0, 1.0]), np.array([1.0, 3.0])).crossing(lambda x: np.array([0.25, 4.0]) - x * x)
    assert found == pytest.approx([0.5, 2])


def test_a_curve_that_is_nowhere_above_nought_is_left_at_once_and_one_that_stays_there_at_the_end() -> None:
    bracket = Bracket(np.array([2.0]), np.array([5.0]))
    assert bracket.crossing(lambda x: -x) == pytest.approx([2])
    assert bracket.crossing(lambda x: x) == pytest.approx([5])


def test_a_missing_end_makes_the_crossing_missing() -> None:
    assert np.isnan(Bracket(np.array([np.nan, 0.0]), np.array([1.0, np.nan])).crossing(lambda x: 0.5 - x)).all()
