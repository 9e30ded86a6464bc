"""The gap between two groups, and between a group and the average that it is part of.

Whether a gap closes is in `gap_change`, how far many groups lie apart in `group_spread`, the slope along all of society
in `slope`. Differences without worse and better are in `interval.recovery`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from newlyn.stats.argument import Floats, counts, normal_quantile, numbers, refuse_where, same_shape, shares
from newlyn.stats.estimate import Estimate
from newlyn.stats.inequality.polarity import Polarity
from newlyn.stats.interval.recovery import recovered_difference, recovered_ratio

ROUNDING = 0.01
"""By how large a part the limits of an average may fall short of its own group's, before it is more than rounding."""


@dataclass(frozen=True, eq=False, slots=True)
class Gap:
    """The absolute and the relative gap, with the two figures that they lie between."""

    absolute: Estimate
    """In the unit of the figures; above 0 where the worse off fare worse."""
    relative: Estimate
    """A ratio; above 1 where the worse off fare worse."""
    worse_off: Estimate
    better_off: Estimate
    higher_is: str
    reads: str
    """The sign in plain words."""


def estimate_with_error(value: ArrayLike, se: ArrayLike, *, statistic: str, level: float = 0.95) -> Estimate:
    """A figure that is published with its standard error, as an estimate with normal limits.

    Use it to bring published means, life expectancies or rates to `gap_between`. Counts have limits of their own, in
    `rate` and `interval`.

    Parameters
    ----------
    value : array of numbers
        The figures. Missing values (NaN) stay missing.
    se : array of numbers, of the same shape
        Their standard errors, in the same unit. Where one is missing the limits are.
    statistic : str
        What the figure is, such as `life expectancy`; only figures of one statistic are compared.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape

    Raises
    ------
    InputError
        If a standard error is negative, the shapes do not go together, or `level` is not strictly between 0 and 1.

    References
    ----------
    Altman, Machin, Bryant and Gardner (2000), Statistics with Confidence, 2nd edition, BMJ Books, chapter 4 (means).

    Examples
    --------
    >>> found = estimate_with_error([73.9], [0.05], statistic="life expectancy")
    >>> found.lower.round(1).tolist(), found.upper.round(1).tolist()
    ([73.8], [74.0])
    """
    figure, error = same_shape(value=numbers(value, "value"), se=counts(se, "standard error"))
    away = normal_quantile(level) * error
    return Estimate(figure, figure - away, figure + away, statistic, "Normal", level)


def gap_between(worse_off: Estimate, better_off: Estimate, *, higher_is: str) -> Gap:
    """The absolute and the relative gap between two groups that do not overlap.

    The groups are named in advance by their circumstances, such as the most and the least deprived, never by who
    turned out worse: picking the extremes of many groups makes gaps out of chance (see `group_spread`).

    Parameters
    ----------
    worse_off : Estimate
        Figure of the group that is worse off, with limits by whatever method suits it.
    better_off : Estimate of the same statistic and level, and of a shape that goes with it
        Figure of the group that is better off, estimated from other people. Missing makes missing.
    higher_is : str, `better` or `worse`
        What a higher figure means: better for life expectancy, worse for mortality.

    Returns
    -------
    Gap
        Limits by recovery of variances: each uses the limits of the two figures that lie towards it. The relative gap
        is missing unless both figures are above 0; a lower limit below 0 counts as 0, and where that of the figure
        that divides is 0, nothing bounds the relative gap and its upper limit is missing.

    Raises
    ------
    InputError
        If the two are of different statistics or levels, their shapes do not go together, or `higher_is` is another
        word.

    References
    ----------
    Zou and Donner (2008), Construction of confidence limits about effect measures: a general approach, Statist. Med.
    27: 1693–1702, equations 2 and 3.
    Donner and Zou (2012), Closed-form confidence intervals for functions of the normal mean and standard deviation,
    Statistical Methods in Medical Research 21: 347–359, section 2.
    World Health Organization (2013), Handbook on health inequality monitoring, section 3 (difference and ratio).

    Examples
    --------
    >>> from newlyn.stats.rate.crude import proportion
    >>> smoking = gap_between(proportion([56], [70]), proportion([48], [80]), higher_is="worse")
    >>> smoking.absolute.value.round(4).tolist(), smoking.absolute.lower.round(4).tolist()
    ([0.2], [0.0524])
    >>> smoking.relative.value.round(3).tolist()
    [1.333]
    """
    polarity = Polarity.of(higher_is)
    higher, lower = (worse_off, better_off) if polarity.worse_when_higher else (better_off, worse_off)
    return Gap(
        replace(recovered_difference(higher, lower), statistic="absolute gap"),
        replace(recovered_ratio(_above_nought(higher), _above_nought(lower)), statistic="relative gap"),
        worse_off,
        better_off,
        higher_is,
        polarity.reads("the worse off", "the better off"),
    )


def gap_to_average(group: Estimate, average: Estimate, *, share: ArrayLike, higher_is: str) -> Gap:
    """The absolute and the relative gap between a group and the average of all, of whom the group is a part.

    A group moves the average it is held against, so the two do not err apart and `gap_between` would not hold. Taken
    out of the average, the group leaves the figure of the rest, which does err apart: the gap to the average is the
    gap to the rest times the share of the rest, and the relative gap follows from that to the rest likewise.

    Parameters
    ----------
    group : Estimate
        Figure of the group, which is the one worse off.
    average : Estimate of the same statistic and level, and of a shape that goes with it
        Figure of all, the group among them: an average weighted by people. Missing makes missing.
    share : array of proportions, of a shape that goes with them
        Share of the group in the people of the average. Where it is 1 there is no rest and no gap: missing.
    higher_is : str, `better` or `worse`
        What a higher figure means.

    Returns
    -------
    Gap
        `better_off` is the average. Limits as in `gap_between`, from those of the group and of the rest.

    Raises
    ------
    InputError
        As for `gap_between`; if a share is outside 0 to 1, or the limits of an average are narrower than its part
        allows, which means that share and figures do not belong together.

    References
    ----------
    Zou and Donner (2008), Construction of confidence limits about effect measures: a general approach, Statist. Med.
    27: 1693–1702, equations 2 and 3.
    Daly (1998), Confidence limits made easy: interval estimation using a substitution method, American Journal of
    Epidemiology 147: 783–790.

    Examples
    --------
    >>> group = estimate_with_error([12.0], [0.5], statistic="smoking prevalence")
    >>> england = estimate_with_error([10.0], [0.3], statistic="smoking prevalence")
    >>> found = gap_to_average(group, england, share=0.25, higher_is="worse")
    >>> found.absolute.value.round(2).tolist(), found.absolute.lower.round(2).tolist()
    ([2.0], [1.09])
    >>> found.relative.value.round(2).tolist()
    [1.2]
    """
    polarity = Polarity.of(higher_is)
    part = shares(share, "share")
    part = np.where(part < 1, part, np.nan)
    to_rest = gap_between(group, _rest(group, average, part), higher_is=higher_is)
    absolute, relative = to_rest.absolute, to_rest.relative

    def to_average(ratio: Floats) -> Floats:
        # Group over rest is this ratio where higher is worse, rest over group where it is better.
        return 1 / (part + (1 - part) / ratio) if polarity.worse_when_higher else part + (1 - part) * ratio

    scaled = replace(
        absolute,
        value=absolute.value * (1 - part),
        lower=absolute.lower * (1 - part),
        upper=absolute.upper * (1 - part),
    )
    with np.errstate(divide="ignore"):  # a group of nought is nought times the rest, and nought times the average
        turned = replace(
            relative,
            value=to_average(relative.value),
            lower=to_average(relative.lower),
            upper=to_average(relative.upper),
        )
    return Gap(scaled, turned, group, average, higher_is, polarity.reads("people of the group", "the average"))


def _above_nought(figure: Estimate) -> Estimate:
    """What can be part of a ratio: missing where it is not above nought, its limits drawn in to nought."""
    positive = figure.value > 0
    value, lower, upper = (
        np.where(positive, np.maximum(one, 0), np.nan) for one in (figure.value, figure.lower, figure.upper)
    )
    return replace(figure, value=value, lower=lower, upper=upper)


def _rest(group: Estimate, average: Estimate, share: Floats) -> Estimate:
    """Everybody but the group, whose errors are what the errors of the average hold beside those of the group."""
    value = (average.value - share * group.value) / (1 - share)
    down, up = (
        _beside(share * (group.value - group.lower), average.value - average.lower),
        _beside(share * (group.upper - group.value), average.upper - average.value),
    )
    return replace(average, value=value, lower=value - down / (1 - share), upper=value + up / (1 - share))


def _beside(part: Floats, whole: Floats) -> Floats:
    """The other leg of a right-angled triangle: distances of independent errors add as squares."""
    part, whole = same_shape(part=part, whole=whole)
    refuse_where(
        part * (1 - ROUNDING) > whole,
        whole,
        "the limits of an average cannot lie nearer to it than its group alone makes them; check the share",
    )
    other: Floats = np.sqrt(np.maximum(whole**2 - part**2, 0))
    return other
