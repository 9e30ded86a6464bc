"""Build a place: evidence first, then its picture in each edition, kept as JSON for pages and downloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import newlyn
from newlyn.evidence.sources.fetch import Report
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.digest import digest_file, digest_value
from newlyn.foundation.files import write_atomically
from newlyn.foundation.settings import Settings
from newlyn.packs.library import Chosen
from newlyn.publish.deprivation.export import render_deprivation_json
from newlyn.workflows.deprivation import draw_deprivation
from newlyn.workflows.england import editions_at_hand
from newlyn.workflows.evidence import build_evidence, open_evidence
from newlyn.workflows.maps import write_map


@dataclass(frozen=True)
class PlaceBuilt:
    """What a build of places did."""

    build: str
    tables: int
    made: int
    parts: int
    seconds: float
    absent: tuple[str, ...]
    """Tables that nobody within reach offers."""
    outages: tuple[str, ...]
    """What a publisher could not be got to give, and why."""
    pictures: tuple[str, ...]
    """One line for each place."""


def build_place(
    settings: Settings,
    places: Sequence[Chosen],
    *,
    everywhere: Callable[[Warehouse], Sequence[Chosen]] | None = None,
    report: Report | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> PlaceBuilt:
    """Build the evidence, then the picture of each place; what has not changed stays as it is."""
    built, entry, outages = build_evidence(settings, report=report, tell=tell)
    warehouse = open_evidence(settings)
    lines = [_draw_all(settings, warehouse, place, tell, maps=True) for place in places]
    lines += [_draw_all(settings, warehouse, place, tell, maps=False) for place in (everywhere or _nowhere)(warehouse)]
    return PlaceBuilt(
        build=built.digest,
        tables=len(built.manifest.tables),
        made=built.made,
        parts=len(built.manifest.parts),
        seconds=entry.seconds,
        absent=built.manifest.absent,
        outages=outages,
        pictures=tuple(lines),
    )


def _nowhere(_: Warehouse) -> Sequence[Chosen]:
    return ()


def _draw_all(
    settings: Settings, warehouse: Warehouse, place: Chosen, tell: Callable[[str], None], *, maps: bool
) -> str:
    """Every edition of one place, unless they are there already for this evidence, this pack and this code."""
    folder = settings.pictures / place.id
    editions = editions_at_hand(warehouse)
    recipe = digest_value([warehouse.digest, place.pack.model_dump(mode="json"), place.id, maps, _code()])
    stamp = folder / "recipe"
    if stamp.is_file() and stamp.read_text() == recipe:
        return f"{place.name}: {len(editions)} editions, unchanged."
    tell(f"drawing {place.name}")
    for edition in editions:
        picture = draw_deprivation(warehouse, place, edition.id)
        write_atomically(folder / f"{edition.id}.json", render_deprivation_json(picture, indent=None).encode())
    if maps:
        for area_type in ("lsoa11", "lsoa21"):
            write_map(warehouse, place, area_type, folder / f"{area_type}.pmtiles")
    write_atomically(stamp, recipe.encode())
    return f"{place.name}: {len(editions)} editions drawn into {folder}."


@cache
def _code() -> str:
    """Digest of the rooms that turn evidence into pictures; those that make evidence are in the build's own digest."""
    root = Path(newlyn.__file__).parent
    modules = sorted(path for room in ("indices", "workflows", "publish") for path in (root / room).rglob("*.py"))
    return digest_value([digest_file(path) for path in modules])
