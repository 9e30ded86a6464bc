"""Measures behind the ONS Health Index that give thin goals a series for districts, in units of their own.

The index itself, its domains and its scores are not here. A measure repeats the nearest year where it has no
data, so each indicator asks for the years in which the measure was taken.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.indicator import Polarity
from newlyn.evidence.catalogue.outcomes_series import BETTER, WORSE, Series, indicators_of
from newlyn.evidence.catalogue.table import Column, Table, area, status

HEALTH_INDEX = Table(
    "health_index_underlying",
    "Health Index for England: underlying measures of districts, 2015 to 2021",
    (
        area("lad"),
        Column("series", "text", "Measure, in the publisher's words"),
        Column("period", "period", "Year of the index"),
        Column("value", "number", "Value in the measure's own unit", required=False),
        status(),
    ),
    grain=("area", "series", "period"),
)

_ENDED = "The series ended in {}. Definition and year are those of the Health Index, which has ended."


def _measured(
    code: str,
    label: str,
    name: str,
    unit: str,
    polarity: Polarity,
    years: range,
    *,
    goals: tuple[str, ...] = (),
    proxies: dict[str, str] | None = None,
    caveat: str = "",
) -> Series:
    return Series(
        code,
        label,
        name,
        unit,
        polarity,
        goals,
        proxies or {},
        f"{caveat} {_ENDED.format(years[-1])}".lstrip(),
        among={"period": tuple(f"{year}-01-01/P1Y" for year in years)},
    )


MEASURES = (
    _measured(
        "early_years.expected_level",
        "Children at the expected level of development at the end of reception",
        "Early years development",
        "%",
        BETTER,
        range(2015, 2020),
        goals=("lug-01",),
        caveat="Under the profile as it stood before September 2021, so it does not join the series of today.",
    ),
    _measured(
        "destination.young_people",
        "Young people in education, employment or apprenticeships",
        "Young people in education, employment and apprenticeships",
        "%",
        BETTER,
        range(2016, 2022),
        goals=("lug-03",),
        caveat="It rests on what councils know of where young people are.",
    ),
    _measured(
        "work.training",
        "Workers who were trained for their job of late",
        "Job-related training",
        "%",
        BETTER,
        range(2015, 2022),
        proxies={"lug-06": "training makes progress at work likelier, and is not progress itself"},
        caveat="From a survey with small samples in a district, so it jumps.",
    ),
    _measured(
        "digital.without_internet",
        "Premises that cannot get a decent internet connection",
        "Internet access",
        "%",
        WORSE,
        range(2018, 2022),
        goals=("lug-10",),
        caveat="What could be had, not who is online.",
    ),
    _measured(
        "transport.distance_to_gp",
        "Distance to the nearest GP",
        "Distance to GP services",
        "km",
        WORSE,
        range(2015, 2020),
        goals=("lug-11",),
        caveat="A mean distance in a line; surgeries move seldom, so it hardly changes.",
    ),
    _measured(
        "crime.personal",
        "Recorded crime against the person",
        "Personal crime",
        "per 1,000 residents",
        WORSE,
        range(2015, 2021),
        goals=("lug-12",),
        caveat="Recorded crime rises when the police record better.",
    ),
    _measured(
        "crime.low_level",
        "Recorded low-level crime",
        "Low-level crime",
        "per 1,000 residents",
        WORSE,
        range(2015, 2021),
        goals=("lug-12",),
        caveat="Recorded crime; shops and people report less than happens.",
    ),
    _measured(
        "housing.overcrowding",
        "Households that are overcrowded",
        "Household overcrowding",
        "%",
        WORSE,
        range(2015, 2022),
        goals=("lug-12",),
        caveat="From a survey with small samples in a district, so it jumps.",
    ),
    _measured(
        "housing.rough_sleeping",
        "People sleeping rough on a night in autumn",
        "Rough sleeping",
        "per 100,000 residents",
        WORSE,
        range(2015, 2022),
        goals=("lug-12",),
        caveat="A count or an estimate of one night: a handful of people in a district.",
    ),
)

INDICATORS = indicators_of(HEALTH_INDEX, MEASURES)
