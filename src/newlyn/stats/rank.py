"""Places in an order, with ties shared in the ways that publishers share them, and places as shares of people.

SciPy's `rankdata` gives the same places; `scipy.stats` takes half a second to load, which every command would pay.
Areas cut into parts by their places are in `quantile`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.stats.argument import Bools, Floats, at_least, complete, counts, in_one_row, numbers, same_shape
from newlyn.stats.grouping import Grouping


def best_places(values: ArrayLike, *, group: ArrayLike | None = None) -> NDArray[np.int64]:
    """The place of each value in ascending order, from 1; equal values share the best of their places.

    Parameters
    ----------
    values : (n,) array of numbers
        None may be missing.
    group : (n,) array of whole numbers, or None
        The group within which each value is placed, such as the position of its district; None places all together.

    Returns
    -------
    (n,) int64, from 1 to n

    Raises
    ------
    InputError
        If a value is missing, or `group` is not one whole number for each value.

    References
    ----------
    MHCLG (2019), English Indices of Deprivation 2019, File 10: districts of equal value share the better rank.

    Examples
    --------
    >>> best_places([30, 10, 20, 10]).tolist()
    [4, 1, 3, 1]
    >>> best_places([30, 10, 20, 10], group=[1, 1, 2, 2]).tolist()
    [2, 1, 2, 1]
    """
    given = in_one_row(complete(numbers(values, "values"), "values"), "values")
    if group is None:
        return np.searchsorted(np.sort(given), given) + 1
    return Grouping.checked(group, given.size).best_places(given)


def mean_places(values: ArrayLike) -> NDArray[np.float64]:
    """The place of each value in ascending order, from 1; equal values share the mean of their places.

    Parameters
    ----------
    values : (n,) array of numbers
        None may be missing.

    Returns
    -------
    (n,) float64, from 1 to n
        The places add up to n (n + 1) / 2, however many are shared.

    Raises
    ------
    InputError
        If a value is missing.

    References
    ----------
    Kendall (1945), The treatment of ties in ranking problems, Biometrika 33(3): 239–251.

    Examples
    --------
    >>> mean_places([30, 10, 20, 10]).tolist()
    [4.0, 1.5, 3.0, 1.5]
    """
    given = in_one_row(complete(numbers(values, "values"), "values"), "values")
    ordered = np.sort(given)
    first, last = np.searchsorted(ordered, given, "left"), np.searchsorted(ordered, given, "right")
    return (first + 1 + last) / 2


def fractional_ranks(values: ArrayLike, weight: ArrayLike | None = None) -> Floats:
    """The share of people who stand below the middle of each unit, in ascending order of the values.

    Also called ridits or relative ranks: the horizontal axis of concentration curves and of the slope index of
    inequality. Units of equal value share one middle, so that the order in which they are given does not matter.

    Parameters
    ----------
    values : (…, k) array of numbers
        What units are ordered by, on the last axis. A row with a missing value (NaN) is missing.
    weight : (…, k) array of counts, or None
        People in each unit; None counts each unit once. A row without people is missing. A unit without people drops
        out, even where its value is missing.

    Returns
    -------
    (…, k) float64, from 0 to 1
        Weighted by people they have a mean of exactly one half.

    Raises
    ------
    InputError
        If a weight is negative, the shapes do not go together, or there are no units.

    References
    ----------
    Bross (1958), How to use ridit analysis, Biometrics 14: 18–38.
    Lerman and Yitzhaki (1989), Improving the accuracy of estimates of Gini coefficients, Journal of Econometrics
    42: 43–47.

    Examples
    --------
    Two tenths of people are poorest, three tenths come next, half are richest.

    >>> fractional_ranks([1, 2, 3], [20, 30, 50]).round(3).tolist()
    [0.1, 0.35, 0.75]
    >>> fractional_ranks([1, 2, 2]).round(3).tolist()
    [0.167, 0.667, 0.667]
    """
    given = np.atleast_1d(numbers(values, "values"))
    people = np.ones(given.shape) if weight is None else counts(weight, "weight")
    given, people = same_shape(values=at_least(1, given, "values"), weight=people)
    total = people.sum(axis=-1, keepdims=True)
    unknown = np.isnan(given)
    known = ~(unknown & (people > 0)).any(axis=-1, keepdims=True) & (total > 0)
    ties = Ties.of(given)
    before, through = ties.span(ties.ordered(np.where(known, people, 1)))
    middle = np.divide((before + through) / 2, total, out=np.full(given.shape, np.nan), where=known)
    return np.where(unknown, np.nan, ties.as_given(middle))


@dataclass(frozen=True, eq=False, slots=True)
class Ties:
    """The units of each row in ascending order, and where runs of equal values begin and end in it."""

    order: NDArray[np.int64]
    begins: Bools
    ends: Bools

    @classmethod
    def of(cls, values: Floats) -> Ties:
        """The order of (…, k) values along the last axis; equal values keep the order in which they are given."""
        order = np.argsort(values, axis=-1, kind="stable")
        ordered = np.take_along_axis(values, order, axis=-1)
        begins, ends = np.ones(values.shape, bool), np.ones(values.shape, bool)
        begins[..., 1:] = ends[..., :-1] = ordered[..., 1:] != ordered[..., :-1]
        return cls(order, begins, ends)

    def ordered(self, amount: Floats) -> Floats:
        """An amount of each unit, as given, put in the order of the values."""
        return np.take_along_axis(amount, self.order, axis=-1)

    def as_given(self, ordered: Floats) -> Floats:
        """An amount in the order of the values, put back in the order given."""
        found = np.empty_like(ordered)
        np.put_along_axis(found, self.order, ordered, axis=-1)
        return found

    def span(self, ordered: Floats) -> tuple[Floats, Floats]:
        """What amounts, none negative, add up to before each unit's run of equal values and through its end."""
        reached = np.cumsum(ordered, axis=-1)
        before = np.concatenate([np.zeros_like(reached[..., :1]), reached[..., :-1]], axis=-1)
        ends_after = np.where(self.ends, reached, np.inf)[..., ::-1]
        return (
            np.maximum.accumulate(np.where(self.begins, before, 0), axis=-1),
            np.minimum.accumulate(ends_after, axis=-1)[..., ::-1],
        )
