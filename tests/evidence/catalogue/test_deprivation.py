"""The Indices of Deprivation as they are declared: the same names in every edition, and honest indicators."""

import pyarrow as pa
import pytest

from newlyn.evidence.catalogue.deprivation import INDICATORS, TABLES
from newlyn.evidence.catalogue.deprivation_domains import AREAS, DOMAINS, IMD, RANKED, SUBDOMAINS
from newlyn.evidence.catalogue.deprivation_summaries import IOD2015_ON_LAD19, IOD2019_LAD, IOD2019_UTLA
from newlyn.evidence.catalogue.deprivation_tables import IOD, IOD_SUBDOMAINS
from newlyn.evidence.catalogue.deprivation_underlying import IOD_INDICATORS
from newlyn.evidence.catalogue.indicator import Measure
from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.layout import read_layout
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


def test_summaries_hold_a_row_for_each_larger_area_and_index():
    assert (IOD2019_LAD.rows, IOD2019_UTLA.rows, IOD2015_ON_LAD19.rows) == (3_170, 1_510, 317)


@pytest.mark.parametrize(
    "measure", ["average_score", "average_rank", "extent", "local_concentration", "share_worst_tenth"]
)
def test_each_summary_of_the_whole_index_is_observed_for_districts_counties_and_the_edition_before(measure):
    feeds = BY_CODE[f"deprivation.imd.{measure}"].feeds
    assert [feed.table.id for feed in feeds] == ["iod2019_lad", "iod2019_utla", "iod2015_on_lad19"]
    assert not BY_CODE[f"deprivation.imd.{measure}"].comparable


def test_only_income_and_employment_have_a_number_of_people_as_summary():
    scales = [code for code in BY_CODE if code.endswith(".scale")]
    assert scales == ["deprivation.income.scale", "deprivation.employment.scale"]


def test_a_share_that_was_not_published_says_so():
    for index in ("idaci", "idaopi"):
        assert BY_CODE[f"deprivation.{index}.derived_share"].caveat.startswith("Not published")
        assert "derived" not in BY_CODE[f"deprivation.{index}.score"].feeds[0].value


def test_counts_beneath_the_index_may_be_withheld_and_never_are_zero_instead():
    for edition in (2019, 2025):
        table = IOD_INDICATORS[edition]
        for name in ("income_numerator", "idaci_numerator", "idaopi_numerator", "employment_numerator"):
            assert table.column(name).kind == "count"
            assert not table.column(name).required


def _made_up(column, table):
    """A value that the column may hold."""
    if column.area_type:
        return {"lsoa": "E01000000", "lad": "E07000000"}[column.area_types[0].rstrip("0123456789")]
    return "00AA" if column.kind == "text" else "1"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_each_layout_fills_every_column_that_must_be_there(table):
    offer, filling = filling_of(table)
    for layout in filling.layouts:
        for file in layout.files:
            row = {header: [_made_up(table.column(name), table)] for name, header in file.columns.items()}
            frame = pa.table(row | {ROW: pa.array([2], pa.int32())})
            read = read_layout(frame, file, table, offer.transform(file)).table
            absent = {name for name in read.column_names if read[name].null_count}
            assert not {name for name in absent if table.column(name).required}, (table.id, layout.name)
