"""Pick published values out of a table: one row, one value. No query engine is needed, for nothing is summed.

Counts that are summed are `warehouse.reduction`.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from newlyn.evidence.catalogue.indicator import Condition, Measure
from newlyn.evidence.catalogue.table import STATUS
from newlyn.evidence.warehouse.observation import EVERYONE


def pick_measure(feed: Measure, rows: pa.Table) -> pa.Table:
    """The rows of a measure as (area, period, group, value, lower, upper, status).

    Where the table does not say why values are absent, `status` is null, and a column without any value is one
    that this layout of the file does not have: it gives no rows.
    """
    rows = rows.filter(meets(rows, feed.where)) if feed.where else rows
    count = rows.num_rows
    if not feed.table.has_status and rows[feed.value].null_count == count:
        rows, count = rows.slice(0, 0), 0
    return pa.table(
        {
            "area": rows[feed.area],
            "period": rows[feed.period] if isinstance(feed.period, str) else _same(str(feed.period), count),
            "group": rows[feed.group] if feed.group else _same(EVERYONE, count),
            "value": rows[feed.value].cast(pa.float64()),
            "lower": _number(rows, feed.lower),
            "upper": _number(rows, feed.upper),
            "status": rows[STATUS] if feed.table.has_status else pa.nulls(count, pa.string()),
        }
    )


def meets(rows: pa.Table, where: Condition) -> pa.ChunkedArray:
    """Whether each row meets every condition."""
    met = pa.chunked_array([pa.repeat(pa.scalar(True), rows.num_rows)])
    for name, values in where.items():
        met = pc.and_(met, pc.is_in(rows[name], pa.array(list(values))))
    return met


def _number(rows: pa.Table, name: str | None) -> pa.Array:
    return rows[name].cast(pa.float64()) if name else pa.nulls(rows.num_rows, pa.float64())


def _same(word: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(word), count)
