"""Readers keep to the build they opened, and move on when asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.evidence.warehouse.world import RANKS_CSV, World

from newlyn.evidence.warehouse.log import note_build, read_log
from newlyn.evidence.warehouse.manifest import NAME, Manifest
from newlyn.foundation.errors import WarehouseError


def test_there_is_no_evidence_before_a_build(world: World) -> None:
    with pytest.raises(WarehouseError, match="there is no evidence"):
        world.open()


def test_a_reader_keeps_to_its_build_until_it_is_refreshed(world: World) -> None:
    world.build()
    reader = world.open()
    world.write("ranks.csv", RANKS_CSV.replace("10.5", "99.5"))
    world.build()
    assert 10.5 in reader.table("ranks")["score"].to_pylist()
    assert 99.5 in reader.refreshed().table("ranks")["score"].to_pylist()


def test_a_reader_that_is_up_to_date_stays_itself(world: World) -> None:
    world.build()
    reader = world.open()
    assert reader.refreshed() is reader


def test_half_a_build_is_said_to_be_incomplete(world: World) -> None:
    digest = world.build().digest
    (world.warehouse / "builds" / digest / NAME).unlink()
    with pytest.raises(WarehouseError, match="is incomplete"):
        world.open()


def test_a_damaged_part_is_named(world: World) -> None:
    digest = world.build().digest
    (world.warehouse / "builds" / digest / "tables/ranks.parquet").write_bytes(b"not parquet")
    with pytest.raises(WarehouseError, match=r"tables/ranks\.parquet of the warehouse cannot be read"):
        world.open().table("ranks")


@pytest.mark.parametrize(("text", "match"), [("{", "damaged"), ("[]", "damaged"), ('{"format": 0}', "format 0")])
def test_a_manifest_that_is_none_is_refused(text: str, match: str) -> None:
    with pytest.raises(WarehouseError, match=match):
        Manifest.from_json(text)


def test_a_manifest_is_read_back_as_it_was_written(world: World) -> None:
    manifest = world.build().manifest
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_the_log_remembers_builds_and_passes_over_a_line_cut_short(world: World) -> None:
    built = world.build()
    note_build(world.warehouse, built, at=datetime(2026, 1, 2, tzinfo=UTC), seconds=1.234, version="0.1.0")
    with (world.warehouse / "log.jsonl").open("a") as log:
        log.write('{"time": "2026')
    (entry,) = read_log(world.warehouse)
    assert (entry.build, entry.seconds, entry.time) == (built.digest, 1.23, "2026-01-02T00:00:00+00:00")


def test_the_day_of_retrieval_does_not_name_the_build(world: World) -> None:
    manifest = world.build().manifest
    entry = manifest.tables[0]
    later = replace(entry, files=tuple(replace(one, retrieved="2026-01-02T00:00:00Z") for one in entry.files))
    other = replace(entry, files=tuple(replace(one, sha256="0" * 64) for one in entry.files))
    assert replace(manifest, tables=(later, *manifest.tables[1:])).digest == manifest.digest
    assert replace(manifest, tables=(other, *manifest.tables[1:])).digest != manifest.digest
