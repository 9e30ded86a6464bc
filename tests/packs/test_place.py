"""Every fault of a place pack is told with file, line and what is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from newlyn.foundation.errors import DefinitionError
from newlyn.packs.library import OWN, load_pack
from newlyn.packs.place import Areas, Place

GOOD = """\
# A made-up place.
id: westshire
name: Westshire
areas:
  lad:
    - E07000066
    - E07000067
  msoa21: [E02004480]
selections:
  - id: greater-westshire
    name: Greater Westshire
    also:
      lad: [E06000033]
comparators:
  county: E10000012
  region: auto
  neighbours: global
vintages:
  index: imd2019
  small_areas: lsoa21
place_lists:
  - id: places-2022
    title: Places, 2022
    published: 2022-01
    source: made up
    places:
      - id: the-port
        name: The port
        type: town
        areas: {lsoa21: [E01021988]}
        basis: stated
      - id: the-hills
        name: The hills
        type: villages
        basis: not stated
cohorts:
  - id: young-carers
    name: Young carers
    source: made up
disclosure:
  threshold: 5
  rounding: 5
brand:
  name: Westshire
  colour: "#0b3d5c"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "westshire"
    folder.mkdir()
    return folder


def load(folder: Path, text: str) -> Place:
    (folder / "place.yaml").write_text(text, encoding="utf-8")
    return load_pack(folder)


def test_essex_is_its_twelve_districts_and_may_be_had_with_its_neighbours() -> None:
    essex = load_pack(OWN / "essex")
    assert essex.areas.lad == tuple(f"E070000{number}" for number in range(66, 78))
    (greater,) = essex.selections
    assert set(essex.areas.plus(greater.also).lad) - set(essex.areas.lad) == {"E06000033", "E06000034"}
    assert essex.comparators.county == "E10000012"
    assert [one.id for one in essex.place_lists] == ["priority-places-2022", "priority-places-2023"]
    assert not essex.fictional


@pytest.mark.parametrize("folder", [path.parent for path in OWN.glob("*/place.yaml")], ids=lambda path: path.name)
def test_every_pack_that_comes_with_newlyn_is_right(folder: Path) -> None:
    assert load_pack(folder).id == folder.name


def test_a_pack_is_read_with_everything_in_it(folder: Path) -> None:
    place = load(folder, GOOD)
    assert dict(place.areas.by_type())["lad"] == ("E07000066", "E07000067")
    assert place.place_lists[0].places[1].areas is None
    assert (place.disclosure.threshold, place.brand.accent) == (5, "#00703c")


def test_a_pack_need_say_no_more_than_id_name_areas_and_brand(folder: Path) -> None:
    place = load(folder, "id: westshire\nname: West\nareas: {cty: [E10000012]}\nbrand: {name: West}\n")
    assert (place.comparators.region, place.vintages.index, place.disclosure.rounding) == ("auto", "imd2019", 5)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    - E07000067", "    - E10000012", "7: areas.lad.2: 'E10000012' is the code of a county. Accepted: loca"),
        ("    - E07000067", "    - W06000015", "7: areas.lad.2: 'W06000015' is a Welsh code. Accepted: local author"),
        ("    - E07000067", "    - S12000033", "7: areas.lad.2: 'S12000033' is a Scottish code. "),
        ("    - E07000067", "    - Basildon", "7: areas.lad.2: 'Basildon' is not a GSS code. Accepted: local author"),
        ("    - E07000067", "    - E07000066", "7: areas.lad.2: 'E07000066' is given more than once; once is enough"),
        ("    - E07000067", "    - 7000067", "7: areas.lad.2: expected text; put it in quotes if it looks like a nu"),
        ("    - E07000067", "    -", "7: areas.lad.2: expected text; put it in quotes"),
        ("msoa21: [E02004480]", "msoa21: E02004480", "8: areas.msoa21: expected a list, such as [a, b] (got 'E02004"),
        ("msoa21: [E02004480]", "lsoa11: [E01035000]", "8: areas.lsoa11.1: 'E01035000' was first used in 2021. Acce"),
        ("msoa21: [E02004480]", "msoa: [E02004480]", "8: areas.msoa is not a known key. Did you mean 'msoa21' or 'l"),
        ("  msoa21: [E02004480]", "  lsoa21: [E01021988]\n  lsoa11: [E01021988]",
         "4: areas: small areas of 2011 and of 2021 cannot stand together: choose one vintage"),
        ("lad: [E06000033]", "lad: []", "12: selections.1.also: name at least one area, by code, under cty, lad, ms"),
        ("id: westshire", "id: eastshire", "2: the id is 'eastshire' and the folder is named 'westshire'. Give both"),
        ("id: westshire", "id: West Shire", "2: id: write an id in lower case, with words joined by hyphens, such a"),
        ("name: Westshire\nareas", "name: ''\nareas", "3: name: write a name; it stands at the head of every page"),
        ("name: Westshire\nareas", "nmae: Westshire\nname: W\nareas", "3: nmae is not a known key. Did you mean 'na"),
        ("brand:\n  name: Westshire\n", "brand:\n", "43: brand.name is not given and is required."),
        ("#0b3d5c", "blue", "45: brand.colour: write a colour as # and six hexadecimal digits, such as #0b3d5c (got"),
        ("#0b3d5c", "#0b3", "45: brand.colour: write a colour as # and six hexadecimal digits, such as #0b3d5c (got"),
        ('"#0b3d5c"', "#0b3d5c", "45: brand.colour: expected text; put it in quotes if it looks like a number, a da"),
        ("county: E10000012", "county: E07000066", "15: comparators.county: write 'auto', 'none' or a code; 'E07000"),
        ("county: E10000012", "county: Essex", "15: comparators.county: write 'auto', 'none' or a code; 'Essex' is "),
        ("neighbours: global", "neighbours: near", "17: comparators.neighbours: Input should be 'global', 'economic"),
        ("small_areas: lsoa21", "small_areas: lsoa01", "20: vintages.small_areas: Input should be 'lsoa11' or 'lsoa"),
        ("threshold: 5", "threshold: -1", "41: disclosure.threshold: Input should be greater than or equal to 0 (go"),
        ("rounding: 5", "rounding: 0", "42: disclosure.rounding: Input should be greater than or equal to 1 (got 0)"),
        ("id: the-hills", "id: the-port", "32: place_lists.1.places.2: 'the-port' is given more than once; once is "),
        ("lsoa21: [E01021988]", "lsoa21: [E02004480]", "30: place_lists.1.places.1.areas.lsoa21.1: 'E02004480' is t"),
        ("        type: town\n", "", "27: place_lists.1.places.1.type is not given and is required."),
        ("    published: 2022-01\n", "", "22: place_lists.1.published is not given and is required."),
        ("cohorts:", "cohorts:\n  - {id: young-carers, name: Again, source: made up}",
         "38: cohorts.2: 'young-carers' is given more than once; once is enough"),
        ("selections:", "selections:\n  - {id: greater-westshire, name: Again, also: {cty: [E10000012]}}",
         "11: selections.2: 'greater-westshire' is given more than once; once is enough"),
        ("brand:", "places:\n  - x\nbrand:", "43: places is not a known key. Did you mean 'place_lists'?"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(folder: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(DefinitionError) as error:
        load(folder, GOOD.replace(old, new, 1))
    found = str(error.value).removeprefix(f"{folder / 'place.yaml'}, line ")
    assert found.startswith(told)
    assert "\n" not in found


def test_areas_are_the_areas_of_both_and_each_once() -> None:
    both = Areas(lad=("E07000066",)).plus(Areas(lad=("E07000066", "E06000033"), cty=("E10000012",)))
    assert dict(both.by_type()) == {
        "cty": ("E10000012",), "lad": ("E07000066", "E06000033"), "msoa21": (), "lsoa21": (), "lsoa11": (),
    }  # fmt: skip


def test_areas_of_two_censuses_cannot_be_put_together() -> None:
    with pytest.raises(ValueError, match="cannot stand together: choose one vintage"):
        Areas(lsoa11=("E01021988",)).plus(Areas(lsoa21=("E01021989",)))
