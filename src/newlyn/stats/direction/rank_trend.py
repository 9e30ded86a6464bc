"""Trends by ranks: whether later values tend to be higher, and the median of the slopes between them.

They ask for no straight line and no normal errors, and one wild value hardly moves them. Straight lines are in `trend`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from newlyn.stats.argument import Bools, Floats, checked_level, normal_quantile, numbers
from newlyn.stats.direction.line import FEWEST, Series
from newlyn.stats.estimate import Estimate, Tested

EXACT_UP_TO = 10
"""Periods up to which p is exact where no two values are tied; beyond, the normal distribution serves (Gilbert)."""


@dataclass(frozen=True, eq=False, slots=True)
class RankTrend:
    """The Mann–Kendall test of each series."""

    s: Floats
    """Pairs of periods in which the later value is the higher, less those in which it is the lower."""
    tau: Floats
    """Kendall's rank correlation with time, allowing for ties (tau-b): from −1 to 1; missing where all values tie."""
    test: Tested
    """The score is z, missing where p is exact."""
    periods: Floats
    """How many periods were used."""


def mann_kendall(value: ArrayLike) -> RankTrend:
    """Whether later values tend to be higher or lower: the Mann–Kendall test.

    Use it where change need not be even or errors are not normal. Up to ten periods without ties p is exact, else
    normal with corrections for ties and continuity. With four periods p is never below 0.08, with five never below
    0.016: no test by ranks can find a trend at 95% in fewer than five.

    Parameters
    ----------
    value : (…, periods) array of numbers
        One series for each area, in the order of time; the periods need not be equally far apart. Missing periods
        (NaN) are passed over; fewer than three leave the area missing.

    Returns
    -------
    RankTrend, each array of shape (…)
        Where all values are the same, p is 1.

    Raises
    ------
    InputError
        If the values are not numbers, one is infinite, or there is but a single number.

    References
    ----------
    Mann (1945), Nonparametric tests against trend, Econometrica 13: 245–259.
    Kendall (1975), Rank Correlation Methods, 4th edition, Griffin, chapters 4 and 5.
    Gilbert (1987), Statistical Methods for Environmental Pollution Monitoring, Van Nostrand Reinhold, section 16.4.

    Examples
    --------
    >>> found = mann_kendall([[10, 15, 14, 20, 21, 23], [3, 3, 2, 1, 1, 0]])
    >>> found.s.tolist(), found.test.p.round(4).tolist()
    ([13.0, -13.0], [0.0167, 0.0194])
    """
    y = numbers(value, "value")
    series = Series.of(y, np.arange(y.shape[-1] if y.ndim else 1.0))
    ranked = _ranked(series)
    pairs = ranked.periods * (ranked.periods - 1) / 2
    untied = pairs - ranked.tied_pairs
    both = np.sqrt(pairs * np.where(untied > 0, untied, np.nan))
    exact = ranked.exact
    z = np.where(exact, np.nan, _z(ranked))
    p = np.where(exact, _exact_p(ranked), np.where(ranked.variance == 0, 1.0, np.minimum(2 * ndtr(-abs(z)), 1)))
    test = Tested(z, np.where(np.isnan(ranked.s), np.nan, p), "values are in no order of time", "Mann–Kendall")
    return RankTrend(ranked.s, ranked.s / both, test, series.periods)


def sen_slope(value: ArrayLike, time: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Change per year as the median of the slopes between all pairs of periods: Sen's estimate, with limits.

    It goes with `mann_kendall`: one wild value hardly moves it. Limits are slopes counted from either end: exactly up
    to ten periods without ties, where they leave out nought just when the exact test is clear, else by the normal
    distribution, between two slopes in proportion.

    Parameters
    ----------
    value : (…, periods) array of numbers
        One series for each area. Missing periods (NaN) are passed over; fewer than three leave the area missing. The
        memory needed grows with the square of the periods.
    time : (periods,) array of numbers
        The periods in years, rising; they need not be equally far apart.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of shape (…), per year
        Limits are missing where there are too few periods for this level: at 95% fewer than five.

    Raises
    ------
    InputError
        If the periods do not rise or are not as many as the values, or `level` is not strictly between 0 and 1.

    References
    ----------
    Sen (1968), Estimates of the regression coefficient based on Kendall's tau, JASA 63: 1379–1389.
    Hollander and Wolfe (1999), Nonparametric Statistical Methods, 2nd edition, Wiley, section 9.3.
    Gilbert (1987), Statistical Methods for Environmental Pollution Monitoring, Van Nostrand Reinhold, pp. 217–219.

    Examples
    --------
    >>> found = sen_slope([10, 15, 14, 20, 21, 40], range(2018, 2024))
    >>> found.value.round(2), found.lower.round(2), found.upper.round(2)
    (np.float64(3.5), np.float64(1.0), np.float64(10.0))
    """
    series = Series.of(value, time)
    ranked = _ranked(series)
    before, after = np.triu_indices(series.time.size, 1)
    slopes = (series.value[..., after] - series.value[..., before]) / (series.time[after] - series.time[before])
    slopes = np.sort(slopes, axis=-1)  # missing ones go last
    found = np.where(np.isnan(ranked.s), np.nan, ranked.periods * (ranked.periods - 1) / 2)
    reach = np.where(ranked.exact, _exact_reach(ranked.periods, level), _normal_reach(ranked, level))
    # Counted from one: the M1-th slope from below, and the M1-th from above.
    rank = (found - reach) / 2
    rank = np.where(rank >= 1, rank, np.nan)
    return Estimate(
        _ordered(slopes, (found + 1) / 2),
        _ordered(slopes, rank),
        _ordered(slopes, found + 1 - rank),
        "change per year",
        "Sen",
        checked_level(level),
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Ranked:
    s: Floats
    variance: Floats
    tied_pairs: Floats
    periods: Floats

    @property
    def exact(self) -> Bools:
        return np.asarray((self.periods <= EXACT_UP_TO) & (self.tied_pairs == 0) & ~np.isnan(self.s))


def _ranked(series: Series) -> _Ranked:
    """S, its variance when time has no part in it, and the ties."""
    y, n = series.value, series.periods
    s, tied = np.zeros(n.shape), np.zeros(y.shape)
    for lag in range(1, y.shape[-1]):
        rise = y[..., lag:] - y[..., :-lag]
        s += np.nansum(np.sign(rise), axis=-1)
        tied[..., lag:] += rise == 0
        tied[..., :-lag] += rise == 0
    # Each of the t values of a tie has t − 1 fellows, so that summing over values gives the sum over ties.
    correction = (tied * (2 * (tied + 1) + 5)).sum(axis=-1)
    variance = (n * (n - 1) * (2 * n + 5) - correction) / 18
    enough = n >= FEWEST
    return _Ranked(
        np.where(enough, s, np.nan),
        np.where(enough, np.where(tied.sum(axis=-1) == n * (n - 1), 0.0, variance), np.nan),
        tied.sum(axis=-1) / 2,
        n,
    )


def _z(ranked: _Ranked) -> Floats:
    """S nearer to nought by one, because it goes by steps of two, over its standard deviation."""
    spread = np.sqrt(np.where(ranked.variance > 0, ranked.variance, np.nan))
    return np.asarray(np.sign(ranked.s) * np.maximum(abs(ranked.s) - 1, 0) / spread)


@cache
def _tails() -> Floats:
    """The chance that S is as high as the column says or higher, in as many periods as the row says, without trend."""
    most = EXACT_UP_TO * (EXACT_UP_TO - 1) // 2
    tails = np.zeros((EXACT_UP_TO + 1, most + 1))
    ways = np.ones(1)  # orders of n values by how many pairs are out of order
    for n in range(1, EXACT_UP_TO + 1):
        ways = np.convolve(ways, np.ones(n))
        pairs = n * (n - 1) // 2
        s = pairs - 2 * np.arange(ways.size)
        tails[n] = [ways[s >= score].sum() / ways.sum() for score in range(most + 1)]
    return tails


def _exact_p(ranked: _Ranked) -> Floats:
    n = np.where(ranked.exact, ranked.periods, 1).astype(np.intp)
    s = np.where(ranked.exact, abs(ranked.s), 0).astype(np.intp)
    return np.minimum(2 * _tails()[n, s], 1.0)


def _exact_reach(periods: Floats, level: float) -> Floats:
    """The highest S that is not clear at this level, by number of periods; missing where every S is unclear."""
    unlikely = 2 * _tails() <= 1 - checked_level(level)
    reach = np.full(EXACT_UP_TO + 1, np.nan)
    for n in range(1, EXACT_UP_TO + 1):
        pairs = n * (n - 1) // 2
        clear = [s for s in range(pairs, -1, -2) if unlikely[n, s]]
        if clear:
            reach[n] = min(clear) - 2
    return reach[np.where(periods <= EXACT_UP_TO, periods, 0).astype(np.intp)]


def _normal_reach(ranked: _Ranked, level: float) -> Floats:
    return np.asarray(normal_quantile(level) * np.sqrt(ranked.variance))


def _ordered(ordered: Floats, rank: Floats) -> Floats:
    """The value of this rank, counted from one, in proportion between two where it is not whole."""
    if not ordered.shape[-1]:
        return np.full(rank.shape, np.nan)
    at = np.nan_to_num(rank, nan=1.0) - 1
    low = np.floor(at).astype(np.intp)
    high = np.minimum(low + 1, ordered.shape[-1] - 1)
    below, above = (np.take_along_axis(ordered, place[..., None], axis=-1)[..., 0] for place in (low, high))
    between = at - low
    # Where the rank is whole the next value plays no part, and may be missing.
    found = np.where(between == 0, below, below + between * (above - below))
    return np.where(np.isnan(rank), np.nan, found)
