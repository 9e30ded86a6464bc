"""The same question to the engine: rows in memory, reduced by DuckDB, given back by area, period and group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis
import pyarrow as pa
from tests.parity.oracle import Ancestor, Answer, Key, Row

from newlyn.evidence.catalogue.indicator import Feed, Indicator, Measure
from newlyn.evidence.catalogue.table import Table
from newlyn.evidence.sources.layout import TYPES
from newlyn.evidence.warehouse.observe import Observed, observe_table

LADDER = pa.schema([(name, pa.string()) for name in Ancestor._fields])


def typed(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Rows as a table of the declared columns, in their types; a column that a row does not name is null."""
    schema = pa.schema([(column.name, TYPES[column.kind]) for column in table.columns])
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)


class Published:
    """Rows as the file of a part holds them: published values are picked from these, and no engine is asked."""

    def __init__(self, rows: pa.Table) -> None:
        self.to_pyarrow = lambda: rows


def observe(indicator: Indicator, feed: Feed, rows: Sequence[Row], above: Iterable[Ancestor] = ()) -> dict[Key, Answer]:
    table = typed(feed.table, rows)
    here = Published(table) if isinstance(feed, Measure) else ibis.memtable(table)
    ladder = ibis.memtable(pa.Table.from_pylist([one._asdict() for one in above], schema=LADDER))
    found = observe_table([Observed(indicator, feed)], here, ladder).to_pylist()
    answers = {
        (one["area"], one["period"], one["group"]): Answer(*(one[name] for name in Answer._fields)) for one in found
    }
    assert len(answers) == len(found), "an observation stands twice"
    return answers
