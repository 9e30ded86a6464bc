"""Outcomes by goal: tables of published series and their indicators."""

from __future__ import annotations

from newlyn.evidence.catalogue import (
    outcomes_care,
    outcomes_fingertips,
    outcomes_health,
    outcomes_health_index,
    outcomes_learning,
    outcomes_places,
    outcomes_snapshots,
    outcomes_work,
)
from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.outcomes_els import ELS
from newlyn.evidence.catalogue.outcomes_pay_gap import PAY_GAP
from newlyn.evidence.catalogue.table import Table

TABLES: tuple[Table, ...] = (
    ELS,
    outcomes_fingertips.FINGERTIPS,
    outcomes_fingertips.FULL,
    *outcomes_snapshots.TABLES,
    outcomes_health_index.HEALTH_INDEX,
    outcomes_care.ADULT_CARE,
    PAY_GAP,
)
INDICATORS: tuple[Indicator, ...] = (
    *outcomes_learning.INDICATORS,
    *outcomes_work.INDICATORS,
    *outcomes_health.INDICATORS,
    *outcomes_fingertips.INDICATORS,
    *outcomes_places.INDICATORS,
    *outcomes_care.INDICATORS,
    *outcomes_snapshots.INDICATORS,
    *outcomes_health_index.INDICATORS,
)
