"""Build a place: evidence first, then its picture in each edition, kept as JSON for pages and downloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newlyn.evidence.sources.fetch import Report
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.digest import digest_value
from newlyn.foundation.files import write_atomically
from newlyn.foundation.settings import Settings
from newlyn.indices.edition import EDITIONS
from newlyn.packs.library import Chosen
from newlyn.publish.deprivation.export import render_deprivation_json
from newlyn.workflows.deprivation import draw_deprivation
from newlyn.workflows.evidence import build_evidence, open_evidence


@dataclass(frozen=True)
class PlaceBuilt:
    """What a build of places did."""

    build: str
    tables: int
    made: int
    parts: int
    seconds: float
    absent: tuple[str, ...]
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
    built, entry = build_evidence(settings, report=report, tell=tell)
    warehouse = open_evidence(settings)
    places = [*places, *(everywhere(warehouse) if everywhere else ())]
    lines = []
    for place in places:
        tell(f"drawing {place.name}")
        lines.append(_draw_all(settings, warehouse, place))
    return PlaceBuilt(
        build=built.digest,
        tables=len(built.manifest.tables),
        made=built.made,
        parts=len(built.manifest.parts),
        seconds=entry.seconds,
        absent=built.manifest.absent,
        pictures=tuple(lines),
    )


def _draw_all(settings: Settings, warehouse: Warehouse, place: Chosen) -> str:
    """Every edition of one place, unless they are there already for this evidence and this pack."""
    folder = settings.pictures / place.id
    editions = [edition for edition in EDITIONS if warehouse.has_table(edition.table)]
    recipe = digest_value([warehouse.digest, place.pack.model_dump(mode="json"), [one.id for one in editions]])
    stamp = folder / "recipe"
    if stamp.is_file() and stamp.read_text() == recipe:
        return f"{place.name}: {len(editions)} editions, unchanged."
    for edition in editions:
        picture = draw_deprivation(warehouse, place, edition.id)
        write_atomically(folder / f"{edition.id}.json", render_deprivation_json(picture).encode())
    write_atomically(stamp, recipe.encode())
    return f"{place.name}: {len(editions)} editions drawn into {folder}."
