"""What is said of a table that can be downloaded: its columns, its key, where its rows come from.

These are values only; `csv_file`, `parquet_file`, `csvw` and `catalogue` of this room write them down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Kind = Literal["text", "number", "count", "day", "yes or no"]

TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "number": pa.float64(),
    "count": pa.int64(),
    "day": pa.date32(),
    "yes or no": pa.bool_(),
}
"""How a column of each kind is stored."""


@dataclass(frozen=True)
class Column:
    """One column: its name for machines, its title for people, and what stands in it."""

    name: str
    title: str
    description: str
    kind: Kind = "text"
    required: bool = False
    """Whether every row has a value."""
    accepted: tuple[str, ...] = ()
    """The only texts that occur, where there are few."""
    parted_by: str = ""
    """What stands between the texts of one cell, where there can be several."""
    property_url: str = ""
    """The property in a public vocabulary that the column is, where there is one."""
    value_url: str = ""
    """The address of what the text names, with the text's place in it, where there is one."""


@dataclass(frozen=True, order=True)
class SourceFile:
    """One published file that rows come from."""

    publisher: str
    title: str
    licence: str
    file: str
    sha256: str
    url: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True)
class Description:
    """Everything that is said of one table, beside its rows."""

    name: str
    """Name of its files without the ending, such as `neighbourhoods`."""
    title: str
    summary: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns that together name a row."""
    place: str
    publisher: str
    """Who offers the table: the body whose pages these are."""
    build: str
    """Digest of the evidence."""
    sources: tuple[SourceFile, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(one for one in self.columns if one.name == name)

    def schema(self) -> pa.Schema:
        """The columns as Arrow stores them."""
        fields = [pa.field(one.name, TYPES[one.kind], nullable=not one.required) for one in self.columns]
        return pa.schema(fields)
