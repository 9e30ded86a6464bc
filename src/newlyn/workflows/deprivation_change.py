"""Change between editions: every edition carried to one set of small areas and counted on one population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.indices.deprivation import bands_of, moved, share_in_worst_fifth, tenth_of
from newlyn.indices.edition import EDITIONS, Edition
from newlyn.indices.picture import Change, DistrictChange, EditionPoint
from newlyn.packs.library import Chosen
from newlyn.workflows.areas import (
    POPULATION_WORDS,
    among,
    can_carry,
    change_of_vintage,
    has_population,
    lookup,
    names_of,
    parents_of,
    population,
)
from newlyn.workflows.england import national_index
from newlyn.workflows.places import members

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Ground:
    """The one set of small areas on which editions are compared, and the people counted there."""

    codes: NDArray[np.str_]
    people: Floats
    district: NDArray[np.str_]
    names: Mapping[str, str]
    """Of districts."""


def change_between_editions(warehouse: Warehouse, place: Chosen) -> Change | None:
    """The place in each edition on the small areas that its pack names, or None where the tables are not at hand.

    An area that was redrawn takes the population-weighted mean of the relative positions (rank ÷ number of
    areas) of the areas it was made from. Residents are counted once, on the newest areas, so that a share
    changes only when ranks do.
    """
    small = place.pack.vintages.small_areas
    editions = [edition for edition in EDITIONS if _can_compare(warehouse, edition, small)]
    if len(editions) < len(("before", "after")):
        return None
    ground = _ground(warehouse, small)
    inside = among(ground.codes, members(warehouse, place.areas, small))
    carried = [_carried(warehouse, edition, small) for edition in editions]
    tenths = [tenth for tenth, _ in carried]
    return Change(
        area_type=small,
        population=POPULATION_WORDS[small],
        editions=tuple(_point(edition, ground, inside, *one) for edition, one in zip(editions, carried, strict=True)),
        districts=_by_district(ground, inside, tenths),
        moved=moved(tenths[-2][inside], tenths[-1][inside]),
    )


@dataclass(frozen=True, eq=False)
class CarriedTenths:
    """The national tenth of every small area of England in each edition, on one set of areas."""

    codes: NDArray[np.str_]
    """Ascending."""
    tenths: Mapping[str, Floats]
    """By edition, beside `codes`; NaN where nothing is known."""
    estimated: Mapping[str, Floats]
    """By edition: share of the residents of each area for whom the tenth is an estimate, 0 to 1."""


def carried_tenths(warehouse: Warehouse, small: str) -> CarriedTenths:
    """Every edition that can be compared on the small areas of one census, oldest first."""
    editions = [edition for edition in EDITIONS if _can_compare(warehouse, edition, small)]
    if not editions:
        return CarriedTenths(np.array([], np.str_), {}, {})
    found = {edition.id: _carried(warehouse, edition, small) for edition in editions}
    return CarriedTenths(
        codes=_ground(warehouse, small).codes,
        tenths={edition: tenth for edition, (tenth, _) in found.items()},
        estimated={edition: estimated for edition, (_, estimated) in found.items()},
    )


def _can_compare(warehouse: Warehouse, edition: Edition, small: str) -> bool:
    same = edition.small_areas == small
    counted = has_population(warehouse, small) and warehouse.has_table(edition.table)
    return counted and (same or can_carry(warehouse, edition.small_areas, small))


@lru_cache(maxsize=4)
def _ground(warehouse: Warehouse, small: str) -> _Ground:
    people = population(warehouse, small)
    codes = np.array(sorted(people), dtype=np.str_)
    district = lookup(codes, parents_of(warehouse, small, "lad"))
    counts = np.array([people[code] for code in codes.tolist()])
    return _Ground(codes, counts, district, names_of(warehouse, np.unique(district).tolist()))


@lru_cache(maxsize=12)
def _carried(warehouse: Warehouse, edition: Edition, small: str) -> tuple[Floats, Floats]:
    """The national tenth of each area of the ground, and the share of its people for whom it is an estimate."""
    index, codes = national_index(warehouse, edition), _ground(warehouse, small).codes
    position = index.rank["imd"] / index.n
    if index.area_type == small:
        by_code = dict(zip(index.codes.tolist(), position.tolist(), strict=True))
        return tenth_of(np.array([by_code.get(code, np.nan) for code in codes.tolist()])), np.zeros(len(codes))
    change = change_of_vintage(warehouse, index.area_type, small)
    carried = change.average(position, areas=index.codes)
    at = {code: place for place, code in enumerate(change.new.tolist())}
    order = np.array([at[code] for code in codes.tolist()])
    return tenth_of(carried.values[order]), np.nan_to_num(change.estimated_share[order])


def _point(
    edition: Edition, ground: _Ground, inside: NDArray[np.bool_], tenth: Floats, estimated: Floats
) -> EditionPoint:
    people = ground.people[inside]
    share = float((estimated[inside] * people).sum() / people.sum())
    bands = bands_of(tenth, ground.people, inside)
    return EditionPoint(edition.id, edition.year, int(inside.sum()), float(people.sum()), bands, share)


def _by_district(ground: _Ground, inside: NDArray[np.bool_], tenths: list[Floats]) -> tuple[DistrictChange, ...]:
    found = []
    for code in np.unique(ground.district[inside]).tolist():
        here = inside & (ground.district == code)
        shares = tuple(share_in_worst_fifth(tenth, ground.people, here) for tenth in tenths)
        found.append(DistrictChange(code, ground.names.get(code, code), shares))
    return tuple(found)
