"""Read comma-separated text: every cell as text, every line with the row a spreadsheet shows it in.

Getting the text out of gzip and zip is `evidence.sources.frame`; what the columns mean is
`evidence.sources.layout`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.header import unique_names
from newlyn.foundation.errors import SourceError

_BLANK_LINE = (b"\n\n", b"\n\r\n", b"\r\r")
_BLOCK = 64 << 20  # bytes read at a time; a row must fit into one


def read_csv(data: bytes, file: File) -> pa.Table:
    """The rows of a CSV file with the column `source_row`; rows without anything in them are left away.

    Raises
    ------
    SourceError
        If the text is not in the stated encoding, or a row has more or fewer cells than the header.
    """
    try:
        names, lines = _header(data, file)
        table = pacsv.read_csv(
            io.BytesIO(data),
            read_options=pacsv.ReadOptions(
                skip_rows=lines, column_names=names, encoding=file.encoding, block_size=_BLOCK
            ),
            parse_options=pacsv.ParseOptions(newlines_in_values=True),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        _refuse_encoding(data, file)
        _refuse_shape(data, file)
        raise pa.ArrowInvalid(str(error)) from None
    if data.count(b'"') % 2:
        _refuse_shape(data, file)  # a quotation mark too few, and the rest of the file has become one cell
    return _without_blank_rows(table.append_column(ROW, _row_numbers(data, file, table.num_rows)), names)


def _header(data: bytes, file: File) -> tuple[list[str], int]:
    """Names of the columns, and how many lines of text they and all above them take up."""
    # Not by Arrow, which would take the header `0` of a column of decimals for the number 0.0.
    records = _records(data, file)
    header: list[str] = next(islice(records, file.header - 1, None), [])
    if not any(cell.strip() for cell in header):
        raise SourceError(f"{file.kept_as}: row {file.header}, where the header should be, is empty. Fetch it again.")
    return unique_names(header), records.line_num


def _records(data: bytes, file: File, *, strict: bool = False) -> Any:
    encoding = "utf-8-sig" if file.encoding.lower().replace("_", "-") in ("utf-8", "utf8") else file.encoding
    return csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline=""), strict=strict)


def _row_numbers(data: bytes, file: File, count: int) -> pa.Array:
    """A row is numbered as a spreadsheet numbers it: blank lines count, line breaks inside a cell do not."""
    first = file.header + 1
    end = len(data)
    while end and data[end - 1 : end].isspace():
        end -= 1  # not by `rstrip`, which would copy the whole of a large file
    if any(data.find(mark, 0, end) >= 0 for mark in _BLANK_LINE):
        numbers = [number for number, cells in enumerate(_records(data, file), 1) if cells and number >= first]
        if len(numbers) == count:
            return pa.array(numbers, pa.int32())
    return pa.array(range(first, first + count), pa.int32())


def _without_blank_rows(table: pa.Table, names: list[str]) -> pa.Table:
    blank = pc.equal(table[names[0]], "")
    for name in names[1:]:
        if not pc.any(blank).as_py():
            return table
        blank = pc.and_(blank, pc.equal(table[name], ""))
    return table.filter(pc.invert(blank))


def _refuse_encoding(data: bytes, file: File) -> None:
    try:
        data.decode(file.encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(file.encoding)
        row, cells = 0, [""]
        for row, cells in enumerate(csv.reader(io.StringIO(f"{before}x", newline="")), 1):  # noqa: B007 - the last
            pass
        given = data[max(0, error.start - 12) : error.end + 4]
        raise SourceError(
            f"{file.kept_as}, row {row}, cell {len(cells)}: {given!r} is not {file.encoding} text. "
            f"Accepted: {file.encoding}. If the publisher has changed it, name the encoding in the definition."
        ) from None


def _refuse_shape(data: bytes, file: File) -> None:
    """Name the first row that has more or fewer cells than the header, or that begins a cell without an end."""
    width = 0
    for number, cells, whole in _shapes(data, file):
        if number < file.header or not cells:
            continue
        width = width or len(cells)
        if len(cells) != width or not whole:
            reason = "a quotation mark that is not closed" if not whole else f"{len(cells)} cells"
            raise SourceError(
                f"{file.kept_as}, row {number}: {reason}, where the header has {width} cells; the file is cut off "
                f"or this row is broken: {','.join(cells)[:60]!r}. Fetch it again."
            )


def _shapes(data: bytes, file: File) -> Iterator[tuple[int, list[str], bool]]:
    """Row, cells, and whether the row ends as it should."""
    records = _records(data, file, strict=True)
    number, cells = 0, list[str]()
    try:
        for number, cells in enumerate(records, 1):
            yield number, cells, True
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            yield number + 1, cells, False
