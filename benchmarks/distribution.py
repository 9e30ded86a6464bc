"""Claim: inequality and quantiles within all districts take milliseconds. Peer: the same formulae by pandas groupby."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.measure import needed_mirror, show, timed
from newlyn.evidence.sources.ingest import read_from_mirror
from newlyn.stats.inequality.gini import gini
from newlyn.stats.inequality.theil import decompose
from newlyn.stats.quantile import ukhsa_quantiles

PARTS = 5


def main() -> None:
    table = read_from_mirror("iod2019", needed_mirror()).table.select(["district", "imd_score", "population"])
    frame = table.to_pandas()
    district = np.unique(frame["district"].to_numpy(dtype=str), return_inverse=True)[1]
    score, people = (table[name].to_numpy().astype(float) for name in ("imd_score", "population"))
    frame["code"] = district
    by_district = frame.groupby("code")[["imd_score", "population"]]

    _agree(gini(score, people, place=district).standard_error, by_district.apply(_gini_by_hand)["error"])
    _agree(decompose(score, district, people).of_place, by_district.apply(_theil_by_hand))
    _agree(
        ukhsa_quantiles(score, PARTS, highest_first=True, group=district),
        by_district.apply(_fifths_by_hand).droplevel(0).sort_index(),
    )
    measures = (
        ("Gini and jackknife error", lambda: gini(score, people, place=district), _gini_by_hand),
        ("Theil and its parts", lambda: decompose(score, district, people), _theil_by_hand),
        ("fifths", lambda: ukhsa_quantiles(score, PARTS, highest_first=True, group=district), _fifths_by_hand),
    )
    for name, ours, by_hand in measures:
        peer = timed(lambda by_hand=by_hand: by_district.apply(by_hand), times=3)
        show(f"{name} within 317 districts", timed(ours, times=20), peer, "pandas groupby-apply", limit="100")


def _gini_by_hand(group: pd.DataFrame) -> pd.Series:
    ordered = group.sort_values("imd_score")
    share = ordered["population"] / ordered["population"].sum()
    value = ordered["imd_score"] / np.average(ordered["imd_score"], weights=share)
    distance = value * (2 * share.cumsum() - 1) + 1 - 2 * (share * value).cumsum()
    half = (share * distance).sum() / 2
    without = (half - share * distance) / ((1 - share) * (1 - share * value))
    error = np.sqrt((len(without) - 1) * without.var(ddof=0))
    return pd.Series({"gini": half, "error": error})


def _theil_by_hand(group: pd.DataFrame) -> float:
    share = group["population"] / group["population"].sum()
    value = group["imd_score"] / np.average(group["imd_score"], weights=share)
    return float((share * value * np.log(value)).sum())


def _fifths_by_hand(group: pd.DataFrame) -> pd.Series:
    place, size = group["imd_score"].rank(method="min", ascending=False), len(group)
    if size < PARTS:
        return place * np.nan
    return PARTS + 1 - np.ceil((size + 1 - place) * PARTS / size)


def _agree(ours: np.ndarray, peer: pd.Series) -> None:
    np.testing.assert_allclose(ours, peer.to_numpy(), rtol=1e-9)
