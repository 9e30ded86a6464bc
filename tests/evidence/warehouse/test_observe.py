"""Observations of the small world, read back: values, limits, status and groups."""

from __future__ import annotations

import pytest
from tests.evidence.warehouse.world import World


def _crowded(world: World) -> dict[str, dict[str, object]]:
    world.build()
    return {row["area"]: row for row in world.open().observations(indicators=["made.crowded"]).to_pylist()}


def test_a_share_is_its_count_out_of_its_total(world: World) -> None:
    row = _crowded(world)["E01000001"]
    assert (row["value"], row["numerator"], row["denominator"], row["status"]) == (10.0, 10.0, 100.0, "computed")


def test_limits_stand_on_both_sides_of_a_share(world: World) -> None:
    row = _crowded(world)["E01000001"]
    # Wilson, 10 of 100: 5.52% to 17.44% (Newcombe 1998, method 3).
    assert (row["lower"], row["upper"]) == pytest.approx((5.5229, 17.4366), abs=1e-4)


def test_a_withheld_count_is_not_a_zero(world: World) -> None:
    row = _crowded(world)["E01000002"]
    assert (row["value"], row["numerator"], row["status"]) == (None, None, "suppressed")


def test_a_share_of_nobody_is_missing(world: World) -> None:
    row = _crowded(world)["E01000003"]
    assert (row["value"], row["denominator"], row["status"]) == (None, 0.0, "missing")


def test_every_null_has_a_reason(world: World) -> None:
    world.build()
    for row in world.open().observations(indicators=["made.crowded", "made.rank"]).to_pylist():
        assert (row["value"] is None) == (row["status"] in ("suppressed", "missing"))


def test_areas_know_their_vintage(world: World) -> None:
    world.build()
    rows = world.open().observations(indicators=["made.rank"]).to_pylist()
    assert {row["area_type"] for row in rows} == {"lsoa21"}


def test_observations_lie_by_area_then_indicator(world: World) -> None:
    world.build()
    rows = world.open().observations(indicators=["made.crowded", "made.rank"]).to_pylist()
    keys = [(row["area"], row["indicator"]) for row in rows]
    assert keys == sorted(keys)


def test_only_what_is_asked_for_is_read(world: World) -> None:
    world.build()
    rows = world.open().observations(indicators=["made.rank"], areas=["E01000002"], periods=["2025-01-01/P1Y"])
    assert rows["value"].to_pylist() == [1.0]
    assert world.open().observations(indicators=["made.rank"], periods=["2019-01-01/P1Y"]).num_rows == 0
