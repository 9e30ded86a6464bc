"""Make England: its small areas as tiles, its districts and regions counted and outlined. It takes half a minute.

Where it is kept, and how it is read, is `workflows.site.england`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pyarrow as pa
import shapely

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.files import only_one, storage_errors
from newlyn.geography.boundary import Boundaries
from newlyn.publish.site.england_area import EnglandArea
from newlyn.workflows.areas import lookup, names_of, parents_of
from newlyn.workflows.england import ENGLAND, national_index
from newlyn.workflows.maps import BOUNDARIES, outlines, write_map
from newlyn.workflows.places import all_of_england
from newlyn.workflows.site.area_list import SMALL
from newlyn.workflows.site.england import AREAS, EDITION, FOLDER, RECIPE, TILES, england_home, recipe_in
from newlyn.workflows.site.folder import CURRENT, MANIFEST
from newlyn.workflows.site.prepare import recipe_of

DISTRICTS = "boundary_lad24"

DETAIL_M = 800.0
"""Detail of the outlines of districts, in metres: in a drawing of England 820 units high a unit is 700 m."""

_COLUMNS = ("type", "code", "name", "region", "areas", "tenth", "fifth")


def absent_tables(warehouse: Warehouse) -> tuple[str, ...]:
    """The tables that England is made from and that the evidence does not hold."""
    needed = (EDITION.table, BOUNDARIES[SMALL], DISTRICTS)
    return tuple(table for table in needed if not warehouse.has_table(table))


def prepare_england(pictures: Path, warehouse: Warehouse, *, tell: Callable[[str], None] = lambda _: None) -> bool:
    """Make England for this evidence, unless it is there; those that no place is made with any more are cleared.

    Returns
    -------
    bool
        Whether anything had to be made.
    """
    home, recipe = england_home(pictures, warehouse.digest), recipe_of(warehouse, all_of_england(warehouse))
    if recipe_in(home) == recipe:
        return False
    tell("drawing England")
    with only_one(pictures, work="draws England"), storage_errors(home):
        beside = Path(mkdtemp(prefix=".new-", dir=pictures))
        beside.chmod(0o755)  # a server may run under another name than the build
        try:
            write_map(warehouse, all_of_england(warehouse), SMALL, beside / TILES)
            write_areas(beside / AREAS, tuple(_areas(warehouse)))
            (beside / RECIPE).write_text(recipe, encoding="utf-8")
            shutil.rmtree(home, ignore_errors=True)
            beside.replace(home)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        _clear(pictures, keep={home.name} | _used(pictures))
    return True


def _used(pictures: Path) -> set[str]:
    """Names of the folders that the pages of some place look into."""
    found = set()
    for pointer in pictures.glob(f"*/{CURRENT}"):
        manifest = pointer.parent / pointer.read_text(encoding="utf-8").strip() / MANIFEST
        if manifest.is_file():
            found.add(FOLDER + str(json.loads(manifest.read_text(encoding="utf-8")).get("evidence")))
    return found


def _clear(pictures: Path, *, keep: set[str]) -> None:
    for old in pictures.glob(f"{FOLDER}*"):
        if old.is_dir() and old.name not in keep:
            shutil.rmtree(old, ignore_errors=True)


def _areas(warehouse: Warehouse) -> Iterator[EnglandArea]:
    """Districts, regions and the country, each with the neighbourhoods of it that are among the most deprived."""
    index = national_index(warehouse, EDITION)
    worst = {top: index.among_worst(top) for top in (0.1, 0.2)}
    drawn = _drawn(warehouse)
    above = {level: lookup(index.codes, parents_of(warehouse, SMALL, level)) for level in ("lad", "rgn")}
    region = dict(zip(above["lad"].tolist(), above["rgn"].tolist(), strict=True))
    above["ctry"] = np.full(index.n, ENGLAND)
    for level, parents in above.items():
        codes, at = np.unique(parents, return_inverse=True)
        names = names_of(warehouse, codes.tolist())
        counts = [np.bincount(at[inside], minlength=len(codes)).tolist() for inside in (at >= 0, *worst.values())]
        for code, areas, tenth, fifth in zip(codes.tolist(), *counts, strict=True):
            shape = drawn[level].shape(code) if level in drawn else None
            within = region[code] if level == "lad" else ""
            yield EnglandArea(level, code, names.get(code, code), within, areas, tenth, fifth, shape)


def _drawn(warehouse: Warehouse) -> Mapping[str, Boundaries]:
    """The outlines of districts, coarse, and those of the regions that they make up."""
    small = parents_of(warehouse, SMALL, "lad")
    region = parents_of(warehouse, SMALL, "rgn")
    groups = {lad: region[code] for code, lad in small.items()}
    lads = outlines(warehouse, DISTRICTS, sorted(groups), "lad", DETAIL_M)
    return {"lad": lads, "rgn": lads.dissolved(groups, "rgn")}


def write_areas(path: Path, areas: Sequence[EnglandArea]) -> None:
    """Write the areas, so that `england.read_areas` finds them."""
    columns = {name: [getattr(area, name) for area in areas] for name in _COLUMNS}
    shapes = shapely.to_wkb([area.shape for area in areas], byte_order=1).tolist()
    table = pa.table({**columns, "shape": pa.array(shapes, pa.binary())})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
