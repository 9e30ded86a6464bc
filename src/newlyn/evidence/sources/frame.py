"""Open a publisher's file as it stands: columns by their header, and the row each line came from.

No column is interpreted here; text stays text. Giving the columns their declared meaning is
`evidence.sources.layout`; the text of CSV files is read in `evidence.sources.csv_file`.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import struct
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.csv_file import read_csv
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.header import unique_names
from newlyn.foundation.errors import SourceError

BROKEN = (
    pa.ArrowException, zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, csv.Error, json.JSONDecodeError,
    UnicodeDecodeError, RecursionError,
)  # fmt: skip
"""What the readers of the formats raise when a file is cut off or is something else."""

_SHOWN = 160  # characters of a reason or of a file's beginning: enough to know it by, and still one line


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
        frame = opener(path, file)
    except BROKEN as error:
        raise _broken(file, error) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise _broken(file, error) from None  # Arrow's word for a damaged Parquet file
    if frame.num_rows == 0:
        raise SourceError(f"{file.kept_as}: there are no rows below the header. Fetch it again.")
    return frame


def _broken(file: File, error: Exception) -> SourceError:
    reason = _brief(str(error)) or type(error).__name__
    return SourceError(f"{file.kept_as}: not a whole {file.format} file ({reason}). Fetch it again.")


def _brief(text: str) -> str:
    return " ".join(text.split())[:_SHOWN].rstrip(".")


def _bytes(path: Path, file: File) -> bytes:
    """The file's own bytes, out of gzip or the zip archive it came in."""
    data = path.read_bytes()
    _refuse_another_kind(data, file)
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if file.member:
        data = _member(data, file)
    _refuse_another_kind(data, file)
    return data


def _member(data: bytes, file: File) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if file.member in archive.namelist():
                return archive.read(file.member)
            names = ", ".join(archive.namelist()[:12])
    except (ValueError, OverflowError, struct.error, RuntimeError, NotImplementedError) as error:
        # What `zipfile` says of a damaged directory, of a lock, and of a method of packing that it lacks.
        raise _broken(file, error) from None
    raise SourceError(f"{file.kept_as}: no file {file.member!r} in the archive. It has: {names}.")


def _refuse_another_kind(data: bytes, file: File) -> None:
    """Errors are often served with status 200: as a web page, or as JSON where a table was asked for."""
    start = data[: 4 * _SHOWN].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        raise SourceError(
            f"{file.kept_as}: a web page came in place of the {file.format} file. "
            "Check its address on the publisher's page."
        )
    if start.startswith(b"{") and file.format not in ("json", "geojson"):
        given = _brief(start.decode(errors="replace"))
        raise SourceError(
            f"{file.kept_as}: an answer in JSON came in place of the {file.format} file: {given}. "
            "Check its address on the publisher's page."
        )


def _csv(path: Path, file: File) -> pa.Table:
    return read_csv(_bytes(path, file), file)


def _parquet(path: Path, file: File) -> pa.Table:
    with path.open("rb") as stream:
        _refuse_another_kind(stream.read(4 * _SHOWN), file)
    table = pq.read_table(path, use_pandas_metadata=False)
    kept = table.select([name for name in table.column_names if not name.startswith("__index_level")])
    return _numbered(kept.rename_columns(unique_names(kept.column_names)))


def _xlsx(path: Path, file: File) -> pa.Table:
    title, rows = _sheet(_bytes(path, file), file)
    if not rows or not any(cell is not None for cell in rows[0]):
        raise SourceError(f"{file.kept_as}: the sheet {title!r} has nothing in row {file.header}, its header.")
    width = max(position for position, cell in enumerate(rows[0]) if cell is not None) + 1
    names = unique_names([str(cell or "") for cell in rows[0][:width]])
    body = [
        (number, row[:width])
        for number, row in enumerate(rows[1:], file.header + 1)
        if any(cell is not None for cell in row[:width])
    ]
    columns = {
        name: pa.array([None if row[at] is None else str(row[at]) for _, row in body], pa.string())
        for at, name in enumerate(names)
    }
    return pa.table(columns).append_column(ROW, pa.array([number for number, _ in body], pa.int32()))


def _sheet(data: bytes, file: File) -> tuple[str, list[Sequence[Any]]]:
    """The sheet's title and its rows from the header down, each as wide as the widest."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and menus that Newlyn has no use for
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            titles = book.sheetnames
            sheet = None if file.sheet not in (None, *titles) else book[file.sheet or titles[0]]
            rows = [] if sheet is None else list(sheet.iter_rows(min_row=file.header, values_only=True))
    except Exception as error:  # openpyxl checks little: a damaged book is whatever error it runs into
        raise _broken(file, error) from None
    if sheet is None:
        raise SourceError(f"{file.kept_as}: no sheet {file.sheet!r}. It has: {', '.join(titles)}.")
    widest = max(map(len, rows), default=0)
    return sheet.title, [(*row, *[None] * (widest - len(row))) for row in rows]


def _geojson(path: Path, file: File) -> pa.Table:
    import shapely

    document = json.loads(_bytes(path, file))
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        given = _brief(json.dumps(document))
        raise SourceError(f"{file.kept_as}: a list of features is expected, and this came: {given}. Fetch it again.")
    table = _of_objects([feature.get("properties") or {} for feature in features])
    # A lookup served as GeoJSON has features without a shape.
    drawn = [json.dumps(feature["geometry"]) if feature.get("geometry") else None for feature in features]
    try:
        shapes = shapely.from_geojson(drawn)
    except shapely.errors.ShapelyError as error:
        raise _broken(file, error) from None
    return table.add_column(0, "geometry", pa.array(list(shapely.to_wkb(shapes)), pa.binary()))


def _json(path: Path, file: File) -> pa.Table:
    document = json.loads(_bytes(path, file))
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        raise SourceError(f"{file.kept_as}: expected a list of objects. A nested document needs a `transform`.")
    return _of_objects(document)


def _of_objects(rows: list[dict[str, object]]) -> pa.Table:
    names = sorted({name for row in rows for name in row})
    columns = {name: pa.array([_text(row.get(name)) for row in rows], pa.string()) for name in names}
    return _numbered(pa.table(columns) if columns else pa.table({"column 1": pa.nulls(len(rows), pa.string())}))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _numbered(table: pa.Table) -> pa.Table:
    """Rows that have no line of text of their own are counted from 1."""
    return table.append_column(ROW, pa.array(range(1, table.num_rows + 1), pa.int32()))


def text_column(frame: pa.Table, name: str) -> pa.ChunkedArray:
    """A column as stripped text; numbers keep their shortest form."""
    column = frame[name]
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return pc.utf8_trim_whitespace(column.cast(pa.string()))
