"""Open a file of boundaries: its codes, shapes and names, with shapes in degrees.

What may be done with them is `geography.boundary`.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely

from newlyn.foundation.errors import InputError, SourceError
from newlyn.geography.code import area_type as known_type
from newlyn.geography.code import check_codes
from newlyn.geography.column import Numbers
from newlyn.geography.grid import to_longitude_latitude
from newlyn.geography.metre import Shapes

_DEGREES = {"EPSG:4326", "OGC:CRS84", "EPSG:4258"}  # ETRS89 (4258) is WGS84 to within a metre
_NATIONAL_GRID = "EPSG:27700"


def read_shapes(
    path: Path, area_type: str, *, code: str | None, name: str | None
) -> tuple[pa.ChunkedArray, Shapes, pa.ChunkedArray | None]:
    """The columns of codes, of shapes in degrees, and of names; see `boundary.load_boundaries`."""
    try:
        table, geometry, grid = _open_parquet(path) if path.suffix == ".parquet" else _open_geojson(path)
    except (OSError, EOFError, pa.ArrowInvalid, ValueError, pyogrio.errors.DataSourceError) as error:
        reason = str(error).splitlines()[0][:160]
        raise SourceError(f"{path.name}: cannot be read as boundaries ({reason}). Fetch it again.") from None
    codes = table[_code_column(table, area_type, code, path.name)]
    if name is not None and name not in table.column_names:
        raise InputError(f"{path.name}: no column {name!r}. It has: {', '.join(table.column_names)}.")
    shapes = shapely.from_wkb(table[geometry].to_numpy())
    return codes, _in_degrees(shapes, grid, path.name), None if name is None else table[name]


def _open_parquet(path: Path) -> tuple[pa.Table, str, str]:
    table = pq.read_table(path)
    geo = (table.schema.metadata or {}).get(b"geo")
    if geo is None:
        raise ValueError("it has no GeoParquet metadata")
    described = json.loads(geo)
    geometry = str(described["primary_column"])
    column = described["columns"][geometry]
    if column.get("encoding") != "WKB":
        raise ValueError(f"shapes are stored as {column.get('encoding')}, not as WKB")
    crs = column.get("crs")
    # GeoParquet: no reference system means longitude and latitude. Files of older writers name it without an id.
    named = "OGC:CRS84" if crs is None else _identifier(crs.get("id") or crs)
    return table, geometry, named


def _identifier(id_: dict[str, Any]) -> str:
    return f"{id_.get('authority', 'unknown')}:{id_.get('code', 'unknown')}"


def _open_geojson(path: Path) -> tuple[pa.Table, str, str]:
    data = path.read_bytes()
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    meta, table = pyogrio.read_arrow(data)
    return table, meta["geometry_name"] or "wkb_geometry", str(meta["crs"])


def _code_column(table: pa.Table, area_type: str, code: str | None, where: str) -> str:
    if code is not None:
        if code not in table.column_names:
            raise InputError(f"{where}: no column {code!r}. It has: {', '.join(table.column_names)}.")
        check_codes(table[code], area_type, nation="EWSNK", where=f"{where}, column {code!r}")
        return code
    for field in table.schema:
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            try:
                check_codes(table[field.name], area_type, nation="EWSNK")
            except InputError:
                continue
            return str(field.name)
    wanted = known_type(area_type).plural
    raise InputError(f"{where}: no column holds the codes of {wanted} only. It has: {', '.join(table.column_names)}.")


def _in_degrees(shapes: Shapes, grid: str, where: str) -> Shapes:
    if grid in _DEGREES:
        return shapes
    if grid == _NATIONAL_GRID:
        return np.asarray(shapely.transform(shapes, _turned), dtype=object)
    raise InputError(f"{where}: the shapes are on {grid}. Accepted: longitude and latitude, or the National Grid.")


def _turned(points: Numbers) -> Numbers:
    return np.column_stack(to_longitude_latitude(points[:, 0], points[:, 1]))
