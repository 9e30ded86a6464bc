"""Wards in the published files: best fits that lose nobody, lie in one district each, and say what they are."""

from __future__ import annotations

import pyarrow.compute as pc
import pytest

from newlyn.evidence.warehouse.lineage import FigureId, trace
from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.workflows.areas import children_of, names_of, parents_of

# SOURCE: ONS, LSOA (2021) to Electoral Ward (2024) to LAD (2024) Best Fit Lookup in EW: 33,755 English LSOAs.
WARD = "E05004096"  # Bicknacre and East and West Hanningfield, in Chelmsford


def test_every_small_area_is_fitted_to_a_ward_and_every_ward_lies_in_one_district(evidence: Warehouse) -> None:
    above = parents_of(evidence, "lsoa21", "wd")
    assert len(above) == 33_755
    districts = parents_of(evidence, "wd", "lad")
    assert set(above.values()) == districts.keys()
    lad = parents_of(evidence, "lsoa21", "lad")
    assert all(districts[ward] == lad[small] for small, ward in above.items())
    assert districts[WARD] == "E07000070"


@pytest.mark.parametrize("indicator", ["census.no_qualifications", "census.owner_occupied"])
def test_wards_add_up_to_england(evidence: Warehouse, indicator: str) -> None:
    found = evidence.observations(indicators=[indicator], area_types=["wd", "ctry"], periods=["2021-03-21"])
    wards = found.filter(pc.equal(found["area_type"].cast("string"), "wd"))
    (england,) = found.filter(pc.equal(found["area"].cast("string"), "E92000001")).to_pylist()
    assert wards.num_rows == len(set(parents_of(evidence, "lsoa21", "wd").values()))
    for part in ("numerator", "denominator"):
        assert pc.sum(wards[part]).as_py() == england[part]
    assert pc.all(pc.and_(pc.less(wards["lower"], wards["value"]), pc.less(wards["value"], wards["upper"]))).as_py()


def test_the_figure_of_a_ward_is_traced_to_its_small_areas_and_said_to_be_fitted(evidence: Warehouse) -> None:
    found = trace(evidence, FigureId.parse(f"census.owner_occupied:{WARD}:2021-03-21"))
    small = children_of(evidence, "wd", "lsoa21")[WARD]
    assert {row.values["area"] for row in found.rows} == set(small)
    assert "counted whole in the ward that ONS fits it to best" in found.method
    assert found.area_type == "wd"
    assert names_of(evidence, [WARD])[WARD] == "Bicknacre and East and West Hanningfield"


def test_the_figure_of_a_district_is_not_said_to_be_fitted(evidence: Warehouse) -> None:
    assert "best" not in trace(evidence, FigureId.parse("census.owner_occupied:E07000070:2021-03-21")).method
