"""How many people a comparison needs: shares, a share against a benchmark, rates and means.

How small a difference would show with the people there are is `detectable`. Numbers are not rounded: a study rounds up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Floats, counts, numbers, one_number, positives, same_shape, shares
from newlyn.stats.comparison.power import Odds


def needed_for_shares(
    share: ArrayLike,
    other_share: ArrayLike,
    *,
    ratio: ArrayLike = 1.0,
    continuity: bool = False,
    level: float = 0.95,
    power: float = 0.8,
    deff: ArrayLike = 1.0,
) -> Floats:
    """How many people the first group needs for a test to find that two proportions differ.

    Also for a change between two periods, if different people are asked.

    Parameters
    ----------
    share, other_share : arrays of proportions, of the same shape or one
        What is expected in either group. Missing values (NaN) stay missing.
    ratio : array of positive numbers
        People in the second group for each in the first.
    continuity : bool
        Whether to allow for a test that corrects for continuity, as Fleiss does: more people, safer for small numbers.
    level : float in (0, 1)
        Two-sided level of the test as a proportion: 0.95, never 95.
    power : float from 0.5 to below 1
        How often the test should find the difference.
    deff : array of positive numbers
        Design effect of a survey, by which it needs more people.

    Returns
    -------
    array of that shape, in people of the first group
        Missing where the shares are equal: no number shows a difference that is not there.

    Raises
    ------
    InputError
        If a share is not from 0 to 1, a ratio or design effect not above nought, or `level` or `power` is not one of
        those above.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, Wiley, sections 4.2 and
    4.4.

    Examples
    --------
    >>> needed_for_shares(0.5, 0.75, power=0.9).round(1).item()
    76.7
    """
    odds = Odds.of(level, power)
    p, q, r, effect = same_shape(
        share=shares(share, "share"),
        other_share=shares(other_share, "other_share"),
        ratio=positives(ratio, "ratio"),
        deff=positives(deff, "deff"),
    )
    pooled = (p + r * q) / (1 + r)
    apart = _apart(p, q)
    found = (odds.needed(pooled * (1 - pooled) * (1 + 1 / r), p * (1 - p) + q * (1 - q) / r) / apart) ** 2
    if continuity:
        found = found / 4 * (1 + np.sqrt(1 + 2 * (r + 1) / (found * r * apart))) ** 2
    return np.asarray(found * effect)


def needed_against(
    share: ArrayLike,
    benchmark: ArrayLike,
    *,
    level: float = 0.95,
    power: float = 0.8,
    deff: ArrayLike = 1.0,
) -> Floats:
    """How many people an area needs for a test to find that its proportion differs from a fixed benchmark.

    Parameters
    ----------
    share : array of proportions
        What is expected in the area. Missing values (NaN) stay missing.
    benchmark : array of proportions, of the same shape or one
        What it is held against.
    level : float in (0, 1)
        Two-sided level of the test as a proportion: 0.95, never 95.
    power : float from 0.5 to below 1
        How often the test should find the difference.
    deff : array of positive numbers
        Design effect of a survey, by which it needs more people.

    Returns
    -------
    array of that shape, in people
        Missing where share and benchmark are equal.

    Raises
    ------
    InputError
        If a proportion is not from 0 to 1, a design effect not above nought, or `level` or `power` is not one of those
        above.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, Wiley, section 2.5.

    Examples
    --------
    >>> needed_against([0.25, 0.22], 0.2).round(0).tolist()
    [528.0, 3207.0]
    """
    odds = Odds.of(level, power)
    p, mark, effect = same_shape(
        share=shares(share, "share"), benchmark=shares(benchmark, "benchmark"), deff=positives(deff, "deff")
    )
    return np.asarray(effect * (odds.needed(mark * (1 - mark), p * (1 - p)) / _apart(p, mark)) ** 2)


def needed_for_rates(
    rate: ArrayLike,
    other_rate: ArrayLike,
    *,
    ratio: ArrayLike = 1.0,
    per: float = 1.0,
    level: float = 0.95,
    power: float = 0.8,
    deff: ArrayLike = 1.0,
) -> Floats:
    """How many person-years the first group needs for a test to find that two rates of events differ.

    Parameters
    ----------
    rate, other_rate : arrays of numbers, nought or more, of the same shape or one
        What is expected in either group, per `per` person-years. Missing values (NaN) stay missing.
    ratio : array of positive numbers
        Person-years in the second group for each in the first.
    per : float
        Rates are per so many person-years.
    level : float in (0, 1)
        Two-sided level of the test as a proportion: 0.95, never 95.
    power : float from 0.5 to below 1
        How often the test should find the difference.
    deff : array of positive numbers
        By how much counts vary more than those of a Poisson process.

    Returns
    -------
    array of that shape, in person-years of the first group
        Missing where the rates are equal.

    Raises
    ------
    InputError
        If a rate is negative, `per`, a ratio or design effect not above nought, or `level` or `power` is not one of
        those above.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, Wiley, section 4.2, with
    Poisson variances.

    Examples
    --------
    >>> needed_for_rates(120.0, 150.0, per=100_000).round(-2).item()
    235500.0
    """
    odds = Odds.of(level, power)
    by = positives(one_number(per, "per"), "per")
    p, q, r, effect = same_shape(
        rate=counts(rate, "rate") / by,
        other_rate=counts(other_rate, "other_rate") / by,
        ratio=positives(ratio, "ratio"),
        deff=positives(deff, "deff"),
    )
    pooled = (p + r * q) / (1 + r)
    return np.asarray(effect * (odds.needed(pooled * (1 + 1 / r), p + q / r) / _apart(p, q)) ** 2)


def needed_for_means(
    difference: ArrayLike,
    sd: ArrayLike,
    *,
    ratio: ArrayLike = 1.0,
    level: float = 0.95,
    power: float = 0.8,
    deff: ArrayLike = 1.0,
) -> Floats:
    """How many people the first group needs for a test to find that two means differ.

    By the normal distribution; where the answer is below about thirty, add one or two.

    Parameters
    ----------
    difference : array of numbers
        What is to be found, in the unit of `sd`. Missing values (NaN) stay missing.
    sd : array of positive numbers, of the same shape or one
        Standard deviation of the values of single people, the same in both groups.
    ratio : array of positive numbers
        People in the second group for each in the first.
    level : float in (0, 1)
        Two-sided level of the test as a proportion: 0.95, never 95.
    power : float from 0.5 to below 1
        How often the test should find the difference.
    deff : array of positive numbers
        Design effect of a survey, by which it needs more people.

    Returns
    -------
    array of that shape, in people of the first group
        Missing where the difference is nought.

    Raises
    ------
    InputError
        If a standard deviation, ratio or design effect is not above nought, or `level` or `power` is not one of those
        above.

    References
    ----------
    Armitage, Berry and Matthews (2002), Statistical Methods in Medical Research, 4th edition, Blackwell, section 4.6.

    Examples
    --------
    >>> needed_for_means(5.0, 15.0).round(1).item()
    141.3
    """
    odds = Odds.of(level, power)
    apart, deviation, r, effect = same_shape(
        difference=numbers(difference, "difference"),
        sd=positives(sd, "sd"),
        ratio=positives(ratio, "ratio"),
        deff=positives(deff, "deff"),
    )
    variance = deviation**2 * (1 + 1 / r)
    return np.asarray(effect * (odds.needed(variance, variance) / _apart(apart, np.zeros_like(apart))) ** 2)


def _apart(one: Floats, other: Floats) -> Floats:
    """How far apart they are; missing where they are equal."""
    return np.where(one == other, np.nan, abs(one - other))
