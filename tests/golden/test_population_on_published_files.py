"""Mid-year estimates in the published files: known totals, and tables that agree with each other."""

import pyarrow.compute as pc
import pytest

from newlyn.evidence.sources.ingest import read_from_mirror

ESSEX = [f"E070000{number}" for number in range(66, 78)]


@pytest.fixture(scope="module")
def districts(mirror):
    return read_from_mirror("population_2020_lad", mirror).table


@pytest.fixture(scope="module")
def bands(mirror):
    return read_from_mirror("population_2020_broad", mirror).table


def test_england_and_essex_have_the_published_residents_of_mid_2020(districts):
    # SOURCE: ONS, Estimates of the population for the UK, mid-2020 (25 June 2021), MYE2: England 56,550,138; Essex
    # 1,497,759.
    assert pc.sum(districts["residents"]).as_py() == 56_550_138
    essex = districts.filter(pc.is_in(districts["area"], pc.cast(ESSEX, "string")))
    assert pc.sum(essex["residents"]).as_py() == 1_497_759


def test_small_areas_add_up_to_their_districts(districts, bands, mirror):
    lookup = read_from_mirror("lsoa11_lad21", mirror).table
    summed = bands.join(lookup, "area", "child").group_by("parent").aggregate([("residents", "sum")])
    published = districts.group_by("area").aggregate([("residents", "sum")])
    assert sorted(zip(*summed.to_pydict().values(), strict=True)) == sorted(
        zip(*published.to_pydict().values(), strict=True)
    )


def test_bands_of_small_areas_hold_the_people_of_the_single_years_of_districts(districts, bands):
    assert pc.sum(districts["residents"]).as_py() == pc.sum(bands["residents"]).as_py()
    older = pc.sum(districts.filter(pc.greater_equal(districts["age"], 65))["residents"]).as_py()
    assert older == pc.sum(bands.filter(pc.equal(bands["band"], "65+"))["residents"]).as_py()


def test_regions_add_up_to_england_in_mid_2021(mirror):
    # SOURCE: ONS, Population estimates for England and Wales, mid-2021 (21 December 2022): England 56,536,000.
    table = read_from_mirror("population_2021_broad", mirror).table
    regions = table.filter(pc.starts_with(table["area"], "E12"))
    assert round(pc.sum(regions["residents"]).as_py(), -3) == 56_536_000
    essex = pc.sum(table.filter(pc.equal(table["area"], "E10000012"))["residents"]).as_py()
    assert essex == pc.sum(table.filter(pc.is_in(table["area"], pc.cast(ESSEX, "string")))["residents"]).as_py()
