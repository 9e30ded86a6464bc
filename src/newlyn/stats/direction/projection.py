"""Projections: where a straight trend leads, how widely a future value may fall about it, and how far that reaches out.

The slope itself is in `trend`; the years until a gap is gone are in `closing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, checked_level, complete, numbers, one_number, one_of, refuse_where
from newlyn.stats.direction.line import Line, Series
from newlyn.stats.estimate import Estimate


@dataclass(frozen=True, eq=False, slots=True)
class Projection:
    """What each series would come to if its trend went on, with limits for a single future value."""

    value: Estimate
    """Of shape (…, times). The limits are those within which a value observed then would fall."""
    extrapolation: Floats
    """How far each time lies beyond the latest period, over the length of the series: above 1 is further ahead than
    there is a past to go by. Nought within the series."""
    periods: Floats
    """How many periods were used."""


def project_trend(
    value: ArrayLike,
    time: ArrayLike,
    at: ArrayLike,
    *,
    se: ArrayLike | None = None,
    scale: str = "linear",
    damping: float = 1.0,
    level: float = 0.95,
) -> Projection:
    """What a series would come to at other times if its trend went on, with limits for a value observed then.

    A projection is no forecast: it says what the past alone would lead to. The limits hold if the trend goes on as it
    was, and say nothing of a turn; `extrapolation` tells how far out one stands. Take `scale="logit"` for shares, which
    then stay between 0 and 1, and `"log"` for rates that change by so many per cent a year; there the value is the
    median of what may be observed. With `damping` below 1 each year beyond the latest adds so much less than the one
    before: trends seldom last.

    Parameters
    ----------
    value : (…, periods) array of numbers
        One series for each area. Missing periods (NaN) are passed over; fewer than three leave the area missing.
    time : (periods,) array of numbers
        The periods in years, rising; they need not be equally far apart.
    at : (times,) array of numbers
        The years to project to.
    se : array of positive numbers, of the shape of `value`
        Standard error of each value, in its unit. The future value is taken to be as sure as those of the past are on
        the whole (one over their mean weight), and the scatter is never taken to be less than these errors make it.
    scale : "linear", "log" or "logit"
        On which scale the trend is straight.
    damping : float above 0, up to 1
        By how much the change of each year beyond the latest is that of the year before.
    level : float in (0, 1)
        Two-sided level of the limits as a proportion: 0.95, never 95.

    Returns
    -------
    Projection, each array of shape (…, times), `periods` of shape (…)
        Damping moves the value only; the limits about it are as wide as without.

    Raises
    ------
    InputError
        If the periods do not rise or are not as many as the values, `at` holds a missing one, a standard error is not
        above nought, a value is not above 0 (for `log`) or not strictly between 0 and 1 (for `logit`), or `scale`,
        `damping` or `level` is not one of those above.

    References
    ----------
    Draper and Smith (1998), Applied Regression Analysis, 3rd edition, Wiley, section 3.1.
    Gardner and McKenzie (1985), Forecasting trends in time series, Management Science 31: 1237–1246.

    Examples
    --------
    >>> found = project_trend([0.90, 0.92, 0.95, 0.96], [2019, 2020, 2021, 2022], [2025, 2030], scale="logit")
    >>> found.value.value.round(3).tolist(), found.extrapolation.round(2).tolist()
    ([0.986, 0.997], [1.0, 2.67])
    """
    one_of(scale, _SCALES, "scale")
    if not 0 < one_number(damping, "damping") <= 1:
        raise InputError(f"damping must be above 0 and at most 1; got {damping:g}.")
    when = complete(np.atleast_1d(numbers(at, "at")), "at")
    if when.ndim != 1:
        raise InputError(f"at must be one list of times for all areas; got an array of shape {when.shape}.")
    series = _scaled(Series.of(value, time, se), scale)
    line = Line.through(series)
    first, last = series.ends
    ahead = np.maximum(when - last[..., None], 0.0)
    counted = when - ahead + _damped(ahead, damping)
    centre = line.height[..., None] + line.slope[..., None] * (counted - line.centre[..., None])
    of_one = series.periods / line.weights + 1 / line.weights
    by_distance = (when - line.centre[..., None]) ** 2 / line.spread[..., None]
    reach = (line.quantile(level) * np.sqrt(line.scale))[..., None] * np.sqrt(of_one[..., None] + by_distance)
    lower, middle, upper = (_SCALES[scale].back(one) for one in (centre - reach, centre, centre + reach))
    found = Estimate(middle, lower, upper, "projected value", _method(scale, damping), checked_level(level))
    length = np.where(last > first, last - first, np.nan)
    return Projection(found, ahead / length[..., None], series.periods)


class _Scale(NamedTuple):
    there: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    steepness: Callable[[Floats], Floats]
    """Of the way there, by which standard errors are multiplied (the delta method)."""


def _same(x: Floats) -> Floats:
    return x


_SCALES: Mapping[str, _Scale] = {
    "linear": _Scale(_same, _same, np.ones_like),
    "log": _Scale(np.log, np.exp, lambda x: 1 / x),
    "logit": _Scale(logit, expit, lambda x: 1 / (x * (1 - x))),
}


def _scaled(series: Series, scale: str) -> Series:
    y = series.value
    if scale == "log":
        refuse_where(y <= 0, y, "value must be above nought on the log scale")
    if scale == "logit":
        refuse_where((y <= 0) | (y >= 1), y, "value must be strictly between 0 and 1 on the logit scale")
    weight = series.weight
    if series.weighted:
        steepness = np.where(series.there, _SCALES[scale].steepness(y), 1.0)
        weight = weight / steepness**2
    return replace(series, value=_SCALES[scale].there(y), weight=weight)


def _damped(ahead: Floats, damping: float) -> Floats:
    """Years that count: damping, and damping squared, and so on, summed to the years ahead."""
    if damping == 1:
        return ahead
    return damping * (1 - damping**ahead) / (1 - damping)


def _method(scale: str, damping: float) -> str:
    on = "" if scale == "linear" else f" on the {scale} scale"
    return f"Least squares, prediction{on}" + ("" if damping == 1 else f", damped by {damping:g}")
