"""Geography from evidence: names, parents, people and changes of vintage, as values that `newlyn.geography` knows.

A build of the warehouse never changes, so what was read from it once is kept for the next reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import InputError
from newlyn.geography.vintage import ChangeOfVintage

CENSUSES: tuple[str, ...] = ("lsoa01", "lsoa11", "lsoa21")
"""Vintages of small areas, oldest first; each has a table of what became of it in the next."""


_NAMED = ("boundary_lsoa11", "boundary_lsoa21", "boundary_msoa21", "boundary_lad24", "boundary_rgn22")


def names_of(warehouse: Warehouse, codes: Sequence[str]) -> Mapping[str, str]:
    """The names of areas by code; a code without a name is left out.

    Where the list of all names is not at hand, the names that stand beside the boundaries serve.
    """
    tables = ["area_names"] if warehouse.has_table("area_names") else [t for t in _NAMED if warehouse.has_table(t)]
    rows = [row for table in tables for row in warehouse.rows(table, "area", list(codes)).to_pylist()]
    return {row["area"]: row["name"] for row in rows}


@lru_cache(maxsize=64)
def neighbourhood_names(warehouse: Warehouse) -> Mapping[str, str]:
    """The House of Commons Library's names of MSOAs by code, both vintages together.

    A code that lived through both has the newer name.
    """
    if not warehouse.has_table("msoa_names"):
        return {}
    names = warehouse.table("msoa_names")
    ordered = names.sort_by("area_type").to_pylist()
    return {row["area"]: row["name"] for row in ordered}


@lru_cache(maxsize=64)
def change_of_vintage(warehouse: Warehouse, old: str, new: str) -> ChangeOfVintage:
    """How the small areas of one census became those of another, forwards or backwards, by way of those between."""
    if old not in CENSUSES or new not in CENSUSES or old == new:
        raise InputError(f"cannot carry {old!r} to {new!r}. Accepted: two different vintages of {', '.join(CENSUSES)}.")
    start, end = sorted((CENSUSES.index(old), CENSUSES.index(new)))
    steps = [_step(warehouse, CENSUSES[at], CENSUSES[at + 1]) for at in range(start, end)]
    change = steps[0]
    for step in steps[1:]:
        change = change.then(step)
    return change if CENSUSES.index(old) == start else change.reversed()


@lru_cache(maxsize=64)
def _step(warehouse: Warehouse, old: str, new: str) -> ChangeOfVintage:
    pairs = warehouse.table(f"{old}_{new}")
    # The population of 2001 areas is not at hand; their pieces are weighed by the people of 2011 areas alone.
    before = None if old == "lsoa01" else population(warehouse, old)
    return ChangeOfVintage.from_pairs(
        pairs["old"].to_pylist(),
        pairs["new"].to_pylist(),
        indicator=pairs["change"].to_pylist(),
        old_population=before,
        new_population=population(warehouse, new),
    )


def can_carry(warehouse: Warehouse, old: str, new: str) -> bool:
    """Whether the tables are at hand that carry figures from one vintage to another."""
    start, end = sorted((CENSUSES.index(old), CENSUSES.index(new)))
    pairs = [f"{CENSUSES[at]}_{CENSUSES[at + 1]}" for at in range(start, end)]
    counted = [_PEOPLE[census][0] for census in CENSUSES[start : end + 1] if census in _PEOPLE]
    return all(warehouse.has_table(table) for table in (*pairs, *counted))


POPULATION_WORDS: Mapping[str, str] = {
    "lsoa11": "ONS mid-2020 estimates",
    "lsoa21": "usual residents, Census 2021",
}


_PEOPLE = {"lsoa11": ("population_2020_broad", "area"), "lsoa21": ("oa21_population", "lsoa21")}
"""Where people of small areas are counted: the table, and its column of small areas."""


def has_population(warehouse: Warehouse, small: str) -> bool:
    """Whether people of these small areas are counted in the evidence."""
    return small in _PEOPLE and warehouse.has_table(_PEOPLE[small][0])


@lru_cache(maxsize=64)
def population(warehouse: Warehouse, small: str) -> Mapping[str, float]:
    """People of each small area by code: mid-2020 on areas of 2011, Census 2021 on areas of 2021."""
    table, key = _PEOPLE[small]
    rows = warehouse.table(table, [key, "residents"])
    summed = rows.group_by(key).aggregate([("residents", "sum")])
    return dict(zip(summed[key].to_pylist(), map(float, summed["residents_sum"].to_pylist()), strict=True))


@lru_cache(maxsize=4)
def _ancestry(warehouse: Warehouse) -> pa.Table:
    return warehouse.ancestry()


@lru_cache(maxsize=64)
def parents_of(warehouse: Warehouse, small: str, level: str) -> Mapping[str, str]:
    """For each small area the area of `level` in which it lies; those of 2001 by way of 2011."""
    if small == "lsoa01":
        above = parents_of(warehouse, "lsoa11", level)
        pairs = warehouse.table("lsoa01_lsoa11")
        # Where a 2001 area was cut up, the parts lie in one district but for a handful: the first part decides.
        # Not every area has a parent of each level: a unitary authority lies in no county.
        followed = zip(_from_the_end(pairs["old"]), _from_the_end(pairs["new"]), strict=True)
        return {old: above[new] for old, new in followed if new in above}
    ancestry = _ancestry(warehouse)
    here = ancestry.filter(pc.and_(pc.equal(ancestry["child_type"], small), pc.equal(ancestry["level"], level)))
    return dict(zip(here["child"].to_pylist(), here["parent"].to_pylist(), strict=True))


@lru_cache(maxsize=64)
def children_of(warehouse: Warehouse, level: str, small: str) -> Mapping[str, tuple[str, ...]]:
    """For each area of `level` the small areas that lie in it."""
    children: dict[str, list[str]] = {}
    for child, parent in parents_of(warehouse, small, level).items():
        children.setdefault(parent, []).append(child)
    return {parent: tuple(found) for parent, found in children.items()}


def _from_the_end(column: pa.ChunkedArray) -> list[str]:
    """The column from its end, so that in a mapping the first of equal keys wins."""
    values: list[str] = column.to_pylist()
    return values[::-1]


def among(codes: NDArray[np.str_], wanted: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Whether each of `codes`, which ascend, is one of `wanted`."""
    inside = np.zeros(len(codes), bool)
    at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    inside[at[codes[at] == wanted]] = True
    return inside


def lookup(codes: NDArray[np.str_], found: Mapping[str, str]) -> NDArray[np.str_]:
    """The value of each code, empty where there is none."""
    return np.array([found.get(code, "") for code in codes.tolist()], dtype=np.str_)
