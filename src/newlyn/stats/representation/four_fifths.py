"""The four-fifths rule of selection, never without the test of whether chance alone would go as far.

Rates beside each other in general are in `disparity`, the exact test by itself in `fisher`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.stats.argument import (
    Bools,
    Floats,
    at_least,
    checked_level,
    one_of,
    part_of_whole,
    refuse_where,
    same_shape,
)
from newlyn.stats.estimate import Estimate
from newlyn.stats.representation.disparity import disparity_ratio
from newlyn.stats.representation.fisher import fisher_test
from newlyn.stats.representation.ratio import Words

TESTS = ("fisher", "mid-p")
WORDS = (
    "four fifths or more",
    "below four fifths, but may be chance",
    "below four fifths",
    "four fifths or more, but clearly lower",
    "highest rate",
    "not known",
)


@dataclass(frozen=True, eq=False, slots=True)
class FourFifths:
    """Selection rates beside the highest of them, the four-fifths rule, and what chance has to say to it."""

    rate: Floats
    highest: NDArray[np.intp]
    """Position of the group with the highest rate, which the others are set beside; −1 if no rate is known."""
    ratio: Estimate
    """Impact ratio: the rate over the highest. 1 without limits for the group with the highest."""
    below: Bools
    """Whether the ratio is below four fifths. Not to be told without `word`, which knows how small the numbers are."""
    p: Floats
    """Two-sided p-value of Fisher's exact test against the group with the highest rate, or its mid-P."""
    to_flip: Floats
    """How many selections would have to go to this group in place of the other for the ratio to reach four fifths, or,
    where it does, the other way round for it to fall below. One or two say that the rule hangs on a person."""
    word: Words
    test: str


def four_fifths_rule(
    selected: ArrayLike,
    applicants: ArrayLike,
    *,
    test: str = "fisher",
    method: str = "score",
    level: float = 0.95,
) -> FourFifths:
    """Each group's selection rate beside the highest: below four fifths or not, with limits and an exact test.

    The rule is one of thumb of American agencies, and used elsewhere for want of another. With few selections it flags
    what chance brings about, and with many it passes over what chance does not; so the word goes by both. Leave groups
    out whose rate rests on a handful of applicants: the agencies leave out those below 2%.

    Parameters
    ----------
    selected : (..., k) array of whole numbers
        Those of each group who were selected: appointed, promoted, admitted, passed. Missing values (NaN) stay missing.
    applicants : (..., k) array of whole numbers
        Those of each group who could have been. A group without applicants is missing.
    test : `fisher` or `mid-p`
        Fisher's exact test, which is strict; or its mid-P, which holds its level on average.
    method : `score` or `log`
        How the limits of the ratio are worked out: as `disparity_ratio` has it.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95. Also that of the word.

    Returns
    -------
    FourFifths of (..., k)
        `word` is `highest rate`, `four fifths or more`, `below four fifths`, `below four fifths, but may be chance`,
        `four fifths or more, but clearly lower` (a gap within the rule that chance would seldom bring about), or
        `not known`.

    Raises
    ------
    InputError
        If a count is negative, a fraction, or exceeds its total, there are fewer than two groups, `test` or `method` is
        not known, or `level` is not strictly between 0 and 1.

    References
    ----------
    Uniform Guidelines on Employee Selection Procedures (1978), 29 CFR 1607.4 D.
    Equal Employment Opportunity Commission and others (1979), Questions and answers to clarify and provide a common
    interpretation of the Uniform Guidelines, 44 Federal Register 11996, questions 10 to 22.
    Fisher (1935), The logic of inductive inference, JRSS 98: 39–82.
    Gastwirth (1988), Statistical Reasoning in Law and Public Policy, vol. 1, Academic Press.
    Morris and Lobsenz (2000), Significance tests and confidence intervals for the adverse impact ratio, Personnel
    Psychology 53: 89–111.

    Examples
    --------
    >>> found = four_fifths_rule([3, 1], [20, 10])
    >>> found.ratio.value.round(2).tolist(), found.word.tolist(), found.to_flip.tolist()
    ([1.0, 0.67], ['highest rate', 'below four fifths, but may be chance'], [nan, 1.0])
    """
    x, n = part_of_whole(selected, applicants, part_name="selected", whole_name="applicants")
    x, n = (at_least(2, one, "selected") for one in same_shape(selected=x, applicants=n))
    refuse_where(x % 1 > 0, x, "selected must be whole numbers")
    refuse_where(n % 1 > 0, n, "applicants must be whole numbers")
    rate = x / n
    best = np.argmax(np.where(np.isnan(rate), -1.0, rate), axis=-1)
    itself = (np.arange(x.shape[-1]) == best[..., None]) & ~np.isnan(rate)
    y, m = (np.take_along_axis(one, best[..., None], axis=-1) for one in (x, n))
    ratio = disparity_ratio(x, n, y, m, method=method, level=level)
    p = fisher_test(x, n, y, m, mid=one_of(test, TESTS, "test") == "mid-p").p
    # In whole numbers, so that a ratio of exactly four fifths is not below by rounding: x/n < (4/5) y/m.
    short = 4 * y * n - 5 * x * m
    known = ~np.isnan(ratio.value)
    below = known & (short > 0)
    each = 5 * m + 4 * n
    needed = np.where(below, np.ceil(short / each), np.floor(-short / each) + 1)
    possible = np.where(below, needed <= y, (needed <= x) & (y + needed <= m))
    clear = p < 1 - checked_level(level)
    place = np.select([~known, itself, below & clear, below, clear], [5, 4, 2, 1, 3], 0)
    return FourFifths(
        rate,
        np.where(np.isnan(rate).all(axis=-1), -1, best),
        Estimate(
            ratio.value,
            np.where(itself, np.nan, ratio.lower),
            np.where(itself, np.nan, ratio.upper),
            "impact ratio",
            ratio.method,
            level,
        ),
        below,
        np.where(itself, np.nan, p),
        np.where(itself | ~known | ~possible, np.nan, needed),
        np.array(WORDS)[place],
        {"fisher": "Fisher exact", "mid-p": "Fisher exact, mid-P"}[test],
    )
