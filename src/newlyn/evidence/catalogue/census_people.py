"""Who lives where: age, sex, ethnic group, religion, disability, health, care, language and partnership.

Being older, or of a religion, or born abroad is neither better nor worse, and bears on no goal by itself: these
indicators say whom a place must reach. Households are `catalogue.census_homes`; work is `catalogue.census_work`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.census_2021 import (
    AGE_BAND,
    BIRTH,
    DISABILITY,
    ENGLISH,
    ETHNIC_GROUP,
    ETHNIC_GROUP_LAD,
    ETHNIC_GROUP_MSOA,
    HEALTH,
    MIGRATION,
    ORIENTATION,
    PARTNERSHIP,
    RELIGION,
    SEX,
    UNPAID_CARE,
)
from newlyn.evidence.catalogue.census_percentages import (
    AGE_2011,
    ETHNIC_GROUP_2011,
    HEALTH_2011,
    SHARES_DERIVED,
    SHARES_LAD,
    SHARES_MSOA,
)
from newlyn.evidence.catalogue.census_share import (
    ROUNDED,
    WORSE,
    breakdown,
    percentage,
    published_breakdown,
    share,
)
from newlyn.evidence.catalogue.indicator import Indicator

DERIVED = (
    "Not an official figure: worked out from rounded percentages of output areas, weighted by their residents, and "
    "within 0.35 of a point of what ONS publishes for MSOAs. A small area may be further off."
)
_VOLUNTARY = "The question was voluntary: shares are of everyone asked, and those who did not answer are a category."
_OLDER_AND_ILLER = "Not standardised for age: an older place counts more."
_CARE = "Residents aged 5 and over. Covid changed who gave care, and the question was reworded from that of 2011."

AGE_AND_SEX = (
    breakdown("age", "Residents by band of age", AGE_BAND),
    share("children", "Residents aged 0 to 15", AGE_BAND, ("0-15",)),
    share("older", "Residents aged 65 and over", AGE_BAND, ("65+",)),
    published_breakdown("age_in_2011", "Residents by band of age in 2011", AGE_2011),
    breakdown("sex", "Residents by sex", SEX),
    share("women", "Residents who are female", SEX, ("female",)),
)

ORIGIN = (
    breakdown("ethnic_group", "Residents by ethnic group", ETHNIC_GROUP),
    breakdown("ethnic_group_of_six", "Residents by ethnic group in six groups", ETHNIC_GROUP_MSOA),
    breakdown("ethnic_group_of_19", "Residents by ethnic group in 19 groups", ETHNIC_GROUP_LAD),
    published_breakdown("ethnic_group_in_2011", "Residents by ethnic group in 2011", ETHNIC_GROUP_2011),
    share(
        "ethnic_minority",
        "Residents of Asian, Black, Mixed or other ethnic groups",
        ETHNIC_GROUP,
        ("Asian", "Black", "Mixed", "other"),
        caveat="White minorities, such as Irish, Gypsy, Traveller and Roma, are not among them.",
    ),
    share(
        "not_white_british",
        "Residents of ethnic groups other than White British",
        ETHNIC_GROUP_LAD,
        (word for word in ETHNIC_GROUP_LAD.categories if word != "White British"),
    ),
    share("born_outside_uk", "Residents born outside the United Kingdom", BIRTH, ("elsewhere",)),
    share(
        "moved_within_uk",
        "Residents who lived elsewhere in the United Kingdom a year before",
        MIGRATION,
        ("elsewhere in the UK",),
        caveat="Students were asked to count at their term-time address even if the pandemic kept them elsewhere.",
    ),
    share("moved_from_abroad", "Residents who lived abroad a year before", MIGRATION, ("abroad",)),
    share(
        "cannot_speak_english_well",
        "Residents who cannot speak English well or at all",
        ENGLISH,
        ("not well", "not at all"),
        goals=("lug-14",),
        caveat="Residents aged 3 and over, by their own account or that of whoever filled the form.",
    ),
)

BELIEF_AND_LOVE = (
    breakdown("religion", "Residents by religion", RELIGION, caveat=_VOLUNTARY),
    share("no_religion", "Residents with no religion", RELIGION, ("no religion",), caveat=_VOLUNTARY),
    breakdown("sexual_orientation", "Residents by sexual orientation", ORIENTATION, caveat=_VOLUNTARY),
    share(
        "lgb_plus",
        "Residents who are lesbian, gay, bisexual or of another minority orientation",
        ORIENTATION,
        ("gay or lesbian", "bisexual", "other"),
        caveat=_VOLUNTARY,
    ),
    breakdown("legal_partnership", "Residents by legal partnership status", PARTNERSHIP),
)

HEALTH_AND_CARE = (
    share(
        "disabled",
        "Residents who are disabled",
        DISABILITY,
        ("disabled",),
        caveat=f"Disabled as the Equality Act has it. {_OLDER_AND_ILLER}",
    ),
    share(
        "bad_health",
        "Residents in bad or very bad health",
        HEALTH,
        ("bad", "very bad"),
        polarity=WORSE,
        goals=("lug-08",),
        caveat=_OLDER_AND_ILLER,
    ),
    percentage(
        "bad_health.rounded",
        "Residents in bad or very bad health, as ONS rounds it",
        {SHARES_MSOA: "health: bad", SHARES_LAD: "health: bad"},
        polarity=WORSE,
        goals=("lug-08",),
        caveat=f"{_OLDER_AND_ILLER} {ROUNDED}",
    ),
    percentage(
        "bad_health.derived",
        "Residents in bad or very bad health, worked out for small areas",
        {SHARES_DERIVED: "health: bad"},
        polarity=WORSE,
        goals=("lug-08",),
        caveat=f"{_OLDER_AND_ILLER} {DERIVED}",
        modelled=True,
    ),
    percentage(
        "limited_a_lot_in_2011",
        "Residents aged 16 to 64 whose activities were limited a lot, out of all residents, in 2011",
        {HEALTH_2011: "limited a lot, aged 16 to 64"},
        polarity=WORSE,
        goals=("lug-08",),
    ),
    share(
        "unpaid_care",
        "Residents who give unpaid care",
        UNPAID_CARE,
        (word for word in UNPAID_CARE.categories if word != "none"),
        caveat=_CARE,
    ),
    share(
        "unpaid_care_50_hours",
        "Residents who give 50 hours or more of unpaid care a week",
        UNPAID_CARE,
        ("50 hours or more",),
        goals=("lug-08",),
        caveat=_CARE,
    ),
    percentage(
        "unpaid_care_50_hours.derived",
        "Residents who give 50 hours or more of unpaid care a week, worked out for small areas",
        {SHARES_DERIVED: "care: 50 hours or more"},
        goals=("lug-08",),
        caveat=f"{_CARE} {DERIVED}",
        modelled=True,
    ),
)

INDICATORS: tuple[Indicator, ...] = (*AGE_AND_SEX, *ORIGIN, *BELIEF_AND_LOVE, *HEALTH_AND_CARE)
