"""Rates of small populations steadied by those of the areas around, and put on one footing for tests of pattern.

A smoothed map shows where rates are high in the large; it is no figure of the area it is drawn on. Drawing areas
towards their district or a model is in `small_area`, tests of pattern are in `spatial.moran`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, complete, counts, positives, same_shape
from newlyn.stats.estimate import Estimate
from newlyn.stats.interval.count import count_limits
from newlyn.stats.small_area.poisson_gamma import poisson_gamma_posterior
from newlyn.stats.small_area.shrinkage import Shrunken
from newlyn.stats.spatial.neighbours import Neighbours


def neighbourhood_rates(
    events: ArrayLike, population: ArrayLike, neighbours: Neighbours, *, level: float = 0.95
) -> Estimate:
    """The rate of each area and its neighbours taken together.

    Simple to tell, and the same for two areas with the same neighbourhood; an area of its own kind disappears in it,
    for which `local_empirical_bayes_rates` is better. Limits are those of the neighbourhood's rate, and neighbouring
    ones rest on many of the same events, so they must not be compared with each other.

    Parameters
    ----------
    events : (…, n) array of counts
        Events in each area. An area with a missing value (NaN) is missing and is left out of other neighbourhoods.
    population : (…, n) array of counts
        People, or person-years, at risk. An area without any is missing in the same way.
    neighbours : Neighbours of n areas
        Who is beside whom; weights are not used. An area without neighbours keeps its own rate.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of shape (…, n), as events per unit of population
        Limits are Byar's, exact below ten events.

    Raises
    ------
    InputError
        If a count is negative, there is not one for each area, or `level` is not a proportion.

    References
    ----------
    Kafadar (1994), Choosing among two-dimensional smoothers in practice, Computational Statistics & Data Analysis 18:
    419–439.

    Examples
    --------
    >>> row_of_three = Neighbours.from_pairs([[0, 1], [1, 2]], 3)
    >>> neighbourhood_rates([0, 9, 3], [100, 300, 200], row_of_three).value.tolist()
    [0.0225, 0.02, 0.024]
    """
    x, n = _at_risk(events, population, neighbours)
    pooled, people = (_around(given, neighbours) for given in (x, n))
    limits = count_limits(pooled, level=level).scaled(1 / people)
    return Estimate.within(pooled / people, limits, "rate of the neighbourhood")


def local_empirical_bayes_rates(
    events: ArrayLike, population: ArrayLike, neighbours: Neighbours, *, level: float = 0.95
) -> Shrunken:
    """Rates drawn towards the rate of their neighbourhood, by Marshall's moments within it.

    Each is drawn as far as its own population makes it uncertain and its neighbourhood is of one rate. With the five or
    six neighbours that areas have, the variance within a neighbourhood is itself uncertain, and often nought: then
    the area has the neighbourhood's rate, and no limits.

    Parameters
    ----------
    events : (…, n) array of counts
        Events in each area. An area with a missing value (NaN) is missing and is left out of other neighbourhoods.
    population : (…, n) array of counts
        People, or person-years, at risk. An area without any is missing in the same way.
    neighbours : Neighbours of n areas
        Who is beside whom; weights are not used. An area without neighbours keeps its own rate.
    level : float in (0, 1)
        Level of the posterior limits as a proportion: 0.95, never 95.

    Returns
    -------
    Shrunken of shape (…, n), as events per unit of population
        The posterior limits are those of the gamma distribution.

    Raises
    ------
    InputError
        If a count is negative, there is not one for each area, or `level` is not a proportion.

    References
    ----------
    Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics 40:
    283–294.

    Examples
    --------
    >>> row_of_three = Neighbours.from_pairs([[0, 1], [1, 2]], 3)
    >>> local_empirical_bayes_rates([0, 19, 3], [100, 300, 200], row_of_three).value.round(3).tolist()
    [0.023, 0.059, 0.026]
    """
    x, n = _at_risk(events, population, neighbours)
    seen = np.where(np.isnan(x), np.nan, 1.0)
    pooled, people, size = (_around(given, neighbours) for given in (x, n, seen))
    mean = pooled / people
    # Σ n (x/n − m)² over the neighbourhood, with m its own rate, is Σ x²/n − m Σ x.
    spread = _around(x**2 / n, neighbours) / people - mean**2
    between = np.maximum(spread - mean * size / people, 0.0)
    posterior = poisson_gamma_posterior(x, n, mean, between, level=level)
    return replace(posterior, method="Marshall, local empirical Bayes")


def rate_deviates(events: ArrayLike, population: ArrayLike) -> Floats:
    """Rates less the overall rate over their standard errors by empirical Bayes, so that sizes no longer show.

    Rates of small populations vary more, which Moran's I of the rates themselves mistakes for pattern or hides it in.
    Give these deviates to `spatial.moran.global_moran` or `local_moran` in place of the rates.

    Parameters
    ----------
    events : (n,) array of counts
        Events in each area, none missing.
    population : (n,) array of counts above nought
        People, or person-years, at risk.

    Returns
    -------
    (n,) float64, in standard errors

    Raises
    ------
    InputError
        If a value is missing or negative, a population is nought, there are no events, or there is more than one row.

    References
    ----------
    Assunção and Reis (1999), A new proposal to adjust Moran's I for population density, Statist. Med. 18: 2147–2162.

    Examples
    --------
    >>> rate_deviates([0, 8, 80], [100, 400, 10_000]).round(2).tolist()
    [-0.9, 2.35, -0.18]
    """
    x, n = same_shape(events=counts(events), population=positives(population, "population"))
    x, n = complete(x, "events"), complete(n, "population")
    if x.ndim != 1 or not x.any():
        raise InputError(f"events must be one row of areas with some events; got {x.sum():g} in shape {x.shape}.")
    mean = x.sum() / n.sum()
    between = np.sum(n * (x / n - mean) ** 2) / n.sum() - mean / n.mean()
    variance = between + mean / n
    # Where less than chance is between the areas, the paper falls back on chance alone.
    deviates: Floats = (x / n - mean) / np.sqrt(np.where(variance > 0, variance, mean / n))
    return deviates


def _at_risk(events: ArrayLike, population: ArrayLike, neighbours: Neighbours) -> tuple[Floats, Floats]:
    """Events and those at risk of them, one for each area; an area that lacks either lacks both."""
    x, n = same_shape(events=counts(events), population=counts(population, "population"))
    neighbours.fitted(x, "events")
    n = np.where((n > 0) & ~np.isnan(x), n, np.nan)
    return np.where(np.isnan(n), np.nan, x), n


def _around(values: Floats, neighbours: Neighbours) -> Floats:
    """The sum over each area and its neighbours of those that are known; missing where the area itself is."""
    plain = Neighbours(neighbours.starts, neighbours.beside, np.ones(len(neighbours.beside)))
    return values + plain.summed(np.nan_to_num(values, nan=0.0))
