"""Outcomes of learning: early years, school, and further education and skills."""

from __future__ import annotations

from newlyn.evidence.catalogue.outcomes_els import ELS
from newlyn.evidence.catalogue.outcomes_series import BETTER, WORSE, Series, indicators_of

_EARLY = (
    "One area of learning, not the good level of development. The profile was rewritten in September 2021, so "
    "earlier years do not compare. Counties count by the authority that submits, districts by the postcode of the "
    "school or provider."
)
_ABSENT = (
    "A tenth or more of sessions missed. There is no 2019/20, and sessions missed because of Covid do not count as "
    "absence in 2020/21 and 2021/22. Published for counties and unitary authorities only."
)
_LEARNERS = "Home postcode of the learner; August to July."
_SURVEY = (
    "Annual Population Survey: small samples in a district and falling response, so read the limits before the "
    "change. Updates have been suspended since 2023."
)

EARLY_YEARS = (
    Series(
        "early_years.communication",
        "Five year olds at the expected level in communication and language",
        "Communication and language",
        "%",
        BETTER,
        ("lug-01",),
        caveat=_EARLY,
    ),
    Series(
        "early_years.literacy",
        "Five year olds at the expected level in literacy",
        "Literacy",
        "%",
        BETTER,
        ("lug-01",),
        caveat=_EARLY,
    ),
    Series(
        "early_years.mathematics",
        "Five year olds at the expected level in mathematics",
        "Mathematics",
        "%",
        BETTER,
        ("lug-01",),
        caveat=_EARLY,
    ),
)

SCHOOL = (
    Series(
        "school.key_stage_2",
        "Pupils at the expected standard in reading, writing and maths at eleven",
        "Pupils meeting the expected standard in reading, writing and maths",
        "%",
        BETTER,
        ("lug-02",),
        caveat="State-funded schools. No assessments in 2019/20 and 2020/21; the latest year is revised, not final.",
        decimals=0,
    ),
    Series(
        "school.gcse_english_maths",
        "Young people with GCSEs in English and maths by nineteen",
        "GCSEs in English and Maths",
        "%",
        BETTER,
        ("lug-02",),
        caveat="By the place of the state-funded school in year 11; teachers set the grades of 2020 and 2021.",
    ),
    Series(
        "school.persistent_absence",
        "Pupils who are persistently absent",
        "Persistent absences for all pupils",
        "%",
        WORSE,
        ("lug-02",),
        caveat=_ABSENT,
    ),
    Series(
        "school.persistent_absence_free_meals",
        "Pupils eligible for free school meals who are persistently absent",
        "Persistent absences for pupils eligible for free school meals",
        "%",
        WORSE,
        ("lug-02",),
        caveat=_ABSENT,
    ),
    Series(
        "school.persistent_absence_looked_after",
        "Looked after children who are persistently absent from school",
        "Persistent absences for pupils looked after by local authorities",
        "%",
        WORSE,
        ("lug-02",),
        caveat=f"{_ABSENT} Counted by another method than for all pupils, so the two may not be subtracted.",
    ),
)

SKILLS = (
    Series(
        "skills.apprenticeship_starts",
        "Apprenticeships started",
        "Apprenticeship starts (England)",
        "per 100,000 residents",
        BETTER,
        ("lug-03",),
        {"lug-04": "it counts who took up structured experience of work, not who was offered advice or a mentor"},
        caveat=f"{_LEARNERS} A person who starts twice counts twice.",
        decimals=0,
    ),
    Series(
        "skills.apprenticeship_achievements",
        "Apprenticeships achieved",
        "Apprenticeship achievements (England)",
        "per 100,000 residents",
        BETTER,
        ("lug-03",),
        {"lug-06": "a qualification gained while in work makes progress likelier, and is not progress itself"},
        caveat=f"{_LEARNERS} A person who achieves two counts twice.",
        decimals=0,
    ),
    Series(
        "skills.further_education_participation",
        "Adults taking part in further education and skills",
        "Further education and skills participation",
        "per 100,000 residents",
        BETTER,
        ("lug-03",),
        {"lug-04": "it counts adults who found a course, whether or not anyone advised them"},
        caveat=f"{_LEARNERS} Nineteen and over; a learner counts once a year.",
        decimals=0,
    ),
    Series(
        "skills.further_education_achievements",
        "Adults achieving in further education and skills",
        "Further education and skills learner achievements",
        "per 100,000 residents",
        BETTER,
        ("lug-03",),
        {"lug-06": "a qualification makes progress likelier, and is not progress itself"},
        caveat=f"{_LEARNERS} Nineteen and over; community learning is counted since the edition of April 2026.",
        decimals=0,
    ),
    Series(
        "skills.level_3",
        "Residents of working age qualified to level 3 or above",
        "Level 3 or above qualifications (Great Britain)",
        "%",
        BETTER,
        ("lug-03",),
        {"lug-06": "it counts the qualifications that better jobs ask for, not who moves into them"},
        caveat=_SURVEY,
        limits=True,
    ),
    Series(
        "skills.none",
        "Residents of working age without qualifications",
        "No qualifications",
        "%",
        WORSE,
        ("lug-03",),
        caveat=_SURVEY,
        limits=True,
    ),
)

INDICATORS = indicators_of(ELS, (*EARLY_YEARS, *SCHOOL, *SKILLS))
