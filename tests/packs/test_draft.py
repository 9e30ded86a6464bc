"""A new pack is written whole, says what was asked for, and is refused where it would not do."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newlyn.foundation.errors import InputError
from newlyn.packs.draft import LONGEST, write_pack
from newlyn.packs.library import OWN, load_pack

COUNTY, DISTRICT, UNITARY, MSOA = "E10000015", "E07000146", "E06000033", "E02004480"
LSOAS = ("E01021988", "E01021989")


@pytest.mark.parametrize(
    ("codes", "small_areas", "areas"),
    [
        ([COUNTY], "lsoa21", {"cty": (COUNTY,)}),
        ([DISTRICT], "lsoa21", {"lad": (DISTRICT,)}),
        ([UNITARY], "lsoa21", {"lad": (UNITARY,)}),
        (["E08000001", "E09000001"], "lsoa21", {"lad": ("E08000001", "E09000001")}),
        ([MSOA], "lsoa21", {"msoa21": (MSOA,)}),
        (LSOAS, "lsoa21", {"lsoa21": LSOAS}),
        (LSOAS, "lsoa11", {"lsoa11": LSOAS}),
        (["E01035000"], "lsoa21", {"lsoa21": ("E01035000",)}),
        ([COUNTY, UNITARY, MSOA, *LSOAS], "lsoa11",
         {"cty": (COUNTY,), "lad": (UNITARY,), "msoa21": (MSOA,), "lsoa11": LSOAS}),
        ([UNITARY, UNITARY], "lsoa21", {"lad": (UNITARY,)}),
    ],
)  # fmt: skip
def test_a_pack_holds_the_areas_that_were_given(
    tmp_path: Path, codes: list[str], small_areas: str, areas: dict[str, tuple[str, ...]]
) -> None:
    place = load_pack(write_pack("Westshire", codes, tmp_path, small_areas=small_areas))
    assert {kind: found for kind, found in place.areas.by_type() if found} == areas
    assert (place.id, place.name, place.brand.name) == ("westshire", "Westshire", "Westshire")


@pytest.mark.parametrize(
    ("name", "place_id", "kept"),
    [
        ('King\'s Lynn: "west"', "kings-lynn-west", None),
        ("Ünïcode – Town", "unicode-town", None),
        ("# not a comment", "not-a-comment", None),
        ("A {b} [c] & *d !e %f @g `h`", "a-b-c-d-e-f-g-h", None),
        ("yes", "yes", None),
        ("1066 Country", None, None),
        ("Bath\nareas:\n  cty: [x]", "bath-areas-cty-x", "Bath areas: cty: [x]"),
        ("  Much   Wenlock\t", "much-wenlock", "Much Wenlock"),
        ("../../etc", "etc", None),
        ("Ystrad 東京", "ystrad", None),
    ],
)
def test_a_name_is_text_whatever_signs_are_in_it(
    tmp_path: Path, name: str, place_id: str | None, kept: str | None
) -> None:
    if place_id is None:
        with pytest.raises(InputError, match="gives no id for a pack"):
            write_pack(name, [UNITARY], tmp_path)
        return
    folder = write_pack(name, [UNITARY], tmp_path)
    assert (folder, load_pack(folder).name) == (tmp_path / place_id, kept or name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=LONGEST + 5))
def test_any_name_is_kept_as_it_is_or_refused(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("packs")
    try:
        place = load_pack(write_pack(name, [UNITARY], folder))
    except InputError:
        assert list(folder.iterdir()) == []
    else:
        assert place.name == " ".join(name.split())
        assert [one.name for one in folder.iterdir()] == [place.id]


@pytest.mark.parametrize("name", ["", "  ", "!?", "東京", "9 Lives"])
def test_a_name_without_an_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"gives no id for a pack\. Use a name that begins with a letter, such as"):
        write_pack(name, [UNITARY], tmp_path)


@pytest.mark.parametrize("name", ["x" * 81, "a\x00", "a\x1b[31mred", "a\u202eb", "a\ud800"])
def test_a_name_that_cannot_be_printed_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"is not a name\. Use at most 80 letters, digits and signs in print"):
        write_pack(name, [UNITARY], tmp_path)


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ([], "no area is given. Give at least one code, such as --areas E10000015"),
        (["Essex"], "'Essex' is not a GSS code"),
        (["E05010818"], "E05010818 is the code of one of the electoral wards. Accepted: counties, districts, unitary"),
        (["E12000006"], "E12000006 is the code of one of the regions. Accepted: counties"),
        (["W06000015"], "'W06000015' is a Welsh code"),
        (["S12000033"], "'S12000033' is a Scottish code"),
        (["E01099999"], "'E01099999' is higher than any code in use"),
    ],
)
def test_codes_that_make_no_place_are_refused(tmp_path: Path, codes: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        write_pack("Westshire", codes, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_code_of_a_later_census_is_refused_among_those_of_an_earlier(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'E01035000' was first used in 2021"):
        write_pack("Westshire", ["E01035000"], tmp_path, small_areas="lsoa11")


def test_a_pack_is_not_written_over(tmp_path: Path) -> None:
    file = write_pack("Westshire", [COUNTY], tmp_path) / "place.yaml"
    before = file.read_bytes()
    with pytest.raises(InputError, match=r"westshire/place\.yaml is already there\. Choose another name, or edit that"):
        write_pack("WESTSHIRE", [UNITARY], tmp_path)
    assert file.read_bytes() == before


def test_a_pack_that_comes_with_newlyn_is_not_hidden_by_accident(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"essex/place\.yaml is already there"):
        write_pack("Essex", ["E10000012"], tmp_path)


def test_a_new_pack_is_plain_yaml_with_a_word_on_each_choice(tmp_path: Path) -> None:
    text = (write_pack("Westshire", [COUNTY], tmp_path) / "place.yaml").read_text(encoding="utf-8")
    assert text.startswith("# A place pack of Newlyn.")
    assert set(yaml.safe_load(text)) <= set(yaml.safe_load((OWN / "essex" / "place.yaml").read_text(encoding="utf-8")))
