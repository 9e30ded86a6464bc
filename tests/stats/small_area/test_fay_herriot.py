"""The Fay–Herriot model agrees with published fits of the milk data, with its likelihood, and with simulated truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from newlyn.foundation.errors import InputError
from newlyn.stats.small_area import fay_herriot as module
from newlyn.stats.small_area.fay_herriot import METHODS, fay_herriot

# SOURCE: weekly expenditure on fresh milk in 43 areas of the United States, 1989, with standard errors: Arora and
# Lahiri (1997), Statistica Sinica 7: 1053-1063; the four major areas are those of You and Chapman (2006), Survey
# Methodology 32: 97-103.
MILK = """1.099 1.075 1.105 .628 .753 .981 1.257 1.095 1.405 1.356 .615 1.46 1.338 .854 1.176 1.111 1.257 1.43 1.278
1.292 1.002 1.183 1.044 1.267 1.193 .791 .795 .759 .796 .565 .886 .952 .807 .582 .684 .787 .44 .759 .77 .8 .756 .865
.64"""
ERROR = """.163 .08 .083 .109 .119 .141 .202 .127 .168 .178 .1 .201 .148 .143 .149 .145 .135 .172 .137 .163 .125 .247
.14 .171 .106 .121 .121 .259 .106 .089 .225 .205 .119 .067 .106 .126 .092 .132 .1 .113 .083 .121 .129"""
Y, D = np.array(MILK.split(), float), np.array(ERROR.split(), float) ** 2
MAJOR = np.repeat([1, 2, 3, 4], [7, 7, 11, 18])
X = np.column_stack([np.ones(43), MAJOR == 2, MAJOR == 3, MAJOR == 4]).astype(float)

# SOURCE: R package sae 1.3, eblupFH and mseFH on these data with indicators of the major areas, methods REML, ML and
# FH: the first eight areas and the last; the same numbers are in the tests of samplics (samplics-org, MIT licence).
PREDICTED = {
    "REML": [1.0219703, 1.0476018, 1.0679513, 0.7608170, 0.8461574, 0.9743727, 1.0584523, 1.0977762, 0.6810870],
    "ML": [1.0161733, 1.0436968, 1.0628168, 0.7753489, 0.8554903, 0.9735857, 1.0474786, 1.0953436, 0.6840976],
    "FH": [1.017975, 1.044963, 1.064480, 0.770692, 0.852512, 0.973826, 1.050856, 1.096165, 0.683160],
}
SQUARED_ERROR = {
    "REML": [0.013460220, 0.005372876, 0.005701990, 0.008541740, 0.009579594, 0.011670632, 0.015926137, 0.010586518],
    "ML": [0.013579953, 0.005512868, 0.005850584, 0.008735454, 0.009774528, 0.011840745, 0.015934511, 0.010821811],
    "FH": [0.012757016, 0.005314467, 0.005632201, 0.008323471, 0.009283520, 0.011178151, 0.014867662, 0.010252709],
}


@pytest.mark.parametrize("method", ["REML", "ML", "FH"])
def test_the_milk_data_give_the_published_predictors_and_errors(method: str) -> None:
    model = fay_herriot(Y, D, X, method=method)
    assert model.value[[*range(8), 42]] == pytest.approx(PREDICTED[method], abs=2e-6)
    assert model.error[:8] ** 2 == pytest.approx(SQUARED_ERROR[method], abs=2e-7)


def test_the_milk_data_give_the_published_coefficients() -> None:
    # SOURCE: R package saens 0.1, README, eblupfh on these data by REML: coefficients and standard errors.
    model = fay_herriot(Y, D, X)
    assert model.coefficient == pytest.approx([0.968189, 0.132780, 0.226946, -0.241301], abs=1e-6)
    assert model.coefficient_error == pytest.approx([0.069362, 0.103001, 0.092330, 0.081617], abs=1e-6)


def likelihood(between: float, restricted: bool, y: np.ndarray = Y, d: np.ndarray = D, x: np.ndarray = X) -> float:
    """The log-likelihood by matrices, but for a constant, with the coefficients at their best."""
    inverse = np.diag(1 / (between + d))
    information = x.T @ inverse @ x
    residual = y - x @ np.linalg.solve(information, x.T @ inverse @ y)
    value = -(np.sum(np.log(between + d)) + residual @ inverse @ residual) / 2
    return float(value - np.linalg.slogdet(information)[1] / 2 if restricted else value)


@pytest.mark.parametrize(("method", "restricted"), [("REML", True), ("ML", False)])
def test_the_variance_between_areas_makes_the_likelihood_greatest(method: str, restricted: bool) -> None:
    best = minimize_scalar(lambda at: -likelihood(at, restricted), bounds=(0, 1), options={"xatol": 1e-12})
    assert fay_herriot(Y, D, X, method=method).between == pytest.approx(best.x, abs=1e-7)


def test_moments_solve_their_equations() -> None:
    fitted = fay_herriot(Y, D, X, method="FH")
    assert np.sum((Y - fitted.synthetic) ** 2 / (fitted.between + D)) == pytest.approx(43 - 4, rel=1e-9)
    hat = X @ np.linalg.inv(X.T @ X) @ X.T
    expected = (Y @ (np.eye(43) - hat) @ Y - np.sum(D * (1 - np.diag(hat)))) / 39
    assert fay_herriot(Y, D, X, method="PR").between == pytest.approx(expected)


def test_the_error_is_that_of_prasad_and_rao_term_by_term() -> None:
    model = fay_herriot(Y, D, X, method="PR")
    v = model.between + D
    share = model.between / v
    of_line = np.diag(X @ np.linalg.inv(X.T @ np.diag(1 / v) @ X) @ X.T)
    of_variance = D**2 / v**3 * 2 * np.sum(v**2) / 43**2
    assert model.error**2 == pytest.approx(share * D + (1 - share) ** 2 * of_line + 2 * of_variance)


@pytest.mark.parametrize("method", METHODS)
def test_a_predictor_lies_between_the_direct_estimate_and_the_regression(method: str) -> None:
    model = fay_herriot(Y, D, X, method=method)
    assert ((model.value - Y) * (model.value - model.synthetic) <= 0).all()
    assert model.value == pytest.approx(model.weight * Y + (1 - model.weight) * model.synthetic)
    assert not model.at_boundary


@settings(max_examples=25, deadline=None)
@given(st.floats(-100, 100), st.floats(0.001, 1000), st.sampled_from(METHODS))
def test_another_unit_changes_nothing(shift: float, scale: float, method: str) -> None:
    here, there = fay_herriot(Y, D, X, method=method), fay_herriot(shift + scale * Y, scale**2 * D, X, method=method)
    np.testing.assert_allclose(there.value, shift + scale * here.value, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(there.error, scale * here.error, rtol=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_covariates_in_other_units_change_nothing(method: str) -> None:
    rng = np.random.default_rng(1)
    people = rng.uniform(10_000, 2_000_000, 43)
    here = fay_herriot(Y, D, np.column_stack([X, people]), method=method)
    there = fay_herriot(Y, D, np.column_stack([X, people / 1e6 - 1]), method=method)
    assert here.value == pytest.approx(there.value, rel=1e-7)


@pytest.mark.parametrize("method", METHODS)
def test_no_variance_between_areas_is_told_and_the_regression_has_all(method: str) -> None:
    model = fay_herriot([1.0, 2, 3, 4, 5.1], [1, 4, 1, 9, 1], [[1, x] for x in range(5)], method=method)
    assert model.at_boundary
    assert model.value.tolist() == model.synthetic.tolist()
    assert model.weight.tolist() == [0] * 5
    assert (model.error > 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_an_area_without_an_estimate_has_what_the_regression_says(method: str) -> None:
    y, d = Y.copy(), D.copy()
    y[3], d[20] = np.nan, np.nan
    model = fay_herriot(y, d, X, method=method)
    kept = [i for i in range(43) if i not in (3, 20)]
    without = fay_herriot(Y[kept], D[kept], X[kept], method=method)
    assert model.value[kept] == pytest.approx(without.value)
    assert model.error[kept] == pytest.approx(without.error)
    assert model.value[[3, 20]].tolist() == model.synthetic[[3, 20]].tolist()
    assert model.weight[[3, 20]].tolist() == [0, 0]
    assert (model.error[[3, 20]] ** 2 > model.between).all()


def test_errors_and_limits_are_true_to_simulated_areas() -> None:
    rng = np.random.default_rng(3)
    covariates = np.column_stack([np.ones(40), np.linspace(0, 3, 40)])
    variance = np.tile([0.3, 0.6, 1.0, 2.0], 10)
    held, squared, told = [], [], []
    for _ in range(200):
        truth = covariates @ [5.0, 1.0] + rng.normal(0, 1, 40)
        model = fay_herriot(rng.normal(truth, np.sqrt(variance)), variance, covariates)
        limits = model.limits(level=0.95)
        held.append(np.mean((limits.lower <= truth) & (truth <= limits.upper)))
        squared.append((model.value - truth) ** 2)
        told.append(model.error**2)
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)
    assert np.mean(told) == pytest.approx(np.mean(squared), rel=0.05)
    assert (np.mean(squared, axis=0) < variance).all()


def test_of_several_tops_of_a_likelihood_the_highest_is_taken() -> None:
    rng = np.random.default_rng(8)
    passed_over = 0
    for _ in range(40):
        size = int(rng.integers(4, 12))
        y, d, x = rng.normal(0, 1, size), rng.lognormal(0, 4, size), np.ones((size, 1))
        tried = np.concatenate([[0], np.median(d) * np.geomspace(1e-6, 1e4, 150)])
        for method, restricted in (("REML", True), ("ML", False)):
            found = likelihood(fay_herriot(y, d, x, method=method).between, restricted, y, d, x)
            heights = np.array([likelihood(at, restricted, y, d, x) for at in tried])
            assert found > heights.max() - 1e-9
            tops = np.sum((heights[1:-1] > heights[:-2]) & (heights[1:-1] > heights[2:])) + (heights[0] > heights[1])
            passed_over += tops - 1
    assert passed_over > 0


def test_steps_that_do_not_settle_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_STEPS", 1)
    with pytest.raises(InputError, match=r"did not settle in 1 steps; it stood at 0\.0"):
        fay_herriot(Y, D, X, method="FH")


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(InputError, match=r"variance must be above nought; at position 2 it is 0"):
        fay_herriot([1, 2, 3], [1, 1, 0], np.ones((3, 1)))
    with pytest.raises(InputError, match=r"covariates must have no missing values"):
        fay_herriot([1, 2, 3], [1, 1, 1], [[1], [1], [np.nan]])
    with pytest.raises(InputError, match=r"covariates of shape \(m, p\); got \(3,\) and \(3,\)"):
        fay_herriot([1, 2, 3], [1, 1, 1], [1, 1, 1])
    with pytest.raises(InputError, match=r"more areas with an estimate than covariates; got 2 areas and 2"):
        fay_herriot([1, 2, np.nan], [1, 1, 1], [[1, 2], [1, 3], [1, 4]])
    with pytest.raises(InputError, match=r"2 columns say as much as 1 would"):
        fay_herriot([1, 2, 3], [1, 1, 1], [[1, 2], [1, 2], [1, 2]])
    with pytest.raises(InputError, match=r"method must be one of REML, ML, FH, PR; got 'reml'"):
        fay_herriot([1, 2, 3], [1, 1, 1], np.ones((3, 1)), method="reml")
    with pytest.raises(InputError, match=r"level must be a proportion"):
        fay_herriot(Y, D, X).limits(level=95)
