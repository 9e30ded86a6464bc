"""Areas that a person draws: any set of small areas of one type, with a name.

A place of Newlyn that is kept in a pack is `newlyn.packs`; this is only the set and its shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from newlyn.foundation.errors import InputError
from newlyn.geography.boundary import Boundaries
from newlyn.geography.centroid import Centroids
from newlyn.geography.code import area_type as known_type
from newlyn.geography.code import check_codes
from newlyn.geography.column import as_codes, first_repeated, positions


@dataclass(frozen=True)
class DrawnArea:
    """A named set of small areas of one type."""

    name: str
    area_type: str
    members: tuple[str, ...]
    """Codes, ascending."""

    def __post_init__(self) -> None:
        known_type(self.area_type)
        if not self.members:
            raise InputError(f"{self.name}: no members are given. Name at least one small area.")
        check_codes(list(self.members), self.area_type, nation="EW", where=self.name)
        twice = first_repeated(as_codes(self.members))
        if twice is not None:
            raise InputError(f"{self.name}: {twice} is listed twice. List each member once.")
        object.__setattr__(self, "members", tuple(sorted(self.members)))

    @classmethod
    def from_polygon(cls, name: str, polygon: Any, centroids: Centroids) -> DrawnArea:
        """The areas whose centroid lies inside a polygon.

        Parameters
        ----------
        polygon : shapely geometry, or the text of a GeoJSON geometry
            In degrees of longitude and latitude.
        centroids : Centroids
            Of the small areas to choose from; published ones put an area where its people are.

        Raises
        ------
        InputError
            If the text is not GeoJSON, the shape is not a polygon, or no centroid lies in it.
        """
        shape = _polygon(name, polygon)
        inside = shapely.contains_xy(shape, centroids.longitude, centroids.latitude)
        if not inside.any():
            plural = known_type(centroids.area_type).plural
            raise InputError(f"{name}: no centroid of the {plural} lies inside the polygon. Draw it larger.")
        return cls(name, centroids.area_type, tuple(centroids.codes[inside].tolist()))

    def check_members(self, known: Mapping[str, Iterable[str]]) -> None:
        """Refuse a member that is not an area of the stated vintage.

        Parameters
        ----------
        known : mapping from area type to all its codes
            The own type is required; others of the same kind let the message name the vintage that was meant.

        Raises
        ------
        InputError
            Naming the first member at fault.
        """
        own = set(as_codes(known[self.area_type]).tolist())
        unknown = [code for code in self.members if code not in own]
        if not unknown:
            return
        wanted = known_type(self.area_type).plural
        for other, codes in sorted(known.items()):
            if unknown[0] in set(as_codes(codes).tolist()):
                mixed = "The list mixes vintages" if len(unknown) < len(self.members) else "The list is of that vintage"
                raise InputError(
                    f"{self.name}: {unknown[0]} is one of the {known_type(other).plural}, not of the {wanted} "
                    f"({len(unknown):,} such). {mixed}: change the vintage of those members first."
                )
        raise InputError(f"{self.name}: {unknown[0]} is not one of the {len(own):,} {wanted} ({len(unknown):,} such).")

    def shape(self, boundaries: Boundaries) -> Any:
        """The outline of all members together.

        Raises
        ------
        InputError
            If the boundaries are of another type.
        NotFoundError
            If a member has no boundary.
        """
        if boundaries.area_type != self.area_type:
            raise InputError(f"{self.name} is drawn in {self.area_type}; the boundaries are of {boundaries.area_type}.")
        return shapely.union_all(boundaries.of(self.members).shapes)

    def holds(self, codes: Iterable[str]) -> Any:
        """(n,) booleans: whether each code is a member, in the order given."""
        return positions(as_codes(self.members), as_codes(codes))[1]


def _polygon(name: str, polygon: Any) -> Any:
    if isinstance(polygon, str):
        try:
            polygon = shapely.from_geojson(polygon)
        except shapely.errors.GEOSException:
            raise InputError(f"{name}: the text is not a GeoJSON geometry. Give a Polygon or MultiPolygon.") from None
    if shapely.get_dimensions(polygon) != 2 or np.abs(shapely.total_bounds(polygon)).max() > 180:
        raise InputError(f"{name}: expected a polygon in degrees of longitude and latitude.")
    return shapely.make_valid(polygon)
