from __future__ import annotations

import json
from itertools import pairwise

import pytest

from newlyn.foundation.period import Period
from newlyn.publish.chart import NARROW, WIDE, draw_specs
from newlyn.publish.site.indicator_chart import draw_ranking
from newlyn.publish.site.indicator_line import draw_series
from newlyn.publish.site.indicator_measure import Measure, Measured
from newlyn.publish.site.indicator_series import Line, Series, moment, ticks
from newlyn.publish.site.indicator_shape import axis_of, with_room
from newlyn.publish.site.indicator_standing import Standing, Standings

MEASURE = Measure("made.up", "Out of work", "%", "higher is worse")
ENGLAND = Measured("E92000001", "England", 4.0, kind="country")


def line(name: str, *values: float | None, kind: str = "district") -> Line:
    return Line(name, name, kind, tuple(None if value is None else Measured(name, name, value) for value in values))


def series(*lines: Line, breaks: tuple[tuple[int, str], ...] = ()) -> Series:
    return Series(tuple(moment(Period.year(2020 + at)) for at in range(4)), lines, breaks)


def test_a_line_is_cut_at_a_break_and_where_a_figure_is_missing() -> None:
    one = line("Ash", 1.0, 2.0, 3.0, 4.0)
    assert series(one).stretches(one) == [[0, 1, 2, 3]]
    assert series(one, breaks=((2, "another table"),)).stretches(one) == [[0, 1], [2, 3]]
    gappy = line("Birch", 1.0, None, 3.0, 4.0)
    assert series(gappy).stretches(gappy) == [[0], [2, 3]]


def test_the_line_of_a_kind_is_the_first_that_has_a_figure() -> None:
    found = series(line("Ash", 1.0, 1.0), line("England", None, kind="country"))
    assert found.line("place", "country") is None
    assert found.line("country", "district") is not None


def test_ticks_are_evenly_spread_and_hold_the_newest() -> None:
    moments = [moment(Period.year(2001 + at)) for at in range(20)]
    shown = ticks(moments, 4)
    assert [one.label for one in shown] == ["2005", "2010", "2015", "2020"]
    assert ticks(moments[:3], 7) == moments[:3]


def test_the_chart_of_a_series_names_the_ends_and_leaves_the_others_quiet() -> None:
    found = series(
        line("Ash", 5.0, 6.0, 7.0, 8.0),
        line("Birch", 3.0, 3.0, 3.0, 3.0),
        line("Cedar", 1.0, 1.0, 1.0, 1.0),
        line("England", 4.0, 4.0, 4.0, 4.0, kind="country"),
        breaks=((2, "another table"),),
    )
    spec = draw_series(found, MEASURE, WIDE)
    ends = {row["said"] for row in spec["datasets"]["ends"]}
    assert ends == {"Ash 8.0%", "Cedar 1.0%", "England 4.0%"}
    assert {row["name"] for row in spec["datasets"]["quiet"]} == {"Birch"}
    assert [row["at"] for row in spec["datasets"]["breaks"]] == [pytest.approx(2022.0, abs=0.01)]
    assert "@" not in json.dumps({name: part for name, part in spec.items() if name != "$schema"})


def test_labels_at_the_end_of_lines_stand_apart() -> None:
    found = series(*(line(name, 5.0, 5.0, 5.0, 5.0 + at / 1000) for at, name in enumerate(("Ash", "Birch"))),
                   line("England", 5.0, 5.0, 5.0, 5.0, kind="country"), line("Far", 1.0, 9.0, 1.0, 1.0))  # fmt: skip
    for size in (WIDE, NARROW):
        heights = sorted(row["label"] for row in draw_series(found, MEASURE, size)["datasets"]["ends"])
        assert all(after - before > 0.2 for before, after in pairwise(heights))


def test_the_ranking_shows_limits_verdicts_and_england() -> None:
    ash = Standing(Measured("E1", "Ash", 5.0, 4.5, 5.5), 1, 3, "worse")
    birch = Standing(Measured("E2", "Birch", 4.0), 2, 9, "not compared")
    whole = Measured("E10", "Saltmarch", 4.4, kind="county")
    spec = draw_ranking(Standings("lad", "2024", (ash, birch), whole, (ENGLAND,), 296), MEASURE, WIDE)
    rows = spec["datasets"]["districts"]
    assert [row["said"] for row in rows] == ["5.0% worse", "4.0%", "4.4%"]
    assert [row["shape"] for row in rows] == ["triangle-down", "circle", "square"]
    assert (rows[0]["lower"], rows[0]["upper"], rows[1]["lower"]) == (4.5, 5.5, 4.0)
    assert spec["datasets"]["england"] == [{"value": 4.0, "said": "England 4.0%"}]


def test_both_charts_are_drawn_with_hostile_names_as_text() -> None:
    name = "<script>alert(1)</script> & 'sons'"
    found = series(line(name, 5.0, 6.0, 7.0, 8.0), line("Birch", 3.0, 3.0, 3.0, 3.0))
    drawing = draw_specs(lambda size: draw_series(found, MEASURE, size), key="k", title="t", description="d")
    assert "<script>" not in drawing.wide
    assert "&lt;script&gt;" in drawing.wide
    rows = (
        Standing(Measured("E1", name, 5.0), 1, 3, "not compared"),
        Standing(Measured("E2", "B", 5.0), 1, 3, "similar"),
    )
    ranking = Standings("lad", "2024", rows, None, (), 0)
    drawing = draw_specs(lambda size: draw_ranking(ranking, MEASURE, size), key="r", title="t", description="d")
    assert "<script>" not in drawing.narrow


def test_an_axis_carries_the_sign_of_its_unit_and_has_room_at_both_ends() -> None:
    units = ("%", "share of people", "£ a week", "years")
    assert [axis_of(Measure("a.b", "X", unit, "neither")) for unit in units] == ["percent", "share", "pounds", "plain"]
    low, high = with_room([2.0, 2.0])
    assert low < 2.0 < high
