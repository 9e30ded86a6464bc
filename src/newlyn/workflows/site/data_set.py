"""The tables of a place that can be downloaded: which there are, what is said of each, and how its rows are made.

How they are written down is `newlyn.publish.open_data`; who asks for them is `data_file` and `data`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from newlyn.foundation.errors import NotFoundError, did_you_mean
from newlyn.indices.edition import find_edition
from newlyn.publish.open_data.table import Column, Description, SourceFile
from newlyn.workflows.site import data_area as areas
from newlyn.workflows.site import data_observation as observed
from newlyn.workflows.site.data_column import AREAS, INDICATORS, OBSERVATION
from newlyn.workflows.site.data_observation import Observed
from newlyn.workflows.site.data_source import GROUND, sources_of_indicators, sources_of_tables
from newlyn.workflows.site.opened import Site

BOTH = (".csv", ".parquet")
WHOLE = slice(None)


class Rows(Protocol):
    """The rows of a table: counted at once, made as far as they are wanted."""

    def __len__(self) -> int:
        """How many there are."""

    def table(self, part: slice = WHOLE) -> pa.Table:
        """Some of them, or all."""


@dataclass(frozen=True)
class Made:
    """The rows of a table that is short enough to be made whole."""

    whole: pa.Table

    def __len__(self) -> int:
        return int(self.whole.num_rows)

    def table(self, part: slice = WHOLE) -> pa.Table:
        """Some of them, or all."""
        start, stop, _ = part.indices(len(self))
        return self.whole.slice(start, stop - start)


@dataclass(frozen=True)
class DataSet:
    """One table: what is said of it, and its rows when they are asked for."""

    about: Description
    rows: Callable[[], Rows]
    endings: tuple[str, ...] = BOTH
    """In which files it is offered."""


def find_data_set(site: Site, name: str) -> DataSet:
    """The table of that name; a `NotFoundError` with the nearest names if there is none."""
    for beginning, find in _KINDS.items():
        if name.startswith(beginning):
            return find(site, name.removeprefix(beginning))
    known = _WHOLE.get(name)
    if known is None:
        hint = did_you_mean(name, [*_WHOLE, *(f"observations-{theme}" for theme in observed.themes(site))])
        raise NotFoundError(f"{site.name} has no table {name!r} to download. {hint}".rstrip())
    return known(site)


def place_sets(site: Site) -> Iterator[DataSet]:
    """The tables of the whole place."""
    for make in _WHOLE.values():
        yield make(site)
    for theme in observed.themes(site):
        yield _observations(site, theme)
    for edition in site.editions:
        yield _picture(site, edition)


def indicator_sets(site: Site) -> Iterator[DataSet]:
    """The table of each indicator."""
    return (_indicator(site, code) for code in site.indicators)


def _describe(
    site: Site,
    name: str,
    title: str,
    summary: str,
    columns: tuple[Column, ...],
    key: tuple[str, ...],
    sources: tuple[SourceFile, ...],
) -> Description:
    publisher = site.brand.name
    return Description(name, title, summary, columns, key, site.name, publisher, site.evidence, sources)


def _neighbourhoods(site: Site) -> DataSet:
    about = _describe(
        site,
        "neighbourhoods",
        f"Neighbourhoods of {site.name}",
        "One row for each small area (LSOA of 2021): where it lies, how many live there, and its rank and national "
        "tenth in each edition of the Index of Multiple Deprivation.",
        areas.neighbourhood_columns(site),
        ("code",),
        sources_of_tables(site, {*GROUND, *(find_edition(edition).table for edition in site.editions)}),
    )
    return DataSet(about, lambda: Made(areas.neighbourhood_table(site)))


def _areas(site: Site) -> DataSet:
    about = _describe(
        site,
        "areas",
        f"Areas of {site.name}",
        "One row for each area that has a page, from small areas to districts, and for the county, region and "
        "country it is compared with.",
        AREAS,
        ("code",),
        sources_of_tables(site, GROUND),
    )
    return DataSet(about, lambda: Made(areas.area_table(site)))


def _indicators(site: Site) -> DataSet:
    about = _describe(
        site,
        "indicators",
        f"Indicators known for {site.name}",
        "One row for each indicator: what it means, its unit, which direction is good, and where and when it is known.",
        INDICATORS,
        ("code",),
        sources_of_indicators(site, site.indicators),
    )
    return DataSet(about, lambda: Made(areas.indicator_table(site)))


def _all_observations(site: Site) -> DataSet:
    about = _describe(
        site,
        "observations",
        f"All observations of {site.name}",
        "Every figure of every indicator for the areas of the place, of today and of older censuses, and for the "
        "county, region and country. It is too long for a spreadsheet; the same rows are there theme by theme as CSV.",
        OBSERVATION,
        observed.KEY,
        sources_of_indicators(site, site.indicators),
    )
    return DataSet(about, lambda: Observed(site, observed.rows_of_theme(site, None)), endings=(".parquet",))


def _observations(site: Site, theme: str) -> DataSet:
    known = observed.themes(site)
    if theme not in known:
        hint = did_you_mean(theme, known)
        raise NotFoundError(f"{site.name} has no observations of the theme {theme!r}. {hint}".rstrip())
    about = _describe(
        site,
        f"observations-{theme}",
        f"Observations of {site.name}: {theme.replace('_', ' ')}",
        f"Every figure of the indicators whose code begins with {theme}, for the areas of the place, of today and of "
        "older censuses, and for the county, region and country.",
        OBSERVATION,
        observed.KEY,
        sources_of_indicators(site, (code for code in site.indicators if code.split(".", 1)[0] == theme)),
    )
    return DataSet(about, lambda: Observed(site, observed.rows_of_theme(site, theme)))


def _indicator(site: Site, code: str) -> DataSet:
    indicator = site.find_indicator(code)
    about = _describe(
        site,
        f"indicator-{code}",
        f"{indicator.label}, {site.name}",
        " ".join(
            filter(
                None,
                (
                    f"Every figure of one indicator ({indicator.unit}), for the areas of the place and what it is "
                    "compared with; for all districts of England where it is not known for smaller areas.",
                    indicator.caveat,
                ),
            )
        ),
        observed.OF_INDICATOR,
        observed.KEY,
        sources_of_indicators(site, [code]),
    )
    return DataSet(about, lambda: Observed(site, observed.rows_of_indicator(site, code), observed.OF_INDICATOR))


def _area(site: Site, code: str) -> DataSet:
    area = site.areas.get(code) or site.find_area(code)
    codes = {site.cut.words["indicator"][at] for at in set(site.cut.at["indicator"][site.cut.of_area(code)].tolist())}
    about = _describe(
        site,
        f"area-{code}",
        f"{area.title}: all figures",
        f"Every figure of the {area.kind} {area.title}, with what it measures and its unit.",
        observed.OF_AREA,
        observed.KEY,
        sources_of_indicators(site, sorted(codes)),
    )
    return DataSet(about, lambda: Observed(site, observed.rows_of_area(site, code), observed.OF_AREA))


def _picture(site: Site, index: str) -> DataSet:
    columns = areas.picture_columns(site, index)
    edition = find_edition(index)
    about = _describe(
        site,
        f"deprivation-{index}",
        f"Deprivation in {site.name}: {edition.title}",
        "One row for each small area as the edition knows them, most deprived first, with rank, tenth and score of the "
        "whole index and of each domain.",
        columns,
        ("code",),
        sources_of_tables(site, [edition.table]),
    )
    return DataSet(about, lambda: Made(areas.picture_table(site, index)))


_WHOLE: dict[str, Callable[[Site], DataSet]] = {
    "neighbourhoods": _neighbourhoods,
    "areas": _areas,
    "indicators": _indicators,
    "observations": _all_observations,
}
_KINDS: dict[str, Callable[[Site, str], DataSet]] = {
    "observations-": _observations,
    "indicator-": _indicator,
    "area-": _area,
    "deprivation-": _picture,
}
