"""Recent trends as Fingertips marks them: five years, a strict level, and no single year that decides.

Slopes with limits, and tests over any number of periods, are in `trend`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Bools, Floats, part_of_whole
from newlyn.stats.direction.line import Line, Series
from newlyn.stats.direction.trend import Direction, chi_square_trend, direction_of
from newlyn.stats.estimate import Tested

LATEST = 5
"""Fingertips reads the five latest points, and says nothing of fewer."""


@dataclass(frozen=True, eq=False, slots=True)
class RecentTrend:
    """The direction of the latest periods of each series, and what speaks for it."""

    direction: Direction
    """Clear only if the test is and if leaving out any one period would not turn the slope round."""
    test: Tested
    """Chi-squared on 1 degree of freedom."""
    steady: Bools
    """Whether the slope keeps its sign whichever period is left out."""


def recent_trend(
    value: ArrayLike, se: ArrayLike, time: ArrayLike, *, level: float = 0.998, higher_is: str | None = None
) -> RecentTrend:
    """The direction of the latest five values with standard errors, by the rule of Fingertips.

    For rates, ratios, life expectancy, means and gaps; shares of people are read by `recent_share_trend`. The slope of
    a line, each value weighted by its standard error, is tested by that error alone; if any one of the five decides
    which way it goes, there is no clear change. Periods should be single years that do not overlap.

    Parameters
    ----------
    value : (…, periods) array of numbers
        One series for each area, of which the last five periods are read. Where one of these is missing (NaN) there
        are too few points: Fingertips bridges no breaks.
    se : array of positive numbers, of the shape of `value`
        Standard errors. From limits at 95%: their distance over 3.92.
    time : (periods,) array of numbers
        The periods in years, rising.
    level : float in (0, 1)
        A trend is clear where p is below 1 minus this proportion: on Fingertips below 0.002.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.

    Returns
    -------
    RecentTrend, each array of shape (…)

    Raises
    ------
    InputError
        If the periods do not rise or are not as many as the values, a standard error is not above nought, `level` is
        not strictly between 0 and 1, or `higher_is` is another word.

    References
    ----------
    Office for Health Improvement and Disparities (2025), Fingertips trend markers, Public health technical guidance.

    Examples
    --------
    >>> rate, se = [24.67, 24.6, 28.0, 30.2, 30.6], [0.79, 0.78, 0.82, 0.83, 0.83]
    >>> found = recent_trend(rate, se, range(2014, 2019), higher_is="worse")
    >>> found.direction.verdict.item(), found.test.score.round(1)
    ('worsening', np.float64(46.8))
    """
    series = _latest(Series.of(value, time, se))
    line = Line.through(series, errors="known")
    score = (line.slope / line.se) ** 2
    test = Tested(score, line.tails(np.sqrt(score)), "the slope is nought", "Chi-squared, weighted regression")
    return _read(series, line.slope, test, level, higher_is)


def recent_share_trend(
    count: ArrayLike, total: ArrayLike, time: ArrayLike, *, level: float = 0.998, higher_is: str | None = None
) -> RecentTrend:
    """The direction of the latest five proportions, by the rule of Fingertips.

    The chi-squared test for trend of Cochran and Armitage; which way, and whether any one of the five periods decides
    it, is read from a line through the logarithms of the odds. That line gives each period the same weight: where
    totals differ manifold it can point another way than the test, which weighs them; then take `chi_square_trend`.

    Parameters
    ----------
    count : (…, periods) array of counts
        Those who have the characteristic, of which the last five periods are read. Where one of these is missing (NaN)
        there are too few points.
    total : array of counts, of the same shape
        Those who could have it. A period of nobody is missing.
    time : (periods,) array of numbers
        The periods in years, rising.
    level : float in (0, 1)
        A trend is clear where p is below 1 minus this proportion: on Fingertips below 0.002.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.

    Returns
    -------
    RecentTrend, each array of shape (…)
        Where one of the five counts is nought or all, half a person is added to either side to have odds at all.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, the periods do not rise or are not as many as the counts, `level`
        is not strictly between 0 and 1, or `higher_is` is another word.

    References
    ----------
    Office for Health Improvement and Disparities (2025), Fingertips trend markers, Public health technical guidance.
    Cox and Snell (1989), Analysis of Binary Data, 2nd edition, Chapman and Hall, chapter 2, on empirical logits.

    Examples
    --------
    >>> count, total = [994, 1023, 1199, 1332, 1367], [40299, 41527, 42811, 44064, 44701]
    >>> found = recent_share_trend(count, total, range(2014, 2019))
    >>> found.direction.word.item(), found.test.score.round(2)
    ('rising', np.float64(47.9))
    """
    x, n = part_of_whole(count, total)
    series = _latest(Series.of(np.where(np.isnan(n), np.nan, x), time))
    x, n = series.value, n[..., -LATEST:]
    test = chi_square_trend(x, n, series.time).test
    # Nobody and everybody have no odds; Fingertips leaves that case open.
    half = np.where(((x == 0) | (x == n)).any(axis=-1, keepdims=True), 0.5, 0.0)
    there = series.there
    odds = np.where(there, x + half, 1.0) / np.where(there, n - x + half, 1.0)
    logits = replace(series, value=np.log(odds))
    return _read(logits, Line.through(logits).slope, test, level, higher_is)


def _latest(series: Series) -> Series:
    """The last five periods, and none at all where one of them is missing."""
    weight = series.weight[..., -LATEST:]
    whole = (weight > 0).all(axis=-1, keepdims=True) & (weight.shape[-1] == LATEST)
    return replace(
        series,
        value=series.value[..., -LATEST:],
        time=series.time[-LATEST:],
        weight=np.where(whole, weight, 0.0),
    )


def _read(series: Series, slope: Floats, test: Tested, level: float, higher_is: str | None) -> RecentTrend:
    steady = np.isfinite(slope)
    for left_out in range(series.time.size):
        weight = series.weight.copy()
        weight[..., left_out] = 0
        steady &= np.sign(Line.through(replace(series, weight=weight)).slope) == np.sign(slope)
    p = np.where(steady | np.isnan(test.p), test.p, 1.0)
    return RecentTrend(direction_of(slope, p, level=level, higher_is=higher_is), test, np.asarray(steady))
