"""The small areas of a place in one indicator: their figures, their classes, and the ground that they are drawn on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.period import Period
from newlyn.publish.site.indicator_class import Classing, classed
from newlyn.publish.site.indicator_map import Ground, lay_out
from newlyn.publish.site.indicator_measure import LEVELS, Measured
from newlyn.workflows.site.area_list import Area
from newlyn.workflows.site.cut import Observation
from newlyn.workflows.site.indicator_held import held_of, measure_of
from newlyn.workflows.site.indicator_rank import by_area
from newlyn.workflows.site.opened import Site


@dataclass(frozen=True)
class SmallAreas:
    """All small areas of one type in one period, first in order first."""

    level: str
    period: Period
    areas: tuple[Measured, ...]
    """Those with a figure in order, then those without."""
    classing: Classing


def small_areas(
    site: Site, code: str, level: str, period: Period | None = None, group: str = EVERYONE
) -> SmallAreas | None:
    """The small areas in a period, or in the newest; None where they have no figure for it."""
    periods = held_of(site, code).periods.get(level, ())
    chosen = period or (periods[0] if periods else None)
    if chosen is None or chosen not in periods:
        return None
    return _small_areas(site, code, level, chosen, group)


# A few at a time: each holds hundreds of figures, and there are hundreds of indicators.
@lru_cache(maxsize=32)
def _small_areas(site: Site, code: str, level: str, period: Period, group: str) -> SmallAreas:
    measure = measure_of(site.indicators[code])
    places = area_names(site)
    column = by_area(site.column(code, level, period, group)).values()
    found = [_measured(places.get(one.area, (one.area, "")), one) for one in column]
    sign = -1 if measure.high_first else 1
    found.sort(key=lambda one: (one.value is None, sign * (one.value or 0.0), one.name))
    return SmallAreas(level, period, tuple(found), classed(found, measure, level=level, place=site.name))


def _measured(place: tuple[str, str], one: Observation) -> Measured:
    name, path = place
    kind = LEVELS[one.area_type][0]
    return Measured(one.area, name, one.value, one.lower, one.upper, one.status, one.id, kind, path)


@lru_cache(maxsize=8)
def area_names(site: Site) -> Mapping[str, tuple[str, str]]:
    """By code: what an area of today or of the past is called, and the page that tells of it."""
    today = {code: (area.title, f"areas/{code}") for code, area in site.areas.items()}
    past = {code: (one.name or code, _page_of(site, one.successors)) for code, one in site.retired.items()}
    return {**past, **today}


@lru_cache(maxsize=8)
def district_names(site: Site) -> Mapping[str, str]:
    """By code of a small area of today or of the past: the name of its district."""
    today = {area.code: site.areas[area.district].name for area in site.areas.values() if area.district in site.areas}
    past = {code: today[one.successors[0]] for code, one in site.retired.items() if _leads(one.successors, today)}
    return {**past, **today}


def _leads(successors: tuple[str, ...], today: Mapping[str, str]) -> bool:
    return bool(successors) and successors[0] in today


def _page_of(site: Site, successors: tuple[str, ...]) -> str:
    return next((f"areas/{code}" for code in successors if code in site.areas), "")


@lru_cache(maxsize=32)
def ground(site: Site, level: str) -> Ground | None:
    """The areas of a type projected; None where they have no outlines."""
    districts = {area.code: area.name for area in site.of_type("lad")}
    return lay_out(site.outlines.get(level, {}), site.outlines.get("lad", {}), districts)


def map_labels(site: Site) -> list[dict[str, object]]:
    """The names of districts on the map that moves; of two that meet the larger district's stays."""
    largest = sorted(site.of_type("lad"), key=_size)
    return [
        {"name": area.name, "lon": area.point[0], "lat": area.point[1], "rank": rank}
        for rank, area in enumerate(largest)
        if area.point
    ]


def _size(area: Area) -> tuple[float, str]:
    return (-(area.residents or 0.0), area.name)


def has_tiles(site: Site, level: str) -> bool:
    """Whether there are vector tiles of a type of area."""
    return f"{level}.pmtiles" in site.tiles()
