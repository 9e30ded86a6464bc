"""What is inside a build: its inputs, its parts and the digests that make it the same build everywhere.

Written by `warehouse.build`, read by `warehouse.reader`. It holds no time of building: equal inputs give
equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import newlyn
from newlyn.foundation.digest import canonical_json, digest_file, digest_value
from newlyn.foundation.errors import WarehouseError
from newlyn.foundation.provenance import Origin

FORMAT = 1
"""Raised when the layout of a build changes; a build of another format is not read."""

NAME = "manifest.json"

_ROOMS = ("foundation", "definitions", "stats", "geography", "evidence")
_ENGINES = ("duckdb", "ibis-framework", "pyarrow", "numpy", "scipy")


@dataclass(frozen=True)
class LeftOutRows:
    """Rows of one file that did not enter its table."""

    file: str
    reason: str
    rows: int
    of: int


@dataclass(frozen=True)
class Part:
    """One Parquet file of a build."""

    name: str
    """Path inside the build, such as `tables/iod2019.parquet`."""
    recipe: str
    """Digest of everything the part is made from; a part with the same recipe is not made again."""
    rows: int
    sha256: str


@dataclass(frozen=True)
class TableEntry:
    """One declared table: the layout and files it was read from, and what was left out."""

    table: str
    dataset: str
    layout: str
    files: tuple[Origin, ...]
    left_out: tuple[LeftOutRows, ...]


@dataclass(frozen=True)
class Manifest:
    """A whole build."""

    code: str
    """Digest of the code that made it, and of the engines' versions."""
    definitions: str
    """Digest of the catalogue."""
    tables: tuple[TableEntry, ...]
    absent: tuple[str, ...]
    """Declared tables for which no file was at hand."""
    parts: tuple[Part, ...]
    format: int = FORMAT

    @property
    def digest(self) -> str:
        """The build's name: equal for equal inputs, whenever and from wherever they were had."""
        content = self.to_dict()
        for entry in content["tables"]:
            for origin in entry["files"]:
                del origin["retrieved"], origin["copied_from"]
        return digest_value(content)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    def to_json(self) -> str:
        """The text of `manifest.json`."""
        return canonical_json(self.to_dict(), indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read `manifest.json`; a `WarehouseError` if it is not one, or of another format."""
        try:
            content = json.loads(text)
            found = content.get("format")
            if found != FORMAT:
                raise WarehouseError(
                    f"the warehouse has format {found!r}, this Newlyn reads {FORMAT}. Run `newlyn build` again."
                )
            return cls(
                code=content["code"],
                definitions=content["definitions"],
                tables=tuple(_entry(entry) for entry in content["tables"]),
                absent=tuple(content["absent"]),
                parts=tuple(Part(**part) for part in content["parts"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise WarehouseError(
                f"the manifest of the warehouse is damaged ({error}). Run `newlyn build` again."
            ) from None

    def entry(self, table: str) -> TableEntry:
        """What the build says of a table; a `WarehouseError` if it does not hold it."""
        found = next((entry for entry in self.tables if entry.table == table), None)
        if found is None:
            raise WarehouseError(
                f"the warehouse holds no table {table!r}: no file of it was at hand. Run `newlyn fetch`, then build."
            )
        return found

    def part(self, name: str) -> Part | None:
        """The part of that name, if the build has it."""
        return next((part for part in self.parts if part.name == name), None)


def _entry(entry: Mapping[str, Any]) -> TableEntry:
    return TableEntry(
        table=entry["table"],
        dataset=entry["dataset"],
        layout=entry["layout"],
        files=tuple(Origin(**origin) for origin in entry["files"]),
        left_out=tuple(LeftOutRows(**rows) for rows in entry["left_out"]),
    )


def code_digest() -> str:
    """Digest of every module that can change a figure of evidence, and of the engines below them."""
    root = Path(newlyn.__file__).parent
    modules = sorted(path for room in _ROOMS for path in (root / room).rglob("*") if path.suffix in (".py", ".yaml"))
    files = {str(path.relative_to(root)): digest_file(path) for path in modules}
    return digest_value({"files": files, "engines": {name: version(name) for name in _ENGINES}})
