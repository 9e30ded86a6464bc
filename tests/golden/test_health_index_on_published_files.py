"""The Health Index in the published files: whole, and on the scale it says it has."""

import numpy as np
import pyarrow.compute as pc

from newlyn.evidence.catalogue.health_index import DOMAINS, OVERALL
from newlyn.evidence.sources.ingest import read_from_mirror


def scores(table, index, year):
    wanted = pc.and_(pc.equal(table["index"], index), pc.starts_with(table["period"], str(year)))
    return table.filter(wanted)["score"].to_numpy()


def test_the_index_of_2015_centres_on_100_with_a_spread_of_about_10(mirror):
    # SOURCE: ONS, Health Index scores, England (16 June 2023), OGL v3.0: 100 is England in 2015, 10 points are one
    # standard deviation.
    table = read_from_mirror("health_index", mirror).table
    assert table.num_rows == 307 * 7 * 18
    for index in (OVERALL, *DOMAINS):
        values = scores(table, index, 2015)
        assert len(values) == 307
        assert abs(values.mean() - 100) < 3
        assert 5 < values.std() < 15


def test_the_whole_is_near_the_mean_of_its_three_domains(mirror):
    table = read_from_mirror("health_index", mirror).table
    whole = scores(table, OVERALL, 2021)
    parts = np.mean([scores(table, domain, 2021) for domain in DOMAINS], axis=0)
    assert np.corrcoef(whole, parts)[0, 1] > 0.99
