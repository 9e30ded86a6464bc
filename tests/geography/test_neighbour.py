import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.geography.boundary import Boundaries, load_boundaries
from newlyn.geography.neighbour import find_neighbours


def test_areas_that_share_a_border_or_a_corner_are_neighbours(block):
    found = find_neighbours(block)
    assert found.of("E01000001").tolist() == ["E01000002", "E01000003", "E01000004"]
    assert found.count.tolist() == [3, 3, 3, 3, 0]


def test_an_area_that_stands_apart_is_an_island(block):
    found = find_neighbours(block)
    assert found.islands.tolist() == ["E01000009"]
    assert found.of("E01000009").tolist() == []


def test_a_crack_is_bridged_by_a_distance(square):
    gap = shapely.transform(square(1, 0), lambda points: np.add(points, [0.0001, 0]))  # seven metres to the east
    cracked = Boundaries.from_columns("lsoa21", ["E01000001", "E01000002"], [square(0, 0), gap])
    assert len(find_neighbours(cracked).islands) == 2
    assert len(find_neighbours(cracked, distance_m=5).islands) == 2
    assert len(find_neighbours(cracked, distance_m=10).islands) == 0


@given(places=st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1))
def test_neighbours_are_mutual_and_never_oneself(square, places):
    codes = [f"E01{number:06}" for number in range(len(places))]
    found = find_neighbours(Boundaries.from_columns("lsoa21", codes, [square(*place) for place in sorted(places)]))
    matrix = found.matrix.toarray()
    assert (matrix == matrix.T).all()
    assert not matrix.diagonal().any()


def test_areas_that_hang_together_are_told_apart_from_the_rest(block):
    groups = find_neighbours(block).within(["E01000009", "E01000003", "E01000001"])
    assert [group.tolist() for group in groups] == [["E01000001", "E01000003"], ["E01000009"]]


@pytest.mark.parametrize("ask", [lambda n: n.of("E01000008"), lambda n: n.within(["E01000008"])])
def test_an_unknown_area_is_refused(block, ask):
    with pytest.raises(NotFoundError, match=r"E01000008 is not among the 5 areas whose neighbours are known"):
        ask(find_neighbours(block))


def test_a_negative_distance_is_refused(block):
    with pytest.raises(InputError, match=r"distance_m must be zero or more metres; got -1"):
        find_neighbours(block, distance_m=-1)


def test_the_published_small_areas_of_2021_fit_together(mirror):
    found = find_neighbours(load_boundaries(mirror / "boundaries/lsoa21_england_wales.parquet", "lsoa21"))
    # Generalised borders still match point for point: only the Isles of Scilly stand alone.
    assert found.islands.tolist() == ["E01019077"]
    assert np.median(found.count) == 6
