"""The tables of geography as they are declared, and the questions that are put to their publishers."""

from urllib.parse import parse_qs, urlsplit

import pytest

from newlyn.evidence.catalogue.geography import ENGLAND, LINKS, PARTIAL, TABLES, column_type
from newlyn.evidence.sources.dataset import PAGE, File
from newlyn.evidence.sources.library import filling_of
from newlyn.geography.code import AREA_TYPES

BY_ID = {table.id: table for table in TABLES}
QUESTIONS = [
    pytest.param(file, id=f"{table.id} {file.kept_as}")
    for table in TABLES
    for layout in filling_of(table)[1].layouts
    for file in layout.files
    if file.url is not None and "/FeatureServer/" in file.url
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_every_area_column_holds_types_that_geography_knows(table):
    for column in table.columns:
        assert set(column.area_types) <= set(AREA_TYPES)


@pytest.mark.parametrize("table_id", LINKS)
def test_a_link_gives_each_child_one_parent_and_says_how_well_it_fits(table_id):
    table = BY_ID[table_id]
    assert table.names == ("child", "parent", "fit")
    assert table.grain == ("child",)
    assert set(table.column("fit").accepted) == {"exact", "best"}


def test_a_link_names_census_areas_by_vintage_and_administrative_areas_by_kind():
    assert BY_ID["lsoa21_lad24"].column("child").area_types == ("lsoa21",)
    assert BY_ID["lsoa21_lad24"].column("parent").area_types == ("lad",)
    assert BY_ID["lad19_utla19"].column("parent").area_types == ("lad", "cty")


def test_a_kind_that_is_not_administrative_keeps_its_vintage():
    assert [column_type(one) for one in ("oa21", "msoa11", "wd17", "cauth23")] == ["oa21", "msoa11", "wd", "cauth"]


@pytest.mark.parametrize("table_id", [one for one in LINKS if one not in PARTIAL and one.split("_")[0] in ENGLAND])
def test_a_link_cut_short_would_be_seen(table_id):
    assert BY_ID[table_id].rows == ENGLAND[table_id.split("_")[0]]


@pytest.mark.parametrize("file", QUESTIONS)
def test_a_question_to_the_portal_asks_for_every_column_that_is_read(file: File):
    asked = parse_qs(urlsplit(str(file.url)).query)
    shapes = {"geometry"} if "returnGeometry" not in asked else set()
    assert set(file.columns.values()) <= set(asked["outFields"][0].split(",")) | shapes
    assert asked["f"] == ["geojson"]


@pytest.mark.parametrize("file", QUESTIONS)
def test_no_question_to_the_portal_asks_for_more_rows_than_it_serves(file: File):
    assert file.rows is not None
    assert file.rows <= PAGE


@pytest.mark.parametrize("file", QUESTIONS)
def test_pages_are_asked_for_in_a_stated_order_so_that_none_is_lost_between_them(file: File):
    assert parse_qs(urlsplit(str(file.url)).query)["orderByFields"][0]


@pytest.mark.parametrize("table_id", ["boundary_lsoa11", "boundary_lsoa21", "boundary_lad24", "centroid_lsoa11"])
def test_shapes_carry_the_rights_of_ordnance_survey(table_id):
    offer, _ = filling_of(BY_ID[table_id])
    assert "Contains OS data © Crown copyright and database right" in offer.dataset.licence


def test_names_chosen_by_the_commons_library_carry_the_licence_of_parliament():
    offer, _ = filling_of(BY_ID["msoa_names"])
    assert offer.dataset.licence == "Open Parliament Licence v3.0"
