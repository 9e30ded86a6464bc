"""Results carry what they are, cannot be changed, and turn from one unit into another whole."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest
from scipy.stats import norm

from newlyn.stats import estimate
from newlyn.stats.estimate import Estimate, Limits

LIMITS = Limits(np.array([1.0, 2.0]), np.array([3.0, 5.0]), "Byar", 0.95)


def test_limits_are_scaled_at_both_ends_and_keep_their_names() -> None:
    found = LIMITS.scaled(10)
    assert (found.lower.tolist(), found.upper.tolist()) == ([10, 20], [30, 50])
    assert (found.method, found.level) == ("Byar", 0.95)


def test_each_pair_of_limits_may_be_scaled_by_its_own_number() -> None:
    found = LIMITS.scaled(np.array([1.0, 100.0]))
    assert (found.lower.tolist(), found.upper.tolist()) == ([1, 200], [3, 500])


def test_scaling_leaves_the_limits_that_were_there_as_they_are() -> None:
    LIMITS.scaled(10)
    assert LIMITS.lower.tolist() == [1, 2]


def test_missing_limits_stay_missing_when_they_are_scaled() -> None:
    assert np.isnan(Limits(np.array([np.nan]), np.array([np.nan]), "Byar", 0.95).scaled(5).upper).all()


def test_an_estimate_takes_method_and_level_from_its_limits() -> None:
    found = Estimate.within(np.array([2.0, 3.0]), LIMITS, "count")
    assert found.lower is LIMITS.lower
    assert found.upper is LIMITS.upper
    assert (found.value.tolist(), found.statistic, found.method, found.level) == ([2, 3], "count", "Byar", 0.95)


@pytest.mark.parametrize(
    "result",
    [
        LIMITS,
        Estimate.within(LIMITS.lower, LIMITS, "count"),
        estimate.Tested(LIMITS.lower, LIMITS.lower, "no trend", "exact"),
    ],
    ids=lambda result: type(result).__name__,
)
def test_a_result_cannot_be_changed(result: object) -> None:
    for field in fields(result):
        with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{field.name}'"):
            setattr(result, field.name, 0)


def test_results_are_equal_to_themselves_alone() -> None:
    # Arrays have no single answer to whether they are equal; comparing by field would raise an error.
    assert LIMITS == LIMITS
    assert Limits(LIMITS.lower, LIMITS.upper, LIMITS.method, LIMITS.level) != LIMITS


def test_a_test_says_what_was_supposed_true() -> None:
    found = estimate.Tested(np.array([2.1]), np.array([0.04]), "the two proportions are equal", "Newcombe")
    assert (found.null, found.method) == ("the two proportions are equal", "Newcombe")


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_the_error_of_an_estimate_is_read_off_its_limits(level: float) -> None:
    value, se = np.array([5.0, 7.0]), np.array([0.5, 2.0])
    reach = norm.isf((1 - level) / 2) * se
    found = Estimate(value, value - reach, value + reach, "mean", "normal", level)
    assert found.error == pytest.approx(se)


def test_the_error_of_an_estimate_without_limits_is_missing() -> None:
    missing = np.array([np.nan])
    assert np.isnan(Estimate(np.array([5.0]), missing, missing, "mean", "normal", 0.95).error).all()
