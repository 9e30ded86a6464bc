"""Bands, standings and change, read off a made-up England of twenty small areas."""

from __future__ import annotations

import numpy as np
import pytest

from newlyn.foundation.errors import NotFoundError
from newlyn.indices.deprivation import (
    NationalIndex,
    bands_of,
    count_bands,
    group,
    local_ranks,
    moved,
    profile,
    share_in_worst_fifth,
    standing_of,
    standings,
    summarise_index,
    tenth_of,
)
from newlyn.indices.edition import find_edition

N = 20
CODES = np.array([f"E01{n:06d}" for n in range(1, N + 1)])
EVERYWHERE = np.ones(N, bool)


def _index(*, population: bool = True) -> NationalIndex:
    rank = np.arange(1.0, N + 1)
    return NationalIndex(
        index="imd1999",
        edition=1999,
        title="Made-up index",
        area_type="lsoa11",
        codes=CODES,
        labels={"imd": "Whole index", "crime": "Crime"},
        rank={"imd": rank, "crime": rank[::-1]},
        score={"imd": 100 - rank},
        population=np.full(N, 100.0) if population else None,
        population_words="made up",
    )


def test_bands_hold_their_share_of_england() -> None:
    found = [(band.top, band.areas, band.residents) for band in count_bands(_index(), EVERYWHERE)]
    assert found == [(0.1, 2, 200.0), (0.2, 4, 400.0), (0.3, 6, 600.0)]


def test_residents_are_not_known_where_nobody_counted_them() -> None:
    index = _index(population=False)
    assert [band.residents for band in count_bands(index, EVERYWHERE)] == [None, None, None]
    whole = group(index, EVERYWHERE, code="E92000001", name="England", kind="country")
    assert (whole.residents, whole.summary.average_score, whole.summary.share_worst_tenth) == (None, None, 0.1)


def test_a_tie_at_the_limit_belongs_to_the_tenth_of_the_better_place() -> None:
    # Two areas share places 2 and 3: both are of rank 2.5, and rank 2 is still in the first of ten tenths of 20.
    index = _index()
    index.rank["imd"][1:3] = 2.5  # type: ignore[index]
    assert index.decile("imd")[:4].tolist() == [1, 1, 1, 2]


def test_each_domain_has_its_own_tenths() -> None:
    whole, crime = profile(_index(), np.arange(N) < 2)
    assert (whole.deciles[0], crime.deciles[-1]) == (2, 2)
    assert sum(whole.deciles) == sum(crime.deciles) == 2


def test_a_standing_has_no_score_where_none_is_published() -> None:
    found = standing_of(_index(), 0)
    assert (found["imd"].rank, found["imd"].decile, found["imd"].score) == (1, 1, 99.0)
    assert (found["crime"].rank, found["crime"].decile, found["crime"].score) == (20, 10, None)


def test_local_ranks_begin_at_one() -> None:
    assert list(local_ranks(_index(), np.arange(N) >= 18).values()) == [1, 2]


def test_districts_are_ranked_most_deprived_first_and_equals_share_the_better_rank() -> None:
    districts = np.repeat(np.array(["E07000001", "E07000002", "E07000003", "E07000004"]), 5)
    found = standings(summarise_index(_index(), districts))
    assert [found[code]["average_score"] for code in sorted(found)] == [1, 2, 3, 4]
    assert [found[code]["share_worst_tenth"] for code in sorted(found)] == [1, 2, 2, 2]


def test_a_carried_position_on_a_limit_is_on_it() -> None:
    third = 0.1 + 0.2  # 0.30000000000000004
    assert tenth_of(np.array([0.05, 0.1, third, 1.0, np.nan])).tolist()[:4] == [1, 1, 3, 10]


def test_what_moved_is_counted_and_what_is_missing_is_not() -> None:
    before, after = np.array([1.0, 2.0, 3.0, np.nan]), np.array([1.0, 1.0, 4.0, 2.0])
    assert moved(before, after) == {"worse": 1, "same": 1, "better": 1}


def test_shares_of_nobody_are_missing() -> None:
    tenths, people = np.array([1.0, 5.0]), np.array([30.0, 70.0])
    assert share_in_worst_fifth(tenths, people, np.array([True, True])) == 0.3
    assert share_in_worst_fifth(tenths, people, np.array([False, False])) is None
    assert [band.residents for band in bands_of(tenths, people, np.array([True, True]))] == [30.0, 30.0, 30.0]


def test_an_unknown_edition_is_answered_with_the_nearest() -> None:
    assert find_edition("IMD2019").year == 2019
    with pytest.raises(NotFoundError, match=r"there is no index 'imd2018'\. Did you mean"):
        find_edition("imd2018")
