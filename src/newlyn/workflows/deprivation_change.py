"""Change between editions: every edition carried to one set of small areas and counted on one population."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.indices.deprivation import NationalIndex, bands_of, moved, share_in_worst_fifth, tenth_of
from newlyn.indices.edition import EDITIONS, Edition
from newlyn.indices.picture import Change, DistrictChange, EditionPoint
from newlyn.packs.library import Chosen
from newlyn.workflows.areas import (
    POPULATION_WORDS,
    can_carry,
    change_of_vintage,
    lookup,
    names_of,
    parents_of,
    population,
)
from newlyn.workflows.places import members

National = Callable[[Warehouse, Edition], NationalIndex]
Floats = NDArray[np.float64]


def change_between_editions(warehouse: Warehouse, place: Chosen, national: National) -> Change | None:
    """The place in each edition on the small areas that its pack names, or None where the tables are not at hand.

    An area that was redrawn takes the population-weighted mean of the relative positions (rank ÷ number of
    areas) of the areas it was made from. Residents are counted once, on the newest areas, so that a share
    changes only when ranks do.
    """
    small = place.pack.vintages.small_areas
    editions = [edition for edition in EDITIONS if _can_compare(warehouse, edition, small)]
    if len(editions) < len(("before", "after")):
        return None
    people_by_code = population(warehouse, small)
    codes = np.array(sorted(people_by_code), dtype=np.str_)
    people = np.array([people_by_code[code] for code in codes.tolist()])
    inside = np.isin(codes, members(warehouse, place.areas, small))
    points, tenths = [], []
    for edition in editions:
        position, estimated = _carried(warehouse, national(warehouse, edition), codes, small)
        tenth = tenth_of(position)
        share = float((estimated * people)[inside].sum() / people[inside].sum())
        points.append(EditionPoint(edition.id, edition.year, int(inside.sum()), bands_of(tenth, people, inside), share))
        tenths.append(tenth)
    return Change(
        area_type=small,
        population=POPULATION_WORDS[small],
        editions=tuple(points),
        districts=_by_district(warehouse, codes, small, inside, people, tenths),
        moved=moved(tenths[-2][inside], tenths[-1][inside]),
    )


def _can_compare(warehouse: Warehouse, edition: Edition, small: str) -> bool:
    same = edition.small_areas == small
    return warehouse.has_table(edition.table) and (same or can_carry(warehouse, edition.small_areas, small))


def _carried(warehouse: Warehouse, index: NationalIndex, codes: NDArray[np.str_], small: str) -> tuple[Floats, Floats]:
    """The relative position of each area of `codes`, and the share of its people for whom it is an estimate."""
    position = index.rank["imd"] / index.n
    if index.area_type == small:
        by_code = dict(zip(index.codes.tolist(), position.tolist(), strict=True))
        return np.array([by_code.get(code, np.nan) for code in codes.tolist()]), np.zeros(len(codes))
    change = change_of_vintage(warehouse, index.area_type, small)
    carried = change.average(position, areas=index.codes)
    at = {code: place for place, code in enumerate(change.new.tolist())}
    order = np.array([at[code] for code in codes.tolist()])
    return carried.values[order], np.nan_to_num(change.estimated_share[order])


def _by_district(
    warehouse: Warehouse,
    codes: NDArray[np.str_],
    small: str,
    inside: NDArray[np.bool_],
    people: Floats,
    tenths: list[Floats],
) -> tuple[DistrictChange, ...]:
    of_area = lookup(codes, parents_of(warehouse, small, "lad"))
    found = sorted(set(of_area[inside].tolist()))
    names = names_of(warehouse, found)
    return tuple(
        DistrictChange(
            code,
            names.get(code, code),
            tuple(share_in_worst_fifth(tenth, people, inside & (of_area == code)) for tenth in tenths),
        )
        for code in found
    )
