"""How large a change of level is, and how often chance alone would show one as clear.

In which periods a series changed is in `change_point`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats, at_least, chance, checked_level, numbers, one_number, whole_number
from newlyn.stats.control.change_point import FEWEST, SHORTEST, change_points
from newlyn.stats.estimate import Estimate, Tested

FEWEST_ORDERS = 99
"""Below this a p-value of 0.01 cannot come about."""

NULL = "the level did not change, and any order of the values is as likely"


@dataclass(frozen=True, eq=False, slots=True)
class Change:
    """A change of level in each of many series, or each change of one."""

    at: Floats
    """The position of the first period of the new level; missing where there are too few values to tell."""
    before: Floats
    after: Floats
    size: Estimate
    """After less before. The limits take the period of the change as known, so they are somewhat too narrow."""
    test: Tested
    """The score is Student's t at the change found. It was picked out, so the p-value is not that of t."""


def largest_change(
    value: ArrayLike, *, rng: np.random.Generator, level: float = 0.95, permutations: int = 999
) -> Change:
    """The one change of level that parts each series best, and how often chance would part it as well.

    The test holds its level whatever the distribution, and allows for the period being picked out as the best of all:
    the same values are put into random orders, and it is counted how often the best change is as good. It supposes that
    without a change any order were as likely. In a series whose values follow one another, or with a trend, that is not
    so, and it finds a change too often. With many areas, adjust their p-values.

    Parameters
    ----------
    value : (…, periods) array of numbers
        Missing values (NaN) are passed over. A series with fewer than 12 values has no change to tell.
    rng : numpy.random.Generator
        Source of chance. All series are put into the same random orders, so their p-values share that chance.
    level : float in (0, 1)
        Two-sided confidence level of the size, as a proportion.
    permutations : int of at least 99
        How many random orders. No p-value is below 1 / (permutations + 1).

    Returns
    -------
    Change of (…,)

    Raises
    ------
    InputError
        If there are fewer than 12 periods, the level is not strictly between 0 and 1, `rng` is no generator, or there
        are fewer than 99 permutations.

    References
    ----------
    Antoch and Hušková (2001), Permutation tests in change point analysis, Statist. Probab. Lett. 53: 37–46.
    Worsley (1979), On the likelihood ratio test for a shift in location of normal populations, JASA 74: 365–367.

    Examples
    --------
    >>> change = largest_change([5, 6, 5, 4, 5, 6, 9, 8, 10, 9, 9, 8, 9], rng=np.random.default_rng(1))
    >>> change.at.tolist(), change.size.value.round(2).tolist(), bool(change.test.p < 0.01)
    (6.0, 3.69, True)
    """
    permutations = whole_number(permutations, "permutations")
    x = at_least(FEWEST, numbers(value, "value"), "value")
    enough = (~np.isnan(x)).sum(axis=-1, keepdims=True) >= FEWEST
    return _largest(np.where(enough, x, np.nan), chance(rng), checked_level(level), _many_enough(permutations))


def describe_changes(
    value: ArrayLike,
    *,
    rng: np.random.Generator,
    penalty: float | None = None,
    level: float = 0.95,
    permutations: int = 999,
) -> Change:
    """Each change of one series that `change_points` finds: its size with limits, and a test of it.

    A change is measured and tested between the change before and the one after, as by `largest_change`. The other
    changes are taken as known, and the data that showed the change test it: read the p-values as saying which changes
    stand out most, and that a change between short levels cannot be sure.

    Parameters
    ----------
    value : (periods,) array of numbers
        One series. Missing values (NaN) are passed over.
    rng : numpy.random.Generator
        Source of chance.
    penalty : number of nought or more
        As for `change_points`.
    level : float in (0, 1)
        Two-sided confidence level of the sizes, as a proportion.
    permutations : int of at least 99
        How many random orders each change is tested with.

    Returns
    -------
    Change of (changes,)
        In the order of their periods; empty where the level did not change.

    Raises
    ------
    InputError
        If it is not one series with at least 12 values, or as for `change_points` and `largest_change`.

    References
    ----------
    Killick, Fearnhead and Eckley (2012), Optimal detection of changepoints with a linear computational cost, JASA 107:
    1590–1598.
    Antoch and Hušková (2001), Permutation tests in change point analysis, Statist. Probab. Lett. 53: 37–46.

    Examples
    --------
    >>> series = [5, 6, 5, 4, 5, 6, 9, 8, 10, 9, 9, 8, 9]
    >>> changes = describe_changes(series, rng=np.random.default_rng(1))
    >>> changes.at.tolist(), changes.size.lower.round(2).tolist(), changes.size.upper.round(2).tolist()
    ([6.0], [2.81], [4.57])
    """
    permutations = whole_number(permutations, "permutations")
    penalty = None if penalty is None else one_number(penalty, "penalty")
    x = numbers(value, "value")
    many = int((~np.isnan(x)).sum())
    if x.ndim != 1 or many < FEWEST:
        raise InputError(
            f"value must be one series with at least {FEWEST} values that are not missing; got {many} in an array of "
            f"shape {x.shape}."
        )
    starts = np.flatnonzero(change_points(x, penalty=penalty).starts)
    edges = [0, *starts.tolist(), x.size]
    pieces = np.full((len(starts), x.size), np.nan)
    for row, (start, end) in enumerate(zip(edges, edges[2:], strict=False)):
        pieces[row, start:end] = x[start:end]
    return _largest(pieces, chance(rng), checked_level(level), _many_enough(permutations))


def _many_enough(permutations: int) -> int:
    if permutations < FEWEST_ORDERS:
        raise InputError(f"permutations must be at least {FEWEST_ORDERS}; got {permutations}.")
    return permutations


def _largest(x: Floats, rng: np.random.Generator, level: float, permutations: int) -> Change:
    present = ~np.isnan(x)
    many = present.sum(axis=-1)
    mean = np.divide(np.where(present, x, 0).sum(axis=-1), many, out=np.full(many.shape, np.nan), where=many > 0)
    away = np.where(present, x - mean[..., None], 0)
    parted = _parted(away, present)
    best = parted.max(axis=-1)
    as_good = np.zeros(best.shape)
    for _ in range(permutations):
        order = rng.permutation(x.shape[-1])
        # A hair less than the best is as good: the same parts add up otherwise in another order.
        as_good += _parted(away[..., order], present[..., order]).max(axis=-1) >= best * (1 - 1e-9)
    told = best >= 0
    p = np.where(told, (as_good + 1) / (permutations + 1), np.nan)
    at = np.argmax(parted, axis=-1) + 1
    return _measured(np.where(told, mean, np.nan), away, present, at, best, p, level)


def _parted(away: Floats, present: Bools) -> Floats:
    """The squared distances that a change at each period but the first takes away; −1 where none can be."""
    earlier: NDArray[np.intp] = np.cumsum(present, axis=-1)
    later = earlier[..., -1:] - earlier
    sums = np.cumsum(away, axis=-1)[..., :-1]
    weight = earlier[..., :-1] * later[..., :-1]
    # A level begins with a value: after missing ones it cannot be told when it did.
    can = (np.minimum(earlier, later)[..., :-1] >= SHORTEST) & present[..., 1:]
    found: Floats = np.divide(sums**2 * earlier[..., -1:], weight, out=np.full(sums.shape, -1.0), where=can)
    return found


def _measured(
    mean: Floats, away: Floats, present: Bools, at: NDArray[np.intp], best: Floats, p: Floats, level: float
) -> Change:
    later = np.arange(away.shape[-1]) >= at[..., None]
    n1, n2 = (present & ~later).sum(axis=-1), (present & later).sum(axis=-1)
    told = ~np.isnan(mean)
    before, after = (
        mean + np.divide((away * part).sum(axis=-1), n, out=np.zeros(mean.shape), where=n > 0)
        for part, n in ((~later, n1), (later, n2))
    )
    freedom = np.where(told, n1 + n2 - 2, 1)
    left = np.maximum((away**2).sum(axis=-1) - best, 0)
    error = np.sqrt(left / freedom * (1 / np.maximum(n1, 1) + 1 / np.maximum(n2, 1)))
    size = after - before
    width = stdtrit(freedom, (1 + level) / 2) * error
    score = np.divide(size, error, out=np.full(size.shape, np.nan), where=told & (error > 0))
    return Change(
        np.where(told, at, np.nan),
        before,
        after,
        Estimate(size, size - width, size + width, "change of level", "Student's t, at the change found", level),
        Tested(score, p, NULL, "Permutation of the greatest t"),
    )
