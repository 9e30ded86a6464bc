"""Score limits after Miettinen and Nurminen: the difference, the ratio and the odds ratio of two proportions.

A formula for the difference that can be worked by hand, and the test of equality, are in `interval.difference`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Bools, Floats, normal_quantile, part_of_whole, same_shape
from newlyn.stats.estimate import Estimate
from newlyn.stats.interval.bracket import Bracket

METHOD = "Miettinen–Nurminen score"
FARTHEST = 46.0
"""Ratios are sought from e⁻⁴⁶ to e⁴⁶, one to a hundred million million million."""

Groups = tuple[Floats, Floats, Floats, Floats]
"""Count and total of the first group, count and total of the second, all of one shape."""


def miettinen_nurminen_difference(
    count_a: ArrayLike, total_a: ArrayLike, count_b: ArrayLike, total_b: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """The difference of two independent proportions, with Miettinen and Nurminen's score limits.

    The limits are those differences that the score test does not reject, with the variance estimated under each. They
    hold their level for small groups and for proportions near 0 and 1. Use these by default; `newcombe_difference` is
    near and can be worked by hand.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Those who have the characteristic in the first and in the second group. Missing values (NaN) stay missing.
    total_a, total_b : arrays of counts, of the same shape
        Those who could have it. Where one is zero, or both together are one or less, the result is missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape, first proportion less second, from -1 to 1
        The limits are found to within 1e-9.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, or `level` is not strictly between 0 and 1.

    References
    ----------
    Miettinen and Nurminen (1985), Comparative analysis of two rates, Statist. Med. 4: 213–226, appendix I.
    Newcombe (1998), Interval estimation for the difference between independent proportions, Statist. Med. 17: 873–890,
    method 6.

    Examples
    --------
    >>> found = miettinen_nurminen_difference([56], [70], [48], [80])
    >>> found.value.round(4).tolist(), found.lower.round(4).tolist(), found.upper.round(4).tolist()
    ([0.2], [0.0528], [0.3382])
    """
    groups = _groups(count_a, total_a, count_b, total_b)
    reach = normal_quantile(level) * _small_sample_factor(groups)
    xa, na, xb, nb = groups
    value = xa / na - xb / nb

    def excess(side: float) -> Callable[[Floats], Floats]:
        def curve(difference: Floats) -> Floats:
            of_a, of_b = _variances_at_difference(groups, difference)
            return value - difference - side * reach * np.sqrt(of_a / na + of_b / nb)

        return curve

    lower = Bracket(np.full_like(value, -1.0), value).crossing(excess(1))
    upper = Bracket(value, np.full_like(value, 1.0)).crossing(excess(-1))
    return Estimate(value, lower, upper, "difference of proportions", METHOD, level)


def miettinen_nurminen_ratio(
    count_a: ArrayLike, total_a: ArrayLike, count_b: ArrayLike, total_b: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """The ratio of two independent proportions, with Miettinen and Nurminen's score limits.

    Use it where "so many times as likely" is the question; unlike logarithmic limits it needs no half added to a zero.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Those who have the characteristic in the first and in the second group. Missing values (NaN) stay missing.
    total_a, total_b : arrays of counts, of the same shape
        Those who could have it. Where one is zero, or both together are one or less, the result is missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape, first proportion over second
        Nobody in the first group: ratio and lower limit are 0. Nobody in the second: ratio and upper limit are missing
        (nothing bounds them), the lower limit is still known. Nobody in either: all missing. The limits are found to
        within one part in 1e9.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, or `level` is not strictly between 0 and 1.

    References
    ----------
    Miettinen and Nurminen (1985), Comparative analysis of two rates, Statist. Med. 4: 213–226.
    Fagerland, Lydersen and Laake (2017), Statistical Analysis of Contingency Tables, chapter 4.

    Examples
    --------
    >>> found = miettinen_nurminen_ratio([7], [34], [1], [34])
    >>> found.value.round(4).tolist(), found.lower.round(4).tolist(), found.upper.round(4).tolist()
    ([7.0], [1.2086], [43.033])
    """
    groups = _groups(count_a, total_a, count_b, total_b)
    reach = normal_quantile(level) * _small_sample_factor(groups)
    xa, na, xb, nb = groups

    def excess(side: float) -> Callable[[Floats], Floats]:
        def curve(logarithm: Floats) -> Floats:
            ratio = np.exp(logarithm)
            a, b = _likeliest_at_ratio(groups, ratio)
            return xa / na - ratio * xb / nb - side * reach * np.sqrt(a * (1 - a) / na + ratio**2 * b * (1 - b) / nb)

        return curve

    value = np.divide(xa * nb, xb * na, out=np.full_like(xa, np.nan), where=xb > 0)
    return _ratio_between(value, excess, zero=xa == 0, endless=xb == 0, statistic="ratio of proportions", level=level)


def miettinen_nurminen_odds_ratio(
    count_a: ArrayLike, total_a: ArrayLike, count_b: ArrayLike, total_b: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """The odds ratio of two independent proportions, with Miettinen and Nurminen's score limits.

    Use it beside logistic models and for case-control studies; for readers the ratio of proportions is plainer.

    Parameters
    ----------
    count_a, count_b : arrays of counts
        Those who have the characteristic in the first and in the second group. Missing values (NaN) stay missing.
    total_a, total_b : arrays of counts, of the same shape
        Those who could have it. Where one is zero, or both together are one or less, the result is missing.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape, odds in the first group over odds in the second
        Where nobody of the first or everybody of the second group has it, ratio and lower limit are 0; the other way
        round, ratio and upper limit are missing; where both hold, all is missing. The limits are found to within one
        part in 1e9.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, or `level` is not strictly between 0 and 1.

    References
    ----------
    Miettinen and Nurminen (1985), Comparative analysis of two rates, Statist. Med. 4: 213–226.
    Fagerland, Lydersen and Laake (2017), Statistical Analysis of Contingency Tables, chapter 4.

    Examples
    --------
    >>> found = miettinen_nurminen_odds_ratio([9], [13], [4], [14])
    >>> found.value.round(4).tolist(), found.lower.round(4).tolist(), found.upper.round(3).tolist()
    ([5.625], [1.0934], [28.942])
    """
    groups = _groups(count_a, total_a, count_b, total_b)
    reach = normal_quantile(level) * _small_sample_factor(groups)
    xa, na, xb, nb = groups

    def excess(side: float) -> Callable[[Floats], Floats]:
        def curve(logarithm: Floats) -> Floats:
            a, variance_a, variance_b = _likeliest_at_odds_ratio(groups, logarithm)
            # The score over its standard error, multiplied out by the variances, which vanish at the ends.
            return (xa - na * a) * np.sqrt(variance_a + variance_b) - side * reach * np.sqrt(variance_a * variance_b)

        return curve

    below, above = xa * (nb - xb), xb * (na - xa)
    value = np.divide(below, above, out=np.full_like(xa, np.nan), where=above > 0)
    return _ratio_between(value, excess, zero=below == 0, endless=above == 0, statistic="odds ratio", level=level)


def _groups(count_a: ArrayLike, total_a: ArrayLike, count_b: ArrayLike, total_b: ArrayLike) -> Groups:
    xa, na = part_of_whole(count_a, total_a, part_name="count_a", whole_name="total_a")
    xb, nb = part_of_whole(count_b, total_b, part_name="count_b", whole_name="total_b")
    xa, na, xb, nb = same_shape(group_a=xa, total_a=na, group_b=xb, total_b=nb)
    return xa, np.where(na + nb > 1, na, np.nan), xb, nb


def _small_sample_factor(groups: Groups) -> Floats:
    """What Miettinen and Nurminen add to the score test: the variance times N / (N - 1)."""
    _, na, _, nb = groups
    factor: Floats = np.sqrt((na + nb) / (na + nb - 1))
    return factor


def _ratio_between(
    value: Floats,
    excess: Callable[[float], Callable[[Floats], Floats]],
    *,
    zero: Bools,
    endless: Bools,
    statistic: str,
    level: float,
) -> Estimate:
    """A ratio between its limits, which are sought by logarithm, and what becomes of it where a group has nobody."""
    known = ~np.isnan(excess(1)(np.zeros_like(value)))
    start, end = np.where(known, -FARTHEST, np.nan), np.where(known, FARTHEST, np.nan)
    inside = value > 0
    middle = np.log(np.where(inside, value, 1))
    lower = np.exp(Bracket(start, np.where(inside, middle, end)).crossing(excess(1)))
    upper = np.exp(Bracket(np.where(inside, middle, start), end).crossing(excess(-1)))
    neither = zero & endless
    return Estimate(
        np.where(endless, np.nan, value),
        np.where(neither, np.nan, np.where(zero & known, 0.0, lower)),
        np.where(endless, np.nan, upper),
        statistic,
        METHOD,
        level,
    )


def _variances_at_difference(groups: Groups, difference: Floats) -> tuple[Floats, Floats]:
    """Share times rest in both groups, at the likeliest proportions that differ by so much: a root of a cubic."""
    xa, na, xb, nb = groups
    # Small numbers keep their digits where those are counted whom fewer are, and the higher proportion is sought.
    most = 2 * (xa + xb) > na + nb
    ya, yb = np.where(most, na - xa, xa), np.where(most, nb - xb, xb)
    turned = np.where(most, -difference, difference) > 0
    gap, n, have = np.abs(difference), na + nb, ya + yb
    x_high, n_high = np.where(turned, ya, yb), np.where(turned, na, nb)
    square = -((n + n_high) * gap + n + have) / n
    linear = ((n_high * gap + n + 2 * x_high) * gap + have) / n
    constant = -x_high * gap * (1 + gap) / n
    # All three roots are real, and the greatest is 1 or more. It comes from the cosine, the one that is sought from the
    # quadratic that it leaves: the cosine alone would lose half the digits of a small proportion.
    p = np.sqrt(np.maximum(square**2 / 9 - linear / 3, 0))
    # Multiplied out: third powers of negative numbers are slow in NumPy.
    q = square * square * square / 27 - linear * square / 6 + constant / 2
    cosine = np.divide(-q, p * p * p, out=np.ones_like(q), where=p > 0)
    greatest = 2 * p * np.cos(np.arccos(np.clip(cosine, -1, 1)) / 3) - square / 3
    product = -constant / greatest
    total = (linear - product) / greatest
    high = (total + np.sqrt(np.maximum(total**2 - 4 * product, 0))) / 2
    high = np.clip(high, gap, 1)
    low = high - gap
    of_high, of_low = high * (1 - high), low * (1 - low)
    return np.where(turned, of_high, of_low), np.where(turned, of_low, of_high)


def _likeliest_at_ratio(groups: Groups, ratio: Floats) -> tuple[Floats, Floats]:
    """The two proportions of which one is so many times the other and that make the counts likeliest."""
    xa, na, xb, nb = groups
    half = (na * ratio + xa + nb + xb * ratio) / 2
    b = (xa + xb) / (half + np.sqrt(np.maximum(half**2 - (na + nb) * ratio * (xa + xb), 0)))
    b = np.minimum(b, np.minimum(1, 1 / ratio))
    return b * ratio, b


def _likeliest_at_odds_ratio(groups: Groups, logarithm: Floats) -> tuple[Floats, Floats, Floats]:
    """The likeliest first proportion at an odds ratio, and the variances of the counts of both groups there."""
    xa, na, xb, nb = groups
    # The greater proportion is put first, so that no two nearly equal numbers are taken from each other below.
    turned = logarithm < 0
    n_high, n_low = np.where(turned, nb, na), np.where(turned, na, nb)
    ratio, have = np.exp(np.abs(logarithm)), xa + xb
    low = _lesser_at_odds_ratio(have, n_high, n_low, ratio)
    spared = _lesser_at_odds_ratio(n_high + n_low - have, n_low, n_high, ratio)  # of the higher, who have it not
    # The lesser of the two is at most one half and leaves a good complement; the other's follows from the odds.
    direct = 1 - np.minimum(low, spared)
    by_odds = low * ratio * spared / direct
    rest, high = np.where(low <= spared, direct, by_odds), np.where(low <= spared, by_odds, direct)
    variance_high, variance_low = n_high * high * spared, n_low * low * rest
    return (
        np.where(turned, low, high),
        np.where(turned, variance_low, variance_high),
        np.where(turned, variance_high, variance_low),
    )


def _lesser_at_odds_ratio(have: Floats, n_high: Floats, n_low: Floats, ratio: Floats) -> Floats:
    """The likeliest proportion of the group with the lower odds, by its quadratic."""
    half = ((n_high - have) * ratio + n_low + have) / 2
    square = n_low * (ratio - 1)
    root = np.sqrt(half**2 + square * have)
    # Of two forms of one root, the one that adds.
    whole, apart = np.where(half > 0, half + root, 1), np.where(half > 0, 1, square)
    return np.where(half > 0, have / whole, (root - half) / apart)
