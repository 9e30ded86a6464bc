import numpy as np
import pyarrow.csv as pacsv
import pytest

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.geography.centroid import Centroids


def test_published_points_are_read_in_any_order():
    points = Centroids.from_columns("lsoa21", ["E01000002", "E01000001"], [0.2, 0.1], [51.2, 51.1])
    assert points.of(["E01000001", "E01000002"]).tolist() == [[0.1, 51.1], [0.2, 51.2]]
    assert points.by_people.all()


def test_metres_of_the_national_grid_become_degrees():
    points = Centroids.from_columns("lsoa11", ["E01000001"], [570_500], [206_500])  # Chelmsford
    assert points.of(["E01000001"])[0] == pytest.approx([0.47, 51.73], abs=0.01)


def test_a_point_inside_the_shape_is_marked_as_such(block):
    points = Centroids.inside(block)
    assert not points.by_people.any()
    assert points.of(["E01000001"])[0] == pytest.approx([0.505, 51.505])


def test_what_is_not_published_is_completed_from_the_shapes(block):
    points = Centroids.from_columns("lsoa21", ["E01000002"], [0.511], [51.501]).completed(block)
    assert points.codes.tolist() == block.codes.tolist()
    assert points.by_people.tolist() == [False, True, False, False, False]
    assert points.of(["E01000002"])[0].tolist() == [0.511, 51.501]


def test_points_are_not_completed_from_another_vintage(block):
    with pytest.raises(InputError, match=r"centroids of lsoa11 cannot be completed by shapes of lsoa21"):
        Centroids.from_columns("lsoa11", ["E01000002"], [0.5], [51.5]).completed(block)


@pytest.mark.parametrize(
    ("codes", "x", "y", "message"),
    [
        (["E01000001"], [0.1, 0.2], [51.0], "1 codes, 2 x and 1 y"),
        (["E01000001", "E01000001"], [0.1, 0.2], [51, 51], "E01000001 has two points"),
        (["E01000001"], [np.nan], [51], r"E01000001 has no point \(1 such\)"),
    ],
)
def test_points_that_cannot_be_used_are_refused(codes, x, y, message):
    with pytest.raises(InputError, match=message):
        Centroids.from_columns("lsoa21", codes, x, y)


def test_an_area_without_a_point_is_named(block):
    with pytest.raises(NotFoundError, match=r"E01000008 has no centroid among the 5 here"):
        Centroids.inside(block).of(["E01000008"])


def test_the_published_centroids_of_2011_lie_in_england_and_wales(mirror):
    table = pacsv.read_csv(mirror / "geography/ons_lsoa11_population_weighted_centroids_EW.csv.gz")
    points = Centroids.from_columns("lsoa11", table["lsoa11cd"], table["X"], table["Y"])
    assert len(points.codes) == 34_753
    assert -6.4 < points.longitude.min() < points.longitude.max() < 1.8
    assert 49.8 < points.latitude.min() < points.latitude.max() < 55.9


def test_nothing_is_added_where_all_points_are_published(block):
    points = Centroids.from_columns("lsoa21", block.codes, np.full(5, 0.5), np.full(5, 51.5))
    assert points.completed(block).by_people.all()
