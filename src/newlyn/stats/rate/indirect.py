"""Indirectly standardised ratios and rates: events in a place against those expected at the rates of a reference.

They compare a place with the reference, never one place with another: each has its own ages as weights. For that use
`rate.direct`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Floats, at_least, counts, one_number, positives, same_shape
from newlyn.stats.estimate import Estimate
from newlyn.stats.interval.count import count_limits


def expected_events(reference_count: ArrayLike, reference_population: ArrayLike, population: ArrayLike) -> Floats:
    """How many events a place would have if each of its age bands had the rate of the reference.

    Parameters
    ----------
    reference_count : (bands,) array of counts
        Events in each age band of the reference, such as England. A missing value (NaN) makes the result missing.
    reference_population : (bands,) array of counts
        People, or person-years, at risk there. Where it is zero and the place has people in that band, the result is
        missing.
    population : (..., bands) array of counts
        People at risk in the places. A missing value makes the result of that place missing.

    Returns
    -------
    (...) array, in events

    Raises
    ------
    InputError
        If a number is negative, there is no band, or the shapes do not go together.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, IARC Scientific Publications 82, chapter 2,
    section on the standardised mortality ratio.

    Examples
    --------
    >>> expected_events([10, 40, 300], [50_000, 40_000, 30_000], [[1000, 1000, 500], [0, 500, 1500]]).tolist()
    [6.2, 15.5]
    """
    x, n, people = same_shape(
        reference_count=counts(reference_count, "reference_count"),
        reference_population=counts(reference_population, "reference_population"),
        population=at_least(1, counts(population, "population"), "population"),
    )
    each = np.divide(x, n, out=np.full_like(x, np.nan), where=n > 0)
    found: Floats = np.where((people == 0) & (n == 0), 0, people * each).sum(-1)
    return found


def indirectly_standardised_ratio(
    observed: ArrayLike, expected: ArrayLike, *, per: float = 1, level: float = 0.95
) -> Estimate:
    """Events observed over events expected at the rates of a reference: a standardised mortality or admission ratio.

    The limits are those of the observed count; the reference is taken as known, so it should be much larger.

    Parameters
    ----------
    observed : array of counts
        Events in the place. Missing values (NaN) stay missing.
    expected : array of counts, of the same shape
        Events expected there, as from `expected_events`. Where it is zero the result is missing.
    per : number above nought
        What the reference has: 1, or 100 for ratios that are published as such.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape, `per` for as many events as expected

    Raises
    ------
    InputError
        If a count is negative, `per` is not above nought, or `level` is not strictly between 0 and 1.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, IARC Scientific Publications 82, chapter 2
    and p. 69.
    Eayres (2008), Commonly used public health statistics and their confidence intervals, APHO Technical Briefing 3,
    section on age-standardised ratios.

    Examples
    --------
    >>> found = indirectly_standardised_ratio([91], [70], per=100)
    >>> found.value.tolist(), found.lower.round(2).tolist(), found.upper.round(2).tolist()
    ([130.0], [104.67], [159.61])
    """
    scale = float(positives(one_number(per, "per"), "per"))
    label = "indirectly standardised ratio" + (f" x {scale:.15g}" if scale != 1 else "")
    return _over_expected(observed, expected, scale, level, label)


def indirectly_standardised_rate(
    observed: ArrayLike, expected: ArrayLike, reference_rate: ArrayLike, *, per: float = 100_000, level: float = 0.95
) -> Estimate:
    """The indirectly standardised ratio times the crude rate of the reference: a rate that allows for age.

    Parameters
    ----------
    observed : array of counts
        Events in the place. Missing values (NaN) stay missing.
    expected : array of counts, of the same shape
        Events expected there, as from `expected_events`. Where it is zero the result is missing.
    reference_rate : number, or an array of that shape
        The crude rate of the reference, per person: its events over its population, all ages.
    per : number above nought
        So many people the rate is per.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape, per `per` people

    Raises
    ------
    InputError
        If a count or rate is negative, `per` is not above nought, or `level` is not strictly between 0 and 1.

    References
    ----------
    Eayres (2008), Commonly used public health statistics and their confidence intervals, APHO Technical Briefing 3,
    section on age-standardised rates.

    Examples
    --------
    >>> found = indirectly_standardised_rate([91], [70], 0.002, per=1000)
    >>> found.value.tolist(), found.lower.round(3).tolist(), found.upper.round(3).tolist()
    ([2.6], [2.093], [3.192])
    """
    scale = float(positives(one_number(per, "per"), "per"))
    each = counts(reference_rate, "reference rate") * scale
    return _over_expected(observed, expected, each, level, f"indirectly standardised rate per {scale:.15g}")


def _over_expected(
    observed: ArrayLike, expected: ArrayLike, each: float | Floats, level: float, statistic: str
) -> Estimate:
    x, e, scale = same_shape(
        observed=counts(observed, "number of observed events"),
        expected=counts(expected, "number of expected events"),
        reference_rate=np.asarray(each),
    )
    ratio = scale / np.where(e > 0, e, np.nan)
    return Estimate.within(x * ratio, count_limits(x, level=level).scaled(ratio), statistic)
