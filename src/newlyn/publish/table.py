"""Tables as values: a caption, heads with a scope, rows that are named by their first cell.

How they look is in the style sheet, how they are written is `templates/table.html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from newlyn.foundation.errors import InputError


@dataclass(frozen=True)
class Column:
    """The head of a column."""

    head: str
    align: Literal["left", "centre", "right"] = "right"
    """Words stand to the left, numbers to the right, numbers on coloured ground in the middle."""
    note: str = ""
    """A second, quieter line."""


@dataclass(frozen=True)
class Cell:
    """What stands in one cell."""

    text: str
    note: str = ""
    """A second, quieter line."""
    tenth: int | None = None
    """National tenth whose colour is the ground of the cell; the number itself is always in the text."""
    missing: bool = False
    href: str = ""
    """Where the text leads: of a number to how we know it, of a name to its page."""


@dataclass(frozen=True)
class Row:
    """One row, named by its head."""

    head: Cell
    cells: tuple[Cell, ...]
    key: str = ""
    """Anchor that links lead to."""
    trace: tuple[str, str] | None = None
    """A short text that opens to a longer one: a code, and how to trace what stands in the row."""
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A caption, heads and rows of equal length."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = field(default="", kw_only=True)
    wide: bool = field(default=False, kw_only=True)
    """So many columns that its first one stays in sight while the others scroll."""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) + 1 != len(self.columns):
                raise InputError(
                    f"table {self.key}: row {row.head.text!r} has {len(row.cells) + 1} cells for {len(self.columns)} "
                    "columns. Give each column one cell."
                )

    def split(self, first: int) -> tuple[Table, Table | None]:
        """The first rows, and the rest as a table of its own, or None when there is no rest."""
        if len(self.rows) <= first:
            return self, None
        rest = Table(
            f"{self.key}-rest",
            f"{self.caption}, continued",
            self.columns,
            self.rows[first:],
            note=self.note,
            wide=self.wide,
        )
        return Table(self.key, self.caption, self.columns, self.rows[:first], note=self.note, wide=self.wide), rest


def cells(texts: Sequence[str], *, missing: str) -> tuple[Cell, ...]:
    """Plain cells; those that read `missing` are set quietly."""
    return tuple(Cell(text, missing=text == missing) for text in texts)
