"""How unequally something is spread whatever the position of those who have it: Gini coefficient and Lorenz curve.

Concentration along social position is in `inequality.concentration`, what adds up over places in `inequality.theil`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats, at_least, counts, one_of, same_shape
from newlyn.stats.grouping import Grouping
from newlyn.stats.inequality.concentration import Curve, concentration_curve
from newlyn.stats.inequality.measure import Inequality

_METHODS = {"jackknife": "jackknife (Ogwang)", "Kakwani": "Kakwani, Wagstaff and van Doorslaer"}


def gini(
    values: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    place: ArrayLike | None = None,
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
        People in each unit; None counts each unit once. A unit without people drops out.
    place : (n,) array of whole numbers, or None
        The place that each of (n,) units belongs to, such as the position of its district: a figure for each place, in
        ascending order of the numbers, instead of one for each row.
    small_sample : bool
        Multiply by k / (k − 1), so that one who has all among k gives 1. Take it for samples of few units.
    standard_error : "jackknife" or "Kakwani"
        The jackknife leaves out one unit at a time; the other is the asymptotic one of the concentration index, of
        which this is the case where units are in order of what they have. For few units the jackknife is wider.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Inequality of (…,) figures, or of one for each place, from 0 to 1
        Limits are drawn in to 0 to 1. They are missing for a single unit, and by the jackknife where only one unit
        has anything.

    Raises
    ------
    InputError
        If a value or weight is negative, there are no units, an option is not known, or `place` is not one whole
        number for each unit.

    References
    ----------
    Yitzhaki (1991), Calculating jackknife variance estimators for parameters of the Gini method, Journal of Business
    and Economic Statistics 9: 235–239.
    Ogwang (2000), A convenient method of computing the Gini index and its standard error, Oxford Bulletin of Economics
    and Statistics 62: 123–129.
    Kakwani, Wagstaff and van Doorslaer (1997), Socioeconomic inequalities in health: measurement, computation, and
    statistical inference, Journal of Econometrics 77: 87–103.
    Binder and Kovačević (1995), Estimating some measures of income inequality from survey data: an application of the
    estimating equations approach, Survey Methodology 21: 137–145 (weights).
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
    ordered = _Ordered.of(values, weight, place)
    if one_of(standard_error, _METHODS, "standard_error") == "jackknife":
        error = ordered.jackknife_error()
    else:
        error = ordered.asymptotic_error()
    number = ordered.number
    factor = np.where(number > 1, number / np.maximum(number - 1, 1), np.nan) if small_sample else np.ones(number.shape)
    return Inequality.normal(
        (ordered.gini * factor).reshape(ordered.shape),
        (error * factor).reshape(ordered.shape),
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


@dataclass(frozen=True, eq=False, slots=True)
class _Ordered:
    """Units in ascending order of what they have, row after row or place after place, laid end to end."""

    shape: tuple[int, ...]
    """Of the result: one figure for each row or place."""
    starts: NDArray[np.int64]
    """(rows,) where each row begins."""
    row: NDArray[np.int64]
    """(n,) which row or place each unit is of."""
    share: Floats
    """(n,) share of the people of the row."""
    part: Floats
    """(n,) share of what the row has."""
    left: Floats
    """(n,) share of it that is left to the others; exactly nought where one has all."""
    apart: Floats
    """(n,) share of people times the mean difference from everyone else of the row, whichever way, in means."""
    number: Floats
    """(rows,) units that have people."""
    known: Bools

    @classmethod
    def of(cls, values: ArrayLike, weight: ArrayLike | None, place: ArrayLike | None) -> _Ordered:
        x, people = _units(values, weight)
        if place is None:
            shape, within = x.shape[:-1], Grouping.rows(x.shape)
        elif x.ndim == 1:
            within = Grouping.checked(place, x.size)
            shape = within.codes.shape
        else:
            raise InputError(f"with place given, value must be one number for each unit; got shape {x.shape}.")
        x, people = x.ravel(), people.ravel()
        whole, held = within.total(people), within.total(people * x)
        known = (whole > 0) & (held > 0)
        order = within.ascending(x)
        row = within.of[order]
        # One row that is missing must not reach the next through sums that run over all of them.
        whole, held = np.where(known, whole, 1), np.where(known, held, 1)
        people, has = (np.where(known[row], one[order], 0) for one in (people, people * x))
        share, part, left = people / whole[row], has / held[row], (held[row] - has) / held[row]
        reached, had = (_running(one, within.starts, row) for one in (share, part))
        apart = part * (2 * reached - 1) + share * (1 - 2 * had)
        number = np.add.reduceat((people > 0).astype(np.float64), within.starts)
        return cls(shape, within.starts, row, share, part, left, apart, number, known)

    def _total(self, amount: Floats) -> Floats:
        return np.add.reduceat(amount, self.starts)

    @property
    def gini(self) -> Floats:
        """(rows,) half the mean difference of all from all."""
        # Rounding may leave units that are all alike a hair below nought.
        return np.where(self.known, np.maximum(self._total(self.apart) / 2, 0), np.nan)

    def jackknife_error(self) -> Floats:
        """Each unit is left out once, from sums over all: no sorting again."""
        left = (1 - self.share) * self.left
        half = (self._total(self.apart) / 2)[self.row]
        without = np.divide(half - self.apart, left, out=np.full(left.shape, np.nan), where=left > 0)
        counted = self.share > 0
        mean = self._total(np.where(counted, without, 0)) / np.maximum(self.number, 1)
        squares = self._total(np.where(counted, (without - mean[self.row]) ** 2, 0))
        scale = np.where(self.known & (self.number > 1), (self.number - 1) / np.maximum(self.number, 1), np.nan)
        error: Floats = np.sqrt(scale * squares)
        return error

    def asymptotic_error(self) -> Floats:
        """The standard error of the concentration index of units that are ranked by what they have themselves."""
        gini = np.where(self.known, self.gini, 0)[self.row]
        middle, had = (_running(one, self.starts, self.row) - one / 2 for one in (self.share, self.part))
        scores = self.part * (2 * middle - 1 - gini) + self.share * (1 - 2 * had - gini)
        return np.where(self.known & (self.number > 1), np.sqrt(self._total(scores**2)), np.nan)


def _running(amount: Floats, starts: NDArray[np.int64], row: NDArray[np.int64]) -> Floats:
    """What amounts add up to through each unit of its row. Each row adds up to about 1, so none drowns another."""
    reached: Floats = np.cumsum(amount)
    return reached - (reached[starts] - amount[starts])[row]


def _units(values: ArrayLike, weight: ArrayLike | None) -> tuple[Floats, Floats]:
    """What each unit has and its people, of one shape; a unit without people has nought, even where it is missing."""
    x = counts(values, "value")
    if x.ndim == 0:
        raise InputError(f"value must be an array with units on its last axis; got the single number {x:g}.")
    people = np.ones(x.shape[-1:]) if weight is None else counts(weight, "weight")
    x, people = same_shape(value=at_least(1, x, "value"), weight=people)
    return np.where(people == 0, 0, x), people
