"""What the layouts of `ons_geography.yaml` cannot say: first of repeated rows, code changes, shapes and points.

Each function takes an opened file and its definition and returns the declared columns with `source_row`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column
from newlyn.evidence.sources.layout import choose_columns
from newlyn.geography.grid import to_longitude_latitude

Coordinates = npt.NDArray[np.float64]
Change = tuple[str, str, int | None, int]
"""Old code, new code, year, row of the file."""


def first_of_each(frame: pa.Table, file: File) -> pa.Table:
    """The first row of each value of the first column that `file` names; for files that repeat an area."""
    named = pa.table(choose_columns(frame, file))
    return named.take(_first_rows(named[named.column_names[0]]))


def joined_parts(frame: pa.Table, file: File) -> pa.Table:
    """One shape for each area: the parts of an area that comes in several rows are joined."""
    named = pa.table(choose_columns(frame, file))
    whole = named.take(_first_rows(named["area"]))
    repeated = {value["values"] for value in named["area"].value_counts().to_pylist() if value["counts"] > 1}
    shapes = [
        _union(named, row["area"]) if row["area"] in repeated else row["geometry"]
        for row in whole.select(["area", "geometry"]).to_pylist()
    ]
    return whole.set_column(whole.column_names.index("geometry"), "geometry", pa.array(shapes, pa.binary()))


def from_national_grid(frame: pa.Table, file: File) -> pa.Table:
    """Shapes in metres on the National Grid as shapes in longitude and latitude."""
    named = pa.table(choose_columns(frame, file))
    shapes = shapely.from_wkb(named["geometry"].to_numpy(zero_copy_only=False))
    turned = shapely.transform(shapes, lambda xy: np.column_stack(to_longitude_latitude(xy[:, 0], xy[:, 1])))
    at = named.column_names.index("geometry")
    return named.set_column(at, "geometry", pa.array(list(shapely.to_wkb(turned)), pa.binary()))


def grid_points(frame: pa.Table, file: File) -> pa.Table:
    """Points in metres on the National Grid, with their longitude and latitude beside them."""
    named = pa.table(choose_columns(frame, file))
    easting, northing = (np.asarray(text_column(named, name).cast(pa.float64())) for name in ("easting", "northing"))
    return _with_degrees(named, easting, northing)


def grid_shapes(frame: pa.Table, file: File) -> pa.Table:
    """Points served as shapes in metres on the National Grid, with their longitude and latitude beside them."""
    named = pa.table(choose_columns(frame, file))
    easting, northing = _coordinates(frame)
    metres = named.append_column("easting", pa.array(easting)).append_column("northing", pa.array(northing))
    return _with_degrees(metres, easting, northing)


def degree_shapes(frame: pa.Table, file: File) -> pa.Table:
    """Points served as shapes in degrees."""
    named = pa.table(choose_columns(frame, file))
    longitude, latitude = _coordinates(frame)
    return named.append_column("longitude", pa.array(longitude)).append_column("latitude", pa.array(latitude))


def yearly_changes(frame: pa.Table, _file: File) -> pa.Table:
    """Changes of code between the yearly columns `ltla16_code`, `ltla17_code`, … of the same land."""
    years = sorted(name for name in frame.column_names if name.startswith("ltla") and name.endswith("_code"))
    found: dict[tuple[str, str], Change] = {}
    for row in frame.select([*years, ROW]).to_pylist():
        for before, after in pairwise(years):
            old, new = row[before], row[after]
            if old != new:
                found.setdefault((old, new), (old, new, 2000 + int(after[4:6]), row[ROW]))
    return _changes(found.values())


def recodings(frame: pa.Table, _file: File) -> pa.Table:
    """Districts that kept their name but not their code, such as Northumberland; the file gives no year."""
    return _changes(
        (row["LADCD"], row["LADCD_ACTIVE"], None, row[ROW])
        for row in frame.select(["LADCD", "LADNM", "LADCD_ACTIVE", "LADNM_ACTIVE", ROW]).to_pylist()
        if row["LADCD"] != row["LADCD_ACTIVE"] and row["LADNM"] == row["LADNM_ACTIVE"]
    )


def abolished_counties(frame: pa.Table, _file: File) -> pa.Table:
    """Counties that were abolished, and the districts that took their place, from mySociety's register."""
    rows = frame.select(["local-authority-code", "gss-code", "replaced-by", "end-date", "local-authority-type", ROW])
    gss = {row["local-authority-code"]: row["gss-code"] for row in rows.to_pylist()}
    return _changes(
        (row["gss-code"], gss[heir], _first_year(row["end-date"]), row[ROW])
        for row in rows.to_pylist()
        if row["local-authority-type"] == "CTY" and row["replaced-by"]
        for heir in row["replaced-by"].split(",")
    )


def english_rows(frame: pa.Table, file: File) -> pa.Table:
    """Rows of England alone, for files that mix GSS codes with the old codes of Northern Ireland."""
    named = pa.table(choose_columns(frame, file))
    return named.filter(pc.starts_with(text_column(named, "area"), "E"))


def _first_year(last_day: str) -> int:
    """Year of the day after `last_day`; registers write both 31 March and 1 April for one reorganisation."""
    return (date.fromisoformat(last_day) + timedelta(days=1)).year


def _coordinates(frame: pa.Table) -> tuple[Coordinates, Coordinates]:
    points = shapely.from_wkb(frame["geometry"].to_numpy(zero_copy_only=False))
    return shapely.get_x(points), shapely.get_y(points)


def _with_degrees(named: pa.Table, easting: Coordinates, northing: Coordinates) -> pa.Table:
    longitude, latitude = to_longitude_latitude(easting, northing)
    return named.append_column("longitude", pa.array(longitude)).append_column("latitude", pa.array(latitude))


def _first_rows(values: pa.ChunkedArray) -> pa.Array:
    """Positions of the first row of each value, ascending."""
    rows = pa.table({"value": values, "row": pa.array(range(len(values)), pa.int64())})
    firsts = rows.group_by("value").aggregate([("row", "min")])["row_min"].combine_chunks()
    return firsts.take(pc.sort_indices(firsts))


def _union(named: pa.Table, area: str) -> bytes:
    parts = named.filter(pc.equal(named["area"], area))["geometry"].to_pylist()
    joined: bytes = shapely.to_wkb(shapely.union_all(shapely.from_wkb(parts)))
    return joined


def _changes(changes: Iterable[Change]) -> pa.Table:
    rows = list(changes)
    kinds = {"old": pa.string(), "new": pa.string(), "year": pa.int64(), ROW: pa.int32()}
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return pa.table({name: pa.array(column, kinds[name]) for name, column in zip(kinds, columns, strict=True)})
