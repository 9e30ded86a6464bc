"""The five summary measures that MHCLG publishes for larger areas, from the ranks of their small areas: arrays only.

Where the ranks come from is `evidence`; which place is summarised, and beside what, is `indices.deprivation`.
How closely these agree with the published files is told in docs/explanation/deprivation-summaries.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError
from newlyn.indices import grouped
from newlyn.indices.grouped import Floats, SmallAreas
from newlyn.stats.rank import mean_places


@dataclass(frozen=True)
class Summaries:
    """The summary measures of every group, in the order of `groups`; NaN where an input is absent."""

    groups: NDArray[np.generic]
    average_score: Floats
    average_rank: Floats
    """1 to the number of small areas in England; the most deprived small area counts highest."""
    extent: Floats
    """Share of people, 0 to 1."""
    local_concentration: Floats
    """On the scale of `average_rank`."""
    share_worst_tenth: Floats
    """Share of small areas, 0 to 1."""


def mean_ranks(rank: ArrayLike) -> Floats:
    """Give small areas that share a rank the mean of the places they take up.

    Published ranks give tied areas the best of their places (two areas ranked 7, none ranked 8). MHCLG
    computes the summaries of larger areas from the mean of the places (both 7.5): from the published ranks of
    2019 the average rank of 20 districts differs from the published one in its second decimal.

    Parameters
    ----------
    rank : (n,) array of ranks
        Of all small areas that were ranked together, 1 the most deprived; none may be missing.

    Returns
    -------
    (n,) float64, in ranks
        Ranks that are means already stay as they are.

    Raises
    ------
    InputError
        If a rank is missing, or higher than the number of areas: then some of those ranked are not there.

    Examples
    --------
    >>> mean_ranks([1, 2, 2, 4]).tolist()
    [1.0, 2.5, 2.5, 4.0]
    """
    given = np.asarray(rank, dtype=np.float64)
    if np.any(np.isnan(given)) or np.max(given, initial=0) > given.size:
        raise InputError(
            f"ties can only be told among all small areas that were ranked together; got {given.size:,} areas with "
            f"ranks up to {np.max(given, initial=0):,.0f}. Give every area of the edition, without missing ranks."
        )
    return mean_places(given)


def average_score(score: ArrayLike, population: ArrayLike) -> float:
    """Mean score of the small areas, weighted by people.

    Parameters
    ----------
    score : (n,) array of scores
        Higher is more deprived. One missing value (NaN) makes the average missing.
    population : (n,) array of people, zero or more

    Returns
    -------
    float, in scores

    Raises
    ------
    InputError
        If the arrays differ in length, are empty, or a population is negative.

    References
    ----------
    MHCLG (2019), The English Indices of Deprivation 2019: Technical report, section 3.8, summary measures for
    larger areas. Of IMD scores the average says most where a few areas are very deprived, because scores
    stretch out at that end.

    Examples
    --------
    >>> average_score([40.0, 10.0], [1000, 3000])
    17.5
    """
    return _single(score=score, population=population, measure=grouped.average_score)


def average_rank(rank: ArrayLike, population: ArrayLike, areas: int) -> float:
    """Mean rank of the small areas, weighted by people and counted so that the most deprived is highest.

    Parameters
    ----------
    rank : (n,) array of ranks
        1 is the most deprived of England; ties as `mean_ranks` gives them. One missing value (NaN) makes the
        average missing.
    population : (n,) array of people, zero or more
    areas : int
        Small areas in England, such as 32,844: the rank of the least deprived.

    Returns
    -------
    float, 1 to `areas`

    Raises
    ------
    InputError
        If the arrays differ in length or are empty, a population is negative, or a rank is not 1 to `areas`.

    References
    ----------
    MHCLG (2019), The English Indices of Deprivation 2019: Technical report, section 3.8.

    Examples
    --------
    Of 100 small areas in England, ranks 1 and 100 count 100 and 1.

    >>> average_rank([1, 100], [1000, 3000], areas=100)
    25.75
    """
    return _single(rank=rank, population=population, areas=areas, measure=grouped.average_rank)


def extent(rank: ArrayLike, population: ArrayLike, areas: int) -> float:
    """Share of people in England's most deprived three tenths of small areas, fading out past the first tenth.

    Everyone in the most deprived tenth counts; in the 11th hundredth 95% of people count, in the 30th 5%, and
    each hundredth between counts less by an equal step.

    Parameters
    ----------
    rank : (n,) array of ranks
        1 is the most deprived of England. One missing value (NaN) makes the extent missing.
    population : (n,) array of people, zero or more
    areas : int
        Small areas in England.

    Returns
    -------
    float, 0 to 1

    Raises
    ------
    InputError
        If the arrays differ in length or are empty, a population is negative, or a rank is not 1 to `areas`.

    References
    ----------
    MHCLG (2019), The English Indices of Deprivation 2019: Technical report, section 3.8.

    Examples
    --------
    Of 100 small areas in England, rank 5 counts in full, rank 11 by 0.95 and rank 40 not at all.

    >>> extent([5, 11, 40], [1000, 1000, 2000], areas=100)
    0.4875
    """
    return _single(rank=rank, population=population, areas=areas, measure=grouped.extent)


def local_concentration(rank: ArrayLike, population: ArrayLike, areas: int) -> float:
    """Mean rank of the most deprived small areas that together hold exactly a tenth of the people.

    The last of them counts for as many of its people as are needed to reach the tenth. Ranks are counted, as
    in `average_rank`, so that the most deprived is highest.

    Parameters
    ----------
    rank : (n,) array of ranks
        1 is the most deprived of England; ties as `mean_ranks` gives them. One missing value (NaN) makes the
        concentration missing.
    population : (n,) array of people, zero or more
    areas : int
        Small areas in England.

    Returns
    -------
    float, 1 to `areas`

    Raises
    ------
    InputError
        If the arrays differ in length or are empty, a population is negative, or a rank is not 1 to `areas`.

    References
    ----------
    MHCLG (2019), The English Indices of Deprivation 2019: Technical report, section 3.8.

    Examples
    --------
    A tenth of 20,000 people is 2,000: all 1,500 of rank 3 (counted 98) and 500 of rank 10 (counted 91).

    >>> local_concentration([3, 10, 60], [1500, 4500, 14000], areas=100)
    96.25
    """
    return _single(rank=rank, population=population, areas=areas, measure=grouped.local_concentration)


def share_worst_tenth(rank: ArrayLike, areas: int) -> float:
    """Share of the small areas that are among England's most deprived tenth; people do not count.

    Parameters
    ----------
    rank : (n,) array of ranks
        1 is the most deprived of England. One missing value (NaN) makes the share missing.
    areas : int
        Small areas in England.

    Returns
    -------
    float, 0 to 1

    Raises
    ------
    InputError
        If the array is empty, or a rank is not 1 to `areas`.

    References
    ----------
    MHCLG (2019), The English Indices of Deprivation 2019: Technical report, section 3.8.

    Examples
    --------
    >>> share_worst_tenth([3, 10, 11, 60], areas=100)
    0.5
    """
    return _single(rank=rank, areas=areas, measure=grouped.share_worst_tenth)


def summarise(
    groups: ArrayLike, score: ArrayLike | None, rank: ArrayLike, population: ArrayLike | None, areas: int
) -> Summaries:
    """All five summary measures of every group of small areas at once.

    Parameters
    ----------
    groups : (n,) array of labels
        The larger area that each small area belongs to, such as codes of districts.
    score : (n,) array of scores, or None where no score is published
    rank : (n,) array of ranks
        1 is the most deprived of England; ties as `mean_ranks` gives them.
    population : (n,) array of people, or None where none is known on these areas
    areas : int
        Small areas in England.

    Returns
    -------
    Summaries of (g,) arrays
        Groups in sorted order. A missing value (NaN) makes missing what needs it, in its own group only.

    Raises
    ------
    InputError
        If the arrays differ in length or are empty, a population is negative, or a rank is not 1 to `areas`.

    Examples
    --------
    >>> found = summarise(["b", "a", "b"], [40.0, 20.0, 10.0], [1, 20, 100], [1000, 500, 3000], areas=100)
    >>> found.groups.tolist(), found.average_score.tolist(), found.share_worst_tenth.tolist()
    (['a', 'b'], [20.0, 17.5], [0.0, 0.5])
    """
    labels, group = np.unique(np.asarray(groups), return_inverse=True)
    small = SmallAreas.checked(group, len(labels), score=score, rank=rank, population=population, areas=areas)
    return Summaries(
        labels,
        grouped.average_score(small),
        grouped.average_rank(small),
        grouped.extent(small),
        grouped.local_concentration(small),
        grouped.share_worst_tenth(small),
    )


def _single(
    measure: Callable[[SmallAreas], Floats],
    *,
    areas: int = 0,
    score: ArrayLike | None = None,
    rank: ArrayLike | None = None,
    population: ArrayLike | None = None,
) -> float:
    """The measure of one larger area: a single group."""
    group = np.zeros(np.size(np.asarray(rank if rank is not None else score)), dtype=np.intp)
    return float(measure(SmallAreas.checked(group, 1, areas=areas, score=score, rank=rank, population=population))[0])
