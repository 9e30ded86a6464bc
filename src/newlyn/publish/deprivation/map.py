"""The map of the deprivation page: each neighbourhood in the colour of its national tenth.

How boundaries become paths is `publish.map`; how the drawing is written is `templates/map.html`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from newlyn.indices.picture import DeprivationPicture, Neighbourhood
from newlyn.publish.colour import TENTHS, ink_on
from newlyn.publish.deprivation.measure import WHOLE
from newlyn.publish.deprivation.sentence import spoken
from newlyn.publish.map import Label, Projection, ScaleBar, place_labels
from newlyn.publish.number import count


@dataclass(frozen=True)
class DrawnArea:
    """One neighbourhood as a path."""

    code: str
    path: str
    tenth: int
    title: str


@dataclass(frozen=True)
class LegendStep:
    """One tenth of the legend: its colour, and how many neighbourhoods of the place have it."""

    tenth: int
    colour: str
    ink: str
    """Colour of text on `colour`."""
    areas: int


@dataclass(frozen=True)
class DrawnMap:
    """Everything that the template of the map places."""

    width: int
    height: int
    areas: tuple[DrawnArea, ...]
    """Not in the most deprived tenth: coloured, with a title for the pointer."""
    linked: tuple[DrawnArea, ...]
    """In the most deprived tenth, most deprived first: each leads to its row of the table."""
    outlines: tuple[str, ...]
    labels: tuple[Label, ...]
    bar: ScaleBar
    legend: tuple[LegendStep, ...]
    missing: int
    """Neighbourhoods without a boundary."""


def draw_map(
    picture: DeprivationPicture, shapes: Mapping[str, BaseGeometry], outlines: Mapping[str, BaseGeometry]
) -> DrawnMap | None:
    """The map of a picture, or None where no neighbourhood has a boundary.

    Shapes of areas that the picture does not hold are left out.
    """
    found = [area for area in picture.neighbourhoods if area.code in shapes and not shapes[area.code].is_empty]
    if not found:
        return None
    names = {group.code: group.name for group in picture.districts}
    edges = {code: outlines[code] for code in sorted(outlines) if code in names and not outlines[code].is_empty}
    projection = Projection.around([*(shapes[area.code] for area in found), *edges.values()])
    drawn = [_drawn(area, projection, shapes[area.code], picture.england_areas) for area in found]
    return DrawnMap(
        width=round(projection.width),
        height=round(projection.height),
        areas=tuple(area for area in drawn if area.tenth > 1),
        linked=tuple(area for area in drawn if area.tenth == 1),
        outlines=tuple(projection.path(edge) for edge in edges.values()),
        labels=tuple(place_labels(projection, names, edges)) if len(edges) > 1 else (),
        bar=projection.bar,
        legend=legend(picture.neighbourhoods),
        missing=len(picture.neighbourhoods) - len(found),
    )


def legend(areas: Sequence[Neighbourhood]) -> tuple[LegendStep, ...]:
    """The ten tenths with their colours and how many of `areas` are in each."""
    tenths = [area.domains[WHOLE].decile for area in areas]
    return tuple(
        LegendStep(tenth, colour, ink_on(colour), tenths.count(tenth)) for tenth, colour in enumerate(TENTHS, start=1)
    )


def _drawn(area: Neighbourhood, projection: Projection, shape: BaseGeometry, england: int) -> DrawnArea:
    standing = area.domains[WHOLE]
    title = f"{spoken(area)}: rank {count(standing.rank)} of {count(england)}, tenth {standing.decile}"
    return DrawnArea(area.code, projection.path(shape), standing.decile, title)
