"""How far each group of a population is over- or under-represented: observed over expected, tenth by tenth.

One group by itself is `ratio`; all groups together are tested in `spread`, groups in order in `gradient`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from newlyn.stats.argument import Floats, checked_level, one_of
from newlyn.stats.comparison.multiplicity import benjamini_hochberg
from newlyn.stats.estimate import Estimate, Limits
from newlyn.stats.interval.count import count_limits, exact_poisson_limits
from newlyn.stats.representation.ratio import WORDS, Words
from newlyn.stats.representation.spread import Spread

INTERVALS = {"byar": count_limits, "exact": exact_poisson_limits}


@dataclass(frozen=True, eq=False, slots=True)
class RepresentationProfile:
    """Each group's observed count over what its share of the population would give."""

    index: Estimate
    """Observed over expected: 1 is represented as expected."""
    expected: Floats
    residual: Floats
    """Adjusted residual: observed less expected in its standard errors, normal where all is as expected."""
    p: Floats
    """Two-sided p-value of each residual by itself."""
    adjusted_p: Floats
    """The same, adjusted for the number of groups by Benjamini and Hochberg's method."""
    word: Words
    """`over-represented`, `under-represented` or `as expected` by the adjusted p-value; `not known` if missing."""


def representation_profile(
    count: ArrayLike, population: ArrayLike, *, limits: str = "byar", level: float = 0.95
) -> RepresentationProfile:
    """Observed over expected counts of every group, with limits, residuals and a word for each.

    Limits are those of each count by itself, as for a standardised ratio. The words go by residuals adjusted for the
    number of groups; below five expected take `simulated_spread_test` for whether there is anything to find.

    Parameters
    ----------
    count : (..., k) array of counts
        Those with the outcome in each group, along the last axis: tenths of deprivation, ethnic groups.
    population : (..., k) array of counts
        The population of each group. A row with a missing value (NaN), without a population or without anyone with
        the outcome is missing; a group without population has no index.
    limits : `byar` or `exact`
        Byar's approximation, exact below ten; or exact Poisson limits throughout.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95. Also that of the words.

    Returns
    -------
    RepresentationProfile of (..., k)

    Raises
    ------
    InputError
        If a count is negative, there are fewer than two groups, a group without population has the outcome, `limits` is
        not known, or `level` is not strictly between 0 and 1.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, IARC Scientific Publications 82, section
    2.3 (observed over expected).
    Haberman (1973), The analysis of residuals in cross-classified tables, Biometrics 29: 205–220.
    Benjamini and Hochberg (1995), Controlling the false discovery rate, JRSS B 57: 289–300.

    Examples
    --------
    >>> found = representation_profile([60, 25, 15], [1000, 1000, 1000])
    >>> found.index.value.round(2).tolist(), found.word.tolist()
    ([1.8, 0.75, 0.45], ['over-represented', 'as expected', 'under-represented'])
    """
    spread = Spread.of(count, population)
    work = INTERVALS[one_of(limits, tuple(INTERVALS), "limits")]
    x, held = spread.count, np.where(spread.expected > 0, spread.expected, np.nan)
    between = work(x, level=level)
    variance = held * (1 - spread.share)
    # A group that is everyone has nothing to vary, and is as expected.
    residual = np.divide(x - held, np.sqrt(variance), out=0 * held, where=variance > 0)
    p = 2 * ndtr(-np.abs(residual))
    adjusted = benjamini_hochberg(p)
    clear = np.where(adjusted < 1 - checked_level(level), np.sign(residual), 0.0)
    return RepresentationProfile(
        Estimate.within(
            x / held, Limits(between.lower / held, between.upper / held, between.method, level), "representation index"
        ),
        spread.expected,
        residual,
        p,
        adjusted,
        np.array(WORDS)[np.where(np.isnan(residual), 3, 1 + clear).astype(np.intp)],
    )
