"""The page of one goal: where the place stands in each outcome that speaks for it, and what nobody measures.

The gaps and their words are `goal_gap`, the chart is `goal_chart`; values are gathered by
`newlyn.workflows.site.goal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish.chart import draw_specs
from newlyn.publish.deprivation.figure import Figure
from newlyn.publish.site.frame import Frame, render_page
from newlyn.publish.site.goal_chart import draw_gaps
from newlyn.publish.site.goal_gap import (
    Gap,
    answer,
    direction_words,
    furthest_words,
    gap_words,
    place_words,
)
from newlyn.publish.site.goal_word import GoalWords
from newlyn.publish.site.indicator_measure import LEVELS, Measure, Measured, written
from newlyn.publish.site.indicator_table import figure_cell
from newlyn.publish.site.link import Links
from newlyn.publish.table import Cell, Column, Row, Table


@dataclass(frozen=True)
class SmallGap:
    """An indicator of small areas that bears on the goal: who is furthest behind in it."""

    measure: Measure
    level: str
    period: str
    first: Measured
    """The area furthest behind, or with the highest figure where neither direction is good."""
    sharing: int
    """How many areas have that same figure."""
    areas: int
    middle: float


@dataclass(frozen=True)
class GoalPage:
    """Everything that the page of a goal is made from."""

    id: str
    title: str
    place: str
    words: GoalWords
    gaps: tuple[Gap, ...]
    small: tuple[SmallGap, ...]
    others: tuple[Measure, ...]
    """Further indicators that bear on the goal and have nothing to show here."""
    previous: tuple[str, str] | None
    """ID and title of the goal before, and of the one after."""
    following: tuple[str, str] | None

    @property
    def chosen(self) -> tuple[Gap, ...]:
        """The outcomes that were chosen to speak for the goal."""
        return tuple(gap for gap in self.gaps if gap.outcome)

    @property
    def number(self) -> int:
        """Its place among the 14."""
        return int(self.id.removeprefix("lug-"))


def render_goal(values: GoalPage, frame: Frame, link: Links) -> str:
    """The page as HTML."""
    also = [gap for gap in values.gaps if not gap.outcome]
    return render_page(
        "goal.html",
        frame,
        link,
        values,
        answer=answer(values.place, values.chosen),
        gaps=_gaps(values, link),
        also=gap_table(
            also, link, key="also", caption="Census counts, summaries and parts of an index", place=values.place
        )
        if also
        else None,
        small=small_table(values.small, link) if values.small else None,
        proxies=[gap for gap in values.gaps if gap.proxy],
    )


def _gaps(values: GoalPage, link: Links) -> Figure | Table | None:
    """The chart with its table, or the table alone where no outcome has districts to order."""
    if not values.chosen:
        return None
    table = gap_table(values.chosen, link, key="gaps", caption=f"{values.title}: outcomes", place=values.place)
    drawn = sorted((gap for gap in values.chosen if len(gap.positions) > 1), key=lambda gap: gap.positions[0].share)
    if not drawn:
        return table
    sentences = (
        "Each dot is a district, placed by how many districts of England do worse: further right is better in every "
        "row. At the broken line half of England does worse, half better.",
        "The district furthest behind is in brown and named; outcomes stand in that order.",
    )
    heading = f"Where the districts of {values.place} stand among all districts of England"
    drawing = draw_specs(
        lambda size: draw_gaps(drawn, size),
        key="gap-chart",
        title=heading,
        description=" ".join((*sentences, "The table below the chart holds every number.")),
    )
    return Figure("gap-chart", heading, drawing, sentences, table)


def gap_table(gaps: Sequence[Gap], link: Links, *, key: str, caption: str, place: str) -> Table:
    """One row for each outcome: the place, England, the gap, the neighbours, what changed, who is furthest behind."""
    near = any(gap.neighbours for gap in gaps)
    columns = [
        Column("Outcome", "left"),
        Column(place),
        Column("England"),
        Column(f"{place} to England", "left"),
        *([Column("Nearest neighbours", note="mean")] if near else []),
        Column("Over the last years", "left"),
        Column("Furthest behind", "left", note="or highest"),
    ]
    rows = tuple(_gap_row(gap, link, near) for gap in gaps)
    note = (
        "Nearest neighbours are up to ten authorities most like the place by the model of the Office for National "
        "Statistics; their mean is not weighted. Changes between two periods are tested only with 95% limits."
    )
    return Table(key, caption, tuple(columns), rows, note=note if near else "", wide=True)


def _gap_row(gap: Gap, link: Links, near: bool) -> Row:
    note = f"{gap.standings.period}; {gap.measure.unit_said}{'; proxy' if gap.proxy else ''}"
    head = Cell(gap.label, note=note, href=link.page(f"indicators/{gap.measure.code}"))
    own = figure_cell(gap.own, gap.measure, link) if gap.own else Cell(place_words(gap))
    mean = Cell("–", missing=True)
    if gap.neighbours:
        mean = Cell(written(gap.neighbours[0], gap.measure), note=f"of {gap.neighbours[1]}")
    benchmark = next((one for one in gap.standings.compared if one.kind == "country"), None)
    cells = [own, figure_cell(benchmark, gap.measure, link), Cell(gap_words(gap)), *([mean] if near else [])]
    return Row(head, (*cells, Cell(direction_words(gap)), Cell(furthest_words(gap))))


def small_table(small: Sequence[SmallGap], link: Links) -> Table:
    """One row for each indicator of small areas: who is furthest behind, and what the middle one has."""
    columns = (
        Column("Indicator", "left"), Column("Furthest behind, or highest", "left"), Column("Figure"),
        Column("Middle of the place"),
    )  # fmt: skip
    return Table("small", "Small areas furthest behind", columns, tuple(_small_row(one, link) for one in small))


def _small_row(one: SmallGap, link: Links) -> Row:
    many = LEVELS[one.level][1]
    head = Cell(
        one.measure.label, note=f"{one.period}; {one.areas} {many}", href=link.page(f"indicators/{one.measure.code}")
    )
    name = Cell(one.first.name, href=link.page(one.first.path) if one.first.path else "")
    if one.sharing > 1:
        name = Cell(f"{one.sharing} {many} share it")
    return Row(head, (name, figure_cell(one.first, one.measure, link), Cell(written(one.middle, one.measure))))
