"""Topics of both censuses that are told in rounded percentages alone, without the counts behind them.

They are never summed, and never mixed with the counts of `catalogue.census_2021` and `catalogue.census_2011`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.census_2021 import ETHNIC_GROUP, RESIDENTS
from newlyn.evidence.catalogue.census_topic import DAY_2011, Topic, rounded
from newlyn.evidence.catalogue.table import Table

_SHARES = (
    "health: good", "health: fair", "health: bad",
    "work: employed", "work: unemployed", "work: inactive",
    "English: main language", "English: well", "English: not well",
    "care: none", "care: up to 19 hours", "care: 20 to 49 hours", "care: 50 hours or more",
    "household: other", "household: one person", "household: one family",
    "cars: none", "cars: one", "cars: two", "cars: three or more",
    "heating: none", "heating: central",
    "travel: under 10 km", "travel: 10 km or more", "travel: from home", "travel: other",
    "not working: last year", "not working: longer ago", "not working: never worked",
)  # fmt: skip
_WHOM_IT_CONCERNS = "those whom the topic concerns"
SHARES_MSOA = rounded(
    "census2021_percentages_msoa",
    "Percentages of MSOAs behind the census maps of ONS, Census 2021",
    "msoa21",
    _WHOM_IT_CONCERNS,
    _SHARES,
)
SHARES_LAD = rounded(
    "census2021_percentages_lad",
    "Percentages of districts and regions behind the census maps of ONS, Census 2021",
    "lad|rgn|ctry",
    _WHOM_IT_CONCERNS,
    _SHARES,
)
SHARES_DERIVED = rounded(
    "census2021_percentages_derived",
    "Percentages of LSOAs worked out from rounded percentages of output areas, Census 2021",
    "lsoa21",
    _WHOM_IT_CONCERNS,
    ("health: bad", "work: unemployed", "work: inactive", "care: 50 hours or more"),
)

AGE_2011 = rounded(
    "census2011_age",
    "Residents by age, Census 2011 (KS102EW)",
    "msoa11",
    RESIDENTS,
    (
        "0-4", "5-7", "8-9", "10-14", "15", "16-17", "18-19", "20-24", "25-29", "30-44", "45-59", "60-64", "65-74",
        "75-84", "85-89", "90+",
    ),
    day=DAY_2011,
)  # fmt: skip
ETHNIC_GROUP_2011 = rounded(
    "census2011_ethnic_group",
    "Residents by ethnic group, Census 2011 (KS201EW)",
    "msoa11",
    RESIDENTS,
    ETHNIC_GROUP.categories,
    day=DAY_2011,
)
HEALTH_2011 = rounded(
    "census2011_health",
    "Residents by health, limited activities and unpaid care, Census 2011 (KS301EW)",
    "msoa11",
    RESIDENTS,
    (
        "health: very good", "health: good", "health: fair", "health: bad", "health: very bad",
        "limited a lot, aged 16 to 64", "limited a little, aged 16 to 64", "not limited, aged 16 to 64",
        "care: none", "care: up to 19 hours", "care: 20 to 49 hours", "care: 50 hours or more",
    ),
    day=DAY_2011,
)  # fmt: skip

TOPICS: tuple[Topic, ...] = (SHARES_MSOA, SHARES_LAD, SHARES_DERIVED, AGE_2011, ETHNIC_GROUP_2011, HEALTH_2011)
TABLES: tuple[Table, ...] = tuple(topic.table for topic in TOPICS)
