"""From a figure back to the published row: the file, its checksum, the row, the definition and the sum.

Only observations are explained here; what a picture makes of them is `newlyn.workflows.lineage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.indicator import Condition, Feed, Indicator, Measure, Ratio
from newlyn.evidence.catalogue.library import find_indicator
from newlyn.evidence.catalogue.table import FILE, ROW
from newlyn.evidence.warehouse.ancestry import FITTED
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.evidence.warehouse.selection import meets
from newlyn.foundation.errors import InputError, NotFoundError, did_you_mean
from newlyn.foundation.period import Period
from newlyn.foundation.provenance import Origin

MOST_ROWS = 20
"""Rows that are listed one by one; the others are counted."""


@dataclass(frozen=True)
class FigureId:
    """The name of one observation: indicator, area, period and group, joined by colons.

    Examples
    --------
    >>> FigureId.parse("deprivation.imd.rank:E01000001:2019").period.label
    '2019'
    """

    indicator: str
    area: str
    period: Period
    group: str = EVERYONE

    @classmethod
    def parse(cls, text: str) -> FigureId:
        """Read an ID; an `InputError` says how one is written."""
        parts = text.split(":")
        if len(parts) not in (3, 4) or not all(parts):
            raise InputError(
                f"{text!r} is not the ID of a figure. Write INDICATOR:AREA:PERIOD, then :GROUP if it has one."
            )
        return cls(parts[0], parts[1], Period.parse(parts[2]), parts[3] if len(parts) == 4 else EVERYONE)

    def __str__(self) -> str:
        group = "" if self.group == EVERYONE else f":{self.group}"
        return f"{self.indicator}:{self.area}:{self.period.brief}{group}"


@dataclass(frozen=True)
class SourceRow:
    """One row of a published file that a figure rests on."""

    origin: Origin
    row: int
    """Row in the file, counted as a spreadsheet counts."""
    values: Mapping[str, object]
    """The columns that were used."""


@dataclass(frozen=True)
class Lineage:
    """One figure and everything it rests on."""

    id: str
    indicator: Indicator
    area: str
    area_type: str
    value: float | None
    status: str
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    method: str
    table: str
    rows: tuple[SourceRow, ...]
    rows_in_all: int
    files: tuple[Origin, ...]
    build: str


def trace(warehouse: Warehouse, figure: FigureId) -> Lineage:
    """Explain one observation.

    Raises
    ------
    NotFoundError
        If there is no such indicator, or it was not observed for that area and period.
    """
    indicator = find_indicator(figure.indicator)
    found = _observation(warehouse, figure)
    for feed in indicator.feeds:
        rows = _rows(warehouse, feed, figure) if warehouse.has_table(feed.table.id) else None
        if rows is not None and rows.num_rows:
            return _explain(warehouse, indicator, feed, figure, found, rows)
    raise NotFoundError(
        f"{figure}: the figure is in the evidence but its rows are not. Run `newlyn build PLACE` again."
    )


def _observation(warehouse: Warehouse, figure: FigureId) -> dict[str, object]:
    of_area = warehouse.observations(indicators=[figure.indicator], areas=[figure.area])
    of_group = of_area.filter(pc.equal(of_area["group"].cast(pa.string()), figure.group))
    for row in of_group.to_pylist():
        if row["period"] == str(figure.period):
            return row  # type: ignore[no-any-return]  # Arrow has no static types
    periods = sorted({Period.parse(text).brief for text in of_group["period"].to_pylist()})
    if not periods:
        groups = sorted(set(of_area["group"].cast(pa.string()).to_pylist()))
        if not groups:
            raise NotFoundError(f"{figure.indicator} was not observed for {figure.area!r}. Check the code of the area.")
        hint = did_you_mean(figure.group, groups) or f"Accepted: {', '.join(groups)}."
        raise NotFoundError(f"{figure.indicator} has no group {figure.group!r} for {figure.area}. {hint}")
    hint = did_you_mean(figure.period.brief, periods) or f"It was for {periods[0]} to {periods[-1]}."
    raise NotFoundError(f"{figure.indicator} was not observed for {figure.area} in {figure.period.label}. {hint}")


def _rows(warehouse: Warehouse, feed: Feed, figure: FigureId) -> pa.Table:
    if isinstance(feed.period, Period) and feed.period != figure.period:
        return pa.table({})
    areas = [figure.area]
    if isinstance(feed, Ratio) and feed.levels:
        ancestry = warehouse.ancestry()
        inside = pc.and_(
            pc.equal(ancestry["parent"], figure.area),
            pc.equal(ancestry["child_type"], feed.table.column(feed.area).area_type),
        )
        areas += ancestry.filter(inside)["child"].to_pylist()
    rows = warehouse.rows(feed.table.id, feed.area, areas)
    if isinstance(feed.period, str):
        rows = rows.filter(pc.equal(rows[feed.period], str(figure.period)))
    if feed.group and isinstance(feed, Measure):
        rows = rows.filter(pc.equal(rows[feed.group], figure.group))
    rows = rows.filter(meets(rows, feed.where))
    if isinstance(feed, Ratio):
        conditions = [feed.numerator.where, *([feed.denominator.where] if feed.denominator else [])]
        kept = [meets(rows, where) for where in conditions]
        rows = rows.filter(kept[0] if len(kept) == 1 else pc.or_(*kept))
    return rows


def _explain(
    warehouse: Warehouse, indicator: Indicator, feed: Feed, figure: FigureId, found: dict[str, object], rows: pa.Table
) -> Lineage:
    entry = warehouse.manifest.entry(feed.table.id)
    used = _used_columns(feed)
    listed = tuple(
        SourceRow(entry.files[row[FILE]], row[ROW], {name: row[name] for name in used})
        for row in rows.slice(0, MOST_ROWS).to_pylist()
    )
    files = tuple(entry.files[position] for position in sorted(set(rows[FILE].to_pylist())))
    numbers = {name: found[name] for name in ("value", "lower", "upper", "numerator", "denominator")}
    return Lineage(
        id=str(figure),
        indicator=indicator,
        area=figure.area,
        area_type=str(found["area_type"]),
        status=str(found["status"]),
        method=" ".join(filter(None, (describe(indicator, feed), fit_of(feed, str(found["area_type"]))))),
        table=feed.table.id,
        rows=listed,
        rows_in_all=rows.num_rows,
        files=files,
        build=warehouse.digest,
        **numbers,  # type: ignore[arg-type]  # Arrow has no static types
    )


def _used_columns(feed: Feed) -> list[str]:
    parts: list[str | None]
    if isinstance(feed, Measure):
        parts = [feed.value, feed.lower, feed.upper, *feed.where]
    else:
        sums = [part for part in (feed.numerator, feed.denominator) if part]
        parts = [*(name for part in sums for name in (part.column, *part.where)), *feed.where]
    extra = [feed.group, feed.period if isinstance(feed.period, str) else None]
    return list(dict.fromkeys([feed.area, *[name for name in (*parts, *extra) if name]]))


def describe(indicator: Indicator, feed: Feed) -> str:
    """How the value came about, in words.

    Counts of one area are summed over its small areas before they are divided.
    """
    if isinstance(feed, Measure):
        return f"As published: column {feed.value} of {feed.table.title}{_condition(feed.where)}."
    top = f"the sum of {feed.numerator.column}{_condition(feed.numerator.where)}"
    if feed.denominator is None:
        return f"{top[0].upper()}{top[1:]} in {feed.table.title}."
    bottom = f"the sum of {feed.denominator.column}{_condition(feed.denominator.where)}"
    limits = {"wilson": " Limits: Wilson, 95%.", "byar": " Limits: Byar, exact below 10, 95%."}.get(
        indicator.interval, ""
    )
    return f"{feed.per:g} × {top} ÷ {bottom}, in {feed.table.title}.{limits}"


def fit_of(feed: Feed, area_type: str) -> str:
    """What to know of an area of this type whose small areas do not nest in it; nothing where they do."""
    return FITTED.get(area_type, "") if isinstance(feed, Ratio) and area_type in feed.levels else ""


def _condition(where: Condition) -> str:
    return "".join(f" where {name} is {' or '.join(values)}" for name, values in where.items())
