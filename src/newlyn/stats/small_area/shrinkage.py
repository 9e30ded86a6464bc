"""Shrinkage of small areas towards the larger area that they lie in, as the English Indices of Deprivation do it.

Rates of events drawn towards all areas by way of the gamma distribution are in `small_area.poisson_gamma`; estimates
of a survey drawn towards a regression are in `small_area.fay_herriot`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from newlyn.stats.argument import (
    Bools,
    Floats,
    at_least,
    normal_quantile,
    numbers,
    part_of_whole,
    positives,
    same_shape,
)
from newlyn.stats.estimate import Limits
from newlyn.stats.grouping import Grouping


@dataclass(frozen=True, eq=False, slots=True)
class Shrunken:
    """Figures drawn towards a steadier one, and how far each was drawn; arrays of one shape."""

    value: Floats
    """The shrunken figures, in the unit of what was given."""
    weight: Floats
    """From 0 to 1, what an area's own figure counts for; `towards` has the rest. Missing where nothing was drawn."""
    towards: Floats
    """The figure that each was drawn towards, in the unit of what was given."""
    between: Floats
    """Variance between the areas drawn towards one figure, on the scale on which the method draws."""
    posterior_error: Floats
    """Posterior standard error on that same scale, given the variance between areas as if it were known."""
    posterior: Limits
    """Posterior limits in the unit of what was given; too narrow by what is unknown of `towards` and `between`."""
    method: str


def shrink_proportions(count: ArrayLike, total: ArrayLike, group: ArrayLike, *, level: float = 0.95) -> Shrunken:
    """Proportions of small areas drawn towards their larger areas, the shrinkage of the Indices of Deprivation.

    On the logit scale, with half a count added to those who have and to those who have not, an area's own figure
    is weighed by its precision and the larger area's by one over the variance between the areas in it. That variance is
    taken as it stands, chance included, so the method draws less than it might. The half counts stay in the result:
    an area whose own figure weighs everything has (count + ½) / (total + 1), not its raw proportion. Standard
    error and limits are an addition; the Indices publish none.

    Parameters
    ----------
    count : (…, n) array of counts
        Those who have the characteristic in each small area. An area with a missing value (NaN) stays missing and is
        no part of its larger area.
    total : (…, n) array of counts
        Those who could have it. An area without any stays missing.
    group : (n,) array of whole numbers
        The larger area of each small area, by any codes.
    level : float in (0, 1)
        Level of the posterior limits as a proportion: 0.95, never 95.

    Returns
    -------
    Shrunken of shape (…, n), as proportions from 0 to 1
        `between` and `posterior_error` are on the logit scale. In a larger area of a single small area nothing is
        drawn, and the weight and limits are missing.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, the codes are not whole numbers, or `level` is not a proportion.

    References
    ----------
    McLennan, Noble, Noble, Plunkett, Wright and Gutacker (2019), The English Indices of Deprivation 2019: technical
    report, MHCLG, appendix on shrinkage estimation.
    Noble, Wright, Smith and Dibben (2006), Measuring multiple deprivation at the small-area level, Environment and
    Planning A 38: 169–185.

    Examples
    --------
    >>> shrunken = shrink_proportions([1, 30, 60], [10, 200, 300], [7, 7, 7])
    >>> shrunken.value.round(3).tolist(), shrunken.weight.round(2).tolist()
    ([0.174, 0.16, 0.196], [0.11, 0.68, 0.8])
    """
    x, n = part_of_whole(count, total)
    at_least(1, x, "count")
    known = ~np.isnan(x + n)
    larger = Grouping.checked(group, x.shape[-1])
    own = _logit(x, n)
    variance = (n + 1) * (n + 2) / (n * (x + 1) * (n - x + 1))
    events, people = (larger.total(np.where(known, given, 0.0)) for given in (x, n))
    centre = np.where(known, _logit(events, people)[..., larger.of], np.nan)
    weight, between = _weight(own, variance, centre, known, larger)
    drawn = np.where(np.isnan(weight), own, weight * own + (1 - weight) * centre)
    error = _posterior_error(weight, variance)
    reach = normal_quantile(level) * error
    posterior = Limits(expit(drawn - reach), expit(drawn + reach), "Posterior, normal on the logit scale", level)
    return Shrunken(
        expit(drawn), weight, expit(centre), between, error, posterior, "Indices of Deprivation, logit of proportions"
    )


def shrink_means(
    value: ArrayLike,
    standard_error: ArrayLike,
    group: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    level: float = 0.95,
) -> Shrunken:
    """Means or rates of small areas drawn towards their larger areas, given their standard errors.

    The same weighing as `shrink_proportions`, on the scale of the figures themselves: use it for average points of
    pupils or rates that others have standardised. Take the logarithm first where the figures are ratios.

    Parameters
    ----------
    value : (…, n) array of numbers
        The figure of each small area. An area with a missing value (NaN) stays missing and is no part of its larger
        area.
    standard_error : (…, n) array of numbers above nought, in the unit of `value`
        The standard error of each figure.
    group : (n,) array of whole numbers
        The larger area of each small area, by any codes.
    weight : (…, n) array of numbers above nought, optional
        What each area counts for in the mean of its larger area, such as the pupils in it. Without it each counts for
        its precision, one over its squared standard error.
    level : float in (0, 1)
        Level of the posterior limits as a proportion: 0.95, never 95.

    Returns
    -------
    Shrunken of shape (…, n), in the unit of `value`
        In a larger area of a single small area nothing is drawn, and the weight and limits are missing.

    Raises
    ------
    InputError
        If a standard error or weight is not above nought, the codes are not whole numbers, or `level` is not a
        proportion.

    References
    ----------
    McLennan, Noble, Noble, Plunkett, Wright and Gutacker (2019), The English Indices of Deprivation 2019: technical
    report, MHCLG, appendix on shrinkage estimation.

    Examples
    --------
    >>> shrunken = shrink_means([50, 60, 70], [1, 10, 10], [1, 1, 1], weight=[100, 10, 10])
    >>> shrunken.value.round(2).tolist(), shrunken.towards.round(2).tolist()
    ([50.01, 57.36, 63.85], [52.5, 52.5, 52.5])
    """
    own, error, counting = same_shape(
        value=numbers(value, "value"),
        standard_error=positives(standard_error, "standard_error"),
        weight=np.array(1.0) if weight is None else positives(weight, "weight"),
    )
    at_least(1, own, "value")
    variance = error**2
    counting = 1 / variance if weight is None else counting
    known = ~np.isnan(own + variance + counting)
    own, counting = np.where(known, own, np.nan), np.where(known, counting, 0.0)
    larger = Grouping.checked(group, own.shape[-1])
    summed, counted = larger.total(np.where(known, own * counting, 0.0)), larger.total(counting)
    mean = np.divide(summed, counted, out=np.full_like(summed, np.nan), where=counted > 0)
    centre = np.where(known, mean[..., larger.of], np.nan)
    share, between = _weight(own, variance, centre, known, larger)
    drawn = np.where(np.isnan(share), own, share * own + (1 - share) * centre)
    posterior_error = _posterior_error(share, variance)
    reach = normal_quantile(level) * posterior_error
    posterior = Limits(drawn - reach, drawn + reach, "Posterior, normal", level)
    return Shrunken(drawn, share, centre, between, posterior_error, posterior, "Indices of Deprivation, means")


def _logit(x: Floats, n: Floats) -> Floats:
    """The empirical logit, which half a count keeps finite where nobody or everybody is counted."""
    return np.log((x + 0.5) / (n - x + 0.5))


def _weight(own: Floats, variance: Floats, centre: Floats, known: Bools, larger: Grouping) -> tuple[Floats, Floats]:
    """What each area's own figure counts for, and the variance between the areas of its larger area."""
    apart = larger.total(np.where(known, (own - centre) ** 2, 0.0))
    others = larger.total(known.astype(np.float64)) - 1
    between = np.divide(apart, others, out=np.full_like(apart, np.nan), where=others > 0)[..., larger.of]
    between = np.where(known, between, np.nan)
    # The published weight, (1/s²) / (1/s² + 1/t²), multiplied through so that a variance of nought divides nothing.
    return between / (between + variance), between


def _posterior_error(weight: Floats, variance: Floats) -> Floats:
    """Missing where no variance between areas was seen: an error of nought would claim what nobody knows."""
    return np.sqrt(np.where(weight > 0, weight * variance, np.nan))
