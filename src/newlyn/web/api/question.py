"""What can be asked: parameters by name, with what each accepts and what it means.

A text holds no control characters; the gate of the service refuses them before they come here.
"""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field, Schema
from ninja.params import functions as parameter

from newlyn.workflows.api.paging import MOST, USUAL

NAME = r"^[A-Za-z0-9_.-]+$"
TEXT = r"^[^\x00-\x1f\x7f-\x9f]*$"
LONGEST = 100
"""Letters of a text; the longest name of anything here has 60."""
FARTHEST = 10_000_000
"""Items that can be passed over; the longest list has a million."""


def _name(description: str, example: str) -> Any:
    return parameter.Path(pattern=NAME, max_length=LONGEST, description=description, examples=[example])  # type: ignore[arg-type]


def _words(description: str, example: str) -> Any:
    return Field("", pattern=TEXT, max_length=LONGEST, description=description, examples=[example])


Slug = Annotated[str, _name("Name of the place, from /places.", "essex")]
AreaCode = Annotated[str, _name("GSS code of an area.", "E01021988")]
IndicatorCode = Annotated[str, _name("Code of an indicator.", "deprivation.imd.rank")]
Index = Annotated[str, _name("An edition of the index, from the place.", "imd2019")]
Figure = Annotated[
    str,
    parameter.Path(
        pattern=r"^[^\x00-\x1f\x7f-\x9f]+$",
        max_length=2 * LONGEST,
        description="INDICATOR:AREA:PERIOD, then :GROUP if it has one; or picture:PLACE:INDEX:FIGURE.",
        examples=["deprivation.imd.rank:E01021988:2019"],
    ),
]


class Paged(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many items at most.")
    offset: int = Field(0, ge=0, le=FARTHEST, description="How many items to pass over.")


class AreasAsked(Paged):
    """Which areas are wanted."""

    type: str = _words("Only areas of this type.", "lsoa21")
    district: str = _words("Only areas in the district of this code.", "E07000076")
    q: str = _words("Only areas with this in their name or code.", "jaywick")


class IndicatorsAsked(Paged):
    """Which indicators are wanted."""

    theme: str = _words("Only those whose code begins with this word.", "census")
    goal: str = _words("Only those that bear on this goal.", "lug-08")
    q: str = _words("Only those with this in their code or label.", "qualifications")


class OfAreaAsked(Paged):
    """Which observations of an area are wanted."""

    indicator: str = _words("Only those of this indicator.", "deprivation.imd.rank")
    period: str = _words("Only those of this period, written as answers write it.", "2019")
    group: str = _words("Only those of this group; `all` is everyone.", "all")


class ObservationsAsked(OfAreaAsked):
    """Which observations are wanted."""

    area: str = _words("Only those of the area of this code.", "E01021988")
    area_type: str = _words("Only those of areas of this type.", "lsoa21")


class FigureAsked(Schema):
    """In whose evidence a figure is traced."""

    place: str = Field(
        pattern=NAME, max_length=LONGEST, description="Name of a place, from /places.", examples=["essex"]
    )
