"""Energy: tables and indicators of fuel poverty, by small area and by district.

What a home lacks that makes it cold is among the underlying indicators of deprivation.
"""

from __future__ import annotations

from newlyn.evidence.catalogue.indicator import Example, Indicator, Ratio, Sum
from newlyn.evidence.catalogue.table import Column, Table, area
from newlyn.foundation.period import Period


def _fuel_poverty(table: str, where: str, codes: str, rows: int) -> Table:
    return Table(
        table,
        f"Fuel poverty 2020 (Low Income Low Energy Efficiency), {where}",
        (
            area(codes),
            Column("households", "count", "Households, estimated", least=0),
            Column("fuel_poor", "count", "Households in fuel poverty, modelled", least=0),
        ),
        ("area",),
        rows=rows,
    )


FUEL_POVERTY_LSOA = _fuel_poverty("fuel_poverty_lsoa", "small areas", "lsoa11", 32_844)
FUEL_POVERTY_AREA = _fuel_poverty("fuel_poverty_area", "districts, counties and regions", "lad|cty|rgn|ctry", 351)

TABLES: tuple[Table, ...] = (FUEL_POVERTY_LSOA, FUEL_POVERTY_AREA)


_MADE_UP = "E01000000"

FUEL_POVERTY = Indicator(
    code="energy.fuel_poverty",
    label="Households in fuel poverty",
    unit="% of households",
    polarity="higher is worse",
    # Small areas add up to the published districts to the household, and to the districts of today, which the
    # published ones of 2021 are not; so the table of larger areas is kept as evidence and feeds nothing.
    feeds=(
        Ratio(
            FUEL_POVERTY_LSOA,
            Sum("fuel_poor"),
            Period.year(2020),
            denominator=Sum("households"),
            levels=("msoa11", "lad", "cty", "rgn", "ctry"),
        ),
    ),
    example=Example(
        ({"area": _MADE_UP, "households": 640, "fuel_poor": 96},),
        _MADE_UP,
        15.0,
        "96 of 640 households is 15%",
    ),
    goals=("lug-12", "lug-13"),
    caveat=(
        "Modelled from the English Housing Survey, which is too small to measure a small area: robust for districts, "
        "a broad picture for small areas, and not for change over time in either. A household is fuel poor if its "
        "home is rated below C and what is left after energy costs is under the poverty line. The year is that of "
        "the estimate, 2020, before the rise in prices of 2022."
    ),
    comparable=False,
    modelled=True,
)

INDICATORS: tuple[Indicator, ...] = (FUEL_POVERTY,)
