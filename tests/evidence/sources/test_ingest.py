"""Every fault of a file is one line that names file, row, column, what was given and what is accepted."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evidence.sources.made_up import (
    COLUMNS,
    CSV,
    FORMS,
    HEADER,
    PARQUET,
    ROOMS,
    ROWS,
    TEXTS,
    XLSX,
    ZIP,
    Form,
    comma_separated,
    offer_of,
    read,
    with_cell,
)

from newlyn.evidence.catalogue.table import ROW, Column, Table, area
from newlyn.evidence.sources.dataset import Layout, Unpivot
from newlyn.evidence.sources.ingest import join_readings, mirror_layout, read_from_mirror, read_table
from newlyn.evidence.sources.mirror import Mirror
from newlyn.foundation.errors import SourceError

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
every_text = pytest.mark.parametrize("form", TEXTS, ids=lambda form: form.name)


def told(path: Path, form: Form, **changes: object) -> str:
    """What is said of a bad file: one line."""
    with pytest.raises(SourceError) as error:
        read(path, form.file(**changes))
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(form.kept_as)
    return message.removeprefix(form.kept_as)


# --- a good file -------------------------------------------------------------------------------------------------


@every_form
def test_a_good_file_is_the_same_table_in_every_format(form: Form, tmp_path: Path) -> None:
    reading = read(form.write(tmp_path, ROWS), form.file())
    assert reading.table.drop_columns(ROW).to_pydict() == {
        "area": ["E01000001", "E01000001", "E01000002", "E01000002"],
        "kind": ["crowded", "roomy", "crowded", "roomy"],
        "households": [10, 70, None, 1234],
        "share": [12.5, 87.5, None, 50.0],
        "status": ["published", "published", "suppressed", "published"],
    }
    assert reading.table[ROW].to_pylist() == [form.first + n for n in range(4)]
    assert reading.left_out == ()


@every_form
@pytest.mark.parametrize("mark", ["[c]", "[low]", "c", "*", "**", " * "])
def test_a_suppressed_count_is_null_and_says_so(form: Form, mark: str, tmp_path: Path) -> None:
    table = read(form.write(tmp_path, with_cell(1, "households", mark)), form.file()).table
    assert (table["households"][1].as_py(), table["status"][1].as_py()) == (None, "suppressed")


@every_form
@pytest.mark.parametrize("mark", ["", "..", "[x]", "N/A", "nan", None])
def test_a_missing_count_is_null_and_says_so(form: Form, mark: str | None, tmp_path: Path) -> None:
    table = read(form.write(tmp_path, with_cell(1, "households", mark)), form.file()).table
    assert (table["households"][1].as_py(), table["status"][1].as_py()) == (None, "missing")


def test_a_zero_is_a_zero(tmp_path: Path) -> None:
    table = read(CSV.write(tmp_path, with_cell(1, "households", "0")), CSV.file()).table
    assert (table["households"][1].as_py(), table["status"][1].as_py()) == (0, "published")


def test_the_status_is_that_of_the_value_and_not_of_another_column(tmp_path: Path) -> None:
    columns = (
        area("lsoa11"),
        Column("all", "count", "All households", least=0),
        Column("households", "count", "Crowded ones", least=0, required=False),
        ROOMS.column("status"),
    )
    file = CSV.file(columns={"area": "LSOA code", "all": "Type", "households": "Households"})
    path = CSV.write(tmp_path, [("E01000001", "80", "[c]", ""), ("E01000002", "80", "..", "")])
    table = read(path, file, Table("rooms", "Rooms", columns, ("area",))).table
    assert table["status"].to_pylist() == ["suppressed", "missing"]


@pytest.mark.parametrize("text", ["1,234", "1,234,567.5", "+1,234", "-12", ".5", "5.", "1e3", "1E-2", " 7 "])
def test_numbers_are_read_as_they_are_published(text: str, tmp_path: Path) -> None:
    table = Table("t", "T", (area("lsoa11"), Column("value", "number", "V")), ("area",))
    path = CSV.write(tmp_path, [("E01000001", text)], ("a", "v"))
    reading = read(path, CSV.file(columns={"area": "a", "value": "v"}), table)
    assert reading.table["value"].to_pylist() == [float(text.replace(",", ""))]


# --- values that are not what they should be ---------------------------------------------------------------------


@every_form
@pytest.mark.parametrize(
    ("row", "column", "given", "message"),
    [
        (3, "households", "many", r"'many' is not a number\. Accepted: a number, or a mark of a withheld or missing"),
        (3, "households", "12,5", r"'12,5' is not a number\."),
        (3, "households", "1,23,456", r"'1,23,456' is not a number\."),
        (3, "households", "inf", r"'inf' is not a number\."),
        (3, "households", "12%", r"'12%' is not a number\."),
        (3, "households", "12\n13", r"'12\\n13' is not a number\."),
        (3, "households", "x" * 500, r"'x{59}… is not a number\."),
        (0, "households", "1.5", r"'1\.5' is not a whole number\. Accepted: a whole number, or a mark\."),
        (1, "households", "-1", r"-1 is less than 0\. Accepted: 0 or more\."),
        (2, "households", "1e400", r"'1e400' is too large to be true\."),
        (2, "households", str(10**30), rf"'{10**30}' is too large to be true\."),
        (2, "households", str(2**63), rf"'{2**63}' is too large to be true\."),
        (2, "share", "1e400", r"'1e400' is too large to be true\."),
        (2, "share", "100.5", r"100\.5 is more than 100\. Accepted: 0 to 100\."),
        (2, "share", "-0.5", r"-0\.5 is less than 0\. Accepted: 0 to 100\."),
        (1, "kind", "rooms", r"'rooms' is not accepted\. Did you mean 'roomy'\?"),
        (1, "kind", "?", r"'\?' is not accepted\. Accepted: 'crowded', 'roomy'\."),
        (1, "kind", "", r"no value is given and one is required\."),
        (2, "area", "E01035000", r"'E01035000' was first used in 2021\. Accepted: 2011 lower layer.*E01 and six"),
        (2, "area", "E09000001", r"'E09000001' is the code of a local authority district\..*Check which column"),
        (2, "area", "E0100000", r"'E0100000' is not a GSS code\."),
        (2, "area", "e01000002", r"'e01000002' is not a GSS code\..*; write E01000002\."),
        (2, "area", "Source: ONS", r"'Source: ONS' is not a GSS code\."),
        (2, "area", "W01000001", r"'W01000001' \(the area is not in England\)\. Accepted: codes of areas in England\. "
         r"If such rows belong here, say `elsewhere: leave out`\."),
        (2, "area", "", r"'' \(no area is given\)\. .*say `unplaced: leave out`\."),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_cell(
    form: Form, row: int, column: str, given: str, message: str, tmp_path: Path
) -> None:
    line = told(form.write(tmp_path, with_cell(row, column, given)), form)
    place = f", row {form.first + row}, column '{COLUMNS[column]}': "
    assert line.startswith(place)
    assert re.match(message, line.removeprefix(place))


@every_form
def test_a_row_that_stands_twice_is_told(form: Form, tmp_path: Path) -> None:
    line = told(form.write(tmp_path, [*ROWS, ROWS[0]]), form)
    assert line == (
        f", row {form.first + 4}: area 'E01000001', kind 'crowded' stands in an earlier row too; it may stand once. "
        "Fetch it again."
    )


@every_form
def test_a_renamed_column_is_told_with_the_nearest_header(form: Form, tmp_path: Path) -> None:
    line = told(form.write(tmp_path, ROWS, ("LSOA code", "Type", "Household", "Share %")), form)
    assert line == (
        ": there is no column 'Households'. Did you mean 'Household'? The publisher may have renamed it. "
        "Compare the file with its definition."
    )


@every_text
def test_a_header_that_stands_twice_is_not_guessed_at(form: Form, tmp_path: Path) -> None:
    rows = [(*row, "9") for row in ROWS]
    path = form.write(tmp_path, rows, (*HEADER, "Households"))
    assert told(path, form) == (
        ": the column 'Households' stands twice. Name 'Households (2)' in the definition if that is the one."
    )
    second = read(path, form.file(columns=COLUMNS | {"households": "Households (2)"})).table
    assert second["households"].to_pylist() == [9, 9, 9, 9]


@every_form
def test_the_first_fault_in_order_of_columns_is_told_first(form: Form, tmp_path: Path) -> None:
    rows = [("E01000001", "crowded", "x", "1"), ("E01000002", "crowded", "y", "1"), ("Leeds", "crowded", "1", "1")]
    assert told(form.write(tmp_path, rows), form).startswith(f", row {form.first}, column 'Households': 'x'")


# --- counting rows as a spreadsheet counts them ------------------------------------------------------------------


@every_text
def test_blank_lines_and_line_breaks_in_cells_do_not_upset_the_count(form: Form, tmp_path: Path) -> None:
    lines = [
        "Made-up households,,,", "", '"LSOA\ncode",Type,Households,Share %',  # the header is row 3
        "E01000001,crowded,10,1", "", "", 'E01000001,"roomy",20,1', ",,,", '"E01000002","crowded","a\n\nb",1',
    ]  # fmt: skip
    path = tmp_path / form.kept_as
    path.write_bytes(form.packed("\n".join(lines).encode()))
    assert told(path, form, header=3).startswith(r", row 9, column 'Households': 'a\n\nb' is not a number")


@every_text
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_of_any_system_are_understood(
    form: Form, end: str, mark: str, tmp_path: Path
) -> None:
    text = mark + comma_separated([[f" {name} " for name in HEADER], *ROWS]).replace("\n", end)
    (tmp_path / form.kept_as).write_bytes(form.packed(text.encode()))
    assert read(tmp_path / form.kept_as, form.file()).table[ROW].to_pylist() == [2, 3, 4, 5]


def test_a_byte_order_mark_before_a_quoted_header_is_understood(tmp_path: Path) -> None:
    quoted = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEADER, *ROWS))
    (tmp_path / "rooms.csv").write_text("\ufeff" + quoted, encoding="utf-8")
    assert read(tmp_path / "rooms.csv", CSV.file()).table.num_rows == 4


@pytest.mark.parametrize("form", [*TEXTS, XLSX], ids=lambda form: form.name)
def test_rows_with_nothing_in_them_are_no_rows(form: Form, tmp_path: Path) -> None:
    blank = ("",) * 4 if form is not XLSX else (None,) * 4
    path = form.write(tmp_path, [ROWS[0], blank, ROWS[1], blank, blank])
    table = read(path, form.file(rows=2)).table
    assert table[ROW].to_pylist() == [2, 4]


@every_form
def test_the_row_is_right_after_a_filter_and_rows_left_out(form: Form, tmp_path: Path) -> None:
    rows = [
        ("W01000001", "crowded", "1", "1"), ("", "crowded", "2", "1"), ("E01000001", "other", "3", "1"),
        ("E01000001", "crowded", "4", "1"), ("E01000002", "crowded", "five", "1"),
    ]  # fmt: skip
    rule = {"where": {"Type": ["crowded", "roomy"]}, "elsewhere": "leave out", "unplaced": "leave out"}
    assert told(form.write(tmp_path, rows), form, **rule).startswith(f", row {form.first + 4}, column 'Households'")


@every_form
def test_the_row_and_the_column_are_right_where_columns_became_rows(form: Form, tmp_path: Path) -> None:
    unpivot = Unpivot(
        names_to="kind", values_to="households", columns={"crowded": "Crowded homes", "roomy": "Roomy homes"}
    )
    rows = [("E01000001", "1", "2"), ("E01000002", "3", "4"), ("E01000003", "5", "-6")]
    path = form.write(tmp_path, rows, ("LSOA code", "Crowded homes", "Roomy homes"))
    line = told(path, form, columns={"area": "LSOA code"}, unpivot=unpivot)
    assert line.startswith(f", row {form.first + 2}, column 'Roomy homes': -6 is less than 0")
    path = form.write(tmp_path, [*rows[:2], ("E01000003", "many", "6")], ("LSOA code", "Crowded homes", "Roomy homes"))
    line = told(path, form, columns={"area": "LSOA code"}, unpivot=unpivot)
    assert line.startswith(f", row {form.first + 2}, column 'Crowded homes': 'many' is not a number")


@pytest.mark.parametrize("blank_above", [0, 2])
def test_a_workbook_is_counted_from_the_top_of_its_sheet(blank_above: int, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.create_sheet("Table 1")
    sheet.append(["Made-up households"])
    for _ in range(blank_above):
        sheet.append([])
    for row in (HEADER, ROWS[0], (None,) * 4, with_cell(1, "households", "many")[1]):
        sheet.append(list(row) if any(row) else [])
    book.save(tmp_path / "rooms.xlsx")
    line = told(tmp_path / "rooms.xlsx", XLSX, sheet="Table 1", header=2 + blank_above)
    assert line.startswith(f", row {5 + blank_above}, column 'Households': 'many'")


# --- rows that are left out are counted --------------------------------------------------------------------------


@every_form
def test_rows_without_an_area_and_of_other_nations_are_counted_with_their_share(form: Form, tmp_path: Path) -> None:
    rows = [*ROWS, ("W01000001", "crowded", "1", "1"), ("S01000001", "roomy", "1", "1"), ("", "crowded", "9", "1"),
            ("E01000003", "unlisted", "1", "1")]  # fmt: skip
    rule = {"where": {"Type": ["crowded", "roomy"]}, "elsewhere": "leave out", "unplaced": "leave out"}
    reading = read(form.write(tmp_path, rows), form.file(**rule))
    assert reading.table.num_rows == 4
    found = [(out.reason, out.rows, out.of, out.share) for out in reading.left_out]
    # Seven rows are of the table; the eighth is not wanted and is no loss.
    assert found == [("no area is given", 1, 7, 1 / 7), ("the area is not in England", 2, 7, 2 / 7)]


@every_form
def test_a_footnote_is_not_taken_for_an_area_of_another_nation(form: Form, tmp_path: Path) -> None:
    rows = [*ROWS, ("Source: made up", "crowded", "", "")]
    line = told(form.write(tmp_path, rows), form, elsewhere="leave out")
    assert line.startswith(f", row {form.first + 4}, column 'LSOA code': 'Source: made up' is not a GSS code")


def test_a_file_with_nothing_of_england_is_refused(tmp_path: Path) -> None:
    path = CSV.write(tmp_path, [("W01000001", "crowded", "1", "1")])
    assert told(path, CSV, elsewhere="leave out") == (
        ": none of its 1 rows is of an area in England. Compare the file with its definition."
    )


def test_a_word_to_filter_by_that_no_row_has_is_refused(tmp_path: Path) -> None:
    assert told(CSV.write(tmp_path, ROWS), CSV, where={"Type": ["crowdd"]}) == (
        ": no row has 'crowdd' in the column 'Type'. Did you mean 'crowded'? Compare the file with its definition."
    )
    assert told(CSV.write(tmp_path, ROWS), CSV, where={"Typ": ["crowded"]}).startswith(": there is no column 'Typ'.")


def test_a_share_of_no_rows_is_nought() -> None:
    from newlyn.evidence.sources.layout import LeftOut

    assert LeftOut("no area is given", 0, 0).share == 0


# --- how many rows there should be -------------------------------------------------------------------------------


@every_form
def test_fewer_rows_than_a_whole_file_has_are_refused(form: Form, tmp_path: Path) -> None:
    # Nomis answers an over-large question of a guest with status 200 and the first 25,000 rows.
    assert told(form.write(tmp_path, ROWS), form, rows=25_000) == (
        ": 4 rows arrived and 25,000 were expected; the file is cut off. Fetch it again."
    )


@every_form
def test_more_rows_than_a_whole_file_has_are_refused(form: Form, tmp_path: Path) -> None:
    assert told(form.write(tmp_path, ROWS), form, rows=3) == (
        ": 4 rows arrived and 3 were expected; the file is not the file that was asked for. Fetch it again."
    )


def test_the_files_of_a_table_must_together_have_its_rows(tmp_path: Path) -> None:
    table = Table(ROOMS.id, ROOMS.title, ROOMS.columns, ROOMS.grain, rows=5)
    layout = Layout(name="only", files=(CSV.file(),))
    with pytest.raises(SourceError, match=r"^rooms: 4 rows arrived and 5 were expected; the file is cut off\."):
        read_table(table, layout, offer_of(CSV.file()), lambda file: CSV.write(tmp_path, ROWS))


def test_a_row_of_one_file_that_stands_in_another_is_told_with_its_file(tmp_path: Path) -> None:
    first, second = CSV.file(name="north.csv"), CSV.file(name="south.csv")
    reading = read(CSV.write(tmp_path, ROWS), first)
    again = read(CSV.write(tmp_path, [("E01000009", "roomy", "1", "1"), ROWS[1]]), second)
    with pytest.raises(SourceError, match=r"^south\.csv, row 3: area 'E01000001', kind 'roomy' stands in an earlier"):
        join_readings(ROOMS, Layout(name="only", files=(first, second)), [reading, again])


def test_a_joined_table_keeps_the_file_and_the_row_of_each_line(tmp_path: Path) -> None:
    first, second = CSV.file(name="north.csv"), CSV.file(name="south.csv", elsewhere="leave out")
    readings = [
        read(CSV.write(tmp_path, ROWS[2:]), first),
        read(CSV.write(tmp_path, [("W01000001", "roomy", "1", "1"), *ROWS[:2]]), second),
    ]
    whole = join_readings(ROOMS, Layout(name="only", files=(first, second)), readings)
    assert whole.table.select(["area", "kind", "source_file", ROW]).to_pylist() == [
        {"area": "E01000001", "kind": "crowded", "source_file": 1, ROW: 3},
        {"area": "E01000001", "kind": "roomy", "source_file": 1, ROW: 4},
        {"area": "E01000002", "kind": "crowded", "source_file": 0, ROW: 2},
        {"area": "E01000002", "kind": "roomy", "source_file": 0, ROW: 3},
    ]
    assert [(name, out.rows) for name, out in whole.left_out] == [("south.csv", 1)]


# --- columns of another type -------------------------------------------------------------------------------------


def _parquet(folder: Path, **columns: pa.Array) -> Path:
    table = {"LSOA code": pa.array(["E01000001", "E01000002"]), "Type": pa.array(["crowded"] * 2),
             "Households": pa.array([1, 2]), "Share %": pa.array([1.0, 2.0])}  # fmt: skip
    pq.write_table(pa.table(table | columns), folder / "rooms.parquet")
    return folder / "rooms.parquet"


def test_typed_columns_are_taken_as_they_are(tmp_path: Path) -> None:
    path = _parquet(
        tmp_path,
        **{
            "Type": pa.array(["crowded", "roomy"]).dictionary_encode(),
            "Households": pa.array([5.0, float("nan")]),
            "Share %": pa.array([None, None]),
        },
    )
    table = read(path, PARQUET.file()).table
    assert table["kind"].to_pylist() == ["crowded", "roomy"]
    assert table["households"].to_pylist() == [5, None]
    assert table["status"].to_pylist() == ["published", "missing"]


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("Households", pa.array([1, 2**62]), r", row 2, column 'Households': 4611686018427387904 is too large"),
        ("Households", pa.array([1.0, float("inf")]), r", row 2, column 'Households': inf is too large"),
        ("Households", pa.array([1.0, 2.5]), r", row 2, column 'Households': 2\.5 is not a whole number"),
        ("Households", pa.array([True, False]), r", row 1, column 'Households': the column holds bool\. Accepted: num"),
        ("Households", pa.array([1, 2], pa.timestamp("s")), r"the column holds timestamp\[ms\]\. Accepted: numbers"),
        ("LSOA code", pa.array([["E01000001"], ["E01000002"]]), r"the column holds list<.*>\. Accepted: text"),
        ("LSOA code", pa.array([1, 2]), r", row 1, column 'LSOA code': '1' is not a GSS code"),
        ("LSOA code", pa.array(["E01000001", None]), r", row 2, column 'LSOA code': '' \(no area is given\)"),
    ],
)
def test_a_typed_column_of_another_kind_is_told(column: str, values: pa.Array, message: str, tmp_path: Path) -> None:
    assert re.search(message, told(_parquet(tmp_path, **{column: values}), PARQUET))


@pytest.mark.parametrize(("kind", "largest"), [("rank", 2**31 - 1), ("decile", 2**7 - 1), ("count", 2**53)])
def test_a_number_its_column_cannot_keep_is_told(kind: str, largest: int, tmp_path: Path) -> None:
    table = Table("t", "T", (area("lsoa11"), Column("place", kind, "Place", least=1)), ("area",))  # type: ignore[arg-type]
    file = CSV.file(columns={"area": "a", "place": "p"})
    path = CSV.write(tmp_path, [("E01000001", str(largest))], ("a", "p"))
    assert read(path, file, table).table["place"].to_pylist() == [largest]
    path = CSV.write(tmp_path, [("E01000001", str(largest + 2))], ("a", "p"))
    with pytest.raises(SourceError, match=r"row 2, column 'p': '\d+' is too large to be true"):
        read(path, file, table)


def test_a_period_that_is_none_is_told_with_its_cell(tmp_path: Path) -> None:
    columns = (area("lsoa11"), Column("period", "period", "When"), Column("value", "number", "V"))
    file = CSV.file(columns={"area": "a", "period": "When", "value": "v"})
    path = CSV.write(tmp_path, [("E01000001", "2019", "1"), ("E01000002", "Apr 19", "1")], ("a", "When", "v"))
    with pytest.raises(SourceError, match=r"rooms\.csv, row 3, column 'When': 'Apr 19' is not a period\. Write a year"):
        read(path, file, Table("t", "T", columns, ("area", "period")))


# --- any cut or flipped byte is a SourceError or a good table, never another error -------------------------------


@cache
def _whole(form: Form) -> bytes:
    """Written once: a workbook carries its time, and a try must find the same bytes when it is repeated."""
    with TemporaryDirectory() as folder:
        return form.write(Path(folder), ROWS).read_bytes()


def _refusal(path: Path, form: Form, **changes: object) -> str | None:
    try:
        read(path, form.file(**changes))
    except SourceError as error:
        message = str(error)
        if "\n" in message or not message.startswith(form.kept_as):
            raise AssertionError(message) from None
        return message
    return None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(FORMS), st.data())
def test_a_file_cut_anywhere_is_refused_or_has_fewer_rows(tmp_path: Path, form: Form, data: st.DataObject) -> None:
    whole = _whole(form)
    path = tmp_path / form.kept_as
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    refusal = _refusal(path, form, rows=4)
    # Only plain text can lose its end without showing it: part of the last cell, or the last line break.
    assert refusal is not None or form is CSV


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from([form for form in FORMS if form is not PARQUET]), st.data())
def test_a_flipped_byte_never_ends_in_another_error(tmp_path: Path, form: Form, data: st.DataObject) -> None:
    # Not Parquet: Arrow does not promise to survive damaged bytes; the checksum of the store is what finds them.
    whole = bytearray(_whole(form))
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / form.kept_as
    path.write_bytes(bytes(whole))
    _refusal(path, form)


# --- reading from a mirror ---------------------------------------------------------------------------------------


def test_the_first_layout_that_is_wholly_in_the_mirror_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    (tmp_path / "c.csv").touch()
    online = Layout(name="online", files=(CSV.file(path=None, url="https://example.org/x.csv"),))
    half = Layout(name="half", files=(CSV.file(path="a.csv"), CSV.file(path="b.csv")))
    whole = Layout(name="whole", files=(CSV.file(path="a.csv"), CSV.file(path="c.csv")))
    assert mirror_layout((online, half, whole), Mirror(tmp_path)) is whole
    assert mirror_layout((online, half), Mirror(tmp_path)) is None


def test_a_table_is_read_straight_from_a_mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = offer_of(CSV.file())
    monkeypatch.setattr("newlyn.evidence.sources.ingest.tables", lambda: {"rooms": ROOMS})
    monkeypatch.setattr("newlyn.evidence.sources.library.offers", lambda: {"made_up": offer})
    with pytest.raises(SourceError, match=r"rooms: the mirror .* holds none of its layouts\. Fetch it from"):
        read_from_mirror("rooms", tmp_path)
    CSV.write(tmp_path, ROWS)
    assert read_from_mirror("rooms", tmp_path).table.num_rows == 4


def test_a_transform_that_meets_a_broken_file_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import newlyn.evidence.sources.nomis as publisher

    def broken(frame: pa.Table, _: object) -> pa.Table:
        return frame["Households"].cast(pa.int64())

    monkeypatch.setattr(publisher, "broken", broken, raising=False)
    file = ZIP.file(transform="broken")
    offer = offer_of(file)
    offer = type(offer)(offer.publisher.model_copy(update={"id": "nomis"}), offer.dataset)
    from newlyn.evidence.sources.ingest import read_file

    with pytest.raises(SourceError, match=r"^rooms\.zip: not in the layout that is defined \(.*'1,234'.*\)\. Compare"):
        read_file(ZIP.write(tmp_path, ROWS), file, ROOMS, offer)
