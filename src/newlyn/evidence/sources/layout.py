"""Give an opened file the declared columns of its table: choose, unpivot, place in England, and type.

The checks of the finished table (codes, ranges, repeats, rows) are `evidence.sources.check`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import INTEGERS, ROW, STATUS, Column, Table
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column
from newlyn.foundation.errors import SourceError, did_you_mean

Transform = Callable[[pa.Table, File], pa.Table]

TYPES = {"area": pa.string(), "text": pa.string(), "period": pa.string(), "number": pa.float64(),
         "count": pa.int64(), "rank": pa.int32(), "decile": pa.int8(), "shape": pa.binary()}  # fmt: skip


@dataclass(frozen=True)
class LeftOut:
    """Rows of a file that did not enter its table, and out of how many."""

    reason: str
    rows: int
    of: int

    @property
    def share(self) -> float:
        """Rows left out as a share of the file's rows."""
        return self.rows / self.of if self.of else 0.0


@dataclass(frozen=True)
class Reading:
    """A file read into the declared columns, with the rows that were left out."""

    table: pa.Table
    left_out: tuple[LeftOut, ...]


def read_layout(frame: pa.Table, file: File, table: Table, transform: Transform | None = None) -> Reading:
    """The frame of `file` in the declared columns of `table`, plus `source_row`.

    Raises
    ------
    SourceError
        If a column is not there or a value is not of its kind; file, row and column are named.
    """
    rows = frame.num_rows
    frame = _wanted(frame, file)
    named = transform(frame, file) if transform else _named(frame, file, table)
    of = max(rows, named.num_rows)  # columns that became rows are counted as rows
    named = _with_constants(named, file)
    named, left_out = _in_england(named, file, table, of)
    columns: dict[str, pa.Array] = {}
    status: pa.Array | None = None
    for column in table.columns:
        if column.name == STATUS:
            continue
        given = named[column.name] if column.name in named.column_names else pa.nulls(named.num_rows, pa.string())
        columns[column.name], withheld = _typed(given, column, file, named[ROW])
        if withheld is not None:
            status = withheld if status is None else status
    if table.has_status:
        columns[STATUS] = _status(columns, table, status, named)
    ordered = {name: columns[name] for name in table.names}
    return Reading(pa.table(ordered | {ROW: named[ROW].combine_chunks()}), left_out)


def _wanted(frame: pa.Table, file: File) -> pa.Table:
    for header, values in file.where.items():
        _require(frame, header, file)
        frame = frame.filter(pc.is_in(text_column(frame, header), pa.array(values)))
    return frame


def _named(frame: pa.Table, file: File, table: Table) -> pa.Table:
    for name in [*file.columns, *file.constants, *([file.unpivot.names_to] if file.unpivot else [])]:
        table.column(name)
    chosen = choose_columns(frame, file)
    if file.unpivot is None:
        return pa.table(chosen)
    parts = []
    for name, header in file.unpivot.columns.items():
        _require(frame, header, file)
        part = chosen | {
            file.unpivot.names_to: pa.repeat(pa.scalar(name), frame.num_rows),
            file.unpivot.values_to: frame[header],
        }
        parts.append(pa.table(part))
    return pa.concat_tables(parts)


def choose_columns(frame: pa.Table, file: File) -> dict[str, pa.ChunkedArray]:
    """The columns that the definition of `file` names, by their declared name, and `source_row`.

    Raises
    ------
    SourceError
        If the file has no column of that header.
    """
    chosen = {}
    for name, header in file.columns.items():
        _require(frame, header, file)
        chosen[name] = frame[header]
    return chosen | {ROW: frame[ROW]}


def _require(frame: pa.Table, header: str, file: File) -> None:
    if header not in frame.column_names:
        hint = did_you_mean(header, frame.column_names)
        raise SourceError(
            f"{file.kept_as}: there is no column {header!r}. {hint} The publisher may have renamed it: "
            "compare the file with its definition."
        )


def _with_constants(named: pa.Table, file: File) -> pa.Table:
    for name, value in file.constants.items():
        named = named.append_column(name, pa.repeat(pa.scalar(value), named.num_rows))
    for name, words in file.rename.items():
        old = text_column(named, name)
        found = pc.index_in(old, pa.array(list(words)))
        new = pc.coalesce(pc.take(pa.array(list(words.values())), found), old)
        named = named.set_column(named.column_names.index(name), name, new)
    return named


def _in_england(named: pa.Table, file: File, table: Table, of: int) -> tuple[pa.Table, tuple[LeftOut, ...]]:
    """Leave out, or refuse, rows without an area and rows of areas outside England."""
    left_out = []
    for column in table.columns:
        if column.kind != "area" or column.name not in named.column_names or not column.required:
            continue
        codes = pc.fill_null(text_column(named, column.name), "")
        blank = pc.is_in(codes, pa.array(file.missing))
        named, codes, count = _drop(named, codes, blank, file, column, "no area is given", file.unplaced)
        if count:
            left_out.append(LeftOut("no area is given", count, of))
        abroad = pc.match_substring_regex(codes, "^[WSNKLM]")
        named, codes, count = _drop(named, codes, abroad, file, column, "the area is not in England", file.elsewhere)
        if count:
            left_out.append(LeftOut("the area is not in England", count, of))
    return named, tuple(left_out)


def _drop(
    named: pa.Table, codes: pa.Array, found: pa.Array, file: File, column: Column, reason: str, rule: str
) -> tuple[pa.Table, pa.Array, int]:
    count = pc.sum(found).as_py() or 0
    if not count:
        return named, codes, 0
    if rule == "refuse":
        row, value = _first(found, named[ROW], codes)
        raise SourceError(f"{file.kept_as}, row {row}, column {_header(file, column)}: {reason} ({value!r}).")
    kept = pc.invert(found)
    return named.filter(kept), codes.filter(kept), count


def _typed(
    given: pa.ChunkedArray, column: Column, file: File, rows: pa.ChunkedArray
) -> tuple[pa.Array, pa.Array | None]:
    """The column in its declared type, and for text that held marks, why values are absent."""
    target = TYPES[column.kind]
    if pa.types.is_dictionary(given.type):
        given = given.cast(given.type.value_type)
    if column.kind == "shape":
        return _one(given.cast(pa.binary())), None
    if target == pa.string():
        return _one(_blank_to_null(pc.utf8_trim_whitespace(given.cast(pa.string())))), None
    if pa.types.is_string(given.type) or pa.types.is_large_string(given.type):
        number, withheld = _parsed(given.cast(pa.string()), column, file, rows)
    else:
        number, withheld = given.cast(pa.float64()), None
    number = pc.if_else(pc.is_finite(number), number, pa.scalar(None, pa.float64()))
    if column.kind in INTEGERS:
        _refuse(pc.not_equal(pc.round(number), number), given, "is not a whole number", column, file, rows)
    return _one(number.cast(target)), withheld


def _parsed(
    given: pa.ChunkedArray, column: Column, file: File, rows: pa.ChunkedArray
) -> tuple[pa.ChunkedArray, pa.Array]:
    text = pc.fill_null(pc.utf8_trim_whitespace(given), "")
    suppressed = pc.is_in(text, pa.array(file.suppressed))
    missing = pc.is_in(text, pa.array(file.missing))
    digits = pc.replace_substring(text, ",", "")
    shaped = pc.match_substring_regex(digits, r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$")
    absent = pc.or_(suppressed, missing)
    _refuse(pc.invert(pc.or_(shaped, absent)), given, "is not a number", column, file, rows)
    number = pc.if_else(absent, pa.scalar(None, pa.string()), digits).cast(pa.float64())
    why = pc.if_else(suppressed, "suppressed", pc.if_else(missing, "missing", "published"))
    return number, _one(why)


def _refuse(
    bad: pa.ChunkedArray, given: pa.ChunkedArray, reason: str, column: Column, file: File, rows: pa.ChunkedArray
) -> None:
    if pc.any(bad).as_py():
        row, value = _first(bad, rows, given)
        accepted = "Accepted: a number, or a mark of a withheld or missing figure."
        raise SourceError(f"{file.kept_as}, row {row}, column {_header(file, column)}: {value!r} {reason}. {accepted}")


def _first(found: pa.ChunkedArray, rows: pa.ChunkedArray, values: pa.ChunkedArray) -> tuple[int, object]:
    position = pc.index(_one(pc.fill_null(found, False)), True).as_py()
    return rows[position].as_py(), values[position].as_py()


def _header(file: File, column: Column) -> str:
    return repr(file.columns.get(column.name, column.name))


def _status(columns: dict[str, pa.Array], table: Table, why: pa.Array | None, named: pa.Table) -> pa.Array:
    """Published where there is a value, else the mark that stood there, else missing."""
    if STATUS in named.column_names:
        return _one(text_column(named, STATUS))
    value = next(c.name for c in table.columns if c.kind in ("number", "count") and not c.required)
    absent = pc.is_null(columns[value])
    return pc.if_else(absent, why if why is not None else "missing", "published")


def _blank_to_null(text: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _one(values: pa.ChunkedArray | pa.Array) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
