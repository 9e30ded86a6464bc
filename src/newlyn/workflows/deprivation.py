"""The picture of deprivation of a place: gather the arrays from evidence, and read the picture off them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from newlyn.evidence.catalogue.deprivation_domains import DOMAINS, IMD
from newlyn.evidence.warehouse.lineage import FigureId
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.period import Period
from newlyn.indices.deprivation import (
    NationalIndex,
    group,
    local_ranks,
    profile,
    standing_of,
    standings,
    summarise_index,
)
from newlyn.indices.edition import Edition, find_edition
from newlyn.indices.picture import Change, DeprivationPicture, Group, Neighbourhood, SourceNote
from newlyn.packs.library import Chosen
from newlyn.workflows.areas import (
    POPULATION_WORDS,
    can_carry,
    change_of_vintage,
    has_population,
    lookup,
    names_of,
    neighbourhood_names,
    parents_of,
    population,
)
from newlyn.workflows.deprivation_change import change_between_editions
from newlyn.workflows.places import members

NEIGHBOURS = 10
"""Nearest neighbours that a place is held against, out of the twenty that ONS names."""

NOT_COUNTED = "no count of residents on these areas is at hand"

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
    england = national_index(warehouse, edition)
    codes = members(warehouse, place.areas, edition.small_areas)
    inside = np.isin(england.codes, codes)
    districts = _districts(warehouse, england, edition)
    change = change_between_editions(warehouse, place, national_index)
    return DeprivationPicture(
        place_id=place.id,
        place_name=place.name,
        index=edition.id,
        edition=edition.year,
        title=edition.title,
        area_type=edition.small_areas,
        england_areas=england.n,
        population=england.population_words,
        place=group(england, inside, code=place.id, name=place.name, kind="place"),
        comparators=tuple(_comparators(warehouse, england, place, inside)),
        districts=_district_groups(england, inside, districts),
        neighbourhoods=tuple(_neighbourhoods(warehouse, england, inside, edition)),
        profile=profile(england, inside),
        change=change,
        caveats=CAVEATS,
        sources=_sources(warehouse, edition, change),
        build=warehouse.digest,
    )


@lru_cache(maxsize=12)
def national_index(warehouse: Warehouse, edition: Edition) -> NationalIndex:
    """One edition for all of England, from its tables."""
    table = warehouse.table(edition.table)
    parts = {name: table[name] for name in table.column_names}
    extra = f"{edition.table}_subdomains"
    if warehouse.has_table(extra):
        # Editions before 2010 rank three of the domains in the file of the sub-domains only.
        more = warehouse.table(extra)
        parts = {name: more[name] for name in more.column_names} | parts
    codes = np.array(table["area"].to_pylist(), dtype=np.str_)
    labels = {domain.id: domain.label for domain in (IMD, *DOMAINS) if _published(parts, f"{domain.id}_rank")}
    people, words = _population(warehouse, edition, codes, parts)
    return NationalIndex(
        index=edition.id,
        edition=edition.year,
        title=edition.title,
        area_type=edition.small_areas,
        codes=codes,
        labels=labels,
        rank={domain: _floats(parts[f"{domain}_rank"]) for domain in labels},
        score={d: _floats(parts[f"{d}_score"]) for d in labels if _published(parts, f"{d}_score")},
        population=people,
        population_words=words,
    )


def _published(parts: Mapping[str, pa.ChunkedArray], name: str) -> bool:
    return name in parts and parts[name].null_count < len(parts[name])


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    floats: NDArray[np.float64] = column.cast(pa.float64()).to_numpy()
    return floats


def _population(
    warehouse: Warehouse, edition: Edition, codes: NDArray[np.str_], parts: Mapping[str, pa.ChunkedArray]
) -> tuple[NDArray[np.float64] | None, str]:
    """The index's own denominators where they are published, else the nearest count on the same areas."""
    if _published(parts, "population"):
        return _floats(parts["population"]), edition.counted
    if edition.small_areas == "lsoa01":
        if not can_carry(warehouse, "lsoa01", "lsoa11"):
            return None, NOT_COUNTED
        people = population(warehouse, "lsoa11")
        back = change_of_vintage(warehouse, "lsoa11", "lsoa01")
        counts = back.apportion([people.get(code, np.nan) for code in back.old.tolist()])
        by_code = dict(zip(back.new.tolist(), counts.values.tolist(), strict=True))
        words = f"{POPULATION_WORDS['lsoa11']}, carried back to the areas of 2001"
        return np.array([by_code.get(code, np.nan) for code in codes.tolist()]), words
    if not has_population(warehouse, edition.small_areas):
        return None, NOT_COUNTED
    people = population(warehouse, edition.small_areas)
    return np.array([people.get(code, np.nan) for code in codes.tolist()]), POPULATION_WORDS[edition.small_areas]


@dataclass(frozen=True, eq=False)
class _Districts:
    """The districts an edition is read by: of each small area, their names and their standing among all."""

    of_area: NDArray[np.str_]
    names: Mapping[str, str]
    standing: Mapping[str, Mapping[str, int]]


def _districts(warehouse: Warehouse, england: NationalIndex, edition: Edition) -> _Districts:
    """The edition's own districts, as they were when it was published; today's where it names none by GSS code."""
    table = warehouse.table(edition.table)
    own = table["district"].to_pylist() if "district" in table.column_names else []
    if own and all(code and code.startswith("E0") for code in own):
        of_area = np.array(own, dtype=np.str_)
    else:
        of_area = lookup(england.codes, parents_of(warehouse, edition.small_areas, "lad"))
    return _Districts(
        of_area,
        names_of(warehouse, sorted(set(of_area.tolist()))),
        standings(summarise_index(england, of_area)),
    )


def _district_groups(england: NationalIndex, inside: NDArray[np.bool_], districts: _Districts) -> tuple[Group, ...]:
    """The part of each district that lies in the place; a standing only where that is all of it."""
    groups = []
    for code in sorted(set(districts.of_area[inside].tolist())):
        whole = districts.of_area == code
        part = whole & inside
        standing = districts.standing.get(code, {}) if part.sum() == whole.sum() else {}
        name = districts.names.get(code, code)
        groups.append(group(england, part, code=code, name=name, kind="district", standing=standing))
    return tuple(groups)


def _comparators(
    warehouse: Warehouse, england: NationalIndex, place: Chosen, inside: NDArray[np.bool_]
) -> Sequence[Group]:
    """The county, the region, the nearest neighbours and England, those that are not the place itself."""
    chosen = place.pack.comparators
    found = []
    for kind, level, wanted in (("county", "cty", chosen.county), ("region", "rgn", chosen.region)):
        above = lookup(england.codes, parents_of(warehouse, england.area_type, level))
        code = _only(above[inside]) if wanted == "auto" else wanted
        members_of = above == code
        if code in ("", "none") or (members_of == inside).all():
            continue
        name = names_of(warehouse, [code]).get(code, code)
        found.append(group(england, members_of, code=code, name=name, kind=kind))
    if chosen.neighbours != "none":
        found += _neighbours(warehouse, england, place, chosen.neighbours)
    everywhere = np.ones(england.n, bool)
    found.append(group(england, everywhere, code=chosen.country, name="England", kind="country"))
    return found


def _only(parents: NDArray[np.str_]) -> str:
    """The one area that all lie in, or nothing."""
    different = set(parents.tolist())
    return different.pop() if len(different) == 1 else ""


def _neighbours(warehouse: Warehouse, england: NationalIndex, place: Chosen, model: str) -> list[Group]:
    """The statistical nearest neighbours of a place that is one authority, taken together."""
    authority = _authority(place)
    if not authority or not warehouse.has_table("nearest_neighbours"):
        return []
    rows = warehouse.rows("nearest_neighbours", "area", [authority])
    rows = rows.filter(pc.equal(rows["model"], model)).sort_by("position")
    near = rows["neighbour"].to_pylist()[:NEIGHBOURS]
    of_lad = lookup(england.codes, parents_of(warehouse, england.area_type, "lad"))
    of_county = lookup(england.codes, parents_of(warehouse, england.area_type, "cty"))
    together = np.isin(of_lad, near) | np.isin(of_county, near)
    if not together.any():
        return []
    name = f"{len(near)} nearest neighbours"
    return [group(england, together, code=f"neighbours:{authority}", name=name, kind="neighbours")]


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
    warehouse: Warehouse, england: NationalIndex, inside: NDArray[np.bool_], edition: Edition
) -> Sequence[Neighbourhood]:
    small = edition.small_areas
    codes = england.codes[inside].tolist()
    names = names_of(warehouse, codes)
    msoas = parents_of(warehouse, "lsoa11" if small == "lsoa01" else small, "msoa11" if small != "lsoa21" else "msoa21")
    msoa_names = neighbourhood_names(warehouse)
    of_district = parents_of(warehouse, small, "lad")
    district_names = names_of(warehouse, sorted({of_district.get(code, "") for code in codes}))
    places = local_ranks(england, inside)
    found = []
    for position in np.flatnonzero(inside).tolist():
        code = str(england.codes[position])
        msoa, district = msoas.get(code, ""), of_district.get(code, "")
        people = None if england.population is None else float(england.population[position])
        found.append(
            Neighbourhood(
                code=code,
                name=names.get(code, code),
                msoa=msoa,
                msoa_name=msoa_names.get(msoa, ""),
                district=district,
                district_name=district_names.get(district, district),
                residents=None if people is None or np.isnan(people) else people,
                local_rank=places[code],
                domains=standing_of(england, position),
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
