"""Control charts: the level of a series and the limits within which chance alone keeps it.

What the points tell is in `rule`; where to draw the limits anew can be found with `change_point`. Places beside each
other are compared with a `funnel`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import (
    Bools,
    Floats,
    at_least,
    complete,
    counts,
    numbers,
    part_of_whole,
    same_shape,
    whole_number,
)

LIMIT = 2.66
"""Three standard deviations in moving ranges: the mean range of two normal values is 2/√π = 1.128 standard deviations,
and 3 / 1.128 = 2.66. As rounded by Wheeler and by NHS England, so that limits agree with those they publish."""

RANGE_LIMIT = 3.267
"""Three standard deviations above the mean of a moving range, in means: 1 + 3 × 0.8525 / 1.128, where 0.8525 is
√(2 − 4/π)."""

RANGE_OF_TWO = 1.128
"""The mean range of two normal values, in standard deviations: d₂ of the handbooks."""


@dataclass(frozen=True, eq=False, slots=True)
class Chart:
    """A series with its centre line and control limits, each of shape (…, periods)."""

    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    spread: Floats
    """One standard deviation of chance. The limits lie three from the centre, or where no value can lie beyond."""
    phase: NDArray[np.intp]
    """To which stretch between re-basings each period belongs, from 0: of shape (periods,)."""
    kind: str
    """By the name under which the field knows it: `XmR`, `p`, `Laney u′`."""


@dataclass(frozen=True, eq=False, slots=True)
class IndividualsChart(Chart):
    """A chart of single values together with that of their moving ranges."""

    moving_range: Floats
    """How far each value lies from the one before; missing at the start of a phase and beside a missing value."""
    range_centre: Floats
    range_upper: Floats


def xmr_chart(
    value: ArrayLike, *, baseline: int | None = None, rebase_at: Sequence[int] = (), leave_out_wide: bool = False
) -> IndividualsChart:
    """The chart of individual values and moving ranges (XmR), for any measure with one value each period.

    Chance is read off the differences between one period and the next, so that a slow change does not widen the limits.
    It supposes that these differences owe nothing to each other: seasons, or values that follow the last one, make
    limits too wide or too narrow.

    Parameters
    ----------
    value : (…, periods) array of numbers
        Missing values (NaN) are passed over; ranges are not taken across them.
    baseline : int of at least 2
        How many periods at the start of each phase set its limits; left out, all of the phase. NHS England advises 12
        or more, and until then calls them trial limits.
    rebase_at : ascending positions of periods
        Where a new phase begins, with limits of its own. A reason should be known for each.
    leave_out_wide : bool
        Whether ranges beyond their own limit are left out once before the mean range is taken, so that a single
        outlying value does not hide itself.

    Returns
    -------
    IndividualsChart of (…, periods)
        Limits are missing in a phase whose baseline has no two values side by side.

    Raises
    ------
    InputError
        If there are fewer than two periods, `baseline` is below 2, or `rebase_at` does not ascend within the series.

    References
    ----------
    Wheeler (2000), Understanding Variation: the Key to Managing Chaos, 2nd ed., SPC Press, p. 60 and appendix.
    NHS England (2019), Making Data Count: getting started, on XmR charts.
    Nelson (1982), Control charts for individual measurements, J. Qual. Technol. 14: 172–173, on wide ranges.

    Examples
    --------
    >>> chart = xmr_chart([10, 12, 11, 13, 9])
    >>> chart.lower.round(3).tolist(), chart.upper.round(3).tolist()
    ([5.015, 5.015, 5.015, 5.015, 5.015], [16.985, 16.985, 16.985, 16.985, 16.985])
    """
    baseline = None if baseline is None else whole_number(baseline, "baseline")
    x = at_least(2, numbers(value, "value"), "value")
    phase, used = _phases(x.shape[-1], baseline, rebase_at)
    ranges = _moving_ranges(x, phase)
    centre = _phase_means(x, used, phase)
    typical = _phase_means(ranges, used, phase)
    if leave_out_wide:
        typical = _phase_means(ranges, used & ~(ranges > RANGE_LIMIT * typical), phase)
    width = LIMIT * typical
    return IndividualsChart(
        x, centre, centre - width, centre + width, width / 3, phase, "XmR", ranges, typical, RANGE_LIMIT * typical
    )


def p_chart(
    count: ArrayLike,
    total: ArrayLike,
    *,
    baseline: int | None = None,
    rebase_at: Sequence[int] = (),
    laney: bool = False,
) -> Chart:
    """The chart of proportions (p), whose limits widen in periods with small totals.

    Its limits are those of chance in drawing people. With totals of thousands, months differ by more than that and
    nearly every one lies outside: then use Laney's p′, which measures how much more from one period to the next.

    Parameters
    ----------
    count : (…, periods) array of counts
        Those who have the characteristic. Missing values (NaN) are passed over.
    total : array of counts, of the same shape
        Those who could have it. Where it is zero the period is missing.
    baseline : int of at least 2
        How many periods at the start of each phase set its limits; left out, all of the phase.
    rebase_at : ascending positions of periods
        Where a new phase begins, with limits of its own.
    laney : bool
        Whether limits allow for more, or less, than chance in drawing people (p′).

    Returns
    -------
    Chart of (…, periods), as proportions
        Limits stay within 0 to 1. They are missing in a period without a total.

    Raises
    ------
    InputError
        If there are fewer than two periods, a count is negative or exceeds its total, `baseline` is below 2, or
        `rebase_at` does not ascend within the series.

    References
    ----------
    Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., Wiley, section 7.2.
    Laney (2002), Improved control charts for attributes, Quality Engineering 14: 531–537.

    Examples
    --------
    >>> chart = p_chart([12, 8, 6, 10], [100, 80, 80, 100])
    >>> chart.centre.round(3).tolist(), chart.upper.round(3).tolist()
    ([0.1, 0.1, 0.1, 0.1], [0.19, 0.201, 0.201, 0.19])
    """
    baseline = None if baseline is None else whole_number(baseline, "baseline")
    x, n = part_of_whole(count, total)
    return _attributes(x, n, baseline, rebase_at, laney, "p")


def u_chart(
    count: ArrayLike,
    population: ArrayLike,
    *,
    baseline: int | None = None,
    rebase_at: Sequence[int] = (),
    laney: bool = False,
) -> Chart:
    """The chart of events for each person or unit (u), whose limits widen in periods with few of them.

    With counts of thousands use Laney's u′, as for `p_chart`.

    Parameters
    ----------
    count : (…, periods) array of counts
        Events. Missing values (NaN) are passed over.
    population : array of counts, of the same shape
        People, person-years or units in which the events could be. Where it is zero the period is missing.
    baseline : int of at least 2
        How many periods at the start of each phase set its limits; left out, all of the phase.
    rebase_at : ascending positions of periods
        Where a new phase begins, with limits of its own.
    laney : bool
        Whether limits allow for more, or less, than chance in the events (u′).

    Returns
    -------
    Chart of (…, periods), in events for each unit
        No limit is negative. They are missing in a period without a population.

    Raises
    ------
    InputError
        If there are fewer than two periods, a value is negative, `baseline` is below 2, or `rebase_at` does not ascend
        within the series.

    References
    ----------
    Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., Wiley, section 7.3.
    Laney (2002), Improved control charts for attributes, Quality Engineering 14: 531–537.

    Examples
    --------
    >>> chart = u_chart([14, 12, 20, 11], [10, 8, 13, 10])
    >>> chart.centre.round(3).tolist(), chart.upper.round(2).tolist()
    ([1.39, 1.39, 1.39, 1.39], [2.51, 2.64, 2.37, 2.51])
    """
    baseline = None if baseline is None else whole_number(baseline, "baseline")
    x, n = same_shape(count=counts(count), population=counts(population, "population"))
    return _attributes(x, np.where(n > 0, n, np.nan), baseline, rebase_at, laney, "u")


def short_term_spread(value: ArrayLike) -> Floats:
    """One standard deviation of chance in a series, from how far each period lies from the one before.

    A change of level between two periods enters once, where the standard deviation of all values has it throughout;
    ranges beyond their own limit are left out, so a large change does not enter at all.

    Parameters
    ----------
    value : (…, periods) array of numbers
        Missing values (NaN) are passed over; ranges are not taken across them.

    Returns
    -------
    (…, 1) float64, in the unit of the values
        Missing where no two values stand side by side.

    Raises
    ------
    InputError
        If there are fewer than two periods.

    References
    ----------
    Nelson (1982), Control charts for individual measurements, J. Qual. Technol. 14: 172–173.

    Examples
    --------
    >>> short_term_spread([10, 12, 11, 13, 9]).round(3).tolist()
    [1.995]
    """
    return xmr_chart(value, leave_out_wide=True).spread[..., :1]


def _attributes(x: Floats, n: Floats, baseline: int | None, rebase_at: Sequence[int], laney: bool, kind: str) -> Chart:
    value = at_least(2, x / n, "count")
    phase, used = _phases(value.shape[-1], baseline, rebase_at)
    used = used & ~np.isnan(value)
    centre = _phase_means(x, used, phase) / _phase_means(n, used, phase)
    spread = np.sqrt(centre * ((1 - centre) if kind == "p" else 1) / n)
    if laney:
        # Where nobody or everybody is counted all along there is no chance to measure, and none to widen.
        z = np.divide(value - centre, spread, out=0 * value, where=spread > 0)
        spread = spread * _phase_means(_moving_ranges(z, phase), used, phase) / RANGE_OF_TWO
    most = 1 if kind == "p" else np.inf
    lower, upper = np.maximum(centre - 3 * spread, 0), np.minimum(centre + 3 * spread, most)
    return Chart(value, centre, lower, upper, spread, phase, f"Laney {kind}′" if laney else kind)


def _phases(periods: int, baseline: int | None, rebase_at: Sequence[int]) -> tuple[NDArray[np.intp], Bools]:
    """To which phase each period belongs, and whether it helps to set the limits of it."""
    starts = [0, *complete(numbers(rebase_at, "rebase_at"), "rebase_at").ravel().tolist()]
    whole = all(start == int(start) for start in starts)
    if not whole or starts[-1] >= periods or any(later <= earlier for earlier, later in pairwise(starts)):
        raise InputError(f"rebase_at must be positions that ascend, from 1 to {periods - 1}; got {starts[1:]}.")
    if baseline is not None and baseline < 2:
        raise InputError(f"baseline must be at least 2 periods, and 12 for limits to rely on; got {baseline}.")
    at = np.arange(periods)
    phase = np.searchsorted(starts, at, side="right") - 1
    return phase, at - np.array(starts)[phase] < (periods if baseline is None else baseline)


def _moving_ranges(value: Floats, phase: NDArray[np.intp]) -> Floats:
    ranges = np.full(value.shape, np.nan)
    ranges[..., 1:] = np.where(phase[1:] == phase[:-1], np.abs(np.diff(value, axis=-1)), np.nan)
    return ranges


def _phase_means(value: Floats, used: Bools, phase: NDArray[np.intp]) -> Floats:
    """The mean over the periods of a phase that are used and not missing, at every period of the phase."""
    means = np.full(value.shape, np.nan)
    counted = used & ~np.isnan(value)
    for number in range(int(phase[-1]) + 1):
        here = phase == number
        some = counted[..., here]
        many = some.sum(axis=-1, keepdims=True)
        total = np.where(some, value[..., here], 0).sum(axis=-1, keepdims=True)
        means[..., here] = np.divide(total, many, out=np.full(total.shape, np.nan), where=many > 0)
    return means
