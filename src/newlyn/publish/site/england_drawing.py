"""The maps of England: its districts, drawn for paper and for plain browsers, and its neighbourhoods, which move.

What the page says is `england_map`; how a drawing is placed is `templates/site/parts/map.html`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely import force_2d, get_parts, is_empty, set_precision, simplify, union_all
from shapely.geometry.base import BaseGeometry

from newlyn.publish.colour import TENTHS
from newlyn.publish.deprivation.map import DrawnArea
from newlyn.publish.map import Label, Projection, ScaleBar, place_labels
from newlyn.publish.number import count, percent, several
from newlyn.publish.site.deprivation_map import MapStep
from newlyn.publish.site.england_area import EnglandArea
from newlyn.publish.site.link import Links

CLASSES: tuple[tuple[float, int, str], ...] = (
    (0.5, 1, "50% or more"),
    (0.3, 2, "30% to under 50%"),
    (0.2, 4, "20% to under 30%"),
    (0.1, 6, "10% to under 20%"),
    (0.0, 8, "under 10%"),
)
"""Least share of a class, its step of the ramp of ten, and what it is called; a share of nought is a class of its own.

Round numbers rather than equal counts: an even spread, 20%, is the limit between two of them.
"""
_NONE = (10, "none")

_INLET = 0.02
"""Degrees, about 2 km: inlets narrower than twice that would be filled by the line around the place."""

_COARSE = 0.002
"""Degrees, about 200 m: detail of the outline of the place, where 1 unit of the drawing is 700 m."""

_DEGREES = 0.0001
"""Grain of the same outline on the map that moves: about 10 m."""

_NAMED = ((20, 0), (100, 7))
"""So many of the largest districts are named from that zoom on, all others from 8: else names hide the country."""

_NEAR = 9
"""Zoom from which neighbourhoods have edges: further away these are thinner than the colours between them are wide."""

_CODE = "CODE"
"""Stands for the code of an area while an address is made; letters that no address has to escape."""


@dataclass(frozen=True)
class EnglandDrawing:
    """The drawn map: each district in the colour of its class."""

    width: int
    height: int
    areas: tuple[DrawnArea, ...]
    """Districts; those without a page here have no code."""
    outlines: tuple[str, ...]
    """Regions."""
    here: str
    """The place."""
    labels: tuple[Label, ...]
    bar: ScaleBar


@dataclass(frozen=True)
class Legend:
    """A legend as `parts/map.html` wants it."""

    legend_title: str
    legend_note: str
    steps: tuple[MapStep, ...]


def step_of(share: float) -> int:
    """Step of the ramp of ten that a share in the most deprived fifth is coloured by.

    Examples
    --------
    >>> [step_of(share) for share in (0, 0.05, 0.2, 0.4, 0.5)]
    [10, 8, 4, 2, 1]
    """
    return next(step for least, step, _ in CLASSES if share >= least) if share else _NONE[0]


def legend_of_districts(districts: Sequence[EnglandArea]) -> Legend:
    """The classes of the drawing, and how many districts are in each."""
    steps = [step_of(one.share) for one in districts]
    lines = [(step, label) for _, step, label in CLASSES] + [_NONE]
    return Legend(
        "Districts",
        "The share of a district’s neighbourhoods in the most deprived fifth of England; darker is more deprived. "
        "In an even spread every district would have 20%.",
        tuple(MapStep(step, "", label, steps.count(step)) for step, label in lines),
    )


def legend_of_tenths(place: str, tenths: Sequence[int]) -> Legend:
    """The classes of the map that moves, and how many neighbourhoods of the place are in each."""
    ends = {1: "most deprived", len(TENTHS): "least deprived"}
    return Legend(
        "Tenths of England",
        "Each colour is one tenth of England’s neighbourhoods; darker is more deprived. "
        f"The numbers are those of {place}.",
        tuple(MapStep(tenth, str(tenth), ends.get(tenth, ""), areas) for tenth, areas in enumerate(tenths, start=1)),
    )


def draw_england(
    areas: Sequence[EnglandArea], own: Collection[str], place: Sequence[BaseGeometry]
) -> EnglandDrawing | None:
    """Draw England; None where no district has an outline.

    Parameters
    ----------
    areas : districts and regions
    own : codes of the districts that have a page here
    place : outlines in degrees that together are the place
    """
    districts = {one.code: one for one in areas if one.type == "lad" and _drawable(one)}
    regions = {one.code: one for one in areas if one.type == "rgn" and _drawable(one)}
    if not districts:
        return None
    projection = Projection.around([one.shape for one in districts.values()])
    edges = {code: one.shape for code, one in regions.items()}
    whole = simplify(union_all(list(place)).buffer(_INLET).buffer(-_INLET), _COARSE)
    return EnglandDrawing(
        width=round(projection.width),
        height=round(projection.height),
        areas=tuple(_drawn(one, projection, own) for one in districts.values()),
        outlines=tuple(projection.path(edge) for edge in edges.values()),
        here="" if is_empty(whole) else projection.path(whole),
        labels=tuple(place_labels(projection, {code: one.name for code, one in regions.items()}, edges)),
        bar=projection.bar,
    )


def live_england(
    index: str,
    england: EnglandArea,
    districts: Sequence[EnglandArea],
    pages: Sequence[str],
    place: Sequence[BaseGeometry],
    link: Links,
    *,
    tiles: str,
    name: str,
) -> Mapping[str, Any]:
    """What `assets/script/map.js` reads; `pages` are the codes of the neighbourhoods that have one."""
    drawn = sorted((one for one in districts if _drawable(one)), key=lambda one: (-one.areas, one.code))
    ends = {1: ", most deprived", len(TENTHS): ", least deprived"}
    return {
        "tiles": link.file(tiles),
        "layer": "areas",
        "property": f"{index}_tenth",
        "classes": [
            {"colour": colour, "label": f"tenth {tenth} of England{ends.get(tenth, '')}"}
            for tenth, colour in enumerate(TENTHS, start=1)
        ],
        "said": [
            {"property": "lad", "before": "in ", "words": {one.code: one.name for one in districts}},
            {"property": f"{index}_rank", "before": "rank ", "after": f" of {count(england.areas)} in England"},
        ],
        "near": _NEAR,
        "outlines": _lines(place),
        "labels": [_label(one, rank) for rank, one in enumerate(drawn)],
        "bounds": _bounds(drawn),
        "page": link.page(f"areas/{_CODE}").replace(_CODE, "{code}"),
        "pages": list(pages),
        "described_by": "map-heading",
        "name": name,
        "missing": "no figure",
    }


def _drawable(area: EnglandArea) -> bool:
    return area.shape is not None and not area.shape.is_empty


def _drawn(area: EnglandArea, projection: Projection, own: Collection[str]) -> DrawnArea:
    title = f"{area.name}: {percent(area.share)} of {several(area.areas, 'neighbourhood')}"
    code = area.code if area.code in own else ""
    return DrawnArea(code, projection.path(area.shape), step_of(area.share), title)


def _label(area: EnglandArea, rank: int) -> Mapping[str, Any]:
    """The name of a district at a point inside the largest of its parts; that of the larger district wins."""
    biggest = max(get_parts([area.shape]).tolist(), key=lambda part: float(part.area))
    point = biggest.representative_point()
    zoom = next((zoom for largest, zoom in _NAMED if rank < largest), 8)
    return {"name": area.name, "lon": round(point.x, 3), "lat": round(point.y, 3), "rank": rank, "from": zoom}


def _lines(place: Sequence[BaseGeometry]) -> Mapping[str, Any]:
    """The outer border of the place as GeoJSON."""
    border = force_2d(set_precision(union_all(list(place)), _DEGREES)).boundary
    lines = [[[round(x, 4), round(y, 4)] for x, y in line.coords] for line in get_parts([border]).tolist()]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": sorted(lines)}}


def _bounds(areas: Sequence[EnglandArea]) -> list[float]:
    boxes = np.array([one.shape.bounds for one in areas if one.shape is not None])
    return [round(float(edge), 4) for edge in (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))]
