import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.geography.hierarchy import Hierarchy

# Two made-up counties: one with two districts, and a unitary authority that lies in no county.
LINKS = [
    ("lsoa21", "E01000001", "lad24", "E07000001", "best"),
    ("lsoa21", "E01000002", "lad24", "E07000001", "best"),
    ("lsoa21", "E01000003", "lad24", "E07000002", "best"),
    ("lsoa21", "E01000004", "lad24", "E06000001", "best"),
    ("lad24", "E07000001", "cty24", "E10000001", "exact"),
    ("lad24", "E07000002", "cty24", "E10000001", "exact"),
    ("lad24", "E07000001", "rgn24", "E12000001", "exact"),
    ("lad24", "E07000002", "rgn24", "E12000001", "exact"),
    ("lad24", "E06000001", "rgn24", "E12000002", "exact"),
    ("rgn24", "E12000001", "ctry", "E92000001", "exact"),
    ("rgn24", "E12000002", "ctry", "E92000001", "exact"),
]


def links(rows):
    names = ("child_type", "child", "parent_type", "parent", "fit")
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)})


@pytest.fixture(scope="module")
def tree():
    return Hierarchy.from_links(links(LINKS))


def test_links_are_composed_by_the_shortest_path(tree):
    assert tree.path("lsoa21", "ctry") == ("lsoa21", "lad24", "rgn24", "ctry")


def test_a_path_of_equal_length_with_fewer_best_fits_is_preferred():
    two = Hierarchy.from_links(
        links(
            [
                ("lsoa21", "E01000001", "msoa21", "E02000001", "exact"),
                ("msoa21", "E02000001", "ctry", "E92000001", "exact"),
                ("lsoa21", "E01000001", "lad24", "E07000001", "best"),
                ("lad24", "E07000001", "ctry", "E92000001", "exact"),
            ]
        )
    )
    assert two.path("lsoa21", "ctry") == ("lsoa21", "msoa21", "ctry")
    assert (two.fit("lsoa21", "ctry"), two.fit("lsoa21", "lad24")) == ("exact", "best")


def test_parents_come_in_the_order_of_the_children(tree):
    found = tree.parents(["E01000004", "E01000001", "E01000004"], "lsoa21", "rgn24")
    assert found.to_pylist() == ["E12000002", "E12000001", "E12000002"]


def test_an_area_is_its_own_parent_of_its_own_type(tree):
    assert tree.parents(["E07000001"], "lad24", "lad24").to_pylist() == ["E07000001"]


def test_a_known_area_without_a_parent_has_none(tree):
    assert tree.parents(["E01000003", "E01000004"], "lsoa21", "cty24").to_pylist() == ["E10000001", None]


def test_children_are_found_through_every_level(tree):
    assert tree.children("E10000001", "cty24", "lsoa21").to_pylist() == ["E01000001", "E01000002", "E01000003"]
    assert tree.children(["E12000002", "E12000001"], "rgn24", "lad24").to_pylist() == [
        "E06000001",
        "E07000001",
        "E07000002",
    ]


def test_repeated_links_are_one_link(tree):
    again = Hierarchy.from_links(links(LINKS + LINKS))
    assert again.children("E92000001", "ctry", "lsoa21") == tree.children("E92000001", "ctry", "lsoa21")


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        (["E01999999"], "E01999999 is not among the 4 2021 lower layer super output areas.*another vintage"),
        (["E07000001"], "E07000001 is of kind 'lad', and 2021 lower layer.*are asked for"),
        (["Ambridge"], "'Ambridge' is not a GSS code"),
    ],
)
def test_an_unknown_code_is_named_with_the_likely_reason(tree, codes, message):
    with pytest.raises(NotFoundError, match=message):
        tree.parents(codes, "lsoa21", "lad24")


def test_an_unknown_type_is_refused_with_the_nearest_name(tree):
    with pytest.raises(NotFoundError, match=r"no links have the area type 'lsoa11'. Did you mean 'lsoa21'"):
        tree.path("lsoa11", "ctry")


def test_there_is_no_way_down(tree):
    with pytest.raises(NotFoundError, match=r"no links lead from ctry up to lsoa21. Linked types: ctry, cty24"):
        tree.path("ctry", "lsoa21")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([*LINKS, ("lsoa21", "E01000001", "lad24", "E07000002", "best")], "E01000001 has two parents, E07000001 and"),
        ([("lsoa21", "E01000001", "lad24", "E07000001", "good")], "fit 'good' is not known. Accepted: exact, best"),
        ([("lsoa21", "E01000001", "lad24", None, "best")], "column 'parent': 1 values are missing"),
        ([("soa", "E01000001", "lad24", "E07000001", "best")], "'soa' is not an area type"),
    ],
)
def test_contradictory_links_are_refused(rows, message):
    with pytest.raises(InputError, match=message):
        Hierarchy.from_links(links(rows))


def test_a_table_without_a_column_of_links_is_refused():
    with pytest.raises(InputError, match=r"links: no column 'fit'. A table of links has child_type, child"):
        Hierarchy.from_links(links(LINKS).drop_columns(["fit"]))


def test_essex_has_903_small_areas_of_2021_in_its_12_districts(mirror):
    small = pq.read_table(mirror / "geography/lookup_lsoa21_ward24_ltla24.parquet")
    county = pacsv.read_csv(mirror / "geography/ons_local_authority_district_to_county_december_2024_lookup_in_en.csv")

    def level(table, child_type, child, parent_type, parent, fit):
        size = table.num_rows
        return pa.table(
            {
                "child_type": [child_type] * size,
                "child": table[child].cast(pa.string()),
                "parent_type": [parent_type] * size,
                "parent": table[parent].cast(pa.string()),
                "fit": [fit] * size,
            }
        )

    tree = Hierarchy.from_links(
        pa.concat_tables(
            [
                level(small, "lsoa21", "lsoa21_code", "lad24", "ltla24_code", "best"),
                level(county, "lad24", "LAD24CD", "cty24", "CTY24CD", "exact"),
            ]
        )
    )
    assert len(tree.children("E10000012", "cty24", "lad24")) == 12
    assert len(tree.children("E10000012", "cty24", "lsoa21")) == 903
