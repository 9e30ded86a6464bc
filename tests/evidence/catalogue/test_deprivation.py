"""The Indices of Deprivation as they are declared: the same names in every edition, and honest indicators."""

import pytest

from newlyn.evidence.catalogue.deprivation import INDICATORS, TABLES
from newlyn.evidence.catalogue.deprivation_domains import AREAS, DOMAINS, IMD, RANKED, SUBDOMAINS
from newlyn.evidence.catalogue.deprivation_tables import IOD, IOD_SUBDOMAINS
from newlyn.evidence.catalogue.indicator import Measure
from newlyn.evidence.sources.library import filling_of
from newlyn.foundation.period import Period

BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
STANDING = [f"deprivation.{d.id}.{measure}" for d in (*RANKED, *SUBDOMAINS) for measure in ("rank", "score", "decile")]


@pytest.mark.parametrize("edition", [2010, 2015, 2019, 2025])
@pytest.mark.parametrize("domain", [domain.id for domain in (IMD, *DOMAINS)])
@pytest.mark.parametrize("measure", ["score", "rank", "decile"])
def test_a_domain_has_the_same_column_names_in_every_edition_since_2010(edition, domain, measure):
    assert f"{domain}_{measure}" in IOD[edition].names


@pytest.mark.parametrize("edition", list(AREAS))
def test_every_edition_has_the_whole_index_and_its_six_sub_domains(edition):
    assert {"area", "imd_score", "imd_rank", "imd_decile"} <= set(IOD[edition].names)
    assert {f"{domain.id}_rank" for domain in SUBDOMAINS} <= set(IOD_SUBDOMAINS[edition].names)


@pytest.mark.parametrize(
    ("edition", "areas"), [(2004, 32482), (2007, 32482), (2010, 32482), (2015, 32844), (2019, 32844), (2025, 33755)]
)
def test_a_whole_table_has_one_row_for_each_small_area_of_its_vintage(edition, areas):
    assert IOD[edition].rows == IOD_SUBDOMAINS[edition].rows == areas
    assert IOD[edition].column("imd_rank").most == areas


@pytest.mark.parametrize("code", STANDING)
def test_an_edition_is_observed_in_the_year_of_its_publication(code):
    for feed in BY_CODE[code].feeds:
        assert isinstance(feed, Measure)
        edition = int(feed.table.id[3:7])
        assert feed.period == Period.year(edition)


def test_domains_kept_beside_the_sub_domains_before_2010_are_observed_there():
    tables = [feed.table.id for feed in BY_CODE["deprivation.education.rank"].feeds]
    assert tables == ["iod2025", "iod2019", "iod2015", "iod2010", "iod2007_subdomains", "iod2004_subdomains"]


def test_neither_scores_nor_ranks_of_two_editions_make_a_change():
    for code in STANDING:
        assert BY_CODE[code].comparable is code.endswith(".decile")
        assert "year of publication" in BY_CODE[code].caveat


def test_a_higher_score_is_worse_and_a_higher_rank_is_better():
    for code in STANDING:
        assert BY_CODE[code].polarity == ("higher is worse" if code.endswith(".score") else "higher is better")


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_the_example_of_an_indicator_has_the_columns_its_first_feed_reads(code):
    indicator = BY_CODE[code]
    feed = indicator.feeds[0]
    for row in indicator.example.rows:
        for name in row:
            feed.table.column(name)
        assert feed.area in row


def test_every_table_is_filled_by_a_publisher():
    for table in TABLES:
        offer, filling = filling_of(table)
        assert filling.table == table.id
        assert offer.dataset.licence == "OGL v3.0"
