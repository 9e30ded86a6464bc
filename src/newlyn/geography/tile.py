"""Vector tiles: shapes with their properties in one PMTiles file that a map reads piece by piece.

Where the shapes come from is `geography.boundary`; how the file is laid out is `geography.archive`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
from newlyn.geography.archive import REFUSED, check_whole, join_archives, read_archive
from newlyn.geography.metre import Shapes

_HIGHEST_ZOOM = 22  # the deepest level that GDAL writes and map viewers ask for

_FAR = ((5, 1024), (7, 2048))
"""Levels at which one tile may show tens of thousands of areas: the deepest, and steps from edge to edge of a tile.

A tile is 512 pixels wide on a screen, so a step is half a pixel, then a quarter. What is smaller cannot be seen; areas
without a step of their own leave no gap, because their neighbours close it. Deeper tiles have 4,096 steps, since the
deepest are drawn larger than they are.
"""
_FINE = 4096
# GDAL takes areas out of a tile that would be larger than this, which leaves holes. No tile may have holes: that it is
# not too large is for `far` to see to.
_NO_LIMIT = str(64 << 20)


def write_tiles(
    path: Path,
    properties: Mapping[str, Sequence[Any]],
    shapes: Shapes,
    *,
    layer: str,
    min_zoom: int,
    max_zoom: int,
    far: Collection[str] | None = None,
) -> None:
    """Write the shapes as tiles of the given levels; the file is whole or not there.

    Parameters
    ----------
    far : names of properties, optional
        Of very many areas: what the levels up to 7 tell of each. These are drawn to a fraction of a pixel, so that a
        tile with all of them stays small. Left out, all levels are alike.

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
            parts = []
            for lowest, deepest, steps in _bands(min_zoom, max_zoom, is_far=far is not None):
                told = table.select([*far, "geometry"]) if far is not None and steps != _FINE else table
                options = {"MINZOOM": str(lowest), "MAXZOOM": str(deepest), "EXTENT": str(steps), "NAME": layer}
                _write(told, partial, path.name, options)
                parts.append(read_archive(partial))
                partial.unlink()
            _put(join_archives(parts), partial, path.name)
            partial.replace(path)


def _bands(min_zoom: int, max_zoom: int, *, is_far: bool) -> Iterator[tuple[int, int, int]]:
    """Levels that are written alike: the lowest, the deepest, and the steps of their tiles."""
    lowest = min_zoom
    for deepest, steps in (*(_FAR if is_far else ()), (max_zoom, _FINE)):
        if lowest <= min(deepest, max_zoom):
            yield lowest, min(deepest, max_zoom), steps
            lowest = deepest + 1


def _put(content: bytes, path: Path, name: str) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageError(REFUSED.format(name, error.strerror)) from None


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
                dataset_options={**options, "MAX_SIZE": _NO_LIMIT},
            )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise StorageError(REFUSED.format(name, str(error).splitlines()[0][:80])) from None
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


def _geometry(shapes: Shapes) -> pa.Array:
    """One kind of shape throughout, and the same byte order on every machine."""
    many = np.array([shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes], dtype=object)
    return pa.array(shapely.to_wkb(many, byte_order=1), pa.binary())


def _column(values: Sequence[Any]) -> pa.Array:
    return pa.array(values, from_pandas=True)  # NaN becomes null, which a tile leaves out
