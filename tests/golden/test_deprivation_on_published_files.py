"""The Indices of Deprivation in the published files: known totals, and the rules that published columns keep."""

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from newlyn.evidence.catalogue.deprivation_domains import AREAS, RANKED, SUBDOMAINS
from newlyn.evidence.catalogue.deprivation_tables import IOD, IOD_SUBDOMAINS
from newlyn.evidence.sources.ingest import read_from_mirror

ESSEX = [f"E070000{number}" for number in range(66, 78)]


@pytest.fixture(scope="module")
def iod2019(mirror):
    return read_from_mirror("iod2019", mirror).table


def test_123_640_of_1_445_044_residents_of_essex_live_in_the_most_deprived_fifth(iod2019):
    # SOURCE: Essex County Council, Levelling Up Essex white paper (2022): "more than 123,000 people" in the 20%
    # most deprived areas of England; IoD2019 File 1 (deciles) and File 6 (mid-2015 population), MHCLG, OGL v3.0.
    essex = iod2019.filter(pc.is_in(iod2019["district"], pc.cast(ESSEX, "string")))
    worst = essex.filter(pc.less_equal(essex["imd_decile"], 2))
    assert (essex.num_rows, worst.num_rows) == (872, 75)
    assert (pc.sum(worst["population"]).as_py(), pc.sum(essex["population"]).as_py()) == (123_640, 1_445_044)


def test_the_edition_of_2025_has_903_small_areas_in_essex(mirror):
    # SOURCE: MHCLG, English Indices of Deprivation 2025 File 7 (33,755 LSOAs of 2021); districts of April 2024.
    table = read_from_mirror("iod2025", mirror).table
    lookup = pq.read_table(mirror / "geography" / "lookup_lsoa21_ward24_ltla24.parquet")
    essex = lookup.filter(pc.is_in(lookup["ltla24_code"], pc.cast(ESSEX, "string")))["lsoa21_code"].unique()
    assert table.num_rows == 33_755
    assert pc.sum(pc.is_in(table["area"], essex)).as_py() == 903


@pytest.mark.parametrize("edition", [2015, 2019, 2025])
def test_a_published_decile_is_ten_times_the_rank_over_the_areas_rounded_up(edition, mirror):
    # The rule that `sources.mhclg` uses to give the editions before 2015 their tenths.
    for table in (IOD[edition], IOD_SUBDOMAINS[edition]):
        read = read_from_mirror(table.id, mirror).table
        for domain in (*RANKED, *SUBDOMAINS):
            if f"{domain.id}_rank" in table.names and not read[f"{domain.id}_rank"].null_count:
                expected = np.ceil(read[f"{domain.id}_rank"].to_numpy() * 10 / AREAS[edition])
                np.testing.assert_array_equal(read[f"{domain.id}_decile"].to_numpy(), expected)


@pytest.mark.parametrize("edition", list(AREAS))
def test_the_most_deprived_rank_goes_to_the_highest_score(edition, mirror):
    for table in (IOD[edition], IOD_SUBDOMAINS[edition]):
        read = read_from_mirror(table.id, mirror).table
        for domain in (*RANKED, *SUBDOMAINS):
            names = [f"{domain.id}_rank", f"{domain.id}_score"]
            if set(names) <= set(table.names) and not any(read[name].null_count for name in names):
                rank, score = (read[name].to_numpy() for name in names)
                assert np.all(np.diff(score[np.argsort(rank, kind="stable")]) <= 0), (table.id, domain.id)
