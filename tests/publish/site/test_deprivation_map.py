from __future__ import annotations

import json

import pytest
from shapely import union_all
from shapely.geometry import shape
from tests.publish.factory import make_place

from newlyn.publish.colour import TENTHS
from newlyn.publish.site.deprivation_map import MapLabel, WebMap, make_map
from newlyn.publish.site.link import Links, ServedLinks, StaticLinks

MADE = make_place(areas=60, districts=4)


def drawn(link: Links | None = None, tiles: str = "tiles/lsoa11.pmtiles", **more: object) -> WebMap:
    labels = (MapLabel("Small", 0.5, 51.7, 10.0), MapLabel("Large", 0.6, 51.8, 90.0))
    found = make_map(
        MADE.picture,
        MADE.shapes,
        MADE.outlines,
        link or ServedLinks("/saltmarch/"),
        tiles=tiles,
        labels=labels,
        **more,  # type: ignore[arg-type]
    )
    assert found is not None
    return found


def test_every_neighbourhood_is_drawn_and_counted_once_in_the_legend() -> None:
    found = drawn()
    assert {one.code for one in found.drawing.areas} == {one.code for one in MADE.picture.neighbourhoods}
    assert sum(step.areas for step in found.steps) == 60
    assert [step.label for step in found.steps if step.label] == ["most deprived", "least deprived"]


def test_the_legend_states_how_the_classes_were_made() -> None:
    assert "Each step is one tenth of England’s 32,844 neighbourhoods, ranked from the most" in drawn().legend_note


def test_the_map_that_moves_says_its_classes_in_words_and_leads_to_the_pages_of_areas() -> None:
    live = drawn().live
    assert live is not None
    assert live["property"] == "imd2019_tenth"
    assert [one["colour"] for one in live["classes"]] == list(TENTHS)
    assert live["classes"][0]["label"] == "tenth 1 of England, most deprived"
    assert live["tiles"] == "/saltmarch/tiles/lsoa11.pmtiles"
    assert live["page"] == "/saltmarch/areas/{code}"
    assert json.loads(json.dumps(live)) == live


def test_on_a_static_copy_the_map_leads_to_files() -> None:
    live = drawn(StaticLinks("deprivation/imd2019")).live
    assert live is not None
    assert (live["tiles"], live["page"]) == ("../tiles/lsoa11.pmtiles", "../areas/{code}.html")


def test_the_name_of_the_larger_district_wins() -> None:
    live = drawn().live
    assert live is not None
    assert [(one["name"], one["rank"]) for one in live["labels"]] == [("Large", 0), ("Small", 1)]


def test_the_map_opens_on_the_whole_place_with_the_lines_of_its_districts() -> None:
    live = drawn().live
    assert live is not None
    west, south, east, north = union_all(list(MADE.shapes.values())).bounds
    assert live["bounds"] == pytest.approx([west, south, east, north], abs=0.0001)
    lines = shape(live["outlines"]["geometry"])
    once = sum(one.length for one in MADE.outlines.values())
    assert 0.5 * once < lines.length < 0.95 * once  # borders that two districts share are there once


def test_without_tiles_the_map_does_not_move_and_without_boundaries_there_is_none() -> None:
    assert drawn(tiles="").live is None
    assert make_map(MADE.picture, {}, {}, ServedLinks("/saltmarch/")) is None


def test_neighbourhoods_without_a_boundary_are_told() -> None:
    some = dict(list(MADE.shapes.items())[:59])
    found = make_map(MADE.picture, some, MADE.outlines, ServedLinks("/saltmarch/"))
    assert found is not None
    assert found.sentences[1] == "1 neighbourhood without a boundary here is not drawn."
