"""Kill a build at every step that touches the disk, and read the evidence after each.

Run as a program by `test_killed_build`: each build is a child process of its own that ends itself with SIGKILL
at its n-th opening, making, linking, renaming or removing of a file below the warehouse. Prints how many builds
were killed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from tests.evidence.warehouse.world import RANKS_CSV, World

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import WarehouseError

STEPS = ("open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
MOST = 400
"""Far more steps than a build of the small world has; a build that never ends its steps is a fault."""


def main(folder: Path) -> None:
    """Two worlds of kills: from nothing, and over evidence that is there."""
    # Every step of a build over older evidence, where there is something to lose; every third from nothing.
    tried = _kill_everywhere(folder / "first", before=None, stride=3)
    tried += _kill_everywhere(folder / "second", before=RANKS_CSV.replace("10.5", "7.5"), stride=1)
    print(tried)  # noqa: T201 - the answer to the test that runs this


def _kill_everywhere(folder: Path, before: str | None, stride: int) -> int:
    for killed, step in enumerate(range(1, MOST, stride)):
        here = folder / str(step)
        here.mkdir(parents=True)
        world = World.made(here, pytest.MonkeyPatch())
        if before is not None:
            world.write("ranks.csv", before)
            _in_child(world, kill_at=None)
            world.write("ranks.csv", RANKS_CSV)
        ended = _in_child(world, kill_at=step)
        _check(world, before)
        if ended:
            return killed
    raise AssertionError(f"a build had more than {MOST} steps")


def _in_child(world: World, kill_at: int | None) -> bool:
    """Build in a child; whether it came to its end."""
    child = os.fork()
    if child == 0:
        if kill_at is not None:
            _kill_at(world.warehouse, kill_at)
        world.build()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.WEXITSTATUS(status) == 0, "the build failed of itself"
    return not os.WIFSIGNALED(status)


def _kill_at(warehouse: Path, step: int) -> None:
    seen = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event in STEPS and any(str(one).startswith(str(warehouse)) for one in arguments[:2]):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def _check(world: World, before: str | None) -> None:
    """The evidence is the old or the new, whole; and a build over what was left succeeds."""
    if before is None and not (world.warehouse / "current").exists():
        with pytest.raises(WarehouseError, match="there is no evidence"):
            Warehouse.open(world.warehouse)
    else:
        first, *others = Warehouse.open(world.warehouse).table("ranks")["score"].to_pylist()
        assert first in ((10.5,) if before is None else (7.5, 10.5))
        assert others == [20.25, None]
    _in_child(world, kill_at=None)
    again = Warehouse.open(world.warehouse)
    assert again.table("ranks")["score"].to_pylist() == [10.5, 20.25, None]
    assert all((again.root / part.name).is_file() for part in again.manifest.parts)
    assert not list((world.warehouse / "builds").glob(".unfinished*"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
