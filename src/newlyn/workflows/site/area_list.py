"""An area that has a page or is compared with: what it is called, what it lies in, what adjoins it.

Which areas these are is found out in `workflows.site.survey`; what is observed of them is `workflows.site.cut`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SMALL = "lsoa21"
"""Small areas that have pages; those of older censuses lead to their successors."""

KINDS: Mapping[str, str] = {
    "lsoa21": "neighbourhood",
    "msoa21": "wider neighbourhood",
    "wd": "ward",
    "lad": "district",
    "cty": "county",
    "rgn": "region",
    "ctry": "country",
}
"""What people call each type of area."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area: what it is called, what it lies in, what adjoins it."""

    code: str
    type: str
    """A type of `newlyn.geography.code`, such as `lsoa21`, `msoa21`, `wd`, `lad`."""
    name: str
    """As ONS names it, such as `Tendring 018A`."""
    also: str = ""
    """As the House of Commons Library names the wider neighbourhood it lies in, such as `Jaywick & St Osyth`."""
    district: str = ""
    """Code of its district; empty for districts and what is larger."""
    msoa: str = ""
    ward: str = ""
    residents: float | None = None
    """Usual residents at Census 2021."""
    point: tuple[float, float] | None = None
    """Longitude and latitude of a point inside it, in degrees."""
    bounds: tuple[float, float, float, float] | None = None
    """West, south, east and north, in degrees."""
    adjoining: tuple[str, ...] = ()
    """Codes of the areas of its type that it touches, inside the place."""

    @property
    def kind(self) -> str:
        """What people call such an area."""
        return KINDS[self.type]

    @property
    def title(self) -> str:
        """Its name for a heading; a small area by both of its names."""
        return f"{self.also} ({self.name})" if self.also else self.name
