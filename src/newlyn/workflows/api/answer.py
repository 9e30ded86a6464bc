"""The things that the API tells of, field by field, with what each field means.

The descriptions go into the API's document. A field that has no value is null, never nought and never left out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from newlyn.publish.open_data.table import Column
from newlyn.workflows.site import data_column as column

Status = Literal["computed", "missing", "published", "suppressed"]
Polarity = Literal["higher is better", "higher is worse", "neither"]
Interval = Literal["published", "wilson", "byar", "none"]


def _said(one: Column) -> str:
    """What the same column of a download is said to be."""
    return one.description


_OBSERVED = {one.name: one for one in column.OBSERVATION}
_INDICATED = {one.name: one for one in column.INDICATORS}


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """A place whose pages are here."""

    slug: Annotated[str, Field(description="Its name in addresses, such as essex.")]
    id: Annotated[str, Field(description="Its name in commands, such as essex or essex/greater-essex.")]
    name: str
    publisher: Annotated[str, Field(description="Who offers these pages.")]
    fictional: Annotated[bool, Field(description="Whether the place is made up, with all its figures.")]
    areas: Annotated[dict[str, int], Field(description="How many areas it has, by type.")]
    comparators: Annotated[list[str], Field(description="Codes of the areas it is compared with, smallest first.")]
    indicators: Annotated[int, Field(description="How many indicators are known here.")]
    observations: Annotated[int, Field(description="How many observations there are, other districts included.")]
    editions: Annotated[list[str], Field(description="Editions of the Index of Multiple Deprivation, oldest first.")]
    build: Annotated[str, Field(description="Digest of the evidence that all answers are made from.")]


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area by name."""

    code: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """An area of a place, or one that it is compared with."""

    code: Annotated[str, Field(description=_said(column.CODE))]
    type: Annotated[str, Field(description="What kind of area it is, such as lsoa21, msoa21, wd or lad.")]
    kind: Annotated[str, Field(description="What people call such an area.")]
    name: Annotated[str, Field(description=_said(column.NAME))]
    known_as: Annotated[str | None, Field(description=_said(column.KNOWN_AS))]
    district: Annotated[str | None, Field(description=_said(column.DISTRICT))]
    msoa: Annotated[str | None, Field(description=_said(column.MSOA))]
    ward: Annotated[str | None, Field(description=_said(column.WARD))]
    residents: Annotated[int | None, Field(description=_said(column.RESIDENTS))]
    longitude: Annotated[float | None, Field(description=_said(column.LONGITUDE))]
    latitude: Annotated[float | None, Field(description=_said(column.LATITUDE))]


@dataclass(frozen=True, slots=True)
class TenthAnswer:
    """The national tenth of a small area in one edition."""

    edition: str
    tenth: Annotated[int | None, Field(ge=1, le=10, description="1 = most deprived.")]
    estimated: Annotated[float, Field(description="Share of residents for whom it had to be estimated, 0 to 1.")]


@dataclass(frozen=True, slots=True)
class AreaDetail(AreaAnswer):
    """An area with what it lies in, what adjoins it, and how it stands."""

    bounds: Annotated[
        tuple[float, float, float, float] | None, Field(description="West, south, east and north, in degrees.")
    ]
    within: Annotated[list[AreaName], Field(description="The areas it lies in, smallest first.")]
    adjoining: Annotated[list[AreaName], Field(description="The areas of its type that it touches inside the place.")]
    tenths: Annotated[list[TenthAnswer], Field(description="By edition, oldest first; empty for larger areas.")]
    observations: Annotated[int, Field(description="How many observations there are of it.")]


@dataclass(frozen=True, slots=True)
class ObservationAnswer:
    """One value of one indicator for one area, period and group."""

    indicator: Annotated[str, Field(description=_said(_OBSERVED["indicator"]))]
    area: Annotated[str, Field(description=_said(_OBSERVED["area"]))]
    area_type: Annotated[str, Field(description=_said(_OBSERVED["area_type"]))]
    period: Annotated[str, Field(description=_said(_OBSERVED["period"]))]
    period_start: Annotated[dt.date, Field(description=_said(_OBSERVED["period_start"]))]
    period_end: Annotated[dt.date, Field(description=_said(_OBSERVED["period_end"]))]
    group: Annotated[str, Field(description=_said(_OBSERVED["group"]))]
    value: Annotated[float | None, Field(description="The figure, in the unit of its indicator.")]
    lower: Annotated[float | None, Field(description=_said(_OBSERVED["lower"]))]
    upper: Annotated[float | None, Field(description=_said(_OBSERVED["upper"]))]
    numerator: Annotated[float | None, Field(description=_said(_OBSERVED["numerator"]))]
    denominator: Annotated[float | None, Field(description=_said(_OBSERVED["denominator"]))]
    status: Annotated[Status, Field(description=_said(_OBSERVED["status"]))]
    figure: Annotated[str, Field(description="The name under which /lineage traces the figure.")]


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """A published file."""

    publisher: str
    title: str
    licence: Annotated[str, Field(description="In the words of the publisher.")]
    file: Annotated[str | None, Field(description="Name of the file inside its dataset, where one is noted.")]
    sha256: Annotated[str, Field(description="Digest of the bytes that were read.")]
    url: Annotated[str | None, Field(description="Its address, where one is known.")]
    retrieved: Annotated[str | None, Field(description="When it was had from the publisher, where that is known.")]


@dataclass(frozen=True, slots=True)
class IndicatorAnswer:
    """Something that is measured."""

    code: str
    label: Annotated[str, Field(description="What is measured, in words.")]
    theme: Annotated[str, Field(description=_said(_INDICATED["theme"]))]
    unit: Annotated[str, Field(description=_said(column.UNIT))]
    decimals: Annotated[int, Field(description=_said(_INDICATED["decimals"]))]
    polarity: Annotated[Polarity, Field(description=_said(_INDICATED["polarity"]))]
    goals: Annotated[list[str], Field(description=_said(_INDICATED["goals"]))]
    interval: Annotated[Interval, Field(description=_said(_INDICATED["interval"]))]
    comparable: Annotated[bool, Field(description=_said(_INDICATED["comparable"]))]
    modelled: Annotated[bool, Field(description=_said(_INDICATED["modelled"]))]
    caveat: Annotated[str | None, Field(description=_said(_INDICATED["caveat"]))]


@dataclass(frozen=True, slots=True)
class IndicatorDetail(IndicatorAnswer):
    """An indicator with where and when it is known, how it is worked out, and from which files."""

    area_types: Annotated[list[str], Field(description=_said(_INDICATED["area_types"]))]
    periods: Annotated[list[str], Field(description="For which periods there are values here, oldest first.")]
    groups: Annotated[list[str], Field(description="Of whom there are values; `all` is everyone.")]
    observations: Annotated[int, Field(description=_said(_INDICATED["observations"]))]
    methods: Annotated[list[str], Field(description="How a value comes about, for each table it is made from.")]
    example: Annotated[str, Field(description="A worked example on made-up numbers.")]
    sources: list[SourceAnswer]


@dataclass(frozen=True, slots=True)
class GoalAnswer:
    """One of the 14 Levelling Up Goals of the Purpose Coalition."""

    id: str
    title: str
    indicators: Annotated[list[str], Field(description="Codes of the indicators that bear on it.")]


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """One row of a published file."""

    sha256: Annotated[str, Field(description="Which of the sources it stands in.")]
    row: Annotated[int, Field(description="Row in the file, as a spreadsheet counts.")]
    values: Annotated[dict[str, str | int | float | bool | None], Field(description="The columns that were used.")]


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """A figure and what it rests on: published rows, or the neighbourhoods that were counted."""

    figure: str
    words: Annotated[str, Field(description="What the figure is.")]
    value: float | None
    indicator: Annotated[str | None, Field(description="Null for a figure of a picture.")]
    area: Annotated[str | None, Field(description="Null for a figure of a picture.")]
    status: Annotated[Status | None, Field(description="Null for a figure of a picture.")]
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    method: Annotated[str, Field(description="How the value came about.")]
    rows: Annotated[list[RowAnswer], Field(description="The first published rows that it rests on.")]
    rows_in_all: Annotated[int, Field(description="How many rows it rests on.")]
    counted: Annotated[list[str], Field(description="Codes of the neighbourhoods that a picture counts.")]
    sources: list[SourceAnswer]
    build: Annotated[str, Field(description="Digest of the evidence in which the figure was traced.")]
