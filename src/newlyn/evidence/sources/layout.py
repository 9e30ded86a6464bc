"""Give an opened file the declared columns of its table: choose, unpivot, place in England, and type.

The checks of the finished table (codes, ranges, repeats, rows) are `evidence.sources.check`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import INTEGERS, ROW, STATUS, Column, Table
from newlyn.evidence.sources.cell import Cells
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column
from newlyn.foundation.errors import SourceError, did_you_mean

Transform = Callable[[pa.Table, File], pa.Table]

TYPES = {"area": pa.string(), "text": pa.string(), "period": pa.string(), "number": pa.float64(),
         "count": pa.int64(), "rank": pa.int32(), "decile": pa.int8(), "shape": pa.binary()}  # fmt: skip

LARGEST = {"number": sys.float_info.max, "count": 2.0**53, "rank": 2.0**31 - 1, "decile": 2.0**7 - 1}
"""The largest number that the type of each kind keeps exactly; larger ones come of a slip, not of a survey."""

NO_AREA, ABROAD = "no area is given", "the area is not in England"
COMPARE = "Compare the file with its definition."

_ABROAD = r"^[WSNKLM]\d{8}$"  # codes only: a footnote may begin with these letters too
_THOUSANDS = r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$"  # so that 12,5 is not taken for 125
_DIGITS = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"


@dataclass(frozen=True)
class LeftOut:
    """Rows of a file that did not enter its table, and out of how many that belong to it."""

    reason: str
    rows: int
    of: int

    @property
    def share(self) -> float:
        """Rows left out as a share of the table's rows in the file, those left out included."""
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
    try:
        frame = _wanted(frame, file)
        named = _with_constants(transform(frame, file) if transform else _named(frame, file, table), file)
    except (pa.ArrowException, KeyError) as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"{file.kept_as}: not in the layout that is defined ({reason}). {COMPARE}") from None
    named, left_out = _in_england(named, file, table)
    cells = Cells(named, (file,))
    columns: dict[str, pa.Array] = {}
    reasons: dict[str, pa.Array] = {}
    for column in table.columns:
        if column.name != STATUS:
            given = named[column.name] if column.name in named.column_names else pa.nulls(named.num_rows, pa.string())
            columns[column.name], reasons[column.name] = _typed(given, column, cells)
    if table.has_status:
        columns[STATUS] = _status(columns, reasons, table, named)
    ordered = {name: columns[name] for name in table.names}
    return Reading(pa.table(ordered | {ROW: named[ROW].combine_chunks()}), left_out)


def _wanted(frame: pa.Table, file: File) -> pa.Table:
    for header, values in file.where.items():
        _require(frame, header, file)
        given = text_column(frame, header)
        frame = frame.filter(pc.is_in(given, pa.array(values)))
        if frame.num_rows == 0:
            hint = did_you_mean(values[0], [word for word in pc.unique(given).to_pylist() if word])
            wanted = " or ".join(map(repr, values))
            told = f"{file.kept_as}: no row has {wanted} in the column {header!r}. {hint} {COMPARE}"
            raise SourceError(told.replace("  ", " "))
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
    return pa.concat_tables(parts, promote_options="permissive")  # a publisher's integers beside decimals


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
        told = f"{file.kept_as}: there is no column {header!r}. {hint} The publisher may have renamed it. {COMPARE}"
        raise SourceError(told.replace("  ", " "))
    again = f"{header} (2)"
    if again in frame.column_names and again not in _headers(file):
        raise SourceError(
            f"{file.kept_as}: the column {header!r} stands twice. Name {again!r} in the definition if that is the one."
        )


def _headers(file: File) -> set[str]:
    return {*file.columns.values(), *file.where, *(file.unpivot.columns.values() if file.unpivot else ())}


def _with_constants(named: pa.Table, file: File) -> pa.Table:
    for name, value in file.constants.items():
        named = named.append_column(name, pa.repeat(pa.scalar(value), named.num_rows))
    for name, words in file.rename.items():
        old = text_column(named, name)
        found = pc.index_in(old, pa.array(list(words)))
        new = pc.coalesce(pc.take(pa.array(list(words.values())), found), old)
        named = named.set_column(named.column_names.index(name), name, new)
    return named


def _in_england(named: pa.Table, file: File, table: Table) -> tuple[pa.Table, tuple[LeftOut, ...]]:
    """Leave out, or refuse, rows without an area and rows of areas outside England."""
    of = named.num_rows
    left_out = []
    for column in table.columns:
        if column.kind != "area" or column.name not in named.column_names or not column.required:
            continue
        for reason, rule, remedy in ((NO_AREA, file.unplaced, "unplaced"), (ABROAD, file.elsewhere, "elsewhere")):
            codes = _codes(named, column, file)
            blank = reason == NO_AREA
            found = pc.is_in(codes, pa.array(file.missing)) if blank else pc.match_substring_regex(codes, _ABROAD)
            count = pc.sum(found).as_py() or 0
            if count and rule == "refuse":
                told = f"({reason}). Accepted: codes of areas in England. If such rows belong here, say "
                Cells(named, (file,)).refuse(found, codes, column.name, f"{told}`{remedy}: leave out`.")
            if count:
                named = named.filter(pc.invert(found))
                left_out.append(LeftOut(reason, count, of))
    if named.num_rows == 0:
        reason = f"none of its {of:,} rows is of an area in England" if left_out else "no row of it fills the table"
        raise SourceError(f"{file.kept_as}: {reason}. {COMPARE}")
    return named, tuple(left_out)


def _codes(named: pa.Table, column: Column, file: File) -> pa.ChunkedArray:
    try:
        return pc.fill_null(text_column(named, column.name), "")
    except pa.ArrowException:
        raise _another_kind(named[column.name], column, Cells(named, (file,))) from None


def _typed(given: pa.ChunkedArray, column: Column, cells: Cells) -> tuple[pa.Array, pa.Array | None]:
    """The column in its declared type, and for text that held marks, why values are absent."""
    if pa.types.is_dictionary(given.type):
        given = given.cast(given.type.value_type)
    try:
        if column.kind == "shape":
            return _one(given.cast(pa.binary())), None
        if TYPES[column.kind] == pa.string():
            return _one(_blank_to_null(pc.utf8_trim_whitespace(given.cast(pa.string())))), None
    except pa.ArrowException:
        raise _another_kind(given, column, cells) from None
    number, why = _number(given, column, cells)
    too_large = pc.greater(pc.abs(number), LARGEST[column.kind])
    cells.refuse(too_large, given, column.name, "is too large to be true. Accepted: a number that can be kept exactly.")
    if column.kind in INTEGERS:
        broken = pc.not_equal(pc.round(number), number)
        cells.refuse(broken, given, column.name, "is not a whole number. Accepted: a whole number, or a mark.")
    return _one(number.cast(TYPES[column.kind])), why


def _number(given: pa.ChunkedArray, column: Column, cells: Cells) -> tuple[pa.ChunkedArray, pa.Array | None]:
    """The column as floating point, without NaN; infinite values are left for the check of size."""
    kind = given.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _parsed(given.cast(pa.string()), column, cells)
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)) and kind != pa.null():
        raise _another_kind(given, column, cells)
    number = given.cast(pa.float64(), safe=False)
    return pc.if_else(pc.is_nan(number), pa.scalar(None, pa.float64()), number), None


def _another_kind(given: pa.ChunkedArray, column: Column, cells: Cells) -> SourceError:
    accepted = {"shape": "shapes", "text": "text", "area": "text", "period": "text"}.get(column.kind, "numbers")
    return SourceError(f"{cells.place(0, column.name)}: the column holds {given.type}. Accepted: {accepted}. {COMPARE}")


def _parsed(given: pa.ChunkedArray, column: Column, cells: Cells) -> tuple[pa.ChunkedArray, pa.Array]:
    text = pc.fill_null(pc.utf8_trim_whitespace(given), "")
    suppressed = pc.is_in(text, pa.array(cells.files[0].suppressed))
    missing = pc.is_in(text, pa.array(cells.files[0].missing))
    absent = pc.or_(suppressed, missing)
    digits = pc.if_else(pc.match_substring_regex(text, _THOUSANDS), pc.replace_substring(text, ",", ""), text)
    shaped = pc.match_substring_regex(digits, _DIGITS)
    accepted = "is not a number. Accepted: a number, or a mark of a withheld or missing figure."
    cells.refuse(pc.invert(pc.or_(shaped, absent)), given, column.name, accepted)
    number = pc.if_else(absent, pa.scalar(None, pa.string()), digits).cast(pa.float64())
    return number, _one(pc.if_else(suppressed, "suppressed", pc.if_else(missing, "missing", "published")))


def _status(
    columns: dict[str, pa.Array], reasons: dict[str, pa.Array | None], table: Table, named: pa.Table
) -> pa.Array:
    """Published where there is a value, else the mark that stood there, else missing."""
    if STATUS in named.column_names:
        return _one(text_column(named, STATUS))
    value = next(c.name for c in table.columns if c.kind in ("number", "count") and not c.required)
    why = reasons[value]
    return pc.if_else(pc.is_null(columns[value]), "missing" if why is None else why, "published")


def _blank_to_null(text: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _one(values: pa.ChunkedArray | pa.Array) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
