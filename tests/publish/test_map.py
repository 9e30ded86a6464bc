from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box, segmentize
from tests.publish.factory import make_place

from newlyn.foundation.errors import InputError
from newlyn.publish.map import TALLEST, WIDTH, Projection, place_labels

SQUARE = box(0.0, 51.0, 1.0, 52.0)


def corners(path: str) -> list[list[tuple[int, int]]]:
    """The rings of a path as points, by following its steps."""
    rings = []
    for x, y, steps in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", path):
        at = [int(x), int(y)]
        ring = [(at[0], at[1])]
        moves = [int(move) for move in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(moves[::2], moves[1::2], strict=True):
            at = [at[0] + dx, at[1] + dy]
            ring.append((at[0], at[1]))
        rings.append(ring)
    return rings


@given(
    st.floats(min_value=-6, max_value=1),
    st.floats(min_value=50, max_value=55),
    st.floats(min_value=0.01, max_value=2),
    st.floats(min_value=0.01, max_value=2),
)
def test_every_place_fits_into_the_drawing(west: float, south: float, across: float, along: float) -> None:
    shape = box(west, south, west + across, south + along)
    projection = Projection.around([shape])
    assert projection.width <= WIDTH + 0.01
    assert projection.height <= TALLEST + 0.01
    for ring in corners(projection.path(shape)):
        assert all(0 <= x <= projection.width * 10 + 1 and 0 <= y <= projection.height * 10 + 1 for x, y in ring)


def test_north_is_up_and_east_is_right() -> None:
    projection = Projection.around([SQUARE])
    (ring,) = corners(projection.path(box(0.9, 51.9, 1.0, 52.0)))
    assert min(x for x, _ in ring) > projection.width * 10 / 2
    assert max(y for _, y in ring) < projection.height * 10 / 2


def test_a_kilometre_is_as_long_across_as_along() -> None:
    # At 60° north a degree of longitude is half a degree of latitude.
    projection = Projection.around([box(0, 59.5, 2, 60.5)])
    assert projection.width == pytest.approx(projection.height, rel=0.001)


def test_a_path_follows_parts_and_holes() -> None:
    ring = Polygon(SQUARE.exterior.coords, [box(0.4, 51.4, 0.6, 51.6).exterior.coords])
    both = MultiPolygon([ring, box(2, 51, 3, 52)])
    assert len(corners(Projection.around([both]).path(both))) == 3


def test_a_speck_smaller_than_the_grain_draws_nothing() -> None:
    assert Projection.around([SQUARE]).path(box(0.5, 51.5, 0.500001, 51.500001)) == ""


def test_metres_are_refused() -> None:
    with pytest.raises(InputError, match=r"boundaries must be in degrees \(WGS84\).*EPSG:4326"):
        Projection.around([box(580_000, 180_000, 600_000, 200_000)])


def test_the_scale_bar_is_round_and_true() -> None:
    projection = Projection.around([box(0, 51, 1, 52)])  # one degree of latitude is 111 km
    bar = projection.bar
    km = float(bar.text.removesuffix(" km"))
    assert km in {10, 20, 50}
    assert bar.length / projection.scale * 111.195 == pytest.approx(km, rel=0.01)
    assert Projection.around([box(0, 51, 0.01, 51.01)]).bar.text.endswith(" m")


def test_labels_keep_clear_of_each_other_and_of_the_edge() -> None:
    outlines = {f"X{at}": box(0.05 * at, 51, 0.05 * at + 0.05, 51.1) for at in range(6)}
    names = {code: f"District {code}" for code in outlines}
    projection = Projection.around(list(outlines.values()))
    labels = place_labels(projection, names, outlines)
    assert [label.number for label in labels] == [1, 2, 3, 4, 5, 6]
    assert len({(label.x, label.y) for label in labels}) == 6
    assert all(0 < label.x < projection.width for label in labels)
    near = [(a, b) for a in labels for b in labels if a.number < b.number and abs(a.x - b.x) < 60]
    assert all(abs(a.y - b.y) >= 10 for a, b in near)


def test_eleven_hundred_areas_take_less_than_600_kilobytes() -> None:
    shapes = make_place(areas=1_100, districts=12).shapes
    detailed = [segmentize(shape, 0.003) for shape in shapes.values()]
    corners_each = sum(len(shape.exterior.coords) for shape in detailed if shape.geom_type == "Polygon") / len(detailed)
    assert corners_each > 25  # as detailed as simplified small areas are
    projection = Projection.around(detailed)
    assert sum(len(projection.path(shape)) for shape in detailed) < 600_000
