"""A figure is traced to the row of the file that it came from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.evidence.warehouse.world import CROWDED, RANK, World

from newlyn.evidence.warehouse import lineage
from newlyn.evidence.warehouse.lineage import FigureId, trace
from newlyn.foundation.errors import InputError, NotFoundError


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {RANK.code: RANK, CROWDED.code: CROWDED}
    monkeypatch.setattr(lineage, "find_indicator", known.__getitem__)
    monkeypatch.setattr("newlyn.evidence.warehouse.reader.find_indicator", known.__getitem__)


def test_a_published_value_leads_to_its_row(world: World) -> None:
    world.build()
    found = trace(world.open(), FigureId.parse("made.rank:E01000002:2025"))
    (row,) = found.rows
    # The header is row 1 of the file, so the second area stands in row 3.
    assert (found.value, row.row, row.values["rank"], row.origin.file) == (1.0, 3, 1, "ranks.csv")


def test_the_row_named_is_the_row_in_the_file(world: World) -> None:
    world.build()
    for area in ("E01000001", "E01000002", "E01000003"):
        (row,) = trace(world.open(), FigureId.parse(f"made.rank:{area}:2025")).rows
        line = (world.mirror / "ranks.csv").read_text().splitlines()[row.row - 1]
        assert line.startswith(area)


def test_a_share_leads_to_every_row_that_was_summed(world: World) -> None:
    world.build()
    found = trace(world.open(), FigureId.parse("made.crowded:E01000001:2021-03-21"))
    assert [row.row for row in found.rows] == [2, 3]
    assert "÷ the sum of households" in found.method
    assert found.files[0].sha256 == found.rows[0].origin.sha256


def test_a_sum_over_small_areas_that_are_only_fitted_says_so() -> None:
    climbing = replace(CROWDED.feeds[0], levels=("wd", "lad"))
    assert "fits it to best" in lineage.fit_of(climbing, "wd")
    assert [lineage.fit_of(climbing, "lad"), lineage.fit_of(RANK.feeds[0], "wd")] == ["", ""]


def test_an_unknown_area_is_said_to_be_unknown(world: World) -> None:
    world.build()
    with pytest.raises(NotFoundError, match="was not observed for 'E01999999'"):
        trace(world.open(), FigureId.parse("made.rank:E01999999:2025"))


def test_an_unknown_period_is_answered_with_the_known_ones(world: World) -> None:
    world.build()
    with pytest.raises(NotFoundError, match="was not observed for E01000001 in 2019"):
        trace(world.open(), FigureId.parse("made.rank:E01000001:2019"))


@pytest.mark.parametrize("text", ["made.rank", "made.rank:E01000001", "a:b:c:d:e", "::"])
def test_what_is_not_an_id_is_told_how_one_is_written(text: str) -> None:
    with pytest.raises(InputError, match="INDICATOR:AREA:PERIOD"):
        FigureId.parse(text)


def test_an_id_is_read_back_as_it_was_written() -> None:
    for text in ("made.rank:E01000001:2025", "made.crowded:E01000001:2021-03-21", "a.b:E01:2019-04-01/P1Y:women"):
        assert str(FigureId.parse(text)) == text
