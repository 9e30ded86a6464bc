"""Who is beside whom in the published outlines of England is taken into the spatial statistics area by area."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from newlyn.geography.boundary import load_boundaries
from newlyn.geography.neighbour import Neighbours as Beside
from newlyn.geography.neighbour import find_neighbours
from newlyn.stats.spatial.moran import global_moran, local_moran
from newlyn.stats.spatial.neighbours import Neighbours
from newlyn.stats.spatial.smoothing import neighbourhood_rates

SCORES = "indices-of-deprivation/2025/iod2025_scores_ranks_deciles_lsoa21.parquet"
OUTLINES = "boundaries/lsoa21_england_wales.parquet"
JAYWICK = "E01021988"
SCILLY = "E01019077"


@pytest.fixture(scope="module")
def england(mirror: Path) -> tuple[Beside, np.ndarray]:
    """Who is beside whom, and the score of multiple deprivation of each, in the order of `codes`."""
    table = pq.read_table(mirror / SCORES, columns=["lsoa21_code", "IMD_score"]).sort_by("lsoa21_code")
    found = find_neighbours(load_boundaries(mirror / OUTLINES, "lsoa21").of(table["lsoa21_code"].to_pylist()))
    assert found.codes.tolist() == table["lsoa21_code"].to_pylist()
    return found, table["IMD_score"].to_numpy()


def test_each_area_keeps_its_neighbours(england: tuple[Beside, np.ndarray]) -> None:
    found, _ = england
    neighbours = Neighbours.from_rows(found.ends, found.beside)
    assert neighbours.areas == 33_755
    assert neighbours.is_symmetric
    assert found.codes[neighbours.islands].tolist() == [SCILLY]
    for code in (JAYWICK, "E01000001", SCILLY, "E01035762"):
        at = int(np.searchsorted(found.codes, code))
        row = neighbours.beside[neighbours.starts[at] : neighbours.starts[at + 1]]
        assert found.codes[row].tolist() == found.of(code).tolist()


def test_deprived_areas_of_england_lie_together(england: tuple[Beside, np.ndarray]) -> None:
    found, score = england
    neighbours = Neighbours.from_rows(found.ends, found.beside)
    away = score - score.mean()
    products = [
        away[at] * away[row].sum() for at, row in enumerate(np.split(neighbours.beside, neighbours.starts[1:-1]))
    ]
    moran = global_moran(score, neighbours)
    assert moran.value == pytest.approx(sum(products) / len(found.beside) / np.mean(away**2))
    assert 0.5 < moran.value < 0.7
    shuffled = global_moran(np.random.default_rng(1).permutation(score), neighbours)
    assert abs(shuffled.score) < 4 < 100 < moran.score


def test_the_most_deprived_area_is_a_high_one_among_high_ones(england: tuple[Beside, np.ndarray]) -> None:
    # SOURCE: MHCLG, English Indices of Deprivation 2025, File 7: E01021988 (Tendring 018A) has rank 1.
    found, score = england
    local = local_moran(
        score, Neighbours.from_rows(found.ends, found.beside), permutations=9_999, rng=np.random.default_rng(1)
    )
    at = int(np.argmax(score))
    assert found.codes[at] == JAYWICK
    assert local.quadrant[at] == "HH"
    assert local.p[at] < 0.01
    assert np.isnan(local.p) == pytest.approx(found.codes == SCILLY)


def test_an_area_is_smoothed_with_those_beside_it_and_no_others(england: tuple[Beside, np.ndarray]) -> None:
    found, score = england
    people = np.full(score.shape, 1500.0)
    rates = neighbourhood_rates(10 * score, people, Neighbours.from_rows(found.ends, found.beside))
    here = np.isin(found.codes, [JAYWICK, *found.of(JAYWICK).tolist()])
    assert rates.value[found.codes == JAYWICK] == pytest.approx(10 * score[here].mean() / 1500)
    assert rates.value[found.codes == SCILLY] == pytest.approx(10 * score[found.codes == SCILLY] / 1500)
