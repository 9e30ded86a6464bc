"""Raked weights meet their margins, change nothing else, and say so when they cannot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.survey.raking import calibrated_values, poststratify, rake
from newlyn.stats.survey.replicate_weight import jackknife_replicates
from newlyn.stats.survey.sample import Sample
from newlyn.stats.survey.weighted import weighted_mean


def made(seed: int, n: int = 200) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]:
    """Weights, codes of three margins, and targets that a true population of the same cells could have."""
    rng = np.random.default_rng(seed)
    codes = [np.append(rng.integers(0, k, n - k), np.arange(k)) for k in (2, 3, 5)]
    truth = rng.uniform(0.5, 2, n)
    return rng.uniform(0.2, 4, n), codes, [np.bincount(code, truth) for code in codes]


def test_a_table_raked_to_even_margins_is_that_of_agresti() -> None:
    # SOURCE: Agresti (2002), Categorical Data Analysis, 2nd ed., p. 345 (data of Smith 1976): attitudes towards
    # abortion by schooling, standardised to margins of 100; first column 49.4, 32.8, 17.8.
    schooling, attitude = np.indices((3, 3))
    table = [209, 101, 237, 151, 126, 426, 16, 21, 138]
    raked = rake(table, [schooling.ravel(), attitude.ravel()], [[100] * 3, [100] * 3])
    assert raked.weight.reshape(3, 3)[:, 0] == pytest.approx([49.4, 32.8, 17.8], abs=0.05)
    # What raking keeps are the odds ratios.
    old, new = np.array(table).reshape(3, 3), raked.weight.reshape(3, 3)
    assert new[0, 0] * new[1, 1] / new[0, 1] / new[1, 0] == pytest.approx(old[0, 0] * old[1, 1] / old[0, 1] / old[1, 0])


@given(st.integers(0, 10_000))
def test_raked_weights_meet_every_margin(seed: int) -> None:
    weight, codes, targets = made(seed)
    raked = rake(weight, codes, targets)
    assert raked.converged
    assert float(raked.discrepancy) <= 1e-8
    for code, target in zip(codes, targets, strict=True):
        assert np.bincount(code, raked.weight) == pytest.approx(target, rel=1e-7)


@given(st.integers(0, 10_000))
def test_raking_again_changes_nothing(seed: int) -> None:
    weight, codes, targets = made(seed)
    once = rake(weight, codes, targets, tolerance=1e-10)
    twice = rake(once.weight, codes, targets, tolerance=1e-9)
    assert twice.iterations == 1
    assert twice.weight == pytest.approx(once.weight, rel=1e-8)


@given(st.integers(0, 10_000), st.floats(0.001, 1000))
def test_neither_scale_nor_order_of_the_old_weights_counts(seed: int, times: float) -> None:
    weight, codes, targets = made(seed)
    order = np.random.default_rng(seed).permutation(len(weight))
    plain = rake(weight, codes, targets, tolerance=1e-10)
    other = rake(weight[order] * times, [code[order] for code in codes], targets, tolerance=1e-10)
    assert other.weight == pytest.approx(plain.weight[order], rel=1e-7)


@given(st.integers(0, 10_000))
def test_respondents_alike_in_every_margin_share_one_factor(seed: int) -> None:
    weight, codes, targets = made(seed)
    factor = rake(weight, codes, targets).weight / weight
    kind = codes[0] * 15 + codes[1] * 5 + codes[2]
    for one in np.unique(kind):
        assert np.ptp(factor[kind == one]) <= 1e-9 * factor.max()


@given(st.integers(0, 10_000))
def test_bounds_hold_and_margins_are_met_all_the_same(seed: int) -> None:
    weight, codes, _ = made(seed)
    # Targets that a change of weights within 0.6 to 1.6 can reach.
    within = weight * np.random.default_rng(seed).uniform(0.6, 1.6, len(weight))
    targets = [np.bincount(code, within) for code in codes]
    scaled = weight * within.sum() / weight.sum()
    low, high = 0.6 * weight.sum() / within.sum(), 1.6 * weight.sum() / within.sum()
    raked = rake(weight, codes, targets, bounds=(low, high), iterations=5000)
    assert raked.converged
    ratio = raked.weight / scaled
    assert ratio.min() >= low * (1 - 1e-12)
    assert ratio.max() <= high * (1 + 1e-12)


def test_bounds_that_bite_are_told_and_the_others_carry_the_rest() -> None:
    codes = [[0] * 5 + [1] * 5, [0, 0, 0, 0, 1, 0, 1, 1, 1, 1]]
    free = rake([1.0] * 10, codes, [[8, 2], [8, 2]])
    held = rake([1.0] * 10, codes, [[8, 2], [8, 2]], bounds=(0.3, 1.8))
    assert held.converged
    assert (float(free.at_bound), float(held.at_bound)) == (0, 0.4)
    assert free.weight.max() > 1.8
    assert held.weight == pytest.approx([1.8] * 4 + [0.8] * 2 + [0.3] * 4)


def test_bounds_that_cannot_be_met_do_not_converge() -> None:
    raked = rake([1.0] * 4, [[0, 0, 0, 1]], [[1, 3]], bounds=(0.5, 1.5), iterations=50)
    assert not raked.converged
    assert float(raked.discrepancy) == pytest.approx(0.5)
    assert raked.weight.tolist() == [0.5, 0.5, 0.5, 1.5]


def test_margins_that_contradict_each_other_do_not_converge() -> None:
    # Everyone of margin 0's first category is in margin 1's first: it cannot be the larger.
    raked = rake([1.0] * 3, [[0, 0, 1], [0, 0, 1]], [[2, 1], [1, 2]], iterations=100)
    assert not raked.converged
    assert raked.iterations == 100


def test_a_category_with_a_target_of_nought_loses_its_weight() -> None:
    raked = rake([1.0, 1, 1, 1], [[0, 0, 1, 2], [0, 1, 0, 1]], [[2, 2, 0], [3, 1]])
    assert raked.converged
    assert raked.weight.tolist() == pytest.approx([1, 1, 2, 0])


def test_each_set_of_replicate_weights_is_raked_by_itself() -> None:
    weight, codes, targets = made(1)
    sets = np.stack([weight, weight[::-1]])
    together = rake(sets, codes, targets)
    assert together.converged.tolist() == [True, True]
    for one, alone in zip(together.weight, sets, strict=True):
        assert one == pytest.approx(rake(alone, codes, targets).weight, rel=1e-7)


def test_poststratified_weights_are_worked_by_hand() -> None:
    assert poststratify([1, 2, 3, 4], [0, 1, 0, 1], [8, 12]).tolist() == pytest.approx([2, 4, 6, 8])


def test_the_variance_of_calibrated_values_is_near_that_of_raked_replicates() -> None:
    rng = np.random.default_rng(2)
    n = 300
    codes = [rng.integers(0, 2, n), rng.integers(0, 3, n)]
    y = 2.0 * codes[0] + codes[1] + rng.normal(size=n)
    targets = [np.array([500.0, 700]), np.array([300.0, 500, 400])]
    weight = rake(rng.uniform(1, 2, n), codes, targets).weight
    linear = weighted_mean(calibrated_values(y, weight, codes), Sample.of(weight))
    plain = weighted_mean(y, Sample.of(weight))
    made = jackknife_replicates(Sample.of(weight)).reweighted(lambda one: rake(one, codes, targets).weight)
    raked = made.estimate(lambda one: (one * y).sum(axis=-1) / one.sum(axis=-1), at_once=True)
    assert float(linear.estimate.value) == pytest.approx(float(plain.estimate.value))
    assert float(linear.standard_error) == pytest.approx(float(raked.standard_error), rel=0.03)
    assert float(linear.standard_error) < 0.8 * float(plain.standard_error)


def test_limits_after_raking_hold_their_level() -> None:
    rng = np.random.default_rng(6)
    population = np.array([[0.3, 0.1], [0.2, 0.4]])
    means = np.array([[1.0, 2.0], [3.0, 4.0]])
    targets = [population.sum(axis=1), population.sum(axis=0)]
    held, runs = 0, 400
    for _ in range(runs):
        cell = rng.choice(4, size=150, p=population.ravel())
        codes = [cell // 2, cell % 2]
        y = rng.normal(means.ravel()[cell], 1)
        weight = rake(np.ones(150), codes, targets).weight
        found = weighted_mean(calibrated_values(y, weight, codes), Sample.of(weight)).estimate
        held += bool(found.lower <= (population * means).sum() <= found.upper)
    assert held / runs == pytest.approx(0.95, abs=0.033)


CODES = [[0, 0, 1, 1], [0, 1, 0, 1]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight": [1, 1, -1, 1]}, r"a weight cannot be negative; at position 2 it is -1"),
        ({"weight": [0] * 4}, r"weight must hold one weight for each respondent, some above nought; got \(4,\)"),
        ({"weight": []}, r"weight must hold one weight for each respondent, some above nought; got \(0,\)"),
        ({"weight": [1, 1, np.nan, 1]}, r"weight must have no missing values"),
        ({"codes": [[0, 0, 1, np.nan], CODES[1]]}, r"margin 0 code must have no missing values"),
        ({"codes": [CODES[0], [0, 1, 0, 2]]}, r"a margin 1 code must be below 2, the number of groups; at position 3"),
        ({"codes": [CODES[0], [0, 1]]}, r"margin 1 must hold one code for each of 4 respondents; got \(2,\)"),
        ({"codes": CODES[:1]}, r"as many margins in codes as in targets; got 1 and 2"),
        ({"targets": [[60, 40], [30, 71]]}, r"margin 0 adds up to 100, margin 1 to 101\. Scale the targets"),
        ({"targets": [[60, -40], [30, 70]]}, r"a target of margin 0 cannot be negative; at position 1 it is -40"),
        ({"targets": [[60, np.nan], [30, 70]]}, r"target must have no missing values"),
        ({"targets": [[0, 0], [0, 0]]}, r"one array for each margin, with a total above nought; got totals \[0\.0"),
        ({"targets": []}, r"targets must hold one array for each margin"),
        ({"targets": [[30, 40, 30], [30, 70]]}, r"category 2 of margin 0 has a target of 30 and no respondents"),
        (
            {"weight": [[1, 1, 1, 1], [1, 1, 0, 0]]},
            r"category 1 of margin 0 has a target of 40 and no respondents with a weight in set 1 of the weights",
        ),
        ({"bounds": (1.2, 3)}, r"bounds must be a ratio from 0 to 1 and one above 1, .* got \(1\.2, 3\)"),
        ({"tolerance": 0}, r"tolerance must be above nought; here it is 0"),
    ],
)
def test_what_cannot_be_raked_is_refused(change: dict[str, object], message: str) -> None:
    given = {"weight": [1, 1, 1, 1], "codes": CODES, "targets": [[60, 40], [30, 70]]} | change
    with pytest.raises(InputError, match=message):
        rake(**given)


@pytest.mark.parametrize(
    ("values", "codes", "message"),
    [
        ([1, 2], [[0, 1]], r"values and weight must hold one number for each respondent; got \(2,\) and \(3,\)"),
        ([1, 2, np.nan], [[0, 1, 1]], r"values must have no missing values"),
        ([1, 2, 3], [], r"codes must hold at least one margin; got none"),
        ([1, 2, 3], [[0, 1]], r"margin 0 must hold one code for each of 3 respondents"),
    ],
)
def test_values_that_cannot_be_calibrated_are_refused(values: list[float], codes: list, message: str) -> None:
    with pytest.raises(InputError, match=message):
        calibrated_values(values, [1, 1, 1], codes)
