"""How the figures of a picture are known: what is counted, how it is measured, from which files.

The words of each measure are `measure`; the files under their publishers are `publisher`.
"""

from __future__ import annotations

from dataclasses import dataclass

from newlyn.indices.picture import DeprivationPicture
from newlyn.publish import number
from newlyn.publish.deprivation.measure import MEASURES, Measure
from newlyn.publish.deprivation.publisher import Publisher, published_files

_AREA_TYPES = {
    "lsoa01": "2001 lower layer super output areas (LSOAs)",
    "lsoa11": "2011 lower layer super output areas (LSOAs)",
    "lsoa21": "2021 lower layer super output areas (LSOAs)",
}


@dataclass(frozen=True)
class Method:
    """What stands under *How we know*."""

    area_type: str
    """The small areas that are ranked, in words."""
    tenth_size: str
    """How many small areas of England are in one tenth."""
    population: str
    """What residents are counted from, as the beginning of a sentence."""
    measures: tuple[Measure, ...]
    caveats: tuple[str, ...]
    sources: tuple[Publisher, ...]

    @classmethod
    def of(cls, picture: DeprivationPicture) -> Method:
        """The method of one picture."""
        return cls(
            area_type=_AREA_TYPES.get(picture.area_type, picture.area_type),
            tenth_size=number.count(picture.england_areas / 10),
            population=picture.population[:1].upper() + picture.population[1:],
            measures=MEASURES,
            caveats=picture.caveats,
            sources=tuple(published_files(picture.sources)),
        )
