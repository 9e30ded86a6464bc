"""Outcomes of adult social care: the measures that the Office for Local Government published until 2024."""

from __future__ import annotations

from newlyn.evidence.catalogue.indicator import Polarity
from newlyn.evidence.catalogue.outcomes_series import BETTER, NEITHER, WORSE, Series, indicators_of
from newlyn.evidence.catalogue.table import Column, Table, area, status

_UPPER = "Counties and unitary authorities only; no row for England."

# code, label, publisher's name, unit, direction, goals, decimals, caveat
_MEASURES: tuple[tuple[str, str, str, str, Polarity, tuple[str, ...], int, str], ...] = (
    (
        "quality_of_life_users",
        "Quality of life of people in social care, as care changes it",
        "Outcome, ASC Quality of Life",
        "score from 0 to 1",
        BETTER,
        ("lug-08",),
        3,
        "Adjusted for need. A score of exactly 0 occurs and is more likely a gap than a score.",
    ),
    (
        "quality_of_life_carers",
        "Quality of life of carers",
        "Outcome, ASC Carer Quality of Life",
        "score out of 12",
        BETTER,
        ("lug-08",),
        1,
        "A survey every other year.",
    ),
    (
        "information_users",
        "People in social care who find information about services easily",
        "Outcome, Ease of finding information about services : service users",
        "%",
        BETTER,
        (),
        1,
        "Of those who looked for it.",
    ),
    (
        "information_carers",
        "Carers who find information about support easily",
        "Outcome, Ease of finding information about support : carers",
        "%",
        BETTER,
        (),
        1,
        "Of those who looked for it; a survey every other year.",
    ),
    (
        "short_term_sequel",
        "New clients who need no more than support of low level after short-term care",
        "Outcome, Outcome of short-term services: sequel to service",
        "%",
        BETTER,
        ("lug-08",),
        1,
        "Councils count short-term care differently, so compare a council with itself.",
    ),
    (
        "requests_served",
        "Requests for adult social care that led to a service",
        "Outcome, Requests resulting in a service",
        "per 100,000 adults",
        NEITHER,
        (),
        0,
        "It follows need and thresholds both.",
    ),
    (
        "workforce_turnover",
        "Care workers who left their job in a year",
        "Outcome, Workforce turnover rate",
        "%",
        WORSE,
        (),
        1,
        "Estimated from employers who report; social care only.",
    ),
)

ADULT_CARE = Table(
    "adult_social_care",
    "Oflog: adult social care measures of counties and unitary authorities",
    (
        area("lad|cty"),
        Column("series", "text", "Measure, in the publisher's words", accepted=tuple(one[2] for one in _MEASURES)),
        Column("period", "period", "Financial year"),
        Column("value", "number", "Published value", required=False),
        Column("median", "number", "Median of all councils, as published", required=False),
        status(),
    ),
    grain=("area", "series", "period"),
)

INDICATORS = indicators_of(
    ADULT_CARE,
    (
        Series(f"care.{code}", label, name, unit, polarity, goals, caveat=f"{caveat} {_UPPER}", decimals=decimals)
        for code, label, name, unit, polarity, goals, decimals, caveat in _MEASURES
    ),
)
