"""A topic of a census: its table of counts or percentages, the day it tells of, and whom it counts.

The topics themselves are `catalogue.census_2021` and `catalogue.census_2011`; what is observed of them is made
by `catalogue.census_share`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from newlyn.evidence.catalogue.table import Column, Table, area
from newlyn.foundation.period import Period

DAY_2021 = Period.day(2021, 3, 21)
DAY_2011 = Period.day(2011, 3, 27)

AREAS: Mapping[str, int] = MappingProxyType(
    {"lsoa21": 33_755, "msoa21": 6_856, "lsoa11": 32_844, "msoa11": 6_791, "lad": 309, "lad|rgn|ctry": 319}
)
"""English areas of each type on the day of its census."""

_ABOVE_MSOA = ("lad", "cty", "rgn", "ctry")
LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "lsoa21": ("msoa21", "wd", *_ABOVE_MSOA),
        "msoa21": _ABOVE_MSOA,
        "lsoa11": ("msoa11", *_ABOVE_MSOA),
        "msoa11": _ABOVE_MSOA,
    }
)
"""Larger areas to which the counts of small ones are added up; their districts are today's, their wards by best fit."""

EVERYONE = "all"
"""Category of a table whose other categories do not hold everyone."""


@dataclass(frozen=True)
class Topic:
    """A long table of a census: area, category, and a count or a percentage.

    `counted` says in the plural who is counted, such as `residents aged 16 and over`.
    """

    table: Table
    day: Period
    counted: str

    @property
    def categories(self) -> tuple[str, ...]:
        """The words that the column `category` may hold, without the word for everyone."""
        return tuple(word for word in self.table.column("category").accepted if word != EVERYONE)

    @property
    def area_type(self) -> str:
        """The type of its areas."""
        return str(self.table.column("area").area_type)

    @property
    def has_everyone(self) -> bool:
        """Whether a row of each area holds everyone, because the categories do not add up to them."""
        return EVERYONE in self.table.column("category").accepted


def counted(
    table_id: str, title: str, area_type: str, who: str, categories: tuple[str, ...], *, day: Period = DAY_2021
) -> Topic:
    """A topic told in counts.

    A census withholds no count: cells are perturbed or records swapped instead. So every count is required, and
    the number of rows of the whole table is known.
    """
    return _topic(table_id, title, area_type, who, categories, day, Column("count", "count", who.capitalize(), least=0))


def rounded(
    table_id: str, title: str, area_type: str, who: str, categories: tuple[str, ...], *, day: Period = DAY_2021
) -> Topic:
    """A topic told in percentages rounded to one decimal, without the counts behind them."""
    percent = Column("percent", "number", f"Percentage of {who}", least=0, most=100)
    return _topic(table_id, title, area_type, who, categories, day, percent)


def _topic(
    table_id: str, title: str, area_type: str, who: str, categories: tuple[str, ...], day: Period, figure: Column
) -> Topic:
    table = Table(
        table_id,
        title,
        (area(area_type), Column("category", "text", "Category counted", accepted=categories), figure),
        ("area", "category"),
        rows=AREAS[area_type] * len(categories),
    )
    return Topic(table, day, who)
