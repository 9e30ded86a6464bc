"""Design effects and margins of error agree with published examples and with what they are made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from newlyn.foundation.errors import InputError
from newlyn.stats.survey.design import (
    cluster_design_effect,
    effective_sample_size,
    intraclass_correlation,
    kish_design_effect,
    margin_of_error,
)
from newlyn.stats.survey.sample import Sample
from newlyn.stats.survey.weighted import weighted_mean

WEIGHTS = arrays(float, st.integers(1, 30), elements=st.floats(0.01, 100))

# SOURCE: Shrout and Fleiss (1979), Intraclass correlations: uses in assessing rater reliability, Psychological Bulletin
# 86: 420-428, Tables 2 and 4: ratings of six targets by four judges; ICC(1, 1) is .17.
RATINGS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_the_intraclass_correlation_is_that_of_shrout_and_fleiss() -> None:
    found = intraclass_correlation(np.ravel(RATINGS), np.repeat(np.arange(6), 4))
    assert float(found.value) == pytest.approx(0.17, abs=0.005)


def test_limits_of_the_correlation_hold_their_level_for_unequal_clusters() -> None:
    rng = np.random.default_rng(5)
    sizes, truth, runs = np.repeat([2, 4, 8], 10), 0.2, 1500
    cluster = np.repeat(np.arange(30), sizes)
    held = 0
    for _ in range(runs):
        y = rng.normal(0, truth**0.5, 30)[cluster] + rng.normal(0, (1 - truth) ** 0.5, len(cluster))
        found = intraclass_correlation(y, cluster)
        held += bool(found.lower <= truth <= found.upper)
    assert held / runs == pytest.approx(0.95, abs=0.02)


def test_answers_that_are_one_in_each_cluster_correlate_fully() -> None:
    found = intraclass_correlation([1, 1, 5, 5], [0, 0, 3, 3])
    assert [float(found.value), float(found.lower), float(found.upper)] == [1, 1, 1]


def test_answers_that_are_all_the_same_have_no_correlation() -> None:
    assert np.isnan(float(intraclass_correlation([2, 2, 2, 2], [0, 0, 1, 1]).value))


def test_the_effect_of_clusters_is_the_variance_over_that_of_a_simple_random_sample() -> None:
    # By simulation: 40 clusters of 6 with a correlation of 0.15 multiply the variance of a mean by 1 + 5 * 0.15.
    rng = np.random.default_rng(8)
    shared, own = rng.normal(0, 0.15**0.5, (20_000, 40, 1)), rng.normal(0, 0.85**0.5, (20_000, 40, 6))
    ratio = (shared + own).mean(axis=(1, 2)).var() * 240
    assert ratio == pytest.approx(float(cluster_design_effect(6, 0.15)), rel=0.04)


def test_a_correlation_too_negative_for_the_clusters_is_missing() -> None:
    assert np.isnan(cluster_design_effect([10, np.nan], [-0.5, 0.1])).all()


@given(WEIGHTS, st.floats(0.01, 100))
def test_the_effect_of_weights_is_one_or_more_and_knows_no_unit(weight: np.ndarray, times: float) -> None:
    effect = float(kish_design_effect(weight))
    assert effect >= 1 - 1e-12
    assert effect == pytest.approx(float(kish_design_effect(weight * times)))
    assert effect == pytest.approx(len(weight) / float(effective_sample_size(weight)))


def test_equal_weights_cost_nothing_and_those_of_nought_are_nobody() -> None:
    assert float(kish_design_effect([2, 2, 2])) == 1
    assert float(kish_design_effect([2, 2, 2, 0])) == 1
    assert float(effective_sample_size([2, 2, 2, 0])) == 3


def test_weights_that_have_nothing_to_do_with_the_answers_cost_what_kish_says() -> None:
    rng = np.random.default_rng(4)
    weight = rng.choice([1.0, 4.0], 400)
    made = weighted_mean(rng.normal(size=400), Sample.of(weight))
    assert float(made.design_effect) == pytest.approx(float(kish_design_effect(weight)), rel=0.15)


def test_sets_of_weights_are_along_the_leading_axes_and_missing_ones_are_missing() -> None:
    found = kish_design_effect([[1, 1, 1], [1, 1, np.nan], [0, 0, 0]])
    assert found[0] == 1
    assert np.isnan(found[1:]).all()


def test_a_poll_of_a_thousand_is_right_to_three_points() -> None:
    # By hand: 1.96 * sqrt(0.25 / 1000) = 0.031.
    assert float(margin_of_error(0.5, 1000)) == pytest.approx(0.031, abs=5e-4)
    assert float(margin_of_error(0.5, 1000, design_effect=2)) == pytest.approx(0.031 * 2**0.5, abs=5e-4)
    assert float(margin_of_error(0.5, 1000, fraction=1)) == 0
    assert np.isnan(float(margin_of_error(np.nan, 1000)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kish_design_effect([1, -1]), r"a weight cannot be negative; at position 1 it is -1"),
        (lambda: effective_sample_size([]), r"weight must hold one weight for each respondent; got shape \(0,\)"),
        (lambda: kish_design_effect(1), r"weight must hold one weight for each respondent; got shape \(\)"),
        (lambda: cluster_design_effect(0.5, 0.1), r"a size must be 1 or more; here it is 0\.5"),
        (lambda: cluster_design_effect(5, 1.1), r"a correlation must be from -1 to 1; here it is 1\.1"),
        (lambda: intraclass_correlation([1, 2], [0, 1]), r"two clusters or more, .* got 2 clusters of 2 respondents"),
        (lambda: intraclass_correlation([1, 2], [0, 0]), r"two clusters or more, .* got 1 clusters of 2 respondents"),
        (lambda: intraclass_correlation([[1, 2]], [0, 0]), r"values must hold one value for each .* shape \(1, 2\)"),
        (lambda: intraclass_correlation([], []), r"values must hold one value for each .* shape \(0,\)"),
        (lambda: intraclass_correlation([1, np.nan], [0, 0]), r"values must have no missing values"),
        (lambda: margin_of_error(50, 100), r"share must be a proportion from 0 to 1; here it is 50"),
        (lambda: margin_of_error(0.5, 0), r"total must be above nought; here it is 0"),
        (lambda: margin_of_error(0.5, 100, level=95), r"level must be a proportion between 0 and 1"),
    ],
)
def test_what_is_no_weight_no_cluster_and_no_share_is_refused(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
