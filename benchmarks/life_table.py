"""Claim: life expectancy of every neighbourhood takes a moment. Peer: the same formulae with pandas groupby-apply."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from benchmarks.measure import Run, show, timed
from newlyn.stats.life_table.abridged import life_expectancy
from newlyn.stats.life_table.bands import ABRIDGED

AREAS, SAMPLE = 33_755, 1_000
RATE = np.array([4e-3, *np.geomspace(1e-4, 0.2, len(ABRIDGED) - 1)])


def main() -> None:
    rng = np.random.default_rng(2021)
    population = rng.integers(200, 800, (AREAS, RATE.size)).astype(float)
    deaths = rng.poisson(population * RATE).astype(float)
    frame = pd.DataFrame(
        {
            "area": np.repeat(np.arange(SAMPLE), RATE.size),
            "start": np.tile(ABRIDGED, SAMPLE),
            "deaths": deaths[:SAMPLE].ravel(),
            "population": population[:SAMPLE].ravel(),
        }
    )
    by_area = frame.groupby("area")[["start", "deaths", "population"]]
    ours = timed(partial(life_expectancy, deaths, population))
    sample = timed(lambda: by_area.apply(_by_hand), times=3)
    _agree(life_expectancy(deaths[:SAMPLE], population[:SAMPLE]), by_area.apply(_by_hand))
    peer = Run(sample.seconds * AREAS / SAMPLE)
    claim = f"life expectancy with limits, {AREAS:,} areas by {RATE.size} bands"
    show(claim, ours, peer, f"pandas groupby-apply, {SAMPLE:,} areas scaled up", limit="100 times")


def _by_hand(group: pd.DataFrame) -> pd.Series:
    width = group["start"].shift(-1) - group["start"]
    lived = np.where(group["start"] == 0, 0.1, 0.5)
    rate = group["deaths"] / group["population"]
    dying = (width * rate / (1 + (1 - lived) * width * rate)).clip(upper=1).fillna(1)
    reached = (1 - dying).shift(fill_value=1).cumprod()
    years = np.where(width.isna(), reached / rate, reached * width * (1 - (1 - lived) * dying))
    ahead = pd.Series(years[::-1].cumsum()[::-1] / reached.to_numpy(), index=group.index)
    spread = (dying**2 * (1 - dying) / group["deaths"]).where(group["deaths"] > 0, 0)
    term = reached**2 * ((1 - lived) * width + ahead.shift(-1)) ** 2 * spread
    term = term.where(width.notna(), reached**2 / (group["deaths"] * rate**2))
    error = np.sqrt(term.sum(skipna=False))
    value = ahead.iloc[0]
    return pd.Series({"value": value, "lower": value - 1.959964 * error, "upper": value + 1.959964 * error})


def _agree(ours, peer) -> None:
    for name in ("value", "lower", "upper"):
        found, other = getattr(ours.at(0), name), peer[name].to_numpy()
        there = np.isfinite(other)
        worst = np.abs(found - other)[there].max()
        if worst > 1e-5 or np.isfinite(found).sum() != there.sum():
            raise SystemExit(f"{name}: the two disagree by {worst}")
