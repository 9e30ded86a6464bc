"""The topics of the census of 21 March 2021 told in counts, each at the smallest area for which it is told.

Where a topic is told for small areas, larger areas are added up from them: cells were perturbed one by one, so a
district added up differs from the district published by a few people. Topics told in percentages alone are
`catalogue.census_percentages`; what is observed is `census_people`, `census_homes` and `census_work`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.census_topic import Topic, counted
from newlyn.evidence.catalogue.table import Column, Table, area

RESIDENTS = "residents"
HOUSEHOLDS = "households"
ADULTS = "residents aged 16 and over"
OVER_2 = "residents aged 3 and over"
OVER_4 = "residents aged 5 and over"

AGES = 101
"""Single years of age: 0, 1, … 99, and 100 and over."""

AGE_BAND = counted(
    "census2021_age_band",
    "Residents by band of age, Census 2021",
    "lsoa21",
    RESIDENTS,
    ("0-15", "16-24", "25-34", "35-49", "50-64", "65+"),
)


def _by_single_year(table_id: str, areas: str, area_type: str, count: int) -> Table:
    age = Column("age", "count", "Age last birthday; 100 stands for 100 and over", least=0, most=AGES - 1)
    residents = Column("residents", "count", "Usual residents", least=0)
    title = f"Residents of {areas} by single year of age, Census 2021 (TS007)"
    return Table(table_id, title, (area(area_type), age, residents), ("area", "age"), rows=count * AGES)


AGE_MSOA = _by_single_year("census2021_age_msoa", "MSOAs", "msoa21", 6_856)
AGE_LA = _by_single_year("census2021_age_la", "districts and counties", "lad|cty", 309 + 24)

SEX = counted("census2021_sex", "Residents by sex, Census 2021 (TS008)", "lsoa21", RESIDENTS, ("female", "male"))

ETHNIC_GROUP = counted(
    "census2021_ethnic_group",
    "Residents by ethnic group in five groups, Census 2021 (TS021)",
    "lsoa21",
    RESIDENTS,
    ("Asian", "Black", "Mixed", "White", "other"),
)
ETHNIC_GROUP_MSOA = counted(
    "census2021_ethnic_group_msoa",
    "Residents by ethnic group in six groups, Census 2021 (TS022)",
    "msoa21",
    RESIDENTS,
    ("Asian", "Black African", "Black Caribbean", "Mixed", "White", "other"),
)
ETHNIC_GROUP_LAD = counted(
    "census2021_ethnic_group_lad",
    "Residents by ethnic group in 19 groups, Census 2021 (TS021)",
    "lad",
    RESIDENTS,
    (
        "Bangladeshi", "Chinese", "Indian", "Pakistani", "other Asian",
        "Black African", "Black Caribbean", "other Black",
        "White and Asian", "White and Black African", "White and Black Caribbean", "other Mixed",
        "White British", "White Irish", "Gypsy or Irish Traveller", "Roma", "other White",
        "Arab", "any other",
    ),
)  # fmt: skip

RELIGION = counted(
    "census2021_religion",
    "Residents by religion, Census 2021 (TS030)",
    "lsoa21",
    RESIDENTS,
    (
        "no religion", "Christian", "Buddhist", "Hindu", "Jewish", "Muslim", "Sikh", "other religion", "not answered",
    ),
)  # fmt: skip

DISABILITY = counted(
    "census2021_disability",
    "Residents disabled under the Equality Act, Census 2021 (TS038)",
    "lsoa21",
    RESIDENTS,
    ("disabled", "not disabled"),
)
HEALTH = counted(
    "census2021_health",
    "Residents by general health, Census 2021 (TS037)",
    "lsoa21",
    RESIDENTS,
    ("very good", "good", "fair", "bad", "very bad"),
)
UNPAID_CARE = counted(
    "census2021_unpaid_care",
    "Residents by hours of unpaid care a week, Census 2021 (TS039)",
    "msoa21",
    OVER_4,
    ("none", "up to 9 hours", "10 to 19 hours", "20 to 34 hours", "35 to 49 hours", "50 hours or more"),
)

BIRTH = counted(
    "census2021_birth", "Residents by country of birth, Census 2021 (TS004)", "lsoa21", RESIDENTS, ("UK", "elsewhere")
)
ENGLISH = counted(
    "census2021_english",
    "Residents by proficiency in English, Census 2021 (TS029)",
    "msoa21",
    OVER_2,
    ("main language", "very well", "well", "not well", "not at all"),
)
HOUSEHOLD_LANGUAGES = counted(
    "census2021_household_languages",
    "Households by whether their members have one main language, Census 2021 (TS026)",
    "lsoa21",
    HOUSEHOLDS,
    ("the same", "different"),
)
MIGRATION = counted(
    "census2021_migration",
    "Residents by their address a year before, Census 2021 (TS019)",
    "msoa21",
    "residents aged 1 and over",
    ("same address", "term-time address", "elsewhere in the UK", "abroad"),
)

_ORIENTATIONS = ("straight", "gay or lesbian", "bisexual", "other", "not answered")
ORIENTATION = counted(
    "census2021_sexual_orientation",
    "Residents of MSOAs by sexual orientation, Census 2021 (TS077)",
    "msoa21",
    ADULTS,
    _ORIENTATIONS,
)
ORIENTATION_LAD = counted(
    "census2021_sexual_orientation_lad",
    "Residents of districts by sexual orientation, Census 2021 (TS077)",
    "lad",
    ADULTS,
    _ORIENTATIONS,
)
PARTNERSHIP = counted(
    "census2021_legal_partnership",
    "Residents by legal partnership status, Census 2021 (TS002)",
    "lad",
    ADULTS,
    (
        "never married or partnered", "married, opposite sex", "married, same sex", "civil partners, opposite sex",
        "civil partners, same sex", "separated", "divorced or dissolved", "widowed or surviving",
    ),
)  # fmt: skip

QUALIFICATIONS = counted(
    "census2021_qualifications",
    "Residents by highest qualification, Census 2021 (TS067)",
    "lsoa21",
    ADULTS,
    ("none", "level 1", "level 2", "apprenticeship", "level 3", "level 4 or above", "other"),
)
OCCUPATION_CLASS = counted(
    "census2021_occupation_class",
    "Residents by socio-economic classification of their occupation, Census 2021 (TS062)",
    "lsoa21",
    ADULTS,
    (
        "higher managerial", "lower managerial", "intermediate", "small employers", "lower supervisory",
        "semi-routine", "routine", "never worked", "full-time students",
    ),
)  # fmt: skip
ECONOMIC_ACTIVITY = counted(
    "census2021_economic_activity",
    "Residents by economic activity, Census 2021 (TS066)",
    "lsoa21",
    ADULTS,
    (
        "in employment", "unemployed", "student in employment", "student unemployed", "retired", "student, inactive",
        "looking after home", "long-term sick", "other inactive",
    ),
)  # fmt: skip
STUDENTS = counted(
    "census2021_students",
    "Schoolchildren and full-time students, Census 2021 (TS068)",
    "lsoa21",
    OVER_4,
    ("student", "not a student"),
)

DEPRIVED = counted(
    "census2021_household_deprivation",
    "Households by dimensions of deprivation, Census 2021 (TS011)",
    "lsoa21",
    HOUSEHOLDS,
    ("not deprived", "one", "two", "three", "four"),
)
TENURE = counted(
    "census2021_tenure",
    "Households by tenure, Census 2021 (TS054)",
    "lsoa21",
    HOUSEHOLDS,
    (
        "owned outright", "owned with a mortgage", "shared ownership", "rented from the council",
        "other social rented", "private landlord", "other private rented", "rent free",
    ),
)  # fmt: skip
ACCOMMODATION = counted(
    "census2021_accommodation",
    "Households by type of accommodation, Census 2021 (TS044)",
    "lsoa21",
    HOUSEHOLDS,
    (
        "detached", "semi-detached", "terraced", "purpose-built flat", "converted or shared house",
        "other converted building", "commercial building", "caravan or temporary",
    ),
)  # fmt: skip
BEDROOMS = counted(
    "census2021_bedrooms",
    "Households by bedrooms against those they need, Census 2021 (TS052)",
    "lsoa21",
    HOUSEHOLDS,
    ("2 or more to spare", "1 to spare", "as needed", "1 too few", "2 or more too few"),
)
COMPOSITION = counted(
    "census2021_household_composition",
    "Households by composition, Census 2021 (TS003)",
    "lsoa21",
    HOUSEHOLDS,
    (
        "one person aged 66 or over", "one person, other", "family all aged 66 or over", "married or civil partners",
        "cohabiting couple", "lone parent, dependent children", "lone parent, grown children", "other family",
        "other household, dependent children", "other household",
    ),
)  # fmt: skip

TOPICS: tuple[Topic, ...] = (
    AGE_BAND, SEX, ETHNIC_GROUP, ETHNIC_GROUP_MSOA, ETHNIC_GROUP_LAD, RELIGION, DISABILITY, HEALTH, UNPAID_CARE,
    BIRTH, ENGLISH, HOUSEHOLD_LANGUAGES, MIGRATION, ORIENTATION, ORIENTATION_LAD, PARTNERSHIP,
    QUALIFICATIONS, OCCUPATION_CLASS, ECONOMIC_ACTIVITY, STUDENTS,
    DEPRIVED, TENURE, ACCOMMODATION, BEDROOMS, COMPOSITION,
)  # fmt: skip
TABLES: tuple[Table, ...] = (AGE_MSOA, AGE_LA, *(topic.table for topic in TOPICS))
