"""Open a publisher's file as it stands: columns by their header, and the row each line came from.

No column is interpreted here; text stays text. Giving the columns their declared meaning is
`evidence.sources.layout`.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.dataset import File
from newlyn.foundation.errors import SourceError

BROKEN = (
    pa.ArrowInvalid, zipfile.BadZipFile, EOFError, gzip.BadGzipFile, csv.Error, json.JSONDecodeError, KeyError,
)  # fmt: skip
"""What the readers of the formats raise when a file is cut off or is something else."""


def open_frame(path: Path, file: File) -> pa.Table:
    """The file as a table with stripped headers and the column `source_row`.

    Rows are counted as a spreadsheet counts them, the header included, so that a person can find the row
    that an error or a lineage names. A Parquet file has no header line; its first row counts as row 1.

    Raises
    ------
    SourceError
        If the file is empty, cut off, a web page, or not of the stated format.
    """
    if path.stat().st_size == 0:
        raise SourceError(f"{file.kept_as}: the file is empty. Fetch it again.")
    opener = {"csv": _csv, "parquet": _parquet, "xlsx": _xlsx, "geojson": _geojson, "json": _json}[file.format]
    try:
        return opener(path, file)
    except BROKEN as error:
        reason = str(error).splitlines()[0][:160]
        raise SourceError(f"{file.kept_as}: not a whole {file.format} file ({reason}). Fetch it again.") from None


def _bytes(path: Path, file: File) -> bytes:
    """The file's own bytes, out of gzip or the zip archive it came in."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if file.member:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read(file.member)
    if file.format != "xlsx" and data.lstrip()[:9].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise SourceError(
            f"{file.kept_as}: a web page came in place of the {file.format} file. "
            "Check its address on the publisher's page."
        )
    return data


def _csv(path: Path, file: File) -> pa.Table:
    data = _bytes(path, file)
    skipped = file.header - 1
    names = _csv_header(data, file)
    table = pacsv.read_csv(
        io.BytesIO(data),
        read_options=pacsv.ReadOptions(
            skip_rows=skipped + 1, column_names=names, encoding=file.encoding, block_size=64 << 20
        ),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )
    return _numbered(table, first=file.header + 1)


def _csv_header(data: bytes, file: File) -> list[str]:
    # Not by Arrow, which would take the header `0` of a column of decimals for the number 0.0.
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding=file.encoding, errors="replace", newline=""))
    header = next(islice(lines, file.header - 1, None), [])
    if not header:
        raise pa.ArrowInvalid(f"row {file.header}, where the header should be, is empty")
    return _unique([name.strip().lstrip("\ufeff") for name in header])


def _parquet(path: Path, file: File) -> pa.Table:
    table = pq.read_table(path, use_pandas_metadata=False)
    kept = table.select([name for name in table.column_names if not name.startswith("__index_level")])
    return _numbered(kept.rename_columns(_unique([name.strip() for name in kept.column_names])), first=1)


def _xlsx(path: Path, file: File) -> pa.Table:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(_bytes(path, file)), read_only=True, data_only=True)
    if file.sheet is not None and file.sheet not in book.sheetnames:
        raise SourceError(f"{file.kept_as}: no sheet {file.sheet!r}. It has: {', '.join(book.sheetnames)}.")
    sheet = book[file.sheet] if file.sheet else book.worksheets[0]
    rows = list(sheet.iter_rows(min_row=file.header, values_only=True))
    if not rows:
        raise SourceError(f"{file.kept_as}: the sheet {sheet.title!r} has no row {file.header}.")
    width = max(position for position, cell in enumerate(rows[0]) if cell is not None) + 1
    names = _unique([" ".join(str(cell or "").split()) for cell in rows[0][:width]])
    body = [
        (number, row[:width]) for number, row in enumerate(rows[1:], file.header + 1) if any(c is not None for c in row)
    ]
    columns = {
        name: pa.array([None if row[at] is None else str(row[at]) for _, row in body], pa.string())
        for at, name in enumerate(names)
    }
    return pa.table(columns).append_column(ROW, pa.array([number for number, _ in body], pa.int32()))


def _geojson(path: Path, file: File) -> pa.Table:
    import shapely

    document = json.loads(_bytes(path, file))
    features = document["features"]
    names = sorted({name for feature in features for name in feature["properties"]})
    columns = {
        name: pa.array([_text(feature["properties"].get(name)) for feature in features], pa.string()) for name in names
    }
    # A lookup served as GeoJSON has features without a shape.
    drawn = [json.dumps(feature["geometry"]) if feature.get("geometry") else None for feature in features]
    shapes = shapely.from_geojson(drawn)
    columns["geometry"] = pa.array(list(shapely.to_wkb(shapes)), pa.binary())
    return _numbered(pa.table(columns), first=1)


def _json(path: Path, file: File) -> pa.Table:
    document = json.loads(_bytes(path, file))
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        raise SourceError(f"{file.kept_as}: expected a list of objects. A nested document needs a `transform`.")
    names = sorted({name for row in document for name in row})
    return _numbered(
        pa.table({n: pa.array([_text(row.get(n)) for row in document], pa.string()) for n in names}), first=1
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _numbered(table: pa.Table, *, first: int) -> pa.Table:
    return table.append_column(ROW, pa.array(range(first, first + table.num_rows), pa.int32()))


def _unique(names: list[str]) -> list[str]:
    """Give repeated or blank headers a number, so that each column can be named."""
    seen: dict[str, int] = {}
    unique = []
    for position, name in enumerate(names, 1):
        name = " ".join(name.split()) or f"column {position}"
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def text_column(frame: pa.Table, name: str) -> pa.ChunkedArray:
    """A column as stripped text; numbers keep their shortest form."""
    column = frame[name]
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return pc.utf8_trim_whitespace(column.cast(pa.string()))
