"""An area from edition to edition: the tenths of one small area, or the share of a larger one in the worst fifth.

Drawn by hand: there are nine hundred of these pages, and a chart library costs more than all else on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newlyn.publish import number

WIDTH = 420
LEFT, RIGHT, TOP = 44, 16, 14
TENTH = 20
"""Units of the height of one tenth."""
SHARE_HEIGHT = 150


@dataclass(frozen=True, slots=True)
class EditionTenth:
    """One small area in one edition."""

    year: int
    tenth: int | None
    estimated: float = 0.0
    """Share of its residents for whom the tenth is an estimate, because the area was redrawn."""


@dataclass(frozen=True, slots=True)
class EditionShare:
    """A larger area in one edition."""

    year: int
    share: float | None
    """Share of its residents in the most deprived fifth of England."""
    estimated: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One edition as it is drawn."""

    x: float
    y: float
    year: int
    text: str
    tenth: int | None = None
    estimated: bool = False


@dataclass(frozen=True)
class Steps:
    """A drawing of editions: marks in order of year, lines between them, and the lines of a scale."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    line: str
    scale: tuple[tuple[float, str], ...]
    """Heights, with what stands beside them."""
    left: int = LEFT
    right: int = RIGHT


def draw_tenths(editions: Sequence[EditionTenth]) -> Steps | None:
    """Tenths as steps of a ladder, the most deprived at the foot; None with fewer than two editions."""
    known = [(one, one.tenth) for one in editions if one.tenth is not None]
    if len(known) < len(("before", "after")):
        return None
    years = [one.year for one in editions]
    marks = tuple(
        Mark(_x(one.year, years), TOP + (10 - tenth + 0.5) * TENTH, one.year, str(tenth), tenth, one.estimated > 0)
        for one, tenth in known
    )
    scale = tuple((TOP + (10 - tenth + 0.5) * TENTH, str(tenth)) for tenth in range(10, 0, -1))
    return Steps(WIDTH, TOP + 10 * TENTH + 30, marks, _line(marks), scale)


def draw_shares(editions: Sequence[EditionShare]) -> Steps | None:
    """Shares as marks above a ground line; None with fewer than two editions."""
    known = [(one, one.share) for one in editions if one.share is not None]
    if len(known) < len(("before", "after")):
        return None
    years = [one.year for one in editions]
    top = _ceiling(max(share for _, share in known))

    def height(share: float) -> float:
        return round(TOP + 8 + SHARE_HEIGHT * (1 - share / top), 1)

    marks = tuple(
        Mark(_x(one.year, years), height(share), one.year, number.percent(share), None, one.estimated > 0)
        for one, share in known
    )
    scale = tuple((height(top * part), f"{100 * top * part:g}%") for part in (1.0, 0.5, 0.0))
    return Steps(WIDTH, TOP + 8 + SHARE_HEIGHT + 30, marks, _line(marks), scale)


def _ceiling(share: float) -> float:
    """The end of a scale that holds a share: a round number, and never so small that nothing looks large."""
    return next((top for top in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0) if share <= top), 1.0)


def _x(year: int, years: Sequence[int]) -> float:
    span = max(years) - min(years) or 1
    inner = LEFT + 20, WIDTH - RIGHT - 20
    return round(inner[0] + (inner[1] - inner[0]) * (year - min(years)) / span, 1)


def _line(marks: Sequence[Mark]) -> str:
    return "M" + "L".join(f"{mark.x:g} {mark.y:g}" for mark in marks)
