"""OHID Fingertips: the tables of its series, and the indicators that only its full layout tells.

The series of health are told in `outcomes_health`; where the files are is `sources/ohid.yaml`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.outcomes_series import ALL, BETTER, WHO, WORSE, Series, indicators_of
from newlyn.evidence.catalogue.table import Column, Table, area, status

SERIES = (
    "Depression: QOF prevalence",
    "Healthy life expectancy at birth",
    "Life expectancy at birth",
    "Overweight (including obesity) prevalence in adults, (using adjusted self-reported height and weight)",
    "Percentage of 5 year olds with experience of visually obvious dental decay",
    "Percentage of physically active adults",
    "Percentage of physically active children and young people",
    "Percentage of physically inactive adults",
    "Reception prevalence of obesity (including severe obesity)",
    "Smoking Prevalence in adults (aged 18 and over) - current smokers (APS)",
    "Smoking prevalence in adults in routine and manual occupations (aged 18 to 64) - current smokers (APS)",
    "Under 75 mortality rate from causes considered preventable (per 100,000 population)",
    "Year 6 prevalence of obesity (including severe obesity)",
)

FINGERTIPS = Table(
    "fingertips",
    "Fingertips: public health series for districts, some counties and England",
    (
        area("lad|cty|ctry"),
        Column("series", "text", "Series, in the publisher's words", accepted=SERIES),
        Column("group", "text", "Who is counted", accepted=WHO),
        Column("period", "period", "Years that the value describes"),
        Column("value", "number", "Published value", required=False),
        Column("lower", "number", "Lower 95% limit, where the file has it", required=False),
        Column("upper", "number", "Upper 95% limit, where the file has it", required=False),
        status(),
    ),
    grain=("area", "series", "group", "period"),
)

_PREVALENCE = (
    ("hypertension_diagnosed", "diagnosed hypertension", "Estimated prevalence of diagnosed hypertension (16+)"),
    ("hypertension_undiagnosed", "undiagnosed hypertension", "Estimated prevalence of undiagnosed hypertension (16+)"),
    ("depression_estimated", "depression", "Estimated prevalence of depression (all ages)"),
    ("heart_disease", "coronary heart disease at 55 to 79", "Estimated prevalence of CHD (55-79 yrs)"),
    ("stroke", "stroke at 55 to 79", "Estimated prevalence of stroke (55-79 yrs)"),
    (
        "arterial_disease",
        "peripheral arterial disease at 55 to 79",
        "Estimated prevalence of peripheral arterial disease (PAD) (55-79 yrs)",
    ),
    ("heart_failure", "heart failure", "Estimated prevalence of Heart failure (16+)"),
    ("copd", "chronic obstructive pulmonary disease", "Estimated prevalence of COPD (all ages)"),
)
_CONTACT = "Social Isolation: percentage of adult {} who have as much social contact as they would like"
_USERS, _CARERS = _CONTACT.format("social care users"), _CONTACT.format("carers")

FULL = Table(
    "fingertips_full",
    "Fingertips in full: values by sex, age and category, with limits, counts and denominators",
    (
        area("lad|cty|rgn|ctry"),
        Column(
            "series",
            "text",
            "Series, in the publisher's words",
            accepted=(*(name for _, _, name in _PREVALENCE), _USERS, _CARERS),
        ),
        Column("sex", "text", "Sex of those counted", accepted=WHO),
        Column("age", "text", "Ages counted, as published"),
        Column("category_type", "text", "Kind of further breakdown, or all"),
        Column("category", "text", "Part of the further breakdown, or all"),
        Column("period", "period", "Years that the value describes"),
        Column("value", "number", "Published value", required=False),
        Column("lower", "number", "Lower 95% limit", required=False),
        Column("upper", "number", "Upper 95% limit", required=False),
        Column("lower_998", "number", "Lower 99.8% limit", required=False),
        Column("upper_998", "number", "Upper 99.8% limit", required=False),
        Column("events", "number", "Count behind the value, estimated where ages are combined", required=False),
        Column("denominator", "number", "Denominator of the value", required=False),
        Column("note", "text", "Publisher's note on the value", required=False),
        status(),
    ),
    grain=("area", "series", "sex", "age", "category_type", "category", "period"),
)


def _contact(code: str, who: str, name: str, age: str) -> Series:
    return Series(
        f"care.social_contact_{code}",
        f"{who} with as much social contact as they would like",
        name,
        "%",
        BETTER,
        ("lug-08",),
        caveat="A survey of people who receive care, for counties and unitary authorities of before April 2019.",
        limits=True,
        among={"sex": ALL, "age": age, "category": ALL},
    )


PREVALENCE = tuple(
    Series(
        f"health.{code}",
        f"Residents estimated to have {illness}",
        name,
        "%",
        WORSE,
        caveat="One year, from a model of 2015 on the districts of that time; it cannot show what changed since.",
        limits=True,
        modelled=True,
        among={"sex": ALL, "category": ALL},
    )
    for code, illness, name in _PREVALENCE
)

INDICATORS = indicators_of(
    FULL,
    (
        *PREVALENCE,
        _contact("users", "People in social care", _USERS, "18+ yrs"),
        _contact("carers", "Carers", _CARERS, "18+ yrs"),
    ),
)
