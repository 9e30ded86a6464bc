"""Vector tiles: shapes with their properties in one PMTiles file that a map reads piece by piece.

Where the shapes come from is `geography.boundary`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from newlyn.foundation.errors import InputError, StorageError
from newlyn.foundation.files import storage_errors
from newlyn.geography.metre import Shapes

_HIGHEST_ZOOM = 22  # the deepest level that GDAL writes and map viewers ask for

_REFUSED = "{}: the tiles could not be written ({}). Free some space; what was there before is untouched."
# PMTiles 3, section 3.1: where the tiles begin and their length in bytes (56, 64), and how many there are (72).
_HEADER = struct.Struct("<56xQQQ")


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
    StorageError
        If the disk refuses the file or the files that it is made from.
    """
    if not 0 <= min_zoom <= max_zoom <= _HIGHEST_ZOOM:
        raise InputError(
            f"zoom {min_zoom} to {max_zoom}: accepted are levels from 0 to {_HIGHEST_ZOOM}, the lower first."
        )
    if not len(shapes):
        raise InputError(f"{path.name}: no areas are given, so there is nothing to draw.")
    table = pa.table({**{name: _column(values) for name, values in properties.items()}, "geometry": _geometry(shapes)})
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # GDAL works through several files beside the one it writes; in a folder of their own none is left behind.
        with TemporaryDirectory(prefix=".tiles-", dir=path.parent) as folder:
            partial = Path(folder) / "areas.pmtiles"
            _write(table, partial, path.name, {"MINZOOM": str(min_zoom), "MAXZOOM": str(max_zoom), "NAME": layer})
            partial.replace(path)


def _write(table: pa.Table, partial: Path, name: str, options: Mapping[str, str]) -> None:
    try:
        with _one_thread():
            pyogrio.write_arrow(
                table,
                partial,
                driver="PMTiles",
                layer=options["NAME"],
                geometry_name="geometry",
                geometry_type="MultiPolygon",
                crs="EPSG:4326",
                dataset_options=options,
            )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise StorageError(_REFUSED.format(name, str(error).splitlines()[0][:80])) from None
    check_whole(partial, name)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let GDAL write from one thread: the errors of its other threads are lost, and tiles with them."""
    before = pyogrio.get_gdal_config_option("GDAL_NUM_THREADS")
    pyogrio.set_gdal_config_options({"GDAL_NUM_THREADS": 1})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"GDAL_NUM_THREADS": before})


def check_whole(path: Path, name: str) -> None:
    """Refuse an archive that holds no tiles or fewer bytes of them than it says.

    Raises
    ------
    StorageError
        In the words that a person who asked for `name` understands.
    """
    with path.open("rb") as stream:
        header = stream.read(_HEADER.size)
    data_at, data_length, tiles = _HEADER.unpack(header) if len(header) == _HEADER.size else (0, 0, 0)
    if not tiles or data_at + data_length != path.stat().st_size:
        raise StorageError(_REFUSED.format(name, "the archive is not whole"))


def _geometry(shapes: Shapes) -> pa.Array:
    """One kind of shape throughout, and the same byte order on every machine."""
    many = np.array([shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes], dtype=object)
    return pa.array(shapely.to_wkb(many, byte_order=1), pa.binary())


def _column(values: Sequence[Any]) -> pa.Array:
    return pa.array(values, from_pandas=True)  # NaN becomes null, which a tile leaves out
