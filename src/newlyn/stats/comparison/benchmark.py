"""An area against a benchmark: by limits that overlap or not, and by the test of a difference.

Tests of shares and counts against a benchmark are in `count`; how a difference is put into words is `reading`; when
many areas are compared at once, `multiplicity` keeps false alarms in check.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    checked_level,
    first,
    numbers,
    positives,
    refuse_where,
    same_shape,
)
from newlyn.stats.comparison.reading import Comparison, Level, read_difference


def compare_limits(
    lower: ArrayLike,
    upper: ArrayLike,
    benchmark: ArrayLike,
    *,
    wider: tuple[ArrayLike, ArrayLike] | None = None,
    level: Level = 0.95,
    higher_is: str | None = None,
) -> Comparison:
    """An area's limits against a fixed benchmark: similar where the benchmark lies between them.

    The rule of public health profiles. Use it where the benchmark is a target, or of so many people (England) that its
    own error is of no account beside the area's; else `compare_two_limits` or, better, `compare_values`.

    Parameters
    ----------
    lower, upper : arrays of numbers
        Confidence limits of each area. Where one is missing (NaN) the area is not compared.
    benchmark : array of numbers, of the same shape or one
        What each area is held against.
    wider : pair of arrays, lower and upper, of the same shape
        Limits at a second, higher level such as 0.998, for a reading of five.
    level : float in (0, 1), or two of them, rising
        The level of the limits, which is only passed on; two where there are wider ones.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.

    Returns
    -------
    Comparison, each array of that shape

    Raises
    ------
    InputError
        If a lower limit is above its upper, there are not as many levels as pairs of limits, a level is not strictly
        between 0 and 1, or `higher_is` is another word.

    References
    ----------
    Eayres (2008), Commonly used public health statistics and their confidence intervals, APHO Technical Briefing 3,
    section on comparisons.

    Examples
    --------
    >>> compare_limits([4, 9, 13], [8, 12, 20], 10, higher_is="worse").verdict.tolist()
    ['better', 'similar', 'worse']
    """
    low, high = _ordered(lower, upper)
    low, high, mark = same_shape(lower=low, upper=high, benchmark=numbers(benchmark, "benchmark"))
    code = _outside(low, high, mark, mark)
    if wider is not None:
        low, high = _ordered(*_pair(wider), "wider ")
        low, high, mark, code = same_shape(wider_lower=low, wider_upper=high, benchmark=mark, code=code)
        code = code * (1 + abs(_outside(low, high, mark, mark)))
    levels = Comparison.checked_levels(level)
    if len(levels) != 1 + (wider is not None):
        raise InputError(f"level must be two proportions where wider limits are given, else one; got {level}.")
    return Comparison.of(code, None, "Limits against a fixed value", levels, higher_is)


def compare_two_limits(
    lower: ArrayLike,
    upper: ArrayLike,
    benchmark_lower: ArrayLike,
    benchmark_upper: ArrayLike,
    *,
    level: float = 0.95,
    higher_is: str | None = None,
) -> Comparison:
    """An area's limits against those of the benchmark: similar where the two overlap.

    Two sets of limits can overlap though the difference is clear: for two equally sure 95% intervals that part, p is
    below about 0.006, so that too many areas are called similar. Use it to say no more than a chart of the two shows;
    to test a difference, use `compare_values`.

    Parameters
    ----------
    lower, upper : arrays of numbers
        Confidence limits of each area. Where one is missing (NaN) the area is not compared.
    benchmark_lower, benchmark_upper : arrays of numbers, of the same shape or one
        Confidence limits of what each area is held against.
    level : float in (0, 1)
        The level of the limits, which is only passed on.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.

    Returns
    -------
    Comparison, each array of that shape

    Raises
    ------
    InputError
        If a lower limit is above its upper, `level` is not strictly between 0 and 1, or `higher_is` is another word.

    References
    ----------
    Schenker and Gentleman (2001), On judging the significance of differences by examining the overlap between
    confidence intervals, The American Statistician 55: 182–186.

    Examples
    --------
    >>> compare_two_limits([4, 6, 13], [8, 12, 20], 9, 11, higher_is="worse").verdict.tolist()
    ['better', 'similar', 'worse']
    """
    low, high = _ordered(lower, upper)
    mark_low, mark_high = _ordered(benchmark_lower, benchmark_upper, "benchmark ")
    low, high, mark_low, mark_high = same_shape(
        lower=low, upper=high, benchmark_lower=mark_low, benchmark_upper=mark_high
    )
    code = _outside(low, high, mark_low, mark_high)
    return Comparison.of(code, None, "Overlap of two intervals", (checked_level(level),), higher_is)


def compare_values(
    value: ArrayLike,
    se: ArrayLike,
    benchmark: ArrayLike,
    benchmark_se: ArrayLike = 0.0,
    *,
    level: Level = 0.95,
    higher_is: str | None = None,
) -> Comparison:
    """A value against a benchmark by the z test of their difference, both with a standard error.

    Use it wherever standard errors are known. Area and benchmark are taken to be independent: where the area is a
    large part of its benchmark the true error of the difference is smaller, and too many areas are called similar.

    Parameters
    ----------
    value : array of numbers
        One for each area. Missing values (NaN) are not compared.
    se : array of positive numbers, of the same shape
        Their standard errors.
    benchmark : array of numbers, of the same shape or one
        What each area is held against.
    benchmark_se : array of numbers, nought or more
        Its standard error; nought for a fixed value.
    level : float in (0, 1), or two of them, rising
        A difference is clear where p is below 1 minus this. Two levels, 0.95 and 0.998, give a reading of five.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.

    Returns
    -------
    Comparison, each array of that shape

    Raises
    ------
    InputError
        If a standard error is not above nought (of the benchmark: is negative), levels are not strictly between 0 and
        1 and rising, or `higher_is` is another word.

    References
    ----------
    Schenker and Gentleman (2001), On judging the significance of differences by examining the overlap between
    confidence intervals, The American Statistician 55: 182–186, the standard method.

    Examples
    --------
    >>> found = compare_values([12.0, 12.0, 11.0], [0.5, 0.9, 0.9], 10.0, 0.2, level=(0.95, 0.998), higher_is="worse")
    >>> found.verdict.tolist(), found.p.round(4).tolist()
    (['worse at 99.8%', 'worse at 95%', 'similar'], [0.0002, 0.0301, 0.2781])
    """
    own, other = positives(se, "se"), numbers(benchmark_se, "benchmark_se")
    refuse_where(other < 0, other, "benchmark_se cannot be negative")
    y, own, mark, other = same_shape(
        value=numbers(value, "value"), se=own, benchmark=numbers(benchmark, "benchmark"), benchmark_se=other
    )
    z = (y - mark) / np.hypot(own, other)
    return read_difference(z, 2 * ndtr(-abs(z)), level=level, higher_is=higher_is, method="z test")


def _ordered(lower: ArrayLike, upper: ArrayLike, whose: str = "") -> tuple[Floats, Floats]:
    low, high = same_shape(lower=numbers(lower, f"{whose}lower"), upper=numbers(upper, f"{whose}upper"))
    over = low > high
    if over.any():
        at = first(over)
        raise InputError(f"a {whose}lower limit cannot exceed its upper; {low[at]:g} exceeds {high[at]:g}.")
    return low, high


def _pair(wider: tuple[ArrayLike, ArrayLike]) -> tuple[ArrayLike, ArrayLike]:
    try:
        lower, upper = wider
    except (TypeError, ValueError):
        raise InputError("wider must be a pair of arrays, lower and upper limits; got something else.") from None
    return lower, upper


def _outside(low: Floats, high: Floats, mark_low: Floats, mark_high: Floats) -> Floats:
    """1 where the area lies wholly above the mark, −1 where wholly below."""
    missing = np.isnan(low) | np.isnan(high) | np.isnan(mark_low) | np.isnan(mark_high)
    return np.where(missing, np.nan, np.where(low > mark_high, 1.0, np.where(high < mark_low, -1.0, 0.0)))
