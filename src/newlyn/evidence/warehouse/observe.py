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
from newlyn.evidence.warehouse.observation import SCHEMA, in_order
from newlyn.evidence.warehouse.reduction import Expression, reduce_feed
from newlyn.geography.code import area_type
from newlyn.stats.interval import Floats, Limits, byar_limits, wilson_limits


@dataclass(frozen=True)
class Observed:
    """A feed and the indicator that it serves."""

    indicator: Indicator
    feed: Feed


def observe_table(feeds: Sequence[Observed], rows: Expression, ancestors: Expression | None) -> pa.Table:
    """All observations that come from one table, sorted by area, indicator, period and group."""
    parts = [_observe(observed, rows, ancestors) for observed in feeds]
    return in_order(pa.concat_tables(parts).unify_dictionaries().combine_chunks())


def _observe(observed: Observed, rows: Expression, ancestors: Expression | None) -> pa.Table:
    reduced = reduce_feed(observed.feed, rows, ancestors).to_pyarrow()
    if reduced["value"].null_count == reduced.num_rows and isinstance(observed.feed, Measure):
        return SCHEMA.empty_table()  # this layout of the file has no such column
    numbers = _numbers(observed, reduced)
    count = reduced.num_rows
    columns = {
        "area": reduced["area"],
        "indicator": pa.repeat(pa.scalar(observed.indicator.code), count),
        "period": reduced["period"],
        "group": reduced["group"],
        "area_type": _area_types(reduced["area"], observed.feed),
        **numbers,
        "status": _status(observed.feed, numbers["value"], reduced["status"]),
    }
    return pa.table([columns[name].cast(SCHEMA.field(name).type) for name in SCHEMA.names], schema=SCHEMA)


def _numbers(observed: Observed, reduced: pa.Table) -> dict[str, pa.Array]:
    names = ("value", "numerator", "denominator", "lower", "upper")
    if not isinstance(observed.feed, Ratio):
        return {name: reduced[name] for name in names}
    feed = observed.feed
    numerator, denominator = _floats(reduced["numerator"]), _floats(reduced["denominator"])
    if feed.denominator is None:
        value, scale = numerator, 1.0
    else:
        value, scale = _quotient(numerator, denominator) * feed.per, feed.per
    limits = _limits(observed.indicator, numerator, denominator, scale)
    found = (value, numerator, denominator, limits.lower, limits.upper)
    return {name: _nullable(array) for name, array in zip(names, found, strict=True)}


def _quotient(numerator: Floats, denominator: Floats) -> Floats:
    """Missing where the denominator is zero: a share of nobody is not nought."""
    quotient: Floats = np.divide(numerator, denominator, out=np.full_like(numerator, np.nan), where=denominator > 0)
    return quotient


def _limits(indicator: Indicator, numerator: Floats, denominator: Floats, scale: float) -> Limits:
    if indicator.interval == "wilson":
        limits = wilson_limits(numerator, denominator)
        return Limits(limits.lower * scale, limits.upper * scale)
    if indicator.interval == "byar":
        counts = byar_limits(numerator)
        people = denominator if scale != 1.0 else np.ones_like(numerator)
        return Limits(_quotient(counts.lower, people) * scale, _quotient(counts.upper, people) * scale)
    return Limits(np.full_like(numerator, np.nan), np.full_like(numerator, np.nan))


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
