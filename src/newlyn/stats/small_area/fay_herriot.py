"""The Fay–Herriot model: estimates of a survey for small areas, drawn towards a regression on what else is known.

Drawing towards the larger area alone, without a regression, is in `small_area.shrinkage`; the estimates and sampling
variances that go in come from `survey`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular
from scipy.optimize import brentq

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, complete, normal_quantile, numbers, one_of, positives, same_shape
from newlyn.stats.estimate import Limits

METHODS = ("REML", "ML", "FH", "PR")
"""Restricted and full maximum likelihood; the moments of Fay and Herriot, and of Prasad and Rao."""

MOST_STEPS = 200
"""For the moments of Fay and Herriot; ordinary data take fewer than ten."""

A_DECADE = 5
"""How often the likelihood is looked at in each tenfold of the variance: it turns no faster than the weights do."""

CLOSE = 1e-10
"""To this share of itself the variance between areas is found, or of the middle sampling variance by `FH`."""


@dataclass(frozen=True, eq=False, slots=True)
class FayHerriot:
    """A fitted model: an estimate for each area, and what it rests on."""

    value: Floats
    """(m,) empirical best linear unbiased predictors."""
    error: Floats
    """(m,) their root mean squared error, with what estimating the variance between areas adds."""
    weight: Floats
    """(m,) from 0 to 1, what the direct estimate counts for; `synthetic` has the rest. 0 where there was none."""
    synthetic: Floats
    """(m,) what the regression alone says."""
    coefficient: Floats
    """(p,) of the covariates."""
    coefficient_error: Floats
    """(p,) their standard errors, given the variance between areas."""
    between: float
    """Variance between areas that the covariates do not explain; 0 at the boundary, where the regression has all."""
    method: str

    @property
    def at_boundary(self) -> bool:
        """Whether no variance between areas was found, so that direct estimates count for nothing."""
        return self.between == 0

    def limits(self, *, level: float = 0.95) -> Limits:
        """Limits of each area by the normal distribution and the root mean squared error."""
        reach = normal_quantile(level) * self.error
        return Limits(self.value - reach, self.value + reach, f"Fay–Herriot, {self.method}, normal", level)


def fay_herriot(direct: ArrayLike, variance: ArrayLike, covariates: ArrayLike, *, method: str = "REML") -> FayHerriot:
    """Direct estimates of small areas combined with a regression on covariates, each by how sure it is.

    The sampling variances are taken as known: smooth them first if they are themselves estimated from few. Restricted
    likelihood is the usual choice; when it finds no variance between areas (`at_boundary`) the estimates are the
    regression's, which is a reason to look for better covariates or sampling variances before publishing.

    Parameters
    ----------
    direct : (m,) array of numbers
        Direct survey estimate of each area. An area without one (NaN) gets what the regression says.
    variance : (m,) array of numbers above nought, in the squared unit of `direct`
        Sampling variance of each. An area without one (NaN) is treated as one without an estimate.
    covariates : (m, p) array of numbers
        What is known of each area, none missing; the first column is usually ones.
    method : str
        How the variance between areas is found: REML, ML, FH (Fay and Herriot's moments) or PR (Prasad and Rao's, whose
        errors come out too large where sampling variances are far apart and the variance between areas is small).

    Returns
    -------
    FayHerriot of m areas and p covariates

    Raises
    ------
    InputError
        If a variance is not above nought, a covariate is missing, the shapes do not go together, the columns are not
        independent, there are no more areas with an estimate than columns, the method is not known, or the variance
        between areas does not settle.

    References
    ----------
    Fay and Herriot (1979), Estimates of income for small places: an application of James–Stein procedures to census
    data, JASA 74: 269–277.
    Prasad and Rao (1990), The estimation of the mean squared error of small-area estimators, JASA 85: 163–171.
    Datta and Lahiri (2000), A unified measure of uncertainty of estimated best linear unbiased predictors in small area
    estimation problems, Statistica Sinica 10: 613–627.
    Datta, Rao and Smith (2005), On measuring the variability of small area estimators under a basic area level model,
    Biometrika 92: 183–196.
    Rao and Molina (2015), Small Area Estimation, 2nd edition, Wiley, sections 6.1 and 6.2.

    Examples
    --------
    >>> income = [1, 2, 3, 4, 5, 6]
    >>> model = fay_herriot([10, 14, 12, 19, 17, np.nan], [1, 1, 2, 2, 3, 3], [[1, x] for x in income])
    >>> model.value.round(1).tolist(), model.weight.round(2).tolist()
    ([10.1, 13.7, 12.9, 18.1, 17.6, 20.3], [0.78, 0.78, 0.65, 0.65, 0.55, 0.0])
    """
    y, d, x = _checked(direct, variance, covariates)
    sampled = ~np.isnan(y + d)
    data = _Sample(y[sampled], d[sampled], x[sampled])
    if len(data.y) <= x.shape[1]:
        raise InputError(
            f"there must be more areas with an estimate than covariates; got {len(data.y)} areas and {x.shape[1]}."
        )
    length = np.linalg.norm(data.x, axis=0)
    rank = int(np.linalg.matrix_rank(data.x / np.where(length > 0, length, 1.0)))
    if rank < x.shape[1]:
        raise InputError(
            f"covariates must not follow from one another; {x.shape[1]} columns say as much as {rank} would in the "
            "areas with an estimate. Leave the others out."
        )
    between = _FINDERS[one_of(method, METHODS, "method")](data)
    return _predicted(y, d, x, data, between, method)


@dataclass(frozen=True, eq=False, slots=True)
class _Sample:
    """The areas with a direct estimate: estimates, sampling variances, covariates."""

    y: Floats
    d: Floats
    x: Floats

    def fitted(self, between: float) -> tuple[Floats, Floats, Floats]:
        """Coefficients, their covariance, and residuals, where the variance between areas is this."""
        scale = 1 / np.sqrt(between + self.d)
        q, r = np.linalg.qr(self.x * scale[:, None])
        root: Floats = solve_triangular(r, np.eye(len(r)))
        coefficient = root @ (q.T @ (self.y * scale))
        return coefficient, root @ root.T, self.y - self.x @ coefficient


def _checked(direct: ArrayLike, variance: ArrayLike, covariates: ArrayLike) -> tuple[Floats, Floats, Floats]:
    y, d = same_shape(direct=numbers(direct, "direct"), variance=positives(variance, "variance"))
    x = complete(numbers(covariates, "covariates"), "covariates")
    if y.ndim != 1 or x.ndim != 2 or len(x) != len(y):
        raise InputError(f"direct must be of shape (m,) and covariates of shape (m, p); got {y.shape} and {x.shape}.")
    return y, d, x


def _likeliest(data: _Sample, *, restricted: bool) -> float:
    """The variance between areas at which the likelihood is greatest; with scattered variances it has several tops."""
    residual, _ = _least_squares(data)
    typical = float(residual @ residual) / (len(data.y) - data.x.shape[1])
    # Beyond this the likelihood falls: no residuals are larger than those of least squares, nor weights further apart.
    highest = 2 * (typical + np.sqrt(typical * data.d.max()))
    lowest = min(float(data.d.min()) / 10, highest)
    if lowest == 0:
        return 0.0
    steps = 2 + int(A_DECADE * np.log10(highest / lowest))
    points = [0.0, *np.geomspace(lowest, highest, steps).tolist()]
    slopes = [_slope(at, data, restricted) for at in points]
    tops = [] if slopes[0] > 0 else [0.0]
    for (low, rise), (high, fall) in pairwise(zip(points, slopes, strict=True)):
        if rise > 0 >= fall:
            tops.append(float(brentq(_slope, low, high, (data, restricted), xtol=CLOSE * high, rtol=CLOSE)))
    return max(tops, key=lambda at: _likelihood(at, data, restricted))


def _slope(between: float, data: _Sample, restricted: bool) -> float:
    """Twice the slope of the log-likelihood, or of the restricted one (Rao and Molina 2015, section 6.1.2)."""
    _, covariance, residual = data.fitted(between)
    weighed = data.x / (between + data.d)[:, None]
    lost = np.sum(weighed.T @ weighed * covariance) if restricted else 0.0
    return float(np.sum((residual / (between + data.d)) ** 2) - np.sum(1 / (between + data.d)) + lost)


def _likelihood(between: float, data: _Sample, restricted: bool) -> float:
    """Twice the log-likelihood, or the restricted one, but for a constant."""
    _, covariance, residual = data.fitted(between)
    v = between + data.d
    lost = np.linalg.slogdet(covariance)[1] if restricted else 0.0
    return float(lost - np.sum(np.log(v)) - np.sum(residual**2 / v))


def _least_squares(data: _Sample) -> tuple[Floats, Floats]:
    """The residuals of the regression without weights, and the leverage of each area."""
    q, _ = np.linalg.qr(data.x)
    return data.y - q @ (q.T @ data.y), np.sum(q**2, axis=1)


def _fay_herriot_moments(data: _Sample) -> float:
    """The variance at which the weighed squared residuals add up to their degrees of freedom."""
    free = len(data.y) - data.x.shape[1]
    at = 0.0
    for _ in range(MOST_STEPS):
        residual, v = data.fitted(at)[2], at + data.d
        surplus = float(np.sum(residual**2 / v)) - free
        # The sum falls ever more slowly as the variance grows, so steps from nought never pass the answer.
        step = surplus / float(np.sum((residual / v) ** 2)) if surplus > 0 else 0.0
        at += step
        if step <= CLOSE * (float(np.median(data.d)) + at):
            return at
    raise InputError(
        f"the variance between areas did not settle in {MOST_STEPS} steps; it stood at {at:g}. Look for estimates or "
        "variances of very different sizes, or choose method PR, which takes no steps."
    )


def _prasad_rao_moments(data: _Sample) -> float:
    """What is left of the squared residuals of ordinary least squares when the sampling variances are taken off."""
    residual, leverage = _least_squares(data)
    chance = float(np.sum(data.d * (1 - leverage)))
    free = len(data.y) - data.x.shape[1]
    return float(max((float(residual @ residual) - chance) / free, 0.0))


_FINDERS: dict[str, Callable[[_Sample], float]] = {
    "REML": lambda data: _likeliest(data, restricted=True),
    "ML": lambda data: _likeliest(data, restricted=False),
    "FH": _fay_herriot_moments,
    "PR": _prasad_rao_moments,
}


def _predicted(y: Floats, d: Floats, x: Floats, data: _Sample, between: float, method: str) -> FayHerriot:
    coefficient, covariance, _ = data.fitted(between)
    synthetic = x @ coefficient
    known = ~np.isnan(y + d)
    v = np.where(known, between + d, 1.0)
    weight = np.where(known, between / v, 0.0)
    value = synthetic + weight * np.where(known, y - synthetic, 0.0)
    of_coefficients = np.einsum("ij,jk,ik->i", x, covariance, x)
    least = np.where(known, weight * np.where(known, d, 0.0), between) + (1 - weight) ** 2 * of_coefficients
    spread, bias = _of_variance(data, covariance, between, method)
    added = 2 * np.where(known, d, 0.0) ** 2 * v**-3.0 * spread - bias * (1 - weight) ** 2
    # Near the boundary the correction for bias can take off more than there is; not knowing the variance adds error.
    squared = least + np.where(known, np.maximum(added, 0.0), 0.0)
    return FayHerriot(
        value,
        np.sqrt(squared),
        weight,
        synthetic,
        coefficient,
        np.sqrt(np.diag(covariance)),
        between,
        method,
    )


def _of_variance(data: _Sample, covariance: Floats, between: float, method: str) -> tuple[float, float]:
    """Variance and bias of the estimated variance between areas (Rao and Molina 2015, section 6.2.1)."""
    v, areas = between + data.d, len(data.y)
    first, second = float(np.sum(1 / v)), float(np.sum(v**-2.0))
    if method == "PR":
        return 2 * float(np.sum(v**2)) / areas**2, 0.0
    if method == "FH":
        return 2 * areas / first**2, 2 * (areas * second - first**2) / first**3
    if method == "ML":
        squared = data.x / v[:, None]
        return 2 / second, -float(np.trace(squared.T @ squared @ covariance)) / second
    return 2 / second, 0.0
