"""The charts of the deprivation page: shares of groups, tenths of domains, and editions over time.

Each returns an Altair chart for one width. Names are drawn from data fields, so whatever they hold
stays text. The look is `publish.chart`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from newlyn.indices.picture import Change, DomainProfile, Group
from newlyn.publish.chart import Size
from newlyn.publish.colour import TENTHS, ink_on
from newlyn.publish.deprivation.measure import BAND_WORDS, FIFTH, WHOLE, band_of, headline_share
from newlyn.publish.number import count, percent

_DEEP, _MIDDLE, _LIGHT = TENTHS[0], TENTHS[3], TENTHS[6]
"""Colours of the most deprived tenth, fifth and three tenths wherever they meet in one chart."""


@dataclass(frozen=True)
class _Look:
    """How a band is drawn where bands meet in one chart: colour is never alone."""

    top: float
    colour: str
    dash: tuple[int, int]
    shape: str


_LOOKS = (
    _Look(0.1, _DEEP, (1, 0), "circle"),
    _Look(0.2, _MIDDLE, (8, 3), "square"),
    _Look(0.3, "#4b7f88", (2, 3), "triangle-up"),
)

_RULE = "#8a4b08"
"""Lines of comparison: far from the blues in hue and 6.6 to 1 on white."""

_WEIGHT: Any = {"expr": "datum.strong ? 600 : 400"}
"""Bold for the row that the page is about."""

_NAMES = 225
"""Width for the names of places beside bars, in pixels: enough for 28 letters."""

_DOMAIN_NAMES = 300


def draw_shares(groups: Sequence[Group], size: Size, *, even: float, even_name: str) -> Any:
    """Bars: the share of each group in the most deprived fifth, and within it the most deprived tenth."""
    rows = [_share_row(at, group) for at, group in enumerate(groups)]
    step = 58 if size.narrow else 38
    width = size.width - 70 - (0 if size.narrow else _NAMES)
    top = max([even, *(row["fifth"] for row in rows)]) * 1.02
    base = _chart(rows).encode(y=alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15)))
    x = alt.X("fifth:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=_percent_axis())
    drop = 12 if size.narrow else 0
    wide, thin = (base.mark_bar(size=thick, yOffset=drop, color=ink) for thick, ink in ((20, _MIDDLE), (8, _DEEP)))
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
        *_comparison_line(even, f"{even_name} {percent(even)}"),
        names,
        base.mark_text(align="left", dx=7, dy=drop, fontWeight=_WEIGHT).encode(x=alt.X("fifth:Q"), text="said:N"),
    ]
    chart = alt.layer(*layers).properties(width=width, height=step * len(rows))
    return _fixed(chart, left=2 if size.narrow else _NAMES + 5, top=28, right=65, bottom=34)


def draw_profile(profiles: Sequence[DomainProfile], size: Size) -> Any:
    """Bars of one length, cut into the ten national tenths: the longer the dark part, the more deprived."""
    step = 62 if size.narrow else 44
    width = size.width - 22 - (0 if size.narrow else _DOMAIN_NAMES)
    rows = [row for at, profile in enumerate(profiles) for row in _profile_rows(at, profile, width)]
    labels = [
        {"at": at, "label": profile.label, "strong": profile.domain == WHOLE} for at, profile in enumerate(profiles)
    ]
    y = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0.2, paddingOuter=0.1))
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=_percent_axis())
    drop = 12 if size.narrow else 0
    base = _chart(rows).encode(y=y)
    bars = base.mark_bar(size=28, yOffset=drop, stroke="#ffffff", strokeWidth=1).encode(
        x=x, x2="end:Q", color=alt.Color("colour:N", scale=None)
    )
    figures = base.mark_text(fontSize=13, dy=drop).encode(
        x=alt.X("middle:Q"), text="figure:N", color=alt.Color("ink:N", scale=None)
    )
    names = (
        _chart(labels)
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
    chart = alt.layer(*_comparison_line(FIFTH, "even spread: 20%"), bars, figures, names)
    chart = chart.properties(width=width, height=step * len(profiles))
    return _fixed(chart, left=2 if size.narrow else _DOMAIN_NAMES, top=28, right=20, bottom=34)


def draw_editions(change: Change, size: Size) -> Any:
    """Lines over the editions: residents (or areas) of the place in the most deprived tenth, fifth, three tenths."""
    left, right, height = (62, 100, 240) if size.narrow else (74, 130, 280)
    years = [point.edition for point in change.editions]
    rows = _edition_rows(change)
    top = 1.06 * max(1, *(row["size"] for row in rows))
    base = _chart(rows).encode(
        x=alt.X("edition:Q", scale=_year_scale(years), axis=alt.Axis(values=years, format="d", grid=False)),
        y=alt.Y("size:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(format=",d", tickCount=4)),
        color=alt.Color("colour:N", scale=None),
    )
    last = [row for row in rows if row["edition"] == years[-1]]
    ends = _chart(_apart(last, 40 * top / height)).encode(x=alt.X("edition:Q"), y=alt.Y("label:Q"))
    layers = (
        base.mark_line(strokeWidth=3).encode(strokeDash=alt.StrokeDash("dash:N", scale=None)),
        base.mark_point(filled=True, size=75, opacity=1).encode(shape=alt.Shape("shape:N", scale=None)),
        ends.mark_text(align="left", dx=12, dy=-8, fontWeight=600).encode(text="said:N"),
        ends.mark_text(align="left", dx=12, dy=10, fontSize=14).encode(text="words:N"),
    )
    chart = alt.layer(*layers).properties(width=size.width - left - right, height=height)
    return _fixed(chart, left=left, top=16, right=right, bottom=34)


def draw_district_change(change: Change, size: Size) -> Any:
    """A small line for each district, all on one scale: its share in the most deprived fifth, edition by edition."""
    years = [point.edition for point in change.editions]
    columns, width = (2, 128) if size.narrow else (4, 158)
    rows = _district_rows(change)
    top = max(0.05, *(row["share"] for row in rows if row["share"] is not None))
    base = _chart(rows).encode(
        x=alt.X(
            "edition:Q",
            scale=_year_scale(years),
            axis=alt.Axis(values=[years[0], years[-1]], format="d", grid=False, labelFlush=True),
        ),
        y=alt.Y("share:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None),
    )
    names = base.mark_text(align="left", limit=width + 40, fontSize=14, fontWeight=600)
    panel = alt.layer(
        base.mark_area(color=_LIGHT, opacity=0.5),
        base.mark_line(color=_MIDDLE, strokeWidth=2.5),
        base.mark_point(filled=True, color=_DEEP, opacity=1).encode(size=alt.Size("dot:Q", scale=None)),
        base.mark_text(align="right", dy=-13, dx=6, fontSize=14).encode(text="said:N"),
        names.encode(x=alt.value(0), y=alt.value(-34), text="name:N"),
    ).properties(width=width, height=60)
    # Flush panels keep their distance whatever their labels measure; the names stand in that distance.
    chart = panel.facet(facet=alt.Facet("at:O", header=None), columns=columns, spacing={"row": 92, "column": 50})
    return chart.properties(bounds="flush", padding={"left": 4, "top": 46, "right": 30, "bottom": 32})


def _share_row(at: int, group: Group) -> dict[str, Any]:
    return {
        "at": at,
        "name": group.name,
        "fifth": headline_share(group) or 0.0,
        "tenth": headline_share(group, 0.1) or 0.0,
        "said": percent(headline_share(group)),
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
            }
        )
        start += areas
    return rows


def _edition_rows(change: Change) -> list[dict[str, Any]]:
    known = all(band.residents is not None for point in change.editions for band in point.bands)
    return [
        {
            "edition": point.edition,
            "size": band.residents if known else band.areas,
            "said": count(band.residents if known else band.areas),
            "words": BAND_WORDS[look.top],
            "colour": look.colour,
            "dash": look.dash,
            "shape": look.shape,
        }
        for point in change.editions
        for look in _LOOKS
        for band in [band_of(point.bands, look.top)]
    ]


def _apart(rows: Sequence[dict[str, Any]], gap: float) -> list[dict[str, Any]]:
    """Rows, smallest first, with the height of a label for each: at least `gap` above the one below."""
    placed: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda row: row["size"]):
        lowest = placed[-1]["label"] + gap if placed else gap / 3
        placed.append({**row, "label": max(row["size"], lowest)})
    return placed


def _district_rows(change: Change) -> list[dict[str, Any]]:
    """A row for each district and edition; the name stands at the first of a district, the figure at its last."""
    ordered = sorted(change.districts, key=lambda district: (-(district.shares[-1] or 0.0), district.name))
    return [
        {
            "at": at,
            "edition": point.edition,
            "share": share,
            "name": district.name if first else "",
            "said": percent(share) if last else "",
            "dot": 50 if last and share is not None else 0,
        }
        for at, district in enumerate(ordered)
        for point, share in zip(change.editions, district.shares, strict=True)
        for first, last in [(point is change.editions[0], point is change.editions[-1])]
    ]


def _comparison_line(at: float, text: str) -> list[Any]:
    line = _chart([{"even": at, "said": text}]).encode(x=alt.X("even:Q"))
    return [
        line.mark_rule(color=_RULE, strokeWidth=2, strokeDash=[5, 4]),
        line.mark_text(align="left", dx=-4, baseline="bottom", color=_RULE, fontSize=14).encode(
            y=alt.value(-7), text="said:N"
        ),
    ]


def _percent_axis() -> alt.Axis:
    return alt.Axis(format="~%", tickCount=5, labelFlush=False)


def _year_scale(years: Sequence[int]) -> alt.Scale:
    return alt.Scale(domain=[years[0], years[-1]], nice=False, zero=False)


def _chart(rows: Sequence[Mapping[str, Any]]) -> Any:
    """A chart whose data stand inside it: nothing is loaded when it is drawn."""
    return alt.Chart(alt.InlineData(values=list(rows)))


def _fixed(chart: Any, *, left: int, top: int, right: int, bottom: int) -> Any:
    """Margins that do not hang on measured text, so that every machine draws the same."""
    padding = {"left": left, "top": top, "right": right, "bottom": bottom}
    return chart.properties(padding=padding, autosize=alt.AutoSizeParams(type="none"))
