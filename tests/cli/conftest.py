"""The command line as a user meets it: arguments in, output, one line of error and an exit code out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.evidence.warehouse.world import World

from newlyn.cli import main


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for Newlyn, and no other setting."""
    for name in ("NEWLYN_MIRROR", "NEWLYN_PACKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWLYN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `newlyn` with these arguments."""

    def call(*arguments: object) -> Ended:
        code = 0
        try:
            main([str(one) for one in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        return Ended(code, *capsys.readouterr())

    return call


@pytest.fixture
def world(home: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The small made-up catalogue, with its files in a mirror, for all commands."""
    made = World.made(home, monkeypatch)
    from newlyn.evidence.catalogue import library as catalogue
    from newlyn.evidence.sources import library as sources

    for name in ("tables", "offers", "find_offer"):
        function = getattr(catalogue if name == "tables" else sources, name)
        monkeypatch.setattr(f"newlyn.workflows.evidence.{name}", function)
    return made
