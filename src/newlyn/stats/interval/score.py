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
            a, b = _likeliest_at_difference(groups, difference)
            return value - difference - side * reach * np.sqrt(a * (1 - a) / na + b * (1 - b) / nb)

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
            a, b = _likeliest_at_odds_ratio(groups, np.exp(logarithm))
            # The score over its standard error, multiplied out by the variances, which vanish at the ends.
            va, vb = na * a * (1 - a), nb * b * (1 - b)
            return (xa - na * a) * np.sqrt(va + vb) - side * reach * np.sqrt(va * vb)

        return curve

    below, above = xa * (nb - xb), xb * (na - xa)
    value = np.divide(below, above, out=np.full_like(xa, np.nan), where=above > 0)
    return _ratio_between(value, excess, zero=below == 0, endless=above == 0, statistic="odds ratio", level=level)


def _groups(count_a: ArrayLike, total_a: ArrayLike, count_b: ArrayLike, total_b: ArrayLike) -> Groups:
    xa, na = part_of_whole(count_a, total_a, part_name="count_a", whole_name="total_a")
    xb, nb = part_of_whole(count_b, total_b, part_name="count_b", whole_name="total_b")
    xa, na, xb, nb = same_shape(group_a=xa, total_a=na, group_b=xb, total_b=nb)
    return xa, na, xb, nb


def _small_sample_factor(groups: Groups) -> Floats:
    """What Miettinen and Nurminen add to the score test: the variance times N / (N - 1)."""
    _, na, _, nb = groups
    together = np.where(na + nb > 1, na + nb, np.nan)
    factor: Floats = np.sqrt(together / (together - 1))
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


def _likeliest_at_difference(groups: Groups, difference: Floats) -> tuple[Floats, Floats]:
    """The two proportions that differ by so much and make the counts likeliest: a root of a cubic."""
    xa, na, xb, nb = groups
    # The roots are found exactly near 0, so where most have the characteristic, those who have not are counted.
    mirrored = 2 * (xa + xb) > na + nb
    xa, xb = np.where(mirrored, na - xa, xa), np.where(mirrored, nb - xb, xb)
    d = np.where(mirrored, -difference, difference)
    n = na + nb
    square = ((na + 2 * nb) * d - n - xa - xb) / n
    linear = ((nb * d - n - 2 * xb) * d + xa + xb) / n
    constant = xb * d * (1 - d) / n
    # All three roots are real. The greatest comes from the cosine, the others from the quadratic that it leaves: the
    # cosine alone would lose half the digits of a small proportion.
    p = np.sqrt(np.maximum(square**2 / 9 - linear / 3, 0))
    q = square**3 / 27 - linear * square / 6 + constant / 2
    angle = np.arccos(np.clip(np.divide(q, p**3, out=np.ones_like(q), where=p > 0), -1, 1))
    greatest = 2 * p * np.cos((np.pi - angle) / 3) - square / 3
    # It is 1 less the difference or more, so nought only where the difference is 1 and leaves nothing to find.
    greatest = np.where(greatest > 0, greatest, 1)
    product = -constant / greatest
    total = (linear - product) / greatest
    spread = np.sqrt(np.maximum(total**2 - 4 * product, 0))
    apart = np.where(total < 0, spread - total, 1)
    b = np.where(total < 0, -2 * product / apart, (total + spread) / 2)
    b = np.clip(b, np.maximum(0, -d), np.minimum(1, 1 - d))
    a = b + d
    return np.where(mirrored, 1 - a, a), np.where(mirrored, 1 - b, b)


def _likeliest_at_ratio(groups: Groups, ratio: Floats) -> tuple[Floats, Floats]:
    """The two proportions of which one is so many times the other and that make the counts likeliest."""
    xa, na, xb, nb = groups
    half = (na * ratio + xa + nb + xb * ratio) / 2
    b = (xa + xb) / (half + np.sqrt(np.maximum(half**2 - (na + nb) * ratio * (xa + xb), 0)))
    b = np.minimum(b, np.minimum(1, 1 / ratio))
    return b * ratio, b


def _likeliest_at_odds_ratio(groups: Groups, ratio: Floats) -> tuple[Floats, Floats]:
    """The two proportions of such an odds ratio that make the counts likeliest."""
    xa, na, xb, nb = groups
    half = (na * ratio + nb - (xa + xb) * (ratio - 1)) / 2
    square = nb * (ratio - 1)
    root = np.sqrt(np.maximum(half**2 + square * (xa + xb), 0))
    # Of two forms of one root, the one that adds: the other would take nearly equal numbers from each other.
    whole, apart = np.where(half > 0, half + root, 1), np.where(half > 0, 1, square)
    b = np.where(half > 0, (xa + xb) / whole, (root - half) / apart)
    return b * ratio / (1 + b * (ratio - 1)), b
