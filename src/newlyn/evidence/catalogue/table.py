"""What a table of evidence holds: its columns, their kinds and limits, and what makes a row unique.

Where its files come from is `evidence.sources`; what is computed from it is `catalogue.indicator`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from newlyn.foundation.errors import DefinitionError, InputError, did_you_mean
from newlyn.geography.code import area_type

Kind = Literal["area", "text", "period", "count", "number", "rank", "decile", "shape"]

INTEGERS: frozenset[str] = frozenset({"count", "rank", "decile"})
NUMBERS: frozenset[str] = INTEGERS | {"number"}

ROW = "source_row"
"""Column added to every table: the row in the publisher's file, counted as a spreadsheet counts it."""
FILE = "source_file"
"""Column added to every table: position of the file among the files of its table."""
STATUS = "status"
"""Column of a long table that says why a value is absent: `suppressed` or `missing`, else `published`."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Column:
    """One column: what it means and which values it may hold.

    `area_type` belongs to kind `area`: a type of `newlyn.geography.code` such as `lsoa11`, or several
    separated by `|` where a publisher mixes levels in one column (`lad|cty|rgn|ctry`).
    A column that is not `required` may hold nulls; null is the only sign of absence.
    """

    name: str
    kind: Kind
    meaning: str
    area_type: str | None = None
    least: float | None = None
    most: float | None = None
    required: bool = True
    accepted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise DefinitionError(f"column {self.name!r}: write the name in lower case with underscores.")
        if (self.kind == "area") != (self.area_type is not None):
            raise DefinitionError(f"column {self.name}: an area column, and only one, states its area_type.")
        for one in self.area_types:
            try:
                area_type(one)
            except InputError as error:
                raise DefinitionError(f"column {self.name}: {error}") from None
        if self.kind not in NUMBERS and (self.least is not None or self.most is not None):
            raise DefinitionError(f"column {self.name}: limits need a number, and {self.kind} is none.")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise DefinitionError(
                f"column {self.name}: its least ({self.least:g}) is more than its most ({self.most:g})."
            )

    @property
    def area_types(self) -> tuple[str, ...]:
        """The area types this column may hold; empty for other kinds."""
        return tuple(self.area_type.split("|")) if self.area_type else ()


@dataclass(frozen=True)
class Table:
    """A declared table.

    `grain` names the columns whose values together occur once. `rows` is the exact number of rows that a
    complete table has, where the publisher states it.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    grain: tuple[str, ...]
    rows: int | None = None
    _by_name: dict[str, Column] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.id):
            raise DefinitionError(f"table {self.id!r}: write the id in lower case with underscores.")
        for column in self.columns:
            if column.name in self._by_name:
                raise DefinitionError(f"{self.id}: the column {column.name!r} is declared twice.")
            self._by_name[column.name] = column
        if not self.grain:
            raise DefinitionError(f"{self.id}: name the columns that make a row unique (grain).")
        for name in self.grain:
            if not self.column(name).required:
                raise DefinitionError(f"{self.id}.{name}: part of the grain, so it must be required.")

        if self.has_status and not any(c.kind in ("count", "number") and not c.required for c in self.columns):
            raise DefinitionError(
                f"{self.id}: a status tells why a count or number is absent, and none may be. Let one be not required."
            )

    def column(self, name: str) -> Column:
        """The column of that name; a `DefinitionError` with the nearest names if there is none."""
        if name not in self._by_name:
            hint = did_you_mean(name, self._by_name)
            grain = ", ".join(self.grain)
            raise DefinitionError(f"{self.id}: {name!r} is not a column (grain {grain}). {hint}".rstrip())
        return self._by_name[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(self._by_name)

    @property
    def has_status(self) -> bool:
        """Whether rows say why a value is absent."""
        return STATUS in self._by_name


def area(type_id: str, *, name: str = "area") -> Column:
    """The usual first column: a code of the given type."""
    return Column(name, "area", "GSS code of the area", area_type=type_id)


def status() -> Column:
    """The usual last column of a long table."""
    return Column(
        STATUS,
        "text",
        "Whether the value was published, and if not why",
        accepted=("published", "suppressed", "missing"),
    )
