"""Boundaries: the shape of each area of one type, from GeoParquet or GeoJSON, simplified and dissolved.

As text for a page they are `geography.geojson`, as map tiles `geography.tile`; which areas touch is
`geography.neighbour`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from newlyn.foundation.errors import InputError, NotFoundError
from newlyn.geography.boundary_file import read_shapes
from newlyn.geography.code import area_type as known_type
from newlyn.geography.column import Codes, Numbers, as_codes, first_repeated, positions
from newlyn.geography.geojson import feature_collection
from newlyn.geography.metre import Shapes, area_m2, from_local_metres, middle_latitude, to_local_metres
from newlyn.geography.tile import write_tiles


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The shapes of areas of one type, by code.

    Shapes are polygons in degrees of longitude and latitude (WGS84).
    """

    area_type: str
    codes: Codes
    """Ascending, each once."""
    shapes: Shapes
    names: Codes | None = None
    """The names of the areas where the file had them."""

    @classmethod
    def from_columns(
        cls, area_type: str, codes: Iterable[str], shapes: Any, names: Iterable[str] | None = None
    ) -> Boundaries:
        """Boundaries from columns in any order; `shapes` are shapely geometries or their WKB.

        Raises
        ------
        InputError
            If a code is repeated, or a shape is missing, empty, no polygon or not in degrees.
        """
        listed = as_codes(codes)
        drawn = np.asarray(shapes, dtype=object)
        if len(drawn) and isinstance(drawn[0], bytes):
            drawn = shapely.from_wkb(drawn)
        twice = first_repeated(listed)
        if twice is not None:
            raise InputError(f"boundaries: {twice} is drawn twice. Dissolve its parts, or keep one.")
        _check_shapes(listed, drawn)
        order = np.argsort(listed)
        named = None if names is None else as_codes(names)[order]
        return cls(known_type(area_type).id, listed[order], drawn[order], named)

    def __len__(self) -> int:
        return len(self.codes)

    def of(self, codes: Iterable[str]) -> Boundaries:
        """The boundaries of some areas.

        Raises
        ------
        NotFoundError
            If an area has no boundary here.
        """
        wanted = np.unique(as_codes(codes))
        at, found = positions(self.codes, wanted)
        if not found.all():
            raise NotFoundError(
                f"{wanted[~found][0]} has no boundary among the {len(self):,} {known_type(self.area_type).plural} here "
                f"({(~found).sum():,} such). Check its vintage."
            )
        return replace(self, codes=wanted, shapes=self.shapes[at], names=None if self.names is None else self.names[at])

    def shape(self, code: str) -> Any:
        """The shape of one area."""
        return self.of([code]).shapes[0]

    def made_valid(self) -> Boundaries:
        """The same areas with every shape a valid polygon: loops and touching rings are taken apart."""
        mended = shapely.make_valid(self.shapes, method="structure", keep_collapsed=False)
        return replace(self, shapes=np.where(shapely.is_valid(self.shapes), self.shapes, mended))

    def simplified(self, tolerance_m: float) -> Boundaries:
        """The same areas with fewer points; borders that were shared stay shared, and no area vanishes.

        Parameters
        ----------
        tolerance_m : float, metres
            Corners whose triangle is smaller than about the square of this are cut. Metres are those of a flat
            map around the middle latitude (`geography.metre`).

        References
        ----------
        Visvalingam and Whyatt (1993), Line generalisation by repeated elimination of points, The Cartographic
        Journal 30(1), 46-51; as `GEOSCoverageSimplifyVW` applies it to a whole coverage.
        """
        if not tolerance_m >= 0:
            raise InputError(f"tolerance_m must be zero or more metres; got {tolerance_m}.")
        latitude = middle_latitude(self.shapes)
        flat = shapely.coverage_simplify(to_local_metres(self.shapes, latitude), tolerance_m)
        return replace(self, shapes=from_local_metres(flat, latitude))

    def dissolved(
        self, groups: Mapping[str, str], area_type: str, *, names: Mapping[str, str] | None = None
    ) -> Boundaries:
        """The larger areas that these make up, such as districts from their LSOAs.

        Parameters
        ----------
        groups : mapping from the code of an area here to the code of its larger area
            An area that is not in it is left out.
        area_type : str
            The type of the larger areas.
        names : mapping from the code of a larger area to its name, optional
        """
        kept = np.array([code in groups for code in self.codes.tolist()], bool)
        larger, at = np.unique([groups[code] for code in self.codes[kept].tolist()], return_inverse=True)
        order = np.argsort(at, kind="stable")
        parts = np.split(self.shapes[kept][order], np.cumsum(np.bincount(at))[:-1])
        named = None if names is None else [names.get(code, code) for code in larger.tolist()]
        return Boundaries.from_columns(area_type, larger, [shapely.union_all(part) for part in parts], named)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all of them, in degrees.

        Raises
        ------
        InputError
            If there are none.
        """
        if not len(self):
            raise InputError("boundaries: no areas are given, so they have no bounds. Give at least one.")
        west, south, east, north = shapely.total_bounds(self.shapes).tolist()
        return west, south, east, north

    def boxes(self) -> Numbers:
        """(n, 4) west, south, east, north of each in degrees, beside `codes`."""
        return np.asarray(shapely.bounds(self.shapes), np.float64).reshape(-1, 4)

    def label_points(self) -> Numbers:
        """(n, 2) longitude and latitude of a point inside each, beside `codes`: a place for its name."""
        points = shapely.point_on_surface(self.shapes)
        return np.column_stack([shapely.get_x(points), shapely.get_y(points)]).astype(np.float64)

    def area_m2(self) -> Numbers:
        """(n,) areas on the ground in square metres, beside `codes`."""
        return area_m2(self.shapes)

    def to_geojson(
        self, properties: Mapping[str, Sequence[Any]] | None = None, *, digits: int = 5, clockwise: bool = False
    ) -> str:
        """The areas as the text of a GeoJSON feature collection.

        Parameters
        ----------
        properties : mapping from a name to a column beside `codes`, optional
            `code`, and `name` where known, are always there. NaN becomes null.
        digits : int
            Decimals of a degree: 5 is about a metre.
        clockwise : bool
            Draw outer rings clockwise, as d3 and Vega want them; RFC 7946 has them counter-clockwise.
        """
        return feature_collection(self._columns(properties), self.shapes, digits=digits, clockwise=clockwise)

    def to_tiles(
        self,
        path: Path,
        properties: Mapping[str, Sequence[Any]] | None = None,
        *,
        layer: str = "areas",
        min_zoom: int = 4,
        max_zoom: int = 11,
        far: Collection[str] | None = None,
    ) -> None:
        """Write the areas as vector tiles in one PMTiles file; equal areas give equal bytes.

        Parameters
        ----------
        properties : as of `to_geojson`
        layer : str
            The name that a map style refers to.
        far : names of properties, optional
            Of very many areas: what the levels up to 7 tell of each, drawn to a fraction of a pixel.
        """
        columns = self._columns(properties)
        write_tiles(path, columns, self.shapes, layer=layer, min_zoom=min_zoom, max_zoom=max_zoom, far=far)

    def _columns(self, properties: Mapping[str, Sequence[Any]] | None) -> dict[str, Sequence[Any]]:
        columns: dict[str, Sequence[Any]] = {"code": self.codes.tolist()}
        if self.names is not None:
            columns["name"] = self.names.tolist()
        for name, column in (properties or {}).items():
            if len(column) != len(self):
                raise InputError(
                    f"property {name!r} has {len(column):,} values for {len(self):,} areas. Give one each."
                )
            columns[name] = column
        return columns


def load_boundaries(path: Path, area_type: str, *, code: str | None = None, name: str | None = None) -> Boundaries:
    """Read the boundaries of areas of one type.

    Parameters
    ----------
    path : GeoParquet (`.parquet`) or GeoJSON (`.geojson`, also compressed as `.gz`)
        In degrees or on the National Grid; metres of the grid are turned into degrees, good to five metres.
    area_type : str
        Such as `lsoa21`.
    code : str, optional
        The column of codes; left out, the first column that holds codes of this type only.
    name : str, optional
        The column of names.

    Raises
    ------
    SourceError
        If the file cannot be read.
    InputError
        If no column holds codes of this type, or a shape is not as `Boundaries.from_columns` wants it.
    """
    codes, shapes, names = read_shapes(path, area_type, code=code, name=name)
    return Boundaries.from_columns(area_type, codes, shapes, names)


def _check_shapes(codes: Codes, shapes: Shapes) -> None:
    if len(codes) != len(shapes):
        raise InputError(f"boundaries: {len(shapes):,} shapes for {len(codes):,} areas. Give one each.")
    absent = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    flat = shapely.get_dimensions(shapes) == 2
    for wrong, reason in ((absent, "has no shape"), (~flat, "is not a polygon")):
        if wrong.any():
            raise InputError(
                f"boundaries: {codes[wrong][0]} {reason} ({wrong.sum():,} such). Leave it out, or mend the file."
            )
    if len(shapes):
        west, south, east, north = shapely.total_bounds(shapes)
        if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
            raise InputError(
                f"boundaries: coordinates reach {max(abs(east), abs(north)):,.0f}, so they are not degrees. "
                "Give longitude and latitude, or a file that names its grid."
            )
