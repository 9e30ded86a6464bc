"""One made-up table in every published format, so that each fault can be tried in each of them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from newlyn.evidence.catalogue.table import Column, Table, area, status
from newlyn.evidence.sources.dataset import Dataset, File, Filling, Layout, Publisher
from newlyn.evidence.sources.ingest import read_file
from newlyn.evidence.sources.layout import Reading
from newlyn.evidence.sources.library import Offer

ROOMS = Table(
    "rooms",
    "Made-up households by kind",
    (
        area("lsoa11"),
        Column("kind", "text", "Kind of household", accepted=("crowded", "roomy")),
        Column("households", "count", "Households", least=0, required=False),
        Column("share", "number", "Share of all households", least=0, most=100, required=False),
        status(),
    ),
    ("area", "kind"),
)
HEADER = ("LSOA code", "Type", "Households", "Share %")
COLUMNS = dict(zip(("area", "kind", "households", "share"), HEADER, strict=True))
ROWS: tuple[tuple[str, ...], ...] = (
    ("E01000001", "crowded", "10", "12.5"),
    ("E01000001", "roomy", "70", "87.5"),
    ("E01000002", "crowded", "[c]", "[c]"),
    ("E01000002", "roomy", "1,234", "50"),
)


@dataclass(frozen=True)
class Form:
    """A published format: how the definition names it, and in which row its first row of data stands."""

    name: str
    ending: str
    format: str
    first: int = 2
    member: str | None = None

    @property
    def kept_as(self) -> str:
        return f"rooms.{self.ending}"

    def file(self, **changes: object) -> File:
        facts = {"path": self.kept_as, "format": self.format, "member": self.member, "columns": COLUMNS}
        return File(**facts | changes)  # type: ignore[arg-type]

    def write(self, folder: Path, rows: Sequence[Sequence[str | None]], header: Sequence[str] = HEADER) -> Path:
        path = folder / self.kept_as
        if self.format == "xlsx":
            _write_xlsx(path, [header, *rows])
        elif self.format == "parquet":
            columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(len(header))]
            pq.write_table(pa.table(columns, names=list(header)), path)
        elif self.format == "csv":
            path.write_bytes(self.packed(comma_separated([header, *rows]).encode()))
        else:
            path.write_text(_objects(rows, header, self.format))
        return path

    def packed(self, data: bytes) -> bytes:
        """Text as this form wraps it: bare, in gzip, or in a zip archive."""
        if self.name == "gzip":
            return gzip.compress(data, mtime=0)
        if self.member is None:
            return data
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("notes.txt", "made up")
            archive.writestr(self.member, data)
        return stream.getvalue()


CSV = Form("csv", "csv", "csv")
GZIP = Form("gzip", "csv.gz", "csv")
ZIP = Form("zip", "zip", "csv", member="data/rooms.csv")
XLSX = Form("xlsx", "xlsx", "xlsx")
PARQUET = Form("parquet", "parquet", "parquet", first=1)
GEOJSON = Form("geojson", "geojson", "geojson", first=1)
JSON = Form("json", "json", "json", first=1)
FORMS = (CSV, GZIP, ZIP, XLSX, PARQUET, GEOJSON, JSON)
TEXTS = (CSV, GZIP, ZIP)


def comma_separated(rows: Sequence[Sequence[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _write_xlsx(path: Path, rows: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)


def _objects(rows: Sequence[Sequence[object]], header: Sequence[str], form: str) -> str:
    objects = [dict(zip(header, row, strict=True)) for row in rows]
    if form == "json":
        return json.dumps(objects)
    features = [{"type": "Feature", "geometry": None, "properties": one} for one in objects]
    return json.dumps({"type": "FeatureCollection", "features": features})


def offer_of(*files: File, table: Table = ROOMS) -> Offer:
    """A publisher that offers nothing but these files."""
    dataset = Dataset(
        id="made_up",
        title="Made-up figures",
        licence="none needed",
        page="https://example.org/made-up",
        cadence="once",
        vintage="LSOA 2011",
        tables=(Filling(table=table.id, layouts=(Layout(name="only", files=files),)),),
    )
    return Offer(Publisher(id="made", name="Office", home="https://example.org", datasets=(dataset,)), dataset)


def read(path: Path, file: File, table: Table = ROOMS) -> Reading:
    return read_file(path, file, table, offer_of(file, table=table))


def with_cell(row: int, column: str, value: str | None) -> list[tuple[str | None, ...]]:
    """The rows with one cell changed; rows are counted from 0."""
    changed = [list(cells) for cells in ROWS]
    changed[row][list(COLUMNS).index(column)] = value  # type: ignore[call-overload]
    return [tuple(cells) for cells in changed]
