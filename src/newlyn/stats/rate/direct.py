"""Directly standardised rates: what the rate would be if the place had the ages of a standard population.

Rates per age from a reference, applied to the place, are in `rate.indirect`; standards in `rate.standard`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    at_least,
    checked_level,
    complete,
    counts,
    one_number,
    one_of,
    positives,
    same_shape,
)
from newlyn.stats.estimate import Estimate, Limits
from newlyn.stats.interval.count import count_limits


def directly_standardised_rate(
    count: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    per: float = 100_000,
    level: float = 0.95,
    method: str = "dobson",
) -> Estimate:
    """The rate of events a place would have if its people had the ages of a standard population.

    `dobson` is what UKHSA and ONS publish, sound from about ten events upwards. `gamma` never misses more often than
    `level` allows in practice, also for few events and uneven weights, and is wider: choose it for small areas.

    Parameters
    ----------
    count : (..., bands) array of counts
        Events in each age band, which happen to different people. A missing value (NaN) in a band makes the rate of the
        place missing.
    population : (..., bands) array of counts
        People, or person-years, at risk. A band with nobody in it has no rate: the rate of the place is missing.
    standard : (bands,) array of counts
        People of the standard population, or any weights in those proportions. A band of weight nought is left out.
    per : number above nought
        So many people the rate is per.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.
    method : dobson or gamma
        Dobson's limits, out of those of all events together (Byar's, exact below ten), or those of Fay and Feuer.

    Returns
    -------
    Estimate of shape (...), per `per` people
        Without any events the rate and the lower limit are 0; Dobson's upper limit is then missing, that of `gamma` is
        known. A limit of Dobson's that would lie below nought is drawn in.

    Raises
    ------
    InputError
        If a count, a population or a weight is negative, the weights are missing or all nought, `per` is not above
        nought, `method` is not known, or `level` is not strictly between 0 and 1.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, IARC Scientific Publications 82, chapter 2.
    Dobson, Kuulasmaa, Eberle and Scherer (1991), Confidence intervals for weighted sums of Poisson parameters,
    Statist. Med. 10: 457–462.
    Eayres (2008), Commonly used public health statistics and their confidence intervals, APHO Technical Briefing 3,
    section on age-standardised rates.
    Fay and Feuer (1997), Confidence intervals for directly standardized rates: a method based on the gamma
    distribution, Statist. Med. 16: 791–801.

    Examples
    --------
    >>> found = directly_standardised_rate([[2, 6, 40]], [[1000, 1200, 800]], [50, 35, 15], per=1000)
    >>> found.value.round(2).tolist(), found.lower.round(2).tolist(), found.upper.round(2).tolist()
    ([10.25], [7.42], [13.76])
    """
    chosen = one_of(method, ("dobson", "gamma"), "method")
    x, n, w = _of_bands(count, population, standard)
    share = _share(n, w)
    value, variance, total = (share * x).sum(-1), (share**2 * x).sum(-1), x.sum(-1)
    limits = _dobson(value, variance, total, level) if chosen == "dobson" else _gamma(value, variance, share, level)
    return _per(per, value, limits, "directly standardised rate")


def directly_standardised_event_rate(
    people: ArrayLike, population: ArrayLike, standard: ArrayLike, *, per: float = 100_000, level: float = 0.95
) -> Estimate:
    """The directly standardised rate of events that one person can have more than once, such as admissions.

    Events of one person come together, so their number varies more than that of as many people: limits that take
    them for independent are too narrow. Use this where it is known how many people had one event, two, three.

    Parameters
    ----------
    people : (..., bands, frequencies) array of counts
        People in each age band who had one event, two, three and so on. A missing value (NaN) makes the rate of the
        place missing.
    population : (..., bands) array of counts
        People, or person-years, at risk. A band with nobody in it makes the rate of the place missing.
    standard : (bands,) array of counts
        People of the standard population, or any weights in those proportions. A band of weight nought is left out.
    per : number above nought
        So many people the rate is per.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of shape (...), events per `per` people
        Without any events the rate and the lower limit are 0 and the upper limit is missing. A limit that would lie
        below nought is drawn in.

    Raises
    ------
    InputError
        If `people` has fewer than two axes, a number is negative, the weights are missing or all nought, `per` is not
        above nought, or `level` is not strictly between 0 and 1.

    References
    ----------
    Office for Health Improvement and Disparities (2018, revised), Fingertips public health technical guidance, Directly
    standardised rates for non-independent events.
    Dobson, Kuulasmaa, Eberle and Scherer (1991), Confidence intervals for weighted sums of Poisson parameters,
    Statist. Med. 10: 457–462.

    Examples
    --------
    >>> people = [[[2, 0], [4, 1], [20, 10]]]  # six events in the middle band: four people had one, one had two
    >>> found = directly_standardised_event_rate(people, [[1000, 1200, 800]], [50, 35, 15], per=1000)
    >>> found.value.round(2).tolist(), found.lower.round(2).tolist(), found.upper.round(2).tolist()
    ([10.25], [6.95], [14.35])
    """
    persons = counts(people, "number of people")
    if persons.ndim < 2:
        raise InputError(
            f"people must have an axis of age bands and, last, one of frequencies (one event, two, …); got an array of "
            f"shape {persons.shape}."
        )
    times = np.arange(1, persons.shape[-1] + 1)
    squares, n, w = _of_bands(persons @ times**2, population, standard)
    x, _, _ = _of_bands(persons @ times, population, standard)
    share = _share(n, w)
    value, variance, total = (share * x).sum(-1), (share**2 * squares).sum(-1), x.sum(-1)
    return _per(per, value, _dobson(value, variance, total, level), "directly standardised rate of events")


def _of_bands(count: ArrayLike, population: ArrayLike, standard: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Counts, populations and weights of one shape, where bands of weight nought are empty.

    Raises
    ------
    InputError
        If one is negative, there is no band, or there is no weight.
    """
    w = at_least(1, complete(counts(standard, "weight of the standard population"), "standard"), "standard")
    if (w.sum(-1) == 0).any():
        raise InputError("the standard population must have people in at least one age band; all are nought.")
    x, n, w = same_shape(count=counts(count), population=counts(population, "population"), standard=w)
    return np.where(w > 0, x, 0), np.where(w > 0, n, 1), w


def _share(population: Floats, weight: Floats) -> Floats:
    """By how much one event in each band raises the rate."""
    part: Floats = weight / weight.sum(-1, keepdims=True)
    return part / np.where(population > 0, population, np.nan)


def _per(per: float, value: Floats, limits: Limits, statistic: str) -> Estimate:
    scale = float(positives(one_number(per, "per"), "per"))
    return Estimate.within(value * scale, limits.scaled(scale), f"{statistic} per {scale:.15g}")


def _dobson(value: Floats, variance: Floats, total: Floats, level: float) -> Limits:
    """Limits of all events together, stretched by how much more the weighted sum varies than they do."""
    events = count_limits(total, level=level)
    stretch = np.sqrt(np.divide(variance, total, out=np.full_like(total, np.nan), where=total > 0))
    lower = np.maximum(value - stretch * (total - events.lower), 0)
    upper = value + stretch * (events.upper - total)
    return Limits(np.where(total == 0, value, lower), upper, f"Dobson, {events.method}", level)


def _gamma(value: Floats, variance: Floats, share: Floats, level: float) -> Limits:
    """Gamma distributions with the mean and variance of the rate; the upper has one event more where it weighs most."""
    tail = (1 - checked_level(level)) / 2
    heaviest = share.max(-1)
    some = np.where(value > 0, value, 1)
    shape = some**2 / np.where(value > 0, variance, 1)
    lower = np.where(value > 0, some / shape * gammaincinv(shape, tail), value)
    more, spread = value + heaviest, variance + heaviest**2
    return Limits(lower, spread / more * gammaincinv(more**2 / spread, 1 - tail), "Fay–Feuer gamma", level)
