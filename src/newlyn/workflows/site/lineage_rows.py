"""The published rows behind all the figures of some areas at once: each table is read once for all of them.

The answer is the one that `evidence.warehouse.lineage` gives figure by figure; a test compares the two. There each
figure filters its table; here the rows of a table are put under the areas, periods and groups that they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from newlyn.evidence.catalogue.indicator import Feed, Measure, Ratio
from newlyn.evidence.catalogue.library import find_indicator
from newlyn.evidence.catalogue.table import FILE, ROW
from newlyn.evidence.warehouse.selection import meets
from newlyn.foundation.period import Period
from newlyn.publish.site.lineage_all import MOST_RUNS
from newlyn.workflows.site.cut import Observation
from newlyn.workflows.site.lineage_evidence import PlaceEvidence, columns_used

Wheres = tuple[tuple[str, tuple[str, ...]], ...]
Key = tuple[str, str, str]
"""Area, period and group; a period or group that the rows do not tell apart is empty."""
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Runs:
    """Rows of one file that a figure rests on, runs of neighbouring rows drawn together."""

    file: int
    """Position of the file among those of its table."""
    runs: tuple[tuple[int, int], ...]
    """First and last row of each run; where there are very many, only the first of them."""
    rows: int
    """How many rows there are in all."""


@dataclass(frozen=True)
class Selection:
    """Which rows of a table a feed uses; feeds that use the same rows share one."""

    table: str
    area: str
    period: str
    group: str
    where: Wheres
    either: tuple[Wheres, ...]
    """A row is used if it meets `where` and one of these."""
    levels: bool
    """Whether larger areas rest on the rows of their small areas."""
    small: str | None
    """Type of the areas of the table."""


@dataclass(frozen=True, eq=False)
class HeldFeed:
    """A feed whose table is at hand; equal only to itself, so that what is made of it can be kept."""

    feed: Feed
    selection: Selection


def selection_of(feed: Feed) -> Selection:
    """Which rows a feed uses."""
    either: tuple[Wheres, ...] = ((),)
    if isinstance(feed, Ratio):
        either = tuple(_wheres(part.where) for part in (feed.numerator, feed.denominator) if part)
    return Selection(
        table=feed.table.id,
        area=feed.area,
        period=feed.period if isinstance(feed.period, str) else "",
        group=(feed.group or "") if isinstance(feed, Measure) else "",
        where=_wheres(feed.where),
        either=either,
        levels=isinstance(feed, Ratio) and bool(feed.levels),
        small=feed.table.column(feed.area).area_type,
    )


def _wheres(where: Mapping[str, tuple[str, ...]]) -> Wheres:
    return tuple(sorted(where.items()))


class AreaRows:
    """The rows behind the figures of some areas, found table by table as they are asked for."""

    def __init__(self, evidence: PlaceEvidence, areas: Iterable[str]) -> None:
        self.evidence = evidence
        self.areas = frozenset(areas)
        self._tables: dict[tuple[str, str], pa.Table] = {}
        self._found: dict[Selection, Mapping[Key, tuple[Runs, ...]]] = {}
        self._feeds: dict[str, tuple[HeldFeed, ...]] = {}
        self._children = self._ladder()

    def behind(self, one: Observation) -> tuple[HeldFeed, tuple[Runs, ...]] | None:
        """The feed that gave an observation, and its rows; None where the evidence does not hold them."""
        for held in self._feeds_of(one.indicator):
            fixed, selection = held.feed.period, held.selection
            if isinstance(fixed, Period) and fixed != one.period:
                continue
            period = str(one.period) if selection.period else ""
            group = one.group if selection.group else ""
            found = self._rows_of(selection).get((one.area, period, group))
            if found:
                return held, found
        return None

    def _feeds_of(self, indicator: str) -> tuple[HeldFeed, ...]:
        if indicator not in self._feeds:
            held = (feed for feed in find_indicator(indicator).feeds if self.evidence.has_table(feed.table.id))
            self._feeds[indicator] = tuple(HeldFeed(feed, selection_of(feed)) for feed in held)
        return self._feeds[indicator]

    def _ladder(self) -> Mapping[str, Mapping[str, list[str]]]:
        """By type of small area: by small area, those of the areas asked for that it lies in."""
        ancestry = self.evidence.ancestry()
        ancestry = ancestry.filter(pc.is_in(ancestry["parent"], pa.array(sorted(self.areas))))
        children: dict[str, dict[str, list[str]]] = {}
        columns = (ancestry[name].to_pylist() for name in ("child_type", "child", "parent"))
        for kind, child, parent in zip(*columns, strict=True):
            children.setdefault(kind, {}).setdefault(child, []).append(parent)
        return children

    def _table(self, selection: Selection) -> pa.Table:
        """The rows of a table that any of the areas may rest on."""
        key = (selection.table, selection.area)
        if key not in self._tables:
            inside = self._children.get(selection.small or "", {}) if selection.levels else {}
            wanted = [*self.areas, *inside]
            if len(self.areas) == 1:
                self._tables[key] = self.evidence.rows(selection.table, selection.area, wanted)
            else:
                rows = self.evidence.table(selection.table, list(columns_used(selection.table)))
                self._tables[key] = rows.filter(pc.is_in(rows[selection.area], pa.array(wanted)))
        return self._tables[key]

    def _rows_of(self, selection: Selection) -> Mapping[Key, tuple[Runs, ...]]:
        if selection not in self._found:
            rows = self._table(selection)
            kept = meets(rows, dict(selection.where))
            one_of = [meets(rows, dict(where)) for where in selection.either if where]
            if len(one_of) == len(selection.either):
                kept = pc.and_(kept, one_of[0] if len(one_of) == 1 else pc.or_(*one_of))
            self._found[selection] = self._grouped(selection, rows.filter(kept))
        return self._found[selection]

    def _grouped(self, selection: Selection, rows: pa.Table) -> Mapping[Key, tuple[Runs, ...]]:
        """Rows under the areas that they are of, and under the larger areas that rest on them."""
        inside = self._children.get(selection.small or "", {}) if selection.levels else {}
        codes, at = _encoded(rows[selection.area])
        above = [[*([code] if code in self.areas else ()), *inside.get(code, ())] for code in codes]
        targets, target, origin = _spread(above, at)
        words = [targets]
        number = target
        for name in (selection.period, selection.group):
            values, position = _encoded(rows[name]) if name else ([""], np.zeros(len(at), np.int64))
            words.append(values)
            number = number * len(values) + position[origin]
        file, row = (rows[name].to_numpy().astype(np.int64)[origin] for name in (FILE, ROW))
        return dict(_drawn_together(words, number, file, row))


def _spread(above: Sequence[Sequence[str]], at: Positions) -> tuple[list[str], Positions, Positions]:
    """Each row once for each area that rests on it: the areas, which of them, and which row."""
    targets = sorted({code for codes in above for code in codes})
    place = {code: position for position, code in enumerate(targets)}
    counts = np.array([len(codes) for codes in above], np.int64)
    flat = np.array([place[code] for codes in above for code in codes], np.int64)
    first = np.cumsum(counts) - counts
    times = counts[at] if len(at) else np.zeros(0, np.int64)
    origin = np.repeat(np.arange(len(at)), times)
    within = np.arange(len(origin)) - np.repeat(np.cumsum(times) - times, times)
    return targets, flat[first[at[origin]] + within] if len(origin) else flat[:0], origin


def _drawn_together(
    words: Sequence[Sequence[str]], number: Positions, file: Positions, row: Positions
) -> Iterator[tuple[Key, tuple[Runs, ...]]]:
    """Rows in order under their keys; a file that was turned from wide to long gives one row several times."""
    order = np.lexsort((row, file, number))
    number, file, row = number[order], file[order], row[order]
    if not len(order):
        return
    fresh = np.ones(len(order), bool)  # another key or another file than the row before
    fresh[1:] = (np.diff(number) != 0) | (np.diff(file) != 0)
    begins = fresh.copy()
    begins[1:] |= np.diff(row) > 1
    ends = np.append(np.flatnonzero(begins)[1:], len(order)) - 1
    runs = list(zip(row[begins].tolist(), row[ends].tolist(), strict=True))
    distinct = np.ones(len(order), np.int64)
    distinct[1:] = fresh[1:] | (np.diff(row) != 0)
    of_key = np.flatnonzero(fresh)
    first = np.searchsorted(np.flatnonzero(begins), of_key).tolist()
    counted = np.add.reduceat(distinct, of_key).tolist()
    keys, files = number[of_key].tolist(), file[of_key].tolist()
    areas, periods, groups = words
    held: list[Runs] = []
    for position, key in enumerate(keys):
        last = first[position + 1] if position + 1 < len(first) else len(runs)
        some = tuple(runs[first[position] : min(last, first[position] + MOST_RUNS)])
        held.append(Runs(files[position], some, counted[position]))
        if position + 1 == len(keys) or keys[position + 1] != key:
            rest, group = divmod(key, len(groups))
            area, period = divmod(rest, len(periods))
            yield (areas[area], periods[period], groups[group]), tuple(held)
            held = []


def _encoded(column: pa.ChunkedArray) -> tuple[list[str], Positions]:
    encoded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy().astype(np.int64)
