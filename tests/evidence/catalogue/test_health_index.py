"""The Health Index as it is declared: one scale for all years, and a part for each domain."""

from newlyn.evidence.catalogue.health_index import DOMAINS, HEALTH_INDEX, INDICATORS, SUBDOMAINS
from newlyn.evidence.sources.library import filling_of


def test_a_whole_table_has_every_district_year_and_part():
    assert (len(DOMAINS), len(SUBDOMAINS)) == (3, 14)
    assert HEALTH_INDEX.rows == 307 * 7 * 18


def test_scores_of_the_index_may_be_compared_over_time_and_higher_is_better():
    for indicator in INDICATORS:
        assert indicator.comparable
        assert indicator.polarity == "higher is better"
        (feed,) = indicator.feeds
        assert feed.period == "period"


def test_the_published_workbook_gives_as_many_parts_as_the_copy():
    published, mirror = filling_of(HEALTH_INDEX)[1].layouts
    overall, *yearly = published.files
    assert len(yearly) == 7
    assert overall.unpivot is not None
    parts = [file.unpivot.columns for file in yearly if file.unpivot]
    copied = {name for file in mirror.files if file.unpivot for name in file.unpivot.columns}
    assert all({*columns, "overall"} == copied for columns in parts)
