"""Columns as NumPy arrays: codes and numbers out of Arrow, NumPy or lists, and where a code stands among others.

Whether codes are of the right kind is checked in `geography.code`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Codes: TypeAlias = npt.NDArray[np.str_]
Numbers: TypeAlias = npt.NDArray[np.float64]
Positions: TypeAlias = npt.NDArray[np.intp]
Flags: TypeAlias = npt.NDArray[np.bool_]


def as_codes(column: Any) -> Codes:
    """A column of codes as an array of text."""
    listed = column.to_pylist() if isinstance(column, pa.Array | pa.ChunkedArray) else column
    return np.asarray(listed if isinstance(listed, np.ndarray) else list(listed), dtype=np.str_)


def as_numbers(column: Any) -> Numbers:
    """A column, or a block of columns, of numbers; null and None become NaN."""
    if isinstance(column, pa.Array):
        column = column.to_numpy(zero_copy_only=False)
    elif isinstance(column, pa.ChunkedArray):
        column = column.to_numpy()
    return np.asarray(column, dtype=np.float64)


def sums(at: Positions, amounts: Numbers, length: int = 0) -> Numbers:
    """The sum of the amounts at each position, at least `length` long."""
    return np.asarray(np.bincount(at, amounts, minlength=length), dtype=np.float64)


def counts(at: Positions) -> Numbers:
    """How often each position occurs."""
    return np.bincount(at).astype(np.float64)


def positions(known: Codes, codes: Codes) -> tuple[Positions, Flags]:
    """Where each code stands among the ascending `known`, and whether it does."""
    if not len(known):
        return np.zeros(len(codes), np.intp), np.zeros(len(codes), bool)
    at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return at, known[at] == codes


def first_repeated(codes: Codes) -> str | None:
    """A code that occurs more than once, or None."""
    unique, count = np.unique(codes, return_counts=True)
    return str(unique[count > 1][0]) if len(unique) < len(codes) else None
