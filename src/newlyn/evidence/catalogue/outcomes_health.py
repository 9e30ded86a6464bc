"""Outcomes of health and wellbeing: length of life, illness, ways of living, how people feel."""

from __future__ import annotations

from newlyn.evidence.catalogue.indicator import Polarity
from newlyn.evidence.catalogue.outcomes_els import ELS
from newlyn.evidence.catalogue.outcomes_fingertips import FINGERTIPS
from newlyn.evidence.catalogue.outcomes_series import BETTER, WORSE, Series, indicators_of

_ASKED = "Self-reported in a survey with a few hundred answers in a district; a change within the limits is no change."
_ROUNDED = "Copies of the file are rounded to one decimal and have no limits."
_PER_HEAD = "per 100,000 residents under 75, age-standardised"

LIFE = (
    Series(
        "health.cardiovascular_mortality",
        "Deaths under 75 from preventable cardiovascular disease",
        "Preventable cardiovascular mortality (England)",
        _PER_HEAD,
        WORSE,
        ("lug-08",),
        caveat="Three years together, so neighbouring periods share two of them.",
        limits=True,
    ),
    Series(
        "health.cancer_early_diagnosis",
        "Cancers diagnosed at stage 1 or 2",
        "Cancer diagnosis at stage 1 and 2",
        "%",
        BETTER,
        ("lug-08",),
        caveat="Of cancers whose stage is known; fewer were found in 2020.",
        limits=True,
    ),
    Series(
        "health.healthy_life_expectancy",
        "Healthy life expectancy at birth",
        ("Female healthy life expectancy", "Male healthy life expectancy"),
        "years",
        BETTER,
        ("lug-08",),
        caveat="Counties, unitary authorities and larger areas only; recent periods rest on an interim method.",
        limits=True,
        grouped=True,
    ),
)

LIVING = (
    Series(
        "health.adult_obesity",
        "Adults living with obesity",
        "Adult obesity prevalence",
        "%",
        WORSE,
        ("lug-08",),
        caveat=f"{_ASKED} Height and weight are adjusted for what people tend to misreport.",
        limits=True,
    ),
    Series(
        "health.smoking_five_years",
        "Adults who smoke cigarettes, five years together",
        "Cigarette smokers",
        "%",
        WORSE,
        ("lug-08",),
        caveat="Two periods that share four of their five years. Districts and England only.",
        limits=True,
    ),
)


def _feeling(code: str, label: str, name: str, polarity: Polarity) -> Series:
    return Series(
        f"wellbeing.{code}",
        label,
        name,
        "score out of 10",
        polarity,
        ("lug-08",),
        caveat=f"Mean of answers from 0 to 10. {_ASKED}",
        limits=True,
        decimals=2,
    )


FEELINGS = (
    _feeling("satisfaction", "Satisfaction with life", "Satisfaction", BETTER),
    _feeling("worthwhile", "Feeling that what one does is worthwhile", "Worthwhile", BETTER),
    _feeling("happiness", "Happiness yesterday", "Happiness", BETTER),
    _feeling("anxiety", "Anxiety yesterday", "Anxiety", WORSE),
)

CHILDREN = (
    Series(
        "health.children_active",
        "Children and young people who are physically active",
        "Percentage of physically active children and young people",
        "%",
        BETTER,
        ("lug-08",),
        caveat=f"{_ASKED} {_ROUNDED}",
        limits=True,
    ),
    Series(
        "health.dental_decay_five",
        "Five year olds with visible dental decay",
        "Percentage of 5 year olds with experience of visually obvious dental decay",
        "%",
        WORSE,
        ("lug-08",),
        {"lug-01": "it shows health and care in the early years, not development"},
        caveat=f"A sample survey every other year; some districts are missing. {_ROUNDED}",
        limits=True,
    ),
    Series(
        "health.obesity_reception",
        "Children with obesity in reception",
        "Reception prevalence of obesity (including severe obesity)",
        "%",
        WORSE,
        ("lug-08",),
        {"lug-01": "it shows health at the start of school, not development"},
        caveat=f"Measured in state schools. Measuring stopped early in 2020; many areas have no 2020/21. {_ROUNDED}",
        limits=True,
    ),
    Series(
        "health.obesity_year_6",
        "Children with obesity in year 6",
        "Year 6 prevalence of obesity (including severe obesity)",
        "%",
        WORSE,
        ("lug-08",),
        caveat=f"Measured in state schools. Measuring stopped early in 2020; many areas have no 2020/21. {_ROUNDED}",
        limits=True,
    ),
)

ADULTS = (
    Series(
        "health.adults_active",
        "Physically active adults",
        "Percentage of physically active adults",
        "%",
        BETTER,
        ("lug-08",),
        caveat=f"{_ASKED} {_ROUNDED}",
        limits=True,
    ),
    Series(
        "health.adults_inactive",
        "Physically inactive adults",
        "Percentage of physically inactive adults",
        "%",
        WORSE,
        ("lug-08",),
        caveat=f"{_ASKED} {_ROUNDED}",
        limits=True,
    ),
    Series(
        "health.adults_overweight",
        "Adults who are overweight or live with obesity",
        "Overweight (including obesity) prevalence in adults, (using adjusted self-reported height and weight)",
        "%",
        WORSE,
        ("lug-08",),
        caveat=f"{_ASKED} {_ROUNDED}",
        limits=True,
    ),
    Series(
        "health.depression_recorded",
        "Adults recorded by their GP as having depression",
        "Depression: QOF prevalence",
        "%",
        WORSE,
        ("lug-08",),
        caveat=f"It rises when more people ask for help and GPs record it; no 2023/24 in this copy. {_ROUNDED}",
        limits=True,
    ),
    Series(
        "health.smoking",
        "Adults who smoke",
        "Smoking Prevalence in adults (aged 18 and over) - current smokers (APS)",
        "%",
        WORSE,
        ("lug-08",),
        caveat=f"{_ASKED} Interviews moved to the telephone in 2020. {_ROUNDED}",
        limits=True,
    ),
    Series(
        "health.smoking_manual",
        "Adults in routine and manual occupations who smoke",
        "Smoking prevalence in adults in routine and manual occupations (aged 18 to 64) - current smokers (APS)",
        "%",
        WORSE,
        ("lug-08",),
        {"lug-14": "beside smoking among all adults it shows a gap between classes, not diversity at work"},
        caveat=f"{_ASKED} Single years; those of three years together are not read. {_ROUNDED}",
        limits=True,
    ),
)


_SEXES = {"lug-14": "women beside men it shows a gap in health between the sexes, not in pay or seniority"}

LENGTH = (
    Series(
        "health.life_expectancy",
        "Life expectancy at birth",
        "Life expectancy at birth",
        "years",
        BETTER,
        ("lug-08",),
        _SEXES,
        caveat=f"Three years together, so neighbouring periods share two; the pandemic is in them. {_ROUNDED}",
        limits=True,
        grouped=True,
    ),
    Series(
        "health.preventable_mortality",
        "Deaths under 75 from preventable causes",
        "Under 75 mortality rate from causes considered preventable (per 100,000 population)",
        _PER_HEAD,
        WORSE,
        ("lug-08",),
        _SEXES,
        caveat=f"Single years with few deaths in a district, so it jumps. {_ROUNDED}",
        limits=True,
        grouped=True,
    ),
)

INDICATORS = (
    *indicators_of(ELS, (*LIFE, *LIVING, *FEELINGS)),
    *indicators_of(FINGERTIPS, (*CHILDREN, *ADULTS, *LENGTH)),
)
