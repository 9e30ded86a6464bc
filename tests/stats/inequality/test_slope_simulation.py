"""Simulated limits are percentiles of refitted lines, the same for an area whoever else is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from newlyn.foundation.errors import InputError
from newlyn.stats.inequality.slope import slope_index
from newlyn.stats.inequality.slope_line import AT_ONCE, Line
from newlyn.stats.inequality.slope_simulation import SimulatedSlope, simulated_slope_index

FIVE = np.array([21e3, 20e3, 20e3, 19e3, 20e3])
YEARS = np.array([74.2, 76.9, 78.8, 80.3, 82.1])
RATES = np.array([420.0, 370.0, 330.0, 300.0, 260.0])
SHARES = np.array([0.25, 0.22, 0.19, 0.17, 0.12])
KINDS = [
    ("mean", YEARS, 0.5, False),
    ("rate", RATES, 12.0, False),
    ("rate", RATES, 12.0, True),
    ("proportion", SHARES, 0.01, False),
    ("proportion", SHARES, 0.01, True),
]


def simulated(value: Any, *, seed: int = 1, simulations: int = 20_000, **given: Any) -> SimulatedSlope:
    options: dict[str, Any] = {"higher_is": "worse", "population": FIVE, "se": 1.0} | given
    return simulated_slope_index(value, rng=np.random.default_rng(seed), simulations=simulations, **options)


def limits(found: SimulatedSlope) -> np.ndarray:
    return np.array(
        [getattr(getattr(found, one), end) for one in ("absolute", "relative") for end in ("lower", "upper")]
    )


def precision(found: SimulatedSlope) -> np.ndarray:
    both = found.absolute_precision, found.relative_precision
    return np.array([getattr(one, end) for one in both for end in ("lower", "upper")])


@pytest.mark.parametrize(("kind", "value", "error", "transform"), KINDS)
def test_limits_are_the_percentiles_of_one_line_after_another(
    kind: str, value: np.ndarray, error: float, transform: bool
) -> None:
    times = 1500
    found = simulated(value, kind=kind, se=error, transform=transform, simulations=times)
    normals = np.random.default_rng(1).standard_normal((5, times))
    to, back = {
        "mean": (lambda x: x, lambda x: x),
        "rate": (np.log, np.exp),
        "proportion": (lambda p: np.log(p / (1 - p)), lambda x: 1 / (1 + np.exp(-x))),
    }[kind]
    spread = {"mean": 1.0, "rate": value, "proportion": value * (1 - value)}[kind]
    indices = []
    for draw in normals.T:
        drawn = back(to(value) + draw * error / spread)
        again = slope_index(drawn, FIVE, kind=kind, higher_is="worse", transform=transform)
        indices.append((float(again.absolute.value), float(again.relative.value)))
    assert limits(found) == pytest.approx(np.quantile(indices, [0.025, 0.975], axis=0).T.ravel())


@pytest.mark.parametrize(("kind", "value", "error", "transform"), KINDS)
def test_an_area_has_the_same_limits_whoever_else_is_asked_for(
    kind: str, value: np.ndarray, error: float, transform: bool
) -> None:
    others = np.random.default_rng(5).uniform(0.9, 1.1, (37, 5)) * value
    others[3] = np.nan
    together = simulated(np.vstack([others, value]), kind=kind, se=error, transform=transform, simulations=9000)
    alone = simulated(value, kind=kind, se=error, transform=transform, simulations=9000)
    assert (limits(together)[:, -1] == limits(alone)).all()
    assert (precision(together)[:, -1] == precision(alone)).all()


def test_every_draw_is_used_however_many_are_worked_on_at_a_time() -> None:
    options: dict[str, Any] = {"lower": None, "upper": None, "limits_level": 0.95, "transform": False}
    line = Line.through([RATES, RATES + 9], FIVE, kind="rate", se=12.0, **options)
    normals = np.random.default_rng(1).standard_normal((5, 2 * AT_ONCE + 1001))
    at_once = np.exp(line.centre[..., None] + line.error[..., None] * normals)
    assert line.drawn(normals) == pytest.approx(np.einsum("aeq,aqd->aed", line.weight, at_once))


def test_simulated_limits_of_means_come_to_the_analytic_ones() -> None:
    value = np.random.default_rng(2).normal(YEARS, 1, (50, 5))
    found = simulated(value, simulations=100_000)
    exact = slope_index(value, FIVE, se=1.0, higher_is="worse")
    assert np.all(np.abs(found.absolute.lower - exact.absolute.lower) < 5 * found.absolute_precision.lower)
    assert np.all(np.abs(found.absolute.upper - exact.absolute.upper) < 5 * found.absolute_precision.upper)
    assert found.relative.lower == pytest.approx(exact.relative.lower, abs=1e-3)
    assert found.absolute.value.tolist() == exact.absolute.value.tolist()
    assert found.relative.value.tolist() == exact.relative.value.tolist()
    assert found.most_deprived.tolist() == exact.most_deprived.tolist()
    assert found.reads == exact.reads


def test_the_precision_says_how_far_limits_move_with_other_random_numbers() -> None:
    runs = [simulated(RATES, seed=seed, se=30.0, kind="rate", simulations=2000) for seed in range(200)]
    moved = np.std([limits(one) for one in runs], axis=0)
    told = np.mean([precision(one) for one in runs], axis=0)
    assert told == pytest.approx(moved, rel=0.25)


def test_the_same_source_of_chance_gives_the_same_limits_again() -> None:
    assert (limits(simulated(YEARS)) == limits(simulated(YEARS))).all()
    assert (limits(simulated(YEARS)) != limits(simulated(YEARS, seed=2))).all()


def test_more_simulations_are_more_precise_and_a_higher_level_reaches_farther() -> None:
    few, many = simulated(YEARS, simulations=2000), simulated(YEARS, simulations=200_000)
    assert np.all(precision(many) < precision(few) / 5)
    far = simulated(YEARS, level=0.998, simulations=200_000)
    assert far.absolute.level == 0.998
    assert far.absolute.upper > many.absolute.upper > many.absolute.lower > far.absolute.lower


def test_simulated_limits_hold_the_truth_as_often_as_they_say() -> None:
    rng, times = np.random.default_rng(3), 1000
    drawn = RATES * np.exp(rng.normal(0, 0.05, (times, 5)))
    found = simulated(drawn, se=0.05 * drawn, kind="rate", simulations=4000)
    truth = slope_index(RATES, FIVE, kind="rate", higher_is="worse")
    for name in ("absolute", "relative"):
        estimate, true = getattr(found, name), float(getattr(truth, name).value)
        held = np.mean((estimate.lower <= true) & (true <= estimate.upper))
        assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / times)), name


def test_errors_known_exactly_leave_no_room() -> None:
    found = simulated(YEARS, se=0.0)
    assert found.absolute.lower == pytest.approx(float(found.absolute.value))
    assert found.absolute.upper == pytest.approx(float(found.absolute.value))
    assert precision(found) == pytest.approx(0, abs=1e-12)


def test_a_missing_figure_or_error_makes_the_limits_of_its_area_missing() -> None:
    value = np.array([YEARS, YEARS, YEARS])
    value[0, 2] = np.nan
    error = np.ones((3, 5))
    error[1, 0] = np.nan
    found = simulated(value, se=error)
    assert np.isnan(found.absolute.value).tolist() == [True, False, False]
    assert np.isnan(found.absolute.lower).tolist() == [True, True, False]
    assert np.isnan(found.relative_precision.upper).tolist() == [True, True, False]
    assert np.isnan(simulated(np.full((2, 5), np.nan)).relative.upper).all()
    assert simulated(np.empty((0, 5))).absolute.lower.shape == (0,)


def test_a_quantile_where_nobody_lives_draws_nothing() -> None:
    some = simulated([74, 75, 78, 80], population=[10, 20, 30, 40], se=[1, 2, 1, 2])
    five = simulated([74, 75, 78, 80, np.nan], population=[10, 20, 30, 40, 0], se=[1, 2, 1, 2, np.nan])
    assert limits(five) == pytest.approx(limits(some))


def test_the_relative_limit_is_missing_where_a_draw_in_forty_falls_below_nought() -> None:
    """And is nought where the figure that is divided falls below it."""
    found = simulated([9, 7, 5, 3, 1.2], se=0.5)
    assert found.relative.value > 1
    assert found.relative.lower > 1
    assert np.isnan([found.relative.upper, found.relative_precision.upper]).all()
    assert not np.isnan(found.absolute.upper)
    turned = simulated([9, 7, 5, 3, 1.2], se=0.5, higher_is="better")
    assert turned.relative.lower == 0
    assert turned.relative.upper < 1


def test_absurd_errors_give_missing_limits_and_no_warning() -> None:
    found = simulated([1, 1, 1, 1, 1], kind="rate", se=1e4)
    assert np.isnan(found.absolute.upper)
    steep = simulated([1e50, 1, 1, 1, 1e-50], kind="rate", se=0, transform=True)
    assert steep.absolute.lower == pytest.approx(float(steep.absolute.value))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"simulations": 100}, r"simulations must be 1,000 or more; got 100\."),
        ({"se": None}, r"simulation needs se, or lower and upper, to draw from; got neither\."),
        ({"higher_is": "good"}, r"higher_is must be one of better, worse; got 'good'\."),
        ({"level": 95}, r"level must be a proportion between 0 and 1, such as 0\.95; got 95\."),
        ({"lower": [1, 1, 1, 1, 1]}, r"give se alone, or lower and upper together.*; got se and lower\."),
    ],
)
def test_what_has_no_meaning_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        simulated(YEARS, **change)


def test_a_seed_is_not_a_source_of_chance() -> None:
    with pytest.raises(InputError, match=r"rng must be a numpy\.random\.Generator.*; got 1\."):
        simulated_slope_index(YEARS, FIVE, higher_is="better", se=1, rng=1)  # type: ignore[arg-type]
