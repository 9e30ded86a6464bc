"""The maps of a place: which areas, what each carries, and what is told from afar of very many."""

from __future__ import annotations

import json
from pathlib import Path

import pyogrio
import pytest

from newlyn.evidence.warehouse.reader import Warehouse
from newlyn.foundation.errors import InputError
from newlyn.foundation.settings import Settings
from newlyn.geography.archive import read_archive
from newlyn.packs.library import Chosen
from newlyn.workflows import maps
from newlyn.workflows.maps import write_map
from newlyn.workflows.places import choose, choose_drawn, members


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings.from_environ({"NEWLYN_HOME": str(tmp_path_factory.mktemp("home"))})


@pytest.fixture(scope="module")
def essex(settings: Settings) -> Chosen:
    return choose("essex", settings)


@pytest.mark.parametrize(("area_type", "index"), [("lsoa21", "imd2025"), ("lsoa11", "imd2019")])
def test_a_small_area_on_a_map_carries_its_name_its_district_and_its_standing(
    evidence: Warehouse, essex: Chosen, tmp_path: Path, area_type: str, index: str
) -> None:
    count = write_map(evidence, essex, area_type, tmp_path / "essex.geojson")
    features = json.loads((tmp_path / "essex.geojson").read_text())["features"]
    assert len(features) == count == len(members(evidence, essex.areas, area_type))
    told = features[0]["properties"]
    assert told["lad"] == "E07000066"
    assert told["name"].startswith("Basildon")
    assert 1 <= told[f"{index}_tenth"] <= 10
    assert told[f"{index}_rank"] > 0


def test_a_middle_area_on_a_map_carries_its_district(evidence: Warehouse, essex: Chosen, tmp_path: Path) -> None:
    write_map(evidence, essex, "msoa21", tmp_path / "essex.geojson")
    features = json.loads((tmp_path / "essex.geojson").read_text())["features"]
    assert {len(feature["properties"]) for feature in features} == {3}
    assert {feature["properties"]["lad"] for feature in features} == {f"E070000{number}" for number in range(66, 78)}


def test_very_many_areas_leave_names_and_ranks_out_of_the_tiles_that_show_them_from_afar(
    evidence: Warehouse, essex: Chosen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "MANY", 100)
    path = tmp_path / "essex.pmtiles"
    count = write_map(evidence, essex, "lsoa21", path)
    names = ["code", "name", "lad", "imd2025_rank", "imd2025_tenth"]
    for zoom, absent in ((7, [1, 3]), (8, [])):
        meta, _, _, columns = pyogrio.raw.read(
            path, layer="areas", ZOOM_LEVEL=str(zoom), columns=names, read_geometry=False
        )
        there = dict(zip(meta["fields"], columns, strict=True))
        assert len(set(there["code"])) == count
        for at, name in enumerate(names):
            assert any(one is not None and one == one for one in there[name]) == (at not in absent)
    assert max(read_archive(path).largest().values()) < 100_000


def test_what_cannot_be_drawn_and_where_it_cannot_go_is_told(
    evidence: Warehouse, essex: Chosen, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"'wd' cannot be drawn\. Accepted: lsoa11, lsoa21, msoa21\."):
        write_map(evidence, essex, "wd", tmp_path / "essex.geojson")
    with pytest.raises(InputError, match=r"essex\.png: give the file the ending \.geojson or \.pmtiles\."):
        write_map(evidence, essex, "lsoa21", tmp_path / "essex.png")


def test_england_is_a_place_to_be_drawn(evidence: Warehouse, settings: Settings) -> None:
    england = choose_drawn("england", settings, evidence)
    assert england.name == "England"
    assert len(members(evidence, england.areas, "lsoa21")) == 33_755
    assert choose_drawn("essex", settings, evidence) == choose("essex", settings)


def test_a_pack_of_the_name_of_england_comes_first(tmp_path: Path, evidence: Warehouse) -> None:
    folder = tmp_path / "england"
    folder.mkdir()
    text = "id: england\nname: Our England\nareas: {lad: [E07000066]}\nbrand: {name: Ours}\n"
    (folder / "place.yaml").write_text(text)
    settings = Settings.from_environ({"NEWLYN_HOME": str(tmp_path), "NEWLYN_PACKS": str(tmp_path)})
    assert choose_drawn("england", settings, evidence).name == "Our England"
