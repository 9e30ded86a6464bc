"""What the points of a control chart tell: which are more than chance, whether for the better, and if a target is met.

The rules are those of NHS England's Making Data Count. The charts are drawn up in `chart`; icons and colours are
`publish`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Bools, Floats, higher_is_better, numbers, same_shape, whole_number
from newlyn.stats.control.chart import Chart
from newlyn.stats.control.grade import Grade

RUN = 7
"""How many points make a shift or a trend at NHS England. Others say 6 (the Institute for Healthcare Improvement, for a
shift; Nelson, for a trend), 8 or 9; the shorter the run, the more false alarms."""

READINGS = ("Concern", "Common cause", "Improvement")
ASSURANCES = ("Consistently missed", "Hit and missed", "Consistently hit")


@dataclass(frozen=True, eq=False, slots=True)
class Signal:
    """At which points a rule is broken, upwards and downwards; a missing point breaks none."""

    high: Bools
    low: Bools


@dataclass(frozen=True, eq=False, slots=True)
class ChartReading:
    """What a control chart tells of each point, and of the latest."""

    outside: Signal
    shift: Signal
    trend: Signal
    near_limit: Signal
    direction: Floats
    """1 where a point is more than chance upwards, −1 downwards, 0 where chance explains it; missing where it is."""
    point: Grade
    latest: Grade
    """Of the last point that is not missing, one for each area."""


def outside_limits(chart: Chart) -> Signal:
    """Points beyond a control limit: what NHS England calls astronomical.

    Where values are about normal and the limits well known, chance alone puts 27 points in ten thousand there.

    Parameters
    ----------
    chart : Chart of (…, periods)
        As from `xmr_chart`, `p_chart` or `u_chart`.

    Returns
    -------
    Signal of (…, periods)

    References
    ----------
    NHS England (2019), Making Data Count: strengthening your decisions, on the rules of special cause variation.
    Nelson (1984), The Shewhart control chart: tests for special causes, J. Qual. Technol. 16: 237–239, test 1.

    Examples
    --------
    >>> from newlyn.stats.control.chart import xmr_chart
    >>> chart = xmr_chart([10, 12, 11, 13, 9, 11, 30], baseline=6)
    >>> outside_limits(chart).high.tolist()
    [False, False, False, False, False, False, True]
    """
    return Signal(_above(chart.value, chart.upper), _above(chart.lower, chart.value))


def shifts(chart: Chart, *, length: int = RUN) -> Signal:
    """Points in a run on one side of the centre line.

    A point on the line, a missing one and a re-basing end a run.

    Parameters
    ----------
    chart : Chart of (…, periods)
        As from `xmr_chart`, `p_chart` or `u_chart`.
    length : int of at least 2
        How many points make a run: 7 at NHS England.

    Returns
    -------
    Signal of (…, periods)
        True at every point of the run.

    Raises
    ------
    InputError
        If `length` is below 2.

    References
    ----------
    NHS England (2019), Making Data Count: strengthening your decisions, on the rules of special cause variation.
    Nelson (1984), The Shewhart control chart: tests for special causes, J. Qual. Technol. 16: 237–239, test 2.

    Examples
    --------
    >>> from newlyn.stats.control.chart import xmr_chart
    >>> chart = xmr_chart([1, 1, 2, 5, 6, 6, 5], baseline=4)
    >>> shifts(chart, length=3).high.tolist()
    [False, False, False, True, True, True, True]
    """
    length = whole_number(length, "length")
    together = chart.phase[1:] == chart.phase[:-1]
    above, below = _above(chart.value, chart.centre), _above(chart.centre, chart.value)
    return Signal(*(_runs(side[..., 1:] & side[..., :-1] & together, length) for side in (above, below)))


def trends(chart: Chart, *, length: int = RUN) -> Signal:
    """Points in a run that rises, or falls, from each to the next.

    Seven points rise six times. Two equal points, a missing one and a re-basing end a run.

    Parameters
    ----------
    chart : Chart of (…, periods)
        As from `xmr_chart`, `p_chart` or `u_chart`.
    length : int of at least 2
        How many points make a run: 7 at NHS England.

    Returns
    -------
    Signal of (…, periods)
        True at every point of the run, the first included; a point at a turn may be part of both.

    Raises
    ------
    InputError
        If `length` is below 2.

    References
    ----------
    NHS England (2019), Making Data Count: strengthening your decisions, on the rules of special cause variation.
    Nelson (1984), The Shewhart control chart: tests for special causes, J. Qual. Technol. 16: 237–239, test 3.

    Examples
    --------
    >>> from newlyn.stats.control.chart import xmr_chart
    >>> trends(xmr_chart([3, 1, 2, 4, 4]), length=3).high.tolist()
    [False, True, True, True, False]
    """
    length = whole_number(length, "length")
    together = chart.phase[1:] == chart.phase[:-1]
    step = np.diff(chart.value, axis=-1)
    return Signal(*(_runs(way & together, length) for way in (step > 0, step < 0)))


def near_limit(chart: Chart) -> Signal:
    """Points in the outer third of the limits or beyond, where two of three in a row are so on one side.

    Parameters
    ----------
    chart : Chart of (…, periods)
        As from `xmr_chart`, `p_chart` or `u_chart`.

    Returns
    -------
    Signal of (…, periods)
        True at the two or three points themselves, not at the one between them.

    References
    ----------
    NHS England (2019), Making Data Count: strengthening your decisions, on the rules of special cause variation.
    Nelson (1984), The Shewhart control chart: tests for special causes, J. Qual. Technol. 16: 237–239, test 5.

    Examples
    --------
    >>> from newlyn.stats.control.chart import xmr_chart
    >>> chart = xmr_chart([10, 12, 11, 13, 9, 15.5, 11, 15.2], baseline=5)
    >>> near_limit(chart).high.tolist()
    [False, False, False, False, False, True, False, True]
    """
    outer = 2 * chart.spread
    high, low = _above(chart.value, chart.centre + outer), _above(chart.centre - outer, chart.value)
    return Signal(*(side & _has_company(side, chart) for side in (high, low)))


def read_chart(chart: Chart, *, higher_is: str, shift_length: int = RUN, trend_length: int = RUN) -> ChartReading:
    """Whether each point is improvement, concern or no more than chance, by all four rules of Making Data Count.

    Where a point breaks rules in both directions, the first of these decides: beyond a limit, shift, trend, near a
    limit. A trend that is still on the poor side of the centre is read by where it goes. Together the rules sound
    several times as often by chance as the limits alone.

    Parameters
    ----------
    chart : Chart of (…, periods)
        As from `xmr_chart`, `p_chart` or `u_chart`.
    higher_is : `better` or `worse`
        The polarity of the measure.
    shift_length : int of at least 2
        How many points on one side make a shift.
    trend_length : int of at least 2
        How many points in a row make a trend.

    Returns
    -------
    ChartReading
        Codes are 1 for improvement, −1 for concern and 0 for common cause; missing points have none.

    Raises
    ------
    InputError
        If the polarity is unknown or a length below 2.

    References
    ----------
    NHS England (2019), Making Data Count: strengthening your decisions, on the rules of special cause variation and
    summary icons.

    Examples
    --------
    >>> from newlyn.stats.control.chart import xmr_chart
    >>> reading = read_chart(xmr_chart([10, 12, 11, 13, 9, 11, 30], baseline=6), higher_is="worse")
    >>> reading.latest.named.tolist()
    'Concern'
    """
    shift_length = whole_number(shift_length, "shift_length")
    trend_length = whole_number(trend_length, "trend_length")
    sign = 1.0 if higher_is_better(higher_is) else -1.0
    rules = (
        outside_limits(chart),
        shifts(chart, length=shift_length),
        trends(chart, length=trend_length),
        near_limit(chart),
    )
    rising = np.zeros(chart.value.shape, dtype=bool)
    rising[..., 1:] = np.diff(chart.value, axis=-1) > 0
    direction = np.zeros(chart.value.shape)
    for rule in reversed(rules):
        up = rule.high & (rising | ~rule.low)  # a point at a turn belongs to the trend that led to it
        direction = np.where(up, 1.0, np.where(rule.low, -1.0, direction))
    direction = np.where(np.isnan(chart.value), np.nan, direction)
    point = sign * direction + 0.0  # no negative nought
    return ChartReading(*rules, direction, Grade(point, READINGS), Grade(_latest(point), READINGS))


def assurance(chart: Chart, *, target: ArrayLike, higher_is: str) -> Grade:
    """Whether a target will be met if nothing changes: always, never, or now and then, by chance.

    The target is held against the limits of the latest period. A target beyond the limit on the good side is missed in
    any ordinary period; one within the limits is hit or missed by chance.

    Parameters
    ----------
    chart : Chart of (…, periods)
        As from `xmr_chart`, `p_chart` or `u_chart`.
    target : number, or an array of one for each area
        What the measure is to reach, in its own unit. A missing one gives no grade.
    higher_is : `better` or `worse`
        The polarity of the measure.

    Returns
    -------
    Grade of (…,)
        1 where the target is consistently hit, −1 where missed, 0 where hit and missed; missing where no period has
        limits.

    Raises
    ------
    InputError
        If the polarity is unknown or the targets are not one for each area.

    References
    ----------
    NHS England (2019), Making Data Count: strengthening your decisions, on summary icons for assurance.

    Examples
    --------
    >>> from newlyn.stats.control.chart import xmr_chart
    >>> chart = xmr_chart([[10, 12, 11, 13, 9]] * 3)
    >>> assurance(chart, target=[4, 12, 20], higher_is="better").named.tolist()
    ['Consistently hit', 'Hit and missed', 'Consistently missed']
    """
    sign = 1.0 if higher_is_better(higher_is) else -1.0
    lower, upper = _latest(chart.lower), _latest(chart.upper)
    wanted, lower, upper = same_shape(target=numbers(target, "target"), lower_limits=lower, upper_limits=upper)
    inside = np.where(np.isnan(wanted + lower + upper), np.nan, 0.0)
    code = inside + np.where(_above(lower, wanted), sign, 0) - np.where(_above(wanted, upper), sign, 0)
    return Grade(code, ASSURANCES)


def _above(value: Floats, line: Floats) -> Bools:
    """Above by more than rounding: the mean of equal values need not be exactly their value."""
    return value - line > 1e-12 * np.maximum(np.abs(value), np.abs(line))


def _runs(linked: Bools, length: int) -> Bools:
    """Points in a chain of at least so many, where `linked` says if each point goes with the one before it."""
    if length < 2:
        raise InputError(f"a run must be of at least 2 points; got {length}.")
    periods = linked.shape[-1] + 1
    found = np.zeros((*linked.shape[:-1], periods), dtype=bool)
    windows = periods - length + 1
    if windows < 1:
        return found
    whole = np.logical_and.reduce([linked[..., at : at + windows] for at in range(length - 1)])
    for at in range(length):
        found[..., at : at + windows] |= whole
    return found


def _has_company(near: Bools, chart: Chart) -> Bools:
    """Whether another such point is one or two periods away, in the same phase."""
    found = np.zeros(near.shape, dtype=bool)
    for apart in (1, 2):
        both = near[..., apart:] & near[..., :-apart] & (chart.phase[apart:] == chart.phase[:-apart])
        found[..., apart:] |= both
        found[..., :-apart] |= both
    return found


def _latest(value: Floats) -> Floats:
    """The last value of each row that is not missing; missing where all are."""
    back = np.argmax(~np.isnan(value[..., ::-1]), axis=-1)
    return np.take_along_axis(value[..., ::-1], back[..., None], axis=-1)[..., 0]
