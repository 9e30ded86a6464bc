"""England under one edition of the index: the index, the larger areas, names; read once from each build.

What is said of one place is `workflows.deprivation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from newlyn.evidence.catalogue.deprivation_domains import DOMAINS, IMD
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.indices.deprivation import NationalIndex, group, standings, summarise_index
from newlyn.indices.edition import EDITIONS, Edition
from newlyn.indices.picture import Group
from newlyn.workflows.areas import (
    POPULATION_WORDS,
    can_carry,
    change_of_vintage,
    has_population,
    lookup,
    names_of,
    parents_of,
    population,
)

Texts = NDArray[np.str_]

ENGLAND = "E92000001"
NOT_COUNTED = "no count of residents on these areas is at hand"


@dataclass(frozen=True, eq=False)
class England:
    """All small areas of England in one edition; every array has one value for each area of `index.codes`."""

    index: NationalIndex
    own_district: Texts
    """The district of each area as it was when the edition was published; today's where it names none by GSS code."""
    standing: Mapping[str, Mapping[str, int]]
    """By code of `own_district`: its rank among all of them by each summary measure, 1 the most deprived."""
    lad: Texts
    cty: Texts
    rgn: Texts
    msoa: Texts
    larger: frozenset[str]
    """Codes of today's districts and counties."""
    names: Mapping[str, str]
    """Names of the small areas and of the larger ones."""

    @cache  # noqa: B019 - there is one England for each build and edition, and it lives as long as its groups
    def county(self, code: str) -> Group:
        """What is said of a county."""
        return group(self.index, self.cty == code, code=code, name=self.names.get(code, code), kind="county")

    @cache  # noqa: B019 - see above
    def region(self, code: str) -> Group:
        """What is said of a region."""
        return group(self.index, self.rgn == code, code=code, name=self.names.get(code, code), kind="region")

    @cached_property
    def whole(self) -> Group:
        """What is said of England as a whole."""
        everywhere = np.ones(self.index.n, bool)
        return group(self.index, everywhere, code=ENGLAND, name="England", kind="country")


@lru_cache(maxsize=12)
def england_under(warehouse: Warehouse, edition: Edition) -> England:
    """England under one edition; a `WarehouseError` if its tables are not at hand."""
    index = national_index(warehouse, edition)
    small = edition.small_areas
    lad = lookup(index.codes, parents_of(warehouse, small, "lad"))
    cty = lookup(index.codes, parents_of(warehouse, small, "cty"))
    rgn = lookup(index.codes, parents_of(warehouse, small, "rgn"))
    own = _own_districts(warehouse, edition)
    own = lad if own is None else own
    # The areas of 2001 keep the middle areas of 2011, whose names they share where they live on.
    named = "lsoa11" if small == "lsoa01" else small
    msoa = lookup(index.codes, parents_of(warehouse, named, "msoa21" if small == "lsoa21" else "msoa11"))
    larger = frozenset(np.unique(np.concatenate([lad, cty])).tolist()) - {""}
    named_too = np.unique(np.concatenate([own, rgn])).tolist()
    names = names_of(warehouse, [*index.codes.tolist(), *larger, *named_too])
    return England(index, own, standings(summarise_index(index, own)), lad, cty, rgn, msoa, larger, names)


def _own_districts(warehouse: Warehouse, edition: Edition) -> Texts | None:
    table = warehouse.table(edition.table)
    own = table["district"].to_pylist() if "district" in table.column_names else []
    return np.array(own, dtype=np.str_) if own and all(code and code.startswith("E0") for code in own) else None


def editions_at_hand(warehouse: Warehouse) -> tuple[Edition, ...]:
    """The editions that can be drawn from this evidence; those on areas of 2001 need to know what became of them."""
    return tuple(
        edition
        for edition in EDITIONS
        if warehouse.has_table(edition.table)
        and (edition.small_areas != "lsoa01" or warehouse.has_table("lsoa01_lsoa11"))
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
