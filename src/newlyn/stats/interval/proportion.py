"""Confidence limits for a proportion: Wilson, Clopper–Pearson, Agresti–Coull.

Limits of a count of events are in `interval.count`; two proportions are compared in `interval.difference`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from newlyn.stats.argument import checked_level, normal_quantile, part_of_whole
from newlyn.stats.estimate import Limits


def wilson_limits(count: ArrayLike, total: ArrayLike, *, level: float = 0.95) -> Limits:
    """Confidence limits for a proportion by Wilson's score method, without continuity correction.

    The method of UKHSA and ONS for proportions: it stays within 0 to 1 and holds its level for small numbers.

    Parameters
    ----------
    count : array of counts
        Those who have the characteristic. Missing values (NaN) stay missing.
    total : array of counts, of the same shape
        Those who could have it. Where it is zero the limits are missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Limits of that shape, as proportions from 0 to 1

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, or `level` is not strictly between 0 and 1.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22: 209–212.
    Newcombe (1998), Two-sided confidence intervals for the single proportion, Statist. Med. 17: 857–872, method 3.

    Examples
    --------
    >>> limits = wilson_limits([65], [100])
    >>> limits.lower.round(4).tolist(), limits.upper.round(4).tolist()
    ([0.5525], [0.7364])
    """
    x, n = part_of_whole(count, total)
    z = normal_quantile(level)
    share = x / n
    centre = share + z * z / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # Where nobody or everybody is counted, one limit is the share itself; rounding would leave it a hair to one side.
    lower = np.where(x == 0, share, (centre - spread) / scale)
    upper = np.where(x == n, share, (centre + spread) / scale)
    return Limits(lower, upper, "Wilson", level)


def clopper_pearson_limits(count: ArrayLike, total: ArrayLike, *, level: float = 0.95) -> Limits:
    """Exact confidence limits for a proportion, from the binomial distribution.

    They never miss the truth more often than `level` allows, and for small numbers are wider than needed for that:
    choose them where a regulation asks for an exact interval, else `wilson_limits`.

    Parameters
    ----------
    count : array of counts
        Those who have the characteristic. Missing values (NaN) stay missing.
    total : array of counts, of the same shape
        Those who could have it. Where it is zero the limits are missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Limits of that shape, as proportions from 0 to 1

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, or `level` is not strictly between 0 and 1.

    References
    ----------
    Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial,
    Biometrika 26: 404–413.
    Newcombe (1998), Two-sided confidence intervals for the single proportion, Statist. Med. 17: 857–872, method 5.

    Examples
    --------
    >>> limits = clopper_pearson_limits([0, 15], [20, 148])
    >>> limits.lower.round(4).tolist(), limits.upper.round(4).tolist()
    ([0.0, 0.0578], [0.1684, 0.1617])
    """
    x, n = part_of_whole(count, total)
    tail = (1 - checked_level(level)) / 2
    rest = n - x
    # The beta distribution has no shape of nought: nobody counted has a lower limit of 0, everybody an upper of 1.
    lower = np.where(x == 0, x / n, betaincinv(np.where(x == 0, 1, x), rest + 1, tail))
    upper = np.where(rest == 0, x / n, betaincinv(x + 1, np.where(rest == 0, 1, rest), 1 - tail))
    return Limits(lower, upper, "Clopper–Pearson", level)


def agresti_coull_limits(count: ArrayLike, total: ArrayLike, *, level: float = 0.95) -> Limits:
    """Confidence limits for a proportion by the adjusted Wald method of Agresti and Coull.

    Centred on the same point as Wilson's and never narrower; simple enough to check by hand. Limits that would lie
    outside 0 to 1 are drawn in.

    Parameters
    ----------
    count : array of counts
        Those who have the characteristic. Missing values (NaN) stay missing.
    total : array of counts, of the same shape
        Those who could have it. Where it is zero the limits are missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Limits of that shape, as proportions from 0 to 1

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, or `level` is not strictly between 0 and 1.

    References
    ----------
    Agresti and Coull (1998), Approximate is better than "exact" for interval estimation of binomial proportions,
    The American Statistician 52: 119–126.
    Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion, Statistical Science 16: 101–133,
    section 3.1.2.

    Examples
    --------
    >>> limits = agresti_coull_limits([65], [100])
    >>> limits.lower.round(4).tolist(), limits.upper.round(4).tolist()
    ([0.5524], [0.7365])
    """
    x, n = part_of_whole(count, total)
    z = normal_quantile(level)
    adjusted = n + z * z
    centre = (x + z * z / 2) / adjusted
    spread = z * np.sqrt(centre * (1 - centre) / adjusted)
    return Limits(np.maximum(centre - spread, 0), np.minimum(centre + spread, 1), "Agresti–Coull", level)
