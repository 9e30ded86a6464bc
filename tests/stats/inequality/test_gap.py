"""A gap is signed by the disadvantage of the worse off; a group is held fairly against the average it is part of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.estimate import Estimate
from newlyn.stats.inequality.gap import Gap, estimate_with_error, gap_between, gap_to_average
from newlyn.stats.rate.crude import proportion

FIGURES = st.floats(0.01, 1000).map(lambda x: float(f"{x:.6g}"))
ERRORS = st.floats(0, 0.2)
SHARES = st.floats(0.01, 0.95)


def known(value: float | np.ndarray, se: float | np.ndarray, *, level: float = 0.95) -> Estimate:
    return estimate_with_error(value, se, statistic="rate", level=level)


def parts(gap: Gap) -> np.ndarray:
    return np.array([getattr(one, end) for one in (gap.absolute, gap.relative) for end in ("value", "lower", "upper")])


# SOURCE: Newcombe (1998), Interval estimation for the difference between independent proportions: comparison of eleven
# methods, Statistics in Medicine 17: 873-890, Table II, method 10, contrast (a): 56/70 less 48/80.
def test_the_absolute_gap_of_proportions_has_the_limits_of_newcombe() -> None:
    gap = gap_between(proportion([56], [70]), proportion([48], [80]), higher_is="worse").absolute
    assert (gap.lower[0], gap.upper[0]) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    turned = gap_between(proportion([48], [80]), proportion([56], [70]), higher_is="better").absolute
    assert (turned.value[0], turned.lower[0]) == pytest.approx((gap.value[0], gap.lower[0]))


# SOURCE: WHO healthequal 1.0.1, reference pages of d and r, example: skilled birth attendance (%) of the reference
# region 95.11784 (se 1.5384434) against the lowest; difference 30.92258, standard error 7.217724, limits 16.7761 to
# 45.06906; ratio 1.481696. The lowest region's own figure and error follow from these.
def test_the_gap_between_regions_is_that_of_the_world_health_organization() -> None:
    best = known(95.11784, 1.5384434)
    lowest = known(95.11784 - 30.92258, float(np.sqrt(7.217724**2 - 1.5384434**2)))
    gap = gap_between(lowest, best, higher_is="better")
    assert (float(gap.absolute.lower), float(gap.absolute.upper)) == pytest.approx((16.7761, 45.06906), abs=5e-5)
    assert float(gap.relative.value) == pytest.approx(1.481696, abs=5e-7)


def test_a_larger_gap_is_worse_for_the_worse_off_whatever_a_higher_figure_means() -> None:
    years = gap_between(known(74, 0.2), known(83, 0.2), higher_is="better")
    deaths = gap_between(known(500, 9), known(300, 9), higher_is="worse")
    assert (float(years.absolute.value), float(deaths.absolute.value)) == (9, 200)
    assert float(years.relative.value) == pytest.approx(83 / 74)
    assert float(deaths.relative.value) == pytest.approx(500 / 300)
    assert years.reads == (
        "An absolute figure above 0, and a relative figure above 1, mean that the worse off fare worse: their figure "
        "is lower than that of the better off."
    )
    assert years.absolute.statistic == "absolute gap"
    assert years.relative.statistic == "relative gap"
    assert (years.worse_off.value, years.better_off.value, years.higher_is) == (74, 83, "better")


@given(FIGURES, FIGURES, ERRORS, ERRORS, st.floats(0.01, 100))
def test_a_change_of_unit_scales_the_absolute_gap_and_leaves_the_relative_one(
    one: float, other: float, a: float, b: float, by: float
) -> None:
    before = parts(gap_between(known(one, a * one), known(other, b * other), higher_is="worse"))
    after = parts(gap_between(known(one * by, a * one * by), known(other * by, b * other * by), higher_is="worse"))
    assert after[:3] == pytest.approx(before[:3] * by, rel=1e-6, abs=1e-9 * by * (one + other))
    assert after[3:] == pytest.approx(before[3:], rel=1e-6)


@given(FIGURES, FIGURES, ERRORS, ERRORS, st.sampled_from(["better", "worse"]))
def test_limits_stand_on_both_sides_of_the_gap(one: float, other: float, a: float, b: float, higher_is: str) -> None:
    gap = parts(gap_between(known(one, a * one), known(other, b * other), higher_is=higher_is))
    room = 1e-9 * (one + other)
    assert gap[1] - room <= gap[0] <= gap[2] + room
    assert gap[4] * (1 - 1e-9) <= gap[3] <= gap[5] * (1 + 1e-9)


@given(FIGURES, st.floats(0.01, 0.2), st.sampled_from(["better", "worse"]))
def test_equal_figures_have_no_gap(figure: float, error: float, higher_is: str) -> None:
    gap = gap_between(known(figure, error * figure), known(figure, error * figure), higher_is=higher_is)
    assert (float(gap.absolute.value), float(gap.relative.value)) == (0, 1)
    assert gap.absolute.lower < 0 < gap.absolute.upper
    assert gap.relative.lower < 1 < gap.relative.upper


@given(FIGURES, FIGURES, ERRORS, ERRORS)
def test_the_groups_and_the_polarity_both_exchanged_are_the_same_gap(
    one: float, other: float, a: float, b: float
) -> None:
    first, second = known(one, a * one), known(other, b * other)
    assert parts(gap_between(first, second, higher_is="worse")) == pytest.approx(
        parts(gap_between(second, first, higher_is="better"))
    )


def test_the_relative_gap_is_missing_or_unbounded_where_figures_reach_nought() -> None:
    none = gap_between(known(-1, 0.1), known(5, 0.1), higher_is="worse")
    assert float(none.absolute.value) == -6
    assert np.isnan([none.relative.value, none.relative.lower, none.relative.upper]).all()
    unsure = gap_between(known(5, 0.1), known(1, 0.6), higher_is="worse")
    assert unsure.relative.lower < 5 == float(unsure.relative.value)
    assert np.isnan(unsure.relative.upper)
    reaching = gap_between(known(1, 0.6), known(5, 0.1), higher_is="worse")
    assert float(reaching.relative.lower) == 0


def test_missing_figures_have_missing_gaps() -> None:
    gap = gap_between(known(np.array([1, np.nan]), 0.1), known(np.array([2.0, 2.0]), 0.1), higher_is="worse")
    assert np.isnan(gap.absolute.value).tolist() == np.isnan(gap.relative.upper).tolist() == [False, True]


# --- a group and the average it is part of ---------------------------------------------------------------------------


@given(FIGURES, FIGURES, st.floats(0.01, 0.2), st.floats(0.01, 0.2), SHARES, st.sampled_from(["better", "worse"]))
def test_the_gap_to_the_average_is_that_to_the_rest_times_the_share_of_the_rest(
    group: float, rest: float, a: float, b: float, share: float, higher_is: str
) -> None:
    one, other = known(group, a * group), known(rest, b * rest)
    average = known(share * group + (1 - share) * rest, float(np.hypot(share * a * group, (1 - share) * b * rest)))
    to_rest = gap_between(one, other, higher_is=higher_is)
    found = gap_to_average(one, average, share=share, higher_is=higher_is)
    scale = group + rest
    for end in ("value", "lower", "upper"):
        assert float(getattr(found.absolute, end)) == pytest.approx(
            float(getattr(to_rest.absolute, end)) * (1 - share), rel=1e-4, abs=1e-4 * scale
        )
    ratio = average.value / group if higher_is == "better" else group / average.value
    assert float(found.relative.value) == pytest.approx(float(ratio), rel=1e-6)


def test_the_absolute_gap_to_the_average_has_the_variance_of_correlated_figures() -> None:
    """Var(group − all) = Var(group)(1 − 2 share) + Var(all), for their covariance is share × Var(group)."""
    found = gap_to_average(known(12, 0.5), known(10, 0.3), share=0.25, higher_is="worse")
    away = 1.959963985 * np.sqrt(0.5**2 * (1 - 2 * 0.25) + 0.3**2)
    assert parts(found)[:3] == pytest.approx([2, 2 - away, 2 + away])
    assert found.better_off.value == 10
    assert found.reads.endswith("people of the group fare worse: their figure is higher than that of the average.")


def test_limits_hold_the_true_gap_to_the_average_as_often_as_they_say() -> None:
    rng, times, share = np.random.default_rng(1), 20_000, 0.4
    group, rest = rng.normal(12, 0.5, times), rng.normal(9, 0.4, times)
    average = share * group + (1 - share) * rest
    error = float(np.hypot(share * 0.5, (1 - share) * 0.4))
    found = gap_to_average(known(group, 0.5), known(average, error), share=share, higher_is="worse")
    mean = share * 12 + (1 - share) * 9
    for estimate, true in ((found.absolute, 12 - mean), (found.relative, 12 / mean)):
        held = np.mean((estimate.lower <= true) & (true <= estimate.upper))
        assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / times))


def test_a_group_that_is_everybody_has_no_gap_to_the_average() -> None:
    found = gap_to_average(known(12, 0.5), known(12, 0.5), share=1, higher_is="worse")
    assert np.isnan(parts(found)).all()


def test_a_group_without_any_is_nought_times_the_average() -> None:
    none = proportion([0], [50])
    everyone = proportion([20], [500])
    found = gap_to_average(none, everyone, share=0.1, higher_is="worse")
    assert float(found.absolute.value[0]) == pytest.approx(-0.04)
    assert np.isnan(found.relative.value[0])


def test_limits_rounded_a_little_too_near_are_allowed_for() -> None:
    found = gap_to_average(known(12, 0.5), known(12.2, 0.4999 * 0.9), share=0.9, higher_is="worse")
    assert float(found.absolute.upper - found.absolute.value) == pytest.approx(1.96 * 0.5 * 0.1, rel=0.01)


def test_an_average_more_certain_than_its_part_allows_is_refused() -> None:
    with pytest.raises(InputError, match=r"limits of an average cannot lie nearer.*; at position 1 it is 0\.0979"):
        gap_to_average(known(np.array([12.0, 12]), 0.5), known(10, np.array([0.3, 0.05])), share=0.5, higher_is="worse")


def test_what_has_no_meaning_is_refused_with_its_value() -> None:
    one = known(1, 0.1)
    with pytest.raises(InputError, match=r"higher_is must be one of better, worse; got 'good'\."):
        gap_between(one, one, higher_is="good")
    with pytest.raises(InputError, match=r"of one statistic and level; got rate at 0\.95 and rate at 0\.998\."):
        gap_between(one, known(1, 0.1, level=0.998), higher_is="worse")
    with pytest.raises(InputError, match=r"of one statistic and level; got rate at 0\.95 and mean at 0\.95\."):
        gap_between(one, replace(one, statistic="mean"), higher_is="worse")
    with pytest.raises(InputError, match=r"share must be a proportion from 0 to 1; here it is 25\."):
        gap_to_average(one, one, share=25, higher_is="worse")
    with pytest.raises(InputError, match=r"a standard error cannot be negative; here it is -0\.1\."):
        known(1, -0.1)
    with pytest.raises(InputError, match=r"of one shape, or of one value each; got value \(2,\), se \(3,\)\."):
        known(np.ones(2), np.ones(3))
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        known(1, 0.1, level=95)
