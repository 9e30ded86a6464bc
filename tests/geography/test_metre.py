import numpy as np
import pytest
import shapely

from newlyn.geography.metre import area_m2, from_local_metres, middle_latitude, to_local_metres


def test_a_degree_of_latitude_is_about_111_kilometres():
    line = np.array([shapely.LineString([(0, 51), (0, 52)])])
    assert shapely.length(to_local_metres(line, 51.5))[0] == pytest.approx(111_250, rel=0.004)


def test_a_degree_of_longitude_shrinks_to_the_north():
    line = np.array([shapely.LineString([(0, 60), (1, 60)])])
    assert shapely.length(to_local_metres(line, 60))[0] == pytest.approx(55_800, rel=0.004)


def test_metres_turn_back_into_the_same_degrees():
    point = np.array([shapely.Point(0.123456, 51.654321)])
    back = from_local_metres(to_local_metres(point, 52), 52)
    assert shapely.equals_exact(back, point, tolerance=1e-12)[0]


def test_the_middle_is_half_way_between_south_and_north():
    assert middle_latitude(np.array([shapely.box(0, 50, 1, 51), shapely.box(0, 53, 1, 56)])) == 53


def test_the_whole_world_has_the_area_of_the_ellipsoid():
    world = np.array([shapely.box(-180, -90, 180, 90)])
    assert area_m2(world)[0] / 1e12 == pytest.approx(510.0656, abs=0.0001)
