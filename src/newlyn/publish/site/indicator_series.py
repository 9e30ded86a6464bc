"""A series as its chart and its table take it: lines through periods, and where they are broken.

How it is drawn is `indicator_chart`; what is said of it is `indicator_sentence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newlyn.foundation.period import Period
from newlyn.publish.site.indicator_measure import Measured

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Moment:
    """One period of a series, as an axis shows it."""

    at: float
    """The middle of the period in years."""
    label: str
    short: str
    """The label where there is little room."""
    years: float = 1.0
    """How long the period is."""

    @property
    def begins(self) -> float:
        """The start of the period in years."""
        return self.at - self.years / 2

    @property
    def ends(self) -> float:
        """The end of the period in years."""
        return self.at + self.years / 2


@dataclass(frozen=True)
class Line:
    """One area through time: a figure for each moment, or None."""

    code: str
    name: str
    kind: str
    """`district`, `county`, `region`, `country` or `place` for the place itself."""
    points: tuple[Measured | None, ...]

    @property
    def known(self) -> tuple[int, ...]:
        """Positions of the moments with a figure."""
        return tuple(at for at, point in enumerate(self.points) if point is not None and point.value is not None)


@dataclass(frozen=True)
class Series:
    """All lines over the same moments."""

    moments: tuple[Moment, ...]
    """Oldest first."""
    lines: tuple[Line, ...]
    breaks: tuple[tuple[int, str], ...] = ()
    """Positions of moments that cannot be joined to the one before, each with the reason."""

    def stretches(self, line: Line) -> list[list[int]]:
        """Positions with a figure, cut where the series is broken or a figure is missing."""
        cut_at = {at for at, _ in self.breaks}
        found: list[list[int]] = []
        for at in line.known:
            joined = found and found[-1][-1] == at - 1 and at not in cut_at
            if joined:
                found[-1].append(at)
            else:
                found.append([at])
        return found

    def line(self, *kinds: str) -> Line | None:
        """The first line of one of these kinds that has a figure."""
        return next((line for kind in kinds for line in self.lines if line.kind == kind and line.known), None)


def moment(period: Period) -> Moment:
    """A period on an axis of years."""
    first, last = _years(period.start), _years(period.end)
    return Moment(round((first + last) / 2, 3), period.label, short_label(period), round(last - first, 3))


def short_label(period: Period) -> str:
    """A period in the fewest signs that still tell it from its neighbours.

    Examples
    --------
    >>> [short_label(Period.parse(text)) for text in ("2019", "2019-04-01/P1Y", "2015-11-16/P1Y", "2020-01-01/P3Y")]
    ['2019', '2019/20', '2015/16', '2020–22']
    >>> [short_label(Period.parse(text)) for text in ("2021-03-21", "2023-10-01/P3M", "2023-07-01/P1M")]
    ['Mar 2021', 'Oct 2023', 'Jul 2023']
    """
    first, last = period.start, period.end
    if period.months < 12:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year:
        return str(first.year)
    return f"{first.year}{'/' if period.months == 12 else '–'}{last.year % 100:02d}"


def ticks(moments: Sequence[Moment], most: int) -> list[Moment]:
    """At most so many moments, evenly spread, the last among them."""
    step = -(-len(moments) // most)
    return list(reversed(moments[::-1][::step]))


def _years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365
