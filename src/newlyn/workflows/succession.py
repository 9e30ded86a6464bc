"""What became of areas that are no longer: the codes that followed, in which year, and why.

How figures are carried from old areas to new ones is `workflows.areas.change_of_vintage`; here only codes are followed,
so that an old one still leads somewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.workflows.areas import names_of

Why = Literal["split", "merged", "redrawn", "recoded", "abolished"]

WORDS: Mapping[Why, str] = MappingProxyType(
    {
        "split": "split into parts",
        "merged": "merged with another",
        "redrawn": "redrawn",
        "recoded": "given a new code",
        "abolished": "abolished",
    }
)
"""Each reason as it ends the sentence *The area was …*."""


@dataclass(frozen=True)
class Succession:
    """An area of the past and those that stand in its place today."""

    code: str
    name: str
    """Its name at the time; empty where none is at hand."""
    area_type: str
    successors: tuple[str, ...]
    """Codes of today: of a ward the one with most of its small areas first, else in order of code."""
    year: int | None
    """First year whose codes lack it, as far as the tables tell: a census, a reorganisation, a later list of wards."""
    why: Why
    tables: tuple[str, ...]
    """Tables of the evidence that say so."""

    @property
    def words(self) -> str:
        """What happened and when: *split into parts in 2021*."""
        return WORDS[self.why] + ("" if self.year is None else f" in {self.year}")


def successors(warehouse: Warehouse, code: str) -> Succession | None:
    """What became of an area; None for one of today, and for a code that the evidence has never seen."""
    return _retired(warehouse).get(code)


def retired_within(warehouse: Warehouse, areas: Iterable[str]) -> Mapping[str, Succession]:
    """By old code, every area of the past that has a successor among `areas`, which are codes of today."""
    here = frozenset(areas)
    return {code: one for code, one in _retired(warehouse).items() if not here.isdisjoint(one.successors)}


@lru_cache(maxsize=4)
def _retired(warehouse: Warehouse) -> Mapping[str, Succession]:
    """Every area of the past in order of code, with successors that are followed until today."""
    steps = {step.code: step for read in (_census, _authorities, _wards) for step in read(warehouse)}
    names = names_of(warehouse, sorted(steps)) if steps else {}
    return {code: replace(_followed(steps, code), name=names.get(code, "")) for code in sorted(steps)}


def _followed(steps: Mapping[str, Succession], code: str, above: tuple[str, ...] = ()) -> Succession:
    """One step with those after it; it keeps the year and the reason of its own, which ended the area."""
    step = steps[code]
    if not any(after in steps for after in step.successors):
        return step
    path = (*above, code)  # a code that came back would lead in a circle, so no path is walked twice
    later = [_followed(steps, after, path) for after in step.successors if after in steps and after not in path]
    today = {after for after in step.successors if after not in steps}.union(*(one.successors for one in later))
    tables = dict.fromkeys((*step.tables, *(table for one in later for table in one.tables)))
    return replace(step, successors=tuple(sorted(today)), tables=tuple(tables))


_CENSUS = (
    ("lsoa01", "lsoa01_lsoa11", 2011),
    ("lsoa11", "lsoa11_lsoa21", 2021),
    ("msoa11", "msoa11_msoa21_change", 2021),
)
_LETTERS: Mapping[str, Why] = MappingProxyType({"S": "split", "M": "merged", "X": "redrawn"})


def _census(warehouse: Warehouse) -> Iterator[Succession]:
    """Small and middle areas; ONS states what became of each."""
    for area_type, table, year in _CENSUS:
        if not warehouse.has_table(table):
            continue
        rows = warehouse.rows(table, "change", tuple(_LETTERS)).select(["old", "new", "change"]).to_pylist()
        current = {row["new"] for row in rows}
        letters = {row["old"]: row["change"] for row in rows if row["old"] not in current}
        for old, new in _gathered((row["old"], row["new"]) for row in rows if row["old"] in letters).items():
            yield Succession(old, "", area_type, tuple(sorted(new)), year, _LETTERS[letters[old]], (table,))


def _authorities(warehouse: Warehouse) -> Iterator[Succession]:
    """Districts and counties: the table names codes and years, and the reason shows in which codes share which."""
    if not warehouse.has_table("lad_changes"):
        return
    rows = warehouse.table("lad_changes", ["old", "new", "year"]).to_pylist()
    years = {row["old"]: row["year"] for row in rows}
    counties = _gathered((row["old"], row["new"]) for row in rows if row["old"].startswith(_COUNTY))
    districts = _gathered((row["old"], row["new"]) for row in rows if not row["old"].startswith(_COUNTY))
    for old, new in counties.items():
        yield Succession(old, "", "cty", tuple(sorted(new)), years[old], "abolished", ("lad_changes",))
    why = _reasons(districts)
    for old, new in districts.items():
        yield Succession(old, "", "lad", tuple(sorted(new)), years[old], why[old], ("lad_changes",))


_COUNTY = "E10"
_WARDS = (("lsoa11_wd17", 2021), ("lsoa11_wd21", 2022))
"""Lists of wards with their small areas, oldest first, and the year of the list after each."""


def _wards(warehouse: Warehouse) -> Iterator[Succession]:
    """Wards of older years, by way of the small areas that ONS fits to them and to the wards of 2024.

    Nobody publishes which ward followed which. A ward to which no small area was fitted is not found.
    """
    if not all(warehouse.has_table(table) for table in ("lsoa11_lsoa21", "lsoa21_wd24", "wd22_lad22")):
        return
    now = dict(_pairs(warehouse, "lsoa21_wd24", "child", "parent"))
    became = _gathered(_pairs(warehouse, "lsoa11_lsoa21", "old", "new"))
    in_2022 = {ward for ward, _ in _pairs(warehouse, "wd22_lad22", "child", "parent")}
    current = frozenset(now.values())
    for table, next_list in _WARDS:
        if not warehouse.has_table(table):
            continue
        small = _pairs(warehouse, table, "child", "parent")
        shared = _gathered((ward, now[part]) for old, ward in small for part in became.get(old, ()) if part in now)
        why = _reasons(shared)
        for ward in shared.keys() - current:
            order = tuple(new for new, _ in sorted(shared[ward].items(), key=lambda one: (-one[1], one[0])))
            year = 2024 if ward in in_2022 else next_list
            yield Succession(ward, "", "wd", order, year, why[ward], (table, "lsoa11_lsoa21", "lsoa21_wd24"))


def _pairs(warehouse: Warehouse, table: str, first: str, second: str) -> list[tuple[str, str]]:
    rows = warehouse.table(table, [first, second])
    return list(zip(rows[first].to_pylist(), rows[second].to_pylist(), strict=True))


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    """For each first code of some pairs the second ones, and how often they stand together."""
    gathered: dict[str, Counter[str]] = {}
    for first, second in pairs:
        gathered.setdefault(first, Counter())[second] += 1
    return gathered


def _reasons(followed: Mapping[str, Iterable[str]]) -> Mapping[str, Why]:
    """Why each code gave way, from which codes have a successor in common."""
    claims = Counter(new for successors in followed.values() for new in successors)
    reasons: dict[str, Why] = {}
    for old, successors in followed.items():
        alone = [claims[new] == 1 for new in successors]
        if len(alone) == 1:
            reasons[old] = "recoded" if alone[0] else "merged"
        else:
            reasons[old] = "split" if all(alone) else "redrawn"
    return reasons
