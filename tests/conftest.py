"""What every test may ask for: the mirror of published files, and the evidence built from it once for all tests."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.settings import Settings

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where the published files are at hand, a test that skips in CI is a test that was lost: the run fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI") or not os.environ.get("NEWLYN_MIRROR"):
        return
    for report in reporter.stats.get("skipped", []):
        reporter.write_line(f"skipped though the published files are at hand: {report.nodeid}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder with copies of the published files."""
    given = os.environ.get("NEWLYN_MIRROR")
    if not given:
        pytest.skip("needs the published files: set NEWLYN_MIRROR to a folder that holds copies of them")
    return Path(given)


@pytest.fixture(scope="session")
def check_values(mirror: Path) -> Path:
    """Folder of the inputs and answers of UKHSA's PHEindicatormethods."""
    folder = mirror.parent / "reference" / "public-health-methods"
    if not folder.is_dir():
        pytest.skip("needs the published check values: a folder reference/public-health-methods beside the mirror")
    return folder


@pytest.fixture(scope="session")
def home(mirror: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home of Newlyn in which `newlyn build essex` was run on the published files."""
    root = tmp_path_factory.getbasetemp()
    shared = (root if worker_id == "master" else root.parent) / "home"
    shared.mkdir(exist_ok=True)
    with (shared / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first worker builds, the others wait for it
        if not (shared / "done").exists():
            done = run_newlyn(shared, mirror, "build", "essex")
            assert done.returncode == 0, done.stderr
            (shared / "done").write_text(done.stdout)
    return shared


@pytest.fixture(scope="session")
def evidence(home: Path) -> Warehouse:
    """The evidence of the published files."""
    return Warehouse.open(Settings.from_environ({"NEWLYN_HOME": str(home)}).warehouse)


def run_newlyn(home: Path, mirror: Path | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person does."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("NEWLYN_")}
    environ |= {"NEWLYN_HOME": str(home)} | ({"NEWLYN_MIRROR": str(mirror)} if mirror else {})
    command = [sys.executable, "-c", "from newlyn.cli import main; main()", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def newlyn(home: Path) -> Run:
    """`newlyn(…)` on the built evidence."""
    return lambda *arguments: run_newlyn(home, None, *arguments)
