from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.publish.site.compare import (
    EDGE,
    WIDTH,
    CompareRow,
    difference_words,
    judge_pair,
    most_different,
    place_marks,
    tally,
)
from newlyn.publish.site.reading import Polarity, Reading, Verdict

VALUES = st.floats(-1e6, 1e6)


def row(label: str, verdict: Verdict, apart: float, code: str = "census.flats") -> CompareRow:
    return CompareRow(
        code, label, "", "higher is worse", "2021", Reading("12.0%", 12), Reading("8.0%", 8), "", verdict, None, apart
    )


@pytest.mark.parametrize(
    ("polarity", "verdict"),
    [("higher is worse", "worse"), ("higher is better", "better"), ("neither", "higher")],
)
def test_a_higher_figure_is_judged_by_which_direction_is_good(polarity: Polarity, verdict: Verdict) -> None:
    assert judge_pair((20, 18, 22), (12, 10, 14), polarity) == verdict


def test_it_is_the_difference_that_is_tested_and_not_whether_limits_overlap() -> None:
    # SOURCE: by hand. The difference of 3 beyond √(2² + 2²) = 2.83 is clear, though 14 is above 13; one of 2.5 is not.
    assert judge_pair((12, 10, 14), (15, 13, 17), "higher is worse") == "better"
    assert judge_pair((12, 10, 14), (14.5, 12.5, 16.5), "higher is worse") == "similar"


def test_of_lopsided_limits_those_towards_each_other_count() -> None:
    # Down from 12 it is 1, up from 10 it is 1: 2 is beyond √2. The far sides are wide and do not matter.
    assert judge_pair((12, 11, 30), (10, 0, 11), "neither") == "higher"


def test_a_figure_without_limits_stands_as_it_is_beside_one_with_limits() -> None:
    assert judge_pair((12, 10, 14), (15, None, None), "neither") == "lower"
    assert judge_pair((15, None, None), (12, 10, 16), "neither") == "similar"


@pytest.mark.parametrize("second", [(None, None, None), (5, None, None)])
def test_without_any_limits_or_a_value_nothing_is_compared(second: tuple[float | None, None, None]) -> None:
    assert judge_pair((4, None, None), second, "higher is better") == "not compared"


@given(VALUES, VALUES, st.floats(0, 100), st.floats(0, 100), st.sampled_from(["higher is better", "neither"]))
def test_the_other_way_round_the_verdict_is_the_other(a: float, b: float, c: float, d: float, way: Polarity) -> None:
    opposite = {"better": "worse", "worse": "better", "higher": "lower", "lower": "higher"}
    one, other = (a, a - c, a + c), (b, b - d, b + d)
    there = judge_pair(one, other, way)
    assert judge_pair(other, one, way) == opposite.get(there, there)


@given(st.lists(VALUES, min_size=6, max_size=6))
def test_marks_stay_inside_the_drawing(values: list[float]) -> None:
    marks = place_marks(tuple(values[:3]), tuple(values[3:]), min(values), max(values))  # type: ignore[arg-type]
    for mark in marks:
        assert all(EDGE <= x <= WIDTH - EDGE for x in (mark.x, mark.low, mark.high))


@pytest.mark.parametrize(
    ("first", "second", "unit", "decimals", "words"),
    [
        (16.4, 20.0, "%", 1, "3.6 points less"),
        (0.25, 0.2, "share of people", 3, "5.0 points more"),
        (61.02, 61.01, "years", 1, "no difference"),
        (1204, 4, "people", 0, "1,200 more"),
        (30000, 31200, "£ a year", 0, "£1,200 less"),
        (None, 1, "%", 1, ""),
    ],
)
def test_a_difference_is_said_in_its_unit(
    first: float | None, second: float, unit: str, decimals: int, words: str
) -> None:
    assert difference_words(first, second, unit, decimals) == words


def test_what_differs_most_comes_first_and_each_subject_once() -> None:
    rows = [
        row("Households in flats", "worse", 1.0),
        row("Households in caravans", "worse", 2.0, "census.caravans"),
        row("GCSE results", "worse", 3.0, "outcomes.school.gcse_english_maths"),
        row("Residents", "similar", 9.0, "population.residents"),
    ]
    assert most_different("Ash", "Birch", rows) == (
        "Ash and Birch differ most in GCSE results (12.0% against 8.0%) and households in caravans (12.0% against "
        "8.0%): both are worse in Ash."
    )


def test_differences_of_both_kinds_are_told_apart() -> None:
    rows = [row("Flats", "worse", 1.0), row("Skills", "better", 3.0, "outcomes.skills.level_3")]
    assert most_different("Ash", "Birch", rows) == (
        "Ash and Birch differ most in skills (12.0% against 8.0%, better in Ash) and flats (12.0% against 8.0%, worse "
        "in Ash)."
    )


def test_where_nothing_differs_beyond_doubt_this_is_said() -> None:
    rows = [row("Flats", "similar", 1.0), row("Sex", "higher", 1.0), row("Age", "not compared", 8.0)]
    assert most_different("Ash", "Birch", rows).startswith("No figure that has a good and a bad direction")
    assert tally("Ash", rows) == (
        "Of 2 figures that can be tested, none is better in Ash, none is worse, 1 cannot be told apart and 1 differs "
        "where neither direction is good. 1 further figure cannot be tested: no limits are published."
    )


def test_where_nothing_can_be_tested_this_is_said() -> None:
    assert tally("Ash", [row("Age", "not compared", 8.0)]) == "No difference can be tested: no limits are published."
