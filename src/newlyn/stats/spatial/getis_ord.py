"""Getis–Ord statistics: where high values gather, where low ones do, and whether either do overall.

Whether an area is like its neighbours, so that high among low is told as well, is `spatial.moran`; how chance is dealt
is `spatial.permutation`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, refuse_where
from newlyn.stats.comparison.multiplicity import benjamini_hochberg
from newlyn.stats.estimate import Tested
from newlyn.stats.spatial.neighbours import Neighbours
from newlyn.stats.spatial.permutation import lag_moments, permuted_tails


@dataclass(frozen=True, eq=False, slots=True)
class HotSpots:
    """Local Getis–Ord statistics: for each area, whether values around it are high or low."""

    score: Floats
    """(n,) standard deviations that the sum around an area lies above what chance expects: hot above nought, cold
    below."""
    p: Floats
    """(n,) two-sided p-values."""
    adjusted_p: Floats
    """(n,) `p` after Benjamini and Hochberg: calling those below 0.05 hot or cold lets one in twenty be neither."""
    statistic: str
    """Gi, without the area's own value, or Gi*, with it."""
    method: str


def local_getis_ord(values: ArrayLike, neighbours: Neighbours, *, star: bool = True) -> HotSpots:
    """Getis–Ord Gi* (or Gi) of each area, with a normal p-value.

    Gi* counts the area's own value among those around and is what maps of hot spots usually show. The normal p-value
    needs some eight neighbours, or more where values are skewed; `permuted_getis_ord` does not.

    Parameters
    ----------
    values : (n,) array of numbers
        One for each area, none missing.
    neighbours : Neighbours of n areas
        An area without neighbours has missing results.
    star : bool
        Whether an area's own value counts, with the weight of its weightiest neighbour.

    Returns
    -------
    HotSpots of (n,) arrays
        A score is missing where all the values it could be made of are alike, or the area has all others beside it.

    Raises
    ------
    InputError
        If a value is missing, there is not one for each area, or there are fewer than 3 areas.

    References
    ----------
    Ord and Getis (1995), Local spatial autocorrelation statistics: distributional issues and an application,
    Geographical Analysis 27: 286–306.

    Examples
    --------
    >>> row_of_five = Neighbours.from_pairs([[0, 1], [1, 2], [2, 3], [3, 4]], 5)
    >>> local_getis_ord([9, 8, 2, 1, 0], row_of_five).score.round(2).tolist()
    [1.96, 1.53, -0.22, -1.96, -1.53]
    """
    x = neighbours.one_row(values)
    score = _starred(x, neighbours) if star else lag_moments(x, neighbours).score
    p = 2 * ndtr(-np.abs(score))
    return HotSpots(score, p, benjamini_hochberg(p), "Gi*" if star else "Gi", "Normal approximation")


def permuted_getis_ord(
    values: ArrayLike,
    neighbours: Neighbours,
    *,
    star: bool = True,
    permutations: int = 999,
    rng: np.random.Generator,
) -> HotSpots:
    """Getis–Ord Gi* (or Gi) of each area, with p-values from dealing the other values to its neighbours anew.

    An area keeps its own value, so Gi* and Gi have the same p-values and differ in their scores alone.

    Parameters
    ----------
    values : (n,) array of numbers
        One for each area, none missing.
    neighbours : Neighbours of n areas
        An area without neighbours has missing results.
    star : bool
        Whether an area's own value counts in the score, with the weight of its weightiest neighbour.
    permutations : int
        How many times the others are dealt anew. The smallest p-value is 2 / (permutations + 1).
    rng : numpy.random.Generator
        The source of chance.

    Returns
    -------
    HotSpots of (n,) arrays

    Raises
    ------
    InputError
        As for `local_getis_ord`, or if `permutations` is not a whole number of at least 1 or `rng` is no generator.

    References
    ----------
    Ord and Getis (1995), Local spatial autocorrelation statistics: distributional issues and an application,
    Geographical Analysis 27: 286–306.
    Anselin (1995), Local indicators of spatial association – LISA, Geographical Analysis 27: 93–115.

    Examples
    --------
    >>> row_of_five = Neighbours.from_pairs([[0, 1], [1, 2], [2, 3], [3, 4]], 5)
    >>> permuted_getis_ord([9, 8, 2, 1, 0], row_of_five, rng=np.random.default_rng(1)).p.round(1).tolist()
    [0.6, 0.3, 1.0, 0.3, 0.5]
    """
    tails = permuted_tails(values, neighbours, permutations=permutations, rng=rng)
    p = tails.two_sided
    return replace(
        local_getis_ord(values, neighbours, star=star),
        p=p,
        adjusted_p=benjamini_hochberg(p),
        method=f"{tails.permutations:,} conditional permutations",
    )


def global_getis_ord(values: ArrayLike, neighbours: Neighbours) -> Tested:
    """Getis–Ord General G: whether high values, or low ones, lie beside each other overall, with a normal p-value.

    A score above nought says that high values gather, below nought that low ones do; where both do they cancel, and
    `spatial.moran.global_moran` sees what this does not.

    Parameters
    ----------
    values : (n,) array of numbers, nought or more
        One for each area, none missing, measured from a natural nought: counts or rates, not deviations.
    neighbours : Neighbours of n areas

    Returns
    -------
    Tested of single numbers

    Raises
    ------
    InputError
        If a value is missing or negative, all are alike, there is not one for each area, or there are fewer than 4
        areas or no links.

    References
    ----------
    Getis and Ord (1992), The analysis of spatial association by use of distance statistics, Geographical Analysis 24:
    189–206.

    Examples
    --------
    >>> row_of_six = Neighbours.from_pairs([[i, i + 1] for i in range(5)], 6)
    >>> global_getis_ord([1, 1, 2, 1, 9, 8], row_of_six).score.round(2).item()
    1.13
    """
    x = neighbours.one_row(values)
    refuse_where(x < 0, x, "values must be nought or more, for G is a share of their products")
    n, matrix = neighbours.areas, neighbours.matrix
    if n < 4 or not len(neighbours.weights) or x.max() == x.min():
        raise InputError(
            f"values must differ between at least 4 areas with links between them; got {n} areas, "
            f"{len(neighbours.weights)} links and values from {x.min():g} to {x.max():g}."
        )
    x = x / x.max()  # G is a ratio; the fourth powers of large counts would lose what tells them apart
    m1, m2, m3, m4 = (float(np.sum(x**power)) for power in (1, 2, 3, 4))
    products = m1**2 - m2
    if products < 1e-12:
        raise InputError("at least two areas must have values above nought, for G is a share of their products.")
    value = float(x @ neighbours.summed(x)) / products
    s0 = float(neighbours.weights.sum())
    s1 = float(((matrix + matrix.T) ** 2).sum()) / 2
    s2 = float(np.sum((matrix.sum(axis=0) + matrix.sum(axis=1)) ** 2))
    b0 = (n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2
    b1 = -((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0**2)
    b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0**2
    b4 = s1 - s2 + s0**2
    moment = b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4
    expected = s0 / (n * (n - 1))
    variance = moment / (products**2 * n * (n - 1) * (n - 2) * (n - 3)) - expected**2
    # Where every area is beside every other, no dealing changes G.
    spread = np.sqrt(variance) if variance > 1e-12 * expected**2 else np.nan
    score = np.asarray((value - expected) / spread)
    return Tested(
        score, np.asarray(2 * ndtr(-np.abs(score))), "high and low values do not gather", "Getis–Ord General G, normal"
    )


def _starred(x: Floats, neighbours: Neighbours) -> Floats:
    """Scores in which the area itself is among those around it."""
    n, z = neighbours.areas, x - x.mean()
    own = np.zeros(n)
    np.maximum.at(own, neighbours.here, neighbours.weights)
    first, second = (np.bincount(neighbours.here, neighbours.weights**power, n) + own**power for power in (1, 2))
    beyond = n * second - first**2  # nought, but for rounding, where an area has all others beside it
    variance = np.mean(z**2) * np.where(beyond > 1e-12 * first**2, beyond, 0.0) / (n - 1)
    spread = np.sqrt(np.where((neighbours.count > 0) & (variance > 0), variance, np.nan))
    return np.asarray((neighbours.summed(z) + own * z) / spread)
