"""Which way each line of a series is going: a straight line through its last unbroken stretch, tested.

The method is `newlyn.stats.direction`; how it is worded is `publish.site.indicator_trend`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np

from newlyn.publish.site.indicator_measure import Measure, Measured
from newlyn.publish.site.indicator_series import Line, Series
from newlyn.publish.site.indicator_trend import Direction, Trend
from newlyn.stats.comparison.multiplicity import benjamini_hochberg
from newlyn.stats.direction.trend import direction_of, linear_trend
from newlyn.stats.estimate import Estimate

FEWEST = 5
"""Periods below which no direction is read: fewer seldom show one, and Fingertips asks for as many."""

MOST = 10.0
"""Years that a direction looks back: it is to tell of now."""


@dataclass(frozen=True)
class _Stretch:
    """The periods of one line that a trend may rest on, oldest first."""

    line: Line
    at: tuple[int, ...]

    @property
    def points(self) -> list[Measured]:
        return [cast(Measured, self.line.points[at]) for at in self.at]

    @property
    def limited(self) -> bool:
        """Whether every figure has limits that are apart, so that each can weigh by its error."""
        return all(one.lower is not None and one.upper is not None and one.lower < one.upper for one in self.points)


def trends(series: Series | None, measure: Measure) -> Mapping[str, Trend]:
    """The trend of each line by the code of its area; those with too few periods are left out.

    Districts are read together: a direction is called clear so that, of those called clear, 5% at most are expected
    to be chance (Benjamini–Hochberg). The place, county, region and country are read each for itself.
    """
    if series is None or not measure.comparable or measure.scale != "plain":
        return {}
    found: dict[str, Trend] = {}
    for together in (True, False):
        lines = [line for line in series.lines if (line.kind == "district") is together]
        found |= _read(series, [stretch for line in lines if (stretch := _stretch(series, line)) is not None], together)
    return found


def _stretch(series: Series, line: Line) -> _Stretch | None:
    """The newest periods that do not overlap, within the last unbroken stretch and the last years."""
    if not line.known:
        return None
    newest = series.moments[line.known[-1]].at
    taken: list[int] = []
    for at in reversed(series.stretches(line)[-1]):
        one = series.moments[at]
        apart = not taken or series.moments[taken[-1]].begins - one.ends > -_SLACK
        if apart and newest - one.at <= MOST:
            taken.append(at)
    return _Stretch(line, tuple(reversed(taken))) if len(taken) >= FEWEST else None


_SLACK = 0.01
"""Years by which periods may seem to overlap because days are rounded to thousandths of a year."""


def _read(series: Series, stretches: Sequence[_Stretch], together: bool) -> dict[str, Trend]:
    """The trends of these lines, with one test for all of them where they are read together."""
    lines = [
        line
        for limited in (True, False)
        for line in _through(series, [one for one in stretches if one.limited is limited], limited)
    ]
    p = np.array([line.p for line in lines])
    words = direction_of([line.slope for line in lines], benjamini_hochberg(p) if together else p).word
    return {
        line.of.line.code: Trend(
            cast(Direction, str(word)),
            line.slope,
            line.lower,
            line.upper,
            periods=len(line.of.at),
            since=series.moments[line.of.at[0]].label,
        )
        for line, word in zip(lines, words, strict=True)
    }


class _Through(NamedTuple):
    """The line through one stretch: change per year, its limits, and the p-value of there being none."""

    of: _Stretch
    slope: float
    lower: float
    upper: float
    p: float


def _through(series: Series, stretches: Sequence[_Stretch], limited: bool) -> Iterator[_Through]:
    if not stretches:
        return
    value, lower, upper = (np.full((len(stretches), len(series.moments)), np.nan) for _ in range(3))
    for row, one in enumerate(stretches):
        for at, point in zip(one.at, one.points, strict=True):
            value[row, at], lower[row, at], upper[row, at] = point.value, point.lower, point.upper
    error = Estimate(value, lower, upper, "figure", "as published", 0.95).error if limited else None
    found = linear_trend(value, [moment.at for moment in series.moments], se=error)
    numbers = (found.slope.value, found.slope.lower, found.slope.upper, found.test.p)
    for one, *of_one in zip(stretches, *(column.tolist() for column in numbers), strict=True):
        yield _Through(one, *of_one)
