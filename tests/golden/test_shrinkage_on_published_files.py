"""Shrinkage reproduces the published income scores of the Indices of Deprivation 2019 from their numerators."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from newlyn.stats.small_area.shrinkage import shrink_proportions

FOLDER = "indices-of-deprivation/2019"
ROUNDED_TO = 5  # File 8 rounds its numerators to the nearest five
SCORES = "iod2019_file7_ASSEMBLED_lsoa11.parquet"
AREA, DISTRICT = "LSOA code (2011)", "Local Authority District code (2019)"
PEOPLE, SCORE = "Total population: mid 2015 (excluding prisoners)", "Income Score (rate)"


@pytest.fixture(scope="module")
def income(mirror: Path) -> dict[str, np.ndarray]:
    """Numerator, people, district and score of the areas of districts in which no numerator is suppressed."""
    published = pq.read_table(mirror / FOLDER / SCORES, columns=[AREA, DISTRICT, PEOPLE, SCORE])
    numerators = pq.read_table(mirror / FOLDER / "iod2019_file8_underlying_indicators_lsoa11.parquet")
    table = published.join(numerators.rename_columns({"lsoa11_code": AREA}), AREA).sort_by(AREA)
    district = np.unique(table[DISTRICT].to_numpy(), return_inverse=True)[1]
    count = table["income_domain_numerator"].to_numpy().astype(float)
    whole = np.bincount(district, np.isnan(count))[district] == 0
    people, score = table[PEOPLE].to_numpy().astype(float), table[SCORE].to_numpy()
    return {"count": count[whole], "people": people[whole], "district": district[whole], "score": score[whole]}


def test_the_income_score_is_the_shrunken_share_and_not_the_raw_one(income: dict[str, np.ndarray]) -> None:
    # SOURCE: MHCLG, English Indices of Deprivation 2019, File 7 (score, population) and File 8 (numerators), OGL v3.0.
    # The score has three decimals and the numerator is rounded, so a share may be off by half of each.
    assert len(income["count"]) == 30_265
    shrunken = shrink_proportions(income["count"], income["people"], income["district"])
    known_to = 0.0005 + ROUNDED_TO / 2 / income["people"] + 1e-4
    within = np.abs(shrunken.value - income["score"]) <= known_to
    raw_within = np.abs(income["count"] / income["people"] - income["score"]) <= known_to
    assert np.mean(within) > 0.9997
    assert np.mean(raw_within) < 0.89
