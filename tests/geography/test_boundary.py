import gzip
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from newlyn.foundation.errors import InputError, NotFoundError, SourceError
from newlyn.geography.boundary import Boundaries, load_boundaries

SQUARE = shapely.box(0.5, 51.5, 0.51, 51.51)
BOW_TIE = shapely.from_wkt("POLYGON ((0 51, 1 52, 1 51, 0 52, 0 51))")


def geojson(features, crs=None):
    document = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document).encode()


def feature(shape, **properties):
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}


def geoparquet(path, codes, shapes, **column):
    geo = {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", **column}}}
    table = pa.table({"lsoa21_code": codes, "geometry": pa.array(shapely.to_wkb(shapes).tolist(), pa.binary())})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
    return path


def test_codes_are_put_in_order_with_their_shapes():
    west, east = SQUARE, shapely.transform(SQUARE, lambda points: np.add(points, [0.01, 0]))
    drawn = Boundaries.from_columns("lsoa21", ["E01000002", "E01000001"], [east, west], ["East", "West"])
    assert drawn.codes.tolist() == ["E01000001", "E01000002"]
    assert drawn.names.tolist() == ["West", "East"]
    assert drawn.shape("E01000001").equals(west)


def test_some_areas_are_chosen_by_code(block):
    chosen = block.of(["E01000004", "E01000002"])
    assert (chosen.codes.tolist(), chosen.names.tolist()) == (["E01000002", "E01000004"], ["b", "d"])


def test_an_area_without_a_boundary_is_named(block):
    with pytest.raises(NotFoundError, match=r"E01000007 has no boundary among the 5 2021 lower layer"):
        block.of(["E01000001", "E01000007"])


@pytest.mark.parametrize(
    ("codes", "shapes", "message"),
    [
        (["E01000001", "E01000001"], [SQUARE, SQUARE], "E01000001 is drawn twice"),
        (["E01000001"], [None], r"E01000001 has no shape \(1 such\)"),
        (["E01000001"], [shapely.Polygon()], "E01000001 has no shape"),
        (["E01000001"], [shapely.Point(0, 51)], "E01000001 is not a polygon"),
        (["E01000001"], [SQUARE, SQUARE], "2 shapes for 1 areas"),
        (["E01000001"], [shapely.box(0, 0, 500_000, 200_000)], "coordinates reach 500,000, so they are not degrees"),
    ],
)
def test_shapes_that_cannot_be_used_are_refused(codes, shapes, message):
    with pytest.raises(InputError, match=message):
        Boundaries.from_columns("lsoa21", codes, shapes)


def test_a_shape_that_crosses_itself_is_made_valid():
    crossed = Boundaries.from_columns("lsoa21", ["E01000001"], [BOW_TIE])
    mended = crossed.made_valid().shapes[0]
    assert mended.is_valid
    assert mended.geom_type == "MultiPolygon"


def test_simplified_borders_are_still_shared():
    # A wavy border between two areas, with the same points on both sides.
    wave = [(0.5 + 0.0002 * np.sin(step), 51.5 + step / 1_000) for step in range(21)]
    west = shapely.Polygon([*wave, (0.4, 51.52), (0.4, 51.5)])
    east = shapely.Polygon([*wave, (0.6, 51.52), (0.6, 51.5)])
    both = Boundaries.from_columns("lsoa21", ["E01000001", "E01000002"], [west, east])
    fewer = both.simplified(200)
    assert shapely.get_num_coordinates(fewer.shapes).sum() < shapely.get_num_coordinates(both.shapes).sum() / 2
    assert shapely.coverage_is_valid(fewer.shapes)
    assert shapely.area(shapely.intersection(*fewer.shapes)) == 0


def test_simplifying_by_nothing_changes_nothing(block):
    assert shapely.equals_exact(block.simplified(0).shapes, block.shapes, tolerance=1e-12, normalize=True).all()


def test_a_negative_tolerance_is_refused(block):
    with pytest.raises(InputError, match=r"tolerance_m must be zero or more metres; got -1"):
        block.simplified(-1)


def test_small_areas_dissolve_into_larger_ones(block):
    groups = {"E01000001": "E07000001", "E01000002": "E07000001", "E01000003": "E07000002"}
    larger = block.dissolved(groups, "lad24", names={"E07000001": "South"})
    assert larger.area_type == "lad24"
    assert larger.names.tolist() == ["South", "E07000002"]
    assert larger.shapes[0].equals(shapely.union_all(block.shapes[:2]))
    assert larger.shapes[0].geom_type == "Polygon"


def test_areas_have_bounds_together_and_each(block):
    assert block.bounds == pytest.approx((0.5, 51.5, 0.6, 51.6))
    assert block.boxes().shape == (5, 4)
    assert block.boxes()[0].tolist() == pytest.approx([0.5, 51.5, 0.51, 51.51])
    assert block.of([]).boxes().shape == (0, 4)
    with pytest.raises(InputError, match=r"no areas are given, so they have no bounds"):
        _ = block.of([]).bounds


def test_a_name_has_its_place_inside_the_area_even_where_the_middle_is_not():
    ring = shapely.box(0, 51, 1, 52).difference(shapely.box(0.1, 51.1, 0.9, 51.9))
    areas = Boundaries.from_columns("lsoa21", ["E01000001", "E01000002"], [ring, shapely.box(2, 51, 3, 52)])
    points = areas.label_points()
    assert points.shape == (2, 2)
    assert shapely.contains_xy(areas.shapes, points[:, 0], points[:, 1]).all()
    assert areas.of([]).label_points().shape == (0, 2)


def test_areas_on_the_ground_are_in_square_metres(block):
    # A hundredth of a degree at 51.5 N on WGS84: 694.7 m by 1,112.6 m.
    assert block.area_m2()[0] == pytest.approx(694.7 * 1112.6, rel=0.001)


def test_geojson_has_rounded_coordinates_and_properties(block):
    document = json.loads(block.to_geojson({"rate": [0.1, float("nan"), np.float64(2), None, 5]}, digits=2))
    assert [feature["properties"]["rate"] for feature in document["features"]] == [0.1, None, 2.0, None, 5]
    assert document["features"][0]["properties"]["code"] == "E01000001"
    assert document["features"][0]["properties"]["name"] == "a"
    ring = document["features"][0]["geometry"]["coordinates"][0]
    assert {tuple(point) for point in ring} == {(0.5, 51.5), (0.51, 51.5), (0.51, 51.51), (0.5, 51.51)}


@pytest.mark.parametrize("clockwise", [False, True])
def test_rings_run_as_the_reader_wants_them(block, clockwise):
    document = json.loads(block.to_geojson(clockwise=clockwise))
    ring = shapely.LinearRing(document["features"][0]["geometry"]["coordinates"][0])
    assert ring.is_ccw is not clockwise


def test_an_area_smaller_than_the_rounding_is_not_lost(block):
    document = json.loads(block.to_geojson(digits=0))
    assert all(feature["geometry"]["coordinates"] for feature in document["features"])


def test_a_property_of_the_wrong_length_is_refused(block):
    with pytest.raises(InputError, match=r"property 'rate' has 2 values for 5 areas"):
        block.to_geojson({"rate": [1, 2]})


@pytest.mark.parametrize("packed", [False, True])
def test_geojson_is_read_packed_or_not(tmp_path, packed):
    data = geojson([feature(SQUARE, LAD24CD="E07000001", LSOA21CD="E01000001", LSOA21NM="A")])
    path = tmp_path / "areas.geojson"
    path.write_bytes(gzip.compress(data) if packed else data)
    read = load_boundaries(path, "lsoa21", name="LSOA21NM")
    assert (read.codes.tolist(), read.names.tolist()) == (["E01000001"], ["A"])
    assert read.shapes[0].equals(SQUARE)
    assert load_boundaries(path, "lad24").codes.tolist() == ["E07000001"]


def test_metres_of_the_national_grid_become_degrees(tmp_path):
    grid = shapely.box(571_000, 206_000, 572_000, 207_000)  # around Chelmsford
    path = tmp_path / "areas.geojson"
    path.write_bytes(geojson([feature(grid, LAD24CD="E07000070")], crs="urn:ogc:def:crs:EPSG::27700"))
    centre = load_boundaries(path, "lad24").shapes[0].centroid
    assert (centre.x, centre.y) == pytest.approx((0.48, 51.73), abs=0.01)


def test_another_grid_is_refused(tmp_path):
    path = tmp_path / "areas.geojson"
    path.write_bytes(geojson([feature(SQUARE, LAD24CD="E07000070")], crs="urn:ogc:def:crs:EPSG::3857"))
    with pytest.raises(InputError, match=r"areas.geojson: the shapes are on EPSG:3857. Accepted: longitude"):
        load_boundaries(path, "lad24")


@pytest.mark.parametrize(
    "crs", [{}, {"crs": {"authority": "EPSG", "code": 4326}}, {"crs": {"id": {"authority": "OGC", "code": "CRS84"}}}]
)
def test_geoparquet_is_read(tmp_path, crs):
    path = geoparquet(tmp_path / "areas.parquet", ["E01000001"], [SQUARE], **crs)
    assert load_boundaries(path, "lsoa21").shapes[0].equals(SQUARE)


def test_parquet_without_geography_is_refused(tmp_path):
    pq.write_table(pa.table({"code": ["E01000001"]}), tmp_path / "plain.parquet")
    with pytest.raises(SourceError, match=r"plain.parquet: cannot be read as boundaries \(it has no GeoParquet"):
        load_boundaries(tmp_path / "plain.parquet", "lsoa21")


def test_shapes_in_another_encoding_are_refused(tmp_path):
    path = geoparquet(tmp_path / "areas.parquet", ["E01000001"], [SQUARE], encoding="point")
    with pytest.raises(SourceError, match=r"shapes are stored as point, not as WKB"):
        load_boundaries(path, "lsoa21")


@pytest.mark.parametrize("content", [b"", b"<html>sorry</html>", b'{"type": "FeatureCollection", "feat'])
def test_a_broken_file_is_refused(tmp_path, content):
    path = tmp_path / "areas.geojson"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"areas.geojson: cannot be read as boundaries"):
        load_boundaries(path, "lsoa21")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"code": "LSOA11CD"}, r"no column 'LSOA11CD'. It has: LSOA21CD"),
        ({"name": "LSOA21NM"}, r"no column 'LSOA21NM'. It has: LSOA21CD"),
        ({}, r"no column holds the codes of 2021 middle layer super output areas \(MSOAs\) only"),
        ({"code": "LSOA21CD"}, r"'E01000001' is the code of a lower layer super output area"),
    ],
)
def test_a_file_without_the_wanted_column_is_refused(tmp_path, columns, message):
    path = tmp_path / "areas.geojson"
    path.write_bytes(geojson([feature(SQUARE, LSOA21CD="E01000001")]))
    with pytest.raises(InputError, match=message):
        load_boundaries(path, "lsoa21" if "name" in columns else "msoa21", **columns)


def test_the_published_small_areas_cover_essex(mirror):
    small = load_boundaries(mirror / "boundaries/essex_lsoa21.geojson", "lsoa21", name="LSOA21NM")
    assert len(small) == 1_111
    # Essex with Southend and Thurrock: 3,670 square kilometres (ONS, Standard Area Measurements), with foreshore.
    assert small.area_m2().sum() / 1e6 == pytest.approx(3_670, rel=0.03)
    assert shapely.is_valid(small.simplified(50).shapes).all()


@pytest.mark.parametrize(
    ("file", "area_type", "count"),
    [
        ("ons_lad22_BUC.geojson.gz", "lad22", 374),
        ("ons_rgn22_BUC.geojson", "rgn22", 9),
        ("ltla24_uk.parquet", "lad24", 361),
    ],
)
def test_the_published_boundaries_are_read(mirror, file, area_type, count):
    read = load_boundaries(mirror / "boundaries" / file, area_type)
    west, south, east, north = shapely.total_bounds(read.shapes)
    assert len(read) == count
    assert -9 < west < east < 2
    assert 49 < south < north < 61
