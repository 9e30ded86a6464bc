"""England is made once for each build of the evidence, whole or not at all. On the published files, without tiles."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import StorageError
from newlyn.workflows.site import england_prepare
from newlyn.workflows.site.england import AREAS, RECIPE, england_home, read_areas, recipe_in
from newlyn.workflows.site.england_prepare import absent_tables, prepare_england


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The tiles that were asked for; they take half a minute, and `geography.tile` has tests of its own."""
    asked: list[Path] = []
    monkeypatch.setattr(england_prepare, "write_map", lambda *given: asked.append(given[-1]))
    return asked


def test_what_is_there_is_not_made_again(evidence: Warehouse, tmp_path: Path, drawn: list[Path]) -> None:
    told: list[str] = []
    assert prepare_england(tmp_path, evidence, tell=told.append)
    assert not prepare_england(tmp_path, evidence, tell=told.append)
    assert (told, len(drawn)) == (["drawing England"], 1)


def test_districts_and_regions_both_add_up_to_england(evidence: Warehouse, tmp_path: Path, drawn: list[Path]) -> None:
    prepare_england(tmp_path, evidence)
    home = england_home(tmp_path, evidence.digest)
    areas = read_areas(home, recipe_in(home))
    assert Counter(one.type for one in areas) == {"lad": 296, "rgn": 9, "ctry": 1}
    whole = areas[-1]
    assert (whole.name, whole.areas, whole.tenth, whole.fifth) == ("England", 33_755, 3375, 6751)
    for kind in ("lad", "rgn"):
        inside = [one for one in areas if one.type == kind]
        assert [sum(getattr(one, part) for one in inside) for part in ("areas", "tenth", "fifth")] == [
            33_755,
            3375,
            6751,
        ]
        assert all(one.shape is not None and one.shape.is_valid for one in inside)
    tendring = next(one for one in areas if one.code == "E07000076")
    assert (tendring.name, tendring.region, tendring.areas, tendring.fifth) == ("Tendring", "E12000006", 89, 31)
    assert drawn


def test_code_that_changed_makes_it_again_and_a_fault_leaves_the_one_before(
    evidence: Warehouse, tmp_path: Path, drawn: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("the disk is full")

    prepare_england(tmp_path, evidence)
    home = england_home(tmp_path, evidence.digest)
    before = recipe_in(home)
    monkeypatch.setattr(england_prepare, "recipe_of", lambda *_: "other")
    with monkeypatch.context() as patch:
        patch.setattr(england_prepare, "write_map", refuse)
        with pytest.raises(StorageError, match="the disk is full"):
            prepare_england(tmp_path, evidence)
    assert recipe_in(home) == before
    assert prepare_england(tmp_path, evidence)
    assert recipe_in(home) == "other"
    assert len(drawn) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", home.name]


def test_the_england_of_evidence_that_no_place_uses_is_cleared(
    evidence: Warehouse, tmp_path: Path, drawn: list[Path]
) -> None:
    for digest in ("used", "unused"):
        england_home(tmp_path, digest).mkdir()
        (england_home(tmp_path, digest) / RECIPE).touch()
    pages = tmp_path / "saltmarch" / "one"
    pages.mkdir(parents=True)
    (pages / "site.json").write_text(json.dumps({"evidence": "used"}))
    (pages.parent / "current").write_text("one")
    prepare_england(tmp_path, evidence)
    assert {path.name for path in tmp_path.glob("england-*")} == {"england-used", f"england-{evidence.digest}"}
    assert drawn


def test_evidence_without_boundaries_is_told_apart() -> None:
    class Bare:
        def has_table(self, table: str) -> bool:
            return table == "iod2025"

    assert absent_tables(Bare()) == ("boundary_lsoa21", "boundary_lad24")  # type: ignore[arg-type]


def test_equal_evidence_gives_equal_bytes(evidence: Warehouse, tmp_path: Path, drawn: list[Path]) -> None:
    both = [tmp_path / name for name in ("one", "other")]
    for folder in both:
        folder.mkdir()
        prepare_england(folder, evidence)
    one, other = ((england_home(folder, evidence.digest) / AREAS).read_bytes() for folder in both)
    assert one == other
    assert len(drawn) == 2
