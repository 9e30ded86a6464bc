"""Inequality that adds up over places: Theil's T, the mean log deviation, and what of each lies between and within.

The Gini coefficient, which does not add up, is in `inequality.gini`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from newlyn.stats.argument import Floats, counts, one_of, refuse_where, same_shape
from newlyn.stats.grouping import Grouping
from newlyn.stats.inequality.measure import Inequality, Units

_READS = "0 means that all have the same; the further above 0, the less equal."
_INDICES = {"T": "Theil T", "L": "mean log deviation"}


@dataclass(frozen=True, eq=False, slots=True)
class Decomposition:
    """Inequality over all units, split into that between places and that within them."""

    total: Floats
    """(…,) over all units; `between` and `within` add up to it."""
    between: Floats
    within: Floats
    between_share: Floats
    """(…,) from 0 to 1; missing where there is no inequality to share out."""
    within_share: Floats
    places: NDArray[np.int64]
    """(g,) the codes of the places, ascending."""
    between_parts: Floats
    """(…, g) what each place adds to `between`: negative for one side of the mean."""
    within_parts: Floats
    """(…, g) what each place adds to `within`: its own inequality by its share of people (L) or of the whole (T)."""
    of_place: Floats
    """(…, g) inequality among the units of each place; missing where they have nothing."""
    statistic: str


def theil_t(values: ArrayLike, weight: ArrayLike | None = None, *, level: float = 0.95) -> Inequality:
    """Theil's T: the mean of x/μ ln(x/μ) over people, which dwells on those who have most.

    Parameters
    ----------
    values : (…, k) array of numbers, nought or more
        What each unit has (for a unit of several people, each of them), units on the last axis. A row with a missing
        value is missing, and so is one in which all have nought.
    weight : (…, k) array of counts, or None
        People in each unit; None counts each unit once. Rows of unequal length are filled up with units of weight 0.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Inequality of (…,) figures, from 0 to the logarithm of the number of people
        Limits by the delta method, each unit one observation, not below 0.

    Raises
    ------
    InputError
        If a value or weight is negative, there are no units, or the shapes do not go together.

    References
    ----------
    Theil (1967), Economics and information theory, North-Holland, chapter 4.
    Biewen and Jenkins (2006), Variance estimation for generalized entropy and Atkinson inequality indices: the complex
    survey data case, Oxford Bulletin of Economics and Statistics 68: 371–383.

    Examples
    --------
    >>> float(theil_t([1, 2, 4]).value.round(4))
    0.1429
    """
    units = Units.checked(values, weight, name="value")
    mean = units.mean[..., np.newaxis]
    log = xlogy(units.value, units.value)
    of_log = (units.share * log).sum(axis=-1, keepdims=True)
    score = (log - of_log) / mean - (of_log / mean + 1) * (units.value - mean) / mean
    return _measured(_theil_t(units), units.error(score), _INDICES["T"], level)


def mean_log_deviation(values: ArrayLike, weight: ArrayLike | None = None, *, level: float = 0.95) -> Inequality:
    """Mean log deviation (Theil's L): the mean of ln(μ/x) over people, which dwells on those who have least.

    Parameters
    ----------
    values : (…, k) array of numbers above nought
        What each unit has (for a unit of several people, each of them), units on the last axis. A row with a missing
        value is missing.
    weight : (…, k) array of counts, or None
        People in each unit; None counts each unit once. Rows of unequal length are filled up with units of weight 0,
        whose values do not matter.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Inequality of (…,) figures, 0 or more
        Limits by the delta method, each unit one observation, not below 0.

    Raises
    ------
    InputError
        If people have nought (take `theil_t`), a value or weight is negative, or the shapes do not go together.

    References
    ----------
    Theil (1967), Economics and information theory, North-Holland, chapter 4.
    Biewen and Jenkins (2006), Variance estimation for generalized entropy and Atkinson inequality indices: the complex
    survey data case, Oxford Bulletin of Economics and Statistics 68: 371–383.

    Examples
    --------
    >>> float(mean_log_deviation([10, 10, 10, 20, 50]).value.round(4))
    0.2326
    """
    units = _above_nought(Units.checked(values, weight, name="value"))
    mean = units.mean[..., np.newaxis]
    log = np.log(units.value)
    score = units.value / mean - 1 - (log - (units.share * log).sum(axis=-1, keepdims=True))
    return _measured(_mean_log_deviation(units), units.error(score), _INDICES["L"], level)


def decompose(
    values: ArrayLike, place: ArrayLike, weight: ArrayLike | None = None, *, index: str = "T"
) -> Decomposition:
    """Inequality between places and within them, which add up exactly to inequality over all.

    Between is what would be left if everyone had the mean of their place.

    Parameters
    ----------
    values : (…, n) array of numbers, nought or more
        What each unit has, units on the last axis. A row with a missing value is missing.
    place : (n,) array of whole numbers
        The place that each unit belongs to, such as the position of its district.
    weight : (…, n) array of counts, or None
        People in each unit; None counts each unit once.
    index : "T" or "L"
        Theil's T, in which places weigh by what they have, or the mean log deviation, in which they weigh by people.

    Returns
    -------
    Decomposition of (…,) figures and (…, g) parts of each place

    Raises
    ------
    InputError
        If a value or weight is negative, people have nought while `index` is "L", or `place` is not one whole number
        for each unit.

    References
    ----------
    Theil (1967), Economics and information theory, North-Holland, chapter 4.
    Shorrocks (1980), The class of additively decomposable inequality measures, Econometrica 48: 613–625.
    Cowell (2011), Measuring inequality, 3rd edition, Oxford University Press, chapter 3.

    Examples
    --------
    >>> found = decompose([1, 3, 2, 6], place=[7, 7, 8, 8])
    >>> found.places.tolist(), found.between_share.round(3).tolist()
    ([7, 8], 0.302)
    """
    statistic = _INDICES[one_of(index, _INDICES, "index")]
    units = Units.checked(values, weight, name="value")
    if index == "L":
        units = _above_nought(units)
    within_place = Grouping.checked(place, units.value.shape[-1])
    people, held = within_place.total(units.share), within_place.total(units.share * units.value)
    mean = units.mean[..., np.newaxis]
    # A place where nobody lives, or that has nothing, weighs nothing; a mean of 1 there keeps its logarithm finite.
    peopled = people > 0
    local = np.divide(held, people, out=np.ones(people.shape), where=peopled)
    share = held / mean if index == "T" else people
    ratio = np.where(peopled & (local > 0), local, mean) / mean
    between = share * np.log(ratio) if index == "T" else -share * np.log(ratio)
    of_place = _of_place(units, within_place, people, local, index)
    within = np.where(peopled & (share > 0), share * of_place, mean * 0)
    total = _theil_t(units) if index == "T" else _mean_log_deviation(units)
    # Rounding may leave places that are all alike a hair below nought.
    among = np.maximum(between.sum(axis=-1), 0)
    return Decomposition(
        total=total,
        between=among,
        within=within.sum(axis=-1),
        between_share=_share(among, total),
        within_share=_share(within.sum(axis=-1), total),
        places=within_place.codes,
        between_parts=between,
        within_parts=within,
        of_place=of_place,
        statistic=statistic,
    )


def between_group_variance(
    rate: ArrayLike, population: ArrayLike, *, standard_error: ArrayLike | None = None, level: float = 0.95
) -> Inequality:
    """Variance of the rates of groups about the rate of all, weighted by people: absolute inequality between groups.

    Take it where groups have no order, such as ethnic groups or areas; it grows with the square of differences.

    Parameters
    ----------
    rate : (…, k) array of numbers, nought or more
        Rate of each group, groups on the last axis. A row with a missing rate is missing.
    population : (…, k) array of counts
        People in each group.
    standard_error : (…, k) array of numbers, or None
        Standard error of each rate. Without it the variance has no limits.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Inequality of (…,) figures, in squares of the unit of the rates
        Limits by the delta method, not below 0.

    Raises
    ------
    InputError
        If a rate, population or standard error is negative, there are no groups, or the shapes do not go together.

    References
    ----------
    Harper and Lynch (2005), Methods for measuring cancer disparities, National Cancer Institute, NIH publication
    05-5777: between-group variance.

    Examples
    --------
    >>> float(between_group_variance([10, 20], [300, 100]).value)
    18.75
    """
    units = Units.checked(rate, population, name="rate")
    mean = (units.share * units.value).sum(axis=-1, keepdims=True)
    off = units.value - mean
    value = np.where(units.known, (units.share * off**2).sum(axis=-1), np.nan)
    if standard_error is None:
        return _measured(value, np.full(value.shape, np.nan), "between-group variance", level)
    spread, off = same_shape(standard_error=counts(standard_error, "standard error"), rate=off)
    error = 2 * np.sqrt((np.where(units.share > 0, units.share * off * spread, 0) ** 2).sum(axis=-1))
    return _measured(value, np.where(units.known, error, np.nan), "between-group variance", level)


def _share(part: Floats, total: Floats) -> Floats:
    share: Floats = np.divide(part, total, out=np.full(total.shape, np.nan), where=total > 0)
    return share


def _theil_t(units: Units) -> Floats:
    mean = units.mean[..., np.newaxis]
    # Rounding may leave units that are all alike a hair below nought.
    found: Floats = np.maximum((units.share * xlogy(units.value / mean, units.value / mean)).sum(axis=-1), 0)
    return found


def _mean_log_deviation(units: Units) -> Floats:
    found: Floats = np.maximum((units.share * np.log(units.mean[..., np.newaxis] / units.value)).sum(axis=-1), 0)
    return found


def _of_place(units: Units, places: Grouping, people: Floats, local: Floats, index: str) -> Floats:
    """The inequality among the units of each place, from their values relative to the mean of their place."""
    mean = local[..., places.of]
    relative = np.divide(units.value, mean, out=np.ones(units.value.shape), where=mean > 0)
    part = xlogy(relative, relative) if index == "T" else -np.log(relative)
    found = places.total(units.share * part)
    lived_in = (people > 0) & (local > 0) & units.known[..., np.newaxis]
    of_place: Floats = np.divide(np.maximum(found, 0), people, out=np.full(found.shape, np.nan), where=lived_in)
    return of_place


def _above_nought(units: Units) -> Units:
    """Units of which none has nought, as logarithms need it; those without people are given 1, which weighs nothing."""
    peopled = units.known[..., np.newaxis] & (units.share > 0)
    refuse_where(
        peopled & (units.value == 0),
        units.value,
        "the mean log deviation needs values above nought (Theil's T takes nought as well)",
    )
    return Units(np.where(peopled, units.value, 1), units.share, units.people, units.number, units.known)


def _measured(value: Floats, error: Floats, statistic: str, level: float) -> Inequality:
    return Inequality.normal(
        value, error, statistic=statistic, method="delta method", level=level, reads=_READS
    ).within(0, np.inf)
