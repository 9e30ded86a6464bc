"""One group's rate beside another's: disparity ratios, the relative rate index, many groups against one of them.

A group beside the whole population is `ratio`; selection and its four-fifths rule `four_fifths`. Differences and odds
ratios of two proportions by themselves are in `interval.difference` and `interval.score`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    at_least,
    counts,
    normal_quantile,
    one_of,
    part_of_whole,
    positives,
    same_shape,
    whole_number,
)
from newlyn.stats.comparison.multiplicity import compare_many
from newlyn.stats.comparison.reading import Comparison
from newlyn.stats.estimate import Estimate
from newlyn.stats.interval.difference import two_proportions_test
from newlyn.stats.interval.score import (
    miettinen_nurminen_difference,
    miettinen_nurminen_odds_ratio,
    miettinen_nurminen_ratio,
)
from newlyn.stats.representation.fisher import fisher_test

METHODS = ("score", "log")
TESTS = ("score", "fisher", "mid-p")


@dataclass(frozen=True, eq=False, slots=True)
class GroupDisparities:
    """Every group beside the reference group; the reference group itself is 1, or 0, without limits."""

    rate: Floats
    ratio: Estimate
    difference: Estimate
    odds_ratio: Estimate
    p: Floats
    """Two-sided p-value of each group by itself; missing for the reference group."""
    comparison: Comparison
    """`lower`, `similar` or `higher` than the reference group, by p-values adjusted for the number of groups."""


def disparity_ratio(
    count_a: ArrayLike,
    total_a: ArrayLike,
    count_b: ArrayLike,
    total_b: ArrayLike,
    *,
    method: str = "score",
    level: float = 0.95,
) -> Estimate:
    """How many times as likely an outcome is in one group as in another: risk ratio, relative likelihood.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Those with the outcome in the group and in the reference group. Missing values (NaN) stay missing.
    total_a, total_b : arrays of counts, of the same shape
        All of the group and of the reference group. Where one is zero the result is missing.
    method : `score` or `log`
        Miettinen and Nurminen's score limits, which hold for small numbers and for nobody; or those on the scale of
        logarithms, which can be worked by hand and are missing where nobody of a group has the outcome.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape, first rate over second
        Nobody in the reference group: the ratio is missing.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, `method` is not known, or `level` is not strictly between 0 and 1.

    References
    ----------
    Katz, Baptista, Azen and Pike (1978), Obtaining confidence intervals for the risk ratio in cohort studies,
    Biometrics 34: 469–474, method C (log).
    Miettinen and Nurminen (1985), Comparative analysis of two rates, Statist. Med. 4: 213–226 (score).
    Bollmer, Bethel, Garrison-Mogren and Brauen (2007), Using the risk ratio to assess racial/ethnic disproportionality
    in special education at the school-district level, Journal of Special Education 41: 186–198.

    Examples
    --------
    >>> found = disparity_ratio([189], [11034], [104], [11037], method="log")
    >>> found.value.round(2).tolist(), found.lower.round(2).tolist(), found.upper.round(2).tolist()
    ([1.82], [1.43], [2.31])
    """
    if one_of(method, METHODS, "method") == "score":
        found = miettinen_nurminen_ratio(count_a, total_a, count_b, total_b, level=level)
        return Estimate(found.value, found.lower, found.upper, "disparity ratio", found.method, level)
    xa, na = part_of_whole(count_a, total_a, part_name="count_a", whole_name="total_a")
    xb, nb = part_of_whole(count_b, total_b, part_name="count_b", whole_name="total_b")
    xa, na, xb, nb = same_shape(group_a=xa, total_a=na, group_b=xb, total_b=nb)
    variance = (1 - xa / na) / _above_nought(xa) + (1 - xb / nb) / _above_nought(xb)
    return _on_log_scale(xa * nb / (na * _above_nought(xb)), variance, "disparity ratio", "Katz log", level)


def relative_rate_index(
    count_a: ArrayLike, base_a: ArrayLike, count_b: ArrayLike, base_b: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """The rate of events in one group over that in another, where a person may count more than once.

    Used along a process such as arrest, charge and sentence: at each stage, events over those of the stage before.
    Where everybody counts at most once and the outcome is common, take `disparity_ratio`.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Events in the group and in the reference group. Missing values (NaN) stay missing.
    base_a, base_b : arrays of numbers above nought, of the same shape
        People, or events of the stage before.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape, first rate over second
        Limits are missing where a group has no events.

    Raises
    ------
    InputError
        If a count is negative, a base is not above nought, or `level` is not strictly between 0 and 1.

    References
    ----------
    Feyerherm, Snyder and Villarruel (2009), Identification and monitoring, in: Disproportionate Minority Contact
    Technical Assistance Manual, 4th ed., Office of Juvenile Justice and Delinquency Prevention, chapter 1.
    Rothman, Greenland and Lash (2008), Modern Epidemiology, 3rd ed., chapter 14 (limits of a rate ratio).

    Examples
    --------
    >>> found = relative_rate_index([60], [1000], [200], [10_000])
    >>> found.value.round(2).tolist(), found.lower.round(2).tolist(), found.upper.round(2).tolist()
    ([3.0], [2.25], [4.0])
    """
    xa, na, xb, nb = same_shape(
        count_a=counts(count_a, "count_a"),
        base_a=positives(base_a, "base_a"),
        count_b=counts(count_b, "count_b"),
        base_b=positives(base_b, "base_b"),
    )
    variance = 1 / _above_nought(xa) + 1 / _above_nought(xb)
    return _on_log_scale(xa * nb / (na * _above_nought(xb)), variance, "relative rate index", "Log, Poisson", level)


def group_disparities(
    count: ArrayLike,
    total: ArrayLike,
    *,
    reference: int,
    test: str = "score",
    adjust: str = "benjamini-hochberg",
    higher_is: str | None = None,
    level: float = 0.95,
) -> GroupDisparities:
    """Every group beside one of them: ratio, difference and odds ratio, and a word that allows for how many there are.

    Parameters
    ----------
    count : (..., k) array of counts
        Those with the outcome in each group. Missing values (NaN) stay missing.
    total : (..., k) array of counts
        All of each group. A group of nobody is missing.
    reference : whole number
        Position of the group that the others are set beside, such as the largest.
    test : `score`, `fisher` or `mid-p`
        Score test, which agrees with the limits; Fisher's exact test, which is strict; or its mid-P for small groups.
    adjust : words
        How p-values are adjusted for the number of groups: as `comparison.multiplicity.compare_many` has it.
    higher_is : `better` or `worse`, optional
        Which way is good, for the verdict.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95. Limits of each group are not adjusted.

    Returns
    -------
    GroupDisparities of (..., k)

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, there are fewer than two groups, there is no group at `reference`,
        or `test`, `adjust` or `higher_is` is not known.

    References
    ----------
    Miettinen and Nurminen (1985), Comparative analysis of two rates, Statist. Med. 4: 213–226.
    Benjamini and Hochberg (1995), Controlling the false discovery rate, JRSS B 57: 289–300.

    Examples
    --------
    >>> found = group_disparities([40, 30, 12], [400, 150, 100], reference=0)
    >>> found.ratio.value.round(2).tolist(), found.comparison.word.tolist()
    ([1.0, 2.0, 1.2], ['not compared', 'higher', 'similar'])
    """
    reference = whole_number(reference, "reference")
    x, n = part_of_whole(count, total)
    x, n = (at_least(2, one, "count") for one in same_shape(count=x, total=n))
    if not 0 <= reference < x.shape[-1]:
        raise InputError(f"reference must be a position from 0 to {x.shape[-1] - 1}; got {reference}.")
    itself = np.arange(x.shape[-1]) == reference
    others = x, n, x[..., [reference]], n[..., [reference]]
    p = np.where(itself, np.nan, _P[one_of(test, TESTS, "test")](others))
    difference = _without_limits(miettinen_nurminen_difference(*others, level=level), itself, 0.0)
    return GroupDisparities(
        x / n,
        _without_limits(disparity_ratio(*others, level=level), itself, 1.0),
        difference,
        _without_limits(miettinen_nurminen_odds_ratio(*others, level=level), itself, 1.0),
        p,
        compare_many(difference.value, p, adjust=adjust, level=level, higher_is=higher_is),
    )


_P = {
    "score": lambda four: two_proportions_test(*four).p,
    "fisher": lambda four: fisher_test(*four).p,
    "mid-p": lambda four: fisher_test(*four, mid=True).p,
}


def _above_nought(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)


def _on_log_scale(value: Floats, variance: Floats, statistic: str, method: str, level: float) -> Estimate:
    reach = np.exp(normal_quantile(level) * np.sqrt(variance))
    return Estimate(value, value / reach, value * reach, statistic, method, level)


def _without_limits(found: Estimate, itself: np.ndarray, value: float) -> Estimate:
    known = ~np.isnan(found.value) | itself
    return Estimate(
        np.where(itself & known, value, found.value),
        np.where(itself, np.nan, found.lower),
        np.where(itself, np.nan, found.upper),
        found.statistic,
        found.method,
        found.level,
    )
