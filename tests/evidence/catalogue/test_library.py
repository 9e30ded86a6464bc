"""The catalogue as a whole: every table and indicator once, and each found by its name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from newlyn.evidence.catalogue import library
from newlyn.evidence.catalogue.goal import GOALS
from newlyn.evidence.catalogue.indicator import Example, Indicator, Measure
from newlyn.evidence.catalogue.library import find_indicator, indicators, tables
from newlyn.evidence.catalogue.table import Column, Table, area
from newlyn.foundation.errors import DefinitionError, NotFoundError
from newlyn.foundation.period import Period

SCORES = Table("scores", "Scores", (area("lsoa21"), Column("score", "number", "Score")), ("area",))
SCORE = Indicator(
    "made.score",
    "Score",
    "points",
    "neither",
    (Measure(SCORES, "score", Period.year(2021)),),
    Example(({"area": "E01000001", "score": 1.0},), "E01000001", 1.0, "as published"),
)


def themes(monkeypatch: pytest.MonkeyPatch, *pairs: tuple[list[Table], list[Indicator]]) -> None:
    found = [SimpleNamespace(TABLES=declared, INDICATORS=items) for declared, items in pairs]
    monkeypatch.setattr(library, "_themes", lambda: found)
    monkeypatch.setattr(library, "tables", tables.__wrapped__)


def test_indicators_are_found_by_their_code_in_order() -> None:
    assert list(indicators()) == sorted(indicators())
    for code, indicator in indicators().items():
        assert find_indicator(code) is indicator
        assert code == indicator.code


def test_every_indicator_can_be_read_by_a_person() -> None:
    for indicator in indicators().values():
        assert indicator.label
        assert indicator.unit
        assert indicator.example.words
        assert "  " not in f"{indicator.label}{indicator.caveat}{indicator.example.words}"


def test_every_table_is_observed_or_serves_another_end() -> None:
    """Lookups, shapes and weights are used by geography; all other tables give indicators."""
    observed = {feed.table.id for one in indicators().values() for feed in one.feeds}
    assert observed <= set(tables())


def test_every_goal_has_a_short_id() -> None:
    assert list(GOALS) == [f"lug-{number:02d}" for number in range(1, len(GOALS) + 1)]


def test_a_code_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match=r"there is no indicator 'deprivation\.imd\.rnak'\. Did you mean 'depriv"):
        find_indicator("deprivation.imd.rnak")


def test_a_table_declared_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    themes(monkeypatch, ([SCORES], []), ([SCORES], []))
    with pytest.raises(DefinitionError, match="'scores' is defined twice in the catalogue"):
        library.tables()


def test_an_indicator_declared_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    themes(monkeypatch, ([SCORES], [SCORE, SCORE]))
    with pytest.raises(DefinitionError, match=r"'made\.score' is defined twice in the catalogue"):
        indicators.__wrapped__()


def test_an_indicator_of_a_table_that_no_theme_declares_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    themes(monkeypatch, ([], [SCORE]))
    with pytest.raises(DefinitionError, match=r"made\.score: its table scores is not among the TABLES of any theme"):
        indicators.__wrapped__()
