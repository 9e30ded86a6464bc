"""How unequally something is spread whatever the position of those who have it: Gini coefficient and Lorenz curve.

Concentration along social position is in `inequality.concentration`, what adds up over places in `inequality.theil`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Floats, one_of
from newlyn.stats.inequality.concentration import Curve, concentration_curve
from newlyn.stats.inequality.measure import Inequality, Units

_METHODS = {"jackknife": "jackknife (Ogwang)", "Kakwani": "Kakwani, Wagstaff and van Doorslaer"}


def gini(
    values: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    small_sample: bool = False,
    standard_error: str = "jackknife",
    level: float = 0.95,
) -> Inequality:
    """Gini coefficient: half the mean difference between two people taken at random, relative to the mean.

    Parameters
    ----------
    values : (…, k) array of numbers, nought or more
        What each unit has (for a unit of several people, each of them), units on the last axis. A row with a missing
        value is missing, and so is one in which all have nought.
    weight : (…, k) array of counts, or None
        People in each unit; None counts each unit once. Rows of unequal length are filled up with units of weight 0.
    small_sample : bool
        Multiply by k / (k − 1), so that one who has all among k gives 1. Take it for samples of few units.
    standard_error : "jackknife" or "Kakwani"
        The jackknife leaves out one unit at a time; the other is the asymptotic one of the concentration index, of
        which this is the case where units are in order of what they have. For few units the jackknife is wider.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Inequality of (…,) figures, from 0 to 1
        Limits are drawn in to 0 to 1. They are missing for a single unit, and by the jackknife where only one unit
        has anything.

    Raises
    ------
    InputError
        If a value or weight is negative, there are no units, or an option is not known.

    References
    ----------
    Yitzhaki (1991), Calculating jackknife variance estimators for parameters of the Gini method, Journal of Business
    and Economic Statistics 9: 235–239.
    Ogwang (2000), A convenient method of computing the Gini index and its standard error, Oxford Bulletin of Economics
    and Statistics 62: 123–129.
    Kakwani, Wagstaff and van Doorslaer (1997), Socioeconomic inequalities in health: measurement, computation, and
    statistical inference, Journal of Econometrics 77: 87–103.
    Davidson (2009), Reliable inference for the Gini index, Journal of Econometrics 150: 30–40.
    Deltas (2003), The small-sample bias of the Gini coefficient, Review of Economics and Statistics 85: 226–234.

    Examples
    --------
    >>> found = gini([1, 2, 3, 4])
    >>> float(found.value), float(found.standard_error.round(3))
    (0.25, 0.088)
    >>> float(gini([0, 0, 0, 1], small_sample=True).value)
    1.0
    """
    units = Units.checked(values, weight, name="value")
    ordered = _Ordered.of(units)
    value = ordered.gini
    if one_of(standard_error, _METHODS, "standard_error") == "jackknife":
        error = ordered.jackknife_error()
    else:
        error = ordered.asymptotic_error(value)
    number = units.number
    factor = np.where(number > 1, number / np.maximum(number - 1, 1), np.nan) if small_sample else np.ones(number.shape)
    return Inequality.normal(
        value * factor,
        error * factor,
        statistic="Gini coefficient",
        method=_METHODS[standard_error],
        level=level,
        reads="0 means that all have the same; the nearer to 1, the fewer have it.",
    ).within(0, 1)


def lorenz_curve(values: ArrayLike, weight: ArrayLike | None = None) -> Curve:
    """Points of the Lorenz curve: what share of the whole those have who have least.

    Parameters
    ----------
    values : (…, k) array of numbers, nought or more
        What each unit has, units on the last axis. A row with a missing value is missing, and so is one in which all
        have nought.
    weight : (…, k) array of counts, or None
        People in each unit; None counts each unit once.

    Returns
    -------
    Curve of (…, k + 1) points, both axes from 0 to 1
        The Gini coefficient is twice the area between the curve and the diagonal.

    Raises
    ------
    InputError
        If a value or weight is negative, there are no units, or the shapes do not go together.

    References
    ----------
    Lorenz (1905), Methods of measuring the concentration of wealth, Publications of the American Statistical
    Association 9: 209–219.

    Examples
    --------
    >>> lorenz_curve([4, 1, 5]).outcome.tolist()
    [0.0, 0.1, 0.5, 1.0]
    """
    return concentration_curve(values, values, weight)


class _Ordered(NamedTuple):
    """Units in ascending order of what they have, and how far each lies from all others."""

    units: Units
    value: Floats
    share: Floats
    reached: Floats
    """Share of people through each unit."""
    held: Floats
    """What they have together, divided by all people."""
    distance: Floats
    """Mean difference from everyone else, whichever way."""

    @classmethod
    def of(cls, units: Units) -> _Ordered:
        order = np.argsort(units.value, axis=-1)
        x, p = (np.take_along_axis(one, order, axis=-1) for one in (units.value, units.share))
        reached, held = np.cumsum(p, axis=-1), np.cumsum(p * x, axis=-1)
        return cls(units, x, p, reached, held, x * (2 * reached - reached[..., -1:]) + held[..., -1:] - 2 * held)

    @property
    def gini(self) -> Floats:
        # Rounding may leave units that are all alike a hair below nought.
        gini: Floats = np.maximum((self.share * self.distance).sum(axis=-1) / (2 * self.units.mean), 0)
        return gini

    def jackknife_error(self) -> Floats:
        """Each unit is left out once, from sums over all: no sorting again."""
        x, p, number = self.value, self.share, self.units.number[..., np.newaxis]
        half = (p * self.distance).sum(axis=-1, keepdims=True) / 2
        left = (self.reached[..., -1:] - p) * (self.held[..., -1:] - p * x)
        without = np.divide(half - p * self.distance, left, out=np.full(x.shape, np.nan), where=left > 0)
        counted = p > 0
        mean = np.where(counted, without, 0).sum(axis=-1, keepdims=True) / np.maximum(number, 1)
        squares = np.where(counted, (without - mean) ** 2, 0).sum(axis=-1)
        number = self.units.number
        scale = np.where(self.units.known & (number > 1), (number - 1) / np.maximum(number, 1), np.nan)
        error: Floats = np.sqrt(scale * squares)
        return error

    def asymptotic_error(self, value: Floats) -> Floats:
        middle, had = self.reached - self.share / 2, self.held - self.share * self.value / 2
        mean = self.units.mean[..., np.newaxis]
        score = self.value * (2 * middle - 1 - value[..., np.newaxis]) / mean + 1 - 2 * had / mean
        ordered = Units(self.value, self.share, self.units.people, self.units.number, self.units.known)
        return ordered.error(score - value[..., np.newaxis])
