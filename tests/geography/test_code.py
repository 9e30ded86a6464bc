import pyarrow as pa
import pytest

from newlyn.foundation.errors import InputError
from newlyn.geography.code import AREA_TYPES, area_type, check_codes, kind_of_code, nation_of_code


@pytest.mark.parametrize(
    ("type_id", "kind", "vintage"),
    [("lsoa21", "lsoa", 2021), ("lad24", "lad", 2024), ("wd17", "wd", 2017), ("ctry", "ctry", None)],
)
def test_an_area_type_is_a_kind_at_a_vintage(type_id, kind, vintage):
    assert (area_type(type_id).kind, area_type(type_id).vintage) == (kind, vintage)


def test_every_area_type_is_known_by_its_own_id():
    assert all(type_id == one.id for type_id, one in AREA_TYPES.items())


def test_an_unknown_area_type_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match=r"'lsoa2021' is not an area type. Did you mean 'lsoa21'"):
        area_type("lsoa2021")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("E00000001", "oa"),
        ("E01021988", "lsoa"),
        ("E02004456", "msoa"),
        ("E05010818", "wd"),
        ("E36000001", "cmwd"),
        ("E06000033", "lad"),
        ("E07000066", "lad"),
        ("E08000001", "lad"),
        ("E09000001", "lad"),
        ("E10000012", "cty"),
        ("E11000005", "cty"),
        ("E12000006", "rgn"),
        ("E13000001", "cty"),
        ("E47000001", "cauth"),
        ("E92000001", "ctry"),
        ("K04000001", "ctry"),
        ("S01006506", "dz"),
        ("N09000001", "lad"),
    ],
)
def test_the_first_three_characters_tell_the_kind(code, kind):
    assert kind_of_code(code) == kind


def test_the_first_letter_tells_the_nation():
    assert [nation_of_code(code) for code in ("E01021988", "W06000015", "K02000001")] == ["E", "W", "K"]


@pytest.mark.parametrize("text", ["", "Basildon", "E0102198", "E010219888", "e01021988", "E99000001"])
def test_text_that_is_no_code_has_no_kind(text):
    with pytest.raises(InputError, match=r"is not a GSS code. Accepted: a letter and eight digits"):
        kind_of_code(text)


@pytest.mark.parametrize("codes", [["E01021988", "E01000001"], pa.chunked_array([["E01021988"], ["E01000001"]]), []])
def test_a_column_of_the_stated_type_passes(codes):
    check_codes(codes, "lsoa21")


def test_a_dictionary_column_passes():
    check_codes(pa.array(["E07000066", "E07000066"]).dictionary_encode(), "lad24")


def test_a_column_of_mixed_levels_passes_when_they_are_named():
    check_codes(["E07000066", "E10000012", "E12000006", "E92000001"], ("lad", "cty", "rgn", "ctry"))


def test_a_welsh_code_is_accepted_where_wales_is():
    check_codes(["E01021988", "W01000001"], "lsoa11", nation="EW")


@pytest.mark.parametrize(
    ("codes", "wanted", "message"),
    [
        (
            ["E01021988", "W01000003"],
            "lsoa21",
            r"position 2: 'W01000003' is a Welsh code.*Leave out the areas of Wales",
        ),
        (["S12000033"], "lad24", "'S12000033' is a Scottish code"),
        (["N09000001"], "lad24", "'N09000001' is a Northern Irish code"),
        (["E07000066"], "lsoa21", r"'E07000066' is the code of a local authority district.*E01 and six digits"),
        (["E00000001"], "lsoa21", "'E00000001' is the code of an output area"),
        (["E01021988", None], "lsoa21", "position 2: the code is missing"),
        (["Basildon 001A"], "lsoa21", "'Basildon 001A' is not a GSS code"),
        ([" e01021988"], "lsoa21", "is not a GSS code.*; write E01021988"),
        (["E01035000"], "lsoa11", "'E01035000' was first used in 2021.*Name the vintage of the column"),
        (["E01033000"], "lsoa01", "'E01033000' was first used in 2011"),
        (["E01099999"], "lsoa21", "'E01099999' is higher than any code in use"),
    ],
)
def test_a_column_with_another_code_is_refused(codes, wanted, message):
    with pytest.raises(InputError, match=message):
        check_codes(codes, wanted)


def test_the_message_begins_with_where_the_column_stands():
    with pytest.raises(InputError, match=r"^scores.csv, column 'area', position 1: "):
        check_codes(["x"], "lsoa21", where="scores.csv, column 'area'")
