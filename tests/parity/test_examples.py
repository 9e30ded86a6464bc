"""Every worked example of the catalogue gives the value it states: by the engine, and by plain Python."""

from __future__ import annotations

import ibis
import pytest
from tests.parity import engine, oracle

from newlyn.evidence.catalogue.indicator import Feed, Indicator
from newlyn.evidence.catalogue.library import indicators, tables
from newlyn.evidence.warehouse.observe import Observed, observe_table

EXAMPLES = pytest.mark.parametrize("indicator", indicators().values(), ids=lambda one: one.code)


def filled(feed: Feed, row: dict[str, object]) -> dict[str, object]:
    """A row of an example as a row of its table: what it does not tell of is null, or the one value it must have."""
    told: dict[str, object] = dict.fromkeys(feed.table.names)
    if isinstance(feed.period, str):
        told[feed.period] = "2021-01-01/P1Y"
    if feed.group is not None:
        told[feed.group] = "all"
    for name, accepted in feed.where.items():
        told[name] = accepted[0]
    if feed.table.has_status:
        told["status"] = "published"
    return told | row


@EXAMPLES
@pytest.mark.parametrize("observe", [oracle.observe, engine.observe], ids=["plain Python", "DuckDB"])
def test_a_worked_example_gives_the_value_it_states(indicator: Indicator, observe: object) -> None:
    feed, example = indicator.feeds[0], indicator.example
    rows = [filled(feed, dict(row)) for row in example.rows]
    found = observe(indicator, feed, rows)  # type: ignore[operator]
    values = [answer.value for (area, _, _), answer in found.items() if area == example.area]
    assert len(values) == 1 or feed.group is not None
    assert any(value == pytest.approx(example.value, abs=0.5 * 10**-indicator.decimals) for value in values)


@EXAMPLES
def test_a_worked_example_is_a_table_that_could_be_published(indicator: Indicator) -> None:
    """Its columns are declared, and it keeps to the limits and the words of its table."""
    feed, example = indicator.feeds[0], indicator.example
    assert example.words
    for row in example.rows:
        for name, value in row.items():
            column = feed.table.column(name)
            assert value is None or not column.accepted or value in column.accepted
            assert column.least is None or value is None or value >= column.least  # type: ignore[operator]
            assert column.most is None or value is None or value <= column.most  # type: ignore[operator]
    keys = [tuple(filled(feed, dict(row))[name] for name in feed.table.grain) for row in example.rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("table", tables())
def test_all_feeds_of_a_table_run_together_on_a_table_without_rows(table: str) -> None:
    feeds = [Observed(one, feed) for one in indicators().values() for feed in one.feeds if feed.table.id == table]
    if feeds:
        rows = ibis.memtable(engine.typed(tables()[table], []))
        assert observe_table(feeds, rows, ibis.memtable(engine.LADDER.empty_table())).num_rows == 0
