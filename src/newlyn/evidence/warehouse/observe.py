"""Observations of one table: its feeds reduced by the engine, then given values, limits and a status.

The schema of an observation stands here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.indicator import Feed, Indicator, Measure, Ratio
from newlyn.evidence.order import in_order
from newlyn.evidence.warehouse.observation import KEY, SCHEMA
from newlyn.evidence.warehouse.reduction import Expression, reduce_ratio
from newlyn.evidence.warehouse.selection import pick_measure
from newlyn.geography.code import area_type
from newlyn.stats.argument import Floats
from newlyn.stats.interval.count import count_limits
from newlyn.stats.interval.proportion import wilson_limits


@dataclass(frozen=True)
class Observed:
    """A feed and the indicator that it serves."""

    indicator: Indicator
    feed: Feed


def observe_table(feeds: Sequence[Observed], rows: Expression, ancestors: Expression | None) -> pa.Table:
    """All observations that come from one table, sorted by area, indicator, period and group.

    Published values are picked out of the rows as they are; counts are summed by the engine.
    """
    published = rows.to_pyarrow() if any(isinstance(one.feed, Measure) for one in feeds) else None
    parts = [_observe(one, rows, published, ancestors) for one in feeds]
    return in_order(pa.concat_tables(parts), KEY)


def _observe(
    observed: Observed, rows: Expression, published: pa.Table | None, ancestors: Expression | None
) -> pa.Table:
    if isinstance(observed.feed, Measure):
        found = pick_measure(observed.feed, published)
        numbers = {name: found[name] for name in ("value", "lower", "upper")}
    else:
        found = reduce_ratio(observed.feed, rows, ancestors).to_pyarrow()
        numbers = _computed(observed.indicator, observed.feed, found)
    count = found.num_rows
    columns = {
        "area": found["area"],
        "indicator": _word(observed.indicator.code, count),
        "period": found["period"],
        "group": found["group"],
        "area_type": _area_types(found["area"], observed.feed),
        **numbers,
        "status": _status(observed.feed, numbers["value"], found["status"]),
    }
    return pa.table([_typed(columns.get(name), name, count) for name in SCHEMA.names], schema=SCHEMA)


def _typed(column: pa.Array | None, name: str, count: int) -> pa.Array:
    target = SCHEMA.field(name).type
    if column is None:
        return pa.nulls(count, target)
    return column if column.type == target else column.cast(target)


def _word(word: str, count: int) -> pa.Array:
    """One word all the way down, coded as such."""
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), count), pa.array([word]))


def _computed(indicator: Indicator, feed: Ratio, found: pa.Table) -> dict[str, pa.Array]:
    numerator, denominator = _floats(found["numerator"]), _floats(found["denominator"])
    if feed.denominator is None:
        value, scale = numerator, 1.0
    else:
        value, scale = _quotient(numerator, denominator) * feed.per, feed.per
    # A plain count has limits of its own: those of a rate out of one.
    lower, upper = _limits(indicator, numerator, denominator if feed.denominator else np.ones_like(numerator), scale)
    numbers = {
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "lower": lower,
        "upper": upper,
    }
    return {name: _nullable(array) for name, array in numbers.items()}


def _quotient(numerator: Floats, denominator: Floats) -> Floats:
    """Missing where the denominator is zero: a share of nobody is not nought."""
    quotient: Floats = np.divide(numerator, denominator, out=np.full_like(numerator, np.nan), where=denominator > 0)
    return quotient


def _limits(indicator: Indicator, numerator: Floats, denominator: Floats, scale: float) -> tuple[Floats, Floats]:
    if indicator.interval == "wilson":
        limits = wilson_limits(numerator, denominator)
        return limits.lower * scale, limits.upper * scale
    if indicator.interval == "byar":
        counts = count_limits(numerator)
        return _quotient(counts.lower, denominator) * scale, _quotient(counts.upper, denominator) * scale
    return np.full_like(numerator, np.nan), np.full_like(numerator, np.nan)


def _status(feed: Feed, value: pa.Array, given: pa.Array) -> pa.Array:
    present = "computed" if isinstance(feed, Ratio) else "published"
    absent = pc.if_else(pc.equal(given, "suppressed"), "suppressed", "missing")
    return pc.if_else(pc.is_valid(value), present, pc.fill_null(absent, "missing"))


def _area_types(areas: pa.ChunkedArray, feed: Feed) -> pa.Array:
    """Census areas take their vintage from the feed; administrative areas are their kind, by code."""
    types = feed.table.column(feed.area).area_types
    levels = (*types, *(feed.levels if isinstance(feed, Ratio) else ()))
    by_prefix = _prefixes(levels)
    found = pc.index_in(pc.utf8_slice_codeunits(areas, 0, 3), pa.array(list(by_prefix)))
    return pa.array(list(by_prefix.values())).take(
        found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    )


def _prefixes(levels: Iterable[str]) -> dict[str, str]:
    return {prefix: level for level in reversed(tuple(levels)) for prefix in area_type(level).prefixes_in("E")}


def _floats(column: pa.ChunkedArray) -> Floats:
    floats: Floats = column.cast(pa.float64()).to_numpy()
    return floats


def _nullable(values: Floats) -> pa.Array:
    return pa.array(values, pa.float64(), from_pandas=True)


def memory_rows(table: pa.Table) -> Expression:
    """A table in memory as an expression, for a worked example or a test."""
    return ibis.memtable(table)
