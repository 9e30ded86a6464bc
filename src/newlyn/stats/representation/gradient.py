"""Whether representation rises or falls over groups in order, such as tenths of deprivation, and how steeply.

Each group by itself is `profile`; slopes and concentration indices of rates and amounts are in `inequality`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import complete, counts, normal_quantile, numbers, refuse_where
from newlyn.stats.estimate import Estimate, Tested
from newlyn.stats.representation.spread import NULL, Spread


def representation_slope(count: ArrayLike, population: ArrayLike, *, level: float = 0.95) -> Estimate:
    """How steeply representation changes over groups in order, from the first to the last person of the population.

    The slope of the representation index on the relative rank of the groups (ridit), weighted by population: −1 means
    that the index falls by one, as from 1.5 to 0.5, from one end of the population to the other. About six times the
    concentration index of the outcome.

    Parameters
    ----------
    count : (..., k) array of counts
        Those with the outcome in each group, in order along the last axis: from the most to the least deprived tenth.
    population : (..., k) array of counts
        The population of each group. A row with a missing value (NaN), without anyone with the outcome, or with its
        population in one group, is missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of the leading shape
        Below nought where the first groups are over-represented.

    Raises
    ------
    InputError
        If a count is negative, there are fewer than two groups, a group without population has the outcome, or `level`
        is not strictly between 0 and 1.

    References
    ----------
    Bross (1958), How to use ridit analysis, Biometrics 14: 18–38.
    Wagstaff, Paci and van Doorslaer (1991), On the measurement of inequalities in health, Social Science and Medicine
    33: 545–557.

    Examples
    --------
    >>> found = representation_slope([50, 30, 20], [1000, 1000, 1000])
    >>> round(float(found.value), 2), round(float(found.lower), 2), round(float(found.upper), 2)
    (-1.35, -2.04, -0.66)
    """
    spread = Spread.of(count, population)
    score = spread.ridit() - 0.5
    share = spread.count / spread.total
    across = np.sum(spread.share * score**2, axis=-1)
    across = np.where(across > 0, across, np.nan)
    middle = np.sum(share * score, axis=-1)
    variance = (np.sum(share * score**2, axis=-1) - middle**2) / spread.total[..., 0]
    reach = normal_quantile(level) * np.sqrt(np.maximum(variance, 0)) / across
    value = middle / across
    return Estimate(value, value - reach, value + reach, "slope of representation", "Multinomial, normal", level)


def representation_trend_test(
    count: ArrayLike, population: ArrayLike, *, scores: ArrayLike | None = None, inclusive: bool = False
) -> Tested:
    """Whether representation rises or falls over groups in order: one score test, sharper than that of the spread.

    Parameters
    ----------
    count : (..., k) array of counts
        Those with the outcome in each group, in order along the last axis.
    population : (..., k) array of counts
        The population of each group. A row with a missing value (NaN), without anyone with the outcome, or with its
        population in one group, is missing.
    scores : (k,) array of numbers, optional
        Where each group stands; left out, its relative rank in the population (ridit).
    inclusive : bool
        Whether those with the outcome are counted in the population and are many of it: the test of Cochran and
        Armitage. Otherwise they are few of it, or not of it.

    Returns
    -------
    Tested of the leading shape
        The score is z, above nought where the last groups are over-represented.

    Raises
    ------
    InputError
        If a count is negative, there are fewer than two groups, a group without population has the outcome, there is
        not one score for each group, or with `inclusive` a group has more with the outcome than people.

    References
    ----------
    Armitage (1955), Tests for linear trends in proportions and frequencies, Biometrics 11: 375–386.
    Cochran (1954), Some methods for strengthening the common χ² tests, Biometrics 10: 417–451, section 6.

    Examples
    --------
    >>> found = representation_trend_test([50, 30, 20], [1000, 1000, 1000])
    >>> round(float(found.score), 2), round(float(found.p), 5)
    (-3.67, 0.00024)
    """
    spread = Spread.of(count, population)
    score = spread.ridit() if scores is None else complete(numbers(scores, "scores"), "scores")
    if scores is not None and score.shape != spread.count.shape[-1:]:
        raise InputError(f"scores must be one for each of {spread.count.shape[-1]} groups; got {score.shape}.")
    apart = score - np.sum(spread.share * score, axis=-1, keepdims=True)
    variance = np.sum(spread.expected * apart**2, axis=-1)
    name = "Score test for trend"
    if inclusive:
        people = np.broadcast_to(counts(population, "population"), spread.count.shape)
        refuse_where(spread.count > people, spread.count, "a count cannot exceed its population where it is inclusive")
        variance = variance * (1 - spread.total / np.sum(people, axis=-1, keepdims=True))[..., 0]
        name = "Cochran–Armitage"
    z = np.sum(spread.count * apart, axis=-1) / np.sqrt(np.where(variance > 0, variance, np.nan))
    return Tested(z, 2 * ndtr(-np.abs(z)), NULL, name)
