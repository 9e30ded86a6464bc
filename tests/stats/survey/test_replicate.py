"""Replicates give the variance of totals exactly, that of published examples, and hold their level for medians."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.stats.survey.replicate import Replicates, replicate_estimate
from newlyn.stats.survey.replicate_weight import balanced_replicates, bootstrap_replicates, jackknife_replicates
from newlyn.stats.survey.sample import Sample
from newlyn.stats.survey.weighted import weighted_mean

# SOURCE: Efron and Gong (1983), A leisurely look at the bootstrap, the jackknife, and cross-validation, The American
# Statistician 37: 36-48, section 2: average scores and grades of 15 law schools.
LSAT = np.array([576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594.0])
GPA = np.array([3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96])


def correlation(weight: np.ndarray) -> np.ndarray:
    share = weight / weight.sum(axis=-1, keepdims=True)
    a, b = (one - (share * one).sum(axis=-1, keepdims=True) for one in (LSAT, GPA))
    return (share * a * b).sum(axis=-1) / np.sqrt((share * a * a).sum(axis=-1) * (share * b * b).sum(axis=-1))


def design(seed: int, *, pairs: bool = False, lone: float = 0.0) -> tuple[Sample, np.ndarray]:
    """A stratified cluster sample with a sampling fraction in one stratum, and answers."""
    rng = np.random.default_rng(seed)
    sizes = [2] * 5 if pairs else [2, 3, 5]
    of_unit = np.repeat(np.arange(len(sizes)), sizes)
    unit = np.append(np.arange(len(of_unit)), rng.integers(0, len(of_unit), 30))
    unit = rng.permutation(unit)
    fraction = np.where(of_unit[unit] == 1, 0.4, lone)
    sample = Sample.of(rng.uniform(1, 3, len(unit)), stratum=of_unit[unit], unit=unit, fraction=fraction)
    return sample, rng.normal(of_unit[unit], 1)


def of_total(made: Replicates, y: np.ndarray) -> float:
    return float(made.estimate(lambda weight: (weight * y).sum(axis=-1), at_once=True).standard_error)


def linear_total(sample: Sample, y: np.ndarray) -> float:
    """The standard error of a weighted total, one stratum and unit at a time."""
    variance = 0.0
    for stratum, count in enumerate(sample.unit_count):
        units = np.flatnonzero(sample.stratum == stratum)
        totals = [(sample.weight * y)[sample.unit == one].sum() for one in units]
        variance += (1 - sample.fraction[stratum]) * count * np.var(totals, ddof=1)
    return variance**0.5


def test_the_jackknife_of_a_correlation_is_that_of_efron_and_gong() -> None:
    made = jackknife_replicates(Sample.of(np.ones(15)))
    found = made.estimate(correlation, at_once=True, centre="replicates", name="correlation")
    assert float(found.estimate.value) == pytest.approx(0.776, abs=5e-4)
    assert float(found.standard_error) == pytest.approx(0.142, abs=6e-4)
    assert (found.estimate.statistic, found.estimate.method) == ("correlation", "JK1, t")


def test_the_bootstrap_of_a_correlation_is_near_that_of_efron_and_gong() -> None:
    # They find 0.127 by drawing 15 of 15; drawing one fewer and scaling up, as surveys do, gives a little more.
    made = bootstrap_replicates(Sample.of(np.ones(15)), rng=np.random.default_rng(1), replicates=4000)
    assert float(made.estimate(correlation, at_once=True).standard_error) == pytest.approx(0.133, abs=0.01)


@given(st.integers(0, 10_000))
def test_the_jackknife_of_a_total_is_that_of_its_formula(seed: int) -> None:
    sample, y = design(seed)
    made = jackknife_replicates(sample)
    assert of_total(made, y) == pytest.approx(linear_total(sample, y))
    assert (made.method, made.degrees_of_freedom, made.replicate.shape[0]) == ("JKn", 7, 10)


@given(st.integers(0, 10_000), st.sampled_from([0, 0.3, 0.5]))
def test_balanced_replication_of_a_total_is_that_of_its_formula(seed: int, fay: float) -> None:
    sample, y = design(seed, pairs=True)
    made = balanced_replicates(sample, fay=fay)
    assert made.replicate.shape[0] == 8
    assert of_total(made, y) == pytest.approx(linear_total(sample, y))
    assert made.replicate.mean(axis=0) == pytest.approx(sample.weight)


def test_the_bootstrap_of_a_total_is_near_that_of_its_formula() -> None:
    sample, y = design(3)
    made = bootstrap_replicates(sample, rng=np.random.default_rng(2), replicates=4000)
    assert of_total(made, y) == pytest.approx(linear_total(sample, y), rel=0.04)
    assert (made.replicate >= 0).all()


@given(st.integers(0, 10_000))
def test_the_jackknife_of_a_mean_is_near_its_linearised_error(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sample = Sample.of(rng.uniform(1, 2, 120), unit=np.repeat(np.arange(40), 3))
    y = rng.normal(size=120)
    jack = jackknife_replicates(sample).estimate(lambda weight: (weight @ y) / weight.sum(axis=-1), at_once=True)
    assert float(jack.standard_error) == pytest.approx(float(weighted_mean(y, sample).standard_error), rel=0.03)


@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_a_figure_without_a_scale_has_the_same_error_by_any_scale_of_weights(seed: int, times: float) -> None:
    sample, y = design(seed)
    made = jackknife_replicates(sample)
    other = Replicates.given(
        made.weight * times, made.replicate * times, scale=made.scale, degrees_of_freedom=made.degrees_of_freedom
    )
    a, b = (one.estimate(lambda weight: (weight @ y) / weight.sum(axis=-1), at_once=True) for one in (made, other))
    assert float(a.standard_error) == pytest.approx(float(b.standard_error))


def test_the_order_of_replicates_does_not_count() -> None:
    rng = np.random.default_rng(4)
    each, scale, order = rng.normal(size=9), rng.uniform(0.1, 1, 9), rng.permutation(9)
    a = replicate_estimate(0.0, each, scale=scale, degrees_of_freedom=5)
    b = replicate_estimate(0.0, each[order], scale=scale[order], degrees_of_freedom=5)
    assert float(a.standard_error) == pytest.approx(float(b.standard_error))


def test_one_by_one_and_at_once_are_the_same() -> None:
    sample, y = design(5)
    made = jackknife_replicates(sample)

    def figures(weight: np.ndarray) -> np.ndarray:
        return np.stack([(weight * y).sum(axis=-1), weight.sum(axis=-1)], axis=-1)

    slow, fast = made.estimate(figures), made.estimate(figures, at_once=True)
    assert slow.estimate.value.shape == (2,)
    assert slow.standard_error == pytest.approx(fast.standard_error)


def test_units_that_were_certain_to_be_drawn_have_no_replicate() -> None:
    sample = Sample.of([1, 1, 1, 1, 1], stratum=[0, 0, 0, 1, 2], fraction=[0, 0, 0, 1, 1])
    made = jackknife_replicates(sample)
    assert made.replicate.shape == (3, 5)
    assert (made.replicate[:, 3:] == 1).all()
    drawn = bootstrap_replicates(sample, rng=np.random.default_rng(1), replicates=3)
    assert (drawn.replicate[:, 3:] == 1).all()


def test_bootstrap_limits_of_a_median_hold_their_level() -> None:
    rng = np.random.default_rng(9)
    n, runs, held = 60, 250, 0
    sample = Sample.of(np.ones(n))
    for _ in range(runs):
        y = np.sort(rng.normal(size=n))
        made = bootstrap_replicates(sample, rng=rng, replicates=200)

        def median(weight: np.ndarray, y: np.ndarray = y) -> np.ndarray:
            return y[np.argmax(np.cumsum(weight, axis=-1) >= weight.sum(axis=-1, keepdims=True) / 2, axis=-1)]

        found = made.estimate(median, at_once=True).estimate
        held += bool(found.lower <= 0 <= found.upper)
    # Bootstrap limits of a median are known to be a little wide; three Monte Carlo errors are 4 points.
    assert 0.91 <= held / runs <= 0.995


def test_the_same_seed_draws_the_same_replicates() -> None:
    sample, _ = design(1)
    a, b = (bootstrap_replicates(sample, rng=np.random.default_rng(7), replicates=5) for _ in range(2))
    assert a.replicate.tolist() == b.replicate.tolist()


def test_differences_are_from_the_full_sample_or_from_the_mean_of_the_replicates() -> None:
    # By hand: from 4, 9 + 4 + 1 = 14; from their mean 2, 1 + 0 + 1 = 2.
    full, mean = (
        replicate_estimate(4, [1, 2, 3], scale=1, degrees_of_freedom=2, centre=one)
        for one in ("full sample", "replicates")
    )
    assert (float(full.standard_error) ** 2, float(mean.standard_error) ** 2) == pytest.approx((14, 2))


def test_a_missing_replicate_leaves_the_error_missing() -> None:
    found = replicate_estimate([1.0, 2.0], [[1, 2, 3], [1, np.nan, 3]], scale=0.5, degrees_of_freedom=2)
    assert np.isfinite(found.standard_error[0])
    assert np.isnan([found.standard_error[1], found.estimate.lower[1]]).all()


LONELY = Sample.of([1, 1, 1], stratum=[0, 0, 1], lonely="grand mean")
MANY = Sample.of(np.ones(20_000))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: jackknife_replicates(LONELY), r"two units or more in each stratum; 1 of 2 have one\. Join it"),
        (lambda: bootstrap_replicates(LONELY, rng=np.random.default_rng(1)), r"two units or more in each stratum"),
        (lambda: jackknife_replicates(MANY), r"20000 replicates of 20000 respondents are more than 250000000 weights"),
        (
            lambda: bootstrap_replicates(MANY, rng=np.random.default_rng(1), replicates=20_000),
            r"20000 replicates of 20000 respondents are more than",
        ),
        (lambda: balanced_replicates(Sample.of([1, 1, 1])), r"each stratum must have two units; at position 0 it is 3"),
        (lambda: balanced_replicates(Sample.of([1, 1]), fay=1), r"fay must be from 0 to below 1, such as 0\.3; got 1"),
        (lambda: bootstrap_replicates(Sample.of([1, 1]), rng=1), r"rng must be a numpy\.random\.Generator"),
        (
            lambda: bootstrap_replicates(Sample.of([1, 1]), rng=np.random.default_rng(1), replicates=1),
            r"replicates must be 2 or more; got 1",
        ),
        (
            lambda: Replicates.given([1, 1], [[1, 1, 1]], scale=1, degrees_of_freedom=1),
            r"a row for each replicate and a column for each weight; got \(1, 3\) for weights \(2,\)",
        ),
        (
            lambda: Replicates.given([1, 1], [[1, -1]], scale=1, degrees_of_freedom=1),
            r"a replicate weight cannot be negative; at position \(0, 1\) it is -1",
        ),
        (
            lambda: replicate_estimate([1, 2], [1, 2, 3], scale=1, degrees_of_freedom=1),
            r"replicate_value must have the shape of value .* got \(3,\) for \(2,\)",
        ),
        (
            lambda: replicate_estimate(1, [1, 2, 3], scale=[1, 1], degrees_of_freedom=1),
            r"scale must be one number, or one for each of 3 replicates; got \(2,\)",
        ),
        (lambda: replicate_estimate(1, [1, 2], scale=0, degrees_of_freedom=1), r"scale must be above nought"),
        (lambda: replicate_estimate(1, [1, 2], scale=1, degrees_of_freedom=0), r"degrees_of_freedom must be above"),
        (
            lambda: replicate_estimate(1, [1, 2], scale=1, degrees_of_freedom=1, centre="mean"),
            r"centre must be one of full sample, replicates; got 'mean'",
        ),
        (lambda: replicate_estimate(1, [1, 2], scale=1, degrees_of_freedom=1, level=95), r"level must be a proportion"),
    ],
)
def test_replicates_that_cannot_be_are_refused(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
