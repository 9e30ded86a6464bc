"""The gap chart of a goal: one row for each outcome, a dot for each district by its place among all of England.

Figures of all units stand on one scale, for only the order counts; further right is better in every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from textwrap import wrap
from typing import Any

import altair as alt

from newlyn.publish.chart import Size, styled, with_margins
from newlyn.publish.site.goal_gap import Gap
from newlyn.publish.site.indicator_shape import BETTER, NEUTRAL, WORSE, fill, rows

_NAMES, _BEHIND = 330, 150
"""Width for the names of outcomes and of the districts furthest behind, in pixels."""

_LETTERS = {False: 37, True: 42}
"""Letters of a name that fit on a line, by whether the drawing is narrow."""


def draw_gaps(gaps: Sequence[Gap], size: Size) -> dict[str, Any]:
    """A specification: outcomes in the order given, districts as dots, the one furthest behind named."""
    outcomes = [_outcome(at, gap, size) for at, gap in enumerate(gaps)]
    dots = [
        {
            "at": at,
            "share": round(position.share, 4),
            "name": position.name,
            "outcome": gap.label,
            "said": f"{round(100 * position.share)} in 100 do worse",
            "colour": WORSE if number == 0 else BETTER,
            "size": 110 if number == 0 else 60,
            "see": 1.0 if number == 0 else 0.4,
        }
        for at, gap in enumerate(gaps)
        for number, position in reversed(list(enumerate(gap.positions)))  # the one furthest behind lies on top
    ]
    ends = [{"share": 0.0, "said": "worst in England"}, {"share": 1.0, "said": "best in England"}]
    return fill(_shape(size), {}, {"outcomes": outcomes, "dots": dots, "middle": [{"share": 0.5}], "ends": ends})


def _outcome(at: int, gap: Gap, size: Size) -> dict[str, Any]:
    lines = wrap(gap.label, _LETTERS[size.narrow])
    kept = [*lines[:1], " ".join(lines[1:])] if len(lines) > 2 else lines
    if len(lines) > 2:
        kept[1] = f"{kept[1][: _LETTERS[size.narrow] - 1].rstrip()}…"
    behind = gap.positions[0].name
    return {
        "at": at,
        "name": "\n".join(kept),
        "lines": len(kept),
        "behind": behind,
        "behind_said": f"furthest behind: {behind}",
    }


@cache
def _shape(size: Size) -> dict[str, Any]:
    left, right = (8, 8) if size.narrow else (_NAMES, _BEHIND)
    width = size.width - left - right
    drop = 14 if size.narrow else 0
    y = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0.1, paddingOuter=0.2))
    scale = alt.Scale(domain=[0, 1], nice=False)
    names = rows("outcomes").encode(y=y)
    dots = rows("dots").encode(y=y)
    tips = [
        alt.Tooltip("name:N", title="District"),
        alt.Tooltip("outcome:N", title="Outcome"),
        alt.Tooltip("said:N", title="Districts of England"),
    ]
    ends = rows("ends").encode(x=alt.X("share:Q", scale=scale), text="said:N")
    # Only the narrow drawing has a line behind its words; a halo in the wide one would hide them where it comes alive.
    halo = {"stroke": "#ffffff", "strokeWidth": 4} if size.narrow else {}
    label = names.mark_text(
        align="left" if size.narrow else "right",
        # Lines are counted from the first one, so two of them move up by half a line to stay in the middle.
        baseline="top" if size.narrow else "middle",
        dx=0 if size.narrow else -16,
        dy={"expr": "datum.lines > 1 ? -40 : -22" if size.narrow else "datum.lines > 1 ? -9 : 0"},
        lineBreak="\n",
        **halo,
        limit=size.width if size.narrow else _NAMES - 18,
    )
    layers = [
        rows("middle").mark_rule(color=NEUTRAL, strokeWidth=1.5, strokeDash=[5, 4]).encode(x=alt.X("share:Q")),
        names.mark_rule(color="#d5dade", strokeWidth=2, yOffset=drop).encode(x=alt.value(0), x2=alt.value(width)),
        dots.mark_point(filled=True, yOffset=drop, stroke="#ffffff", strokeWidth=1).encode(
            x=alt.X("share:Q", scale=scale, axis=None),
            color=alt.Color("colour:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            opacity=alt.Opacity("see:Q", scale=None),
            tooltip=tips,
        ),
        label.encode(x=alt.value(0), text="name:N"),
        ends.transform_filter("datum.share == 0")
        .mark_text(align="left", baseline="bottom", color=NEUTRAL, fontSize=14, dy=-8)
        .encode(y=alt.value(0)),
        ends.transform_filter("datum.share == 1")
        .mark_text(align="right", baseline="bottom", color=NEUTRAL, fontSize=14, dy=-8)
        .encode(y=alt.value(0)),
    ]
    if size.narrow:
        behind = names.mark_text(align="left", dy=34, fontSize=13, color=WORSE, **halo).encode(
            x=alt.value(0), text="behind_said:N"
        )
        layers.append(behind)
    else:
        behind = names.mark_text(align="left", dx=16, fontWeight=600, color=WORSE, limit=_BEHIND - 20)
        layers.append(behind.encode(x=alt.value(width), text="behind:N"))
        head = rows("middle").mark_text(align="left", baseline="bottom", color=WORSE, fontSize=14, dx=16, dy=-8)
        layers.append(head.encode(x=alt.value(width), y=alt.value(0), text=alt.value("furthest behind")))
    chart = alt.layer(*layers).properties(width=width, height=alt.Step(100 if size.narrow else 44))
    shape: dict[str, Any] = styled(with_margins(chart, left=left, top=30, right=right, bottom=8)).to_dict()
    return shape
