"""The evidence behind the pages of one place, kept at hand so that a figure is traced in milliseconds.

How a figure is traced is `evidence.warehouse.lineage`, which reads rows by area out of files that hold all of England;
here the rows of the place are read once for each table. Nothing else is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.indicator import Feed, Measure
from newlyn.evidence.catalogue.library import indicators
from newlyn.evidence.catalogue.table import FILE, ROW
from newlyn.evidence.warehouse.manifest import NAME
from newlyn.evidence.warehouse.observation import SCHEMA
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.workflows.site.area_list import KINDS
from newlyn.workflows.site.cut import LARGER
from newlyn.workflows.site.opened import Site


@dataclass(frozen=True)
class PlaceEvidence(Warehouse):
    """A build of the evidence that answers for the areas of one place from memory."""

    site: Site

    @cached_property
    def codes(self) -> frozenset[str]:
        """The areas of the place, of today and of older censuses, and those that it is compared with."""
        return frozenset(near_codes(self.site))

    def rows(self, table: str, column: str, values: Sequence[str]) -> pa.Table:
        """The rows of some areas; of the place's own from memory, in the columns that figures are made from."""
        if not self.codes.issuperset(values):
            return super().rows(table, column, values)
        held = self.held(table, column)
        return held.filter(pc.is_in(held[column], pa.array(list(values))))

    def held(self, table: str, column: str) -> pa.Table:
        """The rows of one table that belong to the place, in the columns that figures are made from."""
        if (table, column) not in self._tables:
            self.manifest.entry(table)
            wanted = pc.field(column).isin(list(self.codes))
            self._tables[table, column] = self._read(f"tables/{table}.parquet", list(columns_used(table)), wanted)
        return self._tables[table, column]

    @cached_property
    def _tables(self) -> dict[tuple[str, str], pa.Table]:
        return {}

    def ancestry(self) -> pa.Table:
        """Which larger areas each census area lies in, read once."""
        return self._ancestry

    @cached_property
    def _ancestry(self) -> pa.Table:
        return super().ancestry()

    def observations(
        self,
        *,
        indicators: Sequence[str],
        areas: Sequence[str] | None = None,
        area_types: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
    ) -> pa.Table:
        """Observations; those of one area from the pages' own cut where it was made from this build."""
        site = self.site
        if areas is None or area_types or periods or site.evidence != self.digest or not self.codes.issuperset(areas):
            return super().observations(indicators=indicators, areas=areas, area_types=area_types, periods=periods)
        found = [one for area in areas for one in site.observed(area) if one.indicator in indicators]
        rows = [{name: getattr(one, name) for name in SCHEMA.names} | {"period": str(one.period)} for one in found]
        return pa.Table.from_pylist(rows, schema=SCHEMA)


@lru_cache(maxsize=512)
def columns_used(table: str) -> tuple[str, ...]:
    """The columns of a table that any figure is made from, and where its rows come from."""
    names: dict[str, None] = {}
    for indicator in indicators().values():
        for feed in indicator.feeds:
            if feed.table.id == table:
                names |= dict.fromkeys(_used(feed))
    return (*names, FILE, ROW)


def _used(feed: Feed) -> list[str]:
    period = feed.period if isinstance(feed.period, str) else None
    parts: list[str | None] = [feed.area, feed.group, period, *feed.where]
    if isinstance(feed, Measure):
        parts += [feed.value, feed.lower, feed.upper]
    else:
        sums = [part for part in (feed.numerator, feed.denominator) if part]
        parts += [name for part in sums for name in (part.column, *part.where)]
    return [name for name in parts if name]


def near_codes(site: Site) -> tuple[str, ...]:
    """Codes of the areas with pages, of those of older censuses in their place, and of what these are compared with."""
    cut = site.cut
    far = [at for at, word in enumerate(cut.words["area_type"]) if word in LARGER]
    near = np.unique(cut.at["area"][~np.isin(cut.at["area_type"], far)]).tolist()
    return tuple(dict.fromkeys([*site.areas, *(cut.words["area"][at] for at in near)]))


def evidence_of(site: Site) -> PlaceEvidence:
    """The build that the pages were made from while it is kept, else the one in use.

    Raises
    ------
    WarehouseError
        If there is no evidence any more.
    """
    kept = Warehouse(site.settings.warehouse, site.evidence)
    if not (kept.root / NAME).is_file():
        kept = Warehouse.open(site.settings.warehouse)
    return _opened(site, kept.digest)


@lru_cache(maxsize=8)
def _opened(site: Site, digest: str) -> PlaceEvidence:
    return PlaceEvidence(site.settings.warehouse, digest, site)


def rebuilt(site: Site, evidence: PlaceEvidence) -> str:
    """What a reader has to know where the evidence was built again since the pages were made; else nothing."""
    if evidence.digest != site.evidence:
        return (
            f"The evidence was built again since these pages were made from build {site.evidence[:12]}, which is no "
            f"longer kept. This is traced in build {evidence.digest[:12]}, so a number may differ from that on a page."
        )
    if evidence.refreshed().digest != evidence.digest:
        return (
            "The evidence was built again since these pages were made. This is traced in the build that they were made "
            "from, so the numbers are those on the pages."
        )
    return ""


_OLDER = {"lsoa11": "neighbourhood of 2011", "lsoa01": "neighbourhood of 2001", "msoa11": "wider neighbourhood of 2011"}


def kind_words(area_type: str) -> str:
    """What people call a type of area, those of older censuses with their year.

    Examples
    --------
    >>> kind_words("lad"), kind_words("lsoa11")
    ('district', 'neighbourhood of 2011')
    """
    return KINDS.get(area_type) or _OLDER.get(area_type, area_type)
