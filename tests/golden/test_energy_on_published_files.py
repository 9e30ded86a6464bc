"""Fuel poverty in the published files: small areas add up to districts and to England."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from newlyn.evidence.sources.ingest import read_from_mirror


@pytest.fixture(scope="module")
def larger(mirror):
    return read_from_mirror("fuel_poverty_area", mirror)


def test_england_has_the_published_households_in_fuel_poverty(larger, mirror):
    # SOURCE: BEIS, Sub-regional fuel poverty data 2022 (2020 data), Table 2, OGL v3.0: 13.2% of households.
    small = read_from_mirror("fuel_poverty_lsoa", mirror).table
    england = larger.table.filter(pc.equal(larger.table["area"], "E92000001")).to_pylist()[0]
    assert (england["households"], england["fuel_poor"]) == (23_868_877, 3_158_206)
    assert pc.sum(small["households"]).as_py() == england["households"]
    assert pc.sum(small["fuel_poor"]).as_py() == england["fuel_poor"]


def test_two_rows_below_the_table_are_left_out_and_counted(larger):
    assert [(out.rows, out.of) for _, out in larger.left_out] == [(2, 353)]


def test_small_areas_add_up_to_their_district_to_the_household(larger, mirror):
    # The districts named beside the small areas are those of 2011; those with the same code in 2021 can be compared.
    raw = pq.read_table(mirror / "outcomes" / "desnz_fuel_poverty_2020_lsoa11.parquet")
    columns = ["Number of households", "Number of households in fuel poverty"]
    sums = raw.group_by("LA Code").aggregate([(name, "sum") for name in columns])
    sums = sums.rename_columns(["area", "households", "fuel_poor"])
    sums = sums.set_column(0, "area", pc.cast(sums["area"], pa.string()))
    sums = sums.set_column(1, "households", pc.cast(sums["households"], pa.int64()))
    both = sums.join(
        larger.table.select(["area", "households", "fuel_poor"]), "area", join_type="inner", right_suffix="_published"
    )
    assert both.num_rows == 295
    assert both["households"].to_pylist() == both["households_published"].to_pylist()
    assert both["fuel_poor"].to_pylist() == both["fuel_poor_published"].to_pylist()
