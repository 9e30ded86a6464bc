"""How many people live where: mid-year estimates by age, and the usual residents of the 2021 census.

Census counts by characteristic are `catalogue.census`; the denominators of the Indices of Deprivation are
`catalogue.deprivation`; the table of output areas, which also weigh changes of vintage, is in `catalogue.geography`.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.census_topic import DAY_2021, LEVELS
from newlyn.evidence.catalogue.geography import OA21_POPULATION
from newlyn.evidence.catalogue.indicator import Condition, Example, Feed, Indicator, Ratio, Sum
from newlyn.evidence.catalogue.table import Column, Table, area
from newlyn.foundation.period import Period

MID_2020 = Period.day(2020, 6, 30)
MID_2021 = Period.day(2021, 6, 30)

BANDS = ("0-15", "16-24", "25-49", "50-64", "65+")
"""Bands of age that together hold everyone once, as Nomis cuts them."""
WORKING_AGE = BANDS[1:4]

AGES = 91
"""Single years of age: 0, 1, … 89, and 90 and over."""

ABOVE_LSOA11 = ("msoa11", "lad", "cty", "rgn", "ctry")

RESIDENTS = Column("residents", "count", "Usual residents", least=0)
AGE = Column("age", "count", "Age last birthday; 90 stands for 90 and over", least=0, most=AGES - 1)
BAND = Column("band", "text", "Band of age", accepted=BANDS)


def _by_age(table_id: str, title: str, area_type: str, ages: Column, rows: int | None) -> Table:
    return Table(table_id, title, (area(area_type), ages, RESIDENTS), ("area", ages.name), rows)


POPULATION_2020_LAD = _by_age(
    "population_2020_lad", "Residents of districts by single year of age, mid-2020", "lad", AGE, 309 * AGES
)
# Small areas by band: their single years are three million rows, and nothing is computed from them yet.
POPULATION_2020_BROAD = _by_age(
    "population_2020_broad", "Residents of LSOAs by band of age, mid-2020", "lsoa11", BAND, 32_844 * len(BANDS)
)
POPULATION_2021_BROAD = _by_age(
    "population_2021_broad",
    "Residents of authorities and regions by band of age, mid-2021",
    "lad|cty|cauth|rgn",
    BAND,
    None,
)

TABLES: tuple[Table, ...] = (
    POPULATION_2020_LAD,
    POPULATION_2020_BROAD,
    POPULATION_2021_BROAD,
)

_MADE_UP = tuple(
    {"area": "E01000001", "band": band, "residents": residents}
    for band, residents in zip(BANDS, (300, 150, 450, 300, 300), strict=True)
)
_CAVEAT = (
    "Mid-2020 estimates were rolled forward from the 2011 census and revised after that of 2021; they are not "
    "comparable with those of mid-2021 where that census found more or fewer people."
)


def _feeds(where: Condition, denominator: Sum | None, per: float) -> tuple[Feed, ...]:
    """Small areas and all above them in 2020, and authorities and regions in 2021."""
    residents = Sum("residents", where)
    return (
        Ratio(POPULATION_2020_BROAD, residents, MID_2020, denominator, per, levels=ABOVE_LSOA11),
        Ratio(POPULATION_2021_BROAD, residents, MID_2021, denominator, per),
    )


def _share(name: str, label: str, bands: tuple[str, ...], value: float, words: str) -> Indicator:
    return Indicator(
        f"population.{name}",
        label,
        "%",
        "neither",
        _feeds({"band": bands}, Sum("residents"), 100.0),
        Example(_MADE_UP, "E01000001", value, words),
        caveat=_CAVEAT,
        comparable=False,
    )


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "population.residents",
        "Residents",
        "people",
        "neither",
        _feeds({}, None, 1.0),
        Example(_MADE_UP, "E01000001", 1500.0, "300 + 150 + 450 + 300 + 300 are 1,500 people"),
        caveat=_CAVEAT,
        comparable=False,
        decimals=0,
    ),
    _share("children", "Residents aged 0 to 15", BANDS[:1], 20.0, "300 of 1,500 residents are 20%"),
    _share("working_age", "Residents aged 16 to 64", WORKING_AGE, 60.0, "900 of 1,500 residents are 60%"),
    _share("older", "Residents aged 65 and over", BANDS[4:], 20.0, "300 of 1,500 residents are 20%"),
    Indicator(
        "population.usual_residents",
        "Usual residents",
        "people",
        "neither",
        (Ratio(OA21_POPULATION, Sum("residents"), DAY_2021, per=1.0, levels=LEVELS["lsoa21"], area="lsoa21"),),
        Example(
            (
                {"area": "E00000001", "lsoa21": "E01000001", "residents": 300},
                {"area": "E00000003", "lsoa21": "E01000001", "residents": 250},
            ),
            "E01000001",
            550.0,
            "300 + 250 are 550 people",
        ),
        caveat="Everyone who lived or meant to live in the country for a year or more, counted on 21 March 2021.",
        decimals=0,
    ),
)
