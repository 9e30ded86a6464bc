"""The observations that the pages of one place show, in one file that is mapped into memory and never copied.

The rows are sorted by area, so the rows of an area are a slice; an index made on opening does the same for
an indicator. Which rows these are is decided in `workflows.site.prepare`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from newlyn.evidence.warehouse.lineage import FigureId
from newlyn.evidence.warehouse.observation import EVERYONE
from newlyn.foundation.errors import WarehouseError
from newlyn.foundation.period import Period

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

WORDS = ("area", "indicator", "period", "group", "area_type", "status")
NUMBERS = ("value", "lower", "upper", "numerator", "denominator")

LARGER = ("lad", "cty", "rgn", "ctry")
"""Types of which every area of England is in the cut: districts are ranked among all, and places compared."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure: what was observed where, when and of whom. A number that is not published is None."""

    indicator: str
    area: str
    area_type: str
    period: Period
    group: str
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    status: str

    @property
    def id(self) -> str:
        """The ID that its lineage is asked for by."""
        return str(FigureId(self.indicator, self.area, self.period, self.group))


@dataclass(frozen=True, eq=False)
class Cut:
    """Observations sorted by area, indicator, period and group, column by column."""

    words: dict[str, tuple[str, ...]]
    """By column of words: the words that occur, in order."""
    at: dict[str, NDArray[np.int32]]
    """By column of words: position of each row's word."""
    numbers: dict[str, Floats]
    """By column of numbers; NaN where there is none."""

    def __len__(self) -> int:
        return len(self.at["area"])

    @cached_property
    def _place(self) -> dict[str, dict[str, int]]:
        return {name: {word: at for at, word in enumerate(words)} for name, words in self.words.items()}

    @cached_property
    def _area_ends(self) -> Positions:
        return np.searchsorted(self.at["area"], np.arange(len(self.words["area"]) + 1)).astype(np.intp)

    @cached_property
    def _by_indicator(self) -> tuple[Positions, Positions]:
        """Rows in order of indicator, and where each indicator ends."""
        order = np.argsort(self.at["indicator"], kind="stable")
        ends = np.searchsorted(self.at["indicator"][order], np.arange(len(self.words["indicator"]) + 1))
        return order, ends.astype(np.intp)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods beside their words."""
        return tuple(Period.parse(text) for text in self.words["period"])

    def of_area(self, code: str) -> Positions:
        """Rows of one area; none where it is not known."""
        at = self._place["area"].get(code)
        return np.arange(0) if at is None else np.arange(self._area_ends[at], self._area_ends[at + 1])

    def of_indicator(
        self, code: str, *, area_type: str | None = None, period: Period | None = None, group: str | None = EVERYONE
    ) -> Positions:
        """Rows of one indicator in order of area, kept to an area type, a period and a group (None: every group)."""
        at = self._place["indicator"].get(code)
        if at is None:
            return np.arange(0)
        order, ends = self._by_indicator
        rows = order[ends[at] : ends[at + 1]]
        wanted = {"area_type": area_type, "period": str(period) if period else None, "group": group}
        for column, word in wanted.items():
            if word is not None:
                rows = rows[self.at[column][rows] == self._place[column].get(word, -1)]
        return rows

    def word(self, column: str, rows: Positions) -> list[str]:
        """The words of some rows in one column."""
        words = self.words[column]
        return [words[at] for at in self.at[column][rows].tolist()]

    def observations(self, rows: Positions) -> Iterator[Observation]:
        """Some rows as values."""
        words = [self.word(name, rows) for name in ("indicator", "area", "area_type")]
        periods = [self.periods[at] for at in self.at["period"][rows].tolist()]
        numbers = [_plain(self.numbers[name][rows]) for name in NUMBERS]
        columns = (*words, periods, self.word("group", rows), *numbers, self.word("status", rows))
        return (Observation(*row) for row in zip(*columns, strict=True))


def _plain(values: Floats) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]  # only NaN differs from itself


def write_cut(path: Path, rows: pa.Table) -> None:
    """Write observations, sorted by area, so that `open_cut` can map them."""
    columns = {name: _encoded(rows[name]) for name in WORDS}
    columns |= {name: rows[name].combine_chunks().fill_null(float("nan")) for name in NUMBERS}
    table = pa.table(columns).combine_chunks()
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _encoded(column: pa.ChunkedArray) -> pa.Array:
    """Words by their place in the alphabet, so that order of positions is order of words."""
    texts = column.cast(pa.string()).combine_chunks()
    encoded = texts.dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    words = np.array(encoded.dictionary.to_pylist(), dtype=object)
    order = np.argsort(words, kind="stable")
    rank = np.empty(len(words), np.int32)
    rank[order] = np.arange(len(words), dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(rank[encoded.indices.to_numpy()]), pa.array(words[order].tolist()))


def open_cut(path: Path) -> Cut:
    """Map a cut into memory; a `WarehouseError` if the file is not whole."""
    try:
        with pa.memory_map(str(path)) as source:
            batches = pa.ipc.open_file(source)
            table = batches.read_all()
    except (pa.ArrowInvalid, OSError):
        raise WarehouseError(f"{path.name} of the place cannot be read. Run `newlyn build PLACE` again.") from None
    words: dict[str, Sequence[str]] = {}
    at = {}
    for name in WORDS:
        column = _one(table[name])
        words[name], at[name] = tuple(column.dictionary.to_pylist()), column.indices.to_numpy()
    numbers = {name: _one(table[name]).to_numpy() for name in NUMBERS}
    return Cut({name: tuple(found) for name, found in words.items()}, at, numbers)


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
