"""A small world of evidence: two tables, their files in a folder, and indicators over them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence.warehouse.world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A mirror with two made-up files, and a catalogue that knows only them."""
    return World.made(tmp_path, monkeypatch)
