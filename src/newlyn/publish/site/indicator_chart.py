"""The districts of a place in one indicator: a dot for each with its 95% limits, England as a line across.

Names are drawn from data fields, so whatever they hold stays text. Lines through time are `indicator_line`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt

from newlyn.publish.chart import Size, styled, with_margins
from newlyn.publish.colour import INK
from newlyn.publish.site.indicator_measure import Measure, Measured, written
from newlyn.publish.site.indicator_shape import (
    BETTER,
    ENGLAND,
    NEUTRAL,
    WORSE,
    axis_of,
    fill,
    gap,
    rows,
    value_axis,
    with_room,
)
from newlyn.publish.site.indicator_standing import Standing, Standings
from newlyn.publish.site.reading import Verdict

_WEIGHT: Any = {"expr": "datum.strong ? 600 : 400"}

_NAMES = 170
"""Width for the names of districts, in pixels."""


@dataclass(frozen=True)
class _Dot:
    colour: str
    shape: str


_DOTS: Mapping[Verdict, _Dot] = {
    "worse": _Dot(WORSE, "triangle-down"),
    "better": _Dot(BETTER, "triangle-up"),
    "higher": _Dot(NEUTRAL, "triangle-up"),
    "lower": _Dot(NEUTRAL, "triangle-down"),
    "similar": _Dot(NEUTRAL, "circle"),
    "not compared": _Dot(INK, "circle"),
}


def draw_ranking(standings: Standings, measure: Measure, size: Size) -> dict[str, Any]:
    """A specification: districts with the first in order on top, then the place itself."""
    found = [_row(at, standing, one, measure) for at, (standing, one) in enumerate(_with_whole(standings))]
    benchmark = standings.benchmark
    england = [] if benchmark is None else [_england(benchmark, measure)]
    ends = [row[end] for row in found for end in ("lower", "upper", "value")] + [row["value"] for row in england]
    low, high = with_room(ends)
    limits = any(row["limits"] for row in found)
    return fill(
        _shape(size, axis_of(measure), limits), {"low": low, "high": high}, {"districts": found, "england": england}
    )


@cache
def _shape(size: Size, axis: str, limits: bool) -> dict[str, Any]:
    left, right = (6, 62) if size.narrow else (_NAMES, 120)
    width, drop = size.width - left - right, 12 if size.narrow else 0
    scale = alt.Scale(domain=[gap("low"), gap("high")], nice=False, zero=False)
    x = alt.X("value:Q", scale=scale, axis=value_axis(axis, narrow=size.narrow))
    y = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0.2, paddingOuter=0.3))
    base = rows("districts").encode(y=y)
    tips = [alt.Tooltip("name:N", title="Area"), alt.Tooltip("figure:N", title="Figure")]
    tips += [alt.Tooltip("limits:N", title="95% limits"), alt.Tooltip("verdict:N", title="Beside England")] * limits
    line = rows("england").encode(x=alt.X("value:Q"))
    layers = [
        base.mark_rule(color="#e3e7ea", yOffset=drop).encode(x=alt.value(0), x2=alt.value(width)),
        line.mark_rule(color=ENGLAND, strokeWidth=2, strokeDash=[5, 4]),
        line.mark_text(align="center", baseline="bottom", color=ENGLAND, fontSize=14).encode(
            y=alt.value(-6), text="said:N"
        ),
        base.mark_rule(strokeWidth=3, opacity=0.5, yOffset=drop).encode(
            x=alt.X("lower:Q"), x2="upper:Q", color=alt.Color("colour:N", scale=None)
        ),
        base.mark_point(filled=True, size=110, opacity=1, yOffset=drop).encode(
            x=x, color=alt.Color("colour:N", scale=None), shape=alt.Shape("shape:N", scale=None), tooltip=tips
        ),
        base.mark_text(
            align="left" if size.narrow else "right",
            dx=0 if size.narrow else -12,
            dy=-12 if size.narrow else 0,
            fontWeight=_WEIGHT,
            limit=size.width if size.narrow else _NAMES - 14,
        ).encode(x=alt.value(0), text="name:N"),
        base.mark_text(align="left", dx=12, dy=drop, fontSize=14, fontWeight=_WEIGHT).encode(
            x=alt.value(width), text="figure:N" if size.narrow else "said:N"
        ),
    ]
    chart = alt.layer(*layers).properties(width=width, height=alt.Step(52 if size.narrow else 34))
    shape: dict[str, Any] = styled(with_margins(chart, left=left, top=28, right=right, bottom=34)).to_dict()
    return shape


def _with_whole(standings: Standings) -> list[tuple[Standing | None, Measured]]:
    known: list[tuple[Standing | None, Measured]] = [(row, row.measured) for row in standings.known]
    return [*known, (None, standings.whole)] if standings.whole and not standings.amounts else known


def _row(at: int, standing: Standing | None, one: Measured, measure: Measure) -> dict[str, Any]:
    verdict = standing.verdict if standing else "not compared"
    dot = _DOTS[verdict]
    text = written(one.value or 0.0, measure)
    limits = ""
    if one.lower is not None and one.upper is not None:
        limits = f"{written(one.lower, measure)} to {written(one.upper, measure)}"
    return {
        "at": at,
        "name": one.name,
        "value": one.value,
        "lower": one.value if one.lower is None else one.lower,
        "upper": one.value if one.upper is None else one.upper,
        "limits": limits,
        "verdict": verdict,
        "figure": text,
        "said": text if verdict == "not compared" else f"{text} {verdict}",
        "colour": dot.colour,
        "shape": "square" if standing is None else dot.shape,
        "strong": standing is None,
    }


def _england(benchmark: Measured, measure: Measure) -> dict[str, Any]:
    return {"value": benchmark.value, "said": f"{benchmark.name} {written(benchmark.value or 0.0, measure)}"}
