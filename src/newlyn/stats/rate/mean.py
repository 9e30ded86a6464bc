"""Means with Student's t limits: of rows, of groups, and weighted.

Proportions, whose spread follows from themselves, are in `rate.crude`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    at_least,
    checked_level,
    counts,
    group_codes,
    numbers,
    one_number,
    refuse_where,
    same_shape,
    whole_number,
)
from newlyn.stats.estimate import Estimate

STUDENT = "Student's t"


def mean(values: ArrayLike, *, axis: int = -1, level: float = 0.95) -> Estimate:
    """The mean of values that are a sample of what might have been seen.

    Parameters
    ----------
    values : (..., n) array of numbers
        A missing value (NaN) makes the mean of its row missing.
    axis : int
        The axis over which the mean is taken.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of shape (...), in the unit of the values
        One value by itself is its mean, and has no limits.

    Raises
    ------
    InputError
        If there are no values, one is infinite, there is no such axis, or `level` is not strictly between 0 and 1.

    References
    ----------
    Student (1908), The probable error of a mean, Biometrika 6: 1–25.
    Eayres (2008), Commonly used public health statistics and their confidence intervals, APHO Technical Briefing 3,
    section on means.

    Examples
    --------
    >>> found = mean([4, 6, 8, 10])
    >>> float(found.value), float(found.lower.round(3)), float(found.upper.round(3))
    (7.0, 2.891, 11.109)
    """
    x = numbers(values, "values")
    if x.ndim and not -x.ndim <= whole_number(axis, "axis") < x.ndim:
        raise InputError(f"axis must be one of the {x.ndim} of values; got {axis}.")
    at_least(1, x, "values", axis=axis)
    n = np.full(np.delete(x.shape, axis), float(x.shape[axis]))
    value = x.mean(axis)
    squares = ((x - np.expand_dims(value, axis)) ** 2).sum(axis)
    return _within_t(value, squares / n, n, level, "mean", STUDENT)


def grouped_mean(values: ArrayLike, group: ArrayLike, *, groups: int | None = None, level: float = 0.95) -> Estimate:
    """The mean of each group of values, in one pass over all of them.

    Parameters
    ----------
    values : (n,) array of numbers
        A missing value (NaN) makes the mean of its group missing.
    group : (n,) array of whole numbers from 0
        The group of each value.
    groups : int, optional
        How many groups there are, where the last may be empty; else as many as are named.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of (groups,), in the unit of the values
        An empty group has no mean; a group of one value has no limits.

    Raises
    ------
    InputError
        If a value is infinite, a group is not a whole number from 0 to `groups` - 1, `groups` is not a whole number
        below ten million, the two are not of one length, or `level` is not strictly between 0 and 1.

    References
    ----------
    Student (1908), The probable error of a mean, Biometrika 6: 1–25.
    Chan, Golub and LeVeque (1983), Algorithms for computing the sample variance, The American Statistician 37: 242–247
    (the two-pass algorithm).

    Examples
    --------
    >>> found = grouped_mean([4, 6, 8, 10, 3], [0, 0, 0, 0, 2])
    >>> found.value.tolist(), found.upper.round(3).tolist()
    ([7.0, nan, 3.0], [11.109, nan, nan])
    """
    place = group_codes(group)
    x, code = _one_each(numbers(values, "values"), place.astype(np.float64))
    named = (
        code.max(initial=-1) + 1 if groups is None else group_codes(one_number(groups, "groups"), "number of groups")
    )
    many = int(named)
    refuse_where(code >= many, code, f"group must be below {many}, the number of groups")
    n = np.bincount(place, minlength=many).astype(np.float64)
    some = np.where(n > 0, n, np.nan)
    value = np.bincount(place, x, minlength=many) / some
    squares = np.bincount(place, (x - value[place]) ** 2, minlength=many)
    return _within_t(value, squares / some, n, level, "mean", STUDENT)


def weighted_mean(values: ArrayLike, weights: ArrayLike, *, level: float = 0.95) -> Estimate:
    """The mean of values that count by their weights, with Cochran's variance of a ratio.

    The weights are part of what was sampled, as the size of a school is; they need not add up to anything. With equal
    weights it is `mean`. Weights of the respondents to a survey come from how they were drawn: for those take
    `survey.weighted.weighted_mean`.

    Parameters
    ----------
    values : (..., n) array of numbers
        A missing value (NaN) makes the mean of its row missing.
    weights : (..., n) array of numbers, nought or more
        A value of weight nought is left out. The mean is missing where a weight is, or where all are nought.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of shape (...), in the unit of the values
        Where one value alone has weight there are no limits.

    Raises
    ------
    InputError
        If there are no values, one is infinite, a weight is negative, or `level` is not strictly between 0 and 1.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd edition, Wiley, chapter 6 (the variance of a ratio).
    Gatz and Smith (1995), The standard error of a weighted mean concentration, I. Bootstrapping vs other methods,
    Atmospheric Environment 29: 1185–1193.

    Examples
    --------
    >>> found = weighted_mean([4, 6, 8, 10], [1, 1, 2, 4])
    >>> float(found.value), float(found.lower.round(3)), float(found.upper.round(3))
    (8.25, 4.342, 12.158)
    """
    x, w = same_shape(values=numbers(values, "values"), weights=counts(weights, "weight"))
    at_least(1, x, "values")
    total = w.sum(-1)
    all_weight = np.where(total > 0, total, np.nan)
    n = (w != 0).sum(-1).astype(np.float64)
    value = np.where(w != 0, w * x, 0).sum(-1) / all_weight
    squares = np.where(w != 0, (w * (x - value[..., None])) ** 2, 0).sum(-1)
    return _within_t(value, n * squares / all_weight**2, n, level, "weighted mean", f"{STUDENT}, Cochran's variance")


def _one_each(values: Floats, group: Floats) -> tuple[Floats, Floats]:
    if values.ndim != 1 or values.shape != group.shape:
        raise InputError(
            f"values and group must be two arrays of one length; got shapes {values.shape} and {group.shape}."
        )
    return values, group


def _within_t(value: Floats, variance: Floats, n: Floats, level: float, statistic: str, method: str) -> Estimate:
    """A mean within Student's limits, where the variance is that of the values about it, over n."""
    freedom = np.where(n > 1, n - 1, np.nan)
    reach = stdtrit(freedom, (1 + checked_level(level)) / 2) * np.sqrt(variance / freedom)
    return Estimate(value, value - reach, value + reach, statistic, method, level)
