"""What is said of a place in England, number by number."""

from __future__ import annotations

import pytest
from shapely import box

from newlyn.publish.colour import TENTHS
from newlyn.publish.site.england_area import EnglandArea
from newlyn.publish.site.england_drawing import (
    draw_england,
    legend_of_districts,
    legend_of_tenths,
    live_england,
    step_of,
)
from newlyn.publish.site.england_map import (
    LISTED,
    answer,
    districts_table,
    even_spread,
    headlines,
    ranked,
    regions_table,
    spread,
    standing,
)
from newlyn.publish.site.link import ServedLinks

ENGLAND = EnglandArea("ctry", "E92000001", "England", "", 1000, 100, 200)


def district(at: int, fifth: int, *, areas: int = 10, region: str = "R1") -> EnglandArea:
    shape = box(at, 50, at + 1, 51)
    return EnglandArea("lad", f"X06{at:06d}", f"District {at}", region, areas, fifth // 2, fifth, shape)


def region(code: str, name: str, fifth: int) -> EnglandArea:
    return EnglandArea("rgn", code, name, "", 100, fifth // 2, fifth, box(0, 50, 40, 51))


# --- sentences -----------------------------------------------------------------------------------------------------


def test_a_place_without_a_most_deprived_neighbourhood_has_none_of_them() -> None:
    said = answer("Wrackham", 50, 0, ENGLAND)
    assert said == (
        "Wrackham has 5.0% of England’s 1,000 neighbourhoods, and none of the 100 in the most deprived tenth."
    )


@pytest.mark.parametrize(
    ("tenth", "verdict"), [(4, "fewer, which is better"), (5, "as many"), (6, "more, which is worse")]
)
def test_more_than_an_even_spread_gives_is_worse_and_fewer_is_better(tenth: int, verdict: str) -> None:
    said = even_spread("Wrackham", 50, tenth, ENGLAND)
    assert said == f"Spread evenly over England, 5 of them would be in Wrackham: it has {verdict}."


def test_the_headlines_set_the_place_beside_the_country() -> None:
    tenth, fifth, whole = headlines(50, 1, 20, ENGLAND, lambda name: f"/how/{name}")
    assert (tenth.number, tenth.unit, tenth.href) == ("1", "neighbourhood", "/how/areas-0.1")
    assert tenth.lines == ("2.0% of its own, 1.0% of the 100 in England",)
    assert (fifth.part, fifth.even) == (0.4, 0.2)
    assert (whole.number, whole.lines) == ("50", ("5.0% of the 1,000 in England",))


def test_the_district_with_the_largest_share_is_named_and_that_of_the_place_beside_it() -> None:
    districts = [district(1, 6), district(2, 3), district(3, 1)]
    lead = (
        "Of England’s 3 districts, District 1 has the largest share of its neighbourhoods in the most deprived fifth: "
        "60.0%."
    )
    two = standing("Saltmarch", districts, ["X06000002", "X06000003"])
    assert two == f"{lead} In Saltmarch the largest share is that of District 2: 30.0%, the second of all."
    assert standing("Saltmarch", districts, ["X06000002"]) == f"{lead} That of District 2 is 30.0%, the second of all."
    assert standing("Saltmarch", districts, ["X06000001", "X06000002"]) == lead
    assert standing("Saltmarch", districts, []) == lead


def test_a_place_without_a_neighbourhood_in_the_fifth_is_said_to_have_none() -> None:
    said = standing("Saltmarch", [district(1, 6), district(2, 0)], ["X06000002"])
    assert said.endswith("No district of Saltmarch has a neighbourhood in it.")


def test_equal_shares_have_one_place() -> None:
    assert list(ranked([district(1, 6), district(2, 3), district(3, 3), district(4, 1)]).values()) == [1, 2, 2, 4]


def test_the_regions_with_the_largest_and_the_smallest_share_are_named() -> None:
    regions = [region("R1", "London", 10), region("R2", "North East", 40), region("R3", "East of England", 20)]
    said = spread(regions)
    assert said.startswith("The North East has the largest share of its neighbourhoods")
    assert said.endswith("(40.0%), London the smallest (10.0%).")
    assert spread(regions[:1]) == ""


# --- tables --------------------------------------------------------------------------------------------------------


def test_the_table_lists_the_first_districts_and_those_of_the_place_wherever_they_stand() -> None:
    districts = [district(at, 40 - at, areas=100) for at in range(40)]
    own = {districts[3].code: "/a/3", districts[35].code: "/a/35"}
    table = districts_table("Saltmarch", districts, {"R1": "Region"}, own, lambda name, code: f"/how/{name}-{code}")
    assert len(table.rows) == LISTED + 1
    assert [row.head.text for row in table.rows if row.strong] == ["District 3", "District 35"]
    last = table.rows[-1]
    assert (last.head.href, last.head.note) == ("/a/35", "Region")
    assert [cell.text for cell in last.cells] == ["36", "100", "2", "5", "5.0%"]
    figures = [f"/how/{name}-X06000035" for name in ("areas", "areas-0.1", "areas-0.2")]
    assert [cell.href for cell in last.cells] == ["", *figures, ""]
    assert not any(cell.href for row in table.rows if not row.strong for cell in row.cells)


def test_the_table_of_regions_ends_with_england() -> None:
    table = regions_table([region("R1", "London", 10), region("R2", "North East", 40)], ENGLAND, {"R1"})
    assert [row.head.text for row in table.rows] == ["North East", "London", "England"]
    assert [row.strong for row in table.rows] == [False, True, False]
    assert [cell.text for cell in table.rows[-1].cells] == ["1,000", "100", "200", "20.0%"]


# --- maps ----------------------------------------------------------------------------------------------------------


def test_each_district_is_in_one_class_and_the_legend_counts_it() -> None:
    legend = legend_of_districts([district(at, at, areas=10) for at in range(11)])
    assert [(step.label, step.areas) for step in legend.steps] == [
        ("50% or more", 6),
        ("30% to under 50%", 2),
        ("20% to under 30%", 1),
        ("10% to under 20%", 1),
        ("under 10%", 0),
        ("none", 1),
    ]
    assert [step_of(share) for share in (0.0999, 0.1, 0.1999, 0.2)] == [8, 6, 6, 4]


def test_the_drawing_colours_districts_and_outlines_regions_and_the_place() -> None:
    areas = [district(1, 6), district(2, 0), region("R1", "London", 10), ENGLAND]
    drawing = draw_england(areas, {"X06000002"}, [box(2.2, 50.2, 2.8, 50.8)])
    assert drawing is not None
    assert [(one.code, one.tenth, one.title) for one in drawing.areas] == [
        ("", 1, "District 1: 60.0% of 10 neighbourhoods"),
        ("X06000002", 10, "District 2: 0% of 10 neighbourhoods"),
    ]
    assert len(drawing.outlines) == 1
    assert drawing.here.startswith("M")
    assert [label.text for label in drawing.labels] == ["London"]


def test_without_outlines_nothing_is_drawn() -> None:
    assert draw_england([ENGLAND], set(), []) is None


def test_a_place_without_an_outline_is_not_outlined() -> None:
    drawing = draw_england([district(1, 6)], set(), [])
    assert drawing is not None
    assert drawing.here == ""


def test_the_map_that_moves_is_told_everything_it_says() -> None:
    districts = [district(1, 6), district(2, 3, areas=20)]
    told = live_england(
        "imd2025",
        ENGLAND,
        districts,
        ["E01000001"],
        [box(1, 50, 2, 51), box(2, 50, 3, 51)],
        ServedLinks("/saltmarch/"),
        tiles="tiles/england-lsoa21.pmtiles",
        name="England",
    )
    assert [label["name"] for label in told["labels"]] == ["District 2", "District 1"]
    assert told["bounds"] == [1.0, 50.0, 3.0, 51.0]
    assert told["said"][0]["words"] == {"X06000001": "District 1", "X06000002": "District 2"}
    assert told["said"][1]["after"] == " of 1,000 in England"
    assert [one["colour"] for one in told["classes"]] == list(TENTHS)
    assert (told["page"], told["pages"]) == ("/saltmarch/areas/{code}", ["E01000001"])
    # Two districts side by side have one border around both.
    assert len(told["outlines"]["geometry"]["coordinates"]) == 1


def test_the_legend_of_tenths_counts_the_place() -> None:
    legend = legend_of_tenths("Saltmarch", range(1, 11))
    assert [step.areas for step in legend.steps] == list(range(1, 11))
    assert legend.steps[0].label == "most deprived"
    assert legend.legend_note.endswith("The numbers are those of Saltmarch.")
