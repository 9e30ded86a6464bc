"""Control charts have the limits of the handbooks, phase by phase, and false alarms as often as theory says."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.control.chart import Chart, p_chart, short_term_spread, u_chart, xmr_chart
from newlyn.stats.control.rule import outside_limits

# SOURCE: Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 6.4, loan processing costs of
# 20 weeks: x-bar 300.5, mean moving range 7.79, limits 279.78 and 321.22, limit of the ranges 25.45.
LOANS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]

# SOURCE: Montgomery (2013), section 7.2, frozen orange juice: 30 samples of 50 cans, p-bar 0.2313, limits 0.0524 and
# 0.4102, samples 15 and 23 beyond the upper one.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]

# SOURCE: Montgomery (2013), section 7.2, purchase orders: 25 samples of 80 to 120, p-bar 0.096, samples of 100 with
# limits 0.007 and 0.184 or 0.185, sample 11 beyond its own upper limit.
ORDERS = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
ORDERS_OF = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100]
ORDERS_OF += [100, 90, 90]

# SOURCE: Montgomery (2013), section 7.3, dyed cloth: nonconformities in 8 to 13 units of 50 square metres, u-bar 1.42.
CLOTH, CLOTH_UNITS = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23], [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]


def test_the_chart_of_loan_processing_costs_is_montgomerys() -> None:
    chart = xmr_chart(LOANS)
    assert (chart.centre[0], chart.lower[0], chart.upper[0]) == pytest.approx((300.5, 279.78, 321.22), abs=0.005)
    assert (chart.range_centre[0], chart.range_upper[0]) == pytest.approx((7.79, 25.45), abs=0.005)
    assert not (outside_limits(chart).high | outside_limits(chart).low).any()


def test_the_chart_of_orange_juice_cans_is_montgomerys() -> None:
    chart = p_chart(CANS, 50)
    assert (chart.centre[0], chart.lower[0], chart.upper[0]) == pytest.approx((0.2313, 0.0524, 0.4102), abs=5e-5)
    assert (np.flatnonzero(outside_limits(chart).high) + 1).tolist() == [15, 23]


def test_the_chart_of_purchase_orders_is_montgomerys() -> None:
    chart = p_chart(ORDERS, ORDERS_OF)
    assert chart.centre[0] == pytest.approx(0.096, abs=0.0006)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx((0.007, 0.184), abs=0.001)
    assert (np.flatnonzero(outside_limits(chart).high) + 1).tolist() == [11]


def test_the_chart_of_dyed_cloth_is_montgomerys() -> None:
    chart = u_chart(CLOTH, CLOTH_UNITS)
    assert chart.centre[0] == pytest.approx(1.42, abs=0.005)
    wanted = [2.55, 2.68, 2.41, 2.55, 2.58, 2.55, 2.45, 2.52, 2.45, 2.43]
    assert chart.upper == pytest.approx(wanted, abs=0.01)
    assert chart.lower == pytest.approx([0.29, 0.16, 0.43, 0.29, 0.26, 0.29, 0.39, 0.32, 0.39, 0.41], abs=0.01)


def test_the_chart_of_faulty_shipments_has_no_negative_limit() -> None:
    # SOURCE: Montgomery (2013), section 7.3, errors in 20 weeks of 50 shipments: u-bar 0.0740, upper limit 0.1894, the
    # lower one below nought and so taken for nought.
    errors = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]
    chart = u_chart(errors, 50)
    assert (chart.centre[0], chart.lower[0], chart.upper[0]) == pytest.approx((0.0740, 0, 0.1894), abs=5e-5)


def test_wide_ranges_are_left_out_once() -> None:
    # SOURCE: the data of NHSRplotthedots' account of deviations from NHS England's spreadsheet, which leaves no range
    # out: 17 ranges, of which those to and from 10 are 8 and 9 and the other 15 are 1. 32 / 17 × 3.267 = 6.15.
    value = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    plain, screened = xmr_chart(value), xmr_chart(value, leave_out_wide=True)
    assert plain.range_centre[0] == pytest.approx(32 / 17)
    assert screened.range_centre[0] == 1
    assert screened.upper[0] - screened.centre[0] == pytest.approx(2.66)
    assert screened.centre[0] == plain.centre[0]


def test_false_alarms_of_individuals_are_those_of_three_standard_deviations() -> None:
    rng = np.random.default_rng(27)
    value = 50 + 4 * rng.standard_normal((400, 1000))
    signal = outside_limits(xmr_chart(value))
    rates = signal.high.mean(), signal.low.mean()
    # 2.66 moving ranges are 3.0015 standard deviations; 400,000 points: Monte Carlo error 0.00006 a side.
    assert rates == pytest.approx((0.00135, 0.00135), abs=0.00025)


@pytest.mark.parametrize("extra", [0.0, 0.02])
def test_laneys_limits_hold_whether_or_not_periods_differ_by_more_than_chance(extra: float) -> None:
    rng = np.random.default_rng(2002)
    total = rng.integers(4000, 6000, (60, 300))
    count = rng.binomial(total, np.clip(0.3 + extra * rng.standard_normal(total.shape), 0, 1))
    widened, plain = (outside_limits(p_chart(count, total, laney=laney)) for laney in (True, False))
    assert (widened.high | widened.low).mean() == pytest.approx(0.0027, abs=0.0015)
    if extra:
        assert (plain.high | plain.low).mean() > 0.2


def test_laneys_limits_are_the_plain_ones_times_the_spread_of_scores() -> None:
    # SOURCE: Laney (2002), Quality Engineering 14: 531–537: sigma-z is the mean moving range of z over 1.128.
    plain, laney = u_chart(CLOTH, CLOTH_UNITS), u_chart(CLOTH, CLOTH_UNITS, laney=True)
    z = (plain.value - plain.centre) / plain.spread
    by = np.abs(np.diff(z)).mean() / 1.128
    np.testing.assert_allclose(laney.upper - laney.centre, (plain.upper - plain.centre) * by)
    assert (plain.kind, laney.kind) == ("u", "Laney u′")


def test_events_among_a_million_times_as_many_people_have_the_same_chart() -> None:
    for laney in (False, True):
        few, many = (u_chart(CLOTH, np.array(CLOTH_UNITS) * by, laney=laney) for by in (1, 1e6))
        np.testing.assert_allclose(many.upper * 1e6, few.upper)


@pytest.mark.parametrize("chart", [p_chart, u_chart])
def test_nobody_counted_all_along_leaves_limits_of_nought(chart) -> None:
    for laney in (False, True):
        flat = chart([0, 0, 0], [10, 20, 30], laney=laney)
        assert flat.lower.tolist() == flat.upper.tolist() == [0, 0, 0]


def test_everybody_counted_all_along_leaves_limits_of_one() -> None:
    flat = p_chart([10, 20, 30], [10, 20, 30], laney=True)
    assert flat.lower.tolist() == flat.upper.tolist() == [1, 1, 1]


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30), st.floats(0.01, 100), st.floats(-1e3, 1e3))
def test_limits_move_and_stretch_with_the_values(value: list[float], by: float, to: float) -> None:
    plain, moved = xmr_chart(value), xmr_chart(np.array(value) * by + to)
    for name in ("centre", "lower", "upper"):
        np.testing.assert_allclose(getattr(moved, name), getattr(plain, name) * by + to, rtol=1e-9, atol=1e-6)
    mirrored = xmr_chart(-np.array(value))
    np.testing.assert_allclose(mirrored.lower, -plain.upper, atol=1e-9)


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 11), max_size=3, unique=True).map(sorted))
def test_each_area_and_each_phase_stands_by_itself(seed: int, rebase_at: list[int]) -> None:
    rng = np.random.default_rng(seed)
    value = np.where(rng.random((3, 12)) < 0.2, np.nan, rng.standard_normal((3, 12)))
    chart = xmr_chart(value, rebase_at=rebase_at)
    edges = [0, *rebase_at, 12]
    for start, end in pairwise(edges):
        if end - start >= 2:
            for area in range(3):
                alone = xmr_chart(value[area, start:end])
                for name in ("centre", "lower", "upper", "moving_range", "range_upper"):
                    np.testing.assert_array_almost_equal(getattr(chart, name)[area, start:end], getattr(alone, name))


def test_a_baseline_sets_the_limits_of_its_phase() -> None:
    value = [1, 3, 2, 9, 9, 20, 24, 22, 90, 90]
    chart = xmr_chart(value, baseline=3, rebase_at=[5])
    assert chart.phase.tolist() == [0] * 5 + [1] * 5
    assert chart.centre.tolist() == [2] * 5 + [22] * 5
    assert chart.range_centre.tolist() == [1.5] * 5 + [3] * 5
    assert chart.moving_range.tolist()[3] == 7
    assert np.isnan(chart.moving_range[[0, 5]]).all()


def test_a_baseline_of_proportions_pools_its_people() -> None:
    chart = p_chart([10, 60, 1, 1], [100, 300, 100, 100], baseline=2)
    assert chart.centre == pytest.approx([0.175] * 4)


def test_ranges_are_not_taken_across_a_missing_period() -> None:
    chart = xmr_chart([1, 2, np.nan, 9, 10])
    assert np.isnan(chart.moving_range).tolist() == [True, False, True, True, False]
    assert chart.range_centre[0] == 1
    assert chart.centre[0] == 5.5
    assert np.isnan(xmr_chart([1, np.nan, 3]).upper).all()
    assert np.isnan(xmr_chart([np.nan, np.nan]).centre).all()


def test_a_period_without_a_total_is_missing_and_has_no_limits() -> None:
    chart = p_chart([5, 0, 6, np.nan], [10, 0, 12, 10])
    assert chart.centre == pytest.approx([0.5] * 4)
    assert np.isnan(chart.value).tolist() == [False, True, False, True]
    assert np.isnan(chart.upper).tolist() == [False, True, False, False]
    assert np.isnan(u_chart([5, 0], [10, 0]).upper).tolist() == [False, True]


def test_the_spread_of_noise_is_found_in_spite_of_a_change_of_level() -> None:
    rng = np.random.default_rng(8)
    value = 3 * rng.standard_normal((300, 60)) + np.where(np.arange(60) < 30, 0, 30)
    assert value.std(axis=-1).mean() > 14
    assert short_term_spread(value).mean() == pytest.approx(3, abs=0.06)
    assert short_term_spread(value).shape == (300, 1)


def test_no_areas_have_an_empty_chart() -> None:
    assert xmr_chart(np.empty((0, 5))).upper.shape == (0, 5)


@pytest.mark.parametrize("make", [xmr_chart, lambda value, **options: u_chart(value, np.ones(5), **options)])
def test_phases_that_cannot_be_are_refused(make) -> None:
    value = np.ones(5)
    for rebase_at in ([5], [0], [3, 3], [3, 2], [-1], [1.5]):
        with pytest.raises(InputError, match=r"rebase_at must be positions that ascend, from 1 to 4; got \["):
            make(value, rebase_at=rebase_at)
    with pytest.raises(InputError, match=r"baseline must be at least 2 periods, and 12 for limits to rely on; got 1\."):
        make(value, baseline=1)


def test_what_is_no_series_is_refused() -> None:
    with pytest.raises(InputError, match=r"value must hold at least 2 values; got 1\."):
        xmr_chart([1])
    with pytest.raises(InputError, match=r"count must hold at least 2 values; got 1\."):
        p_chart([1], [2])
    with pytest.raises(InputError, match=r"a count cannot exceed its total; at position 1, 3 exceeds 2\."):
        p_chart([1, 3], [2, 2])
    with pytest.raises(InputError, match=r"a population cannot be negative; at position 0 it is -2\."):
        u_chart([1, 3], [-2, 2])


def test_a_chart_is_of_the_shape_of_its_values() -> None:
    chart = xmr_chart(np.arange(24.0).reshape(2, 3, 4))
    assert isinstance(chart, Chart)
    assert chart.lower.shape == chart.spread.shape == (2, 3, 4)
