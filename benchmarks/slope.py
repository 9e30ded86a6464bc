"""Claim: slope indices of 300 areas with limits from 100,000 simulations take seconds. Peer: a fit for every draw."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.measure import Run, show, timed
from newlyn.stats.inequality.slope import slope_index
from newlyn.stats.inequality.slope_simulation import simulated_slope_index

AREAS, QUANTILES, SIMULATIONS = 300, 10, 100_000
FEW_AREAS, FEW_SIMULATIONS = 2, 2000
"""What the loop is run for; its time is multiplied up, because all of it would take many minutes."""


def main() -> None:
    rng = np.random.default_rng(1)
    people = rng.integers(8_000, 16_000, (AREAS, QUANTILES)).astype(float)
    years = 72 + np.arange(QUANTILES) + rng.normal(0, 0.5, (AREAS, QUANTILES))
    error = rng.uniform(0.5, 1.2, (AREAS, QUANTILES))
    peer = Run(_looped(years, people, error) * (AREAS / FEW_AREAS) * (SIMULATIONS / FEW_SIMULATIONS))
    for kind, scale in (("mean", 1), ("rate", 1), ("proportion", 100)):
        ours = timed(lambda kind=kind, scale=scale: _simulated(years / scale, people, error / scale, kind), times=3)
        claim = f"{AREAS} areas × {QUANTILES} × {SIMULATIONS:,} simulations, {kind}s"
        if kind == "mean":
            show(claim, ours, peer, "a fit for every draw, scaled up", limit="3 s")
        else:
            show(claim, ours, limit="3 s")
    show(f"{AREAS} areas, analytic limits", timed(lambda: slope_index(years, people, se=error, higher_is="better")))


def _simulated(value: np.ndarray, people: np.ndarray, error: np.ndarray, kind: str) -> object:
    return simulated_slope_index(
        value,
        people,
        se=error,
        kind=kind,
        higher_is="better",
        simulations=SIMULATIONS,
        rng=np.random.default_rng(1),
    )


def _looped(years: np.ndarray, people: np.ndarray, error: np.ndarray) -> float:
    """Seconds for a few areas and simulations, one fit after another; they must agree with ours."""
    few = slice(0, FEW_AREAS)
    start = time.perf_counter()
    limits = np.array([_by_hand(*area) for area in zip(years[few], people[few], error[few], strict=True)])
    took = time.perf_counter() - start
    exact = slope_index(years[few], people[few], se=error[few], higher_is="better").absolute
    apart = np.abs(limits - np.stack([exact.lower, exact.upper], axis=-1)).max()
    if apart > 0.3:  # about four times what 2,000 simulations leave to chance
        raise SystemExit(f"the two disagree by {apart} years")
    return took


def _by_hand(years: np.ndarray, people: np.ndarray, error: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(2)
    share = people / people.sum()
    rank = np.cumsum(share) - share / 2
    root = np.sqrt(share)
    design = np.stack([root, root * rank], axis=-1)
    indices = []
    for _ in range(FEW_SIMULATIONS):
        intercept, slope = np.linalg.lstsq(design, root * rng.normal(years, error), rcond=None)[0]
        indices.append((slope, (intercept + slope) / intercept))
    return np.quantile(indices, [0.025, 0.975], axis=0)[:, 0]
