"""Whether those with an outcome are spread over groups as the population is: one test for all groups together.

Which group stands out is `profile`; whether representation rises or falls over groups in order is `gradient`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, xlogy

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    at_least,
    chance,
    counts,
    one_of,
    refuse_where,
    same_shape,
    whole_counts,
    whole_number,
)
from newlyn.stats.estimate import Tested

STATISTICS = {"pearson": "Pearson chi-squared", "g": "G"}
NULL = "those with the outcome are spread as the population is"
AT_ONCE = 2_000_000
"""Counts drawn at once in a simulation."""


@dataclass(frozen=True, eq=False, slots=True)
class Spread:
    """Counts beside what the population would give; a row that cannot be judged is missing throughout."""

    count: Floats
    share: Floats
    """Share of each group in the population."""
    expected: Floats
    total: Floats
    """(..., 1) all with the outcome."""

    @classmethod
    def of(cls, count: ArrayLike, population: ArrayLike) -> Spread:
        """The spread of counts over the groups of a population, which are along the last axis.

        Raises
        ------
        InputError
            If a count is negative, there are fewer than two groups, or one without population has the outcome.
        """
        x, people = same_shape(count=counts(count), population=counts(population, "population"))
        at_least(2, x, "count")
        refuse_where((people == 0) & (x > 0), x, "a group without population cannot have the outcome")
        total, everyone = np.sum(x, axis=-1, keepdims=True), np.sum(people, axis=-1, keepdims=True)
        judged = (total > 0) & (everyone > 0)
        share = np.where(judged, people, np.nan) / np.where(judged, everyone, np.nan)
        total = np.where(judged, total, np.nan)
        return cls(np.where(judged, x, np.nan), share, share * total, total)

    def ridit(self) -> Floats:
        """The share of the population below the middle of each group."""
        return np.cumsum(self.share, axis=-1) - self.share / 2

    def score(self, count: ArrayLike, statistic: str) -> Floats:
        """How far counts are from what is expected, over all groups."""
        x = np.asarray(count, np.float64)
        held = np.where(self.expected == 0, 1, self.expected)
        if statistic == "pearson":
            each = np.where(self.expected == 0, 0.0 * x, (x - held) ** 2 / held)
        else:
            each = 2 * xlogy(x, x / held)
        found: Floats = np.sum(each, axis=-1)
        return found


def spread_test(count: ArrayLike, population: ArrayLike, *, statistic: str = "pearson") -> Tested:
    """Whether those with an outcome are spread over all groups as the population is: chi-squared goodness of fit.

    One test for all tenths together, to be read before any tenth by itself. It needs five expected in most groups;
    for fewer take `simulated_spread_test`.

    Parameters
    ----------
    count : (..., k) array of counts
        Those with the outcome in each group, along the last axis.
    population : (..., k) array of counts
        The population of each group. A row with a missing value (NaN), without a population or without anyone with
        the outcome is missing.
    statistic : `pearson` or `g`
        Pearson's chi-squared, or the likelihood ratio.

    Returns
    -------
    Tested of the leading shape
        The score is chi-squared, with a degree of freedom fewer than groups that have a population.

    Raises
    ------
    InputError
        If a count is negative, there are fewer than two groups, a group without population has the outcome, or the
        statistic is not known.

    References
    ----------
    Pearson (1900), On the criterion that a given system of deviations from the probable is such that it can be
    reasonably supposed to have arisen from random sampling, Philosophical Magazine 50: 157–175.
    Sokal and Rohlf (2012), Biometry, 4th ed., Freeman, chapter 17 (G test).
    Cochran (1954), Some methods for strengthening the common χ² tests, Biometrics 10: 417–451, section 2.

    Examples
    --------
    >>> found = spread_test([315, 101, 108, 32], [9, 3, 3, 1])
    >>> round(float(found.score), 3), round(float(found.p), 3)
    (0.47, 0.925)
    """
    spread = Spread.of(count, population)
    name = STATISTICS[one_of(statistic, STATISTICS, "statistic")]
    score = spread.score(spread.count, statistic)
    freedom = np.sum(spread.share > 0, axis=-1) - 1
    p = np.where(freedom > 0, chdtrc(np.maximum(freedom, 1), score), np.nan)
    return Tested(score, p, NULL, name)


def simulated_spread_test(
    count: ArrayLike,
    population: ArrayLike,
    *,
    rng: np.random.Generator,
    draws: int = 9999,
    statistic: str = "pearson",
) -> Tested:
    """The same question for small numbers: the exact multinomial test, by simulation.

    Parameters
    ----------
    count : (..., k) array of whole numbers
        Those with the outcome in each group, along the last axis.
    population : (..., k) array of counts
        The population of each group. A row with a missing value (NaN), without a population or without anyone with
        the outcome is missing.
    rng : numpy.random.Generator
        The source of chance.
    draws : whole number
        How many spreads are drawn; the least p-value is one over one more.
    statistic : `pearson` or `g`
        By what a spread is judged to go as far as the one found.

    Returns
    -------
    Tested of the leading shape

    Raises
    ------
    InputError
        As for `spread_test`, or if a count is a fraction or there are no draws.

    References
    ----------
    Hope (1968), A simplified Monte Carlo significance test procedure, JRSS B 30: 582–598.
    Cressie and Read (1989), Pearson's X² and the loglikelihood ratio statistic G²: a comparative review, International
    Statistical Review 57: 19–43.

    Examples
    --------
    >>> found = simulated_spread_test([4, 0, 1], [1, 1, 1], rng=np.random.default_rng(1))
    >>> round(float(found.p), 2)
    0.14
    """
    draws = whole_number(draws, "draws")
    spread = Spread.of(whole_counts(count), population)
    name = STATISTICS[one_of(statistic, STATISTICS, "statistic")]
    if draws < 1:
        raise InputError(f"draws must be 1 or more; got {draws}.")
    found = spread.score(spread.count, statistic)
    known = ~np.isnan(found)
    share = np.where(known[..., None], spread.share, 1 / spread.share.shape[-1])
    n = np.where(known, np.nansum(spread.count, axis=-1), 0).astype(np.int64)
    farther = np.zeros(found.shape)
    left, most = draws, max(1, AT_ONCE // max(1, spread.count.size))
    while left:
        now = min(left, most)
        drawn = chance(rng).multinomial(n, share / share.sum(axis=-1, keepdims=True), size=(now, *n.shape))
        # A hair below, so that rounding does not tell apart spreads that go equally far.
        farther += np.sum(spread.score(drawn, statistic) >= found * (1 - 1e-9), axis=0)
        left -= now
    p = np.where(known, (1 + farther) / (draws + 1), np.nan)
    return Tested(found, p, NULL, f"Multinomial, {draws} draws, {name}")
