"""The observations of a place, as the API tells of them: found by position, told only as far as they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as dataclass_fields

import numpy as np

from newlyn.foundation.errors import InputError, NotFoundError, did_you_mean
from newlyn.workflows.api.answer import ObservationAnswer
from newlyn.workflows.api.area import any_area
from newlyn.workflows.api.paging import Page, make_page
from newlyn.workflows.site.cut import Cut, Positions
from newlyn.workflows.site.data_observation import Observed
from newlyn.workflows.site.opened import Site


def find_observations(
    site: Site, *, indicator: str = "", area: str = "", area_type: str = "", period: str = "", group: str = ""
) -> Positions:
    """Rows that meet every condition given, in order of area, indicator, period and group.

    Raises
    ------
    InputError
        If neither an indicator nor an area is named: everything is in the files to download.
    NotFoundError
        If a name that is given does not occur.
    """
    cut = site.cut
    if not indicator and not area:
        raise InputError(
            "nothing says which observations are wanted. Give indicator, area or both; to have all of them, download "
            "data/observations.parquet of the place."
        )
    if area and area not in cut.words["area"]:
        any_area(site, area)  # says what is known of the code
        return np.arange(0)
    if indicator:
        site.find_indicator(indicator)
    rows = cut.of_area(area) if area else cut.of_indicator(indicator, group=None)
    wanted = {
        "indicator": indicator if area else "",
        "area_type": area_type,
        "period": _period(cut, period) if period else "",
        "group": group,
    }
    for column, word in wanted.items():
        if word:
            rows = rows[cut.at[column][rows] == _position(cut, column, word)]
    return rows


def tell_observations(site: Site, rows: Positions) -> list[ObservationAnswer]:
    """Some rows as values: what a download of them would have in its columns."""
    columns = Observed(site, rows).table().to_pydict()
    fields = [columns[one.name] for one in dataclass_fields(ObservationAnswer)]
    return [ObservationAnswer(*row) for row in zip(*fields, strict=True)]


def page_of_observations(site: Site, rows: Positions, *, offset: int, limit: int) -> Page[ObservationAnswer]:
    """Some of the rows as values: only those of the page are made."""
    items = tell_observations(site, rows[offset : offset + limit])
    kind = Page[ObservationAnswer]
    return make_page(kind, items, total=len(rows), offset=offset, limit=limit, build=site.evidence)


def _period(cut: Cut, text: str) -> str:
    """A period as the file writes it: a year is short for a whole one."""
    return f"{text}-01-01/P1Y" if len(text) == len("2019") and text.isdigit() else text


def _position(cut: Cut, column: str, word: str) -> int:
    words: Sequence[str] = cut.words[column]
    if word not in words:
        given = word.removesuffix("-01-01/P1Y") if column == "period" else word
        hint = did_you_mean(given, [one.brief for one in cut.periods] if column == "period" else words)
        what = column.replace("_", " ")
        raise NotFoundError(f"there are no observations of the {what} {given!r}. {hint}".rstrip())
    return words.index(word)
