"""The difference and the ratio of any two independent estimates, with limits recovered from the limits of each.

Proportions and rates have comparisons of their own, which know more than two intervals do: `interval.difference`,
`interval.score`, `interval.two_rates`.
"""

from __future__ import annotations

import numpy as np

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, counts, same_shape
from newlyn.stats.estimate import Estimate


def recovered_difference(a: Estimate, b: Estimate) -> Estimate:
    """The difference of two independent estimates, with limits by recovery of variances (MOVER).

    Each limit of the difference uses the limits that lie towards it, so lopsided intervals stay lopsided. Use it for
    standardised rates, means, life expectancies: whatever has sound limits of its own and is estimated apart.

    Parameters
    ----------
    a : Estimate
        What is compared.
    b : Estimate of the same statistic and level, and of a shape that goes with it
        What it is compared with. A missing value or limit makes the result missing.

    Returns
    -------
    Estimate of that shape, first less second, in their unit

    Raises
    ------
    InputError
        If the two are of different statistics or levels, or their shapes do not go together.

    References
    ----------
    Zou and Donner (2008), Construction of confidence limits about effect measures: a general approach,
    Statist. Med. 27: 1693–1702, section 2.
    Newcombe (1998), Interval estimation for the difference between independent proportions, Statist. Med. 17: 873–890,
    method 10, of which it is the general form.

    Examples
    --------
    >>> from newlyn.stats.rate.crude import rate
    >>> found = recovered_difference(rate([30], [10_000], per=1000), rate([20], [10_000], per=1000))
    >>> found.value.round(2).tolist(), found.lower.round(2).tolist(), found.upper.round(2).tolist()
    ([1.0], [-0.46], [2.5])
    """
    value_a, lower_a, upper_a, value_b, lower_b, upper_b = _alike(a, b)
    value = value_a - value_b
    down, up = np.hypot(value_a - lower_a, upper_b - value_b), np.hypot(upper_a - value_a, value_b - lower_b)
    return Estimate(value, value - down, value + up, f"difference of {a.statistic}", f"MOVER, {a.method}", a.level)


def recovered_ratio(a: Estimate, b: Estimate) -> Estimate:
    """The ratio of two independent estimates, with limits by recovery of variances (MOVER-R).

    Use it for comparative figures, such as one directly standardised rate over another.

    Parameters
    ----------
    a : Estimate
        What is compared, nought or more.
    b : Estimate of the same statistic and level, and of a shape that goes with it
        What it is compared with, nought or more. A missing value or limit makes the result missing.

    Returns
    -------
    Estimate of that shape, first over second
        Where the second is nought the ratio is missing, where both are so is the lower limit; where the lower limit of
        the second is nought the upper limit is missing, because nothing bounds it.

    Raises
    ------
    InputError
        If the two are of different statistics or levels, an estimate or a limit is negative, or their shapes do not go
        together.

    References
    ----------
    Donner and Zou (2012), Closed-form confidence intervals for functions of the normal mean and standard deviation,
    Statistical Methods in Medical Research 21: 347–359.
    Fagerland, Lydersen and Laake (2017), Statistical Analysis of Contingency Tables, chapter 4.

    Examples
    --------
    >>> from newlyn.stats.rate.crude import proportion
    >>> found = recovered_ratio(proportion([7], [34]), proportion([1], [34]))
    >>> found.value.round(4).tolist(), found.lower.round(4).tolist(), found.upper.round(3).tolist()
    ([7.0], [1.1537], [41.976])
    """
    value_a, lower_a, upper_a, value_b, lower_b, upper_b = (counts(one, "estimate or limit") for one in _alike(a, b))
    cross = value_a * value_b
    # Roots of quadratics, each in the form that adds, which also holds where the leading coefficient is nought.
    low_a, high_a = lower_a * (2 * value_a - lower_a), upper_a * (2 * value_a - upper_a)
    low_b, high_b = lower_b * (2 * value_b - lower_b), upper_b * (2 * value_b - upper_b)
    below = cross + np.sqrt(np.maximum(cross**2 - low_a * high_b, 0))
    above = cross + np.sqrt(np.maximum(cross**2 - high_a * low_b, 0))
    return Estimate(
        _over(value_a, value_b),
        np.where((low_a == 0) & (value_b > 0), 0, _over(low_a, below)),
        _over(above, low_b),
        f"ratio of {a.statistic}",
        f"MOVER-R, {a.method}",
        a.level,
    )


def _over(part: Floats, whole: Floats) -> Floats:
    """A quotient, missing where nothing is divided by."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def _alike(a: Estimate, b: Estimate) -> tuple[Floats, ...]:
    """Value and limits of both, of one shape.

    Raises
    ------
    InputError
        If they are not of one statistic and level.
    """
    if (a.statistic, a.level) != (b.statistic, b.level):
        raise InputError(
            f"two estimates are compared that are of one statistic and level; got {a.statistic} at {a.level:g} and "
            f"{b.statistic} at {b.level:g}."
        )
    return same_shape(
        value_a=a.value, lower_a=a.lower, upper_a=a.upper, value_b=b.value, lower_b=b.lower, upper_b=b.upper
    )
