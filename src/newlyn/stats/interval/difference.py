"""The difference of two proportions by Newcombe's method, and whether two proportions are equal.

Limits that need a search, and those of ratios, are in `interval.score`; two rates are compared in `interval.two_rates`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from newlyn.stats.argument import part_of_whole, same_shape
from newlyn.stats.estimate import Estimate, Tested
from newlyn.stats.interval.proportion import wilson_limits
from newlyn.stats.interval.recovery import recovered_difference


def newcombe_difference(
    count_a: ArrayLike, total_a: ArrayLike, count_b: ArrayLike, total_b: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """The difference of two independent proportions, with Newcombe's limits out of Wilson's of each.

    It can be worked by hand from published limits and never leaves -1 to 1. Where the groups are small or a proportion
    is 0 or 1, `miettinen_nurminen_difference` holds its level a little better.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Those who have the characteristic in the first and in the second group. Missing values (NaN) stay missing.
    total_a, total_b : arrays of counts, of the same shape
        Those who could have it. Where one is zero the result is missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape, first proportion less second, from -1 to 1

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, or `level` is not strictly between 0 and 1.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions: comparison of eleven
    methods, Statist. Med. 17: 873–890, method 10.

    Examples
    --------
    >>> found = newcombe_difference([56], [70], [48], [80])
    >>> found.value.round(4).tolist(), found.lower.round(4).tolist(), found.upper.round(4).tolist()
    ([0.2], [0.0524], [0.3339])
    """
    a = _with_wilson_limits(count_a, total_a, level, "a")
    b = _with_wilson_limits(count_b, total_b, level, "b")
    found = recovered_difference(a, b)
    return replace(found, statistic="difference of proportions", method="Newcombe hybrid score")


def two_proportions_test(count_a: ArrayLike, total_a: ArrayLike, count_b: ArrayLike, total_b: ArrayLike) -> Tested:
    """Whether two independent proportions are equal, by the score test with Egon Pearson's N - 1.

    It agrees with the limits of `miettinen_nurminen_difference`: p is below 0.05 where the 95% limits leave out 0. Its
    square is the chi-squared of the 2 × 2 table times (N - 1) / N, which keeps its level down to expected counts of 1.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Those who have the characteristic in the first and in the second group. Missing values (NaN) stay missing.
    total_a, total_b : arrays of counts, of the same shape
        Those who could have it. Where one is zero, or both together are one or less, the result is missing.

    Returns
    -------
    Tested of that shape
        The score is z, above nought where the first proportion is greater. Where nobody or everybody has the
        characteristic in both groups, nothing speaks against equality: z is 0 and p is 1.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total.

    References
    ----------
    Pearson (1947), The choice of statistical tests illustrated on the interpretation of data classed in a 2 × 2 table,
    Biometrika 34: 139–167.
    Campbell (2007), Chi-squared and Fisher–Irwin tests of two-by-two tables with small sample recommendations,
    Statist. Med. 26: 3661–3675, section 2.

    Examples
    --------
    >>> found = two_proportions_test([56], [70], [48], [80])
    >>> found.score.round(3).tolist(), found.p.round(4).tolist()
    ([2.641], [0.0083])
    """
    xa, na = part_of_whole(count_a, total_a, part_name="count_a", whole_name="total_a")
    xb, nb = part_of_whole(count_b, total_b, part_name="count_b", whole_name="total_b")
    xa, na, xb, nb = same_shape(group_a=xa, total_a=na, group_b=xb, total_b=nb)
    together = np.where(na + nb > 1, na + nb, np.nan)
    pooled = (xa + xb) / together
    variance = pooled * (1 - pooled) * (1 / na + 1 / nb) * together / (together - 1)
    score = np.divide(xa / na - xb / nb, np.sqrt(variance), out=np.asarray(0 * variance), where=variance > 0)
    return Tested(score, 2 * ndtr(-np.abs(score)), "the two proportions are equal", "Score test, N - 1")


def _with_wilson_limits(count: ArrayLike, total: ArrayLike, level: float, group: str) -> Estimate:
    x, n = part_of_whole(count, total, part_name=f"count_{group}", whole_name=f"total_{group}")
    return Estimate.within(x / n, wilson_limits(x, n, level=level), "proportion")
