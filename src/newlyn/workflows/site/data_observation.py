"""The observations of a place as tables, made column by column: a loop over rows would take seconds.

What stands in the columns is said in `data_column`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.library import indicators
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.publish.open_data.table import Column
from newlyn.workflows.site.cut import LARGER, NUMBERS, Cut, Positions
from newlyn.workflows.site.data_column import AREA_NAME, LABEL, OBSERVATION, UNIT
from newlyn.workflows.site.opened import Site

KEY = ("indicator", "area", "period", "group")

OF_AREA: tuple[Column, ...] = (OBSERVATION[0], LABEL, UNIT, *OBSERVATION[1:])
"""Columns of the observations of one area: what each indicator means is said beside it."""
OF_INDICATOR: tuple[Column, ...] = (*OBSERVATION[:2], AREA_NAME, *OBSERVATION[2:])
"""Columns of the observations of one indicator: what each area is called is said beside it."""


def rows_of_area(site: Site, code: str) -> Positions:
    """Rows of one area."""
    return site.cut.of_area(code)


def rows_of_indicator(site: Site, code: str) -> Positions:
    """Rows of one indicator: the areas of the place and what it is compared with.

    Where it is known for no smaller area than a district, every district of England: there are few, and a rank
    among them is what is asked for.
    """
    rows = site.cut.of_indicator(code, group=None)
    types = {site.cut.words["area_type"][at] for at in np.unique(site.cut.at["area_type"][rows]).tolist()}
    return rows if types <= set(LARGER) else rows[_inside(site)[rows]]


def rows_of_theme(site: Site, theme: str | None) -> Positions:
    """Rows of all indicators of a theme, or of all, for the areas of the place and what it is compared with."""
    wanted = _inside(site)
    if theme is not None:
        themes = np.array([code.split(".", 1)[0] == theme for code in site.cut.words["indicator"]], bool)
        wanted = wanted & themes[site.cut.at["indicator"]]
    return np.flatnonzero(wanted)


def themes(site: Site) -> tuple[str, ...]:
    """First words of the codes of the indicators that were observed here."""
    return tuple(sorted({code.split(".", 1)[0] for code in site.cut.words["indicator"]}))


@lru_cache(maxsize=8)
def _inside(site: Site) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows of areas of the place, of today or of an older census, and of what it is compared with."""
    area = np.array([code in site.areas for code in site.cut.words["area"]], bool)
    small = np.array([kind not in LARGER for kind in site.cut.words["area_type"]], bool)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = area[site.cut.at["area"]] | small[site.cut.at["area_type"]]
    return found


@dataclass(frozen=True)
class Observed:
    """Some observations, whose columns are made for as many of them as are wanted."""

    site: Site
    at: Positions
    columns: tuple[Column, ...] = OBSERVATION

    def __len__(self) -> int:
        return len(self.at)

    def table(self, part: slice = slice(None)) -> pa.Table:
        """Some of them as a table, or all."""
        rows = self.at[part]
        return pa.table({one.name: _column(self.site, one.name, rows) for one in self.columns})


def _column(site: Site, name: str, rows: Positions) -> pa.Array:
    cut = site.cut
    if name in NUMBERS:
        # NaN stands for what is not published; pandas' rule turns it into a null.
        return pa.array(cut.numbers[name][rows], from_pandas=True)
    if name == "figure":
        return _figures(cut, rows)
    if name == "area_name":
        return _names(site).take(pa.array(cut.at["area"][rows]))
    column, words = {
        "label": ("indicator", "label"),
        "unit": ("indicator", "unit"),
        "period": ("period", "brief"),
        "period_start": ("period", "start"),
        "period_end": ("period", "end"),
    }.get(name, (name, "word"))
    return _words(cut, column, words).take(pa.array(cut.at[column][rows]))


def _figures(cut: Cut, rows: Positions) -> pa.Array:
    """The IDs of figures: what `newlyn.evidence.warehouse.lineage.FigureId` writes, for many rows at once."""
    parts = (("indicator", "word"), ("area", "word"), ("period", "brief"))
    texts = [_words(cut, column, words).take(pa.array(cut.at[column][rows])) for column, words in parts]
    named = pc.binary_join_element_wise(*texts, ":")
    return pc.binary_join_element_wise(named, _words(cut, "group", "ending").take(pa.array(cut.at["group"][rows])), "")


@lru_cache(maxsize=128)
def _words(cut: Cut, column: str, what: str) -> pa.Array:
    """Something that is said of each word of a column."""
    words = cut.words[column]
    if what == "word":
        return pa.array(words, pa.string())
    if what == "ending":
        return pa.array(["" if word == EVERYONE else f":{word}" for word in words], pa.string())
    if column == "period":
        return pa.array([getattr(period, what) for period in cut.periods])
    known = indicators()
    return pa.array([getattr(known[word], what) for word in words], pa.string())


@lru_cache(maxsize=8)
def _names(site: Site) -> pa.Array:
    areas = site.areas
    return pa.array([areas[code].name if code in areas else None for code in site.cut.words["area"]], pa.string())
