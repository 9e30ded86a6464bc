"""Shares of people and counts of events against a fixed benchmark: score tests, exact tests and mid-P.

Anything with a standard error, and limits that are at hand already, are compared in `benchmark`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincc, gammainc, gammaincc, ndtr

from newlyn.stats.argument import Floats, counts, numbers, one_of, part_of_whole, positives, refuse_where, same_shape
from newlyn.stats.comparison.reading import Comparison, Level, read_difference

TESTS = ("score", "exact", "mid-p")


def compare_shares(
    count: ArrayLike,
    total: ArrayLike,
    benchmark: ArrayLike,
    *,
    test: str = "score",
    level: Level = 0.95,
    higher_is: str | None = None,
) -> Comparison:
    """A proportion against a fixed benchmark by a score test, or exactly for small numbers.

    The score test agrees with Wilson's limits, the exact one with Clopper and Pearson's. Where fewer than about five
    people would be expected either way, take `mid-p`, which holds its level on average; `exact` never calls too many
    areas different, and for small numbers calls too few.

    Parameters
    ----------
    count : array of counts
        Those who have the characteristic. Missing values (NaN) are not compared.
    total : array of counts, of the same shape
        Those who could have it. Where it is zero there is nothing to compare.
    benchmark : array of proportions strictly between 0 and 1, of the same shape or one
        What each area is held against.
    test : "score", "exact" or "mid-p"
        How p is found. Exact p-values are twice the smaller tail; mid-P counts only half of what was observed.
    level : float in (0, 1), or two of them, rising
        A difference is clear where p is below 1 minus this. Two levels, 0.95 and 0.998, give a reading of five.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.

    Returns
    -------
    Comparison, each array of that shape

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, a benchmark is not strictly between 0 and 1, or `test`, `level` or
        `higher_is` is not one of those above.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, Wiley, chapter 2.
    Lancaster (1961), Significance tests in discrete distributions, JASA 56: 223–234.

    Examples
    --------
    >>> found = compare_shares([12, 30], [100, 100], 0.2, higher_is="better")
    >>> found.verdict.tolist(), found.p.round(4).tolist()
    (['worse', 'better'], [0.0455, 0.0124])
    """
    one_of(test, TESTS, "test")
    x, n = part_of_whole(count, total)
    mark = numbers(benchmark, "benchmark")
    refuse_where((mark <= 0) | (mark >= 1), mark, "benchmark must be a proportion strictly between 0 and 1")
    x, n, mark = same_shape(count=x, total=n, benchmark=mark)
    off = x - n * mark
    if test == "score":
        p = 2 * ndtr(-abs(off) / np.sqrt(n * mark * (1 - mark)))
    else:
        rest = n - x
        # Nobody and everybody have no beta distribution: as many or more, or as few or fewer, is then certain.
        some, others = np.where(x == 0, 1.0, x), np.where(rest == 0, 1.0, rest)
        least, most = np.where(x == 0, 1.0, betainc(some, rest + 1, mark)), betainc(x + 1, others, mark)
        fewer, fewest = np.where(x == 0, 0.0, betaincc(some, rest + 1, mark)), betaincc(x + 1, others, mark)
        p = _two_tails(least, np.where(rest == 0, 0.0, most), np.where(rest == 0, 1.0, fewest), fewer, test)
    return read_difference(off, p, level=level, higher_is=higher_is, method=_named(test, "binomial"))


def compare_counts(
    count: ArrayLike,
    expected: ArrayLike,
    *,
    test: str = "score",
    level: Level = 0.95,
    higher_is: str | None = None,
) -> Comparison:
    """A count of events against what the benchmark's rate would make it, by a score test or exactly.

    For a crude rate, expect the benchmark's rate times the area's person-years; for a standardised ratio, what the
    reference rates make of the area's ages. Below about ten expected events take `mid-p` or `exact`.

    Parameters
    ----------
    count : array of counts
        Events in each area. Missing values (NaN) are not compared.
    expected : array of positive numbers, of the same shape or one
        Events to be expected at the rate of the benchmark, taken as fixed.
    test : "score", "exact" or "mid-p"
        How p is found. Exact p-values are twice the smaller tail; mid-P counts only half of what was observed.
    level : float in (0, 1), or two of them, rising
        A difference is clear where p is below 1 minus this. Two levels, 0.95 and 0.998, give a reading of five.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.

    Returns
    -------
    Comparison, each array of that shape

    Raises
    ------
    InputError
        If a count is negative, an expected count is not above nought, or `test`, `level` or `higher_is` is not one of
        those above.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, IARC Scientific Publications 82,
    section 2.3.
    Lancaster (1961), Significance tests in discrete distributions, JASA 56: 223–234.

    Examples
    --------
    >>> found = compare_counts([2, 9, 20], 9.5, test="mid-p", higher_is="worse")
    >>> found.verdict.tolist(), found.p.round(4).tolist()
    (['better', 'similar', 'worse'], [0.0049, 0.9136, 0.0028])
    """
    one_of(test, TESTS, "test")
    x, mean = same_shape(count=counts(count), expected=positives(expected, "expected"))
    off = x - mean
    if test == "score":
        p = 2 * ndtr(-abs(off) / np.sqrt(mean))
    else:
        # No events: as many or more is certain, fewer cannot be.
        some = np.where(x == 0, 1.0, x)
        least = np.where(x == 0, 1.0, gammainc(some, mean))
        fewer = np.where(x == 0, 0.0, gammaincc(some, mean))
        p = _two_tails(least, gammainc(x + 1, mean), gammaincc(x + 1, mean), fewer, test)
    return read_difference(off, p, level=level, higher_is=higher_is, method=_named(test, "Poisson"))


def _two_tails(least: Floats, more: Floats, most: Floats, fewer: Floats, test: str) -> Floats:
    """Twice the smaller tail; `mid-p` counts half of the probability of what was observed."""
    if test == "mid-p":
        least, most = (least + more) / 2, (most + fewer) / 2
    return np.asarray(np.minimum(2 * np.minimum(least, most), 1.0))


def _named(test: str, distribution: str) -> str:
    return {"score": "Score test", "exact": f"Exact {distribution} test", "mid-p": f"Mid-P {distribution} test"}[test]
