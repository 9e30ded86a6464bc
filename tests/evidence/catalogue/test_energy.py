"""Fuel poverty as it is declared: a modelled share that adds up, and says so."""

from newlyn.evidence.catalogue.energy import FUEL_POVERTY, TABLES
from newlyn.evidence.catalogue.indicator import Ratio
from newlyn.evidence.sources.library import filling_of


def test_fuel_poverty_is_a_modelled_share_of_households_that_adds_up_to_larger_areas():
    (feed,) = FUEL_POVERTY.feeds
    assert isinstance(feed, Ratio)
    assert feed.levels == ("msoa11", "lad", "cty", "rgn", "ctry")
    assert FUEL_POVERTY.modelled
    assert not FUEL_POVERTY.comparable


def test_the_example_of_fuel_poverty_has_the_right_sum():
    (row,) = FUEL_POVERTY.example.rows
    assert 100 * row["fuel_poor"] / row["households"] == FUEL_POVERTY.example.value


def test_every_table_is_filled_by_a_publisher():
    for table in TABLES:
        assert filling_of(table)[1].table == table.id
