"""What is in the repository: no data, no secrets of the machine it was made on, and packages that cannot change."""

from __future__ import annotations

import hashlib
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from tests.architecture.repository import ROOT, tracked

LARGEST = 300_000  # bytes; the lock file of the developers' packages is half of that
DATA = {".parquet", ".csv", ".xlsx", ".xls", ".ods", ".gz", ".zip", ".geojson", ".gpkg", ".shp", ".pmtiles", ".duckdb"}

# Written in two parts, or this file would be found too.
MARKS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
PATHS = re.compile(r"(?<![\w.:/~<-])/(wo" + r"rk|ro" + r"ot|tm" + r"p|ho" + r"me|Use" + r"rs)/\w")
HOSTS = re.compile(
    r"(files\.python" + r"hosted|pypi\." + r"org/simple|registry\.npm" + r"js|index-" + r"url|find-" + r"links)"
)
MAKERS = re.compile(r"\b(clau" + r"de|anthro" + r"pic|open" + r"ai|chat" + r"gpt|copi" + r"lot)\b", re.I)
SECRETS = re.compile(r"(BEGIN [A-Z ]*PRIVATE " + r"KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36})")


@pytest.fixture(scope="module")
def files() -> tuple[Path, ...]:
    """The tracked files; a release without its history has none to look at."""
    found = tracked()
    if not found:
        pytest.skip("needs a checkout: this copy has no history")
    return found


def _found(pattern: re.Pattern[str], files: tuple[Path, ...], *, but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{name}, line {number}: {match.group()}"
        for path in files
        if (name := str(path.relative_to(ROOT))) not in but
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := pattern.search(line))
    ]


@pytest.mark.parametrize(
    ("pattern", "found", "passed"),
    [
        (MARKS, "# TO" + "DO: later", "todo lists"),
        (PATHS, "see /ho" + "me/me/x", "https://example.org/ho" + "me/x"),
        (PATHS, '"/wo' + 'rk/x"', "frame" + "/wo" + "rk/x"),
        (HOSTS, "https://files.python" + "hosted.org/x", "https://pypi.org/project/x"),
        (MAKERS, "as Clau" + "de says", "a closed door"),
        (SECRETS, "-----BEGIN RSA PRIVATE " + "KEY-----", "private keys"),
    ],
)
def test_the_checks_below_find_what_they_are_for(pattern: re.Pattern[str], found: str, passed: str) -> None:
    assert pattern.search(found)
    assert not pattern.search(passed)


# --- files -------------------------------------------------------------------------------------------------------


def test_no_file_is_larger_than_a_person_can_review(files: tuple[Path, ...]) -> None:
    assert [str(path) for path in files if path.stat().st_size > LARGEST] == []


def test_no_data_is_kept(files: tuple[Path, ...]) -> None:
    assert [str(path) for path in files if DATA & set(path.suffixes)] == []


def test_no_file_of_the_mirror_is_kept(files: tuple[Path, ...], mirror: Path) -> None:
    index = mirror / "index.yaml"
    if not index.is_file():
        pytest.skip("needs a mirror with an index of checksums")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    published = {entry.get("sha256") for entry in yaml.load(index.read_text(), Loader=loader)}  # noqa: S506 - both safe
    assert [str(path) for path in files if hashlib.sha256(path.read_bytes()).hexdigest() in published] == []


def test_no_work_is_left_for_later(files: tuple[Path, ...]) -> None:
    assert _found(MARKS, files) == []


def test_no_path_of_somebodys_machine_is_named(files: tuple[Path, ...]) -> None:
    assert _found(PATHS, files) == []


def test_no_host_of_packages_is_named(files: tuple[Path, ...]) -> None:
    # The Makefile tells the locking program to leave such addresses out.
    assert _found(HOSTS, files, but=("Makefile",)) == []


def test_nothing_is_said_of_how_it_was_made(files: tuple[Path, ...]) -> None:
    assert _found(MAKERS, files) == []


def test_no_secret_is_kept(files: tuple[Path, ...]) -> None:
    assert _found(SECRETS, files) == []


# --- packages ----------------------------------------------------------------------------------------------------

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Each package of a lock file with its version and how many hashes are given."""
    found: dict[str, tuple[str, int]] = {}
    current = ""
    for line in (ROOT / name).read_text().splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            current = match[1].lower()
            found[current] = (match[2], 0)
        elif "--hash=sha256:" in line:
            assert re.fullmatch(r"\s+--hash=sha256:[0-9a-f]{64}( \\)?", line), line
            found[current] = (found[current][0], found[current][1] + 1)
        else:
            assert not line.strip() or line.lstrip().startswith("#"), f"{name}: neither package nor hash: {line}"
    return found


def required(group: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ;]", one, maxsplit=1)[0].lower() for one in group}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    packages = locked(lock)
    assert packages
    assert [name for name, (_, hashes) in packages.items() if hashes == 0] == []


def test_everything_that_is_needed_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needed, groups = required(project["project"]["dependencies"]), project["dependency-groups"]
    developers, peers = required(groups["dev"]), required(groups["bench"])
    assert needed <= set(locked("requirements.lock"))
    assert needed | developers <= set(locked("requirements-dev.lock"))
    assert needed | developers | peers <= set(locked("requirements-bench.lock"))


@pytest.mark.parametrize(("fewer", "more"), list(pairwise(LOCKS)))
def test_who_needs_more_has_the_same_versions_of_the_rest(fewer: str, more: str) -> None:
    """Those who develop use what users use, and what is measured is what is tested."""
    some, all_of_them = locked(fewer), locked(more)
    assert {name: version for name, (version, _) in some.items() if all_of_them[name][0] != version} == {}


def test_engines_that_must_be_raised_together_are_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    pinned = {one.split("==")[0].split("[")[0] for one in project["project"]["dependencies"] if "==" in one}
    assert {"duckdb", "ibis-framework", "sqlglot", "pyarrow"} <= pinned
