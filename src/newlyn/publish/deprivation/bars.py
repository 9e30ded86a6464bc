"""Bars of the deprivation page: shares of groups, and the tenths of each domain.

Each function returns an Altair chart for one width. Names are drawn from data fields, so whatever they
hold stays text. Lines over time are `lines`; the look is `publish.chart`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from newlyn.indices.picture import DomainProfile, Group
from newlyn.publish.chart import Size, inline, percent_axis, with_margins
from newlyn.publish.colour import TENTHS, ink_on
from newlyn.publish.deprivation.measure import BAND_COLOURS, FIFTH, WHOLE, Yardstick
from newlyn.publish.number import count, percent

_RULE = "#8a4b08"
"""Lines of comparison: far from the blues in hue and 6.6 to 1 on white."""

_WEIGHT: Any = {"expr": "datum.strong ? 600 : 400"}
"""Bold for the row that the page is about."""

_NAMES = 265
"""Width for the names of places beside bars, in pixels: enough for 30 letters."""

_DOMAIN_NAMES = 330
"""Width for the names of domains: the longest in the widest of common fonts."""


def draw_shares(groups: Sequence[Group], size: Size, *, even: float, even_name: str) -> Any:
    """Bars: the share of each group in the most deprived fifth, and within it the most deprived tenth."""
    yardstick = Yardstick.of(groups)
    rows = [_share_row(at, group, yardstick) for at, group in enumerate(groups)]
    step = 58 if size.narrow else 38
    width = size.width - 70 - (0 if size.narrow else _NAMES)
    top = max([even, *(row["fifth"] for row in rows)]) * 1.02
    base = inline(rows).encode(y=alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15)))
    x = alt.X("fifth:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=percent_axis())
    drop = 12 if size.narrow else 0
    told = [
        alt.Tooltip("name:N"),
        alt.Tooltip("said:N", title="Most deprived fifth"),
        alt.Tooltip("tenth_said:N", title="Most deprived tenth"),
    ]
    wide, thin = (
        base.mark_bar(size=thick, yOffset=drop, color=ink).encode(tooltip=told)
        for thick, ink in ((20, BAND_COLOURS[0.2]), (8, BAND_COLOURS[0.1]))
    )
    names = base.mark_text(
        align="left" if size.narrow else "right",
        dx=0 if size.narrow else -12,
        dy=-14 if size.narrow else 0,
        limit=_NAMES,
        fontWeight=_WEIGHT,
    ).encode(x=alt.value(0), text="name:N")
    layers = [
        wide.encode(x=x),
        thin.encode(x=alt.X("tenth:Q")),
        *_comparison_line(even, f"{even_name} {percent(even)}", top=top),
        names,
        base.mark_text(align="left", dx=7, dy=drop, fontWeight=_WEIGHT).encode(x=alt.X("fifth:Q"), text="said:N"),
    ]
    chart = alt.layer(*layers).properties(width=width, height=step * len(rows))
    return with_margins(chart, left=2 if size.narrow else _NAMES + 5, top=28, right=65, bottom=34)


def draw_profile(profiles: Sequence[DomainProfile], size: Size) -> Any:
    """Bars of one length, cut into the ten national tenths: the longer the dark part, the more deprived."""
    step = 62 if size.narrow else 44
    width = size.width - 22 - (0 if size.narrow else _DOMAIN_NAMES)
    rows = [row for at, profile in enumerate(profiles) for row in _profile_rows(at, profile, width)]
    labels = [
        {"at": at, "label": profile.label, "strong": profile.domain == WHOLE} for at, profile in enumerate(profiles)
    ]
    y = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0.2, paddingOuter=0.1))
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=percent_axis())
    drop = 12 if size.narrow else 0
    base = inline(rows).encode(y=y)
    bars = base.mark_bar(size=28, yOffset=drop, stroke="#ffffff", strokeWidth=1).encode(
        x=x,
        x2="end:Q",
        color=alt.Color("colour:N", scale=None),
        tooltip=[
            alt.Tooltip("label:N"),
            alt.Tooltip("tenth:O", title="National tenth"),
            alt.Tooltip("areas:N", title="Neighbourhoods"),
        ],
    )
    figures = base.mark_text(fontSize=13, dy=drop).encode(
        x=alt.X("middle:Q"), text="figure:N", color=alt.Color("ink:N", scale=None)
    )
    names = (
        inline(labels)
        .mark_text(
            align="left" if size.narrow else "right",
            dx=0 if size.narrow else -12,
            dy=-16 if size.narrow else 0,
            limit=size.width if size.narrow else _DOMAIN_NAMES - 14,
            fontSize=15,
            fontWeight=_WEIGHT,
            stroke="#ffffff",
            strokeWidth=4,
        )
        .encode(x=alt.value(0), y=y, text="label:N")
    )
    # The line runs below the bars and shows in the gaps, where it crosses no figure.
    chart = alt.layer(*_comparison_line(FIFTH, f"even spread {percent(FIFTH)}", top=1), bars, figures, names)
    chart = chart.properties(width=width, height=step * len(profiles))
    return with_margins(chart, left=2 if size.narrow else _DOMAIN_NAMES, top=28, right=20, bottom=34)


def _share_row(at: int, group: Group, yardstick: Yardstick) -> dict[str, Any]:
    return {
        "at": at,
        "name": group.name,
        "fifth": yardstick.fifth(group),
        "tenth": yardstick.share(group, 0.1) or 0.0,
        "said": percent(yardstick.fifth(group)),
        "tenth_said": percent(yardstick.share(group, 0.1)),
        "strong": group.kind == "place",
    }


def _profile_rows(at: int, profile: DomainProfile, width: int) -> list[dict[str, Any]]:
    total, start, rows = sum(profile.deciles) or 1, 0, []
    for tenth, areas in enumerate(profile.deciles):
        room = areas / total * width
        fits = room > 8 * len(count(areas)) + 6
        rows.append(
            {
                "at": at,
                "start": start / total,
                "end": (start + areas) / total,
                "middle": (start + areas / 2) / total,
                "colour": TENTHS[tenth],
                "ink": ink_on(TENTHS[tenth]),
                "figure": count(areas) if fits else "",
                "label": profile.label,
                "tenth": tenth + 1,
                "areas": count(areas),
            }
        )
        start += areas
    return rows


def _comparison_line(at: float, text: str, *, top: float) -> list[Any]:
    """A dashed line with its name above it, on the side where there is room."""
    line = inline([{"even": at, "said": text}]).encode(x=alt.X("even:Q"))
    side = "right" if at > top / 2 else "left"
    name = line.mark_text(align=side, dx=4 if side == "right" else -4, baseline="bottom", color=_RULE, fontSize=14)
    return [
        line.mark_rule(color=_RULE, strokeWidth=2, strokeDash=[5, 4]),
        name.encode(y=alt.value(-7), text="said:N"),
    ]
