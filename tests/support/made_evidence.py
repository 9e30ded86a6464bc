"""A build with made-up tables, written as a build is, for tests of what stands above the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newlyn.evidence.catalogue.library import tables as declared
from newlyn.evidence.sources.layout import TYPES
from newlyn.evidence.warehouse.ancestry import build_ancestry
from newlyn.evidence.warehouse.build import ANCESTRY
from newlyn.evidence.warehouse.manifest import NAME, Manifest, TableEntry
from newlyn.evidence.warehouse.reader import Warehouse

Rows = Sequence[Mapping[str, object]]


def made_evidence(folder: Path, tables: Mapping[str, Rows]) -> Warehouse:
    """A warehouse in `folder` that holds these rows; columns that a row does not name are null."""
    typed = {name: _typed(name, rows) for name, rows in tables.items()}
    entries = tuple(TableEntry(name, "made_up", "made up", (), ()) for name in tables)
    manifest = Manifest(code="made up", definitions="made up", tables=entries, absent=(), parts=())
    build = folder / "builds" / manifest.digest
    for name, table in typed.items():
        _write(build / "tables" / f"{name}.parquet", table)
    _write(build / ANCESTRY, build_ancestry(typed.get))
    (build / NAME).write_text(manifest.to_json(), encoding="utf-8")
    (folder / "current").write_text(f"{manifest.digest}\n", encoding="utf-8")
    return Warehouse.open(folder)


def linked(*pairs: str) -> Rows:
    """Rows of a link table from words such as `E01000001>E02000001`."""
    split = [pair.split(">") for pair in pairs]
    return [{"child": child, "parent": parent, "fit": "best"} for child, parent in split]


def changed(*pairs: str) -> Rows:
    """Rows of a change of vintage from words such as `E01000001>E01000009 S`."""
    split = [pair.replace(">", " ").split() for pair in pairs]
    return [{"old": old, "new": new, "change": letter} for old, new, letter in split]


def _typed(name: str, rows: Rows) -> pa.Table:
    schema = pa.schema([(column.name, TYPES[column.kind]) for column in declared()[name].columns])
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)


def _write(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)
