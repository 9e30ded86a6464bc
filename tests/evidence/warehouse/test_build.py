"""A build is a pure function of its inputs, and never harms the one before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.evidence.warehouse.world import RANKS_CSV, World

from newlyn.evidence.warehouse.build import KEPT_BUILDS, build_warehouse
from newlyn.foundation.digest import digest_file
from newlyn.foundation.errors import BusyError, SourceError, WarehouseError
from newlyn.foundation.files import only_one


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_files_give_the_same_bytes(world: World, tmp_path: Path) -> None:
    first = world.build()
    elsewhere = tmp_path / "elsewhere"
    second = build_warehouse(elsewhere, world.supply().obtain)
    assert second.digest == first.digest
    assert _bytes(elsewhere / "builds" / second.digest) == _bytes(world.warehouse / "builds" / first.digest)


def test_nothing_is_made_again_when_nothing_has_changed(world: World) -> None:
    first = world.build()
    assert first.made == len(first.manifest.parts)
    again = world.build()
    assert (again.made, again.digest) == (0, first.digest)


def test_only_what_changed_is_made_again(world: World) -> None:
    first = world.build()
    world.write("ranks.csv", RANKS_CSV.replace("10.5", "11.5"))
    second = world.build()
    assert second.digest != first.digest
    assert second.made == len(("the table of ranks", "its observations"))
    untouched = "tables/rooms.parquet"
    builds = world.warehouse / "builds"
    assert (builds / first.digest / untouched).samefile(builds / second.digest / untouched)


def test_a_build_whose_parts_are_not_what_they_were_is_not_taken_over(world: World) -> None:
    first = world.build()
    part = world.warehouse / "builds" / first.digest / "tables/ranks.parquet"
    part.write_bytes(part.read_bytes()[:100])
    world.write("rooms.csv", "code,type,number\nE01000001,crowded,1\nE01000001,roomy,9\n")
    world.build()
    assert world.open().table("ranks").num_rows == 3


def test_a_bad_file_leaves_the_evidence_as_it_was(world: World) -> None:
    first = world.build()
    world.write("ranks.csv", "code,place,points\nE01000001,two,10.5\n")
    with pytest.raises(SourceError, match=r"ranks\.csv, row 2, column 'place': 'two' is not a number"):
        world.build()
    assert world.open().digest == first.digest
    assert not list((world.warehouse / "builds").glob(".unfinished*"))


def test_a_bad_file_does_not_stop_what_is_in_the_store_from_being_used(world: World) -> None:
    first = world.build()
    world.write("ranks.csv", "")
    with pytest.raises(SourceError, match="empty"):
        world.build()
    supply = world.supply()
    again = build_warehouse(world.warehouse, supply.on_hand)
    assert again.digest == first.digest


def test_a_second_build_at_the_same_time_is_refused(world: World) -> None:
    with only_one(world.warehouse, work="a build"), pytest.raises(BusyError, match=r"a build .* is at work here"):
        world.build()


def test_what_a_killed_build_left_is_cleared_away(world: World) -> None:
    left = world.warehouse / "builds" / ".unfinished-1"
    left.mkdir(parents=True)
    (left / "half.parquet").write_bytes(b"half")
    world.build()
    assert not left.exists()


def test_old_builds_are_forgotten_but_not_at_once(world: World) -> None:
    digests = []
    for points in ("1.5", "2.5", "3.5", "4.5", "5.5"):
        world.write("ranks.csv", RANKS_CSV.replace("10.5", points))
        digests.append(world.build().digest)
    there = {path.name for path in (world.warehouse / "builds").iterdir()}
    assert digests[-1] in there
    assert len(there) == KEPT_BUILDS


def test_a_table_without_a_file_is_noted_as_absent(world: World) -> None:
    (world.mirror / "rooms.csv").unlink()
    built = world.build()
    assert built.manifest.absent == ("rooms",)
    with pytest.raises(WarehouseError, match="holds no table 'rooms'"):
        world.open().table("rooms")


def test_rows_outside_england_are_counted(world: World) -> None:
    entry = world.build().manifest.entry("rooms")
    assert [(rows.reason, rows.rows, rows.of) for rows in entry.left_out] == [("the area is not in England", 2, 8)]
    again = world.build().manifest.entry("rooms")
    assert again.left_out == entry.left_out


def test_the_manifest_tells_where_each_file_came_from(world: World) -> None:
    origin = world.build().manifest.entry("ranks").files[0]
    assert (origin.publisher, origin.file, origin.copied_from) == ("Office of Examples", "ranks.csv", "ranks.csv")
    assert origin.sha256 == digest_file(world.mirror / "ranks.csv")


def test_parts_hold_what_the_manifest_says(world: World) -> None:
    built = world.build()
    root = world.warehouse / "builds" / built.digest
    for part in built.manifest.parts:
        assert pq.read_metadata(root / part.name).num_rows == part.rows


def test_a_folder_copied_to_another_place_can_be_read(world: World, tmp_path: Path) -> None:
    digest = world.build().digest
    copied = tmp_path / "copied"
    shutil.copytree(world.warehouse, copied)
    assert type(world.open()).open(copied).table("ranks").num_rows == 3
    assert digest == type(world.open()).open(copied).digest


def test_a_damaged_part_is_made_again_though_nothing_else_has_changed(world: World) -> None:
    first = world.build()
    part = world.warehouse / "builds" / first.digest / "observations/ranks.parquet"
    part.unlink()
    again = world.build()
    assert (again.made, again.digest) == (1, first.digest)
    assert world.open().observations(indicators=["made.rank"]).num_rows == 3
