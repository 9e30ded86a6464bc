from __future__ import annotations

import re
from pathlib import Path

import pytest

from newlyn.publish.chart import NARROW, WIDE, draw_specs
from newlyn.publish.site.goal_chart import draw_gaps
from newlyn.publish.site.goal_gap import (
    Gap,
    Moved,
    Position,
    answer,
    direction_words,
    furthest_behind,
    furthest_words,
    gap_words,
    place_words,
)
from newlyn.publish.site.goal_word import GOAL_WORDS
from newlyn.publish.site.indicator_measure import Measure, Measured
from newlyn.publish.site.indicator_standing import Standing, Standings
from newlyn.publish.site.indicator_trend import Trend
from newlyn.publish.site.reading import Verdict

MANUAL = Path(__file__).parents[3] / "docs" / "explanation" / "goal-indicators.md"
WORSE = Measure("made.out_of_work", "Out of work", "%", "higher is worse")
BETTER = Measure("made.in_work", "In work", "%", "higher is better")
ENGLAND = Measured("E92000001", "England", 4.0, kind="country")


def gap(
    *values: float,
    measure: Measure = WORSE,
    whole: Measured | None = None,
    england: Measured | None = ENGLAND,
    verdict: Verdict = "not compared",
    shares: tuple[float, ...] = (),
    proxy: str = "",
    **more: object,
) -> Gap:
    order = sorted(values, reverse=measure.high_first)
    names = ("Ash", "Birch", "Cedar")
    rows = tuple(
        Standing(
            Measured(f"E{at}", names[at], value), order.index(value) + 1, 9, verdict if at == 0 else "not compared"
        )
        for at, value in enumerate(order)
    )
    compared = (england,) if england else ()
    positions = tuple(Position(names[at], share) for at, share in enumerate(shares))
    standings = Standings("lad", "2024", rows, whole, compared, 296, measure.amount)
    return Gap(measure, standings, proxy=proxy, positions=positions, **more)  # type: ignore[arg-type]


def whole(value: float, *limits: float) -> Measured:
    return Measured("E10", "Saltmarch", value, *limits, kind="county")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (whole(5.0), "▼ 1.0 percentage points worse; not tested"),
        (whole(5.0, 4.5, 5.5), "▼ 1.0 percentage points worse; beyond its 95% limits"),
        (whole(5.0, 3.5, 6.5), "▼ 1.0 percentage points worse; may be chance"),
        (whole(3.0, 2.5, 3.5), "▲ 1.0 percentage points better; beyond its 95% limits"),
        (whole(4.0), "● the same as England"),
    ],
)
def test_a_gap_is_told_with_its_side_and_its_test(own: Measured, expected: str) -> None:
    assert gap_words(gap(5.0, 3.0, whole=own)) == expected


def test_a_place_without_a_figure_is_told_by_its_districts() -> None:
    found = gap(5.0, 4.5, 3.0)
    assert place_words(found) == "districts 3.0% to 5.0%"
    assert gap_words(found) == "▼ 2 of 3 districts worse"
    assert found.side == "worse"
    assert gap(5.0, 3.0).side == "split"


def test_nothing_is_held_against_a_figure_that_is_not_there() -> None:
    assert gap_words(gap(5.0, england=None)) == "no figure for England"
    assert gap(5.0, england=None).side == ""
    ships = Measure("made.ships", "Ships", "people", "neither", 0)
    assert gap_words(gap(5.0, measure=ships)) == "an amount, not held against England"
    neither = Measure("made.age", "Aged 30", "%", "neither")
    assert gap_words(gap(5.0, measure=neither, whole=whole(5.0))) == "△ 1.0 percentage points higher; not tested"
    assert gap(5.0, measure=neither, whole=whole(5.0)).side == ""


def test_a_direction_names_the_period_it_is_counted_from() -> None:
    found = gap(5.0, 3.0, whole=whole(4.0), before=("2019", whole(5.0)), after=("2024", whole(4.0)))
    assert direction_words(found) == "since 2019 down by 1.0 percentage points, which is better; not tested"
    assert direction_words(gap(5.0, whole=whole(4.0))) == "no earlier figure"
    scale = Measure("made.score", "Score", "score", "higher is worse", comparable=False)
    assert direction_words(gap(5.0, measure=scale)) == "periods may not be compared"


def test_districts_are_counted_where_the_place_has_no_figure() -> None:
    falling = Trend("falling", -0.42, -0.61, -0.23, 8, "2016")
    flat = Trend("no clear change", -0.1, -0.31, 0.11, 8, "2016")
    assert (
        direction_words(gap(5.0, whole=whole(4.0), trend=falling))
        == "▲ improving, down by 0.42 percentage points a year since 2016"
    )
    assert direction_words(gap(5.0, 3.0, district_trends=(falling, flat, flat))) == (
        "districts: ▲ improving 1, ● no clear change 2"
    )
    found = gap(5.0, 3.0, districts_moved=Moved(1, 0, 2, "2019"))
    assert direction_words(found) == "since 2019 better in 1 and worse in 0 of 2 districts; not tested"


def test_the_district_furthest_behind_is_the_one_that_the_fewest_do_worse_than() -> None:
    near, far = gap(5.0, 3.0, shares=(0.3, 0.8)), gap(60.0, 70.0, measure=BETTER, shares=(0.02, 0.9))
    found = furthest_behind([near, far])
    assert found is not None
    assert (found[0].measure.label, found[1]) == ("In work", Position("Ash", 0.02))
    assert furthest_words(far) == "Ash, 60.0%"
    assert furthest_behind([gap(5.0)]) is None


def test_chance_and_proxies_do_not_make_the_headline() -> None:
    sure = gap(5.0, 3.0, shares=(0.3, 0.8))
    chance = gap(60.0, 70.0, measure=BETTER, shares=(0.0, 0.9), verdict="similar")
    proxy = gap(60.0, 70.0, measure=BETTER, shares=(0.0, 0.9), proxy="it shows something else")
    assert furthest_behind([sure, chance, proxy]) == (sure, sure.positions[0])
    assert furthest_behind([proxy]) == (proxy, proxy.positions[0])


def test_the_answer_counts_outcomes_by_side_and_names_who_is_furthest_behind() -> None:
    gaps = [gap(5.0, 3.0, whole=whole(5.0), shares=(0.07, 0.8)), gap(5.0, 3.0, whole=whole(3.0), shares=(0.3, 0.8))]
    assert answer("Saltmarch", gaps) == (
        "Saltmarch does worse than England on one of the two outcomes that can be compared and better on one; furthest "
        "behind is Ash, in “Out of work” (5.0%), where 7 in 100 districts of England do worse."
    )


def test_the_answer_says_so_where_nothing_can_be_compared() -> None:
    assert answer("Saltmarch", []) == "No outcome that was chosen to speak for this goal is published for Saltmarch."
    assert answer("Saltmarch", [gap(5.0, 3.0, england=None)]) == "None of the one outcome can be compared with England."
    assert answer("Saltmarch", [gap(5.0, 4.5, 3.0)]) == (
        "Most districts of Saltmarch do worse than England on the one outcome that can be compared."
    )


def test_the_chart_puts_the_one_furthest_behind_on_top_and_keeps_names_as_text() -> None:
    one = gap(5.0, 3.0, shares=(0.02, 0.8))
    long = Measure("made.long", "Households <b>whose</b> " + "very " * 20 + "long name goes on", "%", "higher is worse")
    other = gap(5.0, 3.0, measure=long, shares=(0.4, 0.6))
    for size in (WIDE, NARROW):
        spec = draw_gaps([one, other], size)
        assert [row["name"] for row in spec["datasets"]["dots"]] == ["Birch", "Ash", "Birch", "Ash"]
        assert all(row["lines"] <= 2 for row in spec["datasets"]["outcomes"])
        assert spec["datasets"]["outcomes"][1]["name"].endswith("…")
    drawing = draw_specs(lambda size: draw_gaps([one, other], size), key="g", title="t", description="d")
    assert "<b>" not in drawing.wide


def test_how_well_a_goal_is_evidenced_is_what_the_manual_says() -> None:
    told = re.findall(
        r"## (lug-\d\d): .*?\n\nEvidence: (.*?)\.\n.*?Not measured: (.*?)\n", MANUAL.read_text("utf-8"), re.S
    )
    assert {goal: words.evidence for goal, words in GOAL_WORDS.items()} == {goal: said for goal, said, _ in told}
    for goal, _, unmeasured in told:
        assert unmeasured.startswith(GOAL_WORDS[goal].unmeasured[:40])
