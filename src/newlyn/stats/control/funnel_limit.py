"""Control limits of a funnel: how far chance alone takes an area of a given size from the benchmark.

Where each area stands within them is in `funnel`, at which sizes to draw them in `funnel_axis`; limits that allow for
more than chance are in `overdispersion`. Confidence limits around an area's own figure are in `interval`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtrik, betaincc, gammaincc, gdtrib, pdtrik

from newlyn.stats.argument import (
    Floats,
    checked_level,
    counts,
    normal_quantile,
    one_number,
    one_of,
    positives,
    same_shape,
    shares,
)
from newlyn.stats.estimate import Limits
from newlyn.stats.interval.count import exact_poisson_limits

METHODS = {"score": "Score", "exact": "Exact", "interpolated": "Exact, interpolated"}
"""The ways to work out control limits, and what the field calls them."""


def proportion_control_limits(
    total: ArrayLike, *, benchmark: ArrayLike, level: float = 0.95, method: str = "score"
) -> Limits:
    """Between which proportions an area of this size lies, at this level, if only chance parts it from the benchmark.

    `score` is the method of UKHSA: the benchmark lies on the control limit where Wilson's confidence limit of the area
    touches the benchmark. Use `exact` for small totals or a benchmark near 0 or 1: an area at the benchmark then falls
    outside no more often than the level allows. `interpolated` is the exact limit as Spiegelhalter published it, whose
    upper side lies up to one event lower and gives more false alarms.

    Parameters
    ----------
    total : array of counts
        Those who could have the characteristic. Missing values (NaN) and totals of nought have no limits.
    benchmark : proportion from 0 to 1, or an array that goes with `total`
        What the areas are held against.
    level : float in (0, 1)
        Two-sided level as a proportion: 0.95 or 0.998 on most funnels.
    method : `score`, `exact` or `interpolated`
        How the limits are worked out.

    Returns
    -------
    Limits of that shape, as proportions from 0 to 1

    Raises
    ------
    InputError
        If a total is negative, the benchmark is no proportion, the level not strictly between 0 and 1 or the method
        unknown.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med. 24: 1185–1202; the
    interpolation in appendix A.1.1.
    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22: 209–212.

    Examples
    --------
    >>> limits = proportion_control_limits([10, 100], benchmark=0.5)
    >>> limits.lower.round(3).tolist(), limits.upper.round(3).tolist()
    ([0.19, 0.402], [0.81, 0.598])
    """
    one_of(method, METHODS, "method")
    n, at = same_shape(total=counts(total, "total"), benchmark=shares(benchmark, "benchmark"))
    n = np.where(n > 0, n, np.nan)
    tail = (1 - checked_level(level)) / 2
    if method == "score":
        width = normal_quantile(level) * np.sqrt(at * (1 - at) / n)
        return Limits(np.maximum(at - width, 0), np.minimum(at + width, 1), METHODS[method], level)
    if method == "exact":
        lower, upper = 1 - _binomial_upper(n, 1 - at, tail), _binomial_upper(n, at, tail)
    else:
        sides = (_interpolated(_binomial(n, at), p, bdtrik(p, n, at)) for p in (tail, 1 - tail))
        lower, upper = (np.minimum(side / n, 1) for side in sides)
    # A benchmark that nobody or everybody meets leaves chance no room.
    settled = (at == 0) | (at == 1)
    lower, upper = (np.where(settled, at + 0 * n, side) for side in (lower, upper))
    return Limits(lower, upper, METHODS[method], level)


def count_control_limits(expected: ArrayLike, *, level: float = 0.95, method: str = "exact") -> Limits:
    """Between which counts an area lies, at this level, if only chance parts it from the events expected in it.

    `exact` turns the exact limits of a Poisson count round, as UKHSA does: a count lies on the control limit where its
    own confidence limit touches what is expected, and an area at the benchmark falls outside no more often than the
    level allows. `interpolated` is the exact limit as Spiegelhalter published it, whose upper side lies up to one event
    lower and gives more false alarms; `score` is the normal approximation, for some hundred events or more.

    Parameters
    ----------
    expected : array of counts
        Events expected at the benchmark. Missing values (NaN) have no limits; of none expected both are nought.
    level : float in (0, 1)
        Two-sided level as a proportion: 0.95 or 0.998 on most funnels.
    method : `exact`, `interpolated` or `score`
        How the limits are worked out.

    Returns
    -------
    Limits of that shape, in events
        They are not rounded to whole events, so that the lines of a funnel are smooth.

    Raises
    ------
    InputError
        If an expected count is negative, the level not strictly between 0 and 1 or the method unknown.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med. 24: 1185–1202; the
    interpolation in appendix A.1.1.
    Seaton and Manktelow (2012), The probability of being identified as an outlier with commonly used funnel plot
    control limits for the standardised mortality ratio, BMC Med. Res. Methodol. 12: 98, where `exact` is the prediction
    interval.

    Examples
    --------
    >>> limits = count_control_limits([5, 100])
    >>> limits.lower.round(2).tolist(), limits.upper.round(2).tolist()
    ([0.68, 80.39], [10.3, 120.56])
    """
    one_of(method, METHODS, "method")
    e = counts(expected, "count of expected events")
    tail = (1 - checked_level(level)) / 2
    if method == "score":
        width = normal_quantile(level) * np.sqrt(e)
        return Limits(np.maximum(e - width, 0), e + width, METHODS[method], level)
    if method == "exact":
        # No more than x events are as rare as a gamma variable of shape x + 1 above e; no fewer, of shape x below e.
        lower, upper = np.maximum(gdtrib(1.0, 1 - tail, e) - 1, 0), gdtrib(1.0, tail, e)
    else:
        lower, upper = (_interpolated(_poisson(e), p, pdtrik(p, e)) for p in (tail, 1 - tail))
    # Where none are expected there is no room for chance.
    lower, upper = (np.where(e == 0, 0 * e, side) for side in (lower, upper))
    return Limits(lower, upper, METHODS[method], level)


def rate_control_limits(
    population: ArrayLike, *, benchmark: ArrayLike, level: float = 0.95, method: str = "exact", per: float = 1
) -> Limits:
    """Between which rates an area of this population lies, at this level, if only chance parts it from the benchmark.

    The limits of the count that the benchmark lets expect, as a rate. Also those of an indirectly standardised ratio:
    the expected events stand for the population, and the benchmark is 1.

    Parameters
    ----------
    population : array of counts
        People, person-years or expected events. Missing values (NaN) and nought have no limits.
    benchmark : number of nought or more, or an array that goes with `population`
        The rate that the areas are held against, in the same unit `per`.
    level : float in (0, 1)
        Two-sided level as a proportion: 0.95 or 0.998 on most funnels.
    method : `exact`, `interpolated` or `score`
        As for `count_control_limits`.
    per : number above nought
        The multiplier of the rate: 100_000 for events in a hundred thousand people.

    Returns
    -------
    Limits of that shape, in the unit of the benchmark

    Raises
    ------
    InputError
        If a population or the benchmark is negative, `per` not above nought, the level not strictly between 0 and 1
        or the method unknown.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med. 24: 1185–1202.

    Examples
    --------
    >>> limits = rate_control_limits([50_000, 200_000], benchmark=50, per=100_000)
    >>> limits.lower.round(1).tolist(), limits.upper.round(1).tolist()
    ([30.4, 40.2], [71.5, 60.3])
    """
    per = one_number(per, "per")
    people, at = same_shape(population=counts(population, "population"), benchmark=counts(benchmark, "benchmark"))
    unit = float(positives(per, "per"))
    people = np.where(people > 0, people, np.nan)
    return count_control_limits(people * at / unit, level=level, method=method).scaled(unit / people)


def expected_on_limits(count: ArrayLike, *, level: float = 0.95) -> Limits:
    """How many events must be expected for a count to lie on each control limit: the funnel drawn count by count.

    UKHSA draws the funnel of a ratio so: for each whole count a point at the expected events given here, with the count
    divided by them as the ratio. They are the exact confidence limits of the count, changed over.

    Parameters
    ----------
    count : array of counts
        Observed events. Missing values (NaN) stay missing.
    level : float in (0, 1)
        Two-sided level as a proportion: 0.95 or 0.998 on most funnels.

    Returns
    -------
    Limits of that shape, in expected events
        `lower` are those at which the count lies on the lower limit, so they exceed it. Nought lies on no upper limit.

    Raises
    ------
    InputError
        If a count is negative or the level not strictly between 0 and 1.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med. 24: 1185–1202.
    Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28: 437–442.

    Examples
    --------
    >>> expected = expected_on_limits([10])
    >>> expected.lower.round(2).tolist(), expected.upper.round(2).tolist()
    ([18.39], [4.8])
    """
    around = exact_poisson_limits(count, level=level)
    return Limits(around.upper, np.where(around.lower > 0, around.lower, np.nan), METHODS["exact"], level)


def pooled_benchmark(count: ArrayLike, denominator: ArrayLike) -> Floats:
    """The proportion, rate or ratio of all areas together, as a benchmark for each of them.

    Use it where no national figure is at hand. With few areas, an area far out draws the benchmark towards itself.

    Parameters
    ----------
    count : (…, areas) array of counts
        Those who have the characteristic, or events.
    denominator : array of counts, of the same shape
        Totals, people or expected events. An area that misses either value takes no part.

    Returns
    -------
    (…, 1) float64
        One figure for each row; missing where no area has both values, or the denominators add up to nought.

    Raises
    ------
    InputError
        If a value is negative or the shapes do not go together.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med. 24: 1185–1202.

    Examples
    --------
    >>> pooled_benchmark([10, 30, float("nan")], [100, 100, 100]).round(3).tolist()
    [0.2]
    """
    x, n = same_shape(count=counts(count), denominator=counts(denominator, "denominator"))
    x, n = np.atleast_1d(x), np.atleast_1d(n)
    both = ~np.isnan(x + n)
    above = np.where(both, x, 0).sum(axis=-1, keepdims=True)
    below = np.where(both, n, 0).sum(axis=-1, keepdims=True)
    pooled: Floats = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
    return pooled


def _binomial_upper(n: Floats, share: Floats, tail: float) -> Floats:
    """The proportion that n people with this share reach or exceed by chance as seldom as `tail` says."""
    at_least_one = -np.expm1(n * np.log1p(-np.where(share < 1, share, 0)))
    # Where even one is rarer than that, the limit lies between none and one, and goes to nought with its probability.
    count: Floats = np.where(at_least_one < tail, at_least_one / tail, bdtrik(1 - tail, n, share) + 1)
    return np.minimum(count / n, 1)


def _poisson(expected: Floats) -> Callable[[Floats], Floats]:
    return lambda most: np.asarray(gammaincc(most + 1, expected))


def _binomial(n: Floats, share: Floats) -> Callable[[Floats], Floats]:
    return lambda most: np.where(most < n, betaincc(most + 1, np.where(most < n, n - most, 1), share), 1 + 0 * n)


def _interpolated(no_more_than: Callable[[Floats], Floats], p: float, near: Floats) -> Floats:
    """Appendix A.1.1: the least count whose probability reaches p, less the part of it that is not needed."""
    least: Floats = np.maximum(np.ceil(near), 0)
    reached = no_more_than(least)
    before = np.where(least > 0, no_more_than(np.maximum(least - 1, 0)), 0)
    return np.maximum(least - (reached - p) / (reached - before), 0)
