"""Deprivation: the tables and indicators of the English Indices of Deprivation, gathered from their modules.

Nothing is declared here; see `catalogue.deprivation_tables` and the modules named after it.
"""

from __future__ import annotations

from newlyn.evidence.catalogue import deprivation_indices, deprivation_summaries, deprivation_underlying
from newlyn.evidence.catalogue.deprivation_tables import IOD, IOD_SUBDOMAINS, IOD_TRANSFORMED
from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.table import Table

TABLES: tuple[Table, ...] = (
    *IOD.values(),
    *IOD_SUBDOMAINS.values(),
    *IOD_TRANSFORMED.values(),
    *deprivation_summaries.TABLES,
    *deprivation_underlying.TABLES,
)

INDICATORS: tuple[Indicator, ...] = (
    *deprivation_indices.INDICATORS,
    *deprivation_summaries.INDICATORS,
    *deprivation_underlying.INDICATORS,
)
