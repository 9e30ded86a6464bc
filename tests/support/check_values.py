"""Inputs and answers that others published for their methods, read as columns.

They stand beside the mirror of published files and are no part of the project.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np


def read_columns(path: Path) -> dict[str, np.ndarray]:
    """Each column of a CSV file: numbers as float64 with NaN for empty cells, words as they are."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: _column([row[name] for row in rows]) for name in rows[0]}


def _column(texts: list[str]) -> np.ndarray:
    try:
        return np.array([float(text) if text not in ("", "NA") else np.nan for text in texts])
    except ValueError:
        return np.array(texts)
