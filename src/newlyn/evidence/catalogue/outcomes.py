"""Outcomes by goal: tables of published series and their indicators."""

from __future__ import annotations

from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.table import Table

TABLES: tuple[Table, ...] = ()
INDICATORS: tuple[Indicator, ...] = ()
