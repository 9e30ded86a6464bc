"""Which published files the rows of a table come from: told beside each download.

They were noted by `data_origin` when the place was prepared. The whole way of one figure back to its row is
`newlyn.workflows.lineage`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from newlyn.evidence.catalogue.library import indicators
from newlyn.publish.open_data.table import SourceFile
from newlyn.workflows.site.opened import Site

GROUND = (
    "area_names", "boundary_lsoa21", "lad24_cty24", "lad24_rgn24", "lsoa21_lad24", "lsoa21_msoa21", "lsoa21_wd24",
    "msoa_names", "oa21_population",
)  # fmt: skip
"""Tables that say which areas there are, what they are called, how they hang together and how many live there."""


def sources_of_indicators(site: Site, codes: Iterable[str]) -> tuple[SourceFile, ...]:
    """The files that observations of some indicators come from, each once, by publisher and title."""
    known = indicators()
    return sources_of_tables(site, {feed.table.id for code in codes for feed in known[code].feeds})


def sources_of_tables(site: Site, tables: Iterable[str]) -> tuple[SourceFile, ...]:
    """The files of some tables; none for a made-up place, which has no published files."""
    return tuple(sorted({source for table in tables for source in _noted(site, table)}, key=_order))


@lru_cache(maxsize=4096)
def _noted(site: Site, table: str) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(**one) for one in site.content.get("sources", {}).get(table, ()))


def _order(source: SourceFile) -> tuple[str, str, str, str]:
    return (source.publisher, source.title, source.file, source.sha256)
