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

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Piece:
    """One area of the drawing."""

    code: str
    title: str
    path: str
    tenth: int | None
    """National tenth that colours it; None for no colour."""
    letter: str
    x: float
    y: float
    here: bool = False


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


@dataclass(frozen=True)
class Locator:
    """Both drawings."""

    width: int
    height: int
    pieces: tuple[Piece, ...]
    """The area last, so that its edge lies over the others."""
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
    here: Shape, beside: Sequence[Shape], districts: Iterable[BaseGeometry], within: Shape | None
) -> Locator:
    """Draw an area among its neighbours, lettered in their order, over the districts; and where it is in `within`."""
    shapes = [here.outline, *(one.outline for one in beside)]
    projection = _sized(Projection.around([_framed(shapes, MARGIN)]), CLOSE)
    # Cut a little beyond the view, so that the edges of the cut are not seen as edges of districts.
    west, south, east, north = _framed(shapes, 2 * MARGIN).bounds
    land = (clip_by_rect(edge, west, south, east, north) for edge in districts)
    pieces = [_piece(projection, one, letter_of(at)) for at, one in enumerate(beside)]
    return Locator(
        round(projection.width),
        round(projection.height),
        (*pieces, _piece(projection, here, "", here=True)),
        tuple(path for part in land if not part.is_empty and (path := projection.path(part))),
        projection.bar,
        _inset(here, within) if within is not None else None,
    )


def _piece(projection: Projection, one: Shape, letter: str, *, here: bool = False) -> Piece:
    x, y = _spot(projection, one)
    return Piece(one.code, one.title, projection.path(one.outline), one.tenth, letter if one.point else "", x, y, here)


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


def _inset(here: Shape, within: Shape) -> Inset:
    projection = _sized(Projection.around([within.outline]), SMALL)
    # Half a unit of the small drawing in degrees: finer lines are not seen and take their room.
    coarse = simplify(within.outline, 0.5 / projection.scale)
    x, y = _spot(projection, here)
    return Inset(
        within.title,
        round(projection.width),
        round(projection.height),
        projection.path(coarse),
        projection.path(here.outline),
        x,
        y,
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
