"""What an exposure, or inequality itself, costs all together: attributable fractions, risks and numbers.

How unequal groups are is in `slope`, `gap` and `group_spread`. That removing the cause would remove the burden is a
claim about causes, which no figure here makes by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    at_least,
    counts,
    first,
    normal_quantile,
    one_of,
    part_of_whole,
    positives,
    same_shape,
    shares,
)
from newlyn.stats.estimate import Estimate
from newlyn.stats.inequality.polarity import Polarity

NEAR_ONE = 1e-6
"""How far shares may add up to something else than 1: more than sums of floating-point numbers stray."""


@dataclass(frozen=True, eq=False, slots=True)
class Attributable:
    """What all would gain if every group fared like the one held up as reference."""

    risk: Estimate
    """Population attributable risk: how far the average is behind the reference; above 0 where it fares worse."""
    fraction: Estimate
    """Population attributable fraction: that distance as a share of the average; above 0 where it fares worse."""
    number: Estimate
    """The people or events that the distance amounts to; above 0 where the average fares worse."""
    reference: Floats
    """The figure of the reference group."""
    average: Floats
    """The average of all groups, weighted by people."""
    reads: str
    """The sign in plain words."""


def levin_fraction(share: ArrayLike, relative_risk: Estimate, *, people: ArrayLike | None = None) -> Estimate:
    """The share of cases that would not be, had nobody been exposed, from how many people are exposed.

    Levin's formula, for one or more levels of exposure. Use it with crude relative risks, or where confounding is
    slight; with adjusted ones it is biased, and `miettinen_fraction` is right.

    Parameters
    ----------
    share : (…, levels) array of proportions
        Shares of the people at each level of exposure, the unexposed among them. They add up to 1.
    relative_risk : Estimate of (…, levels)
        Risk at each level relative to the unexposed, whose own is 1 between limits of 1, as from other studies.
    people : array of counts, of shape (…), optional
        How many people were asked for the shares to be known. Without it the shares are taken as known for certain.

    Returns
    -------
    Estimate of shape (…), at the level of the relative risks
        Proportion of all cases; negative where exposure protects. Limits by the delta method on log(1 − fraction). The
        risks of several levels share the unexposed and err together: they are taken to err fully together, which makes
        the limits safe rather than narrow. Missing where a share or a risk is.

    Raises
    ------
    InputError
        If a share is outside 0 to 1, the shares do not add up to 1, a relative risk or a limit of one is not above 0,
        `people` is negative, or the shapes do not go together.

    References
    ----------
    Levin (1953), The occurrence of lung cancer in man, Acta Unio Internationalis contra Cancrum 9: 531–541.
    Walter (1978), Calculation of attributable risks from epidemiological data, International Journal of Epidemiology
    7: 175–182.
    Hanley (2001), A heuristic approach to the formulas for population attributable fraction, Journal of Epidemiology
    and Community Health 55: 508–514 (several levels).

    Examples
    --------
    >>> risk = Estimate(np.array([1, 2.0]), np.array([1, 1.6]), np.array([1, 2.5]), "relative risk", "Wald", 0.95)
    >>> found = levin_fraction([0.8, 0.2], risk)
    >>> float(found.value.round(3)), float(found.lower.round(3)), float(found.upper.round(3))
    (0.167, 0.102, 0.226)
    """
    risk, error = _logged(relative_risk)
    part, risk, error = same_shape(share=shares(share, "share"), relative_risk=risk, error=error)
    at_least(2, part, "share")
    _refuse_unless_whole(part)
    burden = part * risk
    total = burden.sum(axis=-1)
    variance = (burden * error).sum(axis=-1) ** 2
    if people is not None:
        total, asked, variance = same_shape(total=total, people=counts(people, "number of people"), variance=variance)
        spread = (burden * risk).sum(axis=-1) - total**2
        variance = variance + spread / np.where(asked > 0, asked, np.nan)
    return _fraction(1 / total, np.sqrt(variance) / total, relative_risk.level)


def miettinen_fraction(exposed_cases: ArrayLike, cases: ArrayLike, relative_risk: Estimate) -> Estimate:
    """The share of cases that would not be, had nobody been exposed, from how many of the cases were exposed.

    Miettinen's formula: it stays right with relative risks, rate ratios or odds ratios that are adjusted for
    confounding, because exposure is counted among the cases.

    Parameters
    ----------
    exposed_cases : array of counts
        Cases who were exposed.
    cases : array of counts, of the same shape
        All cases. Where there are none the result is missing.
    relative_risk : Estimate of that shape
        Risk of the exposed relative to the unexposed, from a study with these same cases. Missing makes missing.

    Returns
    -------
    Estimate of that shape, at the level of the relative risks
        Proportion of all cases; negative where exposure protects. Limits by the delta method on log(1 − fraction),
        with the covariance of risk and exposure that comes of their resting on the same cases.

    Raises
    ------
    InputError
        If a count is negative or exceeds all cases, a relative risk or a limit of one is not above 0, or the shapes do
        not go together.

    References
    ----------
    Miettinen (1974), Proportion of disease caused or prevented by a given exposure, trait or intervention, American
    Journal of Epidemiology 99: 325–332.
    Greenland (1987), Variance estimators for attributable fraction estimates consistent in both large strata and
    sparse data, Statist. Med. 6: 701–708.

    Examples
    --------
    >>> risk = Estimate(np.array([2.0]), np.array([1.6]), np.array([2.5]), "relative risk", "Wald", 0.95)
    >>> found = miettinen_fraction([60], [200], risk)
    >>> found.value.round(3).tolist(), found.lower.round(3).tolist(), found.upper.round(3).tolist()
    ([0.15], [0.076], [0.218])
    """
    risk, error = _logged(relative_risk)
    exposed, all_cases = part_of_whole(
        exposed_cases, cases, part_name="count of exposed cases", whole_name="total of cases"
    )
    exposed, all_cases, risk, error = same_shape(
        exposed_cases=exposed, cases=all_cases, relative_risk=risk, error=error
    )
    part = exposed / all_cases
    remains = 1 - part + part / risk
    gain = 1 - 1 / risk
    # The same exposed and unexposed cases make both the share exposed and the relative risk: their covariance is last.
    together = part * (1 - part) / all_cases
    variance = gain**2 * together + (part / risk * error) ** 2 + 2 * gain * part / risk / all_cases
    return _fraction(remains, np.sqrt(np.maximum(variance, 0)) / remains, relative_risk.level)


def attributable_to_inequality(
    value: ArrayLike,
    population: ArrayLike,
    *,
    higher_is: str,
    se: ArrayLike | None = None,
    reference: str = "least_deprived",
    per: float = 1,
    level: float = 0.95,
) -> Attributable:
    """What all would gain if every group fared like the best off: attributable risk, fraction and number.

    The measures of impact of health inequality monitors: they grow with the size of the groups left behind, where a
    gap between two groups does not.

    Parameters
    ----------
    value : (…, groups) array of numbers, nought or more
        Proportions or rates of the groups, from the most deprived to the least; at least two. An area with a missing
        one (NaN) is missing.
    population : (…, groups) array of counts
        People in each group. A group without people drops out; where that is the reference, the area is missing.
    higher_is : str, `better` or `worse`
        What a higher figure means.
    se : (…, groups) array of numbers, optional
        Standard errors of the figures, in their unit. Without these the limits are missing.
    reference : str, `least_deprived` or `best`
        The group held up: the last, or the one that fares best, which for groups in no order is the only choice. That
        the best was found in the figures themselves is not in the limits.
    per : float
        The people whom a rate is for: 1 for proportions, 100,000 for deaths per 100,000. The number is in people.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Attributable of (…) estimates
        Limits of the risk and of the number are exact for normal figures, those of the fraction by the delta method on
        the logarithm of reference over average. The fraction is missing where average or reference are 0. Below 0 the
        reference group itself fares worse than the average; that is not drawn in to 0.

    Raises
    ------
    InputError
        If there are fewer than two groups, a figure, a standard error or a population is negative, `per` is not above
        0, the shapes do not go together, `higher_is` or `reference` is another word, or `level` is not strictly
        between 0 and 1.

    References
    ----------
    World Health Organization (2013), Handbook on health inequality monitoring, section 3 (population attributable
    risk).
    Schlotheuber and Hosseinpoor (2022), Summary measures of health inequality: a review of existing measures and their
    application, International Journal of Environmental Research and Public Health 19: 3697.

    Examples
    --------
    >>> found = attributable_to_inequality(
    ...     [300, 250, 200], [40e3, 30e3, 30e3], se=[12, 11, 10], per=100_000, higher_is="worse"
    ... )
    >>> float(found.average), float(found.risk.value), float(found.number.value)
    (255.0, 55.0, 55.0)
    >>> float(found.fraction.value.round(3)), float(found.fraction.lower.round(3)), float(found.fraction.upper.round(3))
    (0.216, 0.144, 0.281)
    """
    polarity, z = Polarity.of(higher_is), normal_quantile(level)
    one_of(reference, ("least_deprived", "best"), "reference")
    (people_per,) = positives([per], "per")
    figure, people, error = same_shape(
        value=counts(value, "value"),
        population=counts(population, "population"),
        se=counts(np.nan if se is None else se, "standard error"),
    )
    at_least(2, figure, "value")
    figure, error = (np.where(people == 0, 0.0, one) for one in (figure, error))
    everybody = people.sum(axis=-1)
    share = _over(people, everybody[..., None])
    held_up = _best(figure, people, polarity) if reference == "best" else _last(people)
    best, average = (held_up * figure).sum(axis=-1), (share * figure).sum(axis=-1)
    best = np.where(np.isnan(average), np.nan, best)
    risk = polarity.difference(average, best)
    away = z * _length((share - held_up) * error)
    log_error = _length((_over(held_up, best[..., None]) - _over(share, average[..., None])) * error)
    behind = Estimate(risk, risk - away, risk + away, "population attributable risk", "Normal", level)
    scale = everybody / people_per
    return Attributable(
        behind,
        _fraction(_over(best, average), log_error, level, polarity.sign),
        replace(
            behind,
            value=risk * scale,
            lower=behind.lower * scale,
            upper=behind.upper * scale,
            statistic="population attributable number",
        ),
        best,
        average,
        polarity.reads("all together", "the reference group", when="Figures above 0 mean"),
    )


def _fraction(remains: Floats, log_error: Floats, level: float, sign: int = 1) -> Estimate:
    """What is gained where so much of the whole remains, or where higher is better (sign −1) comes of it."""
    away = normal_quantile(level) * log_error
    with np.errstate(over="ignore"):  # an error this large bounds nothing, and the limit is missing
        near, far = (remains * np.exp(sign * one) for one in (away, -away))
    value, lower, upper = (sign * (1 - np.where(np.isfinite(one), one, np.nan)) for one in (remains, near, far))
    return Estimate(value, lower, upper, "population attributable fraction", "Delta on the logarithm", level)


def _logged(relative_risk: Estimate) -> tuple[Floats, Floats]:
    """Relative risks, and the standard errors of their logarithms, from the width between the limits."""
    risk = positives(relative_risk.value, "relative risk")
    lower = positives(relative_risk.lower, "lower limit of a relative risk")
    upper = positives(relative_risk.upper, "upper limit of a relative risk")
    return risk, (np.log(upper) - np.log(lower)) / (2 * normal_quantile(relative_risk.level))


def _refuse_unless_whole(share: Floats) -> None:
    total = share.sum(axis=-1)
    wrong = np.abs(total - 1) > NEAR_ONE
    if wrong.any():
        at = first(wrong)
        where = f" in row {at[0] if len(at) == 1 else at}" if at else ""
        raise InputError(
            f"shares must add up to 1, the unexposed among them; got {total[at]:g}{where}. Divide them by their sum if "
            "they are rounded."
        )


def _last(people: Floats) -> Floats:
    """The last group, unless nobody is in it."""
    chosen = np.zeros(people.shape)
    chosen[..., -1] = np.where(people[..., -1] > 0, 1, np.nan)
    return chosen


def _best(figure: Floats, people: Floats, polarity: Polarity) -> Floats:
    """The group that fares best of those with people."""
    worse = np.where(people > 0, polarity.sign * figure, np.inf)
    return np.where(np.arange(figure.shape[-1]) == np.argmin(worse, axis=-1)[..., None], 1.0, 0.0)


def _length(pull: Floats) -> Floats:
    """Errors of independent groups, squared and added."""
    length: Floats = np.sqrt((pull**2).sum(axis=-1))
    return length


def _over(part: Floats, whole: Floats) -> Floats:
    """A quotient, missing where nothing is divided by."""
    part, whole = same_shape(part=part, whole=whole)
    quotient: Floats = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return quotient
