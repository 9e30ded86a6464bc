"""In which periods the level of a series changed.

How large a change is, and how sure one can be of it, is in `change_size`. Whether single points lie outside what chance
allows is in `rule`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats, at_least, numbers, one_number, positives
from newlyn.stats.control.chart import short_term_spread

FEWEST = 12
"""Below a dozen values neither a level nor the noise around it is known well enough: NHS England's least for limits."""

SHORTEST = 3
"""Fewer values than this are outliers, not a level."""


@dataclass(frozen=True, eq=False, slots=True)
class Levels:
    """Series as stretches of constant level."""

    starts: Bools
    """(…, periods): whether a new level begins in this period. The first level is no change."""
    level: Floats
    """(…, periods): the mean of the stretch that the period is part of; missing in a series with too few values."""
    spread: Floats
    """(…, 1): one standard deviation of the noise that changes had to stand out from."""
    enough: Bools
    """(…, 1): whether there are values enough to look for changes. Where not, none is reported."""


def change_points(value: ArrayLike, *, penalty: float | None = None, spread: ArrayLike | None = None) -> Levels:
    """The periods in which the level of a series changed: of all ways to divide it, the one that is worth its price.

    Each change must lower the squared distances from the levels by more than a penalty, in variances of the noise. This
    is the optimum that PELT finds, too; here all series are divided at once. The noise is read off the differences of
    neighbouring periods. Where these follow one another (a trend, a season, a slow wave) it is understated, and a
    smooth rise is cut into steps: take seasons out first, and read steps that all go one way as a trend.

    Parameters
    ----------
    value : (…, periods) array of numbers
        Missing values (NaN) are passed over. A series with fewer than 12 values is not divided; the result says so.
    penalty : number of nought or more
        The price of a change. Left out, 3 log n for n values, the leading part of the modified BIC: of steady series
        with 12 values one in thirteen is then divided, with 20 one in sixteen, with 100 one in seventy.
    spread : number above nought, or an array that goes with (…, 1)
        One standard deviation of the noise where it is known; left out, as from `short_term_spread`.

    Returns
    -------
    Levels of (…, periods)

    Raises
    ------
    InputError
        If there are fewer than 12 periods, the penalty is negative, or a given spread is not above nought.

    References
    ----------
    Killick, Fearnhead and Eckley (2012), Optimal detection of changepoints with a linear computational cost, JASA 107:
    1590–1598, sections 2 and 3.
    Jackson et al. (2005), An algorithm for optimal partitioning of data on an interval, IEEE Signal Process. Lett. 12:
    105–108.
    Zhang and Siegmund (2007), A modified Bayes information criterion with applications to the analysis of comparative
    genomic hybridization data, Biometrics 63: 22–32.

    Examples
    --------
    >>> found = change_points([5, 6, 5, 4, 5, 6, 9, 8, 10, 9, 9, 8, 9])
    >>> found.starts.nonzero()[0].tolist(), found.level[[0, -1]].round(2).tolist()
    ([6], [5.17, 8.86])
    """
    penalty = None if penalty is None else one_number(penalty, "penalty")
    x = at_least(FEWEST, numbers(value, "value"), "value")
    noise = short_term_spread(x) if spread is None else _for_each_series(positives(spread, "spread"), x)
    present = ~np.isnan(x)
    many = present.sum(axis=-1, keepdims=True)
    enough = (many >= FEWEST) & ~np.isnan(noise)
    price = _price(penalty, many) * np.where(enough, noise, 0) ** 2
    rows = (-1, x.shape[-1])
    starts = (
        _starts(_from_first(x).reshape(rows), present.reshape(rows), price.reshape(-1, 1)).reshape(x.shape) & enough
    )
    return Levels(starts, np.where(enough, _level(x, starts), np.nan), noise, enough)


def _price(penalty: float | None, many: NDArray[np.intp]) -> Floats:
    if penalty is None:
        return np.asarray(3 * np.log(np.maximum(many, 1)))
    if not penalty >= 0:
        raise InputError(f"penalty must be nought or more, in variances of the noise; got {penalty:g}.")
    return np.full(many.shape, float(penalty))


def _for_each_series(spread: Floats, x: Floats) -> Floats:
    wanted = (*x.shape[:-1], 1)
    try:
        return np.broadcast_to(spread, wanted)
    except ValueError:
        raise InputError(f"spread must be one number, or go with shape {wanted}; got shape {spread.shape}.") from None


def _from_first(x: Floats) -> Floats:
    """Distances from the first value present: nought throughout a series that stands still. Missing ones are nought."""
    first = np.argmax(~np.isnan(x), axis=-1)[..., None]
    return np.nan_to_num(x - np.take_along_axis(x, first, axis=-1))


def _starts(x: Floats, present: Bools, price: Floats) -> Bools:
    """Optimal partitioning: the best cost up to each period, from the best costs up to all periods before it."""
    rows, periods = x.shape
    many, total, squares = (_running(part) for part in (present, x, x * x))
    # Where a series is still but for its changes there is no noise to price them by; rounding must not make one.
    price = np.maximum(price, 1e-9 * squares[:, -1:])
    best = np.full((rows, periods + 1), np.inf)
    best[:, :1] = -price
    came_from = np.zeros((rows, periods + 1), dtype=np.intp)
    # A level begins with a value: after missing ones it cannot be told when it did.
    can_start = np.concatenate([np.ones((rows, 1), dtype=bool), present[:, 1:]], axis=1)
    for end in range(SHORTEST, periods + 1):
        inside = many[:, end : end + 1] - many[:, :end]
        sums = total[:, end : end + 1] - total[:, :end]
        cost = squares[:, end : end + 1] - squares[:, :end] - sums**2 / np.maximum(inside, 1)
        cost = np.where(can_start[:, :end] & (inside >= SHORTEST), best[:, :end] + cost + price, np.inf)
        came_from[:, end] = np.argmin(cost, axis=1)
        best[:, end] = np.min(cost, axis=1)
    return _traced(came_from)


def _running(part: NDArray[np.generic]) -> Floats:
    """Sums up to, and without, each period."""
    sums = np.zeros((part.shape[0], part.shape[1] + 1))
    np.cumsum(part, axis=1, out=sums[:, 1:])
    return sums


def _traced(came_from: NDArray[np.intp]) -> Bools:
    """The starts of the stretches on the best way, followed from the end of every series."""
    rows = np.arange(came_from.shape[0])
    starts = np.zeros((came_from.shape[0], came_from.shape[1] - 1), dtype=bool)
    at = came_from[:, -1]
    while at.any():
        starts[rows, at] = True
        at = came_from[rows, at]
    starts[:, :1] = False
    return starts


def _level(x: Floats, starts: Bools) -> Floats:
    """The mean of the stretch that each period is part of."""
    flat = starts.reshape(-1, x.shape[-1]).copy()
    flat[:, :1] = True
    stretch = np.cumsum(flat).reshape(x.shape) - 1
    there = ~np.isnan(x)
    values = np.bincount(stretch[there], weights=x[there], minlength=stretch.max(initial=-1) + 1)
    many = np.bincount(stretch[there], minlength=values.size)
    means: Floats = np.divide(values, many, out=np.full(values.shape, np.nan), where=many > 0)
    return np.asarray(means[stretch])
