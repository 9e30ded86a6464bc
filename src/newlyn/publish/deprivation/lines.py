"""Lines of the deprivation page: the place and its districts from edition to edition.

Each function returns an Altair chart for one width. Bars are `bars`; the look is `publish.chart`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from newlyn.indices.picture import Change
from newlyn.publish.chart import Size, inline, with_margins
from newlyn.publish.deprivation.measure import BAND_COLOURS, BAND_WORDS, band_of, districts_last, has_residents
from newlyn.publish.number import count, percent

_GROUND = "#cbe7e2"
"""Ground below a small line: only there to hold it together."""


@dataclass(frozen=True)
class _Look:
    """How a band is drawn where bands meet in one chart: colour is never alone."""

    top: float
    dash: tuple[int, int]
    shape: str


_LOOKS = (
    _Look(0.1, (1, 0), "circle"),
    _Look(0.2, (8, 3), "square"),
    _Look(0.3, (2, 3), "triangle-up"),
)


def draw_editions(change: Change, size: Size) -> Any:
    """Lines over the editions: residents (or areas) of the place in the most deprived tenth, fifth, three tenths."""
    left, right, height = (62, 100, 240) if size.narrow else (74, 130, 280)
    years = [point.edition for point in change.editions]
    rows = _edition_rows(change)
    top = 1.06 * max(1, *(row["size"] for row in rows))
    base = inline(rows).encode(
        x=alt.X(
            "edition:Q",
            scale=_year_scale(years),
            axis=alt.Axis(values=_shown(years, size.width - left - right), format="d", grid=False),
        ),
        y=alt.Y("size:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(format=",d", tickCount=4)),
        color=alt.Color("colour:N", scale=None),
    )
    last = [row for row in rows if row["edition"] == years[-1]]
    ends = inline(_apart(last, 40 * top / height)).encode(x=alt.X("edition:Q"), y=alt.Y("label:Q"))
    layers = (
        base.mark_line(strokeWidth=3).encode(strokeDash=alt.StrokeDash("dash:N", scale=None)),
        base.mark_point(filled=True, size=75, opacity=1).encode(
            shape=alt.Shape("shape:N", scale=None),
            tooltip=[
                alt.Tooltip("edition:O"),
                alt.Tooltip("said:N", title=_who(change)),
                alt.Tooltip("within:N", title="In the most deprived"),
            ],
        ),
        ends.mark_text(align="left", dx=12, dy=-8, fontWeight=600).encode(text="said:N"),
        ends.mark_text(align="left", dx=12, dy=10, fontSize=14).encode(text="words:N"),
    )
    chart = alt.layer(*layers).properties(width=size.width - left - right, height=height)
    return with_margins(chart, left=left, top=16, right=right, bottom=34)


def draw_district_change(change: Change, size: Size) -> Any:
    """A small line for each district, all on one scale: its share in the most deprived fifth, edition by edition."""
    years = [point.edition for point in change.editions]
    columns, width = (2, 128) if size.narrow else (4, 158)
    rows = _district_rows(change)
    top = max(0.05, *(row["share"] for row in rows if row["share"] is not None))
    base = inline(rows).encode(
        x=alt.X(
            "edition:Q",
            scale=_year_scale(years),
            axis=alt.Axis(values=[years[0], years[-1]], format="d", grid=False, labelFlush=True),
        ),
        y=alt.Y("share:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None),
    )
    told = [
        alt.Tooltip("district:N"),
        alt.Tooltip("edition:O", title="Edition"),
        alt.Tooltip("share_said:N", title="Most deprived fifth"),
    ]
    names = base.mark_text(align="left", limit=width + 40, fontSize=14, fontWeight=600)
    panel = alt.layer(
        base.mark_area(color=_GROUND),
        base.mark_line(color=BAND_COLOURS[0.2], strokeWidth=2.5),
        base.mark_point(filled=True, color=BAND_COLOURS[0.1], opacity=1).encode(
            size=alt.Size("dot:Q", scale=None), tooltip=told
        ),
        base.mark_text(align="right", dy=-13, dx=6, fontSize=14).encode(text="said:N"),
        names.encode(x=alt.value(0), y=alt.value(-34), text="name:N"),
    ).properties(width=width, height=60)
    # Flush panels keep their distance whatever their labels measure; the names stand in that distance.
    chart = panel.facet(
        facet=alt.Facet("at:O", header=alt.Header(labelExpr="''", title=None)),
        columns=columns,
        spacing={"row": 92, "column": 50},
    )
    return chart.resolve_axis(x="independent").properties(
        bounds="flush", padding={"left": 4, "top": 46, "right": 30, "bottom": 32}
    )


def _edition_rows(change: Change) -> list[dict[str, Any]]:
    known = has_residents(change)
    return [
        {
            "edition": point.edition,
            "size": band.residents if known else band.areas,
            "said": count(band.residents if known else band.areas),
            "words": BAND_WORDS[look.top],
            "within": f"{BAND_WORDS[look.top]} of England",
            "colour": BAND_COLOURS[look.top],
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
    return [
        {
            "at": at,
            "edition": point.edition,
            "share": share,
            "share_said": percent(share),
            "district": district.name,
            "name": district.name if first else "",
            "said": percent(share) if last else "",
            "dot": 0 if share is None else 50 if last else 16,
        }
        for at, district in enumerate(districts_last(change))
        for point, share in zip(change.editions, district.shares, strict=True)
        for first, last in [(point is change.editions[0], point is change.editions[-1])]
    ]


def _who(change: Change) -> str:
    return "Residents" if has_residents(change) else "Neighbourhoods"


def _shown(years: Sequence[int], width: int) -> list[int]:
    """The years that have room for a label: the first and the last, and of the others those that keep clear.

    A year is some 34 pixels wide. Those at the ends stand wholly inside, the others in the middle of their place.
    """
    pixels = width / (years[-1] - years[0])
    end, between = 62 / pixels, 44 / pixels
    shown = [years[0]]
    for year in years[1:-1]:
        before = end if len(shown) == 1 else between
        if year - shown[-1] >= before and years[-1] - year >= end:
            shown.append(year)
    return [*shown, years[-1]]


def _year_scale(years: Sequence[int]) -> alt.Scale:
    return alt.Scale(domain=[years[0], years[-1]], nice=False, zero=False)
