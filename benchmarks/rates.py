"""Claim: limits and standardised rates of every neighbourhood take a moment. Peer: pandas groupby-apply, area by area.

The counts are made up, as many and as small as those of England's 33,755 neighbourhoods. The peer works out some of
them and its time is multiplied up.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import norm

from benchmarks.measure import Run, show, timed
from newlyn.stats.interval.count import byar_limits, count_limits
from newlyn.stats.interval.proportion import wilson_limits
from newlyn.stats.interval.score import miettinen_nurminen_difference
from newlyn.stats.rate.direct import directly_standardised_rate
from newlyn.stats.rate.standard import standard_population

AREAS, PERIODS, SAMPLE = 33_755, 20, 300
PEER = f"pandas groupby-apply on {SAMPLE} areas, multiplied up"


def main() -> None:
    rng = np.random.default_rng(1)
    _limits(rng)
    _standardised(rng)
    _compared(rng)


def _limits(rng: np.random.Generator) -> None:
    total = rng.integers(800, 3000, size=(AREAS, PERIODS)).astype(float)
    count = rng.binomial(total.astype(int), rng.beta(2, 200, size=(AREAS, 1))).astype(float)
    frame = pd.DataFrame(
        {
            "area": np.repeat(np.arange(SAMPLE), PERIODS),
            "count": count[:SAMPLE].ravel(),
            "total": total[:SAMPLE].ravel(),
        }
    )

    def ours() -> tuple[np.ndarray, np.ndarray]:
        return wilson_limits(count, total).lower, byar_limits(count).upper

    def peer() -> pd.DataFrame:
        return frame.groupby("area").apply(_limits_by_hand)

    wilson, byar = ours()
    found = peer()
    _agree(wilson[:SAMPLE].ravel(), found["lower"].to_numpy(), "Wilson")
    _agree(byar[:SAMPLE].ravel(), found["upper"].to_numpy(), "Byar")
    claim = f"Wilson's and Byar's limits, {AREAS:,} areas × {PERIODS} periods"
    show(claim, timed(ours), _multiplied(peer), PEER, limit="0.5 s, ratio 100")
    show("  the same counts, exactly below ten events", timed(lambda: count_limits(count)))


def _limits_by_hand(group: pd.DataFrame) -> pd.DataFrame:
    x, n, z = group["count"], group["total"], norm.ppf(0.975)
    p = x / n
    lower = (p + z * z / (2 * n) - z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)
    return pd.DataFrame({"lower": lower, "upper": _byar_by_hand(x)})


def _byar_by_hand(count: pd.Series) -> pd.Series:
    more = count + 1
    return more * (1 - 1 / (9 * more) + norm.ppf(0.975) / (3 * np.sqrt(more))) ** 3


def _standardised(rng: np.random.Generator) -> None:
    standard = standard_population("esp2013").people
    population = rng.integers(20, 200, size=(AREAS, len(standard))).astype(float)
    count = rng.poisson(population * np.geomspace(0.0005, 0.1, len(standard))).astype(float)
    frame = pd.DataFrame(
        {
            "area": np.repeat(np.arange(SAMPLE), len(standard)),
            "count": count[:SAMPLE].ravel(),
            "population": population[:SAMPLE].ravel(),
            "standard": np.tile(standard, SAMPLE),
        }
    )

    def ours() -> np.ndarray:
        return directly_standardised_rate(count, population, standard).upper

    def peer() -> pd.Series:
        return frame.groupby("area").apply(_standardised_by_hand)

    _agree(ours()[:SAMPLE], peer().to_numpy(), "Dobson")
    claim = f"directly standardised rates, {AREAS:,} areas × {len(standard)} bands"
    show(claim, timed(ours), _multiplied(peer), PEER, limit="0.3 s, ratio 100")


def _standardised_by_hand(group: pd.DataFrame) -> float:
    weight = group["standard"] / group["standard"].sum()
    total = group["count"].sum()
    value = (weight * group["count"] / group["population"]).sum()
    variance = (weight**2 * group["count"] / group["population"] ** 2).sum()
    return 100_000 * (value + np.sqrt(variance / total) * (_byar_by_hand(total) - total))


def _compared(rng: np.random.Generator) -> None:
    """No peer and no figure to reach: it shows what a search for every area costs."""
    total = rng.integers(800, 3000, size=AREAS)
    count = rng.binomial(total, 0.02)
    found = timed(lambda: miettinen_nurminen_difference(count, total, 1_200_000, 60_000_000), times=3)
    show(f"score limits of a difference, {AREAS:,} areas", found)


def _multiplied(peer: Callable[[], object]) -> Run:
    return Run(timed(peer, times=3).seconds * AREAS / SAMPLE)


def _agree(ours: np.ndarray, peer: np.ndarray, name: str) -> None:
    worst = np.abs(ours - peer).max()
    if not worst < 1e-6:
        raise SystemExit(f"{name}: the two disagree by {worst}")
