"""The areas and the indicators of a place as tables: one row for each.

What stands in the columns is said in `data_column`; observations are in `data_observation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from newlyn.indices.edition import find_edition
from newlyn.publish.open_data.table import TYPES, Column
from newlyn.workflows.site.area_list import SMALL, Area
from newlyn.workflows.site.data_column import (
    AREAS,
    INDICATORS,
    LINEAGE,
    NEIGHBOURHOODS,
    PICTURE,
    domain_columns,
    edition_columns,
)
from newlyn.workflows.site.data_source import sources_of_indicators
from newlyn.workflows.site.opened import Site

RANK = "deprivation.imd.rank"


def area_table(site: Site) -> pa.Table:
    """Every area that has a page or is compared with."""
    return _table(AREAS, [_area(site, area) for area in site.areas.values()])


def neighbourhood_columns(site: Site) -> tuple[Column, ...]:
    """Columns of the neighbourhoods: who and where, then each edition at hand."""
    more = (column for edition in site.editions for column in edition_columns(edition, find_edition(edition).year))
    return (*NEIGHBOURHOODS, *more)


def neighbourhood_table(site: Site) -> pa.Table:
    """Every small area with its rank and tenth in each edition."""
    ranks = {edition: _ranks(site, edition) for edition in site.editions}
    rows = []
    for area in site.of_type(SMALL):
        row = _area(site, area)
        tenths = {one.edition: one for one in site.tenths(area.code)}
        for edition in site.editions:
            found = tenths.get(edition)
            row[f"{edition}_rank"] = ranks[edition].get(area.code)
            row[f"{edition}_tenth"] = found.tenth if found else None
            row[f"{edition}_estimated"] = found.estimated if found and found.tenth is not None else None
        rows.append(row)
    return _table(neighbourhood_columns(site), rows)


def _area(site: Site, area: Area) -> dict[str, Any]:
    district, ward = site.areas.get(area.district), site.areas.get(area.ward)
    longitude, latitude = area.point or (None, None)
    return {
        "code": area.code,
        "type": area.type,
        "kind": area.kind,
        "name": area.name,
        "known_as": area.also or None,
        "district": area.district or None,
        "district_name": district.name if district else None,
        "msoa": area.msoa or None,
        "ward": area.ward or None,
        "ward_name": ward.name if ward else None,
        "residents": None if area.residents is None else round(area.residents),
        "longitude": longitude,
        "latitude": latitude,
    }


def _ranks(site: Site, edition: str) -> Mapping[str, int]:
    """Ranks by code: of areas that kept their code, and so their boundary, since the edition."""
    year = str(find_edition(edition).year)
    rows = site.cut.of_indicator(RANK)
    held = [at for at, period in enumerate(site.cut.periods) if period.brief == year]
    rows = rows[np.isin(site.cut.at["period"][rows], held)]
    codes, values = site.cut.word("area", rows), site.cut.numbers["value"][rows].tolist()
    return {code: round(value) for code, value in zip(codes, values, strict=True) if value == value}


def indicator_table(site: Site) -> pa.Table:
    """Every indicator that was observed here: what it means, and for when and where it is known."""
    return _table(INDICATORS, list(_indicators(site)))


def _indicators(site: Site) -> Iterator[dict[str, Any]]:
    cut = site.cut
    for code, one in site.indicators.items():
        rows = cut.of_indicator(code, group=None)
        periods = [cut.periods[at] for at in np.unique(cut.at["period"][rows]).tolist()]
        types = [cut.words["area_type"][at] for at in np.unique(cut.at["area_type"][rows]).tolist()]
        publishers = sorted({source.publisher for source in sources_of_indicators(site, [code])})
        yield {
            "code": code,
            "label": one.label,
            "theme": one.theme,
            "unit": one.unit,
            "decimals": one.decimals,
            "polarity": one.polarity,
            "goals": " ".join(one.goals) or None,
            "interval": one.interval,
            "comparable": one.comparable,
            "modelled": one.modelled,
            "area_types": " ".join(types),
            "first_day": min(period.start for period in periods),
            "last_day": max(period.end for period in periods),
            "observations": len(rows),
            "caveat": one.caveat or None,
            "publishers": "; ".join(publishers) or None,
        }


def picture_columns(site: Site, index: str) -> tuple[Column, ...]:
    """Columns of the picture of deprivation: who and where, then each domain of the edition."""
    more = (column for one in site.picture(index).profile for column in domain_columns(one.domain, one.label))
    return (*PICTURE, *more, LINEAGE)


def picture_table(site: Site, index: str) -> pa.Table:
    """The neighbourhoods of the picture of deprivation, most deprived first.

    The same rows as `newlyn.publish.deprivation.export.render_deprivation_csv` writes.
    """
    rows = []
    for one in site.picture(index).neighbourhoods:
        row: dict[str, Any] = {column.name: getattr(one, column.name) for column in (*PICTURE, LINEAGE)}
        for domain, standing in one.domains.items():
            row |= {f"{domain}_{part}": getattr(standing, part) for part in ("rank", "decile", "score")}
        rows.append(row)
    return _table(picture_columns(site, index), rows)


def _table(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows as a table; these tables are short, so that a loop over rows is fast enough."""
    return pa.table({one.name: pa.array([row.get(one.name) for row in rows], TYPES[one.kind]) for one in columns})
