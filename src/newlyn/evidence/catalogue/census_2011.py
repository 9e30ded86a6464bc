"""The topics of the census of 27 March 2011 told in counts, on the areas of that census.

Records were swapped between areas in 2011, not perturbed, so totals of larger areas are exact. Topics told in
percentages alone are `catalogue.census_percentages`; what is observed is `census_people`, `census_homes` and
`census_work`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.census_2021 import (
    ADULTS,
    BEDROOMS,
    DEPRIVED,
    HOUSEHOLDS,
    OCCUPATION_CLASS,
)
from newlyn.evidence.catalogue.census_topic import DAY_2011, EVERYONE, Topic, counted
from newlyn.evidence.catalogue.table import Table

DEPRIVED_2011 = counted(
    "census2011_household_deprivation",
    "Households by dimensions of deprivation, Census 2011 (QS119EW)",
    "lsoa11",
    HOUSEHOLDS,
    DEPRIVED.categories,
    day=DAY_2011,
)
QUALIFICATIONS_2011 = counted(
    "census2011_qualifications",
    "Residents by highest qualification, without those below level 2, Census 2011 (KS501EW)",
    "msoa11",
    ADULTS,
    (EVERYONE, "none", "level 2", "level 3", "level 4 or above"),
    day=DAY_2011,
)
OCCUPATION_CLASS_2011 = counted(
    "census2011_occupation_class",
    "Residents by socio-economic classification of their occupation, Census 2011 (KS611EW)",
    "msoa11",
    "residents aged 16 to 74",
    (*OCCUPATION_CLASS.categories[:-1], "not classified"),
    day=DAY_2011,
)
BEDROOMS_2011 = counted(
    "census2011_bedrooms",
    "Households by bedrooms against those they need, Census 2011 (QS412EW)",
    "msoa11",
    HOUSEHOLDS,
    BEDROOMS.categories,
    day=DAY_2011,
)
CARERS_2011 = counted(
    "census2011_carers",
    "Unpaid carers by age, Census 2011",
    "msoa11",
    "unpaid carers",
    ("0-24", "25-49", "50-64", "65+"),
    day=DAY_2011,
)

TOPICS: tuple[Topic, ...] = (
    DEPRIVED_2011, QUALIFICATIONS_2011, OCCUPATION_CLASS_2011, BEDROOMS_2011, CARERS_2011,
)  # fmt: skip
TABLES: tuple[Table, ...] = tuple(topic.table for topic in TOPICS)
