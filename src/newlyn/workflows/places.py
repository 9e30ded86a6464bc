"""Which places there are, and which small areas each of them holds: the tasks behind `newlyn places` and `new`."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import DefinitionError, InputError, NotFoundError
from newlyn.foundation.settings import Settings
from newlyn.packs.draft import write_pack, written_areas
from newlyn.packs.library import Chosen, find_place, load_pack, pack_folders
from newlyn.packs.place import Areas, Brand, Place
from newlyn.workflows.areas import change_of_vintage, children_of, names_of, parents_of

ENGLAND = "england"


@dataclass(frozen=True)
class Listed:
    """One place that can be built."""

    id: str
    name: str
    fault: str | None
    """Why it cannot be built: what is wrong with its `place.yaml`."""


def list_places(settings: Settings) -> tuple[Listed, ...]:
    """Every pack and selection; a faulty pack is listed with its fault, and does not hide the others."""
    listed = []
    for folder in pack_folders(settings.packs):
        try:
            pack = load_pack(folder)
        except DefinitionError as error:
            listed.append(Listed(folder.name, "", str(error)))
            continue
        listed.append(Listed(pack.id, pack.name, None))
        listed += [Listed(f"{pack.id}/{one.id}", one.name, None) for one in pack.selections]
    return tuple(listed)


def choose(name: str, settings: Settings) -> Chosen:
    """The place of that name."""
    return find_place(name, settings.packs)


def new_place(settings: Settings, name: str, codes: Sequence[str], *, small_areas: str) -> Path:
    """Write a pack; where evidence is at hand, codes that no area of England has are refused."""
    written_areas(codes, small_areas)  # what is wrong with a code is told before whether an area has it
    if (settings.warehouse / "current").is_file():
        warehouse = Warehouse.open(settings.warehouse)
        # Without the list of all areas, a code that has no name may still be one.
        known = names_of(warehouse, codes) if warehouse.has_table("area_names") else dict.fromkeys(codes)
        for code in codes:
            if code not in known:
                raise InputError(f"{code} is not the code of an area of England in the evidence. Check its digits.")
    return write_pack(name, codes, settings.packs[0], small_areas=small_areas)


def all_districts(warehouse: Warehouse) -> tuple[Chosen, ...]:
    """Each district of England as a place of its own, for building all of them."""
    codes = sorted(children_of(warehouse, "lad", "lsoa21"))
    names = names_of(warehouse, codes)
    return tuple(_district(code, names.get(code, code)) for code in codes)


def choose_drawn(name: str, settings: Settings, warehouse: Warehouse) -> Chosen:
    """The place of that name, where `england` stands for all of it unless a pack has the name.

    England is a place to be drawn and no more: it is the measure of the others, so it has no picture of its own.
    """
    taken = any(folder.name == ENGLAND for folder in pack_folders(settings.packs))
    if name != ENGLAND or taken:
        return choose(name, settings)
    return all_of_england(warehouse)


def all_of_england(warehouse: Warehouse) -> Chosen:
    """England as a place to be drawn, whatever packs there are."""
    return _made_up(ENGLAND, "England", Areas(lad=tuple(sorted(children_of(warehouse, "lad", "lsoa21")))))


def _district(code: str, name: str) -> Chosen:
    return _made_up(code, name, Areas(lad=(code,)))


def _made_up(place_id: str, name: str, areas: Areas) -> Chosen:
    """A place without a folder."""
    pack = Place(id=place_id.lower(), name=name, areas=areas, brand=Brand(name=name))
    return Chosen(place_id, name, areas, pack, Path())


@lru_cache(maxsize=64)
def members(warehouse: Warehouse, areas: Areas, small: str) -> NDArray[np.str_]:
    """Codes of the small areas of type `small` that a place holds, in order.

    A place that is drawn from small areas of one census is carried to those of another by best fit: an area
    belongs to it when most of its people do.

    Raises
    ------
    NotFoundError
        If one of its codes is not in the evidence.
    """
    found: set[str] = set()
    for given, codes in areas.by_type():
        if not codes:
            continue
        if given == small:
            found |= _known(warehouse, codes, small)
        elif (given.startswith(("lsoa", "msoa")) and given[-2:] != small[-2:]) or small == "lsoa01":
            found |= _best_fit(warehouse, Areas(**{given: codes}), small)
        else:
            found |= _inside(warehouse, codes, given, small)
    return np.array(sorted(found), dtype=np.str_)


def _known(warehouse: Warehouse, codes: Sequence[str], small: str) -> set[str]:
    _refuse_unknown(codes, parents_of(warehouse, small, "ctry"), small)
    return set(codes)


def _inside(warehouse: Warehouse, codes: Sequence[str], level: str, small: str) -> set[str]:
    children = children_of(warehouse, level, small)
    _refuse_unknown(codes, children, level)
    return {child for code in codes for child in children[code]}


def _best_fit(warehouse: Warehouse, areas: Areas, small: str) -> set[str]:
    """Small areas of another census, most of whose people live in the place."""
    known = {"lsoa01": "lsoa11", "lsoa11": "lsoa21", "lsoa21": "lsoa11"}[small]
    inside = members(warehouse, areas, known)
    change = change_of_vintage(warehouse, known, small)
    share = change.average(np.isin(change.old, inside).astype(float)).values
    return set(change.new[np.nan_to_num(share) > 0.5].tolist())


def _refuse_unknown(codes: Sequence[str], known: Container[str], level: str) -> None:
    for code in codes:
        if code not in known:
            raise NotFoundError(
                f"{code} is not a {level} of today's England in the evidence. Check the codes of the place."
            )
