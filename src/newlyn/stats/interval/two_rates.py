"""Two rates of events compared: their ratio, their difference, and whether they are equal.

Events are counted among people or over person-years, and vary as Poisson counts do. Shares of people are compared in
`interval.difference` and `interval.score`; standardised rates in `interval.recovery`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, expit, ndtr

from newlyn.stats.argument import (
    Floats,
    checked_level,
    counts,
    normal_quantile,
    one_number,
    one_of,
    positives,
    same_shape,
)
from newlyn.stats.estimate import Estimate, Limits, Tested
from newlyn.stats.interval.bracket import Bracket
from newlyn.stats.interval.count import count_limits
from newlyn.stats.interval.proportion import clopper_pearson_limits, wilson_limits
from newlyn.stats.interval.recovery import recovered_difference

CONDITIONAL = {"exact": "Exact conditional", "mid-p": "Mid-P conditional", "score": "Score conditional"}
"""How the split of the events between two groups is judged, given how many there are together."""

UNBOUNDED = 1e19
"""Odds beyond these bound nothing; they come of a small part of one event, which an estimate can be."""

Groups = tuple[Floats, Floats, Floats, Floats]
"""Events and population of the first group, events and population of the second, all of one shape."""


def rate_ratio(
    count_a: ArrayLike,
    population_a: ArrayLike,
    count_b: ArrayLike,
    population_b: ArrayLike,
    *,
    level: float = 0.95,
    method: str = "exact",
) -> Estimate:
    """The ratio of two rates, with limits from how the events are split between the groups.

    Given all events together, those of the first group are binomial. `exact` never misses more often than `level`
    allows and is wide for few events; `mid-p` holds its level on average; `score` is near it and needs no search.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Events in the first and in the second group. Missing values (NaN) stay missing.
    population_a, population_b : arrays of counts, of the same shape
        People, or person-years, at risk. Where one is zero the result is missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.
    method : exact, mid-p or score
        Clopper and Pearson's limits of the split, the same by mid-P, or Wilson's.

    Returns
    -------
    Estimate of that shape, first rate over second
        No events in the first group: ratio and lower limit are 0. None in the second: ratio and upper limit are
        missing (nothing bounds them), the lower limit is still known. None in either: all missing.

    Raises
    ------
    InputError
        If a count or population is negative, `method` is not known, or `level` is not strictly between 0 and 1.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, IARC Scientific Publications 82, chapter
    3.
    Rothman, Greenland and Lash (2008), Modern Epidemiology, 3rd edition, chapter 14 (mid-P).
    Graham, Mayne and Moore (2003), Confidence intervals for the ratio of two Poisson rates, Statist. Med. 22:
    2071–2083 (score).

    Examples
    --------
    >>> found = rate_ratio([41], [28_010], [15], [19_017])
    >>> found.value.round(4).tolist(), found.lower.round(4).tolist(), found.upper.round(4).tolist()
    ([1.8558], [1.0057], [3.6093])
    """
    xa, na, xb, nb = _groups(count_a, population_a, count_b, population_b)
    label = CONDITIONAL[one_of(method, CONDITIONAL, "method")]
    lower, upper = _mid_p_odds(xa, xb, level) if method == "mid-p" else _odds_within(_LIMITS[method], xa, xb, level)
    each = nb / na
    return Estimate(_over(xa, xb) * each, lower * each, upper * each, "rate ratio", label, level)


def rate_difference(
    count_a: ArrayLike,
    population_a: ArrayLike,
    count_b: ArrayLike,
    population_b: ArrayLike,
    *,
    per: float = 100_000,
    level: float = 0.95,
    method: str = "mover",
) -> Estimate:
    """The difference of two rates, per so many people.

    `mover` makes the limits of the difference out of each rate's own, as published (Byar's, exact below ten events),
    and is on the safe side; `score` takes those differences that the score test does not reject and is nearer to its
    level.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Events in the first and in the second group. Missing values (NaN) stay missing.
    population_a, population_b : arrays of counts, of the same shape
        People, or person-years, at risk. Where one is zero the result is missing.
    per : number above nought
        So many people the rates are per.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.
    method : mover or score
        Recovery of variances (Zou and Donner), or the score limits of Miettinen and Nurminen.

    Returns
    -------
    Estimate of that shape, first rate less second, per `per` people

    Raises
    ------
    InputError
        If a count or population is negative, `per` is not above nought, `method` is not known, or `level` is not
        strictly between 0 and 1.

    References
    ----------
    Zou and Donner (2008), Construction of confidence limits about effect measures: a general approach,
    Statist. Med. 27: 1693–1702.
    Miettinen and Nurminen (1985), Comparative analysis of two rates, Statist. Med. 4: 213–226.

    Examples
    --------
    >>> found = rate_difference([41], [28_010], [15], [19_017], per=1000)
    >>> found.value.round(3).tolist(), found.lower.round(3).tolist(), found.upper.round(3).tolist()
    ([0.675], [0.017], [1.302])
    """
    groups = _groups(count_a, population_a, count_b, population_b)
    scale = float(positives(one_number(per, "per"), "per"))
    recovered = one_of(method, ("mover", "score"), "method") == "mover"
    found = _recovered(groups, level) if recovered else _by_score(groups, level)
    return replace(
        found,
        value=found.value * scale,
        lower=found.lower * scale,
        upper=found.upper * scale,
        statistic=f"difference of rates per {scale:.15g}",
    )


def two_rates_test(
    count_a: ArrayLike, population_a: ArrayLike, count_b: ArrayLike, population_b: ArrayLike, *, method: str = "exact"
) -> Tested:
    """Whether two rates are equal, given all events together; it agrees with the limits of `rate_ratio`.

    The two-sided p-value is twice the smaller tail, at most 1.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Events in the first and in the second group. Missing values (NaN) stay missing.
    population_a, population_b : arrays of counts, of the same shape
        People, or person-years, at risk. Where one is zero the result is missing.
    method : exact, mid-p or score
        The binomial tail, the tail less half of what was observed, or its normal approximation.

    Returns
    -------
    Tested of that shape
        The score is z for `score`, above nought where the first rate is higher, and missing for the others. Where there
        are no events at all, nothing speaks against equality: p is 1.

    Raises
    ------
    InputError
        If a count or population is negative, or `method` is not known.

    References
    ----------
    Przyborowski and Wilenski (1940), Homogeneity of results in testing samples from Poisson series, Biometrika 31:
    313–323.
    Rothman, Greenland and Lash (2008), Modern Epidemiology, 3rd edition, chapter 14 (mid-P).

    Examples
    --------
    >>> two_rates_test([41], [28_010], [15], [19_017], method="mid-p").p.round(4).tolist()
    [0.0355]
    """
    xa, na, xb, nb = _groups(count_a, population_a, count_b, population_b)
    share, together = na / (na + nb), xa + xb
    if one_of(method, CONDITIONAL, "method") == "score":
        spread = np.sqrt(together * share * (1 - share))
        score = np.divide(xa - together * share, spread, out=np.asarray(0 * spread), where=spread > 0)
        p = 2 * ndtr(-np.abs(score))
    else:
        whole = 1.0 if method == "exact" else 0.5
        p = np.minimum(1, 2 * np.minimum(_tail(xa, xb, share, whole), _tail(xb, xa, 1 - share, whole)))
        score = np.full_like(p, np.nan)
    return Tested(score, p, "the two rates are equal", CONDITIONAL[method])


def _groups(count_a: ArrayLike, population_a: ArrayLike, count_b: ArrayLike, population_b: ArrayLike) -> Groups:
    xa, na, xb, nb = same_shape(
        count_a=counts(count_a, "count_a"),
        population_a=counts(population_a, "population_a"),
        count_b=counts(count_b, "count_b"),
        population_b=counts(population_b, "population_b"),
    )
    return xa, np.where(na > 0, na, np.nan), xb, np.where(nb > 0, nb, np.nan)


def _over(part: Floats, rest: Floats) -> Floats:
    return np.divide(part, rest, out=np.full_like(part, np.nan), where=rest * UNBOUNDED > part)


_LIMITS: dict[str, Callable[..., Limits]] = {"exact": clopper_pearson_limits, "score": wilson_limits}


def _odds_within(method: Callable[..., Limits], xa: Floats, xb: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits of the odds that an event is in the first group.

    What is left of one by a limit of the one share is the other limit of the other, taken from nothing.
    """
    a, b = method(xa, xa + xb, level=level), method(xb, xa + xb, level=level)
    return _over(a.lower, b.upper), _over(a.upper, b.lower)


def _tail(count: Floats, others: Floats, share: Floats, whole: float) -> Floats:
    """How likely so many or more are in the group, counting so much of the chance of exactly so many."""
    reached = np.where(count > 0, betainc(np.where(count > 0, count, 1), others + 1, share), 1 + 0 * share)
    passed = np.where(others > 0, betainc(count + 1, np.where(others > 0, others, 1), share), 0 * share)
    return whole * reached + (1 - whole) * passed


def _mid_p_odds(xa: Floats, xb: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits of the odds that an event is in the first group, where what was observed counts half in each tail."""
    tail = (1 - checked_level(level)) / 2

    def below(logarithm: Floats) -> Floats:
        return tail - _tail(xa, xb, expit(logarithm), 0.5)

    def above(logarithm: Floats) -> Floats:
        return _tail(xb, xa, expit(-logarithm), 0.5) - tail

    farthest = np.where(xa + xb > 0, np.log(UNBOUNDED) + 1, np.nan)
    bracket = Bracket(-farthest, farthest)
    lower, upper = np.exp(bracket.crossing(below)), np.exp(bracket.crossing(above))
    lower = np.where(lower * UNBOUNDED < 1, 0, lower)
    return _over(np.where((xa == 0) & (xb > 0), 0, lower), np.ones_like(xa)), _over(upper, np.ones_like(xa))


def _recovered(groups: Groups, level: float) -> Estimate:
    xa, na, xb, nb = groups
    a = Estimate.within(xa / na, count_limits(xa, level=level).scaled(1 / na), "rate")
    b = Estimate.within(xb / nb, count_limits(xb, level=level).scaled(1 / nb), "rate")
    return recovered_difference(a, b)


def _by_score(groups: Groups, level: float) -> Estimate:
    xa, na, xb, nb = groups
    z = normal_quantile(level)
    value = xa / na - xb / nb

    def excess(side: float) -> Callable[[Floats], Floats]:
        def curve(difference: Floats) -> Floats:
            a, b = _likeliest_at_difference(groups, difference)
            return value - difference - side * z * np.sqrt(a / na + b / nb)

        return curve

    lower = Bracket(value - _farthest(xb, nb, xa, na, z), value).crossing(excess(1))
    upper = Bracket(value, value + _farthest(xa, na, xb, nb, z)).crossing(excess(-1))
    return Estimate(value, lower, upper, "difference of rates", "Miettinen–Nurminen score", level)


def _likeliest_at_difference(groups: Groups, difference: Floats) -> tuple[Floats, Floats]:
    """The two rates that differ by so much and make the counts likeliest: a root of a quadratic."""
    xa, na, xb, nb = groups
    n = na + nb
    half = (n * difference - xa - xb) / 2
    root = np.sqrt(np.maximum(half**2 + n * xb * difference, 0))
    # Of two forms of one root, the one that adds: the other would take nearly equal numbers from each other.
    apart = np.where(half > 0, half + root, 1)
    b = np.where(half > 0, xb * difference / apart, (root - half) / n)
    return np.maximum(b + difference, 0), b


def _farthest(xa: Floats, na: Floats, xb: Floats, nb: Floats, z: float) -> Floats:
    """How far above the observed difference a limit can lie: there the first rate has risen and the second fallen."""
    reach = z * z / na
    return (reach + np.sqrt(reach**2 + 4 * z * z * (xa / na**2 + xb / nb**2))) / 2
