"""Outcomes by goal: tables of published series and their indicators."""

from __future__ import annotations

from newlyn.evidence.catalogue import outcomes_learning
from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.outcomes_els import ELS
from newlyn.evidence.catalogue.table import Table

TABLES: tuple[Table, ...] = (ELS,)
INDICATORS: tuple[Indicator, ...] = outcomes_learning.INDICATORS
