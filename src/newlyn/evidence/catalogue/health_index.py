"""The ONS Health Index for England: table and indicators of its scores, for districts from 2015 to 2021.

The measures behind the scores, in units of their own, are among the outcomes.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.indicator import Example, Indicator, Measure
from newlyn.evidence.catalogue.table import Column, Table, area

OVERALL = "overall"

# Index id -> label, goals. The three domains, then the sub-domains in the publisher's order.
DOMAINS: dict[str, tuple[str, tuple[str, ...]]] = {
    "healthy_people": ("Healthy people", ("lug-08",)),
    "healthy_lives": ("Healthy lives", ("lug-08",)),
    "healthy_places": ("Healthy places", ("lug-08", "lug-12")),
}
SUBDOMAINS: dict[str, tuple[str, tuple[str, ...]]] = {
    "difficulties_in_daily_life": ("Difficulties in daily life", ("lug-08",)),
    "mental_health": ("Mental health", ("lug-08",)),
    "mortality": ("Mortality", ("lug-08",)),
    "personal_wellbeing": ("Personal well-being", ("lug-08",)),
    "physical_conditions": ("Physical health conditions", ("lug-08",)),
    "behaviour": ("Behavioural risk factors", ("lug-08",)),
    "children": ("Children and young people", ("lug-01", "lug-02")),
    "physiological": ("Physiological risk factors", ("lug-08",)),
    "protective_measures": ("Protective measures", ("lug-08",)),
    "green_space": ("Access to green space", ("lug-12",)),
    "services": ("Access to services", ("lug-11",)),
    "crime": ("Crime", ("lug-12",)),
    "economic_and_working_conditions": ("Economic and working conditions", ("lug-05", "lug-06")),
    "living_conditions": ("Living conditions", ("lug-12",)),
}

YEARS = range(2015, 2022)
DISTRICTS = 307
"""Two districts of England have no index: the City of London and the Isles of Scilly."""

HEALTH_INDEX = Table(
    "health_index",
    "ONS Health Index for England: overall, domain and sub-domain scores of districts",
    (
        area("lad"),
        Column("period", "period", "The year"),
        Column("index", "text", "The whole index, a domain or a sub-domain", accepted=(OVERALL, *DOMAINS, *SUBDOMAINS)),
        Column("score", "number", "100 is England in 2015; 10 points are one standard deviation of districts then"),
    ),
    ("area", "period", "index"),
    rows=DISTRICTS * len(YEARS) * (1 + len(DOMAINS) + len(SUBDOMAINS)),
)

TABLES: tuple[Table, ...] = (HEALTH_INDEX,)

_CAVEAT = (
    "100 is England in 2015 and higher is healthier, in every part of the index. Years may be compared; some "
    "measures behind it are not renewed each year, and 2020 and 2021 carry the pandemic. The index ended with 2021."
)

_MADE_UP = "E07000000"


def _indicator(index: str, code: str, label: str, goals: tuple[str, ...]) -> Indicator:
    row = {"area": _MADE_UP, "period": "2021-01-01/P1Y", "index": index, "score": 98.5}
    return Indicator(
        code=code,
        label=label,
        unit="index, England 2015 is 100",
        polarity="higher is better",
        feeds=(Measure(HEALTH_INDEX, "score", "period", where={"index": (index,)}),),
        example=Example((row,), _MADE_UP, 98.5, "the score as published, 98.5"),
        goals=goals,
        caveat=_CAVEAT,
    )


INDICATORS: tuple[Indicator, ...] = (
    _indicator(OVERALL, "wellbeing.health_index", "ONS Health Index", ("lug-08",)),
    *(
        _indicator(index, f"wellbeing.health_index.{index}", f"ONS Health Index: {label.lower()}", goals)
        for index, (label, goals) in (DOMAINS | SUBDOMAINS).items()
    ),
)
