"""The rules of control charts find what they are for, mirror each other, and sound by chance as often as said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.control.chart import Chart, xmr_chart
from newlyn.stats.control.rule import (
    Signal,
    assurance,
    near_limit,
    outside_limits,
    read_chart,
    shifts,
    trends,
)

SERIES = st.lists(st.sampled_from([-4.0, -2.5, -1, 0, 0.5, 1, 2.5, 4, np.nan]), min_size=2, max_size=40)


def standard(value, rebase_at: list[int] | None = None) -> Chart:
    """A chart around nought with a spread of one."""
    x = np.array(value, dtype=float)
    line, phase = np.zeros(x.shape), np.searchsorted([0, *(rebase_at or [])], np.arange(x.shape[-1]), side="right") - 1
    return Chart(x, line, line - 3, line + 3, line + 1, phase, "XmR")


def _where(flags: np.ndarray) -> list[int]:
    return np.flatnonzero(flags).tolist()


def _slowly(chart: Chart) -> dict[str, tuple[list[bool], list[bool]]]:
    """The four rules point by point and window by window, as one would check a chart by hand."""
    x = chart.value
    n = len(x)

    def windows(length: int, holds) -> list[bool]:
        found = [False] * n
        for start in range(n - length + 1):
            if len(set(chart.phase[start : start + length])) == 1 and holds(x[start : start + length]):
                found[start : start + length] = [True] * length
        return found

    def two_of_three(sign: int) -> list[bool]:
        near = [sign * value > 2 for value in x]
        found = [False] * n
        for start in range(n):
            for end in (start + 1, start + 2):
                if end < n and near[start] and near[end] and chart.phase[start] == chart.phase[end]:
                    found[start] = found[end] = True
        return found

    return {
        "outside": ([v > 3 for v in x], [v < -3 for v in x]),
        "shift": (windows(7, lambda w: (w > 0).all()), windows(7, lambda w: (w < 0).all())),
        "trend": (windows(5, lambda w: (np.diff(w) > 0).all()), windows(5, lambda w: (np.diff(w) < 0).all())),
        "near_limit": (two_of_three(1), two_of_three(-1)),
    }


@given(SERIES, st.lists(st.integers(1, 20), max_size=2, unique=True).map(sorted))
def test_the_rules_are_those_one_would_check_by_hand(value: list[float], rebase_at: list[int]) -> None:
    chart = standard(value, rebase_at)
    reading = read_chart(chart, higher_is="better", trend_length=5)
    for name, (high, low) in _slowly(chart).items():
        signal = getattr(reading, name)
        assert (signal.high.tolist(), signal.low.tolist()) == (high, low), name


@given(SERIES)
def test_a_chart_turned_upside_down_reads_the_same_with_the_other_polarity(value: list[float]) -> None:
    up = read_chart(standard(value), higher_is="better")
    down = read_chart(standard(-np.array(value)), higher_is="worse")
    np.testing.assert_array_equal(up.point.code, down.point.code)
    np.testing.assert_array_equal(up.direction, -down.direction)


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 50), st.floats(-100, 100))
def test_another_unit_does_not_change_what_a_chart_tells(seed: int, by: float, to: float) -> None:
    value = np.random.default_rng(seed).integers(-40, 40, (4, 25)) + 0.5
    plain, moved = (read_chart(xmr_chart(v), higher_is="better") for v in (value, value * by + to))
    np.testing.assert_array_equal(plain.direction, moved.direction)


@given(st.permutations(range(6)))
def test_the_order_of_the_areas_does_not_matter(order: list[int]) -> None:
    value = np.random.default_rng(4).standard_normal((6, 30)).cumsum(axis=-1)
    straight, mixed = (read_chart(xmr_chart(v), higher_is="worse") for v in (value, value[order]))
    np.testing.assert_array_equal(straight.point.code[order], mixed.point.code)
    np.testing.assert_array_equal(straight.latest.code[order], mixed.latest.code)


def test_a_value_on_a_limit_is_within_it() -> None:
    signal = outside_limits(standard([3, -3, 3.001, -3.001, np.nan]))
    assert (_where(signal.high), _where(signal.low)) == ([2], [3])


def test_six_points_on_one_side_are_no_shift_and_seven_are() -> None:
    assert not shifts(standard([1] * 6 + [-1] * 6)).high.any()
    signal = shifts(standard([-1] + [1] * 7 + [-1] * 8))
    assert (_where(signal.high), _where(signal.low)) == (list(range(1, 8)), list(range(8, 16)))


@pytest.mark.parametrize("between", [0, np.nan, -1])
def test_a_point_on_the_line_or_missing_ends_a_run(between: float) -> None:
    assert not shifts(standard([1] * 4 + [between] + [1] * 4)).high.any()


def test_a_re_basing_ends_a_run() -> None:
    value = [1] * 12
    assert shifts(standard(value)).high.all()
    assert not shifts(standard(value, [6])).high.any()
    assert _where(shifts(standard(value, [5])).high) == list(range(5, 12))
    assert not trends(standard(range(12), [6])).high.any()
    assert not near_limit(standard([2.5, 2.5], [1])).high.any()


# SOURCE: NHSRplotthedots 0.2, which reproduces NHS England's spreadsheets: seven points rise six times; six do not do.
def test_seven_rising_points_are_a_trend_and_six_are_not() -> None:
    assert not trends(standard(range(6))).high.any()
    assert trends(standard(range(7))).high.all()
    assert not trends(standard([0, 1, 2, 2, 3, 4, 5, 6])).high.any()
    assert _where(trends(standard([2, 7, 6, 5, 4, 3, 2, 1, 3])).low) == list(range(1, 8))


# SOURCE: NHSRplotthedots 0.2: two of three, with the one between them unmarked; a gap of two is too wide.
def test_two_of_three_near_a_limit_are_marked_and_not_the_one_between() -> None:
    assert _where(near_limit(standard([0, 0, 2.5, 0, 2.5, 0, 0])).high) == [2, 4]
    assert not near_limit(standard([2.5, 0, 0, 2.5])).high.any()
    assert not near_limit(standard([2.5, -2.5, 0])).high.any()
    assert _where(near_limit(standard([-2.5, 0, 0, -2.5, -2.5])).low) == [3, 4]
    assert _where(near_limit(standard([2.5, 3.5, 0])).high) == [0, 1]


def test_equal_values_tell_of_nothing_in_spite_of_rounding() -> None:
    value = np.full((1, 11), 0.1) * np.array([[1], [3], [7], [1e6]])
    assert (value.mean(axis=-1) != value[:, 0]).any()
    assert (read_chart(xmr_chart(value), higher_is="better").point.code == 0).all()


def test_false_alarms_are_as_seldom_as_theory_has_them() -> None:
    rng = np.random.default_rng(7)
    chart = standard(rng.standard_normal((2000, 200)))
    assert (outside_limits(chart).high | outside_limits(chart).low).mean() == pytest.approx(0.0027, abs=0.0003)
    # Seven on one side end at a point with probability 2 / 2⁷, seven that rise or fall with 2 / 7!; two of three beyond
    # two standard deviations, at 0.02275 a side, with about 2 × 3 × 0.02275².
    ends = np.zeros(chart.value.shape, dtype=bool)
    for side in (chart.value > 0, chart.value < 0):
        ends[:, 6:] |= np.logical_and.reduce([side[:, at : at + 194] for at in range(7)])
    assert ends[:, 6:].mean() == pytest.approx(2 / 2**7, abs=0.0006)
    marked = shifts(chart)
    # A point is part of a run of n or more with the sum of k / 2^(k + 1) over k ≥ n, which is (n + 1) / 2ⁿ.
    inner = (marked.high | marked.low)[:, 20:-20]
    assert inner.mean() == pytest.approx(8 / 2**7, abs=0.003)
    near = near_limit(chart)
    assert (near.high | near.low).mean() == pytest.approx(2 * 0.02275 * (1 - (1 - 0.02275) ** 4), abs=0.0004)
    steps = trends(chart)
    assert 0 < (steps.high | steps.low).mean() < 14 / 5040


def test_improvement_and_concern_go_by_the_polarity() -> None:
    chart = standard([0, 4, 0, -4, np.nan])
    better, worse = (read_chart(chart, higher_is=word).point for word in ("better", "worse"))
    assert better.named.tolist() == ["Common cause", "Improvement", "Common cause", "Concern", ""]
    assert worse.named.tolist() == ["Common cause", "Concern", "Common cause", "Improvement", ""]
    assert not np.signbit(worse.code[[0, 2]]).any()


def test_a_rise_on_the_poor_side_is_improvement() -> None:
    value = np.linspace(-2.9, -0.1, 7)
    reading = read_chart(standard(value), higher_is="better", shift_length=8)
    assert reading.point.named.tolist() == ["Improvement"] * 7
    # Seven below the centre are a shift as well, and a shift comes before a trend.
    assert read_chart(standard(value), higher_is="better").point.named.tolist() == ["Concern"] * 7


def test_a_point_at_a_turn_belongs_to_the_trend_that_led_to_it() -> None:
    value = [0.1, 0.2, 0.3, 0.4, -0.1, -0.2, -0.3]
    reading = read_chart(standard(value), higher_is="better", trend_length=4)
    assert reading.direction.tolist() == [1, 1, 1, 1, -1, -1, -1]
    fallen = read_chart(standard(-np.array(value)), higher_is="better", trend_length=4)
    assert fallen.direction.tolist() == [-1, -1, -1, -1, 1, 1, 1]


def test_the_latest_reading_is_of_the_last_point_there_is() -> None:
    reading = read_chart(standard([[0, 4, np.nan], [4, 4, 0], [np.nan] * 3]), higher_is="worse")
    assert reading.latest.named.tolist() == ["Concern", "Common cause", ""]


def test_a_target_is_hit_missed_or_both_by_where_it_lies() -> None:
    chart = standard(np.zeros((5, 4)))
    target = [-3.1, -3, 0, 3.1, np.nan]
    better, worse = (assurance(chart, target=target, higher_is=word) for word in ("better", "worse"))
    assert better.named.tolist() == [
        "Consistently hit",
        "Hit and missed",
        "Hit and missed",
        "Consistently missed",
        "",
    ]
    assert worse.named.tolist()[:4:3] == ["Consistently missed", "Consistently hit"]


def test_assurance_goes_by_the_latest_limits() -> None:
    chart = xmr_chart([1, 2, 1, 2, 20, 21, 20, 21, np.nan], rebase_at=[4])
    assert assurance(chart, target=10, higher_is="better").named.tolist() == "Consistently hit"
    assert np.isnan(assurance(xmr_chart([1, np.nan]), target=1, higher_is="better").code)


def test_short_and_empty_charts_have_no_runs() -> None:
    signal = shifts(standard([1, 1]))
    assert isinstance(signal, Signal)
    assert not signal.high.any()
    assert read_chart(standard(np.empty((0, 9))), higher_is="worse").latest.code.shape == (0,)


def test_what_cannot_be_read_is_refused() -> None:
    chart = standard([0, 1, 2])
    with pytest.raises(InputError, match=r"higher_is must be one of better, worse; got 'good'\."):
        read_chart(chart, higher_is="good")
    with pytest.raises(InputError, match=r"higher_is must be one of better, worse; got 'neither'\."):
        assurance(chart, target=1, higher_is="neither")
    for rule in (shifts, trends):
        with pytest.raises(InputError, match=r"a run must be of at least 2 points; got 1\."):
            rule(chart, length=1)
    with pytest.raises(InputError, match=r"the arrays must be of one shape, or of one value each; got target \(3,\)"):
        assurance(standard(np.zeros((2, 4))), target=[1, 2, 3], higher_is="better")
