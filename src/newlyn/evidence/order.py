"""Put rows in the order of their key, and find a key that stands twice.

Arrow sorts and groups by text; ranking the different words once and sorting whole numbers is several times as
fast, and sorts dictionary columns too, which Arrow does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def in_order(table: pa.Table, key: Sequence[str]) -> pa.Table:
    """The rows in ascending order of the columns of `key`, words by alphabet, numbers by size."""
    return table.take(pa.array(np.argsort(_places(table, key), kind="stable")))


def first_repeat(table: pa.Table, key: Sequence[str]) -> int | None:
    """Position of a row whose key an earlier row has, or None where every key stands once."""
    places = _places(table, key)
    order = np.argsort(places, kind="stable")
    again = np.flatnonzero(np.diff(places[order]) == 0)
    return int(order[again[0] + 1]) if len(again) else None


def _places(table: pa.Table, key: Sequence[str]) -> Integers:
    """One number for each row; rows are in the order of their keys when these are in order."""
    places = np.zeros(table.num_rows, np.int64)
    for name in key:
        ranks, words = _ranks(table[name])
        # Ranks are packed again before they could outgrow 64 bits.
        if words * (int(places.max(initial=0)) + 1) >= 2**62:
            places = np.unique(places, return_inverse=True)[1]
        places = places * words + ranks
    return places


def _ranks(column: pa.ChunkedArray) -> tuple[Integers, int]:
    """The rank of each value among the different values of the column, and how many of them there are."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    coded = coded.unify_dictionaries().combine_chunks()
    coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
    words = len(coded.dictionary)
    rank_of = np.empty(words + 1, np.int64)
    rank_of[pc.sort_indices(coded.dictionary).to_numpy()] = np.arange(words)
    rank_of[words] = words  # a null comes last
    return rank_of[pc.fill_null(coded.indices, words).to_numpy()], words + 1
