"""Tables of outcomes at one time: the ONS subnational indicators of 2022 as revised, homelessness, crime severity.

One time is no series: the indicators here serve to compare places, and their caveats say so.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.indicator import Example, Indicator, Measure
from newlyn.evidence.catalogue.outcomes_series import BETTER, MADE_UP_AREA, WORSE, Series, indicators_of
from newlyn.evidence.catalogue.table import Column, Table, area, status
from newlyn.foundation.period import Period

SUBNATIONAL = Table(
    "subnational_2022",
    "ONS subnational indicators explorer: the Levelling Up missions, edition of 2022 as last revised",
    (
        area("lad|cty"),
        Column("series", "text", "Series, in the publisher's words"),
        Column("period", "period", "Span or day that the value describes"),
        Column("value", "number", "Published value, in the unit of the row", required=False),
        Column("deviation", "number", "Distance from the median area, in median absolute deviations", required=False),
        Column("unit", "text", "Unit as published"),
        status(),
    ),
    grain=("area", "series", "period"),
)

GIGABIT_2023 = Measure(SUBNATIONAL, value="value", period="period", where={"series": ("Gigabit capable broadband",)})

HOMELESSNESS = Table(
    "homelessness",
    "Statutory homelessness: households owed a duty and in temporary accommodation, October to December 2023",
    (
        area("lad"),
        Column("homeless", "number", "Households assessed as homeless, per 1,000 households", least=0, required=False),
        Column("temporary", "number", "Households in temporary accommodation, per 1,000", least=0, required=False),
    ),
    grain=("area",),
)

CRIME_SEVERITY = Table(
    "crime_severity",
    "Crime severity score of community safety partnerships, April 2022 to March 2023",
    (
        area("lad"),
        Column("score", "number", "Weight of recorded crime per head; higher is more harm", least=0, required=False),
    ),
    grain=("area",),
)

TABLES = (SUBNATIONAL, HOMELESSNESS, CRIME_SEVERITY)

SCHOOLS = (
    Series(
        "school.good_or_outstanding",
        "State-funded schools rated good or outstanding",
        "State-funded schools rated good or outstanding",
        "%",
        BETTER,
        ("lug-02",),
        caveat="One day; unitary authorities and boroughs only. Single-word ratings have since ended.",
    ),
)


def _at_once(code: str, label: str, unit: str, table: Table, column: str, period: Period, caveat: str) -> Indicator:
    """An indicator of one column at one time, worse when higher, that bears on homes and communities."""
    return Indicator(
        code=f"outcomes.{code}",
        label=label,
        unit=unit,
        polarity=WORSE,
        feeds=(Measure(table, value=column, period=period),),
        example=Example(
            ({"area": MADE_UP_AREA, column: 2.5},),
            MADE_UP_AREA,
            2.5,
            "2.5 is published for the district and stands as it is.",
        ),
        goals=("lug-12",),
        caveat=f"{caveat} One time only, so it shows no change.",
    )


_LATE_2023 = Period.parse("2023-10-01/P3M")

INDICATORS = (
    *indicators_of(SUBNATIONAL, SCHOOLS),
    _at_once(
        "housing.homeless",
        "Households assessed as homeless",
        "per 1,000 households",
        HOMELESSNESS,
        "homeless",
        _LATE_2023,
        "A quarter; a council that returned nothing has no value.",
    ),
    _at_once(
        "housing.temporary_accommodation",
        "Households in temporary accommodation",
        "per 1,000 households",
        HOMELESSNESS,
        "temporary",
        Period.day(2023, 12, 31),
        "The last day of a quarter; a council that returned nothing has no value.",
    ),
    _at_once(
        "crime.severity",
        "Crime severity score",
        "score",
        CRIME_SEVERITY,
        "score",
        Period.parse("2022-04-01/P1Y"),
        "Recorded crime weighed by how it is punished. Published for community safety partnerships: districts that "
        "share one share its score, and those that hold several have none here.",
    ),
)
