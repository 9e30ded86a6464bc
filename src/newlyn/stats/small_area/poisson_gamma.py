"""Rates of events drawn towards the rate of all areas by empirical Bayes, with a gamma distribution between areas.

Proportions as the Indices of Deprivation draw them are in `small_area.shrinkage`; rates drawn towards the rate of the
areas around are in `spatial.smoothing`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import gammaincinv

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, at_least, checked_level, counts, same_shape
from newlyn.stats.estimate import Limits
from newlyn.stats.grouping import Grouping
from newlyn.stats.small_area.shrinkage import Shrunken


def empirical_bayes_rates(
    events: ArrayLike, population: ArrayLike, *, group: ArrayLike | None = None, level: float = 0.95
) -> Shrunken:
    """Rates drawn towards the rate of all areas together, by Marshall's moments; quick and without iteration.

    The variance between areas is what is left of the variance of the rates when Poisson chance is taken off; where
    nothing is left, every area has the overall rate. Use `empirical_bayes_ratios` for observed over expected events of
    areas that differ much in size, where these moments lean on the largest.

    Parameters
    ----------
    events : (…, n) array of counts
        Events in each area. An area with a missing value (NaN) stays missing and is left out of the overall rate.
    population : (…, n) array of counts
        People, or person-years, at risk. An area without any stays missing.
    group : (n,) array of whole numbers, optional
        The larger area of each area, where each is drawn towards its own larger area instead of towards all. An area
        alone in its larger area keeps its own rate.
    level : float in (0, 1)
        Level of the posterior limits as a proportion: 0.95, never 95.

    Returns
    -------
    Shrunken of shape (…, n), as events per unit of population
        The posterior limits are those of the gamma distribution, missing where no variance between areas was seen.

    Raises
    ------
    InputError
        If a count is negative, the codes are not whole numbers, or `level` is not a proportion.

    References
    ----------
    Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics 40:
    283–294, pp. 284–285.

    Examples
    --------
    >>> shrunken = empirical_bayes_rates([0, 8, 80], [100, 400, 10_000])
    >>> (1000 * shrunken.value).round(2).tolist(), shrunken.weight.round(2).tolist()
    ([8.04, 10.07, 8.07], [0.04, 0.15, 0.81])
    """
    x, n = _at_risk(events, population, "population")
    seen = ~np.isnan(x + n)
    larger = Grouping.checked(group, x.shape[-1])
    events_in, people_in = (larger.total(np.where(seen, given, 0.0)) for given in (x, n))
    mean = _ratio(events_in, people_in)[..., larger.of]
    spread = _ratio(larger.total(np.where(seen, n * (x / n - mean) ** 2, 0.0)), people_in)
    size = _ratio(people_in, larger.total(seen.astype(np.float64)))
    between = np.maximum(spread - _ratio(events_in, people_in) / size, 0.0)[..., larger.of]
    return _posterior(x, n, mean, between, "Marshall, global empirical Bayes", level)


def empirical_bayes_ratios(observed: ArrayLike, expected: ArrayLike, *, level: float = 0.95) -> Shrunken:
    """Ratios of observed to expected events drawn towards their mean, by the gamma model of Clayton and Kaldor.

    Mean and variance of the gamma distribution solve their two equations: the mean is that of the estimates, the
    variance that of the estimates weighed by their reliability. Where chance alone explains the ratios, the
    variance is nought and every area has the overall ratio.

    Parameters
    ----------
    observed : (n,) array of counts
        Events in each area. An area with a missing value (NaN) stays missing and is left out of the model.
    expected : (n,) array of counts
        Events to be expected, as by age and sex. An area that expects none stays missing.
    level : float in (0, 1)
        Level of the posterior limits as a proportion: 0.95, never 95.

    Returns
    -------
    Shrunken of shape (n,), as ratios
        The posterior limits are those of the gamma distribution, missing where no variance between areas was seen.

    Raises
    ------
    InputError
        If a count is negative, fewer than two areas are complete, there is more than one row, or `level` is not a
        proportion.

    References
    ----------
    Clayton and Kaldor (1987), Empirical Bayes estimates of age-standardized relative risks for use in disease mapping,
    Biometrics 43: 671–681.

    Examples
    --------
    >>> shrunken = empirical_bayes_ratios([9, 39, 11, 0, 2], [1.4, 8.7, 3.0, 4.2, 12.3])
    >>> shrunken.value.round(2).tolist()
    [5.61, 4.41, 3.56, 0.25, 0.25]
    """
    x, e = _at_risk(observed, expected, "number of expected events")
    if x.ndim != 1:
        raise InputError(f"observed must be one row of areas; got an array of shape {x.shape}.")
    seen = ~np.isnan(x + e)
    if seen.sum() < 2:
        raise InputError(f"observed and expected must be complete for at least 2 areas; they are for {seen.sum()}.")
    mean, between = _clayton_kaldor(x[seen] / e[seen], e[seen])
    whole = np.where(seen, mean, np.nan)
    return _posterior(x, e, whole, np.where(seen, between, np.nan), "Clayton–Kaldor, gamma", level)


def poisson_gamma_posterior(
    events: ArrayLike, population: ArrayLike, mean: ArrayLike, between: ArrayLike, *, level: float = 0.95
) -> Shrunken:
    """Rates of events combined with a gamma distribution of given mean and variance, which is their prior.

    What the empirical Bayes methods end with; use it alone where the mean and variance come from elsewhere, such as
    an earlier period.

    Parameters
    ----------
    events : array of counts
        Events in each area. Missing values (NaN) stay missing.
    population : array of counts
        People, or person-years, at risk. An area without any stays missing.
    mean : array of numbers, nought or more, in events per unit of population
        Mean of the prior.
    between : array of numbers, nought or more, in the squared unit of `mean`
        Variance of the prior. Where it is nought the value is the mean, and the limits are missing.
    level : float in (0, 1)
        Level of the posterior limits as a proportion: 0.95, never 95.

    Returns
    -------
    Shrunken of the shape of the arrays together, as events per unit of population

    Raises
    ------
    InputError
        If a value is negative or `level` is not a proportion.

    References
    ----------
    Clayton and Kaldor (1987), Empirical Bayes estimates of age-standardized relative risks for use in disease mapping,
    Biometrics 43: 671–681.

    Examples
    --------
    >>> shrunken = poisson_gamma_posterior([3], [1], mean=1.0, between=0.5)
    >>> shrunken.value.round(3).item(), shrunken.posterior.lower.round(3).item()
    (1.667, 0.541)
    """
    x, n = _at_risk(events, population, "population")
    whole, spread = counts(mean, "mean"), counts(between, "variance between areas")
    return _posterior(x, n, whole, spread, "Gamma prior", level)


def _at_risk(events: ArrayLike, population: ArrayLike, name: str) -> tuple[Floats, Floats]:
    """Events, and those at risk of them with nobody as missing; an area that lacks either lacks both."""
    x, n = same_shape(events=counts(events), population=counts(population, name))
    at_least(1, x, "events")
    n = np.where((n > 0) & ~np.isnan(x), n, np.nan)
    return np.where(np.isnan(n), np.nan, x), n


def _ratio(over: Floats, under: Floats) -> Floats:
    """Missing where there is nothing to divide by."""
    found: Floats = np.divide(over, under, out=np.full(np.broadcast(over, under).shape, np.nan), where=under > 0)
    return found


def _posterior(x: Floats, n: Floats, mean: Floats, between: Floats, method: str, level: float) -> Shrunken:
    """The gamma posterior: shape m²/A + x and rate m/A + n, where m and A are the mean and variance of the prior."""
    tail = (1 - checked_level(level)) / 2
    x, n, mean, between = same_shape(events=x, population=n, mean=mean, between=between)
    mean, between = (np.where(np.isnan(x + n), np.nan, given) for given in (mean, between))
    own = between * n + mean
    # With no prior variance and no prior mean there are no events either, and nothing to weigh.
    weight = np.where(own > 0, between * n / np.where(own > 0, own, 1.0), np.where(np.isnan(own), np.nan, 0.0))
    value = weight * np.where(n > 0, x, 0.0) / np.where(n > 0, n, 1.0) + (1 - weight) * mean
    apart = np.where((between > 0) & (mean > 0), between, np.nan)
    shape, rate = mean**2 / apart + x, mean / apart + n
    limits = Limits(gammaincinv(shape, tail) / rate, gammaincinv(shape, 1 - tail) / rate, "Posterior, gamma", level)
    return Shrunken(value, weight, mean, between, np.sqrt(shape) / rate, limits, method)


def _clayton_kaldor(ratio: Floats, expected: Floats) -> tuple[float, float]:
    """Mean and variance of the gamma distribution between areas.

    With w = A / (A + m/E), the estimates are m + w (r − m); that their mean be m asks for Σ w (r − m) = 0, and that
    their weighed variance be A for Σ (r − m)² / (A + m/E) = N − 1. For any m the second has one A or none, and the
    first changes its sign between the lowest and the highest ratio, so both are found by bracketing.
    """
    low, high = float(ratio.min()), float(ratio.max())
    if low == high:
        return low, 0.0

    def pull(mean: float) -> float:
        return float(np.sum((ratio - mean) / (_between(ratio, expected, mean) + mean / expected)))

    mean = float(brentq(pull, low, high, xtol=1e-14 * high, rtol=1e-13))
    return mean, _between(ratio, expected, mean)


def _between(ratio: Floats, expected: Floats, mean: float) -> float:
    """The variance between areas at which the ratios scatter about this mean as widely as they should, or nought."""

    def surplus(between: float) -> float:
        return float(np.sum((ratio - mean) ** 2 / (between + mean / expected))) - (len(ratio) - 1)

    highest = float(np.sum((ratio - mean) ** 2)) / (len(ratio) - 1)
    if mean == 0:
        return highest
    if surplus(0.0) <= 0:
        return 0.0
    # There the surplus is below nought by so little that rounding can turn it; twice as far it cannot.
    return float(brentq(surplus, 0.0, 2 * highest, xtol=1e-14 * highest, rtol=1e-13))
