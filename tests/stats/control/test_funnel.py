"""Funnel limits hold their level, agree with each other and with published ones, and refuse what has no sense."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, poisson

from newlyn.foundation.errors import InputError
from newlyn.stats.control.funnel import funnel_of_proportions, funnel_of_rates, funnel_of_ratios
from newlyn.stats.control.funnel_axis import denominators_to_draw
from newlyn.stats.control.funnel_limit import (
    count_control_limits,
    expected_on_limits,
    pooled_benchmark,
    proportion_control_limits,
    rate_control_limits,
)
from newlyn.stats.interval.count import exact_poisson_limits
from newlyn.stats.interval.proportion import clopper_pearson_limits, wilson_limits

METHODS = ["score", "exact", "interpolated"]


def _beyond(limits, expected) -> tuple[np.ndarray, np.ndarray]:
    """How probable a Poisson count below the lower limit and one above the upper limit are."""
    return poisson.cdf(np.ceil(limits.lower) - 1, expected), poisson.sf(np.floor(limits.upper), expected)


# SOURCE: Seaton and Manktelow (2012), The probability of being identified as an outlier with commonly used funnel plot
# control limits for the standardised mortality ratio, BMC Med. Res. Methodol. 12: 98, table 1, 1 to 50 expected deaths:
# median, least and greatest probability beyond the 95% prediction limits; medians beyond the Wald limits.
def test_false_alarms_are_as_probable_as_seaton_and_manktelow_found() -> None:
    expected = np.arange(1, 50.005, 0.01)
    below, above = _beyond(count_control_limits(expected), expected)
    assert (np.median(below), below.min(), below.max()) == pytest.approx((0.0186, 0, 0.0250), abs=5e-5)
    assert (np.median(above), above.min(), above.max()) == pytest.approx((0.0201, 0.0052, 0.0250), abs=5e-5)
    wald = _beyond(count_control_limits(expected, method="score"), expected)
    assert np.median(wald, axis=1) == pytest.approx((0.0184, 0.0301), abs=5e-5)


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_exact_limits_of_counts_give_no_more_false_alarms_than_the_level_allows(level: float) -> None:
    expected = np.geomspace(0.001, 5000, 4001)
    below, above = _beyond(count_control_limits(expected, level=level), expected)
    assert max(below.max(), above.max()) <= (1 - level) / 2 + 1e-12


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.97])
def test_exact_limits_of_proportions_give_no_more_false_alarms_than_the_level_allows(
    level: float, share: float
) -> None:
    total = np.arange(1, 2001)
    limits = proportion_control_limits(total, benchmark=share, level=level, method="exact")
    # A limit that is a whole count comes back from its proportion with an error of rounding.
    below = binom.cdf(np.ceil(limits.lower * total - 1e-9) - 1, total, share)
    above = binom.sf(np.floor(limits.upper * total + 1e-9), total, share)
    assert max(below.max(), above.max()) <= (1 - level) / 2 + 1e-9


# SOURCE: Spiegelhalter (2005), Statist. Med. 24: 1185–1202, appendix A.1.1, worked out with the distributions of SciPy:
# the least r with P(R <= r) >= p, less (P(R <= r) - p) / (P(R <= r) - P(R <= r - 1)).
@pytest.mark.parametrize("p", [0.025, 0.999])
def test_interpolated_limits_are_those_of_spiegelhalters_appendix(p: float) -> None:
    level = 1 - 2 * min(p, 1 - p)
    total, share, expected = np.arange(1, 500), 0.13, np.arange(0.5, 300, 0.7)
    of_shares = proportion_control_limits(total, benchmark=share, level=level, method="interpolated")
    of_counts = count_control_limits(expected, level=level, method="interpolated")
    for limits, r, cdf, size in (
        (of_shares, binom.ppf(p, total, share), lambda r: binom.cdf(r, total, share), total),
        (of_counts, poisson.ppf(p, expected), lambda r: poisson.cdf(r, expected), 1),
    ):
        wanted = np.maximum(r - (cdf(r) - p) / (cdf(r) - cdf(r - 1)), 0) / size
        np.testing.assert_allclose(limits.lower if p < 0.5 else limits.upper, wanted, atol=1e-9)


@given(st.integers(1, 5000), st.floats(0.001, 0.999), st.sampled_from([0.8, 0.95, 0.998]), st.data())
def test_an_area_is_outside_exactly_when_its_confidence_interval_leaves_the_benchmark_out(
    total: int, benchmark: float, level: float, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, total))
    for method, interval in (("score", wilson_limits), ("exact", clopper_pearson_limits)):
        own = interval([count], [total], level=level)
        gap = min(abs(own.lower[0] - benchmark), abs(own.upper[0] - benchmark))
        if gap > 1e-7:
            wanted = float(own.lower[0] > benchmark) - float(own.upper[0] < benchmark)
            found = funnel_of_proportions([count], [total], benchmark=benchmark, levels=(level,), method=method)
            assert found.standing.code[0] == wanted


@given(st.integers(0, 3000), st.floats(0.01, 3000), st.sampled_from([0.8, 0.95, 0.998]))
def test_a_ratio_is_outside_exactly_when_its_exact_interval_leaves_the_benchmark_out(
    count: int, expected: float, level: float
) -> None:
    own = exact_poisson_limits([count], level=level)
    if min(abs(own.lower[0] - expected), abs(own.upper[0] - expected)) > 1e-7:
        wanted = float(own.lower[0] > expected) - float(own.upper[0] < expected)
        assert funnel_of_ratios([count], [expected], levels=(level,)).standing.code[0] == wanted


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("benchmark", [1e-7, 0.01, 0.5, 0.99])
def test_limits_of_proportions_hold_the_benchmark_and_mirror_each_other(method: str, benchmark: float) -> None:
    total = np.array([1, 2, 7, 33.4, 1000, 10**6])
    limits = proportion_control_limits(total, benchmark=benchmark, method=method)
    assert (limits.lower >= 0).all()
    assert (limits.upper <= 1).all()
    assert (limits.lower <= limits.upper).all()
    if method != "interpolated":  # the published interpolation leans downwards at both ends
        assert (limits.lower <= benchmark).all()
        mirrored = proportion_control_limits(total, benchmark=1 - benchmark, method=method)
        np.testing.assert_allclose(1 - mirrored.upper, limits.lower, atol=1e-9)


@given(st.floats(0.5, 1e6), st.floats(1.01, 3), st.sampled_from(METHODS))
def test_larger_areas_have_narrower_limits_of_their_rate(people: float, times: float, method: str) -> None:
    limits = rate_control_limits([people, people * times], benchmark=0.9, method=method)
    if method != "interpolated":
        assert limits.upper[1] < limits.upper[0]
    assert limits.lower[1] >= limits.lower[0] - 1e-9


@given(st.floats(0.01, 1e5), st.sampled_from(METHODS))
def test_a_higher_level_never_narrows_the_limits(expected: float, method: str) -> None:
    near, far = (count_control_limits([expected], level=level, method=method) for level in (0.95, 0.998))
    assert far.lower[0] <= near.lower[0]
    assert far.upper[0] >= near.upper[0]


def test_limits_meet_no_step_where_not_even_one_event_is_likely() -> None:
    total = np.geomspace(0.01, 400, 20_001)
    limits = proportion_control_limits(total, benchmark=0.004, method="exact")
    events = limits.upper * total
    assert np.abs(np.diff(events)[events[1:] < 0.999 * total[1:]]).max() < 0.02


def test_a_benchmark_that_nobody_or_everybody_meets_leaves_chance_no_room() -> None:
    for method in METHODS:
        for benchmark in (0.0, 1.0):
            limits = proportion_control_limits([1, 50], benchmark=benchmark, method=method)
            assert limits.lower.tolist() == limits.upper.tolist() == [benchmark, benchmark]


def test_by_chance_alone_as_many_areas_are_flagged_as_the_levels_say() -> None:
    rng = np.random.default_rng(20051)
    total = rng.integers(2000, 9000, 40_000)
    funnel = funnel_of_proportions(rng.binomial(total, 0.3), total, benchmark=0.3)
    ratio = funnel_of_ratios(rng.poisson(total / 20), total / 20)
    for standing in (funnel.standing, ratio.standing):
        flagged = np.array([(np.abs(standing.code) >= at).mean() for at in (1, 2)])
        # 40,000 areas: Monte Carlo errors of 0.0011 and 0.0002; exact limits flag a little less than their level.
        assert (flagged > [0.044, 0.0012]).all()
        assert (flagged < [0.0535, 0.0029]).all()


def test_the_order_of_the_areas_does_not_matter() -> None:
    rng = np.random.default_rng(5)
    total = rng.integers(10, 900, 60)
    count = rng.binomial(total, rng.beta(5, 9, 60))
    order = rng.permutation(60)
    straight = funnel_of_proportions(count, total).standing.code
    assert funnel_of_proportions(count[order], total[order]).standing.code.tolist() == straight[order].tolist()
    assert len(set(straight)) == 5


def test_each_row_of_areas_has_its_own_benchmark() -> None:
    both = funnel_of_proportions([[10, 20, 60], [90, 80, 40]], [[100, 100, 100]] * 2)
    assert both.benchmark[:, 0].tolist() == [0.3, 0.7]
    assert both.standing.code.tolist() == [[-2, -1, 2], [2, 1, -2]]


def test_a_missing_value_or_a_size_of_nought_has_no_grade_and_no_part_in_the_benchmark() -> None:
    funnel = funnel_of_proportions([50, np.nan, 0, 30], [100, 100, 0, 100])
    assert funnel.benchmark.tolist() == [0.4] * 4
    assert np.isnan(funnel.standing.code).tolist() == [False, True, True, False]
    assert funnel.standing.named[1:3].tolist() == ["", ""]
    assert np.isnan(funnel_of_rates([3, np.nan], [0, 100], benchmark=0.1).standing.code).all()


@pytest.mark.parametrize("method", ["score", "exact", "interpolated"])
def test_a_benchmark_of_nought_or_one_leaves_chance_no_room(method: str) -> None:
    rates = funnel_of_rates([0, 3, 0], [100, 100, 0], benchmark=0, method=method)
    assert rates.standing.named.tolist() == ["Not significant", "High (0.001)", ""]
    assert funnel_of_rates([0, 0], [100, 50], method=method).standing.code.tolist() == [0, 0]
    shares = funnel_of_proportions([0, 3, 5], [5, 5, 5], benchmark=[[0], [1]], method=method)
    assert shares.standing.code.tolist() == [[0, 2, 2], [-2, -2, 0]]
    assert shares.value.shape == shares.benchmark.shape == (2, 3)


def test_no_areas_have_no_grades() -> None:
    assert funnel_of_proportions([], []).standing.named.shape == (0,)
    assert np.isnan(pooled_benchmark([], [])).tolist() == [True]


def test_ratios_are_in_the_unit_asked_for() -> None:
    plain, hundred = funnel_of_ratios([30], [20]), funnel_of_ratios([30], [20], benchmark=100, per=100)
    assert hundred.value.tolist() == [150]
    assert hundred.standing.code.tolist() == plain.standing.code.tolist()
    np.testing.assert_allclose(hundred.limits[1].upper, 100 * plain.limits[1].upper)


def test_a_rate_without_a_benchmark_is_held_against_all_areas_together() -> None:
    funnel = funnel_of_rates([10, 30], [1000, 1000], per=1000)
    assert funnel.benchmark.tolist() == [20, 20]


def test_more_than_two_pairs_of_limits_have_words_of_their_own() -> None:
    standing = funnel_of_ratios([200, 130], [100, 100], levels=(0.8, 0.95, 0.998)).standing
    assert standing.words == (
        "Low (0.001)",
        "Low (0.025)",
        "Low (0.1)",
        "Not significant",
        "High (0.1)",
        "High (0.025)",
        "High (0.001)",
    )
    assert standing.code.tolist() == [3, 2]


@given(st.integers(1, 500), st.sampled_from([0.95, 0.998]))
def test_a_count_lies_on_the_limit_at_the_events_expected_there(count: int, level: float) -> None:
    expected = expected_on_limits([count], level=level)
    assert count_control_limits(expected.lower, level=level).lower == pytest.approx(count)
    assert count_control_limits(expected.upper, level=level).upper == pytest.approx(count)


@given(st.lists(st.floats(0.01, 1e7), min_size=1), st.integers(2, 200))
def test_denominators_to_draw_ascend_in_whole_steps_and_reach_past_the_largest_area(
    sizes: list[float], points: int
) -> None:
    drawn = denominators_to_draw(sizes, points=points)
    assert len(drawn) <= points
    assert (np.diff(drawn) >= 1).all()
    assert (drawn == np.round(drawn)).all()
    assert drawn[-1] >= max(sizes)
    assert drawn[0] <= max(min(sizes), 1) * (1 + 1e-8)


def test_denominators_to_draw_pass_over_missing_and_empty_areas() -> None:
    assert denominators_to_draw([np.nan, 0, 40, 950]).tolist() == denominators_to_draw([40, 950]).tolist()


def test_the_axis_begins_at_one_unless_even_the_smallest_area_is_more_than_half_the_largest() -> None:
    assert denominators_to_draw([40, 80])[0] == 1
    assert denominators_to_draw([41, 80])[0] == 40
    assert denominators_to_draw([0.6, 0.9])[0] == 1


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(InputError, match=r"points must be at least 2, the ends of the axis; got 1\."):
        denominators_to_draw([10], points=1)
    with pytest.raises(InputError, match=r"denominator must hold at least one value above nought; got none\."):
        denominators_to_draw([0, np.nan])
    with pytest.raises(InputError, match=r"a denominator cannot be negative; at position 1 it is -5\."):
        denominators_to_draw([10, -5])


def test_levels_that_do_not_ascend_are_refused() -> None:
    for levels in ((0.998, 0.95), (0.95, 0.95), ()):
        with pytest.raises(InputError, match=r"levels must be one or more proportions that ascend"):
            funnel_of_ratios([1], [1], levels=levels)
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."):
        funnel_of_ratios([1], [1], levels=(95,))


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(InputError, match=r"method must be one of score, exact, interpolated; got 'wald'\."):
        proportion_control_limits([1], benchmark=0.5, method="wald")
    with pytest.raises(InputError, match=r"method must be one of score, exact, interpolated; got 'byar'\."):
        count_control_limits([1], method="byar")


def test_counts_and_benchmarks_that_cannot_be_are_refused() -> None:
    with pytest.raises(InputError, match=r"a count cannot exceed its total; at position 0, 6 exceeds 5\."):
        funnel_of_proportions([6], [5])
    with pytest.raises(InputError, match=r"benchmark must be a proportion from 0 to 1; here it is 50\."):
        funnel_of_proportions([3], [5], benchmark=50)
    with pytest.raises(InputError, match=r"a population cannot be negative; at position 0 it is -1\."):
        rate_control_limits([-1], benchmark=1)
    with pytest.raises(InputError, match=r"a benchmark cannot be negative; here it is -2\."):
        rate_control_limits([1], benchmark=-2)
    with pytest.raises(InputError, match=r"per must be above nought; here it is 0\."):
        funnel_of_rates([1], [1], per=0)
    with pytest.raises(InputError, match=r"a count of expected events cannot be negative; at position 0 it is -1\."):
        count_control_limits([-1])
    with pytest.raises(InputError, match=r"a count cannot be negative; at position 0 it is -1\."):
        expected_on_limits([-1])
    with pytest.raises(InputError, match=r"the arrays must be of one shape"):
        pooled_benchmark([1, 2], [1, 2, 3])
