"""Who may import whom: the contracts of pyproject.toml hold, and they would be seen to be broken."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.architecture.repository import ROOT, SOURCE

LINT = Path(sys.executable).with_name("lint-imports")


def lint(config: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT), "--config", str(config), "--no-cache"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_the_contracts_hold() -> None:
    ended = lint(ROOT / "pyproject.toml")
    assert ended.returncode == 0, ended.stdout
    assert "0 broken" in ended.stdout


def test_a_broken_contract_is_seen(tmp_path: Path) -> None:
    config = tmp_path / "pyproject.toml"
    config.write_text(
        '[tool.importlinter]\nroot_package = "newlyn"\n[[tool.importlinter.contracts]]\nname = "Upside down"\n'
        'type = "layers"\nlayers = ["newlyn.foundation", "newlyn.cli"]\n'
    )
    ended = lint(config)
    assert ended.returncode != 0
    assert "Upside down BROKEN" in ended.stdout


@pytest.mark.parametrize("room", sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()))
def test_every_room_has_its_place_in_the_layers(room: str) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(one for one in settings["contracts"] if one["name"] == "One way in, one way out")["layers"]
    names = {name.strip("() ") for layer in layers for name in layer.split("|")}
    assert f"newlyn.{room}" in names
