"""Moran's I: whether neighbouring areas are alike overall, and which areas lie among others like or unlike them.

Where high or low values gather, whatever the area's own, is `spatial.getis_ord`; how chance is dealt is
`spatial.permutation`. Rates of very different populations go through `spatial.smoothing.rate_deviates` first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import ndtr

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, chance, complete, one_of
from newlyn.stats.comparison.multiplicity import benjamini_hochberg
from newlyn.stats.spatial.neighbours import Neighbours
from newlyn.stats.spatial.permutation import AT_ONCE, Draws, lag_moments, permuted_tails

NULLS = ("randomisation", "normality")
"""What chance is taken to be: these values dealt anew to the areas, or values drawn from one normal distribution."""

ROUNDING = 1e-12
"""I is of the order of 1; two that are equal on paper come out no further apart than this."""


@dataclass(frozen=True, eq=False, slots=True)
class Moran:
    """Moran's I and what chance would make of it."""

    value: Floats
    """Above `expected` where neighbours are alike, below it where they are unlike. Its range depends on the weights."""
    expected: Floats
    variance: Floats
    """Under the null hypothesis; its square root is the standard error."""
    score: Floats
    """Standard errors that the value lies above what is expected; missing where every area is beside every other."""
    p: Floats
    """Two-sided p-value."""
    null: str
    method: str


@dataclass(frozen=True, eq=False, slots=True)
class LocalMoran:
    """Local Moran statistics: for each area, whether it lies among others like it."""

    value: Floats
    """(n,) the area's deviation times the weighed sum of its neighbours', over the variance; above nought among its
    like. Their sum over that of the weights is the global I."""
    score: Floats
    """(n,) standard deviations above what permutation of the others expects, by exact moments."""
    p: Floats
    """(n,) two-sided permutation p-values."""
    one_sided_p: Floats
    """(n,) permutation p-values towards the side that each area leans to, for comparison with GeoDa and PySAL."""
    adjusted_p: Floats
    """(n,) `p` after Benjamini and Hochberg: calling those below 0.05 clusters lets one in twenty of them be none."""
    quadrant: NDArray[np.str_]
    """(n,) HH, LL, LH or HL: whether the area, then its neighbours together, are above the mean; empty for islands."""
    permutations: int
    method: str


def global_moran(values: ArrayLike, neighbours: Neighbours, *, null: str = "randomisation") -> Moran:
    """Moran's I of all areas, with its moments under randomisation or normality and a normal p-value.

    Randomisation asks nothing of the distribution of the values and is the usual choice. Areas without neighbours
    count among the areas; weights need not be symmetric.

    Parameters
    ----------
    values : (…, n) array of numbers
        One for each area, none missing; leading axes are indicators or periods.
    neighbours : Neighbours of n areas
    null : str
        What chance is taken to be: randomisation or normality.

    Returns
    -------
    Moran of shape (…)

    Raises
    ------
    InputError
        If a value is missing, all values are alike, there is not one for each area, there are fewer than 4 areas or no
        links, or the null hypothesis is not known.

    References
    ----------
    Cliff and Ord (1981), Spatial Processes: Models and Applications, Pion, pp. 17–21.
    Moran (1950), Notes on continuous stochastic phenomena, Biometrika 37: 17–23.

    Examples
    --------
    >>> row_of_six = Neighbours.from_pairs([[i, i + 1] for i in range(5)], 6)
    >>> found = global_moran([1, 2, 4, 5, 7, 8], row_of_six)
    >>> found.value.round(3).item(), found.expected.item(), found.score.round(2).item()
    (0.632, -0.2, 2.1)
    """
    x = complete(neighbours.fitted(values, "values"), "values")
    z = _deviations(x)
    expected, variance = _moments(z, neighbours, one_of(null, NULLS, "null"))
    value = _global(z, neighbours)
    score = _score(value, expected, variance)
    p: Floats = 2 * ndtr(-np.abs(score))
    return Moran(value, np.full_like(value, expected), variance, score, p, _told(null), "Normal approximation")


def permuted_moran(
    values: ArrayLike, neighbours: Neighbours, *, permutations: int = 999, rng: np.random.Generator
) -> Moran:
    """Moran's I of all areas, with a p-value from dealing the values to the areas anew.

    The expectation and variance are the exact ones of that dealing, so only the p-value depends on the draw. Use this
    in place of `global_moran` for few areas or skewed values.

    Parameters
    ----------
    values : (n,) array of numbers
        One for each area, none missing.
    neighbours : Neighbours of n areas
    permutations : int
        How many times the values are dealt anew.
    rng : numpy.random.Generator
        The source of chance.

    Returns
    -------
    Moran of single numbers
        The p-value is twice the smaller tail, ties and the observed value included, and no more than 1.

    Raises
    ------
    InputError
        As for `global_moran`, or if `permutations` is not a whole number of at least 1 or `rng` is no generator.

    References
    ----------
    Cliff and Ord (1981), Spatial Processes: Models and Applications, Pion, pp. 63–65.

    Examples
    --------
    >>> row_of_six = Neighbours.from_pairs([[i, i + 1] for i in range(5)], 6)
    >>> permuted_moran([1, 2, 4, 5, 7, 8], row_of_six, rng=np.random.default_rng(1)).p.round(2).item()
    0.04
    """
    z = _deviations(neighbours.one_row(values))
    times, source = Draws.times(permutations), chance(rng)
    expected, variance = _moments(z, neighbours, "randomisation")
    value = _global(z, neighbours)
    dealt = _dealt(z, neighbours, times, source)
    tail = min(np.count_nonzero(dealt >= value - ROUNDING), np.count_nonzero(dealt <= value + ROUNDING))
    p = np.minimum(2 * (np.asarray(tail) + 1.0) / (times + 1), 1.0)
    score = _score(value, expected, variance)
    return Moran(
        value, np.full_like(value, expected), variance, score, p, _told("randomisation"), f"{times:,} permutations"
    )


def local_moran(
    values: ArrayLike, neighbours: Neighbours, *, permutations: int = 999, rng: np.random.Generator
) -> LocalMoran:
    """Local Moran statistic of each area, with p-values from dealing the other values to its neighbours anew.

    Read `quadrant` only where `adjusted_p` is small: every area has one. The p-values are those of
    `permuted_getis_ord`, except that an area at the mean itself is like no neighbours and has 1; the two differ in what
    they call a cluster.

    Parameters
    ----------
    values : (n,) array of numbers
        One for each area, none missing.
    neighbours : Neighbours of n areas
        An area without neighbours has missing results.
    permutations : int
        How many times the others are dealt anew. The smallest p-value is 2 / (permutations + 1): 99,999 where thousands
        of areas are adjusted for.
    rng : numpy.random.Generator
        The source of chance.

    Returns
    -------
    LocalMoran of (n,) arrays

    Raises
    ------
    InputError
        If a value is missing, all values are alike, there is not one for each area, there are fewer than 3 areas,
        `permutations` is not a whole number of at least 1, or `rng` is no generator.

    References
    ----------
    Anselin (1995), Local indicators of spatial association – LISA, Geographical Analysis 27: 93–115.
    Sokal, Oden and Thomson (1998), Local spatial autocorrelation in a biological model, Geographical Analysis 30:
    331–354.
    Caldas de Castro and Singer (2006), Controlling the false discovery rate: a new application to account for multiple
    and dependent tests in local statistics of spatial association, Geographical Analysis 38: 180–208.

    Examples
    --------
    >>> row_of_six = Neighbours.from_pairs([[i, i + 1] for i in range(5)], 6)
    >>> found = local_moran([1, 2, 1, 5, 7, 8], row_of_six.row_standardised(), rng=np.random.default_rng(1))
    >>> found.value.round(2).tolist(), found.quadrant.tolist()
    ([0.75, 0.75, 0.19, 0.0, 0.94, 1.5], ['LL', 'LL', 'LL', 'HL', 'HH', 'HH'])
    """
    x = neighbours.one_row(values)
    z = _deviations(x)
    tails = permuted_tails(x, neighbours, permutations=permutations, rng=rng)
    # At the mean itself the statistic is nought whatever the neighbours are, and z is no more than rounding.
    middling = np.abs(z) <= 4 * np.finfo(float).eps * np.abs(x).max()
    p, one_sided = (np.where(middling, 1 + 0 * found, found) for found in (tails.two_sided, tails.one_sided))
    linked = neighbours.count > 0
    lag: Floats = np.where(linked, neighbours.summed(z), np.nan)
    score = np.sign(z) * lag_moments(x, neighbours).score
    own, around = np.where(z > 0, "H", "L"), np.where(lag > 0, "H", "L")
    return LocalMoran(
        z * lag / np.mean(z**2),
        score,
        p,
        one_sided,
        benjamini_hochberg(p),
        np.where(linked, np.char.add(own, around), ""),
        tails.permutations,
        "Conditional permutation",
    )


def _deviations(x: Floats) -> Floats:
    """From the mean of each row, where a row has any."""
    alike = x.max(axis=-1) == x.min(axis=-1)
    if alike.any():
        raise InputError(
            f"values must differ between areas to have a pattern; every one is {x[alike].flat[0]:g}"
            f"{' in one of the rows' if x.ndim > 1 else ''}."
        )
    mean: Floats = x.mean(axis=-1, keepdims=True)
    return x - mean


def _global(z: Floats, neighbours: Neighbours) -> Floats:
    """Moran's I of rows of deviations."""
    scale = neighbours.areas / neighbours.weights.sum()
    return np.asarray(scale * np.sum(z * neighbours.summed(z), axis=-1) / np.sum(z**2, axis=-1))


def _dealt(z: Floats, neighbours: Neighbours, times: int, source: np.random.Generator) -> Floats:
    """Moran's I of deviations dealt anew so many times; a pair of areas is taken once, whichever way it is linked."""
    block = max(AT_ONCE // neighbours.areas, 1)
    pairs = sparse.csr_array(sparse.triu(neighbours.matrix + neighbours.matrix.T, 1))
    products = np.empty(times)
    for at in range(0, times, block):
        columns = source.permuted(np.tile(z, (min(block, times - at), 1)), axis=1).T.copy()
        products[at : at + block] = np.einsum("ij,ij->j", columns, pairs @ columns)
    return products * float(neighbours.areas / neighbours.weights.sum() / np.sum(z**2))


def _moments(z: Floats, neighbours: Neighbours, null: str) -> tuple[float, Floats]:
    """Expectation and variance of I (Cliff and Ord 1981, p. 21)."""
    n, matrix = neighbours.areas, neighbours.matrix
    if n < 4 or not len(neighbours.weights):
        raise InputError(
            f"neighbours must be of at least 4 areas with links between them; got {n} areas and "
            f"{len(neighbours.weights)} links."
        )
    s0 = float(neighbours.weights.sum())
    s1 = float(((matrix + matrix.T) ** 2).sum()) / 2
    s2 = float(np.sum((matrix.sum(axis=0) + matrix.sum(axis=1)) ** 2))
    expected = -1 / (n - 1)
    if null == "normality":
        square = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2)
        return expected, np.full(z.shape[:-1], square - expected**2)
    kurtosis = np.mean(z**4, axis=-1) / np.mean(z**2, axis=-1) ** 2
    whole = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    less = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return expected, np.asarray((whole - less) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2)


def _score(value: Floats, expected: float, variance: Floats) -> Floats:
    """Missing where no dealing changes I, as when every area is beside every other."""
    return (value - expected) / np.sqrt(np.where(variance > ROUNDING, variance, np.nan))


def _told(null: str) -> str:
    dealt = "these values fall to areas at random" if null == "randomisation" else "values are independent and normal"
    return f"no spatial pattern: {dealt}"
