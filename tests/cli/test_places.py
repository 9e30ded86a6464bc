"""New packs and the list of places, as they are typed and shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.evidence.warehouse.world import World

from newlyn.evidence.warehouse.reader import Warehouse


def test_a_new_place_is_written_and_listed(run: Run, home: Path) -> None:
    ended = run("new", "Hertfordshire", "--areas", "E10000015")
    file = home / "packs" / "hertfordshire" / "place.yaml"
    assert (ended.code, ended.out) == (0, f"Wrote {file}. Build it with: newlyn build hertfordshire\n")
    assert "hertfordshire               Hertfordshire\n" in run("places").out


def test_areas_may_be_given_one_by_one_or_together(run: Run, home: Path) -> None:
    assert run("new", "Coast", "--areas", "E07000076,E07000069", "--areas", "E06000033", "E06000034").code == 0
    text = (home / "packs" / "coast" / "place.yaml").read_text()
    assert "lad: [E07000076, E07000069, E06000033, E06000034]" in text


def test_small_areas_of_2011_are_kept_apart(run: Run, home: Path) -> None:
    assert run("new", "Estate", "--areas", "E01021988", "--small-areas", "lsoa11").code == 0
    assert "lsoa11: [E01021988]" in (home / "packs" / "estate" / "place.yaml").read_text()


def test_a_code_that_no_area_has_is_refused_where_the_evidence_knows_all_areas(
    run: Run, world: World, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.build()
    monkeypatch.setattr(Warehouse, "has_table", lambda _, table: table == "area_names")
    monkeypatch.setattr("newlyn.workflows.places.names_of", lambda _, codes: {"E10000015": "Hertfordshire"})
    ended = run("new", "Hertfordshire", "--areas", "E10000015", "E10000099")
    assert ended.code == 2
    assert ended.err == (
        "InputError: E10000099 is not the code of an area of England in the evidence. Check its digits.\n"
    )
    assert not (home / "packs").exists()
    assert run("new", "Hertfordshire", "--areas", "E10000015").code == 0


def test_evidence_without_the_list_of_areas_refuses_no_code(run: Run, world: World) -> None:
    world.build()
    assert run("new", "Hertfordshire", "--areas", "E10000015").code == 0


def test_a_place_that_is_there_is_not_written_over(run: Run) -> None:
    run("new", "Hertfordshire", "--areas", "E10000015")
    ended = run("new", "Hertfordshire", "--areas", "E10000012")
    assert ended.code == 2
    assert "hertfordshire/place.yaml is already there. Choose another name, or edit that file." in ended.err


def test_a_faulty_place_is_listed_with_its_first_fault_beside_the_others(run: Run, home: Path) -> None:
    (home / "packs" / "broken").mkdir(parents=True)
    (home / "packs" / "broken" / "place.yaml").write_text("id: broken\n")
    ended = run("places")
    assert ended.code == 0
    lines = {line.split()[0]: line for line in ended.out.splitlines()}
    assert {"essex", "essex/greater-essex", "broken"} == set(lines)
    assert "faulty: " in lines["broken"]
    assert lines["broken"].endswith("line 1: name is not given and is required. (and 2 more)")


def test_a_faulty_place_cannot_be_built(run: Run, home: Path) -> None:
    (home / "packs" / "broken").mkdir(parents=True)
    (home / "packs" / "broken" / "place.yaml").write_text("id: broken\nname: B\nareas: {lad: [E1]}\nbrand: {name: B}\n")
    ended = run("build", "broken")
    assert ended.code == 3
    assert ended.err.endswith("place.yaml, line 3: areas.lad.1: 'E1' is not a GSS code. Accepted: local authority "
                              "districts of England (E06, E07, E08, E09 and six digits).\n")  # fmt: skip
