"""How the areas of a place hang together: the small areas inside a larger one, and what adjoins what.

Everything here follows from the prepared areas and is worked out once for a site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from newlyn.workflows.site.area_list import SMALL, Area
from newlyn.workflows.site.opened import Site


@lru_cache(maxsize=8)
def inside(site: Site) -> Mapping[str, tuple[Area, ...]]:
    """By code of each larger area: its neighbourhoods, in order of code."""
    found: dict[str, list[Area]] = {}
    for area in site.of_type(SMALL):
        for above in (area.msoa, area.ward, area.district):
            if above:
                found.setdefault(above, []).append(area)
    return {code: tuple(areas) for code, areas in found.items()}


def adjoining(site: Site, area: Area) -> tuple[Area, ...]:
    """The areas of its type that an area touches, inside the place."""
    codes = area.adjoining if area.type == SMALL else _larger_adjoining(site).get(area.code, ())
    return tuple(site.areas[code] for code in codes if code in site.areas)


@lru_cache(maxsize=8)
def _larger_adjoining(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Larger areas touch where two of their neighbourhoods do."""
    found: dict[str, set[str]] = {}
    for area in site.of_type(SMALL):
        for code in area.adjoining:
            if code in site.areas:
                for one, other in _above(area, site.areas[code]):
                    found.setdefault(one, set()).add(other)
                    found.setdefault(other, set()).add(one)
    return {code: tuple(sorted(others)) for code, others in found.items()}


def _above(one: Area, other: Area) -> Iterator[tuple[str, str]]:
    pairs = ((one.msoa, other.msoa), (one.ward, other.ward), (one.district, other.district))
    return (pair for pair in pairs if all(pair) and pair[0] != pair[1])
