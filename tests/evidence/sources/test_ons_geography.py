"""What the geography files need beyond a change of headers, on made-up rows."""

import numpy as np
import pyarrow as pa
import pytest
import shapely

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources import ons_geography as read
from newlyn.evidence.sources.dataset import File


def _frame(**columns: list) -> pa.Table:
    rows = len(next(iter(columns.values())))
    return pa.table({name.replace("_", "-"): values for name, values in columns.items()} | {ROW: range(2, rows + 2)})


def _file(**columns: str) -> File:
    return File(path="made-up.csv", format="csv", columns=columns)


def test_an_area_that_is_repeated_is_taken_once_from_its_first_row():
    frame = _frame(code=["B", "A", "B", "A"], name=["b one", "a one", "b two", "a two"])
    first = read.first_of_each(frame, _file(area="code", name="name"))
    assert first.to_pylist() == [
        {"area": "B", "name": "b one", ROW: 2},
        {"area": "A", "name": "a one", ROW: 3},
    ]


def test_the_parts_of_an_area_become_one_shape():
    west, east, other = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 5, 6, 6)
    frame = _frame(code=["A", "B", "A"], shape=[shapely.to_wkb(one) for one in (west, other, east)])
    whole = read.joined_parts(frame, _file(area="code", geometry="shape"))
    assert whole["area"].to_pylist() == ["A", "B"]
    joined, alone = shapely.from_wkb(whole["geometry"].to_pylist())
    assert joined.equals(shapely.box(0, 0, 2, 1))
    assert alone.equals(other)


def test_shapes_in_metres_become_shapes_in_degrees():
    square = shapely.box(400_000, 300_000, 401_000, 301_000)
    frame = _frame(code=["A"], shape=[shapely.to_wkb(square)])
    turned = shapely.from_wkb(
        read.from_national_grid(frame, _file(area="code", geometry="shape"))["geometry"][0].as_py()
    )
    west, south, east, north = turned.bounds
    assert -2.01 < west < east < -1.98
    assert 52.59 < south < north < 52.61


def test_points_in_metres_keep_their_metres_and_gain_degrees():
    points = read.grid_points(
        _frame(code=["A"], X=["400000"], Y=["300000.5"]), _file(area="code", easting="X", northing="Y")
    )
    assert points["northing"].to_pylist() == ["300000.5"]
    assert points["longitude"][0].as_py() == pytest.approx(-2.0, abs=0.01)
    assert points["latitude"][0].as_py() == pytest.approx(52.6, abs=0.01)


@pytest.mark.parametrize(
    ("function", "columns"),
    [(read.grid_shapes, ("easting", "northing")), (read.degree_shapes, ("longitude", "latitude"))],
)
def test_points_served_as_shapes_give_their_coordinates(function, columns):
    point = shapely.Point(400_000, 300_000) if function is read.grid_shapes else shapely.Point(-2.0, 52.6)
    frame = _frame(code=["A"], geometry=[shapely.to_wkb(point)])
    found = function(frame, _file(area="code"))
    assert [found[name][0].as_py() for name in columns] == [point.x, point.y]
    assert np.isfinite(found["longitude"][0].as_py())


def test_a_change_of_code_is_found_in_the_year_that_first_has_the_new_code():
    frame = pa.table(
        {
            "ltla18_code": ["E07000001", "E07000002", "E06000009"],
            "ltla18_name": ["Old", "Older", "Same"],
            "ltla19_code": ["E06000001", "E07000002", "E06000009"],
            "ltla20_code": ["E06000001", "E06000001", "E06000009"],
            ROW: [2, 3, 4],
        }
    )
    assert [(row["old"], row["new"], row["year"]) for row in read.yearly_changes(frame, _file()).to_pylist()] == [
        ("E07000001", "E06000001", 2019),
        ("E07000002", "E06000001", 2020),
    ]


def test_lists_without_a_change_give_an_empty_table():
    frame = pa.table({"ltla18_code": ["E06000009"], "ltla19_code": ["E06000009"], ROW: [2]})
    assert read.yearly_changes(frame, _file()).num_rows == 0


def test_a_district_that_keeps_its_name_under_a_new_code_was_recoded():
    frame = pa.table(
        {
            "LADCD": ["E06000001", "E07000001", "E06000003"],
            "LADNM": ["Kept", "Gone", "Kept as it was"],
            "LADCD_ACTIVE": ["E06000002", "E06000002", "E06000003"],
            "LADNM_ACTIVE": ["Kept", "Larger", "Kept as it was"],
            ROW: [2, 3, 4],
        }
    )
    assert read.recodings(frame, _file()).to_pylist() == [
        {"old": "E06000001", "new": "E06000002", "year": None, ROW: 2}
    ]


@pytest.mark.parametrize("last_day", ["2020-03-31", "2020-04-01"])
def test_an_abolished_county_is_followed_by_each_authority_that_took_its_place(last_day):
    frame = pa.table(
        {
            "local-authority-code": ["AAA", "BBB", "CCC", "DDD"],
            "gss-code": ["E10000001", "E06000001", "E06000002", "E10000002"],
            "replaced-by": ["BBB,CCC", "", "", ""],
            "end-date": [last_day, "", "", ""],
            "local-authority-type": ["CTY", "UA", "UA", "CTY"],
            ROW: [2, 3, 4, 5],
        }
    )
    found = read.abolished_counties(frame, _file()).to_pylist()
    assert [(row["old"], row["new"], row["year"]) for row in found] == [
        ("E10000001", "E06000001", 2020),
        ("E10000001", "E06000002", 2020),
    ]


def test_old_codes_of_northern_ireland_are_not_taken_for_small_areas():
    frame = _frame(code=["E01000001", "95AA01S1", "W01000001"], x=["1", "2", "3"])
    assert read.english_rows(frame, _file(area="code", longitude="x"))["area"].to_pylist() == ["E01000001"]
