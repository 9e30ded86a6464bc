"""Chance for local statistics: each area keeps its value while the others are dealt anew to its neighbours.

Drawing k others for each of n areas R times costs n·R·k steps. Two things make that needless. R sequences of distinct
areas are drawn once, long enough for the area with most neighbours and one more. For an area with k neighbours the
first k of a sequence, once the area itself is struck out, are a fair draw from the others: so one set of sequences
serves every area, though each by itself as well as if drawn for it alone. And where the neighbours of an area count
alike, the draw matters only through its sum: the R sums of the first k are sorted once for all areas with k
neighbours, and counting is a search in them. Only where an area itself is among the first k is its sum another, which
is rare; those pairs of area and sequence are corrected one by one. That leaves K·R·log R + n·log R steps for K
different numbers of neighbours, so that 99,999 permutations of 33,755 areas take about a second.

Because all areas see the same draws, their p-values lean the same way; each alone is fair. Statistics made of the
sums are in `spatial.moran` and `spatial.getis_ord`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats, chance
from newlyn.stats.spatial.neighbours import Neighbours, Positions

AT_ONCE = 250_000
"""Numbers worked on at a time: 2 MB, which a processor keeps at hand."""


@dataclass(frozen=True, eq=False, slots=True)
class Tails:
    """In how many permutations the neighbours of each area added up to as much, or as little, as they do."""

    above: Floats
    """(n,) permutations that reach the observed sum or exceed it; missing for an area without neighbours."""
    below: Floats
    """(n,) permutations that reach the observed sum or stay below it; ties are counted on both sides."""
    permutations: int

    @property
    def one_sided(self) -> Floats:
        """(n,) p-values towards the side that an area leans to, as GeoDa and PySAL print; choosing the side is free."""
        return (np.minimum(self.above, self.below) + 1) / (self.permutations + 1)

    @property
    def two_sided(self) -> Floats:
        """(n,) p-values that allow for an area's leaning to either side: twice the smaller, and no more than 1."""
        return np.minimum(2 * self.one_sided, 1.0)


@dataclass(frozen=True, eq=False, slots=True)
class Draws:
    """Random sequences of areas from which the neighbours of every area are dealt."""

    areas: Positions
    """(longest, permutations) distinct areas in random order down each column, enough for any area and one more."""

    @classmethod
    def of(cls, neighbours: Neighbours, permutations: int, rng: np.random.Generator) -> Draws:
        """So many sequences, each fair, long enough for these neighbours.

        Raises
        ------
        InputError
            If `permutations` is not a whole number of at least 1 or `rng` is no generator.
        """
        times, areas = cls.times(permutations), neighbours.areas
        longest = int(neighbours.count.max(initial=0)) + 1
        pick = _shuffled if 2 * longest > areas else _picked
        return cls(pick(areas, longest, times, chance(rng)).T.copy())

    @staticmethod
    def times(permutations: int) -> int:
        """How many times chance is tried.

        Raises
        ------
        InputError
            If it is not a whole number of at least 1.
        """
        given = np.asarray(permutations)
        if given.dtype.kind not in "iu" or given.ndim or given < 1:
            raise InputError(f"permutations must be a whole number of at least 1, such as 999; got {permutations!r}.")
        return int(given)


@dataclass(frozen=True, eq=False, slots=True)
class LagMoments:
    """What the neighbours of each area add up to, and what they would by chance."""

    lag: Floats
    expected: Floats
    variance: Floats
    """Nought where all the other areas are alike, or all of them are beside the area."""

    @property
    def score(self) -> Floats:
        """(n,) standard deviations that the sum lies above what chance expects; missing where chance has no spread."""
        spread = np.where(self.variance > 0, self.variance, np.nan)
        return (self.lag - self.expected) / np.sqrt(spread)


def permuted_tails(
    values: ArrayLike, neighbours: Neighbours, *, permutations: int = 999, rng: np.random.Generator
) -> Tails:
    """How often chance deals an area neighbours whose values add up to as much, or as little, as they do.

    What local Moran and Getis–Ord statistics share: an area's own value stays in place, so each of them is decided by
    this sum. Use 9,999 or 99,999 permutations where p-values are adjusted for many areas: the smallest that R
    permutations can give is 2 / (R + 1). Memory is some 24 bytes for each permutation times the most neighbours that
    an area has.

    Parameters
    ----------
    values : (n,) array of numbers
        One for each area, none missing.
    neighbours : Neighbours of n areas
        An area without neighbours has a missing result.
    permutations : int
        How many times the others are dealt anew.
    rng : numpy.random.Generator
        The source of chance.

    Returns
    -------
    Tails of (n,) counts
        Sums that differ by less than rounding can make are ties.

    Raises
    ------
    InputError
        If a value is missing, there is not one for each area, there are fewer than 3 areas, `permutations` is not a
        whole number of at least 1, or `rng` is no generator.

    References
    ----------
    Anselin (1995), Local indicators of spatial association – LISA, Geographical Analysis 27: 93–115.
    Phipson and Smyth (2010), Permutation p-values should never be zero, Statistical Applications in Genetics and
    Molecular Biology 9(1): article 39.

    Examples
    --------
    >>> row_of_five = Neighbours.from_pairs([[0, 1], [1, 2], [2, 3], [3, 4]], 5)
    >>> tails = permuted_tails([9, 8, 2, 1, 0], row_of_five, permutations=99, rng=np.random.default_rng(1))
    >>> tails.one_sided.round(2).tolist()
    [0.35, 0.17, 0.63, 0.17, 0.24]
    """
    x = neighbours.one_row(values)
    return _tails(x, neighbours, Draws.of(neighbours, permutations, rng).areas)


def lag_moments(values: ArrayLike, neighbours: Neighbours) -> LagMoments:
    """Mean and variance, over all permutations, of what the neighbours of each area add up to.

    Exact, without drawing: the mean and variance of a weighed sum drawn without replacement from the other areas. With
    few neighbours or skewed values the sum is far from normal, and `permuted_tails` gives the better p-value.

    Parameters
    ----------
    values : (n,) array of numbers
        One for each area, none missing.
    neighbours : Neighbours of n areas
        An area without neighbours has missing results.

    Returns
    -------
    LagMoments of (n,) float64, in the unit of `values` times that of the weights

    Raises
    ------
    InputError
        If a value is missing, there is not one for each area, or there are fewer than 3 areas.

    References
    ----------
    Ord and Getis (1995), Local spatial autocorrelation statistics: distributional issues and an application,
    Geographical Analysis 27: 286–306.
    Sokal, Oden and Thomson (1998), Local spatial autocorrelation in a biological model, Geographical Analysis 30:
    331–354.

    Examples
    --------
    >>> row_of_four = Neighbours.from_pairs([[0, 1], [1, 2], [2, 3]], 4)
    >>> moments = lag_moments([1, 2, 3, 6], row_of_four)
    >>> moments.lag.tolist(), moments.expected.round(3).tolist()
    ([2.0, 4.0, 8.0, 3.0], [3.667, 6.667, 6.0, 2.0])
    """
    x = neighbours.one_row(values)
    others = neighbours.areas - 1
    # Taken about the overall mean first: large values with little spread would lose it in their squares.
    z = x - x.mean()
    mean = -z / others
    spread = (np.sum(z**2) - z**2) / others - mean**2
    first, second = (np.bincount(neighbours.here, neighbours.weights**power, neighbours.areas) for power in (1, 2))
    linked = neighbours.count > 0
    beyond = others * second - first**2
    # Both are nought but for rounding where all others are alike, or all are beside the area.
    some = (spread > 1e-12 * np.mean(z**2)) & (beyond > 1e-12 * first**2)
    variance = np.where(some, spread * beyond, 0.0) / (others - 1)
    lag, expected = neighbours.summed(z) + first * x.mean(), first * (mean + x.mean())
    return LagMoments(*(np.where(linked, part, np.nan) for part in (lag, expected, variance)))


def _shuffled(areas: int, longest: int, times: int, rng: np.random.Generator) -> Positions:
    """The first of all areas shuffled: quicker than picking where most areas are needed."""
    block = max(AT_ONCE // areas, 1)
    parts = (np.tile(np.arange(areas), (min(block, times - at), 1)) for at in range(0, times, block))
    return np.concatenate([rng.permuted(part, axis=1)[:, :longest] for part in parts])


def _picked(areas: int, longest: int, times: int, rng: np.random.Generator) -> Positions:
    """Areas picked at random, with whoever comes twice picked again until nobody does.

    That is fair, because the rule looks only at whether two are the same and never at who they are: no ordered choice
    of distinct areas can be likelier than another.
    """
    picked = rng.integers(areas, size=(times, longest))
    unsettled = np.arange(times)
    while unsettled.size:
        part = picked[unsettled]
        order = np.argsort(part, axis=1, kind="stable")
        ranked = np.take_along_axis(part, order, axis=1)
        row, place = np.nonzero(ranked[:, 1:] == ranked[:, :-1])
        picked[unsettled[row], order[row, place + 1]] = rng.integers(areas, size=len(row))
        unsettled = unsettled[np.unique(row)]
    return picked


def _tails(x: Floats, neighbours: Neighbours, drawn: Positions) -> Tails:
    count_tails = _tails_of_sums if neighbours.is_even else _tails_of_products
    above, below = count_tails(x, neighbours, drawn)
    linked = neighbours.count > 0
    return Tails(np.where(linked, above, np.nan), np.where(linked, below, np.nan), drawn.shape[1])


def _rounding(x: Floats, most: int) -> float:
    """More than rounding can put between two sums of so many values that are equal on paper."""
    return float(4 * (most + 1) ** 2 * np.finfo(float).eps * np.abs(x).max())


def _tails_of_sums(x: Floats, neighbours: Neighbours, drawn: Positions) -> tuple[Floats, Floats]:
    """Counts where neighbours weigh alike: sums of the first k, sorted once for all areas with k neighbours."""
    count, permutations = neighbours.count, drawn.shape[1]
    slack = _rounding(x, int(count.max(initial=0)))
    observed = np.bincount(neighbours.here, x[neighbours.beside], neighbours.areas)
    least, most = observed - slack, observed + slack
    sums = np.cumsum(x[drawn], axis=0)
    above, below = np.zeros(neighbours.areas), np.zeros(neighbours.areas)
    for k in np.unique(count[count > 0]):
        those, ranked = count == k, np.sort(sums[k - 1])
        above[those] = permutations - np.searchsorted(ranked, least[those], "left")
        below[those] = np.searchsorted(ranked, most[those], "right")
    place, column = np.nonzero(np.arange(len(drawn))[:, None] < count[drawn])
    area = drawn[place, column]
    wrong, right = sums[count[area] - 1, column], sums[count[area], column] - x[area]
    above += _change(area, wrong >= least[area], right >= least[area], neighbours.areas)
    below += _change(area, wrong <= most[area], right <= most[area], neighbours.areas)
    return above, below


def _change(area: Positions, wrong: Bools, right: Bools, areas: int) -> Floats:
    """What each area's count changes by when the sums in which it met itself are put right."""
    return np.bincount(area, right.astype(np.float64) - wrong.astype(np.float64), areas).astype(np.float64)


def _tails_of_products(x: Floats, neighbours: Neighbours, drawn: Positions) -> tuple[Floats, Floats]:
    """Counts where neighbours weigh differently: each area's weights meet every draw, some areas at a time."""
    count, permutations = neighbours.count, drawn.shape[1]
    observed = neighbours.summed(x)
    above, below = np.zeros(neighbours.areas), np.zeros(neighbours.areas)
    block = max(AT_ONCE // permutations, 1)
    for k in np.unique(count[count > 0]):
        group = np.flatnonzero(count == k)
        weights = neighbours.weights[neighbours.starts[group][:, None] + np.arange(k)]
        slack = _rounding(x, int(k)) * weights.max(axis=1)
        least, most = observed[group] - slack, observed[group] + slack
        dealt = x[drawn[:k]]
        for at in range(0, len(group), block):
            part = slice(at, at + block)
            sums = weights[part] @ dealt
            above[group[part]] = np.count_nonzero(sums >= least[part, None], axis=1)
            below[group[part]] = np.count_nonzero(sums <= most[part, None], axis=1)
        place_in = np.full(neighbours.areas, -1)
        place_in[group] = np.arange(len(group))
        place, column = np.nonzero(place_in[drawn[:k]] >= 0)
        row = place_in[drawn[place, column]]
        wrong = np.einsum("ij,ji->i", weights[row], x[drawn[:k, column]])
        # Those drawn after the area itself move up by one.
        moved = np.arange(k)[:, None] + (np.arange(k)[:, None] >= place)
        right = np.einsum("ij,ji->i", weights[row], x[drawn[moved, column]])
        above += _change(group[row], wrong >= least[row], right >= least[row], neighbours.areas)
        below += _change(group[row], wrong <= most[row], right <= most[row], neighbours.areas)
    return above, below
