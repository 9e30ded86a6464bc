"""Every fault of a definition is told with its file, its line and what is accepted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from pydantic import Field, field_validator

from newlyn.definitions.document import MOST_FAULTS, Definition, load_definition, plain
from newlyn.foundation.errors import DefinitionError


class Window(Definition):
    width: int = Field(ge=1)
    glass: Literal["clear", "frosted"] = "clear"


class Room(Definition):
    name: str
    windows: tuple[Window, ...] = Field(default=(), min_length=1)
    colours: dict[str, str] = Field(default_factory=dict)


class House(Definition):
    name: str
    built: int | None = None
    rooms: tuple[Room, ...] = ()

    @field_validator("built")
    @classmethod
    def _not_yet(cls, given: int | None) -> int | None:
        if given and given > 2100:
            raise ValueError("write a year that has been")
        return given


GOOD = """\
# A house.
name: Rose Cottage
rooms:
  - name: Kitchen
    windows:
      - width: 90
      - {width: 60, glass: frosted}
    colours: {wall: blue}
  - name: Hall
    windows: [{width: 40}]
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return tmp_path / "house.yaml"


def load(path: Path, text: str | bytes) -> House:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_definition(path, House)


def faults(path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(DefinitionError) as told:
        load(path, text)
    return [line.removeprefix(f"{path}") for line in str(told.value).splitlines()]


def test_a_good_file_becomes_a_frozen_value(house: Path) -> None:
    read = load(house, GOOD)
    assert [room.name for room in read.rooms] == ["Kitchen", "Hall"]
    assert read.rooms[0].windows[1] == Window(width=60, glass="frosted")
    with pytest.raises(ValueError, match="frozen"):
        read.name = "Another"  # type: ignore[misc]


@pytest.mark.parametrize("text", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD + "\n\n# the end\n...\n"])
def test_marks_of_other_editors_do_not_matter(house: Path, text: str) -> None:
    assert load(house, text) == load(house, GOOD)


def test_aliases_and_merged_mappings_are_written_out(house: Path) -> None:
    text = "name: X\nrooms:\n  - &room\n    name: A\n    windows: &w [{width: 1}]\n  - <<: *room\n    name: B\n"
    read = load(house, text)
    assert read.rooms[1] == Room(name="B", windows=(Window(width=1),))


def test_plain_values_leave_out_what_is_not_given(house: Path) -> None:
    assert plain(load(house, "name: X\n")) == {"name": "X", "rooms": []}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("rooms:", "room:", ", line 3: room is not a known key. Did you mean 'rooms'?"),
        ("glass: frosted", "glas: frosted", ", line 7: rooms.1.windows.2.glas is not a known key. "
         "Did you mean 'glass'?"),
        ("    windows: [", "    window: [", ", line 10: rooms.2.window is not a known key. Did you mean 'windows'?"),
        ("- width: 90", "- width: ninety", ", line 6: rooms.1.windows.1.width: Input should be a valid integer, unable "
         "to parse string as an integer (got 'ninety')"),
        ("width: 40", "width: 0", ", line 10: rooms.2.windows.1.width: Input should be greater than or equal to 1 "
         "(got 0)"),
        ("glass: frosted", "glass: tinted", ", line 7: rooms.1.windows.2.glass: Input should be 'clear' or 'frosted' "
         "(got 'tinted')"),
        ("[{width: 40}]", "[]", ", line 10: rooms.2.windows: "
         "Tuple should have at least 1 item after validation, not 0"),
        ("[{width: 40}]", "wide", ", line 10: rooms.2.windows: expected a list, such as [a, b] (got 'wide')"),
        ("[{width: 40}]", "[wide]", ", line 10: rooms.2.windows.1: expected a mapping of names to values (got 'wide')"),
        ("{wall: blue}", "blue", ", line 8: rooms.1.colours: expected a mapping of names to values (got 'blue')"),
        ("{wall: blue}", "{wall: off}", ", line 8: rooms.1.colours.wall: expected text; put it in quotes if it looks "
         "like a number, a date or a yes or no (got False)"),
        ("name: Hall", "name: 12", ", line 9: rooms.2.name: expected text; put it in quotes if it looks like a number, "
         "a date or a yes or no (got 12)"),
        ("# A house.", "built: 2500", ", line 1: built: write a year that has been (got 2500)"),
        ("    colours: {wall: blue}", "    windows: []", ", line 8: not YAML as Newlyn reads it: the key 'windows' is "
         "given twice."),
        ("wall: blue", "1: blue", ", line 8: not YAML as Newlyn reads it: the key 1 is read as a number; put it in "
         "quotes."),
        ("wall: blue", "[a]: blue", ", line 8: not YAML as Newlyn reads it: a key is text, not a list or a mapping."),
        ("# A house.", "built: 2022-13-45", ", line 1: not YAML as Newlyn reads it: '2022-13-45' cannot be read as a "
         "date."),
        ("# A house.", "built: " + "9" * 5000, f", line 1: not YAML as Newlyn reads it: '{'9' * 40}' cannot be read as "
         "a number."),
        ("# A house.", "built: [1, 2", None),
        ("  - name: Hall", " - name: Hall", None),
        ("# A house.", "name: [*nobody]", None),
        ("# A house.", "built: !!python/object/apply:os.system ['true']", None),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_its_place(house: Path, old: str, new: str, told: str | None) -> None:
    assert old in GOOD
    found = faults(house, GOOD.replace(old, new, 1))
    assert len(found) == 1
    assert found == [told] if told else re.fullmatch(r", line \d+: not YAML as Newlyn reads it: .*\.", found[0])


def test_a_tab_is_told_with_the_remedy(house: Path) -> None:
    found = faults(house, GOOD.replace("    windows: [{", "\twindows: [{"))
    assert len(found) == 1
    assert re.fullmatch(r", line 10: not YAML as Newlyn reads it: .* Indent with spaces, not tabs\.", found[0])


def test_a_missing_key_is_told_at_the_mapping_that_lacks_it(house: Path) -> None:
    assert faults(house, "rooms: []\n") == [", line 1: name is not given and is required."]
    assert faults(house, GOOD.replace("- width: 90", "- glass: clear")) == [
        ", line 6: rooms.1.windows.1.width is not given and is required."
    ]


def test_all_faults_are_told_at_once(house: Path) -> None:
    text = GOOD.replace("Rose Cottage", "5").replace("width: 40", "width: 0")
    assert [line.split(":")[0] for line in faults(house, text)] == [", line 2", ", line 10"]


def test_a_fault_in_a_merged_mapping_is_told_where_it_is_written(house: Path) -> None:
    text = "name: X\nrooms:\n  - name: A\n    windows:\n      - &w\n        width: 0\n      - <<: *w\n        glass: clear\n"  # noqa: E501
    assert [line.split(":")[0] for line in faults(house, text)] == [", line 6", ", line 6"]


def test_a_file_with_a_thousand_faults_tells_the_first(house: Path) -> None:
    found = faults(house, "name: X\n" + "".join(f"key{n}: 1\n" for n in range(1000)))
    assert len(found) == MOST_FAULTS + 1
    assert found[-1] == ": and 980 more faults."


@pytest.mark.parametrize(
    ("text", "got"), [("", "an empty file"), ("# nothing\n", "an empty file"), ("- a\n", "a list"), ("hello\n", "str")]
)
def test_a_file_that_is_no_mapping_is_refused(house: Path, text: str, got: str) -> None:
    assert faults(house, text) == [f", line 1: expected a mapping of names to values, got {got}."]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"house\.yaml: cannot be read: No such file or directory\."):
        load_definition(tmp_path / "house.yaml", House)


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"cannot be read: Is a directory\."):
        load_definition(tmp_path, House)


def test_text_in_another_encoding_is_told_with_its_line(house: Path) -> None:
    assert faults(house, GOOD.encode() + "motto: café\n".encode("cp1252")) == [
        ", line 11: cannot be read: it is not UTF-8 text. Save the file as UTF-8."
    ]


def test_a_character_that_is_no_text_is_told_with_its_line(house: Path) -> None:
    assert faults(house, GOOD + "motto: \x00\n") == [
        ", line 11: not YAML as Newlyn reads it: the character '\\x00' is not text."
    ]
