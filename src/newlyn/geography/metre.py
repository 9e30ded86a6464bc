"""Metres on the ground from longitude and latitude: plain formulae, for tolerances, snapping and areas.

Distances are approximate by design; positions on the National Grid are `geography.grid`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from newlyn.geography.column import Numbers

Shapes: TypeAlias = npt.NDArray[Any]
"""An array of shapely geometries in degrees of longitude and latitude (WGS84)."""

_RADIUS = 6_371_008.8  # metres; mean radius of the Earth, IUGG
_WGS84_RADIUS, _WGS84_ECCENTRICITY = 6_378_137.0, 0.0818191908426215  # NIMA TR8350.2, WGS84


def to_local_metres(shapes: Shapes, latitude: float) -> Shapes:
    """The shapes on a flat map in metres, true at the given latitude.

    The map is equirectangular, on a globe: right to 0.4 % at that latitude. Away from it, distances from east to
    west are as wrong as the cosine differs: 2 % at one degree's distance, 7 % at the ends of England.
    """
    scale = _scale(latitude)
    return np.asarray(shapely.transform(shapes, lambda points: points * scale), dtype=object)


def from_local_metres(shapes: Shapes, latitude: float) -> Shapes:
    """The way back from `to_local_metres`."""
    scale = _scale(latitude)
    return np.asarray(shapely.transform(shapes, lambda points: points / scale), dtype=object)


def middle_latitude(shapes: Shapes) -> float:
    """The latitude half way between the southern and the northern end, in degrees."""
    _, south, _, north = shapely.total_bounds(shapes)
    return float((south + north) / 2)


def area_m2(shapes: Shapes) -> Numbers:
    """The area of each shape on the WGS84 ellipsoid, in square metres.

    Computed on Lambert's cylindrical equal-area map, which is exact but for the borders between vertices, which
    are taken as straight on that map.

    References
    ----------
    Snyder (1987), Map projections: a working manual, USGS Professional Paper 1395, page 81, equations 10-14 to 10-16.
    """
    return np.asarray(shapely.area(shapely.transform(shapes, _equal_area)), dtype=np.float64)


def _scale(latitude: float) -> Numbers:
    per_degree = np.pi / 180 * _RADIUS
    return np.array([per_degree * np.cos(np.radians(latitude)), per_degree])


def _equal_area(points: Numbers) -> Numbers:
    e, sine = _WGS84_ECCENTRICITY, np.sin(np.radians(points[:, 1]))
    q = (1 - e**2) * (sine / (1 - (e * sine) ** 2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
    return np.column_stack([_WGS84_RADIUS * np.radians(points[:, 0]), _WGS84_RADIUS * q / 2])
