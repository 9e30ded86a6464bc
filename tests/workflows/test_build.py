"""What a build says it did for England: made, unchanged, or why not; and that it costs nothing unless asked for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from newlyn.foundation.settings import Settings
from newlyn.workflows import build
from newlyn.workflows.build import build_place


@pytest.fixture(autouse=True)
def evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evidence that is there already."""
    manifest = SimpleNamespace(tables=(), parts=(), absent=())
    built = SimpleNamespace(digest="d1", manifest=manifest, made=0)
    monkeypatch.setattr(build, "build_evidence", lambda *_, **__: (built, SimpleNamespace(seconds=0.0), ()))
    monkeypatch.setattr(build, "open_evidence", lambda _: "warehouse")


@pytest.fixture
def settings(tmp_path: object) -> Settings:
    return Settings.from_environ({"NEWLYN_HOME": str(tmp_path)})


@pytest.mark.parametrize(("made", "told"), [(True, "England: map drawn."), (False, "England: unchanged.")])
def test_england_is_drawn_where_it_is_asked_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, made: bool, told: str
) -> None:
    monkeypatch.setattr(build, "absent_tables", lambda _: ())
    monkeypatch.setattr(build, "prepare_england", lambda *_, **__: made)
    assert build_place(settings, [], england_map=True).pictures == (told,)


def test_england_cannot_be_drawn_without_its_tables(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "absent_tables", lambda _: ("boundary_lad24",))
    told = build_place(settings, [], england_map=True).pictures
    assert told == ("England: not drawn, for there is no file at hand for boundary_lad24.",)


def test_nothing_is_drawn_of_england_where_it_is_not_asked_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "prepare_england", lambda *_, **__: pytest.fail("not asked for"))
    assert build_place(settings, []).pictures == ()
