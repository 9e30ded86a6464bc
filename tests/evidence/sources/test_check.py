"""A finished table is held against its declaration; what is wrong is told with the cell it stands in."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.sources.made_up import CSV, ROOMS

from newlyn.evidence.catalogue.table import FILE, ROW, Column, Table, area
from newlyn.evidence.sources.cell import Cells, shown
from newlyn.evidence.sources.check import check_grain, check_rows, check_table
from newlyn.evidence.sources.dataset import Unpivot
from newlyn.foundation.errors import SourceError

GOOD = {"area": "E01000001", "kind": "roomy", "households": 5, "share": 50.0, "status": "published"}
SCHEMA = pa.schema([("area", pa.string()), ("kind", pa.string()), ("households", pa.int64()), ("share", pa.float64()),
                    ("status", pa.string()), (ROW, pa.int32())])  # fmt: skip


def table_of(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist([GOOD | {ROW: 2 + at} | row for at, row in enumerate(rows)], schema=SCHEMA)


def test_a_good_table_passes() -> None:
    check_table(table_of({}, {"kind": "crowded", "households": None, "status": "suppressed"}), ROOMS, (CSV.file(),))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"area": "E0100000"}, "column 'LSOA code': 'E0100000' is not a GSS code"),
        ({"area": "E01035000"}, r"column 'LSOA code': 'E01035000' was first used in 2021"),
        ({"kind": None}, r"column 'Type': no value is given and one is required\."),
        ({"kind": "huge"}, r"column 'Type': 'huge' is not accepted\. Accepted: 'crowded', 'roomy'\."),
        ({"households": -1}, r"column 'Households': -1 is less than 0\. Accepted: 0 or more\."),
        ({"share": 101.0}, r"column 'Share %': 101\.0 is more than 100\. Accepted: 0 to 100\."),
        ({"status": "hidden"}, r"column 'status': 'hidden' is not accepted\. Accepted: 'missing', 'published', 'sup"),
    ],
)
def test_a_fault_is_told_with_its_cell(row: dict[str, object], told: str) -> None:
    with pytest.raises(SourceError, match=rf"^rooms\.csv, row 3, {told}"):
        check_table(table_of({"kind": "crowded"}, row), ROOMS, (CSV.file(),))


def test_a_word_out_of_very_many_is_told_with_their_number() -> None:
    words = tuple(f"word{n}" for n in range(40))
    table = Table("t", "T", (area("lsoa11"), Column("kind", "text", "K", accepted=words)), ("area",))
    rows = table_of({"kind": "?"}).select(["area", "kind", ROW])
    with pytest.raises(SourceError, match=r"column 'Type': '\?' is not accepted\. The table declares 40 words\."):
        check_table(rows, table, (CSV.file(),))


def test_a_limit_may_stand_on_one_side_alone() -> None:
    table = Table("t", "T", (area("lsoa11"), Column("share", "number", "S", most=10)), ("area",))
    rows = table_of({}).select(["area", "share", ROW])
    with pytest.raises(SourceError, match=r"50\.0 is more than 10\. Accepted: 10 or less\."):
        check_table(rows, table, (CSV.file(),))


def test_a_blank_among_codes_does_not_move_the_row_that_is_told() -> None:
    columns = (Column("area", "area", "Code", area_type="lsoa11", required=False), *ROOMS.columns[1:])
    table = Table("rooms", "Rooms", columns, ("kind",))
    rows = table_of({"area": None}, {"area": None, "kind": "crowded"}, {"area": "x", "kind": "crowded"})
    with pytest.raises(SourceError, match=r"^rooms\.csv, row 4, column 'LSOA code': 'x' is not a GSS code"):
        check_table(rows, table, (CSV.file(),))


def test_a_row_that_stands_twice_is_told_with_the_row_of_the_second() -> None:
    with pytest.raises(SourceError, match=r"^rooms\.csv, row 4: area 'E01000001', kind 'roomy' stands in an earlier"):
        check_table(table_of({}, {"kind": "crowded"}, {}), ROOMS, (CSV.file(),))


def test_rows_of_two_files_are_told_by_their_file() -> None:
    rows = table_of({}, {}).append_column(FILE, pa.array([0, 1], pa.int16()))
    with pytest.raises(SourceError, match=r"^south\.csv, row 3: .* stands in an earlier row too"):
        check_grain(rows, ROOMS, (CSV.file(name="north.csv"), CSV.file(name="south.csv")))


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(("crowded", "roomy"))), max_size=12))
def test_a_repeat_is_found_wherever_it_stands(keys: list[tuple[int, str]]) -> None:
    rows = table_of(*({"area": f"E0100000{number}", "kind": kind} for number, kind in keys))
    if len(set(keys)) == len(keys):
        check_grain(rows, ROOMS, (CSV.file(),))
    else:
        with pytest.raises(SourceError, match="stands in an earlier row too"):
            check_grain(rows, ROOMS, (CSV.file(),))


@pytest.mark.parametrize(("got", "asked"), [(5, None), (5, 5), (0, None)])
def test_as_many_rows_as_were_asked_for_pass(got: int, asked: int | None) -> None:
    check_rows(got, asked, "x.csv")


def test_too_few_rows_and_too_many_are_told_apart() -> None:
    with pytest.raises(
        SourceError, match=r"^x\.csv: 25,000 rows arrived and 32,844 were expected; the file is cut off"
    ):
        check_rows(25_000, 32_844, "x.csv")
    with pytest.raises(SourceError, match=r"the file is not the file that was asked for\. Fetch it again"):
        check_rows(3, 2, "x.csv")


def test_a_cell_is_named_by_the_header_it_came_from() -> None:
    unpivot = Unpivot(names_to="kind", values_to="households", columns={"roomy": "Roomy homes"})
    cells = Cells(table_of({}), (CSV.file(unpivot=unpivot),))
    assert cells.place(0, "households") == "rooms.csv, row 2, column 'Roomy homes'"
    assert cells.place(0, "area") == "rooms.csv, row 2, column 'LSOA code'"
    assert cells.place(0) == "rooms.csv, row 2"


def test_a_long_value_is_shown_in_brief_and_on_one_line() -> None:
    assert shown("a\nb") == r"'a\nb'"
    assert len(shown("x" * 500)) <= 61
