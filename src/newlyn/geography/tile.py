"""Vector tiles: shapes with their properties in one PMTiles file that a map reads piece by piece.

Where the shapes come from is `geography.boundary`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from newlyn.foundation.errors import InputError
from newlyn.foundation.files import storage_errors
from newlyn.geography.metre import Shapes

_HIGHEST_ZOOM = 22  # the deepest level that GDAL writes and map viewers ask for


def write_tiles(
    path: Path, properties: Mapping[str, Sequence[Any]], shapes: Shapes, *, layer: str, min_zoom: int, max_zoom: int
) -> None:
    """Write the shapes as tiles of the given levels; the file is whole or not there.

    References
    ----------
    PMTiles specification, version 3; Mapbox vector tile specification, version 2.1.

    Raises
    ------
    InputError
        If the levels are not in order, or there is nothing to write.
    """
    if not 0 <= min_zoom <= max_zoom <= _HIGHEST_ZOOM:
        raise InputError(
            f"zoom {min_zoom} to {max_zoom}: accepted are levels from 0 to {_HIGHEST_ZOOM}, the lower first."
        )
    if not len(shapes):
        raise InputError(f"{path.name}: no areas are given, so there is nothing to draw.")
    table = pa.table({**{name: _column(values) for name, values in properties.items()}, "geometry": _geometry(shapes)})
    partial = path.with_name(f".{os.getpid()}-{path.name}")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            pyogrio.write_arrow(
                table,
                partial,
                driver="PMTiles",
                layer=layer,
                geometry_name="geometry",
                geometry_type="MultiPolygon",
                crs="EPSG:4326",
                dataset_options={"MINZOOM": str(min_zoom), "MAXZOOM": str(max_zoom), "NAME": layer},
            )
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _geometry(shapes: Shapes) -> pa.Array:
    """One kind of shape throughout, and the same byte order on every machine."""
    many = np.array([shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes], dtype=object)
    return pa.array(shapely.to_wkb(many, byte_order=1), pa.binary())


def _column(values: Sequence[Any]) -> pa.Array:
    return pa.array(values, from_pandas=True)  # NaN becomes null, which a tile leaves out
