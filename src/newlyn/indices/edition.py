"""The editions of the Indices of Deprivation that can be shown, by the id that people type."""

from __future__ import annotations

from dataclasses import dataclass

from newlyn.foundation.errors import NotFoundError, did_you_mean


@dataclass(frozen=True)
class Edition:
    """One edition of the index."""

    id: str
    year: int
    title: str
    small_areas: str
    """Vintage of the small areas it ranks."""
    counted: str
    """What its own population denominators count, in words."""

    @property
    def table(self) -> str:
        """Id of its main table in the catalogue."""
        return f"iod{self.year}"


EDITIONS: tuple[Edition, ...] = tuple(
    Edition(f"imd{year}", year, f"English Indices of Deprivation {year}", small_areas, counted)
    for year, small_areas, counted in (
        (2004, "lsoa01", "mid-2001"),
        (2007, "lsoa01", "mid-2005"),
        (2010, "lsoa01", "mid-2008"),
        (2015, "lsoa11", "mid-2012, without prisoners"),
        (2019, "lsoa11", "mid-2015, without prisoners"),
        (2025, "lsoa21", "mid-2022, without prisoners"),
    )
)


def find_edition(name: str) -> Edition:
    """The edition of that id; a `NotFoundError` with the nearest if there is none."""
    found = next((edition for edition in EDITIONS if edition.id == name.lower()), None)
    if found is None:
        hint = did_you_mean(name, [edition.id for edition in EDITIONS])
        raise NotFoundError(f"there is no index {name!r}. {hint}".rstrip())
    return found
