"""Lookups, names, boundaries and neighbours in the published files: known numbers, and nothing that is missing."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely

from newlyn.evidence.catalogue.geography import ENGLAND, LINKS, PARTIAL
from newlyn.evidence.sources.ingest import read_from_mirror
from newlyn.geography.hierarchy import Hierarchy

ESSEX = "E10000012"

# SOURCE: ONS, Census 2011 geographies (32,844 LSOAs and 6,791 MSOAs of England) and Census 2021 geographies
# (178,605 output areas, 33,755 LSOAs and 6,856 MSOAs); MHCLG, IoD2019 (317 districts of 2019); ONS, Register of
# Geographic Codes (309 districts of 2021 and 2022, 296 of 2023 and 2024; 152 counties and unitary authorities of 2021).
BOUNDARIES = {
    "boundary_lsoa11": "lsoa11_lad21",
    "boundary_lsoa21": "lsoa21_lad24",
    "boundary_msoa21": "msoa_names",
    "boundary_lad21": "lad21_utla21",
    "boundary_lad24": "lad24_rgn24",
    "boundary_wd22": "wd22_lad22",
}


@pytest.fixture(scope="module")
def read(mirror):
    tables: dict[str, pa.Table] = {}

    def _read(table_id: str) -> pa.Table:
        if table_id not in tables:
            tables[table_id] = read_from_mirror(table_id, mirror).table
        return tables[table_id]

    return _read


def _areas(table: pa.Table, column: str = "area") -> set[str]:
    return set(table[column].to_pylist())


@pytest.mark.parametrize("table_id", [one for one in LINKS if one not in PARTIAL and one.split("_")[0] in ENGLAND])
def test_every_area_of_england_has_exactly_one_parent(table_id, read):
    table = read(table_id)
    assert table.num_rows == len(_areas(table, "child")) == ENGLAND[table_id.split("_")[0]]


@pytest.mark.parametrize(("table_id", "parents"), [
    ("lsoa11_lad19", 317), ("lsoa11_lad21", 309), ("lsoa21_lad22", 309), ("lsoa21_lad24", 296),
    ("lsoa11_msoa11", 6_791), ("lsoa21_msoa21", 6_856), ("oa21_lsoa21", 33_755),
    ("lad21_utla21", 152), ("lad22_rgn22", 9), ("lad24_rgn24", 9), ("lad23_cauth23", 10),
])  # fmt: skip
def test_no_parent_is_without_a_child(table_id, parents, read):
    assert len(_areas(read(table_id), "parent")) == parents


@pytest.mark.parametrize(("table_id", "small_areas"), [("lsoa21_lad24", 903), ("lsoa11_lad21", 872)])
def test_essex_has_twelve_districts_and_their_small_areas(table_id, small_areas, read):
    # SOURCE: Essex County Council, Levelling Up Essex white paper (2022): 12 districts; 872 LSOAs in IoD2019 and
    # 903 in IoD2025 (MHCLG, File 1 and File 7).
    counties = read("lad24_cty24")
    districts = counties.filter(pc.equal(counties["parent"], ESSEX))["child"].combine_chunks()
    assert len(districts) == 12
    assert pc.sum(pc.is_in(read(table_id)["parent"], districts)).as_py() == small_areas


def test_links_compose_from_output_areas_to_regions(read):
    parts = []
    for table_id in ("oa21_lsoa21", "lsoa21_lad24", "lad24_rgn24"):
        child, parent = table_id.split("_")
        links = read(table_id).select(["child", "parent", "fit"])
        for name, value in (("child_type", child), ("parent_type", parent)):
            links = links.append_column(name, pa.repeat(value, links.num_rows))
        parts.append(links)
    hierarchy = Hierarchy.from_links(pa.concat_tables(parts))
    regions = hierarchy.parents(read("oa21_lsoa21")["child"].to_pylist(), "oa21", "rgn24")
    assert (len(regions), regions.null_count, len(regions.unique())) == (ENGLAND["oa21"], 0, 9)


def test_the_change_of_lsoas_from_2011_to_2021_is_the_corrected_version(read):
    # SOURCE: ONS, LSOA (2011) to LSOA (2021) to Local Authority District (2022) Exact Fit Lookup for EW (V3):
    # 35,796 pairs, of which ten, all in England, are complex; its own notes say that fewer than ten were corrected.
    changes = read("lsoa11_lsoa21")
    assert pc.sum(pc.equal(changes["change"], "X")).as_py() == 10
    assert _areas(changes, "old") == _areas(read("lsoa11_lad21"), "child")
    assert _areas(changes, "new") == _areas(read("lsoa21_lad24"), "child")


def test_unchanged_areas_of_2001_2011_and_2021_keep_their_code(read):
    for table_id in ("lsoa01_lsoa11", "lsoa11_lsoa21", "msoa11_msoa21_change"):
        same = read(table_id).filter(pc.equal(read(table_id)["change"], "U"))
        assert same["old"].to_pylist() == same["new"].to_pylist()


def test_the_copy_of_the_change_from_2001_lacks_four_areas_of_2011(read):
    # A known gap of the copy, so that it is noticed when it is filled.
    lacking = _areas(read("lsoa11_lad21"), "child") - _areas(read("lsoa01_lsoa11"), "new")
    assert lacking == {"E01032522", "E01032540", "E01032608", "E01033730"}


@pytest.mark.parametrize(("table_id", "lookup"), BOUNDARIES.items())
def test_every_area_has_a_boundary_on_land_in_england(table_id, lookup, read):
    table = read(table_id)
    areas = read(lookup)
    codes = (
        _areas(areas, "child")
        if "child" in areas.column_names
        else {row["area"] for row in areas.to_pylist() if row["area_type"] == "msoa21"}
    )
    assert _areas(table) == codes
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False)))
    assert (-6.5 < west < -6.2, 49.8 < south < 49.95, 1.7 < east < 1.8, 55.75 < north < 55.85) == (True,) * 4


def test_regions_published_in_metres_cover_the_districts_in_degrees(read):
    regions = shapely.union_all(shapely.from_wkb(read("boundary_rgn22")["geometry"].to_pylist()))
    districts = shapely.from_wkb(read("boundary_lad24")["geometry"].to_pylist())
    inside = shapely.area(shapely.intersection(shapely.make_valid(districts), regions)).sum()
    # Two generalisations, of 200 and of 500 metres, differ along the coast.
    assert inside / shapely.area(districts).sum() > 0.995


def test_counties_and_unitary_authorities_have_a_boundary(read):
    assert _areas(read("boundary_utla21")) == _areas(read("lad21_utla21"), "parent")


def test_population_weighted_centroids_lie_in_their_area(read):
    points = {row["area"]: (row["longitude"], row["latitude"]) for row in read("centroid_lsoa11").to_pylist()}
    boundaries = read("boundary_lsoa11")
    shapes = shapely.from_wkb(boundaries["geometry"].to_numpy(zero_copy_only=False))
    at = shapely.points([points[area] for area in boundaries["area"].to_pylist()])
    # The copies of the boundaries are simplified so far that one point in fifty falls just outside: by less than
    # 0.01 degrees, about a kilometre.
    assert shapely.contains(shapes, at).mean() > 0.97
    assert shapely.distance(shapes, at).max() < 0.01


@pytest.mark.parametrize("table_id", ["centroid_lsoa21", "centroid_msoa21"])
def test_every_area_of_2021_has_a_point(table_id, read):
    lookup = read("lsoa21_msoa21")
    assert _areas(read(table_id)) >= _areas(lookup, "child" if "lsoa" in table_id else "parent")


def test_the_commons_library_names_every_neighbourhood(read):
    names = read("msoa_names")
    for vintage in ("msoa11", "msoa21"):
        of_vintage = names.filter(pc.equal(names["area_type"], vintage))
        assert of_vintage.num_rows == ENGLAND[vintage]
        assert pc.min(pc.utf8_length(of_vintage["name"])).as_py() > 2
    assert _areas(names) >= _areas(read("lsoa21_msoa21"), "parent") | _areas(read("lsoa11_msoa11"), "parent")


def test_every_area_in_a_lookup_has_a_name(read):
    named = _areas(read("area_names"))
    for table_id in LINKS:
        if not table_id.startswith("oa21"):
            assert _areas(read(table_id), "child") <= named, table_id
        assert _areas(read(table_id), "parent") <= named, table_id


def test_a_renamed_district_bears_its_latest_name(read):
    names = {row["area"]: row["name"] for row in read("area_names").to_pylist() if row["area_type"] == "lad"}
    assert names["E07000112"] == "Folkestone and Hythe"


def test_every_abolished_district_since_2016_leads_to_districts_of_2024(read):
    changes = read("lad_changes")
    after = {row["old"]: row["new"] for row in changes.to_pylist() if row["year"] and row["old"] < "E10"}
    today = _areas(read("lad24_rgn24"), "child")
    for code in _areas(read("lsoa11_lad19"), "parent"):
        while code in after:
            code = after[code]
        assert code in today


def test_the_register_dates_every_abolished_authority(read):
    register = {row["area"]: row for row in read("lad_register").to_pylist()}
    changes = read("lad_changes")
    # Changes without a year are new codes under the same name: the authority goes on.
    for old in _areas(changes.filter(pc.is_valid(changes["year"])), "old"):
        assert register[old]["end"], old


def test_essex_has_neighbours_among_the_counties_in_all_three_models(read):
    neighbours = read("nearest_neighbours")
    essex = neighbours.filter(pc.equal(neighbours["area"], ESSEX))
    assert _areas(essex, "model") == {"global", "economic", "demographic"}
    assert ESSEX not in _areas(essex, "neighbour")


def test_every_district_is_in_a_demographic_cluster(read):
    clusters = read("area_clusters")
    demographic = clusters.filter(pc.equal(clusters["model"], "demographic"))
    assert (demographic.num_rows, demographic["cluster"].null_count) == (296, 0)


@pytest.mark.parametrize("vintaged", ["lsoa11", "lsoa21", "msoa11", "msoa21", "lad24"])
def test_every_area_is_either_rural_or_urban(vintaged, read):
    assert read(f"rural_urban_{vintaged}").num_rows == ENGLAND[vintaged]


def test_output_areas_hold_the_people_of_england(read):
    # SOURCE: ONS, Census 2021, TS001: 56,490,048 usual residents of England; small areas are perturbed to protect
    # people, so that they add up to a few hundred more.
    assert pc.sum(read("oa21_population")["residents"]).as_py() == pytest.approx(56_490_048, rel=1e-5)
