"""What a publisher offers: datasets, the tables they fill and the layouts of the files that fill them.

These are the types behind the YAML files of this folder. Reading a file is `evidence.sources.frame` and
`evidence.sources.layout`; fetching it is `evidence.sources.fetch`.
"""

from __future__ import annotations

import codecs
from typing import Literal

from pydantic import Field, field_validator, model_validator

from newlyn.definitions.document import Definition

Format = Literal["csv", "parquet", "xlsx", "geojson", "json"]

SUPPRESSED: tuple[str, ...] = ("[c]", "[low]", "c", "*", "**", "***")
"""Marks that government tables put in place of a figure that is withheld."""
MISSING: tuple[str, ...] = ("", "NA", "N/A", "[x]", "[u]", "..", ".", ":", "-", "null", "NULL", "nan", "NaN")
"""Marks that stand for a figure that does not exist."""

PAGE = 2_000
"""Rows on a page: the most that a layer of the ONS Open Geography Portal serves for one question."""


class Unpivot(Definition):
    """Columns of counts side by side become rows: one for each column named in `columns`."""

    names_to: str
    """Declared column that takes the name."""
    values_to: str
    """Declared column that takes the number."""
    columns: dict[str, str]
    """Name to give, and the header of the column in the file."""


class File(Definition):
    """One file in one layout: where it is, how it is opened, which of its columns fill the table."""

    url: str | None = Field(default=None, pattern=r"^https?://")
    """Its address. Where the publisher serves pages, `{offset}` in it stands for the rows before a page."""
    path: str | None = None
    """Place of a copy inside a mirror."""
    name: str | None = None
    """Name to keep the file under; the last part of its address if not given."""
    format: Format
    member: str | None = None
    """File inside a zip archive."""
    sheet: str | None = None
    header: int = Field(default=1, ge=1)
    """Row of the header, counted as a spreadsheet counts."""
    encoding: str = "utf-8"
    columns: dict[str, str] = Field(default_factory=dict)
    """Declared column, and the header of the column in the file."""
    constants: dict[str, str | int | float] = Field(default_factory=dict)
    """Declared column, and the one value that holds for the whole file."""
    unpivot: Unpivot | None = None
    where: dict[str, list[str]] = Field(default_factory=dict)
    """Header of a column in the file, and the values of it whose rows are wanted."""
    rename: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Declared text column, and the words of the file that become words of the table."""
    transform: str | None = None
    """Function of the publisher's module that puts the raw columns into the declared ones."""
    rows: int | None = Field(default=None, ge=1)
    """Rows the file has when it is whole, before any are left out."""
    elsewhere: Literal["refuse", "leave out"] = "refuse"
    """What becomes of rows of areas outside England."""
    unplaced: Literal["refuse", "leave out"] = "refuse"
    """What becomes of rows without an area: they are counted and shown as a share of the whole."""
    suppressed: list[str] = Field(default_factory=lambda: list(SUPPRESSED))
    missing: list[str] = Field(default_factory=lambda: list(MISSING))

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, given: str) -> str:
        try:
            codecs.lookup(given)
        except LookupError:
            raise ValueError("write the name of an encoding, such as utf-8 or cp1252") from None
        return given

    @model_validator(mode="after")
    def _is_somewhere(self) -> File:
        if self.url is None and self.path is None:
            raise ValueError("a file needs a url at its publisher, a path in a mirror, or both")
        return self

    @model_validator(mode="after")
    def _is_counted(self) -> File:
        if self.url is not None and "{offset}" in self.url and self.rows is None:
            raise ValueError("a file served in pages needs its number of rows, which tells how many pages to ask for")
        return self

    def pages(self) -> tuple[File, ...]:
        """The file as the pages it is served in, each a file of its own; itself where it comes whole."""
        if self.url is None or self.rows is None or "{offset}" not in self.url:
            return (self,)
        stem, dot, ending = self.kept_as.rpartition(".")
        return tuple(
            self.model_copy(
                update={
                    "url": self.url.replace("{offset}", str(offset)),
                    "name": f"{stem}-{offset // PAGE + 1:02d}{dot}{ending}",
                    "rows": min(PAGE, self.rows - offset),
                }
            )
            for offset in range(0, self.rows, PAGE)
        )

    def header_of(self, column: str, word: str | None = None) -> str:
        """The file's header of a declared column; `word` tells which, where columns side by side became rows."""
        if self.unpivot is not None and column == self.unpivot.values_to and word is not None:
            return self.unpivot.columns.get(word, column)
        return self.columns.get(column, column)

    @property
    def kept_as(self) -> str:
        """Name of the file in the raw store."""
        place = self.name or self.path or self.url or ""
        return place.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1]


class Layout(Definition):
    """One way to fill a table: the rows of all its files together."""

    name: str
    files: tuple[File, ...] = Field(min_length=1)

    @field_validator("files")
    @classmethod
    def _in_pages(cls, files: tuple[File, ...]) -> tuple[File, ...]:
        return tuple(page for file in files for page in file.pages())

    @property
    def in_mirror(self) -> bool:
        """Whether every file has a place in a mirror."""
        return all(file.path for file in self.files)

    @property
    def at_publisher(self) -> bool:
        """Whether every file has an address at its publisher."""
        return all(file.url for file in self.files)


class Filling(Definition):
    """A declared table and the layouts that can fill it, best first."""

    table: str
    layouts: tuple[Layout, ...] = Field(min_length=1)


class Dataset(Definition):
    """Something published as a whole under one title and one licence."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    licence: str
    page: str = Field(pattern=r"^https?://")
    """The publisher's page about it."""
    published: str | None = None
    """Date of publication, ISO 8601, as far as known."""
    cadence: str
    vintage: str
    """Areas it is published for, in words."""
    note: str = ""
    tables: tuple[Filling, ...] = Field(min_length=1)


class Publisher(Definition):
    """A publisher and its datasets: one YAML file, beside the module of the same name."""

    id: str
    name: str
    home: str = Field(pattern=r"^https?://")
    datasets: tuple[Dataset, ...] = Field(min_length=1)
