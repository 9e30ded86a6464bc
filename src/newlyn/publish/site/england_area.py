"""A district, a region or the whole of England: how many of its neighbourhoods are among the most deprived.

Where the counts come from is `workflows.site.england`; what is said of them is `england_map`.
"""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class EnglandArea:
    """One area of England and the neighbourhoods in it."""

    type: str
    """`lad`, `rgn` or `ctry`."""
    code: str
    name: str
    region: str
    """Code of the region of a district; empty for what is larger."""
    areas: int
    tenth: int
    """Neighbourhoods in the most deprived tenth of England."""
    fifth: int
    """Neighbourhoods in the most deprived fifth of England, those of the tenth among them."""
    shape: BaseGeometry | None = None
    """Outline in degrees, coarse: for a drawing of the whole country."""

    @property
    def share(self) -> float:
        """Share of its neighbourhoods in the most deprived fifth of England."""
        return self.fifth / self.areas
