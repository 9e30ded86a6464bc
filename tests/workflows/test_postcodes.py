"""A postcode district leads to the small areas in which its postcodes lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.made_evidence import made_evidence

from newlyn.evidence.sources.ingest import read_from_mirror
from newlyn.workflows.postcodes import TABLE, outward_code, postcode_districts

# The layout is the publisher's; the postcodes begin with letters that no real one begins with.
HEADER = "pcd7,pcd8,pcds,dointr,doterm,usertype,oa21cd,lsoa21cd,msoa21cd,ladcd,lsoa21nm,msoa21nm,ladnm,ladnmw"
LINES = (
    ("QX1 1AA", "", "E01000002"),
    ("QX1 1AB", "", "E01000001"),
    ("QX1 1AD", "", "E01000001"),
    ("QX11 1AA", "", "E01000003"),
    ("QX1 9ZZ", "199606", "E01000009"),  # no longer in use
    ("QV2 1AA", "", "W01000001"),
    ("QJ3 1AA", "", "95AA01S1"),  # Northern Ireland, by its older codes
    ("QI4 1AA", "", ""),
)


def write_postcodes(mirror: Path) -> None:
    lines = [
        f'"{code.replace(" ", "")}","{code}","{code}","198001","{ended}","0","E00000001","{area}","","","","","Môn",""'
        for code, ended, area in LINES
    ]
    path = mirror / "geography" / "PCD_OA21_LSOA21_MSOA21_LAD_UK_LU.csv"
    path.parent.mkdir()
    path.write_bytes("\r\n".join([HEADER, *lines, ""]).encode("latin-1"))


def test_postcodes_of_england_that_are_in_use_are_read_from_the_publishers_file(tmp_path: Path) -> None:
    write_postcodes(tmp_path)
    table = read_from_mirror(TABLE, tmp_path).table
    assert [(row["postcode"], row["area"], row["source_row"]) for row in table.to_pylist()] == [
        ("QX1 1AA", "E01000002", 2),
        ("QX1 1AB", "E01000001", 3),
        ("QX1 1AD", "E01000001", 4),
        ("QX11 1AA", "E01000003", 5),
    ]


def test_a_district_leads_to_its_small_areas_each_once(tmp_path: Path) -> None:
    write_postcodes(tmp_path)
    rows = read_from_mirror(TABLE, tmp_path).table.to_pylist()
    districts = postcode_districts(made_evidence(tmp_path / "warehouse", {TABLE: rows}))
    assert dict(districts) == {"QX1": ("E01000001", "E01000002"), "QX11": ("E01000003",)}


def test_without_a_list_of_postcodes_there_are_no_districts(tmp_path: Path) -> None:
    assert postcode_districts(made_evidence(tmp_path, {})) == {}


@pytest.mark.parametrize(
    ("typed", "outward"),
    [
        ("CM1", "CM1"), ("cm1", "CM1"), ("CM1 1QH", "CM1"), ("cm11qh", "CM1"), ("CM11 1QH", "CM11"),
        (" cm11 ", "CM11"), ("cm1  1qh", "CM1"), ("CM1 1", "CM1"),
        ("W1A 1AA", "W1A"), ("EC1A1BB", "EC1A"), ("M1", "M1"), ("CM", None), ("1CM", None), ("", None),
        ("CM1 1QHX", None), ("E01021988", None), ("C\u00a1M1", None), ("CM1" * 10**6, None), ("CM١", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_as_a_district_or_not_at_all(typed: str, outward: str | None) -> None:
    assert outward_code(typed) == outward
