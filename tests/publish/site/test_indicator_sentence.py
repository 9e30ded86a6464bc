from __future__ import annotations

import pytest

from newlyn.publish.site.indicator_class import classed
from newlyn.publish.site.indicator_measure import Measure, Measured
from newlyn.publish.site.indicator_sentence import (
    Told,
    against_england,
    answer_for_districts,
    answer_for_small,
    change,
    concentrated,
    middle_half,
    ranked,
)
from newlyn.publish.site.indicator_series import Line, Moment, Series
from newlyn.publish.site.indicator_standing import Standing, Standings
from newlyn.publish.site.reading import Verdict

WORSE = Measure("made.up", "Out of work", "%", "higher is worse")
TOLD = Told("Saltmarch", WORSE)
ENGLAND = Measured("E92000001", "England", 4.1, kind="country")


def standings(
    *values: float | None,
    verdicts: tuple[Verdict, ...] = (),
    whole: Measured | None = None,
    compared: tuple[Measured, ...] = (ENGLAND,),
    kind: str = "lad",
    amounts: bool = False,
) -> Standings:
    known = sorted((value for value in values if value is not None), reverse=True)
    rows = tuple(
        Standing(
            Measured(f"E{at}", ("Ash", "Birch", "Cedar", "Damson")[at], value),
            None if value is None else known.index(value) + 1,
            None if value is None else 10 * (known.index(value) + 1),
            (verdicts or ("not compared",) * len(values))[at],
        )
        for at, value in enumerate(values)
    )
    return Standings(kind, "2024", rows, whole, compared, 296, amounts)


def test_the_answer_names_the_district_that_is_worst_and_what_it_is_held_against() -> None:
    whole = Measured("E10", "Saltmarch", 3.0, kind="county")
    assert answer_for_districts(TOLD, standings(4.8, 3.1, whole=whole)) == (
        "In 2024, Ash had the highest figure of Saltmarch’s two districts: 4.8%, against 3.0% in Saltmarch and 4.1% in "
        "England."
    )


def test_districts_without_a_figure_are_counted() -> None:
    assert "of the two of Saltmarch’s three districts that have one" in answer_for_districts(
        TOLD, standings(4.8, 3.1, None)
    )


def test_districts_that_share_the_first_place_are_all_named() -> None:
    assert "Ash and Birch shared the highest figure" in answer_for_districts(TOLD, standings(4.8, 4.8, 1.0))


def test_districts_that_all_read_alike_are_not_told_apart() -> None:
    text = answer_for_districts(TOLD, standings(99.98, 99.99))
    assert text == "In 2024, all of Saltmarch’s two districts had the same figure, 100.0%, against 4.1% in England."


def test_a_place_of_one_authority_is_told_by_its_own_figure() -> None:
    text = answer_for_districts(TOLD, standings(4.8, kind="cty"))
    assert text == "In 2024, the figure for Ash was 4.8%, against 4.1% in England."
    assert answer_for_districts(TOLD, standings(4.8, compared=())) == "In 2024, the figure for Ash was 4.8%."


def test_nothing_published_is_said() -> None:
    assert answer_for_districts(TOLD, standings(None, None)) == "No figure is published for Saltmarch."
    assert answer_for_small(TOLD, [], level="lsoa21", period="2024") == "No figure is published for Saltmarch."


def test_amounts_are_not_held_against_england() -> None:
    people = Told("Saltmarch", Measure("made.up", "Ships", "people", "neither", 0))
    found = standings(4800, 3100, amounts=True)
    assert answer_for_districts(people, found) == (
        "In 2024, Ash had the highest figure of Saltmarch’s two districts: 4,800 people."
    )
    assert against_england(people, found) == ""


def test_a_group_and_a_day_are_said() -> None:
    told = Told("Saltmarch", WORSE, "female")
    found = standings(4.8, 3.1)
    day = Standings(found.kind, "21 March 2021", found.rows, None, found.compared, 296)
    assert answer_for_districts(told, day).startswith("For female: on 21 March 2021, Ash had")


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("worse", "better", "similar"),
         "By their 95% limits, one of the three districts is worse than England, one is better than it and one cannot "
         "be told from it."),
        (("worse", "worse", "better"),
         "By their 95% limits, two of the three districts are worse than England and one is better than it."),
        (("similar",) * 3, "By their 95% limits, none of the three districts can be told from England."),
        (("better",) * 3, "By their 95% limits, all three districts are better than England."),
        (("not compared",) * 3,
         "No 95% limits are published, so no difference from England is tested here: small ones may be chance."),
    ],
)  # fmt: skip
def test_limits_alone_decide_who_differs_from_england(verdicts: tuple[Verdict, ...], expected: str) -> None:
    assert against_england(TOLD, standings(4.8, 3.1, 2.0, verdicts=verdicts)) == expected


def test_without_a_figure_for_england_nothing_is_held_against_it() -> None:
    assert against_england(TOLD, standings(4.8, 3.1, compared=())).startswith("No figure for England is published")


def test_one_district_is_told_by_its_own_limits() -> None:
    assert against_england(TOLD, standings(4.8, verdicts=("worse",))) == "By its 95% limits it is worse than England."


def test_the_rank_in_england_is_said_from_the_end_that_is_worst() -> None:
    assert ranked(TOLD, standings(4.8, 3.1)) == "Of 296 districts of England with a figure, Ash’s is the tenth highest."
    first = Standings("cty", "2024", (Standing(Measured("E1", "Ash", 4.8), 1, 1, "not compared"),), None, (), 151)
    assert (
        ranked(TOLD, first) == "Of 151 counties and unitary authorities of England with a figure, Ash’s is the highest."
    )
    assert ranked(TOLD, standings(None, None)) == ""


def hoods(*values: float | None) -> list[Measured]:
    found = [Measured(f"E0{at}", f"Hood {at}", value) for at, value in enumerate(values)]
    return sorted(found, key=lambda one: (one.value is None, -(one.value or 0)))


def test_small_areas_are_told_by_the_first_and_the_middle_one() -> None:
    text = answer_for_small(TOLD, hoods(1.0, 9.0, 4.0, None), level="lsoa21", period="2024")
    assert text == (
        "In 2024, Hood 1 had the highest figure of the three of Saltmarch’s four neighbourhoods that have one: 9.0%; "
        "the one in the middle had 4.0%."
    )


def test_many_small_areas_that_share_the_first_place_are_counted() -> None:
    text = answer_for_small(TOLD, hoods(9.0, 9.0, 9.0, 9.0, 1.0), level="wd", period="2024")
    assert text.startswith("In 2024, four wards shared the highest figure of Saltmarch’s five wards: 9.0%")


def test_ranks_and_tenths_are_told_as_deprivation() -> None:
    rank = Told("Saltmarch", Measure("made.rank", "Rank", "rank, 1 is most deprived", "higher is better", 0))
    areas = [Measured("E1", "Ash", 1204.0), Measured("E2", "Birch", 20_000.0)]
    assert answer_for_small(rank, areas, level="lsoa21", period="2025") == (
        "In 2025, Ash was the most deprived of Saltmarch’s two neighbourhoods, at rank 1,204 in England."
    )
    tenth = Told("Saltmarch", Measure("made.decile", "Tenth", "decile, 1 is most deprived", "higher is better", 0))
    areas = [Measured("E1", "Ash", 1.0), Measured("E2", "Birch", 5.0)]
    assert answer_for_small(tenth, areas, level="lsoa21", period="2025") == (
        "In 2025, one of Saltmarch’s two neighbourhoods was in the most deprived tenth of England."
    )


def test_the_districts_that_hold_the_darkest_class_are_counted() -> None:
    areas = hoods(*range(20))
    classing = classed(areas, WORSE, level="lsoa21", place="Saltmarch")
    districts = {one.code: "Ash" if (one.value or 0) > 16 else "Birch" for one in areas}
    assert concentrated(TOLD, classing, districts, level="lsoa21") == (
        "Of the four neighbourhoods in the darkest fifth, three are in Ash and one is in Birch."
    )
    assert concentrated(TOLD, classing, dict.fromkeys(districts, "Ash"), level="lsoa21") == ""


def test_the_middle_half_is_told_for_more_than_a_few() -> None:
    assert (
        middle_half(TOLD, hoods(*range(9)), level="lsoa21") == "Half of the neighbourhoods lie between 2.0% and 6.0%."
    )
    assert middle_half(TOLD, hoods(1.0, 2.0), level="lsoa21") == ""


def series(*points: Measured | None, breaks: tuple[tuple[int, str], ...] = ()) -> Series:
    moments = tuple(Moment(2020.5 + at, str(2020 + at), str(2020 + at)) for at in range(len(points)))
    return Series(moments, (Line("E10", "Saltmarch", "place", points),), breaks)


def test_a_change_is_told_with_its_direction_and_claims_no_test_without_limits() -> None:
    found = series(Measured("E10", "Saltmarch", 5.0), None, Measured("E10", "Saltmarch", 4.0))
    assert (
        change(TOLD, found)
        == "The newest figure of Saltmarch cannot be put beside an earlier one: the series is broken."
    )
    found = series(Measured("E10", "Saltmarch", 5.0), Measured("E10", "Saltmarch", 4.0))
    assert change(TOLD, found) == (
        "Saltmarch went from 5.0% in 2020 to 4.0% in 2021: down by 1.0 percentage points, which is better; not tested."
    )


def test_a_change_is_beyond_chance_where_the_limits_of_the_difference_leave_nought_out() -> None:
    wide = series(Measured("E10", "Saltmarch", 5.0, 4.0, 6.0), Measured("E10", "Saltmarch", 4.5, 3.5, 5.5))
    assert "which is better; may be chance" in change(TOLD, wide)
    # These limits overlap, and yet the difference of 0.75 is more than √(0.5² + 0.5²).
    near = series(Measured("E10", "Saltmarch", 5.0, 4.5, 5.5), Measured("E10", "Saltmarch", 4.25, 3.75, 4.75))
    assert "which is better; beyond chance" in change(TOLD, near)


def test_no_change_is_told_across_a_break_or_between_scales() -> None:
    point = Measured("E10", "Saltmarch", 5.0)
    assert "the series is broken" in change(TOLD, series(point, point, breaks=((1, "another table"),)))
    scale = Told("Saltmarch", Measure("made.up", "Score", "score", "higher is worse", comparable=False))
    assert change(scale, series(point, point)) == ""
