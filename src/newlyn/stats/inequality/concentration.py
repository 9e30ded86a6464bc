"""How far an outcome is concentrated among the worse or the better off: concentration index and curve.

Inequality regardless of position is in `inequality.gini` and `inequality.theil`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, one_number, one_of
from newlyn.stats.inequality.measure import Inequality
from newlyn.stats.inequality.polarity import Polarity
from newlyn.stats.inequality.ranked import Ranked

_READS = "Above 0 means that the outcome, of which more is {kind}, is concentrated among the {kind} off."


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """Points of a concentration or Lorenz curve, from (0, 0) to (1, 1), one more than there are units."""

    people: Floats
    """(…, k + 1) share of people up to each point, from the worst off."""
    outcome: Floats
    """(…, k + 1) share of the outcome that they have."""


def concentration_index(
    outcome: ArrayLike,
    position: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    higher_is: str,
    within_variance: ArrayLike | None = None,
    standard_error: str = "Kakwani",
    level: float = 0.95,
) -> Inequality:
    """Concentration index of an outcome over people in order of social position, relative to its mean.

    Twice the area between the concentration curve and the diagonal. Take it for outcomes without an upper bound, such
    as spending or visits; for proportions, whose index depends on their mean, take `erreygers_index`.

    Parameters
    ----------
    outcome : (…, k) array of numbers, nought or more
        Mean outcome of each unit (person, area, quantile), on the last axis. A row with a missing value is missing,
        and so is one whose outcomes are all nought.
    position : (…, k) array of numbers
        Social position of each unit: the lowest is worst off. Units of one position share their rank.
    weight : (…, k) array of counts, or None
        People in each unit; None counts each unit once.
    higher_is : "better" or "worse"
        Whether more of the outcome is good, as with income, or bad, as with deaths.
    within_variance : (…, k) array of numbers, or None
        Variance of the outcome between the people of each unit, p (1 − p) for a proportion: then each person counts as
        an observation, and weights must be numbers of people. None counts each unit as one observation.
    standard_error : "Kakwani" or "regression"
        "Kakwani" allows for the chance in ranks and mean, and for unequal weights as Binder and Kovačević do.
        "regression" takes it from the convenient regression of outcome on rank, which passes over the uncertainty of
        the mean, unequal weights and `within_variance`.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Inequality of (…,) figures, from −1 to 1
        Positive means to the disadvantage of the worse off: for an outcome of which more is worse, the sign is the
        reverse of the literature's. One unit has no standard error.

    Raises
    ------
    InputError
        If an outcome, weight or variance is negative, there are no units, or an option is not known.

    References
    ----------
    Kakwani, Wagstaff and van Doorslaer (1997), Socioeconomic inequalities in health: measurement, computation, and
    statistical inference, Journal of Econometrics 77: 87–103.
    Binder and Kovačević (1995), Estimating some measures of income inequality from survey data: an application of the
    estimating equations approach, Survey Methodology 21: 137–145 (weights).
    O'Donnell, van Doorslaer, Wagstaff and Lindelow (2008), Analyzing health equity using household survey data, World
    Bank, chapter 8.

    Examples
    --------
    Deaths before the age of five per thousand births, by five groups from poor to rich.

    >>> deaths, births = [154.7, 152.9, 119.5, 86.9, 54.3], [29939, 28776, 26528, 24689, 19739]
    >>> float(concentration_index(deaths, [1, 2, 3, 4, 5], births, higher_is="worse").value.round(4))
    0.1694
    """
    ranked = Ranked.checked(outcome, position, weight, within_variance)
    mean = ranked.mean
    value = ranked.twice / mean - 1
    if one_of(standard_error, ("Kakwani", "regression"), "standard_error") == "regression":
        error, method = ranked.regression_error(value), "convenient regression"
    else:
        error, method = ranked.error(1 / mean, -ranked.twice / mean**2), "Kakwani, Wagstaff and van Doorslaer"
    return _signed(value, error, higher_is, "concentration index", method, level)


def wagstaff_index(
    outcome: ArrayLike,
    position: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    higher_is: str,
    lowest: float = 0,
    highest: float = 1,
    within_variance: ArrayLike | None = None,
    level: float = 0.95,
) -> Inequality:
    """Concentration index of a bounded outcome, normalised by Wagstaff so that it can reach 1 whatever the mean.

    It compares places in relative terms of both having and lacking; absolute differences are compared by
    `erreygers_index`.

    Parameters
    ----------
    outcome : (…, k) array of numbers, from `lowest` to `highest`
        Mean outcome of each unit, on the last axis. A row with a missing value is missing, and so is one where all
        have the lowest or all the highest.
    position : (…, k) array of numbers
        Social position of each unit: the lowest is worst off. Units of one position share their rank.
    weight : (…, k) array of counts, or None
        People in each unit; None counts each unit once.
    higher_is : "better" or "worse"
        Whether more of the outcome is good or bad.
    lowest, highest : float
        What the outcome can be; 0 and 1 for a proportion.
    within_variance : (…, k) array of numbers, or None
        As for `concentration_index`.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Inequality of (…,) figures, from −1 to 1
        Positive means to the disadvantage of the worse off. The same for an outcome as for lacking it.

    Raises
    ------
    InputError
        If an outcome is out of bounds, a weight or variance negative, there are no units, or an option is not known.

    References
    ----------
    Wagstaff (2005), The bounds of the concentration index when the variable of interest is binary, with an application
    to immunization inequality, Health Economics 14: 429–432.
    Kakwani, Wagstaff and van Doorslaer (1997), Journal of Econometrics 77: 87–103 (standard error).

    Examples
    --------
    Share of children immunised, from the poorest fifth to the richest.

    >>> float(wagstaff_index([0.3, 0.4, 0.5, 0.6, 0.7], [1, 2, 3, 4, 5], higher_is="better").value.round(4))
    0.32
    """
    lowest = one_number(lowest, "lowest")
    highest = one_number(highest, "highest")
    _checked_bounds(lowest, highest)
    ranked = Ranked.checked(outcome, position, weight, within_variance, lowest, highest)
    room = highest - lowest
    free = ranked.mean * (room - ranked.mean)
    scale = room / np.where(free > 0, free, np.nan)
    by_mean = -scale - scale * (ranked.twice - ranked.mean) * (room - 2 * ranked.mean) * scale / room
    value = scale * (ranked.twice - ranked.mean)
    return _signed(value, ranked.error(scale, by_mean), higher_is, "Wagstaff index", "delta method", level)


def erreygers_index(
    outcome: ArrayLike,
    position: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    higher_is: str,
    lowest: float = 0,
    highest: float = 1,
    within_variance: ArrayLike | None = None,
    level: float = 0.95,
) -> Inequality:
    """Concentration index of a bounded outcome, corrected by Erreygers: eight times its covariance with rank.

    The index to take for proportions, such as of people in good health: an equal gain for everyone leaves it as it
    is, and it says the same of an outcome as of lacking it.

    Parameters
    ----------
    outcome : (…, k) array of numbers, from `lowest` to `highest`
        Mean outcome of each unit, on the last axis. A row with a missing value is missing.
    position : (…, k) array of numbers
        Social position of each unit: the lowest is worst off. Units of one position share their rank.
    weight : (…, k) array of counts, or None
        People in each unit; None counts each unit once.
    higher_is : "better" or "worse"
        Whether more of the outcome is good or bad.
    lowest, highest : float
        What the outcome can be; 0 and 1 for a proportion.
    within_variance : (…, k) array of numbers, or None
        As for `concentration_index`.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Inequality of (…,) figures, from −1 to 1
        Positive means to the disadvantage of the worse off.

    Raises
    ------
    InputError
        If an outcome is out of bounds, a weight or variance negative, there are no units, or an option is not known.

    References
    ----------
    Erreygers (2009), Correcting the concentration index, Journal of Health Economics 28: 504–515.
    Kakwani, Wagstaff and van Doorslaer (1997), Journal of Econometrics 77: 87–103 (standard error).

    Examples
    --------
    >>> float(erreygers_index([0.3, 0.4, 0.5, 0.6, 0.7], [1, 2, 3, 4, 5], higher_is="better").value.round(4))
    0.32
    >>> float(erreygers_index([0.2, 0.3, 0.4, 0.5, 0.6], [1, 2, 3, 4, 5], higher_is="better").value.round(4))
    0.32
    """
    lowest = one_number(lowest, "lowest")
    highest = one_number(highest, "highest")
    _checked_bounds(lowest, highest)
    ranked = Ranked.checked(outcome, position, weight, within_variance, lowest, highest)
    scale = np.where(ranked.units.known, 4 / (highest - lowest), np.nan)
    value = scale * (ranked.twice - (ranked.units.share * ranked.units.value).sum(axis=-1))
    return _signed(value, ranked.error(scale, -scale), higher_is, "Erreygers index", "delta method", level)


def concentration_curve(outcome: ArrayLike, position: ArrayLike, weight: ArrayLike | None = None) -> Curve:
    """Points of the concentration curve: what share of the outcome the worst off so many of people have.

    Parameters
    ----------
    outcome : (…, k) array of numbers, nought or more
        Mean outcome of each unit, on the last axis. A row with a missing value is missing, and so is one whose
        outcomes are all nought.
    position : (…, k) array of numbers
        Social position of each unit: the lowest is worst off. Between units of one position the curve is straight.
    weight : (…, k) array of counts, or None
        People in each unit; None counts each unit once.

    Returns
    -------
    Curve of (…, k + 1) points, both axes from 0 to 1

    Raises
    ------
    InputError
        If an outcome or weight is negative, there are no units, or the shapes do not go together.

    References
    ----------
    O'Donnell, van Doorslaer, Wagstaff and Lindelow (2008), Analyzing health equity using household survey data, World
    Bank, chapter 7.

    Examples
    --------
    >>> curve = concentration_curve([6, 3, 1], [1, 2, 3])
    >>> curve.people.round(2).tolist(), curve.outcome.round(2).tolist()
    ([0.0, 0.33, 0.67, 1.0], [0.0, 0.6, 0.9, 1.0])
    """
    ranked = Ranked.checked(outcome, position, weight, None)
    begun, ended = ranked.ties.span(ranked.units.share)
    had, has = ranked.ties.span(ranked.units.share * ranked.units.value)
    people = np.cumsum(ranked.units.share, axis=-1)
    run = ended - begun
    along = np.divide(people - begun, run, out=np.ones(run.shape), where=run > 0)
    outcomes = (had + (has - had) * along) / ranked.mean[..., np.newaxis]
    people = np.where(np.isnan(outcomes), np.nan, people)
    return Curve(*(_from_nought(points) for points in (people, outcomes)))


def _from_nought(points: Floats) -> Floats:
    return np.concatenate([points[..., :1] * 0, points], axis=-1)


def _signed(value: Floats, error: Floats, higher_is: str, statistic: str, method: str, level: float) -> Inequality:
    # The literature counts concentration among the better off as positive, whatever it is that is concentrated.
    turned = -Polarity.of(higher_is).sign * value
    reads = _READS.format(kind=higher_is)
    return Inequality.normal(turned, error, statistic=statistic, method=method, level=level, reads=reads)


def _checked_bounds(lowest: float, highest: float) -> None:
    if not lowest < highest or not np.isfinite([lowest, highest]).all():
        raise InputError(f"lowest must be below highest, both finite; got {lowest:g} and {highest:g}.")
