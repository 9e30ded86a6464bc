"""The outlines of a place's areas, and its maps as GeoJSON and vector tiles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import InputError
from newlyn.foundation.files import write_atomically
from newlyn.geography.boundary import Boundaries
from newlyn.indices.edition import EDITIONS
from newlyn.packs.library import Chosen
from newlyn.workflows.areas import parents_of
from newlyn.workflows.england import national_index
from newlyn.workflows.places import members

BOUNDARIES = {"lsoa11": "boundary_lsoa11", "lsoa21": "boundary_lsoa21", "msoa21": "boundary_msoa21"}
"""Areas that can be drawn, and the table of their outlines."""

DETAIL_M = 20.0
"""Detail of the outlines of maps that can be zoomed, in metres."""

MANY = 5_000
"""Areas whose names would make a far tile that shows all of them too large to be fetched while a map is moved."""


def outlines(warehouse: Warehouse, table: str, codes: Sequence[str], area_type: str, detail_m: float) -> Boundaries:
    """The outlines of some areas, simplified together so that shared borders stay shared."""
    rows = warehouse.rows(table, "area", codes)
    shapes = rows["geometry"].to_pylist()
    drawn = Boundaries.from_columns(area_type, rows["area"].to_pylist(), shapes, rows["name"].to_pylist())
    return drawn.made_valid().simplified(detail_m)


def write_map(warehouse: Warehouse, place: Chosen, area_type: str, path: Path) -> int:
    """Write the areas of a place to `path`, as GeoJSON or as PMTiles by its ending; how many there are.

    Each area carries its code, its name and its district (`lad`), and small areas their rank and tenth in every edition
    that ranks them. Of very many areas, tiles that show them from afar leave out names and ranks.
    """
    if area_type not in BOUNDARIES:
        raise InputError(f"{area_type!r} cannot be drawn. Accepted: {', '.join(BOUNDARIES)}.")
    areas = outlines(warehouse, BOUNDARIES[area_type], _codes(warehouse, place, area_type), area_type, DETAIL_M)
    properties = {"lad": _districts(warehouse, areas), **_standings(warehouse, areas, area_type)}
    if path.suffix == ".pmtiles":
        far = [name for name in ("code", *properties) if not name.endswith("_rank")] if len(areas) > MANY else None
        areas.to_tiles(path, properties, far=far)
    elif path.suffix in (".geojson", ".json"):
        write_atomically(path, areas.to_geojson(properties).encode())
    else:
        raise InputError(f"{path.name}: give the file the ending .geojson or .pmtiles.")
    return len(areas)


def _codes(warehouse: Warehouse, place: Chosen, area_type: str) -> list[str]:
    if area_type != "msoa21":
        return [str(code) for code in members(warehouse, place.areas, area_type)]
    above = parents_of(warehouse, "lsoa21", "msoa21")
    return sorted({above[code] for code in members(warehouse, place.areas, "lsoa21").tolist()})


def _districts(warehouse: Warehouse, areas: Boundaries) -> list[str | None]:
    above = parents_of(warehouse, areas.area_type, "lad")
    return [above.get(code) for code in areas.codes.tolist()]


def _standings(warehouse: Warehouse, areas: Boundaries, area_type: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for edition in EDITIONS:
        if edition.small_areas == area_type and warehouse.has_table(edition.table):
            index = national_index(warehouse, edition)
            at = np.searchsorted(index.codes, areas.codes)
            found[f"{edition.id}_rank"] = index.rank["imd"][at].astype(int).tolist()
            found[f"{edition.id}_tenth"] = index.decile("imd")[at].astype(int).tolist()
    return found
