"""The districts of a place in one indicator, and what they are held against.

How they stand is worked out in `publish.site.indicator_standing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.period import Period
from newlyn.publish.site.indicator_measure import Measured
from newlyn.publish.site.indicator_standing import Standings, stand
from newlyn.workflows.site.area_list import Area
from newlyn.workflows.site.cut import Observation
from newlyn.workflows.site.indicator_held import held_of, measure_of
from newlyn.workflows.site.opened import Site

FEW = 10
"""With fewer areas of England than this a rank among them would say nothing."""


def whole_of(site: Site) -> str:
    """Code of the one authority that the place is: a county or a district; nothing where it is several."""
    by_type: Mapping[str, tuple[str, ...]] = dict(site.place.areas.by_type())
    named = [code for codes in by_type.values() for code in codes]
    if len(named) == 1 and named[0] in site.areas:
        return named[0]
    for code in site.comparators:
        area = site.areas[code]
        told = site.pack.comparators.county == code and site.place_id == site.pack.id
        if area.type == "cty" and (told or area.name == site.name):
            return code
    return ""


def standings(site: Site, code: str, period: Period | None = None, group: str = EVERYONE) -> Standings | None:
    """The districts of the place in a period, or in the newest; None where neither they nor the place have a figure."""
    whole = whole_of(site)
    has = held_of(site, code).periods
    level = "lad" if "lad" in has else "cty" if site.areas.get(whole) and site.areas[whole].type in has else ""
    chosen = period or (has[level][0] if level else None)
    if not level or chosen not in has[level]:
        return None
    return _standings(site, code, level, chosen, group)


@lru_cache(maxsize=4096)
def _standings(site: Site, code: str, level: str, period: Period, group: str) -> Standings:
    measure, whole = measure_of(site.indicators[code]), whole_of(site)
    columns = {kind: by_area(site.column(code, kind, period, group)) for kind in ("lad", "cty", "rgn", "ctry")}
    larger = {
        above: measured_of(site.areas[above], columns[site.areas[above].type].get(above)) for above in site.comparators
    }
    compared = tuple(one for above, one in larger.items() if above != whole and one.value is not None)
    england = next((one for one in compared if one.kind == "country" and not measure.amount), None)
    itself = larger.get(whole)
    if level == "lad":
        own = [measured_of(area, columns["lad"].get(area.code)) for area in site.of_type("lad")]
        pool = values_of(columns["lad"])
    else:
        # Where districts have no figure, counties and unitary authorities together make up England.
        own, itself = [itself] if itself else [], None
        pool = values_of(columns["lad"]) + values_of(columns["cty"])
    return Standings(
        kind=level,
        period=period.label,
        rows=tuple(stand(own, pool, england, measure)),
        whole=itself if itself and itself.value is not None else None,
        compared=compared,
        pool=len(pool) if len(pool) >= FEW and not measure.amount else 0,
        amounts=measure.amount,
    )


def by_area(observed: Iterable[Observation]) -> dict[str, Observation]:
    """Observations of one period by area; where two tables have the same figure the first stands."""
    found: dict[str, Observation] = {}
    for one in observed:
        found.setdefault(one.area, one)
    return found


def measured_of(area: Area, one: Observation | None) -> Measured:
    """The figure of an area that the site knows."""
    path = "" if area.type in ("cty", "rgn", "ctry") else f"areas/{area.code}"
    if one is None:
        return Measured(area.code, area.title, None, status="missing", kind=area.kind, path=path)
    return Measured(area.code, area.title, one.value, one.lower, one.upper, one.status, one.id, area.kind, path)


def values_of(column: Mapping[str, Observation]) -> list[float]:
    """The values of a column, without the areas that have none."""
    return [one.value for one in column.values() if one.value is not None]
