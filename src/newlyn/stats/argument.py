"""What a method accepts: numbers, counts, shapes, a level, a source of chance; each refusal names the value given.

What methods return is in `estimate`. Missing values are NaN and pass every check: what becomes of them is the rule
of each method.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from newlyn.foundation.errors import InputError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LARGEST = 1e50
"""Nothing counted or measured is larger, and its square and the square of that can still be worked out."""

MOST_GROUPS = 10_000_000
"""There are fewer addresses in a county; a higher number is a code of another kind, such as a postcode's."""

MOST_COUNTED = 2.0**53
"""Up to this each whole number is told from the next."""


def numbers(values: ArrayLike, name: str) -> Floats:
    """The values as float64; NaN is missing, and so are None and what a masked array hides.

    Raises
    ------
    InputError
        If they are not numbers, are of uneven lengths, or one is infinite or too large to work with.
    """
    try:
        array = np.ma.asarray(values) if np.ma.isMaskedArray(values) else np.asarray(values)
        # Text that looks like a number is refused too: it is a column that was read as the wrong kind.
        if array.dtype.kind not in "biufO" or (
            array.dtype.kind == "O" and any(isinstance(one, str) for one in array.flat)
        ):
            raise TypeError
        found = np.asarray(np.ma.filled(array.astype(np.float64), np.nan))
    except (TypeError, ValueError):
        raise InputError(
            f"{name} must be an array of numbers, with NaN for a missing one; got {_told(values)}."
        ) from None
    refuse_where(np.isinf(found), found, f"{name} must be finite")
    refuse_where(np.abs(found) > LARGEST, found, f"{name} must lie between −{LARGEST:g} and {LARGEST:g}")
    return found


def counts(values: ArrayLike, name: str = "count") -> Floats:
    """Numbers that are nought or more. Fractions are allowed: estimates of people and of events are seldom whole.

    Raises
    ------
    InputError
        As for `numbers`, or if one is negative.
    """
    found = numbers(values, name)
    refuse_where(found < 0, found, f"a {name} cannot be negative")
    return found


def whole_counts(values: ArrayLike, name: str = "count") -> Floats:
    """Counts of people or things that are told apart one by one: whole numbers.

    Raises
    ------
    InputError
        As for `counts`, or if one is a fraction or too large to be told from the next.
    """
    found = counts(values, name)
    refuse_where(found % 1 > 0, found, f"a {name} must be a whole number")
    refuse_where(found > MOST_COUNTED, found, f"a {name} must be below {MOST_COUNTED:.0f}")
    return found


def group_codes(values: ArrayLike, name: str = "group") -> NDArray[np.intp]:
    """The group of each unit as a number from 0, where groups are counted and not looked up.

    Raises
    ------
    InputError
        If one is missing, negative or a fraction, or so high that to count the groups below it would fill the memory.
    """
    found = complete(counts(values, name), name)
    refuse_where(found % 1 > 0, found, f"a {name} must be a whole number from 0")
    refuse_where(found >= MOST_GROUPS, found, f"a {name} must be below {MOST_GROUPS:,}: number the groups from 0")
    return found.astype(np.intp)


def in_one_row(values: Floats, name: str) -> Floats:
    """The values, where each stands for one unit and the units are of one dimension.

    Raises
    ------
    InputError
        If they are of another shape.
    """
    if values.ndim != 1:
        raise InputError(f"{name} must be one number for each unit, in one dimension; got shape {values.shape}.")
    return values


def higher_is_better(higher_is: str) -> bool:
    """Whether a higher figure is better, as with life expectancy, or worse, as with mortality.

    Raises
    ------
    InputError
        If it is neither `better` nor `worse`.
    """
    return one_of(higher_is, ("better", "worse"), "higher_is") == "better"


def positives(values: ArrayLike, name: str) -> Floats:
    """Numbers above nought.

    Raises
    ------
    InputError
        As for `numbers`, or if one is nought or negative.
    """
    found = numbers(values, name)
    refuse_where(found <= 0, found, f"{name} must be above nought")
    return found


def one_number(value: float, name: str) -> float:
    """A single number that is not missing.

    Raises
    ------
    InputError
        If it is anything else, such as text, an array or NaN.
    """
    try:
        found = numbers(value, name)
        single = found.ndim == 0 and not np.isnan(found)
    except InputError:
        single = False
    if not single:
        raise InputError(f"{name} must be one number; got {_told(value)}.")
    return float(found)


def whole_number(value: int, name: str) -> int:
    """A single whole number, of whatever type.

    Raises
    ------
    InputError
        If it is anything else.
    """
    if isinstance(value, bool) or one_number(value, name) % 1:
        raise InputError(f"{name} must be a whole number; got {_told(value)}.")
    return int(value)


def shares(values: ArrayLike, name: str) -> Floats:
    """Proportions from 0 to 1.

    Raises
    ------
    InputError
        As for `numbers`, or if one is outside 0 to 1.
    """
    found = numbers(values, name)
    refuse_where((found < 0) | (found > 1), found, f"{name} must be a proportion from 0 to 1")
    return found


def part_of_whole(
    part: ArrayLike, whole: ArrayLike, *, part_name: str = "count", whole_name: str = "total"
) -> tuple[Floats, Floats]:
    """Counts and the totals that hold them, of one shape. A whole of nought becomes missing: nothing is a share of it.

    Raises
    ------
    InputError
        If one is negative, a part exceeds its whole, or the shapes do not go together.
    """
    x, n = same_shape(**{part_name: counts(part, part_name), whole_name: counts(whole, whole_name)})
    over = x > n
    if over.any():
        at = first(over)
        raise InputError(
            f"a {part_name} cannot exceed its {whole_name}; {_place(over, at)}, {x[at]:g} exceeds {n[at]:g}."
        )
    return x, np.where(n > 0, n, np.nan)


def same_shape(**arrays: Floats) -> tuple[Floats, ...]:
    """The arrays, stretched to one shape as NumPy does: one value may stand for many.

    Raises
    ------
    InputError
        If their shapes do not go together, naming each.
    """
    try:
        return np.broadcast_arrays(*arrays.values())
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise InputError(f"the arrays must be of one shape, or of one value each; got {shapes}.") from None


def complete(values: Floats, name: str) -> Floats:
    """The values, where none may be missing because the result is one figure for all of them.

    Raises
    ------
    InputError
        If one is missing, with how many and where.
    """
    missing = np.isnan(values)
    if missing.any():
        raise InputError(
            f"{name} must have no missing values, because all of them make up one figure; {missing.sum()} of "
            f"{values.size} are missing, the first {_place(missing, first(missing))}. Leave those out of every array."
        )
    return values


def at_least(least: int, values: Floats, name: str, *, axis: int = -1) -> Floats:
    """The values, where there are enough of them along an axis for the method to say anything.

    Raises
    ------
    InputError
        If there are fewer than `least`.
    """
    found = values.shape[axis] if values.ndim else 1
    if values.ndim == 0 or found < least:
        raise InputError(
            f"{name} must hold at least {least} values{' in each row' if values.ndim > 1 else ''}; got {found}."
        )
    return values


def checked_level(level: float) -> float:
    """A confidence level, which is a proportion: 0.95.

    Raises
    ------
    InputError
        If it is not strictly between 0 and 1. A percentage, 95, is one.
    """
    try:
        inside, told = 0 < level < 1, f"{level:g}"
    except (TypeError, ValueError):
        inside, told = False, _told(level)
    if not inside:
        raise InputError(f"level must be a proportion between 0 and 1, such as 0.95; got {told}.")
    return float(level)


def normal_quantile(level: float) -> float:
    """How many standard errors the limits at this two-sided level lie from the estimate: 1.96 for 0.95."""
    return float(ndtri((1 + checked_level(level)) / 2))


def chance(rng: np.random.Generator) -> np.random.Generator:
    """The source of chance, which is always passed in so that a result can be had again.

    Raises
    ------
    InputError
        If it is anything but a NumPy generator: a seed is not one.
    """
    if not isinstance(rng, np.random.Generator):
        raise InputError(
            f"rng must be a numpy.random.Generator, such as numpy.random.default_rng(1); got {_told(rng)}."
        )
    return rng


def one_of(word: str, accepted: Iterable[str], name: str) -> str:
    """A word out of those a method knows.

    Raises
    ------
    InputError
        If it is not among them.
    """
    known = tuple(accepted)
    if word not in known:
        raise InputError(f"{name} must be one of {', '.join(known)}; got {word!r}.")
    return word


def refuse_where(wrong: Bools, values: Floats, rule: str) -> None:
    """Refuse the first value that breaks a rule, with its position.

    Raises
    ------
    InputError
        `rule`, then the position and the value.
    """
    if wrong.any():
        at = first(wrong)
        raise InputError(f"{rule}; {_place(wrong, at)} it is {values[at]:g}.")


def first(wrong: Bools) -> tuple[int, ...]:
    """Where the first True is."""
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(wrong)), wrong.shape))


def _place(array: Bools, at: tuple[int, ...]) -> str:
    """The position in words; a single number needs none."""
    return f"at position {at[0] if array.ndim == 1 else at}" if array.ndim else "here"


def _told(value: object) -> str:
    """A value short enough for one line."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}…"
