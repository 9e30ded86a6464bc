"""The ladder of areas: which larger areas each small area lies in, from the links that are at hand."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from newlyn.evidence.warehouse.ancestry import ENGLAND, FITTED, LADDERS, LINKS, MIDDLE, build_ancestry

PAIRS = {
    # Four small areas in two middle areas; the ward E05000001 takes the first middle area and half of the second.
    "lsoa21_msoa21": [("E01000001", "E02000001"), ("E01000002", "E02000001"),
                      ("E01000003", "E02000002"), ("E01000004", "E02000002")],
    "lsoa21_wd24": [("E01000001", "E05000001"), ("E01000002", "E05000001"),
                    ("E01000003", "E05000001"), ("E01000004", "E05000002")],
    "lsoa21_lad24": [(f"E0100000{n}", "E07000001") for n in range(1, 5)],
    "lad24_cty24": [("E07000001", "E10000001")],
    "lad24_rgn24": [("E07000001", "E12000001")],
}  # fmt: skip


def ancestors(*links: str) -> set[tuple[str, str, str, str]]:
    """(child_type, child, level, parent) from the links of those names."""
    built = build_ancestry(lambda link: _link(PAIRS[link]) if link in links else None)
    return {(row["child_type"], row["child"], row["level"], row["parent"]) for row in built.to_pylist()}


def _link(pairs: Iterable[tuple[str, str]]) -> pa.Table:
    children, parents = zip(*pairs, strict=True)
    return pa.table({"child": children, "parent": parents})


def test_a_small_area_has_one_parent_on_each_level() -> None:
    found = {level: parent for kind, child, level, parent in ancestors(*PAIRS) if child == "E01000003"}
    assert found == {
        "msoa21": "E02000002", "wd": "E05000001", "lad": "E07000001", "cty": "E10000001", "rgn": "E12000001",
        "ctry": ENGLAND,
    }  # fmt: skip


def test_middle_areas_and_wards_lie_in_districts_and_never_in_each_other() -> None:
    found = {(kind, level) for kind, _, level, _ in ancestors(*PAIRS) if kind in MIDDLE}
    assert found == {(kind, level) for kind in ("msoa21", "wd") for level in ("lad", "cty", "rgn", "ctry")}
    assert ("wd", "E05000002", "lad", "E07000001") in ancestors(*PAIRS)


def test_a_link_that_is_not_at_hand_leaves_its_level_out_and_what_lies_above_it() -> None:
    without = [link for link in PAIRS if link != "lsoa21_lad24"]
    assert {level for _, _, level, _ in ancestors(*without)} == {"msoa21", "wd", "ctry"}
    assert ancestors() == set()


def test_small_areas_of_2011_reach_no_ward() -> None:
    assert "wd" not in {level for level, _, _ in LADDERS["lsoa11"]}


def test_what_is_fitted_stands_on_a_ladder_and_its_link_is_read() -> None:
    assert set(FITTED) <= {level for ladder in LADDERS.values() for level, _, _ in ladder}
    assert "lsoa21_wd24" in LINKS
