"""The tables of geography: lookups, names, changes of vintage, boundaries; they feed `newlyn.geography`."""

from __future__ import annotations

from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.table import Table

TABLES: tuple[Table, ...] = ()
INDICATORS: tuple[Indicator, ...] = ()
