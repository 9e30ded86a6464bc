"""A build killed at any moment leaves evidence that is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_a_build_killed_at_any_step_leaves_whole_evidence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.evidence.warehouse.killed_build", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 20, "too few steps were seen: the kill did not reach the build"
