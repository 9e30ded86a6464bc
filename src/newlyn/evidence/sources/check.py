"""Check a table that was read against what is declared of it, before anything downstream sees it.

A check never mends: it names the file, the row, the column and what is accepted, and refuses.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import Column, Table
from newlyn.evidence.order import first_repeat
from newlyn.evidence.sources.cell import Cells
from newlyn.evidence.sources.dataset import File
from newlyn.foundation.errors import InputError, SourceError, did_you_mean
from newlyn.foundation.period import Period
from newlyn.geography.code import find_fault


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


def check_table(read: pa.Table, table: Table, files: Sequence[File]) -> None:
    """Refuse a table with an absent, unknown, impossible or repeated value.

    Parameters
    ----------
    read : table in the declared columns, with `source_row`
    table : what is declared
    files : the file it was read from, for the message

    Raises
    ------
    SourceError
        One line: file, row, column, value, what is accepted.
    """
    cells = Cells(read, files)
    for column in table.columns:
        values = read[column.name]
        if column.required and values.null_count:
            place = cells.place(pc.index(pc.is_null(values), True).as_py(), column.name)
            raise SourceError(f"{place}: no value is given and one is required. Compare the file with its definition.")
        _check_codes(values, column, cells)
        _check_limits(values, column, cells)
        _check_words(values, column, cells)
        _check_periods(values, column, cells)
    check_grain(read, table, files)


def check_grain(read: pa.Table, table: Table, files: Sequence[File]) -> None:
    """Refuse a table in which what makes a row unique stands twice, be it in one file or in two."""
    position = first_repeat(read, table.grain)
    if position is not None:
        row = read.slice(position, 1).to_pylist()[0]
        key = ", ".join(f"{column} {row[column]!r}" for column in table.grain)
        place = Cells(read, files).place(position)
        raise SourceError(f"{place}: {key} stands in an earlier row too; it may stand once. Fetch it again.")


def _check_codes(values: pa.ChunkedArray, column: Column, cells: Cells) -> None:
    if not column.area_types or len(values) == values.null_count:
        return
    given = pc.is_valid(values)
    fault = find_fault(values.filter(given), column.area_types)
    if fault is not None:
        position = pc.indices_nonzero(given)[fault[0]].as_py()
        raise SourceError(f"{cells.place(position, column.name)}: {fault[1]}")


def _check_limits(values: pa.ChunkedArray, column: Column, cells: Cells) -> None:
    accepted = f"Accepted: {_limits(column)}."
    if column.least is not None:
        cells.refuse(pc.less(values, column.least), values, column.name, f"is less than {column.least:g}. {accepted}")
    if column.most is not None:
        cells.refuse(pc.greater(values, column.most), values, column.name, f"is more than {column.most:g}. {accepted}")


def _limits(column: Column) -> str:
    if column.least is None:
        return "" if column.most is None else f"{column.most:g} or less"
    return f"{column.least:g} or more" if column.most is None else f"{column.least:g} to {column.most:g}"


def _check_words(values: pa.ChunkedArray, column: Column, cells: Cells) -> None:
    if not column.accepted:
        return
    bad = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, pa.array(column.accepted))))
    if pc.any(bad).as_py():
        given = values[pc.index(bad, True).as_py()].as_py()
        hint = did_you_mean(given, column.accepted) or f"The table declares {len(column.accepted)} words."
        cells.refuse(bad, values, column.name, f"is not accepted. {hint}")


def _check_periods(values: pa.ChunkedArray, column: Column, cells: Cells) -> None:
    if column.kind != "period":
        return
    for text in pc.unique(values).drop_null().to_pylist():
        try:
            Period.parse(text)
        except InputError as error:
            position = pc.index(values, text).as_py()
            raise SourceError(f"{cells.place(position, column.name)}: {error}") from None
