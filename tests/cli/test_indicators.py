"""Indicators are listed and explained, and a figure is walked back to its row, in words for a terminal."""

from __future__ import annotations

import io
import sys

import pytest
from tests.cli.conftest import Run
from tests.evidence.warehouse.world import World

from newlyn.cli.progress import file_progress
from newlyn.evidence.catalogue.library import indicators


def test_every_indicator_is_listed_with_its_label(run: Run) -> None:
    lines = run("indicators").out.splitlines()
    assert [line.split()[0] for line in lines] == list(indicators())
    assert all(item.label in line for item, line in zip(indicators().values(), lines, strict=True))


def test_indicators_of_a_goal_are_those_that_bear_on_it(run: Run) -> None:
    lines = run("indicators", "--goal", "lug-01").out.splitlines()
    assert [line.split()[0] for line in lines] == [code for code, one in indicators().items() if "lug-01" in one.goals]


@pytest.mark.parametrize("code", ["deprivation.imd.rank", "population.children"])
def test_an_indicator_is_explained_with_its_example(run: Run, code: str) -> None:
    item = indicators()[code]
    out = run("indicators", code).out
    assert out.startswith(f"{item.label}\n  code      {code}\n  unit      {item.unit}\n")
    assert f"  example   {item.example.words}" in out
    assert f"  caveat    {item.caveat}" in out


def test_a_figure_is_walked_back_to_its_row_its_file_and_its_checksum(run: Run, world: World) -> None:
    digest = world.build().digest
    out = run("lineage", "made.rank:E01000001:2025").out
    assert "  value       2 (rank, 1 is worst), published\n" in out or "  value       2.0 (rank" in out
    assert "row 2 of ranks.csv: " in out
    assert "Office of Examples: Made-up figures; none needed" in out
    assert "copied from ranks.csv" in out
    assert "SHA-256 " in out
    assert out.endswith(f"  evidence    {digest}\n")


def test_a_share_is_walked_back_to_its_counts_and_limits(run: Run, world: World) -> None:
    world.build()
    out = run("lineage", "made.crowded:E01000001:2021-03-21").out
    assert "  95% limits  5.5 to 17.4\n" in out
    assert "  count       10 of 100\n" in out


def test_a_withheld_figure_says_so(run: Run, world: World) -> None:
    world.build()
    out = run("lineage", "made.crowded:E01000002:2021-03-21").out
    assert "  value       no value (% of households), suppressed\n" in out


def test_a_figure_that_was_not_observed_is_told(run: Run, world: World) -> None:
    world.build()
    ended = run("lineage", "made.rank:E01000001:2019")
    assert ended.code == 8
    assert ended.err.startswith("NotFoundError: made.rank was not observed for E01000001 in 2019.")


def test_progress_is_drawn_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    with file_progress() as report:
        assert report is None
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    with file_progress() as report:
        assert report is not None
        report("x.csv", 10, None)
        report("x.csv", 100, 100)
    assert "x.csv" in screen.getvalue()
