import pytest
import shapely

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.geography.centroid import Centroids
from newlyn.geography.drawn import DrawnArea

ESTATE = DrawnArea("Estate", "lsoa21", ("E01000002", "E01000001"))


def test_members_are_kept_in_order():
    assert ESTATE.members == ("E01000001", "E01000002")
    assert DrawnArea("Estate", "lsoa21", ("E01000001", "E01000002")) == ESTATE


def test_a_code_is_a_member_or_not():
    assert ESTATE.holds(["E01000002", "E01000003"]).tolist() == [True, False]


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ((), r"Estate: no members are given"),
        (("E01000001", "E01000001"), r"Estate: E01000001 is listed twice"),
        (("E07000066",), r"Estate, position 1: 'E07000066' is the code of a local authority district"),
        (("Craylands",), r"Estate, position 1: 'Craylands' is not a GSS code"),
    ],
)
def test_a_faulty_list_of_members_is_refused(members, message):
    with pytest.raises(InputError, match=message):
        DrawnArea("Estate", "lsoa21", members)


def test_a_member_made_after_the_vintage_is_refused():
    with pytest.raises(InputError, match=r"'E01035000' was first used in 2021"):
        DrawnArea("Estate", "lsoa11", ("E01000001", "E01035000"))


def test_an_area_type_that_is_not_known_is_refused():
    with pytest.raises(InputError, match=r"'lsoa2021' is not an area type"):
        DrawnArea("Estate", "lsoa2021", ("E01000001",))


def test_known_members_pass():
    ESTATE.check_members({"lsoa21": ["E01000001", "E01000002", "E01000003"]})


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"lsoa21": ["E01000001"]}, r"Estate: E01000002 is not one of the 1 2021 lower layer .* \(1 such\)"),
        (
            {"lsoa21": ["E01000001"], "lsoa11": ["E01000002"]},
            r"E01000002 is one of the 2011 lower layer .*, not of the 2021 .* The list mixes vintages",
        ),
        (
            {"lsoa21": ["E01000009"], "lsoa11": ["E01000001", "E01000002"]},
            r"\(2 such\). The list is of that vintage: change the vintage of those members first",
        ),
    ],
)
def test_a_member_of_another_vintage_is_named(known, message):
    with pytest.raises(InputError, match=message):
        ESTATE.check_members(known)


def test_the_outline_is_that_of_all_members_together(block, square):
    assert ESTATE.shape(block).equals(shapely.union_all([square(0, 0), square(1, 0)]))


def test_boundaries_of_another_vintage_are_refused(block):
    with pytest.raises(InputError, match=r"Old is drawn in lsoa11; the boundaries are of lsoa21"):
        DrawnArea("Old", "lsoa11", ("E01000001",)).shape(block)


def test_a_member_without_a_boundary_is_named(block):
    with pytest.raises(NotFoundError, match=r"E01000008 has no boundary"):
        DrawnArea("Estate", "lsoa21", ("E01000008",)).shape(block)


@pytest.mark.parametrize("text", [False, True])
def test_areas_are_chosen_whose_centroid_lies_in_a_polygon(block, text):
    drawn = shapely.box(0.50, 51.50, 0.52, 51.506)  # reaches past the middle of the southern squares only
    area = DrawnArea.from_polygon("South", shapely.to_geojson(drawn) if text else drawn, Centroids.inside(block))
    assert area == DrawnArea("South", "lsoa21", ("E01000001", "E01000002"))


@pytest.mark.parametrize(
    ("polygon", "message"),
    [
        (shapely.box(0, 0, 1, 1), r"Nowhere: no centroid of the 2021 lower layer .* lies inside the polygon"),
        (shapely.Point(0.5, 51.5), r"expected a polygon in degrees"),
        (shapely.box(500_000, 200_000, 600_000, 300_000), r"expected a polygon in degrees"),
        ("somewhere", r"the text is not a GeoJSON geometry"),
    ],
)
def test_a_polygon_that_cannot_be_used_is_refused(block, polygon, message):
    with pytest.raises(InputError, match=message):
        DrawnArea.from_polygon("Nowhere", polygon, Centroids.inside(block))
