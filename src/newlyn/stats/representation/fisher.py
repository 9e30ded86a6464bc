"""Fisher's exact test of two proportions, for many tables at once, with its mid-P.

The score test, which is quicker and nearly as sound from five expected upwards, is in `interval.difference`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, one_of, part_of_whole, same_shape, whole_counts
from newlyn.stats.estimate import Tested

SIDES = ("two-sided", "less", "greater")
ALIKE = 1e-7
"""Tables as probable as the one found differ from it by rounding alone: less than this, relatively."""
AT_ONCE = 10_000
"""Possible tables worked on at once: so many stay in the processor's own memory, which is twice as fast as more."""
LOOKED_UP = 1_000_000
"""Up to this many people, logarithms of factorials are looked up and not worked out again for each table."""
MOST = 20_000_000
"""Possible tables for one table, about its smallest margin; of more, the exact test tells nothing new."""

Ints = NDArray[np.int64]


def fisher_test(
    count_a: ArrayLike,
    total_a: ArrayLike,
    count_b: ArrayLike,
    total_b: ArrayLike,
    *,
    side: str = "two-sided",
    mid: bool = False,
) -> Tested:
    """Fisher's exact test that two proportions are equal, given how many have the characteristic altogether.

    Two-sided, it adds up all tables that are no more probable than the one found. It never calls equal proportions
    different more often than it says, and is strict: its mid-P, which counts tables as probable as the one found by
    half, holds its level on average. Memory and time grow with the smallest margin; thousands of tables take no longer
    than a few one by one.

    Parameters
    ----------
    count_a, count_b : arrays of whole numbers
        Those who have the characteristic in the first and in the second group. Missing values (NaN) stay missing.
    total_a, total_b : arrays of whole numbers, of the same shape
        Those who could have it. Where one is zero the result is missing.
    side : `two-sided`, `less` or `greater`
        What is set against equality: that the first proportion is another, is less, or is greater.
    mid : bool
        Whether to give the mid-P.

    Returns
    -------
    Tested of that shape
        The score is missing: the test is exact.

    Raises
    ------
    InputError
        If a count is negative, a fraction, or exceeds its total, `side` is not known, or a table has tens of millions
        in its smallest margin.

    References
    ----------
    Fisher (1935), The logic of inductive inference, JRSS 98: 39–82, pp. 48–51.
    Irwin (1935), Tests of significance for differences between percentages based on small numbers, Metron 12: 83–94.
    Lancaster (1961), Significance tests in discrete distributions, JASA 56: 223–234 (mid-P).
    Hirji (2006), Exact Analysis of Discrete Data, Chapman and Hall/CRC.

    Examples
    --------
    >>> fisher_test([3], [4], [1], [4]).p.round(4).tolist()
    [0.4857]
    """
    xa, na = part_of_whole(count_a, total_a, part_name="count_a", whole_name="total_a")
    xb, nb = part_of_whole(count_b, total_b, part_name="count_b", whole_name="total_b")
    for values, name in ((xa, "count_a"), (na, "total_a"), (xb, "count_b"), (nb, "total_b")):
        whole_counts(values, name)
    one_of(side, SIDES, "side")
    xa, na, xb, nb = same_shape(group_a=xa, total_a=na, group_b=xb, total_b=nb)
    p = np.full(xa.shape, np.nan)
    known = ~np.isnan(xa + na + xb + nb)
    if known.any():
        p[known] = _p_values(np.stack([xa, na, xa + xb, na + nb])[:, known].astype(np.int64), side, mid)
    name = f"Fisher exact{', mid-P' if mid else ''}{'' if side == 'two-sided' else f', {side}'}"
    return Tested(np.full(xa.shape, np.nan), p, "the two proportions are equal", name)


def _p_values(tables: Ints, side: str, mid: bool) -> Floats:
    """The p-value of each table, as many tables at a time as memory should hold."""
    _, a, have, n = tables
    most = np.minimum(a, have) - np.maximum(0, have - (n - a)) + 1
    if most.max() > MOST:
        raise InputError(
            f"the smallest margin of a table must be below {MOST}; got {most.max() - 1}. "
            "Take interval.difference.two_proportions_test."
        )
    block = np.cumsum(most) // AT_ONCE
    at = np.flatnonzero(np.diff(block, prepend=-1))
    factorial = _log_factorials(int(n.max()))
    parts = (_Possible.of(one, factorial).p(side, mid) for one in np.split(tables, at[1:], axis=1))
    return np.concatenate(list(parts))


@dataclass(frozen=True, eq=False, slots=True)
class _Possible:
    """Every table with the margins of those given, one table after the other."""

    start: Ints
    """Where the possible tables of each one given begin."""
    table: Ints
    """Which of those given each possible table belongs to."""
    beyond: Ints
    """How many more of the first group have the characteristic than in the table given."""
    probability: Floats
    found: Floats
    """Probability of the tables given."""

    @classmethod
    def of(cls, tables: Ints, factorial: Callable[[Ints], Floats]) -> _Possible:
        x, a, have, n = tables
        least, most = np.maximum(0, have - (n - a)), np.minimum(a, have)
        length = most - least + 1
        start = np.cumsum(length) - length
        table = np.repeat(np.arange(len(x)), length)
        inside = np.arange(length.sum()) + (least - start)[table]
        whole = factorial(a) + factorial(n - a) + factorial(have) + factorial(n - have) - factorial(n)
        parts = factorial(inside) + factorial(a[table] - inside) + factorial(have[table] - inside)
        rest = factorial((n - a - have)[table] + inside)
        probability = np.exp(whole[table] - parts - rest)
        return cls(start, table, inside - x[table], probability, probability[start + x - least])

    def p(self, side: str, mid: bool) -> Floats:
        if side == "two-sided":
            found = self.found[self.table]
            beyond = self.probability < found * (1 - ALIKE)
            equal = ~beyond & (self.probability <= found * (1 + ALIKE))
        else:
            beyond = self.beyond < 0 if side == "less" else self.beyond > 0
            equal = self.beyond == 0
        part: Floats = np.where(beyond, 1.0, np.where(equal, 0.5 if mid else 1.0, 0.0))
        return np.minimum(np.add.reduceat(self.probability * part, self.start), 1.0)


def _log_factorials(most: int) -> Callable[[Ints], Floats]:
    """Logarithms of factorials up to one number, looked up where a table of them is short."""
    if most > LOOKED_UP:
        return lambda whole: np.asarray(gammaln(whole + 1.0), np.float64)
    table = np.asarray(gammaln(np.arange(most + 1) + 1.0), np.float64)
    return lambda whole: table[whole]
