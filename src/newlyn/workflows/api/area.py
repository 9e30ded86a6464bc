"""The areas of a place, as the API tells of them.

How one is found by a postcode or a near miss is `workflows.site.find`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from newlyn.foundation.errors import NotFoundError, did_you_mean
from newlyn.workflows.api.answer import AreaAnswer, AreaDetail, AreaName, TenthAnswer
from newlyn.workflows.site.area_list import KINDS, Area
from newlyn.workflows.site.opened import Site


def find_areas(site: Site, *, area_type: str = "", district: str = "", words: str = "") -> list[Area]:
    """The areas that meet every condition given, from small to large.

    Parameters
    ----------
    area_type : a type of area, such as `lsoa21`
    district : code of the district they lie in
    words : what their name or code has in it, in any case

    Raises
    ------
    NotFoundError
        If there is no such type or district.
    """
    if area_type and area_type not in KINDS:
        raise NotFoundError(f"there is no area type {area_type!r}. Accepted: {', '.join(KINDS)}.")
    if district and not any(area.code == district for area in site.of_type("lad")):
        hint = did_you_mean(district, [area.code for area in site.of_type("lad")])
        raise NotFoundError(f"{site.name} has no district {district!r}. {hint}".rstrip())
    sought = words.casefold().strip()
    return [
        area
        for area in site.areas.values()
        if (not area_type or area.type == area_type)
        and (not district or area.district == district)
        and (not sought or sought in f"{area.code} {area.name} {area.also}".casefold())
    ]


def tell_areas(areas: Sequence[Area]) -> list[AreaAnswer]:
    """Areas, each in short."""
    return [AreaAnswer(**_fields(area)) for area in areas]


def tell_area(site: Site, code: str) -> AreaDetail:
    """One area in full.

    Raises
    ------
    NotFoundError
        If the place has no such area; the message says what became of a code of the past.
    """
    area = any_area(site, code)
    return AreaDetail(
        **_fields(area),
        bounds=area.bounds,
        within=[_named(site.areas[parent]) for parent in _parents(site, area)],
        adjoining=[_named(site.areas[other]) for other in area.adjoining],
        tenths=[TenthAnswer(one.edition, one.tenth, one.estimated) for one in site.tenths(code)],
        observations=len(site.cut.of_area(code)),
    )


def any_area(site: Site, code: str) -> Area:
    """The area of that code, be it one of the place or one it is compared with."""
    found = site.areas.get(code)
    if found is not None:
        return found
    past = site.retired.get(code)
    if past is not None:
        successors = ", ".join(past.successors)
        raise NotFoundError(f"the code {code!r} is no longer in use. It was followed by {successors}.")
    raise NotFoundError(f"{site.name} has no area {code!r}. {did_you_mean(code, site.areas)}".rstrip())


def _parents(site: Site, area: Area) -> list[str]:
    if area.code in site.comparators:
        return list(site.comparators[site.comparators.index(area.code) + 1 :])
    return [code for code in (area.msoa, area.ward, area.district, *site.comparators) if code in site.areas]


def _named(area: Area) -> AreaName:
    return AreaName(area.code, area.type, area.name)


def _fields(area: Area) -> dict[str, Any]:
    longitude, latitude = area.point or (None, None)
    return {
        "code": area.code,
        "type": area.type,
        "kind": area.kind,
        "name": area.name,
        "known_as": area.also or None,
        "district": area.district or None,
        "msoa": area.msoa or None,
        "ward": area.ward or None,
        "residents": None if area.residents is None else round(area.residents),
        "longitude": longitude,
        "latitude": latitude,
    }
