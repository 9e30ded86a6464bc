"""Slope and relative index of inequality with limits by simulation, as Fingertips publishes them.

Analytic limits, which take no chance, are in `slope`; the line itself is in `slope_line`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from newlyn.foundation.errors import InputError
from newlyn.stats.argument import Floats, chance, checked_level, whole_number
from newlyn.stats.estimate import Estimate
from newlyn.stats.inequality.polarity import Polarity
from newlyn.stats.inequality.slope import GROUPS, Slope
from newlyn.stats.inequality.slope_line import Line

FEWEST = 1000
"""At 95% this leaves 25 draws beyond each limit; with fewer the limits are not worth having."""

AT_ONCE = 1_000_000
"""Numbers drawn for the areas of one block: 8 MB, whatever the number of areas."""


@dataclass(frozen=True, eq=False, slots=True)
class Precision:
    """Monte Carlo standard errors of simulated limits: how far they would move with other random numbers."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False, slots=True)
class SimulatedSlope(Slope):
    """Slope and relative index of inequality of each area, with how well their limits can be had again."""

    absolute_precision: Precision
    relative_precision: Precision
    simulations: int


def simulated_slope_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    higher_is: str,
    rng: np.random.Generator,
    kind: str = "mean",
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    limits_level: float = 0.95,
    transform: bool = False,
    level: float = 0.95,
    simulations: int = 100_000,
) -> SimulatedSlope:
    """Slope and relative index of inequality of each area, with limits from lines refitted to figures drawn at random.

    The method of Fingertips: each figure is drawn from its normal, log-normal or logit-normal distribution, the line
    is fitted again, and the limits are percentiles of the indices found. Use it to reproduce published limits, or for
    rates and proportions with large errors, whose indices are skewed. `slope.slope_index` says what the indices are.

    One set of random numbers serves all areas. Each area's limits are as good as with numbers of its own, and do not
    depend on which other areas are asked for at the same time; the small errors of different areas go together.

    Parameters
    ----------
    value, population : (…, quantiles) arrays
        As for `slope.slope_index`, with the same rules for what is missing.
    higher_is : str, `better` or `worse`
        What a higher figure means.
    rng : numpy.random.Generator
        The source of chance: the same one gives the same limits again.
    kind : str, `mean`, `rate` or `proportion`
        What the figures are, hence the distribution they are drawn from.
    se : (…, quantiles) array of numbers, optional
        Standard errors of the figures, in their unit.
    lower, upper : (…, quantiles) arrays of numbers, optional
        Published limits of the figures, instead of standard errors.
    limits_level : float in (0, 1)
        Level of the limits that are given.
    transform : bool
        Whether the line is fitted to the logarithms of rates, or the logits of proportions.
    level : float in (0, 1)
        Two-sided confidence level as a proportion: 0.95, never 95.
    simulations : int
        How often the figures are drawn, 1,000 or more.

    Returns
    -------
    SimulatedSlope of (…) estimates
        As `slope.slope_index`, with the Monte Carlo standard error of each limit: half the distance between the draws
        that lie one standard deviation of their rank below and above it. A draw whose line falls to 0 or below counts
        as endlessly unequal; where a limit of the relative index lies among those, it is missing.

    Raises
    ------
    InputError
        As for `slope.slope_index`; if neither errors nor limits are given, `rng` is not a generator, or there are
        fewer than 1,000 simulations.

    References
    ----------
    UK Health Security Agency (2025), PHEindicatormethods 2.1.0, reference manual, phe_sii (100,000 repetitions).
    Low and Low (2004), Measuring the gap: quantifying and comparing local health inequalities, Journal of Public
    Health 26: 388–395.
    David and Nagaraja (2003), Order Statistics, 3rd edition, section 7.1 (limits of a quantile from neighbouring
    draws).

    Examples
    --------
    >>> found = simulated_slope_index(
    ...     [74.2, 76.9, 78.8, 80.3, 82.1],
    ...     [21e3, 20e3, 20e3, 19e3, 20e3],
    ...     se=[0.5] * 5,
    ...     higher_is="better",
    ...     rng=np.random.default_rng(1),
    ... )
    >>> sii = found.absolute
    >>> float(sii.value.round(2)), float(sii.lower.round(1)), float(sii.upper.round(1))
    (9.7, 8.1, 11.3)
    >>> float(found.absolute_precision.lower.round(3)) < 0.01
    True
    """
    simulations = whole_number(simulations, "simulations")
    polarity, tail = Polarity.of(higher_is), (1 - checked_level(level)) / 2
    if simulations < FEWEST:
        raise InputError(f"simulations must be {FEWEST:,} or more; got {simulations:,}.")
    if se is None and lower is None and upper is None:
        raise InputError("simulation needs se, or lower and upper, to draw from; got neither.")
    line = Line.through(
        value,
        population,
        kind=kind,
        se=se,
        lower=lower,
        upper=upper,
        limits_level=limits_level,
        transform=transform,
    )
    normals = chance(rng).standard_normal((line.figure.shape[-1], simulations))
    ends = line.ends()
    limits = _simulated(line, polarity, normals, tail)
    most, least = ends[..., 0], ends[..., 1]
    return SimulatedSlope(
        _estimate(polarity.difference(most, least), limits[..., 0, :], "slope index of inequality", level),
        _estimate(polarity.ratio(most, least), limits[..., 1, :], "relative index of inequality", level),
        most,
        least,
        polarity.reads(*GROUPS),
        Precision(limits[..., 0, 2], limits[..., 0, 3]),
        Precision(limits[..., 1, 2], limits[..., 1, 3]),
        simulations,
    )


def _estimate(value: Floats, limits: Floats, statistic: str, level: float) -> Estimate:
    known = np.where(np.isnan(value)[..., None], np.nan, limits)
    return Estimate(value, known[..., 0], known[..., 1], statistic, "Simulation", level)


def _simulated(line: Line, polarity: Polarity, normals: Floats, tail: float) -> Floats:
    """Lower and upper limit and the standard error of each, for both indices: (…, 2, 4)."""
    known = line.complete
    found = np.full((*known.shape, 2, 4), np.nan)
    areas = line.of(known)
    limits = np.empty((areas.figure.shape[0], 2, 4))
    step = max(1, AT_ONCE // normals.size)
    # A draw far out on the log scale leaves the numbers; a limit among such draws is missing.
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(limits), step):
            block = slice(start, start + step)
            limits[block] = _limits(_indices(areas.of(block).drawn(normals), polarity), tail)
    found[known] = limits
    return found


def _indices(ends: Floats, polarity: Polarity) -> Floats:
    """Both indices of each draw of the two ends, (areas, 2, draws)."""
    most, least = ends[:, 0], ends[:, 1]
    top, bottom = (most, least) if polarity.worse_when_higher else (least, most)
    indices = np.empty_like(ends)
    np.subtract(top, bottom, out=indices[:, 0])
    # Order is all that percentiles need: a line that falls to nought at the end that divides is worse than any other.
    indices[:, 1] = np.inf
    np.divide(top, bottom, out=indices[:, 1], where=bottom > 0)
    np.maximum(indices[:, 1], 0, out=indices[:, 1])
    return indices


def _limits(draws: Floats, tail: float) -> Floats:
    """Percentiles of the draws along the last axis, and how far each would move with other draws."""
    draws.sort(axis=-1)
    last = draws.shape[-1] - 1
    rank = np.array([tail, 1 - tail]) * last
    below = np.floor(rank).astype(int)
    above = np.minimum(below + 1, last)
    away = np.ceil(np.sqrt(draws.shape[-1] * tail * (1 - tail))).astype(int)
    early, late = np.maximum(below - away, 0), np.minimum(below + away, last)
    limit = draws[..., below] + (rank - below) * (draws[..., above] - draws[..., below])
    moved = (draws[..., late] - draws[..., early]) / 2
    both = np.concatenate([limit, moved], axis=-1)
    return np.where(np.isfinite(both), both, np.nan)
