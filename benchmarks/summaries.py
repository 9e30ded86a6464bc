"""Claim: the summary measures of all districts take milliseconds. Peer: the same formulae with pandas groupby-apply."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.measure import needed_mirror, show, timed
from newlyn.evidence.sources.ingest import read_from_mirror
from newlyn.indices.summary import mean_ranks, summarise

N = 32_844


def main() -> None:
    folder = needed_mirror()
    table = read_from_mirror("iod2019", folder).table.select(["district", "imd_score", "imd_rank", "population"])
    frame = table.to_pandas()
    district = frame["district"].to_numpy(dtype=str)
    score, people = frame["imd_score"].to_numpy(), frame["population"].to_numpy(dtype=float)
    rank = mean_ranks(frame["imd_rank"].to_numpy(dtype=float))
    frame["rank"] = rank
    ours = timed(lambda: summarise(district, score, rank, people, N))
    peer = timed(lambda: frame.groupby("district").apply(_by_hand), times=3)
    _agree(summarise(district, score, rank, people, N), frame.groupby("district").apply(_by_hand))
    show("five summary measures of 317 districts", ours, peer, "pandas groupby-apply")


def _by_hand(group: pd.DataFrame) -> pd.Series:
    ordered = group.sort_values("rank")
    people = ordered["population"]
    reached = N + 1 - ordered["rank"]
    percentile = np.ceil(ordered["rank"] * 100 / N)
    weight = np.select([percentile <= 10, percentile <= 30], [1.0, 0.95 - (percentile - 11) * 0.9 / 19], 0.0)
    before = people.cumsum() - people
    worst = (people.sum() * 0.1 - before).clip(0, people)
    return pd.Series(
        {
            "average_score": np.average(ordered["imd_score"], weights=people),
            "average_rank": np.average(reached, weights=people),
            "extent": np.average(weight, weights=people),
            "local_concentration": np.average(reached, weights=worst),
            "share_worst_tenth": (np.ceil(np.floor(ordered["rank"]) * 10 / N) == 1).mean(),
        }
    )


def _agree(ours, peer) -> None:
    for name in ("average_score", "average_rank", "local_concentration"):
        worst = np.abs(getattr(ours, name) - peer[name].to_numpy()).max()
        if worst > 1e-6:
            raise SystemExit(f"{name}: the two disagree by {worst}")
