"""The map of deprivation on a web page: drawn at once, with what a browser needs to make it move.

How neighbourhoods become paths is `publish.deprivation.map`; how it is placed is `templates/site/parts/map.html`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import force_2d, get_parts, line_merge, set_precision, union_all
from shapely.geometry.base import BaseGeometry

from newlyn.indices.picture import DeprivationPicture
from newlyn.publish import number
from newlyn.publish.colour import TENTHS
from newlyn.publish.deprivation import sentence
from newlyn.publish.deprivation.map import DrawnArea, draw_map
from newlyn.publish.map import Label, ScaleBar
from newlyn.publish.site.link import Links

_DEGREES = 0.0001
"""Grain of the lines of districts on the map that moves: about 10 m, finer than the outlines themselves."""

_CODE = "CODE"
"""Stands for the code of an area while an address is made; letters that no address has to escape."""


@dataclass(frozen=True)
class MapLabel:
    """The name of a district at a point, for the map that moves."""

    name: str
    longitude: float
    latitude: float
    residents: float
    """The name of the larger one wins where two meet."""


@dataclass(frozen=True)
class MapStep:
    """One line of the legend."""

    tenth: int
    mark: str
    label: str
    areas: int


@dataclass(frozen=True)
class WebDrawing:
    """The drawn map, every neighbourhood of which leads to its page."""

    width: int
    height: int
    areas: tuple[DrawnArea, ...]
    outlines: tuple[str, ...]
    labels: tuple[Label, ...]
    bar: ScaleBar


@dataclass(frozen=True)
class WebMap:
    """A map with its heading, its sentences and its legend."""

    key: str
    title: str
    sentences: tuple[str, ...]
    drawing: WebDrawing
    legend_title: str
    legend_note: str
    steps: tuple[MapStep, ...]
    live: Mapping[str, Any] | None
    """What the script reads; None where there are no tiles."""


def make_map(
    picture: DeprivationPicture,
    shapes: Mapping[str, BaseGeometry],
    outlines: Mapping[str, BaseGeometry],
    link: Links,
    *,
    tiles: str = "",
    labels: Sequence[MapLabel] = (),
) -> WebMap | None:
    """The map of a picture; None where no neighbourhood has a boundary.

    `tiles` is the path of the vector tiles inside the place, such as `tiles/lsoa11.pmtiles`, or nothing.
    """
    drawn = draw_map(picture, shapes, outlines)
    if drawn is None:
        return None
    title = f"Neighbourhoods of {picture.place_name} by national tenth of deprivation"
    missing: tuple[str, ...] = ()
    if drawn.missing:
        is_not = "is not" if drawn.missing == 1 else "are not"
        missing = (f"{number.several(drawn.missing, 'neighbourhood')} without a boundary here {is_not} drawn.",)
    return WebMap(
        key="map",
        title=title,
        sentences=(sentence.most_deprived_neighbourhood(picture), *missing),
        drawing=WebDrawing(
            drawn.width, drawn.height, drawn.areas + drawn.linked, drawn.outlines, drawn.labels, drawn.bar
        ),
        legend_title="Tenths of England",
        legend_note=(
            "Darker is more deprived. Each step is one tenth of England’s "
            f"{number.several(picture.england_areas, 'neighbourhood')}, ranked from the most to the least deprived: "
            f"about {number.count(picture.england_areas / 10)} of them."
        ),
        steps=tuple(MapStep(one.tenth, str(one.tenth), _end(one.tenth), one.areas) for one in drawn.legend),
        live=_live(picture, shapes, outlines, link, tiles, labels, title) if tiles else None,
    )


def _live(
    picture: DeprivationPicture,
    shapes: Mapping[str, BaseGeometry],
    outlines: Mapping[str, BaseGeometry],
    link: Links,
    tiles: str,
    labels: Sequence[MapLabel],
    title: str,
) -> Mapping[str, Any]:
    """What `assets/script/map.js` reads."""
    largest = sorted(labels, key=lambda label: (-label.residents, label.name))
    return {
        "tiles": link.file(tiles),
        "layer": "areas",
        "property": f"{picture.index}_tenth",
        "classes": [{"colour": colour, "label": _class_words(tenth)} for tenth, colour in enumerate(TENTHS, start=1)],
        "said": [
            {
                "property": f"{picture.index}_rank",
                "before": "rank ",
                "after": f" of {number.count(picture.england_areas)} in England",
            }
        ],
        "outlines": _lines([outlines[one.code] for one in picture.districts if one.code in outlines]),
        "labels": [
            {"name": label.name, "lon": label.longitude, "lat": label.latitude, "rank": rank}
            for rank, label in enumerate(largest)
        ],
        "bounds": _bounds([shapes[one.code] for one in picture.neighbourhoods if one.code in shapes]),
        "page": link.page(f"areas/{_CODE}").replace(_CODE, "{code}"),
        "described_by": "map-heading",
        "name": title,
        "missing": f"not in the {picture.edition} edition",
    }


def _lines(shapes: Sequence[BaseGeometry]) -> Mapping[str, Any]:
    """The borders of districts as GeoJSON, each drawn once though two share it."""
    edges = [set_precision(shape, _DEGREES).boundary for shape in shapes]
    merged = get_parts([line_merge(force_2d(union_all(edges)))]).tolist() if edges else []
    lines = [[[round(x, 4), round(y, 4)] for x, y in line.coords] for line in merged if line.geom_type == "LineString"]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": sorted(lines)}}


def _bounds(shapes: Sequence[BaseGeometry]) -> list[float]:
    boxes = [shape.bounds for shape in shapes if not shape.is_empty]
    west, south, east, north = zip(*boxes, strict=True)
    return [round(edge, 4) for edge in (min(west), min(south), max(east), max(north))]


def _class_words(tenth: int) -> str:
    end = _end(tenth)
    return f"tenth {tenth} of England{f', {end}' if end else ''}"


def _end(tenth: int) -> str:
    return {1: "most deprived", len(TENTHS): "least deprived"}.get(tenth, "")
