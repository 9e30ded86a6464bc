"""What the layout of a file cannot say for itself in the Indices of Deprivation: tenths that were not published.

The files and their columns are in `mhclg.yaml`.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.frame import text_column
from newlyn.evidence.sources.layout import choose_columns

_RANK = "_rank"
_WHOLE_OR_HALF = r"^\d+(\.\d+)?$"


def with_tenths(frame: pa.Table, file: File) -> pa.Table:
    """Add to each rank its tenth of England's small areas.

    Deciles were first published with the edition of 2015. Before, and in copies that cut the tenths by other
    rules, they follow from the rank by the rule that every published decile since keeps: rank * 10 / areas,
    rounded up.
    """
    named = pa.table(choose_columns(frame, file))
    for name in named.column_names:
        if name.endswith(_RANK):
            decile = name.removesuffix(_RANK) + "_decile"
            named = named.append_column(decile, _tenth(text_column(named, name), named.num_rows))
    return named.select([*(name for name in named.column_names if name != ROW), ROW])


def _tenth(rank: pa.ChunkedArray, areas: int) -> pa.ChunkedArray:
    """Text that is no number gives no tenth: the rank's own check refuses it, with row and column."""
    shaped = pc.match_substring_regex(rank, _WHOLE_OR_HALF)
    number = pc.cast(pc.if_else(shaped, rank, pa.scalar(None, pa.string())), pa.float64())
    return pc.ceil(pc.divide(pc.multiply(number, 10.0), float(areas)))
