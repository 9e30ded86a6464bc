"""England beside a place: where it is kept, and its districts and regions read.

It is made once for each build of the evidence, whatever the places, and only where it is asked for:
`workflows.site.england_prepare`. What the page says is `workflows.site.england_map`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import shapely

from newlyn.foundation.errors import WarehouseError
from newlyn.indices.edition import EDITIONS, Edition
from newlyn.publish.site.england_area import EnglandArea

FOLDER = "england-"
"""Followed by the digest of the evidence: the folder beside those of places. It has no pointer, for it is no place."""

SMALL_AREAS = "lsoa21"
RECIPE, TILES, AREAS = "recipe", f"{SMALL_AREAS}.pmtiles", "areas.arrow"

EDITION: Edition = next(edition for edition in reversed(EDITIONS) if edition.small_areas == SMALL_AREAS)
"""The edition that England is shown in: the newest on the small areas that have pages."""


def england_home(pictures: Path, evidence: str) -> Path:
    """The folder in which England is kept for one build of the evidence, whether it is there or not."""
    return pictures / f"{FOLDER}{evidence}"


def recipe_in(home: Path) -> str:
    """What the England in a folder was made from; empty where there is none."""
    try:
        return (home / RECIPE).read_text(encoding="utf-8")
    except OSError:
        return ""


@lru_cache(maxsize=4)
def read_areas(home: Path, recipe: str) -> tuple[EnglandArea, ...]:
    """The areas of England in a folder, of the recipe that `recipe_in` found there.

    Raises
    ------
    WarehouseError
        If they cannot be read.
    """
    del recipe  # the same folder may be made again by other code
    try:
        with pa.memory_map(str(home / AREAS)) as source:
            table = pa.ipc.open_file(source).read_all()
    except (pa.ArrowInvalid, OSError):
        raise WarehouseError(
            "the map of England cannot be read. Run `newlyn build PLACE --england-map` again."
        ) from None
    return tuple(EnglandArea(**row | {"shape": shapely.from_wkb(row["shape"])}) for row in table.to_pylist())
