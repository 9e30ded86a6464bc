"""Packs are found in the user's folders and in ours; the user's go first, and a faulty one hides no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from newlyn.foundation.errors import DefinitionError, NotFoundError
from newlyn.foundation.settings import Settings
from newlyn.packs.draft import write_pack
from newlyn.packs.library import find_place, pack_folders
from newlyn.workflows.places import list_places


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one pack of one's own."""
    write_pack("Westshire", ["E10000015"], tmp_path)
    return tmp_path


def _own_essex(folder: Path, text: str = "") -> None:
    (folder / "essex").mkdir()
    (folder / "essex" / "place.yaml").write_text(
        text or "id: essex\nname: My Essex\nareas: {cty: [E10000012]}\nbrand: {name: Mine}\n"
    )


def _listed(*folders: Path) -> dict[str, tuple[str, str | None]]:
    settings = Settings(home=folders[0], mirror=None, packs=folders)
    return {one.id: (one.name, one.fault) for one in list_places(settings)}


def test_a_place_is_a_pack_or_one_of_its_selections(folder: Path) -> None:
    essex, greater = find_place("essex", [folder]), find_place("essex/greater-essex", [folder])
    assert (essex.id, essex.name, essex.areas) == ("essex", "Essex", essex.pack.areas)
    assert (greater.id, greater.name) == ("essex/greater-essex", "Greater Essex")
    assert set(greater.areas.lad) > set(essex.areas.lad)
    assert find_place("westshire", [folder]).areas.cty == ("E10000015",)


def test_a_pack_of_ones_own_replaces_ours_of_that_id(folder: Path) -> None:
    _own_essex(folder)
    assert find_place("essex", [folder]).name == "My Essex"
    assert _listed(folder)["essex"] == ("My Essex", None)
    assert "essex/greater-essex" not in _listed(folder)


def test_the_first_folder_goes_before_the_second(folder: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    write_pack("Westshire", ["E06000033"], second)
    assert find_place("westshire", [second, folder]).areas.lad == ("E06000033",)
    assert [one.name for one in pack_folders([second, folder])].count("westshire") == 1


def test_a_faulty_pack_does_not_hide_the_others(folder: Path) -> None:
    (folder / "broken").mkdir()
    (folder / "broken" / "place.yaml").write_text("id: broken\n")
    (folder / "binary").mkdir()
    (folder / "binary" / "place.yaml").write_bytes(b"\xff\xfe\x00")
    listed = _listed(folder)
    assert listed["westshire"] == ("Westshire", None)
    assert listed["essex"] == ("Essex", None)
    assert "line 1: name is not given and is required" in str(listed["broken"][1])
    assert "it is not UTF-8 text" in str(listed["binary"][1])


def test_a_faulty_pack_of_ones_own_is_told_and_ours_is_not_taken_in_silence(folder: Path) -> None:
    _own_essex(folder, "id: essex\n")
    with pytest.raises(DefinitionError, match=r"essex/place\.yaml, line 1: name is not given"):
        find_place("essex", [folder])


def test_a_folder_that_is_not_there_holds_no_packs(tmp_path: Path) -> None:
    assert set(_listed(tmp_path / "nowhere")) == {"essex", "essex/greater-essex"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("esex", r"there is no place 'esex'\. Did you mean 'essex'\? `newlyn new` makes one\."),
        ("zzz", r"there is no place 'zzz'\. Accepted: 'essex', 'westshire'\. `newlyn new` makes one\."),
        ("essex/greater", r"essex has no selection 'greater'\. Did you mean 'greater-essex'\?"),
        ("westshire/x", r"westshire has no selection 'x'\.$"),
        ("../essex", r"there is no place '\.\.'"),
        ("", r"there is no place ''"),
    ],
)
def test_a_place_that_is_not_there_is_told_with_the_nearest(folder: Path, name: str, message: str) -> None:
    with pytest.raises(NotFoundError, match=message):
        find_place(name, [folder])
