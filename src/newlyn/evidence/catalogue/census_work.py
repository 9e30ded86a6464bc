"""What people have learned and how they work: qualifications, students, occupations, economic activity and travel.

Persons are `catalogue.census_people`; households are `catalogue.census_homes`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.census_2011 import OCCUPATION_CLASS_2011, QUALIFICATIONS_2011
from newlyn.evidence.catalogue.census_2021 import (
    ECONOMIC_ACTIVITY,
    OCCUPATION_CLASS,
    QUALIFICATIONS,
    STUDENTS,
)
from newlyn.evidence.catalogue.census_people import DERIVED
from newlyn.evidence.catalogue.census_percentages import SHARES_DERIVED, SHARES_LAD, SHARES_MSOA
from newlyn.evidence.catalogue.census_share import BETTER, ROUNDED, WORSE, percentage, share
from newlyn.evidence.catalogue.indicator import Indicator

_ASKED_ANEW = (
    "Residents aged 16 and over, retired people among them. The question was asked in a new way in 2021, so the two "
    "censuses are not compared."
)
_OCCUPATION = (
    "Residents aged 16 and over, by their present or last occupation; people who never worked and students are classes."
)
_LOCKDOWN = "Census Day, 21 March 2021, fell in a lockdown: people on furlough count as employed."

LEARNING = (
    share(
        "no_qualifications",
        "Residents without qualifications",
        QUALIFICATIONS,
        ("none",),
        earlier={QUALIFICATIONS_2011: ("none",)},
        polarity=WORSE,
        goals=("lug-03",),
        caveat=_ASKED_ANEW,
        comparable=False,
    ),
    share(
        "level_4_or_above",
        "Residents qualified to level 4 or above",
        QUALIFICATIONS,
        ("level 4 or above",),
        earlier={QUALIFICATIONS_2011: ("level 4 or above",)},
        polarity=BETTER,
        goals=("lug-03",),
        caveat=_ASKED_ANEW,
        comparable=False,
    ),
    share(
        "students",
        "Residents aged 5 and over who are schoolchildren or full-time students",
        STUDENTS,
        ("student",),
        caveat="Students were asked to count at their term-time address even if the pandemic kept them elsewhere.",
    ),
)

OCCUPATION = (
    share(
        "managerial_occupations",
        "Residents of managerial, administrative and professional occupations",
        OCCUPATION_CLASS,
        ("higher managerial", "lower managerial"),
        goals=("lug-06",),
        caveat=_OCCUPATION,
    ),
    share(
        "routine_occupations",
        "Residents of routine and semi-routine occupations",
        OCCUPATION_CLASS,
        ("semi-routine", "routine"),
        goals=("lug-06",),
        caveat=_OCCUPATION,
    ),
    share(
        "never_worked",
        "Residents who never worked or are long-term unemployed",
        OCCUPATION_CLASS,
        ("never worked",),
        polarity=WORSE,
        goals=("lug-03",),
        caveat=f"{_OCCUPATION} Those who brought up a family or were never able to work are among them.",
    ),
    share(
        "routine_occupations_in_2011",
        "Residents aged 16 to 74 of routine and semi-routine occupations in 2011",
        OCCUPATION_CLASS_2011,
        ("semi-routine", "routine"),
        goals=("lug-06",),
        caveat="Ages 16 to 74, where 2021 has everyone of 16 and over, so it stands apart.",
    ),
)

ACTIVITY = (
    share(
        "economically_inactive",
        "Residents who are economically inactive",
        ECONOMIC_ACTIVITY,
        ("retired", "student, inactive", "looking after home", "long-term sick", "other inactive"),
        caveat=f"Residents aged 16 and over; most are retired or students. {_LOCKDOWN}",
    ),
    share(
        "long_term_sick",
        "Residents who do not work because of long-term sickness or disability",
        ECONOMIC_ACTIVITY,
        ("long-term sick",),
        polarity=WORSE,
        goals=("lug-08",),
        caveat=f"Residents aged 16 and over. {_LOCKDOWN}",
    ),
    percentage(
        "economically_inactive.rounded",
        "Residents who are economically inactive, as ONS rounds it",
        {SHARES_MSOA: "work: inactive", SHARES_LAD: "work: inactive"},
        caveat=f"Residents aged 16 and over; most are retired or students. {_LOCKDOWN} {ROUNDED}",
    ),
    percentage(
        "economically_inactive.derived",
        "Residents who are economically inactive, worked out for small areas",
        {SHARES_DERIVED: "work: inactive"},
        caveat=f"Residents aged 16 and over; most are retired or students. {_LOCKDOWN} {DERIVED}",
        modelled=True,
    ),
    percentage(
        "unemployed.rounded",
        "Residents who are unemployed, out of all aged 16 and over, as ONS rounds it",
        {SHARES_MSOA: "work: unemployed", SHARES_LAD: "work: unemployed"},
        polarity=WORSE,
        goals=("lug-03",),
        caveat=f"Out of all residents aged 16 and over, not of those in the labour market. {_LOCKDOWN} {ROUNDED}",
    ),
    percentage(
        "unemployed.derived",
        "Residents who are unemployed, out of all aged 16 and over, worked out for small areas",
        {SHARES_DERIVED: "work: unemployed"},
        polarity=WORSE,
        goals=("lug-03",),
        caveat=f"Out of all residents aged 16 and over, not of those in the labour market. {_LOCKDOWN} {DERIVED}",
        modelled=True,
    ),
    percentage(
        "works_from_home.rounded",
        "Residents in work who work mainly from home, as ONS rounds it",
        {SHARES_MSOA: "travel: from home", SHARES_LAD: "travel: from home"},
        caveat=f"Told of a lockdown, not of usual times. {ROUNDED}",
    ),
)

INDICATORS: tuple[Indicator, ...] = (*LEARNING, *OCCUPATION, *ACTIVITY)
