"""A static map as SVG paths: projected, rounded and labelled; no tiles, no script.

The classing, the legend and the words are the page's duty; simplifying boundaries is done before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import get_coordinates, get_parts, maximum_inscribed_circle, total_bounds
from shapely.geometry.base import BaseGeometry

from newlyn.foundation.errors import InputError

Points = NDArray[np.float64]

WIDTH = 760
TALLEST = 820
"""Units of the drawing; a tall place is drawn narrower, so that a map fits on a screen."""

_GRAIN = 10
"""Steps in one unit: paths are written in whole tenths, about 10 m in a county 80 km across."""

_EDGE = 6
"""Units kept free around the place, for the width of lines."""

_KM_IN_DEGREE = 111.195
"""Of latitude, on a sphere of radius 6,371 km; good to 0.3% for a scale bar."""


@dataclass(frozen=True)
class Projection:
    """Degrees to units of the drawing, true to shape around the middle of one place.

    An equirectangular projection with its own parallel: over 100 km of England its scale errs by less
    than 1%, which is less than a pixel row between neighbours.
    """

    west: float
    north: float
    squeeze: float
    """Length of a degree of longitude in degrees of latitude."""
    scale: float
    """Units in a degree of latitude."""
    width: float
    height: float

    @classmethod
    def around(cls, geometries: Sequence[BaseGeometry]) -> Projection:
        """The projection that fits all of `geometries` (degrees, WGS84) into the drawing."""
        west, south, east, north = total_bounds(np.array(geometries, dtype=object)).tolist()
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise InputError(
                f"boundaries must be in degrees (WGS84); got {west:g} to {east:g} and {south:g} to {north:g}. "
                "Project them to EPSG:4326 first."
            )
        squeeze = math.cos(math.radians((south + north) / 2))
        across, along = (east - west) * squeeze, north - south
        scale = min((WIDTH - 2 * _EDGE) / max(across, 1e-9), (TALLEST - 2 * _EDGE) / max(along, 1e-9))
        return cls(west, north, squeeze, scale, across * scale + 2 * _EDGE, along * scale + 2 * _EDGE)

    def units(self, degrees: Points) -> Points:
        """(n, 2) longitudes and latitudes in degrees to (n, 2) units, from the upper left corner."""
        x = (degrees[:, 0] - self.west) * self.squeeze * self.scale + _EDGE
        y = (self.north - degrees[:, 1]) * self.scale + _EDGE
        return np.column_stack((x, y))

    def path(self, geometry: BaseGeometry) -> str:
        """The outline of a polygon as path data in tenths of a unit, rings relative to their first point."""
        rings = (ring for polygon in _polygons(geometry) for ring in (polygon.exterior, *polygon.interiors))
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: BaseGeometry) -> str:
        steps = np.round(self.units(get_coordinates(ring)[:-1]) * _GRAIN).astype(int)
        moved = np.any(steps != np.roll(steps, 1, axis=0), axis=1)
        steps = steps[moved]
        if len(steps) < 3:  # a ring smaller than the grain has no inside left
            return ""
        start = f"M{steps[0, 0]} {steps[0, 1]}"
        return start + "l" + _numbers(np.diff(steps, axis=0).ravel().tolist()) + "z"

    @property
    def bar(self) -> ScaleBar:
        """A round distance that takes about a fifth of the width."""
        km_in_unit = _KM_IN_DEGREE / self.scale
        fitting = self.width * km_in_unit / 4
        power = 10 ** math.floor(math.log10(fitting))
        km = max(step * power for step in (1, 2, 5) if step * power <= fitting)
        return ScaleBar(f"{km:g} km" if km >= 1 else f"{km * 1000:g} m", round(km / km_in_unit, 1))


@dataclass(frozen=True)
class ScaleBar:
    """A distance in words and its length in units."""

    text: str
    length: float


@dataclass(frozen=True)
class Label:
    """A name at a point, in units."""

    number: int
    text: str
    x: float
    y: float


def place_labels(projection: Projection, names: Mapping[str, str], outlines: Mapping[str, BaseGeometry]) -> list[Label]:
    """A label in the roomiest part of each outline, moved up or down where two would collide.

    Numbers count the names in alphabetical order, for drawings too small for names.
    """
    labels: list[Label] = []
    taken: list[tuple[float, float, float, float]] = []
    for at, code in enumerate(sorted(outlines, key=lambda code: (names[code], code)), start=1):
        biggest = max(_polygons(outlines[code]), key=lambda part: float(part.area))
        centre = get_coordinates(maximum_inscribed_circle(biggest))[:1]
        x, y = projection.units(centre)[0].tolist()
        half = 4.4 * len(
            names[code]
        )  # half of the width of a name in units: bold letters of 16 units are about 8.8 wide
        x = min(max(x, half + _EDGE), max(projection.width - half - _EDGE, half + _EDGE))
        y = _free(taken, x, y, half)
        taken.append((x - half, y - 9, x + half, y + 9))
        labels.append(Label(at, names[code], round(x, 1), round(y, 1)))
    return labels


def _free(taken: Iterable[tuple[float, float, float, float]], x: float, y: float, half: float) -> float:
    """The nearest height to `y` at which a label of this width meets no other; `y` when there is none near."""
    boxes = list(taken)
    for step in (0, 10, -10, 20, -20, 30, -30):
        free = (x + half < west or x - half > east or y + step + 9 < top or y + step - 9 > foot
                for west, top, east, foot in boxes)  # fmt: skip
        if all(free):
            return y + step
    return y


def _polygons(geometry: BaseGeometry) -> list[BaseGeometry]:
    return [part for part in get_parts([geometry]).tolist() if part.geom_type == "Polygon" and not part.is_empty]


def _numbers(values: Iterable[int]) -> str:
    """Whole numbers as path data allows them: a minus sign needs no space before it."""
    text = " ".join(map(str, values))
    return text.replace(" -", "-")
