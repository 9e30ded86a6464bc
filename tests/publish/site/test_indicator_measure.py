from __future__ import annotations

import pytest

from newlyn.publish.site.indicator_measure import (
    Measure,
    Measured,
    better_or_worse,
    difference,
    reading_of,
    said,
    verdict_words,
    written,
)


def measure(unit: str = "%", polarity: str = "higher is worse", decimals: int = 1) -> Measure:
    return Measure("made.up", "Ships", unit, polarity, decimals)  # type: ignore[arg-type]  # a polarity by its name


@pytest.mark.parametrize(
    ("unit", "polarity", "first", "last"),
    [
        ("%", "higher is worse", "highest", "lowest"),
        ("%", "higher is better", "lowest", "highest"),
        ("%", "neither", "highest", "lowest"),
        ("businesses", "higher is better", "highest", "lowest"),
        ("rank, 1 is most deprived", "higher is better", "most deprived", "least deprived"),
        ("rank, highest is most deprived", "higher is worse", "most deprived", "least deprived"),
    ],
)
def test_the_worst_comes_first_and_the_highest_where_none_is_worst(
    unit: str, polarity: str, first: str, last: str
) -> None:
    found = measure(unit, polarity)
    assert (found.first, found.last) == (first, last)


def test_ranks_and_tenths_say_which_end_is_worse() -> None:
    assert measure("rank, 1 is most deprived", "higher is better").direction.startswith("A lower rank is worse")
    assert measure("decile, 1 is most deprived", "higher is better").direction.startswith("A lower tenth is worse")
    assert measure().direction == "A higher figure is worse."


def test_an_amount_is_not_judged_and_says_that_size_decides() -> None:
    found = measure("people")
    assert not found.judged
    assert "Larger areas have more" in found.direction


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("%", 31.24, "31.2%"),
        ("% of households", 12.0, "12.0% of households"),
        ("share, 0 to 1", 0.25, "25.0%"),
        ("share of people", 0.25, "25.0% of people"),
        ("score", 30.48, "30.5"),
        ("score out of 10", 7.46, "7.5 out of 10"),
        ("per 1,000 residents", 7.1, "7.1 per 1,000 residents"),
        ("£ a week", 583.0, "£583.0 a week"),
        ("standard score", -1.25, "−1.2"),
    ],
)
def test_a_sentence_says_the_unit_unless_its_sign_says_all(unit: str, value: float, expected: str) -> None:
    assert said(value, measure(unit)) == expected


def test_a_unit_that_begins_a_line_has_a_capital_unless_it_is_a_sign() -> None:
    titles = [measure(unit).unit_title for unit in ("%", "per 1,000 residents", "kWh per meter", "£")]
    assert titles == ["Percentage", "Per 1,000 residents", "kWh per meter", "Pounds"]


def test_figures_that_read_alike_are_the_same() -> None:
    assert better_or_worse(5.01, 5.04, measure()) == "the same"
    assert better_or_worse(5.0, 4.0, measure("%", "higher is better")) == "better"
    assert better_or_worse(3.0, 4.0, measure("%", "neither")) == "lower"


def test_percentages_differ_by_points_and_amounts_by_their_unit() -> None:
    assert difference(31.2, 22.1, measure()) == "9.1 percentage points"
    assert difference(0.25, 0.2, measure("share of people")) == "5.0 percentage points"
    assert difference(7.0, 7.4, measure("score out of 10")) == "0.4 points"
    assert difference(80.0, 83.0, measure("years")) == "3.0 years"


def test_a_figure_carries_its_limits_and_the_way_to_how_it_is_known() -> None:
    reading = reading_of(Measured("E1", "Ash", 5.0, 4.0, 6.0, figure="made.up:E1:2024"), measure())
    assert (reading.text, reading.limits, reading.figure) == ("5.0%", "4.0% to 6.0%", "made.up:E1:2024")
    assert reading_of(Measured("E1", "Ash", None, status="suppressed"), measure()).missing


def test_a_verdict_is_never_a_sign_alone() -> None:
    assert verdict_words("similar", "England") == "● similar to England"
    assert verdict_words("higher", "England") == "△ higher than England"
    assert verdict_words("not compared", "England") == "not compared"
    assert written(1.0, measure()) == "1.0%"
