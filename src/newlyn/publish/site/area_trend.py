"""A series as a line too small for axes, and in words that say as much: drawn by hand, without a script.

The chart with axes, limits and all districts is on the page of the indicator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from newlyn.foundation.period import Period

WIDTH, HEIGHT, EDGE = 120, 30, 4
"""Units of the drawing, and what is kept free around the line."""

FEWEST = 3
"""Points below which a line would pretend to be a trend."""

GAP = 1.6
"""Times the usual step between two figures above which the line is broken: something was left out."""


FAR = 10
"""Times the figures of the area above which those of England are left out: an amount of so many more people would
press the line of the area flat."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series."""

    period: Period
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A series ready to be drawn."""

    line: str
    """Path data of the area."""
    other: str
    """Path data of England; empty where it has no series."""
    x: float
    y: float
    """The newest figure."""
    words: str
    """What the line shows."""


def draw_trend(series: Sequence[Point], other: Sequence[Point] = (), *, against: str = "England") -> Trend | None:
    """The line of a series, oldest first, and of the same for England; None where there are too few figures."""
    if len(series) < FEWEST:
        return None
    begins = series[0].period.start.toordinal()
    span = max(1, series[-1].period.start.toordinal() - begins)
    same = [point for point in other if 0 <= point.period.start.toordinal() - begins <= span]
    if _largest(same) > FAR * _largest(series):
        same = []
    values = [point.value for point in (*series, *same)]
    low, high = min(values), max(values)

    def place(point: Point) -> tuple[float, float]:
        x = EDGE + (WIDTH - 2 * EDGE) * (point.period.start.toordinal() - begins) / span
        y = HEIGHT / 2 if high == low else EDGE + (HEIGHT - 2 * EDGE) * (high - point.value) / (high - low)
        return round(x, 1), round(y, 1)

    x, y = place(series[-1])
    step = _step(series)
    return Trend(
        _path(series, place, step),
        _path(same, place, step) if len(same) >= FEWEST else "",
        x,
        y,
        trend_words(series, against if len(same) >= FEWEST else ""),
    )


def _largest(points: Sequence[Point]) -> float:
    return max((abs(point.value) for point in points), default=0.0)


def trend_words(series: Sequence[Point], against: str = "") -> str:
    """From where to where a series went, and what the second line is."""
    first, last = series[0], series[-1]
    beside = f"; the grey line is {against}" if against else ""
    return f"{first.text} in {first.period.label}, {last.text} in {last.period.label}{beside}"


def _step(series: Sequence[Point]) -> float:
    """The usual number of days from one figure to the next."""
    return median(
        after.period.start.toordinal() - before.period.start.toordinal() for before, after in pairwise(series)
    )


def _path(points: Sequence[Point], place: Callable[[Point], tuple[float, float]], step: float) -> str:
    """A line that is broken where figures are missing in between; one that stands alone is a dot."""
    runs: list[list[tuple[float, float]]] = []
    last = 0
    for point in points:
        day = point.period.start.toordinal()
        if not runs or day - last > GAP * step:
            runs.append([])
        runs[-1].append(place(point))
        last = day
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in run) + ("h0" if len(run) == 1 else "") for run in runs)
