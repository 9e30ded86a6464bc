"""What an observation is, and the order in which observations lie. No query engine is needed to read them.

How they come about is `warehouse.observe`.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

EVERYONE = "all"
"""Group of an observation that counts everyone."""

_WORD = pa.dictionary(pa.int32(), pa.string())

SCHEMA = pa.schema(
    [
        ("area", pa.string()),
        ("indicator", _WORD),
        ("period", _WORD),
        ("group", _WORD),
        ("area_type", _WORD),
        ("value", pa.float64()),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("status", _WORD),
    ]
)
"""One observation. `status` is `published`, `computed` (from published counts), `suppressed` or `missing`;
a null value always has one of the last two."""

KEY = ("area", "indicator", "period", "group")


def in_order(observations: pa.Table) -> pa.Table:
    """Sorted by area, indicator, period and group, so that all of one area lies together.

    Arrow cannot sort by a dictionary column; the columns are ranked by their words, and the ranks are sorted.
    """
    place = np.zeros(observations.num_rows, np.int64)
    for name in KEY:
        ranks, words = _ranks(observations[name])
        place = place * words + ranks
    return observations.take(pa.array(np.argsort(place, kind="stable")))


def _ranks(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], int]:
    """The alphabetical rank of each value, and how many different values there are."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    coded = coded.combine_chunks()
    coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
    words = len(coded.dictionary)
    rank_of = np.empty(max(words, 1), np.int64)
    rank_of[pc.sort_indices(coded.dictionary).to_numpy()] = np.arange(words)
    return rank_of[coded.indices.to_numpy()], words
