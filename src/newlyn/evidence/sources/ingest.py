"""Read a table from its files: open, lay out, check, and join, with the file and row of every line kept.

Where the files lie is the caller's affair: a mirror, the raw store, or a folder of a test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from newlyn.evidence.catalogue.library import tables
from newlyn.evidence.catalogue.table import FILE, Table
from newlyn.evidence.order import in_order
from newlyn.evidence.sources.check import check_grain, check_rows, check_table
from newlyn.evidence.sources.dataset import File, Layout
from newlyn.evidence.sources.frame import open_frame
from newlyn.evidence.sources.layout import LeftOut, Reading, read_layout
from newlyn.evidence.sources.library import Offer, filling_of
from newlyn.evidence.sources.mirror import Mirror
from newlyn.foundation.errors import SourceError


@dataclass(frozen=True)
class Ingested:
    """A whole table, and what was left out of it file by file."""

    table: pa.Table
    left_out: tuple[tuple[str, LeftOut], ...]


def read_file(path: Path, file: File, table: Table, offer: Offer) -> Reading:
    """Read and check one file of a table.

    Raises
    ------
    SourceError
        If the file is not what its definition says; file, row and column are named.
    """
    frame = open_frame(path, file)
    check_rows(frame.num_rows, file.rows, file.kept_as)
    reading = read_layout(frame, file, table, offer.transform(file))
    check_table(reading.table, table, (file,))
    return reading


def join_readings(table: Table, layout: Layout, readings: Sequence[Reading]) -> Ingested:
    """The files of a layout, read, as one table in the order of its grain.

    Raises
    ------
    SourceError
        If together they have the wrong number of rows or repeat a row.
    """
    parts = [
        reading.table.append_column(FILE, pa.repeat(pa.scalar(position, pa.int16()), reading.table.num_rows))
        for position, reading in enumerate(readings)
    ]
    whole = pa.concat_tables(parts)
    check_rows(whole.num_rows, table.rows, table.id)
    if len(parts) > 1:
        check_grain(whole, table, layout.files)
    left_out = tuple(
        (file.kept_as, out) for file, reading in zip(layout.files, readings, strict=True) for out in reading.left_out
    )
    return Ingested(in_order(whole, table.grain).combine_chunks(), left_out)


def read_table(table: Table, layout: Layout, offer: Offer, locate: Callable[[File], Path]) -> Ingested:
    """Read every file of `layout`, found by `locate`, into one table."""
    return join_readings(table, layout, [read_file(locate(file), file, table, offer) for file in layout.files])


def read_from_mirror(table_id: str, mirror: Path) -> Ingested:
    """Read one table straight from the copies in a mirror: for tests and for trying a definition."""
    table = tables()[table_id]
    offer, filling = filling_of(table)
    layout = mirror_layout(filling.layouts, Mirror(mirror))
    if layout is None:
        raise SourceError(f"{table_id}: the mirror {mirror} holds none of its layouts. Fetch it from the publisher.")
    return read_table(table, layout, offer, lambda file: mirror / str(file.path))


def mirror_layout(layouts: Sequence[Layout], mirror: Mirror) -> Layout | None:
    """The first layout whose files are all in the mirror."""
    whole = (layout for layout in layouts if layout.in_mirror and all(mirror.has(str(f.path)) for f in layout.files))
    return next(whole, None)
