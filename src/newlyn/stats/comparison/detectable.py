"""How small a difference would show: in shares, rates and means, against a benchmark, and between two periods.

How many people are needed to show a difference that is given is `sample_size`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, counts, one_number, positives, same_shape, shares
from newlyn.stats.comparison.power import Detectable, Odds


def detectable_shares(
    share: ArrayLike,
    total: ArrayLike,
    other_total: ArrayLike,
    *,
    level: float = 0.95,
    power: float = 0.8,
    deff: ArrayLike = 1.0,
) -> Detectable:
    """The smallest difference between two proportions that a test would find.

    For two areas or groups whose people are independent. By the normal distribution, without correction for continuity:
    where fewer than about five people have, or have not, the characteristic it promises too much.

    Parameters
    ----------
    share : array of proportions
        What is expected in the first group. Missing values (NaN) stay missing.
    total, other_total : arrays of counts, of the same shape or one
        People in the first and in the second group; a group of nobody leaves the difference missing.
    level : float in (0, 1)
        Two-sided level of the test as a proportion: 0.95, never 95.
    power : float from 0.5 to below 1
        How often the test should find the difference.
    deff : array of positive numbers
        Design effect of a survey, by which its people count for fewer.

    Returns
    -------
    Detectable, each array of that shape, as differences of proportions

    Raises
    ------
    InputError
        If a share is not from 0 to 1, a total is negative, a design effect not above nought, or `level` or `power` is
        not one of those above.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, Wiley, section 4.2,
    solved for the difference.

    Examples
    --------
    >>> found = detectable_shares([0.1, 0.5], 400, 400)
    >>> found.rise.round(4).tolist(), found.fall.round(4).tolist()
    ([0.0673, 0.0984], [0.0518, 0.0984])
    """
    return detectable_change(share, total, other_total, level=level, power=power, deff=deff)


def detectable_change(
    share: ArrayLike,
    total: ArrayLike,
    later_total: ArrayLike,
    *,
    correlation: float = 0.0,
    level: float = 0.95,
    power: float = 0.8,
    deff: ArrayLike = 1.0,
) -> Detectable:
    """The smallest change of a proportion between two periods that a test would find.

    Without `correlation` it is the difference between two groups. Where some of the same people, or the same schools
    or streets, are asked again, the two periods go together and smaller changes show.

    Parameters
    ----------
    share : array of proportions
        The proportion in the first period. Missing values (NaN) stay missing.
    total, later_total : arrays of counts, of the same shape or one
        People in the first and in the second period; a period of nobody leaves the change missing.
    correlation : float from 0 to below 1
        Between the two estimates: for a panel, of each person's answers, times the share asked again.
    level : float in (0, 1)
        Two-sided level of the test as a proportion: 0.95, never 95.
    power : float from 0.5 to below 1
        How often the test should find the change.
    deff : array of positive numbers
        Design effect of a survey, by which its people count for fewer.

    Returns
    -------
    Detectable, each array of that shape, as differences of proportions

    Raises
    ------
    InputError
        If a share is not from 0 to 1, a total is negative, a design effect not above nought, or `correlation`, `level`
        or `power` is not one of those above.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, Wiley, section 4.2,
    solved for the difference.
    Kish (1965), Survey Sampling, Wiley, section 12.4, for overlapping samples.

    Examples
    --------
    >>> [detectable_change(0.2, 1000, 1000, correlation=rho).fall.round(4).item() for rho in (0, 0.5)]
    [0.0477, 0.0343]
    """
    odds = Odds.of(level, power)
    if not 0 <= one_number(correlation, "correlation") < 1:
        raise InputError(f"correlation must be from 0 to below 1; got {correlation:g}.")
    first, n, m = _groups(share, total, later_total, deff)

    def missed(second: Floats) -> Floats:
        pooled = (first * n + second * m) / (n + m)
        null = pooled * (1 - pooled) * (1 / n + 1 / m - 2 * correlation / np.sqrt(n * m))
        own, other = first * (1 - first) / n, second * (1 - second) / m
        true = own + other - 2 * correlation * np.sqrt(own * other)
        return odds.missed(abs(second - first), null, true)

    return Detectable.where(missed, first, np.ones_like(first), level, power)


def detectable_against(
    benchmark: ArrayLike,
    total: ArrayLike,
    *,
    level: float = 0.95,
    power: float = 0.8,
    deff: ArrayLike = 1.0,
) -> Detectable:
    """The smallest difference of an area's proportion from a fixed benchmark that a test would find.

    Parameters
    ----------
    benchmark : array of proportions
        What the area is held against. Missing values (NaN) stay missing.
    total : array of counts, of the same shape or one
        People in the area; nobody leaves the difference missing.
    level : float in (0, 1)
        Two-sided level of the test as a proportion: 0.95, never 95.
    power : float from 0.5 to below 1
        How often the test should find the difference.
    deff : array of positive numbers
        Design effect of a survey, by which its people count for fewer.

    Returns
    -------
    Detectable, each array of that shape, as differences of proportions

    Raises
    ------
    InputError
        If a benchmark is not from 0 to 1, a total is negative, a design effect not above nought, or `level` or `power`
        is not one of those above.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, Wiley, section 2.5,
    solved for the difference.

    Examples
    --------
    >>> found = detectable_against(0.2, [250, 1000, 4000])
    >>> found.rise.round(4).tolist()
    [0.0733, 0.0361, 0.0179]
    """
    odds = Odds.of(level, power)
    mark, n, _ = _groups(benchmark, total, 1.0, deff, "benchmark")

    def missed(share: Floats) -> Floats:
        return odds.missed(abs(share - mark), mark * (1 - mark) / n, share * (1 - share) / n)

    return Detectable.where(missed, mark, np.ones_like(mark), level, power)


def detectable_rates(
    rate: ArrayLike,
    exposure: ArrayLike,
    other_exposure: ArrayLike,
    *,
    per: float = 1.0,
    level: float = 0.95,
    power: float = 0.8,
    deff: ArrayLike = 1.0,
) -> Detectable:
    """The smallest difference between two rates of events that a test would find.

    By the normal distribution: where fewer than about ten events are to be expected it promises too much.

    Parameters
    ----------
    rate : array of numbers, nought or more
        What is expected in the first group, per `per` person-years. Missing values (NaN) stay missing.
    exposure, other_exposure : arrays of numbers, nought or more, of the same shape or one
        Person-years in the first and in the second group; none leaves the difference missing.
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
    Detectable, each array of that shape, per `per` person-years

    Raises
    ------
    InputError
        If a rate or exposure is negative, `per` or a design effect not above nought, or `level` or `power` is not one
        of those above.

    References
    ----------
    Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, Wiley, section 4.2, with
    Poisson variances.

    Examples
    --------
    >>> found = detectable_rates(120.0, 300_000, 300_000, per=100_000)
    >>> found.rise.round(1).item(), found.fall.round(1).item()
    (26.4, 23.8)
    """
    odds = Odds.of(level, power)
    by = positives(one_number(per, "per"), "per")
    first, t, u, effect = same_shape(
        rate=counts(rate, "rate") / by,
        exposure=counts(exposure, "exposure"),
        other_exposure=counts(other_exposure, "other_exposure"),
        deff=positives(deff, "deff"),
    )
    t, u = (np.where(one > 0, one, np.nan) / effect for one in (t, u))
    apart = 1 / t + 1 / u

    def missed(second: Floats) -> Floats:
        pooled = (first * t + second * u) / (t + u)
        return odds.missed(abs(second - first), pooled * apart, first / t + second / u)

    reach = odds.false_alarm + odds.finding
    most = first + reach**2 * apart + reach * np.sqrt(first * apart)  # always enough to be found
    found = Detectable.where(missed, first, most, level, power)
    return Detectable(found.rise * by, found.fall * by, level, power)


def detectable_means(
    sd: ArrayLike,
    total: ArrayLike,
    other_total: ArrayLike,
    *,
    level: float = 0.95,
    power: float = 0.8,
    deff: ArrayLike = 1.0,
) -> Detectable:
    """The smallest difference between two means that a test would find.

    By the normal distribution, with the same standard deviation in both: below about thirty people in either group it
    promises too much.

    Parameters
    ----------
    sd : array of positive numbers
        Standard deviation of the values of single people. Missing values (NaN) stay missing.
    total, other_total : arrays of counts, of the same shape or one
        People in the first and in the second group; a group of nobody leaves the difference missing.
    level : float in (0, 1)
        Two-sided level of the test as a proportion: 0.95, never 95.
    power : float from 0.5 to below 1
        How often the test should find the difference.
    deff : array of positive numbers
        Design effect of a survey, by which its people count for fewer.

    Returns
    -------
    Detectable, each array of that shape, in the unit of `sd`

    Raises
    ------
    InputError
        If a standard deviation or design effect is not above nought, a total is negative, or `level` or `power` is not
        one of those above.

    References
    ----------
    Armitage, Berry and Matthews (2002), Statistical Methods in Medical Research, 4th edition, Blackwell, section 4.6.

    Examples
    --------
    >>> detectable_means(15.0, 100, 100).rise.round(2).item()
    5.94
    """
    odds = Odds.of(level, power)
    deviation, n, m, effect = same_shape(
        sd=positives(sd, "sd"),
        total=counts(total, "total"),
        other_total=counts(other_total, "total"),
        deff=positives(deff, "deff"),
    )
    n, m = (np.where(one > 0, one, np.nan) for one in (n, m))
    found = (odds.false_alarm + odds.finding) * deviation * np.sqrt(effect * (1 / n + 1 / m))
    return Detectable(found, found, level, power)


def _groups(
    share: ArrayLike, total: ArrayLike, other_total: ArrayLike, deff: ArrayLike, name: str = "share"
) -> tuple[Floats, Floats, Floats]:
    """The share, and how many people either group counts for."""
    first, n, m, effect = same_shape(
        **{name: shares(share, name)},
        total=counts(total, "total"),
        other_total=counts(other_total, "total"),
        deff=positives(deff, "deff"),
    )
    n, m = (np.where(one > 0, one, np.nan) / effect for one in (n, m))
    return first, n, m
