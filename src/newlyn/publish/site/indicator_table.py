"""The tables of an indicator's page: districts, periods, groups, and the small areas at both ends.

How they are written is `templates/site/parts/table.html`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from newlyn.publish.number import NOT_PUBLISHED, count
from newlyn.publish.site.indicator_measure import LEVELS, Measure, Measured, reading_of, verdict_words, written
from newlyn.publish.site.indicator_series import Series
from newlyn.publish.site.indicator_standing import Standing, Standings
from newlyn.publish.site.indicator_trend import Trend, direction_said, limits_said
from newlyn.publish.site.link import Links
from newlyn.publish.table import Cell, Column, Row, Table

WIDE = 6
"""With more columns than this the first one stays in sight."""


@dataclass(frozen=True)
class Breakdown:
    """Figures by group: one row for each group, one column for each area."""

    period: str
    areas: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Measured | None, ...]], ...]


@dataclass(frozen=True)
class Spread:
    """Small areas of one type in one period, in numbers."""

    level: str
    period: str
    areas: int
    """How many have a figure."""
    low: float
    middle: float
    high: float


def figure_cell(one: Measured | None, measure: Measure, link: Links, *, note: bool = False) -> Cell:
    """A figure that leads to how we know it; its limits as a second line where asked for."""
    if one is None:
        return Cell(NOT_PUBLISHED, missing=True)
    reading = reading_of(one, measure)
    if reading.missing:
        return Cell(reading.text, missing=True)
    return Cell(reading.text, note=reading.limits if note else "", href=link.figure(one.figure) if one.figure else "")


def ranking_table(
    standings: Standings, measure: Measure, link: Links, *, place: str, trends: Mapping[str, Trend]
) -> Table:
    """Districts with their figure, limits, both ranks, verdict and direction; then what they are held against."""
    limited = any(row.measured.limited for row in standings.rows)
    kind = "District" if standings.kind == "lad" else "Authority"
    several = len(standings.rows) > 1
    columns = [Column(kind, "left"), Column("Figure", note=_unit_note(measure, limited))]
    columns += [Column(f"Rank in {place}", note=f"1 is {measure.first}")] if several else []
    columns += [Column("Rank in England", note=f"of {count(standings.pool)}")] if standings.pool else []
    columns += [Column("Beside England", "left", note="by limits")] if limited else []
    rows = [_ranking_row(row, standings, measure, link, limited) for row in standings.rows]
    blank = tuple(Cell("") for _ in columns[2:])
    if trends:
        columns.append(Column("Direction", "left", note="95% limits"))
        rows = [
            replace(row, cells=(*row.cells, _trend_cell(trends.get(one.measured.code), measure)))
            for row, one in zip(rows, standings.rows, strict=True)
        ]
    for one in ([standings.whole] if standings.whole else []) + list(standings.compared):
        going = (_trend_cell(trends.get(one.code), measure),) if trends else ()
        cells = (figure_cell(one, measure, link, note=True), *blank, *going)
        rows.append(Row(Cell(one.name), cells, strong=one is standings.whole))
    return Table(
        "ranking",
        f"{measure.label}, {standings.period}",
        tuple(columns),
        tuple(rows),
        note=" ".join((*(["Areas with equal figures share a rank."] if several else []), *([_LINE] if trends else []))),
        wide=len(columns) > WIDE - 2,
    )


_LINE = (
    "The direction is that of a straight line through up to ten years; its limits are those of the change a year. "
    "The districts are tested together, so one whose limits leave nought out may still not be clear."
)


def _unit_note(measure: Measure, limited: bool) -> str:
    return f"{measure.unit_said}, 95% limits" if limited else measure.unit_said


def _ranking_row(row: Standing, standings: Standings, measure: Measure, link: Links, limited: bool) -> Row:
    one = row.measured
    cells = [figure_cell(one, measure, link, note=True)]
    cells += [_rank(row.place)] if len(standings.rows) > 1 else []
    cells += [_rank(row.england)] if standings.pool else []
    if limited:
        missing = row.verdict == "not compared"
        cells.append(Cell(verdict_words(row.verdict, "England"), missing=missing))
    return Row(Cell(one.name, href=link.page(one.path) if one.path else ""), tuple(cells))


def _trend_cell(trend: Trend | None, measure: Measure) -> Cell:
    if trend is None:
        return Cell("too few periods", missing=True)
    return Cell(direction_said(trend, measure), note=limits_said(trend, measure))


def _rank(rank: int | None) -> Cell:
    return Cell("–", missing=True) if rank is None else Cell(count(rank))


def series_table(series: Series, measure: Measure, link: Links) -> Table:
    """Periods downwards, newest first; the place, what it is compared with and its districts across."""
    order = {"place": 0, "county": 1, "region": 2, "country": 3, "district": 4}
    lines = sorted((line for line in series.lines if line.known), key=lambda line: order.get(line.kind, 5))
    broken = dict(series.breaks)
    rows = []
    for at in reversed(range(len(series.moments))):
        head = Cell(series.moments[at].label, note="break before this period" if at in broken else "")
        rows.append(Row(head, tuple(figure_cell(line.points[at], measure, link) for line in lines)))
    return Table(
        "series",
        f"{measure.label}, by period",
        (Column("Period", "left"), *(Column(line.name) for line in lines)),
        tuple(rows),
        note=" ".join(reason for _, reason in series.breaks),
        wide=len(lines) + 1 > WIDE,
    )


def breakdown_table(breakdown: Breakdown, measure: Measure, link: Links) -> Table:
    """Groups downwards, areas across."""
    return Table(
        "groups",
        f"{measure.label}, by group, {breakdown.period}",
        (Column("Group", "left"), *(Column(name) for name in breakdown.areas)),
        tuple(
            Row(Cell(group), tuple(figure_cell(one, measure, link) for one in found)) for group, found in breakdown.rows
        ),
        wide=len(breakdown.areas) + 1 > WIDE,
    )


def end_table(
    areas: Sequence[Measured], measure: Measure, link: Links, *, key: str, caption: str, level: str, note: str = ""
) -> Table:
    """Small areas at one end of the order, each leading to its page."""
    limited = any(one.limited for one in areas)
    columns = (Column(LEVELS[level][0].capitalize(), "left"), Column("Figure", note=_unit_note(measure, limited)))
    rows = tuple(
        Row(Cell(one.name, href=link.page(one.path) if one.path else ""), (figure_cell(one, measure, link, note=True),))
        for one in areas
    )
    return Table(key, caption, columns, rows, note=note)


def spread_table(spreads: Sequence[Spread], measure: Measure) -> Table:
    """For each type of small area and period: how many have a figure, and the lowest, middle and highest."""
    columns = (
        Column("Areas", "left"), Column("Period"), Column("With a figure"), Column("Lowest"), Column("Middle"),
        Column("Highest"),
    )  # fmt: skip
    rows = tuple(_spread_row(one, measure) for one in spreads)
    return Table("spread", f"{measure.label}: small areas by type and period", columns, rows, wide=True)


def _spread_row(spread: Spread, measure: Measure) -> Row:
    many = LEVELS[spread.level][1]
    numbers = (Cell(written(value, measure)) for value in (spread.low, spread.middle, spread.high))
    return Row(Cell(f"{many[0].upper()}{many[1:]}"), (Cell(spread.period), Cell(count(spread.areas)), *numbers))


def example_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """The made-up rows of a worked example."""
    return Table(
        "example",
        "The rows of the example",
        tuple(Column(name, "left") for name in columns),
        tuple(Row(Cell(row[0]), tuple(Cell(text) for text in row[1:])) for row in rows),
        wide=len(columns) > WIDE,
    )
