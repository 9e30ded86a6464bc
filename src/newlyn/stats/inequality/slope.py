"""Slope and relative index of inequality: how figures change along the whole of society, with analytic limits.

Limits by simulation, as Fingertips has them, are in `slope_simulation`; two groups alone are compared in `gap`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Floats, normal_quantile
from newlyn.stats.estimate import Estimate
from newlyn.stats.inequality.polarity import Polarity
from newlyn.stats.inequality.slope_line import Line

GROUPS = ("the most deprived", "the least deprived")


@dataclass(frozen=True, eq=False, slots=True)
class Slope:
    """Slope and relative index of inequality of each area, and the two ends of the line they are read from."""

    absolute: Estimate
    """Slope index of inequality (SII), in the unit of the figures; above 0 where the most deprived fare worse."""
    relative: Estimate
    """Relative index of inequality (RII), a ratio; above 1 where the most deprived fare worse."""
    most_deprived: Floats
    """Fitted figure at the most deprived end."""
    least_deprived: Floats
    """Fitted figure at the least deprived end."""
    reads: str
    """The sign in plain words."""


def slope_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    higher_is: str,
    kind: str = "mean",
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    limits_level: float = 0.95,
    transform: bool = False,
    level: float = 0.95,
) -> Slope:
    """Slope and relative index of inequality of each area, with limits worked out from the errors of its figures.

    Each quantile stands at the middle of its share of the people, from the most deprived (0) to the least (1). A line
    is fitted by least squares weighted by people. The slope index (SII) is the distance between its two ends, the
    relative index (RII) their ratio, as Kunst and Mackenbach have it; Pamuk's, which Scotland publishes, is the slope
    index over the mean. Both use every quantile, where a gap between the extremes uses two. Use
    `slope_simulation.simulated_slope_index` to reproduce limits that Fingertips publishes; these here are exact for
    means and take no chance.

    The slope index of figures that are not transformed is a weighted sum of them, so its standard error is exact. The
    relative index, and both indices of transformed figures, have theirs from the delta method, the relative index on
    its logarithm. All limits rest on the errors of the figures alone: how far they stray from the line is not in them.

    Parameters
    ----------
    value : (…, quantiles) array of numbers
        Figures of the quantiles, from the most deprived to the least; at least three. An area with a missing one
        (NaN) is missing.
    population : (…, quantiles) array of counts
        People in each quantile; they need not be equal. A quantile without people drops out, even where its figure is
        missing. With people in fewer than three, the area is missing.
    higher_is : str, `better` or `worse`
        What a higher figure means: better for life expectancy, worse for mortality.
    kind : str, `mean`, `rate` or `proportion`
        What the figures are, hence their errors: normal, normal on the logarithm, or normal on the logit. Proportions
        are from 0 to 1. A rate of 0, or a proportion of 0 or 1, has no such error: the area's limits are missing.
    se : (…, quantiles) array of numbers, optional
        Standard errors of the figures, in their unit. Without these and without limits, the limits are missing.
    lower, upper : (…, quantiles) arrays of numbers, optional
        Published limits of the figures, instead of standard errors; the errors are had from their distance, on the
        logarithm or the logit for rates and proportions.
    limits_level : float in (0, 1)
        Level of the limits that are given.
    transform : bool
        Whether the line is fitted to the logarithms of rates, or the logits of proportions. Choose it where the
        figures change by a factor rather than by an amount from quantile to quantile: the fitted ends then stay
        above 0. The indices are of the ends brought back. An area with a figure that has no logarithm or logit is
        missing. Means are not transformed.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Slope of (…) estimates
        `absolute` is in the unit of the figures and `relative` is a ratio, both larger where the most deprived fare
        worse. `relative` is missing where a fitted end is not above 0.

    Raises
    ------
    InputError
        If there are fewer than three quantiles, `higher_is` or `kind` is another word, a rate, a standard error or a
        population is negative, a proportion is outside 0 to 1, limits lie on the wrong side of a figure, both errors
        and limits are given, means are to be transformed, or a level is not strictly between 0 and 1.

    References
    ----------
    Pamuk (1985), Social class inequality in mortality from 1921 to 1972 in England and Wales, Population Studies 39:
    17–31.
    Mackenbach and Kunst (1997), Measuring the magnitude of socio-economic inequalities in health: an overview of
    available measures illustrated with two examples from Europe, Social Science and Medicine 44: 757–771.
    Low and Low (2004), Measuring the gap: quantifying and comparing local health inequalities, Journal of Public
    Health 26: 388–395.
    Regidor (2004), Measures of health inequalities: part 2, Journal of Epidemiology and Community Health 58: 900–903.
    Hayes and Berry (2002), Sampling variability of the Kunst–Mackenbach relative index of inequality, Journal of
    Epidemiology and Community Health 56: 762–765 (limits from the errors of the rates, on the logarithm).

    Examples
    --------
    >>> found = slope_index(
    ...     [74.2, 76.9, 78.8, 80.3, 82.1], [21e3, 20e3, 20e3, 19e3, 20e3], se=[0.5] * 5, higher_is="better"
    ... )
    >>> float(found.most_deprived.round(1)), float(found.least_deprived.round(1))
    (73.5, 83.3)
    >>> sii, rii = found.absolute, found.relative
    >>> float(sii.value.round(2)), float(sii.lower.round(2)), float(sii.upper.round(2)), float(rii.value.round(3))
    (9.7, 8.14, 11.27, 1.132)
    """
    polarity, z = Polarity.of(higher_is), normal_quantile(level)
    line = Line.through(
        value,
        population,
        kind=kind,
        se=se,
        lower=lower,
        upper=upper,
        limits_level=limits_level,
        transform=transform,
    )
    ends = line.ends()
    most, least = ends[..., 0], ends[..., 1]
    pull = line.pull(ends)
    difference, ratio = polarity.difference(most, least), polarity.ratio(most, least)
    distance = z * _length(pull[..., 1, :] - pull[..., 0, :])
    share = pull / np.where(np.isnan(ratio)[..., None], np.nan, ends)[..., None]
    with np.errstate(over="ignore"):  # an end a hair above nought: nothing bounds the ratio, so that limit is missing
        factor = np.exp(z * _length(share[..., 1, :] - share[..., 0, :]))
        farthest = ratio * factor
    return Slope(
        Estimate(
            difference,
            difference - distance,
            difference + distance,
            "slope index of inequality",
            "Delta" if line.linear and kind != "mean" else "Normal",
            level,
        ),
        Estimate(
            ratio,
            ratio / factor,
            np.where(np.isfinite(farthest), farthest, np.nan),
            "relative index of inequality",
            "Delta on the logarithm",
            level,
        ),
        most,
        least,
        polarity.reads(*GROUPS),
    )


def _length(pull: Floats) -> Floats:
    """Errors of independent quantiles, squared and added; missing where they are too large for that."""
    with np.errstate(over="ignore"):
        length: Floats = np.sqrt((pull**2).sum(axis=-1))
    return np.where(np.isfinite(length), length, np.nan)
