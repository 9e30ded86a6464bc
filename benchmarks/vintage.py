"""Claim: England's counts are carried from 2011 to 2021 areas in milliseconds.

Peer: pandas merge and groupby with the same weights, already computed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.measure import needed_mirror, show, timed
from newlyn.evidence.sources.ingest import read_from_mirror
from newlyn.geography.vintage import ChangeOfVintage


def main() -> None:
    folder = needed_mirror()
    pairs = read_from_mirror("lsoa11_lsoa21", folder).table.to_pydict()
    residents = read_from_mirror("oa21_population", folder).table.to_pandas().groupby("lsoa21")["residents"].sum()
    new = residents.to_dict()

    def build() -> ChangeOfVintage:
        return ChangeOfVintage.from_pairs(pairs["old"], pairs["new"], indicator=pairs["change"], new_population=new)

    show("build the change of vintage 2011 to 2021", timed(build))
    change = build()
    counts = np.random.default_rng(7).poisson(120, len(change.old)).astype(float)
    ours = timed(lambda: change.apportion(counts))
    matrix = change.shares.tocoo()
    weights = pd.DataFrame({"old": change.old[matrix.col], "new": change.new[matrix.row], "share": matrix.data})
    frame = pd.DataFrame({"old": change.old, "count": counts})
    peer = timed(lambda: _by_hand(weights, frame))
    if not np.allclose(change.apportion(counts).values, _by_hand(weights, frame).reindex(change.new)):
        raise SystemExit("the two disagree")
    show("carry one count of England to 2021 areas", ours, peer, "pandas merge and groupby")


def _by_hand(weights: pd.DataFrame, frame: pd.DataFrame) -> pd.Series:
    joined = weights.merge(frame, on="old")
    return (joined["count"] * joined["share"]).groupby(joined["new"]).sum()
