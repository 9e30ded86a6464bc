"""How a group's share of those with an outcome stands to its share of the population.

Groups in order, such as tenths of deprivation, are in `profile`; two groups beside each other in `disparity`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    first,
    normal_quantile,
    numbers,
    one_number,
    one_of,
    part_of_whole,
    positives,
    same_shape,
)
from newlyn.stats.estimate import Estimate
from newlyn.stats.interval.proportion import wilson_limits
from newlyn.stats.representation.disparity import METHODS, disparity_ratio

Words = NDArray[np.str_]
Four = tuple[Floats, Floats, Floats, Floats]
"""Of the group and of all with the outcome; of the group and of all in the population."""

BASES = ("known", "sampled", "inclusive")
WORDS = ("under-represented", "as expected", "over-represented", "not known")
"""In the order of their codes, from below to above."""


def representation_ratio(
    count: ArrayLike,
    total: ArrayLike,
    base_count: ArrayLike,
    base_total: ArrayLike,
    *,
    base: str = "known",
    method: str = "score",
    level: float = 0.95,
) -> Estimate:
    """How many times its share of the population a group makes up of those with an outcome.

    Those with an outcome are pupils excluded, children in care, staff, people on a waiting list. What the population
    is to them decides on the limits. `known`: its shares have no error, as in a census, and those with the outcome are
    few of it, or not of it. `sampled`: its shares come from a sample of its own. `inclusive`: those with the outcome
    are counted in the population and are many of it; limits that forget it are too wide.

    Parameters
    ----------
    count : array of counts
        Those of the group with the outcome. Missing values (NaN) stay missing.
    total : array of counts, of the same shape
        All with the outcome. Where it is zero the result is missing.
    base_count : array of counts, of the same shape
        Those of the group in the population; or its share, with a `base_total` of 1.
    base_total : array of counts, of the same shape
        All in the population. Where it is zero, or nobody in it is of the group, the result is missing.
    base : `known`, `sampled` or `inclusive`
        What the population is to those with the outcome.
    method : `score` or `log`
        Score limits, Wilson's or Miettinen and Nurminen's, which hold for small numbers and for nobody; or limits on
        the scale of logarithms, as textbooks have them, which are missing for nobody.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.

    Returns
    -------
    Estimate of that shape
        1 is represented as expected. A group that is all of a population without error is 1, without doubt.

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, `base` or `method` is not known, more of the group or of the others
        have the outcome than are in an inclusive population, or `level` is not strictly between 0 and 1.

    References
    ----------
    Katz, Baptista, Azen and Pike (1978), Obtaining confidence intervals for the risk ratio in cohort studies,
    Biometrics 34: 469–474 (logarithms).
    Miettinen and Nurminen (1985), Comparative analysis of two rates, Statist. Med. 4: 213–226 (score, two samples).
    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22: 209–212 (score, known
    share).

    Examples
    --------
    >>> found = representation_ratio([30, 0], [100, 100], [150, 100], [1000, 1000])
    >>> found.value.tolist(), found.lower.round(2).tolist(), found.upper.round(2).tolist()
    ([2.0, 0.0], [1.46, 0.0], [2.64, 0.37])
    """
    x, n = part_of_whole(count, total)
    held, every = part_of_whole(base_count, base_total, part_name="base_count", whole_name="base_total")
    x, n, held, every = same_shape(count=x, total=n, base_count=held, base_total=every)
    held = np.where(held > 0, held, np.nan)
    one_of(method, METHODS, "method")
    value = x * every / (n * held)
    between = _BETWEEN[one_of(base, BASES, "base")]((x, n, held, every), method, level)
    found = replace(between, value=value, statistic="representation ratio")
    # Of a group that is everyone there is nothing to estimate, unless even that is known from a sample only.
    sure = (held == every) & (x == n) & (base != "sampled")
    return replace(found, lower=np.where(sure, value, found.lower), upper=np.where(sure, value, found.upper))


def representation_word(lower: ArrayLike, upper: ArrayLike, *, expected: float = 1.0) -> Words:
    """Limits put into words: over-represented, under-represented or as expected.

    Parameters
    ----------
    lower, upper : arrays of numbers, of one shape
        Limits of a representation ratio or index. An upper limit that is missing beside a lower one is unbounded.
    expected : number above nought
        What stands for as expected: 1 for a ratio, 0.8 for the four-fifths rule.

    Returns
    -------
    Array of words of that shape
        `over-represented` where the limits lie above what is expected, `under-represented` below, else `as expected`;
        `not known` where both limits are missing.

    Raises
    ------
    InputError
        If a lower limit exceeds its upper, the shapes do not go together, or `expected` is not above nought.

    References
    ----------
    Bollmer, Bethel, Munk and Bitterman (2014), Methods for Assessing Racial/Ethnic Disproportionality in Special
    Education: A Technical Assistance Guide (Revised), IDEA Data Center, Westat.

    Examples
    --------
    >>> representation_word([1.2, 0.4, 0.9], [1.9, 0.8, 1.3]).tolist()
    ['over-represented', 'under-represented', 'as expected']
    """
    expected = one_number(expected, "expected")
    low, high = same_shape(lower=numbers(lower, "lower"), upper=numbers(upper, "upper"))
    crossed = low > high
    if crossed.any():
        at = first(crossed)
        raise InputError(f"a lower limit cannot exceed its upper; at position {at}, {low[at]:g} exceeds {high[at]:g}.")
    mark = float(positives(expected, "expected"))
    place = 1 + (low > mark).astype(int) - (high < mark)
    return np.array(WORDS)[np.where(np.isnan(low) & np.isnan(high), 3, place)]


def _known(four: Four, method: str, level: float) -> Estimate:
    x, n, held, every = four
    share = x / n
    if method == "score":
        return Estimate.within(share, wilson_limits(x, n, level=level).scaled(every / held), "")
    value = share * every / held
    reach = np.exp(normal_quantile(level) * np.sqrt((1 - share) / np.where(x > 0, x, np.nan)))
    return Estimate(value, value / reach, value * reach, "", "Log", level)


def _sampled(four: Four, method: str, level: float) -> Estimate:
    return disparity_ratio(*four, method=method, level=level)


def _inclusive(four: Four, method: str, level: float) -> Estimate:
    """By way of the ratio of the group's rate to that of the others, of which this one is a function that rises."""
    x, n, held, every = four
    rest, others = n - x, every - held
    for part, whole, who in ((x, held, "the group"), (rest, others, "the others")):
        over = part > whole
        if over.any():
            at = first(over)
            raise InputError(
                f"an inclusive population must hold all with the outcome; of {who}, {part[at]:g} have it and "
                f"{whole[at]:g} are in the population."
            )
    found = disparity_ratio(x, held, rest, others, method=method, level=level)
    share = held / every

    def beside_all(ratio: Floats) -> Floats:
        return ratio / (share * ratio + 1 - share)

    # Where none of the others has the outcome, their ratio has no upper limit, and this one has the share's inverse.
    endless = (rest == 0) & (x > 0) & (method == "score")
    upper = np.where(endless, 1 / share, beside_all(found.upper))
    return replace(found, lower=beside_all(found.lower), upper=upper)


_BETWEEN = {"known": _known, "sampled": _sampled, "inclusive": _inclusive}
