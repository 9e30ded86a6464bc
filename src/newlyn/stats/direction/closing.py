"""Closing a gap: how wide it is, whether it closes, and in how many years it would be gone at this pace.

Slopes in themselves are in `trend`; what a series would come to by a given year is in `projection`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.stats.argument import Floats, checked_level, higher_is_better, numbers, refuse_where, same_shape
from newlyn.stats.direction.line import Line, Series
from newlyn.stats.estimate import Estimate

TOO_FEW, CLOSED, NO_CLEAR_GAP, CLOSING, PERHAPS, NOT_CLOSING, WIDENING = (
    "too few points",
    "closed",
    "no clear gap",
    "closing",
    "perhaps closing",
    "not closing",
    "widening",
)


@dataclass(frozen=True, eq=False, slots=True)
class GapSeries:
    """How far behind a comparator each area is: positive behind, negative ahead."""

    value: Floats
    se: Floats | None
    """Its standard error; None where neither side has one."""


@dataclass(frozen=True, eq=False, slots=True)
class Closing:
    """A gap, the pace at which it changes, and the years it would take to be gone."""

    gap: Estimate
    """The gap in the latest period, read from the line: positive behind."""
    pace: Estimate
    """Change of the gap per year: negative while it closes."""
    years: Estimate
    """Years from the latest period until the line meets nought. Plus infinity means never at this pace."""
    status: NDArray[np.str_]
    """`closed`, `no clear gap`, `closing`, `perhaps closing`, `not closing`, `widening` or `too few points`."""
    periods: Floats
    """How many periods were used."""


def gap_behind(
    value: ArrayLike,
    comparator: ArrayLike,
    *,
    higher_is: str,
    se: ArrayLike | None = None,
    comparator_se: ArrayLike | None = None,
) -> GapSeries:
    """How far behind its comparator an area is in each period: positive behind, negative ahead.

    Parameters
    ----------
    value : array of numbers
        Values of the areas. Where one is missing (NaN) so is the gap.
    comparator : array of numbers, of the same shape or one for all
        What each is held against.
    higher_is : "better" or "worse"
        Which way is good: it decides who is behind.
    se, comparator_se : arrays of numbers, nought or more
        Standard errors of either, taken to be independent. Where only one is given the other is taken as sure.

    Returns
    -------
    GapSeries, each array of that shape

    Raises
    ------
    InputError
        If a standard error is negative, the shapes do not go together, or `higher_is` is another word.

    References
    ----------
    World Health Organization (2013), Handbook on Health Inequality Monitoring, section on difference.

    Examples
    --------
    >>> gap_behind([70.0, 71.0], [75.0, 74.5], higher_is="better", se=0.6, comparator_se=0.8).value.tolist()
    [5.0, 3.5]
    """
    sign = 1.0 if higher_is_better(higher_is) else -1.0
    y, mark = same_shape(value=numbers(value, "value"), comparator=numbers(comparator, "comparator"))
    gap = sign * (mark - y)
    if se is None and comparator_se is None:
        return GapSeries(gap, None)
    own, other = (
        np.zeros(()) if error is None else numbers(error, name)
        for error, name in ((se, "se"), (comparator_se, "comparator_se"))
    )
    refuse_where(own < 0, own, "se cannot be negative")
    refuse_where(other < 0, other, "comparator_se cannot be negative")
    gap, own, other = same_shape(gap=gap, se=own, comparator_se=other)
    return GapSeries(gap, np.hypot(own, other))


def years_to_close(
    gap: ArrayLike,
    time: ArrayLike,
    *,
    se: ArrayLike | None = None,
    errors: str = "residual",
    level: float = 0.95,
) -> Closing:
    """In how many years each gap would be gone if it went on closing at its pace, and whether it is closing at all.

    The gap and its pace are read from a straight line; the years are the one over the other, and their limits are
    Fieller's, which do not hide that a pace may be nought. So a gap is `closing` only if its pace is clearly below
    nought: then the limits are finite. Where the pace is below nought but not clearly, it is `perhaps closing`, and the
    upper limit is infinite: the gap may never close at this pace. Infinity is returned here and nowhere else.

    Parameters
    ----------
    gap : (…, periods) array of numbers
        One series for each area: positive behind, negative ahead, as from `gap_behind`. Missing periods (NaN) are
        passed over; fewer than three leave the area missing.
    time : (periods,) array of numbers
        The periods in years, rising; they need not be equally far apart.
    se : array of positive numbers, of the shape of `gap`
        Standard error of each gap.
    errors : "residual" or "known"
        Whether error is judged from the scatter about the line (t limits), or by `se` alone (normal limits).
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95. It also decides what is clear.

    Returns
    -------
    Closing, each array of shape (…)
        `closed`: in the latest period the line is at nought or below. `no clear gap`: it is above, but not clearly,
        which is no proof that the gap is gone. Of either there are no years to tell, and they are missing.
        `closing`: finite limits. `perhaps closing`: an infinite upper limit. `not closing`: the pace
        is nought or above, but not clearly: infinite years, with the least that they may be as lower limit.
        `widening`: the pace is clearly above nought; years and both limits are infinite.

    Raises
    ------
    InputError
        If the periods do not rise or are not as many as the gaps, a standard error is not above nought, `errors` is
        another word or needs `se`, or `level` is not strictly between 0 and 1.

    References
    ----------
    Fieller (1954), Some problems in interval estimation, JRSS B 16: 175–185.
    Draper and Smith (1998), Applied Regression Analysis, 3rd edition, Wiley, section 3.2.

    Examples
    --------
    >>> found = years_to_close([[10.0, 9.1, 7.9, 7.0, 6.1], [5.0, 5.5, 4.0, 5.0, 4.5]], range(2018, 2023))
    >>> found.status.tolist(), found.years.value.round(1).tolist(), found.years.upper.round(1).tolist()
    (['closing', 'perhaps closing'], [6.1, 30.0], [7.0, inf])
    """
    series = Series.of(gap, time, se)
    line = Line.through(series, errors=errors)
    latest, quantile = series.ends[1], line.quantile(level)
    now = _within(line.at(latest), quantile * np.sqrt(line.variance_at(latest)), "gap", line.method, level)
    pace = _within(line.slope, quantile * line.se, "change of gap per year", line.method, level)
    status = _status(now, pace)
    least, most = _fieller(line, now.value, latest, quantile)
    closing, heading = status == CLOSING, (status == CLOSING) | (status == PERHAPS)
    untold = np.isin(status, (TOO_FEW, CLOSED, NO_CLEAR_GAP))
    value = np.where(heading, now.value / np.where(heading, -pace.value, 1.0), np.inf)
    lower = np.where(status == WIDENING, np.inf, least)
    upper = np.where(closing, most, np.inf)
    value, lower, upper = (np.where(untold, np.nan, one) for one in (value, lower, upper))
    years = Estimate(value, lower, upper, "years to close", "Fieller", level)
    return Closing(now, pace, years, status, series.periods)


def _within(value: Floats, reach: Floats, statistic: str, method: str, level: float) -> Estimate:
    return Estimate(value, value - reach, value + reach, statistic, method, checked_level(level))


def _status(gap: Estimate, pace: Estimate) -> NDArray[np.str_]:
    """The word for each area: what comes first in the list goes before."""
    cases = [
        (np.isnan(pace.value), TOO_FEW),
        (gap.value <= 0, CLOSED),
        (gap.lower <= 0, NO_CLEAR_GAP),
        (pace.upper < 0, CLOSING),
        (pace.value < 0, PERHAPS),
        (pace.lower <= 0, NOT_CLOSING),
    ]
    return np.select([here for here, _ in cases], [word for _, word in cases], WIDENING)


def _fieller(line: Line, now: Floats, latest: Floats, reach: Floats) -> tuple[Floats, Floats]:
    """The soonest and the latest year at which a line within the errors of this one meets nought.

    All years x for which now + pace·x lies within its limits of nought: a quadratic, a·x² + b·x + c ≤ 0. Where now is
    clearly above nought, c is positive; a is positive where the pace is clear, and then there are two bounds.
    """
    squared = reach**2
    together = line.scale * (latest - line.centre) / line.spread  # covariance of gap and pace
    a = line.slope**2 - squared * line.se**2
    b = 2 * (now * line.slope - squared * together)
    c = now**2 - squared * line.variance_at(latest)
    root = np.sqrt(np.maximum(b**2 - 4 * a * c, 0.0))
    below, above = root - b, 2 * a
    # This form of the root does not lose figures where a is near nought, and there needs no special case.
    least = np.where(below > 0, 2 * c / np.where(below > 0, below, 1.0), np.inf)
    most = np.where(above > 0, below / np.where(above > 0, above, 1.0), np.inf)
    return least, most
