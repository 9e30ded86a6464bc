"""Population as it is declared: bands that hold everyone once, and worked examples added up by hand."""

import pytest

from newlyn.evidence.catalogue.indicator import Ratio, Sum
from newlyn.evidence.catalogue.population import BANDS, INDICATORS, TABLES
from newlyn.evidence.sources.library import filling_of

ESTIMATES = [indicator for indicator in INDICATORS if indicator.code != "population.usual_residents"]
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


def _total(part: Sum, rows: tuple) -> float:
    return sum(row[part.column] for row in rows if all(row[name] in values for name, values in part.where.items()))


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_the_worked_example_adds_up_by_hand(indicator):
    feed, example = indicator.feeds[0], indicator.example
    assert isinstance(feed, Ratio)
    whole = _total(feed.denominator, example.rows) if feed.denominator else 1
    assert feed.per * _total(feed.numerator, example.rows) / whole == pytest.approx(example.value)


def test_children_people_of_working_age_and_older_people_are_everyone_once():
    shares = ("population.children", "population.working_age", "population.older")
    counted = [band for code in shares for band in BY_CODE[code].feeds[0].numerator.where["band"]]
    assert sorted(counted) == sorted(BANDS)


@pytest.mark.parametrize("indicator", ESTIMATES, ids=lambda indicator: indicator.code)
def test_estimates_before_and_after_the_census_are_not_compared(indicator):
    assert indicator.comparable is False
    assert "2021" in indicator.caveat


@pytest.mark.parametrize("indicator", ESTIMATES, ids=lambda indicator: indicator.code)
def test_small_areas_are_added_up_to_every_larger_area(indicator):
    assert indicator.feeds[0].levels == ("msoa11", "lad", "cty", "rgn", "ctry")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_every_table_is_filled_from_a_named_publisher(table):
    offer, _ = filling_of(table)
    assert offer.publisher.name == "Office for National Statistics"
