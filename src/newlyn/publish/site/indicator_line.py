"""A series as a chart: the place and England strong, the first and the last district in colour, all others quiet.

Lines are cut where the series is broken. What is said of a series is `indicator_sentence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt

from newlyn.publish.chart import Size, styled, with_margins
from newlyn.publish.colour import INK
from newlyn.publish.site.indicator_measure import Measure, written
from newlyn.publish.site.indicator_sentence import line_end
from newlyn.publish.site.indicator_series import Line, Moment, Series, ticks
from newlyn.publish.site.indicator_shape import (
    BETTER,
    ENGLAND,
    NEUTRAL,
    QUIET,
    WORSE,
    axis_of,
    fill,
    gap,
    rows,
    value_axis,
    with_room,
)


@dataclass(frozen=True)
class _Room:
    left: int
    right: int
    height: int
    ticks: int
    label: int
    """Height of what stands at the end of a line, in pixels: one line of text, or two where there is little room."""


_WIDE, _NARROW = _Room(64, 176, 360, 7, 19), _Room(50, 108, 320, 3, 36)


@dataclass(frozen=True)
class _Look:
    colour: str
    strong: bool
    dash: tuple[int, int] = (1, 0)


def draw_series(series: Series, measure: Measure, size: Size) -> dict[str, Any]:
    """A specification of the lines of a series, the newest figures named at their ends."""
    room = _NARROW if size.narrow else _WIDE
    looks = _looks(series, measure)
    values = [point.value for line, _ in looks for point in line.points if point and point.value is not None]
    low, high = with_room(values)
    data = {
        name: [row for line, look in looks if look.strong is strong for row in _rows(series, line, look, measure)]
        for name, strong in (("quiet", False), ("strong", True))
    }
    ends = [
        {"value": _last(line), "said": line_end(line, measure, "\n" if size.narrow else " "), "colour": look.colour}
        for line, look in looks
        if look.strong
    ]
    shown = ticks(series.moments, room.ticks)
    return fill(
        _shape(size, axis_of(measure), bool(series.breaks)),
        {
            "low": low,
            "high": high,
            "from": series.moments[0].at,
            "to": series.moments[-1].at,
            "ticks": [one.at for one in shown],
            "names": _tick_names(shown),
        },
        {**data, "ends": _apart(ends, (high - low) * room.label / room.height), "breaks": _breaks(series)},
    )


@cache
def _shape(size: Size, axis: str, broken: bool) -> dict[str, Any]:
    room = _NARROW if size.narrow else _WIDE
    width = size.width - room.left - room.right
    x = alt.X(
        "at:Q",
        scale=alt.Scale(domain=[gap("from"), gap("to")], nice=False, zero=False),
        axis=alt.Axis(values=gap("ticks"), labelExpr="@names", grid=False, labelFlush=True),
    )
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[gap("low"), gap("high")], nice=False, zero=False),
        axis=value_axis(axis, narrow=size.narrow),
    )
    colour = alt.Color("colour:N", scale=None)
    tips = [
        alt.Tooltip("name:N", title="Area"),
        alt.Tooltip("period:N", title="Period"),
        alt.Tooltip("said:N", title="Figure"),
    ]
    layers: list[Any] = []
    if broken:
        line = rows("breaks").encode(x=alt.X("at:Q"))
        layers += [
            line.mark_rule(color=NEUTRAL, strokeDash=[2, 3], strokeWidth=1.5),
            line.mark_text(align="center", baseline="bottom", color=NEUTRAL, fontSize=13).encode(
                y=alt.value(-4), text="said:N"
            ),
        ]
    for name, thickness, dot in (("quiet", 1.2, 10), ("strong", 3, 36)):
        base = rows(name).encode(x=x, y=y, color=colour)
        layers += [
            base.mark_line(strokeWidth=thickness).encode(
                detail="stretch:N", strokeDash=alt.StrokeDash("dash:N", scale=None)
            ),
            base.mark_point(filled=True, opacity=1, size=dot).encode(tooltip=tips),
        ]
    ends = rows("ends").mark_text(
        align="left",
        dx=10,
        dy=-8 if size.narrow else 0,  # two lines are counted from the first
        fontSize=13 if size.narrow else 14,
        fontWeight=600,
        lineBreak="\n",
        limit=room.right - 10,
    )
    layers.append(ends.encode(x=alt.value(width), y=alt.Y("label:Q"), text="said:N", color=colour))
    chart = alt.layer(*layers).properties(width=width, height=room.height)
    top = 26 if broken else 16
    shape: dict[str, Any] = styled(with_margins(chart, left=room.left, top=top, right=room.right, bottom=34)).to_dict()
    return shape


def _looks(series: Series, measure: Measure) -> list[tuple[Line, _Look]]:
    """Every line with its look; the region is left out, for England and the place say enough."""
    districts = [line for line in series.lines if line.kind == "district" and line.known]
    newest = max((line.known[-1] for line in districts), default=0)
    current = [line for line in districts if line.known[-1] == newest]
    ordered = sorted(current, key=_last, reverse=measure.high_first)
    marked = {ordered[0].code: WORSE, ordered[-1].code: BETTER} if len(ordered) > 1 else {}
    if len(districts) == 1:
        marked = {districts[0].code: INK}
    found = [(line, _Look(marked.get(line.code, QUIET), line.code in marked)) for line in districts]
    if measure.amount and found:  # beside the whole of England the districts would be one line
        return found
    others = {"place": _Look(INK, True), "county": _Look(INK, True), "country": _Look(ENGLAND, True, (6, 4))}
    return found + [(line, others[line.kind]) for line in series.lines if line.kind in others and line.known]


def _last(line: Line) -> float:
    point = line.points[line.known[-1]]
    return point.value if point and point.value is not None else 0.0


def _rows(series: Series, line: Line, look: _Look, measure: Measure) -> list[dict[str, Any]]:
    return [
        {
            "at": series.moments[at].at,
            "value": round(point.value, 4),
            "name": line.name,
            "period": series.moments[at].label,
            "said": written(point.value, measure),
            "stretch": f"{line.code}-{number}",
            "colour": look.colour,
            "dash": look.dash,
        }
        for number, stretch in enumerate(series.stretches(line))
        for at in stretch
        if (point := line.points[at]) is not None and point.value is not None
    ]


def _breaks(series: Series) -> list[dict[str, Any]]:
    """A place for each line before a period that cannot be joined to the one before."""
    return [
        {"at": (series.moments[at].at + series.moments[at - 1].at) / 2, "said": "break in the series"}
        for at, _ in series.breaks
    ]


def _tick_names(shown: Sequence[Moment]) -> str:
    """An expression of Vega that gives each tick the label of its period; labels are dates and hold no quote."""
    return "".join(f"abs(datum.value - {one.at}) < 0.01 ? '{one.short}' : " for one in shown) + "''"


def _apart(ends: Sequence[dict[str, Any]], gap_between: float) -> list[dict[str, Any]]:
    """Labels with a height each, at least so far apart; those that were pushed up come down again by half."""
    groups: list[list[dict[str, Any]]] = []
    for row in sorted(ends, key=lambda row: (row["value"], row["said"])):
        groups.append([row])
        while len(groups) > 1 and _middle(groups[-1]) - _middle(groups[-2]) < _reach(groups[-2:], gap_between):
            groups[-2:] = [groups[-2] + groups[-1]]
    return [
        {**row, "label": _middle(group) + (at - (len(group) - 1) / 2) * gap_between}
        for group in groups
        for at, row in enumerate(group)
    ]


def _middle(group: Sequence[dict[str, Any]]) -> float:
    return float(sum(row["value"] for row in group)) / len(group)


def _reach(groups: Sequence[Sequence[dict[str, Any]]], gap_between: float) -> float:
    """The distance that the middles of two neighbouring groups of labels need."""
    return sum(len(group) for group in groups) / 2 * gap_between
