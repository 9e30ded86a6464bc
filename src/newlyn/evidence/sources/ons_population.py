"""What the layouts of `ons_population.yaml` cannot say: 91 columns of ages as rows, and areas that come twice.

Each function takes an opened file and its definition and returns the declared columns with `source_row`.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.population import AGES, BANDS
from newlyn.evidence.catalogue.table import ROW
from newlyn.evidence.sources.dataset import File
from newlyn.evidence.sources.layout import choose_columns

FIRST_AGES = (16, 25, 50, 65)
"""The ages at which the second and later bands begin."""


def single_years(frame: pa.Table, file: File) -> pa.Table:
    """The columns `0`, `1`, … `89`, `90+` as rows, built whole because England has three million of them."""
    named = pa.table(choose_columns(frame, file))
    ages = pa.array(np.repeat(np.arange(AGES), frame.num_rows))
    again = named.take(np.tile(np.arange(frame.num_rows), AGES))
    return again.append_column("age", ages).append_column("residents", _stacked(_ages(frame, file)))


def broad_bands(frame: pa.Table, file: File) -> pa.Table:
    """The columns of single years as rows of bands: each band is the sum of its ages."""
    named = pa.table(choose_columns(frame, file))
    ages = [pc.cast(column, pa.float64()) for column in _ages(frame, file)]
    limits = pairwise((0, *FIRST_AGES, AGES))
    sums = [reduce(pc.add, ages[first:end]) for first, end in limits]
    again = named.take(np.tile(np.arange(frame.num_rows), len(BANDS)))
    bands = pa.array(np.repeat(np.array(BANDS), frame.num_rows))
    return again.append_column("band", bands).append_column("residents", _stacked(sums))


def once_each(frame: pa.Table, file: File) -> pa.Table:
    """Each area and band once: Nomis lists unitary authorities both among districts and among counties."""
    named = pa.table(choose_columns(frame, file))
    keys = [name for name in named.column_names if name != ROW]
    firsts = named.group_by(keys, use_threads=False).aggregate([(ROW, "min")])
    return firsts.rename_columns([*keys, ROW])


def _ages(frame: pa.Table, file: File) -> list[pa.ChunkedArray]:
    """The 91 columns of ages in order, by the headers that ONS gives them."""
    headers = {str(age): str(age) for age in range(AGES - 1)} | {"90": "90+"}
    chosen = choose_columns(frame, file.model_copy(update={"columns": headers}))
    return [chosen[str(age)] for age in range(AGES)]


def _stacked(columns: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    return pa.chunked_array([chunk for column in columns for chunk in column.chunks])
