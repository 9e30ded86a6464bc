"""Weighted means and proportions of a survey, for everyone or for each domain, with limits from linearisation.

How the sample was drawn is `sample`; figures that are neither means nor proportions come from `replicate`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, expit, logit, stdtrit

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import MOST_GROUPS, Bools, Floats, checked_level, one_of, refuse_where
from newlyn.stats.estimate import Estimate, Limits
from newlyn.stats.survey.sample import Codes, Sample

PROPORTION_LIMITS = ("Korn–Graubard", "logit")


@dataclass(frozen=True, eq=False, slots=True)
class SurveyEstimate:
    """A figure of a survey with its limits, and how much the design of the survey cost it."""

    estimate: Estimate
    standard_error: Floats
    """Linearised standard error; missing where there are no degrees of freedom."""
    degrees_of_freedom: Floats
    """Primary sampling units less strata, over those in which somebody of the domain answered."""
    design_effect: Floats
    """The variance over that of a simple random sample of as many respondents."""
    effective_n: Floats
    """The respondents over the design effect: a simple random sample as sure as this one."""
    respondents: Floats
    """How many answered, unweighted; those with a weight of nought or a missing value are not among them."""


def weighted_mean(
    values: ArrayLike,
    sample: Sample,
    *,
    domain: ArrayLike | None = None,
    domains: int | None = None,
    level: float = 0.95,
) -> SurveyEstimate:
    """Weighted mean of the answers to a survey, with t limits from Taylor linearisation.

    A domain, such as a district or a group, is estimated within the whole design: units without anyone of the domain
    stay in it. Degrees of freedom are the units less the strata in which somebody of the domain answered; where there
    are none, as in a domain within one unit, the standard error and the limits are missing.

    Parameters
    ----------
    values : (n,) array of numbers
        The answer of each respondent. Who has none (NaN) leaves the answers and stays in the design.
    sample : Sample
        How the respondents were drawn: `Sample.of(weight, stratum=..., unit=..., fraction=...)`.
    domain : (n,) array of whole numbers from 0, optional
        Code of the domain of each respondent; left out, the mean is of everyone.
    domains : whole number, optional
        How many domains there are, where the last may have no respondents.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    SurveyEstimate of (domains,), or of one figure if there is no domain
        A domain without respondents is missing.

    Raises
    ------
    InputError
        If the arrays differ in length, a domain code is missing, negative, a fraction or too high, or `level` is not
        strictly between 0 and 1.

    References
    ----------
    Binder (1983), On the variances of asymptotically normal estimators from complex surveys, International
    Statistical Review 51: 279–292.
    Lohr (2019), Sampling: Design and Analysis, 2nd ed. (reissued), CRC Press, sections 4.2 (domains) and 9.1.
    Korn and Graubard (1999), Analysis of Health Surveys, Wiley, chapters 2 and 5.

    Examples
    --------
    >>> sample = Sample.of([20, 20, 20, 20, 20, 20], unit=[0, 0, 1, 1, 2, 2])
    >>> mean = weighted_mean([3, 2, 2, 3, 4, 4], sample)
    >>> mean.estimate.value.round(2).tolist(), mean.standard_error.round(2).tolist()
    (3.0, 0.5)
    """
    y, given = sample.answers(values, "values")
    made = _Linearised.of(y, given, sample, domain, domains)
    reach = stdtrit(made.freedom, (1 + checked_level(level)) / 2) * made.error
    return made.told("mean", Limits(made.share - reach, made.share + reach, "Taylor linearisation, t", level))


def weighted_proportion(
    has: ArrayLike,
    sample: Sample,
    *,
    domain: ArrayLike | None = None,
    domains: int | None = None,
    method: str = "Korn–Graubard",
    level: float = 0.95,
) -> SurveyEstimate:
    """Weighted proportion of those who have a characteristic, with the variance from Taylor linearisation.

    Korn and Graubard's limits are the exact binomial ones for the effective sample size, and hold for small domains
    and for proportions near 0 or 1; logit limits are missing where nobody or everybody has the characteristic. The
    effective sample size is drawn down to the respondents where it would exceed them; where nobody or everybody has
    the characteristic the design effect cannot be seen, and that of the weights (Kish) stands in for it.

    Parameters
    ----------
    has : (n,) array of 0 and 1
        Whether each respondent has the characteristic. Who did not say (NaN) leaves the answers, not the design.
    sample : Sample
        How the respondents were drawn: `Sample.of(weight, stratum=..., unit=..., fraction=...)`.
    domain : (n,) array of whole numbers from 0, optional
        Code of the domain of each respondent; left out, the proportion is of everyone.
    domains : whole number, optional
        How many domains there are, where the last may have no respondents.
    method : `Korn–Graubard` or `logit`
        How the limits are worked out.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    SurveyEstimate of (domains,), or of one figure if there is no domain
        Proportions from 0 to 1. A domain without respondents is missing.

    Raises
    ------
    InputError
        If `has` is anything but 0 and 1, the method is not known, or as for `weighted_mean`.

    References
    ----------
    Korn and Graubard (1998), Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data, Survey Methodology 24: 193–201.
    Korn and Graubard (1999), Analysis of Health Surveys, Wiley, chapters 2 (logit) and 5.
    Parker et al. (2017), National Center for Health Statistics data presentation standards for proportions, Vital and
    Health Statistics 2(175).

    Examples
    --------
    >>> sample = Sample.of([1] * 20)
    >>> share = weighted_proportion([1] * 4 + [0] * 16, sample)
    >>> float(share.estimate.value), share.estimate.lower.round(3).tolist(), share.estimate.upper.round(3).tolist()
    (0.2, 0.055, 0.444)
    """
    y, given = sample.answers(has, "has")
    refuse_where((y != 0) & (y != 1), y, "has must be 0 or 1, or NaN for a missing answer")
    work = _LIMITS[one_of(method, PROPORTION_LIMITS, "method")]
    made = _Linearised.of(y, given, sample, domain, domains)
    return made.told("proportion", Limits(*work(made, checked_level(level)), method, level))


@dataclass(frozen=True, eq=False, slots=True)
class _Linearised:
    """Weighted means with their linearised standard errors."""

    share: Floats
    error: Floats
    freedom: Floats
    random_variance: Floats
    """Variance of the mean of a simple random sample of as many."""
    n: Floats
    kish: Floats
    """Effective sample size by the weights alone."""

    @classmethod
    def of(cls, y: Floats, given: Bools, sample: Sample, domain: ArrayLike | None, domains: int | None) -> _Linearised:
        group = (
            Codes.everyone(sample.respondents)
            if domain is None
            else Codes.of(domain, "domain", respondents=sample.respondents, groups=domains)
        )
        if group.groups > MOST_GROUPS:
            raise InputError(f"domains must be below {MOST_GROUPS:,}: number them from 0; got {group.groups}.")
        counted = given & (sample.weight > 0)
        weight = np.where(counted, sample.weight, 0.0)
        n = group.totals(counted)
        total = np.where(n > 0, group.totals(weight), np.nan)
        mean = group.totals(weight * y) / total
        apart = y - mean[group.code]
        apart[~counted] = 0
        score = weight * apart
        random = group.totals(score * apart) / total / np.where(n > 1, n - 1, np.nan)
        score /= total[group.code]
        # Of a domain in which nobody answered the total is missing, and nobody's score may be.
        score[~counted] = 0
        variance, freedom = sample.variance(score, counted, group)
        error = np.sqrt(np.where(freedom > 0, variance, np.nan))
        kish = total**2 / np.where(n > 0, group.totals(weight**2), np.nan)
        made = (mean, error, freedom, random, n, kish)
        return cls(*(one[0] if domain is None else one for one in made))

    def told(self, statistic: str, limits: Limits) -> SurveyEstimate:
        random = np.where(self.random_variance > 0, self.random_variance, np.nan)
        effect = self.error**2 / random
        return SurveyEstimate(
            Estimate.within(self.share, limits, statistic),
            self.error,
            self.freedom,
            effect,
            self.n / np.where(effect > 0, effect, np.nan),
            self.n,
        )


def _korn_graubard(made: _Linearised, level: float) -> tuple[Floats, Floats]:
    tail = (1 - level) / 2
    p, even = made.share, (made.share == 0) | (made.share == 1)
    free = np.where(made.freedom > 0, made.freedom, np.nan)
    # Where nothing varies within strata the effective size has no end, and the respondents bound it.
    variance = np.where(even, np.nan, made.error**2)
    binomial = np.divide(p * (1 - p), variance, out=np.full(np.shape(p), np.inf), where=variance != 0)
    narrowing = (stdtrit(np.maximum(made.n - 1, 1), 1 - tail) / stdtrit(free, 1 - tail)) ** 2
    n = np.minimum(np.where(even, made.kish, binomial) * narrowing, made.n)
    x = p * n
    lower = np.where(p == 0, 0.0 * n, betaincinv(np.where(p == 0, 1, x), n - x + 1, tail))
    upper = np.where(p == 1, 1 + 0.0 * n, betaincinv(x + 1, np.where(p == 1, 1, n - x), 1 - tail))
    return lower, upper


def _logit(made: _Linearised, level: float) -> tuple[Floats, Floats]:
    p = np.where((made.share > 0) & (made.share < 1), made.share, np.nan)
    reach = stdtrit(made.freedom, (1 + level) / 2) * made.error / (p * (1 - p))
    return expit(logit(p) - reach), expit(logit(p) + reach)


_LIMITS: dict[str, Callable[[_Linearised, float], tuple[Floats, Floats]]] = {
    "Korn–Graubard": _korn_graubard,
    "logit": _logit,
}
