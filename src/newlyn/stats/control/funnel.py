"""Where each area stands in a funnel: within the limits of chance around the benchmark, below or above them.

The limits by themselves are in `funnel_limit`, the sizes at which to draw them in `funnel_axis`. Where all areas differ
by more than chance, `overdispersion` widens the limits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Floats,
    checked_level,
    counts,
    numbers,
    one_number,
    part_of_whole,
    positives,
    same_shape,
)
from newlyn.stats.control.funnel_limit import pooled_benchmark, proportion_control_limits, rate_control_limits
from newlyn.stats.control.grade import Grade
from newlyn.stats.estimate import Limits

LEVELS = (0.95, 0.998)
"""About two and three standard errors: the two pairs of limits on most funnels of public health."""


@dataclass(frozen=True, eq=False, slots=True)
class Funnel:
    """The figures of the areas, the control limits at their own sizes, and the grade that each area earns."""

    value: Floats
    benchmark: Floats
    """What each area was held against, of the shape of the areas."""
    limits: tuple[Limits, ...]
    """One pair for each level, from the narrowest to the widest."""
    standing: Grade
    """How many pairs of limits an area lies above (positive) or below (negative); nought is not significant. The words
    are UKHSA's, with the probability beyond each limit: `Low (0.001)`, `High (0.025)`."""


def funnel_of_proportions(
    count: ArrayLike,
    total: ArrayLike,
    *,
    benchmark: ArrayLike | None = None,
    levels: Sequence[float] = LEVELS,
    method: str = "score",
) -> Funnel:
    """Which areas' proportions lie further from the benchmark than chance would take them.

    By the default method an area is outside exactly when its Wilson confidence interval at that level leaves the
    benchmark out, which is how UKHSA grades. Of many areas some lie outside by chance: one in twenty at 0.95, one in
    five hundred at 0.998.

    Parameters
    ----------
    count : (…, areas) array of counts
        Those who have the characteristic. An area with a missing value (NaN) has no grade.
    total : array of counts, of the same shape
        Those who could have it. Where it is zero there is no grade.
    benchmark : proportion, or an array that goes with `count`
        What the areas are held against; left out, all areas of the row together.
    levels : ascending proportions between 0 and 1
        A pair of limits is drawn at each.
    method : `score`, `exact` or `interpolated`
        As for `proportion_control_limits`.

    Returns
    -------
    Funnel of that shape, as proportions from 0 to 1

    Raises
    ------
    InputError
        If a count is negative or exceeds its total, the benchmark is no proportion, a level is not strictly between 0
        and 1, the levels do not ascend or the method is unknown.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med. 24: 1185–1202.

    Examples
    --------
    >>> funnel = funnel_of_proportions([50, 60, 80], [100, 100, 100], benchmark=0.5)
    >>> funnel.standing.named.tolist()
    ['Not significant', 'High (0.025)', 'High (0.001)']
    """
    x, n = part_of_whole(count, total)
    at = pooled_benchmark(x, n) if benchmark is None else benchmark
    return _funnel(
        x / n, at, levels, lambda level: proportion_control_limits(n, benchmark=at, level=level, method=method)
    )


def funnel_of_rates(
    count: ArrayLike,
    population: ArrayLike,
    *,
    benchmark: ArrayLike | None = None,
    levels: Sequence[float] = LEVELS,
    method: str = "exact",
    per: float = 1,
) -> Funnel:
    """Which areas' rates of events lie further from the benchmark than chance would take them.

    Parameters
    ----------
    count : (…, areas) array of counts
        Observed events. An area with a missing value (NaN) has no grade.
    population : array of counts, of the same shape
        People or person-years. Where it is zero there is no grade.
    benchmark : number of nought or more, or an array that goes with `count`
        The rate that the areas are held against, in the unit `per`; left out, that of all areas of the row together.
    levels : ascending proportions between 0 and 1
        A pair of limits is drawn at each.
    method : `exact`, `interpolated` or `score`
        As for `count_control_limits`.
    per : number above nought
        The multiplier of the rate: 100_000 for events in a hundred thousand people.

    Returns
    -------
    Funnel of that shape, in the unit of the rate

    Raises
    ------
    InputError
        If a value is negative, `per` not above nought, a level is not strictly between 0 and 1, the levels do not
        ascend or the method is unknown.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med. 24: 1185–1202.

    Examples
    --------
    >>> funnel = funnel_of_rates([20, 45, 150], [50_000, 50_000, 200_000], benchmark=50, per=100_000)
    >>> funnel.value.tolist(), funnel.standing.code.tolist()
    ([40.0, 90.0, 75.0], [0.0, 2.0, 2.0])
    """
    per = one_number(per, "per")
    x, people = same_shape(count=counts(count), population=counts(population, "population"))
    unit = float(positives(per, "per"))
    people = np.where(people > 0, people, np.nan)
    at = pooled_benchmark(x, people) * unit if benchmark is None else benchmark
    return _funnel(
        x / people * unit,
        at,
        levels,
        lambda level: rate_control_limits(people, benchmark=at, level=level, method=method, per=unit),
    )


def funnel_of_ratios(
    count: ArrayLike,
    expected: ArrayLike,
    *,
    benchmark: ArrayLike = 1,
    levels: Sequence[float] = LEVELS,
    method: str = "exact",
    per: float = 1,
) -> Funnel:
    """Which areas' standardised ratios lie further from the benchmark than chance would take them.

    By the default method an area is outside exactly when the exact confidence interval of its ratio leaves the
    benchmark out, which is how UKHSA grades.

    Parameters
    ----------
    count : (…, areas) array of counts
        Observed events. An area with a missing value (NaN) has no grade.
    expected : array of counts, of the same shape
        Events expected from the standard population's rates. Where it is zero there is no grade.
    benchmark : number of nought or more, or an array that goes with `count`
        The ratio that the areas are held against, in the unit `per`: 1 is that of the standard population.
    levels : ascending proportions between 0 and 1
        A pair of limits is drawn at each.
    method : `exact`, `interpolated` or `score`
        As for `count_control_limits`.
    per : number above nought
        The multiplier of the ratio: 100 where the standard population is 100, and so the benchmark too.

    Returns
    -------
    Funnel of that shape, in the unit of the ratio

    Raises
    ------
    InputError
        If a value is negative, `per` not above nought, a level is not strictly between 0 and 1, the levels do not
        ascend or the method is unknown.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statist. Med. 24: 1185–1202.

    Examples
    --------
    >>> funnel = funnel_of_ratios([151, 41, 28], [106.4, 58.5, 37.4])
    >>> funnel.standing.named.tolist()
    ['High (0.001)', 'Low (0.025)', 'Not significant']
    """
    return funnel_of_rates(count, expected, benchmark=benchmark, levels=levels, method=method, per=per)


def _funnel(
    value: Floats, benchmark: ArrayLike, levels: Sequence[float], limits_at: Callable[[float], Limits]
) -> Funnel:
    limits = tuple(limits_at(level) for level in _ascending(levels))
    beyond = [np.where(value > pair.upper, 1.0, 0) - (value < pair.lower) for pair in limits]
    unknown = np.isnan(value) | np.isnan(limits[-1].lower)
    code = np.where(unknown, np.nan, np.sum(beyond, axis=0))
    value, held_against = (
        np.broadcast_to(np.asarray(given, dtype=np.float64), code.shape) for given in (value, benchmark)
    )
    return Funnel(value, held_against, limits, Grade(code, _words(tuple(one.level for one in limits))))


def _ascending(levels: Sequence[float]) -> tuple[float, ...]:
    found = tuple(checked_level(level) for level in np.atleast_1d(numbers(levels, "levels")).tolist())
    if not found or list(found) != sorted(set(found)):
        raise InputError(f"levels must be one or more proportions that ascend, such as (0.95, 0.998); got {levels}.")
    return found


def _words(levels: Sequence[float]) -> tuple[str, ...]:
    tails = [f"({(1 - level) / 2:g})" for level in levels]
    return (*(f"Low {tail}" for tail in reversed(tails)), "Not significant", *(f"High {tail}" for tail in tails))
