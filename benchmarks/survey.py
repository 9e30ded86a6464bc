"""Claim: a survey of 50,000 is raked, cut by district and tested at once. Peers: pandas by group, SciPy in a loop."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import beta, fisher_exact

from benchmarks.measure import Run, show, timed
from newlyn.stats.representation.fisher import fisher_test
from newlyn.stats.survey.raking import rake
from newlyn.stats.survey.sample import Sample
from newlyn.stats.survey.weighted import weighted_proportion

RESPONDENTS, DISTRICTS, TABLES = 50_000, 317, 10_000
MARGINS = {"sex": 2, "age": 8, "ethnic_group": 5, "region": 9}
FEW = 500
"""The peer of the exact test takes seconds for so many tables; it is timed on these and multiplied."""


def main() -> None:
    rng = np.random.default_rng(1)
    frame = _respondents(rng)
    targets = {name: _target(frame[name].to_numpy(), count, rng) for name, count in MARGINS.items()}
    _raking(frame, targets)
    _proportions(frame)
    _exact_tests(rng)


def _respondents(rng: np.random.Generator) -> pd.DataFrame:
    codes = {name: rng.integers(0, count, RESPONDENTS) for name, count in MARGINS.items()}
    return pd.DataFrame(
        codes
        | {
            "district": rng.integers(0, DISTRICTS, RESPONDENTS),
            "has": (rng.random(RESPONDENTS) < 0.3).astype(float),
            "weight": rng.uniform(0.5, 2.0, RESPONDENTS),
        }
    )


def _target(code: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    wanted = np.bincount(code, minlength=count) * rng.uniform(0.7, 1.4, count)
    return wanted / wanted.sum() * 45_000_000


def _raking(frame: pd.DataFrame, targets: dict[str, np.ndarray]) -> None:
    weight, codes = frame["weight"].to_numpy(), [frame[name].to_numpy() for name in MARGINS]
    wanted = list(targets.values())
    made = rake(weight, codes, wanted, tolerance=1e-8)
    by_hand = _raked(frame, targets, made.iterations)
    _agree("raking", made.weight, by_hand)
    ours = timed(lambda: rake(weight, codes, wanted, tolerance=1e-8))
    peer = timed(lambda: _raked(frame, targets, made.iterations), times=3)
    show("50,000 respondents raked to four margins", ours, peer, "pandas groupby-apply", limit="100")


def _raked(frame: pd.DataFrame, targets: dict[str, np.ndarray], rounds: int) -> np.ndarray:
    """As it is mostly written: each margin in turn, each category scaled to its target."""
    weight = frame["weight"]
    for _ in range(rounds):
        for name, target in targets.items():
            scaled = weight.groupby(frame[name], group_keys=False).apply(
                lambda group, target=target: group * target[group.name] / group.sum()
            )
            weight = scaled.reindex(frame.index)
    return weight.to_numpy()


def _proportions(frame: pd.DataFrame) -> None:
    has, weight, district = (frame[name].to_numpy() for name in ("has", "weight", "district"))

    def ours() -> np.ndarray:
        found = weighted_proportion(has, Sample.of(weight), domain=district, domains=DISTRICTS).estimate
        return np.stack([found.value, found.lower, found.upper], axis=1)

    def peer() -> np.ndarray:
        return frame.groupby("district").apply(_proportion, include_groups=False).to_numpy()

    _agree("proportions", ours(), peer())
    show(
        "weighted proportions of 317 districts, Taylor limits",
        timed(ours),
        timed(peer, times=3),
        "pandas groupby-apply",
        limit="100",
    )


def _proportion(group: pd.DataFrame) -> pd.Series:
    weight, total, n = group["weight"], group["weight"].sum(), len(group)
    p = (weight * group["has"]).sum() / total
    score = weight * (group["has"] - p) / total
    variance = RESPONDENTS / (RESPONDENTS - 1) * (score**2).sum()
    effective = min(p * (1 - p) / variance, n)
    x = p * effective
    return pd.Series([p, beta.ppf(0.025, x, effective - x + 1), beta.ppf(0.975, x + 1, effective - x)])


def _exact_tests(rng: np.random.Generator) -> None:
    total_a, total_b = rng.integers(20, 400, TABLES), rng.integers(20, 2000, TABLES)
    count_a, count_b = rng.binomial(total_a, 0.2), rng.binomial(total_b, 0.15)
    tables = np.stack([count_a, total_a - count_a, count_b, total_b - count_b], axis=1).reshape(-1, 2, 2)

    def peer() -> np.ndarray:
        return np.array([fisher_exact(one).pvalue for one in tables[:FEW]])

    _agree("exact tests", fisher_test(count_a, total_a, count_b, total_b).p[:FEW], peer())
    ours = timed(lambda: fisher_test(count_a, total_a, count_b, total_b))
    loop = timed(peer, times=3)
    whole = Run(loop.seconds * TABLES / FEW)
    show("Fisher's exact test of 10,000 tables", ours, whole, "scipy.stats.fisher_exact in a loop", limit="100")


def _agree(what: str, ours: np.ndarray, peer: np.ndarray) -> None:
    worst = np.max(np.abs(ours - peer) / np.maximum(np.abs(peer), 1e-12))
    if worst > 1e-6:
        raise SystemExit(f"{what}: the two disagree by {worst}")
