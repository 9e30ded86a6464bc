"""Claim: the trends of all neighbourhoods are found at once. Peer: pandas groupby-apply with SciPy, area by area."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, linregress

from benchmarks.measure import Run, show, timed
from newlyn.stats.direction.rank_trend import mann_kendall
from newlyn.stats.direction.trend import linear_trend

AREAS, PERIODS = 33_755, 10
SAMPLE = 1_000  # the peer takes minutes for all areas, and each area as long as the next
TO_REACH = "100 times"


def main() -> None:
    rng = np.random.default_rng(1)
    time = np.arange(2014.0, 2014 + PERIODS)
    value = 50 + rng.normal(0, 0.5, (AREAS, 1)) * (time - 2014) + rng.normal(0, 3, (AREAS, PERIODS))
    frame = pd.DataFrame(
        {"area": np.repeat(np.arange(SAMPLE), PERIODS), "time": np.tile(time, SAMPLE), "value": value[:SAMPLE].ravel()}
    )
    _agree(linear_trend(value, time), mann_kendall(value), frame)
    for claim, ours, peer in (
        ("linear trends", lambda: linear_trend(value, time), _line),
        ("Mann–Kendall tests", lambda: mann_kendall(value), _ranks),
    ):
        sampled = timed(lambda peer=peer: frame.groupby("area").apply(peer), times=3)
        show(
            f"{claim} of {AREAS:,} areas over {PERIODS} years",
            timed(ours),
            Run(sampled.seconds * AREAS / SAMPLE),
            "pandas groupby-apply with SciPy",
            limit=TO_REACH,
        )


def _line(group: pd.DataFrame) -> pd.Series:
    found = linregress(group["time"], group["value"])
    return pd.Series({"slope": found.slope, "p": found.pvalue})


def _ranks(group: pd.DataFrame) -> pd.Series:
    found = kendalltau(group["time"], group["value"], method="exact")
    return pd.Series({"tau": found.statistic, "p": found.pvalue})


def _agree(trend, ranks, frame) -> None:
    line, rank = frame.groupby("area").apply(_line), frame.groupby("area").apply(_ranks)
    for name, ours, peer in (
        ("slope", trend.slope.value, line["slope"]),
        ("p of the slope", trend.test.p, line["p"]),
        ("tau", ranks.tau, rank["tau"]),
        ("p of the ranks", ranks.test.p, rank["p"]),
    ):
        worst = np.abs(ours[:SAMPLE] - peer.to_numpy()).max()
        if worst > 1e-9:
            raise SystemExit(f"{name}: the two disagree by {worst}")
