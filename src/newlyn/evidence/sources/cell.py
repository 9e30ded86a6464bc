"""Say where in a publisher's file a value stands, so that a person can find it: file, row, column.

What is wrong with the value is told by whoever found it: `evidence.sources.layout` and `evidence.sources.check`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import FILE, ROW
from newlyn.evidence.sources.dataset import File
from newlyn.foundation.errors import SourceError

_SHOWN = 60  # characters of a value: enough to know it by, and the message stays a line


@dataclass(frozen=True)
class Cells:
    """A table that was read, and the files it was read from."""

    table: pa.Table
    """In declared columns, with `source_row`, and with `source_file` where there are several files."""
    files: Sequence[File]

    def refuse(self, bad: pa.Array, values: pa.Array, column: str, reason: str) -> None:
        """Raise a `SourceError` that names the first value for which `bad` is true, if there is one."""
        if pc.any(bad).as_py():
            position = pc.index(pc.fill_null(bad, False), True).as_py()
            raise SourceError(f"{self.place(position, column)}: {shown(values[position].as_py())} {reason}")

    def place(self, position: int, column: str | None = None) -> str:
        """File, row and, if one is given, column of the value at a position, such as `x.csv, row 7, column 'code'`."""
        file = self._file(position)
        row = f"{file.kept_as}, row {self.table[ROW][position].as_py()}"
        return row if column is None else f"{row}, column {file.header_of(column, self._word(file, position))!r}"

    def _file(self, position: int) -> File:
        several = FILE in self.table.column_names
        return self.files[self.table[FILE][position].as_py() if several else 0]

    def _word(self, file: File, position: int) -> str | None:
        if file.unpivot is None or file.unpivot.names_to not in self.table.column_names:
            return None
        return str(self.table[file.unpivot.names_to][position].as_py())


def shown(value: object) -> str:
    """A value as it is shown in a message: on one line, and not at length."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
