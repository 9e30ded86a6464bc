"""The map of an indicator: small areas in the colours of their classes, drawn at once, with what makes it move.

The classes are `indicator_class`; how the map is placed is `templates/site/parts/map.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import force_2d, get_parts, line_merge, set_precision, union_all
from shapely.geometry.base import BaseGeometry

from newlyn.publish.deprivation.map import DrawnArea
from newlyn.publish.map import Label, Projection, ScaleBar, place_labels
from newlyn.publish.site.deprivation_map import MapStep, WebDrawing, WebMap
from newlyn.publish.site.indicator_class import Classing, class_words
from newlyn.publish.site.indicator_measure import LEVELS, Measure, Measured, said
from newlyn.publish.site.link import Links

_DEGREES = 0.0005
"""Grain of the lines of districts on the map that moves: about 50 m, less than a pixel until one is close."""

_CODE = "CODE"
"""Stands for the code of an area while an address is made; letters that no address has to escape."""

_NO_FIGURE = 11
"""A step that the ramp of ten does not have: such areas keep the colour of no figure."""


@dataclass(frozen=True)
class Ground:
    """The areas of a map before they have colours: made once for a place and a type of area."""

    width: int
    height: int
    paths: Mapping[str, str]
    """By code: the outline as path data."""
    outlines: tuple[str, ...]
    labels: tuple[Label, ...]
    bar: ScaleBar
    bounds: tuple[float, float, float, float]
    """West, south, east and north, in degrees."""
    lines: Mapping[str, Any]
    """The borders of districts as GeoJSON."""


def lay_out(
    shapes: Mapping[str, BaseGeometry], districts: Mapping[str, BaseGeometry], names: Mapping[str, str]
) -> Ground | None:
    """Project the outlines of small areas and of districts (degrees, WGS84); None where there is nothing to draw."""
    drawn = {code: shape for code, shape in shapes.items() if not shape.is_empty}
    edges = {code: shape for code, shape in sorted(districts.items()) if code in names and not shape.is_empty}
    if not drawn:
        return None
    projection = Projection.around([*drawn.values(), *edges.values()])
    return Ground(
        width=round(projection.width),
        height=round(projection.height),
        paths={code: projection.path(shape) for code, shape in drawn.items()},
        outlines=tuple(projection.path(edge) for edge in edges.values()),
        labels=tuple(place_labels(projection, names, edges)) if len(edges) > 1 else (),
        bar=projection.bar,
        bounds=_bounds([*drawn.values()]),
        lines=_lines([*edges.values()]),
    )


def draw_indicator(
    ground: Ground,
    areas: Sequence[Measured],
    classing: Classing,
    measure: Measure,
    *,
    level: str,
    place: str,
    period: str,
    sentences: tuple[str, ...],
    live: Mapping[str, Any] | None,
) -> WebMap:
    """The map of an indicator in one period."""
    undrawn = sum(one.value is not None and one.code not in ground.paths for one in areas)
    many = LEVELS[level][1]
    missing = (f"{undrawn} {many} without a boundary here are not drawn.",) if undrawn else ()
    return WebMap(
        key="map",
        title=f"{place}’s {many}, {period}",
        sentences=(*sentences, *missing),
        drawing=WebDrawing(
            ground.width,
            ground.height,
            tuple(_drawn(ground, areas, classing, measure)),
            ground.outlines,
            ground.labels,
            ground.bar,
        ),
        legend_title=classing.title,
        legend_note=classing.note,
        steps=tuple(_steps(areas, classing)),
        live=live,
    )


def live_map(
    ground: Ground,
    classing: Classing,
    link: Links,
    *,
    tiles: str,
    values: str,
    labels: Sequence[Mapping[str, Any]],
    name: str,
) -> Mapping[str, Any]:
    """What `assets/script/map.js` reads; `tiles` and `values` are paths of files inside the place."""
    return {
        "tiles": link.file(tiles),
        "layer": "areas",
        "values": link.file(values),
        "classes": [
            {"colour": one.colour, "label": class_words(classing, at)} for at, one in enumerate(classing.classes, 1)
        ],
        "outlines": ground.lines,
        "labels": list(labels),
        "bounds": list(ground.bounds),
        "page": link.page(f"areas/{_CODE}").replace(_CODE, "{code}"),
        "described_by": "map-heading",
        "name": name,
        "missing": "no figure",
    }


def _steps(areas: Sequence[Measured], classing: Classing) -> Iterable[MapStep]:
    """The classes as the legend tells them, and areas without a figure where there are any."""
    yield from (MapStep(one.step, one.mark, one.label, one.areas) for one in classing.classes)
    without = sum(one.value is None for one in areas)
    if without:
        yield MapStep(_NO_FIGURE, "", "no figure", without)


def _drawn(ground: Ground, areas: Sequence[Measured], classing: Classing, measure: Measure) -> Iterable[DrawnArea]:
    for one in areas:
        if one.code not in ground.paths:
            continue
        number = classing.of.get(one.code)
        step = classing.classes[number - 1].step if number else _NO_FIGURE
        text = "no figure" if one.value is None else said(one.value, measure)
        # The link of an area of the past leads to the page of the one that followed it.
        code = one.path.removeprefix("areas/") or one.code
        yield DrawnArea(code, ground.paths[one.code], step, f"{one.name}: {text}")


def _lines(shapes: Sequence[BaseGeometry]) -> Mapping[str, Any]:
    """The borders of districts as GeoJSON, each drawn once though two share it."""
    edges = [set_precision(shape, _DEGREES).boundary for shape in shapes]
    merged = get_parts([line_merge(force_2d(union_all(edges)))]).tolist() if edges else []
    lines = [[[round(x, 4), round(y, 4)] for x, y in line.coords] for line in merged if line.geom_type == "LineString"]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": sorted(lines)}}


def _bounds(shapes: Sequence[BaseGeometry]) -> tuple[float, float, float, float]:
    west, south, east, north = zip(*(shape.bounds for shape in shapes), strict=True)
    return (round(min(west), 4), round(min(south), 4), round(max(east), 4), round(max(north), 4))
