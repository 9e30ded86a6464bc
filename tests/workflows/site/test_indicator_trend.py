"""Which way a series goes is read from periods that do not overlap, of one stretch, and for districts together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from newlyn.publish.site.indicator_measure import Measure, Measured
from newlyn.publish.site.indicator_series import Line, Moment, Series
from newlyn.stats.direction.trend import linear_trend
from newlyn.workflows.site.indicator_trend import FEWEST, trends

MEASURE = Measure("made.up", "Out of work", "%", "higher is worse")
FALLING = (9.0, 8.1, 6.9, 6.0, 5.1, 4.0)


def line(*values: float | None, code: str = "E10", kind: str = "place", reach: float | None = None) -> Line:
    return Line(
        code,
        "Ash",
        kind,
        tuple(
            None
            if value is None
            else Measured(code, "Ash", value, *((value - reach, value + reach) if reach else (None, None)))
            for value in values
        ),
    )


def series(*lines: Line, years: float = 1.0, breaks: tuple[tuple[int, str], ...] = ()) -> Series:
    moments = tuple(Moment(2015.5 + at, str(2015 + at), str(2015 + at), years) for at in range(len(lines[0].points)))
    return Series(moments, lines, breaks)


def test_a_steady_fall_is_falling_by_the_slope_of_its_line() -> None:
    found = trends(series(line(*FALLING)), MEASURE)["E10"]
    expected = linear_trend(FALLING, np.arange(6.0)).slope
    assert (found.direction, found.periods, found.since) == ("falling", 6, "2015")
    assert (found.per_year, found.lower, found.upper) == pytest.approx((expected.value, expected.lower, expected.upper))


def test_where_every_figure_has_limits_each_weighs_by_its_own() -> None:
    sure, unsure = line(*FALLING, reach=0.1), line(*FALLING, reach=9.0)
    assert trends(series(sure), MEASURE)["E10"].direction == "falling"
    assert trends(series(unsure), MEASURE)["E10"].direction == "no clear change"


def test_of_periods_that_overlap_only_those_apart_are_used() -> None:
    values = [float(at) for at in range(13)]
    found = trends(series(line(*values), years=3.0), MEASURE)
    assert found == {}, "13 three-year figures are four apart within ten years"
    found = trends(series(line(*values), years=2.0), MEASURE)
    assert (found["E10"].periods, found["E10"].since) == (6, "2017")


def test_fewer_than_five_periods_or_a_break_leave_no_direction() -> None:
    assert trends(series(line(*FALLING[: FEWEST - 1])), MEASURE) == {}
    assert trends(series(line(*FALLING), breaks=((3, "another table"),)), MEASURE) == {}
    assert trends(series(line(9.0, 8.0, None, 6.0, 5.0, 4.0)), MEASURE) == {}


def test_a_direction_looks_back_ten_years_and_no_further() -> None:
    values = [0.0, 5.0, 10.0, 15.0] + [20.0 + at % 2 for at in range(12)]
    found = trends(series(line(*values)), MEASURE)["E10"]
    assert (found.since, found.periods, found.direction) == ("2020", 11, "no clear change")


def test_of_many_districts_one_that_chance_would_bring_forth_is_not_called() -> None:
    rng = np.random.default_rng(1)
    one = line(1.0, 1.4, 1.2, 1.7, 1.6, 1.9, code="E1", kind="district")
    alone = trends(series(one), MEASURE)["E1"]
    noise = [line(*rng.normal(size=6), code=f"E{at}", kind="district") for at in range(2, 40)]
    among = trends(series(one, *noise), MEASURE)
    assert alone.direction == "rising"
    assert {found.direction for found in among.values()} == {"no clear change"}
    assert (among["E1"].per_year, among["E1"].lower) == (alone.per_year, alone.lower)


def test_what_may_not_be_compared_has_no_direction() -> None:
    assert trends(None, MEASURE) == {}
    assert trends(series(line(*FALLING)), replace(MEASURE, comparable=False)) == {}
    assert trends(series(line(*FALLING)), replace(MEASURE, unit="rank, 1 is the most deprived")) == {}
