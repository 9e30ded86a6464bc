"""Confidence limits for a count of events: exact Poisson, Byar's approximation, and the two together as UKHSA has it.

Limits of a share of people are in `interval.proportion`; a count over a population is a rate, in `rate`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv

from newlyn.stats.argument import checked_level, counts, normal_quantile
from newlyn.stats.estimate import Limits

EXACT_BELOW = 10
"""UKHSA works out limits exactly below ten events, where Byar's approximation begins to show."""


def exact_poisson_limits(count: ArrayLike, *, level: float = 0.95) -> Limits:
    """Exact confidence limits for a Poisson count, by way of the chi-squared distribution.

    Parameters
    ----------
    count : array of counts
        Observed events, zero or more. Missing values (NaN) stay missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Limits of that shape, in events
        The lower limit of a zero count is exactly 0.

    Raises
    ------
    InputError
        If a count is negative or `level` is not strictly between 0 and 1.

    References
    ----------
    Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28: 437–442.

    Examples
    --------
    >>> limits = exact_poisson_limits([0, 5, 10])
    >>> limits.lower.round(3).tolist(), limits.upper.round(3).tolist()
    ([0.0, 1.623, 4.795], [3.689, 11.668, 18.39])
    """
    x = counts(count)
    tail = (1 - checked_level(level)) / 2
    # A chi-squared quantile on 2k degrees of freedom is twice that of a gamma distribution of shape k.
    lower = np.where(x == 0, 0.0 * x, gammaincinv(np.where(x == 0, 1, x), tail))
    return Limits(lower, gammaincinv(x + 1, 1 - tail), "Exact", level)


def byar_limits(count: ArrayLike, *, level: float = 0.95) -> Limits:
    """Confidence limits for a Poisson count by Byar's approximation.

    Parameters
    ----------
    count : array of counts
        Observed events, zero or more. Missing values (NaN) stay missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Limits of that shape, in events
        The lower limit of a zero count is exactly 0, and none is negative.

    Raises
    ------
    InputError
        If a count is negative or `level` is not strictly between 0 and 1.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, IARC Scientific Publications 82, p. 69.

    Examples
    --------
    >>> byar_limits([0, 10, 100]).lower.round(2).tolist()
    [0.0, 4.79, 81.36]
    """
    x = counts(count)
    z = normal_quantile(level)
    above = x + 1
    safe = np.where(x == 0, 1, x)
    # Below nought for one event at 99.8%: the approximation does not hold there, and no count is negative.
    lower = safe * np.maximum(1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe)), 0) ** 3
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return Limits(np.where(x == 0, 0.0, lower), upper, "Byar", level)


def count_limits(count: ArrayLike, *, level: float = 0.95) -> Limits:
    """Confidence limits for a Poisson count as UKHSA publishes them: exact below ten events, Byar's from ten.

    Parameters
    ----------
    count : array of counts
        Observed events, zero or more. Missing values (NaN) stay missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Limits of that shape, in events
        The lower limit of a zero count is exactly 0.

    Raises
    ------
    InputError
        If a count is negative or `level` is not strictly between 0 and 1.

    References
    ----------
    Office for Health Improvement and Disparities (2018, revised), Public health data science: confidence intervals,
    Fingertips technical guidance, section on counts and rates.
    Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, IARC Scientific Publications 82, p. 69.

    Examples
    --------
    >>> limits = count_limits([5, 65])
    >>> limits.lower.round(3).tolist(), limits.upper.round(3).tolist()
    ([1.623, 50.163], [11.668, 82.849])
    """
    x = counts(count)
    byar = byar_limits(x, level=level)
    lower, upper, few = np.array(byar.lower), np.array(byar.upper), x < EXACT_BELOW
    # Exact limits take ten times as long, and most counts do not need them.
    exact = exact_poisson_limits(x[few], level=level)
    lower[few], upper[few] = exact.lower, exact.upper
    return Limits(lower, upper, "Byar, exact below 10", level)
