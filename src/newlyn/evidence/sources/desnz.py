"""What the layout of a file cannot say for itself in the fuel poverty tables: notes below the figures.

The files and their columns are in `desnz.yaml`.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column
from newlyn.evidence.sources.layout import choose_columns


def without_notes(frame: pa.Table, file: File) -> pa.Table:
    """Take the area away from rows that give no figure at all: totals' labels, notes and links below a table.

    A row without an area is then left out and counted, or refused, as the file's definition says.
    """
    named = pa.table(choose_columns(frame, file))
    figures = [text_column(named, name) for name in ("households", "fuel_poor")]
    empty = [pc.is_in(pc.fill_null(figure, ""), pa.array(file.missing)) for figure in figures]
    area = pc.if_else(pc.and_(*empty), pa.scalar(None, pa.string()), text_column(named, "area"))
    return named.set_column(named.column_names.index("area"), "area", area)
