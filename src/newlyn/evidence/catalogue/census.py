"""The censuses of 2021 and 2011: tables and indicators, gathered from their modules.

Nothing is declared here; see `catalogue.census_2021` for topics and `catalogue.census_share` for what an indicator
of a census is. Estimates of residents between censuses are `catalogue.population`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue import (
    census_2011,
    census_2021,
    census_homes,
    census_people,
    census_percentages,
    census_work,
)
from newlyn.evidence.catalogue.indicator import Indicator
from newlyn.evidence.catalogue.table import Table

TABLES: tuple[Table, ...] = (*census_2021.TABLES, *census_2011.TABLES, *census_percentages.TABLES)

INDICATORS: tuple[Indicator, ...] = (
    *census_people.INDICATORS,
    *census_homes.INDICATORS,
    *census_work.INDICATORS,
)
