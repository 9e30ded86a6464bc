"""Fetching and building from a bad file: one line, the exit code of its family, and the evidence as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.evidence.warehouse.world import RANKS_CSV, World

from newlyn.foundation.files import only_one

BAD = [
    ("", "ranks.csv from ranks.csv: the file is empty."),
    ("<!doctype html><p>Sorry", "ranks.csv: a web page came in place of the csv file."),
    (RANKS_CSV.replace("place", "plaice"), "ranks.csv: there is no column 'place'. Did you mean 'plaice'?"),
    (RANKS_CSV + "E01000001,4,1\n", "ranks.csv, row 5: area 'E01000001' stands in an earlier row too"),
    (RANKS_CSV.replace("E01000002", "W01000002x"), "ranks.csv, row 3, column 'code': 'W01000002x' is not a GSS code."),
    (RANKS_CSV.replace(",2,", ",two,"), "ranks.csv, row 2, column 'place': 'two' is not a number."),
    (RANKS_CSV.replace(",2,", ",0,"), "ranks.csv, row 2, column 'place': 0 is less than 1. Accepted: 1 or more."),
    (RANKS_CSV[:-6], "ranks.csv, row 4: 1 cells, where the header has 3 cells; the file is cut off"),
]


@pytest.mark.parametrize(("content", "told"), BAD)
@pytest.mark.parametrize("command", [("fetch", "made_up"), ("build", "essex")], ids=" ".join)
def test_a_bad_file_is_one_line_and_leaves_the_evidence(
    run: Run, world: World, command: tuple[str, str], content: str, told: str
) -> None:
    before = world.build().digest
    world.write("ranks.csv", content)
    ended = run(*command, "--mirror", world.mirror)
    assert ended.code == 4
    assert ended.err.startswith("SourceError: ")
    assert told in ended.err
    assert ended.err.count("\n") == 1
    assert "The last good copy is still in use." in ended.err
    assert world.open().digest == before
    assert world.open().table("ranks")["score"].to_pylist() == [10.5, 20.25, None]


def test_a_dataset_that_fails_does_not_keep_the_others_from_coming(run: Run, world: World) -> None:
    world.write("ranks.csv", "")
    ended = run("fetch", "--mirror", world.mirror)
    assert ended.code == 4
    assert ended.err.startswith("SourceError: made_up: ")


def test_what_was_fetched_is_told(run: Run, world: World) -> None:
    ended = run("fetch", "--mirror", world.mirror)
    assert (ended.code, ended.out) == (0, "made_up: 2 files of 2 tables, 2 new\n")
    assert run("fetch", "--mirror", world.mirror).out == "made_up: 2 files of 2 tables, nothing new\n"


def test_a_table_that_is_not_offered_is_told(run: Run, world: World) -> None:
    (world.mirror / "rooms.csv").unlink()
    ended = run("fetch", "--mirror", world.mirror)
    assert (ended.out, ended.err) == ("made_up: 1 files of 1 tables, 1 new\n", "  rooms: not offered here\n")


def test_two_builds_at_once_are_told(run: Run, world: World) -> None:
    with only_one(world.warehouse, work="a build"):
        ended = run("build", "essex", "--mirror", world.mirror)
    assert ended.code == 6
    assert "is at work here. Wait until it has ended, then run this again." in ended.err


def test_what_was_left_out_is_told_with_its_share(run: Run, world: World) -> None:
    world.build()
    ended = run("evidence", "left-out")
    assert " ".join(ended.out.split()) == "rooms 2 of 8 (25.0%) the area is not in England: rooms.csv"


def test_tables_and_builds_and_datasets_are_listed(run: Run, world: World) -> None:
    world.build()
    tables = [line.split() for line in run("evidence", "tables").out.splitlines()]
    assert tables == [["ranks", "3", "made_up", "(mirror)"], ["rooms", "6", "made_up", "(mirror)"]]
    assert run("evidence", "log").code == 0
    assert run("evidence", "datasets").out.split(maxsplit=1) == ["made_up", "Office of Examples: Made-up figures\n"]


def test_evidence_that_was_damaged_is_told(run: Run, world: World) -> None:
    digest = world.build().digest
    (world.warehouse / "builds" / digest / "manifest.json").write_text("{")
    ended = run("evidence", "tables")
    assert ended.code == 5
    assert ended.err.startswith("WarehouseError: ")
    assert ended.err.count("\n") == 1


def test_a_folder_in_the_place_of_a_file_of_the_mirror_is_as_good_as_none(run: Run, world: World, home: Path) -> None:
    (world.mirror / "ranks.csv").unlink()
    (world.mirror / "ranks.csv").mkdir()
    assert "  ranks: not offered here" in run("fetch", "--mirror", world.mirror).err
