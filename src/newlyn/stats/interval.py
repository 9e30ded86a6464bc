"""Confidence limits for counts and proportions: arrays in, arrays out.

Whether small numbers may be shown at all is a publishing decision and is not made here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from newlyn.foundation.errors import InputError

Floats = NDArray[np.float64]


class Limits(NamedTuple):
    """Lower and upper confidence limits, of one shape, in the unit of the estimate."""

    lower: Floats
    upper: Floats


def wilson_limits(count: ArrayLike, total: ArrayLike, *, level: float = 0.95) -> Limits:
    """Confidence limits for a proportion by Wilson's score method, without continuity correction.

    Parameters
    ----------
    count : (n,) array of counts
        Those who have the characteristic. Missing values (NaN) stay missing.
    total : (n,) array of counts
        Those who could have it. Where it is zero the limits are missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Limits of (n,) float64, as proportions from 0 to 1

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
    x, n = np.broadcast_arrays(np.asarray(count, float), np.asarray(total, float))
    _check_counts(x)
    if np.any(x > n):
        at = int(np.argmax(x > n))
        raise InputError(f"a count cannot exceed its total; at position {at}, {x.flat[at]:g} exceeds {n.flat[at]:g}.")
    z = _normal_quantile(level)
    n = np.where(n > 0, n, np.nan)
    share = x / n
    centre = share + z * z / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # Where nobody or everybody is counted, one limit is the share itself; rounding would leave it a hair to one side.
    lower = np.where(x == 0, share, (centre - spread) / scale)
    upper = np.where(x == n, share, (centre + spread) / scale)
    return Limits(lower, upper)


def byar_limits(count: ArrayLike, *, level: float = 0.95) -> Limits:
    """Confidence limits for a Poisson count by Byar's approximation.

    Parameters
    ----------
    count : (n,) array of counts
        Observed events, zero or more. Missing values (NaN) stay missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Limits of (n,) float64, in events
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
    x = np.asarray(count, float)
    _check_counts(x)
    z = _normal_quantile(level)
    above = x + 1
    safe = np.where(x == 0, 1, x)
    # Below nought for one event at 99.8%: the approximation does not hold there, and no count is negative.
    lower = safe * np.maximum(1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe)), 0) ** 3
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return Limits(np.where(x == 0, 0.0, lower), upper)


def _check_counts(x: Floats) -> None:
    if np.any(x < 0):
        at = int(np.argmax(x < 0))
        raise InputError(f"a count cannot be negative; at position {at} it is {x.flat[at]:g}.")


def _normal_quantile(level: float) -> float:
    if not 0 < level < 1:
        raise InputError(f"level must be a proportion between 0 and 1, such as 0.95; got {level:g}.")
    return float(ndtri((1 + level) / 2))
