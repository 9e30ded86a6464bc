from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.support.made_site import write_site

from newlyn.workflows.site import pages

WITHOUT_EVIDENCE = ("find", "search_index", "brand")


@pytest.fixture
def saltmarch(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The prepared pages of Saltmarch, of which only those are shown that need no evidence."""
    write_site(home)
    monkeypatch.setattr(pages, "ROUTES", tuple(route for route in pages.ROUTES if route.module in WITHOUT_EVIDENCE))
    return home / "public"


def test_a_copy_is_written_and_told(run: Run, saltmarch: Path) -> None:
    done = run("publish", "saltmarch", "--out", saltmarch, "--workers", 1)
    assert done.code == 0
    assert done.out.startswith("Saltmarch: ")
    assert f"MB in {saltmarch}" in done.out
    assert "No sitemap was written, because a sitemap needs whole addresses: give --address." in done.err
    assert json.loads((saltmarch / "newlyn.json").read_text())["finished"] is True


def test_a_copy_that_has_not_changed_is_told(run: Run, saltmarch: Path) -> None:
    for _ in range(2):
        done = run("publish", "saltmarch", "--out", saltmarch, "--workers", 1, "--address", "https://example.org/")
    assert done.out.startswith("Saltmarch: nothing had changed; ")
    assert "--address" not in done.err


def test_what_is_taken_away_is_told(run: Run, saltmarch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("publish", "saltmarch", "--out", saltmarch, "--workers", 1, "--address", "https://example.org/")
    done = run("publish", "saltmarch", "--out", saltmarch, "--workers", 1)
    assert ", 1 taken away" in done.out
    assert not (saltmarch / "sitemap.xml").exists()


def test_a_folder_that_holds_other_things_is_one_line_and_an_exit_code(run: Run, saltmarch: Path) -> None:
    saltmarch.mkdir()
    (saltmarch / "thesis.txt").touch()
    done = run("publish", "saltmarch", "--out", saltmarch)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("InputError: ")
    assert done.err.count("\n") == 1


def test_without_a_folder_the_command_says_so(run: Run, home: Path) -> None:
    done = run("publish", "essex")
    assert done.code == 2
    assert "missing option '--out'" in done.err


def test_a_place_that_is_not_built_is_told_what_to_run(run: Run, home: Path) -> None:
    done = run("publish", "essex", "--out", home / "public")
    assert done.code == 5
    assert "Run `newlyn build essex`." in done.err
