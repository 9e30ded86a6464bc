"""The picture of deprivation of a place: gather the arrays from evidence, and read the picture off them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from newlyn.evidence.warehouse.lineage import FigureId
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.period import Period
from newlyn.indices.deprivation import group, local_ranks, profile, standing_of
from newlyn.indices.edition import Edition, find_edition
from newlyn.indices.picture import Change, DeprivationPicture, Group, Neighbourhood, SourceNote
from newlyn.packs.library import Chosen
from newlyn.workflows.areas import among, neighbourhood_names
from newlyn.workflows.deprivation_change import change_between_editions
from newlyn.workflows.england import England, england_under
from newlyn.workflows.places import members

NEIGHBOURS = 10
"""Nearest neighbours that a place is held against, out of the twenty that ONS names."""

CAVEATS: tuple[str, ...] = (
    "The index ranks small areas against each other. It does not say how deprived an area is, only that it is more or "
    "less deprived than others.",
    "Not everyone in a deprived area is deprived, and many people who are live elsewhere.",
)


def draw_deprivation(warehouse: Warehouse, place: Chosen, index_id: str) -> DeprivationPicture:
    """The picture of deprivation of a place under one edition.

    Raises
    ------
    NotFoundError
        If there is no such index, or the place has an area that the evidence does not know.
    WarehouseError
        If the evidence holds no file of that edition.
    """
    edition = find_edition(index_id)
    england = england_under(warehouse, edition)
    index = england.index
    inside = among(index.codes, members(warehouse, place.areas, edition.small_areas))
    change = change_between_editions(warehouse, place)
    return DeprivationPicture(
        place_id=place.id,
        place_name=place.name,
        index=edition.id,
        edition=edition.year,
        title=edition.title,
        area_type=edition.small_areas,
        england_areas=index.n,
        population=index.population_words,
        place=group(index, inside, code=place.id, name=place.name, kind="place"),
        comparators=tuple(_comparators(warehouse, england, place, inside)),
        districts=_district_groups(england, inside),
        neighbourhoods=tuple(_neighbourhoods(warehouse, england, inside, edition)),
        profile=profile(index, inside),
        change=change,
        caveats=CAVEATS,
        sources=_sources(warehouse, edition, change),
        build=warehouse.digest,
    )


def _district_groups(england: England, inside: NDArray[np.bool_]) -> tuple[Group, ...]:
    """The part of each district that lies in the place; a standing only where that is all of it."""
    groups = []
    for code in np.unique(england.own_district[inside]).tolist():
        whole = england.own_district == code
        part = whole & inside
        standing = england.standing.get(code, {}) if part.sum() == whole.sum() else {}
        name = england.names.get(code, code)
        groups.append(group(england.index, part, code=code, name=name, kind="district", standing=standing))
    return tuple(groups)


def _comparators(warehouse: Warehouse, england: England, place: Chosen, inside: NDArray[np.bool_]) -> Sequence[Group]:
    """The county, the region, the nearest neighbours and England, those that are not the place itself."""
    chosen = place.pack.comparators
    found = []
    for above, wanted, of_code in (
        (england.cty, chosen.county, england.county),
        (england.rgn, chosen.region, england.region),
    ):
        code = _only(above[inside]) if wanted == "auto" else wanted
        if code not in ("", "none") and not ((above == code) == inside).all():
            found.append(of_code(code))
    if chosen.neighbours != "none":
        found += _neighbours(warehouse, england, place, chosen.neighbours)
    return [*found, england.whole]


def _only(parents: NDArray[np.str_]) -> str:
    """The one area that all lie in, or nothing."""
    different = np.unique(parents).tolist()
    return different[0] if len(different) == 1 else ""


def _neighbours(warehouse: Warehouse, england: England, place: Chosen, model: str) -> list[Group]:
    """The statistical nearest neighbours of a place that is one authority, taken together."""
    authority = _authority(place)
    # Some neighbours have codes that are younger than the districts at hand: those are passed over.
    near = [code for code in _nearest(warehouse, model).get(authority, ()) if code in england.larger][:NEIGHBOURS]
    if not near:
        return []
    together = np.isin(england.lad, near) | np.isin(england.cty, near)
    name = f"{len(near)} nearest neighbours"
    return [group(england.index, together, code=f"neighbours:{authority}", name=name, kind="neighbours")]


@lru_cache(maxsize=8)
def _nearest(warehouse: Warehouse, model: str) -> Mapping[str, list[str]]:
    """The neighbours of each authority, nearest first; empty where ONS's list is not at hand."""
    if not warehouse.has_table("nearest_neighbours"):
        return {}
    near: dict[str, list[str]] = {}
    for row in warehouse.rows("nearest_neighbours", "model", [model]).sort_by("position").to_pylist():
        near.setdefault(row["area"], []).append(row["neighbour"])
    return near


def _authority(place: Chosen) -> str:
    """The code of the one authority that the place is, if it is one."""
    by_type = dict(place.areas.by_type())
    if len(by_type["cty"]) == 1 and not by_type["lad"]:
        return str(by_type["cty"][0])
    if len(by_type["lad"]) == 1 and not by_type["cty"]:
        return str(by_type["lad"][0])
    county = place.pack.comparators.county
    return county if county.startswith("E10") and place.id == place.pack.id else ""


def _neighbourhoods(
    warehouse: Warehouse, england: England, inside: NDArray[np.bool_], edition: Edition
) -> Sequence[Neighbourhood]:
    index, names = england.index, england.names
    msoa_names = neighbourhood_names(warehouse)
    places = local_ranks(index, inside)
    found = []
    for at in np.flatnonzero(inside).tolist():
        code, msoa, district = str(index.codes[at]), str(england.msoa[at]), str(england.lad[at])
        people = None if index.population is None else float(index.population[at])
        found.append(
            Neighbourhood(
                code=code,
                name=names.get(code, code),
                msoa=msoa,
                msoa_name=msoa_names.get(msoa, ""),
                district=district,
                district_name=names.get(district, district),
                residents=None if people is None or np.isnan(people) else people,
                local_rank=places[code],
                domains=standing_of(index, at),
                lineage=str(FigureId("deprivation.imd.rank", code, Period.year(edition.year))),
            )
        )
    return sorted(found, key=lambda one: (one.domains["imd"].rank, one.code))


def _sources(warehouse: Warehouse, edition: Edition, change: Change | None) -> tuple[SourceNote, ...]:
    """The files behind the picture, the index first: then links, names, outlines, and what change rests on."""
    small = edition.small_areas
    drawn = "lsoa11" if small == "lsoa01" else small
    wanted = [edition.table, f"{edition.table}_subdomains", *_LINKS[small], "lad24_cty24", "lad24_rgn24"]
    wanted += ["msoa_names", "area_names", "nearest_neighbours", f"boundary_{drawn}", "boundary_lad24"]
    if change is not None:
        wanted += [find_edition(point.index).table for point in change.editions]
        wanted += ["lsoa01_lsoa11", "lsoa11_lsoa21", "population_2020_broad", "oa21_population"]
    notes: dict[str, SourceNote] = {}
    for entry in (warehouse.manifest.entry(table) for table in wanted if warehouse.has_table(table)):
        for one in entry.files:
            title = f"{one.title}: {one.file}"
            note = SourceNote(one.publisher, title, one.licence, one.url, one.retrieved, one.sha256)
            notes.setdefault(one.sha256, note)
    return tuple(notes.values())


_LINKS = {
    "lsoa01": ("lsoa01_lsoa11", "lsoa11_lsoa21", "lsoa21_lad24", "lsoa11_msoa11"),
    "lsoa11": ("lsoa11_lsoa21", "lsoa21_lad24", "lsoa11_msoa11"),
    "lsoa21": ("lsoa21_lad24", "lsoa21_msoa21"),
}
"""Tables by which small areas are placed in larger ones."""
