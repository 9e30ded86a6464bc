"""Where an area is: it and its neighbours close up, and a small drawing of its district in which it is marked.

Outlines come from the prepared place, in degrees; names and links are put to them by the template.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from shapely import box, clip_by_rect, simplify, total_bounds
from shapely.geometry.base import BaseGeometry

from newlyn.publish.map import Projection, ScaleBar

CLOSE = 420
"""Units of the longer side of the drawing: about its pixels, so that a tenth of one is finer than can be seen."""

SMALL = 150
MARGIN = 0.08
"""Of the size of the view, kept around the area and its neighbours so that what lies beyond is seen."""

RING = 16
"""Units of the small drawing below which an area is hard to see."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Piece:
    """One area of the drawing that leads to its page."""

    code: str
    title: str
    path: str
    tenth: int | None
    """National tenth that colours it; None for no colour."""
    letter: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Inset:
    """The area in a larger one."""

    name: str
    width: int
    height: int
    outline: str
    here: str
    """The area itself, as far as it can be seen."""
    x: float
    y: float
    ring: bool
    """Whether the area is so small that a ring has to point to it."""


@dataclass(frozen=True)
class Locator:
    """Both drawings."""

    width: int
    height: int
    pieces: tuple[Piece, ...]
    """What adjoins the area, then what it is made of where that is drawn."""
    here: str
    """The area itself, whose edge lies over the others."""
    tenth: int | None
    """National tenth that colours it."""
    filled: bool
    """Whether it has a colour of its own: not where its parts are drawn."""
    beyond: tuple[str, ...]
    """Edges of districts inside the view."""
    bar: ScaleBar
    inset: Inset | None

    @property
    def lettered(self) -> bool:
        """Whether the neighbours are named by letters."""
        return any(piece.letter for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Shape:
    """An area to draw."""

    code: str
    title: str
    outline: BaseGeometry
    tenth: int | None = None
    point: tuple[float, float] | None = None
    """Longitude and latitude inside it, where its letter stands."""


def letter_of(at: int) -> str:
    """The letter of a neighbour by its place in their list: A to Z, then AA.

    Examples
    --------
    >>> letter_of(0), letter_of(25), letter_of(26)
    ('A', 'Z', 'AA')
    """
    return LETTERS[at] if at < len(LETTERS) else LETTERS[at // len(LETTERS) - 1] + LETTERS[at % len(LETTERS)]


def draw_locator(
    here: Shape,
    beside: Sequence[Shape],
    districts: Iterable[BaseGeometry],
    ground: Ground | None,
    parts: Sequence[Shape] = (),
) -> Locator:
    """Draw an area with its parts among its neighbours, lettered in their order, over the districts.

    `ground` is the larger area in which it is marked, if there is one.
    """
    shapes = [here.outline, *(one.outline for one in beside)]
    projection = _sized(Projection.around([_framed(shapes, MARGIN)]), CLOSE)
    # Cut a little beyond the view, so that the edges of the cut are not seen as edges of districts.
    view = _framed(shapes, 2 * MARGIN).bounds
    land = (clip_by_rect(edge, *view) for edge in districts if _meet(edge.bounds, view))
    pieces = [_piece(projection, one, letter_of(at)) for at, one in enumerate(beside)]
    return Locator(
        round(projection.width),
        round(projection.height),
        (*pieces, *(_piece(projection, one) for one in parts)),
        projection.path(here.outline),
        here.tenth,
        not parts,
        tuple(path for part in land if not part.is_empty and (path := projection.path(part))),
        projection.bar,
        _inset(here, ground) if ground is not None else None,
    )


Bounds = tuple[float, float, float, float]


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _piece(projection: Projection, one: Shape, letter: str = "") -> Piece:
    x, y = _spot(projection, one)
    return Piece(one.code, one.title, projection.path(one.outline), one.tenth, letter if one.point else "", x, y)


def _spot(projection: Projection, one: Shape) -> tuple[float, float]:
    if one.point is None:
        return 0.0, 0.0
    x, y = projection.units(np.array([one.point]))[0].round(1).tolist()
    return x, y


def _framed(shapes: Sequence[BaseGeometry], margin: float) -> BaseGeometry:
    """The box around some shapes, with a margin as a share of its longer side."""
    west, south, east, north = total_bounds(np.array(shapes, dtype=object)).tolist()
    room = margin * max(east - west, north - south)
    return box(west - room, south - room, east + room, north + room)


@dataclass(frozen=True)
class Ground:
    """A larger area in a small drawing, on which the areas inside it can be marked."""

    name: str
    projection: Projection
    outline: str


def draw_ground(within: Shape) -> Ground:
    """Draw a larger area once for all that are inside it."""
    projection = _sized(Projection.around([within.outline]), SMALL)
    # Half a unit of the small drawing in degrees: finer lines are not seen and take their room.
    return Ground(within.title, projection, projection.path(simplify(within.outline, 0.5 / projection.scale)))


def _inset(here: Shape, ground: Ground) -> Inset:
    x, y = _spot(ground.projection, here)
    west, south, east, north = here.outline.bounds
    size = max((east - west) * ground.projection.squeeze, north - south) * ground.projection.scale
    return Inset(
        ground.name,
        round(ground.projection.width),
        round(ground.projection.height),
        ground.outline,
        ground.projection.path(here.outline),
        x,
        y,
        size < RING,
    )


def _sized(projection: Projection, longest: int) -> Projection:
    """The same projection in a smaller drawing, with the same edge around it."""
    edge = float(projection.units(np.array([[projection.west, projection.north]]))[0, 0])
    inner = (projection.width - 2 * edge, projection.height - 2 * edge)
    factor = (longest - 2 * edge) / max(inner)
    return replace(
        projection,
        scale=projection.scale * factor,
        width=inner[0] * factor + 2 * edge,
        height=inner[1] * factor + 2 * edge,
    )
