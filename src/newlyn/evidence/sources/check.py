"""Check a table that was read against what is declared of it, before anything downstream sees it.

A check never mends: it names the file, the row, the column and what is accepted, and refuses.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import ROW, Column, Table
from newlyn.evidence.order import first_repeat
from newlyn.foundation.errors import InputError, SourceError
from newlyn.geography.code import check_codes


def check_rows(got: int, asked: int | None, name: str) -> None:
    """Refuse a file with fewer or more rows than a whole one has.

    An answer cut short is often served as a success: Nomis, for one, stops a guest at 25,000 rows with
    status 200.
    """
    if asked is not None and got != asked:
        fewer = "cut off" if got < asked else "not the file that was asked for"
        raise SourceError(
            f"{name}: {got:,} rows arrived and {asked:,} were expected; the file is {fewer}. Fetch it again."
        )


def check_table(read: pa.Table, table: Table, name: str) -> None:
    """Refuse a table with an absent, unknown, impossible or repeated value.

    Parameters
    ----------
    read : table in the declared columns, with `source_row`
    table : what is declared
    name : the file's name, for the message

    Raises
    ------
    SourceError
        One line: file, row, column, value, what is accepted.
    """
    for column in table.columns:
        values = read[column.name]
        if column.required and values.null_count:
            row, _ = _first(pc.is_null(values), read, values)
            raise SourceError(f"{name}, row {row}, column {column.name!r}: no value is given and one is required.")
        _check_codes(values, column, read, name)
        _check_limits(values, column, read, name)
        _check_words(values, column, read, name)
    _check_grain(read, table, name)


def _check_codes(values: pa.ChunkedArray, column: Column, read: pa.Table, name: str) -> None:
    if not column.area_types or len(values) == values.null_count:
        return
    try:
        check_codes(values.drop_null(), column.area_types, where=f"{name}, column {column.name!r}")
    except InputError as error:
        raise SourceError(str(error)) from None


def _check_limits(values: pa.ChunkedArray, column: Column, read: pa.Table, name: str) -> None:
    for limit, wrong, words in ((column.least, pc.less, "less than"), (column.most, pc.greater, "more than")):
        if limit is None:
            continue
        bad = pc.fill_null(wrong(values, limit), False)
        if pc.any(bad).as_py():
            row, value = _first(bad, read, values)
            raise SourceError(f"{name}, row {row}, column {column.name!r}: {value} is {words} {limit:g}.")


def _check_words(values: pa.ChunkedArray, column: Column, read: pa.Table, name: str) -> None:
    if not column.accepted:
        return
    bad = pc.fill_null(pc.invert(pc.is_in(values, pa.array(column.accepted))), False)
    bad = pc.and_(bad, pc.is_valid(values))
    if pc.any(bad).as_py():
        row, value = _first(bad, read, values)
        accepted = ", ".join(column.accepted)
        raise SourceError(
            f"{name}, row {row}, column {column.name!r}: {value!r} is not accepted. Accepted: {accepted}."
        )


def _check_grain(read: pa.Table, table: Table, name: str) -> None:
    position = first_repeat(read, table.grain)
    if position is None:
        return
    row = read.slice(position, 1).to_pylist()[0]
    key = ", ".join(f"{column} {row[column]!r}" for column in table.grain)
    raise SourceError(f"{name}, row {row[ROW]}: {key} stands in an earlier row too; it may stand once.")


def _first(bad: pa.ChunkedArray, read: pa.Table, values: pa.ChunkedArray) -> tuple[int, object]:
    position = pc.index(bad, True).as_py()
    return read[ROW][position].as_py(), values[position].as_py()
