"""Claim: charts of every small area with all rules take a fraction of a second. Peer: pandas groupby-apply."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.measure import Run, show, timed
from newlyn.stats.control.chart import xmr_chart
from newlyn.stats.control.rule import read_chart

AREAS, PERIODS = 33_755, 20
SAMPLE = 500
"""The peer is timed on so many areas, and its time is scaled up: on all of them it takes minutes."""


def main() -> None:
    value = 100 + 10 * np.random.default_rng(1).standard_normal((AREAS, PERIODS))
    ours = timed(lambda: read_chart(xmr_chart(value), higher_is="worse"))
    frame = pd.DataFrame({"area": np.repeat(np.arange(SAMPLE), PERIODS), "value": value[:SAMPLE].ravel()})
    peer = timed(lambda: frame.groupby("area")["value"].apply(_by_hand), times=3)
    _agree(value[:SAMPLE], frame)
    whole = Run(peer.seconds * AREAS / SAMPLE)
    show(
        f"XmR charts of {AREAS:,} areas × {PERIODS} periods, four rules",
        ours,
        whole,
        "pandas groupby-apply, scaled up",
        limit="ratio 100",
    )


def _by_hand(series: pd.Series) -> pd.DataFrame:
    mean, width = series.mean(), 2.66 * series.diff().abs().mean()
    signals = {}
    for name, sign in (("high", 1), ("low", -1)):
        away = sign * (series - mean)
        near, rising = away > width * 2 / 3, sign * series.diff() > 0
        company = (near.shift(1, fill_value=False) | near.shift(2, fill_value=False)) | (
            near.shift(-1, fill_value=False) | near.shift(-2, fill_value=False)
        )
        signals[f"outside_{name}"] = away > width
        signals[f"near_limit_{name}"] = near & company
        signals[f"shift_{name}"] = _of_run((away > 0).rolling(7).sum() == 7, 7)
        signals[f"trend_{name}"] = _of_run(rising.rolling(6).sum() == 6, 7)
    return pd.DataFrame(signals)


def _of_run(ends: pd.Series, length: int) -> pd.Series:
    return ends[::-1].rolling(length, min_periods=1).max()[::-1] > 0


def _agree(value: np.ndarray, frame: pd.DataFrame) -> None:
    reading = read_chart(xmr_chart(value), higher_is="worse")
    peer = frame.groupby("area")["value"].apply(_by_hand)
    for rule in ("outside", "near_limit", "shift", "trend"):
        for side in ("high", "low"):
            differ = getattr(getattr(reading, rule), side).ravel() != peer[f"{rule}_{side}"].to_numpy()
            if differ.any():
                raise SystemExit(f"{rule}, {side}: the two disagree at {differ.sum()} points")
