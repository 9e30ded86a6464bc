"""Centroids: the point that stands for each area, as published where it is, else a point inside its shape.

Published points are where the middle resident lives; a point inside the shape knows nothing of people, and is
marked so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.geography.boundary import Boundaries
from newlyn.geography.code import area_type as known_type
from newlyn.geography.column import Codes, Flags, Numbers, as_codes, as_numbers, first_repeated, positions
from newlyn.geography.grid import to_longitude_latitude


@dataclass(frozen=True, eq=False)
class Centroids:
    """A point for each area of one type."""

    area_type: str
    codes: Codes
    """Ascending."""
    longitude: Numbers
    latitude: Numbers
    """(n,) degrees on WGS84."""
    by_people: Flags
    """(n,) whether the point is the published, population-weighted one."""

    @classmethod
    def from_columns(cls, area_type: str, codes: Iterable[str], x: Any, y: Any) -> Centroids:
        """Published population-weighted centroids, in any order.

        Parameters
        ----------
        x, y : (n,) arrays
            Degrees of longitude and latitude, or metres east and north on the National Grid: values above 180
            can only be metres.

        Raises
        ------
        InputError
            If a code is repeated, a coordinate is missing, or the columns differ in length.
        """
        listed, east, north = as_codes(codes), as_numbers(x), as_numbers(y)
        if not len(listed) == len(east) == len(north):
            raise InputError(f"centroids: {len(listed):,} codes, {len(east):,} x and {len(north):,} y. Give one each.")
        twice = first_repeated(listed)
        if twice is not None:
            raise InputError(f"centroids: {twice} has two points. Keep one.")
        absent = ~(np.isfinite(east) & np.isfinite(north))
        if absent.any():
            raise InputError(f"centroids: {listed[absent][0]} has no point ({absent.sum():,} such). Leave it out.")
        if np.abs(east).max(initial=0) > 180:
            east, north = to_longitude_latitude(east, north)
        order = np.argsort(listed)
        return cls(known_type(area_type).id, listed[order], east[order], north[order], np.ones(len(listed), bool))

    @classmethod
    def inside(cls, boundaries: Boundaries) -> Centroids:
        """A point inside each shape, for areas whose centroid is not published."""
        points = shapely.point_on_surface(boundaries.shapes)
        inside = np.zeros(len(boundaries), bool)
        return cls(boundaries.area_type, boundaries.codes, shapely.get_x(points), shapely.get_y(points), inside)

    def completed(self, boundaries: Boundaries) -> Centroids:
        """These points, and a point inside its shape for every area of `boundaries` that has none."""
        if boundaries.area_type != self.area_type:
            raise InputError(f"centroids of {self.area_type} cannot be completed by shapes of {boundaries.area_type}.")
        lacking = np.setdiff1d(boundaries.codes, self.codes)
        other = Centroids.inside(boundaries.of(lacking))
        codes = np.concatenate([self.codes, other.codes])
        order = np.argsort(codes)
        return Centroids(
            self.area_type,
            codes[order],
            np.concatenate([self.longitude, other.longitude])[order],
            np.concatenate([self.latitude, other.latitude])[order],
            np.concatenate([self.by_people, other.by_people])[order],
        )

    def of(self, codes: Iterable[str]) -> Numbers:
        """(n, 2) longitude and latitude of some areas, in the order given.

        Raises
        ------
        NotFoundError
            If an area has no point here.
        """
        wanted = as_codes(codes)
        at, found = positions(self.codes, wanted)
        if not found.all():
            raise NotFoundError(f"{wanted[~found][0]} has no centroid among the {len(self.codes):,} here.")
        return np.column_stack([self.longitude[at], self.latitude[at]])
