"""Every row of a file is in its table or counted as left out, and words and constants are put as declared."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.sources.made_up import CSV, HEADER, ROOMS

from newlyn.evidence.catalogue.table import ROW, Column, Table, area
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.layout import LARGEST, TYPES, LeftOut, read_layout
from newlyn.foundation.errors import DefinitionError, SourceError

PLACES = st.sampled_from(("E01000001", "E01000002", "W01000001", "S01000001", "N20000001", "", "..", None))
ROWS = st.lists(st.tuples(PLACES, st.sampled_from(("crowded", "roomy", "other"))), min_size=1, max_size=30)
RULE = {"elsewhere": "leave out", "unplaced": "leave out", "where": {"Type": ["crowded", "roomy"]}}


def frame_of(rows: list[tuple[str | None, ...]], header: tuple[str, ...] = HEADER) -> pa.Table:
    columns = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(header)}
    return pa.table(columns).append_column(ROW, pa.array(range(2, len(rows) + 2), pa.int32()))


@given(ROWS)
def test_no_row_is_lost_unseen(pairs: list[tuple[str | None, str]]) -> None:
    frame = frame_of([(place, kind, "1", "1") for place, kind in pairs])
    wanted = [(place, number) for number, (place, kind) in enumerate(pairs, 2) if kind != "other"]
    try:
        reading = read_layout(frame, CSV.file(**RULE), ROOMS)
    except SourceError as error:
        if any((place or "").startswith("E") for place, _ in wanted):
            raise AssertionError(str(error)) from None
        return
    assert reading.table[ROW].to_pylist() == [number for place, number in wanted if (place or "").startswith("E")]
    counted = {out.reason: out.rows for out in reading.left_out}
    assert counted.get("no area is given", 0) == sum(place in ("", "..", None) for place, _ in wanted)
    assert reading.table.num_rows + sum(counted.values()) == len(wanted)
    assert all(0 < out.share <= 1 and out.of == len(wanted) for out in reading.left_out)


@given(st.lists(st.sampled_from(("1", "[c]", "..", "", "2.0", "1,000")), min_size=1, max_size=20))
def test_a_value_is_there_or_its_absence_has_a_reason(cells: list[str]) -> None:
    frame = frame_of([("E01000001", "crowded", cell, "1") for cell in cells])
    table = read_layout(frame, CSV.file(), ROOMS).table
    for cell, value, status in zip(cells, table["households"], table["status"], strict=True):
        expected = {"[c]": (None, "suppressed"), "..": (None, "missing"), "": (None, "missing")}.get(
            cell, (int(float(cell.replace(",", "")) if cell[:1].isdigit() else 0), "published")
        )
        assert (value.as_py(), status.as_py()) == expected


def test_one_value_may_hold_for_the_whole_file() -> None:
    frame = frame_of([("E01000001", "9", "1", "1")])
    file = CSV.file(columns={"area": "LSOA code", "households": "Households"}, constants={"kind": "roomy", "share": 7})
    row = read_layout(frame, file, ROOMS).table.to_pylist()[0]
    assert (row["kind"], row["share"]) == ("roomy", 7.0)


def test_words_of_the_file_become_words_of_the_table() -> None:
    frame = frame_of([("E01000001", " Too few rooms ", "1", "1"), ("E01000002", "roomy", "1", "1")])
    file = CSV.file(rename={"kind": {"Too few rooms": "crowded"}})
    assert read_layout(frame, file, ROOMS).table["kind"].to_pylist() == ["crowded", "roomy"]


def test_a_column_that_the_file_does_not_have_is_absent_throughout() -> None:
    file = CSV.file(columns={"area": "LSOA code", "kind": "Type", "share": "Share %"})
    table = read_layout(frame_of([("E01000001", "roomy", "1", "5")]), file, ROOMS).table
    assert (table["households"].to_pylist(), table["status"].to_pylist()) == ([None], ["missing"])


def test_a_status_that_the_publisher_gives_is_taken() -> None:
    def with_status(frame: pa.Table, file: File) -> pa.Table:
        named = frame.select(["LSOA code", "Type", "Share %", ROW]).rename_columns(["area", "kind", "status", ROW])
        return named.append_column("households", pa.nulls(named.num_rows, pa.string()))

    frame = frame_of([("E01000001", "roomy", "", " suppressed ")])
    table = read_layout(frame, CSV.file(transform="with_status"), ROOMS, with_status).table
    assert table["status"].to_pylist() == ["suppressed"]


def test_counts_beside_decimals_become_rows_of_one_kind() -> None:
    frame = pa.table({"a": ["E01000001"], "x": [1], "y": [2.0], ROW: pa.array([2], pa.int32())})
    unpivot = {"names_to": "kind", "values_to": "households", "columns": {"crowded": "x", "roomy": "y"}}
    table = read_layout(frame, CSV.file(columns={"area": "a"}, unpivot=unpivot), ROOMS).table
    assert table["households"].to_pylist() == [1, 2]
    with pytest.raises(SourceError, match=r"rooms\.csv: there is no column 'z'"):
        read_layout(frame, CSV.file(columns={"area": "a"}, unpivot=unpivot | {"columns": {"roomy": "z"}}), ROOMS)


def test_columns_that_cannot_stand_under_each_other_are_told() -> None:
    frame = pa.table({"a": ["E01000001"], "x": [1], "y": ["2"], ROW: pa.array([2], pa.int32())})
    unpivot = {"names_to": "kind", "values_to": "households", "columns": {"crowded": "x", "roomy": "y"}}
    with pytest.raises(SourceError, match=r"rooms\.csv: not in the layout that is defined \(.*\)\. Compare the file"):
        read_layout(frame, CSV.file(columns={"area": "a"}, unpivot=unpivot), ROOMS)


def test_a_column_that_the_table_does_not_declare_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"rooms: 'knid' is not a column .* Did you mean 'kind'"):
        read_layout(frame_of([("E01000001", "roomy", "1", "1")]), CSV.file(constants={"knid": "roomy"}), ROOMS)


def test_a_transform_that_gives_no_row_is_told() -> None:
    frame = frame_of([("E01000001", "roomy", "1", "1")], ("area", "kind", "households", "share"))
    with pytest.raises(SourceError, match=r"rooms\.csv: no row of it fills the table\. Compare the file"):
        read_layout(frame, CSV.file(transform="none"), ROOMS, lambda opened, _: opened.slice(0, 0))


def test_shapes_are_taken_as_bytes_and_nothing_else() -> None:
    shapes = Table("shapes", "Shapes", (area("lsoa11"), Column("shape", "shape", "Outline")), ("area",))
    file = CSV.file(columns={"area": "a", "shape": "geometry"})
    frame = pa.table({"a": ["E01000001"], "geometry": [b"\x01"], ROW: pa.array([1], pa.int32())})
    assert read_layout(frame, file, shapes).table["shape"].to_pylist() == [b"\x01"]
    frame = frame.set_column(1, "geometry", pa.array([1.5]))
    with pytest.raises(SourceError, match=r"column 'geometry': the column holds double\. Accepted: shapes"):
        read_layout(frame, file, shapes)


def test_every_kind_of_number_has_its_largest() -> None:
    numbers = {kind for kind, type_ in TYPES.items() if pa.types.is_integer(type_) or pa.types.is_floating(type_)}
    assert set(LARGEST) == numbers


def test_a_share_is_of_the_rows_that_belong_to_the_table() -> None:
    assert LeftOut("no area is given", 1, 4).share == 0.25
