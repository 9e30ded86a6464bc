"""Trends: the slope of a line, chi-squared tests for counts, and the reading of either as rising or falling.

Tests by ranks are in `rank_trend`; the rule by which Fingertips marks recent trends is `recent`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    checked_level,
    counts,
    higher_is_better,
    numbers,
    one_number,
    part_of_whole,
    positives,
    same_shape,
    shares,
    whole_number,
)
from newlyn.stats.direction.line import FEWEST, Line, Series
from newlyn.stats.estimate import Estimate, Tested

Words = NDArray[np.str_]

FALLING, UNCLEAR, RISING, TOO_FEW = "falling", "no clear change", "rising", "too few points"
IMPROVING, WORSENING = "improving", "worsening"


@dataclass(frozen=True, eq=False, slots=True)
class Trend:
    """The slope of a straight line through each series, and the test that it is nought."""

    slope: Estimate
    """Change per year, in the unit of the values."""
    se: Floats
    """Standard error of the slope."""
    test: Tested
    periods: Floats
    """How many periods were used."""


@dataclass(frozen=True, eq=False, slots=True)
class ChiSquareTrend:
    """A chi-squared test of counts over time: the part that a straight line explains, and the part it does not."""

    slope: Floats
    """Change per year of the proportion or rate, each period weighted by its total."""
    test: Tested
    """The trend: chi-squared on 1 degree of freedom."""
    departure: Tested
    """Departure from a straight line: chi-squared on two degrees of freedom fewer than there are periods."""
    periods: Floats
    """How many periods were used."""


@dataclass(frozen=True, eq=False, slots=True)
class Direction:
    """Which way each series is going, as a number and in words."""

    code: Floats
    """−1 falling, 0 no clear change, 1 rising; missing where there are too few points."""
    word: Words
    """`falling`, `no clear change`, `rising` or `too few points`."""
    verdict: Words
    """`improving` and `worsening` where it was said which of higher and lower is better, else the word."""


def linear_trend(
    value: ArrayLike,
    time: ArrayLike,
    *,
    se: ArrayLike | None = None,
    errors: str = "residual",
    level: float = 0.95,
) -> Trend:
    """Change per year by weighted least squares, with limits and the test that there is none.

    Use it for any measure that may be taken to change by much the same amount each year: means, life expectancy,
    standardised rates. With `se` each period weighs as one over its squared standard error, and the scatter about the
    line is never taken to be less than the standard errors alone would make it: for short series that is safer than
    either by itself, and the limits hold their level or more. `errors="known"` takes the standard errors as the whole
    truth, as Fingertips does: narrower, and right only if nothing but chance makes periods differ from the line.

    Parameters
    ----------
    value : (…, periods) array of numbers
        One series for each area. Missing periods (NaN) are passed over; fewer than three leave the area missing.
    time : (periods,) array of numbers
        The periods in years, rising; they need not be equally far apart.
    se : array of positive numbers, of the shape of `value`
        Standard error of each value. A period without one is missing.
    errors : "residual" or "known"
        Whether error is judged from the scatter about the line (t limits), or by `se` alone (normal limits).
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Trend, each array of shape (…)
        The slope and its limits per year. Where values lie on a line exactly and no `se` is given, the limits are the
        slope itself, the score is missing, and p is 0 for a slope and 1 for none.

    Raises
    ------
    InputError
        If the periods do not rise or are not as many as the values, a standard error is not above nought, `errors` is
        another word or needs `se`, or `level` is not strictly between 0 and 1.

    References
    ----------
    Draper and Smith (1998), Applied Regression Analysis, 3rd edition, Wiley, sections 1.4 and 9.2.
    World Health Organization (2013), Handbook on Health Inequality Monitoring, section on trends over time.

    Examples
    --------
    >>> found = linear_trend([1.0, 2.1, 2.9, 4.2, 5.0], [2018, 2019, 2020, 2021, 2023])
    >>> found.slope.value.round(3), found.slope.lower.round(3), found.slope.upper.round(3), found.test.p.round(4)
    (np.float64(0.815), np.float64(0.504), np.float64(1.126), np.float64(0.0036))
    """
    series = Series.of(value, time, se)
    line = Line.through(series, errors=errors)
    reach = line.quantile(level) * line.se
    slope = Estimate(
        line.slope, line.slope - reach, line.slope + reach, "change per year", line.method, checked_level(level)
    )
    return Trend(slope, line.se, _no_slope(line), series.periods)


def _no_slope(line: Line) -> Tested:
    exact = line.se == 0
    score = np.where(exact, np.nan, line.slope / np.where(exact, 1.0, line.se))
    p = np.where(exact, np.where(line.slope == 0, 1.0, 0.0), line.tails(score))
    return Tested(score, p, "the slope is nought", "z" if line.known else "t")


def chi_square_trend(count: ArrayLike, total: ArrayLike, time: ArrayLike, *, fewest: int = 5) -> ChiSquareTrend:
    """Whether a proportion rises or falls over time: the chi-squared test for trend of Cochran and Armitage.

    Use it for shares of people, where it has more power than to compare all periods, and tells a steady change from
    mere differences between periods. The people of one period should not be those of the next, and periods should
    not overlap.

    Parameters
    ----------
    count : (…, periods) array of counts
        Those who have the characteristic. Missing periods (NaN) are passed over.
    total : array of counts, of the same shape
        Those who could have it. A period of nobody is missing.
    time : (periods,) array of numbers
        The periods in years, rising; they need not be equally far apart.
    fewest : int, 3 or more
        Areas with fewer periods are missing. Five is the least that Fingertips asks for.

    Returns
    -------
    ChiSquareTrend, each array of shape (…)
        Where nobody or everybody has the characteristic in every period, both statistics are 0 and p is 1.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, the periods do not rise or are not as many as the counts, or
        `fewest` is below 3.

    References
    ----------
    Cochran (1954), Some methods for strengthening the common χ² tests, Biometrics 10: 417–451.
    Armitage (1955), Tests for linear trends in proportions and frequencies, Biometrics 11: 375–386.

    Examples
    --------
    >>> found = chi_square_trend([83, 90, 129, 70], [86, 93, 136, 82], [1, 2, 3, 4], fewest=3)
    >>> found.test.score.round(4), found.test.p.round(4), found.slope.round(4)
    (np.float64(8.2249), np.float64(0.0041), np.float64(-0.0334))
    """
    x, n = part_of_whole(count, total)
    return _chi_square(x, n, time, fewest, lambda share: share * (1 - share), "proportion", "Cochran–Armitage")


def chi_square_rate_trend(
    count: ArrayLike, population: ArrayLike, time: ArrayLike, *, per: float = 1.0, fewest: int = 5
) -> ChiSquareTrend:
    """Whether a rate of events rises or falls over time: the score test for trend in Poisson counts.

    Use it for events over person-years, such as deaths or admissions. One person with many events makes counts vary
    by more than chance allows for: then `linear_trend` is safer.

    Parameters
    ----------
    count : (…, periods) array of counts
        Events. Missing periods (NaN) are passed over.
    population : array of numbers, of the same shape
        Person-years. A period of none is missing.
    time : (periods,) array of numbers
        The periods in years, rising; they need not be equally far apart.
    per : float
        The slope is of the rate per so many person-years.
    fewest : int, 3 or more
        Areas with fewer periods are missing.

    Returns
    -------
    ChiSquareTrend, each array of shape (…)
        Where there are no events in any period, both statistics are 0 and p is 1.

    Raises
    ------
    InputError
        If a count or population is negative, `per` is not above nought, the periods do not rise or are not as many as
        the counts, or `fewest` is below 3.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, IARC Scientific Publications 82, p. 96.

    Examples
    --------
    >>> found = chi_square_rate_trend([20, 24, 31, 33, 41], [9e4] * 5, range(2018, 2023), per=100_000)
    >>> found.slope.round(2), found.test.score.round(2), found.test.p.round(4)
    (np.float64(5.67), np.float64(8.73), np.float64(0.0031))
    """
    x, n = same_shape(count=counts(count), population=counts(population, "population"))
    by = positives(one_number(per, "per"), "per")
    found = _chi_square(x, np.where(n > 0, n, np.nan), time, fewest, lambda rate: rate, "rate", "Poisson score")
    return ChiSquareTrend(found.slope * by, found.test, found.departure, found.periods)


def _chi_square(
    x: Floats, n: Floats, time: ArrayLike, fewest: int, variance: Callable[[Floats], Floats], what: str, method: str
) -> ChiSquareTrend:
    """The trend and the departure from it, for counts with this variance for a total of one."""
    if whole_number(fewest, "fewest") < FEWEST:
        raise InputError(f"fewest must be {FEWEST} or more, because two periods are always on a line; got {fewest}.")
    series = Series.of(np.where(np.isnan(n), np.nan, x), time)
    there, periods = series.there, series.periods
    x, n = np.where(there, x, 0.0), np.where(there, n, 0.0)
    whole = np.where(periods >= fewest, n.sum(axis=-1), np.nan)
    overall = x.sum(axis=-1) / whole
    t = series.time - (series.time[0] if series.time.size else 0.0)
    away = t - ((n * t).sum(axis=-1) / whole)[..., None]
    spread = np.where(np.isnan(whole), np.nan, (n * away**2).sum(axis=-1))
    slope = (away * x).sum(axis=-1) / spread
    off = np.where(there, x / np.where(there, n, 1.0) - overall[..., None], 0.0)
    of_one = variance(overall)
    # Where everybody is alike in every period, nothing varies and nothing speaks for a trend.
    safe = np.where(of_one == 0, 1.0, of_one)
    trend = slope**2 * spread / safe
    departure = np.maximum((n * off**2).sum(axis=-1) / safe - trend, 0.0)
    none = f"the {what} does not change in a straight line with time"
    no_departure = f"the {what} changes in a straight line with time"
    return ChiSquareTrend(
        slope,
        Tested(trend, np.asarray(chdtrc(1, trend)), none, method),
        Tested(departure, np.asarray(chdtrc(periods - 2, departure)), no_departure, method),
        periods,
    )


def direction_of(change: ArrayLike, p: ArrayLike, *, level: float = 0.95, higher_is: str | None = None) -> Direction:
    """The reading of a trend: rising, falling, no clear change or too few points, and whether that is good.

    It takes the change and the p-value of any test for trend: `linear_trend`, `chi_square_trend`, `mann_kendall`.
    "No clear change" is no proof of none: short series seldom show one.

    Parameters
    ----------
    change : array of numbers
        A slope or other measure of change, of which the sign is read.
    p : array of proportions, of the same shape
        Two-sided p-value. Where it or the change is missing (NaN), there are too few points.
    level : float in (0, 1)
        A change is clear where p is below 1 minus this proportion: 0.95, never 95.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.

    Returns
    -------
    Direction, each array of the shape of `change`

    Raises
    ------
    InputError
        If a p-value is not from 0 to 1, `level` is not strictly between 0 and 1, or `higher_is` is another word.

    References
    ----------
    Office for Health Improvement and Disparities (2025), Fingertips trend markers, Public health technical guidance.

    Examples
    --------
    >>> found = direction_of([0.8, -0.2, 0.1], [0.004, 0.03, 0.6], higher_is="worse")
    >>> found.word.tolist(), found.verdict.tolist()
    (['rising', 'falling', 'no clear change'], ['worsening', 'improving', 'no clear change'])
    """
    sign, p_value = same_shape(change=np.sign(numbers(change, "change")), p=shares(p, "p"))
    clear = p_value < 1 - checked_level(level)
    code = np.where(np.isnan(sign) | np.isnan(p_value), np.nan, np.where(clear, sign, 0.0))
    return _direction(code, higher_is)


def _direction(code: Floats, higher_is: str | None) -> Direction:
    words = [FALLING, UNCLEAR, RISING, TOO_FEW]
    judged = words
    if higher_is is not None:
        good = higher_is_better(higher_is)
        judged = [WORSENING if good else IMPROVING, UNCLEAR, IMPROVING if good else WORSENING, TOO_FEW]
    place = np.where(np.isnan(code), 3, np.nan_to_num(code) + 1).astype(np.intp)
    return Direction(code, np.array(words)[place], np.array(judged)[place])
