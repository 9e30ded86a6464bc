"""What weights and clusters cost a survey: design effects, effective sample sizes, margins of error.

The design effect of one figure, from its own variance, comes with the figure: `weighted`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    checked_level,
    complete,
    counts,
    normal_quantile,
    numbers,
    positives,
    refuse_where,
    same_shape,
    shares,
)
from newlyn.stats.estimate import Estimate, Limits
from newlyn.stats.survey.sample import Codes


def kish_design_effect(weight: ArrayLike) -> Floats:
    """Kish's design effect of unequal weights: how many times they multiply the variance of a mean.

    It holds where the weights have nothing to do with the answers, as those against non-response mostly have not; for
    weights that gain precision, such as those of a stratified sample, take the design effect of the figure itself.

    Parameters
    ----------
    weight : (..., n) array of numbers, nought or more
        Weights of the respondents, along the last axis. Who has a weight of nought was not asked.

    Returns
    -------
    Array of the leading shape
        1 or more; 1 for equal weights. Missing where a weight is missing or all are nought.

    Raises
    ------
    InputError
        If a weight is negative, or there are none.

    References
    ----------
    Kish (1965), Survey Sampling, Wiley, section 11.7.
    Kish (1992), Weighting for unequal Pi, Journal of Official Statistics 8: 183–200.

    Examples
    --------
    >>> float(kish_design_effect([1, 1, 1, 3]))
    1.3333333333333333
    """
    weights = _weights(weight)
    asked: Floats = np.sum(weights > 0, axis=-1) / _effective(weights)
    return asked


def effective_sample_size(weight: ArrayLike) -> Floats:
    """Effective sample size by the weights alone: so many equal weights would be as sure.

    Parameters
    ----------
    weight : (..., n) array of numbers, nought or more
        Weights of the respondents, along the last axis.

    Returns
    -------
    Array of the leading shape
        Missing where a weight is missing or all are nought.

    Raises
    ------
    InputError
        If a weight is negative, or there are none.

    References
    ----------
    Kish (1965), Survey Sampling, Wiley, section 8.2 and 11.7.

    Examples
    --------
    >>> float(effective_sample_size([1, 1, 1, 3]))
    3.0
    """
    return _effective(_weights(weight))


def cluster_design_effect(size: ArrayLike, correlation: ArrayLike) -> Floats:
    """Design effect of clusters: 1 + (m − 1)ρ, with m respondents in a cluster.

    For clusters of unequal size, m is the mean size weighted by size: the sum of squared sizes over the sum of sizes.

    Parameters
    ----------
    size : array of numbers, 1 or more
        Respondents in a cluster. Missing values (NaN) stay missing.
    correlation : array of numbers from −1 to 1, of the same shape
        Intraclass correlation of the answers within clusters.

    Returns
    -------
    Array of that shape
        Missing where the two cannot go together, because the effect would be negative.

    Raises
    ------
    InputError
        If a size is below 1 or a correlation outside −1 to 1.

    References
    ----------
    Kish (1965), Survey Sampling, Wiley, section 5.4.
    Holt (1980), discussion of Verma, Scott and O'Muircheartaigh, Sample designs and sampling errors for the World
    Fertility Survey, JRSS A 143: 468–469.

    Examples
    --------
    >>> cluster_design_effect([10, 20], 0.05).round(2).tolist()
    [1.45, 1.95]
    """
    m, rho = numbers(size, "size"), numbers(correlation, "correlation")
    refuse_where(m < 1, m, "a size must be 1 or more")
    refuse_where(abs(rho) > 1, rho, "a correlation must be from -1 to 1")
    m, rho = same_shape(size=m, correlation=rho)
    effect = 1 + (m - 1) * rho
    return np.where(effect >= 0, effect, np.nan)


def intraclass_correlation(values: ArrayLike, cluster: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Intraclass correlation of answers within clusters, by analysis of variance.

    The limits are exact for clusters of one size and normal answers. For unequal sizes the size that stands for all is
    the one that makes the estimate unbiased, and the limits are approximate.

    Parameters
    ----------
    values : (n,) array of numbers
        The answer of each respondent; none may be missing.
    cluster : (n,) array of whole numbers from 0
        Code of the cluster of each respondent.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of one figure
        At most 1; below nought where answers in a cluster differ more than chance has it. Missing where all answers
        are the same.

    Raises
    ------
    InputError
        If a value or a code is missing, there are fewer than two clusters, or no cluster has two respondents.

    References
    ----------
    Fisher (1925), Statistical Methods for Research Workers, Oliver and Boyd, chapter VII.
    Shrout and Fleiss (1979), Intraclass correlations: uses in assessing rater reliability, Psychological Bulletin 86:
    420–428, case 1.
    Donner and Wells (1986), A comparison of confidence interval methods for the intraclass correlation coefficient,
    Biometrics 42: 401–412, method of Searle with the mean size of Thomas and Hultquist.

    Examples
    --------
    >>> round(float(intraclass_correlation([9, 8, 4, 5, 1, 2], [0, 0, 1, 1, 2, 2]).value), 3)
    0.96
    """
    y = complete(numbers(values, "values"), "values")
    if y.ndim != 1 or not len(y):
        raise InputError(f"values must hold one value for each respondent; got shape {y.shape}.")
    group, _ = Codes.of(cluster, "cluster", respondents=len(y)).without_gaps()
    n = group.sizes()
    if len(n) < 2 or len(n) == len(y):
        raise InputError(
            "there must be two clusters or more, one of them with two respondents or more; "
            f"got {len(n)} clusters of {len(y)} respondents."
        )
    freedom = len(n) - 1, len(y) - len(n)
    size = (len(y) - np.sum(n**2) / len(y)) / freedom[0]
    means = group.totals(y) / n
    between = np.sum(n * (means - y.mean()) ** 2) / freedom[0]
    within = np.sum((y - means[group.code]) ** 2) / freedom[1]
    tail = (1 - checked_level(level)) / 2
    shares_of = np.array([1.0, fdtri(*freedom, 1 - tail), fdtri(*freedom, tail)])
    value, lower, upper = _correlation(between, within * shares_of, size)
    return Estimate.within(value, Limits(lower, upper, "Searle, F", level), "intraclass correlation")


def margin_of_error(
    share: ArrayLike,
    total: ArrayLike,
    *,
    design_effect: ArrayLike = 1.0,
    fraction: ArrayLike = 0.0,
    level: float = 0.95,
) -> Floats:
    """Margin of error of a proportion: half the width of its normal limits.

    For planning and for polls; for a proportion that was found, limits from `weighted` or `interval.proportion` hold
    their level also near 0 and 1. The largest margin is that of a share of one half.

    Parameters
    ----------
    share : array of proportions
        The proportion. Missing values (NaN) stay missing.
    total : array of numbers above nought, of the same shape
        Respondents.
    design_effect : array of numbers above nought, of the same shape
        By how much the design multiplies the variance.
    fraction : array of numbers from 0 to 1, of the same shape
        Share of the population that was asked.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Array of that shape, as proportions

    Raises
    ------
    InputError
        If a share or a fraction is outside 0 to 1, or a total or a design effect is not above nought.

    References
    ----------
    Lohr (2019), Sampling: Design and Analysis, 2nd ed. (reissued), CRC Press, sections 2.5 and 2.6.

    Examples
    --------
    >>> margin_of_error(0.5, [1000, 400]).round(3).tolist()
    [0.031, 0.049]
    """
    p, n, effect, drawn = same_shape(
        share=shares(share, "share"),
        total=positives(total, "total"),
        design_effect=positives(design_effect, "design_effect"),
        fraction=shares(fraction, "fraction"),
    )
    return normal_quantile(level) * np.sqrt(effect * (1 - drawn) * p * (1 - p) / n)


def _weights(weight: ArrayLike) -> Floats:
    found = counts(weight, "weight")
    if found.ndim == 0 or found.shape[-1] == 0:
        raise InputError(f"weight must hold one weight for each respondent; got shape {found.shape}.")
    return found


def _effective(weights: Floats) -> Floats:
    squares = np.sum(weights**2, axis=-1)
    found: Floats = np.sum(weights, axis=-1) ** 2 / np.where(squares > 0, squares, np.nan)
    return found


def _correlation(between: float, within: Floats, size: float) -> Floats:
    spread = between + (size - 1) * within
    return (between - within) / np.where(spread > 0, spread, np.nan)
