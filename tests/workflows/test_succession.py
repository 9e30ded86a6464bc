"""An old code leads to those of today: what became of small areas, wards, districts and counties."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.support.made_evidence import changed, linked, made_evidence

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.workflows.areas import parents_of
from newlyn.workflows.succession import Succession, retired_within, successors

# Small areas of 2001 to 2011 to 2021: 1 lives on; 2 was split in 2011, and its second part again in 2021; 3 and 4 were
# merged in 2021; 5 was redrawn.
SMALL = {
    "lsoa01_lsoa11": changed(
        "E01000001>E01000001 U", "E01000002>E01032501 S", "E01000002>E01032502 S", "E01000003>E01000003 U"
    ),
    "lsoa11_lsoa21": changed(
        "E01000001>E01000001 U", "E01032501>E01032501 U", "E01032502>E01033801 S", "E01032502>E01033802 S",
        "E01000003>E01033803 M", "E01000004>E01033803 M", "E01000005>E01033804 X",
    ),
    "msoa11_msoa21_change": changed("E02000001>E02000001 U", "E02000002>E02006901 S", "E02000002>E02006902 S"),
}  # fmt: skip
WARDS = {
    # The ward 11 got a new code; 12 and 13 were merged; 14 was split; 15 gave a part to a ward that stays.
    "lsoa11_wd17": linked("E01000001>E05000010", "E01032501>E05000012"),
    "lsoa11_wd21": linked(
        "E01000001>E05000011", "E01032501>E05000012", "E01032502>E05000013",
        "E01000006>E05000014", "E01000007>E05000014", "E01000008>E05000015", "E01000009>E05000015",
        "E01000010>E05000016",
    ),
    "wd22_lad22": linked("E05000012>E07000001", "E05000013>E07000001"),
    "lsoa11_lsoa21": changed(
        "E01032501>E01032501 U", "E01032502>E01033801 S", "E01032502>E01033802 S",
        *(f"E010000{n:02}>E010000{n:02} U" for n in (1, 6, 7, 8, 9, 10)),
    ),
    "lsoa21_wd24": linked(
        "E01000001>E05000021", "E01032501>E05000022", "E01033801>E05000022", "E01033802>E05000022",
        "E01000006>E05000023", "E01000007>E05000024", "E01000008>E05000025", "E01000009>E05000016",
        "E01000010>E05000016",
    ),
}  # fmt: skip


def became(warehouse: Warehouse, code: str) -> tuple[tuple[str, ...], int | None, str]:
    found = successors(warehouse, code)
    assert found is not None
    return found.successors, found.year, found.why


def test_an_area_of_today_and_a_code_that_nobody_knows_have_no_successors(tmp_path: Path) -> None:
    warehouse = made_evidence(tmp_path, SMALL)
    assert [successors(warehouse, code) for code in ("E01000001", "E01032501", "E02000001", "E01999999")] == [None] * 4


def test_small_and_middle_areas_follow_what_ons_says_of_each(tmp_path: Path) -> None:
    warehouse = made_evidence(tmp_path, SMALL)
    assert became(warehouse, "E01032502") == (("E01033801", "E01033802"), 2021, "split")
    assert became(warehouse, "E01000003") == became(warehouse, "E01000004") == (("E01033803",), 2021, "merged")
    assert became(warehouse, "E01000005") == (("E01033804",), 2021, "redrawn")
    assert became(warehouse, "E02000002") == (("E02006901", "E02006902"), 2021, "split")


def test_an_area_of_2001_is_followed_until_today(tmp_path: Path) -> None:
    warehouse = made_evidence(tmp_path, SMALL)
    assert became(warehouse, "E01000002") == (("E01032501", "E01033801", "E01033802"), 2011, "split")
    found = successors(warehouse, "E01000002")
    assert found is not None
    assert found.tables == ("lsoa01_lsoa11", "lsoa11_lsoa21")


def test_districts_and_counties_are_followed_through_every_reorganisation(tmp_path: Path) -> None:
    years = [
        ("E07000001", "E07000009", 2019), ("E07000002", "E07000009", 2019), ("E07000009", "E06000091", 2023),
        ("E07000003", "E06000091", 2023), ("E07000004", "E07000094", None), ("E10000001", "E06000091", 2023),
    ]  # fmt: skip
    names = [{"area_type": "lad", "area": "E07000001", "name": "Westmere"}]
    rows = [{"old": old, "new": new, "year": year} for old, new, year in years]
    warehouse = made_evidence(tmp_path, {"lad_changes": rows, "area_names": names})
    assert became(warehouse, "E07000001") == (("E06000091",), 2019, "merged")
    assert became(warehouse, "E07000004") == (("E07000094",), None, "recoded")
    assert became(warehouse, "E10000001") == (("E06000091",), 2023, "abolished")
    found = successors(warehouse, "E07000001")
    assert found is not None
    assert (found.name, found.area_type) == ("Westmere", "lad")


def test_codes_that_lead_in_a_circle_end_somewhere(tmp_path: Path) -> None:
    rows = [
        {"old": "E07000001", "new": "E07000002", "year": 2019},
        {"old": "E07000002", "new": "E07000001", "year": 2020},
    ]
    assert became(made_evidence(tmp_path, {"lad_changes": rows}), "E07000001")[0] == ()


def test_an_old_ward_leads_to_the_wards_that_hold_its_small_areas(tmp_path: Path) -> None:
    warehouse = made_evidence(tmp_path, WARDS)
    assert became(warehouse, "E05000011") == (("E05000021",), 2022, "recoded")
    assert became(warehouse, "E05000012") == became(warehouse, "E05000013") == (("E05000022",), 2024, "merged")
    assert became(warehouse, "E05000014") == (("E05000023", "E05000024"), 2022, "split")
    assert became(warehouse, "E05000015") == (("E05000016", "E05000025"), 2022, "redrawn")
    assert became(warehouse, "E05000010") == (("E05000021",), 2021, "recoded")
    assert successors(warehouse, "E05000016") is None


def test_without_the_tables_nothing_is_known_of_the_past(tmp_path: Path) -> None:
    assert retired_within(made_evidence(tmp_path, {}), ["E01000001"]) == {}


def test_all_of_the_past_of_a_place_is_found_at_once(tmp_path: Path) -> None:
    warehouse = made_evidence(tmp_path, SMALL)
    assert list(retired_within(warehouse, ["E01033801"])) == ["E01000002", "E01032502"]
    assert list(retired_within(warehouse, iter(["E01033803", "E02006902"]))) == ["E01000003", "E01000004", "E02000002"]


@pytest.mark.parametrize(("year", "words"), [(2021, "split into parts in 2021"), (None, "split into parts")])
def test_what_happened_is_said_in_words(year: int | None, words: str) -> None:
    assert Succession("E01000001", "", "lsoa11", ("E01000002",), year, "split", ()).words == words


def test_the_past_of_essex_is_found_in_a_second(evidence: Warehouse) -> None:
    lad = parents_of(evidence, "lsoa21", "lad")
    inside = {small for small, district in lad.items() if "E07000066" <= district <= "E07000077"}
    for level in ("msoa21", "wd"):
        above = parents_of(evidence, "lsoa21", level)
        inside |= {above[small] for small in inside if small in above}
    start = time.process_time()
    found = retired_within(evidence, inside)
    assert time.process_time() - start < 2  # 0.5 s on one idle core, the first time
    assert {one.area_type for one in found.values()} == {"lsoa01", "lsoa11", "msoa11", "wd"}
    split = found["E01021278"]
    # SOURCE: ONS, LSOA (2011) to LSOA (2021) exact fit lookup, version 3: Basildon 014E became 014F and 014G.
    assert (split.name, split.successors, split.words) == (
        "Basildon 014E", ("E01034354", "E01034355"), "split into parts in 2021"
    )  # fmt: skip


def test_no_area_of_today_is_called_one_of_the_past(evidence: Warehouse) -> None:
    for level in ("msoa21", "wd", "lad"):
        today = set(parents_of(evidence, "lsoa21", level).values())
        found = retired_within(evidence, today)
        assert found
        assert not today & found.keys()
        assert all(set(one.successors) <= today for one in found.values() if one.area_type == level)
