"""Areas against a benchmark: limits and tests agree with each other and with other programs, and seldom err."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from newlyn.foundation.errors import InputError
from newlyn.stats.comparison.benchmark import compare_limits, compare_two_limits, compare_values
from newlyn.stats.comparison.count import compare_counts, compare_shares
from newlyn.stats.comparison.reading import read_difference
from newlyn.stats.interval.count import exact_poisson_limits
from newlyn.stats.interval.proportion import clopper_pearson_limits, wilson_limits

BETWEEN = st.floats(0.01, 0.99)


@st.composite
def shares_of_people(draw: st.DrawFn) -> tuple[int, int]:
    total = draw(st.integers(1, 400))
    return draw(st.integers(0, total)), total


# --- parity --------------------------------------------------------------------------------------------------------


def test_the_score_test_is_the_z_test_of_one_proportion() -> None:
    found = compare_shares(33, 100, 0.25)
    chi_squared = stats.chisquare([33, 67], [25, 75])
    assert found.p == pytest.approx(chi_squared.pvalue, rel=1e-9)


def test_exact_p_values_are_twice_the_smaller_tail() -> None:
    x, n, mark = np.array([0, 3, 7, 20]), 20, 0.3
    tails = np.minimum(stats.binom.cdf(x, n, mark), stats.binom.sf(x - 1, n, mark))
    assert compare_shares(x, n, mark, test="exact").p == pytest.approx(np.minimum(2 * tails, 1), rel=1e-9)
    events, mean = np.array([0, 1, 5, 12]), 4.2
    tails = np.minimum(stats.poisson.cdf(events, mean), stats.poisson.sf(events - 1, mean))
    assert compare_counts(events, mean, test="exact").p == pytest.approx(np.minimum(2 * tails, 1), rel=1e-9)


def test_mid_p_values_count_half_of_what_was_seen() -> None:
    x, n, mark = np.array([0, 3, 7, 20]), 20, 0.3
    half = stats.binom.pmf(x, n, mark) / 2
    tails = np.minimum(stats.binom.cdf(x, n, mark), stats.binom.sf(x - 1, n, mark)) - half
    assert compare_shares(x, n, mark, test="mid-p").p == pytest.approx(2 * tails, rel=1e-9)
    events, mean = np.array([0, 1, 5, 12]), 4.2
    half = stats.poisson.pmf(events, mean) / 2
    tails = np.minimum(stats.poisson.cdf(events, mean), stats.poisson.sf(events - 1, mean)) - half
    assert compare_counts(events, mean, test="mid-p").p == pytest.approx(2 * tails, rel=1e-9)


def test_exact_p_values_are_never_below_those_of_the_rarest_outcomes_by_more_than_the_other_tail() -> None:
    # SciPy adds up all outcomes no likelier than the one seen; twice the smaller tail is no less than one tail of it.
    for x in range(21):
        theirs = stats.binomtest(x, 20, 0.3).pvalue
        ours = float(compare_shares(x, 20, 0.3, test="exact").p)
        assert theirs / 2 <= ours + 1e-12
        assert ours <= 2 * theirs + 1e-12


# --- tests and limits say the same ---------------------------------------------------------------------------------


@given(shares_of_people(), BETWEEN, st.floats(0.8, 0.999))
def test_the_score_test_and_wilson_limits_agree(pair: tuple[int, int], mark: float, level: float) -> None:
    count, total = pair
    tested = compare_shares(count, total, mark, level=level)
    limits = wilson_limits([count], [total], level=level)
    read = compare_limits(limits.lower, limits.upper, mark)
    if abs(float(tested.p) - (1 - level)) > 1e-9 and np.abs(np.array([limits.lower, limits.upper]) - mark).min() > 1e-9:
        assert read.code[0] == tested.code


@given(shares_of_people(), BETWEEN, st.floats(0.8, 0.999))
def test_the_exact_test_and_clopper_pearson_limits_agree(pair: tuple[int, int], mark: float, level: float) -> None:
    count, total = pair
    tested = compare_shares(count, total, mark, test="exact", level=level)
    limits = clopper_pearson_limits([count], [total], level=level)
    if abs(float(tested.p) - (1 - level)) > 1e-9:
        assert compare_limits(limits.lower, limits.upper, mark).code[0] == tested.code


@given(st.integers(0, 300), st.floats(0.1, 300), st.floats(0.8, 0.999))
def test_the_exact_test_and_poisson_limits_agree(count: int, mean: float, level: float) -> None:
    tested = compare_counts(count, mean, test="exact", level=level)
    limits = exact_poisson_limits([count], level=level)
    if abs(float(tested.p) - (1 - level)) > 1e-9:
        assert compare_limits(limits.lower, limits.upper, mean).code[0] == tested.code


# --- properties ----------------------------------------------------------------------------------------------------


@given(shares_of_people(), BETWEEN)
def test_mid_p_is_below_the_exact_p_and_never_by_more_than_the_chance_of_what_was_seen(
    pair: tuple[int, int], mark: float
) -> None:
    count, total = pair
    exact, mid = (float(compare_shares(count, total, mark, test=test).p) for test in ("exact", "mid-p"))
    assert 0 <= mid <= exact + 1e-12
    assert exact - mid <= stats.binom.pmf(count, total, mark) + 1e-9


@given(shares_of_people(), BETWEEN, st.sampled_from(["score", "exact", "mid-p"]))
def test_those_who_have_not_stand_the_other_way(pair: tuple[int, int], mark: float, test: str) -> None:
    count, total = pair
    have = compare_shares(count, total, mark, test=test)
    have_not = compare_shares(total - count, total, 1 - mark, test=test)
    assert have.p == pytest.approx(float(have_not.p), rel=1e-6, abs=1e-12)
    if abs(float(have.p) - 0.05) > 1e-9:
        assert have.code == -have_not.code


@given(st.floats(-100, 100), st.floats(0.01, 10), st.floats(-100, 100), st.floats(0, 10), st.floats(0.01, 100))
def test_units_change_no_comparison(value: float, se: float, mark: float, mark_se: float, by: float) -> None:
    plain = compare_values(value, se, mark, mark_se)
    scaled = compare_values(value * by, se * by, mark * by, mark_se * by)
    assert scaled.p == pytest.approx(float(plain.p), rel=1e-6, abs=1e-12)


@given(st.floats(0, 1), st.sampled_from([-1.0, 1.0]))
def test_what_is_clear_at_the_stricter_level_is_clear_at_the_other(p: float, sign: float) -> None:
    five = read_difference(sign, p, level=(0.95, 0.998)).code
    loose, strict = read_difference(sign, p, level=0.95).code, read_difference(sign, p, level=0.998).code
    assert five == loose + strict
    assert abs(strict) <= abs(loose)


@given(st.floats(-10, 10), st.floats(0.1, 5), st.floats(-10, 10), st.floats(0.1, 5))
def test_limits_that_part_always_differ_by_the_test_too(value: float, se: float, mark: float, mark_se: float) -> None:
    z = stats.norm.ppf(0.975)
    overlap = compare_two_limits(value - z * se, value + z * se, mark - z * mark_se, mark + z * mark_se)
    tested = compare_values(value, se, mark, mark_se)
    if overlap.code != 0:
        assert overlap.code == tested.code


# --- how often they are wrong --------------------------------------------------------------------------------------


def test_two_equal_intervals_that_part_mean_a_p_below_six_in_a_thousand() -> None:
    # SOURCE: Schenker and Gentleman (2001), The American Statistician 55: 182-186: for equal standard errors the
    # overlap of 95% intervals is a test at 0.0056.
    z = stats.norm.ppf(0.975)
    assert compare_values(2 * z, 1, 0, 1).p == pytest.approx(0.0056, abs=5e-5)


def test_false_alarms_of_the_tests() -> None:
    rng = np.random.default_rng(5)
    draws = 40_000
    x = rng.binomial(60, 0.1, draws)
    alarms = {test: (compare_shares(x, 60, 0.1, test=test).code != 0).mean() for test in ("score", "exact", "mid-p")}
    true = {
        test: stats.binom.pmf(np.arange(61), 60, 0.1)[compare_shares(np.arange(61), 60, 0.1, test=test).code != 0].sum()
        for test in alarms
    }
    for test, found in alarms.items():
        assert abs(found - true[test]) < 4 * np.sqrt(0.05 * 0.95 / draws)
    assert true["exact"] <= 0.05
    assert true["exact"] <= true["mid-p"] < 0.07


def test_false_alarms_of_the_z_test_and_of_overlap() -> None:
    rng = np.random.default_rng(6)
    value, mark = rng.normal(10, 2, 40_000), rng.normal(10, 1, 40_000)
    alarms = (compare_values(value, 2, mark, 1).code != 0).mean()
    assert abs(alarms - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 40_000)
    z = stats.norm.ppf(0.975)
    assert (compare_two_limits(value - 2 * z, value + 2 * z, mark - z, mark + z).code != 0).mean() < 0.012


# --- words, edges, refusals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("higher_is", "words"),
    [
        (None, ["lower", "similar", "higher"]),
        ("better", ["worse", "similar", "better"]),
        ("worse", ["better", "similar", "worse"]),
    ],
)
def test_what_is_better_decides_the_verdict_but_not_the_word(higher_is: str | None, words: list[str]) -> None:
    found = compare_limits([1, 3, 6], [2, 5, 7], 4, higher_is=higher_is)
    assert found.word.tolist() == ["lower", "similar", "higher"]
    assert found.verdict.tolist() == words
    assert np.isnan(found.p).all()


def test_a_benchmark_on_the_limit_is_similar() -> None:
    assert compare_limits([4, 1], [6, 4], 4).word.tolist() == ["similar", "similar"]
    assert compare_two_limits(4, 6, 2, 4).word.item() == "similar"


def test_shapes_go_together_and_are_kept() -> None:
    assert compare_values(np.ones((2, 3)), 1.0, [1, 2, 3]).word.shape == (2, 3)
    assert compare_limits(np.empty(0), np.empty(0), 1).code.shape == (0,)
    assert compare_shares(1, 4, 0.5).code.shape == ()


def test_the_missing_are_not_compared() -> None:
    nan = np.nan
    for found in (
        compare_limits([nan, 1, 1], [2, nan, 2], [1, 1, nan]),
        compare_two_limits([nan, 1, 1], [2, 2, 2], [3, nan, 3], [4, 4, nan]),
        compare_values([nan, 1, 1], [1, nan, 1], [1, 1, nan]),
        compare_shares([nan, 1, 0], [2, nan, 0], 0.5),
        compare_shares([nan, 1, 0], [2, nan, 0], 0.5, test="mid-p"),
        compare_counts([nan, 1, 2], [2, nan, nan], test="exact"),
    ):
        assert np.isnan(found.code).all()
        assert set(found.word.tolist()) == set(found.verdict.tolist()) == {"not compared"}


def test_wider_limits_give_a_reading_of_five_and_need_two_levels() -> None:
    found = compare_limits(
        [4, 6, 9, 12, 11], [8, 9, 12, 15, 14], 10, wider=([3, 5, 8, 11, 9], [9, 11, 14, 17, 16]), level=(0.95, 0.998)
    )
    assert found.code.tolist() == [-2, -1, 0, 2, 1]
    with pytest.raises(
        InputError, match=r"wider must be a pair of arrays, lower and upper limits; got something else\."
    ):
        compare_limits(4, 8, 10, wider=(3, 9, 10), level=(0.95, 0.998))
    with pytest.raises(InputError, match=r"level must be two proportions where wider limits are given, else one"):
        compare_limits(4, 8, 10, wider=(3, 9))
    with pytest.raises(InputError, match=r"level must be two proportions where wider limits are given, else one"):
        compare_limits(4, 8, 10, level=(0.95, 0.998))


def test_a_p_value_on_the_mark_is_not_clear() -> None:
    assert read_difference([1, 1], [0.5, 0.49], level=0.5).word.tolist() == ["similar", "higher"]


def test_limits_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(InputError, match=r"a lower limit cannot exceed its upper; 9 exceeds 7\."):
        compare_limits([1, 9], [2, 7], 4)
    with pytest.raises(InputError, match=r"a benchmark lower limit cannot exceed its upper; 5 exceeds 4\."):
        compare_two_limits(1, 2, 5, 4)
    with pytest.raises(InputError, match=r"a wider lower limit cannot exceed its upper; 5 exceeds 4\."):
        compare_limits(1, 2, 5, wider=(5, 4), level=(0.9, 0.95))


def test_standard_errors_that_are_none_are_refused() -> None:
    with pytest.raises(InputError, match=r"se must be above nought; at position 1 it is 0\."):
        compare_values([1, 2], [1, 0], 3)
    with pytest.raises(InputError, match=r"benchmark_se cannot be negative; here it is -1\."):
        compare_values([1, 2], 1, 3, -1)


def test_benchmarks_without_chance_are_refused() -> None:
    for mark in (0, 1, 1.5, -0.1):
        with pytest.raises(InputError, match=r"benchmark must be a proportion strictly between 0 and 1; here it is"):
            compare_shares(1, 5, mark)
    with pytest.raises(InputError, match=r"expected must be above nought; here it is 0\."):
        compare_counts(1, 0)


@pytest.mark.parametrize("level", [(0.998, 0.95), (0.9, 0.95, 0.99), (0.95, 0.95)])
def test_levels_that_do_not_rise_or_are_too_many_are_refused(level: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match=r"level must be one proportion, or two of them rising, such as"):
        read_difference(1, 0.5, level=level)


def test_words_that_are_not_known_are_refused() -> None:
    with pytest.raises(InputError, match=r"test must be one of score, exact, mid-p; got 'wald'\."):
        compare_shares(1, 5, 0.5, test="wald")
    with pytest.raises(InputError, match=r"test must be one of score, exact, mid-p; got 'wald'\."):
        compare_counts(1, 5, test="wald")
    with pytest.raises(InputError, match=r"higher_is must be one of better, worse; got 'good'\."):
        compare_limits(1, 2, 3, higher_is="good")
    with pytest.raises(InputError, match=r"level must be a proportion between 0 and 1, such as 0\.95; got 95"):
        compare_two_limits(1, 2, 3, 4, level=95)
    with pytest.raises(InputError, match=r"p must be a proportion from 0 to 1; here it is 2"):
        read_difference(1, 2)
