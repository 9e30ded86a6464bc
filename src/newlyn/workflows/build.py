"""Build a place: evidence first, then everything that its pages show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newlyn.evidence.sources.fetch import Report
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.files import write_atomically
from newlyn.foundation.settings import Settings
from newlyn.packs.library import Chosen
from newlyn.workflows.evidence import build_evidence, open_evidence
from newlyn.workflows.site.england_prepare import absent_tables, prepare_england
from newlyn.workflows.site.prepare import prepare_site, recipe_of, write_pictures


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
    """One line for each place, and one for England where it was asked for."""


def build_place(
    settings: Settings,
    places: Sequence[Chosen],
    *,
    everywhere: Callable[[Warehouse], Sequence[Chosen]] | None = None,
    england_map: bool = False,
    report: Report | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> PlaceBuilt:
    """Build the evidence, then what the pages of each place show; what has not changed stays as it is.

    Of the places of `everywhere` only the pictures are drawn: they are figures to work with, not pages. With
    `england_map` every place gets a page on which it is seen in England.
    """
    built, entry, outages = build_evidence(settings, report=report, tell=tell)
    warehouse = open_evidence(settings)
    lines = [_prepare(settings, warehouse, place, tell) for place in places]
    lines += [_draw(settings, warehouse, place, tell) for place in (everywhere or _nowhere)(warehouse)]
    if england_map:
        lines.append(_draw_england(settings, warehouse, tell))
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


def _prepare(settings: Settings, warehouse: Warehouse, place: Chosen, tell: Callable[[str], None]) -> str:
    made = prepare_site(settings.pictures, warehouse, place, tell=tell)
    return f"{place.name}: pages prepared." if made else f"{place.name}: unchanged."


def _draw_england(settings: Settings, warehouse: Warehouse, tell: Callable[[str], None]) -> str:
    absent = absent_tables(warehouse)
    if absent:
        return f"England: not drawn, for there is no file at hand for {', '.join(absent)}."
    made = prepare_england(settings.pictures, warehouse, tell=tell)
    return "England: map drawn." if made else "England: unchanged."


def _draw(settings: Settings, warehouse: Warehouse, place: Chosen, tell: Callable[[str], None]) -> str:
    """Every edition of one place as JSON, unless it is there already for this evidence, this pack and this code."""
    folder, recipe = settings.pictures / place.id, recipe_of(warehouse, place)
    stamp = folder / "recipe"
    if stamp.is_file() and stamp.read_text() == recipe:
        return f"{place.name}: unchanged."
    tell(f"drawing {place.name}")
    write_pictures(folder, warehouse, place)
    write_atomically(stamp, recipe.encode())
    return f"{place.name}: pictures drawn."
