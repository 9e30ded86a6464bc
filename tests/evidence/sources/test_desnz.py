"""Notes below a table of figures are left out and counted; a figure without an area is not mistaken for one."""

import pyarrow as pa
import pytest

from newlyn.evidence.catalogue.table import ROW, Column, Table, area
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.desnz import without_notes
from newlyn.evidence.sources.layout import read_layout
from newlyn.foundation.errors import SourceError

TABLE = Table(
    "fuel",
    "Fuel",
    (area("lad|ctry"), Column("households", "count", "all"), Column("fuel_poor", "count", "poor")),
    ("area",),
)
COLUMNS = {"area": "Area Codes", "households": "Number of households", "fuel_poor": "In fuel poverty"}
FILE = File(path="fuel.csv", format="csv", columns=COLUMNS, unplaced="leave out")


def frame(*rows):
    columns = dict(zip(COLUMNS.values(), map(list, zip(*rows, strict=True)), strict=True))
    return pa.table(columns | {ROW: pa.array(range(2, len(rows) + 2), pa.int32())})


def test_rows_without_any_figure_are_left_out_and_counted():
    given = frame(("E07000000", "640", "96"), ("", "", ""), ("Back to contents", "", ""))
    reading = read_layout(given, FILE, TABLE, without_notes)
    assert reading.table["area"].to_pylist() == ["E07000000"]
    (left_out,) = reading.left_out
    assert (left_out.rows, left_out.of) == (2, 3)


def test_numbers_and_nulls_are_told_apart_as_text_is():
    given = frame(("E07000000", 640.0, 96.0), (None, None, None))
    assert read_layout(given, FILE, TABLE, without_notes).table["fuel_poor"].to_pylist() == [96]


def test_notes_are_refused_where_the_definition_does_not_leave_them_out():
    strict = FILE.model_copy(update={"unplaced": "refuse"})
    with pytest.raises(SourceError, match=r"fuel.csv, row 3, column 'Area Codes': '' .no area is given"):
        read_layout(frame(("E07000000", "640", "96"), ("Source: a survey", "", "")), strict, TABLE, without_notes)


def test_a_row_with_one_figure_keeps_its_area():
    given = frame(
        ("E07000000", "640", ""),
    )
    assert read_layout(given, FILE, TABLE, without_notes).table["area"].to_pylist() == ["E07000000"]
