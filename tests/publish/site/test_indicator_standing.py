from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newlyn.publish.site.indicator_measure import Measure, Measured
from newlyn.publish.site.indicator_standing import Standings, position, rank_of, stand

MEASURE = Measure("made.up", "Out of work", "%", "higher is worse")
VALUES = st.lists(st.integers(0, 20).map(float), min_size=2, max_size=30)


def districts(*values: float | None) -> list[Measured]:
    return [Measured(f"E{at}", f"District {at}", value) for at, value in enumerate(values)]


def test_the_worst_stands_first_and_what_is_not_published_last() -> None:
    rows = stand(districts(3.0, None, 5.0), [1.0, 3.0, 5.0, 9.0], None, MEASURE)
    assert [(row.measured.value, row.place, row.england) for row in rows] == [
        (5.0, 1, 2),
        (3.0, 2, 3),
        (None, None, None),
    ]


def test_equal_figures_share_a_rank() -> None:
    rows = stand(districts(5.0, 5.0, 1.0), [5.0, 5.0, 1.0], None, MEASURE)
    assert [row.place for row in rows] == [1, 1, 3]
    standings = Standings("lad", "2024", tuple(rows), None, (), 0)
    assert len(standings.first()) == 2


def test_a_verdict_needs_limits_and_england() -> None:
    limited = [Measured("E1", "Ash", 5.0, 4.5, 5.5), Measured("E2", "Birch", 5.0)]
    england = Measured("E92000001", "England", 4.0, kind="country")
    verdicts = {row.measured.name: row.verdict for row in stand(limited, [5.0, 5.0], england, MEASURE)}
    assert verdicts == {"Ash": "worse", "Birch": "not compared"}
    assert stand(limited, [], None, MEASURE)[0].verdict == "not compared"


def test_amounts_are_held_against_no_larger_area() -> None:
    england = Measured("E92000001", "England", 4.0, kind="country")
    standings = Standings("lad", "2024", (), None, (england,), 0)
    assert standings.benchmark is england
    assert Standings("lad", "2024", (), None, (england,), 0, amounts=True).benchmark is None


@given(VALUES)
def test_a_rank_is_one_more_than_those_before(values: list[float]) -> None:
    array = np.array(values)
    for value in values:
        assert rank_of(value, values, high_first=True) == 1 + int((array > value).sum())
        assert rank_of(value, values, high_first=False) == 1 + int((array < value).sum())


@given(VALUES)
def test_positions_lie_between_the_ends_and_turn_round_with_the_order(values: list[float]) -> None:
    for value in values:
        share = position(value, values, high_first=True)
        assert 0 <= share <= 1
        assert abs(share + position(value, values, high_first=False) - 1) < 1e-9


def test_one_area_alone_stands_in_the_middle() -> None:
    assert position(4.0, [4.0], high_first=True) == 0.5
