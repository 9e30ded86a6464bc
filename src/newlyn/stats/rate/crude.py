"""Proportions and crude rates with their confidence limits.

Rates that allow for age are in `rate.direct` and `rate.indirect`; the limits by themselves in `interval`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import counts, one_number, one_of, part_of_whole, positives, same_shape
from newlyn.stats.estimate import Estimate, Limits
from newlyn.stats.interval.count import byar_limits, count_limits, exact_poisson_limits
from newlyn.stats.interval.proportion import agresti_coull_limits, clopper_pearson_limits, wilson_limits

OF_SHARES: dict[str, Callable[..., Limits]] = {
    "wilson": wilson_limits,
    "clopper-pearson": clopper_pearson_limits,
    "agresti-coull": agresti_coull_limits,
}
OF_COUNTS: dict[str, Callable[..., Limits]] = {
    "byar-exact": count_limits,
    "byar": byar_limits,
    "exact": exact_poisson_limits,
}


def proportion(count: ArrayLike, total: ArrayLike, *, level: float = 0.95, method: str = "wilson") -> Estimate:
    """The share of people who have a characteristic.

    Use it where the count is part of the total; for events that one person can have more than once use `rate`.

    Parameters
    ----------
    count : array of counts
        Those who have the characteristic. Missing values (NaN) stay missing.
    total : array of counts, of the same shape
        Those who could have it. Where it is zero the result is missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.
    method : wilson, clopper-pearson or agresti-coull
        How the limits are worked out.

    Returns
    -------
    Estimate of that shape, from 0 to 1

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, `method` is not known, or `level` is not strictly between 0 and 1.

    References
    ----------
    Eayres (2008), Commonly used public health statistics and their confidence intervals, APHO Technical Briefing 3,
    section on proportions.

    Examples
    --------
    >>> found = proportion([65], [100])
    >>> found.value.tolist(), found.lower.round(4).tolist(), found.upper.round(4).tolist()
    ([0.65], [0.5525], [0.7364])
    """
    x, n = part_of_whole(count, total)
    limits = OF_SHARES[one_of(method, OF_SHARES, "method")](x, n, level=level)
    return Estimate.within(x / n, limits, "proportion")


def rate(
    count: ArrayLike,
    population: ArrayLike,
    *,
    per: float = 100_000,
    level: float = 0.95,
    method: str = "byar-exact",
) -> Estimate:
    """The crude rate of events per so many people, or person-years.

    Parameters
    ----------
    count : array of counts
        Events; there may be more of them than people. Missing values (NaN) stay missing.
    population : array of counts, of the same shape
        People, or person-years, at risk. Where it is zero the result is missing.
    per : number above nought
        So many people the rate is per.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.
    method : byar-exact, byar or exact
        How the limits of the count are worked out; `byar-exact` is Byar's approximation, exact below ten events.

    Returns
    -------
    Estimate of that shape, per `per` people

    Raises
    ------
    InputError
        If a count or population is negative, `per` is not above nought, `method` is not known, or `level` is not
        strictly between 0 and 1.

    References
    ----------
    Eayres (2008), Commonly used public health statistics and their confidence intervals, APHO Technical Briefing 3,
    section on rates.
    Office for Health Improvement and Disparities (2018, revised), Fingertips public health technical guidance, Rates.

    Examples
    --------
    >>> found = rate([65], [100], per=100)
    >>> found.value.tolist(), found.lower.round(3).tolist(), found.upper.round(3).tolist()
    ([65.0], [50.163], [82.849])
    """
    x, n = same_shape(count=counts(count), population=counts(population, "population"))
    scale = float(positives(one_number(per, "per"), "per"))
    limits = OF_COUNTS[one_of(method, OF_COUNTS, "method")](x, level=level)
    each = scale / np.where(n > 0, n, np.nan)
    return Estimate.within(x * each, limits.scaled(each), f"rate per {scale:.15g}")
