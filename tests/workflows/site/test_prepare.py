"""Preparing a place: whole or not at all, and only when something has changed. On the published files."""

from __future__ import annotations

from pathlib import Path

import pytest

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import StorageError
from newlyn.foundation.settings import Settings
from newlyn.packs.library import find_place
from newlyn.workflows.site import prepare
from newlyn.workflows.site.folder import CURRENT, MANIFEST
from newlyn.workflows.site.opened import open_site
from newlyn.workflows.site.prepare import prepare_site, recipe_of


@pytest.fixture(scope="module")
def made(evidence: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of one district, prepared once."""
    folder = tmp_path_factory.mktemp("prepared")
    assert prepare_site(folder, evidence, find_place("essex", ()))
    return folder


def test_what_is_there_is_not_made_again(made: Path, evidence: Warehouse) -> None:
    said: list[str] = []
    assert not prepare_site(made, evidence, find_place("essex", ()), tell=said.append)
    assert said == []


def test_the_pointer_names_a_folder_that_is_whole(made: Path, evidence: Warehouse) -> None:
    digest = (made / "essex" / CURRENT).read_text()
    assert digest == recipe_of(evidence, find_place("essex", ()))
    held = {path.name for path in (made / "essex" / digest).iterdir()}
    assert {MANIFEST, "observations.arrow", "outlines.arrow", "imd2019.json", "lsoa21.pmtiles"} <= held


def test_the_same_evidence_gives_the_same_bytes(made: Path, evidence: Warehouse, tmp_path: Path) -> None:
    prepare_site(tmp_path, evidence, find_place("essex", ()))
    digest = (made / "essex" / CURRENT).read_text()
    one, other = made / "essex" / digest, tmp_path / "essex" / digest
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in other.iterdir()
    }


def test_a_place_that_could_not_be_finished_leaves_the_one_before_in_use(
    made: Path, evidence: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("the disk is full")

    before = (made / "essex" / CURRENT).read_text()
    monkeypatch.setattr(prepare, "recipe_of", lambda *_: "b" * 64)
    monkeypatch.setattr(prepare, "write_map", refuse)
    with pytest.raises(StorageError, match="the disk is full"):
        prepare_site(made, evidence, find_place("essex", ()))
    assert (made / "essex" / CURRENT).read_text() == before
    assert [path.name for path in (made / "essex").iterdir() if path.is_dir()] == [before]
    settings = Settings.from_environ({"NEWLYN_HOME": str(made)})
    assert open_site(made / "essex", settings).digest == before
