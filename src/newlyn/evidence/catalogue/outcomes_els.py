"""ONS Explore Local Statistics: the table of its series, and which folder of the publisher holds which of them.

What each series means for a goal is in `outcomes_learning`, `outcomes_work`, `outcomes_health` and
`outcomes_places`; where the files are is `sources/ons_local.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from newlyn.evidence.catalogue.outcomes_series import WHO
from newlyn.evidence.catalogue.table import Column, Table, area, status

# Left out of the 61 folders: those of Scotland, Wales and Northern Ireland, those without districts
# (homicide, exports, foreign investment, research and development) and short-term lets, which bear on no goal.
FOLDERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "adult-obesity-prevalence": ("Adult obesity prevalence",),
        "apprenticeships": ("Apprenticeship achievements (England)", "Apprenticeship starts (England)"),
        "average-travel-time": ("Cycle to work", "Drive to work", "Public transport or walk to work"),
        "business-demography": (
            "Active businesses",
            "Business births",
            "Business deaths",
            "High growth businesses",
            "One-year survival rate",
            "Two-year survival rate",
            "Three-year survival rate",
            "Four-year survival rate",
            "Five-year survival rate",
        ),
        "cancer-diagnosis-at-stage-1-and-2": ("Cancer diagnosis at stage 1 and 2",),
        "children-in-relative-poverty": (
            "Children in relative poverty after housing costs",
            "Children in relative poverty before housing costs",
        ),
        "cigarette-smokers": ("Cigarette smokers",),
        "claimant-count": ("Claimant Count",),
        "domestic-electricity-consumption": ("Electricity consumption",),
        "domestic-gas-consumption": ("Gas consumption",),
        "early-years": ("Communication and language", "Literacy", "Mathematics"),
        "employment-rate": ("Economically inactive", "Employment rate"),
        "engagement-with-culture-and-heritage": (
            "Engaged with the arts",
            "Visited a heritage site",
            "Visited a museum or gallery",
            "Visited a public library",
        ),
        "environment-regulating": ("Air pollution regulating", "Greenhouse gas regulating", "Urban heat regulating"),
        "first-time-buyer-mortgage-sales": ("First-time buyer mortgage sales",),
        "food-outlets": ("Food outlets",),
        "further-education-and-skills-learner-achievements": ("Further education and skills learner achievements",),
        "further-education-and-skills-participation": ("Further education and skills participation",),
        "gcses-in-english-and-maths": ("GCSEs in English and Maths",),
        "gigabit-capable-broadband": ("Gigabit capable broadband",),
        "greenhouse-gas-emissions": ("Greenhouse gas emissions",),
        "gross-disposable-household-income-per-head": ("Gross disposable household income",),
        "gross-median-weekly-pay": ("Gross median weekly pay",),
        "gross-value-added": ("Gross value added per filled job", "Gross value added per hour worked"),
        "healthy-life-expectancy": ("Female healthy life expectancy", "Male healthy life expectancy"),
        "housing-affordability-ratio": ("Housing affordability ratio (residence-based)",),
        "library-walk": ("Residents within a 30 minute walk of their nearest library",),
        "modelled-unemployment": ("Modelled unemployment rate",),
        "motor-vehicle-flow": ("Motor vehicle flow",),
        "museums": ("museums",),
        "net-additions-to-the-housing-stock": ("Net additions to the housing stock (England)",),
        "network-coverage-4g": ("4G coverage",),
        "network-coverage-5g": ("5G coverage",),
        "persistent-absences-for-all-pupils": ("Persistent absences for all pupils",),
        "persistent-absences-for-pupils-eligible-for-free-school-meals": (
            "Persistent absences for pupils eligible for free school meals",
        ),
        "persistent-absences-for-pupils-looked-after-by-local-authorities": (
            "Persistent absences for pupils looked after by local authorities",
        ),
        "personal-wellbeing-estimates": ("Anxiety", "Happiness", "Satisfaction", "Worthwhile"),
        "premises-below-30": ("Premises below 30Mbps",),
        "preventable-cardiovascular-mortality-england": ("Preventable cardiovascular mortality (England)",),
        "public-electric-vehicle-chargers": ("Public electric vehicle chargers",),
        "pupils-at-expected-standards-by-end-of-primary-school": (
            "Pupils meeting the expected standard in reading, writing and maths",
        ),
        "qualifications-level-3-or-above": ("Level 3 or above qualifications (Great Britain)",),
        "qualifications-none-gb": ("No qualifications",),
        "railway-station-walk": ("Residents within a 30 minute walk of their nearest railway station",),
        "sports-facilities": ("Sports facilities",),
        "supermarkets": ("Supermarkets",),
    }
)
"""Folder of the publisher's repository, and the series in its one CSV."""

ELS = Table(
    "els",
    "Explore Local Statistics: published series for districts, counties, regions and England",
    (
        area("lad|cty|cauth|rgn|ctry"),
        Column(
            "series",
            "text",
            "Series, in the publisher's words",
            accepted=tuple(name for names in FOLDERS.values() for name in names),
        ),
        Column("group", "text", "Who is counted: only healthy life expectancy is told by sex", accepted=WHO),
        Column("period", "period", "Span or day that the value describes"),
        Column("value", "number", "Published value, in the unit of the row", required=False),
        Column("lower", "number", "Lower 95% limit, where published", required=False),
        Column("upper", "number", "Upper 95% limit, where published", required=False),
        Column("unit", "text", "Unit as published; the affordability ratio is labelled % there and is a ratio"),
        status(),
    ),
    grain=("area", "series", "period"),
)
