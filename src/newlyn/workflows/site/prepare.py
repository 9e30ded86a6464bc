"""Prepare the pages of a place at build: the cut of the evidence that they show, in a folder that never changes.

A folder is written beside the one in use and swapped in whole, as the warehouse is; the one before stays until
the next, so that a server that still reads it is not disturbed. Opening it is `workflows.site.opened`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

import newlyn
from newlyn.evidence.order import in_order
from newlyn.evidence.warehouse.observation import KEY
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.digest import canonical_json, digest_file, digest_value
from newlyn.foundation.files import only_one, storage_errors, write_atomically
from newlyn.geography.boundary import Boundaries
from newlyn.packs.library import Chosen
from newlyn.publish.deprivation.export import render_deprivation_json
from newlyn.workflows.deprivation import draw_deprivation
from newlyn.workflows.deprivation_change import carried_tenths
from newlyn.workflows.england import editions_at_hand
from newlyn.workflows.maps import write_map
from newlyn.workflows.places import members
from newlyn.workflows.site.area_list import SMALL
from newlyn.workflows.site.cut import LARGER, write_cut
from newlyn.workflows.site.data_origin import noted_sources
from newlyn.workflows.site.folder import CURRENT, FORMAT, MANIFEST, slug_of
from newlyn.workflows.site.survey import Ground, survey
from newlyn.workflows.succession import retired_within

TILES = ("lsoa11", "lsoa21")


def prepare_site(
    folder: Path,
    warehouse: Warehouse,
    place: Chosen,
    *,
    maps: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> bool:
    """Prepare the pages of a place under `folder`, unless they are there for this evidence, pack and code.

    Returns
    -------
    bool
        Whether anything had to be made.
    """
    home = folder / slug_of(place.id)
    digest = recipe_of(warehouse, place)
    if _in_use(home) == digest and (home / digest / MANIFEST).is_file():
        return False
    tell(f"preparing {place.name}")
    with only_one(home, work=f"prepares the pages of {place.name}"), storage_errors(home):
        beside = Path(mkdtemp(prefix=".new-", dir=home))
        beside.chmod(0o755)  # a server may run under another name than the build
        try:
            _write(beside, warehouse, place, digest)
            before = _in_use(home)
            shutil.rmtree(home / digest, ignore_errors=True)
            beside.replace(home / digest)
            write_atomically(home / CURRENT, digest.encode())
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        _clear(home, keep={digest, before})
    return True


def _in_use(home: Path) -> str:
    pointer = home / CURRENT
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""


def _clear(home: Path, *, keep: set[str]) -> None:
    for old in home.iterdir():
        if old.is_dir() and old.name not in keep:
            shutil.rmtree(old, ignore_errors=True)


def recipe_of(warehouse: Warehouse, place: Chosen) -> str:
    """Digest of everything that the pages of a place are made from."""
    return digest_value([FORMAT, warehouse.digest, place.pack.model_dump(mode="json"), place.id, _code()])


@cache
def _code() -> str:
    """Digest of the rooms that turn evidence into pictures; those that make evidence are in the build's own digest."""
    root = Path(newlyn.__file__).parent
    modules = sorted(path for room in ("indices", "workflows", "publish") for path in (root / room).rglob("*.py"))
    return digest_value([digest_file(path) for path in modules])


def write_pictures(folder: Path, warehouse: Warehouse, place: Chosen) -> tuple[str, ...]:
    """Write the picture of a place in every edition at hand as JSON; which editions these are."""
    editions = tuple(edition.id for edition in editions_at_hand(warehouse))
    for edition in editions:
        picture = draw_deprivation(warehouse, place, edition)
        write_atomically(folder / f"{edition}.json", render_deprivation_json(picture, indent=None).encode())
    return editions


def _write(folder: Path, warehouse: Warehouse, place: Chosen, digest: str) -> None:
    ground = survey(warehouse, place)
    editions = write_pictures(folder, warehouse, place)
    write_cut(folder / "observations.arrow", _observations(warehouse, place, ground))
    _write_outlines(folder / "outlines.arrow", ground.outlines)
    tiles = [name for name in TILES if name in ground.outlines]
    for area_type in tiles:
        write_map(warehouse, place, area_type, folder / f"{area_type}.pmtiles")
    inside = [area.code for area in ground.areas if area.type in (SMALL, "msoa21", "wd", "lad")]
    content = {
        "format": FORMAT,
        "place": place.id,
        "name": place.name,
        "digest": digest,
        "evidence": warehouse.digest,
        "pack": place.pack.model_dump(mode="json"),
        "areas_of": place.areas.model_dump(mode="json"),
        "editions": list(editions),
        "indicators": list(warehouse.held_indicators()),
        "comparators": list(ground.comparators),
        "areas": [asdict(area) for area in ground.areas],
        "retired": {code: asdict(found) for code, found in retired_within(warehouse, inside).items()},
        "tenths": _tenths(warehouse, ground),
        "tiles": tiles,
        "sources": noted_sources(warehouse),
    }
    (folder / MANIFEST).write_text(canonical_json(content) + "\n", encoding="utf-8")


def _observations(warehouse: Warehouse, place: Chosen, ground: Ground) -> pa.Table:
    """All that was observed of the areas of the place, and of every district, county and region."""
    held = warehouse.held_indicators()
    codes = {area.code for area in ground.areas}
    for older in ("lsoa11", "lsoa01"):
        if older == "lsoa11" or warehouse.has_table("lsoa01_lsoa11"):
            codes |= set(members(warehouse, place.areas, older).tolist())
    near = warehouse.observations(indicators=held, areas=sorted(codes))
    far = warehouse.observations(indicators=held, area_types=LARGER)
    near = near.filter(pc.invert(pc.is_in(near["area_type"].cast(pa.string()), pa.array(LARGER))))
    return in_order(pa.concat_tables([near, far]).unify_dictionaries(), KEY)


def _write_outlines(path: Path, outlines: Mapping[str, Boundaries]) -> None:
    """The outlines as they are drawn on pages: type, code and well-known binary."""
    rows = [
        (kind, code, shape)
        for kind, areas in outlines.items()
        for code, shape in zip(areas.codes.tolist(), shapely.to_wkb(areas.shapes, byte_order=1).tolist(), strict=True)
    ]
    columns: Sequence[Sequence[object]] = list(zip(*rows, strict=True)) if rows else [[], [], []]
    types = (pa.string(), pa.string(), pa.binary())
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
    table = pa.table(arrays, names=["type", "code", "shape"])
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _tenths(warehouse: Warehouse, ground: Ground) -> dict[str, dict[str, list[float | None]]]:
    """For each small area its national tenth in each edition, and for how much of it that is an estimate."""
    carried = carried_tenths(warehouse, SMALL)
    codes = [area.code for area in ground.areas if area.type == SMALL]
    at = np.searchsorted(carried.codes, codes) if len(carried.codes) else np.array([], np.intp)
    found: dict[str, dict[str, list[float | None]]] = {code: {} for code in codes}
    for edition, tenths in carried.tenths.items():
        share = carried.estimated[edition]
        for code, place in zip(codes, at.tolist(), strict=True):
            tenth = float(tenths[place])
            known = None if np.isnan(tenth) else tenth
            found[code][edition] = [known, round(float(share[place]), 4)]
    return found
