"""A difference put into words: lower, similar, higher, or worse, similar, better, at one level or at two.

The differences and their tests are in `benchmark`; many at once are in `multiplicity`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, checked_level, higher_is_better, numbers, same_shape, shares

Words = NDArray[np.str_]
Level = float | Sequence[float]


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    """How each area stands to its benchmark, as a number and in words."""

    code: Floats
    """−1 lower, 0 similar, 1 higher; at two levels also −2 and 2 for what is clear at the stricter; else missing."""
    word: Words
    """`lower`, `similar`, `higher`; at two levels with the level, as `higher at 99.8%`; else `not compared`."""
    verdict: Words
    """The same with `better` and `worse` where it was said which of higher and lower is better."""
    p: Floats
    """Two-sided p-value; missing where limits are read and nothing is tested."""
    method: str
    level: tuple[float, ...]

    @classmethod
    def of(
        cls, code: Floats, p: Floats | None, method: str, levels: tuple[float, ...], higher_is: str | None
    ) -> Comparison:
        """The comparison with these codes, put into words.

        Raises
        ------
        InputError
            If `higher_is` is another word than better and worse.
        """
        above, below = "higher", "lower"
        words = _scale(above, below, levels)
        if higher_is is not None:
            good = higher_is_better(higher_is)
            above, below = ("better", "worse") if good else ("worse", "better")
        place = np.where(np.isnan(code), len(words) - 1, np.nan_to_num(code) + len(levels)).astype(np.intp)
        tail = np.full(code.shape, np.nan) if p is None else p
        return cls(code, words[place], _scale(above, below, levels)[place], tail, method, levels)

    @staticmethod
    def checked_levels(level: Level) -> tuple[float, ...]:
        """One level, or two of which the second is the stricter.

        Raises
        ------
        InputError
            If there are more, they do not rise, or one is not strictly between 0 and 1.
        """
        levels = tuple(checked_level(one) for one in (level if isinstance(level, Iterable) else (level,)))
        if not 1 <= len(levels) <= 2 or (np.diff(levels) <= 0).any():
            raise InputError(
                f"level must be one proportion, or two of them rising, such as (0.95, 0.998); got {levels}."
            )
        return levels


def read_difference(
    difference: ArrayLike,
    p: ArrayLike,
    *,
    level: Level = 0.95,
    higher_is: str | None = None,
    method: str = "p-value",
) -> Comparison:
    """The reading of any tested difference: lower, similar or higher, at one level or at two.

    Parameters
    ----------
    difference : array of numbers
        Area less benchmark, or anything with its sign. Where missing (NaN) the area is not compared.
    p : array of proportions, of the same shape
        Two-sided p-value.
    level : float in (0, 1), or two of them, rising
        A difference is clear where p is below 1 minus this. Two levels, 0.95 and 0.998, give a reading of five.
    higher_is : "better", "worse" or None
        Which way is good; None where that is not judged.
    method : str
        The name of the test, which is passed on.

    Returns
    -------
    Comparison, each array of that shape

    Raises
    ------
    InputError
        If a p-value is not from 0 to 1, levels are not strictly between 0 and 1 and rising, or `higher_is` is another
        word.

    References
    ----------
    Public Health England (2017), Technical guide: RAG rating indicator values, section on comparisons at two levels.

    Examples
    --------
    >>> read_difference([-3, 2, 5, 1], [0.001, 0.03, 0.03, 0.4], level=(0.95, 0.998)).word.tolist()
    ['lower at 99.8%', 'higher at 95%', 'higher at 95%', 'similar']
    """
    sign, tail = same_shape(difference=np.sign(numbers(difference, "difference")), p=shares(p, "p"))
    levels = Comparison.checked_levels(level)
    clear = np.sum([tail < 1 - one for one in levels], axis=0)
    code = np.where(np.isnan(sign) | np.isnan(tail), np.nan, sign * clear)
    return Comparison.of(code, tail, method, levels, higher_is)


def _scale(above: str, below: str, levels: tuple[float, ...]) -> Words:
    """The words from far below to far above, and the one for what was not compared."""
    return np.array([*_at(below, levels)[::-1], "similar", *_at(above, levels), "not compared"])


def _at(word: str, levels: tuple[float, ...]) -> list[str]:
    """The word at each level; where there is but one level it goes without saying."""
    return [word] if len(levels) == 1 else [f"{word} at {100 * level:g}%" for level in levels]
