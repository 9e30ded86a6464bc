"""Tenths that were not published follow from ranks; what is no rank is left for its own check to refuse."""

import pyarrow as pa
import pytest

from newlyn.evidence.catalogue.table import ROW, Column, Table, area
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.layout import read_layout
from newlyn.evidence.sources.mhclg import with_tenths
from newlyn.foundation.errors import SourceError

TABLE = Table(
    "early",
    "Early",
    (area("lsoa01"), Column("imd_rank", "number", "rank"), Column("imd_decile", "decile", "tenth")),
    ("area",),
)
FILE = File(path="early.csv", format="csv", columns={"area": "LSOA", "imd_rank": "RANK"})


def frame(ranks):
    codes = [f"E010000{number:02d}" for number in range(1, len(ranks) + 1)]
    return pa.table({"LSOA": codes, "RANK": ranks, ROW: pa.array(range(2, len(ranks) + 2), pa.int32())})


def test_each_rank_gets_the_tenth_it_falls_in():
    ranks = [str(rank) for rank in range(1, 21)]
    read = read_layout(frame(ranks), FILE, TABLE, with_tenths).table
    assert read["imd_decile"].to_pylist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10]


def test_tied_ranks_that_end_in_a_half_get_a_tenth_too():
    ranks = ["1", "2.5", "2.5", "4", "5", "6", "7", "8", "9", "10"]
    read = read_layout(frame(ranks), FILE, TABLE, with_tenths).table
    assert read["imd_decile"].to_pylist()[:4] == [1, 3, 3, 4]


def test_ranks_that_are_numbers_in_the_file_are_read_as_well():
    read = read_layout(frame([2.0, 1.0]), FILE, TABLE, with_tenths).table
    assert read["imd_decile"].to_pylist() == [10, 5]


def test_text_in_place_of_a_rank_is_refused_by_its_row_and_column():
    with pytest.raises(SourceError, match=r"early.csv, row 3, column 'RANK': 'first' is not a number"):
        read_layout(frame(["1", "first"]), FILE, TABLE, with_tenths)


def test_a_renamed_column_is_refused_by_name():
    renamed = frame(["1"]).rename_columns(["LSOA", "POSITION", ROW])
    with pytest.raises(SourceError, match=r"early.csv: there is no column 'RANK'"):
        read_layout(renamed, FILE, TABLE, with_tenths)
