"""When areas differ by more than chance: how much more, and limits and scores that allow for it.

Limits that allow for chance alone are in `funnel_limit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, expit, logit

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    at_least,
    complete,
    counts,
    normal_quantile,
    one_number,
    one_of,
    part_of_whole,
    positives,
    refuse_where,
    same_shape,
    shares,
)
from newlyn.stats.control.funnel_limit import pooled_benchmark
from newlyn.stats.estimate import Limits, Tested

Change = Callable[[Floats], Floats]

RATIO_SCALES: dict[str, tuple[Change, Change]] = {
    "none": (np.asarray, lambda y: np.maximum(y, 0)),
    "square root": (np.sqrt, lambda y: np.maximum(y, 0) ** 2),
    "log": (np.log, np.exp),
}
"""What a ratio is changed to before it is scored, and back."""

SHARE_SCALES: dict[str, tuple[Change, Change]] = {
    "none": (np.asarray, lambda y: np.clip(y, 0, 1)),
    "arcsine": (lambda p: np.arcsin(np.sqrt(p)), lambda y: np.sin(np.clip(y, 0, np.pi / 2)) ** 2),
    "logit": (logit, expit),
}

ADJUSTMENTS = {"additive": "Additive random effects", "multiplicative": "Multiplicative"}
EXTREMES = ("winsorised", "trimmed")


@dataclass(frozen=True, eq=False, slots=True)
class Scores:
    """How far each area lies from the benchmark, on a scale on which chance is about normal.

    Any figure with a standard error at the benchmark makes scores, such as directly standardised rates: with
    `numpy.asarray` as the way back where the scale is that of the figures.
    """

    value: Floats
    target: Floats
    error: Floats
    """Standard error of an area of that size at the benchmark."""
    back: Change
    """From this scale to that of the figures."""

    @property
    def z(self) -> Floats:
        """Standard errors from the benchmark."""
        return (self.value - self.target) / self.error


@dataclass(frozen=True, eq=False, slots=True)
class Overdispersion:
    """How much more areas differ than by chance, for each row of areas."""

    factor: Floats
    """φ: the mean squared z-score once its extremes are drawn in; 1 is chance alone."""
    between: Floats
    """τ²: the variance between areas on the scale of the scores; nought where φ does not exceed chance."""
    test: Tested
    """Of all scores as they are, with none drawn in."""
    extremes: str


def ratio_scores(
    count: ArrayLike, expected: ArrayLike, *, benchmark: ArrayLike = 1, scale: str = "square root"
) -> Scores:
    """z-scores of standardised ratios, or of rates with people for expected events, against a benchmark.

    The square root makes the spread the same at every ratio and takes counts of nought, as the Care Quality Commission
    has it; the logarithm is that of the NHS's hospital mortality indicator (SHMI).

    Parameters
    ----------
    count : (…, areas) array of counts
        Observed events. An area with a missing value (NaN) has no score.
    expected : array of counts, of the same shape
        Expected events, or people. Where it is zero there is no score.
    benchmark : number above nought, or an array that goes with `count`
        The ratio that the areas are held against.
    scale : `square root`, `log` or `none`
        What the ratios are changed to before they are scored.

    Returns
    -------
    Scores of that shape

    Raises
    ------
    InputError
        If a value is negative, the benchmark not above nought, the scale unknown, or a count of nought is to be put on
        the logarithmic scale.

    References
    ----------
    Spiegelhalter (2005), Handling over-dispersion of performance indicators, Qual. Saf. Health Care 14: 347–351.
    Spiegelhalter, Sherlaw-Johnson, Bardsley, Blunt, Wood and Grigg (2012), Statistical methods for healthcare
    regulation: rating, screening and surveillance, J. R. Statist. Soc. A 175: 1–47.

    Examples
    --------
    >>> ratio_scores([121, 81], [100, 100]).z.round(2).tolist()
    [2.0, -2.0]
    """
    one_of(scale, RATIO_SCALES, "scale")
    x, e, at = same_shape(
        count=counts(count),
        expected=counts(expected, "count of expected events"),
        benchmark=positives(benchmark, "benchmark"),
    )
    if scale == "log":
        refuse_where(x == 0, x, "a count must be above nought on the scale log; use the square root")
    e = np.where(e > 0, e, np.nan)
    change, back = RATIO_SCALES[scale]
    error = {"none": np.sqrt(at / e), "square root": 0.5 / np.sqrt(e), "log": 1 / np.sqrt(at * e)}[scale]
    return Scores(change(x / e), change(at), error, back)


def proportion_scores(
    count: ArrayLike, total: ArrayLike, *, benchmark: ArrayLike | None = None, scale: str = "arcsine"
) -> Scores:
    """z-scores of proportions against a benchmark.

    Parameters
    ----------
    count : (…, areas) array of counts
        Those who have the characteristic. An area with a missing value (NaN) has no score.
    total : array of counts, of the same shape
        Those who could have it. Where it is zero there is no score.
    benchmark : proportion above 0 and below 1, or an array that goes with `count`
        What the areas are held against; left out, all areas of the row together.
    scale : `arcsine`, `logit` or `none`
        What the proportions are changed to before they are scored. The arcsine of the root makes their spread the same
        everywhere and takes nobody and everybody.

    Returns
    -------
    Scores of that shape

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, the benchmark is not strictly between 0 and 1, the scale is unknown
        or a proportion of 0 or 1 is to be put on the logit scale.

    References
    ----------
    Spiegelhalter (2005), Handling over-dispersion of performance indicators, Qual. Saf. Health Care 14: 347–351.
    Spiegelhalter, Sherlaw-Johnson, Bardsley, Blunt, Wood and Grigg (2012), Statistical methods for healthcare
    regulation: rating, screening and surveillance, J. R. Statist. Soc. A 175: 1–47.

    Examples
    --------
    >>> proportion_scores([50, 60], [100, 100], benchmark=0.5, scale="none").z.round(2).tolist()
    [0.0, 2.0]
    """
    one_of(scale, SHARE_SCALES, "scale")
    x, n = part_of_whole(count, total)
    pooled = pooled_benchmark(x, n) if benchmark is None else shares(benchmark, "benchmark")
    share, at, n = same_shape(proportion=x / n, benchmark=pooled, total=n)
    refuse_where((at <= 0) | (at >= 1), at, "benchmark must be strictly between 0 and 1, or chance has no part")
    if scale == "logit":
        refuse_where((share == 0) | (share == 1), share, "a proportion must be within 0 and 1 on the scale logit")
    change, back = SHARE_SCALES[scale]
    spread = np.sqrt(at * (1 - at))
    error = {"none": spread / np.sqrt(n), "arcsine": 0.5 / np.sqrt(n), "logit": 1 / (spread * np.sqrt(n))}[scale]
    return Scores(change(share), change(at), error, back)


def overdispersion(scores: Scores, *, share: float = 0.1, extremes: str = "winsorised") -> Overdispersion:
    """How much more areas differ than chance alone would have them, with outlying areas kept from deciding it.

    The scores beyond the given share at either end are drawn in to the quantile there (`winsorised`, as the Care
    Quality Commission) or left out (`trimmed`, as the SHMI). The price of keeping outliers out of it is that the usual
    difference is understated: of chance alone, a tenth drawn in at each end leaves a factor of 0.68, and one left out
    0.44, not 1. The test is a little cautious where the benchmark is the mean of the areas themselves.

    Parameters
    ----------
    scores : Scores of (…, areas)
        None may be missing.
    share : proportion from 0 to below 0.5
        How many of the scores at either end are extremes. With 0, none.
    extremes : `winsorised` or `trimmed`
        What becomes of them.

    Returns
    -------
    Overdispersion of (…, 1)

    Raises
    ------
    InputError
        If a score is missing, there are fewer than two areas, `share` is not from 0 to below 0.5 or `extremes` unknown.

    References
    ----------
    Spiegelhalter (2005), Handling over-dispersion of performance indicators, Qual. Saf. Health Care 14: 347–351.
    Spiegelhalter, Sherlaw-Johnson, Bardsley, Blunt, Wood and Grigg (2012), Statistical methods for healthcare
    regulation: rating, screening and surveillance, J. R. Statist. Soc. A 175: 1–47.
    DerSimonian and Laird (1986), Meta-analysis in clinical trials, Control. Clin. Trials 7: 177–188.

    Examples
    --------
    >>> scores = ratio_scores([50, 81, 100, 121, 144, 400], [100] * 6)
    >>> found = overdispersion(scores, share=0.2)
    >>> found.factor.round(2).tolist(), found.between.round(4).tolist()
    ([7.33], [0.0195])
    """
    share = one_number(share, "share")
    one_of(extremes, EXTREMES, "extremes")
    if not 0 <= share < 0.5:
        raise InputError(f"share must be a proportion from 0 to below 0.5, such as 0.1; got {share:g}.")
    z = at_least(2, complete(scores.z, "the scores"), "the scores")
    low, high = (np.quantile(z, end, axis=-1, keepdims=True) for end in (share, 1 - share))
    kept = (z >= low) & (z <= high) if extremes == "trimmed" else np.ones(z.shape, dtype=bool)
    areas = kept.sum(axis=-1, keepdims=True)
    factor = np.where(kept, np.clip(z, low, high) ** 2, 0).sum(axis=-1, keepdims=True) / areas
    weight = np.where(kept, 1 / np.broadcast_to(scores.error, z.shape) ** 2, 0)
    total = weight.sum(axis=-1, keepdims=True)
    information = total - (weight**2).sum(axis=-1, keepdims=True) / total
    between = np.maximum((areas * factor - (areas - 1)) / information, 0)
    q = (z**2).sum(axis=-1, keepdims=True)
    test = Tested(q, chdtrc(z.shape[-1], q), "the areas differ from the benchmark by chance alone", "Chi-squared")
    return Overdispersion(factor, between, test, extremes)


def adjusted_scores(scores: Scores, found: Overdispersion, *, how: str = "additive") -> Floats:
    """z-scores that count only what exceeds both chance and the usual difference between areas.

    `additive` supposes that areas truly differ, with a variance τ² that adds to that of chance, so that large areas too
    are given room; it is the method of the SHMI and the one that Spiegelhalter prefers. `multiplicative` widens chance
    by √φ in every area alike.

    Parameters
    ----------
    scores : Scores of (…, areas)
        As from `ratio_scores` or `proportion_scores`. A missing one stays missing.
    found : Overdispersion of (…, 1)
        As from `overdispersion`. A factor below 1 is taken for 1.
    how : `additive` or `multiplicative`
        How the difference between areas is allowed for.

    Returns
    -------
    (…, areas) float64

    Raises
    ------
    InputError
        If `how` is unknown.

    References
    ----------
    Spiegelhalter (2005), Handling over-dispersion of performance indicators, Qual. Saf. Health Care 14: 347–351.
    NHS England (2024), Summary Hospital-level Mortality Indicator: indicator specification, on over-dispersion.

    Examples
    --------
    >>> scores = ratio_scores([50, 81, 100, 121, 144, 400], [100] * 6)
    >>> adjusted_scores(scores, overdispersion(scores, share=0.2)).round(2).tolist()
    [-1.97, -0.67, 0.0, 0.67, 1.35, 6.74]
    """
    return (scores.value - scores.target) / _adjusted_error(scores, found, how)


def adjusted_limits(scores: Scores, found: Overdispersion, *, level: float = 0.95, how: str = "additive") -> Limits:
    """Control limits of a funnel that allow for the usual difference between areas as well as for chance.

    To draw them, give scores at the sizes to draw at: with the counts that the benchmark lets expect there, as
    `ratio_scores(sizes, sizes)` for a benchmark of 1. They are symmetrical on the scale of the scores.

    Parameters
    ----------
    scores : Scores of (…, areas)
        The areas, or sizes at which to draw. A missing one has no limits.
    found : Overdispersion of (…, 1)
        As from `overdispersion` of the areas. A factor below 1 is taken for 1.
    level : float in (0, 1)
        Two-sided level as a proportion: 0.95 or 0.998 on most funnels.
    how : `additive` or `multiplicative`
        As for `adjusted_scores`.

    Returns
    -------
    Limits of (…, areas), as ratios or proportions

    Raises
    ------
    InputError
        If the level is not strictly between 0 and 1 or `how` is unknown.

    References
    ----------
    Spiegelhalter (2005), Handling over-dispersion of performance indicators, Qual. Saf. Health Care 14: 347–351.
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med. 24: 1185–1202.

    Examples
    --------
    >>> scores = ratio_scores([50, 81, 100, 121, 144, 400], [100] * 6)
    >>> found = overdispersion(scores, share=0.2)
    >>> limits = adjusted_limits(ratio_scores([10, 1000], [10, 1000]), found)
    >>> limits.lower.round(2).tolist(), limits.upper.round(2).tolist()
    ([0.34, 0.52], [2.0, 1.63])
    """
    width = normal_quantile(level) * _adjusted_error(scores, found, how)
    return Limits(scores.back(scores.target - width), scores.back(scores.target + width), ADJUSTMENTS[how], level)


def _adjusted_error(scores: Scores, found: Overdispersion, how: str) -> Floats:
    if one_of(how, ADJUSTMENTS, "how") == "additive":
        return np.sqrt(scores.error**2 + found.between)
    return scores.error * np.sqrt(np.maximum(found.factor, 1))
