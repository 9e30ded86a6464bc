"""Many comparisons at once: p-values adjusted so that false alarms among them are kept in check.

Single comparisons and their p-values are in `benchmark` and `count`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, numbers, one_of, same_shape, shares, whole_number
from newlyn.stats.comparison.reading import Comparison, Level, read_difference


def benjamini_hochberg(p: ArrayLike, *, axis: int = -1) -> Floats:
    """p-values adjusted so that of those called clear no more than a set share are false alarms on average.

    The method for lists of areas: calling clear what is below 0.05 lets one in twenty of the areas that are named be
    named wrongly. It holds for independent tests, and in practice for those that lean the same way, as tests of areas
    against one benchmark do.

    Parameters
    ----------
    p : array of proportions
        Two-sided p-values. Missing ones (NaN) stay missing and are not counted among the tests.
    axis : int
        Along which the tests are taken together; each line of the others is a family of its own.

    Returns
    -------
    array of that shape
        The least false discovery rate at which each would be called clear.

    Raises
    ------
    InputError
        If a p-value is not from 0 to 1, or there is no such axis.

    References
    ----------
    Benjamini and Hochberg (1995), Controlling the false discovery rate: a practical and powerful approach to multiple
    testing, JRSS B 57: 289–300.
    Benjamini and Yekutieli (2001), The control of the false discovery rate in multiple testing under dependency,
    Annals of Statistics 29: 1165–1188, theorem 1.2.

    Examples
    --------
    >>> benjamini_hochberg([0.001, 0.02, 0.04, 0.3]).round(4).tolist()
    [0.004, 0.04, 0.0533, 0.3]
    """
    return _adjusted(p, axis, lambda rank, tests: tests / rank, _from_above)


def benjamini_yekutieli(p: ArrayLike, *, axis: int = -1) -> Floats:
    """p-values adjusted to keep the share of false alarms however the tests hang together.

    Use it where some tests lean against others, as when areas are compared with each other; it finds less than
    `benjamini_hochberg`.

    Parameters
    ----------
    p : array of proportions
        Two-sided p-values. Missing ones (NaN) stay missing and are not counted among the tests.
    axis : int
        Along which the tests are taken together; each line of the others is a family of its own.

    Returns
    -------
    array of that shape
        The least false discovery rate at which each would be called clear, at most 1.

    Raises
    ------
    InputError
        If a p-value is not from 0 to 1, or there is no such axis.

    References
    ----------
    Benjamini and Yekutieli (2001), The control of the false discovery rate in multiple testing under dependency,
    Annals of Statistics 29: 1165–1188, theorem 1.3.

    Examples
    --------
    >>> benjamini_yekutieli([0.001, 0.02, 0.04, 0.3]).round(4).tolist()
    [0.0083, 0.0833, 0.1111, 0.625]
    """
    return _adjusted(p, axis, lambda rank, tests: tests * _harmonic(tests) / rank, _from_above)


def holm(p: ArrayLike, *, axis: int = -1) -> Floats:
    """p-values adjusted so that even a single false alarm is seldom, by Holm's stepwise method.

    Use it where each area named has a price, as in a decision to intervene. It holds however the tests hang together,
    and always finds at least what Bonferroni's does.

    Parameters
    ----------
    p : array of proportions
        Two-sided p-values. Missing ones (NaN) stay missing and are not counted among the tests.
    axis : int
        Along which the tests are taken together; each line of the others is a family of its own.

    Returns
    -------
    array of that shape
        The least chance of any false alarm at which each would be called clear, at most 1.

    Raises
    ------
    InputError
        If a p-value is not from 0 to 1, or there is no such axis.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6: 65–70.

    Examples
    --------
    >>> holm([0.001, 0.02, 0.04, 0.3]).round(4).tolist()
    [0.004, 0.06, 0.08, 0.3]
    """
    return _adjusted(p, axis, lambda rank, tests: tests + 1 - rank, _from_below)


def compare_many(
    difference: ArrayLike,
    p: ArrayLike,
    *,
    axis: int = -1,
    adjust: str = "benjamini-hochberg",
    level: Level = 0.95,
    higher_is: str | None = None,
) -> Comparison:
    """Many areas against a benchmark: lower, similar or higher, with p-values adjusted for how many there are.

    Unadjusted, one in twenty of all areas that are like the benchmark is called different: of 317 districts sixteen.

    Parameters
    ----------
    difference : array of numbers, by default (…, areas)
        Area less benchmark, or anything with its sign. Where missing (NaN) the area is not compared nor counted.
    p : array of proportions, of the same shape
        Two-sided p-values, from any test.
    axis : int
        Which axis is the areas: 0 for an array of areas by periods, where each period is a family of its own.
    adjust : "benjamini-hochberg", "benjamini-yekutieli", "holm" or "none"
        How p-values are adjusted.
    level : float in (0, 1), or two of them, rising
        A difference is clear where the adjusted p is below 1 minus this.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.

    Returns
    -------
    Comparison, each array of that shape
        p is the adjusted one.

    Raises
    ------
    InputError
        If a p-value is not from 0 to 1, there is no such axis, levels are not strictly between 0 and 1 and rising, or
        `adjust` or `higher_is` is another word.

    References
    ----------
    Benjamini and Hochberg (1995), Controlling the false discovery rate: a practical and powerful approach to multiple
    testing, JRSS B 57: 289–300.
    Jones, Ohlssen and Spiegelhalter (2008), Use of the false discovery rate when comparing multiple health care
    providers, Journal of Clinical Epidemiology 61: 232–240.

    Examples
    --------
    >>> found = compare_many([3, -2, 1, 0.5], [0.001, 0.02, 0.04, 0.3], higher_is="worse")
    >>> found.verdict.tolist()
    ['worse', 'better', 'similar', 'similar']
    """
    change, method = _ADJUST[one_of(adjust, _ADJUST, "adjust")]
    by, tail = same_shape(difference=numbers(difference, "difference"), p=shares(p, "p"))
    tail = np.where(np.isnan(by), np.nan, tail)
    return read_difference(by, change(tail, axis=axis), level=level, higher_is=higher_is, method=method)


_ADJUST: Mapping[str, tuple[Callable[..., Floats], str]] = {
    "benjamini-hochberg": (benjamini_hochberg, "Benjamini–Hochberg"),
    "benjamini-yekutieli": (benjamini_yekutieli, "Benjamini–Yekutieli"),
    "holm": (holm, "Holm"),
    "none": (lambda p, axis: p, "Unadjusted"),
}


def _adjusted(
    p: ArrayLike, axis: int, factor: Callable[[Floats, Floats], Floats], settle: Callable[[Floats], Floats]
) -> Floats:
    """The p-values in order of size, each times its factor by rank and number of tests, settled and put back."""
    values = np.atleast_1d(shares(p, "p"))
    if not -values.ndim <= whole_number(axis, "axis") < values.ndim:
        raise InputError(f"axis must be one of the {values.ndim} of p; got {axis}.")
    last = np.moveaxis(values, axis, -1)
    order = np.argsort(last, axis=-1)  # missing ones go last
    ranked = np.take_along_axis(last, order, axis=-1)
    there = ~np.isnan(ranked)
    tests = there.sum(axis=-1, keepdims=True).astype(np.float64)
    rank = np.arange(1.0, last.shape[-1] + 1)
    # As infinity a missing one, which ranks after all others, makes none of them smaller.
    settled = settle(np.where(there, ranked * factor(rank, tests), np.inf))
    found = np.empty(last.shape)
    np.put_along_axis(found, order, np.where(there, np.minimum(settled, 1.0), np.nan), axis=-1)
    return np.moveaxis(found, -1, axis).reshape(np.shape(p))


def _from_above(ranked: Floats) -> Floats:
    """None is larger than one that ranks after it."""
    return np.asarray(np.minimum.accumulate(ranked[..., ::-1], axis=-1)[..., ::-1])


def _from_below(ranked: Floats) -> Floats:
    """None is smaller than one that ranks before it."""
    return np.asarray(np.maximum.accumulate(ranked, axis=-1))


def _harmonic(tests: Floats) -> Floats:
    """1 + ½ + ⅓ + … up to one over the number of tests."""
    upto = np.concatenate([[0.0], np.cumsum(1 / np.arange(1.0, tests.max(initial=0) + 1))])
    return upto[tests.astype(np.intp)]
