"""The slope index is the weighted regression of the textbooks, signed by the disadvantage of the worse off."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from newlyn.foundation.errors import InputError
from newlyn.stats.inequality.slope import Slope, slope_index
from newlyn.stats.inequality.slope_line import Line

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # statsmodels uses a decorator that pandas is about to drop
    import statsmodels.api as sm

FIVE = [21e3, 20e3, 20e3, 19e3, 20e3]
YEARS = [74.2, 76.9, 78.8, 80.3, 82.1]
DEATHS = [420.0, 370.0, 330.0, 300.0, 260.0]

figures = arrays(float, 6, elements=st.floats(10, 100).map(lambda x: round(x, 3)))
people = arrays(float, 6, elements=st.integers(1, 10**6).map(float))


def fitted_by_statsmodels(value: np.ndarray, population: np.ndarray) -> tuple[float, float]:
    share = population / population.sum()
    rank = np.cumsum(share) - share / 2
    line = sm.WLS(value, sm.add_constant(rank), weights=population).fit()
    return line.params[0], line.params.sum()


@given(figures, people)
def test_the_ends_are_those_of_weighted_least_squares_in_statsmodels(value: np.ndarray, population: np.ndarray) -> None:
    found = slope_index(value, population, higher_is="better")
    assert (found.most_deprived, found.least_deprived) == pytest.approx(
        fitted_by_statsmodels(value, population), abs=1e-6
    )


@pytest.mark.parametrize(("kind", "to", "back"), [("rate", np.log, np.exp), ("proportion", None, None)])
def test_a_transformed_line_is_fitted_on_its_scale_and_brought_back(kind: str, to: Any, back: Any) -> None:
    value = np.array(DEATHS) if kind == "rate" else np.array([0.21, 0.19, 0.15, 0.13, 0.12])
    to = to or (lambda p: np.log(p / (1 - p)))
    back = back or (lambda x: 1 / (1 + np.exp(-x)))
    most, least = back(np.array(fitted_by_statsmodels(to(value), np.array(FIVE))))
    found = slope_index(value, FIVE, higher_is="worse", kind=kind, transform=True)
    assert float(found.absolute.value) == pytest.approx(most - least)
    assert float(found.relative.value) == pytest.approx(most / least)


def test_a_larger_figure_is_worse_for_the_most_deprived_whatever_a_higher_one_means() -> None:
    better = slope_index(YEARS, FIVE, higher_is="better")
    worse = slope_index(DEATHS, FIVE, higher_is="worse")
    assert better.absolute.value == better.least_deprived - better.most_deprived > 0
    assert worse.absolute.value == worse.most_deprived - worse.least_deprived > 0
    assert better.relative.value == better.least_deprived / better.most_deprived > 1
    assert worse.relative.value == worse.most_deprived / worse.least_deprived > 1
    assert better.reads.endswith("the most deprived fare worse: their figure is lower than that of the least deprived.")
    assert worse.reads.endswith("the most deprived fare worse: their figure is higher than that of the least deprived.")


@given(figures, people, st.floats(-5, 50))
def test_adding_the_same_to_each_figure_leaves_the_slope_index(
    value: np.ndarray, population: np.ndarray, by: float
) -> None:
    before, after = (slope_index(one, population, higher_is="better") for one in (value, value + by))
    assert float(after.absolute.value) == pytest.approx(float(before.absolute.value), abs=1e-6)


@given(figures, people, st.floats(0.01, 100))
def test_scaling_each_figure_scales_the_slope_index_and_leaves_the_relative_one(
    value: np.ndarray, population: np.ndarray, by: float
) -> None:
    before = slope_index(value, population, se=value / 50, higher_is="worse")
    after = slope_index(value * by, population, se=value * by / 50, higher_is="worse")
    for limit in ("value", "lower", "upper"):
        assert getattr(after.absolute, limit) == pytest.approx(getattr(before.absolute, limit) * by, rel=1e-6, abs=1e-6)
        assert getattr(after.relative, limit) == pytest.approx(
            getattr(before.relative, limit), rel=1e-6, abs=1e-6, nan_ok=True
        )


@given(figures, people)
def test_the_other_polarity_turns_the_signs_round(value: np.ndarray, population: np.ndarray) -> None:
    one, other = (slope_index(value, population, se=1, higher_is=word) for word in ("better", "worse"))
    assert float(other.absolute.value) == -float(one.absolute.value)
    assert float(other.absolute.lower) == pytest.approx(-float(one.absolute.upper))
    assert float(other.relative.value) == pytest.approx(1 / float(one.relative.value), nan_ok=True)
    assert float(other.relative.upper) == pytest.approx(1 / float(one.relative.lower), nan_ok=True)


@given(figures, people)
def test_society_upside_down_with_the_other_polarity_is_the_same(value: np.ndarray, population: np.ndarray) -> None:
    one = slope_index(value, population, se=1, higher_is="better")
    other = slope_index(value[::-1], population[::-1], se=1, higher_is="worse")
    for limit in ("value", "lower", "upper"):
        assert getattr(other.absolute, limit) == pytest.approx(getattr(one.absolute, limit), abs=1e-6)


@given(st.floats(0.1, 1000), people)
def test_equal_figures_have_no_slope(value: float, population: np.ndarray) -> None:
    found = slope_index([value] * 6, population, higher_is="worse", kind="rate", se=value / 10)
    assert float(found.absolute.value) == pytest.approx(0, abs=1e-9 * value)
    assert float(found.relative.value) == pytest.approx(1)
    assert found.absolute.lower < 0 < found.absolute.upper
    assert found.relative.lower < 1 < found.relative.upper


@given(figures, people, st.integers(1, 5))
def test_a_quantile_in_two_pieces_of_one_figure_keeps_its_weight(
    value: np.ndarray, population: np.ndarray, at: int
) -> None:
    """Not the same line, for the pieces stand at ranks of their own, but never farther than the pieces lie apart."""
    pieces = np.insert(population, at, population[at] / 2)
    pieces[at + 1] /= 2
    whole, split = (
        slope_index(one, many, higher_is="better").most_deprived
        + slope_index(one, many, higher_is="better").least_deprived
        for one, many in ((value, population), (np.insert(value, at, value[at]), pieces))
    )
    assert float(split) == pytest.approx(float(whole), abs=1e-6)  # both are twice the mean


def test_the_standard_error_of_the_slope_index_is_exact_for_means() -> None:
    error = np.array([0.5, 0.4, 0.6, 0.5, 0.7])
    found = slope_index(YEARS, FIVE, se=error, higher_is="better")
    share = np.array(FIVE) / np.sum(FIVE)
    rank = np.cumsum(share) - share / 2
    weight = share * (rank - 0.5) / np.sum(share * (rank - 0.5) ** 2)
    assert float(found.absolute.upper - found.absolute.value) == pytest.approx(
        1.959963985 * np.sqrt(np.sum(weight**2 * error**2))
    )


def test_published_limits_give_the_errors_they_came_from() -> None:
    year, error = np.array(YEARS), 0.5
    rate, log_error = np.array(DEATHS), 0.03
    share, logit_error = np.array([0.21, 0.19, 0.15, 0.13, 0.12]), 0.05
    z = 1.959963985
    odds = share / (1 - share)
    cases = [
        ("mean", year, error, year - z * error, year + z * error),
        ("rate", rate, rate * log_error, rate * np.exp(-z * log_error), rate * np.exp(z * log_error)),
        (
            "proportion",
            share,
            share * (1 - share) * logit_error,
            1 / (1 + np.exp(z * logit_error) / odds),
            1 / (1 + np.exp(-z * logit_error) / odds),
        ),
    ]
    for kind, value, se, lower, upper in cases:
        for transform in {False, kind != "mean"}:
            given_errors = slope_index(value, FIVE, se=se, kind=kind, higher_is="worse", transform=transform)
            given_limits = slope_index(
                value, FIVE, lower=lower, upper=upper, kind=kind, higher_is="worse", transform=transform
            )
            assert float(given_limits.absolute.lower) == pytest.approx(float(given_errors.absolute.lower))
            assert float(given_limits.relative.upper) == pytest.approx(float(given_errors.relative.upper))


@pytest.mark.parametrize(
    ("kind", "truth", "error", "transform"),
    [
        ("mean", np.array([75, 77, 79, 80, 82.0]), 0.5, False),
        ("rate", np.array([400, 350, 320, 280, 250.0]), 12, False),
        ("rate", np.array([400, 350, 320, 280, 250.0]), 12, True),
        ("proportion", np.array([0.25, 0.22, 0.19, 0.17, 0.12]), 0.01, False),
        ("proportion", np.array([0.25, 0.22, 0.19, 0.17, 0.12]), 0.01, True),
    ],
)
def test_limits_hold_the_truth_as_often_as_they_say(
    kind: str, truth: np.ndarray, error: float, transform: bool
) -> None:
    rng, times = np.random.default_rng(7), 20_000
    drawn = rng.normal(truth, error, (times, 5))
    wanted = slope_index(truth, FIVE, kind=kind, higher_is="worse", transform=transform)
    found = slope_index(drawn, FIVE, se=error, kind=kind, higher_is="worse", transform=transform)
    for name in ("absolute", "relative"):
        estimate, true = getattr(found, name), float(getattr(wanted, name).value)
        held = np.mean((estimate.lower <= true) & (true <= estimate.upper))
        assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / times)), name


def test_a_missing_figure_makes_its_area_missing_and_no_other() -> None:
    found = slope_index([YEARS, [74, np.nan, 78, 80, 82]], FIVE, se=0.5, higher_is="better")
    assert np.isnan(found.absolute.value).tolist() == [False, True]
    assert np.isnan(found.relative.upper).tolist() == [False, True]
    assert np.isnan(found.most_deprived).tolist() == [False, True]


def test_a_missing_error_or_none_given_leaves_the_index_without_limits() -> None:
    for found in (
        slope_index(YEARS, FIVE, se=[0.5, np.nan, 0.5, 0.5, 0.5], higher_is="better"),
        slope_index(YEARS, FIVE, higher_is="better"),
    ):
        assert not np.isnan(found.absolute.value)
        assert np.isnan([found.absolute.lower, found.absolute.upper, found.relative.lower, found.relative.upper]).all()


def test_a_quantile_where_nobody_lives_drops_out_even_without_a_figure() -> None:
    some = slope_index([74, 75, 78, 80], [10, 20, 30, 40], se=[1, 2, 1, 2], higher_is="better")
    all_five = slope_index([74, np.nan, 75, 78, 80], [10, 0, 20, 30, 40], se=[1, np.nan, 2, 1, 2], higher_is="better")
    for limit in ("value", "lower", "upper"):
        assert float(getattr(all_five.absolute, limit)) == pytest.approx(float(getattr(some.absolute, limit)))
        assert float(getattr(all_five.relative, limit)) == pytest.approx(float(getattr(some.relative, limit)))


@pytest.mark.parametrize("population", [[0, 0, 0, 0, 0], [1, 2, 0, 0, 0], [1, 2, 3, 4, np.nan]])
def test_an_area_with_people_in_fewer_than_three_quantiles_or_unknown_numbers_is_missing(
    population: list[float],
) -> None:
    found = slope_index(YEARS, population, se=1, higher_is="better")
    assert np.isnan([found.absolute.value, found.absolute.upper, found.relative.value, found.least_deprived]).all()


def test_the_relative_index_is_missing_where_a_fitted_end_is_not_above_nought() -> None:
    found = slope_index([9, 4, 1, 0, 0], FIVE, se=0.1, higher_is="worse")
    assert found.least_deprived < 0 < found.absolute.value
    assert np.isnan([found.relative.value, found.relative.lower, found.relative.upper]).all()


def test_figures_without_a_logarithm_or_a_logit_leave_the_limits_or_the_line_missing() -> None:
    untransformed = slope_index([9, 4, 2, 1, 0], FIVE, se=0.5, kind="rate", higher_is="worse")
    assert not np.isnan(untransformed.absolute.value)
    assert np.isnan(untransformed.absolute.lower)
    transformed = slope_index([9, 4, 2, 1, 0], FIVE, se=0.5, kind="rate", higher_is="worse", transform=True)
    assert np.isnan(transformed.absolute.value)
    certain = slope_index([1, 0.9, 0.8, 0.7, 0.6], FIVE, se=0.01, kind="proportion", higher_is="better", transform=True)
    assert np.isnan(certain.absolute.value)


def test_extreme_figures_give_missing_values_and_no_warning() -> None:
    steepest = slope_index([1e50, *[1e-300] * 4], FIVE, se=1, kind="rate", higher_is="worse", transform=True)
    assert np.isnan(steepest.absolute.upper)
    steep = slope_index([1e50, 1, 1, 1, 1e-50], FIVE, se=1, kind="rate", higher_is="worse", transform=True)
    assert steep.most_deprived > 1e30
    assert steep.least_deprived < 1e-30
    tiny = slope_index([1e-310] * 5, FIVE, se=1, kind="rate", higher_is="worse")
    assert np.isnan(tiny.absolute.upper)


def test_many_areas_and_periods_are_worked_out_at_once() -> None:
    value = np.random.default_rng(1).normal(80, 3, (4, 3, 5))
    found = slope_index(value, FIVE, se=0.5, higher_is="better")
    assert found.absolute.value.shape == found.relative.lower.shape == found.most_deprived.shape == (4, 3)
    alone = slope_index(value[2, 1], FIVE, se=0.5, higher_is="better")
    assert found.absolute.lower[2, 1] == pytest.approx(float(alone.absolute.lower))
    assert slope_index(np.empty((0, 5)), FIVE, higher_is="better").absolute.value.shape == (0,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": [1, 2], "population": [1, 2]}, "value must hold at least 3 values; got 2."),
        ({"value": 3, "population": 2}, "value must hold at least 3 values; got 1."),
        ({"higher_is": "good"}, "higher_is must be one of better, worse; got 'good'."),
        ({"kind": "count"}, "kind must be one of mean, rate, proportion; got 'count'."),
        ({"kind": "rate", "value": [1, -2, 3]}, "a rate cannot be negative; at position 1 it is -2."),
        (
            {"kind": "proportion", "value": [0.2, 21.2, 0.1]},
            r"a value of kind proportion must be a proportion from 0 to 1; at position 1 it is 21.2.",
        ),
        ({"population": [1, -1, 1]}, "a population cannot be negative; at position 1 it is -1."),
        ({"population": [1, 1]}, r"of one shape, or of one value each; got value \(3,\), population \(2,\)."),
        ({"se": [1, -1, 1]}, "a standard error cannot be negative; at position 1 it is -1."),
        ({"se": [1, 1, 1], "lower": [1, 1, 1]}, "give se alone, or lower and upper together.*; got se and lower."),
        ({"lower": [1, 1, 1]}, "give se alone, or lower and upper together.*; got lower."),
        ({"lower": [0, 5, 0], "upper": [9, 9, 9]}, r"lower cannot exceed value; at position 1, 5 exceeds 2\."),
        ({"lower": [0, 1, 0], "upper": [9, 1, 9]}, r"value cannot exceed upper; at position 1, 2 exceeds 1\."),
        ({"transform": True}, r"only rates and proportions are transformed; got transform for kind mean\."),
        ({"level": 95}, "level must be a proportion between 0 and 1, such as 0.95; got 95."),
        ({"limits_level": 95}, "level must be a proportion between 0 and 1, such as 0.95; got 95."),
        ({"value": [1, np.inf, 3]}, "value must be finite; at position 1 it is inf."),
    ],
)
def test_what_has_no_meaning_is_refused_with_its_value(change: dict[str, Any], message: str) -> None:
    given = {"value": [1, 2, 3], "population": [1, 1, 1], "higher_is": "worse"} | change
    with pytest.raises(InputError, match=message):
        slope_index(**given)


def test_a_line_weighs_its_quantiles_so_that_the_ends_average_to_the_mean() -> None:
    line = Line.through(YEARS, FIVE, kind="mean", se=None, lower=None, upper=None, limits_level=0.95, transform=False)
    assert line.weight.sum(axis=-1) == pytest.approx(1)
    assert line.ends().mean() == pytest.approx(np.average(YEARS, weights=FIVE))


def test_an_index_says_what_it_is_and_how_its_limits_were_had() -> None:
    def said(found: Slope) -> tuple[str, str, str, str]:
        return found.absolute.statistic, found.absolute.method, found.relative.statistic, found.relative.method

    plain = slope_index(YEARS, FIVE, se=0.5, higher_is="better")
    log = slope_index(DEATHS, FIVE, se=9, higher_is="worse", kind="rate", transform=True, level=0.998)
    names = "slope index of inequality", "relative index of inequality"
    assert said(plain) == (names[0], "Normal", names[1], "Delta on the logarithm")
    assert said(log) == (names[0], "Delta", names[1], "Delta on the logarithm")
    assert (plain.absolute.level, log.relative.level) == (0.95, 0.998)
