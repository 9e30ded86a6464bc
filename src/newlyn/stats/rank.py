"""Places in an order, with ties shared in the two ways that publishers share them.

SciPy's `rankdata` gives the same numbers; `scipy.stats` takes half a second to load, which every command would pay.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def best_places(values: ArrayLike) -> NDArray[np.int64]:
    """The place of each value in ascending order, from 1; equal values share the best of their places.

    Parameters
    ----------
    values : (n,) array of numbers
        None may be missing (NaN would take the last places).

    Returns
    -------
    (n,) int64, from 1 to n

    References
    ----------
    MHCLG (2019), English Indices of Deprivation 2019, File 10: districts of equal value share the better rank.

    Examples
    --------
    >>> best_places([30, 10, 20, 10]).tolist()
    [4, 1, 3, 1]
    """
    numbers = np.asarray(values, float)
    return np.searchsorted(np.sort(numbers), numbers) + 1


def mean_places(values: ArrayLike) -> NDArray[np.float64]:
    """The place of each value in ascending order, from 1; equal values share the mean of their places.

    Parameters
    ----------
    values : (n,) array of numbers
        None may be missing (NaN would take the last places).

    Returns
    -------
    (n,) float64, from 1 to n
        The places add up to n (n + 1) / 2, however many are shared.

    References
    ----------
    Kendall (1945), The treatment of ties in ranking problems, Biometrika 33(3): 239-251.

    Examples
    --------
    >>> mean_places([30, 10, 20, 10]).tolist()
    [4.0, 1.5, 3.0, 1.5]
    """
    numbers = np.asarray(values, float)
    ordered = np.sort(numbers)
    first, last = np.searchsorted(ordered, numbers, "left"), np.searchsorted(ordered, numbers, "right")
    return (first + 1 + last) / 2
